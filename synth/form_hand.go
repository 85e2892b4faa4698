package synth

import (
	"fmt"
	"strings"

	"github.com/tdewolff/canvas"

	"pratica/claim"
	"pratica/extract/forms"
)

// scribe fills forms by hand.
type scribe struct {
	*writer
	dice
	style           markStyle
	dateForm, money int
}

func someScribe(d dice, w *writer) *scribe {
	return &scribe{writer: w, dice: newDice(d.Uint64(), "scribe"), style: markStyleOf(d), dateForm: d.IntN(7), money: d.IntN(8)}
}

func (p *scribe) date(day claim.Date, room float64) string {
	form := p.dateForm
	if room < 24 && form > 4 {
		form = 4
	}
	switch form {
	case 0, 1:
		return fmt.Sprintf("%02d/%02d/%d", day.Day, day.Month, day.Year)
	case 2:
		return fmt.Sprintf("%d/%d/%d", day.Day, day.Month, day.Year)
	case 3:
		return fmt.Sprintf("%02d-%02d-%d", day.Day, day.Month, day.Year)
	case 4:
		return fmt.Sprintf("%d/%d/%02d", day.Day, day.Month, day.Year%100)
	case 5:
		return fmt.Sprintf("%02d.%02d.%d", day.Day, day.Month, day.Year)
	}
	if room > 40 {
		return day.Italian()
	}
	return fmt.Sprintf("%02d / %02d / %d", day.Day, day.Month, day.Year)
}

func (p *scribe) amount(cents int64) string {
	text := strings.ReplaceAll(claim.Cents(cents).String(), ".", ",")
	switch p.money {
	case 0, 1:
		if loadHand(p.hand).has("€") {
			return "€ " + text
		}
	case 2:
		if loadHand(p.hand).has("€") {
			return text + " €"
		}
	case 3:
		if cents%100 == 0 {
			return strings.TrimSuffix(text, "00") + "-"
		}
	case 4:
		return claim.Cents(cents).Italian()
	case 5:
		return strings.ReplaceAll(text, ",", ".")
	}
	return text
}

func (p *scribe) name(text string) string { return p.spell(text, p.dice) }

func (p *scribe) fill(s *sheet, f forms.Field, value string) {
	switch f.Type {
	case forms.Comb:
		p.comb(s, f, value)
	case forms.Multiline:
		p.lines(s, f, value)
	default:
		p.entry(s, f, value)
	}
}

// entry writes a line of text into its zone; careless writers run over its frame or strike a slip out.
func (p *scribe) entry(s *sheet, f forms.Field, value string) {
	r := f.Rect
	h := min(p.capitals*s.between(0.93, 1.07), r.H*0.62)
	if f.Frame == forms.Box {
		h = min(h, r.H*0.55)
	}
	room := r.W - 2
	if s.chance(p.careless * 0.3) {
		room += 4
	}
	x := r.X + s.between(0.7, 2.2)
	if f.Type == forms.Amount && r.W > 14 {
		x = r.X + max(r.W-2-p.width(min(h, p.fits(value, h, room)), value), 1)*s.between(0.3, 0.9)
	}
	base := p.base(s, f, h)
	if slip := p.slip(s, f, value); slip != "" {
		if small := h * 0.9; p.width(small, slip)+p.width(small, value)+3 < room {
			w := p.write(s, x, base, small, slip)
			s.printed = s.printed[:len(s.printed)-1] // struck out: no longer there
			p.strike(s, x, base, w, small)
			x += w + s.between(1, 2.2)
			room -= w + 2
			h = small
		}
	}
	h = p.fits(value, h, room)
	p.write(s, x, base, h, value)
}

// base is the baseline of a text in a zone: in the middle of a box, a little above a rule.
func (p *scribe) base(s *sheet, f forms.Field, h float64) float64 {
	r := f.Rect
	base := r.Y + r.H/2 + h/2 + s.between(-0.12, 0.12)*r.H*(0.4+p.careless)
	if f.Frame == forms.Dots {
		base = r.Bottom() - s.between(0.2, 1.1)
	}
	return base
}

// slip is what a careless writer puts down wrong before the right value: a false start, a transposition or
// a wrong digit; empty when he gets it right at once.
func (p *scribe) slip(s *sheet, f forms.Field, value string) string {
	letters := []rune(value)
	if len(letters) < 3 || !s.chance(0.01+0.06*p.careless) {
		return ""
	}
	switch at := s.IntN(len(letters) - 1); s.IntN(3) {
	case 0:
		return string(letters[:max(at, 2)])
	case 1:
		letters[at], letters[at+1] = letters[at+1], letters[at]
	default:
		if letters[at] >= '0' && letters[at] <= '9' {
			letters[at] = '0' + (letters[at]-'0'+rune(s.whole(1, 9)))%10
		} else {
			letters = append(letters[:at], letters[at+1:]...)
		}
	}
	if string(letters) == value {
		return ""
	}
	return string(letters)
}

