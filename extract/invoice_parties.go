package extract

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/likeness"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// readParties finds who issued the document and who received the care. The patient comes first, because
// his block must not be taken for the issuer's.
func (d *invoiceReader) readParties() {
	patient, payer := d.findPatient(), d.findPerson(payerLabel)
	if payer == nil {
		payer = d.findCodedPerson(patient)
	}
	if payer == nil && patient == nil {
		payer = d.findAddressee()
	}
	labelled := payer
	if patient == nil {
		patient, payer = d.patientAmong(payer), nil
		d.madeOutTo = true
		if patient != labelled {
			payer = labelled
		}
	}
	d.setPatient(patient)
	if payer == nil || patient != nil && d.isPartOf(payer, patient) {
		payer = d.findPerson(paidByLabel)
	}
	if other := d.findPerson(patientLabel); payer == nil && patient != nil && other != nil && !samePerson(other.name(), patient.name()) {
		payer = other
	}
	if payer == nil && patient != nil {
		payer = d.findCodedPerson(patient)
	}
	if payer != nil && patient != nil && !samePerson(payer.name(), patient.name()) {
		d.setPayer(payer)
	}
	d.readIssuer(patient)
}

// findPatient prefers the labels that only a patient has: under "nominativo" may stand whoever pays.
func (d *invoiceReader) findPatient() *personAt {
	var any *personAt
	if any = d.findPerson(patientLabel); any == nil {
		return nil
	}
	if sure := d.findPerson(treatedLabel); sure != nil {
		return sure
	}
	return any
}

func (d *invoiceReader) setPayer(p *personAt) {
	page := d.rows[p.row].page
	text, confidence := "", 0.85*certainty(p.words)
	if code := d.codeOf(p); code != nil {
		text, confidence = code.text, 0.98
		d.set("/billed_to/tax_code", code.text, d.rows[code.row].page, code.words, identifierConfidence(*code))
	}
	surname, name, _ := d.splitName(p, text)
	d.set("/billed_to/surname", surname, page, p.words, confidence)
	d.set("/billed_to/name", name, page, p.words, confidence)
}

// findCodedPerson finds a name without a label by a tax code that fits it, above or beside the code. A
// code beside a VAT number is the issuer's own, one beside an account that of who is paid.
func (d *invoiceReader) findCodedPerson(other *personAt) *personAt {
	for i := range d.identifiers {
		id := &d.identifiers[i]
		if id.kind != taxCode || !id.valid || d.ofWhoIsPaid(id) || id.text == d.value("/patient/tax_code") {
			continue
		}
		code, err := claim.ParseTaxCode(id.text)
		if err != nil {
			continue
		}
		for row := id.row; row >= 0 && row >= id.row-6 && d.rows[row].page == d.rows[id.row].page; row-- {
			words := nameFitting(d.rows[row].words(), code)
			if words != nil && !titledBefore(d.rows[row].words(), words) && (other == nil || !samePerson(textOf(words), other.name())) {
				return &personAt{words: words, row: row}
			}
		}
	}
	return nil
}

// accountWord is said of the account that is to be paid into.
var accountWord = pattern.Must(`\biban\b|\bbonifico\b|conto corrente|\bc/c\b|coordinate bancarie|\bbank (account|transfer)\b`)

// besideAccount tells that a code stands in one cell with words of an account, or right above or below an IBAN; not on
// the row of the patient's name or on one of the two below it.
func (d *invoiceReader) besideAccount(id *identifier) bool {
	box := boxOf(id.words)
	if id.row <= d.patientRows.from+2 && d.patientRows.holds(id.row, box) {
		return false
	}
	for _, c := range d.rows[id.row].cells {
		if overlapX(c.box, box) > 0 && accountWord.MatchString(fold(c.text())) {
			return true
		}
	}
	return slices.ContainsFunc(d.identifiers, func(other identifier) bool {
		return other.kind == iban && abs(other.row-id.row) <= 1 && d.rows[other.row].page == d.rows[id.row].page && overlapX(boxOf(other.words), box) > 0
	})
}

