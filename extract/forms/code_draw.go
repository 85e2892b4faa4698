package forms

import (
	"fmt"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/datamatrix/encoder"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	qrencoder "github.com/makiuchi-d/gozxing/qrcode/encoder"
	"github.com/tdewolff/canvas"
)

// DrawCoded gives the blank page (from 1) with its page code, as WritePDF prints it. Draw and Raster give it
// without: the code says nothing about where the page lies, and forms printed elsewhere have none.
func (d *Definition) DrawCoded(page int) *canvas.Canvas {
	c := d.Draw(page)
	if r := d.Pages[page-1].Code; r != nil {
		pen := canvas.NewContext(c)
		pen.SetCoordSystem(canvas.CartesianIV)
		drawModules(pen, *r, dataMatrix(PageCode(d, page)))
	}
	return c
}

// quietZone is the white around a printed code in mm: more than the one module a Data Matrix needs
// (ISO/IEC 16022).
const quietZone = 1.5

// modules are the squares of a code, true for dark, row by row; the square has Side modules each way.
type modules struct {
	side int
	dark func(x, y int) bool
}

// dataMatrix encodes a short text of ours, which always fits.
func dataMatrix(text string) modules {
	hints := map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_DATA_MATRIX_SHAPE: encoder.SymbolShapeHint_FORCE_SQUARE}
	m, err := datamatrix.NewDataMatrixWriter().Encode(text, gozxing.BarcodeFormat_DATA_MATRIX, 0, 0, hints)
	if err != nil {
		panic(fmt.Errorf("data matrix of %q: %w", text, err))
	}
	return modules{m.GetWidth(), m.Get}
}

// qr encodes a text as a QR code (ISO/IEC 18004) with up to maxSide modules a side. It gives false for a text
// that is too long.
func qr(text string, maxSide int) (modules, bool) {
	for _, try := range []struct {
		level decoder.ErrorCorrectionLevel
		side  int
	}{
		{decoder.ErrorCorrectionLevel_Q, roomySide},
		{decoder.ErrorCorrectionLevel_M, maxSide},
		{decoder.ErrorCorrectionLevel_L, maxSide},
	} {
		code, err := qrencoder.Encoder_encode(text, try.level, nil)
		if err != nil {
			continue
		}
		if m := code.GetMatrix(); m.GetWidth() <= min(try.side, maxSide) {
			return modules{m.GetWidth(), func(x, y int) bool { return m.Get(x, y) == 1 }}, true
		}
	}
	return modules{}, false
}

// DrawQR paints a QR code of a text into a square, to which the quiet zone of four modules is to be added (ISO/IEC
// 18004, 6.3.8); with level Q, and larger codes with less. It gives false for a text that is too long for modules of
// the square's 57th.
func DrawQR(pen *canvas.Context, r Rect, text string) bool {
	m, ok := qr(text, roomySide)
	if ok {
		drawModules(pen, r, m)
	}
	return ok
}

// roomySide is how many modules a side a code may have before larger modules help a reader more than error
// correction does.
const roomySide = 57

// drawModules paints a code into a square zone. A dark module reaches a little into a dark one to its right or
// below, so that no viewer shows seams.
func drawModules(pen *canvas.Context, r Rect, m modules) {
	const overlap = 0.05 // of a module
	size := r.W / float64(m.side)
	pen.SetFill(canvas.Black)
	pen.SetStroke(canvas.Transparent)
	code := &canvas.Path{}
	for y := range m.side {
		for x := 0; x < m.side; x++ {
			if !m.dark(x, y) {
				continue
			}
			run := 1
			for x+run < m.side && m.dark(x+run, y) {
				run++
			}
			left, top := float64(x)*size, float64(y)*size
			code = code.Append(canvas.Rectangle(float64(run)*size, size).Translate(left, top))
			for i := x; i < x+run; i++ {
				if y+1 < m.side && m.dark(i, y+1) {
					code = code.Append(canvas.Rectangle(size, 2*overlap*size).Translate(float64(i)*size, top+(1-overlap)*size))
				}
			}
			x += run
		}
	}
	pen.DrawPath(r.X, r.Y, code)
}
