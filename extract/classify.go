package extract

import (
	"regexp"

	"pratica/claim"
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
	expenseTitle  = regexp.MustCompile(`fattura|ricevuta|parcella|notula|nota (di |d')?(onorari|credito|spese|prestazion)|documento commerciale|scontrino|invoice|receipt|ticket|quietanza|pro ?-?forma|preventivo|avviso di (parcella|fattura)|rechnung|honorarnote|liquidation|quittung|\bfacture|note d'honoraires|\bfactura|recibo|statement of account`)
	separatorMark = regexp.MustCompile(`foglio separatore|separator sheet|patch t`)
	otherTitles   = []struct {
		kind    claim.DocumentKind
		pattern *regexp.Regexp
	}{
		{claim.DischargeLetter, regexp.MustCompile(`lettera di dimission|relazione (clinica )?di dimission`)},
		{claim.Prescription, regexp.MustCompile(`ricetta (medica|ssn|elettronica)|prescrizione|promemoria.*prescrizione`)},
		{claim.MedicalRecord, regexp.MustCompile(`cartella clinica n|frontespizio della cartella`)},
		{claim.LabCertificate, regexp.MustCompile(`laboratorio odontotecnico|dichiarazione di conformita`)},
	}
)

// byTitle is how sure a form is that was recognised by its heading alone.
const byTitle = 0.98

// ClassifyText tells a form without a definition from other papers by its heading, and an expense document by
// its words: a title, amounts, a total, a VAT number.
func ClassifyText(page InvoicePage) PageKind {
	d := newInvoiceReader([]InvoicePage{page}, Hints{})
	if len(d.rows) == 0 {
		return PageKind{Kind: claim.Other, Confidence: 0.4}
	}
	if form, later, ok := d.formByTitle(page.Height); ok {
		return PageKind{Kind: form, Confidence: byTitle, Later: later}
	}
	d.readIdentifiers()
	score := 0.0
	if row := d.anywhere(expenseTitle); row >= 0 {
		score += 1.5
		if d.rows[row].box.Y*2 < page.Height {
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
	for _, id := range d.identifiers {
		if id.kind == vatNumber && id.valid {
			score += 0.5
			break
		}
	}
	for _, other := range otherTitles {
		if row := d.anywhere(other.pattern); row >= 0 && d.rows[row].box.Y*3 < page.Height && score < 3 {
			return PageKind{Kind: other.kind, Confidence: 0.9}
		}
	}
	if d.anywhere(separatorMark) >= 0 && score < 2 {
		return PageKind{Kind: claim.Separator, Confidence: 0.9}
	}
	switch {
	case score >= 3:
		return PageKind{Kind: claim.Invoice, Confidence: 0.998, Expense: true}
	case score >= 2.5:
		return PageKind{Kind: claim.Invoice, Confidence: 0.9, Expense: true}
	}
	return PageKind{Kind: claim.Other, Confidence: 0.6}
}
