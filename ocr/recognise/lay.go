package recognise

// #include "leptonica.h"
import "C"

import (
	"image"
	"math"
)

// sheet is a page laid for reading: upright, level, and no finer than print needs.
type sheet struct {
	page image.Rectangle // of the picture as it came
	from *image.Gray     // the picture, its paper evened and its print sharpened if blurred, at sharpDPI at most
	dpi  float64         // of from

	small *image.Gray // starts at 0, 0
	at    float64     // dpi of small
	turns int         // quarter turns clockwise that make the page upright
	back  Matrix      // points of small → points of from

	ofFrom levels // see levels
}

const (
	// leastSkew is the skew in degrees from which on a page is levelled: Tesseract does not mind less.
	leastSkew = 0.2
	// sharpDPI is the finest that is read: twice pageDPI, which resample reduces well.
	sharpDPI = 2 * pageDPI
)

// newSheet evens a page's paper.
func newSheet(g *image.Gray, dpi float64) *sheet {
	s := &sheet{page: g.Rect}
	s.from, s.dpi = shrunk(g, dpi, sharpDPI)
	s.from = Normalise(fromOrigin(s.from), s.dpi)
	if sharp := sharpened(s.from, s.levels(), s.dpi); sharp != s.from {
		s.from, s.ofFrom = sharp, levels{}
	}
	return s
}

// asItLies is a sheet that is upright and level.
func asItLies(g *image.Gray, dpi float64) *sheet {
	s := newSheet(g, dpi)
	s.reduce()
	return s
}

// lay finds how a page lies, and turns, levels and reduces it in one step.
func lay(g *image.Gray, dpi float64) *sheet {
	s := newSheet(g, dpi)
	look, lookDPI := shrunk(s.from, s.dpi, 150)
	l := measure(look, lookDPI)
	s.turns, _ = lie(look, l, lookDPI)
	s.settle(look, l)
	return s
}

// settle levels the sheet and makes small, as its turns are; look is from, smaller.
func (s *sheet) settle(look *image.Gray, l levels) {
	if degrees, confidence := skew(Turn(look, s.turns), l); math.Abs(degrees) >= leastSkew && confidence > 0.5 {
		s.straighten(degrees)
	} else {
		s.reduce()
	}
}

// upright is the size of from when it is turned upright.
func (s *sheet) upright() (w, h int) {
	if s.turns%2 == 1 {
		return s.from.Rect.Dy(), s.from.Rect.Dx()
	}
	return s.from.Rect.Dx(), s.from.Rect.Dy()
}

// reduce makes small of a page whose lines are level.
func (s *sheet) reduce() {
	small, at := shrunk(s.from, s.dpi, pageDPI)
	s.small, s.at = Turn(small, s.turns), at
	w, h := s.upright()
	s.back = turning(s.turns, w, h).times(scaling(float64(w)/float64(s.small.Rect.Dx()), float64(h)/float64(s.small.Rect.Dy())))
}

// straighten makes small of a page whose lines become level when it is rotated by degrees clockwise.
func (s *sheet) straighten(degrees float64) {
	scale := 1.0
	if s.dpi > pageDPI*1.1 {
		scale = s.dpi / pageDPI
	}
	s.at = s.dpi / scale
	w, h := s.upright()
	s.back = turning(s.turns, w, h).times(rotation(degrees, w, h)).times(scaling(scale, scale))
	s.small = resample(s.from, s.back, max(1, int(float64(w)/scale)), max(1, int(float64(h)/scale)))
}

// flip turns the sheet upside down.
func (s *sheet) flip() {
	s.back = s.back.times(turning(2, s.small.Rect.Dx(), s.small.Rect.Dy()))
	s.small = Turn(s.small, 2)
	s.turns = (s.turns + 2) % 4
}

// level maps points of small to points of the page as it came, turned by turns.
func (s *sheet) level() Matrix {
	w, h := s.upright()
	m := turning(4-s.turns, s.from.Rect.Dx(), s.from.Rect.Dy()).times(s.back)
	pageW, pageH := s.page.Dx(), s.page.Dy()
	if s.turns%2 == 1 {
		pageW, pageH = pageH, pageW
	}
	m = scaling(float64(pageW)/float64(w), float64(pageH)/float64(h)).times(m)
	if s.turns == 0 { // a turned picture starts at 0, 0, one that is not keeps its corner
		m = shift(s.page.Min).times(m)
	}
	return m
}

// levels are those of from.
func (s *sheet) levels() levels {
	if s.ofFrom == (levels{}) {
		s.ofFrom = measure(s.from, s.dpi)
	}
	return s.ofFrom
}

// sharp is a part of the sheet in the resolution of from: scale pixels for each of small.
func (s *sheet) sharp(part image.Rectangle) (g *image.Gray, scale float64) {
	scale = s.dpi / s.at
	m := s.back.times(shift(part.Min)).times(scaling(1/scale, 1/scale))
	return resample(s.from, m, max(1, int(float64(part.Dx())*scale)), max(1, int(float64(part.Dy())*scale))), scale
}

// resample draws a picture of w by h pixels whose points lie at m of them in g, which starts at 0, 0.
func resample(g *image.Gray, m Matrix, w, h int) *image.Gray {
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

// turning maps a picture of w by h pixels, which Turn made of another, back to that.
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
