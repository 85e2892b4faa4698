package extract

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
)

// stateAbsences writes, for the values the law asks of every invoice, an empty value with the
// probability that it is really missing. In a file's text in which nothing resembles the value that is
// likely, but never enough to go without a human: invoices that lack what the law asks are as rare as our
// own oversights (2 of 80 drawn papers on which nothing was missing). On scans numbers, days and names are overlooked more
// often than they are missing, however legible the rest is: of those believed missing there 1 of 9 was (seeds 57101, 57102,
// 57201, 57202). A label without a readable value says the opposite.
func (d *invoiceReader) stateAbsences() {
	legible := d.legibility()
	state := func(pointer string, suspicious bool) {
		if _, known := d.invoice.Fields[pointer]; known {
			return
		}
		confidence := 0.0
		switch {
		case suspicious || legible < tooWorn:
			confidence = 0.3
		case legible >= fromFile && d.invoice.Balanced:
			confidence = 0.98
		case pointer == "/issuer/vat_number" && (d.parted() || d.wornHead()):
			confidence = 0.9
		case legible > wellScanned && d.invoice.Balanced && (pointer == "/issuer/vat_number" || pointer == "/description"): // they are printed large, or often
			confidence = 0.96
		default:
			confidence = 0.9
		}
		d.derive(pointer, "", confidence)
	}
	state("/number", d.someRow(func(r pageRow) bool { return d.headsSomething(r) || d.resemblesNumber(r) }))
	state("/date", d.someRow(func(r pageRow) bool {
		return issueLabel.MatchString(r.folded) || damagedDate.MatchString(citedLaw.ReplaceAllString(r.folded, " "))
	}))
	noCode := func(r pageRow) bool {
		return foreignTaxLabel.MatchString(r.folded) || vatLabel.MatchString(r.folded) && !d.understood(r) || taxCodeLabel.MatchString(r.folded) && !d.understood(r)
	}
	if d.value("/issuer/vat_number") == "" && d.value("/issuer/tax_code") == "" {
		state("/issuer/vat_number", d.someRow(noCode) || d.looseDigits())
		state("/issuer/tax_code", d.someRow(noCode) || d.looseDigits())
	}
	if _, known := d.invoice.Fields["/patient/surname"]; !known && d.slip() && legible >= tooWorn && !d.lineLostOverCode() {
		d.derive("/patient/surname", "", 0.98) // a till prints the code of a customer, and no name
		d.derive("/patient/name", "", 0.98)
	} else {
		named := d.personNamed()
		state("/patient/surname", named)
		state("/patient/name", named)
	}
	state("/description", d.someRow(func(r pageRow) bool { return serviceWords.MatchString(r.folded) }))
	state("/issuer/name", true)
}

// lineLostOverCode reports a tax code over which there is room for a line that was not read: the name of whom it is.
func (d *invoiceReader) lineLostOverCode() bool {
	const room = 1.8 // distances between the rows of a slip
	var apart []int
	over := map[int]int{} // a row, the distance to the one above it
	for i := 1; i < len(d.rows); i++ {
		if above := d.rows[i-1]; above.page == d.rows[i].page {
			over[i] = d.rows[i].box.Y + d.rows[i].box.H/2 - above.box.Y - above.box.H/2
			apart = append(apart, over[i])
		}
	}
	if len(apart) == 0 {
		return false
	}
	slices.Sort(apart)
	usual := float64(apart[len(apart)/2])
	return slices.ContainsFunc(d.identifiers, func(id identifier) bool { return id.kind == taxCode && float64(over[id.row]) > room*usual })
}

// parted reports a document that shares a page with another: where the page is parted, what stands beside the other's letterhead may have gone
// to it.
func (d *invoiceReader) parted() bool {
	return slices.ContainsFunc(d.pages, func(l layout) bool { return l.parted })
}

// wornHead reports a letterhead of which several words were hardly read: a line of it may not have been read at all.
func (d *invoiceReader) wornHead() bool {
	const (
		hardly = 0.6
		most   = 3    // words
		part   = 0.25 // of the page's height
	)
	worn := 0
	for _, r := range d.rows {
		if float64(r.box.Y) > part*float64(d.pages[r.page].height) {
			continue
		}
		for _, t := range r.tokens {
			if len(t.word.Text) > 2 && t.word.Confidence < hardly {
				worn++
			}
		}
	}
	return worn > most
}

