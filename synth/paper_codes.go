package synth

import (
	"fmt"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/tdewolff/canvas"
)

// symbology is a kind of printed code.
type symbology int

const (
	code39 symbology = iota
	code128
	qrCode
)

// symbol draws a code for text, w by h mm; codes in bars use the whole width, a QR code the larger square
// that fits.
func (s *sheet) symbol(x, y, w, h float64, kind symbology, text string) {
	var matrix *gozxing.BitMatrix
	var err error
	switch kind {
	case code39:
		matrix, err = oned.NewCode39Writer().Encode(text, gozxing.BarcodeFormat_CODE_39, 0, 1, noMargin)
	case code128:
		matrix, err = oned.NewCode128Writer().Encode(text, gozxing.BarcodeFormat_CODE_128, 0, 1, noMargin)
	default:
		matrix, err = qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, 0, 0, noMargin)
		w = min(w, h)
		h = w
	}
	if err != nil {
		panic(fmt.Errorf("encode %q: %w", text, err)) // the texts are ours
	}
	columns, rows := matrix.GetWidth(), matrix.GetHeight()
	if kind != qrCode {
		rows = 1
	}
	dx, dy := w/float64(columns), h/float64(rows)
	bars := &canvas.Path{} // one path: no seams between its parts
	for row := range rows {
		for from := 0; from < columns; from++ {
			to := from
			for to < columns && matrix.Get(to, row) {
				to++
			}
			if to > from {
				bars = bars.Append(canvas.Rectangle(float64(to-from)*dx, dy).Translate(float64(from)*dx, float64(row)*dy))
				from = to
			}
		}
	}
	s.pen.SetFill(black)
	s.pen.SetStroke(canvas.Transparent)
	s.pen.DrawPath(x, y, bars)
}

var noMargin = map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_MARGIN: 0}
