package forms

import (
	"fmt"
	"io"

	"github.com/tdewolff/canvas"
)

// SeparatorCode is the text of the QR code on a separator sheet: the page that carries it opens a new
// submission.
const SeparatorCode = "PRATICA:SEPARATORE"

// WriteSeparator writes the separator sheet as a PDF of two equal pages, front and back of an A4 sheet: printed
// on both sides, it separates whichever side the scanner sees.
func WriteSeparator(w io.Writer) error {
	info := Info{Title: "Foglio separatore", Subject: "Separa due buste nella scansione", Keywords: "separatore"}
	if err := WritePages(w, info, DrawSeparator(), DrawSeparator()); err != nil {
		return fmt.Errorf("write separator sheet: %w", err)
	}
	return nil
}

// The separator sheet is A4, in mm. Its code is so large that a picture of 75 dpi shows it, whatever became
// of the scan.
const (
	separatorWidth  = 210.0
	separatorHeight = 297.0
	separatorSide   = 110.0
)

// DrawSeparator gives one side of the separator sheet.
func DrawSeparator() *canvas.Canvas {
	c := canvas.New(separatorWidth, separatorHeight)
	pen := canvas.NewContext(c)
	pen.SetCoordSystem(canvas.CartesianIV)
	pen.SetFill(canvas.White)
	pen.SetStroke(canvas.Transparent)
	pen.DrawPath(0, 0, canvas.Rectangle(separatorWidth, separatorHeight))
	line := func(y, size float64, style canvas.FontStyle, text string) {
		pen.DrawText(separatorWidth/2, y, canvas.NewTextLine(fonts()[style].Face(size, canvas.Black), text, canvas.Center))
	}
	line(45, 48, canvas.FontBold, "SEPARATORE")
	line(60, 17, canvas.FontRegular, "Da qui comincia un’altra busta")
	if !DrawQR(pen, Rect{X: (separatorWidth - separatorSide) / 2, Y: 82, W: separatorSide, H: separatorSide}, SeparatorCode) {
		panic("the separator's text is too long for its code")
	}
	for i, text := range []string{
		"Metti questo foglio davanti ai documenti di ogni busta, prima di scansionarli tutti insieme.",
		"Va bene in qualunque verso, anche capovolto; stampato sui due lati, anche girato.",
		"Se la busta ha un’etichetta con codice a barre, attaccala qui sotto o sul primo foglio.",
	} {
		line(215+float64(i)*7, 11.5, canvas.FontRegular, text)
	}
	pen.SetFill(canvas.Transparent)
	pen.SetStroke(canvas.Black)
	pen.SetStrokeWidth(0.3)
	pen.SetDashes(0, 2, 2)
	pen.DrawPath(55, 242, canvas.Rectangle(100, 32))
	return c
}
