package synth

import (
	"image/color"
	"slices"
	"strings"

	"pratica/claim"
)

// correction is how somebody changed an invoice by hand.
type correction struct {
	// of is what was changed, how the way of it.
	of  correctedValue
	how correcting
}

type correctedValue int

const (
	byChance correctedValue = iota // the date, where it is first printed
	correctedDate
	correctedNumber
	correctedTotal
	correctedLine // the amount of the first position
)

type correcting int

const (
	struckOut   correcting = iota // and the new value written beside it
	overwritten                   // figures written over figures
	whitened                      // correction fluid, and the new value on it
)

// someCorrection draws one of any kind. Papers that are spoilt by chance have the date struck out, those that the fault was asked
// for (Options.Faults) this.
func someCorrection(d dice) correction {
	return correction{of: pick(d, correctedDate, correctedDate, correctedTotal, correctedTotal, correctedNumber, correctedLine),
		how: pick(d, struckOut, struckOut, struckOut, struckOut, struckOut, overwritten, whitened)}
}

// forget takes the value out of the truth of an expense: which of the two holds is the reviewer's question.
func (c correction) forget(expense map[string]any) {
	switch c.of {
	case byChance, correctedDate:
		delete(expense, "date")
		delete(expense, "deadline")
	case correctedNumber:
		delete(expense, "number")
	case correctedTotal:
		for _, key := range []string{"total", "reimbursable", "reimbursable_eur"} {
			delete(expense, key)
		}
	case correctedLine:
		if lines, ok := expense["lines"].([]any); ok && len(lines) > 0 {
			delete(lines[0].(map[string]any), "amount")
		}
	}
}

// texts are how the value is printed, and what somebody makes of it.
func (c correction) texts(inv *invoice, d dice, by *scribe) (printed, written string) {
	switch c.of {
	case correctedNumber:
		return inv.Number, otherFigure(inv.Number, d)
	case correctedTotal:
		return inv.look.money(inv.Total), claim.Cents(inv.Total + int64(d.whole(1, 9))*1000).Italian()
	case correctedLine:
		return inv.look.money(inv.Lines[0].Amount), claim.Cents(inv.Lines[0].Amount + int64(d.whole(1, 9))*1000).Italian()
	}
	return inv.look.date(inv.Date), by.date(inv.Date.AddDays(-d.whole(1, 9)), 30)
}

// otherFigure is a number with another last figure.
func otherFigure(number string, d dice) string {
	at := strings.LastIndexAny(number, "0123456789")
	if at < 0 {
		return number
	}
	return number[:at] + string('0'+(number[at]-'0'+byte(d.whole(1, 8)))%10) + number[at+1:]
}

// correctByHand changes a value of an invoice. It does nothing if no page shows it.
func (c correction) correctByHand(papers []paper, inv *invoice, w *writer) {
	if c == (correction{}) {
		strikeDate(papers, inv, w)
		return
	}
	s, at, ok := c.find(papers, inv)
	if !ok {
		return
	}
	by := someScribe(s.dice, w)
	_, text := c.texts(inv, s.dice, by)
	high := min(max(1.25*at.w/float64(max(len([]rune(at.text)), 1)), 1.7), 5) // figures are half as wide as letters are high
	by.capitals = max(min(by.capitals, 3.4), high)
	switch c.how {
	case overwritten:
		w.overwrite(s, at, high)
	case whitened:
		s.whiten(at, high)
		size := w.fits(text, min(by.capitals, 1.4*high), at.w+3)
		w.write(s, at.x, at.y, size, text)
	default:
		w.strike(s, at.x, at.y, at.w, high)
		w.writeBeside(s, at, by.capitals, text, s.between(-2, 4))
	}
}

// find gives the place where a value is printed; totals are printed larger than what is equal to them.
func (c correction) find(papers []paper, inv *invoice) (on *sheet, at placed, ok bool) {
	printed, _ := c.texts(inv, newDice(0), someScribe(newDice(0), &writer{}))
	for _, p := range papers {
		if p.kind == claim.R01Document {
			continue
		}
		for _, s := range p.pages {
			for _, line := range s.printed {
				part, found := line.part(printed)
				if found && (!ok || c.of == correctedTotal && part.w >= at.w) {
					on, at, ok = s, part, true
				}
			}
		}
	}
	return on, at, ok
}

