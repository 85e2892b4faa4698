package extract

import (
	"cmp"
	"slices"

	"pratica/claim"
	"pratica/ocr"
)

// SplitReceipts parts a page on which two expense documents lie, one below or beside the other, into the words
// of each. Each part must be a document by itself: an issuer's code, a number, a date and a total, and the
// numbers must differ, or issuers and totals; of papers that lie far apart, issuers and numbers, one may have lost its
// total; of two pages side by side on one sheet, numbers and totals or dates, whoever issued them. A page with one document
// comes back whole.
func SplitReceipts(page InvoicePage) []InvoicePage {
	parts := splitReceipts(page)
	for i := range parts {
		parts[i].Parted = page.Parted || len(parts) > 1
	}
	return parts
}

func splitReceipts(page InvoicePage) []InvoicePage {
	if pages := splitAtFold(page); pages != nil {
		return pages
	}
	if issuersNamed(page) < 2 {
		return []InvoicePage{page}
	}
	for _, cut := range cuts(page.Words) {
		first, second := page, page
		first.Words, second.Words = cut.parts(page.Words)
		if !namesIssuer(first) || !namesIssuer(second) {
			continue
		}
		apart := cut.upright && cut.width > page.Width/farApart
		a := ReadInvoice([]InvoicePage{first}, Hints{})
		if !a.whole() && !(apart && a.named()) {
			continue
		}
		b := ReadInvoice([]InvoicePage{second}, Hints{})
		if a.whole() && b.whole() && a.differs(b) || apart && (a.whole() && b.named() || b.whole()) && a.isAnothers(b) {
			return []InvoicePage{first, second}
		}
	}
	return []InvoicePage{page}
}

// splitAtFold parts a sheet laid across, down its middle, where each half has a number, a date and a total of its own; nil where
// that does not make two documents.
func splitAtFold(page InvoicePage) []InvoicePage {
	const (
		narrowest, off = 60, 10 // shares of the width
		pageGap        = 12     // that two pages have between them, and one has not
		legible        = 0.6    // less sure words may be the table on which the sheet was photographed
	)
	if 10*page.Width < 12*page.Height {
		return nil
	}
	words := slices.DeleteFunc(slices.Clone(page.Words), func(w ocr.Word) bool { return w.Confidence < legible })
	folds := slices.DeleteFunc(cutsAlong(words, true), func(c cut) bool {
		middle := c.at - c.width/2
		return c.width < page.Width/narrowest || max(middle-page.Width/2, page.Width/2-middle) > page.Width/off
	})
	for _, cut := range widest(folds) {
		first, second := page, page
		first.Words, second.Words = cut.parts(page.Words)
		a, b := ReadInvoice([]InvoicePage{first}, Hints{}), ReadInvoice([]InvoicePage{second}, Hints{})
		headed := first.isHeaded() && second.isHeaded() && (a.hasTotal() || b.hasTotal())
		far := cut.width > page.Width/pageGap && a.hasTotal() && b.hasTotal()
		if a.numbered() && b.numbered() && a.isUnlike(b) && (headed || far) {
			return []InvoicePage{first, second}
		}
		titled := first.isHeaded() && second.isHeaded() && namesIssuer(first) && namesIssuer(second)
		if titled && far && a.differsIn(b, "/total") && (a.numbered() || b.numbered()) {
			return []InvoicePage{first, second} // the number or the date of one was not read
		}
	}
	return nil
}

// isHeaded tells that a page calls itself an expense document, or a document with a number.
func (p InvoicePage) isHeaded() bool {
	d := newInvoiceReader([]InvoicePage{p}, Hints{})
	return d.anywhere(expenseTitle) >= 0 || d.anywhere(documentNumber) >= 0
}

// numbered tells that a document has a number, a date and a total.
func (i Invoice) numbered() bool {
	return i.Fields["/number"].Value != "" && i.Fields["/date"].Value != "" && i.Fields["/total"].Value != ""
}

