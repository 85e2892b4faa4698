package adopt

import (
	"cmp"
	"math"
	"slices"

	"pratica/extract/forms"
)

const (
	brokenGap  = 22.0 // mm that a pale or coarse scan loses of a rule at once
	leastPart  = 3.0  // mm of a rule that are left in one piece
	longPart   = 30.0 // mm; what is longer is a rule of its own
	columnGap  = 1.2  // mm without writing between two columns
	columnMove = 14.0 // mm by which the place of an edge that nothing is drawn at may be wrong
)

// rejoined makes one rule of the parts of a broken one: between them nothing is printed.
func (s *sheet) rejoined(rules []rule) []rule {
	rules = slices.Clone(rules)
	slices.SortStableFunc(rules, func(a, b rule) int { return cmp.Compare(a.from, b.from) })
	var out []rule
next:
	for _, r := range rules {
		for i := range out {
			o := &out[i]
			gap := r.from - o.to
			if r.length() > longPart || s.begins(r) || o.dotted || r.dotted || math.Abs(o.at-r.at) > 0.5 || gap < 0 || gap > brokenGap || o.length() < leastPart || r.length() < leastPart {
				continue
			}
			between := forms.Rect{X: o.to - 1, Y: (o.at+r.at)/2 - 4, W: gap + 2, H: 4.5}
			if slices.ContainsFunc(s.words, func(w word) bool { return w.box.Overlaps(between) }) || s.crossed(between) {
				continue
			}
			o.at += (r.at - o.at) * r.length() / (r.length() + o.length())
			o.to = r.to
			continue next
		}
		out = append(out, r)
	}
	return out
}

// begins reports a word that stands over or under the beginning of a rule: it is the label of a line of its own.
func (s *sheet) begins(r rule) bool {
	return slices.ContainsFunc(s.words, func(w word) bool {
		return math.Abs(w.box.X-r.from) < 4 && w.box.Y > r.at-looseHigh-4 && w.box.Y < r.at+reachBelow
	})
}

// crossed reports an upright rule in a rectangle: the side of a box.
func (s *sheet) crossed(r forms.Rect) bool {
	return slices.ContainsFunc(s.ink.down, func(d rule) bool {
		return d.at > r.X && d.at < r.Right() && d.from < r.Bottom() && d.to > r.Y
	})
}

// fitColumns moves the edges between columns that nothing is drawn at to where nothing is written, in tables of
// which only the lines of rows are drawn.
func (s *sheet) fitColumns(shapes []shape, all []phrase) []shape {
	shapes = slices.Clone(shapes)
	for i := range shapes {
		a := &shapes[i]
		if a.table == 0 || a.kind != ruleShape {
			continue
		}
		for j := range shapes {
			b := &shapes[j]
			if b.table != a.table || math.Abs(b.rect.X-a.rect.Right()) > 0.5 {
				continue
			}
			edge := b.rect.X
			left, right := math.Max(a.rect.X+3, edge-columnMove), math.Min(b.rect.Right()-3, edge+columnMove)
			if a.headEnd > 0 && a.headEnd < left { // the heading of b may stand in the middle of a wide column
				left = math.Max(a.rect.X+3, a.headEnd)
			}
			table := forms.Rect{X: left, Y: a.rect.Y, W: right - left, H: float64(a.rows)*a.pitch + 0.5}
			if at, ok := freeEdge(all, table, edge); ok {
				a.rect.W = at - a.rect.X
				b.rect.W, b.rect.X = b.rect.Right()-at, at
			}
		}
	}
	return shapes
}

// freeEdge lies in a gap in what is written in a part of a table, the wider and the nearer to where an
// edge was thought the better.
func freeEdge(all []phrase, part forms.Rect, edge float64) (best float64, found bool) {
	const widest, perMM = 3.0, 0.1
	var words []forms.Rect
	for _, p := range all {
		if y := p.box.Y + p.box.H/2; y < part.Y || y > part.Bottom() || p.box.Right() < part.X || p.box.X > part.Right() {
			continue
		}
		for _, w := range p.words {
			words = append(words, w.box)
		}
	}
	slices.SortFunc(words, func(a, b forms.Rect) int { return cmp.Compare(a.X, b.X) })
	end, top := math.Inf(-1), math.Inf(-1)
	for _, b := range words {
		width := b.X - end
		at := math.Min(math.Max(edge, end+columnGap/2), b.X-columnGap/2) // in the gap, as near as can be
		if score := math.Min(width, widest) - perMM*math.Abs(at-edge); width > columnGap && at > part.X && at < part.Right() && score > top {
			best, top, found = at, score, true
		}
		end = math.Max(end, b.Right())
	}
	return best, found
}
