package extract

import (
	"slices"
	"strings"

	"pratica/extract/pattern"
)

// stateAbsences writes, for the values the law asks of every invoice, an empty value with the
// probability that it is really missing. On a legible page on which nothing resembles the value that is
// likely, but never enough to go without a human: invoices that lack what the law asks are as rare as our
// own oversights (2 of 80 drawn papers on which nothing was missing). A label without a readable value
// says the opposite.
func (d *invoiceReader) stateAbsences() {
	legible := d.legibility()
	state := func(pointer string, suspicious bool) {
		if _, known := d.invoice.Fields[pointer]; known {
			return
		}
		confidence := 0.0
		switch {
		case suspicious || legible < 0.6:
			confidence = 0.3
		case legible > 0.82 && d.invoice.Balanced:
			confidence = 0.98
		default:
			confidence = 0.9
		}
		d.derive(pointer, "", confidence)
	}
	state("/number", d.someRow(func(r pageRow) bool { return numberHead.MatchString(r.folded) || d.resemblesNumber(r) }))
	state("/date", d.someRow(func(r pageRow) bool { return issueLabel.MatchString(r.folded) || damagedDate.MatchString(r.folded) }))
	noCode := func(r pageRow) bool {
		return vatLabel.MatchString(r.folded) || taxCodeLabel.MatchString(r.folded) && !d.understood(r)
	}
	if d.value("/issuer/vat_number") == "" && d.value("/issuer/tax_code") == "" {
		state("/issuer/vat_number", d.someRow(noCode) || d.looseDigits())
		state("/issuer/tax_code", d.someRow(noCode) || d.looseDigits())
	}
	named := d.personNamed()
	state("/patient/surname", named)
	state("/patient/name", named)
	state("/description", d.someRow(func(r pageRow) bool { return serviceWords.MatchString(r.folded) }))
	state("/issuer/name", true)
}

// resemblesNumber reports a row of the upper part that has something like an invoice's number beside a title
// or a date, though no label.
func (d *invoiceReader) resemblesNumber(r pageRow) bool {
	if 10*r.box.Y > 6*d.pages[r.page].height || otherNumber.MatchString(r.folded) || registerWord.MatchString(r.folded) {
		return false
	}
	if anyNumber.MatchString(r.folded) {
		return true
	}
	return (invoiceTitle.MatchString(r.folded) || len(findDates(r.text)) > 0) && slices.ContainsFunc(r.tokens, func(t token) bool {
		text := strings.Trim(t.word.Text, ".,:;()|")
		return plausibleNumber(text) && (digitCount(text) > 2 || strings.Contains(text, "/"))
	})
}

// anyNumber is "n. 2026007392", whatever is being numbered.
var anyNumber = pattern.Must(`(^|\s)(n|nr|num|numero|no)[.:°º]*\s*[a-z]{0,4}[/-]?\d{3,}`)

// understood reports a row with a code whose check characters hold.
func (d *invoiceReader) understood(r pageRow) bool {
	return slices.ContainsFunc(d.identifiers, func(id identifier) bool {
		other := d.rows[id.row]
		return id.valid && other.page == r.page && other.index == r.index
	})
}

// personNamed reports a label of a person, or a tax code of one, of whom no name was read.
func (d *invoiceReader) personNamed() bool {
	vat := d.issuerVAT()
	for _, id := range d.identifiers {
		if id.kind == taxCode && (vat == nil || id.row != vat.row) {
			return true
		}
	}
	return d.someRow(func(r pageRow) bool {
		for _, c := range r.cells {
			if text := fold(c.text()); patientLabel.MatchString(text) || payerLabel.MatchString(text) {
				return true
			}
		}
		return false
	})
}

// damagedDate is a label of a date, or figures that may have been one before they were misread.
var damagedDate = pattern.Must(`\bdata\b|\bdel\b|\d\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2}`)

func (d *invoiceReader) someRow(is func(pageRow) bool) bool {
	for _, r := range d.rows {
		if is(r) {
			return true
		}
	}
	return false
}

var (
	almostVAT = pattern.Must(`^([i1l]t)?[0-9a-z]{10,12}$|\d{9}`)
	phoneRow  = pattern.Must(`\bt(el)?\b\.?|fax|cell|ricetta|\biuv\b|identificativ|iban`)
)

// looseDigits reports a long run of digits that was not understood: perhaps a misread VAT number.
func (d *invoiceReader) looseDigits() bool {
	used := map[string]bool{}
	for _, id := range d.identifiers {
		for _, w := range id.words {
			used[w.Text] = used[w.Text] || id.valid
		}
	}
	return d.someRow(func(r pageRow) bool {
		for _, t := range r.tokens {
			if !used[t.word.Text] && almostVAT.MatchString(t.folded) && digitShare(t.folded) > 0.6 && !phoneRow.MatchString(r.folded) {
				return true
			}
		}
		return false
	})
}
