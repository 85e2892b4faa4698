package forms

import (
	"fmt"
	"image/color"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansbolditalic"
	"codeberg.org/go-fonts/liberation/liberationsansitalic"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"github.com/tdewolff/canvas"
)

// Draw gives the blank page (from 1) as vectors; the canvas is the caller's, its origin the bottom left
// corner as canvas has it. A page that does not exist panics.
func (d *Definition) Draw(page int) *canvas.Canvas {
	p := d.Pages[page-1]
	c := canvas.New(p.Width, p.Height)
	pen := canvas.NewContext(c)
	pen.SetCoordSystem(canvas.CartesianIV) // y grows downwards, as in the definition
	for _, pr := range p.Print {
		pr.draw(pen)
	}
	for _, f := range p.Fields {
		f.draw(pen)
	}
	return c
}

const (
	frameLine = 0.25 // mm, around boxes
	cellLine  = 0.18 // mm, between the cells of a comb
	dotSize   = 0.3  // mm, the dots of a dotted line
	dotPitch  = 1.0  // mm
)

func (p Print) draw(pen *canvas.Context) {
	if p.Box != nil {
		stroke := canvas.Transparent
		if p.Line > 0 {
			stroke = p.Ink.or(canvas.Black)
		}
		rectangle(pen, *p.Box, p.Fill.or(canvas.Transparent), stroke, p.Line)
	}
	if p.Rule != nil {
		rule(pen, *p.Rule, p.Ink.or(canvas.Black), p.Line, p.Dotted)
	}
	if p.Text != "" {
		x, y := p.At[0], p.At[1]
		pen.DrawText(x, y, p.text())
	}
}

// text sets the words; its origin is the baseline, or the top left corner of a column.
func (p Print) text() *canvas.Text {
	face := fonts()[styles[p.Style]].Face(p.Size, p.Ink.or(canvas.Black))
	if p.Width == 0 {
		return canvas.NewTextLine(face, p.Text, aligns[p.Align])
	}
	leading := p.Leading
	if leading == 0 {
		leading = 1.2
	}
	// canvas counts line stretch on top of the font's own line height, 1.149 for Liberation Sans
	options := &canvas.TextOptions{LineStretch: leading/1.149 - 1}
	vertical := canvas.Top
	if p.Height > 0 {
		vertical = canvas.Center
	}
	return canvas.NewTextBox(face, p.Text, p.Width, p.Height, aligns[p.Align], vertical, options)
}

func (f Field) draw(pen *canvas.Context) {
	switch {
	case f.Type == Comb:
		f.drawComb(pen)
	case f.Frame == Box:
		rectangle(pen, f.Rect, canvas.White, canvas.Black, frameLine)
	case f.Frame == Dots && f.Lines > 0:
		for i := range f.Lines {
			line := f.Line(i)
			rule(pen, [4]float64{line.X, line.Bottom(), line.Right(), line.Bottom()}, canvas.Black, dotSize, true)
		}
	case f.Frame == Dots:
		rule(pen, [4]float64{f.Rect.X, f.Rect.Bottom(), f.Rect.Right(), f.Rect.Bottom()}, canvas.Black, dotSize, true)
	}
}

func (f Field) drawComb(pen *canvas.Context) {
	rectangle(pen, f.Rect, canvas.White, canvas.Black, frameLine)
	for i := 1; i < f.Cells; i++ {
		x := f.Cell(i).X
		rule(pen, [4]float64{x, f.Rect.Y, x, f.Rect.Bottom()}, canvas.Black, cellLine, false)
	}
	const size = 11
	face := fonts()[canvas.FontBold].Face(size, canvas.Black)
	for i, r := range f.Preprinted {
		cell := f.Cell(i)
		letter := canvas.NewTextLine(face, string(r), canvas.Center)
		pen.DrawText(cell.X+cell.W/2, cell.Y+cell.H/2+capHeight*size/2, letter)
	}
}

// capHeight is the height of Liberation Sans' capitals in mm per point of size (1409/2048 em).
const capHeight = 1409.0 / 2048 * 25.4 / 72

func rectangle(pen *canvas.Context, r Rect, fill, stroke color.RGBA, width float64) {
	pen.SetFill(fill)
	pen.SetStroke(stroke)
	pen.SetStrokeWidth(width)
	pen.DrawPath(r.X, r.Y, canvas.Rectangle(r.W, r.H))
}

func rule(pen *canvas.Context, r [4]float64, ink color.RGBA, width float64, dotted bool) {
	if dotted {
		pen.SetFill(ink)
		pen.SetStroke(canvas.Transparent)
		for x := r[0] + dotPitch/2; x < r[2]; x += dotPitch {
			pen.DrawPath(x, r[1], canvas.Circle(width/2))
		}
		return
	}
	pen.SetFill(canvas.Transparent)
	pen.SetStroke(ink)
	pen.SetStrokeWidth(width)
	pen.DrawPath(r[0], r[1], canvas.Line(r[2]-r[0], r[3]-r[1]))
}

var inks = map[Ink]*color.RGBA{
	Black:  {R: 0, G: 0, B: 0, A: 255},
	Accent: {R: 0x16, G: 0x3a, B: 0x6b, A: 255},
	Tint:   {R: 0xe6, G: 0xed, B: 0xf5, A: 255},
	White:  {R: 255, G: 255, B: 255, A: 255},
	Grey:   {R: 0x44, G: 0x44, B: 0x44, A: 255},
}

func (i Ink) or(none color.RGBA) color.RGBA {
	if i == "" {
		return none
	}
	return *inks[i]
}

var styles = map[string]canvas.FontStyle{
	"":            canvas.FontRegular,
	"bold":        canvas.FontBold,
	"italic":      canvas.FontItalic,
	"bold-italic": canvas.FontBold | canvas.FontItalic,
}

var aligns = map[string]canvas.TextAlign{
	"": canvas.Left, "centre": canvas.Center, "right": canvas.Right, "justify": canvas.Justify,
}

// fonts are the Liberation Sans faces the forms are set in, by style (SIL Open Font License 1.1).
var fonts = sync.OnceValue(func() map[canvas.FontStyle]*canvas.Font {
	loaded := map[canvas.FontStyle]*canvas.Font{}
	for style, data := range map[canvas.FontStyle][]byte{
		canvas.FontRegular:                  liberationsansregular.TTF,
		canvas.FontBold:                     liberationsansbold.TTF,
		canvas.FontItalic:                   liberationsansitalic.TTF,
		canvas.FontBold | canvas.FontItalic: liberationsansbolditalic.TTF,
	} {
		font, err := canvas.LoadFont(data, 0, style)
		if err != nil {
			panic(fmt.Errorf("embedded font: %w", err))
		}
		loaded[style] = font
	}
	return loaded
})

// Face is Liberation Sans, as forms are set in it: a style (regular, bold, italic), a size in points and an ink.
func Face(style canvas.FontStyle, size float64, ink Ink) *canvas.FontFace {
	return fonts()[style].Face(size, ink.or(canvas.Black))
}

// Titles are the patches of a page (from 1) that tell the form from those that look alike, as the smallest
// rectangles around their printed words.
func (d *Definition) Titles(page int) []Rect {
	var list []Rect
	for _, p := range d.Pages[page-1].Print {
		if p.Role != TitleRole {
			continue
		}
		b := p.text().OutlineBounds() // y upwards from the baseline
		list = append(list, Rect{p.At[0] + b.X0, p.At[1] - b.Y1, b.X1 - b.X0, b.Y1 - b.Y0})
	}
	return list
}
