package photo

import (
	"image"
	"testing"
)

// twelveMegapixels is an A4 sheet on a table as telephones take it.
func twelveMegapixels() *image.YCbCr {
	small := table(378, 504, sheetAt([4]Point{{40, 40}, {340, 50}, {345, 460}, {30, 440}}, boards))
	img := image.NewYCbCr(image.Rect(0, 0, 3024, 4032), image.YCbCrSubsampleRatio420)
	for y := range 4032 {
		for x := range 3024 {
			c := small.RGBAAt(x/8, y/8)
			img.Y[y*img.YStride+x] = c.G
		}
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = 120, 130
	}
	return img
}

func BenchmarkFind(b *testing.B) {
	img := twelveMegapixels()
	for b.Loop() {
		if len(Find(img)) != 1 {
			b.Fatal("not one paper")
		}
	}
}

func BenchmarkFlatten(b *testing.B) {
	img := twelveMegapixels()
	papers := Find(img)
	for b.Loop() {
		Flatten(img, papers)
	}
}
