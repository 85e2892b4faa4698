package photo

import "math"

// sidePoints is into how many parts a side is divided to follow its bend.
const sidePoints = 32

// reduced is the picture smaller, its longer side long pixels.
func (s *small) reduced(long int) *small {
	n := max((max(s.w, s.h)+long-1)/long, 1)
	out := &small{w: max(s.w/n, 1), h: max(s.h/n, 1), scale: s.scale * float64(n)}
	for c, plane := range s.plane {
		out.plane[c] = make([]uint8, out.w*out.h)
		for y := range out.h {
			for x := range out.w {
				sum := 0
				for j := range n {
					for _, v := range plane[(y*n+j)*s.w+x*n:][:n] {
						sum += int(v)
					}
				}
				out.plane[c][y*out.w+x] = uint8(sum / (n * n))
			}
		}
	}
	return out
}

// refine follows the sides of a quadrilateral found at a lower resolution.
func (s *small) refine(q quad, up float64) Paper {
	p := Paper{Open: q.open, Sure: min(q.sure, 1)}
	var corners [4]Point
	for i, c := range q.corners {
		corners[i] = c.times(up)
	}
	reach := 0.018 * float64(max(s.w, s.h))
	var offsets [4][]float64
	for i := range 4 {
		offsets[i] = make([]float64, sidePoints+1)
		if !q.open[i] {
			offsets[i] = s.follow(corners[i], corners[(i+1)%4], reach)
		}
	}
	p.bend(corners, offsets)
	return p
}

// follow finds how far the side from a to b runs beside the straight line, in pixels towards the outside of the paper,
// at sidePoints+1 places: the way along the strongest steps of colour that bends least (dynamic programming).
func (s *small) follow(a, b Point, reach float64) []float64 {
	along := b.sub(a).times(1 / b.sub(a).length())
	out := Point{along.Y, -along.X} // corners run clockwise: the outside is on the left
	n := 2*int(reach) + 1
	mean := s.meanStep(a, b, out)
	edge := make([][]float64, sidePoints+1)
	for i := range edge {
		edge[i] = make([]float64, n)
		base := between(a, b, min(max(float64(i)/sidePoints, 0.02), 0.98))
		for j := range edge[i] {
			d := s.step(base.add(out.times(float64(j)-float64(n/2))), out, 0.5, 2.5)
			strength := d[0]*mean[0] + d[1]*mean[1] + d[2]*mean[2]
			edge[i][j] = min(max(strength, 0), 40) / 40
		}
	}
	return smoothest(edge)
}

// meanStep is the direction in which the colour changes from the paper to the table.
func (s *small) meanStep(a, b, out Point) [3]float64 {
	var mean [3]float64
	for i := range 64 {
		d := s.step(between(a, b, (float64(i)+0.5)/64), out, 4, 9)
		for c := range d {
			mean[c] += d[c]
		}
	}
	n := norm(mean)
	if n == 0 {
		return mean
	}
	for c := range mean {
		mean[c] /= n
	}
	return mean
}

// smoothest is the way through rows of values with the largest sum, less what it costs to go aside.
func smoothest(value [][]float64) []float64 {
	const aside = 0.12 // for a pixel, squared
	n := len(value[0])
	best := make([][]float64, len(value))
	came := make([][]int, len(value))
	for i := range value {
		best[i], came[i] = make([]float64, n), make([]int, n)
		for j := range n {
			best[i][j] = value[i][j]
			if i == 0 {
				continue
			}
			top, from := math.Inf(-1), j
			for k := max(j-4, 0); k <= min(j+4, n-1); k++ {
				if v := best[i-1][k] - aside*float64((j-k)*(j-k)); v > top {
					top, from = v, k
				}
			}
			best[i][j] += top
			came[i][j] = from
		}
	}
	last := len(value) - 1
	at := 0
	for j := range n {
		if best[last][j] > best[last][at] {
			at = j
		}
	}
	out := make([]float64, len(value))
	for i := last; i >= 0; i-- {
		out[i] = float64(at - n/2)
		at = came[i][at]
	}
	return smoothed(out)
}

// smoothed is the mean of each value and its neighbours, the ends continued straight on.
func smoothed(v []float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		sum, n := 0.0, 0.0
		for k := -3; k <= 3; k++ {
			weight := 4 - math.Abs(float64(k))
			j := i + k
			switch {
			case j < 0:
				sum += weight * (2*v[0] - v[-j])
			case j >= len(v):
				sum += weight * (2*v[len(v)-1] - v[2*len(v)-2-j])
			default:
				sum += weight * v[j]
			}
			n += weight
		}
		out[i] = sum / n
	}
	return out
}

// bend sets the sides and corners of a paper of straight sides and what they run beside them.
func (p *Paper) bend(corners [4]Point, offsets [4][]float64) {
	place := func(side, i int) Point {
		a, b := corners[side], corners[(side+1)%4]
		along := b.sub(a).times(1 / b.sub(a).length())
		return between(a, b, float64(i)/sidePoints).add(Point{along.Y, -along.X}.times(offsets[side][i]))
	}
	// the ends of neighbouring sides meet where their last parts cross
	for i := range 4 {
		before := (i + 3) % 4
		const part = sidePoints / 6
		u, v := place(before, sidePoints-part), place(before, sidePoints-1)
		a, b := place(i, part), place(i, 1)
		p.Corners[i] = crossing(u, v, a, b, corners[i])
	}
	for i := range 4 {
		p.sides[i] = make([]Point, sidePoints+1)
		startOff := p.Corners[i].sub(place(i, 0))
		endOff := p.Corners[(i+1)%4].sub(place(i, sidePoints))
		for k := range p.sides[i] {
			t := float64(k) / sidePoints
			pull := startOff.times(math.Pow(1-t, 8)).add(endOff.times(math.Pow(t, 8)))
			p.sides[i][k] = place(i, k).add(pull)
		}
	}
}

// crossing is where the lines u-v and a-b cross, or the fallback where that is far away.
func crossing(u, v, a, b, fallback Point) Point {
	r, s := v.sub(u), b.sub(a)
	det := r.cross(s)
	if math.Abs(det) < 0.2*r.length()*s.length() {
		return fallback
	}
	p := u.add(r.times(a.sub(u).cross(s) / det))
	if p.sub(fallback).length() > 40 {
		return fallback
	}
	return p
}

func (p Paper) scaled(k float64) Paper {
	for i := range 4 {
		p.Corners[i] = p.Corners[i].times(k)
		for j := range p.sides[i] {
			p.sides[i][j] = p.sides[i][j].times(k)
		}
	}
	return p
}
