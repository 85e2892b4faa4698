package codes

import (
	"image"
	"math"
)

// LargeQR reads a QR code whose modules are a millimetre or more, wherever it stands on a page that was made
// small with Small; dpi is of the small picture. Pages without one are told in a few milliseconds, by their
// lack of finder patterns.
func LargeQR(small *image.Gray, dpi float64) (text string, ok bool) {
	ink := inked(small, inkOfSheet)
	if ink == nil || max(ink.w, ink.h) > MaxSide {
		return "", false
	}
	centres := ink.finders(0.9 * dpi / 25.4)
	if len(centres) < 3 {
		return "", false
	}
	if len(centres) > maxCentres {
		centres = centres[:maxCentres]
	}
	var area image.Rectangle
	for _, c := range centres {
		reach := int(7 * c.module)
		area = area.Union(image.Rect(int(c.x)-reach, int(c.y)-reach, int(c.x)+reach, int(c.y)+reach))
	}
	area = area.Intersect(small.Rect)
	code, ok := Read(small.SubImage(area).(*image.Gray), QR)
	return code.Text, ok
}

// mostFinders bounds the list: a page has three for each code and few by accident.
const mostFinders = 4 * maxCentres

// finder is a finder pattern of a QR code (ISO/IEC 18004, 6.3.3): black, white, black, white and black in the
// proportions 1:1:3:1:1, across and down. In px.
type finder struct{ x, y, module float64 }

// finders lists those whose modules are least px or more.
func (k *bitmap) finders(least float64) []finder {
	var found []finder
	var edges []int
	every := max(1, int(least+0.5)) // their middle is three modules high
	for y := 0; y < k.h; y += every {
		edges = k.edges(y, edges[:0])
	runs:
		for i := 1; i+5 < len(edges); i += 2 {
			module, ok := finderRuns([5]int{edges[i+1] - edges[i], edges[i+2] - edges[i+1], edges[i+3] - edges[i+2], edges[i+4] - edges[i+3], edges[i+5] - edges[i+4]})
			if !ok || module < least {
				continue
			}
			x := (edges[i+2] + edges[i+3]) / 2
			middle, ok := k.finderDown(x, y, module)
			if !ok {
				continue
			}
			for _, f := range found {
				if math.Hypot(f.x-float64(x), f.y-middle) < 4*module {
					continue runs
				}
			}
			if found = append(found, finder{float64(x), middle, module}); len(found) == mostFinders {
				return found
			}
		}
	}
	return found
}

// finderDown looks for the pattern in a column through a pixel of its middle.
func (k *bitmap) finderDown(x, y int, module float64) (middle float64, ok bool) {
	var runs [5]int
	count := func(n, from, step int) int {
		dark, y := n%2 == 0, from
		for ; y >= 0 && y < k.h && k.dark[y*k.w+x] == dark && runs[n] <= int(5*module); y += step {
			runs[n]++
		}
		return y
	}
	end := count(2, y, -1)
	top := end + 1
	for n := 1; n >= 0; n-- {
		end = count(n, end, -1)
	}
	end = count(2, y+1, 1)
	bottom := end
	for n := 3; n <= 4; n++ {
		end = count(n, end, 1)
	}
	down, ok := finderRuns(runs)
	return float64(top+bottom) / 2, ok && down < 1.5*module && module < 1.5*down
}

// finderRuns compares five runs with the proportions of a finder pattern and gives its module.
func finderRuns(runs [5]int) (module float64, ok bool) {
	total := 0
	for _, n := range runs {
		if n == 0 {
			return 0, false
		}
		total += n
	}
	module = float64(total) / 7
	for i, n := range runs {
		want := 1.0
		if i == 2 {
			want = 3
		}
		if math.Abs(float64(n)-want*module) > max(1.2, 0.5*module*math.Sqrt(want)) {
			return 0, false
		}
	}
	return module, true
}
