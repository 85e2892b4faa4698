package synth

import (
	"slices"

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
		for day, done := e.Invoices[0].Date, false; !done; done = slices.ContainsFunc(e.Invoices[0].Lines, medicine) {
			e.Invoices[0] = someTillSlip(d, pharmacy, e.Patient, day)
		}
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
