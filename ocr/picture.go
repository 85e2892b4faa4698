package ocr

import (
	"encoding/binary"
	"image"
	"image/draw"
	"math"
)

// Grey is a picture in 8-bit grey (0 black … 255 white) that starts at 0, 0. It shares the pixels of a grey picture and
// the luma of a YCbCr one, so it is not to be written to.
func Grey(img image.Image) *image.Gray {
	b := img.Bounds()
	area := image.Rect(0, 0, b.Dx(), b.Dy())
	switch img := img.(type) {
	case *image.Gray:
		if b.Min == (image.Point{}) {
			return img
		}
		return &image.Gray{Pix: img.Pix[img.PixOffset(b.Min.X, b.Min.Y):], Stride: img.Stride, Rect: area}
	case *image.YCbCr:
		return &image.Gray{Pix: img.Y[img.YOffset(b.Min.X, b.Min.Y):], Stride: img.YStride, Rect: area}
	case *image.RGBA:
		return greyOfRGBA(img)
	}
	g := image.NewGray(area)
	draw.Draw(g, area, img, b.Min, draw.Src)
	return g
}

func greyOfRGBA(img *image.RGBA) *image.Gray {
	b := img.Bounds()
	g := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		row := img.Pix[img.PixOffset(b.Min.X, b.Min.Y+y):][:4*b.Dx()]
		to := g.Pix[y*g.Stride:][:b.Dx()]
		for x := 0; x < len(to); x++ {
			if x+2 <= len(to) && binary.LittleEndian.Uint64(row[4*x:]) == math.MaxUint64 { // most of a page is blank
				to[x], to[x+1] = 0xff, 0xff
				x++
				continue
			}
			p := row[4*x : 4*x+4] // ITU-R BT.601 weights, as image/color
			to[x] = uint8((19595*uint32(p[0]) + 38470*uint32(p[1]) + 7471*uint32(p[2]) + 1<<15) >> 16)
		}
	}
	return g
}

// ChromaSteps is how many pixels share a sample of chroma, to the right and downwards.
func ChromaSteps(r image.YCbCrSubsampleRatio) (across, down int) {
	switch r {
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	case image.YCbCrSubsampleRatio411:
		return 4, 1
	case image.YCbCrSubsampleRatio410:
		return 4, 2
	}
	return 1, 1
}
