package extract

import (
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// The confidences of amounts: balanced ones were confirmed by each other, the others by a label alone.
const (
	confirmedAmount   = 0.9975
	labelledAmount    = 0.86
	provedAmount      = 0.98 // of a position, by its own row
	unlabelledAmount  = 0.5
	confirmedAbsence  = 0.997
	needlessAbsence   = 0.998
	unconfirmedOption = 0.8
	assumedQuantity   = 0.95
)

var (
	administrative = pattern.Must(`(diritti|spese|oneri|quota) (amministrativ|di segreteria|segreteria|di gestione|gestione pratica)|amministrativ|administrative fee`)
	recordCopy     = pattern.Must(`cop(ia|ie) (della |di |conforme )?(cartella|documentazione|referto)|cartella clinica|rilascio cartella`)
	digitisation   = pattern.Must(`digitali[zs]|\bcd\b|\bdvd\b|supporto (digitale|informatic)|copia digitale|masterizz`)
)

// startsLate reports a position whose row begins to the right of where the others do, as one does whose first words were not read: a
// streak of the scanner runs through them.
func (d *invoiceReader) startsLate(l lineRow, lines []lineRow) bool {
	r := d.rows[l.row]
	edge, n := r.box.X, 0
	for _, o := range lines {
		if other := d.rows[o.row]; o.row != l.row && other.page == r.page {
			edge, n = min(edge, other.box.X), n+1
		}
	}
	return n > 0 && d.methodOf(r.words()) != claim.FromTextLayer && float64(r.box.X-edge) > 2.5*d.pages[r.page].em
}

func (d *invoiceReader) setLines(s solution) {
	var excluded claim.Excluded
	excludedFrom := map[string]lineRow{}
	var all []string
	worst, anyStamped := 1.0, false // of the words of all
	beside, stamps := d.pagesBeside(s.lines), d.stamps()
	for i, l := range s.lines {
		confidence := labelledAmount
		if s.balanced && s.linesRead && !s.doubtful {
			confidence = confirmedAmount
		}
		amount := confidence
		if l.proved {
			amount = max(amount, provedAmount)
		}
		page := d.rows[l.row].page
		words := d.continued(l, s)
		clean := withoutStampWords(words)
		stamped := len(clean) < len(words) || besideStamp(words, page, stamps)
		anyStamped = anyStamped || stamped
		words = clean
		source := words
		if s.included != nil {
			words = withoutSlipNature(words)
		}
		text := tidyName(mendedDescription(words))
		if text != "" {
			certain := 0.97 * lowestConfidence(words)           // what is wrong here is seldom a letter: the answer of a second reader says little
			if stamped || oddDescription(text) || !s.balanced { // a row may be lost whose amount is, or go on in the one above
				certain = min(certain, 0.85)
			}
			if beside[page] {
				certain = min(certain, besideRow)
			}
			if late := d.startsLate(l, s.lines); late {
				certain = min(certain, 0.85)
				l.counted = false
			}
			d.set(fmt.Sprintf("/lines/%d/description", i), text, page, source, certain) // what kind of good it is stays in the source
		}
		quantity := amount
		if !l.counted {
			quantity = min(quantity, assumedQuantity)
		}
		d.derive(fmt.Sprintf("/lines/%d/quantity", i), fmt.Sprint(l.quantity), quantity)
		if s.included == nil { // prices with the tax in them are no net amounts
			d.set(fmt.Sprintf("/lines/%d/amount", i), l.amount.value.String(), page, l.amount.words, amount)
		}
		key, target := excludedItem(mendWords(fold(text), excludedWords), &excluded)
		switch {
		case target != nil:
			*target = target.Add(l.amount.value)
			excludedFrom[key] = l
		case text != "":
			all = append(all, text)
			worst = min(worst, certainty(words))
		}
	}
	if len(all) > 0 { // the services are the positions, "; " between them
		first := s.lines[0]
		confidence := 0.9 + 0.09*worst
		if anyStamped || s.included != nil || !s.balanced || slices.ContainsFunc(all, oddDescription) {
			confidence = min(confidence, 0.85)
		}
		if len(beside) > 0 {
			confidence = min(confidence, besideRow)
		}
		d.set("/description", strings.Join(all, "; "), d.rows[first.row].page, first.description, confidence)
	}
	absent := d.absence(s)
	if slices.ContainsFunc(s.lines, illegible) {
		absent = min(absent, unreadItem)
	}
	for key, value := range map[string]claim.Money{"administrative": excluded.Administrative, "record_copy": excluded.RecordCopy,
		"digitisation": excluded.Digitisation} {
		if l, ok := excludedFrom[key]; ok {
			d.set("/excluded/"+key, value.String(), d.rows[l.row].page, l.amount.words, d.absence(s))
		} else {
			d.derive("/excluded/"+key, "0.00", absent)
		}
	}
	d.derive("/excluded/other", "0.00", absent)
	if len(s.lines) == 0 {
		d.describeWithoutLines()
	}
}

// unreadItem is how far it is believed that nothing is excluded where a position cannot be read.
const unreadItem = 0.5

// illegible reports a position of which the engine believes some word not at all.
func illegible(l lineRow) bool {
	return len(l.description) > 0 && lowestConfidence(l.description) < 0.3
}

// besideRow is how far descriptions are believed of which one heads a column: the rows of a bent page lie beside each other,
// and every amount has the description above its own.
const besideRow = 0.6

// descriptionHead is the heading of what was done, which no service is called: "Eseguita il Descrizione".
var descriptionHead = pattern.Must(`\b(descrizione|description|beschreibung|bezeichnung)\b`)

// pagesBeside are the pages on which a position is called by the headings of columns.
func (d *invoiceReader) pagesBeside(lines []lineRow) map[int]bool {
	pages := map[int]bool{}
	for _, l := range lines {
		if text := textOf(l.description); len(lines) > 1 && (headsColumns(text) || descriptionHead.MatchString(fold(text))) {
			pages[d.rows[l.row].page] = true
		}
	}
	return pages
}

// headsColumns tells that a description is made of the headings of columns: "Dettaglio", "Line total Description Tax".
func headsColumns(text string) bool {
	words := strings.Fields(fold(text))
	for _, w := range words {
		w = strings.Trim(w, ".,:()")
		if !tableHead.MatchString(w) && !otherHead.MatchString(w) && !quantityHead.MatchString(w) && w != "line" && w != "total" && w != "tax" {
			return false
		}
	}
	return len(words) > 0
}

// romanMisread is a Roman figure before what it counts: "Otturazione di II classe" is read as "Il classe".
var romanMisread = pattern.Must(`\b[Il1|]{1,3}[Il|1V]? (classe|livello|grado|tempo|quadrante|trimestre|stadio|fase|CLASSE|LIVELLO|GRADO|TEMPO)\b`)

// withRomanFigures writes the bars before "classe" as ones, unless they are a digit alone.
func withRomanFigures(text string) string {
	return romanMisread.ReplaceAllStringFunc(text, func(found string) string {
		figure, of, _ := strings.Cut(found, " ")
		if figure == "1" || figure == "il" {
			return found
		}
		return strings.NewReplacer("l", "I", "1", "I", "|", "I").Replace(figure) + " " + of
	})
}

var (
	// misreadUnit is what millilitres behind a figure are read as; misreadOr a ring alone between two words.
	misreadUnit = pattern.Must(`(\d ?)m[iI1|]( |$)`)
	misreadOr   = pattern.Must(`(\pL[a-z]+ )0( [a-z]{2,})`) // not "Gruppo 0 Rh"
)

// examinations are the abbreviations of laboratories that have a T or an I, which are taken for each other.
var examinations = []string{"PTT", "APTT", "TTPA", "INR", "ATIII", "AST", "ALT", "GGT", "GOT", "GPT", "FT3", "FT4", "TSH", "HCT", "TIBC", "IGE", "IGA", "IGG", "IGM", "HIV", "TAC", "TPHA"}

// withExaminations writes the abbreviation of an examination for one that differs only in T and I: "PIT" for "PTT".
func withExaminations(text string) string {
	alike := strings.NewReplacer("T", "I", "l", "I", "|", "I", "1", "I")
	fields := strings.Fields(text)
	for i, word := range fields {
		bare := strings.Trim(word, ".,;:()")
		if len(bare) < 3 || bare != strings.ToUpper(bare) && !strings.Contains(bare, "l") || slices.Contains(examinations, bare) {
			continue
		}
		for _, known := range examinations {
			if alike.Replace(bare) == alike.Replace(known) {
				fields[i] = strings.Replace(word, bare, known, 1)
			}
		}
	}
	return strings.Join(fields, " ")
}

// mendedDescription is the text of a description without what engines are known to mistake; print that was not recognised
// stays as it is, but for figures that stand for letters.
func mendedDescription(words []ocr.Word) string {
	text := withLettersForRings(withRomanFigures(textOf(words)))
	if !slices.ContainsFunc(words, func(w ocr.Word) bool { return w.Confidence < 1 }) {
		return text
	}
	return hydroxyl.ReplaceAllString(withExaminations(withUnits(pointBeforeDay.ReplaceAllString(text, "$1 $2"))), "${1}OH")
}

// hydroxyl is the group that vitamin D is measured by, with a zero for its O: "25-0H".
var hydroxyl = pattern.Must(`\b(25[- ]?)0H\b`)

// pointBeforeDay is a speck between a word and the day of a service: "del.30/12/2025".
var pointBeforeDay = pattern.Must(`(?i)\b(del|dal|al)\.(\d{1,2}/)`)

// withUnits writes "ml" for "500 mi", and the word "o" for a zero that stands alone between words.
func withUnits(text string) string {
	return misreadOr.ReplaceAllString(misreadUnit.ReplaceAllString(text, "${1}ml${2}"), "${1}o${2}")
}

var (
	// unendedDescription waits for the day, the tooth or the area that stands apart.
	unendedDescription = pattern.Must(`(^|\s)(d[aei]l?|dell?[ao'’]?|in|il|la|con|per|al|alla|e|n\.?|of|on|the|vom|und|am)$`)
	// dayAsDescription is the rest of the day of a service.
	dayAsDescription = pattern.Must(`^\W*(\d{1,2}\.? )?(gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|january|february|march|april|may|june|july|august|september|october|november|december)( \d{4})?\W*$`)
	sumAsDescription = pattern.Must(`(^|; )(totale?|aliq(uota)?|importo|imponibile|imposta|subtotal|net amount|amount due|tax|vat)\b`)
)

// loneLetter is one before a description: a stroke or a fold read as it.
var loneLetter = pattern.Must(`^\pL \p{Lu}`)

// oddDescription reports what a description does not usually hold: an amount, the end of a sentence, a label,
// an open bracket, a preposition at its end, a day alone, a sum, the heading of a table.
func oddDescription(text string) bool {
	folded := fold(text)
	heads := 0
	for _, word := range strings.Fields(folded) {
		if tableHead.MatchString(strings.Trim(word, ".,:;()")) {
			heads++
		}
	}
	if heads > 1 || unendedDescription.MatchString(folded) || dayAsDescription.MatchString(folded) || sumAsDescription.MatchString(folded) {
		return true
	}
	return loneLetter.MatchString(text) || len(findAmounts(text)) > 0 || strings.HasSuffix(text, ":") || strings.Contains(text, ": ") && len(strings.Fields(text)) > 7 ||
		strings.Count(text, "(") != strings.Count(text, ")") || letters(text) < 4
}

func excludedItem(text string, e *claim.Excluded) (string, *claim.Money) {
	switch {
	case digitisation.MatchString(text):
		return "digitisation", &e.Digitisation
	case recordCopy.MatchString(text):
		return "record_copy", &e.RecordCopy
	case administrative.MatchString(text):
		return "administrative", &e.Administrative
	}
	return "", nil
}

// continued adds the rows below a position that go on with its description.
func (d *invoiceReader) continued(l lineRow, s solution) []ocr.Word {
	words := withoutNoise(l.description)
	if len(words) == 0 || l.told {
		return words
	}
	box := boxOf(words)
	for i := l.row + 1; i < len(d.rows) && i <= l.row+3; i++ {
		r := d.rows[i]
		em := d.pages[r.page].em
		if i == l.row+1 && r.words()[0].Box == l.description[0].Box {
			continue // it stands half a row below its amount
		}
		if r.page != d.rows[l.row].page || float64(r.box.Y-(box.Y+box.H)) > 0.75*em || !closeSet(r, em) ||
			abs(r.box.X-boxOf(l.description).X) > int(2*em) || holdsPrice(r.text) || roleOf(r.text) != noRole ||
			notALine.MatchString(r.folded) || strings.Contains(r.folded, ":") || len(findDates(r.text)) > 0 && !endsInDay(words, r) {
			break
		}
		words = append(append([]ocr.Word(nil), words...), r.words()...)
		box = box.Union(r.box)
	}
	return words
}

// endsInDay tells that a row is the day that a description waits for: "del" and, below it, "25/01/2026".
func endsInDay(description []ocr.Word, r pageRow) bool {
	return letters(r.text) == 0 && unendedDescription.MatchString(fold(textOf(description)))
}

// holdsPrice reports an amount that is no measure.
func holdsPrice(text string) bool {
	return slices.ContainsFunc(findAmounts(text), func(f found[claim.Money]) bool { return !isMeasure(text, f) })
}

// closeSet reports a row without columns: the wide spaces of typewriter faces part no columns.
func closeSet(r pageRow, em float64) bool {
	for i := 1; i < len(r.cells); i++ {
		if r.cells[i].gapBehind(r.cells[i-1]) > 2*em {
			return false
		}
	}
	return true
}

// withoutNoise drops the last words when the engine itself does not believe in them: a rule or a fold
// read as letters.
func withoutNoise(words []ocr.Word) []ocr.Word {
	for len(words) > 1 {
		last, before := words[len(words)-1], words[len(words)-2].Box
		apart := last.Box.X-(before.X+before.W) > before.H
		if len(last.Text) > 4 || last.Confidence > 0.6 || last.Confidence > 0.35 && !apart {
			break
		}
		words = words[:len(words)-1]
	}
	return words
}

// absence is the probability that the amounts of a document are all that there are, and what their words
// call them: arithmetic that closes says so.
func (d *invoiceReader) absence(s solution) float64 {
	if s.balanced && !s.doubtful {
		return confirmedAbsence
	}
	return unconfirmedOption
}

func (d *invoiceReader) setTotals(s solution) {
	confidence := labelledAmount
	switch {
	case s.balanced && !s.doubtful:
		confidence = confirmedAmount
	case s.total != nil && s.total.role == noRole:
		confidence = unlabelledAmount
	}
	if s.total != nil {
		d.setTotal(*s.total, confidence)
	}
	if s.included != nil {
		d.setIncludedVAT(s)
	}
	for pointer, a := range map[string]*amountAt{"/vat": s.vat, "/stamp_duty": s.stamp, "/contribution": s.contrib, "/discount": s.discount,
		"/withholding": s.withheld} {
		if a == nil {
			if pointer == "/vat" && s.included != nil {
				continue
			}
			absence := d.absence(s)
			if s.unused[rolesOf[pointer]] {
				absence = min(absence, unconfirmedOption)
			}
			if pointer == "/stamp_duty" {
				absence = s.withoutDuty(absence)
			}
			if pointer == "/vat" && d.printsRate(s) {
				absence = min(absence, unconfirmedOption)
			}
			if pointer == "/vat" && s.taxUnread {
				absence = 0.3
			}
			d.derive(pointer, "0.00", absence)
			if pointer == "/stamp_duty" {
				d.stateStampWords(s)
			}
			continue
		}
		d.set(pointer, absolute(a.value).String(), d.rows[a.row].page, a.words, confidence)
	}
}

// setTotal stores the total: one that a form declares is surer, and one that nobody printed is a conclusion.
func (d *invoiceReader) setTotal(total amountAt, confidence float64) {
	declared := d.declaredAmount(total.value)
	switch {
	case len(total.words) > 0 && declared:
		confidence = max(confidence, 0.9985)
	case len(total.words) == 0 && declared:
		confidence = 0.97
	case len(total.words) == 0:
		confidence = unlabelledAmount
	}
	if len(total.words) == 0 {
		d.derive("/total", total.value.String(), confidence)
		return
	}
	d.set("/total", total.value.String(), d.rows[total.row].page, total.words, confidence)
}

// printsRate reports a rate of tax on the row of a position: a document without a tax prints none.
func (d *invoiceReader) printsRate(s solution) bool {
	return slices.ContainsFunc(s.lines, func(l lineRow) bool { return taxRate.MatchString(d.rows[l.row].folded) })
}

// taxRate is a rate in force (DPR 633/1972, art. 16 and tables).
var taxRate = pattern.Must(`(^|\s)(4|5|10|22)([,.]00?)? ?%`)

// stampDuty is what a receipt above 77.47 € carries (DPR 642/1972, art. 13 of the tariff, since 26 June 2013).
var stampDuty = claim.MustMoney("2.00")

// dutyFrom is the total above which it is due.
var dutyFrom = claim.MustMoney("77.47")

// withoutDuty is how sure it is that there is no stamp duty: surer where none is due, and unsure beside a position
// of just its amount without a word, which may be what could not be read.
func (s solution) withoutDuty(absence float64) float64 {
	if s.vat != nil && s.vat.value.Equal(stampDuty) { // "Imposta di", and the rest under a stamp
		return min(absence, unreadItem)
	}
	for _, l := range s.lines {
		if len(l.description) == 0 && l.amount.value.Equal(stampDuty) {
			return min(absence, unconfirmedOption)
		}
	}
	if absence == confirmedAbsence && s.total != nil && s.total.value.Cmp(dutyFrom) <= 0 {
		return needlessAbsence
	}
	return absence
}

var rolesOf = map[string]role{"/vat": vatRole, "/stamp_duty": stampRole, "/contribution": contributionRole,
	"/discount": discountRole}

// stampPaid are such words; they run on from row to row, and are set small.
var stampPaid = pattern.Must(strings.ReplaceAll(`bollo( da| di)?( €| euro)?( \d\S*)? (assolt|appost|sull)|imposta di b\S{2,6} (assolt|pagat)|assolta (in modo )?virtual|^virtualmente\W+(aut|ex|ai sensi)|\bassolta v\S{6,11}\b.*\bagenzia`,
	" ", " +")) // wide print stands in cells

// stateStampWords keeps the words that a stamp was paid apart from the total ("bollo assolto
// sull'originale") as the source of a stamp duty of nothing.
func (d *invoiceReader) stateStampWords(s solution) {
	if row := d.anywhere(stampPaid); row >= 0 {
		d.set("/stamp_duty", "0.00", d.rows[row].page, d.rows[row].words(), s.withoutDuty(d.absence(s)))
	}
}

var serviceWords = pattern.Must(`visita|seduta|sedute|terapia|ecografi|esam[ei]|radiografi|tac\b|rmn|risonanza|analisi|consulenza|intervento|prestazion[ei] (professional|sanitari|medic|odonto)|colloquio|psicoterap|fisioterap|trattament|igiene|otturazion|estrazion|impianto|corona|lent[ei]|occhial|protesi|ricovero|degenza|ticket|prelievo|vaccin|elettrocardio|mammografi|controllo|riabilitazion`)

// describeWithoutLines takes a sentence that names a health service, when no positions were found.
func (d *invoiceReader) describeWithoutLines() {
	for i, r := range d.rows {
		if d.patientRows.holds(i, r.box) || float64(r.box.Y) < 0.15*float64(d.pages[r.page].height) {
			continue
		}
		if serviceWords.MatchString(r.folded) && letters(r.text) > 8 {
			words := trimDescription(r.words())
			d.set("/description", tidyName(textOf(words)), r.page, words, 0.6*certainty(words))
			return
		}
	}
}
