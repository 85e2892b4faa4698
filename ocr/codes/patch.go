package codes

import (
	"image"
	"math"
)

// PatchT reports whether a page carries a Patch T, the separator that document scanners know (Kodak
// publication A-61599): four bars, narrow, wide, narrow, wide, parted by narrow spaces; narrow is 0.08 inch and
// wide 0.20, the bars are at least 0.75 inch long. They may lie along any edge, and the sheet may be upside
// down: a Patch 3, which is a Patch T read backwards, counts as well. The page has been made small with Small;
// dpi is of the small picture. It takes a few milliseconds.
func PatchT(small *image.Gray, dpi float64) bool {
	ink := inked(small, inkOfSheet)
	if ink == nil {
		return false
	}
	return ink.patched(dpi) || ink.transposed().patched(dpi)
}

// patchUnit is the width of narrow bars and spaces in mm; sheets printed to fit, or copied smaller or larger,
// have others.
const (
	patchUnit     = 2.032
	leastUnit     = 0.65 * patchUnit
	mostUnit      = 1.4 * patchUnit
	leastPatchBar = 17.0 // mm: 0.75 inch, a little shortened
)

// patchTrack follows the four bars from row to row.
type patchTrack struct {
	x, unit     float64 // of the middle of the pattern, and of a narrow bar, in px
	first, last int     // rows
	hits        int
}

// patched looks for the four bars standing upright.
func (k *bitmap) patched(dpi float64) bool {
	perMM := dpi / 25.4
	var tracks []patchTrack
	var edges []int
	for y := range k.h {
		edges = k.edges(y, edges[:0])
		alive := tracks[:0]
		for _, t := range tracks {
			if float64(y-t.last) <= max(2, t.unit) {
				alive = append(alive, t)
			}
		}
		tracks = alive
		for i := 1; i+8 < len(edges); i += 2 { // odd entries begin black runs
			x, unit, ok := patchAt(edges[i-1 : i+9])
			if !ok || unit < leastUnit*perMM || unit > mostUnit*perMM {
				continue
			}
			if follow(tracks, x, unit, y) {
				continue
			}
			tracks = append(tracks, patchTrack{x, unit, y, y, 1})
		}
		for _, t := range tracks {
			long := t.last - t.first + 1
			if float64(long) >= leastPatchBar*perMM*t.unit/(patchUnit*perMM) && t.hits*5 >= long*4 {
				return true
			}
		}
	}
	return false
}

// follow lengthens the track that a hit belongs to: sheets are skewed by not more than some ten degrees.
func follow(tracks []patchTrack, x, unit float64, y int) bool {
	for i := range tracks {
		t := &tracks[i]
		if math.Abs(x-t.x) <= 1+0.2*float64(y-t.last) && math.Abs(unit-t.unit) <= 0.15*t.unit {
			t.x, t.last = x, y
			t.unit += (unit - t.unit) / float64(t.hits+1)
			t.hits++
			return true
		}
	}
	return false
}

// patchT are the widths of bars and spaces in units; the other way round it is Patch 3.
var patchT = [7]float64{1, 1, 2.5, 1, 1, 1, 2.5}

// patchAt compares nine runs, white space before and after included, with the pattern. It gives the middle
// and the unit in px.
func patchAt(edges []int) (x, unit float64, ok bool) {
	width := func(i int) float64 { return float64(edges[i+1] - edges[i]) }
	unit = float64(edges[8]-edges[1]) / 10
	if unit < 2 || width(0) < 1.2*unit || width(8) < 1.2*unit {
		return 0, 0, false
	}
	// ink spreads or shrinks by the same on every bar: what the bars have too much, the spaces lack
	spread := 0.0
	for i := 1; i <= 7; i += 2 {
		spread += width(i)
	}
	spread = (spread - 7*unit) / 4
	if math.Abs(spread) > 0.5*unit {
		return 0, 0, false
	}
	tolerance := max(1.1, 0.25*unit)
	forward, backward := true, true
	for i := range 7 {
		w := width(i+1) - spread
		if i%2 == 1 {
			w = width(i+1) + spread*4/3
		}
		forward = forward && math.Abs(w-patchT[i]*unit) <= tolerance
		backward = backward && math.Abs(w-patchT[6-i]*unit) <= tolerance
	}
	return float64(edges[1]+edges[8]) / 2, unit, forward || backward
}
