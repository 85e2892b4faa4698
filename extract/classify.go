package extract

import (
	"slices"

	"pratica/claim"
	"pratica/extract/pattern"
)

// PageKind is what a page without a form on it is.
type PageKind struct {
	Kind       claim.DocumentKind
	Confidence float64
	// Expense tells that ReadInvoice should look at it; it settles the kind.
	Expense bool
	// Later tells that it is a page of a form of Kind, and not its first.
	Later bool
}

var (
	expenseTitle = pattern.Must(`fattur\w|ricevuta|parcella|notula|nota (di |d')?(onorari|credito|spese|prestazion)|documento commerciale|scontrino|invoice|receipt|ticket|quietanza|pro ?-?forma|preventivo|avviso di (parcella|fattura)|rechnung|honorarnote|liquidation|quittung|\bfacture|note d'honoraires|\bfactura|recibo|statement of account`)
	// expenseHeading begins the title of an expense document.
	expenseHeading = pattern.Must(`^(fattura|ricevuta|parcella|notula|nota (di |d')?(onorari|credito|spese|prestazion)|documento commerciale|scontrino|invoice|receipt|quietanza|rechnung|honorarnote|facture|factura|preventivo|pro ?-?forma)\b`)
)

var (
	documentNumber = pattern.Must(`\b(n\.?r?\.?|n°|num\.?|numero) ?(di |del )?(doc\.|documento)`)
	exemptFromVAT  = pattern.Must(`esent\S* (da |ai fini |dall'? ?)?(dell'? ?)?i\.?v\.?a\b.*\b(art|633)|umsatzsteuerbefreit|vat exempt`)
)

// byTitle is how sure a form is that was recognised by its heading alone.
const byTitle = 0.98

// ClassifyPage tells a form without a definition from other papers by its heading, an expense document by its
// words (a title, amounts, a total, a VAT number), and what else people send by words, layout and picture. An
// expense document stays one unless much speaks against it: an expense that nobody sees is a harm, a paper too many
// among the expenses a reviewer's moment.
func ClassifyPage(page InvoicePage, look Look) PageKind {
	d := newInvoiceReader([]InvoicePage{page}, Hints{})
	if len(d.rows) == 0 {
		return d.wordless(page.Height, look)
	}
	if form, later, ok := d.formByTitle(page.Height); ok {
		return PageKind{Kind: form, Confidence: byTitle, Later: later}
	}
	score := d.expenseScore(page.Height)
	if score >= 2.5 && (!ownTitled(d.pages[0], page.Height) || !d.outweighs(d.otherPaper(page.Height, look)[0], score)) {
		if score >= 3 {
			return PageKind{Kind: claim.Invoice, Confidence: 0.998, Expense: true}
		}
		return PageKind{Kind: claim.Invoice, Confidence: 0.9, Expense: true}
	}
	return likeliest(d.otherPaper(page.Height, look))
}

// HeadedForm tells which form of the fund a page is headed as, whether one of its definitions describes it or not; ""
// for none.
func HeadedForm(page InvoicePage) claim.DocumentKind {
	kind, _, _ := newInvoiceReader([]InvoicePage{page}, Hints{}).formByTitle(page.Height)
	return kind
}

// wordless is what a page without words is: a picture, an envelope's back, an empty page, or nobody knows.
func (d *invoiceReader) wordless(height int, look Look) PageKind {
	if kind := likeliest(d.otherPaper(height, look)); kind.Kind != claim.Other {
		return kind
	}
	return PageKind{Kind: claim.Other, Confidence: 0.4}
}

// expenseScore is what speaks for an expense document: from 2.5 it may be one, from 3 it is.
func (d *invoiceReader) expenseScore(height int) float64 {
	d.readIdentifiers()
	score, titled := 0.0, false
	if row := d.anywhere(expenseTitle); row >= 0 {
		titled = true
		score += 1.5
		if d.rows[row].box.Y*2 < height {
			score += 0.5
		}
	}
	amounts := d.collectAmounts()
	if len(amounts) > 0 {
		score++
	}
	for _, a := range amounts {
		if a.role == totalRole || a.role == netRole || a.role == weakTotalRole {
			score++
			break
		}
	}
	if slices.ContainsFunc(d.identifiers, identifier.isVATNumber) {
		score += 0.5
	}
	if !titled {
		return min(score+d.untitledExpense(amounts), mostUntitled)
	}
	return score
}

// mostUntitled is what can speak for an expense document that does not say that it is one, or on which a stamp hides it.
const mostUntitled = 2.9

// untitledExpense is what speaks for an expense document besides its title and total: a taxable amount or a stamp duty, the
// number of the document, the exemption from VAT, the heading of a table of positions; two of them where no VAT number is.
func (d *invoiceReader) untitledExpense(amounts []amountAt) (score float64) {
	if slices.ContainsFunc(amounts, func(a amountAt) bool { return a.role == taxableRole || a.role == stampRole }) {
		score += 0.5
	}
	if d.anywhere(documentNumber) >= 0 {
		score += 0.5
	}
	if d.anywhere(exemptFromVAT) >= 0 {
		score += 0.5
	}
	if d.tableHeadRow() >= 0 {
		score += 0.5
	}
	if score < 1 && !slices.ContainsFunc(d.identifiers, identifier.isVATNumber) {
		return 0
	}
	return score
}

// outweighs reports that another kind goes before an expense document of this score: its own title stands on the
// page, its words are its own, and no heading calls it an invoice.
func (d *invoiceReader) outweighs(other kindWeight, score float64) bool {
	need := 6.0
	if score >= 3 {
		need = 10
	}
	if other.kind == claim.Other || other.title < ownTitle || other.sum < need {
		return false
	}
	for _, h := range headings(d.pages[0], d.pages[0].height) {
		if expenseHeading.MatchString(h.text) {
			return other.kind == claim.Translation
		}
	}
	return true
}
