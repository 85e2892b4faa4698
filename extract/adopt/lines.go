package adopt

import (
	"cmp"
	"math"
	"slices"

	"pratica/extract/forms"
)

const (
	leastLine = 14.0 // mm, of a solid line to write on
	lineRoom  = 8.0  // mm above a line that belong to it, if they are free
	leastRoom = 3.4  // mm; over less nobody writes
)

// lines finds the rules that people write on: those that frame nothing and have free paper above.
func (s *sheet) lines(found []shape) []shape {
	var rules []rule
	for _, r := range s.ink.across {
		if r.length() >= leastLine && !s.framing(r) || r.dotted && r.length() >= leastDotted {
			if r.at < 0.945*s.height && !slices.ContainsFunc(found, func(o shape) bool {
				return r.at > o.rect.Y-0.6 && r.at < o.rect.Bottom()+0.6 && r.from < o.rect.Right() && r.to > o.rect.X
			}) {
				rules = append(rules, r)
			}
		}
	}
	slices.SortFunc(rules, func(a, b rule) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.from, b.from)) })
	var list []shape
	for _, r := range rules {
		room := s.roomAbove(r)
		if room < leastRoom {
			continue
		}
		// a little room is left under what stands above
		if room < lineRoom {
			room = math.Max(leastRoom, room-0.4)
		}
		list = append(list, shape{kind: ruleShape, rect: forms.Rect{X: r.from, Y: r.at - room, W: r.length(), H: room}, dotted: r.dotted})
	}
	list = s.ruledTables(list)
	return s.groupLines(list)
}

// framing reports that a rule is the edge of a box, or of a frame around other things.
func (s *sheet) framing(r rule) bool {
	for _, f := range s.faces {
		if math.Abs(f.Y-r.at) < 0.6 || math.Abs(f.Bottom()-r.at) < 0.6 {
			if math.Min(f.Right(), r.to)-math.Max(f.X, r.from) > 0.5*math.Min(f.W, r.length()) {
				return true
			}
		}
	}
	left, right := false, false
	for _, d := range s.ink.down {
		if d.from < r.at+1 && d.to > r.at-1 {
			left = left || math.Abs(d.at-r.from) < 1
			right = right || math.Abs(d.at-r.to) < 1
		}
	}
	for _, b := range s.ink.bars { // the edge of a bar
		if r.at > b.Y-0.5 && r.at < b.Bottom()+0.5 && r.from < b.Right() && r.to > b.X {
			return true
		}
	}
	return left && right
}

// roomAbove is the height in mm, at most lineRoom, without print above a rule.
func (s *sheet) roomAbove(r rule) float64 {
	b, k := s.ink.mask, s.ink.perMM
	from, to := max(0, int((r.from+1)*k)), min(b.w, int((r.to-1)*k))
	start := int((r.at - r.thick/2 - 0.3) * k)
	for y := start; y >= 0 && float64(start-y) < lineRoom*k; y-- {
		n := 0
		for _, ink := range b.ink[y*b.w+from : y*b.w+to] {
			if ink {
				n++
			}
		}
		if float64(n) > 0.02*float64(to-from)+2 {
			return r.at - float64(y)/k
		}
	}
	return lineRoom
}

// groupLines makes one zone of lines under each other where only the first has a label, and leaves out
// rules that nothing names and that are as wide as the print: they part sections.
func (s *sheet) groupLines(list []shape) []shape {
	left, right := s.width, 0.0
	for _, p := range s.phrases {
		left, right = math.Min(left, p.box.X), math.Max(right, p.box.Right())
	}
	used := make([]bool, len(list))
	var out []shape
	for i, a := range list {
		if used[i] {
			continue
		}
		used[i] = true
		pitch := 0.0
		last := a
		for j := i + 1; a.table == 0 && j < len(list); j++ {
			b := list[j]
			step := b.rect.Bottom() - last.rect.Bottom()
			if used[j] || b.table > 0 || step < 5 || math.Abs(b.rect.Right()-a.rect.Right()) > 2 || s.labelLeft(b.rect) != nil {
				continue
			}
			if step > 11 || pitch > 0 && math.Abs(step-pitch) > 0.8 || b.rect.X > a.rect.X+2 || s.printed(forms.Rect{X: b.rect.X, Y: last.rect.Bottom() + 0.4, W: b.rect.W, H: step - 0.8}) {
				break
			}
			pitch, last = step, b
			used[j] = true
			a.lines = max(a.lines, 1) + 1
			a.rect = around(a.rect, forms.Rect{X: math.Max(a.rect.X, b.rect.X), Y: b.rect.Y, W: a.rect.W, H: b.rect.H})
		}
		if top := a.rect.Bottom() - float64(a.lines)*pitch; a.lines > 0 && a.rect.Y > top && !s.printed(forms.Rect{X: a.rect.X, Y: top, W: a.rect.W, H: a.rect.Y - top}) {
			a.rect = around(a.rect, forms.Rect{X: a.rect.X, Y: top, W: a.rect.W, H: 1})
		}
		if a.rect.W > 0.85*(right-left) && a.lines == 0 && a.table == 0 && s.labelLeft(a.rect) == nil && !s.labelUnder(a.rect) && !a.dotted {
			continue
		}
		out = append(out, a)
	}
	return out
}

// labelUnder reports that what stands under the beginning of a rule is a label that is known.
func (s *sheet) labelUnder(r forms.Rect) bool {
	return slices.ContainsFunc(s.phrases, func(p phrase) bool {
		_, known := meaningOf(p.folded)
		return known && len(p.words) < 5 && p.box.Y > r.Bottom()-0.5 && p.box.Y < r.Bottom()+reachBelow && math.Abs(p.box.X-r.X) < 4
	})
}

