package pipeline

import (
	"image"
	"image/color"
	"testing"
)

func TestGreyOfAPictureOfOddWidth(t *testing.T) {
	whole := image.NewRGBA(image.Rect(0, 0, 8, 4))
	for i := range whole.Pix {
		whole.Pix[i] = 0xff
	}
	whole.SetRGBA(3, 1, color.RGBA{200, 40, 10, 255})
	whole.SetRGBA(6, 3, color.RGBA{0, 0, 0, 255})
	part := whole.SubImage(image.Rect(2, 1, 7, 4)).(*image.RGBA)
	got := greyOf(part)
	for y := range 3 {
		for x := range 5 {
			if want := color.GrayModel.Convert(part.At(x+2, y+1)).(color.Gray); got.GrayAt(x, y) != want {
				t.Errorf("at %d, %d: %v, want %v", x, y, got.GrayAt(x, y), want)
			}
		}
	}
}
