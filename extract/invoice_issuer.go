package extract

import (
	"regexp"
	"strings"

	"pratica/claim"
	"pratica/ocr"
)

// readIssuer finds the provider's codes first, because his name usually stands near them.
func (d *invoiceReader) readIssuer(patient *personAt) {
	vat, code := d.issuerVAT(), d.issuerTaxCode(patient)
	if vat != nil {
		d.set("/issuer/vat_number", vat.text, d.rows[vat.row].page, vat.words, d.issuerCodeConfidence(vat))
	}
	if code != nil {
		confidence := d.issuerCodeConfidence(code)
		if code.kind == taxCode && !d.besideVAT(code) {
			confidence = min(confidence, 0.9) // a person's, and he may be the one who pays
		}
		d.set("/issuer/tax_code", code.text, d.rows[code.row].page, code.words, confidence)
	}
	name := d.issuerName(vat, code)
	if name.words != nil {
		d.set("/issuer/name", tidyName(textOf(name.words)), d.rows[name.row].page, name.words, name.score)
	}
	switch {
	case vat != nil && vat.valid || code != nil:
		d.derive("/issuer/country", "IT", 0.998)
	case d.italianAddress():
		d.derive("/issuer/country", "IT", 0.996)
	default:
		d.readCountry()
	}
}

var italianPlace = regexp.MustCompile(`\b\d{5} \p{L}.*\([a-z]{2}\)`)

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
		if id.kind != vatNumber || !id.valid && !id.labelled {
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
var thirdParty = regexp.MustCompile(`software|stampat[oa] (con|da)|intermediario|trasmess|assicura|banca|bank|elaborat[oa]`)

// issuerTaxCode is a tax code that is not the patient's: a professional's, or a company's of 11 digits
// labelled as tax code apart from its VAT number.
func (d *invoiceReader) issuerTaxCode(patient *personAt) *identifier {
	patientCode, payerCode := d.value("/patient/tax_code"), d.value("/billed_to/tax_code")
	vat := d.issuerVAT()
	var byPlace *identifier
	for i := range d.identifiers {
		id := &d.identifiers[i]
		switch {
		case id.kind == iban || id.text == patientCode || id.text == payerCode || !id.valid:
			continue
		case id.kind == taxCode && !d.patientRows.holds(id.row, boxOf(id.words)) && !d.ownedByHinted(id.text):
			if d.besideVAT(id) {
				return id
			}
			if byPlace == nil && d.inHeadOrFoot(id.row) {
				byPlace = id
			}
		case id.kind == vatNumber && vat != nil && id != vat && taxCodeLabel.MatchString(d.leftOf(id)) && !d.patientRows.holds(id.row, boxOf(id.words)):
			return id
		case id.kind == vatNumber && vat == id && taxCodeLabel.MatchString(d.leftOf(id)) && vatLabel.MatchString(d.leftOf(id)):
			return id // "C.F. e P.IVA 01234560157": one number is both
		}
	}
	return byPlace
}

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
		if digitShare(folded) > 0.6 && len(folded) > 9 {
			text = ""
			continue
		}
		text += " " + folded
	}
	return text + " " + fold(id.words[0].Text)
}

type scoredName struct {
	words []ocr.Word
	row   int
	score float64
}

var (
	notAName  = regexp.MustCompile(`(?i)\b(ticket|via|viale|piazza|corso|largo|tel|fax|cell|e-?mail|pec|www|http|p\.?\s?iva|partita iva|c\.?f\.?|cod\. ?fisc|codice fiscale|fattura|ricevuta|parcella|data|numero|invoice|receipt|pag(ina)?|copia|originale|iscri|albo|ordine|aut\.?|orari|cap\b|rea\b|capitale|spett|gent|sig|paziente|cliente|documento|nota|proforma|preventivo|iban|banca|lungotevere|lungarno|galleria|vicolo|frazione|honorarnote|rechnung|facture|factura|quietanza|avviso)\b|@|\d{5}`)
	jobTitle  = regexp.MustCompile(`(?i)^(servizio sanitario|regione|dottore in|dott\.? in|presidio sanitario|medico|specialista|odontoiatra|psicolog|fisioterapist|specializ|direttore|chirurg|logoped|osteopat|dietist|nutrizion|ostetric|podolog|laurea|igienista|biolog|direzione sanitaria|dir\. san|surgeon|physician)`)
	titleOnly = regexp.MustCompile(`(?i)^(dott|dr|prof)[.a-z]*$`)
)