// printed reports words in a rectangle.
func (s *sheet) printed(r forms.Rect) bool {
	return slices.ContainsFunc(s.phrases, func(p phrase) bool { return p.box.Inset(0.3).Overlaps(r) })
}

// ruledTables turns at least three equal rules under one row of headings into a table whose columns begin
// where the headings do.
func (s *sheet) ruledTables(list []shape) []shape {
	used := make([]bool, len(list))
	var out []shape
	tables := 100 // numbers of their own
	for i, a := range list {
		if used[i] {
			continue
		}
		stack := []int{i}
		for j := i + 1; j < len(list); j++ {
			last := list[stack[len(stack)-1]].rect
			step := list[j].rect.Bottom() - last.Bottom()
			if used[j] || math.Abs(list[j].rect.X-a.rect.X) > 1 || math.Abs(list[j].rect.Right()-a.rect.Right()) > 1 || step < 4 {
				continue
			}
			if step > 13 || len(stack) > 1 && math.Abs(step-(last.Bottom()-list[stack[len(stack)-2]].rect.Bottom())) > 0.7 {
				break
			}
			stack = append(stack, j)
		}
		columns := s.columnsOver(a.rect)
		if len(stack) < 3 || len(columns) < 3 {
			continue
		}
		first, last := list[stack[0]].rect, list[stack[len(stack)-1]].rect
		pitch := (last.Bottom() - first.Bottom()) / float64(len(stack)-1)
		rows := len(stack)
		// what stands right above the first rule is its own row if the room is that of the others
		high := math.Min(pitch, lineRoom)
		if first.H < 0.55*pitch {
			rows--
			first = list[stack[1]].rect
		}
		for _, j := range stack {
			used[j] = true
		}
		tables++
		edges := s.edgesOf(columns, first)
		for c, column := range columns {
			x, right := edges[c], edges[c+1]
			out = append(out, shape{kind: ruleShape, rect: forms.Rect{X: x, Y: first.Bottom() - high, W: right - x, H: high}, header: column.text, headEnd: column.box.Right(), table: tables, rows: rows, pitch: pitch})
		}
	}
	for i, a := range list {
		if !used[i] {
			out = append(out, a)
		}
	}
	return out
}

// edgesOf gives where columns begin and where the last one ends. Either each heading stands in the middle of
// its column: then the edges follow from each other, from the right one back to the left one, and must hold
// their headings. Or each stands at the beginning of its column.
func (s *sheet) edgesOf(columns []phrase, r forms.Rect) []float64 {
	n := len(columns)
	edges := make([]float64, n+1)
	edges[n] = r.Right()
	centred := true
	for i := n - 1; i >= 0; i-- {
		h := columns[i].box
		edges[i] = 2*(h.X+h.W/2) - edges[i+1]
		centred = centred && edges[i] < h.X && edges[i+1] > h.Right()
	}
	if centred && edges[0] > r.X-1.5 && edges[0] < r.X+16 {
		if edges[0] < r.X+2 {
			edges[0] = r.X
		}
		return edges
	}
	for i, h := range columns {
		edges[i] = math.Max(r.X, h.box.X-1)
	}
	edges[0] = r.X
	for _, p := range s.phrases { // numbers of the rows
		if len(p.text) < 3 && p.box.X < r.X+8 && p.box.Right() < columns[0].box.X && p.box.Bottom() < r.Bottom() && p.box.Y > r.Y {
			edges[0] = columns[0].box.X - 1
		}
	}
	return edges
}

// columnsOver are the headings of columns right above a rule, from left to right.
func (s *sheet) columnsOver(r forms.Rect) []phrase {
	var list []phrase
	for _, p := range s.phrases {
		if p.box.X > r.X-2 && p.box.Right() < r.Right()+3 && p.box.Bottom() < r.Bottom() && p.box.Bottom() > r.Bottom()-17 {
			list = append(list, p)
		}
	}
	heads := headLine(list)
	for _, p := range list { // the other lines of a heading
		for i := range heads {
			h := &heads[i]
			if p.box != h.box && math.Abs(p.box.Bottom()-h.box.Bottom()) < 5 && math.Min(p.box.Right(), h.box.Right())-math.Max(p.box.X, h.box.X) > 0.3*math.Min(p.box.W, h.box.W) {
				h.text += " " + p.text
				break
			}
		}
	}
	return heads
}

// headLine are the phrases of the line that has most of them, of several the lowest, from left to right: what a stroke parts
// in a heading is one, "Struttura / Professionista".
func headLine(list []phrase) []phrase {
	const apart, parted = 1.2, 1.3 // mm; heights of a line
	var heads []phrase
	for _, seed := range list {
		var line []phrase
		for _, p := range list {
			if math.Abs(p.box.Bottom()-seed.box.Bottom()) <= apart {
				line = append(line, p)
			}
		}
		if len(line) > len(heads) || len(line) == len(heads) && line[0].box.Bottom() > heads[0].box.Bottom() {
			heads = line
		}
	}
	slices.SortFunc(heads, func(a, b phrase) int { return cmp.Compare(a.box.X, b.box.X) })
	var joined []phrase
	for _, p := range heads {
		if n := len(joined); n > 0 && p.box.X-joined[n-1].box.Right() < parted*math.Min(p.box.H, joined[n-1].box.H) {
			joined[n-1] = joined[n-1].followedBy(p)
			continue
		}
		joined = append(joined, p)
	}
	return joined
}
