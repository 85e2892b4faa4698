package synth

import (
	"image"
	"slices"
	"testing"
)

func TestASheetNobodyHandledIsScannedAsItIs(t *testing.T) {
	s := scanner{DPI: 100, Paper: 255}
	page := testSheet()
	got := s.scanSheet(page, s.handle(newDice(1, "hands"), page, page)).(*image.Gray)
	if n := differing(page.picture(100), got, 3); n > 0 {
		t.Errorf("%d pixels changed", n)
	}
}

func TestQuarterTurnsAreClockwise(t *testing.T) {
	for turns, want := range map[int]image.Point{0: {2, 1}, 1: {18, 2}, 2: {27, 18}, 3: {1, 27}} {
		g := blank(30, 20, 255)
		g.Pix[1*g.Stride+2] = 0
		got := quarterTurns(g, turns)
		if !want.In(got.Rect) || got.GrayAt(want.X, want.Y).Y != 0 {
			t.Errorf("after %d turns the dot is not at %v", turns, want)
		}
	}
}

func TestHolesStaplesAndDogEarsHideNoPrint(t *testing.T) {
	s := scanner{DPI: 70, Paper: 255, Handling: 1}
	full := newSheet(210, 297, newDice(1, "full"))
	page := newSheet(210, 297, newDice(1, "margins"))
	for y := 6.0; y < 295; y += 7 {
		text := "Visita specialistica ortopedica dell'11 marzo 2026, seconda visita di controllo in sede, a carico dell'assistito"
		full.print(4, y, ink{face: sans, size: 11, color: black}, left, text)
		if y > 22 && y < 275 {
			page.print(24, y, ink{face: sans, size: 9, color: black}, left, text)
		}
	}
	seen := map[string]bool{}
	for n, page := range []*sheet{page, full} {
		clean := page.picture(s.DPI)
		for seed := range uint64(26) {
			h := s.handle(newDice(seed, "hands"), page, nil)
			h.Folds, h.Quarters = nil, 0
			for _, tag := range h.tags() {
				seen[tag] = seen[tag] || n == 0
			}
			if len(h.tags()) == 0 {
				continue
			}
			got := s.scanSheet(page, h).(*image.Gray)
			for i, v := range clean.Pix {
				if v < 90 && got.Pix[i] > 140 {
					t.Fatalf("page %d, seed %d, %v: print is gone at %d,%d", n, seed, h.tags(), i%clean.Stride, i/clean.Stride)
				}
			}
		}
	}
	for _, tag := range []string{"scan:staple", "scan:dog_ear", "scan:punch_holes"} {
		if !seen[tag] {
			t.Errorf("no sheet is tagged %s", tag)
		}
	}
}

func TestPrintOfTheBackShinesThroughMirrored(t *testing.T) {
	back := newSheet(210, 297, newDice(1, "back"))
	back.fill(20, 40, 30, 30, black)
	s := scanner{DPI: 100, Paper: 255}
	got := s.scanSheet(newSheet(210, 297, newDice(1, "front")), handled{Back: back, Through: 0.3}).(*image.Gray)
	at := func(x, y float64) uint8 { return got.GrayAt(int(x*100/25.4), int(y*100/25.4)).Y }
	if v := at(175, 55); v < 160 || v > 200 {
		t.Errorf("where the back's print lies the front is %d", v)
	}
	if v := at(35, 55); v < 250 {
		t.Errorf("the print is not mirrored: %d", v)
	}
}

func TestAFoldLeavesAShadowAndThePrintBesideIt(t *testing.T) {
	s := scanner{DPI: 100, Paper: 255}
	page := testSheet()
	got := s.scanSheet(page, handled{Folds: []crease{{at: 99, level: 50, width: 3}}}).(*image.Gray)
	darkest := func(y float64) (v uint8) {
		v = 255
		for mm := y - 2; mm < y+2; mm += 0.25 {
			v = min(v, got.GrayAt(20, int(mm*100/25.4)).Y)
		}
		return v
	}
	if v := darkest(99); v > 235 {
		t.Errorf("at the fold the paper is %d", v)
	}
	if v := darkest(150); v < 250 {
		t.Errorf("far from the fold the paper is %d", v)
	}
}

func TestAColourScanKeepsColours(t *testing.T) {
	page := newSheet(60, 60, newDice(1, "red"))
	page.fill(10, 10, 40, 40, rgb(200, 30, 30))
	s := scanner{DPI: 100, Paper: 255, Colour: true}
	got := s.scanSheet(page, handled{}).(*image.RGBA)
	if c := got.RGBAAt(118, 118); c.R < 180 || c.G > 60 || c.B > 60 || c.A != 255 {
		t.Errorf("red is %v", c)
	}
	if _, err := writeScanPDF([]image.Image{got}, 100, jpegPages, 60); err != nil {
		t.Error(err)
	}
	if _, err := writeScanPDF([]image.Image{got}, 100, g4Pages, 0); err == nil {
		t.Error("Group 4 took a colour picture")
	}
}

func TestTheTagsOfAScannerNameItsFaults(t *testing.T) {
	none := scanner{DPI: 300, Paper: 255, JPEG: 80}
	if tags := none.tags(); len(tags) > 0 {
		t.Errorf("a good scanner is tagged %v", tags)
	}
	bad := scanner{DPI: 200, Bilevel: true, Toner: 80, Noise: 8, Skew: 3, Border: true, Streaks: []streak{{0.5, 1, 40}}}
	for _, want := range []string{"scan:bilevel", "scan:200dpi", "scan:low_toner", "scan:noise", "scan:skew", "scan:black_border", "scan:streaks"} {
		if !slices.Contains(bad.tags(), want) {
			t.Errorf("no tag %s in %v", want, bad.tags())
		}
	}
}