// foreignTaxLabel names the tax number of an issuer abroad, where it is no VAT number: Germany and Austria, France, Spain, San Marino, the United
// States.
var foreignTaxLabel = pattern.Must(`\bst\.?[- ]{0,2}nr\b|steuer(\w{4,7}er\b|-?nr)|\buid\b|\bop\. ?econ|\bc\.? ?o\.? ?e\b|\bsiren\b|\bsiret\b|\bn\.?i\.?f\b|\bc\.?i\.?f\b|\btax (id|no|number)\b|\bein\b`)

// tooWorn is the mean confidence in its words below which a paper says nothing by what is not found on it: whole labels are
// lost then.
const tooWorn = 0.75

// wellScanned is the mean confidence in its words of a scan whose letterhead is legible.
const wellScanned = 0.82

// fromFile is the mean confidence in its words from which on a paper's text is that of a file and not recognised.
const fromFile = 0.999

// headsSomething reports a label of the document's number with something beside or below it that has a figure and is neither a
// date nor an amount. Beside a label with nothing there the place was left blank.
func (d *invoiceReader) headsSomething(r pageRow) bool {
	for i, c := range r.cells {
		if !numberHead.MatchString(fold(c.text())) {
			continue
		}
		beside := []cell{c}
		if i+1 < len(r.cells) {
			beside = append(beside, r.cells[i+1])
		}
		page := d.pages[r.page]
		for n := r.index + 1; n < len(page.rows) && n <= r.index+2; n++ {
			for _, below := range page.rows[n].cells {
				if below.box.X < c.box.X+c.box.W && c.box.X < below.box.X+below.box.W {
					beside = append(beside, below)
				}
			}
		}
		if slices.ContainsFunc(beside, hasOtherFigures) {
			return true
		}
	}
	return !slices.ContainsFunc(r.cells, func(c cell) bool { return numberHead.MatchString(fold(c.text())) }) && numberHead.MatchString(r.folded)
}

// hasOtherFigures reports figures that belong to no date and no amount.
func hasOtherFigures(c cell) bool {
	text := c.text()
	for _, f := range findDates(text) {
		text = strings.Replace(text, c.text()[f.start:f.end], " ", 1)
	}
	for _, a := range findAmounts(text) {
		text = strings.Replace(text, text[a.start:a.end], strings.Repeat(" ", a.end-a.start), 1)
	}
	return digitCount(text) > 0
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
	dates := findDates(r.text)
	return (invoiceTitle.MatchString(r.folded) || len(dates) > 0) && slices.ContainsFunc(r.tokens, func(t token) bool {
		text := strings.Trim(t.word.Text, ".,:;()|")
		ofDate := slices.ContainsFunc(dates, func(f found[claim.Date]) bool { return strings.Contains(r.text[f.start:f.end], text) })
		return !ofDate && plausibleNumber(text) && (digitCount(text) > 2 || strings.Contains(text, "/"))
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

// personNamed reports a label of a person, or a tax code of one, legible or not, of whom no name was read.
func (d *invoiceReader) personNamed() bool {
	vat := d.issuerVAT()
	for _, id := range d.identifiers {
		if id.kind == taxCode && (vat == nil || id.row != vat.row) {
			return true
		}
	}
	return d.someRow(func(r pageRow) bool {
		if taxCodeLabel.MatchString(r.folded) && !vatLabel.MatchString(r.folded) && !d.understood(r) {
			return true
		}
		for _, c := range r.cells {
			if text := fold(c.text()); patientLabel.MatchString(text) || payerLabel.MatchString(text) {
				return true
			}
		}
		return false
	})
}

// citedLaw is a law with its date: "DM 31/7/2015".
var citedLaw = pattern.Must(`\b(d\.? ?m|d\.? ?p\.? ?r|d\.? ?l(gs)?|decreto|legge)\.?( n\S*)?( \d{1,4}(/\d+)?)?( del)? \d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}`)

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
