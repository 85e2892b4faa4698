package extract

import (
	"image"
	"math"
	"testing"

	"pratica/claim"
	"pratica/ocr"
)

// struck draws a rim of 13 mm around a place in mm, with a gap, and a bar through its middle that rises by so many
// degrees, on grey paper.
func struck(x, y, gap, rise float64) *image.Gray {
	return drawnPage(200, func(u, v float64) uint8 {
		dx, dy := u-x, v-y
		if angle := math.Atan2(dy, dx); math.Abs(math.Hypot(dx, dy)-13) < 0.4 && (angle < 0 || angle > gap) {
			return 50
		}
		if sin, cos := math.Sincos(-rise * math.Pi / 180); math.Abs(dx*cos+dy*sin) < 6 && math.Abs(dy*cos-dx*sin) < 0.7 {
			return 40
		}
		return 0
	})
}

func TestTheRimOfAStampIsFound(t *testing.T) {
	for name, gap := range map[string]float64{"a whole rim": 0, "a worn one": 1.8} {
		t.Run(name, func(t *testing.T) {
			rings := Rings(struck(150, 60, gap, 0), lookDPI)
			if len(rings) == 0 {
				t.Fatal("no ring")
			}
			r := rings[0]
			if math.Hypot(r.X-150, r.Y-60) > 1 || math.Abs(r.Radius-13) > 0.8 || r.Closed < 0.65 {
				t.Errorf("%+v", r)
			}
		})
	}
	for name, page := range map[string]*image.Gray{"print": drawnPage(245, lines), "a film": drawnPage(245, film(30, 40, 120, 100)),
		"empty paper": drawnPage(245, func(_, _ float64) uint8 { return 0 }), "nothing": image.NewGray(image.Rect(0, 0, 3, 3))} {
		if rings := Rings(page, lookDPI); len(rings) > 0 {
			t.Errorf("%s has %+v", name, rings)
		}
	}
}

func TestTheMiddleOfAStampIsTurnedLevelOnWhite(t *testing.T) {
	middle := Ring{X: 150, Y: 60, Radius: 13}.Middle(struck(150, 60, 0, 12), lookDPI, 12)
	b := middle.Bounds()
	rows := 0
	for y := range b.Dy() {
		dark := 0
		for x := range b.Dx() {
			if middle.GrayAt(x, y).Y < 100 {
				dark++
			}
		}
		if dark > 3*8 { // of the bar's 36 pixels
			rows++
		}
	}
	if rows < 3 || rows > 7 { // 1.4 mm
		t.Errorf("the bar is %d rows high", rows)
	}
	if corner := middle.GrayAt(0, 0).Y; corner < 250 {
		t.Errorf("the corner is %d", corner)
	}
	if paper := middle.GrayAt(b.Dx()/2, b.Dy()/2-12).Y; paper < 240 {
		t.Errorf("the paper is %d", paper)
	}
}

func TestDatesOfStamps(t *testing.T) {
	for text, want := range map[string]string{
		"85\n29.04.26":     "2026-04-29",
		"12-03-2026\n1804": "2026-03-12",
		"1 2 . 03 . 26":    "2026-03-12",
		"27/05/26 16:05":   "2026-05-27",
		"3.05.26":          "", // the first figure of the day was not read
		"32.13.26":         "",
		"18:04":            "",
		"":                 "",
	} {
		got, ok := StampDate(text)
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("%q is %v, %v", text, got, ok)
		}
	}
}

func TestACounterPrintsTheDateInItsLabel(t *testing.T) {
	p := everydayPage("Posteitaliane  EUR 4,10|LODI CENTRO|27/03/2026 10:25|Spett.le FASCHIM|00144 ROMA")
	got := FrankingDates(p)
	if len(got) != 1 || got[0].Date != claim.MustDate("2026-03-27") || got[0].Confidence > printedDate || got[0].Box.Empty() {
		t.Errorf("%+v", got)
	}
	if got := FrankingDates(InvoicePage{Words: []ocr.Word{}, Width: 10, Height: 10}); len(got) > 0 {
		t.Errorf("a page without words: %+v", got)
	}
}