// issuerName is the most name-like cell of the letterhead, or the one nearest above the issuer's codes:
// large letters, the words companies and professionals use, near the top.
func (d *invoiceReader) issuerName(vat, code *identifier) scoredName {
	var best, second scoredName
	for i, r := range d.rows {
		if r.page > 0 {
			break
		}
		place := float64(r.box.Y) / float64(max(1, d.pages[0].height))
		if place > 0.4 && !d.nearIdentifier(i, vat, code) {
			continue
		}
		for n, c := range wideCells(r) {
			if n == 0 || len(r.cells) == 1 {
				c = d.withLegalForm(i, c)
			}
			words := nameCell(c)
			if words != nil && n > 0 && strings.HasSuffix(r.cells[min(n, len(r.cells))-1].text(), ":") {
				continue // "Operatore:  Dott. …"
			}
			if words == nil || d.patientRows.holds(i, c.box) || samePerson(textOf(words), d.patientName) || d.isHinted(words) {
				continue
			}
			score := d.nameScore(words, i, place, vat, code)
			if score > best.score {
				best, second = scoredName{words, i, score}, best
			} else if score > second.score {
				second = scoredName{words, i, score}
			}
		}
	}
	if best.words == nil {
		return best
	}
	margin := min(1, max(0, best.score-second.score)/2)
	best.score = (0.72 + 0.24*margin) * (0.4 + 0.6*lowestConfidence(best.words))
	return best
}

// wideCells joins the cells of a letterhead that stand no farther apart than the wide spaces of display
// type.
func wideCells(r pageRow) []cell {
	var cells []cell
	for _, c := range r.cells {
		if len(cells) > 0 {
			last := &cells[len(cells)-1]
			a, b := last.words[len(last.words)-1].Box, c.words[0].Box
			if gap := b.X - (a.X + a.W); gap < 2*min(a.H, b.H) && abs(a.H-b.H)*4 < max(a.H, b.H) && !labels(c) {
				last.words = append(append([]ocr.Word(nil), last.words...), c.words...)
				last.box = last.box.Union(c.box)
				continue
			}
		}
		cells = append(cells, c)
	}
	return cells
}

// withLegalForm continues a name over the rows of a narrow column, set flush or centred, down to the legal form
// that ends it ("Poliambulatorio / Specialistico / Diagnostika / S.p.A."), or over one row of the same large type.
func (d *invoiceReader) withLegalForm(row int, c cell) cell {
	if legalForm.MatchString(c.text()) && !unfinished.MatchString(c.text()) || nameCell(c) == nil && !companyWord.MatchString(c.text()) {
		return c
	}
	joined, large := c, c
	for i := row + 1; i <= row+4 && i < len(d.rows) && d.rows[i].page == d.rows[row].page; i++ {
		for _, next := range d.rows[i].cells {
			last := joined.words[len(joined.words)-1].Box
			centred := abs(2*next.box.X+next.box.W-2*c.box.X-c.box.W) < 2*last.H
			if abs(next.box.X-c.box.X) > last.H && !centred || float64(next.box.Y-(joined.box.Y+joined.box.H)) > 0.9*float64(last.H) {
				continue
			}
			joined = cell{words: append(append([]ocr.Word(nil), joined.words...), next.words...), box: joined.box.Union(next.box)}
			if legalForm.MatchString(next.text()) && len(joined.words) <= 11 {
				return joined
			}
			if i == row+1 && d.sameDisplay(c, next) {
				large = joined
			}
		}
	}
	return large
}

