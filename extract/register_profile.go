package extract

import (
	"image"
	"math"
)

// The coarse step of registration compares one-dimensional profiles: how dark the page is along its
// height and along its width. The bars, rules and headings of a form give them a shape that filling in
// hardly changes, and matching them over scale and shift costs a thousandth of matching pictures.

const (
	coarseDPI  = 50
	maxSkew    = 6.0  // degrees
	scanScale  = 0.08 // as maxScale, of scans and copies
	maxScale   = 0.25 // relative to the resolution that the picture claims
	maxAspect  = 0.06 // by which a photograph from the side changes how wide a sheet is to how high
	maxShiftMM = 30.0
	strips     = 16
)

// profiles holds the darkness of a picture along one axis, separately in strips across the other, so
// that the profile at any small skew is a sum of shifted strips.
type profiles struct {
	length int
	width  float64 // across, in pixels
	// bow is by how many pixels lines lie farther along in their middle than at their ends, as on curled paper.
	bow   float64
	strip [strips][]float64
}

// rowProfiles measures along the height (strips are columns of the picture).
func rowProfiles(g *image.Gray) profiles {
	w, h := g.Bounds().Dx(), g.Bounds().Dy()
	p := profiles{length: h, width: float64(w)}
	for s := range p.strip {
		p.strip[s] = make([]float64, h)
	}
	for y := range h {
		row := g.Pix[y*g.Stride:][:w]
		for s := range strips {
			part := row[s*w/strips : (s+1)*w/strips]
			sum := 0
			for _, v := range part {
				sum += 255 - int(v)
			}
			p.strip[s][y] = float64(sum) / float64(w)
		}
	}
	return p
}

// columnProfiles measures along the width (strips are bands of rows).
func columnProfiles(g *image.Gray) profiles {
	w, h := g.Bounds().Dx(), g.Bounds().Dy()
	p := profiles{length: w, width: float64(h)}
	sums := make([]int, w)
	for s := range strips {
		clear(sums)
		for y := s * h / strips; y < (s+1)*h/strips; y++ {
			for x, v := range g.Pix[y*g.Stride:][:w] {
				sums[x] += 255 - int(v)
			}
		}
		p.strip[s] = make([]float64, w)
		for x, v := range sums {
			p.strip[s][x] = float64(v) / float64(h)
		}
	}
	return p
}

// reversed is the profile of the picture turned by 180 degrees.
func (p profiles) reversed() profiles {
	r := profiles{length: p.length, width: p.width, bow: -p.bow}
	for s := range p.strip {
		from := p.strip[strips-1-s]
		r.strip[s] = make([]float64, p.length)
		for i, v := range from {
			r.strip[s][p.length-1-i] = v
		}
	}
	return r
}

// at sums the strips along lines of the given slope (pixels along per pixel across), through the middle.
func (p profiles) at(slope float64) []float64 {
	sum := make([]float64, p.length)
	for s, values := range p.strip {
		shift := p.shift(s, slope)
		whole := int(math.Floor(shift))
		part := shift - float64(whole)
		for i := max(0, -whole); i < min(p.length, p.length-1-whole); i++ {
			sum[i] += values[i+whole]*(1-part) + values[i+whole+1]*part
		}
	}
	return sum
}

// near is at from one place of the profile to another, with strips moved by whole pixels: so no slope is smoother
// than another.
func (p profiles) near(slope float64, from, to int) []float64 {
	sum := make([]float64, to-from)
	for s, values := range p.strip {
		whole := int(math.Round(p.shift(s, slope)))
		start, end := max(0, -from-whole), min(to-from, p.length-from-whole)
		if start >= end {
			continue
		}
		for i, v := range values[from+whole+start : from+whole+end] {
			sum[start+i] += v
		}
	}
	return sum
}

// shift is by how many pixels a strip is moved along for lines of a slope.
func (p profiles) shift(strip int, slope float64) float64 {
	u := (float64(strip)+0.5)/strips - 0.5
	return slope*u*p.width + p.bow*(1.0/3-4*u*u)
}

// highPassed takes away the mean over about 20 mm, so that shadows and paper tone do not count.
func highPassed(q []float64) []float64 {
	const half = coarseDPI * 10 / 25
	out := make([]float64, len(q))
	sum, n := 0.0, 0
	for i := range min(half, len(q)) {
		sum += q[i]
		n++
	}
	for i := range q {
		if i+half < len(q) {
			sum += q[i+half]
			n++
		}
		if i-half-1 >= 0 {
			sum -= q[i-half-1]
			n--
		}
		out[i] = q[i] - sum/float64(n)
	}
	return out
}

