package extract

import (
	"slices"
	"strings"
	"unicode"

	"pratica/claim"
	"pratica/extract/pattern"
)

// readIssuer finds the provider's codes first, because his name usually stands near them.
func (d *invoiceReader) readIssuer(patient *personAt) {
	vat, code := d.issuerVAT(), d.issuerTaxCode(patient)
	if vat != nil {
		confidence := d.issuerCodeConfidence(vat)
		if d.unreadInHead(vat) {
			confidence = min(confidence, 0.5)
		}
		if d.issuerAmongOthers(vat) {
			confidence = min(confidence, 0.9)
		}
		d.set("/issuer/vat_number", vat.text, d.rows[vat.row].page, vat.words, confidence)
	}
	if code == nil {
		code = d.mendIssuerCode(vat, patient)
	}
	if code != nil {
		confidence := d.issuerCodeConfidence(code)
		if code.kind == taxCode && !d.besideVAT(code) {
			confidence = min(confidence, 0.9) // a person's, and he may be the one who pays
		}
		if code.kind == vatNumber && d.otherVAT(code) {
			confidence = min(confidence, 0.9) // a clinic's and a doctor's: whose tax code it is too is not said
		}
		d.set("/issuer/tax_code", code.text, d.rows[code.row].page, code.words, confidence)
	}
	name := d.wholeByCode(d.issuerName(vat, code), code)
	if name.words != nil {
		d.set("/issuer/name", tidyName(textOf(name.words)), d.rows[name.row].page, name.words, name.score)
	}
	d.settleCountry(vat, code)
}

// otherVAT tells that another VAT number stands on the document that is not an intermediary's.
func (d *invoiceReader) otherVAT(code *identifier) bool {
	for i := range d.identifiers {
		if id := &d.identifiers[i]; id.kind == vatNumber && id.valid && id.text != code.text && !d.ofIntermediary(id) {
			return true
		}
	}
	return false
}

// settleCountry takes a country from the issuer's codes, then from his address, then from what else is said of abroad.
// A document in Italian that says nothing of abroad is an Italian's, though its codes could not be read; one that is
// not in Italian is doubted where it seems to be.
func (d *invoiceReader) settleCountry(vat, code *identifier) {
	confidence := 0.998
	italian := d.says(italianPaper)
	if !italian {
		confidence = 0.9
	}
	switch {
	case vat != nil && vat.valid || code != nil:
		d.derive("/issuer/country", "IT", confidence)
	case italian && d.italianAddress():
		d.derive("/issuer/country", "IT", min(confidence, 0.996))
	default:
		d.readCountry()
		if _, known := d.invoice.Fields["/issuer/country"]; !known && italian {
			d.derive("/issuer/country", "IT", 0.95)
		} else if !known && d.italianAddress() { // it may be the patient's, beside the letterhead
			d.derive("/issuer/country", "IT", unprovenCountry)
		}
	}
}

// unprovenCountry is how sure a country is that only an address speaks for.
const unprovenCountry = 0.6

// italianPaper are words of the titles, sums and codes of Italian invoices.
var italianPaper = pattern.Must(`\bfattura\b|ricevuta|parcella|\bimponibile\b|\bbollo\b|\btotale\b|cod(ice|\.) ?fisc|partita iva|\bprestazion[ei]\b|documento commerciale`)

// unreadInHead reports a number from the foot of the page, where those print theirs who print and transmit, while
// one that the letterhead has was not understood.
func (d *invoiceReader) unreadInHead(vat *identifier) bool {
	row := d.rows[vat.row]
	return 5*row.box.Y > 4*d.pages[row.page].height && d.someRow(func(r pageRow) bool {
		return r.page == 0 && 5*r.box.Y < 2*d.pages[0].height && vatLabel.MatchString(r.folded) && !d.understood(r)
	})
}

var italianPlace = pattern.Must(`\b\d{5} \p{L}.*\([a-z]{2}\)`)

// italianAddress looks in the letterhead for a postal code, a place and the sign of its province.
func (d *invoiceReader) italianAddress() bool {
	for i, r := range d.rows {
		if r.page == 0 && r.box.Y*4 < d.pages[0].height && !d.patientRows.holds(i, r.box) && italianPlace.MatchString(r.folded) {
			return true
		}
	}
	return false
}

func (d *invoiceReader) issuerCodeConfidence(id *identifier) float64 {
	c := identifierConfidence(*id)
	if !id.labelled {
		c = min(c, 0.93)
	}
	return c
}

