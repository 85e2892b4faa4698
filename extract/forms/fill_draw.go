package forms

import (
	"github.com/tdewolff/canvas"
)

// leastModule is the side of a module in mm that a scan at 200 dpi surely tells apart, nearly five pixels:
// measured with gozxing, which miscounts the modules of large codes when they are smaller.
const leastModule = 0.6

// maxModules is how many modules a side fit a zone.
func maxModules(r Rect) int { return int(r.W / leastModule) }

// drawFilled gives a page (from 1) with its page code, with values in its zones and, where the page has the
// place for it and code is not empty, with the code of the values.
func (d *Definition) drawFilled(page int, values map[string]string, code string) *canvas.Canvas {
	p := d.Pages[page-1]
	c := d.DrawCoded(page)
	pen := canvas.NewContext(c)
	pen.SetCoordSystem(canvas.CartesianIV)
	for _, f := range p.Fields {
		if text := values[f.ID]; text != "" {
			f.write(pen, text)
		}
	}
	if p.Values != nil && code != "" {
		drawValues(pen, *p.Values, code)
	}
	return c
}

// drawValues prints the code of the values with what a member should know of it.
func drawValues(pen *canvas.Context, r Rect, code string) {
	m, ok := qr(code, maxModules(r))
	if !ok {
		return
	}
	drawModules(pen, r, m)
	bold := fonts()[canvas.FontBold].Face(9, canvas.Black)
	plain := fonts()[canvas.FontRegular].Face(8.5, canvas.Black)
	left := r.Right() + 5
	pen.DrawText(left, r.Y+4, canvas.NewTextLine(bold, "Questo codice contiene i dati scritti nel modulo.", canvas.Left))
	pen.DrawText(left, r.Y+7, canvas.NewTextBox(plain, valuesNote, 198-left, 0, canvas.Left, canvas.Top, &canvas.TextOptions{LineStretch: 0.1}))
}

// valuesNote says what to do when the print is changed: a cross over a QR code is not enough, its error
// correction reads through it.
const valuesNote = "Serve a leggerli senza errori: stampa anche questa pagina, non piegarla sul codice e spediscila con le altre. " +
	"Se qualcosa è sbagliato, correggi i dati e stampa di nuovo il modulo. Se correggi a penna, copri il codice: varrà quello che hai scritto."

// write sets a text into a zone as a typewriter would.
func (f Field) write(pen *canvas.Context, text string) {
	const most = 11.0 // points
	regular := fonts()[canvas.FontRegular]
	switch f.Type {
	case Mark:
		f.cross(pen)
	case Comb:
		face := regular.Face(most, canvas.Black)
		for i, r := range []rune(text) {
			if i < len(f.Preprinted) {
				continue
			}
			cell := f.Cell(i)
			pen.DrawText(cell.X+cell.W/2, middle(cell, most), canvas.NewTextLine(face, string(r), canvas.Center))
		}
	case Multiline:
		for i, line := range f.lines(text) {
			r := f.Line(i)
			pen.DrawText(r.X+1, r.Bottom()-1.6, canvas.NewTextLine(regular.Face(typeSize, canvas.Black), line, canvas.Left))
		}
	case Amount:
		size := f.fits(text, most)
		pen.DrawText(f.Rect.Right()-1.8, middle(f.Rect, size), canvas.NewTextLine(regular.Face(size, canvas.Black), text, canvas.Right))
	default:
		size := f.fits(text, most)
		y := middle(f.Rect, size)
		if f.Frame == Dots {
			y = f.Rect.Bottom() - 1.4
		}
		pen.DrawText(f.Rect.X+1.6, y, canvas.NewTextLine(regular.Face(size, canvas.Black), text, canvas.Left))
	}
}

const (
	typeSize  = 10.0 // points, in zones of several lines
	leastSize = 6.5  // points: what is longer is refused
)

// middle is the baseline that centres capitals in a zone.
func middle(r Rect, size float64) float64 { return r.Y + r.H/2 + capHeight*size/2 }

// fits is the largest size in points, up to most, at which a line stays in its zone; less than leastSize if
// none does.
func (f Field) fits(text string, most float64) float64 {
	const margin = 3.2 // mm, both sides together
	size := min(most, f.Rect.H*perMM*0.62)
	width := fonts()[canvas.FontRegular].Face(size, canvas.Black).TextWidth(text)
	return min(size, size*(f.Rect.W-margin)/width)
}

// cross draws an X, in the middle of a wide zone.
func (f Field) cross(pen *canvas.Context) {
	const margin, width = 0.9, 0.45 // mm
	r := f.Rect
	side := min(r.W, r.H) - 2*margin
	x, y := r.X+(r.W-side)/2, r.Y+(r.H-side)/2
	rule(pen, [4]float64{x, y, x + side, y + side}, canvas.Black, width, false)
	rule(pen, [4]float64{x, y + side, x + side, y}, canvas.Black, width, false)
}
