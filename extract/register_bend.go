package extract

import (
	"image"
	"math"

	"pratica/extract/forms"
)

// placing says where the points of a form lie on a picture: moved within the sheet, in mm, as paper that curls
// moves them, and then seen by a camera or a scanner.
type placing struct {
	seen Homography
	bend bend
}

// at maps a point of the form in mm to pixels.
func (p placing) at(x, y float64) (float64, float64) {
	dx, dy := p.bend.at(x, y)
	return p.seen.Apply(x+dx, y+dy)
}

// around is the affine map that is right at a point of the form and near it.
func (p placing) around(x, y float64) Homography {
	if !p.bend.bends {
		return p.seen
	}
	const step = 2.0 // mm
	x0, y0 := p.at(x-step, y)
	x1, y1 := p.at(x+step, y)
	u0, v0 := p.at(x, y-step)
	u1, v1 := p.at(x, y+step)
	a, b, c, d := (x1-x0)/(2*step), (u1-u0)/(2*step), (y1-y0)/(2*step), (v1-v0)/(2*step)
	px, py := p.at(x, y)
	return Homography{a, b, px - a*x - b*y, c, d, py - c*x - d*y, 0, 0, 1}
}

// sampled is a part of a picture as the blank has it at dpi, from origin on. Where the map is not affine it is put
// together from pieces so narrow that in each it nearly is.
func (p placing) sampled(g *image.Gray, dpi float64, origin image.Point, w, h int) *image.Gray {
	toMM := scaling(25.4 / dpi)
	if !p.bend.bends && p.seen[6] == 0 && p.seen[7] == 0 {
		return sampled(g, toMM.Then(p.seen), origin.X, origin.Y, w, h)
	}
	const width = 8.0 // mm: on paper that curls by 3 mm the error is a hundredth of a millimetre
	piece := int(width / 25.4 * dpi)
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := 0; y < h; y += piece {
		for x := 0; x < w; x += piece {
			pw, ph := min(piece, w-x), min(piece, h-y)
			mx, my := toMM.Apply(float64(origin.X+x)+float64(pw)/2, float64(origin.Y+y)+float64(ph)/2)
			part := sampled(g, toMM.Then(p.around(mx, my)), origin.X+x, origin.Y+y, pw, ph)
			for v := range ph {
				copy(out.Pix[(y+v)*out.Stride+x:][:pw], part.Pix[v*part.Stride:])
			}
		}
	}
	return out
}

// then is the placing on a picture that a map makes of this one.
func (p placing) then(g Homography) placing { return placing{p.seen.Then(g), p.bend} }

// bend is how points of a curled sheet are moved, in mm: a cubic polynomial of where they lie, and near each anchor
// what the polynomial leaves there.
type bend struct {
	bends bool
	x, y  [bendTerms]float64
	left  []pair // p is by how many mm the point f is moved besides
}

// bendNear is how far, in mm, what is left at an anchor reaches: anchors lie 27 mm below each other.
const bendNear = 20.0

const (
	bendTerms = 10
	// bendStiff is the weight that keeps coefficients small, in anchors: where there are none nothing is moved far.
	bendStiff = 0.02
)

// bendBasis are the terms at a point, with the sheet from about -1 to 1.
func bendBasis(x, y float64) [bendTerms]float64 {
	u, v := x/105-1, y/148.5-1
	return [bendTerms]float64{1, u, v, u * u, u * v, v * v, u * u * u, u * u * v, u * v * v, v * v * v}
}

func (b bend) at(x, y float64) (dx, dy float64) {
	if !b.bends {
		return 0, 0
	}
	for i, t := range bendBasis(x, y) {
		dx, dy = dx+b.x[i]*t, dy+b.y[i]*t
	}
	const far = 0.3 // the weight of nothing being left
	sum, sx, sy := far, 0.0, 0.0
	for _, p := range b.left {
		d := ((x-p.fx)*(x-p.fx) + (y-p.fy)*(y-p.fy)) / (2 * bendNear * bendNear)
		if d < 8 {
			w := p.weight * math.Exp(-d)
			sum, sx, sy = sum+w, sx+w*p.px, sy+w*p.py
		}
	}
	return dx + sx/sum, dy + sy/sum
}

