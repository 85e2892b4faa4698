package recognise

// #include "leptonica.h"
import "C"

import (
	"image"
	"math"
)

// sheet is a page laid for reading: upright, level, and no finer than print needs.
type sheet struct {
	from *image.Gray // as it came, its paper evened
	dpi  float64     // of from

	small *image.Gray // starts at 0, 0
	at    float64     // dpi of small
	turns int         // quarter turns clockwise that make from upright
	level Matrix      // points of small → points of from turned by turns
	back  Matrix      // points of small → points of from

	ofFrom levels // see levels
}

// leastSkew is the skew in degrees from which on a page is levelled: Tesseract does not mind less.
const leastSkew = 0.2

// lay evens a page's paper, finds how it lies, and turns, levels and reduces it in one step.
func lay(g *image.Gray, dpi float64) *sheet {
	g = Normalise(g, dpi)
	look, lookDPI := shrunk(g, dpi, 150)
	l := measure(look, lookDPI)
	s := &sheet{from: g, dpi: dpi}
	s.turns, _ = lie(look, l, lookDPI)
	degrees, confidence := skew(Turn(look, s.turns), l)
	s.level, s.at = identity, dpi
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if s.turns%2 == 1 {
		w, h = h, w
	}
	if math.Abs(degrees) >= leastSkew && confidence > 0.5 {
		s.levelled(w, h, degrees)
	} else {
		small, at := shrunk(g, dpi, pageDPI)
		s.small, s.at = fromOrigin(Turn(small, s.turns)), at
		s.level = scaling(float64(w)/float64(s.small.Rect.Dx()), float64(h)/float64(s.small.Rect.Dy()))
	}
	s.back = shift(g.Rect.Min).times(turning(s.turns, w, h)).times(s.level)
	if s.turns == 0 {
		s.level = s.back
	}
	return s
}

// asItLies is a sheet that is upright and level.
func asItLies(g *image.Gray, dpi float64) *sheet {
	g = Normalise(g, dpi)
	small, at := shrunk(g, dpi, pageDPI)
	m := shift(g.Rect.Min).times(scaling(float64(g.Rect.Dx())/float64(small.Rect.Dx()), float64(g.Rect.Dy())/float64(small.Rect.Dy())))
	return &sheet{from: g, dpi: dpi, small: fromOrigin(small), at: at, level: m, back: m}
}

// levelled makes small of a page of w by h pixels when upright, whose lines lean.
func (s *sheet) levelled(w, h int, degrees float64) {
	scale := 1.0
	if s.dpi > pageDPI*1.1 {
		scale = s.dpi / pageDPI
	}
	s.at = s.dpi / scale
	s.level = rotation(degrees, w, h).times(scaling(scale, scale))
	s.small = resample(s.from, shift(s.from.Rect.Min).times(turning(s.turns, w, h)).times(s.level), max(1, int(float64(w)/scale)), max(1, int(float64(h)/scale)))
}

// flip turns the sheet upside down.
func (s *sheet) flip() {
	small := s.small.Rect
	w, h := s.from.Rect.Dx(), s.from.Rect.Dy()
	if s.turns%2 == 1 {
		w, h = h, w
	}
	flipped := turning(2, small.Dx(), small.Dy())
	s.level = turning(2, w, h).times(s.level).times(flipped)
	s.back = s.back.times(flipped)
	s.small = Turn(s.small, 2)
	s.turns = (s.turns + 2) % 4
}

// levels are those of the page as it came.
func (s *sheet) levels() levels {
	if s.ofFrom == (levels{}) {
		s.ofFrom = measure(s.from, s.dpi)
	}
	return s.ofFrom
}

// sharp is a part of the sheet in the resolution in which it came: scale pixels for each of small.
func (s *sheet) sharp(part image.Rectangle) (g *image.Gray, scale float64) {
	scale = s.dpi / s.at
	m := s.back.times(shift(part.Min)).times(scaling(1/scale, 1/scale))
	return resample(s.from, m, max(1, int(float64(part.Dx())*scale)), max(1, int(float64(part.Dy())*scale))), scale
}

// resample draws a picture of w by h pixels whose points lie at m of them in g.
func resample(g *image.Gray, m Matrix, w, h int) *image.Gray {
	m = shift(image.Pt(-g.Rect.Min.X, -g.Rect.Min.Y)).times(m)
	out := image.NewGray(image.Rect(0, 0, w, h))
	c := [6]C.double{C.double(m[0]), C.double(m[1]), C.double(m[2]), C.double(m[3]), C.double(m[4]), C.double(m[5])}
	withGrey(g, func(from C.rec_grey) C.int { return C.rec_resample(from, &c[0], C.int(w), C.int(h), pixels(out)) })
	return out
}

// Matrix maps points as homogeneous coordinates, row by row. A whole number is the middle of a pixel.
type Matrix [9]float64

var identity = Matrix{1, 0, 0, 0, 1, 0, 0, 0, 1}

// times is the map that applies n first.
func (m Matrix) times(n Matrix) Matrix {
	var p Matrix
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				p[3*i+j] += m[3*i+k] * n[3*k+j]
			}
		}
	}
	return p
}

// scaling maps a picture to one with x and y times as many pixels.
func scaling(x, y float64) Matrix {
	return Matrix{x, 0, (x - 1) / 2, 0, y, (y - 1) / 2, 0, 0, 1}
}

func shift(by image.Point) Matrix {
	return Matrix{1, 0, float64(by.X), 0, 1, float64(by.Y), 0, 0, 1}
}

// rotation maps a picture of w by h pixels that was rotated about its middle, by degrees clockwise, back.
func rotation(degrees float64, w, h int) Matrix {
	cx, cy := float64(w-1)/2, float64(h-1)/2
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return Matrix{
		cos, sin, cx - cos*cx - sin*cy,
		-sin, cos, cy + sin*cx - cos*cy,
		0, 0, 1,
	}
}

// turning maps a picture of w by h pixels that Turn made back.
func turning(quarterTurns, w, h int) Matrix {
	switch quarterTurns & 3 {
	case 1:
		return Matrix{0, 1, 0, -1, 0, float64(w - 1), 0, 0, 1}
	case 2:
		return Matrix{-1, 0, float64(w - 1), 0, -1, float64(h - 1), 0, 0, 1}
	case 3:
		return Matrix{0, -1, float64(h - 1), 1, 0, 0, 0, 0, 1}
	}
	return identity
}
