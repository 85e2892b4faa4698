package adopt

import (
	"cmp"
	"math"
	"regexp"
	"slices"

	"pratica/extract/forms"
)

// Lengths in mm by which what was written is told to belong to a label that no line or box goes with: a coarse
// or pale scan loses thin lines, dots and shades.
const (
	looseRight = 40.0 // from a label to what is written right of it
	looseDown  = 7.5  // or over or under it
	looseLift  = 2.6  // by which typed text may stand higher or lower than its label
	looseStart = 14.0 // by which text over or under a label may be indented
	looseHigh  = 8.0  // height of the room for a line of writing
	looseGap   = 12.0 // between parts of what is written in one place
)

// loose is a text outside of all shapes, and whether a label or heading was printed.
type loose struct {
	phrase
	label bool
	used  bool
}

// looseShapes finds places to write by their labels alone: what is written right of a label that has no shape of
// its own, or over or under it as most labels of the form have it, is its value. all are the words of the page,
// print those that are printed for sure.
func (s *sheet) looseShapes(all []phrase, print []word, shapes []shape) []shape {
	labels, written := s.looseTexts(all, print, shapes)
	var list []shape
	take := func(l *loose, line []*loose, at place) {
		l.used = true
		for _, v := range line {
			v.used = true
		}
		list = append(list, s.looseShape(l, line, at, labels, written))
	}
	for _, l := range labels {
		if line := writtenRight(l, labels, written); l.label && len(line) > 0 {
			take(l, line, left)
		}
	}
	over, under := 0, 0
	for _, l := range labels {
		if l.label && !l.used {
			over += min(1, len(writtenNear(l, labels, written, true)))
			under += min(1, len(writtenNear(l, labels, written, false)))
		}
	}
	for _, l := range labels {
		if !l.label || l.used {
			continue
		}
		if line := writtenNear(l, labels, written, over > under); len(line) > 0 {
			at := above
			if over > under {
				at = below
			}
			take(l, line, at)
		}
	}
	return append(list, s.looseDates(labels, written)...)
}

var writtenDate = regexp.MustCompile(`^\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?(\d{2}|\d{4})$`)

// looseDates are dates that no label was read of, left of a label for a signature: that of the signature.
func (s *sheet) looseDates(labels, written []*loose) []shape {
	var list []shape
	for _, v := range written {
		if v.used || !writtenDate.MatchString(v.text) {
			continue
		}
		for _, l := range labels {
			m, known := meaningOf(l.folded)
			if !known || m.id != "signature" || l.box.X < v.box.Right() || math.Abs(l.box.Y-v.box.Y) > signatureReach {
				continue
			}
			date := &loose{phrase: phrase{text: "data", folded: "data", box: forms.Rect{X: v.box.X - 3, Y: v.box.Y, H: v.box.H}}}
			list = append(list, s.looseShape(date, []*loose{v}, above, labels, written))
			v.used = true
			break
		}
	}
	return list
}

// looseTexts parts the texts outside of all shapes in those that are printed, and those that are written. Labels
// that have a shape with something written in it are no labels here.
func (s *sheet) looseTexts(all []phrase, print []word, shapes []shape) (labels, written []*loose) {
	printed := map[forms.Rect]bool{}
	for _, w := range print {
		printed[w.box] = true
	}
	inside := func(w word) int {
		x, y := w.box.X+w.box.W/2, w.box.Y+w.box.H/2
		return slices.IndexFunc(shapes, func(sh shape) bool {
			r := sh.rect
			if sh.rows > 1 {
				r.H += float64(sh.rows-1) * sh.pitch
			}
			return x > r.X-0.5 && x < r.Right()+0.5 && y > r.Y-0.5 && y < r.Bottom()+0.8
		})
	}
	var rest []word
	filled := map[int]bool{}
	for _, p := range all {
		for _, w := range p.words {
			if printed[w.box] {
				continue
			}
			if at := inside(w); at >= 0 {
				filled[at] = true
			} else if legible(w.text) {
				rest = append(rest, w)
			}
		}
	}
	taken := map[forms.Rect]bool{}
	for i, l := range s.labelsOf(shapes) {
		for _, p := range l.phrases {
			if filled[i] || shapes[i].kind == markShape || shapes[i].kind == combShape {
				taken[p.box] = true
			}
		}
	}
	for _, p := range s.phrases {
		if unit([]phrase{p}) { // a currency before an amount
			continue
		}
		m, known := meaningOf(p.folded)
		label := known && !taken[p.box] && !prose(p) && m.kind != forms.Mark && m.kind != forms.Signature && labelWords(p) > 0
		labels = append(labels, &loose{phrase: p, label: label})
	}
	for _, p := range phrasesOf(rest) {
		written = append(written, &loose{phrase: p})
	}
	return labels, written
}

