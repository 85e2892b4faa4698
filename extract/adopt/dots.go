package adopt

import (
	"cmp"
	"math"
	"slices"

	"pratica/extract/forms"
)

// What makes a dotted or dashed line, in mm.
const (
	dotHigh     = 0.8 // highest dot or dash
	dashLong    = 4.5 // longest dash
	dotGap      = 2.6 // widest gap
	leastDots   = 6
	leastDotted = 8.0 // shortest line; seven full stops in a row are none
)

// dottedRules finds rows of dots or dashes that stand level.
func (p inkPage) dottedRules() []rule {
	dots := p.pieces(dashLong, dotHigh)
	slices.SortFunc(dots, func(a, b forms.Rect) int { return cmp.Compare(a.X, b.X) })
	var open, rows []*dotRow
	for _, d := range dots {
		y := d.Y + d.H/2
		var best *dotRow
		open = slices.DeleteFunc(open, func(r *dotRow) bool { return d.X-r.to >= dotGap })
		for _, r := range open {
			if math.Abs(r.y-y) < 0.35 && d.X-r.to < dotGap && d.X > r.from && (best == nil || math.Abs(r.y-y) < math.Abs(best.y-y)) {
				best = r
			}
		}
		if best == nil {
			best = &dotRow{from: d.X, to: d.Right(), last: d.X, y: y, n: 1, high: d.H}
			open, rows = append(open, best), append(rows, best)
			continue
		}
		best.steps = append(best.steps, d.X-best.last)
		best.y += (y - best.y) / math.Min(float64(best.n+1), 12)
		best.to, best.n = math.Max(best.to, d.Right()), best.n+1
		best.high += d.H
		best.last = d.X
	}
	var list []rule
	for _, r := range rows {
		if r.n >= leastDots && r.to-r.from >= leastDotted && r.regular() {
			list = append(list, rule{from: r.from, to: r.to, at: r.y, thick: r.high / float64(r.n), dotted: true})
		}
	}
	return list
}

// dotRow is a row of dots that may be a line.
type dotRow struct {
	from, to, y, high float64
	last              float64 // where the last dot begins
	n                 int
	steps             []float64 // from the beginning of a dot to that of the next
}

// regular reports that most dots stand at one distance, as dust does not.
func (r *dotRow) regular() bool {
	steps := slices.Sorted(slices.Values(r.steps))
	middle := steps[len(steps)/2]
	near := 0
	for _, s := range steps {
		if math.Abs(s-middle) < 0.25*middle+0.1 {
			near++
		}
	}
	return 4*near >= 3*len(steps)
}

// pieces are the connected pieces of ink of at most so many mm.
func (p inkPage) pieces(width, height float64) []forms.Rect {
	b := p.mask
	seen := make([]bool, len(b.ink))
	var stack []int32
	var list []forms.Rect
	for start, ink := range b.ink {
		if !ink || seen[start] {
			continue
		}
		x0, y0, x1, y1 := start%b.w, start/b.w, start%b.w, start/b.w
		stack = append(stack[:0], int32(start))
		seen[start] = true
		for len(stack) > 0 {
			i := int(stack[len(stack)-1])
			stack = stack[:len(stack)-1]
			x, y := i%b.w, i/b.w
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
			for v := max(0, y-1); v <= min(b.h-1, y+1); v++ {
				for u := max(0, x-1); u <= min(b.w-1, x+1); u++ {
					if j := v*b.w + u; b.ink[j] && !seen[j] {
						seen[j] = true
						stack = append(stack, int32(j))
					}
				}
			}
		}
		r := forms.Rect{X: float64(x0) / p.perMM, Y: float64(y0) / p.perMM, W: float64(x1-x0+1) / p.perMM, H: float64(y1-y0+1) / p.perMM}
		if r.W <= width && r.H <= height {
			list = append(list, r)
		}
	}
	return list
}

// dropLetters takes out the strokes of letters: rules that lie within a printed word.
func (s *sheet) dropLetters() {
	var words []word
	for _, w := range s.words {
		if !drawnWord(w.text) {
			words = append(words, w)
		}
	}
	s.words = words
	inWord := func(r forms.Rect, upright bool) bool {
		for _, w := range s.words {
			if !r.Within(w.box.Inset(-0.5)) {
				continue
			}
			// what runs along the foot of a word is a line under it
			if upright || r.W < 0.75*w.box.W || w.box.W < 6 || r.Y < w.box.Y+0.8*w.box.H {
				return true
			}
		}
		return false
	}
	onBar := func(r forms.Rect) bool { // white print on a bar leaves strokes too
		return slices.ContainsFunc(s.ink.bars, func(b forms.Rect) bool { return r.Within(b.Inset(-0.3)) })
	}
	s.ink.down = slices.DeleteFunc(s.ink.down, func(r rule) bool {
		return onBar(forms.Rect{X: r.at - 0.05, Y: r.from, W: 0.1, H: r.length()})
	})
	s.ink.across = slices.DeleteFunc(s.ink.across, func(r rule) bool {
		return onBar(forms.Rect{X: r.from, Y: r.at - 0.05, W: r.length(), H: 0.1})
	})
	s.ink.across = slices.DeleteFunc(s.ink.across, func(r rule) bool {
		return inWord(forms.Rect{X: r.from, Y: r.at - 0.05, W: r.length(), H: 0.1}, false)
	})
	s.ink.down = slices.DeleteFunc(s.ink.down, func(r rule) bool {
		return inWord(forms.Rect{X: r.at - 0.05, Y: r.from, W: 0.1, H: r.length()}, true)
	})
}
