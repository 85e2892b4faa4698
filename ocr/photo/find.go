package photo

import (
	"cmp"
	"image"
	"math"
	"slices"
)

// Paper is a paper in a picture.
type Paper struct {
	// Corners run clockwise, from the one that is nearest to the upper left of the picture, in pixels of the picture;
	// a corner that is missing or outside of the picture is where the sides would meet.
	Corners [4]Point
	// Open tells for each side, from a corner to the next, that it lies along the border of the picture: the paper may
	// go on beyond it.
	Open [4]bool
	// Sure is how clearly the sides stand out, 0 to 1.
	Sure float64

	// sides are the sides as they run, Corners at both ends, with their points evenly spread.
	sides [4][]Point
}

const (
	findSide   = 288 // longer side of the picture in which papers are found
	refineSide = 1152
	mostLines  = 48
	mostPapers = 4
	leastSure  = 0.42
	leastOpen  = 0.5  // with two sides beyond the picture: 0.53 is the most there is
	mostLikely = 40   // quadrilaterals that are looked at closely
	leastShare = 0.06 // of the picture; a printed code takes less
)

// Find finds the papers on a table in a picture of kind Gray, YCbCr or RGBA that starts at 0, 0, the largest first; none when the picture shows no border of a paper, as a scan does
// or a picture filled by its paper.
func Find(img image.Image) []Paper {
	if !searchable(img) {
		return nil
	}
	fine := reduce(img, refineSide)
	coarse := fine.reduced(findSide)
	var papers []Paper
	for _, q := range coarse.quads() {
		p := fine.refine(q, coarse.scale/fine.scale)
		papers = append(papers, p.scaled(fine.scale))
	}
	return papers
}

// searchable tells that a picture has a kind, a place and a size to find papers on.
func searchable(img image.Image) bool {
	b := img.Bounds()
	return b.Dx() >= 64 && b.Dy() >= 64 && b.Min == (image.Point{}) && planes(img) != nil
}

// quad is a quadrilateral of lines.
type quad struct {
	corners [4]Point
	open    [4]bool
	score   float64
	sure    float64
	clear   float64 // as sure, of the sides within the picture alone
	checked float64 // see checkedInside
	sides   [4]*line
}

// quads finds papers one after the other: the best quadrilateral, then the best of what is left.
func (s *small) quads() []quad {
	const clear, sheet, much, little = 0.75, 0.1, 0.1, 0.01
	plain := s.withoutPrint(3)
	print := s.print(plain)
	found, checked := s.quadsOn(plain, print)
	if len(found) > 0 && found[0].clear > clear && (len(found) > 1 || s.offSheet(found[0]) < sheet) && !checked {
		return found
	}
	better := much
	if checked {
		better = little
	}
	// what takes the print away takes a finely patterned table away too, the corners of checks, and the narrow shadow
	// of white paper on a white table
	if again, _ := s.quadsOn(s.withoutPrint(1), print); len(again) > 0 && (len(found) == 0 || again[0].score > found[0].score+better) {
		return again
	}
	return found
}

// quadsOn finds papers on the picture without its print; checked tells that some of what it saw was a table-cloth with checks.
func (s *small) quadsOn(plain *small, print []uint8) (found []quad, checked bool) {
	const cloth = 0.3
	all := s.likely(plain, print)
	if len(all) > 0 {
		all[0] = s.withBands(all[0], all)
	}
	checked = slices.ContainsFunc(all[:min(len(all), 10)], func(q quad) bool { return q.checked > cloth })
	for _, q := range all {
		if len(found) == mostPapers || q.sure < leastSure {
			break
		}
		if q.openSides() > 1 && q.sure < leastOpen {
			continue
		}
		if len(found) > 0 && (q.sure < 0.7 || area(q.corners[:]) < 0.15*area(found[0].corners[:])) {
			continue
		}
		if slices.ContainsFunc(found, func(f quad) bool { return overlap(f.corners, q.corners) }) {
			continue
		}
		if len(found) > 0 && !s.another(found[0].corners, q.corners, plain) {
			continue
		}
		found = append(found, q)
	}
	if s.onPaper(found, plain) {
		return nil, checked
	}
	return found, checked
}

// likely are the quadrilaterals on the picture without its print, the best first; only the first of them have their sides looked
// across for print that goes on.
func (s *small) likely(plain *small, print []uint8) []quad {
	lines := append(plain.edges(mostLines), plain.borders()...)
	for i := range lines {
		lines[i].measure(plain)
	}
	all := plain.candidates(lines)
	s.markTorn(all[:min(len(all), mostLikely)], print)
	slices.SortStableFunc(all, byScore)
	return all
}

