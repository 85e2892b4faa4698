package recognise

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

func TestJPEGShowsThePictureInItsColours(t *testing.T) {
	at := func(x, y int) color.RGBA { return color.RGBA{uint8(2 * x), uint8(255 - y), uint8(x + y), 255} }
	big := image.NewRGBA(image.Rect(0, 0, 120, 90))
	grey := image.NewGray(big.Rect)
	for y := range 90 {
		for x := range 120 {
			big.Set(x, y, at(x, y))
			grey.SetGray(x, y, color.Gray{uint8(x + y)})
		}
	}
	planes := func(ratio image.YCbCrSubsampleRatio) *image.YCbCr {
		out := image.NewYCbCr(image.Rect(0, 0, 119, 89), ratio) // odd: the last chroma sample stands for less
		for y := range 89 {
			for x := range 119 {
				c := at(x, y)
				out.Y[out.YOffset(x, y)], out.Cb[out.COffset(x, y)], out.Cr[out.COffset(x, y)] = color.RGBToYCbCr(c.R, c.G, c.B)
			}
		}
		return out
	}
	part := image.Rect(11, 7, 94, 70)
	for name, img := range map[string]image.Image{
		"colour": big, "a part in colour": big.SubImage(part), "grey": grey, "a part in grey": grey.SubImage(part), "another kind of picture": image.NewCMYK(big.Rect), "planes": planes(image.YCbCrSubsampleRatio420), "planes of equal size": planes(image.YCbCrSubsampleRatio444),
		"a part of planes": planes(image.YCbCrSubsampleRatio422).SubImage(part), "one pixel": big.SubImage(image.Rect(5, 5, 6, 6)),
	} {
		t.Run(name, func(t *testing.T) {
			data, err := JPEG(img)
			if err != nil {
				t.Fatal(err)
			}
			got, err := jpeg.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			b := img.Bounds()
			if got.Bounds().Size() != b.Size() {
				t.Fatalf("size %v, want %v", got.Bounds().Size(), b.Size())
			}
			if _, wasGrey := img.(*image.Gray); wasGrey != (got.ColorModel() == color.GrayModel) {
				t.Errorf("colour model %v", got.ColorModel())
			}
			sum := 0.0
			for y := range b.Dy() {
				for x := range b.Dx() {
					r, g, bl, _ := got.At(x, y).RGBA()
					wr, wg, wb, _ := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
					for _, d := range []int{int(r) - int(wr), int(g) - int(wg), int(bl) - int(wb)} {
						sum += float64(max(d, -d)) / 257
					}
				}
			}
			if mean := sum / float64(3*b.Dx()*b.Dy()); mean > 4 {
				t.Errorf("differs by %.1f grey levels on average", mean)
			}
		})
	}
}
