package extract

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

type scoredName struct {
	words []ocr.Word
	row   int
	score float64
}

var (
	notAName  = pattern.Must(`(?i)\b(ticket|via|viale|piazza|corso|largo|tel|fax|cell|e-?mail|pec|www|http|p\.?\s?iva|partita iva|c\.?f\.?|cod\. ?fisc|codice fiscale|fattura|ricevuta|parcella|data|numero|invoice|receipt|pag(ina)?|copia|originale|iscri|albo|ordine|aut\.?|orari|cap\b|rea\b|capitale|spett|gent|sig|paziente|cliente|documento|nota|proforma|preventivo|iban|banca|lungotevere|lungarno|galleria|vicolo|frazione|honorarnote|\w*liquidation|rechnung|facture|factura|quietanza|avviso|segue)\b|@|\d{5}`)
	jobTitle  = pattern.Must(`(?i)^(servizio sanitario|regione|dottore in|dott\.? in|presidio sanitario|medico|specialista|odontoiatra|odontoiatria e protesi|psicolog|fisioterapist|specializ|direttore|chirurg|logoped|osteopat|dietist|nutrizion|ostetric|podolog|laurea|igienista|biolog|direzione sanitaria|dir\. san|surgeon|physician)`)
	titleOnly = pattern.Must(`(?i)^(dott|dr|prof)[.a-z]*$`)
)

// issuerName is the most name-like cell of the letterhead, or the one nearest above the issuer's codes:
// large letters, the words companies and professionals use, near the top.
func (d *invoiceReader) issuerName(vat, code *identifier) scoredName {
	var best, second scoredName
	var used rowSpan
	for i, r := range d.rows {
		if r.page > 0 {
			break
		}
		place := float64(r.box.Y) / float64(max(1, d.pages[0].height))
		if place > 0.4 && place < footOfPage && !d.nearIdentifier(i, vat, code) || len(findAmounts(r.text)) > 0 || thirdParty.MatchString(r.folded) || d.intermediaryRow(i) || headsCells(r) {
			continue
		}
		cells := wideCells(r)
		for n, c := range cells {
			if used.holds(i, c.box) {
				continue // it ended the name above
			}
			if whole := d.withLegalForm(i, c); len(whole.words) > len(c.words) {
				used = rowSpan{from: i + 1, to: i + 5, left: whole.box.X, right: whole.box.X + whole.box.W}
				used.to = i + 1
				for used.to < len(d.rows) && d.rows[used.to].page == r.page && d.rows[used.to].box.Y < whole.box.Y+whole.box.H {
					used.to++
				}
				c = whole
			}
			words := nameCell(c)
			if words != nil && n > 0 && staffLabel.MatchString(fold(cells[n-1].text())) {
				continue // "Operatore:  Dott. …"
			}
			if words == nil || d.patientRows.holds(i, c.box) || samePerson(textOf(words), d.patientName) || d.isHinted(words) {
				continue
			}
			score := d.nameScore(words, i, place, vat, code)
			if d.underStaffLabel(i, c) {
				score -= employed
			}
			if score > best.score {
				best, second = scoredName{words, i, score}, best
			} else if score > second.score {
				second = scoredName{words, i, score}
			}
		}
	}
	seat := d.nameOfSeat()
	if best.words == nil {
		return seat
	}
	margin := min(1, max(0, best.score-second.score)/2)
	raw := best.score
	best.score = (0.72 + 0.24*margin) * (0.4 + 0.6*certainty(best.words))
	if seat.words == nil {
		return best
	}
	here, there := claim.CompactIdentifier(textOf(best.words)), claim.CompactIdentifier(textOf(seat.words))
	switch {
	case here == there:
		best.score = max(best.score, 0.985)
	case strings.Contains(there, here) || raw < clearName:
		return seat
	}
	return best
}

