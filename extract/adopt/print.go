package adopt

import (
	"math"
	"slices"

	"pratica/extract/forms"
)

// print gives what is printed on a page, as a definition can draw it: bars, boxes, rules and texts. Texts
// are as wide as on the page, so that they serve to register on; the largest above are the title.
func (s *sheet) print(p Page) []forms.Print {
	var list []forms.Print
	for _, f := range s.faces {
		if f.tinted {
			box := round(f.Rect)
			list = append(list, forms.Print{Box: &box, Fill: forms.Tint})
		}
	}
	for _, b := range s.ink.bars {
		box := round(b)
		list = append(list, forms.Print{Box: &box, Fill: s.inkOf(b)})
	}
	for _, r := range s.ink.across {
		if r.dotted && slices.ContainsFunc(p.Zones, func(z Zone) bool {
			return z.Frame == forms.Dots && math.Abs(z.Rect.Bottom()-r.at) < 1 && r.from < z.Rect.Right() && r.to > z.Rect.X
		}) && !s.underSeveral(p, r) {
			continue // the zone draws its own dots
		}
		list = append(list, forms.Print{Rule: &[4]float64{round2(r.from), round2(r.at), round2(r.to), round2(r.at)}, Line: line(r.thick, r.dotted), Dotted: r.dotted})
	}
	for _, r := range s.ink.down {
		list = append(list, forms.Print{Rule: &[4]float64{round2(r.at), round2(r.from), round2(r.at), round2(r.to)}, Line: line(r.thick, false)})
	}
	titles := s.titles()
	for i, ph := range s.phrases {
		t := s.text(ph)
		if slices.Contains(titles, i) {
			t.Role = forms.TitleRole
		}
		list = append(list, t)
	}
	return list
}

func (s *sheet) underSeveral(p Page, r rule) bool {
	return slices.ContainsFunc(p.Zones, func(z Zone) bool {
		return z.Type == forms.Multiline && z.Rect.Inset(-1).Overlaps(forms.Rect{X: r.from, Y: r.at, W: r.length(), H: 0.1})
	})
}

// line is a width of stroke in mm that a definition draws: what a scan shows of hair lines is thicker.
func line(thick float64, dotted bool) float64 {
	if dotted {
		return 0.3
	}
	return math.Max(0.15, math.Min(1, math.Round(thick*20)/20))
}

// inkOf is the ink of a bar: dark ones are drawn in the accent colour, light ones in grey.
func (s *sheet) inkOf(b forms.Rect) forms.Ink {
	x, y := int((b.X+0.4)*s.ink.perMM), int((b.Y+0.4)*s.ink.perMM)
	if s.grey.GrayAt(x, y).Y < 50 {
		return forms.Black
	}
	return forms.Accent
}

// titles are the phrases that tell the page: the largest in its upper third, and what looks like a form's
// code anywhere in it.
func (s *sheet) titles() []int {
	best, size := -1, 0.0
	var list []int
	for i, p := range s.phrases {
		letters := len([]rune(p.text))
		if p.box.Y > s.height/3 || letters < 4 {
			continue
		}
		if formCode.MatchString(p.folded) && letters < 16 {
			list = append(list, i)
		}
		// long words of a good size say more than a short logo, and what it is says more than whose
		weight := p.size * math.Min(1.5, 0.7+float64(letters)/30)
		if formWords.MatchString(p.folded) {
			weight *= 2
		}
		if weight > size && p.box.W > 20 {
			best, size = i, weight
		}
	}
	if best >= 0 && !slices.Contains(list, best) {
		list = append(list, best)
	}
	if len(list) == 0 && len(s.phrases) > 0 {
		list = append(list, 0)
	}
	return list
}

// text sets a phrase so that it is as wide as on the page, in the weight that needs the least change of
// size for that.
func (s *sheet) text(p phrase) forms.Print {
	t := forms.Print{Text: p.text, Size: p.size}
	bestSize, bestStyle, least := p.size, "", math.Inf(1)
	for _, style := range []string{"", "bold"} {
		t.Style = style
		wide := drawn(t)
		if wide.W <= 0 {
			continue
		}
		size := p.size * p.box.W / wide.W
		if off := math.Abs(math.Log(size / p.size)); off < least-0.01 {
			bestSize, bestStyle, least = size, style, off
		}
	}
	t.Style = bestStyle
	t.Size = math.Max(3, math.Round(math.Max(0.7*p.size, math.Min(1.3*p.size, bestSize))*10)/10)
	at := drawn(t)
	t.At = [2]float64{round2(p.box.X - at.X), round2(p.box.Bottom() - at.Bottom())}
	if s.onDark(p.box) {
		t.Ink = forms.White
	}
	// a text that is cut by the edge of the paper cannot be printed there
	t.At[0], t.At[1] = math.Max(0, math.Min(s.width, t.At[0])), math.Max(0, math.Min(s.height, t.At[1]))
	return t
}

func (s *sheet) onDark(r forms.Rect) bool {
	return slices.ContainsFunc(s.ink.bars, func(b forms.Rect) bool { return r.Inset(0.2).Within(b) })
}

// drawn is the smallest rectangle around a text that stands at 0, 0.
func drawn(t forms.Print) forms.Rect {
	t.Role, t.At = forms.TitleRole, [2]float64{}
	d := forms.Definition{Pages: []forms.Page{{Width: 210, Height: 297, Print: []forms.Print{t}}}}
	return d.Titles(1)[0]
}

// round rounds the edges of a rectangle to a hundredth of a mm.
func round(r forms.Rect) forms.Rect {
	x, y := round2(r.X), round2(r.Y)
	return forms.Rect{X: x, Y: y, W: round2(r.Right()) - x, H: round2(r.Bottom()) - y}
}

func round2(v float64) float64 { return math.Round(v*100) / 100 }
