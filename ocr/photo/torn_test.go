package photo

import (
	"image"
	"image/color"
	"testing"
)

// A sheet of rows and lines lies on a dark table, and a shadow covers its left half.
func TestABorderThatPrintCrossesIsNoSide(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 288, 216))
	for y := range 216 {
		for x := range 288 {
			v := 60.0
			if x >= 40 && x < 250 && y >= 20 && y < 200 {
				v = 240
				if y%9 == 4 && x >= 52 && x < 238 {
					v = 120
				}
			}
			if x < 140 {
				v *= 0.5
			}
			img.Set(x, y, color.Gray{uint8(v)})
		}
	}
	s := reduce(img, findSide)
	print := s.print(s.withoutPrint(3))
	paper := quad{corners: [4]Point{{40, 20}, {250, 20}, {250, 200}, {40, 200}}}
	lit := quad{corners: [4]Point{{140, 20}, {250, 20}, {250, 200}, {140, 200}}}
	if torn := s.tornAt(paper, print); torn > 0 {
		t.Errorf("print crosses the sides of the sheet, %.2f", torn)
	}
	if torn := s.tornAt(lit, print); torn < 1 {
		t.Errorf("no print crosses the border of the shadow, %.2f", torn)
	}
	lit.open[3] = true
	if torn := s.tornAt(lit, print); torn > 0 {
		t.Errorf("a side along the picture's border is none to look at, %.2f", torn)
	}
	outside := quad{corners: [4]Point{{-30, -20}, {-3, -20}, {-3, 200}, {-30, 200}}}
	if torn := s.tornAt(outside, print); torn > 0 {
		t.Errorf("nothing is known of a side outside the picture, %.2f", torn)
	}
	papers := Find(img)
	if len(papers) != 1 || papers[0].Corners[0].sub(Point{40, 20}).length() > 6 {
		t.Errorf("found %v", papers)
	}
}
