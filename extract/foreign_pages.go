package extract

import (
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
)

// closingLabels are what stands at the foot of a form, before what is written there.
var (
	dateLabel = pattern.Must(`^(luogo e data|data|li'?|addi'?)([ :,._…]|$)`)
	signLabel = pattern.Must(`^(timbro e firma|firma|in fede|il (richiedente|dichiarante)|l'(iscritto|associato))([ :,._…]|$)`)
)

// mostWords are those of the foot of a form, with the clause on privacy: a letter has more.
const mostWords = 110

// ContinuesForm tells a page that holds the end of a form and no heading: dates and signatures asked for, and little
// else.
func ContinuesForm(page InvoicePage) bool {
	if len(page.Words) > mostWords {
		return false
	}
	d := newInvoiceReader([]InvoicePage{page}, Hints{})
	if len(d.rows) == 0 {
		return false
	}
	if _, _, ok := d.formByTitle(page.Height); ok {
		return false
	}
	dates, signatures := 0, 0
	for _, row := range d.rows {
		if row.box.Y*4 < page.Height && formTitle.MatchString(strings.TrimSpace(fold(row.text))) {
			return false
		}
		for _, c := range row.cells {
			switch text := strings.TrimSpace(fold(c.text())); {
			case dateLabel.MatchString(text):
				dates++
			case signLabel.MatchString(text):
				signatures++
			}
		}
	}
	if dates == 0 || signatures == 0 || len(d.collectAmounts()) > 0 {
		return false
	}
	other := d.otherPaper(page.Height, Look{})[0]
	return other.kind == claim.Other || other.title < ownTitle
}
