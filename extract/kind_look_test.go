package extract

import (
	"image"
	"math"
	"testing"
)

// lookDPI is the resolution at which pages are looked at in these tests: 3 pixels a millimetre.
const lookDPI = 76.2

// drawnPage is an A4 page of one grey with what draw gives for each place in mm; 0 leaves the paper.
func drawnPage(paper uint8, draw func(x, y float64) uint8) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, 630, 891))
	for y := range 891 {
		for x := range 630 {
			v := draw(float64(x)/3, float64(y)/3)
			if v == 0 {
				v = paper
			}
			g.Pix[y*g.Stride+x] = v
		}
	}
	return g
}

// lines are rows of print, of strokes a millimetre apart.
func lines(x, y float64) uint8 {
	if x > 20 && x < 180 && y > 30 && y < 250 && math.Mod(y, 6) < 2.4 && math.Mod(x, 1.3) < 0.5 {
		return 40
	}
	return 0
}

// film is dark, with lighter bars that go beyond its rim.
func film(x0, y0, x1, y1 float64) func(x, y float64) uint8 {
	return func(x, y float64) uint8 {
		if x < x0 || x > x1 || y < y0 || y > y1 {
			return 0
		}
		return uint8(70 + 55*math.Sin((x-x0)/6))
	}
}

func TestALookFindsPicturesAndNoPrint(t *testing.T) {
	onPaper := film(30, 40, 120, 100)
	for _, c := range []struct {
		name     string
		page     *image.Gray
		pictured bool
		only     bool
	}{
		{"empty paper", drawnPage(245, func(_, _ float64) uint8 { return 0 }), false, false},
		{"print", drawnPage(245, lines), false, false},
		{"print on brown paper", drawnPage(170, lines), false, false},
		{"a film on paper", drawnPage(245, onPaper), true, true},
		{"a film above print", drawnPage(245, func(x, y float64) uint8 { return max(onPaper(x, y), lines(x, y-90)) }), true, false},
		{"a film that fills the page may be a dim photo", drawnPage(245, film(0, 0, 210, 297)), true, false},
		{"a grey receipt on paper", drawnPage(245, func(x, y float64) uint8 {
			switch {
			case x < 30 || x > 120 || y < 40 || y > 150:
				return 0
			case lines(x, y) > 0:
				return 100
			}
			return 185
		}), true, false},
		{"a heavy rule", drawnPage(245, func(x, y float64) uint8 {
			if y > 40 && y < 46 {
				return 20
			}
			return 0
		}), false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := LookAt(c.page, lookDPI, nil)
			if got.Pictured > 0 != c.pictured || got.PictureOnly() != c.only {
				t.Errorf("%+v", got)
			}
			if math.Abs(got.Width-210) > 1 || math.Abs(got.Height-297) > 1 {
				t.Errorf("a page of %.0f × %.0f mm", got.Width, got.Height)
			}
		})
	}
}

func TestColourAndRimTellPhotosFromFilms(t *testing.T) {
	middle := drawnPage(245, func(x, y float64) uint8 {
		if x < 30 || x > 130 || y < 40 || y > 110 {
			return 0
		}
		if math.Hypot(x-80, 1.5*(y-75)) < 20 {
			return 220
		}
		return 120
	})
	red := func(x, y float64) bool { return x > 0.15 && x < 0.6 }
	if got := LookAt(middle, lookDPI, red); got.Colour < 0.5 || got.Rim > 0.05 {
		t.Errorf("a photo with its subject in the middle: %+v", got)
	}
	if got := LookAt(drawnPage(245, film(30, 40, 120, 100)), lookDPI, nil); got.Colour > 0 || got.Rim < 0.2 {
		t.Errorf("a film whose bars go on beyond its rim: %+v", got)
	}
}
