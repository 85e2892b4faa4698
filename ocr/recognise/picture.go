package recognise

// #cgo pkg-config: lept
// #include "leptonica.h"
import "C"

import (
	"fmt"
	"image"
	"runtime"
	"unsafe"
)

// MaxSide and MaxPixels bound every picture that is handed to C code; a larger one is a programming
// fault of the caller (decoding refuses more than 100 megapixels a page) and panics.
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

// made runs a C function that fills a picture as large as g; when Leptonica refuses (no memory, a
// picture of a few pixels), g itself is the answer: cleaning is never needed to go on.
func made(g *image.Gray, call func(C.rec_grey, *C.uint8_t) C.int) *image.Gray {
	out := image.NewGray(g.Bounds())
	done := withGrey(g, func(from C.rec_grey) C.int {
		return call(from, pixels(out))
	})
	if !done {
		return g
	}
	return out
}

// crop is the part of g inside r, sharing pixels.
func crop(g *image.Gray, r image.Rectangle) *image.Gray {
	return g.SubImage(r.Intersect(g.Bounds())).(*image.Gray)
}

func pixels(g *image.Gray) *C.uint8_t { return (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(g.Pix))) }