// ofWhoIsPaid tells the issuer's own code, wherever it stands once more: beside a VAT number or an account.
func (d *invoiceReader) ofWhoIsPaid(id *identifier) bool {
	return slices.ContainsFunc(d.identifiers, func(other identifier) bool {
		return other.text == id.text && other.kind == id.kind && (d.besideVAT(&other) || d.besideAccount(&other))
	})
}

// titledBefore reports a title of a doctor right before a name: whoever issues, and is not treated.
func titledBefore(row, name []ocr.Word) bool {
	for i, w := range row {
		if w.Box == name[0].Box {
			return i > 0 && titled.MatchString(fold(row[i-1].Text))
		}
	}
	return false
}

// endsLetterhead reports a code whose label and VAT number stand at the end of the row above: a letterhead
// that breaks there.
func (d *invoiceReader) endsLetterhead(id *identifier) bool {
	if id.row == 0 || id.words[0].Box != d.rows[id.row].words()[0].Box {
		return false
	}
	above := d.rows[id.row-1]
	return above.page == d.rows[id.row].page && vatLabel.MatchString(above.folded) && taxCodeLabel.MatchString(lastWords(above.folded, 3))
}

// besideVAT reports whether a VAT number stands on the row of a code or next to it, in its column.
func (d *invoiceReader) besideVAT(id *identifier) bool {
	if d.endsLetterhead(id) {
		return true
	}
	for _, other := range d.identifiers {
		if other.kind == vatNumber && other.valid && d.rows[other.row].page == d.rows[id.row].page && abs(other.row-id.row) <= 1 &&
			overlapX(boxOf(other.words), boxOf(id.words)) > -int(12*d.pages[d.rows[id.row].page].em) {
			return true
		}
	}
	return false
}

// nameFitting finds two to five words in a row whose split into surname and name fits a tax code, with those that go on
// with the name close behind them: of a second name a code may hold nothing.
func nameFitting(words []ocr.Word, code claim.TaxCode) []ocr.Word {
	for length := 2; length <= 5; length++ {
		for i := 0; i+length <= len(words); i++ {
			name := wholeNameFitting(words[i:i+length], code)
			if name == nil {
				continue
			}
			for end := i + length + 1; end <= min(i+5, len(words)) && givenNameScore(words[end-1].Text) > 0 && closeBehind(words[i:end-1], words[end-1:end], float64(words[i].Box.H)); end++ {
				longer := wholeNameFitting(words[i:end], code)
				if longer == nil {
					break
				}
				name = longer
			}
			return name
		}
	}
	for _, w := range words {
		if name := gluedName(w, code); name != nil {
			return name
		}
	}
	return nil
}

// gluedName parts a word that is a surname and a name without the space between them, as a tax code and a common given name
// say: "ELETTRAAIELLO".
func gluedName(w ocr.Word, code claim.TaxCode) []ocr.Word {
	const least = 3 // letters of each
	letters := []rune(w.Text)
	if len(letters) < 2*least+1 || !nameWord(w.Text) {
		return nil
	}
	for at := least; at <= len(letters)-least; at++ {
		first, second := string(letters[:at]), string(letters[at:])
		if !(code.Fits(first, second) && givenNameScore(second) > 0) && !(code.Fits(second, first) && givenNameScore(first) > 0) {
			continue
		}
		a, b := w, w
		a.Text, b.Text = first, second
		a.Box.W = w.Box.W * at / len(letters)
		b.Box.X, b.Box.W = w.Box.X+a.Box.W, w.Box.W-a.Box.W
		return []ocr.Word{a, b}
	}
	return nil
}

