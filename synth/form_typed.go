package synth

import (
	"fmt"

	"pratica/claim"
	"pratica/extract/forms"
)

// typist fills forms by machine: the values a little off their places, in one font.
type typist struct {
	ink            ink
	dx, dy, jitter float64 // mm
	dateForm, euro string
	apostrophes    bool
	// crossed boxes are marked by the signing pen, others with a typed X.
	crossed bool
	style   markStyle
	hand    *writer
}

func someTypist(d dice, hand *writer) *typist {
	return &typist{
		ink:      ink{face: pick(d, mono, lucMono, sans, serif, lucid, terminal, verdana), size: d.between(9.5, 12), bold: d.chance(0.2), color: greyInk(uint8(d.whole(0, 80)))},
		dx:       d.between(-0.8, 0.8),
		dy:       d.between(-0.8, 0.8),
		jitter:   d.between(0, 0.25),
		dateForm: pick(d, "%02d/%02d/%d", "%02d/%02d/%d", "%02d-%02d-%d", "%02d.%02d.%d", "%d/%d/%d"),
		euro:     pick(d, "", "", "€ "), crossed: true, style: pick(d, crossMark, crossMark, tickMark), hand: hand,
	}
}

// somePrinter fills as a program does that knows the form: every letter where it belongs.
func somePrinter(d dice, hand *writer) *typist {
	return &typist{
		ink:      ink{face: pick(d, sans, sans, mono, serif, lucid), size: d.between(9, 11), color: pick(d, black, black, greyInk(30))},
		dateForm: "%02d/%02d/%d", euro: pick(d, "", "", "€ "), style: crossMark, hand: hand,
	}
}

func (t *typist) date(day claim.Date, room float64) string {
	return fmt.Sprintf(t.dateForm, day.Day, day.Month, day.Year)
}
func (t *typist) amount(cents int64) string { return t.euro + claim.Cents(cents).Italian() }
func (t *typist) name(text string) string   { return upper(text, t.apostrophes) }

func (t *typist) fill(s *sheet, f forms.Field, value string) {
	dx, dy := t.dx+s.between(-t.jitter, t.jitter), t.dy+s.between(-t.jitter, t.jitter)
	switch f.Type {
	case forms.Comb:
		letters := t.ink.sized(min(max(t.ink.size, 10), 12, f.Cell(0).W*2.6))
		for i, r := range []rune(value) {
			if i < len(f.Preprinted) || i >= f.Cells {
				continue
			}
			cell := f.Cell(i)
			s.print(cell.X+cell.W/2+dx*0.6+s.between(-1, 1)*min(t.jitter, 0.2), middle(cell, letters)+dy*0.6, letters, centre, string(r))
		}
	case forms.Amount:
		i := t.ink.fits(value, f.Rect.W-min(3.2, f.Rect.W*0.25))
		if s.chance(0.3) {
			s.print(f.Rect.X+f.Rect.W/2+dx*0.5, middle(f.Rect, i)+dy, i, centre, value)
			return
		}
		s.print(f.Rect.Right()-min(1.8, f.Rect.W*0.1)+dx*0.5, middle(f.Rect, i)+dy, i, right, value)
	case forms.Multiline:
		rows := max(f.Lines, 1)
		i := t.ink
		for len(i.lines(value, f.Rect.W-4)) > rows && i.size > 6 {
			i.size *= 0.95
		}
		for n, line := range i.lines(value, f.Rect.W-4) {
			r := f.Line(min(n, rows-1))
			s.print(r.X+2+dx*0.5, min(middle(r, i)+dy, r.Bottom()-0.8), i, left, line)
		}
	default:
		if narrow := f.Rect.W < 16; narrow {
			i := t.ink.fits(value, f.Rect.W-1.5)
			s.print(f.Rect.X+f.Rect.W/2+dx*0.4, middle(f.Rect, i)+dy*0.6, i, centre, value)
			return
		}
		i := t.ink.fits(value, f.Rect.W-3.5)
		s.print(f.Rect.X+1.8+dx, middle(f.Rect, i)+dy, i, left, value)
	}
}

func (t *typist) mark(s *sheet, f forms.Field) {
	if t.crossed {
		t.hand.check(s, f.Rect, t.style)
		return
	}
	i := t.ink.strong().sized(min(11, f.Rect.H*2.3))
	s.print(f.Rect.X+f.Rect.W/2, middle(f.Rect, i), i, centre, "X")
}

func (t *typist) unmark(s *sheet, f forms.Field) { t.hand.unmark(s, f.Rect) }

func (t *typist) sign(s *sheet, f forms.Field) { t.hand.sign(s, f.Rect) }
