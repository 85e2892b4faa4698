package extract

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"

	"pratica/claim"
	"pratica/ocr"
)

// The label of the person who received the care; payerLabel of the one the invoice is made out to, who
// is the patient unless a patient is named apart.
var (
	patientLabel = regexp.MustCompile(`^(paziente|(note:? *)?per prestazion[ei] (rese|resa) (a|al|alla)|assistit[oa]|assist\.|utente|dati (del(l'| )|di )?(paziente|assistit[oa]|utente)|nominativo|(per )?prestazion[ei] (rese|resa|eseguit[ae]|erogat[ae]|effettuat[ae]) (a favore di|in favore di|a|al|alla|per)|cure (prestate|eseguite) a|patient( name)?|eseguit[oa] (a favore di|a|per)|beneficiario|fruitore|patient/in|patientin|paciente|behandelte person|per conto di|in favore di|a favore di)\b`)
	payerLabel   = regexp.MustCompile(`^(intestatari[oa]( fattura| della fattura)?|intestat[ao] a|spett(\.|abile|\.le|le)?( ?(sig|egr|gent)[a-z./]*)*|gent(\.|ile|il)?[.ioamea]*( (sig|dott)[a-z./]*)*|egr(\.|egio)?( ?sig[a-z./]*)?|sig(\.|nor|nora)?[./ra]*|sig\.?ra|sig\.?/ra|cliente|dati (del )?cliente|destinatario|committente|cessionario|fattura(re|to|ta)? a|bill(ed)? to( patient)?|rechnung an|facture a|rechnungsempfanger|destinataire|invoice to|customer|client|ricev(o|iamo|uto) da(l|lla|l/la)?( sig[a-z./]*)*|mr\.?s?|ms\.?|dest\.|nome e cognome|cognome e nome|pagante|anagrafica)\b`)
	// treatedLabel names who was treated, and nobody else.
	treatedLabel = regexp.MustCompile(`^(assistit[oa]|(per )?prestazion[ei] (rese|resa|eseguit[ae]|erogat[ae]|effettuat[ae]) (a favore di|in favore di|a|al|alla|per)|cure (prestate|eseguite) a|eseguit[oa] (a favore di|a|per)|beneficiario|fruitore)\b`)
	// paidByLabel names who paid, and never the patient.
	paidByLabel = regexp.MustCompile(`^(pagante|versante|pagato da|pagamento effettuato da|versato da|genitore|tutore|paid by|payer|zahlungspflichtige[rn]?|rechnung an)\b`)
	honorific   = regexp.MustCompile(`(?i)^(sig|sig\.?ra|sig\.?r|sigg|signor|signora|sig\.?na|gent\.?(ma|mo|le)|gentile|egr|egregio|spett(\.?le|abile)?|dott|dott\.?ssa|dr|dr\.?ssa|mr|mrs|ms|preg\.?(mo|ma)?|sig/sig\.?ra|cognome|nome|paziente|nominativo|cod|codice|l|la|il|al|alla|e|a|di)[.:,]*$`)
	addressWord = regexp.MustCompile(`^(via|viale|v\.le|piazza|p\.zza|p\.za|corso|c\.so|largo|vicolo|strada|contrada|loc|localita|frazione|fraz|cap|tel|fax|cell|email|e-mail|pec|c\.?f|p\.?iva|cod|codice|partita|nato|nata|residente|data|fattura|ricevuta|n|nr|numero|street|road|provincia|domicilio|indirizzo|nome|cognome|oggetto|descrizione|prestazione|importo|telefono|tessera|asl|regime|medico|sede|comune)$`)
	companyWord = regexp.MustCompile(`(?i)\b(s\.?\s?r\.?\s?l\.?s?|s\.?\s?p\.?\s?a|s\.?\s?a\.?\s?s|s\.?\s?n\.?\s?c|s\.?\s?s|stp|onlus|ets|soc(ieta|ietà|\.)?|coop(erativa)?|gmbh|ltd|inc|ag|sa)\b\.?|\b(\w*studio|poliambulatori[oe]?|ambulatori[oe]?|centro|clinica|casa di cura|ospedal[ei]|a\.?s\.?l|asst|aou|ausl|azienda|farmacia|istituto|laboratorio|ottica|policlinico|fondazione|dental|odontoiatric[oa]|fisioterapia|radiologia|diagnostic[oa]|dott\.?(ssa|\.ssa|r\.)?|dr\.?(ssa|\.ssa)?|prof\.?(ssa)?|medical|medic[oa]|presidio|hospital|clinic|irccs|logopedi[ae]|psicolog[oia]a?|terapia|^villa|associat[oi]|s\.o\.|unita sanitaria|ats)\b`)
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
		if patient != labelled {
			payer = labelled
		}
	}
	d.setPatient(patient)
	if payer == nil || patient != nil && samePerson(payer.name(), patient.name()) {
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
	text, confidence := "", 0.85*lowestConfidence(p.words)
	if code := d.codeOf(p); code != nil {
		text, confidence = code.text, 0.98
		d.set("/billed_to/tax_code", code.text, d.rows[code.row].page, code.words, identifierConfidence(*code))
	}
	surname, name, _ := d.splitName(p, text)
	d.set("/billed_to/surname", surname, page, p.words, confidence)
	d.set("/billed_to/name", name, page, p.words, confidence)
}