// comb writes one letter to a cell; free writers only aim at the whole. A wrong letter is written over.
func (p *scribe) comb(s *sheet, f forms.Field, value string) {
	cell := f.Cell(0)
	h := min(p.capitals, f.Rect.H*0.62, cell.W*0.85)
	base := f.Rect.Y + f.Rect.H/2 + h/2 + s.between(-0.06, 0.06)*f.Rect.H
	drift, pace := s.between(-0.15, 0.15)*cell.W, 1.0
	if p.free {
		pace = s.between(0.965, 1.025)
	}
	stroke := p.line(s, h)
	stroke.start = f.Rect.X
	first := len([]rune(f.Preprinted))
	for i, r := range []rune(strings.ToUpper(value)) {
		if i < first || i >= f.Cells {
			continue
		}
		g, ok := stroke.font.find(r)
		if !ok {
			continue
		}
		scale := h / stroke.font.capital * stroke.font.grown(r)
		middle := cell.X + (float64(first)+(float64(i-first)+0.5)*pace)*cell.W + drift + s.between(-0.1, 0.1)*cell.W*(0.5+p.unsteady)
		x := middle - (g.box.X0+g.box.X1)/2*scale*p.wide
		if s.chance(0.004 + 0.02*p.careless) { // slipped: the right one over it, pressed harder
			if wrong := p.neighbour(r); wrong != r {
				stroke.letter(x, base, wrong)
				thick := *stroke
				bold := *p.writer
				bold.pen *= 1.7
				thick.writer = &bold
				thick.letter(x, base, r)
				s.printed = append(s.printed, placed{string(r), x, base, g.advance * scale})
				continue
			}
		}
		stroke.letter(x, base, r)
		s.printed = append(s.printed, placed{string(r), x, base, g.advance * scale})
	}
}

// neighbour is a character somebody writes by mistake for another.
func (p *scribe) neighbour(r rune) rune {
	if r >= '0' && r <= '9' {
		return '0' + (r-'0'+rune(p.whole(1, 9)))%10
	}
	return r
}

// lines writes a text into a zone of several lines.
func (p *scribe) lines(s *sheet, f forms.Field, value string) {
	rows := max(f.Lines, 1)
	h := min(p.capitals, f.Line(0).H*0.55)
	for len(p.divide(value, h, f.Rect.W-4)) > rows && h > 1.5 {
		h *= 0.94
	}
	for n, line := range p.divide(value, h, f.Rect.W-4) {
		r := f.Line(min(n, rows-1))
		p.write(s, r.X+s.between(0.8, 3), r.Bottom()-s.between(0.4, 1.6), h, line)
	}
}

// divide breaks a text into lines no wider than w mm.
func (p *scribe) divide(text string, h, w float64) []string {
	var list []string
	line := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && p.width(h, longer) > w {
			list = append(list, line)
			longer = word
		}
		line = longer
	}
	return append(list, line)
}

func (p *scribe) mark(s *sheet, f forms.Field) { p.check(s, f.Rect, p.style) }

// unmark leaves out what nobody could tell from a mark: who fills boxes does not blacken wrong ones.
func (p *scribe) unmark(s *sheet, f forms.Field) {
	if p.style != filledMark {
		p.writer.unmark(s, f.Rect)
	}
}

func (p *scribe) sign(s *sheet, f forms.Field) { p.writer.sign(s, f.Rect) }

// sign puts this writer's signature on a line or into a box.
func (w *writer) sign(s *sheet, r forms.Rect) {
	width := min(r.W*s.between(0.55, 0.8), 60)
	x, y := r.X+s.between(1, max(r.W-width-3, 1.5)), r.Bottom()-s.between(1.2, 2.6)
	w.autograph(s, x, y, width)
}

// autograph draws strokes as of a hand that has signed a thousand times, about width mm wide, on a baseline.
func (w *writer) autograph(s *sheet, x, y, width float64) {
	height := s.between(3, 5.2)
	slant := w.slant + s.between(0.05, 0.3)
	letters := s.whole(6, 11)
	step := width / float64(letters+1)
	var points []canvas.Point
	at := 0.0
	add := func(dx, up float64) {
		points = append(points, canvas.Point{X: x + at + dx + up*slant, Y: y - up + at*w.climb*3})
	}
	add(0, s.between(0, 1))
	for n := range letters {
		up := height * s.between(0.22, 0.6)
		if n == 0 || s.chance(0.18) {
			up = height * s.between(0.9, 1.35) // a capital or a long letter
		}
		add(step*0.12, up*0.5)
		add(step*s.between(0.25, 0.5), up)
		if s.chance(0.5) { // a loop
			add(step*0.05, up*0.75)
		}
		add(step*0.6, s.between(-0.5, 0.4))
		if s.chance(0.12) { // a letter that goes below the line
			add(step*0.5, -height*0.7)
		}
		at += step * s.between(0.8, 1.15)
		if s.chance(0.14) && len(points) > 5 { // the pen is lifted
			s.curve(points, w.pen, w.ink)
			points = nil
			add(0, s.between(0, height*0.4))
		}
	}
	add(step, s.between(0, height*0.3))
	s.curve(points, w.pen, w.ink)
	if s.chance(0.6) { // a flourish
		s.curve([]canvas.Point{{X: x + width*0.1, Y: y + 1.2}, {X: x + width*0.5, Y: y + s.between(0.4, 1.8)}, {X: x + width*1.02, Y: y + s.between(-0.8, 0.8)}}, w.pen, w.ink)
	}
}
