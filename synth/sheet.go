package synth

import (
	"image/color"
	"strings"

	"github.com/tdewolff/canvas"
)

// sheet is one page being drawn: millimetres from the top left corner, y downwards. It keeps every string
// it printed, for the tests.
type sheet struct {
	W, H float64
	c    *canvas.Canvas
	pen  *canvas.Context
	dice

	// printed are the strings on the page, in drawing order.
	printed []placed
}

// placed is a string on a page: its baseline begins at x, y and is w mm long.
type placed struct {
	text    string
	x, y, w float64
}

// newSheet is an empty page of that size in mm.
func newSheet(w, h float64, d dice) *sheet { return onCanvas(canvas.New(w, h), d) }

// onCanvas draws on top of what the canvas holds.
func onCanvas(c *canvas.Canvas, d dice) *sheet {
	pen := canvas.NewContext(c)
	pen.SetCoordSystem(canvas.CartesianIV)
	return &sheet{W: c.W, H: c.H, c: c, pen: pen, dice: d}
}

// ink is how text looks. Size is in points; the colour is opaque.
type ink struct {
	face         typeface
	size         float64
	bold, italic bool
	color        color.RGBA
}

var (
	black = color.RGBA{0, 0, 0, 255}
	white = color.RGBA{255, 255, 255, 255}
)

func greyInk(v uint8) color.RGBA { return color.RGBA{v, v, v, 255} }

func (i ink) sized(size float64) ink    { i.size = size; return i }
func (i ink) times(k float64) ink       { i.size *= k; return i }
func (i ink) strong() ink               { i.bold = true; return i }
func (i ink) plain() ink                { i.bold, i.italic = false, false; return i }
func (i ink) slanted() ink              { i.italic, i.bold = true, false; return i }
func (i ink) in(c color.RGBA) ink       { i.color = c; return i }
func (i ink) of(face typeface) ink      { i.face = face; return i }
func (i ink) leading() float64          { return i.size * 25.4 / 72 * 1.25 } // mm from baseline to baseline
func (i ink) width(text string) float64 { return i.fontFace().TextWidth(text) }
func (i ink) fits(text string, w float64) ink { // the same, smaller if the text is wider than w mm
	if have := i.width(text); have > w && w > 0 {
		i.size *= w / have * 0.995
	}
	return i
}

func (i ink) fontFace() *canvas.FontFace {
	style := canvas.FontRegular
	switch {
	case i.bold:
		style = canvas.FontBold
	case i.italic:
		style = canvas.FontItalic
	}
	return font(i.face, style).Face(i.size, i.color)
}

type align int

const (
	left align = iota
	centre
	right
)

// print sets one line with its baseline at y and gives its width in mm. With centre and right, x is the
// middle or the right end.
func (s *sheet) print(x, y float64, i ink, a align, text string) float64 {
	if text == "" {
		return 0
	}
	face := i.fontFace()
	w := face.TextWidth(text)
	switch a {
	case centre:
		x -= w / 2
	case right:
		x -= w
	}
	s.printed = append(s.printed, placed{text, x, y, w})
	s.pen.DrawText(x, y, canvas.NewTextLine(face, text, canvas.Left))
	return w
}

// wrap sets text in a column of width w and gives the baseline below its last line.
func (s *sheet) wrap(x, y, w float64, i ink, text string) float64 {
	for _, line := range i.lines(text, w) {
		s.print(x, y, i, left, line)
		y += i.leading()
	}
	return y
}

// lines divides text into lines no wider than w mm; a word wider than that has a line of its own.
func (i ink) lines(text string, w float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			longer := strings.TrimSpace(line + " " + word)
			if line != "" && i.width(longer) > w {
				lines = append(lines, line)
				longer = word
			}
			line = longer
		}
		lines = append(lines, line)
	}
	return lines
}

// block sets lines one under the other and gives the baseline below the last; empty ones are left out.
func (s *sheet) block(x, y float64, i ink, a align, lines ...string) float64 {
	for _, line := range lines {
		if line != "" {
			s.print(x, y, i, a, line)
			y += i.leading()
		}
	}
	return y
}

// rule draws a straight line, width in mm.
func (s *sheet) rule(x0, y0, x1, y1, width float64, c color.RGBA) {
	s.pen.SetFill(canvas.Transparent)
	s.pen.SetStroke(c)
	s.pen.SetStrokeWidth(width)
	s.pen.DrawPath(x0, y0, canvas.Line(x1-x0, y1-y0))
}

// dots draws a dotted line of dots width mm thick.
func (s *sheet) dots(x0, y, x1, width float64, c color.RGBA) {
	s.pen.SetFill(c)
	s.pen.SetStroke(canvas.Transparent)
	for x := x0; x < x1; x += width * 3.5 {
		s.pen.DrawPath(x, y, canvas.Circle(width/2))
	}
}

// box draws an empty rectangle; a radius above 0 rounds its corners.
func (s *sheet) box(x, y, w, h, radius, width float64, c color.RGBA) {
	s.pen.SetFill(canvas.Transparent)
	s.pen.SetStroke(c)
	s.pen.SetStrokeWidth(width)
	if radius > 0 {
		s.pen.DrawPath(x, y, canvas.RoundedRectangle(w, h, radius))
		return
	}
	s.pen.DrawPath(x, y, canvas.Rectangle(w, h))
}

// fill paints a rectangle.
func (s *sheet) fill(x, y, w, h float64, c color.RGBA) {
	s.pen.SetFill(c)
	s.pen.SetStroke(canvas.Transparent)
	s.pen.DrawPath(x, y, canvas.Rectangle(w, h))
}

// curve draws a smooth stroke through points (mm), as a pen does.
func (s *sheet) curve(points []canvas.Point, width float64, c color.RGBA) {
	if len(points) < 2 {
		return
	}
	p := &canvas.Path{}
	p.MoveTo(points[0].X, points[0].Y)
	for i := 1; i < len(points); i++ { // Catmull-Rom spline as cubic Béziers
		before, from, to, after := points[max(i-2, 0)], points[i-1], points[i], points[min(i+1, len(points)-1)]
		c1, c2 := from.Add(to.Sub(before).Mul(1.0/6)), to.Sub(after.Sub(from).Mul(1.0/6))
		p.CubeTo(c1.X, c1.Y, c2.X, c2.Y, to.X, to.Y)
	}
	s.pen.SetFill(canvas.Transparent)
	s.pen.SetStroke(c)
	s.pen.SetStrokeWidth(width)
	s.pen.SetStrokeCapper(canvas.RoundCap)
	s.pen.SetStrokeJoiner(canvas.RoundJoin)
	s.pen.DrawPath(0, 0, p)
	s.pen.SetStrokeCapper(canvas.ButtCap)
	s.pen.SetStrokeJoiner(canvas.MiterJoin)
}