// leave notes what a bend leaves between a map and the pairs that it fits.
func (b *bend) leave(seen Homography, work []pair) {
	back := seen.Inverse()
	var left []pair
	for _, p := range work {
		if p.weight > 0 {
			x, y := back.Apply(p.px, p.py)
			dx, dy := b.at(p.fx, p.fy)
			left = append(left, pair{p.fx, p.fy, x - p.fx - dx, y - p.fy - dy, p.weight})
		}
	}
	b.left = left
}

// fitBend is the bend that is left between a map and the pairs it was fitted to, by weighted least squares with a
// little stiffness.
func fitBend(seen Homography, pairs []pair) (bend, bool) {
	back := seen.Inverse()
	equations := func(target func(p pair) float64) (terms [bendTerms]float64, ok bool) {
		m := newNormalEquations(bendTerms)
		for i := range bendTerms {
			m[i][i] = bendStiff
		}
		for _, p := range pairs {
			basis := bendBasis(p.fx, p.fy)
			m.add(basis[:], target(p), p.weight)
		}
		solution, ok := m.solve()
		copy(terms[:], solution)
		return terms, ok
	}
	b := bend{bends: true}
	var okX, okY bool
	b.x, okX = equations(func(p pair) float64 { x, _ := back.Apply(p.px, p.py); return x - p.fx })
	b.y, okY = equations(func(p pair) float64 { _, y := back.Apply(p.px, p.py); return y - p.fy })
	return b, okX && okY
}

// place fits the simplest of three maps that explains the pairs: affine as a scanner sees paper, projective as a
// camera sees flat paper, bent as it sees curled paper. A map with more freedom fits noise as well: it must be clearly
// better. near is how many pixels a pair may be off.
func place(pairs []pair, near float64) (placing, []float64, bool) {
	const fewestProjective, fewestBent = 12, 20
	flat, residuals, ok := fitRobust(pairs, fitAffine, near/2)
	if !ok {
		return placing{}, nil, false
	}
	best := placing{seen: flat}
	seen, rest, ok := fitRobust(pairs, fitProjective, near/2)
	if !ok || len(pairs) < fewestProjective {
		return best, residuals, true
	}
	if clearly(rest, residuals, near) {
		best, residuals = placing{seen: seen}, rest
	}
	if bent, rest, ok := placeBent(seen, pairs, near); ok && len(pairs) >= fewestBent && clearly(rest, residuals, near) {
		best, residuals = bent, rest
	}
	return best, residuals, true
}

// clearly reports whether residuals are smaller by more than noise.
func clearly(fewer, residuals []float64, near float64) bool {
	was := offBy(residuals, near)
	return was > near/10 && offBy(fewer, near) < 0.6*was
}

// offBy is the mean of residuals, none counted as more than near.
func offBy(residuals []float64, near float64) float64 {
	sum := 0.0
	for _, r := range residuals {
		sum += math.Min(r, near)
	}
	return sum / float64(len(residuals))
}

// placeBent fits a bend on top of a map, without the pairs that are far from it.
func placeBent(seen Homography, pairs []pair, near float64) (placing, []float64, bool) {
	work := append([]pair(nil), pairs...)
	residuals := make([]float64, len(pairs))
	best := placing{seen: seen}
	for range 8 {
		var ok bool
		if best.bend, ok = fitBend(seen, work); !ok {
			return best, nil, false
		}
		for i, p := range pairs {
			x, y := best.at(p.fx, p.fy)
			residuals[i] = math.Hypot(x-p.px, y-p.py)
		}
		reweigh(work, pairs, residuals, near/2)
	}
	best.bend.leave(seen, work)
	return best, residuals, true
}

// centre is the middle of a rectangle.
func centre(r forms.Rect) (x, y float64) { return r.X + r.W/2, r.Y + r.H/2 }
