package photo

import (
	"cmp"
	"math"
	"slices"
)

// line is a straight edge that may be a side of a paper: x·cos + y·sin = rho.
type line struct {
	cos, sin, rho float64
	frame         bool // a border of the picture: nobody knows what is beyond it
	// sums adds up, along the line from start on, a value a pixel, the steps of colour towards its normal.
	start, dir Point
	sums       [][3]float64
	// rough adds up how the colour changes along the line, on the side of its normal and on the other.
	rough [2][]float64
}

const angles = 180 // of the Hough transform, one a degree

// edges finds the straightest edges of a picture (Hough transform with the direction of the gradient; Ballard 1981).
func (s *small) edges(most int) []line {
	reach := int(math.Hypot(float64(s.w), float64(s.h))) + 2
	votes := make([]float32, angles*2*reach)
	var sin, cos [angles]float64
	for a := range angles {
		sin[a], cos[a] = math.Sincos(float64(a) * math.Pi / angles)
	}
	const weak, strong = 4, 40
	for y := 1; y < s.h-1; y++ {
		for x := 1; x < s.w-1; x++ {
			gx, gy := s.gradient(x, y)
			m := math.Hypot(gx, gy)
			if m < weak {
				continue
			}
			weight := float32(math.Sqrt(min(m, strong)))
			middle := int(math.Round(math.Atan2(gy, gx)/math.Pi*angles)) + 2*angles
			for spread := -4; spread <= 4; spread++ {
				a := (middle + spread) % angles
				rho := (float64(x)+0.5)*cos[a] + (float64(y)+0.5)*sin[a]
				votes[a*2*reach+int(rho)+reach] += weight
			}
		}
	}
	return s.peaks(votes, reach, most)
}

// gradient is the change of colour at a pixel, of the colour that changes most (Sobel, in levels a pixel).
func (s *small) gradient(x, y int) (gx, gy float64) {
	best := -1
	at := y*s.w + x
	for _, p := range s.plane {
		a, b, c := p[at-s.w-1:][:3], p[at-1:][:3], p[at+s.w-1:][:3]
		dx := int(a[2]) - int(a[0]) + 2*(int(b[2])-int(b[0])) + int(c[2]) - int(c[0])
		dy := int(c[0]) - int(a[0]) + 2*(int(c[1])-int(a[1])) + int(c[2]) - int(a[2])
		if m := dx*dx + dy*dy; m > best {
			best, gx, gy = m, float64(dx)/8, float64(dy)/8
		}
	}
	return gx, gy
}

// peaks takes the lines with most votes that are apart from each other.
func (s *small) peaks(votes []float32, reach, most int) []line {
	type cell struct {
		at    int
		votes float32
	}
	var cells []cell
	width := 2 * reach
	for at, v := range votes {
		a, r := at/width, at%width
		if v < 40 || r == 0 || r == width-1 || votes[at-1] > v || votes[at+1] > v {
			continue
		}
		if a > 0 && votes[at-width] > v || a < angles-1 && votes[at+width] > v {
			continue
		}
		cells = append(cells, cell{at, v})
	}
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Compare(b.votes, a.votes) })
	var lines []line
	for _, c := range cells {
		sin, cos := math.Sincos(float64(c.at/width) * math.Pi / angles)
		l := line{cos: cos, sin: sin, rho: float64(c.at%width-reach) + 0.5}
		if slices.ContainsFunc(lines, func(o line) bool { return s.same(l, o) }) {
			continue
		}
		if lines = append(lines, l); len(lines) == most {
			break
		}
	}
	return lines
}

// same tells that two lines run within some pixels of each other in the picture.
func (s *small) same(a, b line) bool {
	turn := math.Abs(a.cos*b.sin - a.sin*b.cos)
	if turn > 0.09 {
		return false
	}
	middle := Point{float64(s.w) / 2, float64(s.h) / 2}
	da, db := a.rho-a.cos*middle.X-a.sin*middle.Y, b.rho-b.cos*middle.X-b.sin*middle.Y
	if a.cos*b.cos+a.sin*b.sin < 0 {
		db = -db
	}
	return math.Abs(da-db) < 3
}

