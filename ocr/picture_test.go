package ocr

import (
	"image"
	"image/color"
	"testing"
)

func TestGreyOfAPartOfOddWidth(t *testing.T) {
	whole := image.NewRGBA(image.Rect(0, 0, 8, 4))
	for i := range whole.Pix {
		whole.Pix[i] = 0xff
	}
	whole.SetRGBA(3, 1, color.RGBA{200, 40, 10, 255})
	whole.SetRGBA(6, 3, color.RGBA{0, 0, 0, 255})
	part := whole.SubImage(image.Rect(2, 1, 7, 4)).(*image.RGBA)
	got := Grey(part)
	for y := range 3 {
		for x := range 5 {
			if want := color.GrayModel.Convert(part.At(x+2, y+1)).(color.Gray); got.GrayAt(x, y) != want {
				t.Errorf("at %d, %d: %v, want %v", x, y, got.GrayAt(x, y), want)
			}
		}
	}
}

func TestGreyStartsAtTheCornerOfEveryKindOfPicture(t *testing.T) {
	grey, planes := image.NewGray(image.Rect(0, 0, 9, 7)), image.NewYCbCr(image.Rect(0, 0, 9, 7), image.YCbCrSubsampleRatio420)
	for i := range grey.Pix {
		grey.Pix[i] = uint8(3 * i)
	}
	for y := range 7 {
		copy(planes.Y[y*planes.YStride:], grey.Pix[y*grey.Stride:][:9])
	}
	part := image.Rect(3, 2, 8, 6)
	for _, img := range []image.Image{grey.SubImage(part), planes.SubImage(part)} {
		got := Grey(img)
		if got.Rect != image.Rect(0, 0, 5, 4) {
			t.Errorf("%T: %v", img, got.Rect)
		}
		for y := range 4 {
			for x := range 5 {
				if want := grey.GrayAt(x+3, y+2); got.GrayAt(x, y) != want {
					t.Errorf("%T at %d, %d: %v, want %v", img, x, y, got.GrayAt(x, y), want)
				}
			}
		}
	}
}