// writtenRight is what is written right of a label on its line, up to the next print.
func writtenRight(l *loose, labels, written []*loose) []*loose {
	end := l.box.Right() + looseRight
	middle := l.box.Y + l.box.H/2
	level := func(o *loose) bool { return math.Abs(o.box.Y+o.box.H/2-middle) < looseLift }
	for _, o := range labels {
		if o != l && level(o) && o.box.X > l.box.Right()-0.5 {
			end = math.Min(end, o.box.X)
		}
	}
	var line []*loose
	for _, v := range written {
		if level(v) && !v.used && v.box.X > l.box.Right()-1 && v.box.X < end {
			line = append(line, v)
		}
	}
	return together(line, l.box.Right())
}

// together keeps the texts of a line, from left to right, until a wide gap.
func together(line []*loose, from float64) []*loose {
	slices.SortFunc(line, func(a, b *loose) int { return cmp.Compare(a.box.X, b.box.X) })
	for i, v := range line {
		if i > 0 && v.box.X-from > looseGap {
			return line[:i]
		}
		from = v.box.Right()
	}
	return line
}

// writtenNear is what is written over or under a label, with no print between.
func writtenNear(l *loose, labels, written []*loose, over bool) []*loose {
	gap := func(r forms.Rect) float64 {
		if over {
			return l.box.Y - r.Bottom()
		}
		return r.Y - l.box.Bottom()
	}
	start := looseStart
	if m, _ := meaningOf(l.folded); m.kind == forms.Amount { // amounts stand to the right
		start = math.Inf(1)
	}
	beneath := func(r forms.Rect) bool { // in the column of the label
		return r.X > l.box.X-3 && r.X < l.box.X+start
	}
	nearest := looseDown
	for _, o := range labels {
		if o != l && o.box.X < l.box.Right() && o.box.Right() > l.box.X && gap(o.box) > -0.5 {
			nearest = math.Min(nearest, gap(o.box))
		}
	}
	end := math.Inf(1)
	for _, o := range labels {
		if math.Abs(o.box.Y-l.box.Y) < looseLift && o.box.X > l.box.Right() {
			end = math.Min(end, o.box.X-3)
		}
	}
	var line []*loose
	for _, v := range written {
		if g := gap(v.box); !v.used && g > -0.8 && g < nearest && v.box.X < end && beneath(v.box) {
			line = append(line, v)
		}
	}
	if len(line) == 0 {
		return nil
	}
	first := slices.MinFunc(line, func(a, b *loose) int { return cmp.Compare(gap(a.box), gap(b.box)) })
	line = line[:0]
	for _, v := range written {
		level := math.Abs(v.box.Y+v.box.H/2-first.box.Y-first.box.H/2) < 1.5
		if level && !v.used && v.box.X > l.box.X-3 && v.box.X < end {
			line = append(line, v)
		}
	}
	return together(line, first.box.X)
}

// looseShape is the room for what is written: as high as a line, as wide as nothing else is printed or written.
func (s *sheet) looseShape(l *loose, line []*loose, at place, labels, written []*loose) shape {
	text := line[0].box
	for _, v := range line {
		text = around(text, v.box)
	}
	middle := text.Y + text.H/2
	r := forms.Rect{X: text.X - 1.5, Y: middle - looseHigh/2, W: text.W + 3, H: looseHigh}
	if at == left {
		r.W = r.Right() - l.box.Right() - 0.5
		r.X = l.box.Right() + 0.5
	}
	top, bottom := r.Y, r.Bottom()
	for _, o := range slices.Concat(labels, written) {
		if slices.Contains(line, o) || o.box.X > r.Right() || o.box.Right() < r.X {
			continue
		}
		if m := o.box.Y + o.box.H/2; m < text.Y {
			top = math.Max(top, o.box.Bottom()+0.2)
		} else if m > text.Bottom() {
			bottom = math.Min(bottom, o.box.Y-0.2)
		}
	}
	r.Y = math.Min(top, text.Y-0.3)
	r.H = math.Max(bottom, text.Bottom()+0.3) - r.Y
	return shape{kind: boxShape, rect: r, loose: &label{text: l.text, phrases: []phrase{l.phrase}, place: at}}
}

