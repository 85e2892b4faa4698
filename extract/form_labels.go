package extract

import "strings"

// FormLabels counts the labels of places to fill in on a page: "Cognome", "IBAN", "Firma dell'iscritto". Pages of
// forms have some, expense documents two or three, letters none.
func FormLabels(page InvoicePage) int {
	d := newInvoiceReader([]InvoicePage{page}, Hints{})
	labels := 0
	for _, row := range d.rows {
		labels += row.labels()
	}
	return labels
}

// labels counts those of a row.
func (r pageRow) labels() int {
	labels := 0
	for _, c := range r.cells {
		text := strings.TrimSpace(fold(c.text()))
		if found := labelled.FindAllString(text, -1); len(found) > 0 {
			labels += len(found)
		} else if formLabels.MatchString(text) {
			labels++
		}
	}
	return labels
}
