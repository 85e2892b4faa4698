package extract

import (
	"sort"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// patientAmong chooses the patient of a document that labels none: the person it is made out to, unless
// he is not the patient of the form, who stands on it elsewhere with his tax code. A person under a label of his own, or
// confirmed by his tax code, is never replaced: that another one was treated is what the checks look for.
func (d *invoiceReader) patientAmong(payer *personAt) *personAt {
	ofForm := d.findHintedPerson()
	if ofForm != nil && payer != nil && d.isPartOf(payer, ofForm) {
		return ofForm // of two surnames one was left out
	}
	if ofForm == nil || payer != nil && (d.isFormPatient(payer) || d.codeOf(ofForm) == nil) {
		return payer
	}
	return ofForm
}

// findHintedPerson finds the patient the form names where the search by labels did not: print with wide
// spaces, a name in the middle of a row.
func (d *invoiceReader) findHintedPerson() *personAt {
	if len(d.hints.Persons) == 0 {
		return nil
	}
	var first *personAt
	for i, r := range d.rows {
		words := wordsOfPerson(r.words(), d.hints.Persons[0])
		if words == nil {
			continue
		}
		p := &personAt{words: words, row: i}
		if p.labelled = d.underLabel(p); p.labelled {
			return p
		}
		if first == nil {
			first = p
		}
	}
	return first
}

// underLabel reports a name with nothing but the label of a person before it on its row, or above it.
func (d *invoiceReader) underLabel(p *personAt) bool {
	r := d.rows[p.row]
	var left, above []ocr.Word
	for _, w := range r.words() {
		if w.Box.X < p.words[0].Box.X {
			left = append(left, w)
		}
	}
	if len(left) > 0 {
		return onlyLabel(left)
	}
	if p.row == 0 || d.rows[p.row-1].page != r.page || float64(r.box.Y-(d.rows[p.row-1].box.Y+d.rows[p.row-1].box.H)) > 2.5*d.pages[r.page].em {
		return false
	}
	for _, c := range d.rows[p.row-1].cells {
		if overlapX(c.box, boxOf(p.words)) > 0 {
			above = append(above, c.words...)
		}
	}
	return onlyLabel(above)
}

// onlyLabel reports words that are the label of a person and no more.
func onlyLabel(words []ocr.Word) bool {
	text := strings.Trim(fold(textOf(words)), " :.")
	for _, label := range []*pattern.Pattern{patientLabel, payerLabel} {
		if found := label.FindString(text); found != "" && len(text)-len(found) <= 2 {
			return true
		}
	}
	return false
}

func (d *invoiceReader) isFormPatient(p *personAt) bool {
	first := d.hints.Persons[0]
	return samePerson(p.name(), string(first.Surname)+" "+string(first.Name))
}

func wordsOfPerson(words []ocr.Word, p claim.Person) []ocr.Word {
	want := strings.Fields(claim.FoldName(string(p.Surname) + " " + string(p.Name)))
	if len(want) < 2 {
		return nil
	}
	sort.Strings(want)
	for i := 0; i+len(want) <= len(words); i++ {
		got := strings.Fields(claim.FoldName(textOf(words[i : i+len(want)])))
		sort.Strings(got)
		if strings.Join(got, " ") == strings.Join(want, " ") {
			return words[i : i+len(want)]
		}
	}
	return nil
}

// setPatient stores the patient's names and tax code. A valid code that fits the names confirms both, and
// so does the form where the names were found without it. Where the form's name chose the words, that they
// are the same says how they are read, not who was treated: that needs a code or an address block.
func (d *invoiceReader) setPatient(p *personAt) {
	if p == nil {
		d.setLonePatientCode()
		return
	}
	page := d.rows[p.row].page
	d.mendCodes(p)
	whole := p
	p = d.withoutStain(p)
	d.patientRows = d.blockAround(p)
	d.patientName = p.name()
	code := d.patientCode(p)
	text := ""
	if code != nil {
		text = code.text
	}
	surname, name, confirmed := d.splitName(p, text)
	coded := code != nil && code.valid && !code.mended && !code.chosen && d.codeOf(p) == code // one read by the name says nothing of it
	found := p.labelled || coded || d.addressed(p)
	confidence := 0.93*certainty(p.words) + 0.05
	switch {
	case d.hinted(surname, name) && found:
		confidence = 0.997
	case d.hinted(surname, name):
		confidence, d.invoice.PatientByHint = min(confidence, 0.93), true
	case confirmed && coded && lowestConfidence(p.words) >= legibleWord:
		confidence = max(confidence, 0.985)
		if d.onlyPerson(code) {
			confidence = max(confidence, 0.99)
		}
	case confirmed && !code.mended && !code.chosen:
		confidence = max(confidence, 0.95)
	case code != nil:
		confidence = min(confidence, 0.75)
	default:
		confidence = min(confidence, 0.9)
	}
	// made out to one person, and another one's tax code on it: a label that was not read may stand before him
	doubted := d.madeOutTo && code != nil && !d.onlyPerson(code) && !d.hinted(surname, name)
	if p != whole || doubted {
		confidence = min(confidence, 0.9)
	}
	d.set("/patient/surname", surname, page, p.words, confidence)
	d.set("/patient/name", name, page, p.words, confidence)
	if code != nil {
		c := identifierConfidence(*code)
		if code.valid && !confirmed || len(d.hints.Persons) > 0 && !d.hinted(surname, name) {
			c = min(c, 0.9) // read right, of a person who may not be the patient
		}
		if code.repaired && !confirmed {
			c = min(c, 0.5) // what was put for it fits no name
		}
		if d.sharesCode(p) {
			c = min(c, 0.9)
		}
		if !d.onlyPerson(code) && !d.hinted(surname, name) {
			c = min(c, 0.99)
		}
		if doubted {
			c = min(c, 0.5)
		}
		d.set("/patient/tax_code", code.text, d.rows[code.row].page, code.words, c)
	}
}

// onlyPerson tells that no other code of a person stands on the document but beside the VAT number, where the issuer
// has his: then nobody else can be the one who was treated.
func (d *invoiceReader) onlyPerson(code *identifier) bool {
	for i := range d.identifiers {
		if id := &d.identifiers[i]; id.kind == taxCode && id.text != code.text && !d.besideVAT(id) {
			return false
		}
	}
	return true
}

const (
	// legibleWord is how sure the engine must be of each word of a name for a code that fits to confirm its letters: the code
	// holds six of them.
	legibleWord = 0.8
	// stain is how sure it is at most of what a stain, a stamp or a stroke behind a name was read as; sureStain of one that
	// reads like a name of more than shortStain letters.
	stain, sureStain = 0.5, 0.2
	shortStain       = 3
)

// withoutStain is a person without a last word that the engine does not believe, if a tax code fits what is before it. A
// word that may be his second name stays, unless the code does not fit it.
func (d *invoiceReader) withoutStain(p *personAt) *personAt {
	last := len(p.words) - 1
	if last < 2 || p.words[last].Confidence >= stain {
		return p
	}
	clean := *p
	clean.words = p.words[:last]
	if d.codeOf(&clean) == nil {
		return p
	}
	text := p.words[last].Text
	name := givenNameScore(text) == 1 || len([]rune(text)) > shortStain && p.words[last].Confidence >= sureStain
	if name && d.codeOf(p) != nil {
		return p
	}
	return &clean
}

var postcode = pattern.Must(`\b\d{5}\b`)

// addressed reports a name that stands alone in its cell, honorifics apart, over a postal address: the
// addressee of the document.
func (d *invoiceReader) addressed(p *personAt) bool {
	r := d.rows[p.row]
	alone := false
	for _, c := range r.cells {
		if c.box.X <= p.words[0].Box.X && p.words[0].Box.X < c.box.X+c.box.W {
			name := nameIn(c.words)
			alone = samePerson(textOf(name), p.name()) && c.words[len(c.words)-1].Box.X <= name[len(name)-1].Box.X
		}
	}
	if !alone {
		return false
	}
	for i := p.row + 1; i < d.patientRows.to && i <= p.row+3; i++ {
		for _, c := range d.rows[i].cells {
			if d.patientRows.holds(i, c.box) && postcode.MatchString(c.text()) {
				return true
			}
		}
	}
	return false
}

// setLonePatientCode keeps a tax code that a form's person must own, when no name was found; or the only one
// below the letterhead of a till slip, on which nothing else names the customer.
func (d *invoiceReader) setLonePatientCode() {
	slip := d.slip()
	for i := range d.identifiers {
		id := d.identifiers[i]
		if id.kind != taxCode || !id.valid {
			continue
		}
		if vat := d.issuerVAT(); slip && vat != nil && id.row > vat.row+1 {
			d.set("/patient/tax_code", id.text, d.rows[id.row].page, id.words, min(0.98, identifierConfidence(id)))
			return
		}
		for _, p := range d.hints.Persons {
			if code, err := claim.ParseTaxCode(id.text); err == nil && code.Fits(string(p.Surname), string(p.Name)) {
				confidence := identifierConfidence(id)
				if d.namesTwo() {
					confidence = min(confidence, 0.9) // whoever pays, perhaps
				}
				d.set("/patient/tax_code", id.text, d.rows[id.row].page, id.words, confidence)
				return
			}
		}
	}
}

// slip reports a paper from a till.
func (d *invoiceReader) slip() bool { return d.says(tillSlip) || d.madeByTill() }

// namesTwo reports valid codes of two persons.
func (d *invoiceReader) namesTwo() bool {
	first := ""
	for _, id := range d.identifiers {
		if id.kind != taxCode || !id.valid || id.text == first {
			continue
		}
		if first != "" && !d.besideVAT(&id) {
			return true
		}
		first = id.text
	}
	return false
}

// hinted reports whether the form names this very person as its patient.
func (d *invoiceReader) hinted(surname, name string) bool {
	for _, p := range d.hints.Persons[:min(1, len(d.hints.Persons))] {
		if claim.FoldName(string(p.Surname)) == claim.FoldName(surname) && claim.FoldName(string(p.Name)) == claim.FoldName(name) && surname != "" {
			return true
		}
	}
	return false
}