// unfinished ends in a word that a name goes on behind.
var unfinished = regexp.MustCompile(`(?i)( di| e| &| a| & c\.)$`)

// sameDisplay reports a cell that goes on in the type of a name, where that type is larger than the text.
func (d *invoiceReader) sameDisplay(name, next cell) bool {
	a, b := medianHeight(name.words), medianHeight(next.words)
	text := next.text()
	return a > 1.2*d.pages[0].em && b > 0.85*a && b < 1.18*a && len(next.words) <= 4 && digitCount(text) == 0 && !labels(next) &&
		!jobTitle.MatchString(text) && !notAName.MatchString(text) && !doctor.MatchString(name.text()+" x")
}

var doctor = regexp.MustCompile(`(?i)^(dott|dr|prof)[.a-z]* \p{L}`)

var legalForm = regexp.MustCompile(`(?i)\b(s\.?r\.?l\.?s?|s\.?p\.?a|s\.?a\.?s|s\.?n\.?c|soc\. ?coop\.?|stp|onlus|sociale|unipersonale|a r\.?l|r\.l|gmbh|ltd|ag)\b\.?$`)

// labels reports a cell that begins something else: a person's label or the title of the document.
func labels(c cell) bool {
	text := fold(c.text())
	return payerLabel.MatchString(text) || patientLabel.MatchString(text) || expenseTitle.MatchString(text)
}

// nameCell is the cell's words up to the first that belongs to an address or a label.
func nameCell(c cell) []ocr.Word {
	var words []ocr.Word
	for _, w := range c.words {
		text := strings.Trim(fold(w.Text), ".,:;()-–|")
		if addressWord.MatchString(text) && len(words) > 0 && !companyWord.MatchString(w.Text) || digitShare(text) > 0.5 && len(text) > 3 {
			break
		}
		if w.Text == "-" || w.Text == "–" || w.Text == "|" || w.Text == "•" {
			if len(words) >= 2 {
				break
			}
			continue
		}
		words = append(words, w)
	}
	text := textOf(words)
	letters := 0
	for _, r := range text {
		if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 127 {
			letters++
		}
	}
	if letters < 5 || len(words) > 9 || letters*10 < len(text)*6 || jobTitle.MatchString(text) || titleOnly.MatchString(text) {
		return nil
	}
	if notAName.MatchString(text) {
		return nil
	}
	return words
}

func (d *invoiceReader) isHinted(words []ocr.Word) bool {
	for _, p := range d.hints.Persons {
		if samePerson(textOf(words), string(p.Surname)+" "+string(p.Name)) {
			return true
		}
	}
	return false
}

func (d *invoiceReader) nameScore(words []ocr.Word, row int, place float64, vat, code *identifier) float64 {
	text := textOf(words)
	score := 0.0
	height := medianHeight(words)
	score += min(2, max(-0.5, height/d.pages[0].em-1)) * 1.2
	if companyWord.MatchString(text) {
		score += 2
	}
	if legalForm.MatchString(text) || doctor.MatchString(text) {
		score += 1.5
	}
	if place < 0.12 {
		score += 1.2
	} else if place < 0.25 {
		score += 0.5
	}
	if folded := fold(text); authority.MatchString(folded) && !notItself.MatchString(folded) {
		score += 2.5
	}
	if d.nearIdentifier(row, vat, code) {
		score += 0.8
	}
	if len(words) == 1 {
		score -= 0.6
	}
	if len(words) > 6 {
		score -= 0.5
	}
	return score
}

// nearIdentifier reports whether an issuer's code stands on this row or a few below.
func (d *invoiceReader) nearIdentifier(row int, ids ...*identifier) bool {
	for _, id := range ids {
		if id != nil && id.row >= row && id.row-row <= 8 && d.rows[id.row].page == d.rows[row].page {
			return true
		}
	}
	return false
}

// tidyName drops the marks that a rule or a logo leaves at the ends of a name.
func tidyName(s string) string {
	s = strings.Trim(s, " ,;:|*-–—_=~'\"")
	return strings.Join(strings.Fields(s), " ")
}
