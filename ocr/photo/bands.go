package photo

import (
	"math"
	"slices"
)

// withBands is a quadrilateral with what belongs to its paper beyond a side: the coloured band of a letterhead, whose border
// to the white is straight and sharp and may pass for a side. The steps of colour beside a dark band are others than beside
// the white, even opposite ones, so that the whole side stood out less. It must make a sheet of what is none.
func (s *small) withBands(q quad, all []quad) quad {
	const offSheet, onSheet, clear, mostLarger = 0.045, 0.04, 0.9, 1.4
	if q.openSides() > 0 || s.offSheet(q) < offSheet {
		return q
	}
	best := q
	for _, larger := range all {
		share := area(larger.corners[:]) / area(q.corners[:])
		if share < 1.02 || share > mostLarger || larger.openSides() > 0 || !larger.holds(q) || s.offSheet(larger) > onSheet {
			continue
		}
		larger.measureBands()
		if larger.sure > clear && larger.endsClearly(q) && (best.corners == q.corners || larger.sure > best.sure) {
			best = larger
		}
	}
	return best
}

// endsClearly tells that what this quadrilateral has more than another one stands out from the table by itself, all around.
func (q quad) endsClearly(than quad) bool {
	const leastBeside, leastEnd = 0.35, 0.5
	for i, l := range q.sides {
		before, behind := q.sides[(i+3)%4], q.sides[(i+1)%4]
		if n := than.sideAlong(l); n >= 0 && (than.sides[n] == l || q.sharesCorner(i, than)) {
			continue
		}
		if l.support(q.corners[i], q.corners[(i+1)%4]) < leastEnd {
			return false
		}
		if than.prolonged(before, q.corners[i]) < leastBeside || than.prolonged(behind, q.corners[(i+1)%4]) < leastBeside {
			return false
		}
	}
	return true
}

// sharesCorner tells that a side of the quadrilateral begins or ends where another has a corner.
func (q quad) sharesCorner(side int, other quad) bool {
	const near = 3 // pixels of the small picture
	return slices.ContainsFunc(other.corners[:], func(p Point) bool {
		return p.sub(q.corners[side]).length() < near || p.sub(q.corners[(side+1)%4]).length() < near
	})
}

// prolonged is the support of a line from the end of the side of the quadrilateral that lies along it to a corner that is
// farther on it; 0 for a line along which none of its sides lies: then the corner is no band's but another quadrilateral's.
func (q quad) prolonged(l *line, to Point) float64 {
	i := q.sideAlong(l)
	if i < 0 {
		return 0
	}
	near, far := q.corners[i], q.corners[(i+1)%4]
	if near.sub(to).length() > far.sub(to).length() {
		near = far
	}
	return l.support(near, to)
}

// sideAlong is the side of the quadrilateral that lies along a line, -1 if none does. Of a curled sheet two lines fit a side.
func (q quad) sideAlong(l *line) int {
	const along = 7 // pixels of the small picture
	if i := slices.Index(q.sides[:], l); i >= 0 {
		return i
	}
	for i := range q.sides {
		if l.from(q.corners[i]) < along && l.from(q.corners[(i+1)%4]) < along {
			return i
		}
	}
	return -1
}

// holds tells that another quadrilateral lies within this one, or on its sides.
func (q quad) holds(other quad) bool {
	for _, p := range other.corners {
		if !q.near(p, 3) {
			return false
		}
	}
	return true
}

// measureBands judges the quadrilateral anew, as one whose sides may run along bands.
func (q *quad) measureBands() {
	sum, least := 0.0, math.Inf(1)
	for i, l := range q.sides {
		v := l.bandedSupport(q.corners[i], q.corners[(i+1)%4])
		sum, least = sum+v, min(least, v)
	}
	q.sure = (sum + least) / 5
	q.clear = sum / 4
}

// bandedSupport is support for a side that may have a coloured band at either end.
func (l *line) bandedSupport(a, b Point) float64 {
	i, j := l.index(a), l.index(b)
	best, head := l.meanStep(i, j), 0.0
	at := func(t float64) int { return i + int(t*float64(j-i)) }
	bands := [...]float64{0.05, 0.075, 0.1, 0.13, 0.17, 0.22}
	for _, t := range bands {
		if v := t*l.meanStep(i, at(t)) + (1-t)*l.meanStep(at(t), j); v > best {
			best, head = v, t
		}
	}
	before := head * l.meanStep(i, at(head))
	for _, t := range bands {
		best = max(best, before+(1-t-head)*l.meanStep(at(head), at(1-t))+t*l.meanStep(at(1-t), j))
	}
	return best
}
