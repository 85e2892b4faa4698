package photo

import (
	"math"
	"slices"
)

// hue is a colour without its brightness: red and blue less green, as shares of all three. A shadow changes it little.
func hue(v [3]float64) (h [2]float64) {
	all := max(v[0]+v[1]+v[2], 60) // of what is darker nothing can be said
	return [2]float64{(v[0] - v[1]) / all, (v[2] - v[1]) / all}
}

// checkedInside is how much of the sides of a quadrilateral, 0 to 2 for four of them, runs just within them over one colour
// here and another there: the checks of a table-cloth whose seam was taken for a side. Paper, and a coloured band, are of
// one colour all along.
func (s *small) checkedInside(q quad) (checked float64) {
	const (
		n       = 40
		within  = 3    // pixels
		another = 0.05 // of hue
		stray   = 0.12 // a share that says nothing: a logo, a stamp, the end of a band
	)
	for i, l := range q.sides {
		if l.frame {
			continue
		}
		from, to := q.corners[i], q.corners[(i+1)%4]
		inwards := Point{from.Y - to.Y, to.X - from.X}.times(within / to.sub(from).length())
		var along [n][2]float64
		for k := range along {
			along[k] = hue(s.at(between(from, to, (float64(k)+0.5)/n).add(inwards)))
		}
		usual, other := median(along[:]), 0
		for _, h := range along {
			if math.Hypot(h[0]-usual[0], h[1]-usual[1]) > another {
				other++
			}
		}
		checked += max(float64(other)/n-stray, 0)
	}
	return checked
}

// median is that of red and that of blue.
func median(hues [][2]float64) (h [2]float64) {
	for c := range h {
		one := make([]float64, len(hues))
		for i := range hues {
			one[i] = hues[i][c]
		}
		slices.Sort(one)
		h[c] = one[len(one)/2]
	}
	return h
}
