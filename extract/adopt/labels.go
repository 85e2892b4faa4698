package adopt

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"pratica/extract/forms"
)

// label is a printed text that may name a zone.
type label struct {
	text    string
	phrases []phrase
	place   place
	apart   float64 // mm from the zone
	shared  bool    // it names the check box before the zone too
	row     string  // all that is printed left of the zone on its line, folded
}

// place is where a label stands.
type place int

const (
	nowhere place = iota
	inside
	left
	right
	above
	below
	header // of a column
)

const (
	reachLeft  = 45.0 // mm a label may be left of its zone
	reachAbove = 4.5
	reachBelow = 4.5
	reachRight = 7.0
)

// labelsOf gives each shape its label: the best pairs of a text and a zone first, each text for one zone.
func (s *sheet) labelsOf(shapes []shape) []label {
	type pair struct {
		shape int
		label label
		score float64
	}
	var pairs []pair
	candidates := make([][]label, len(shapes))
	style := 0 // more labels below the zones than above
	for i, sh := range shapes {
		candidates[i] = s.around(sh, shapes)
		for _, l := range candidates[i] {
			if _, known := meaningOf(fold(l.text)); known && sh.kind != markShape {
				switch l.place {
				case below:
					style++
				case above:
					style--
				}
			}
		}
	}
	for i, sh := range shapes {
		beside := slices.ContainsFunc(candidates[i], func(l label) bool {
			_, known := meaningOf(fold(l.text))
			return known && (l.place == left || l.place == inside)
		})
		for _, l := range candidates[i] {
			score := 10.0
			words := 0
			for _, p := range l.phrases {
				words += len(p.words)
			}
			if _, known := meaningOf(fold(l.text)); known && (words < 8 || l.place == left || l.place == inside) {
				score += 6
			} else if _, heads := sectionOf(fold(l.text)); heads && !known && l.place == above {
				score -= 4 // a heading over the first of its lines
			}
			if sh.kind != markShape && !beside && (l.place == below && style > 1 || l.place == above && style < -1) {
				score += 4
			}
			switch l.place {
			case inside:
				score += 8
			case left:
				score += 3 - l.apart/8
			case right:
				score -= 3
				if sh.kind == markShape {
					score += 8
				}
				score -= l.apart / 4
			case above:
				score += 1.5 - l.apart/2
			case below:
				score += 2 - l.apart/2
				if sh.kind == markShape || style <= 1 && (sh.kind != ruleShape || strings.HasSuffix(l.text, ":")) {
					score -= 9
				}
			}
			pairs = append(pairs, pair{i, l, score})
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.score, a.score) })
	out := make([]label, len(shapes))
	taken := map[forms.Rect]bool{}
	for i, sh := range shapes {
		if sh.loose != nil {
			out[i] = *sh.loose
			taken[sh.loose.phrases[0].box] = true
		}
	}
	for _, p := range pairs {
		if out[p.shape].place != nowhere || slices.ContainsFunc(p.label.phrases, func(q phrase) bool { return taken[q.box] }) {
			continue
		}
		out[p.shape] = p.label
		for _, q := range p.label.phrases {
			taken[q.box] = true
		}
	}
	for i, sh := range shapes {
		if sh.kind == markShape {
			out[i].row = s.rowText(sh.rect)
		}
	}
	for _, p := range pairs { // "□ Altro: ......": the text names both
		if out[p.shape].place == nowhere && p.label.place == left && shapes[p.shape].kind != markShape && slices.ContainsFunc(out, func(l label) bool {
			return l.place == right && len(l.phrases) > 0 && l.phrases[0].box == p.label.phrases[0].box
		}) {
			out[p.shape] = p.label
			out[p.shape].shared = true
		}
	}
	for i, sh := range shapes {
		if sh.header != "" || sh.row != "" {
			out[i] = label{text: sh.header, place: header, row: fold(sh.row)}
		}
	}
	return out
}

