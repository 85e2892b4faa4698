package extract

import "math"

// Homography is a projective map of the plane, row by row. Picture coordinates are continuous: pixel i
// covers i to i+1, so its centre is at i+½.
type Homography [9]float64

// Apply maps a point.
func (h Homography) Apply(x, y float64) (float64, float64) {
	w := h[6]*x + h[7]*y + h[8]
	return (h[0]*x + h[1]*y + h[2]) / w, (h[3]*x + h[4]*y + h[5]) / w
}

// Then is the map that first does h, then g.
func (h Homography) Then(g Homography) Homography {
	var m Homography
	for r := range 3 {
		for c := range 3 {
			m[3*r+c] = g[3*r]*h[c] + g[3*r+1]*h[3+c] + g[3*r+2]*h[6+c]
		}
	}
	return m.normal()
}

// Inverse is the map back; h must not be degenerate.
func (h Homography) Inverse() Homography {
	return Homography{
		h[4]*h[8] - h[5]*h[7], h[2]*h[7] - h[1]*h[8], h[1]*h[5] - h[2]*h[4],
		h[5]*h[6] - h[3]*h[8], h[0]*h[8] - h[2]*h[6], h[2]*h[3] - h[0]*h[5],
		h[3]*h[7] - h[4]*h[6], h[1]*h[6] - h[0]*h[7], h[0]*h[4] - h[1]*h[3],
	}.normal()
}

func (h Homography) normal() Homography {
	if h[8] != 0 {
		for i := range h {
			h[i] /= h[8]
		}
		h[8] = 1
	}
	return h
}

func scaling(s float64) Homography { return Homography{s, 0, 0, 0, s, 0, 0, 0, 1} }

// turning is the map of the points of a w by h picture when it is turned clockwise by 0, 90, 180 or 270
// degrees.
func turning(degrees int, w, h float64) Homography {
	switch degrees {
	case 90:
		return Homography{0, -1, h, 1, 0, 0, 0, 0, 1}
	case 180:
		return Homography{-1, 0, w, 0, -1, h, 0, 0, 1}
	case 270:
		return Homography{0, 1, 0, -1, 0, w, 0, 0, 1}
	}
	return scaling(1)
}

// pair is a point of the form, in mm, and where it was found on the picture, in pixels.
type pair struct {
	fx, fy, px, py float64
	weight         float64
}

// fitAffine is the least-squares affine map of the pairs; false if they are too few or lie on a line.
func fitAffine(pairs []pair) (Homography, bool) {
	return solveFit(pairs, 6, func(p pair, add func(row []float64, value float64)) {
		add([]float64{p.fx, p.fy, 1, 0, 0, 0}, p.px)
		add([]float64{0, 0, 0, p.fx, p.fy, 1}, p.py)
	})
}

// fitProjective is the least-squares homography of the pairs (the direct linear transform with the last
// entry 1: Hartley and Zisserman, Multiple View Geometry, 4.1). Points are scaled to about 1 first.
func fitProjective(pairs []pair) (Homography, bool) {
	const mm, px = 1.0 / 150, 1.0 / 1500
	scaled := make([]pair, len(pairs))
	for i, p := range pairs {
		scaled[i] = pair{p.fx*mm - 0.7, p.fy*mm - 1, p.px*px - 0.7, p.py*px - 1, p.weight}
	}
	h, ok := solveFit(scaled, 8, func(p pair, add func(row []float64, value float64)) {
		add([]float64{p.fx, p.fy, 1, 0, 0, 0, -p.fx * p.px, -p.fy * p.px}, p.px)
		add([]float64{0, 0, 0, p.fx, p.fy, 1, -p.fx * p.py, -p.fy * p.py}, p.py)
	})
	from := Homography{mm, 0, -0.7, 0, mm, -1, 0, 0, 1}
	to := Homography{px, 0, -0.7, 0, px, -1, 0, 0, 1}
	return from.Then(h).Then(to.Inverse()), ok
}

// solveFit sums the weighted normal equations of all pairs and solves them.
func solveFit(pairs []pair, n int, equations func(pair, func([]float64, float64))) (Homography, bool) {
	m := newNormalEquations(n)
	for _, p := range pairs {
		equations(p, func(row []float64, value float64) { m.add(row, value, p.weight) })
	}
	h := Homography{8: 1}
	solution, ok := m.solve()
	copy(h[:], solution)
	return h, ok
}

// fitRobust fits by iteratively reweighted least squares with Tukey's biweight, so that anchors that were
// found in the wrong place do not pull; the scale of the weights follows the median residual but is at
// least floor pixels. It gives the map and the residual of each pair in pixels.
func fitRobust(pairs []pair, fit func([]pair) (Homography, bool), floor float64) (Homography, []float64, bool) {
	work := append([]pair(nil), pairs...)
	residuals := make([]float64, len(pairs))
	var h Homography
	for range 12 {
		var ok bool
		if h, ok = fit(work); !ok {
			return h, nil, false
		}
		for i, p := range pairs {
			x, y := h.Apply(p.fx, p.fy)
			residuals[i] = math.Hypot(x-p.px, y-p.py)
		}
		reweigh(work, pairs, residuals, floor)
	}
	return h, residuals, true
}

// reweigh sets the weights of pairs to those they came with times Tukey's biweight of their residuals.
func reweigh(work, pairs []pair, residuals []float64, floor float64) {
	const tukey = 4.685 / 0.6745 // 95 % efficiency, from the median absolute residual
	scale := math.Max(tukey*median(residuals), floor)
	for i, r := range residuals {
		u := r / scale
		work[i].weight = 0
		if u < 1 {
			work[i].weight = pairs[i].weight * (1 - u*u) * (1 - u*u)
		}
	}
}
