package adopt

import (
	"image"
	"math"
	"slices"

	"pratica/extract/forms"
)

// inkPage is what is drawn on a page beside letters, in mm.
type inkPage struct {
	perMM       float64
	mask        *bitmap
	across      []rule // horizontal rules
	down        []rule // vertical rules
	bars        []forms.Rect
	paper, dark uint8
}

// rule is a straight line along one axis, in mm.
type rule struct {
	from, to float64 // its ends
	at       float64 // its middle across
	thick    float64
	dotted   bool
}

func (r rule) length() float64 { return r.to - r.from }

// bitmap is ink (true) on paper.
type bitmap struct {
	w, h int
	ink  []bool
}

// Lengths in mm.
const (
	leastRule  = 1.8 // shorter strokes are letters
	thickRule  = 1.0 // thicker rules are bars
	leastBar   = 0.5 // share of its rectangle that a bar fills
	brokenRule = 0.3 // a gap that a scan leaves in a rule
	joinRule   = 1.0 // and one across which two rules are one
)

// findInk finds rules and bars, letters among them.
func findInk(g *image.Gray, dpi float64) inkPage {
	p := inkPage{perMM: dpi / 25.4}
	p.paper, p.dark = levelsOf(g)
	threshold := inkLevel(p.paper, p.dark)
	p.mask = &bitmap{g.Rect.Dx(), g.Rect.Dy(), make([]bool, g.Rect.Dx()*g.Rect.Dy())}
	for y := range p.mask.h {
		for x, v := range g.Pix[y*g.Stride:][:p.mask.w] {
			p.mask.ink[y*p.mask.w+x] = v < threshold
		}
	}
	for _, s := range strokesOf(p.mask, p.perMM) {
		if s.thick() > thickRule*p.perMM && s.y1-s.y0 > int(1.5*p.perMM) {
			// a black edge of a scan runs down one side and along another: it fills no rectangle
			if w, h := float64(s.x1-s.x0), float64(s.y1-s.y0); w > 6*p.perMM && s.n > leastBar*w*h {
				p.bars = append(p.bars, forms.Rect{X: float64(s.x0) / p.perMM, Y: float64(s.y0) / p.perMM, W: float64(s.x1-s.x0) / p.perMM, H: float64(s.y1-s.y0) / p.perMM})
			}
			continue
		}
		p.across = append(p.across, s.rule(p.perMM))
	}
	for _, s := range strokesOf(p.mask.transposed(), p.perMM) {
		if s.thick() <= thickRule*p.perMM {
			p.down = append(p.down, s.rule(p.perMM))
		}
	}
	p.across, p.down = joined(p.across), joined(p.down)
	p.across = append(p.across, p.dottedRules()...)
	return p
}

// inkLevel is the level below which there is ink: thin rules come out grey, so it is a third of the way to
// black, but the grey of shaded headings, with the noise of a scan, should not be ink.
func inkLevel(paper, dark uint8) uint8 { return paper - max(30, (paper-dark)/3) }

// levelsOf gives the level of the paper, the commonest, and that of the darkest hundredth of what is not paper.
func levelsOf(g *image.Gray) (paper, dark uint8) {
	var histogram [256]int
	for y := range g.Rect.Dy() {
		for _, v := range g.Pix[y*g.Stride:][:g.Rect.Dx()] {
			histogram[v]++
		}
	}
	best := 255
	for v := 128; v < 256; v++ {
		if histogram[v] > histogram[best] {
			best = v
		}
	}
	all, seen := 0, 0
	for v := range best - 20 {
		all += histogram[v]
	}
	for v := range best - 20 {
		if seen += histogram[v]; 10*seen > all {
			return uint8(best), uint8(v)
		}
	}
	return uint8(best), 0
}

func (b *bitmap) transposed() *bitmap {
	t := &bitmap{b.h, b.w, make([]bool, len(b.ink))}
	for y := range b.h {
		for x, v := range b.ink[y*b.w:][:b.w] {
			if v {
				t.ink[x*t.w+y] = true
			}
		}
	}
	return t
}

// stroke is a connected set of long horizontal runs of ink, in pixels; the sums are for the line through it.
type stroke struct {
	x0, y0, x1, y1      int
	n, sx, sy, sxx, sxy float64
}

func (s stroke) thick() float64 { return s.n / float64(s.x1-s.x0) }

func (s stroke) rule(perMM float64) rule {
	return rule{from: float64(s.x0) / perMM, to: float64(s.x1) / perMM, at: (s.sy/s.n + 0.5) / perMM, thick: s.thick() / perMM}
}

