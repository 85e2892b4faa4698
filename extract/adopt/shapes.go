package adopt

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"pratica/extract/forms"
)

// shapeKind says what was drawn for people to write in or on.
type shapeKind int

const (
	boxShape  shapeKind = iota
	combShape           // a place for each character
	markShape           // a small square
	ruleShape           // a line to write on
)

// shape is a place to write.
type shape struct {
	kind shapeKind
	rect forms.Rect
	// cells and preprinted are those of a comb; groups how many cells stand together, [2 2 4] for a date
	cells      int
	groups     []int
	preprinted string
	dotted     bool
	lines      int      // how many, of lines one under the other
	inside     []phrase // printed in the same box: its label, or the unit of what is written
	header     string   // of the column, in a table
	headEnd    float64  // where it ends, if nothing is drawn between columns
	row        string   // what stands left in the same row of a table
	table      int      // from 1; 0 outside tables with equal rows
	rows       int      // of that table
	pitch      float64
	loose      *label // that shows the place, if nothing drawn does
}

// findShapes finds all places to write on a page, in reading order.
func (s *sheet) findShapes() []shape {
	var list []shape
	rest := slices.Clone(s.faces)
	take := func(found []shape, used map[forms.Rect]bool) {
		list = append(list, found...)
		rest = slices.DeleteFunc(rest, func(f face) bool { return used[f.Rect] })
	}
	take(s.combs(rest))
	take(s.tables(rest))
	take(s.boxes(rest))
	list = append(list, s.shades(list)...)
	list = append(list, s.rakes(list)...)
	list = append(list, s.lines(list)...)
	slices.SortStableFunc(list, func(a, b shape) int {
		return cmp.Or(cmp.Compare(math.Round(a.rect.Y/2), math.Round(b.rect.Y/2)), cmp.Compare(a.rect.X, b.rect.X))
	})
	return withoutOverlaps(list)
}

// withoutOverlaps keeps of two shapes in one place the one that was found first in the order of kinds.
func withoutOverlaps(list []shape) []shape {
	var out []shape
next:
	for _, a := range list {
		for i, b := range out {
			if a.rect.Inset(0.3).Overlaps(b.rect.Inset(0.3)) {
				if a.kind < b.kind {
					out[i] = a
				}
				continue next
			}
		}
		out = append(out, a)
	}
	return out
}

// combs finds rows of at least four equal cells, and dates of two, two and four or two cells.
func (s *sheet) combs(faces []face) ([]shape, map[forms.Rect]bool) {
	used := map[forms.Rect]bool{}
	var chains []chain
	var small []face
	for _, f := range faces {
		if f.W >= 2.6 && f.W <= 9.8 && f.H >= 2.8 && f.H <= 14 && !f.tinted && cellText(f) {
			small = append(small, f)
		}
	}
	taken := make([]bool, len(small))
	for i, f := range small {
		if taken[i] {
			continue
		}
		taken[i] = true
		c := chain{f}
		for {
			last := c[len(c)-1]
			next := -1
			for j, o := range small {
				gap := o.X - last.Right()
				if taken[j] || math.Abs(o.Y-f.Y) > 0.6 || math.Abs(o.H-f.H) > 0.8 || math.Abs(o.W-f.W) > 0.1*f.W+0.2 || gap < -0.4 || gap > 2.6 {
					continue
				}
				if len(c) > 1 && math.Abs(gap-(c[1].X-c[0].Right())) > 0.6 {
					continue
				}
				if next < 0 || o.X < small[next].X {
					next = j
				}
			}
			if next < 0 {
				break
			}
			taken[next] = true
			c = append(c, small[next])
		}
		chains = append(chains, c)
	}
	chains = s.withoutStacks(chains)
	slices.SortFunc(chains, func(a, b chain) int {
		return cmp.Or(cmp.Compare(math.Round(a[0].Y), math.Round(b[0].Y)), cmp.Compare(a[0].X, b[0].X))
	})
	var list []shape
	for i := 0; i < len(chains); i++ {
		group, n := dateGroup(chains[i:])
		switch {
		case n > 1:
			list = append(list, group)
		case len(chains[i]) >= 4:
			list, n = append(list, s.comb(chains[i])), 1
		default:
			continue
		}
		for _, c := range chains[i : i+n] {
			for _, f := range c {
				used[f.Rect] = true
			}
		}
		i += n - 1
	}
	for _, f := range faces { // a box divided by short strokes
		if cells, even := evenly(f); even && f.empty() {
			list = append(list, shape{kind: combShape, rect: f.Rect, cells: cells, groups: []int{cells}})
			used[f.Rect] = true
		}
	}
	return list, used
}