const (
	// employed is what speaks against the name of one who works for the issuer.
	employed = 2.5
	// footOfPage is where, as a share of the height, some print their name and address instead of a letterhead.
	footOfPage = 0.85
	// hardlyRead is how sure the engine is at most of specks and folds that it takes for a letter or two.
	hardlyRead = 0.6
	// clearName is the score of a name that large type, its place and its words agree on.
	clearName = 3.0
)

// staffLabel is what stands before the name of one who works for the issuer.
var staffLabel = pattern.Must(`:$|^(sanitario|medico|operatore|operatrice|specialista|terapista|dir(\.|ettore) san(\.|itario)?|equipe|(behandelnde[rs]? )?(arzt|arztin|therapeut|therapeutin)|medecin|physician|attending.*|eseguit[ao] da)$`)

// underStaffLabel tells that a name stands in a small table, below the heading of those who work for the issuer.
func (d *invoiceReader) underStaffLabel(row int, c cell) bool {
	r := d.rows[row]
	head, _, ok := d.pages[r.page].above(r.index, c.box, 2.5)
	return ok && staffLabel.MatchString(strings.TrimRight(fold(head.text()), " :."))
}

// seatRow is the line of the legal seat that companies print at the foot (art. 2250 Civil Code), after their name.
var seatRow = pattern.Must(`\s-\s+(sede (leg|amm|oper|soc)|cap\. ?soc|capitale soc|registered)`)

// nameOfSeat is the name before the legal seat.
func (d *invoiceReader) nameOfSeat() scoredName {
	for i, r := range d.rows {
		if r.page > 0 || !seatRow.MatchString(r.folded) || thirdParty.MatchString(r.folded) {
			continue
		}
		var words []ocr.Word
		for _, w := range r.words() {
			if strings.Trim(w.Text, "-–—") == "" {
				break
			}
			words = append(words, w)
		}
		if len(words) > 1 && len(words) < 14 && nameCell(cell{words: words}) != nil && lowestConfidence(words) > 0.5 {
			return scoredName{words, i, 0.95 * (0.4 + 0.6*certainty(words))}
		}
	}
	return scoredName{}
}

