package photo

import (
	"image"
	"image/color"
	"testing"
)

// A sheet lies on a dark table; a stripe of the table beside it was taken for its half.
func TestOtherQuadrilateralsHaveThePaper(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 576, 432))
	for y := range 432 {
		for x := range 576 {
			v := uint8(50)
			if x >= 80 && x < 500 && y >= 40 && y < 400 {
				v = 235
			}
			img.Set(x, y, color.Gray{v})
		}
	}
	half := Paper{Corners: [4]Point{{80, 40}, {300, 40}, {300, 400}, {80, 400}}}
	whole := [4]Point{{80, 40}, {500, 40}, {500, 400}, {80, 400}}
	others := Others(img, []Paper{half})
	if len(others) == 0 || len(others) > mostOthers || !near(others[0].Corners, whole, 8) {
		t.Errorf("%v, want the sheet first", others)
	}
	for _, p := range Others(img, Find(img)) {
		if near(p.Corners, whole, 8) {
			t.Errorf("what was found is given again: %v", p.Corners)
		}
	}
	if Others(image.NewGray(image.Rect(0, 0, 20, 20)), nil) != nil {
		t.Error("papers on a picture that is too small")
	}
}
