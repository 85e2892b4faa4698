package synth

import (
	"math"

	"github.com/tdewolff/canvas"

	"pratica/extract/forms"
)

// check marks a box the way this writer does.
func (w *writer) check(s *sheet, r forms.Rect, how markStyle) {
	size := min(min(r.W, r.H)*s.between(0.32, 0.5), 3)
	x, y := r.X+r.W/2+s.between(-0.08, 0.08)*min(r.W, 8), r.Y+r.H/2+s.between(-0.1, 0.1)*r.H
	j := func() float64 { return s.between(-0.22, 0.22) * size }
	point := func(dx, dy float64) canvas.Point { return canvas.Point{X: x + dx*size + j(), Y: y + dy*size + j()} }
	switch how {
	case tickMark:
		s.curve([]canvas.Point{point(-0.8, -0.1), point(-0.25, 0.75), point(0.3, -0.5), point(1.3, -1.7)}, w.pen, w.ink)
	case filledMark:
		w.scribble(s, r)
	default:
		s.curve([]canvas.Point{point(-1, -1), point(0, 0), point(1, 1)}, w.pen, w.ink)
		s.curve([]canvas.Point{point(1, -1), point(0, 0), point(-1, 1)}, w.pen, w.ink)
	}
}

// markStyle is how somebody marks boxes.
type markStyle int

const (
	crossMark markStyle = iota
	tickMark
	filledMark
)

// markStyleOf is a writer's way of marking, the same on all his papers.
func markStyleOf(d dice) markStyle {
	return pick(d, crossMark, crossMark, crossMark, tickMark, filledMark)
}

// unmark takes a wrong cross back: the box is blackened all over, beyond its frame, as the notes on forms
// ask of one who has erred.
func (w *writer) unmark(s *sheet, r forms.Rect) {
	w.check(s, r, crossMark)
	side := min(min(r.W, r.H), 5)
	box := forms.Rect{X: r.X + r.W/2 - side/2, Y: r.Y + r.H/2 - side/2, W: side, H: side}
	w.scribble(s, box.Inset(-0.7))
	w.scribble(s, box.Inset(-0.4))
}

// scribble fills a box with strokes to and fro.
func (w *writer) scribble(s *sheet, r forms.Rect) {
	side := min(min(r.W, r.H), 6)
	r = forms.Rect{X: r.X + r.W/2 - side/2, Y: r.Y + r.H/2 - side/2, W: side, H: side}
	var points []canvas.Point
	for at, n := 0.05, 0; at < 0.97; at, n = at+w.pen/side*s.between(0.7, 1.1), n+1 {
		x := r.X + side*(0.06+s.between(0, 0.08))
		if n%2 == 1 {
			x = r.X + side*(0.94-s.between(0, 0.08))
		}
		points = append(points, canvas.Point{X: x, Y: r.Y + side*at + s.between(-0.1, 0.1)})
	}
	s.curve(points, w.pen, w.ink)
}

// strike crosses a written text out: one or two strokes, or a zigzag.
func (w *writer) strike(s *sheet, x, y, width, h float64) {
	switch s.IntN(3) {
	case 0:
		w.stroke(s, x-0.6, y-h*0.4, x+width+0.6, y-h*s.between(0.3, 0.6))
	case 1:
		w.stroke(s, x-0.8, y-h*0.25, x+width+0.5, y-h*0.4)
		w.stroke(s, x-0.3, y-h*0.6, x+width+1, y-h*0.65)
	default:
		var points []canvas.Point
		for at, up := x-0.4, true; at < x+width+0.5; at, up = at+h*s.between(0.25, 0.4), !up {
			level := y + 0.1
			if up {
				level = y - h*s.between(0.85, 1)
			}
			points = append(points, canvas.Point{X: at, Y: level})
		}
		s.curve(points, w.pen, w.ink)
	}
}

// stroke draws a line that is nearly straight.
func (w *writer) stroke(s *sheet, x0, y0, x1, y1 float64) {
	sag := s.between(-0.02, 0.02) * math.Hypot(x1-x0, y1-y0)
	s.curve([]canvas.Point{{X: x0, Y: y0}, {X: (x0 + x1) / 2, Y: (y0+y1)/2 + sag}, {X: x1, Y: y1}}, w.pen, w.ink)
}