// slope of the line of least squares through the stroke.
func (s stroke) slope() float64 {
	return (s.n*s.sxy - s.sx*s.sy) / (s.n*s.sxx - s.sx*s.sx)
}

// strokesOf joins the runs of ink that are longer than a stroke of a letter with those on the rows above.
func strokesOf(b *bitmap, perMM float64) []stroke {
	least, gap := int(leastRule*perMM), max(1, int(brokenRule*perMM))
	type run struct{ x0, x1, of int }
	var list []stroke
	parent := []int{}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	var above []run
	for y := range b.h {
		row := b.ink[y*b.w:][:b.w]
		var runs []run
		for x := 0; x < b.w; x++ {
			if !row[x] {
				continue
			}
			start, end, ink := x, x+1, 0
			for ; x < b.w && x-end < gap; x++ {
				if row[x] {
					end = x + 1
					ink++
				}
			}
			if end-start >= least && 5*ink >= 4*(end-start) {
				runs = append(runs, run{start, end, -1})
			}
			x = end
		}
		k := 0
		for i := range runs {
			r := &runs[i]
			for k < len(above) && above[k].x1 <= r.x0 {
				k++
			}
			for j := k; j < len(above) && above[j].x0 < r.x1; j++ {
				if o := find(above[j].of); r.of < 0 {
					r.of = o
				} else {
					parent[o] = find(r.of)
				}
			}
			if r.of < 0 {
				r.of = len(list)
				parent = append(parent, r.of)
				list = append(list, stroke{x0: r.x0, y0: y, x1: r.x1, y1: y + 1})
			}
			r.of = find(r.of)
			list[r.of].add(*r, y)
		}
		above = runs
	}
	var out []stroke
	for i := range list {
		if root := find(i); root != i {
			list[root].join(list[i])
		}
	}
	for i, s := range list {
		if parent[i] == i {
			out = append(out, s)
		}
	}
	return out
}

func (s *stroke) add(r struct{ x0, x1, of int }, y int) {
	n := float64(r.x1 - r.x0)
	a, b := float64(r.x0), float64(r.x1-1)
	sum := (a + b) * n / 2
	square := func(m float64) float64 { return m * (m + 1) * (2*m + 1) / 6 }
	s.join(stroke{x0: r.x0, y0: y, x1: r.x1, y1: y + 1, n: n, sx: sum, sy: n * float64(y), sxx: square(b) - square(a-1), sxy: sum * float64(y)})
}

func (s *stroke) join(o stroke) {
	s.x0, s.y0, s.x1, s.y1 = min(s.x0, o.x0), min(s.y0, o.y0), max(s.x1, o.x1), max(s.y1, o.y1)
	s.n, s.sx, s.sy, s.sxx, s.sxy = s.n+o.n, s.sx+o.sx, s.sy+o.sy, s.sxx+o.sxx, s.sxy+o.sxy
}

// joined makes one rule of the parts in which a scan leaves it, and of rules drawn over each other.
func joined(rules []rule) []rule {
	slices.SortFunc(rules, func(a, b rule) int { return int(math.Copysign(1, a.from-b.from)) })
	var out []rule
next:
	for _, r := range rules {
		for i := range out {
			o := &out[i]
			if math.Abs(o.at-r.at) < 0.3 && r.from < o.to+joinRule {
				weigh := r.length() / (r.length() + o.length())
				o.at += (r.at - o.at) * weigh
				o.to = max(o.to, r.to)
				continue next
			}
		}
		out = append(out, r)
	}
	return out
}

// lean is the angle in radians, clockwise, at which the rules lie; 0 if there are none.
func (p inkPage) lean() float64 {
	type leaning struct{ slope, length float64 }
	var list []leaning
	all := 0.0
	collect := func(b *bitmap, sign float64) {
		for _, s := range strokesOf(b, p.perMM) {
			if length := float64(s.x1-s.x0) / p.perMM; length > 30 && s.thick() < thickRule*p.perMM && float64(s.y1-s.y0) < 3*p.perMM {
				list = append(list, leaning{sign * s.slope(), length})
				all += length
			}
		}
	}
	collect(p.mask, 1)
	collect(p.mask.transposed(), -1)
	slices.SortFunc(list, func(a, b leaning) int { return int(math.Copysign(1, a.slope-b.slope)) })
	seen := 0.0
	for _, l := range list {
		if seen += l.length; 2*seen >= all {
			return math.Atan(l.slope)
		}
	}
	return 0
}