// wholeNameFitting is words all of which are a name that a tax code fits, else nil.
func wholeNameFitting(words []ocr.Word, code claim.TaxCode) []ocr.Word {
	name := nameIn(words)
	if len(name) != len(words) || !slices.ContainsFunc(nameSplits(name), func(s [2]string) bool { return code.Fits(s[0], s[1]) }) {
		return nil
	}
	return name
}

// personAt is a person's name as printed, with the row it stands on.
type personAt struct {
	words    []ocr.Word
	row      int
	surname  bool // the label says "cognome e nome"
	labelled bool
	// parts is how many words the surname has, where each part has a label of its own; 0 where not.
	parts int
}

func (p personAt) name() string { return textOf(p.words) }

// findPerson looks for a label at the start of a cell and takes the name behind it, or below it.
func (d *invoiceReader) findPerson(label *pattern.Pattern) *personAt {
	for i, r := range d.rows {
		if label == payerLabel {
			if p := d.partsApart(i); p != nil {
				return p
			}
			if p := d.partsBelow(i); p != nil {
				return p
			}
		}
		if p := d.toldPerson(i); p != nil && (label == patientLabel || label == treatedLabel) {
			return p
		}
		for c := range r.cells {
			text := mendParty(strings.TrimSpace(fold(r.cells[c].text())))
			m := label.FindString(text)
			if m == "" || englishDoctor.MatchString(text) || favoured.MatchString(text) && !d.favouredPatient(i, m) {
				continue
			}
			surnameFirst := strings.Contains(text, "cognome e nome") || strings.Contains(text, "cognome nome")
			if words := d.nameBehind(r, c, len(strings.Fields(m))); words != nil {
				return &personAt{words: words, row: i, surname: surnameFirst, labelled: true}
			}
			for below := i + 1; below < len(d.rows) && below <= i+3 && d.rows[below].page == r.page; below++ {
				if float64(d.rows[below].box.Y-(r.box.Y+r.box.H)) > 4.5*d.pages[r.page].em {
					break
				}
				if words := nameUnder(d.rows[below], r.cells[c].box, d.pages[r.page].em); words != nil {
					return &personAt{words: words, row: below, surname: surnameFirst, labelled: true}
				}
			}
		}
	}
	return nil
}

// favouredPatient tells that "a favore di" on a row is said of who was treated, and not of who is paid. "Favore di" alone
// is the end of a label that begins on the row above.
func (d *invoiceReader) favouredPatient(row int, label string) bool {
	above := ""
	if row > 0 && d.rows[row-1].page == d.rows[row].page {
		above = d.rows[row-1].folded
	}
	switch {
	case paidTo.MatchString(d.rows[row].folded):
		return false
	case strings.HasPrefix(label, "favore"):
		return servicesBefore.MatchString(above) && !paidTo.MatchString(above)
	}
	return strings.Contains(above, ":") || !paidTo.MatchString(above) // "Pagamento: contanti" is whole
}

var partsPattern = pattern.Must(`^c[oa0]gn[oa0]m[ea]\s*[:;.]?\s+(.+?)\s+nome\s*:?\s+(.+)$`)

// partsApart reads "Cognome: ROSSI  Nome: LUCA" on one row.
func (d *invoiceReader) partsApart(row int) *personAt {
	m := partsPattern.FindStringSubmatchIndex(foldKeepingLength(d.rows[row].text))
	if m == nil {
		return nil
	}
	surname, name := nameWords(d.wordsAt(row, m[2], m[3])), nameWords(d.wordsAt(row, m[4], m[5]))
	if len(surname) == 0 || len(name) == 0 {
		return nil
	}
	return &personAt{words: append(append([]ocr.Word(nil), surname...), name...), row: row, surname: true, labelled: true}
}

var (
	surnameOnly = pattern.Must(`^(cognome|surname|last name|family name|nachname|zuname|nom)\s*:?$`)
	nameOnly    = pattern.Must(`^(nome|name|first name|given names?|vorname|prenom)\s*:?$`)
)

