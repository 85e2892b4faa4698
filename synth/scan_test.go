package synth

import (
	"image"
	"testing"
)

func TestAScannerWithoutFaultsKeepsThePage(t *testing.T) {
	page := testSheet().picture(150)
	got := scanner{DPI: 150, Paper: 255}.scan(page, newDice(1, "scan"), false)
	if n := differing(page, got, 3); n > 0 {
		t.Errorf("%d pixels changed", n)
	}
}

func TestAnUpsideDownPageIsTurnedByHalf(t *testing.T) {
	page := testSheet().picture(150)
	got := scanner{DPI: 150, Paper: 255}.scan(page, newDice(1, "scan"), true)
	w, h := page.Rect.Dx(), page.Rect.Dy()
	for _, p := range []image.Point{{w / 3, h / 2}, {w / 5, h / 7}, {w / 2, 11 * h / 20}} {
		if a, b := page.GrayAt(p.X, p.Y).Y, got.GrayAt(w-1-p.X, h-1-p.Y).Y; a != b {
			t.Errorf("pixel %v is %d, turned %d", p, a, b)
		}
	}
	if differing(page, got, 100) == 0 {
		t.Error("the page was not turned")
	}
}

func TestABilevelScanIsBlackAndWhiteWithItsPrint(t *testing.T) {
	page := testSheet().picture(200)
	s := someScanner(newDice(5, "scanner"), 0.8)
	s.DPI, s.Bilevel, s.Border, s.Skew, s.Streaks = 200, true, false, 0, nil
	got := s.scan(page, newDice(1, "scan"), false)
	dark := 0
	for _, v := range got.Pix {
		if v != 0 && v != 255 {
			t.Fatalf("a pixel is %d", v)
		}
		if v == 0 {
			dark++
		}
	}
	want := 0
	for _, v := range page.Pix {
		if v < 128 {
			want++
		}
	}
	if dark < want*6/10 || dark > want*16/10 {
		t.Errorf("%d dark pixels, of the page %d", dark, want)
	}
}

func TestASkewedPageIsRotatedByAtMostItsSkew(t *testing.T) {
	s := newSheet(210, 297, newDice(1, "x"))
	s.fill(20, 148, 170, 1, black)
	for seed := range uint64(8) {
		got := scanner{DPI: 100, Paper: 255, Skew: 3}.scan(s.picture(100), newDice(seed, "scan"), false)
		at := func(x int) int { // the row of the line in a column
			for y := range got.Rect.Dy() {
				if got.GrayAt(x, y).Y < 128 {
					return y
				}
			}
			return -1
		}
		l, r := at(150), at(650)
		if l < 0 || r < 0 || max(l-r, r-l) > 27 { // tan 3° over 500 pixels is 26
			t.Errorf("seed %d: the line runs from %d to %d", seed, l, r)
		}
	}
}

// differing counts pixels that differ by more than d.
func differing(a, b *image.Gray, d int) (n int) {
	for i, v := range a.Pix {
		if diff := int(v) - int(b.Pix[i]); diff > d || diff < -d {
			n++
		}
	}
	return n
}