// findCodedPerson finds a name without a label by a tax code that fits it, above or beside the code. A
// code beside a VAT number is the issuer's own.
func (d *invoiceReader) findCodedPerson(other *personAt) *personAt {
	for i := range d.identifiers {
		id := &d.identifiers[i]
		if id.kind != taxCode || !id.valid || d.besideVAT(id) || id.text == d.value("/patient/tax_code") {
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

// nameFitting finds two to five words in a row whose split into surname and name fits a tax code.
func nameFitting(words []ocr.Word, code claim.TaxCode) []ocr.Word {
	for length := 2; length <= 5; length++ {
		for i := 0; i+length <= len(words); i++ {
			name := nameIn(words[i : i+length])
			if len(name) != length {
				continue
			}
			for _, s := range nameSplits(name) {
				if code.Fits(s[0], s[1]) {
					return name
				}
			}
		}
	}
	return nil
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
func (d *invoiceReader) findPerson(label *regexp.Regexp) *personAt {
	for i, r := range d.rows {
		if p := d.partsApart(i); p != nil && label == payerLabel {
			return p
		}
		if p := d.partsBelow(i); p != nil && label == payerLabel {
			return p
		}
		if p := d.toldPerson(i); p != nil && (label == patientLabel || label == treatedLabel) {
			return p
		}
		for c := range r.cells {
			text := strings.TrimSpace(fold(r.cells[c].text()))
			m := label.FindString(text)
			if m == "" {
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

var partsPattern = regexp.MustCompile(`^cognome\s*:?\s+(.+?)\s+nome\s*:?\s+(.+)$`)

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
	surnameOnly = regexp.MustCompile(`^(cognome|surname|last name|family name|nachname|zuname|nom)\s*:?$`)
	nameOnly    = regexp.MustCompile(`^(nome|name|first name|given names?|vorname|prenom)\s*:?$`)
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

// labelledPart is the part of a name behind its label, which begins a cell: in the cell or in the next.
func (d *invoiceReader) labelledPart(row, c int, label *regexp.Regexp) []ocr.Word {
	cells := d.rows[row].cells
	for n := min(2, len(cells[c].words)); n > 0; n-- {
		if !label.MatchString(fold(textOf(cells[c].words[:n]))) {
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
				if name := nameIn(words[end+1:]); name != nil {
					return &personAt{words: name, row: row, labelled: true}
				}
			}
			break
		}
	}
	return nil
}

// nameWords are the leading words that may belong to a name.
func nameWords(words []ocr.Word) []ocr.Word {
	for i, w := range words {
		if !nameWord(strings.Trim(w.Text, ".,:;")) {
			return words[:i]
		}
	}
	return words
}

// nameBehind takes the name in the rest of the label's cell or in the next cells.
func (d *invoiceReader) nameBehind(r pageRow, c, skip int) []ocr.Word {
	words := r.cells[c].words
	if skip < len(words) {
		if name := nameIn(words[skip:]); name != nil {
			return name
		}
	}
	em := d.pages[r.page].em
	if c+1 >= len(r.cells) || r.cells[c+1].gapBehind(r.cells[c]) >= 14*em {
		return nil
	}
	words = r.cells[c+1].words
	name := nameIn(words)
	// Print with wide spaces: each word of the name is a cell.
	for next := c + 2; name == nil && next < len(r.cells) && next <= c+5 && r.cells[next].gapBehind(r.cells[next-1]) < 3*em; next++ {
		words = append(slices.Clone(words), r.cells[next].words...)
		name = nameIn(words)
	}
	return name
}

func nameUnder(r pageRow, label claim.Box, em float64) []ocr.Word {
	for _, c := range r.cells {
		if overlapX(c.box, label) > 0 || float64(max(c.box.X-label.X, label.X-c.box.X)) < 3*em {
			return nameIn(c.words)
		}
	}
	return nil
}

// nameIn takes two to five words that look like a person's name, honorifics left out; nil if they do not.
func nameIn(words []ocr.Word) []ocr.Word {
	var name []ocr.Word
	for _, w := range words {
		text := strings.Trim(w.Text, ".,:;()*-_|/")
		if len(name) == 0 && (text == "" || honorific.MatchString(w.Text) || honorific.MatchString(text)) {
			continue
		}
		if !nameWord(text) || addressWord.MatchString(fold(text)) && !surnameStrada(words) || len(name) == 5 {
			break
		}
		w.Text = text
		name = append(name, w)
		if last := w.Text; strings.HasSuffix(words[len(words)-1].Text, ",") && last == "" {
			break
		}
		if strings.HasSuffix(w.Text, ",") {
			break
		}
	}
	if len(name) < 2 || companyWord.MatchString(textOf(name)) {
		return nil
	}
	return name
}

// surnameStrada reports two words of which one is a given name and the other Strada, a surname too.
func surnameStrada(words []ocr.Word) bool {
	return len(words) == 2 && (fold(words[0].Text) == "strada" && givenNameScore(words[1].Text) == 1 || fold(words[1].Text) == "strada" && givenNameScore(words[0].Text) == 1)
}

// nameWord accepts letters with apostrophes, hyphens and accents, beginning with a capital.
func nameWord(s string) bool {
	letters := 0
	for i, r := range s {
		switch {
		case unicode.IsLetter(r):
			if i == 0 && !unicode.IsUpper(r) && !nameParticle(s) {
				return false
			}
			letters++
		case r == '\'' || r == '’' || r == '-' || r == '`':
		default:
			return false
		}
	}
	return letters >= 2
}

func nameParticle(s string) bool {
	switch strings.ToLower(s) {
	case "de", "di", "del", "della", "dello", "dei", "da", "dal", "dalla", "lo", "la", "le", "van", "von", "el":
		return true
	}
	return false
}

func samePerson(a, b string) bool {
	x, y := strings.Fields(claim.FoldName(a)), strings.Fields(claim.FoldName(b))
	sort.Strings(x)
	sort.Strings(y)
	return strings.Join(x, " ") == strings.Join(y, " ")
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

// patientCode is the tax code that fits the patient's name, else the one in his block, else a labelled
// one that is not the issuer's.
func (d *invoiceReader) patientCode(p *personAt) *identifier {
	if id := d.codeOf(p); id != nil {
		return id
	}
	for i := range d.identifiers {
		id := &d.identifiers[i]
		if id.kind == taxCode && d.patientRows.holds(id.row, boxOf(id.words)) && !d.besideVAT(id) {
			return id
		}
	}
	for i := range d.identifiers { // a provisional code is 11 figures
		id := &d.identifiers[i]
		if id.kind == vatNumber && id.valid && d.patientRows.holds(id.row, boxOf(id.words)) && taxCodeLabel.MatchString(d.leftOf(id)) && !vatLabel.MatchString(d.leftOf(id)) {
			return id
		}
	}
	return nil
}

// nameSplits lists the ways to part a printed name into surname and name, both orders.
func nameSplits(words []ocr.Word) [][2]string {
	var splits [][2]string
	for i := 1; i < len(words); i++ {
		a, b := textOf(words[:i]), textOf(words[i:])
		splits = append(splits, [2]string{a, b}, [2]string{b, a})
	}
	return splits
}

// splitName parts a name into surname and name: by the tax code, by a person the form names, by the
// label, by the given names we know, else as "name surname". It reports whether something confirmed it.
func (d *invoiceReader) splitName(p *personAt, code string) (surname, name string, confirmed bool) {
	splits := nameSplits(p.words)
	if p.parts > 0 && p.parts < len(p.words) {
		splits = [][2]string{{textOf(p.words[:p.parts]), textOf(p.words[p.parts:])}}
	}
	if parsed, err := claim.ParseTaxCode(code); err == nil {
		for _, s := range splits {
			if parsed.Fits(s[0], s[1]) {
				return s[0], s[1], true
			}
		}
	}
	for _, s := range splits {
		if d.hinted(s[0], s[1]) {
			return s[0], s[1], true
		}
	}
	best, bestScore := splits[0], -1.0
	for i, s := range splits {
		score := givenNameScore(s[1]) - givenNameScore(s[0])
		if p.surname && i%2 == 0 || !p.surname && i%2 == 1 {
			score += 0.4
		}
		if startsWithParticle(s[0]) {
			score += 0.3
		}
		if endsWithParticle(s[0]) || endsWithParticle(s[1]) || startsWithParticle(s[1]) {
			score -= 2
		}
		score -= 0.1 * float64(max(0, len(strings.Fields(s[0]))-1))
		if score > bestScore {
			best, bestScore = s, score
		}
	}
	return best[0], best[1], false
}

// endsWithParticle reports a part cut behind its particle: "CARMINE DE" and "SIMONE".
func endsWithParticle(s string) bool {
	words := strings.Fields(s)
	return len(words) > 0 && nameParticle(words[len(words)-1])
}

func startsWithParticle(s string) bool {
	first, _, more := strings.Cut(s, " ")
	return more && nameParticle(first)
}