// partsBelow reads "Cognome ROSSI" over "Nome LUCA", in one column.
func (d *invoiceReader) partsBelow(row int) *personAt {
	for c := range d.rows[row].cells {
		surname := d.labelledPart(row, c, surnameOnly)
		if surname == nil {
			continue
		}
		box := d.rows[row].cells[c].box
		for _, near := range []int{row + 1, row - 1, row + 2} {
			if near < 0 || near >= len(d.rows) || d.rows[near].page != d.rows[row].page {
				continue
			}
			for n := range d.rows[near].cells {
				if float64(abs(d.rows[near].cells[n].box.X-box.X)) > d.pages[d.rows[row].page].em {
					continue
				}
				if name := d.labelledPart(near, n, nameOnly); name != nil {
					return &personAt{words: append(slices.Clone(surname), name...), row: row, surname: true, labelled: true, parts: len(surname)}
				}
			}
		}
	}
	return nil
}

// nearSurname tells that a word may be "cognome" misread.
func nearSurname(word string) bool {
	const label = "cognome"
	return abs(len(word)-len(label)) <= 2 && likeness.Distance(word, label) <= 2
}

// labelledPart is the part of a name behind its label, which begins a cell: in the cell or in the next.
func (d *invoiceReader) labelledPart(row, c int, label *pattern.Pattern) []ocr.Word {
	cells := d.rows[row].cells
	for n := min(2, len(cells[c].words)); n > 0; n-- {
		if text := fold(textOf(cells[c].words[:n])); !label.MatchString(text) && (label != surnameOnly || n > 1 || !nearSurname(strings.Trim(text, ":;., "))) {
			continue
		}
		rest := cells[c].words[n:]
		for len(rest) > 0 && strings.Trim(rest[0].Text, ": ") == "" {
			rest = rest[1:]
		}
		if len(rest) == 0 && c+1 < len(cells) && cells[c+1].gapBehind(cells[c]) < 14*d.pages[d.rows[row].page].em {
			rest = cells[c+1].words
		}
		if words := nameWords(rest); len(words) > 0 && len(words) <= 4 {
			return words
		}
	}
	return nil
}

// toldPerson reads a patient named inside running text: "… EUR 80,00. Assistito: Rossi Luca - C.F. …".
func (d *invoiceReader) toldPerson(row int) *personAt {
	words := d.rows[row].words()
	for i := 1; i < len(words); i++ {
		if !strings.ContainsAny(words[i-1].Text[len(words[i-1].Text)-1:], ".;)-") {
			continue
		}
		for end := i; end < len(words) && end < i+6; end++ {
			if !strings.HasSuffix(words[end].Text, ":") {
				continue
			}
			if label := fold(textOf(words[i : end+1])); patientLabel.MatchString(label) && len(patientLabel.FindString(label)) >= len(label)-2 {
				if name := d.nameGoingOn(row, words[end+1:]); name != nil {
					return &personAt{words: name, row: row, labelled: true}
				}
			}
			break
		}
	}
	return nil
}

// nameGoingOn is the name that begins words of a row, and may go on with the first words of the same column below.
func (d *invoiceReader) nameGoingOn(row int, words []ocr.Word) []ocr.Word {
	if len(words) == 0 {
		return nil
	}
	for i, c := range d.rows[row].cells {
		last := c.words[len(c.words)-1].Box
		if words[0].Box.X < c.box.X || words[0].Box.X > last.X {
			continue
		}
		if words[0].Box.X < last.X || row+1 >= len(d.rows) || d.rows[row+1].page != d.rows[row].page {
			break // more than one word stands here
		}
		if cells := d.rows[row].cells; i+1 < len(cells) && cells[i+1].gapBehind(c) < 3*d.pages[d.rows[row].page].em {
			break // print with wide spaces
		}
		for _, below := range d.rows[row+1].cells {
			if abs(below.box.X-c.box.X) < last.H && 3*(below.box.Y-(last.Y+last.H)) < 4*last.H && roleOf(below.text()) == noRole {
				return nameIn(append(slices.Clone(words[:1]), below.words...))
			}
		}
	}
	return nameIn(words)
}

