package recognise

// #include <stdlib.h>
// #include "leptonica.h"
import "C"

import (
	"image"
	"unsafe"
)

// Normalise evens out the paper of a photograph or a shadowed scan (Leptonica's background
// normalisation, paper to 240; the light of dark bands is no light of paper) and takes single specks away. A page whose paper is even, light and
// clean is returned as it is, without copying. dpi is that of the picture.
func Normalise(g *image.Gray, dpi float64) *image.Gray {
	l := measure(g, dpi)
	if l.spread > 30 || l.paper < 190 {
		bands := boxesOf(darkBands(g, l, dpi))
		g = made(g, func(from C.rec_grey, out *C.uint8_t) C.int {
			return C.rec_background(from, unsafe.SliceData(bands), C.int(len(bands)/4), out)
		})
		l = measure(g, dpi)
	}
	if specks(g, l.threshold(), dpi) > 150 {
		g = removeSpecks(g, l.threshold(), dpi)
	}
	return g
}

// boxesOf are x, y, width and height of each rectangle.
func boxesOf(areas []image.Rectangle) []C.int {
	var boxes []C.int
	for _, r := range areas {
		boxes = append(boxes, C.int(r.Min.X), C.int(r.Min.Y), C.int(r.Dx()), C.int(r.Dy()))
	}
	return boxes
}

// Binarise gives black (0) and white (255) only: by one threshold, that of measure, when the paper
// is even, by Sauvola's local threshold (Sauvola and Pietikäinen 2000, window 8 mm, factor 0.3) when not.
func Binarise(g *image.Gray, dpi float64) *image.Gray {
	l := measure(g, dpi)
	if l.spread > 30 {
		half := max(int(4*dpi/25.4), 4)
		return made(g, func(from C.rec_grey, out *C.uint8_t) C.int { return C.rec_sauvola(from, C.int(half), 0.3, out) })
	}
	var table [256]uint8
	for v := l.threshold(); v < 256; v++ {
		table[v] = 255
	}
	return mapped(g, &table)
}

// RuleOptions says what counts as a rule, in millimetres. A zero leaves the rules of that direction,
// but a zero Thickness means 0.7.
type RuleOptions struct {
	Horizontal float64 // shortest horizontal rule that goes
	Vertical   float64 // shortest vertical rule that goes
	Thickness  float64 // thickest rule that goes; thicker is a bar, a picture or a letter
	Beside     float64 // so far over and under a horizontal rule it is lighter, or blur has joined the letters of a word; 0 asks nothing
}

// PageRules are the rules of a page of text: longer than any stroke of a letter up to 30 points.
var PageRules = RuleOptions{Horizontal: 10, Vertical: 8, Beside: 0.5}

// RemoveLines makes the rules of boxes, combs and tables white, in a copy, and keeps what crosses
// them: where ink goes on at both sides of a rule, the crossing stays. Rules may lean up to about 1°.
func RemoveLines(g *image.Gray, dpi float64, o RuleOptions) *image.Gray {
	return removeRules(g, measure(g, dpi), dpi, o)
}

func removeRules(g *image.Gray, l levels, dpi float64, o RuleOptions) *image.Gray {
	return made(g, rules(l, dpi, o))
}

// rules makes rules white.
func rules(l levels, dpi float64, o RuleOptions) cleaning {
	if o.Thickness == 0 {
		o.Thickness = 0.7
	}
	px := func(mm float64) C.int { return C.int(mm/25.4*dpi + 0.5) }
	return func(from C.rec_grey, out *C.uint8_t) C.int {
		return C.rec_remove_rules(from, C.int(l.threshold()), px(o.Horizontal), px(o.Vertical), max(px(o.Thickness), 2), C.int(l.white()), px(o.Beside), out)
	}
}

// leaders makes rows of dots white that are longer than 10 mm: dots up to 0.7 mm high, up to
// 1.5 mm apart. Seven full stops in a row are no leader.
func leaders(threshold int, dpi float64) cleaning {
	px := func(mm float64) C.int { return C.int(mm/25.4*dpi + 0.5) }
	return func(from C.rec_grey, out *C.uint8_t) C.int {
		return C.rec_remove_leaders(from, C.int(threshold), px(0.7), px(3), px(1.5), px(10), out)
	}
}

// plainZeros takes the dot or stroke out of the zeros of typewriter faces, which Tesseract takes for
// a 9, 6 or 8, surely and wrongly. Digits are 1.4 to 7 mm high.
func plainZeros(g *image.Gray, threshold int, dpi float64) *image.Gray {
	return made(g, zeros(threshold, dpi))
}

func zeros(threshold int, dpi float64) cleaning {
	px := func(mm float64) C.int { return C.int(mm/25.4*dpi + 0.5) }
	return func(from C.rec_grey, out *C.uint8_t) C.int {
		return C.rec_plain_zeros(from, C.int(threshold), px(1.4), px(7), out)
	}
}

// plainPrint darkens a picture in place and does that in its print: where the dot and the ring run together in grey,
// they are parted at a darker level.
func plainPrint(g *image.Gray, l levels, dpi float64) {
	darken(g, l)
	change(g, zeros(128, dpi))
	change(g, zeros(70, dpi))
}

