package extract

import (
	"cmp"
	"math"
	"slices"

	"pratica/claim"
	"pratica/ocr"
)

// droop is how far the lines of a page that was photographed curled still run up or down, as a polynomial of the place: the
// level of a line relative to its level at the middle of the page, in pixels.
type droop struct {
	width, height float64
	terms         []float64 // nil for level lines
	// beyond these places nothing was seen: there it is as at their border
	left, right, top, bottom float64
}

const (
	droopOrder = 4 // of the polynomial across the page
	droopTerms = droopOrder * 3
	// fewestSteps are the steps from word to word that are enough to see how lines bend.
	fewestSteps = 60
	// leastDroop is the bend in heights of a word that parts or mixes rows.
	leastDroop = 0.3
	// better is how much less the steps must be off than they are from level lines.
	better = 0.8
)

// powers are the terms at a place, without a constant: level is 0 at the middle.
func (b droop) powers(x, y float64) (row [droopTerms]float64) {
	u, v := 2*x/b.width-1, 2*y/b.height-1
	p := 1.0
	for i := range droopOrder {
		p *= u
		row[3*i], row[3*i+1], row[3*i+2] = p, p*v, p*v*v
	}
	return row
}

// at is the bend at a place.
func (b droop) at(x, y float64) float64 {
	if b.terms == nil {
		return 0
	}
	sum := 0.0
	for i, p := range b.powers(min(max(x, b.left), b.right), min(max(y, b.top), b.bottom)) {
		sum += p * b.terms[i]
	}
	return sum
}

// step is the way from a word to the next in its line.
type step struct {
	from, to claim.Box
	weight   float64
}

// droopOf sees how lines bend by the steps from each word to the next right of it: a smooth surface through them (least squares,
// reweighed with Tukey's biweight), steps into another line left out by and by. Lines that hardly bend are taken as level.
func droopOf(words []ocr.Word, width, height int, em float64) droop {
	b := droop{width: float64(max(width, 1)), height: float64(max(height, 1))}
	if !slices.ContainsFunc(words, func(w ocr.Word) bool { return w.Confidence < 1 }) { // a text layer is level
		return b
	}
	steps := stepsOf(words, em)
	if len(steps) < fewestSteps {
		return b
	}
	b.left, b.top = math.Inf(1), math.Inf(1)
	level, residuals := make([]float64, len(steps)), make([]float64, len(steps))
	for i, s := range steps {
		level[i] = math.Abs(middle(s.to) - middle(s.from))
		for _, box := range [2]claim.Box{s.from, s.to} {
			x, y := centreOf(box)
			b.left, b.right, b.top, b.bottom = min(b.left, x), max(b.right, x), min(b.top, y), max(b.bottom, y)
		}
	}
	for range 8 {
		m := newNormalEquations(droopTerms)
		for i := range droopTerms { // what no step tells stays level
			m[i][i] = 1e-3 * float64(len(steps))
		}
		for _, s := range steps {
			from, to := b.powers(centreOf(s.from)), b.powers(centreOf(s.to))
			for i := range to {
				to[i] -= from[i]
			}
			m.add(to[:], middle(s.to)-middle(s.from), s.weight)
		}
		var ok bool
		if b.terms, ok = m.solve(); !ok {
			return droop{}
		}
		for i, s := range steps {
			xf, yf := centreOf(s.from)
			xt, yt := centreOf(s.to)
			residuals[i] = math.Abs(middle(s.to) - middle(s.from) - b.at(xt, yt) + b.at(xf, yf))
		}
		const tukey = 4.685 / 0.6745
		scale := max(tukey*median(residuals), 0.15*em)
		for i, r := range residuals {
			u := min(r/scale, 1)
			steps[i].weight = (1 - u*u) * (1 - u*u)
		}
	}
	most := 0.0
	for _, w := range words {
		most = max(most, math.Abs(b.at(centreOf(w.Box))))
	}
	if most < leastDroop*em || most > 4*em || median(residuals) > better*median(level) {
		b.terms = nil
	}
	return b
}

func centreOf(b claim.Box) (x, y float64) { return float64(b.X) + float64(b.W)/2, middle(b) }

// stepsOf finds for each word the next one right of it that is about as high and as large.
func stepsOf(words []ocr.Word, em float64) (steps []step) {
	const near, alike = 0.7, 1.6
	sorted := slices.Clone(words)
	slices.SortFunc(sorted, func(a, b ocr.Word) int { return cmp.Compare(a.Box.X, b.Box.X) })
	for i, w := range sorted {
		if letters(w.Text)+digitCount(w.Text) == 0 {
			continue
		}
		for _, next := range sorted[i+1:] {
			if next.Box.X < w.Box.X+w.Box.W || math.Abs(middle(next.Box)-middle(w.Box)) > near*em || letters(next.Text)+digitCount(next.Text) == 0 {
				continue
			}
			if float64(max(w.Box.H, next.Box.H)) < alike*float64(min(w.Box.H, next.Box.H)) {
				steps = append(steps, step{w.Box, next.Box, 1})
			}
			break
		}
	}
	return steps
}
