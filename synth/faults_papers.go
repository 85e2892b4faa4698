package synth

import (
	"slices"
	"strings"

	"pratica/claim"
)

// natureFaults are expense documents that are not what a plain invoice is.
var natureFaults = map[claim.Code]fault{
	"fiscal.not_an_invoice":        {on: r01Only, invoices: 1, plant: special(proforma, estimate)},
	"fiscal.courtesy_copy":         {on: r01Only, invoices: 1, plant: special(courtesyCopy)},
	"language.translation_missing": {on: r01Only, invoices: 1, plant: special(foreignGerman)},
	"currency.rate_missing": {on: r01Only, invoices: 1, plant: func(d dice, e *envelope) {
		for special(foreignEnglish, foreignGerman, foreignItalian)(d, e); e.Invoices[0].currency() == "EUR"; {
			special(foreignEnglish, foreignGerman, foreignItalian)(d, e)
		}
	}},
	"service.not_covered": {on: r01Only, invoices: 1, plant: func(d dice, e *envelope) { // medicines
		e.Invoices[0] = someTillSlip(d, pharmacy, e.Patient, e.Invoices[0].Date)
		e.fillRows(d)
	}},
	"invoice.cancelled": {on: []string{InvoiceKind}, invoices: 1, plant: func(d dice, e *envelope) {
		inv := e.Invoices[0]
		if inv.Type != claim.InvoiceType || inv.Nature != ordinary {
			inv = e.someInvoice(d, []trade{clinic, specialist})
		}
		e.Invoices = []*invoice{inv, inv.cancel(d)}
	}},
	"fiscal.date_in_future": {on: r01Only, invoices: 1, plant: func(d dice, e *envelope) { // a slip of the issuer's pen
		e.Invoices[0].Date = workday(e.ReceivedOn.AddDays(d.whole(10, 50)))
		e.fillRows(d)
	}},
	"fiscal.hand_corrected": {on: r01Only, invoices: 1, trades: []trade{clinic, specialist, diagnostics, hospital}, plant: func(d dice, e *envelope) {
		e.corrected = e.Invoices[0]
	}},
}

// special replaces the first invoice by one of these natures.
func special(natures ...nature) func(d dice, e *envelope) {
	return func(d dice, e *envelope) {
		e.Invoices[0] = someSpecialInvoice(d, pick(d, natures...), e.Patient, e.Invoices[0].Payer, e.Invoices[0].Date)
		e.complete(d)
		e.fillRows(d)
	}
}

// correctByHand strikes the printed date of an invoice out and writes another where there is room: above it,
// beside it or below. It does nothing if no page shows the date.
func correctByHand(papers []paper, inv *invoice, w *writer) {
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
				long := by.width(by.capitals, text)
				left := max(min(x+s.between(-2, 4), s.W-long-3), 3)
				spots := []placed{{text, left, line.y - s.between(3, 4), long}, {text, x + width + 2.5, line.y, long}, {text, x - long - 3, line.y, long},
					{text, left, line.y + by.capitals + 1.8, long}, {text, left, line.y - s.between(6, 8), long}}
				spot := spots[0]
				for _, free := range spots {
					if free.x > 3 && free.x+long < s.W-3 && !slices.ContainsFunc(s.printed, func(p placed) bool { return p.covers(free, by.capitals) }) {
						spot = free
						break
					}
				}
				w.write(s, spot.x, spot.y, by.capitals, text)
				return
			}
		}
	}
}

// covers tells whether a text lies where another would, with letters h mm high.
func (p placed) covers(other placed, h float64) bool {
	const least = 2.2 // mm: the height of small print
	return p.x < other.x+other.w && other.x < p.x+p.w && p.y > other.y-h && p.y-least < other.y+0.5
}