// chain is a row of equal cells.
type chain []face

func (c chain) rect() forms.Rect { return around(c[0].Rect, c[len(c)-1].Rect) }

// cellText reports that a cell holds nothing or one character.
func cellText(f face) bool {
	return f.empty() || len(f.phrases) == 1 && len([]rune(f.phrases[0].text)) <= 1
}

// withoutStacks leaves out rows of cells that stand right under each other: a table of narrow columns.
func (s *sheet) withoutStacks(chains []chain) []chain {
	return slices.DeleteFunc(slices.Clone(chains), func(c chain) bool {
		for _, o := range chains {
			a, b := c.rect(), o.rect()
			if len(o) == len(c) && len(c) < 6 && math.Abs(a.X-b.X) < 0.7 && math.Abs(a.W-b.W) < 0.7 && (math.Abs(a.Bottom()-b.Y) < 0.7 || math.Abs(b.Bottom()-a.Y) < 0.7) {
				return true
			}
		}
		return false
	})
}

// dateGroup joins the first chains if they are those of a date: dd mm yyyy or dd mm yy.
func dateGroup(chains []chain) (shape, int) {
	if len(chains) < 3 || len(chains[0]) != 2 || len(chains[1]) != 2 || len(chains[2]) != 4 && len(chains[2]) != 2 {
		return shape{}, 0
	}
	r := chains[0].rect()
	for i, c := range chains[1:3] {
		o := c.rect()
		gap := o.X - chains[i].rect().Right()
		if math.Abs(o.Y-r.Y) > 0.8 || math.Abs(c[0].W-chains[0][0].W) > 0.6 || gap < 0 || gap > 8 {
			return shape{}, 0
		}
		r = around(r, o)
	}
	n := len(chains[2])
	return shape{kind: combShape, rect: r, cells: 4 + n, groups: []int{2, 2, n}}, 3
}

// comb makes a comb of a row of cells; where they stand apart, each gets half of the gaps beside it.
func (s *sheet) comb(c chain) shape {
	gap := 0.0
	if len(c) > 1 {
		gap = math.Max(0, c[1].X-c[0].Right())
	}
	r := c.rect()
	sh := shape{kind: combShape, rect: forms.Rect{X: r.X - gap/2, Y: r.Y, W: r.W + gap, H: r.H}, cells: len(c), groups: []int{len(c)}}
	for _, f := range c {
		if f.empty() {
			if len(c) >= 20 && len(sh.preprinted) < 2 && s.inked(f.Inset(0.9)) {
				sh.preprinted += "?"
				continue
			}
			break
		}
		sh.preprinted += f.phrases[0].text
	}
	if len(sh.preprinted) == len(c) { // g g m m a a a a
		if strings.HasPrefix(strings.ToLower(sh.preprinted), "ggmm") {
			sh.groups = []int{2, 2, len(c) - 4}
		}
		sh.preprinted = ""
	}
	return sh
}

// inked reports that something is printed in a rectangle.
func (s *sheet) inked(r forms.Rect) bool { return s.inkIn(r) > 0.4 }

// inkIn is the area of ink in a rectangle in mm².
func (s *sheet) inkIn(r forms.Rect) float64 {
	b, k := s.ink.mask, s.ink.perMM
	n := 0
	for y := max(0, int(r.Y*k)); y < min(b.h, int(r.Bottom()*k)); y++ {
		for x := max(0, int(r.X*k)); x < min(b.w, int(r.Right()*k)); x++ {
			if b.ink[y*b.w+x] {
				n++
			}
		}
	}
	return float64(n) / k / k
}

// inkAround is the share of ink in the two millimetres around a box, its frame not counted.
func (s *sheet) inkAround(r forms.Rect) float64 {
	near, far := r.Inset(-0.4), r.Inset(-2.4)
	return (s.inkIn(far) - s.inkIn(near)) / (far.W*far.H - near.W*near.H)
}

// evenly reports that the ticks of a box part it in equal cells.
func evenly(f face) (cells int, even bool) {
	if len(f.ticks) < 3 {
		return 0, false
	}
	pitch := f.W / float64(len(f.ticks)+1)
	for i, x := range f.ticks {
		if math.Abs(f.X+float64(i+1)*pitch-x) > 0.15*pitch+0.2 {
			return 0, false
		}
	}
	return len(f.ticks) + 1, pitch > 2.8 && pitch < 11
}