// rowText is what is printed left of a rectangle on its line.
func (s *sheet) rowText(r forms.Rect) string {
	var list []phrase
	for _, p := range s.phrases {
		if middle := p.box.Y + p.box.H/2; middle > r.Y-0.5 && middle < r.Bottom()+0.5 && p.box.Right() < r.X+1 {
			list = append(list, p)
		}
	}
	return fold(textOf(list))
}

// around gives the texts beside a shape that no other shape stands before.
func (s *sheet) around(sh shape, shapes []shape) []label {
	var list []label
	if len(sh.inside) > 0 && !unit(sh.inside) {
		list = append(list, label{text: textOf(sh.inside), phrases: sh.inside, place: inside})
	}
	add := func(p place, phrases []phrase, apart float64) {
		if len(phrases) > 0 {
			list = append(list, label{text: textOf(phrases), phrases: phrases, place: p, apart: apart})
		}
	}
	free := func(from, to, y float64) bool { // nothing to write between two x at a height
		return !slices.ContainsFunc(shapes, func(o shape) bool {
			return o.rect != sh.rect && o.rect.X < to-0.5 && o.rect.Right() > from+0.5 && y > o.rect.Y && y < o.rect.Bottom()
		})
	}
	r := sh.rect
	var leftOf, rightOf []phrase
	for _, p := range s.phrases {
		middle := p.box.Y + p.box.H/2
		if middle < r.Y-0.8 || middle > r.Bottom()+1.2 {
			continue
		}
		if gap := r.X - p.box.Right(); gap > -1.5 && gap < reachLeft && free(p.box.Right(), r.X, middle) {
			leftOf = append(leftOf, p)
		}
		if gap := p.box.X - r.Right(); gap > -1 && gap < reachRight && free(r.Right(), p.box.X, middle) {
			rightOf = append(rightOf, p)
		}
	}
	nearest := block(leftOf, func(p phrase) float64 { return r.X - p.box.Right() })
	add(left, nearest, gapOf(nearest, func(p phrase) float64 { return r.X - p.box.Right() }))
	nearest = block(rightOf, func(p phrase) float64 { return p.box.X - r.Right() })
	add(right, nearest, gapOf(nearest, func(p phrase) float64 { return p.box.X - r.Right() }))

	var over, under []phrase
	for _, p := range s.phrases {
		wide := math.Min(p.box.Right(), r.Right()) - math.Max(p.box.X, r.X)
		if wide < 0.5*math.Min(p.box.W, r.W) || p.box.W > 1.6*r.W+15 {
			continue
		}
		if gap := r.Y - p.box.Bottom(); gap > -1.2 && gap < reachAbove {
			over = append(over, p)
		}
		if gap := p.box.Y - r.Bottom(); gap > -0.8 && gap < reachBelow {
			under = append(under, p)
		}
	}
	nearest = topmost(over, true)
	add(above, nearest, gapOf(nearest, func(p phrase) float64 { return math.Max(0, r.Y-p.box.Bottom()) }))
	nearest = topmost(under, false)
	add(below, nearest, gapOf(nearest, func(p phrase) float64 { return math.Max(0, p.box.Y-r.Bottom()) }))
	return list
}

// labelLeft is the text left of a rectangle on its line, nil if there is none.
func (s *sheet) labelLeft(r forms.Rect) []phrase {
	var list []phrase
	for _, p := range s.phrases {
		middle := p.box.Y + p.box.H/2
		if gap := r.X - p.box.Right(); gap > -1.5 && gap < reachLeft && middle > r.Bottom()-4.5 && middle < r.Bottom()+1.2 {
			list = append(list, p)
		}
	}
	return list
}