// part is where a text stands in a longer one, no figures before or behind it; letters are about as wide as each other.
func (p placed) part(text string) (placed, bool) {
	const digits = "0123456789"
	before, after, found := strings.Cut(p.text, text)
	if !found || text == "" || strings.TrimRight(before, digits) != before || strings.TrimLeft(after, digits) != after {
		return placed{}, false
	}
	each := p.w / float64(max(len([]rune(p.text)), 1))
	return placed{text, p.x + each*float64(len([]rune(before))), p.y, p.w - each*float64(len([]rune(before))+len([]rune(after)))}, true
}

// strikeDate strikes the printed date out and writes another where there is room: above it, beside it or below. It does nothing if no
// page shows the date.
func strikeDate(papers []paper, inv *invoice, w *writer) {
	date := inv.look.date(inv.Date)
	for _, p := range papers {
		for _, s := range p.pages {
			for _, line := range s.printed {
				before, after, found := strings.Cut(line.text, date)
				if !found {
					continue
				}
				// letters are about as wide as each other
				each := line.w / float64(max(len([]rune(line.text)), 1))
				x, width := line.x+each*float64(len([]rune(before))), line.w-each*float64(len([]rune(before))+len([]rune(after)))
				w.strike(s, x, line.y, width, 2.4)
				by := someScribe(s.dice, w)
				by.capitals = min(by.capitals, 3.2)
				text := by.date(inv.Date.AddDays(-s.whole(1, 9)), 30)
				w.writeBeside(s, placed{date, x, line.y, width}, by.capitals, text, s.between(-2, 4))
				return
			}
		}
	}
}

// writeBeside writes a text with capitals h mm high where there is room beside a printed one: above it, shifted to the right, beside
// it or below.
func (w *writer) writeBeside(s *sheet, at placed, h float64, text string, shifted float64) {
	long := w.width(h, text)
	left := max(min(at.x+shifted, s.W-long-3), 3)
	spots := []placed{{text, left, at.y - s.between(3, 4), long}, {text, at.x + at.w + 2.5, at.y, long}, {text, at.x - long - 3, at.y, long},
		{text, left, at.y + h + 1.8, long}, {text, left, at.y - s.between(6, 8), long}}
	spot := spots[0]
	for _, free := range spots {
		if free.x > 3 && free.x+long < s.W-3 && !slices.ContainsFunc(s.printed, func(p placed) bool { return p.covers(free, h) }) {
			spot = free
			break
		}
	}
	w.write(s, spot.x, spot.y, h, text)
}

// overwrite writes other figures over one or two of a printed text, and goes over them again, as one must to be read.
func (w *writer) overwrite(s *sheet, at placed, high float64) {
	runes := []rune(at.text)
	each := at.w / float64(max(len(runes), 1))
	left := s.whole(1, 2)
	for i := len(runes) - 1; i >= 0 && left > 0; i-- {
		if runes[i] < '0' || runes[i] > '9' || s.chance(0.3) {
			continue
		}
		figure := string('0' + (runes[i]-'0'+rune(s.whole(1, 8)))%10)
		for range 2 {
			w.write(s, at.x+each*float64(i)-0.2+s.between(-0.15, 0.15), at.y+s.between(-0.1, 0.3), high*s.between(1.1, 1.35), figure)
		}
		left--
	}
}

// whiten covers a printed text with correction fluid, which is whiter than paper and has no straight edge.
func (s *sheet) whiten(at placed, high float64) {
	for x := at.x - 0.8; x < at.x+at.w+0.8; x += 1.5 {
		s.fill(x, at.y-high*s.between(1.2, 1.4), 1.8, high*s.between(1.45, 1.7), color.RGBA{255, 255, 255, 255})
	}
}

// covers tells whether a text lies where another would, with letters h mm high.
func (p placed) covers(other placed, h float64) bool {
	const least = 2.2 // mm: the height of small print
	return p.x < other.x+other.w && other.x < p.x+p.w && p.y > other.y-h && p.y-least < other.y+0.5
}