// isPartOf tells that a person is another one of whose names some were left out: each word stands in the other's name, and no
// code of his own says that he is somebody else.
func (d *invoiceReader) isPartOf(p, whole *personAt) bool {
	if !PartOfName(p.name(), whole.name()) {
		return false
	}
	own, code := d.codeOf(p), d.codeOf(whole)
	return own == nil || code != nil && own.text == code.text
}

// blockAround is the patient's address block: the rows just below the name in its column.
func (d *invoiceReader) blockAround(p *personAt) rowSpan {
	r := d.rows[p.row]
	em := d.pages[r.page].em
	b := boxOf(p.words)
	span := rowSpan{from: p.row, to: p.row + 1, left: b.X - int(6*em), right: b.X + b.W + int(14*em)}
	bottom := b.Y + b.H
	for i := p.row + 1; i < len(d.rows) && i <= p.row+5 && d.rows[i].page == r.page; i++ {
		if float64(d.rows[i].box.Y-bottom) > 2.2*em {
			break
		}
		bottom = d.rows[i].box.Y + d.rows[i].box.H
		span.to = i + 1
	}
	return span
}

// codeOf is the tax code that fits a person's name: the nearest, where two persons' codes do.
func (d *invoiceReader) codeOf(p *personAt) *identifier {
	var nearest *identifier
	for _, id := range d.codesFitting(p) {
		if nearest == nil || abs(id.row-p.row) < abs(nearest.row-p.row) {
			nearest = id
		}
	}
	return nearest
}

func (d *invoiceReader) codesFitting(p *personAt) []*identifier {
	var fitting []*identifier
	for i := range d.identifiers {
		id := &d.identifiers[i]
		code, err := claim.ParseTaxCode(id.text)
		if id.kind != taxCode || err != nil {
			continue
		}
		if slices.ContainsFunc(nameSplits(p.words), func(split [2]string) bool { return code.Fits(split[0], split[1]) }) {
			fitting = append(fitting, id)
		}
	}
	return fitting
}

// sharesCode reports codes of two persons that both fit a name: those of relatives may.
func (d *invoiceReader) sharesCode(p *personAt) bool {
	fitting := d.codesFitting(p)
	return slices.ContainsFunc(fitting, func(id *identifier) bool { return id.text != fitting[0].text })
}

// namesItsOwner reports a tax code behind the name it fits: the payer's, below a patient whose code fits nobody.
func (d *invoiceReader) namesItsOwner(id *identifier) bool {
	code, err := claim.ParseTaxCode(id.text)
	return err == nil && nameFitting(d.rows[id.row].words(), code) != nil
}

// patientCode is the tax code that fits the patient's name, else the one in his block, else a labelled
// one that is not the issuer's.
func (d *invoiceReader) patientCode(p *personAt) *identifier {
	if id := d.codeOf(p); id != nil {
		return id
	}
	for i := range d.identifiers {
		id := &d.identifiers[i]
		if id.kind == taxCode && d.patientRows.holds(id.row, boxOf(id.words)) && !d.ofWhoIsPaid(id) && !d.namesItsOwner(id) {
			return id
		}
	}
	for i := range d.identifiers { // a provisional code is 11 figures
		id := &d.identifiers[i]
		beside := id.row == p.row && id.words[0].Box.X > p.words[len(p.words)-1].Box.X
		if id.kind == vatNumber && claim.ValidTaxCode(id.text) && (beside || d.patientRows.holds(id.row, boxOf(id.words))) && taxCodeLabel.MatchString(d.leftOf(id)) && !vatLabel.MatchString(d.leftOf(id)) {
			numeric := *id
			numeric.kind, numeric.valid = taxCode, true
			return &numeric
		}
	}
	return nil
}
