package recognise

// #cgo pkg-config: lept
// #cgo LDFLAGS: -ljpeg
// #include <stdlib.h>
// #include "leptonica.h"
import "C"

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"runtime"
	"unsafe"

	"pratica/ocr"
)

// MaxSide and MaxPixels bound every picture that is handed to C code; a larger one is a programming
// fault of the caller (decoding refuses more than 100 megapixels a page and 32 000 pixels a side) and
// panics.
const (
	MaxSide   = 32767 // Tesseract's coordinates are 16-bit
	MaxPixels = 100_000_000
)

func init() { C.rec_start() }

func trim() { C.rec_trim() }

// withGrey lends the pixels of g to C for the time of the call.
func withGrey(g *image.Gray, call func(C.rec_grey) C.int) bool {
	b := g.Bounds()
	if b.Empty() {
		return false
	}
	check(b)
	offset := g.PixOffset(b.Min.X, b.Min.Y)
	pixels := g.Pix[offset : offset+(b.Dy()-1)*g.Stride+b.Dx()]
	data := unsafe.Pointer(unsafe.SliceData(pixels))
	var pinned runtime.Pinner
	pinned.Pin(data)
	defer pinned.Unpin()
	return call(C.rec_grey{data: (*C.uint8_t)(data), w: C.int(b.Dx()), h: C.int(b.Dy()), stride: C.int(g.Stride)}) == 0
}

func check(b image.Rectangle) {
	if b.Dx() > MaxSide || b.Dy() > MaxSide || b.Dx()*b.Dy() > MaxPixels {
		panic(fmt.Sprintf("recognise: a picture of %d by %d pixels", b.Dx(), b.Dy()))
	}
}

// cleaning is a C function that fills a picture, row by row, from one of the same size, which may be the same.
type cleaning func(from C.rec_grey, out *C.uint8_t) C.int

// change cleans a picture in place, whose rows follow each other without a gap. When Leptonica refuses (no memory, a
// picture of a few pixels), it stays as it is: cleaning is never needed to go on.
func change(g *image.Gray, clean cleaning) {
	if g.Stride != g.Rect.Dx() {
		panic("recognise: a part of a picture is cleaned in place")
	}
	withGrey(g, func(from C.rec_grey) C.int { return clean(from, (*C.uint8_t)(from.data)) })
}

// copied is a picture of its own, its rows without gaps.
func copied(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := &image.Gray{Pix: make([]uint8, 0, w*h), Stride: w, Rect: g.Rect}
	for y := g.Rect.Min.Y; y < g.Rect.Max.Y; y++ {
		out.Pix = append(out.Pix, g.Pix[g.PixOffset(g.Rect.Min.X, y):][:w]...)
	}
	return out
}

// made is a cleaned copy of g; when Leptonica refuses, g itself.
func made(g *image.Gray, clean cleaning) *image.Gray {
	out := image.NewGray(g.Bounds())
	done := withGrey(g, func(from C.rec_grey) C.int {
		return clean(from, pixels(out))
	})
	if !done {
		return g
	}
	return out
}

// JPEG writes a grey or opaque coloured picture, grey as grey, colour with its chroma at half resolution, for
// the eye: small print stays sharp at about a tenth of the raw size. libjpeg-turbo does it in an eighth of
// the time of image/jpeg (grey A4 at 300 dpi: 25 ms).
func JPEG(img image.Image) ([]byte, error) {
	b := img.Bounds()
	if b.Empty() {
		return goJPEG(img)
	}
	var data *C.uint8_t
	var size C.size_t
	var rc C.int
	switch img := img.(type) {
	case *image.Gray:
		rc = jpegOf(b, img.Pix[img.PixOffset(b.Min.X, b.Min.Y):], img.Stride, 1, &data, &size)
	case *image.RGBA:
		rc = jpegOf(b, img.Pix[img.PixOffset(b.Min.X, b.Min.Y):], img.Stride, 4, &data, &size)
	case *image.YCbCr:
		rc = jpegOfPlanes(img, &data, &size)
	default:
		rc = 1
	}
	if rc != 0 {
		return goJPEG(img)
	}
	defer C.free(unsafe.Pointer(data))
	return C.GoBytes(unsafe.Pointer(data), C.int(size)), nil
}

func jpegOf(b image.Rectangle, pix []uint8, stride, each int, data **C.uint8_t, size *C.size_t) C.int {
	check(b)
	first := unsafe.SliceData(pix)
	var pinned runtime.Pinner
	pinned.Pin(first)
	defer pinned.Unpin()
	return C.rec_jpeg((*C.uint8_t)(first), C.int(b.Dx()), C.int(b.Dy()), C.int(stride), C.int(each), jpegQuality, data, size)
}

// jpegOfPlanes refuses pictures that do not start at 0, 0: their chroma may begin within a sample.
func jpegOfPlanes(img *image.YCbCr, data **C.uint8_t, size *C.size_t) C.int {
	fx, fy := ocr.ChromaSteps(img.SubsampleRatio)
	if img.Rect.Min != (image.Point{}) {
		return 1
	}
	check(img.Rect)
	y, cb, cr := unsafe.SliceData(img.Y), unsafe.SliceData(img.Cb), unsafe.SliceData(img.Cr)
	var pinned runtime.Pinner
	pinned.Pin(y)
	pinned.Pin(cb)
	pinned.Pin(cr)
	defer pinned.Unpin()
	return C.rec_jpeg_planes((*C.uint8_t)(y), (*C.uint8_t)(cb), (*C.uint8_t)(cr), C.int(img.Rect.Dx()), C.int(img.Rect.Dy()),
		C.int(img.YStride), C.int(img.CStride), C.int(fx), C.int(fy), jpegQuality, data, size)
}

func goJPEG(img image.Image) ([]byte, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return nil, fmt.Errorf("encode a picture of %v as JPEG: %w", img.Bounds(), err)
	}
	return out.Bytes(), nil
}

const jpegQuality = 88

// crop is the part of g inside r, sharing pixels.
func crop(g *image.Gray, r image.Rectangle) *image.Gray {
	return g.SubImage(r.Intersect(g.Bounds())).(*image.Gray)
}

// fromOrigin is the same picture, sharing pixels, with its corner at 0, 0.
func fromOrigin(g *image.Gray) *image.Gray {
	if g.Rect.Min == (image.Point{}) {
		return g
	}
	return &image.Gray{Pix: g.Pix[g.PixOffset(g.Rect.Min.X, g.Rect.Min.Y):], Stride: g.Stride, Rect: image.Rectangle{Max: g.Rect.Size()}}
}

func pixels(g *image.Gray) *C.uint8_t { return (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(g.Pix))) }