// alignment places a model profile on a measured one: measured position = scale · model position + shift,
// both counted in pixels from the start. Score is their correlation, -1 to 1.
type alignment struct{ scale, shift, score float64 }

// roughly searches all scales and all shifts up to maxShift pixels (at the middle of the profile) at a quarter of the
// resolution; align makes the answer exact.
func roughly(model, measured []float64, maxShift float64) alignment {
	return within(model, measured, 1-maxScale, 1+maxScale, maxShift)
}

// usually searches the scales of scans at half of the resolution: the rows of a table melt at a quarter.
func usually(model, measured []float64, maxShift float64) alignment {
	a := searchAlignment(halved(model), halved(measured), 1-scanScale, 1+scanScale, 0.005, 0, maxShift/2, 1)
	a.shift *= 2
	return a
}

// within is roughly between two scales.
func within(model, measured []float64, from, to, maxShift float64) alignment {
	a := searchAlignment(quartered(model), quartered(measured), from, to, 0.0125, 0, maxShift/4, 1)
	a.shift *= 4
	return a
}

// align searches around a rough alignment, first in halved resolution, then in full.
func align(model, measured []float64, rough alignment) alignment {
	middle := float64(len(model)) / 2
	from := rough.shift + (rough.scale-1)*middle
	half := searchAlignment(halved(model), halved(measured), rough.scale-0.0125, rough.scale+0.0125, 0.005, from/2, 4, 1)
	return searchAlignment(model, measured, half.scale-0.005, half.scale+0.005, 0.00125, half.shift*2+(half.scale-1)*middle, 3, 0.5)
}

// searchAlignment tries scales and shifts; a shift is that of the middle of the model, around centre.
// shiftStep is 1 or a half.
func searchAlignment(model, measured []float64, from, to, step, centre, reach, shiftStep float64) alignment {
	best := alignment{scale: 1, score: -1}
	middle := float64(len(model)) / 2
	scaled := make([]float64, 0, len(model)*2)
	parts := int(1 / shiftStep)
	between := make([]shifted, parts)
	for scale := from; scale <= to+1e-9; scale += step {
		scaled = resample(scaled[:0], model, scale)
		length := math.Sqrt(dot(scaled, scaled))
		first := centre - reach - (scale-1)*middle
		for i := range int(2*reach/shiftStep) + 1 {
			start := first + float64(i)*shiftStep
			if i < parts {
				between[i].set(measured, start-math.Floor(start))
			}
			if score := between[i%parts].correlate(scaled, length, int(math.Floor(start))); score > best.score {
				best = alignment{scale, start, score}
			}
		}
	}
	return best
}

// shifted is a profile moved by a part of a pixel, with the running sum of its squares: a search compares it
// with a model at many whole shifts.
type shifted struct{ values, squares []float64 }

// set moves a profile by 0 to 1, linearly.
func (s *shifted) set(measured []float64, part float64) {
	s.values, s.squares = s.values[:0], append(s.squares[:0], 0)
	sum := 0.0
	for i := range len(measured) - 1 {
		q := measured[i]*(1-part) + measured[i+1]*part
		sum += q * q
		s.values = append(s.values, q)
		s.squares = append(s.squares, sum)
	}
}

// correlate is the normalised correlation of a model of the given length (as a vector) laid on the profile at
// a start; what falls outside counts as nothing, so a cut edge lowers the score only by what it cut.
func (s *shifted) correlate(model []float64, length float64, start int) float64 {
	from, to := max(0, -start), min(len(model), len(s.values)-start)
	if from >= to || length == 0 {
		return 0
	}
	squares := s.squares[to+start] - s.squares[from+start]
	if squares <= 0 {
		return 0
	}
	return dot(model[from:to], s.values[from+start:]) / (length * math.Sqrt(squares))
}

func dot(a, b []float64) float64 {
	var s0, s1, s2, s3 float64
	n := len(a) &^ 3
	b = b[:len(a)]
	for i := 0; i < n; i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for i := n; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}

func quartered(q []float64) []float64 { return halved(halved(q)) }

func halved(q []float64) []float64 {
	out := make([]float64, len(q)/2)
	for i := range out {
		out[i] = (q[2*i] + q[2*i+1]) / 2
	}
	return out
}

// resample stretches a profile by a scale, linearly.
func resample(out, q []float64, scale float64) []float64 {
	n := int(float64(len(q)) * scale)
	for i := range n {
		at := (float64(i)+0.5)/scale - 0.5
		j := int(math.Floor(at))
		part := at - float64(j)
		j = max(0, min(j, len(q)-2))
		out = append(out, q[j]*(1-part)+q[j+1]*part)
	}
	return out
}