// withLoose adds places that labels alone show to those that are drawn, in reading order. Where both are in one
// place the drawn one stays.
func (s *sheet) withLoose(shapes, loose []shape) []shape {
	for _, sh := range loose {
		if !slices.ContainsFunc(shapes, func(o shape) bool { return o.covers(sh.rect) }) {
			shapes = append(shapes, sh)
		}
	}
	slices.SortStableFunc(shapes, func(a, b shape) int {
		return cmp.Or(cmp.Compare(math.Round(a.rect.Y/4), math.Round(b.rect.Y/4)), cmp.Compare(a.rect.X, b.rect.X))
	})
	return shapes
}

// covers reports that a shape, with all of its rows, takes most of a rectangle.
func (sh shape) covers(r forms.Rect) bool {
	o := sh.rect
	if sh.rows > 1 {
		o.H += float64(sh.rows-1) * sh.pitch
	}
	w, h := math.Min(o.Right(), r.Right())-math.Max(o.X, r.X), math.Min(o.Bottom(), r.Bottom())-math.Max(o.Y, r.Y)
	return w > 0 && h > 0 && w*h > 0.4*r.W*r.H
}

// withoutHeadings leaves out lines under the words of a heading, and cells over the columns of a table: nobody
// writes there.
func withoutHeadings(shapes []shape, all []phrase) []shape {
	return slices.DeleteFunc(slices.Clone(shapes), func(sh shape) bool {
		r := sh.rect
		if sh.kind == ruleShape && !sh.dotted && sh.lines < 2 && slices.ContainsFunc(all, func(p phrase) bool {
			return len(p.words) > 1 && math.Abs(p.box.X-r.X) < 1.5 && math.Abs(p.box.Right()-r.Right()) < 1.5 && math.Abs(p.box.Bottom()-r.Bottom()) < 2
		}) {
			return true
		}
		return sh.table == 0 && slices.ContainsFunc(shapes, func(o shape) bool {
			return o.table > 0 && math.Abs(o.rect.X-r.X) < 1 && math.Abs(o.rect.Right()-r.Right()) < 1 && math.Abs(o.rect.Y-r.Bottom()) < 1.2
		})
	})
}

// withoutBars leaves out shades as wide as the page that look like those on which headings stand: the words on one
// were not read.
func (s *sheet) withoutBars(shapes []shape) []shape {
	bar := func(r forms.Rect) bool { // a heading on a shade of that breadth
		return slices.ContainsFunc(s.phrases, func(p phrase) bool {
			_, heads := sectionOf(p.folded)
			beside := forms.Rect{X: r.Right() - 12, Y: p.box.Y - 0.5, W: 10, H: p.box.H + 1}
			return heads && math.Abs(p.box.X-r.X) < 4 && p.box.Right() < beside.X && s.tinted(beside)
		})
	}
	return slices.DeleteFunc(slices.Clone(shapes), func(sh shape) bool {
		r := sh.rect
		return sh.kind == boxShape && sh.table == 0 && r.H < 9 && r.W > 0.6*s.width && s.tinted(r) && bar(r)
	})
}

// withoutHoles leaves out small boxes that stand before the label of a line to write on: the holes of a punch, or
// what the edge of a scan is broken into.
func (s *sheet) withoutHoles(shapes []shape) []shape {
	labels := s.labelsOf(shapes)
	i := -1
	return slices.DeleteFunc(slices.Clone(shapes), func(sh shape) bool {
		i++
		m, known := meaningOf(fold(labels[i].text))
		return sh.kind == markShape && sh.table == 0 && known && m.kind != forms.Mark
	})
}