// speckSide is the largest side of a speck: 0.2 mm, less than the full stop of 6-point print.
func speckSide(dpi float64) int { return max(int(0.2/25.4*dpi), 1) }

func removeSpecks(g *image.Gray, threshold int, dpi float64) *image.Gray {
	return made(g, func(from C.rec_grey, out *C.uint8_t) C.int {
		return C.rec_remove_specks(from, C.int(threshold), C.int(speckSide(dpi)), out)
	})
}

// specks estimates the number of lone specks: dark pixels with white around them at the distance of
// a speck and, which parts them from the dots and serifs of print, at 0.6 mm. It looks at every
// eighth row.
func specks(g *image.Gray, threshold int, dpi float64) int {
	const every = 8
	near, far := speckSide(dpi)+1, speckSide(dpi)+1+int(0.4/25.4*dpi)
	var around []int
	for _, d := range []int{near, far} {
		around = append(around, -d, d, -d*g.Stride, d*g.Stride, -d*g.Stride-d, -d*g.Stride+d, d*g.Stride-d, d*g.Stride+d)
	}
	b, d, n := g.Bounds(), far, 0
	for y := b.Min.Y + d; y < b.Max.Y-d; y += every {
		start := g.PixOffset(b.Min.X, y)
	pixel:
		for at := start + d; at < start+b.Dx()-d; at++ {
			if int(g.Pix[at]) >= threshold {
				continue
			}
			for _, o := range around {
				if int(g.Pix[at+o]) < threshold {
					continue pixel
				}
			}
			n++
		}
	}
	return n * every
}

// levelAreas turns bars and shaded areas into dark print on white.
func levelAreas(l levels, dpi float64) cleaning {
	return func(from C.rec_grey, out *C.uint8_t) C.int {
		return C.rec_level_areas(from, C.int(l.threshold()), C.int(l.paper), C.float(dpi), out)
	}
}

// darkened maps what is darker than the threshold below the middle grey and paper to white, because
// Tesseract parts them by Otsu's threshold, half way between black and white, and so would not see
// grey print at all. Measured on a drawn invoice with three lines of 40 % grey: 76 % of the words
// found before, 99 % after.
func darkened(g *image.Gray, l levels) *image.Gray { return mapped(g, l.dark()) }

// darken is darkened in place.
func darken(g *image.Gray, l levels) {
	table := l.dark()
	for y := range g.Rect.Dy() {
		row := g.Pix[y*g.Stride:][:g.Rect.Dx()]
		for x, v := range row {
			row[x] = table[v]
		}
	}
}

// dark tells what each grey becomes when print is darkened.
func (l levels) dark() *[256]uint8 {
	var table [256]uint8
	t, white := l.threshold(), l.white()
	for v := range table {
		if v < t {
			table[v] = uint8(v * 110 / t)
		} else {
			table[v] = uint8(min(150+(v-t)*105/(white-t), 255))
		}
	}
	return &table
}

func mapped(g *image.Gray, table *[256]uint8) *image.Gray {
	b := g.Bounds()
	out := image.NewGray(b)
	for y := range b.Dy() {
		from := g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y):][:b.Dx()]
		to := out.Pix[y*out.Stride:][:b.Dx()]
		for x, v := range from {
			to[x] = table[v]
		}
	}
	return out
}

// shrunk is g at a lower resolution; g itself if it has no more than that.
func shrunk(g *image.Gray, dpi, wanted float64) (*image.Gray, float64) {
	b := g.Bounds()
	if dpi <= wanted*1.1 {
		return g, dpi
	}
	w, h := int(float64(b.Dx())*wanted/dpi+0.5), int(float64(b.Dy())*wanted/dpi+0.5)
	if w < 1 || h < 1 {
		return g, dpi
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	if !withGrey(g, func(from C.rec_grey) C.int { return C.rec_shrink(from, C.int(w), C.int(h), pixels(out)) }) {
		return g, dpi
	}
	return out, dpi * float64(w) / float64(b.Dx())
}

// component is a connected piece of ink.
type component struct {
	image.Rectangle
	ink int // pixels
}

// components finds the connected ink of g, after closing gaps of joinX and joinY pixels.
func components(g *image.Gray, threshold, joinX, joinY int) []component {
	var list *C.int
	var n C.int
	if !withGrey(g, func(from C.rec_grey) C.int {
		return C.rec_components(from, C.int(threshold), C.int(joinX), C.int(joinY), &list, &n)
	}) {
		return nil
	}
	defer C.free(unsafe.Pointer(list))
	out := make([]component, 0, n)
	for i, v := 0, unsafe.Slice(list, 5*int(n)); i < len(v); i += 5 {
		x, y := g.Rect.Min.X+int(v[i]), g.Rect.Min.Y+int(v[i+1])
		out = append(out, component{image.Rect(x, y, x+int(v[i+2]), y+int(v[i+3])), int(v[i+4])})
	}
	return out
}