// isUnlike tells that two documents have other numbers, and other dates or totals.
func (i Invoice) isUnlike(other Invoice) bool {
	return i.differsIn(other, "/number") && (i.differsIn(other, "/date") || i.differsIn(other, "/total"))
}

// farApart is the share of the width of a page that no columns leave white between them.
const farApart = 8

// isAnothers tells that two documents have neither issuer nor number in common.
func (i Invoice) isAnothers(other Invoice) bool {
	return i.differsIn(other, "/number") && i.differsIn(other, "/issuer/vat_number")
}

// differs tells that two documents are not one: another number, or, as issuers count each for himself, another
// issuer and another total.
func (i Invoice) differs(other Invoice) bool {
	return i.differsIn(other, "/number") || i.differsIn(other, "/issuer/vat_number") && i.differsIn(other, "/total")
}

func (i Invoice) differsIn(other Invoice, key string) bool {
	return i.Fields[key].Value != other.Fields[key].Value
}

// namesIssuer tells that a VAT number stands on the part of a page: a look that costs a tenth of reading it.
func namesIssuer(page InvoicePage) bool { return issuersNamed(page) > 0 }

// issuersNamed counts the VAT numbers of a page; one that stands there twice is two.
func issuersNamed(page InvoicePage) int {
	d := newInvoiceReader([]InvoicePage{page}, Hints{})
	d.readIdentifiers()
	n := 0
	for _, i := range d.identifiers {
		if i.isVATNumber() {
			n++
		}
	}
	return n
}

func (i identifier) isVATNumber() bool { return i.kind == vatNumber && i.valid }

// whole reports what makes a document one: who issued it, its number, date and total.
func (i Invoice) whole() bool {
	return i.named() && i.hasTotal()
}

func (i Invoice) hasTotal() bool {
	return i.Fields["/total"].Value != "" && i.Fields["/total"].From.Confidence > unlabelledAmount
}

// named tells who issued a document, its number and its date.
func (i Invoice) named() bool {
	code := i.Fields["/issuer/vat_number"].Value
	return i.Fields["/number"].Value != "" && i.Fields["/date"].Value != "" && code != "" && claim.ValidVATNumber(code)
}

// cut is a band of white across the page, in pixels from its upper or left edge.
type cut struct {
	at, width int
	upright   bool // parts left from right
}

func (c cut) parts(words []ocr.Word) (before, behind []ocr.Word) {
	for _, w := range words {
		if c.upright && w.Box.X < c.at || !c.upright && w.Box.Y < c.at {
			before = append(before, w)
		} else {
			behind = append(behind, w)
		}
	}
	return before, behind
}

const (
	// mostCuts is how many bands of white are tried, the widest first.
	mostCuts = 6
	// smallestPart is the share of the words that a document on the page has at least.
	smallestPart = 6
)

// cuts are the widest bands of white with text on both sides.
func cuts(words []ocr.Word) []cut {
	return widest(append(cutsAlong(words, false), cutsAlong(words, true)...))
}

func widest(all []cut) []cut {
	slices.SortStableFunc(all, func(a, b cut) int { return cmp.Compare(b.width, a.width) })
	return all[:min(len(all), mostCuts)]
}

// cutsAlong are the bands of white that part words below each other, or upright ones that part words beside each other.
func cutsAlong(words []ocr.Word, upright bool) (all []cut) {
	spans := make([][2]int, len(words))
	for i, w := range words {
		spans[i] = [2]int{w.Box.Y, w.Box.Y + w.Box.H}
		if upright {
			spans[i] = [2]int{w.Box.X, w.Box.X + w.Box.W}
		}
	}
	slices.SortFunc(spans, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	end := 0
	for i, s := range spans {
		if gap := s[0] - end; i*smallestPart >= len(spans) && (len(spans)-i)*smallestPart >= len(spans) && gap > 0 {
			all = append(all, cut{at: s[0], width: gap, upright: upright})
		}
		end = max(end, s[1])
	}
	return all
}