// wideCells joins the cells of a letterhead that stand no farther apart than the wide spaces of display
// type.
func wideCells(r pageRow) []cell {
	var cells []cell
	for _, c := range r.cells {
		if len(cells) > 0 {
			last := &cells[len(cells)-1]
			a, b := last.words[len(last.words)-1].Box, c.words[0].Box
			if gap := b.X - (a.X + a.W); gap < 2*min(a.H, b.H) && abs(a.H-b.H)*2 < max(a.H, b.H) && !labels(c) && !notAName.MatchString(c.text()) {
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
	if legalForm.MatchString(c.text()) && !unfinished.MatchString(c.text()) {
		return d.withSuffix(row, c)
	}
	if nameCell(c) == nil && !companyWord.MatchString(c.text()) {
		return c
	}
	joined, large, display := c, c, true
	for i := row + 1; i <= row+4 && i < len(d.rows) && d.rows[i].page == d.rows[row].page; i++ {
		for _, next := range wideCells(d.rows[i]) {
			last := joined.words[len(joined.words)-1].Box
			if !aligned(c.box, next.box, last.H) || float64(next.box.Y-(joined.box.Y+joined.box.H)) > rowGap(c, next)*float64(last.H) {
				continue
			}
			before := joined
			joined = cell{words: append(append([]ocr.Word(nil), joined.words...), next.words...), box: joined.box.Union(next.box)}
			if legalForm.MatchString(next.text()) && len(joined.words) <= 11 {
				return d.withSuffix(i, joined)
			}
			if display = display && (d.sameDisplay(c, next) || d.endsName(before, next)); display {
				large = joined
			}
		}
	}
	return large
}

// endsName tells that a name cannot end where its row does, and goes on with a row of the same type: "Studio Dentistico
// Dr." over "Mondini", "Studio di" over "Fisioterapia".
func (d *invoiceReader) endsName(name, next cell) bool {
	return endsInTitle.MatchString(name.text()) && personBelow(next) || unfinished.MatchString(name.text()) && d.nameGoesOn(name, next)
}

// aligned reports two rows set flush left, flush right or centred.
func aligned(a, b claim.Box, tolerance int) bool {
	return abs(a.X-b.X) <= tolerance || abs(a.X+a.W-b.X-b.W) <= tolerance || abs(2*a.X+a.W-2*b.X-b.W) < 2*tolerance
}

// rowGap is the white between two rows of a name, in heights of its letters: more in display type.
func rowGap(name, next cell) float64 {
	if a, b := letterHeight(name.words), letterHeight(next.words); b > 0.85*a && b < 1.18*a {
		return 1.3
	}
	return 0.9
}

// withSuffix adds a legal form that stands alone on the row below: "STP", "a socio unico".
func (d *invoiceReader) withSuffix(row int, c cell) cell {
	for i := row + 1; i <= row+2 && i < len(d.rows) && d.rows[i].page == d.rows[row].page; i++ {
		for _, next := range d.rows[i].cells {
			last := c.words[len(c.words)-1].Box
			if formSuffix.MatchString(fold(next.text())) && float64(next.box.Y-(last.Y+last.H)) < 1.3*float64(last.H) && aligned(c.box, next.box, last.H) {
				return cell{words: append(slices.Clone(c.words), next.words...), box: c.box.Union(next.box)}
			}
		}
	}
	return c
}

var formSuffix = pattern.Must(`^(s\.?t\.?p\.?|(societa' )?unipersonale|a socio unico|(s\.?r\.?l\.?s?|s\.?p\.?a|s\.?a\.?s|s\.?n\.?c)\.?( stp)?|onlus|societa' benefit|(coop(\.|erativa)? )?(sociale|a ?r\.? ?l\.?)|coop(\.|erativa))$`)

// unfinished ends in a word that a name goes on behind.
var unfinished = pattern.Must(`(?i)( di| e| &| a| & c\.| del| della| dei| degli| delle| per)$`)

// sameDisplay reports a cell that goes on in the type of a name, where that type is larger than the text.
func (d *invoiceReader) sameDisplay(name, next cell) bool {
	return letterHeight(name.words) > 1.2*d.pages[0].em && d.nameGoesOn(name, next) && !doctor.MatchString(name.text()+" x")
}

// nameGoesOn reports a cell of a few words in the type of a name that say nothing else.
func (d *invoiceReader) nameGoesOn(name, next cell) bool {
	a, b := letterHeight(name.words), letterHeight(next.words)
	text := next.text()
	return b > 0.85*a && b < 1.18*a && len(next.words) <= 4 && digitCount(text) == 0 && !labels(next) &&
		!jobTitle.MatchString(text) && !notAName.MatchString(text)
}

var doctor = pattern.Must(`(?i)^(dott|dr|prof)[.a-z]* \p{L}`)

var legalForm = pattern.Must(`(?i)\b(s\.?r\.?l\.?s?|s\.?p\.?a|s\.?a\.?s|s\.?n\.?c|soc\. ?coop\.?|stp|onlus|sociale|unipersonale|a r\.?l|r\.l|gmbh|ltd|ag|sa|sagl|llc|llp|inc)\b\.?$`)

// labels reports a cell that begins something else: a person's label or the title of the document.
func labels(c cell) bool {
	text := fold(c.text())
	return payerLabel.MatchString(text) || patientLabel.MatchString(text) || expenseTitle.MatchString(text)
}

// nameCell is the cell's words up to the first that belongs to an address or a label.
func nameCell(c cell) []ocr.Word {
	var words []ocr.Word
	for i, w := range c.words {
		if len(words) == 0 && w.Confidence < hardlyRead && isSpeck(w.Text) {
			continue
		}
		if len(words) > 0 && endsInLegalForm(c.words[i:]) {
			words = append(words, w)
			continue
		}
		text := strings.Trim(fold(w.Text), ".,:;()-–|")
		if numberedAuthority(textOf(words), c.words[i:]) {
			words = append(words, w)
			continue
		}
		if endsInSurname(words, len(c.words)-i) {
			words = append(words, w)
			continue
		}
		if addressWord.MatchString(text) && len(words) > 0 && !companyWord.MatchString(w.Text) && !titleOnly.MatchString(textOf(words)) || digitShare(text) > 0.5 && len(text) > 3 {
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
	latin := 0
	for _, r := range text {
		if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 127 {
			latin++
		}
	}
	if claim.ValidTaxCode(claim.CompactIdentifier(text)) || latin < 5 || len(words) > 12 || latin*10 < len(text)*5 || jobTitle.MatchString(text) || titleOnly.MatchString(text) {
		return nil
	}
	if notAName.MatchString(text) && !titledSurname.MatchString(text) || saysWhat(text) {
		return nil
	}
	return words
}

// authorityName are public bodies of which there are several, told apart by a number: "Azienda ULSS n. 6 Euganea".
var authorityName = pattern.Must(`\b(a?\.?u?\.?s\.?l\.?|a?\.?ulss|u\.?l\.?s\.?s\.?|asst|a\.?s\.?p\.?|ats|distretto( sanitario)?|azienda (sanitaria|usl|ulss)( locale)?)$`)

// numberedAuthority tells that "n." and a small number go on with the name of an authority.
func numberedAuthority(name string, rest []ocr.Word) bool {
	if len(rest) < 2 || !authorityName.MatchString(strings.TrimSpace(fold(name))) {
		return false
	}
	sign, number := strings.Trim(fold(rest[0].Text), ".°º"), strings.Trim(rest[1].Text, ".,")
	return (sign == "n" || sign == "nr") && len(number) <= 2 && digitCount(number) == len(number)
}

// endsInLegalForm reports words that end in a legal form and are no part of an address or a label: a name goes on with
// them behind a figure or a dash ("Cura 2000 S.r.l.", "Villa Iris - Gruppo Sole SpA").
func endsInLegalForm(words []ocr.Word) bool {
	text := textOf(words)
	if len(words) < 2 || len(words) > 6 || !legalForm.MatchString(text) || notAName.MatchString(text) || saysWhat(text) {
		return false
	}
	return !slices.ContainsFunc(words, func(w ocr.Word) bool {
		bare := strings.Trim(fold(w.Text), ".,:;()-–|")
		return addressWord.MatchString(bare) && !companyWord.MatchString(w.Text) || digitCount(bare) > 4
	})
}

// titledSurname is a doctor whose surname is a word of addresses too: "Dott.ssa Strada Marina".
var titledSurname = pattern.Must(`(?i)^(dott|dr|prof)[.a-z]* (piazza|corso|largo|strada) \p{L}+$`)

// englishDoctor is said of surgeons, who are called Mr. and not Dr.
var englishDoctor = pattern.Must(`\b(consultant|surgeon|physician|dentist|practitioner)\b`)

// isSpeck tells a letter or two that begin no name: neither a particle nor an initial.
func isSpeck(text string) bool {
	n := letters(text)
	return n < 2 && !strings.Contains(text, ".") || n == 2 && !startsUpper(text) && !nameParticle(text)
}

// saysWhat reports a label or the words before a price, which are no name.
func saysWhat(text string) bool {
	folded := strings.Trim(fold(text), " .")
	if strings.HasSuffix(folded, ":") || strings.Contains(folded, ": ") || vatLabel.MatchString(folded) || taxCodeLabel.MatchString(folded) ||
		numberHead.MatchString(folded) || roleOf(folded) == totalRole || patientLabel.MatchString(folded) || payerLabel.MatchString(folded) && !englishDoctor.MatchString(folded) {
		return true
	}
	hits := 0
	for _, word := range strings.Fields(folded) {
		if tableHead.MatchString(strings.Trim(word, ".,:()")) {
			hits++
		}
	}
	words := len(strings.Fields(folded))
	return hits == words || words <= 3 && (issueLabel.MatchString(folded) || roleOf(folded) == weakTotalRole)
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
	if len(words) > 6 && !legalForm.MatchString(text) {
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