// issuerVAT is the partita IVA outside the patient's block; a labelled, valid one before others, and
// among these the one nearest to the head or foot of the first page.
func (d *invoiceReader) issuerVAT() *identifier {
	var best *identifier
	bestScore := 0.0
	for i := range d.identifiers {
		id := &d.identifiers[i]
		if id.kind != vatNumber || !id.valid && !id.labelled || d.ofIntermediary(id) {
			continue
		}
		score := 1.0
		if id.valid {
			score += 3
		}
		if id.labelled {
			score += 2
		}
		if d.patientRows.holds(id.row, boxOf(id.words)) {
			score -= 2.5
		}
		row := d.rows[id.row]
		place := float64(row.box.Y) / float64(max(1, d.pages[row.page].height))
		if place < 0.35 {
			score += 1
		} else if place > 0.8 {
			score += 0.5
		}
		if thirdParty.MatchString(row.folded) {
			score -= 3
		}
		if score > bestScore {
			best, bestScore = id, score
		}
	}
	return best
}

// thirdParty is who prints or transmits an invoice without issuing it.
var thirdParty = pattern.Must(`software|sistema ts|(stampat|prodott|generat|elaborat|emess)[oa] (con|tramite|da )|intermediario|trasmess|trasmission|a cura di|gestional|assicura|banca|bank|elaborat[oa]|printed (by|with)|powered by`)

// issuerTaxCode is a tax code that is not the patient's: a professional's, or a company's of 11 digits
// labelled as tax code apart from its VAT number.
func (d *invoiceReader) issuerTaxCode(patient *personAt) *identifier {
	patientCode, payerCode := d.value("/patient/tax_code"), d.value("/billed_to/tax_code")
	vat := d.issuerVAT()
	var byPlace *identifier
	for i := range d.identifiers {
		id := &d.identifiers[i]
		switch {
		case id.kind == iban || id.text == patientCode || id.text == payerCode || !id.valid || d.ofIntermediary(id):
			continue
		case id.kind == taxCode && (vat != nil && d.oneCell(id, vat) || !d.patientRows.holds(id.row, boxOf(id.words))) && !d.ownedByHinted(id.text):
			if d.besideVAT(id) {
				return id
			}
			if byPlace == nil && d.inHeadOrFoot(id.row) {
				byPlace = id
			}
		case id.kind == vatNumber && vat != nil && id != vat && taxCodeLabel.MatchString(d.leftOf(id)) && !d.patientRows.holds(id.row, boxOf(id.words)):
			return id
		case id.kind == vatNumber && vat == id && labelledAsBoth(d.leftOf(id)):
			return id // "C.F. e P.IVA 01234560157": one number is both
		}
	}
	return byPlace
}

// oneCell tells that two codes stand in one cell: what the patient's block reaches over is no part of it then.
func (d *invoiceReader) oneCell(a, b *identifier) bool {
	return a.row == b.row && slices.ContainsFunc(d.rows[a.row].cells, func(c cell) bool {
		return overlapX(c.box, boxOf(a.words)) > 0 && overlapX(c.box, boxOf(b.words)) > 0
	})
}

// labelledAsBoth tells that the labels of a VAT number and of a tax code stand side by side: a code that could not be read may
// stand between them, and the number be no tax code.
func labelledAsBoth(left string) bool {
	codes, numbers := taxCodeLabel.FindAllStringIndex(left, -1), vatLabel.FindAllStringIndex(left, -1)
	if len(codes) == 0 || len(numbers) == 0 {
		return false
	}
	code, number := codes[len(codes)-1], numbers[len(numbers)-1]
	if number[0] < code[0] {
		code, number = number, code
	}
	between := left[min(code[1], number[0]):number[0]]
	if left[code[1]-1] != '.' {
		between = strings.TrimLeftFunc(between, unicode.IsLetter) // "fisc|ale"
	}
	return digitCount(between) == 0 && letters(ofRegister.ReplaceAllString(between, "")) <= connective
}

// ofRegister are words of the number in the register of companies, which is the tax code.
var ofRegister = pattern.Must(`\b(num\w*|iscr\w*|reg\w*|imprese|al|nel)\b`)

// connective is how many letters are at most between two labels of one number: "ed".
const connective = 3

func (d *invoiceReader) inHeadOrFoot(row int) bool {
	r := d.rows[row]
	place := float64(r.box.Y) / float64(max(1, d.pages[r.page].height))
	return place < 0.3 || place > 0.75
}

func (d *invoiceReader) ownedByHinted(code string) bool {
	parsed, err := claim.ParseTaxCode(code)
	if err != nil {
		return false
	}
	for _, p := range d.hints.Persons {
		if parsed.Fits(string(p.Surname), string(p.Name)) {
			return true
		}
	}
	return false
}

// leftOf is the text on the row before an identifier, back to the identifier before it.
func (d *invoiceReader) leftOf(id *identifier) string {
	b := boxOf(id.words)
	text := ""
	for _, t := range d.rows[id.row].tokens {
		if t.word.Box.X >= b.X {
			break
		}
		folded := fold(t.word.Text)
		if digitShare(folded) > 0.6 && len(folded) > 9 || len(folded) > 13 && digitCount(folded) > 3 { // a code that could not be read
			text = ""
			continue
		}
		text += " " + folded
	}
	return text + " " + fold(id.words[0].Text)
}