// onPaper tells that the first of the papers is nothing but a box or a band on one that fills the picture: what is around
// them is as light, and has print. A sheet that takes much of a speckled white table, with all sides clear, is none.
func (s *small) onPaper(papers []quad, plain *small) bool {
	const clear, large, white = 0.85, 0.35, 215
	if len(papers) == 0 {
		return false
	}
	first := papers[0]
	if first.sure >= clear && area(first.corners[:]) > large*float64(s.w*s.h) {
		return false
	}
	paper, _, _ := s.sample(first.corners, plain)
	var around [3]float64
	print, n := 0.0, 0
	for y := 2; y < s.h-2; y += 4 {
		for x := 2; x < s.w-2; x += 4 {
			p := Point{float64(x) + 0.5, float64(y) + 0.5}
			if slices.ContainsFunc(papers, func(q quad) bool { return q.near(p, 4) }) {
				continue
			}
			v := plain.at(p)
			for c := range v {
				around[c] += v[c]
			}
			print += norm(difference(v, s.at(p)))
			n++
		}
	}
	if n == 0 {
		return false
	}
	for c := range around {
		around[c] /= float64(n)
	}
	apart, print := norm(difference(paper, around)), print/float64(n)
	switch {
	case print < 0.4*leastPrint:
		return false
	case apart < alikePaper, (around[0]+around[1]+around[2])/3 > white:
		return true
	}
	return apart < 1.25*alikePaper && print > 5*leastPrint
}

const (
	// alikePaper is how far the colours of two papers in one light are apart at most, leastPrint by how much print
	// darkens a paper at least.
	alikePaper, leastPrint = 60, 1.5
)

func (q quad) openSides() int {
	n := 0
	for _, open := range q.open {
		if open {
			n++
		}
	}
	return n
}

// near tells that a point lies in the quadrilateral or within some pixels of it.
func (q quad) near(p Point, reach float64) bool {
	for i, a := range q.corners {
		side := q.corners[(i+1)%4].sub(a)
		if side.cross(p.sub(a)) < -reach*side.length() {
			return false
		}
	}
	return true
}

// another tells that what lies beside the first paper is a paper too: about as light, plain, and with print on it.
func (s *small) another(first, next [4]Point, plain *small) bool {
	a, _, _ := s.sample(first, plain)
	b, print, spread := s.sample(next, plain)
	return norm(difference(a, b)) < alikePaper && print > leastPrint && spread < 14
}

// sample looks into a quadrilateral: its mean colour without print, how much darker print makes it on average, and how
// far neighbouring places differ.
func (s *small) sample(q [4]Point, plain *small) (colour [3]float64, print, spread float64) {
	const n = 16
	m := ofSquare(q)
	for i := range n * n {
		p := Point{(float64(i%n) + 1) / (n + 1), (float64(i/n) + 1) / (n + 1)}
		v, w := plain.at(m.At(p)), s.at(m.At(p))
		beside := plain.at(m.At(Point{p.X + 1/(n+1.0), p.Y}))
		for c := range v {
			colour[c] += v[c] / (n * n)
		}
		print += norm(difference(v, w)) / (n * n)
		spread += norm(difference(v, beside)) / (n * n)
	}
	return colour, print, spread
}

// overlap tells that two papers cannot both lie there: one has a corner, its middle or the middle of a side in the other.
func overlap(a, b [4]Point) bool {
	hits := func(a, b [4]Point) bool {
		middle := between(between(b[0], b[2], 0.5), between(b[1], b[3], 0.5), 0.5)
		for i, p := range b {
			if inside(a, between(p, middle, 0.06)) || inside(a, between(between(p, b[(i+1)%4], 0.5), middle, 0.06)) {
				return true
			}
		}
		return inside(a, middle)
	}
	return hits(a, b) || hits(b, a)
}

// candidates are the quadrilaterals of four lines that may be papers, the best first.
func (s *small) candidates(lines []line) []quad {
	type pair struct{ a, b int }
	var pairs []pair
	longer := float64(max(s.w, s.h))
	for i := range lines {
		for j := i + 1; j < len(lines); j++ {
			a, b := &lines[i], &lines[j]
			if math.Abs(a.cos*b.sin-a.sin*b.cos) > 0.5 || s.apart(a, b) < 0.08*longer {
				continue
			}
			pairs = append(pairs, pair{i, j})
		}
	}
	var quads []quad
	for i, p := range pairs {
		for _, q := range pairs[i+1:] {
			if p.a == q.a || p.a == q.b || p.b == q.a || p.b == q.b {
				continue
			}
			if c, ok := s.quadOf(&lines[p.a], &lines[q.a], &lines[p.b], &lines[q.b]); ok {
				quads = append(quads, c)
			}
		}
	}
	slices.SortFunc(quads, byScore)
	// most papers are of the shape of A4
	best := quads[:min(len(quads), 400)]
	for i := range best {
		if best[i].open == [4]bool{} {
			off := s.offSheet(best[i]) / 0.025
			best[i].score += 0.06 / (1 + off*off)
		}
	}
	slices.SortFunc(best, byScore)
	for i := range best {
		best[i].checked = s.checkedInside(best[i])
		best[i].score -= 0.5 * best[i].checked
	}
	slices.SortFunc(best, byScore)
	return quads
}

