package decode

import (
	"bytes"
	"encoding/binary"
	"image"
	"math"
	"slices"
)

// ink is the dark of a drawn page, for telling what its text layer leaves out.
type ink struct {
	gray *image.Gray
	w, h int
	dpi  float64
}

func newInk(img image.Image, dpi float64) *ink {
	b := img.Bounds()
	gray, ok := img.(*image.Gray)
	if !ok {
		gray = image.NewGray(b)
		if rgba, ok := img.(*image.RGBA); ok {
			// The darkest channel, so that coloured ink counts as ink.
			for i := 0; i < len(gray.Pix); i++ {
				if i+1 < len(gray.Pix) && twoWhite(rgba.Pix[4*i:4*i+8]) {
					gray.Pix[i], gray.Pix[i+1] = 0xff, 0xff
					i++
					continue
				}
				p := rgba.Pix[4*i : 4*i+3]
				gray.Pix[i] = min(p[0], p[1], p[2])
			}
		}
	}
	return &ink{gray: gray, w: b.Dx(), h: b.Dy(), dpi: dpi}
}

// contrast is the difference between the darkest and the lightest pixel in a box, and the share of it that is nearer to the
// darkest.
func (k *ink) contrast(r image.Rectangle) (levels int, dark float64) {
	low, high := byte(255), byte(0)
	// One pixel around, so that a letter filling its box shows its paper too.
	r = r.Inset(-1).Intersect(k.gray.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range k.gray.Pix[y*k.gray.Stride+r.Min.X : y*k.gray.Stride+r.Max.X] {
			low, high = min(low, v), max(high, v)
		}
	}
	limit, n := byte((int(low)+int(high))/2), 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range k.gray.Pix[y*k.gray.Stride+r.Min.X : y*k.gray.Stride+r.Max.X] {
			if v <= limit {
				n++
			}
		}
	}
	return int(high) - int(low), float64(n) / float64(r.Dx()*r.Dy())
}

// lightest is the lightest pixel in a box.
func (k *ink) lightest(r image.Rectangle) byte {
	r = r.Intersect(k.gray.Rect)
	light := byte(0)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		light = max(light, slices.Max(k.gray.Pix[y*k.gray.Stride+r.Min.X:y*k.gray.Stride+r.Max.X]))
	}
	return light
}

// The sizes of a printed or written letter in millimetres. Rules and frames are longer, dots and noise smaller.
const (
	letterMinHeight = 1.2
	letterMaxHeight = 9
	letterMaxWidth  = 25 // joined handwriting
	inkLevel        = 150
)

// strangers counts the connected dark spots of the size of letters outside the words.
func (k *ink) strangers(words []Word) int {
	mask := k.mask(words)
	minH := int(letterMinHeight * k.dpi / 25.4)
	maxH, maxW := int(letterMaxHeight*k.dpi/25.4), int(letterMaxWidth*k.dpi/25.4)
	count := 0
	var stack []int
	for from := 0; ; {
		next := bytes.IndexByte(mask[from:], 1)
		if next < 0 {
			return count
		}
		start := from + next
		from = start + 1
		mask[start] = 0
		stack = append(stack[:0], start)
		x0, x1, y0, y1 := start%k.w, start%k.w, start/k.w, start/k.w
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := at%k.w, at/k.w
			x0, x1, y0, y1 = min(x0, x), max(x1, x), min(y0, y), max(y1, y)
			for ny := max(0, y-1); ny <= min(k.h-1, y+1); ny++ {
				for nx := max(0, x-1); nx <= min(k.w-1, x+1); nx++ {
					if n := ny*k.w + nx; mask[n] == 1 {
						mask[n] = 0
						stack = append(stack, n)
					}
				}
			}
		}
		if h, w := y1-y0+1, x1-x0+1; h >= minH && h <= maxH && w <= maxW {
			count++
		}
	}
}

// mask marks the dark pixels outside the words with 1; the words are taken a little larger for accents and descenders.
func (k *ink) mask(words []Word) []byte {
	mask := make([]byte, k.w*k.h)
	for y := range k.h {
		row := k.gray.Pix[y*k.gray.Stride:][:k.w]
		out := mask[y*k.w:][:k.w]
		for x := 0; x < len(row); x++ {
			if x+8 <= len(row) && binary.LittleEndian.Uint64(row[x:]) == math.MaxUint64 { // most of a page is blank
				x += 7
				continue
			}
			if row[x] < inkLevel {
				out[x] = 1
			}
		}
	}
	for _, word := range words {
		b := word.Box
		grow := int(math.Ceil(0.15*float64(b.H))) + 1
		r := image.Rect(b.X, b.Y, b.X+b.W, b.Y+b.H).Inset(-grow).Intersect(image.Rect(0, 0, k.w, k.h))
		for y := r.Min.Y; y < r.Max.Y; y++ {
			clear(mask[y*k.w+r.Min.X : y*k.w+r.Max.X])
		}
	}
	return mask
}
