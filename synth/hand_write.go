package synth

import (
	"image/color"
	"math"
	"unicode"

	"github.com/tdewolff/canvas"
)

// width is how wide a text with capitals of height h comes out in mm, up to what is unsteady in it.
func (w *writer) width(h float64, text string) float64 {
	font, sum := loadHand(w.hand), 0.0
	for _, r := range text {
		sum += w.advance(font, h, r)
	}
	return sum
}

func (w *writer) advance(font *hand, h float64, r rune) float64 {
	g, _ := font.find(r)
	if r == ' ' {
		return h * 0.55 * w.wide
	}
	return g.advance*h/font.capital*w.wide*font.grown(r) + w.spacing*h
}

// grown is by how much a letter is larger than in the font.
func (h *hand) grown(r rune) float64 {
	if unicode.IsDigit(r) {
		return h.digits
	}
	return 1
}

// write writes a text from x on the baseline y with capitals h mm high, and gives its width in mm.
func (w *writer) write(s *sheet, x, y, h float64, text string) float64 {
	stroke := w.line(s, h)
	at := x
	for _, r := range text {
		at += stroke.letter(at, y, r) + s.between(-0.03, 0.05)*h*w.unsteady
	}
	s.printed = append(s.printed, placed{text, x, y, at - x})
	return at - x
}

// penline is a text being written: what changes slowly from its beginning to its end.
type penline struct {
	*writer
	*sheet
	font       *hand
	h          float64
	start      float64
	phase      [4]float64
	wavelength float64 // of the baseline, mm
}

func (w *writer) line(s *sheet, h float64) *penline {
	l := &penline{writer: w, sheet: s, font: loadHand(w.hand), h: h, start: -1, wavelength: s.between(18, 60)}
	for n := range l.phase {
		l.phase[n] = s.between(0, 2*math.Pi)
	}
	return l
}

// letter writes one letter from x and gives how far the pen has moved on.
func (l *penline) letter(x, y float64, r rune) float64 {
	g, ok := l.font.find(r)
	step := l.advance(l.font, l.h, r)
	if !ok || r == ' ' {
		return step
	}
	if l.start < 0 {
		l.start = x
	}
	place := l.place(x, y, g, l.font.grown(r))
	outline := warp(g.outline, place)

	pressure := 1 + l.pressure*0.35*math.Sin((x-l.start)/14+l.phase[2]) + l.pressure*l.between(-0.12, 0.12)
	pen := l.writer.pen * pressure
	ink := lighter(l.ink, 0.25*l.pressure*max(1-pressure, 0)*2)
	l.ink1(outline, pen-l.font.stem*l.h/l.font.capital, ink)
	for _, extra := range l.extras(g, r) {
		for n, p := range extra {
			extra[n].X, extra[n].Y = place(p.X, p.Y)
		}
		l.curve(extra, max(pen, l.font.stem*l.h/l.font.capital), ink)
	}
	return step
}

// ink1 fills an outline and makes its strokes wider by that many mm.
func (l *penline) ink1(outline *canvas.Path, wider float64, c color.RGBA) {
	pen := l.sheet.pen
	pen.SetFill(c)
	pen.SetStroke(canvas.Transparent)
	if wider > 0.03 {
		pen.SetStroke(c)
		pen.SetStrokeWidth(wider)
		pen.SetStrokeJoiner(canvas.RoundJoin)
	}
	pen.DrawPath(0, 0, outline)
	pen.SetStrokeJoiner(canvas.MiterJoin)
}

// place gives the map from the em of a glyph to the paper: the writer's habits, then what is different
// every time. A slow wave bends the letter, as a hand that does not repeat itself.
func (l *penline) place(x, y float64, g glyph, grown float64) func(gx, gy float64) (float64, float64) {
	u, scale := l.unsteady, l.h/l.font.capital*grown
	wide, high := l.wide*(1+u*l.between(-0.07, 0.07)), 1+u*l.between(-0.07, 0.07)
	turn, slant := u*l.NormFloat64()*0.035, l.slant+u*l.NormFloat64()*0.03
	along := x - l.start
	base := y + l.wander*math.Sin(along/l.wavelength*2*math.Pi+l.phase[0]) - math.Sin(l.phase[0])*l.wander + l.climb*along + u*l.NormFloat64()*0.03*l.h
	amount := 0.028 * u * l.font.capital
	kx, ky := l.between(4, 8)/l.font.capital, l.between(4, 8)/l.font.capital
	px, py := l.between(0, 2*math.Pi), l.between(0, 2*math.Pi)
	cos, sin := math.Cos(turn), math.Sin(turn)
	middle := g.advance / 2
	return func(gx, gy float64) (float64, float64) {
		ex, ey := gx+amount*math.Sin(ky*gy+px), gy+amount*math.Sin(kx*gx+py)
		ex, ey = (ex-middle)*wide+slant*ey, ey*high
		ex, ey = ex*cos-ey*sin, ex*sin+ey*cos
		return x + (ex+middle*l.wide)*scale, base - ey*scale
	}
}

// extras are strokes the font does not have, in em: what Italians add to digits, and missing accents.
func (l *penline) extras(g glyph, r rune) [][]canvas.Point {
	point := func(x, y float64) canvas.Point { return canvas.Point{X: x, Y: y} }
	b := g.box
	w, h := b.X1-b.X0, b.Y1-b.Y0
	var list [][]canvas.Point
	switch {
	case r == '1' && l.flag && w < 0.32*h: // the font writes a mere stroke
		top, _, ok := crossing(g.outline, b.Y0+0.94*h)
		if ok {
			list = append(list, []canvas.Point{point(top-0.28*h, b.Y0+0.68*h), point(top-0.1*h, b.Y0+0.85*h), point(top+0.02*h, b.Y0+0.99*h)})
		}
	case r == '7' && l.bar:
		if from, to, ok := crossing(g.outline, b.Y0+0.5*h); ok {
			mid := (from + to) / 2
			list = append(list, []canvas.Point{point(mid-0.24*h, b.Y0+0.48*h), point(mid+0.22*h, b.Y0+0.52*h)})
		}
	}
	mid := (b.X0 + b.X1) / 2
	switch g.accent {
	case '`':
		list = append(list, []canvas.Point{point(mid-0.16*h, b.Y1+0.3*h), point(mid+0.08*h, b.Y1+0.1*h)})
	case '´':
		list = append(list, []canvas.Point{point(mid+0.16*h, b.Y1+0.3*h), point(mid-0.08*h, b.Y1+0.1*h)})
	}
	return list
}

// lighter mixes an ink with the paper, 0 not at all, 1 wholly.
func lighter(c color.RGBA, share float64) color.RGBA {
	mix := func(v uint8) uint8 { return uint8(float64(v) + (255-float64(v))*min(max(share, 0), 1)) }
	return color.RGBA{mix(c.R), mix(c.G), mix(c.B), c.A}
}

// fits is the height at which a text is no wider than w mm, at most h. People press letters together
// before they write smaller; nobody writes below 35 % of his height.
func (w *writer) fits(text string, h, width float64) float64 {
	if have := w.width(h, text); have > width && have > 0 {
		return max(h*width/have, 0.35*h)
	}
	return h
}

// spell is a text as this writer puts it down.
func (w *writer) spell(text string, d dice) string {
	if !w.small {
		text = upper(text, d.chance(0.5))
	}
	font := loadHand(w.hand)
	out := []rune(nil)
	for _, r := range text {
		if _, ok := font.find(r); ok || unicode.IsSpace(r) {
			out = append(out, r)
		}
	}
	return string(out)
}