func byScore(a, b quad) int { return cmp.Compare(b.score, a.score) }

// offSheet is how far a quadrilateral is from the shape of A4, as the logarithm of its sides.
func (s *small) offSheet(q quad) float64 {
	aspect := Aspect(q.corners, image.Pt(s.w, s.h), focal)
	return min(math.Abs(math.Log(aspect/sheetAspect)), math.Abs(math.Log(aspect*sheetAspect)))
}

// apart is about the distance of two lines in the picture.
func (s *small) apart(a, b *line) float64 {
	middle := Point{float64(s.w) / 2, float64(s.h) / 2}
	da, db := a.rho-a.cos*middle.X-a.sin*middle.Y, b.rho-b.cos*middle.X-b.sin*middle.Y
	if a.cos*b.cos+a.sin*b.sin < 0 {
		db = -db
	}
	return math.Abs(da - db)
}

// quadOf judges the quadrilateral of two pairs of opposite sides, if it is one a paper can have.
func (s *small) quadOf(a, b, c, d *line) (quad, bool) {
	var q quad
	sides := [4]*line{a, b, c, d}
	for i := range 4 {
		p, ok := meet(sides[(i+3)%4], sides[i])
		margin := 0.06 * float64(max(s.w, s.h))
		if !ok || p.X < -margin || p.Y < -margin || p.X > float64(s.w)+margin || p.Y > float64(s.h)+margin {
			return q, false
		}
		q.corners[i] = p
	}
	if area(q.corners[:]) < 0 {
		q.corners[1], q.corners[3] = q.corners[3], q.corners[1]
		sides = [4]*line{sides[3], sides[2], sides[1], sides[0]}
	}
	q.sides = sides
	share := area(q.corners[:]) / float64(s.w*s.h)
	if share < leastShare || !convex(q.corners) || !s.rectangular(q.corners) {
		return q, false
	}
	middle := between(between(q.corners[0], q.corners[2], 0.5), between(q.corners[1], q.corners[3], 0.5), 0.5)
	least, sum, frames, beyond, rough := 1.0, 0.0, 0, 0.0, 0.0
	for i, l := range sides {
		from, to := q.corners[i], q.corners[(i+1)%4]
		v := l.support(from, to)
		least, sum = min(least, v), sum+v
		if q.open[i] = l.frame; l.frame {
			frames++
			continue
		}
		rough += min(l.roughness(from, to, middle)/8, 1)
		// a side ends at its corners
		out := to.sub(from).times(0.12)
		for _, end := range [2][2]Point{{from, from.sub(out)}, {to, to.add(out)}} {
			if p := end[1]; p.X > 0 && p.Y > 0 && p.X < float64(s.w) && p.Y < float64(s.h) {
				beyond += max(l.support(end[0], end[1])-0.4, 0)
			}
		}
	}
	if frames > 2 {
		return q, false
	}
	q.sure = (sum + least) / 5
	q.clear = (sum - float64(frames)*frameSupport) / float64(4-frames)
	// paper is plain along its sides, most tables are not
	q.score = 1.6*q.sure + 0.35*math.Sqrt(min(share, 1)) - 0.28*beyond - 0.12*rough
	q.turn()
	return q, true
}

// rectangular tells that the corners may be those of a rectangle seen from above: no angle below 55° or over 125°,
// opposite sides of like length.
func (s *small) rectangular(q [4]Point) bool {
	var length [4]float64
	for i := range q {
		a, b, c := q[(i+3)%4], q[i], q[(i+1)%4]
		u, v := a.sub(b), c.sub(b)
		length[i] = v.length()
		if math.Abs(u.dot(v)) > 0.57*u.length()*v.length() {
			return false
		}
	}
	alike := func(a, b float64) bool { return min(a, b) > 0.55*max(a, b) }
	return alike(length[0], length[2]) && alike(length[1], length[3])
}

// turn makes the corner nearest to the upper left the first.
func (q *quad) turn() {
	first := 0
	for i, p := range q.corners {
		if p.X+p.Y < q.corners[first].X+q.corners[first].Y {
			first = i
		}
	}
	var corners [4]Point
	var open [4]bool
	var sides [4]*line
	for i := range 4 {
		corners[i], open[i], sides[i] = q.corners[(first+i)%4], q.open[(first+i)%4], q.sides[(first+i)%4]
	}
	q.corners, q.open, q.sides = corners, open, sides
}
