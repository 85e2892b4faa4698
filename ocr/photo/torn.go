package photo

import "math"

// markTorn lowers what quadrilaterals are worth across a side of which print goes on: the lines and boxes of a form go through
// the border of a shadow and through a fold, and end where their paper ends.
func (s *small) markTorn(quads []quad, print []uint8) {
	const worth = 0.5
	for i := range quads {
		quads[i].score -= worth * s.tornAt(quads[i], print)
	}
}

// print is how much darker each place is than without what is printed there.
func (s *small) print(plain *small) []uint8 {
	out := make([]uint8, s.w*s.h)
	for i := range out {
		sum := 0
		for c, v := range s.plane {
			sum += int(plain.plane[c][i]) - int(v[i])
		}
		out[i] = uint8(sum / len(s.plane))
	}
	return out
}

// tornAt is how much print goes on across the side of a quadrilateral where it does most, 0 to 1.
func (s *small) tornAt(q quad, print []uint8) float64 {
	const alike, same, most, fewest = 0.45, 0.75, 6, 40
	worst := 0.0
	for i, open := range q.open {
		if open {
			continue
		}
		within, beyond := s.printAlong(q.corners[i], q.corners[(i+1)%4], print)
		if len(within) < fewest || mean(within) < leastPrint/2 || mean(beyond) < leastPrint/2 {
			continue
		}
		// a line that crosses a side aslant leaves it elsewhere
		for at := -most; at <= most; at++ {
			worst = max(worst, (correlation(within[max(at, 0):len(within)+min(at, 0)], beyond[max(-at, 0):len(beyond)-max(at, 0)])-alike)/(same-alike))
		}
	}
	return min(worst, 1)
}

// alongStep is how many places are looked at on each pixel of a side.
const alongStep = 2

// printAlong is how much darker print makes the picture along a side, some pixels to the left and to the right of it; what
// lies outside of the picture is left out, and the ends are, where the other sides are.
func (s *small) printAlong(from, to Point, print []uint8) (left, right []float64) {
	const deep = 4
	side := to.sub(from)
	n := int(side.length() * alongStep)
	normal := Point{-side.Y, side.X}.times(deep / side.length())
	for i := n / 20; i < n-n/20; i++ {
		p := from.add(side.times(float64(i) / float64(n)))
		a, b := p.add(normal), p.sub(normal)
		if s.holds(a) && s.holds(b) {
			left = append(left, interpolated(print, s.w, s.h, a))
			right = append(right, interpolated(print, s.w, s.h, b))
		}
	}
	return left, right
}

func (s *small) holds(p Point) bool {
	return p.X >= 1 && p.Y >= 1 && p.X < float64(s.w-1) && p.Y < float64(s.h-1)
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(max(len(v), 1))
}

// correlation is Pearson's coefficient of two series of one length; 0 where one does not change.
func correlation(a, b []float64) float64 {
	ma, mb := mean(a), mean(b)
	ab, aa, bb := 0.0, 0.0, 0.0
	for i := range a {
		ab += (a[i] - ma) * (b[i] - mb)
		aa += (a[i] - ma) * (a[i] - ma)
		bb += (b[i] - mb) * (b[i] - mb)
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}
