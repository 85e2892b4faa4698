package likeness

import (
	"math"
	"slices"
)

// pair is a mark of one page and one of another.
type pair struct{ a, b mark }

// lying maps places of one page to those of another: an affine map, and how far the marks next to a place are off it,
// because paper bends and cameras lean.
type lying struct {
	x, y  [3]float64 // of x, y and 1
	known []pair
}

// lay finds how a page lies on another by the texts that both hold once. It reports false where fewer than fewestKnown
// agree on it.
func lay(a, b []mark) (lying, bool) {
	pairs := onceInBoth(a, b)
	if len(pairs) < fewestKnown {
		return lying{}, false
	}
	l := lying{}
	l.x[0], l.x[2] = slope(pairs, func(m mark) float64 { return float64(m.x) })
	l.y[1], l.y[2] = slope(pairs, func(m mark) float64 { return float64(m.y) })
	for _, reach := range []float64{60, 30, 20} {
		l.known = l.known[:0]
		for _, p := range pairs {
			if x, y := l.affine(p.a); math.Abs(x-float64(p.b.x)) < reach && math.Abs(y-float64(p.b.y)) < reach {
				l.known = append(l.known, p)
			}
		}
		if len(l.known) < fewestKnown {
			return lying{}, false
		}
		l.fit()
	}
	return l, true
}

// fewestKnown is how many texts must say the same of how two pages lie.
const fewestKnown = 6

// enough pairs are as good as all of them for a median.
const enough = 24

func onceInBoth(a, b []mark) (pairs []pair) {
	type key struct {
		hash   uint16
		figure bool
	}
	seen, where := map[key]int{}, map[key]mark{}
	for _, m := range b {
		seen[key{m.hash, m.figure()}]++
		where[key{m.hash, m.figure()}] = m
	}
	mine := map[key]int{}
	for _, m := range a {
		mine[key{m.hash, m.figure()}]++
	}
	for _, m := range a {
		if k := (key{m.hash, m.figure()}); mine[k] == 1 && seen[k] == 1 && m.sort != short {
			pairs = append(pairs, pair{m, where[k]})
		}
	}
	return pairs
}

// slope is the line through the pairs by medians (Theil 1950, Sen 1968): a few that are wrong do not move it.
func slope(pairs []pair, of func(mark) float64) (by, from float64) {
	var slopes, offsets []float64
	step := 1 + len(pairs)/enough
	for i := 0; i < len(pairs); i += step {
		p := pairs[i]
		for j := 0; j < i; j += step {
			q := pairs[j]
			if apart := of(p.a) - of(q.a); math.Abs(apart) > side/20 {
				slopes = append(slopes, (of(p.b)-of(q.b))/apart)
			}
		}
	}
	by = 1
	if len(slopes) > 0 {
		slices.Sort(slopes)
		by = slopes[len(slopes)/2]
	}
	for _, p := range pairs {
		offsets = append(offsets, of(p.b)-by*of(p.a))
	}
	slices.Sort(offsets)
	return by, offsets[len(offsets)/2]
}

// fit makes the affine map the least squares of what is known; marks on one line leave it as it is.
func (l *lying) fit() {
	var n, sx, sy, sxx, sxy, syy float64
	var u, ux, uy, v, vx, vy float64
	for _, p := range l.known {
		x, y, bx, by := float64(p.a.x), float64(p.a.y), float64(p.b.x), float64(p.b.y)
		n, sx, sy, sxx, sxy, syy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y, syy+y*y
		u, ux, uy, v, vx, vy = u+bx, ux+bx*x, uy+bx*y, v+by, vx+by*x, vy+by*y
	}
	mx, my := sx/n, sy/n
	cxx, cxy, cyy := sxx/n-mx*mx, sxy/n-mx*my, syy/n-my*my
	det := cxx*cyy - cxy*cxy
	if det < 1e3 { // units to the fourth: less than a line of text
		return
	}
	solve := func(s, tx, ty float64) [3]float64 {
		dx, dy := tx/n-mx*s/n, ty/n-my*s/n
		a, b := (dx*cyy-dy*cxy)/det, (dy*cxx-dx*cxy)/det
		return [3]float64{a, b, s/n - a*mx - b*my}
	}
	l.x, l.y = solve(u, ux, uy), solve(v, vx, vy)
}

func (l *lying) affine(m mark) (x, y float64) {
	return l.x[0]*float64(m.x) + l.x[1]*float64(m.y) + l.x[2], l.y[0]*float64(m.x) + l.y[1]*float64(m.y) + l.y[2]
}

// at is where a mark of the first page lies on the second. Rows lie closer than columns, so a place far above says less
// than one far aside.
func (l *lying) at(m mark) (x, y float64) {
	x, y = l.affine(m)
	const near = 60.0 // units
	weights, dx, dy := 1.0, 0.0, 0.0
	for _, p := range l.known {
		if p.a == m {
			continue
		}
		ax, ay := float64(p.a.x-m.x), float64(p.a.y-m.y)
		if math.Abs(ax) > 5*near || math.Abs(ay) > 2.5*near {
			continue
		}
		weight := 3 * math.Exp(-(ax*ax/4+ay*ay)/(2*near*near))
		px, py := l.affine(p.a)
		weights, dx, dy = weights+weight, dx+weight*(float64(p.b.x)-px), dy+weight*(float64(p.b.y)-py)
	}
	return x + dx/weights, y + dy/weights
}