// borders are the sides of the picture as lines.
func (s *small) borders() []line {
	return []line{{cos: 1, rho: 0, frame: true}, {cos: 1, rho: float64(s.w), frame: true},
		{sin: 1, rho: 0, frame: true}, {sin: 1, rho: float64(s.h), frame: true}}
}

// most is how much of a step counts: paper on wood differs by a hundred levels, white on white by ten.
const mostStep = 24

// measure adds up the steps of colour along a line.
func (l *line) measure(s *small) {
	l.dir = Point{-l.sin, l.cos}
	normal := Point{l.cos, l.sin}
	foot := normal.times(l.rho)
	reach := math.Hypot(float64(s.w), float64(s.h))
	l.start = foot.sub(l.dir.times(reach))
	l.sums = make([][3]float64, int(2*reach)+2)
	l.rough = [2][]float64{make([]float64, len(l.sums)), make([]float64, len(l.sums))}
	for i := 1; i < len(l.sums); i++ {
		p := l.start.add(l.dir.times(float64(i) - 0.5))
		l.sums[i] = l.sums[i-1]
		l.rough[0][i], l.rough[1][i] = l.rough[0][i-1], l.rough[1][i-1]
		if l.frame || p.X < 0 || p.Y < 0 || p.X > float64(s.w) || p.Y > float64(s.h) {
			continue
		}
		for side, away := range [2]float64{3, -3} {
			q := p.add(normal.times(away))
			l.rough[side][i] += min(norm(difference(s.at(q.sub(l.dir)), s.at(q.add(l.dir)))), 40)
		}
		d := s.step(p, normal, 1.5, 4.5)
		n := norm(d)
		if n < 2.5 {
			continue
		}
		k := min(n, mostStep) / n / mostStep
		for c := range d {
			l.sums[i][c] += k * d[c]
		}
	}
}

// frameSupport is what a border of the picture counts for as a side of a paper.
const frameSupport = 0.22

// support is how surely the line is an edge from a to b, 0 to 1: the length of the mean step.
func (l *line) support(a, b Point) float64 {
	if l.frame {
		return frameSupport
	}
	return l.meanStep(l.index(a), l.index(b))
}

// from is how far a point lies from the line, in pixels.
func (l *line) from(p Point) float64 { return math.Abs(p.X*l.cos + p.Y*l.sin - l.rho) }

// meanStep is the length of the mean step between two indices of sums.
func (l *line) meanStep(i, j int) float64 {
	if i > j {
		i, j = j, i
	}
	if j-i < 1 {
		return 0
	}
	var d [3]float64
	for c := range d {
		d[c] = (l.sums[j][c] - l.sums[i][c]) / float64(j-i)
	}
	return min(norm(d), 1)
}

// roughness is the mean change of colour a pixel along the line, from a to b, beside it on the side of a point.
func (l *line) roughness(a, b, beside Point) float64 {
	i, j := l.index(a), l.index(b)
	if i > j {
		i, j = j, i
	}
	if l.frame || i == j {
		return 0
	}
	side := 0
	if beside.X*l.cos+beside.Y*l.sin < l.rho {
		side = 1
	}
	return (l.rough[side][j] - l.rough[side][i]) / float64(j-i) / 2
}

func (l *line) index(p Point) int {
	return min(max(int(p.sub(l.start).dot(l.dir)+0.5), 0), len(l.sums)-1)
}

// meet is where two lines cross; ok is false for parallels.
func meet(a, b *line) (p Point, ok bool) {
	det := a.cos*b.sin - a.sin*b.cos
	if math.Abs(det) < 0.3 {
		return Point{}, false
	}
	return Point{(a.rho*b.sin - b.rho*a.sin) / det, (a.cos*b.rho - b.cos*a.rho) / det}, true
}