// block keeps the nearest phrase and those that stand over or under it as lines of one label.
func block(phrases []phrase, distance func(phrase) float64) []phrase {
	if len(phrases) == 0 {
		return nil
	}
	nearest := slices.MinFunc(phrases, func(a, b phrase) int { return cmp.Compare(distance(a), distance(b)) })
	out := []phrase{nearest}
	for _, p := range phrases {
		overlap := math.Min(p.box.Right(), nearest.box.Right()) - math.Max(p.box.X, nearest.box.X)
		if p.box != nearest.box && overlap > 0.4*math.Min(p.box.W, nearest.box.W) {
			out = append(out, p)
		}
	}
	return out
}

// topmost keeps the line nearest to a zone, and the part of it that begins it.
func topmost(phrases []phrase, over bool) []phrase {
	if len(phrases) == 0 {
		return nil
	}
	line := phrases[0]
	for _, p := range phrases {
		if over == (p.box.Bottom() > line.box.Bottom()) && math.Abs(p.box.Bottom()-line.box.Bottom()) > 0.8 {
			line = p
		}
	}
	var out []phrase
	for _, p := range phrases {
		if math.Abs(p.box.Bottom()-line.box.Bottom()) < 0.9 {
			out = append(out, p)
		}
	}
	return out
}

func gapOf(phrases []phrase, distance func(phrase) float64) float64 {
	if len(phrases) == 0 {
		return 0
	}
	least := math.Inf(1)
	for _, p := range phrases {
		least = math.Min(least, distance(p))
	}
	return math.Max(0, least)
}

// heading begins a section.
type heading struct {
	section section
	text    string
	box     forms.Rect // its right edge is where the next heading of the same line begins
}

// headings are the phrases that begin sections, those that are labels left out.
func (s *sheet) headings(labels []label) []heading {
	taken := map[forms.Rect]bool{}
	for _, l := range labels {
		for _, p := range l.phrases {
			if _, known := look(vocabulary, p.folded); known || l.place == inside {
				taken[p.box] = true
			}
		}
	}
	var list []heading
	for _, p := range s.phrases {
		kind, ok := sectionOf(p.folded)
		dark := s.onDark(p.box)
		switch {
		case taken[p.box] || len(p.words) > 9 && !dark:
		case kind == fundSection && s.boxed(p.box): // the box keeps itself
		case ok:
			list = append(list, heading{kind, p.text, p.box})
		case dark && !s.besideHeading(p, list):
			list = append(list, heading{otherSection, p.text, p.box})
		}
	}
	for i := range list {
		h := &list[i]
		end := s.width
		for _, o := range list {
			if math.Abs(o.box.Y-h.box.Y) < 3 && o.box.X > h.box.Right() {
				end = math.Min(end, o.box.X-2)
			}
		}
		for _, b := range s.ink.bars {
			if b.Inset(-0.3).Overlaps(h.box) && b.Right() < end {
				end = b.Right()
			}
		}
		for _, f := range s.faces {
			if h.box.Within(f.Rect) && f.H < 12 && f.Right() < end {
				end = f.Right()
			}
		}
		h.box.W = end - h.box.X
	}
	return list
}

// besideHeading reports a remark that stands on the bar of a heading, right of it.
func (s *sheet) besideHeading(p phrase, list []heading) bool {
	return slices.ContainsFunc(list, func(h heading) bool { return math.Abs(h.box.Y-p.box.Y) < 3 && h.box.X < p.box.X })
}

// boxed reports that a text stands in a box.
func (s *sheet) boxed(r forms.Rect) bool {
	return slices.ContainsFunc(s.faces, func(f face) bool { return r.Within(f.Rect) })
}

// sectionAt is the section of the last heading above a zone.
func sectionAt(headings []heading, r forms.Rect) (section, string) {
	best := heading{}
	y := -1.0
	for _, h := range headings {
		if top := h.box.Y; top <= r.Y+r.H/2 && r.X+r.W/2 > h.box.X-6 && r.X < h.box.Right() && top > y {
			best, y = h, top
		}
	}
	return best.section, best.text
}