// rakes finds combs without an upper line: at least four strokes of one height at one distance.
func (s *sheet) rakes(found []shape) []shape {
	ticks := slices.DeleteFunc(slices.Clone(s.ink.down), func(r rule) bool {
		if r.length() > 9 {
			return true
		}
		at := forms.Rect{X: r.at - 0.1, Y: r.from, W: 0.2, H: r.length()}
		return slices.ContainsFunc(found, func(o shape) bool { return o.rect.Inset(-0.8).Overlaps(at) }) ||
			slices.ContainsFunc(s.faces, func(f face) bool { return f.empty() && f.Rect.Inset(-0.8).Overlaps(at) && f.W < 60 })
	})
	slices.SortFunc(ticks, func(a, b rule) int { return cmp.Compare(a.at, b.at) })
	used := make([]bool, len(ticks))
	var list []shape
	for i := range ticks {
		if used[i] {
			continue
		}
		row := []int{i}
		for j := i + 1; j < len(ticks); j++ {
			last, t := ticks[row[len(row)-1]], ticks[j]
			pitch := t.at - last.at
			if used[j] || math.Abs(t.to-ticks[i].to) > 0.7 || math.Abs(t.from-ticks[i].from) > 1 || pitch < 2.8 {
				continue
			}
			if pitch > 10 || len(row) > 1 && math.Abs(pitch-(ticks[row[1]].at-ticks[row[0]].at)) > 0.7 {
				break
			}
			row = append(row, j)
		}
		if len(row) < 5 {
			continue
		}
		for _, j := range row {
			used[j] = true
		}
		first, last := ticks[row[0]], ticks[row[len(row)-1]]
		r := forms.Rect{X: first.at, Y: first.from, W: last.at - first.at, H: first.length()}
		list = append(list, shape{kind: combShape, rect: s.taller(r, 7), cells: len(row) - 1, groups: []int{len(row) - 1}})
	}
	return list
}

// boxes are the faces left over: empty ones, and those with a label inside and room beside or below it.
func (s *sheet) boxes(faces []face) ([]shape, map[forms.Rect]bool) {
	used := map[forms.Rect]bool{}
	var list []shape
	for _, f := range faces {
		sh := shape{kind: boxShape, rect: f.Rect, inside: f.phrases}
		switch {
		case f.tinted && !f.empty():
			continue
		case f.W <= 6.8 && f.H <= 6.8 && f.W >= 2 && f.H >= 2 && f.W/f.H < 1.35 && f.H/f.W < 1.35 && f.empty():
			if s.inkAround(f.Rect) > 0.33 { // a cell of a printed code
				continue
			}
			sh.kind = markShape
		case f.empty() || unit(f.phrases):
			if f.W < 7 || f.H < 3.8 || f.H > 60 || f.inkedBeside(s) {
				continue
			}
		default:
			room, ok := roomIn(f)
			if !ok {
				continue
			}
			sh.rect = room
		}
		used[f.Rect] = true
		list = append(list, sh)
	}
	return list, used
}

// inkedBeside reports that a box without words holds a picture, such as a logo or a stamp.
func (f face) inkedBeside(s *sheet) bool { return f.empty() && s.inkIn(f.Inset(0.8)) > 0.03*f.W*f.H }

// unit reports that a box holds no label but what helps to fill it: a currency, the strokes of a date.
func unit(phrases []phrase) bool {
	for _, p := range phrases {
		if t := strings.Trim(p.folded, " €/.,:_-|"); t != "" && t != "euro" && t != "eur" && t != "il" && t != "n" && t != "gg" && t != "mm" && t != "aaaa" {
			return false
		}
	}
	return true
}

// roomIn is the free part of a box that holds its own label: below a label at its top, or right of one.
func roomIn(f face) (forms.Rect, bool) {
	if len(f.phrases) == 0 || f.H > 45 {
		return forms.Rect{}, false
	}
	label := f.phrases[0].box
	lines := 1
	for _, p := range f.phrases[1:] {
		if p.box.Y > label.Bottom()-0.3 {
			lines++
		}
		label = around(label, p.box)
	}
	below := forms.Rect{X: f.X, Y: label.Bottom() + 0.3, W: f.W, H: f.Bottom() - label.Bottom() - 0.3}
	right := forms.Rect{X: label.Right() + 1, Y: f.Y, W: f.Right() - label.Right() - 1, H: f.H}
	switch {
	case below.H >= 4 && below.H >= 0.45*f.H && f.W >= 15 && label.Y-f.Y < 3.5 && lines <= 2:
		return below, true
	case right.W >= 15 && right.W > 0.35*f.W && f.H >= 4 && f.H <= 16 && lines <= 2:
		return right, true
	}
	return forms.Rect{}, false
}
