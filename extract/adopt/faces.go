package adopt

import (
	"cmp"
	"math"
	"slices"

	"pratica/extract/forms"
)

// face is a rectangle of paper with rules all around it.
type face struct {
	forms.Rect
	tinted bool
	// words and phrases printed in it
	phrases []phrase
	// ticks are short strokes across it that part the places of characters: their x
	ticks []float64
}

func (f face) empty() bool { return len(f.phrases) == 0 }

const (
	facePerMM = 8   // resolution at which faces are sought
	closing   = 0.4 // mm by which rules are drawn longer, so that corners close
	leastFace = 1.8 // mm, the least side
)

// findFaces draws the rules alone and takes the white pieces that fill a rectangle.
func (s *sheet) findFaces() []face {
	w, h := int(s.width*facePerMM), int(s.height*facePerMM)
	b := &bitmap{w, h, make([]bool, w*h)}
	fill := func(x0, y0, x1, y1 float64) {
		for y := max(0, int(math.Round(y0*facePerMM))); y < min(h, max(int(math.Round(y0*facePerMM))+1, int(math.Round(y1*facePerMM)))); y++ {
			for x := max(0, int(math.Round(x0*facePerMM))); x < min(w, max(int(math.Round(x0*facePerMM))+1, int(math.Round(x1*facePerMM)))); x++ {
				b.ink[y*w+x] = true
			}
		}
	}
	for _, r := range s.ink.across {
		if !r.dotted {
			fill(r.from-closing, r.at-0.12, r.to+closing, r.at+0.12)
		}
	}
	for _, r := range s.ink.down {
		fill(r.at-0.12, r.from-closing, r.at+0.12, r.to+closing)
	}
	for _, r := range s.ink.bars {
		fill(r.X, r.Y, r.Right(), r.Bottom())
	}
	var list []face
	for _, p := range whitePieces(b) {
		pw, ph := p.x1-p.x0, p.y1-p.y0
		if p.x0 == 0 || p.y0 == 0 || p.x1 == w || p.y1 == h || float64(min(pw, ph)) < leastFace*facePerMM {
			continue
		}
		if float64(p.area) < 0.9*float64(pw*ph) {
			continue
		}
		r := s.onRules(forms.Rect{X: float64(p.x0) / facePerMM, Y: float64(p.y0) / facePerMM, W: float64(pw) / facePerMM, H: float64(ph) / facePerMM})
		f := face{Rect: r, tinted: s.tinted(r)}
		for _, tick := range s.ink.down {
			if tick.at > r.X+1.5 && tick.at < r.Right()-1.5 && tick.from > r.Y-0.5 && tick.to < r.Bottom()+0.6 && tick.length() < 0.9*r.H {
				f.ticks = append(f.ticks, tick.at)
			}
		}
		slices.Sort(f.ticks)
		list = append(list, f)
	}
	for _, p := range s.phrases {
		x, y := p.box.X+p.box.W/2, p.box.Y+p.box.H/2
		for i := range list {
			if f := &list[i]; x > f.X && x < f.Right() && y > f.Y && y < f.Bottom() {
				f.phrases = append(f.phrases, p)
			}
		}
	}
	slices.SortFunc(list, func(a, b face) int {
		return cmp.Or(cmp.Compare(math.Round(a.Y), math.Round(b.Y)), cmp.Compare(a.X, b.X))
	})
	return list
}

// onRules moves the edges of a rectangle to the middle of the rules beside them.
func (s *sheet) onRules(r forms.Rect) forms.Rect {
	near := func(rules []rule, at, from, to float64) float64 {
		best, distance := at, 0.7
		for _, l := range rules {
			overlap := math.Min(l.to, to) - math.Max(l.from, from)
			if d := math.Abs(l.at - at); !l.dotted && d < distance && overlap > 0.4*(to-from) {
				best, distance = l.at, d
			}
		}
		return best
	}
	x0, x1 := near(s.ink.down, r.X, r.Y, r.Bottom()), near(s.ink.down, r.Right(), r.Y, r.Bottom())
	y0, y1 := near(s.ink.across, r.Y, r.X, r.Right()), near(s.ink.across, r.Bottom(), r.X, r.Right())
	return forms.Rect{X: x0, Y: y0, W: x1 - x0, H: y1 - y0}
}

// tinted reports that the paper within a rectangle is shaded.
func (s *sheet) tinted(r forms.Rect) bool {
	r = r.Inset(0.5)
	var histogram [256]int
	n := 0
	for y := int(r.Y * s.ink.perMM); y < int(r.Bottom()*s.ink.perMM) && y < s.grey.Rect.Dy(); y++ {
		for x := int(r.X * s.ink.perMM); x < int(r.Right()*s.ink.perMM) && x < s.grey.Rect.Dx(); x++ {
			histogram[s.grey.Pix[y*s.grey.Stride+x]]++
			n++
		}
	}
	seen := 0
	for v := 255; v >= 0; v-- {
		if seen += histogram[v]; 3*seen >= n {
			return v < int(s.ink.paper)-6
		}
	}
	return false
}

// piece is a connected piece of a bitmap: x1 and y1 lie just outside of it.
type piece struct{ x0, y0, x1, y1, area int }

// whitePieces are the 4-connected pieces of paper.
func whitePieces(b *bitmap) []piece {
	seen := make([]bool, len(b.ink))
	var stack []int32
	var list []piece
	for start, ink := range b.ink {
		if ink || seen[start] {
			continue
		}
		p := piece{start % b.w, start / b.w, start%b.w + 1, start/b.w + 1, 0}
		push := func(i int) {
			if !b.ink[i] && !seen[i] {
				seen[i] = true
				stack = append(stack, int32(i))
			}
		}
		push(start)
		for len(stack) > 0 {
			i := int(stack[len(stack)-1])
			stack = stack[:len(stack)-1]
			x, y := i%b.w, i/b.w
			p.area++
			p.x0, p.y0, p.x1, p.y1 = min(p.x0, x), min(p.y0, y), max(p.x1, x+1), max(p.y1, y+1)
			if x > 0 {
				push(i - 1)
			}
			if x+1 < b.w {
				push(i + 1)
			}
			if y > 0 {
				push(i - b.w)
			}
			if y+1 < b.h {
				push(i + b.w)
			}
		}
		list = append(list, p)
	}
	return list
}
