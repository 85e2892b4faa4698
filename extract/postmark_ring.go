package extract

import (
	"image"
	"math"
)

// Ring is a circle of ink on a page: the rim of a round stamp. Lengths are in mm.
type Ring struct {
	X, Y, Radius float64
	// Closed is the share of its round that has ink, from 0 to 1.
	Closed float64
}

// The rims of postmarks have radii of 10 to 17 mm (24 to 32 mm across in Italy).
const (
	leastRadius = 10.0
	mostRadius  = 17.5
)

// leastClosed is the least share of a rim that is there: stamps lack parts, and other print lies over them.
const (
	leastClosed  = 0.6
	surelyClosed = 0.9
)

// Rings finds the rims of round stamps on a page made small, of some 75 dpi: the circle transform of Duda and Hart
// (1972), each edge voting for the centres that its slope allows. The most closed comes first, three at most.
func Rings(g *image.Gray, dpi float64) []Ring {
	b := g.Bounds()
	mm := dpi / 25.4
	w, h := b.Dx(), b.Dy()
	if w < 30 || h < 30 || w*h > 4<<20 {
		return nil
	}
	votes := make([]uint16, w*h)
	at := func(x, y int) int { return int(g.Pix[g.PixOffset(b.Min.X+x, b.Min.Y+y)]) }
	for y := 1; y < h-1; y++ {
		for x := 1; x < w-1; x++ {
			dx := at(x+1, y-1) + 2*at(x+1, y) + at(x+1, y+1) - at(x-1, y-1) - 2*at(x-1, y) - at(x-1, y+1)
			dy := at(x-1, y+1) + 2*at(x, y+1) + at(x+1, y+1) - at(x-1, y-1) - 2*at(x, y-1) - at(x+1, y-1)
			slope := math.Hypot(float64(dx), float64(dy))
			if slope < 100 {
				continue
			}
			ux, uy := float64(dx)/slope, float64(dy)/slope
			for r := leastRadius * mm; r <= mostRadius*mm; r++ {
				for _, side := range [2]float64{-1, 1} {
					cx, cy := int(float64(x)+side*r*ux+0.5), int(float64(y)+side*r*uy+0.5)
					if cx >= 0 && cx < w && cy >= 0 && cy < h && votes[cy*w+cx] < math.MaxUint16 {
						votes[cy*w+cx]++
					}
				}
			}
		}
	}
	var rings []Ring
	for range 8 {
		x, y := strongest(votes, w, h)
		ring := closedRing(g, float64(x), float64(y), mm)
		if ring.Closed >= leastClosed {
			rings = append(rings, ring)
		}
		wipe(votes, w, h, x, y, int(6*mm))
	}
	for i := range rings {
		for j := i; j > 0 && rings[j].Closed > rings[j-1].Closed; j-- {
			rings[j], rings[j-1] = rings[j-1], rings[j]
		}
	}
	if len(rings) > 0 && rings[0].Closed > surelyClosed { // beside a clear one the others are of other print
		for len(rings) > 1 && rings[len(rings)-1].Closed < surelyClosed {
			rings = rings[:len(rings)-1]
		}
	}
	return rings[:min(3, len(rings))]
}

// strongest is where most votes lie, with those beside.
func strongest(votes []uint16, w, h int) (x, y int) {
	best := -1
	for v := 1; v < h-1; v++ {
		for u := 1; u < w-1; u++ {
			sum := 0
			for _, row := range [3]int{v - 1, v, v + 1} {
				sum += int(votes[row*w+u-1]) + int(votes[row*w+u]) + int(votes[row*w+u+1])
			}
			if sum > best {
				best, x, y = sum, u, v
			}
		}
	}
	return x, y
}

func wipe(votes []uint16, w, h, x, y, reach int) {
	for v := max(0, y-reach); v < min(h, y+reach); v++ {
		clear(votes[v*w+max(0, x-reach) : v*w+min(w, x+reach)])
	}
}

// closedRing is the most closed circle around a place or near it: an arc votes a little beside its centre.
func closedRing(g *image.Gray, x, y, mm float64) Ring {
	best := closedAt(g, x, y, mm)
	for _, step := range []float64{2, 1} {
		x, y := best.X*mm, best.Y*mm
		for dy := -2.0; dy <= 2; dy++ {
			for dx := -2.0; dx <= 2; dx++ {
				if ring := closedAt(g, x+step*dx, y+step*dy, mm); ring.Closed > best.Closed {
					best = ring
				}
			}
		}
	}
	return best
}

// closedAt is the most closed circle around a place: at each of 90 angles it has ink where the paper a little inside or
// outside is lighter.
func closedAt(g *image.Gray, x, y, mm float64) Ring {
	b := g.Bounds()
	grey := func(x, y float64) int {
		p := image.Pt(b.Min.X+int(x+0.5), b.Min.Y+int(y+0.5))
		if !p.In(b) {
			return 255
		}
		return int(g.Pix[g.PixOffset(p.X, p.Y)])
	}
	const angles = 90
	best := Ring{X: x / mm, Y: y / mm}
	for r := leastRadius * mm; r <= mostRadius*mm; r += 0.5 {
		there := 0
		for k := range angles {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / angles)
			rim := min(grey(x+r*cos, y+r*sin), grey(x+(r+0.5)*cos, y+(r+0.5)*sin))
			if around := max(grey(x+(r-3.5)*cos, y+(r-3.5)*sin), grey(x+(r+3.5)*cos, y+(r+3.5)*sin)); rim < around-25 {
				there++
			}
		}
		// of circles alike, the outermost is the rim
		if closed := float64(there) / angles; closed > best.Closed || closed > best.Closed-0.08 && closed >= leastClosed && r > best.Radius*mm+3 {
			best.Radius, best.Closed = r/mm, closed
		}
	}
	return best
}
