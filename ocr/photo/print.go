package photo

import (
	"image"
	"slices"
)

const (
	// usualLetter is how high letters of 9 or 10 points are, the median of capitals and small ones. Where they seem higher than
	// largeLetter, the paper is smaller than its shape says: forms and invoices keep 1.5 to 3 mm.
	usualLetter, largeLetter = 2.3, 4.2 // mm
	// fewLetters say nothing: a logo, a picture.
	fewLetters = 60
	lookDPI    = 100
)

// Resolution is that of a picture of one paper, as it is believed to be or, where the letters on it would be too large for
// that, at which they are of the usual size: a till slip that fills the picture is no sheet of A4.
func Resolution(img image.Image, dpi float64) float64 {
	b := img.Bounds()
	if dpi < 1.2*lookDPI || b.Min != (image.Point{}) || planes(img) == nil {
		return dpi
	}
	k := dpi / lookDPI
	w, h := int(float64(b.Dx())/k), int(float64(b.Dy())/k)
	g := image.NewGray(image.Rect(0, 0, w, h))
	copy(g.Pix, planes(img)[0].averaged(k, w, h))
	return byLetters(dpi, letterHeight(printOf(g), w)*k)
}

// byLetters is the resolution at which letters so many pixels high are of a usual size.
func byLetters(dpi, high float64) float64 {
	if mm := high / dpi * 25.4; mm > largeLetter {
		return high / usualLetter * 25.4
	}
	return dpi
}

// letterHeight is the usual height in pixels of the letters of a paper of which ink is 1 where there is print, in rows
// of w; 0 where there are few.
func letterHeight(ink []uint8, w int) float64 {
	var heights []int
	for _, box := range blobs(ink, w) {
		if wide, high := box.Dx(), box.Dy(); high >= 5 && high <= 80 && wide >= high/6 && wide <= 3*high {
			heights = append(heights, high)
		}
	}
	if len(heights) < fewLetters {
		return 0
	}
	slices.Sort(heights)
	return float64(heights[len(heights)/2])
}

// blobs are the boxes of what hangs together, corners included.
func blobs(ink []uint8, w int) []image.Rectangle {
	seen := slices.Clone(ink)
	h := len(ink) / max(w, 1)
	var boxes []image.Rectangle
	var open []int
	for start := range seen {
		if seen[start] == 0 {
			continue
		}
		seen[start] = 0
		box := image.Rect(start%w, start/w, start%w+1, start/w+1)
		for open = append(open[:0], start); len(open) > 0; {
			x, y := open[len(open)-1]%w, open[len(open)-1]/w
			open = open[:len(open)-1]
			box = box.Union(image.Rect(x, y, x+1, y+1))
			for j := max(y-1, 0); j <= min(y+1, h-1); j++ {
				for i := max(x-1, 0); i <= min(x+1, w-1); i++ {
					if seen[j*w+i] != 0 {
						seen[j*w+i] = 0
						open = append(open, j*w+i)
					}
				}
			}
		}
		boxes = append(boxes, box)
	}
	return boxes
}
