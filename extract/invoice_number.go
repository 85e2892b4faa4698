package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

var (
	titleWord    = pattern.Must(`^(fattur[ae]|fatt|ricevut[ae]|ric|parcella|notula|nota|documento|doc|invoice|receipt|bill|quietanza|avviso|fattura/ricevuta|ricevuta/fattura|ticket|rechnung|honorarnote|liquidation|facture|factura|note|recibo|recu)$`)
	numberMarker = pattern.Must(`^(n|nr|n°|num|numero|no|n\.°|number|#|nro|n\.ro|n\.r)$`)
	gluedNumber  = pattern.Must(`(?i)^(?:n|nr|n°|no|num|fatt|ric)[.°:º]+\s*([A-Z0-9].*)$`)
	numberShape  = pattern.Must(`^[A-Za-z]{0,6}[-/._]?\d[\dA-Za-z]*(?:[-/._][\dA-Za-z]+){0,4}$`)
	numberHead   = pattern.Must(`(rechnung|honorarnote|beleg)s?-? ?(nummer|nr\.?|n°)|(facture|factura|recu|recibo) ?(n[°o.r]*|num\S*)|(numero|\bn\.?r?\.?|n°|num\.?|number|\bno\.?)\s*(°)?\s*(di )?(della )?(fattur|ricevut|parcell|documen|doc\b|fatt\b|invoice|progress)|^(numero|n\.?|n°|nr\.?|num\.?|number|no\.?)$|(fattura|ricevuta|parcella|nota (di credito|d'onorario|onorario|spese)|credit note|documento|document|doc\.?|fatt\.?|invoice|receipt) ?((sanitaria|fiscale) ){0,2}(\W{0,2}\b(di|a|in)? ?(acconto|saldo)\b\W{1,3})?(n\.?r?\.?|n°|num\.?|numero|number|no\.?)( |°|$)|numero/data|progressivo`)
	otherNumber  = pattern.Must(`ordine|ord\.|client|pratic|cod|rif|contratt|iscri|albo|\brea\b|\btel|cap\b|polizz|prenot|\bacc\b|accett|cartell|impegnat|nre|ricetta|conto|iban|aut\.|autorizz|prot|pag|articolo|art\.|\bcell|fax|capitale|civico|legge|dpr|d\.p\.r|tessera|\baccount|kunden|customer|patient(en)?[- ]?(no|nr|id|n\b)|debitor|terminal|lotto|bollo|serie marca|identific|seduta|storno|tavola|matricola|registr|camera|provvediment|delib|stanza|ambulat|gia (fattur|emess|versat|pagat)|acconto (gia|versat|di cui)|detratt|\bvat\b|\buid\b|\bust|\breg\.|chart|\bmrn\b|\bnpi\b|\border\b|\bbooking|\bappointment|\bref\b|\breference|\bmember(ship)?\b|\bbestell|\bauftrag|\bdossier`)
)

// telephoneSign is the letter before a telephone number.
var telephoneSign = pattern.Must(`(^| )t\.?:? ?$|(^| )t[.:]+( \d*)?$`)

// registerWord begins a professional register, an address or an article of law, whose numbers have a marker
// too.
var registerWord = pattern.Must(`\b(albo|ordine de\w|iscri\S*|via|viale|piazza|corso|largo|vicolo|strada|contrada|salita|calle|piazzale|galleria|lung(o(mare|tevere|lago)|arno|adige)|aut\.?|autorizz\S*|collegio|sportello|cassa|esent\S*|ai sensi|agenzia|ag\.? entrate|assegno|frazione|fraz|localita|loc|p\.?le|v\.?le|art\.? ?\d+)\b`)

// streetWord begins an address.
var streetWord = pattern.Must(`^(via|viale|vle|piazza|pzza|piazzale|ple|corso|cso|largo|vicolo|strada|contrada|salita)$`)

// referenceWord leads to another document, its number and date: the invoice that a credit note cancels, the
// deposit that a balance counts.
var referenceWord = pattern.Must(`\b(storno|rettifica|annull\S*|rif\.|riferimento|relativ[ao] a(lla)?|cancels|reference|stornier\S*|(a )?credito (della|su)|vs\.? |nostra|ns\.|aut[.:]|autorizzazion\S*|virtual\S*)`)

// textBefore is the text of a row before a token, from the last but one cell on.
func textBefore(r pageRow, at int) string {
	var parts []string
	for _, t := range r.tokens[:at] {
		if t.cell+1 >= r.tokens[at].cell {
			parts = append(parts, fold(t.word.Text))
		}
	}
	return strings.Join(parts, " ")
}

// unchecked is how far figures in worn print are believed that no sum and no check sign confirms.
const unchecked = 0.75

type numberCandidate struct {
	text  string
	words []ocr.Word
	row   int
	score float64
}

// readNumberAndDate finds the number and date of issue, which often stand together.
func (d *invoiceReader) readNumberAndDate() {
	number := d.bestNumber()
	if number.score > 0 {
		confidence := min(0.99, 0.55+0.11*number.score) * (0.5 + 0.5*certainty(number.words))
		if strokeInNumber.MatchString(number.text) {
			confidence *= 0.8
		}
		if d.legibility() < wornPrint {
			confidence = min(confidence, unchecked)
		}
		if d.declaredNumber(withStroke(number.text)) && !strokeInNumber.MatchString(withStroke(number.text)) {
			confidence = 0.998
		}
		d.set("/number", withStroke(number.text), d.rows[number.row].page, number.words, confidence)
	}
	d.readDate(number)
}

func (d *invoiceReader) bestNumber() numberCandidate {
	var best numberCandidate
	for i, r := range d.rows {
		for at, t := range r.tokens {
			for _, c := range d.numberAt(r, at, t) {
				if partOfDate(d.datesOf(i), c.words) {
					continue
				}
				c.row = i
				c.score += d.numberScore(i, at, c) + d.declaredBonus(c.text)
				if c.score > best.score {
					best = c
				}
			}
		}
	}
	return best
}

// datesOf are the words of the dates of a row.
func (d *invoiceReader) datesOf(row int) [][]ocr.Word {
	var list [][]ocr.Word
	for _, f := range findDates(d.rows[row].text) {
		list = append(list, d.wordsAt(row, f.start, f.end))
	}
	return list
}

// partOfDate tells that words are a part of a date, as its day is: "11 April 2026".
func partOfDate(dates [][]ocr.Word, words []ocr.Word) bool {
	for _, date := range dates {
		if len(words) < len(date) && words[0].Box.X >= date[0].Box.X && words[len(words)-1].Box.X <= date[len(date)-1].Box.X {
			return true
		}
	}
	return false
}

// numberAt proposes a token, and it joined with the ones behind a slash or hyphen ("12 / 2026").
func (d *invoiceReader) numberAt(r pageRow, at int, t token) []numberCandidate {
	text := strings.Trim(t.word.Text, ".,:;()|*'\"")
	bonus := 0.0
	if m := gluedNumber.FindStringSubmatch(text); m != nil {
		text, bonus = strings.Trim(m[1], ".,:;"), 1.5
	}
	var list []numberCandidate
	if plausibleNumber(text) {
		list = append(list, numberCandidate{text: text, words: []ocr.Word{t.word}, score: bonus})
	}
	joined := text
	for n := 1; n <= 4 && at+n < len(r.tokens); n++ {
		if beginsDate(r.tokens[at+n:]) {
			break
		}
		next := strings.Trim(r.tokens[at+n].word.Text, ",:;()|")
		glue := strings.HasSuffix(joined, "/") || strings.HasSuffix(joined, "-") || strings.HasPrefix(next, "/") || strings.HasPrefix(next, "-")
		if !glue {
			break
		}
		if joined += next; plausibleNumber(joined) && (digitShare(next) > 0 || len(next) <= 3) {
			list = append(list, numberCandidate{text: joined, words: tokenWords(r.tokens[at : at+n+1]), score: bonus + 0.2})
		}
	}
	return list
}

// beginsDate reports a date behind a number and a hyphen: "480/A - 16/12/2025".
func beginsDate(tokens []token) bool {
	text := strings.TrimLeft(textOf(tokenWords(tokens[:min(4, len(tokens))])), "- ")
	dates := findDates(text)
	return len(dates) > 0 && dates[0].start == 0
}

// swissUID is a Swiss company's number: "CHE-484.775.531".
var swissUID = pattern.Must(`^CHE-?\d{3}\.`)

func plausibleNumber(s string) bool {
	if len(s) > 20 || swissUID.MatchString(s) || !numberShape.MatchString(s) || len(findDates(s)) > 0 || len(findAmounts(s)) > 0 {
		return false
	}
	compact := claim.CompactIdentifier(s)
	return !claim.ValidTaxCode(compact) && !(len(compact) == 11 && claim.ValidVATNumber(compact)) && len(compact) < 16
}

// numberScore weighs what stands before, above and behind a candidate.
func (d *invoiceReader) numberScore(rowIndex, at int, c numberCandidate) float64 {
	r := d.rows[rowIndex]
	score := 0.0
	if beginsPlace(r, at) || isHouse(r, at) {
		return -10
	}
	marker, title := d.markersBefore(r, at)
	switch {
	case marker && title:
		score += 3.2
	case title:
		score += 2
	case marker:
		score += 1.6
	}
	left, headed := nearLeft(r, at), false
	if !marker {
		var label float64
		label, headed = d.labelledNumber(r, c, left)
		score = max(score, label)
	}
	if score == 0 {
		return -10
	}
	if headed && (at == 0 || r.tokens[at-1].cell != r.tokens[at].cell) {
		left = "" // what stands beside it is another column
	}
	if otherNumber.MatchString(lastWords(left, 3)) || telephoneSign.MatchString(left) || registerWord.MatchString(left) && !title {
		score -= 3
	}
	if referenceWord.MatchString(lastWords(textBefore(r, at), 9)) {
		score -= 5
	}
	if followedByDate(r, at) {
		score += 0.8
	}
	place := float64(r.box.Y) / float64(max(1, d.pages[r.page].height))
	score += 0.8 * (1 - place)
	if r.page > 0 {
		score -= 0.3
	}
	if d.patientRows.holds(rowIndex, boxOf(c.words)) && !marker && !headed {
		score -= 1.5
	}
	return score
}

// beginsPlace reports a postal code, with its place and the sign of the province behind it.
func beginsPlace(r pageRow, at int) bool {
	var behind []ocr.Word
	for _, t := range r.tokens[at:] {
		if t.cell == r.tokens[at].cell {
			behind = append(behind, t.word)
		}
	}
	m := italianPlace.FindStringIndex(fold(textOf(behind)))
	return m != nil && m[0] == 0
}

// isHouse reports a house number: a postal code and its place follow in its cell, the street may have wrapped.
func isHouse(r pageRow, at int) bool {
	next := at + 1
	if next < len(r.tokens) && strings.Trim(r.tokens[next].word.Text, "-–—,") == "" {
		next++
	}
	return next < len(r.tokens) && r.tokens[next].cell == r.tokens[at].cell && beginsPlace(r, next)
}

// markersBefore looks back over a few words for "n." and for the title of the document.
func (d *invoiceReader) markersBefore(r pageRow, at int) (marker, title bool) {
	for back := 1; back <= 6 && at-back >= 0; back++ {
		t := r.tokens[at-back]
		word := strings.ReplaceAll(t.folded, ".", "")
		switch {
		case titleWord.MatchString(word) || titleWord.MatchString(t.folded):
			title = true
			return marker || gluedNumber.MatchString(r.tokens[at].word.Text), title
		case numberMarker.MatchString(t.folded) || numberMarker.MatchString(word):
			if back > 2 {
				return marker, title
			}
			marker = true
		case digitShare(word) > 0.3 && (len(word) > 2 || !marker), streetWord.MatchString(word), registerWord.MatchString(word):
			return marker, title // in two columns: "Fattura sanitaria   Via Michelangelo n. 10   FS-12", "Ricevuta   Albo Odontoiatri PA n. 29254"
		}
	}
	return marker || gluedNumber.MatchString(r.tokens[at].word.Text), title
}

// nearLeft is the text before a token in its cell; the cell before, when the token begins its own.
func nearLeft(r pageRow, at int) string {
	var parts []string
	wanted := r.tokens[at].cell
	if at > 0 && r.tokens[at-1].cell != wanted {
		wanted = r.tokens[at-1].cell
	}
	for _, t := range r.tokens[:at] {
		if t.cell == wanted {
			parts = append(parts, fold(t.word.Text))
		}
	}
	return strings.Join(parts, " ")
}

func lastWords(s string, n int) string {
	words := strings.Fields(s)
	return strings.Join(words[max(0, len(words)-n):], " ")
}

// followedByDate reports the word that leads from a number to its date. A year alone is of a law or a notice: "n.
// 1742 del 2019".
func followedByDate(r pageRow, at int) bool {
	if at+1 >= len(r.tokens) {
		return false
	}
	switch r.tokens[at+1].folded {
	case "del", "dd", "dated", "in":
		return at+2 >= len(r.tokens) || !yearAlone.MatchString(r.tokens[at+2].folded)
	}
	return false
}

// readDate picks the date of issue.
func (d *invoiceReader) readDate(number numberCandidate) {
	type candidate struct {
		found[claim.Date]
		row   int
		score float64
	}
	var best, second candidate
	for i, r := range d.rows {
		for _, f := range findDates(r.text) {
			c := candidate{f, i, d.dateScore(i, f, number)}
			switch {
			case c.score > best.score:
				if c.value != best.value {
					second = best
				}
				best = c
			case c.score > second.score && c.value != best.value:
				second = c
			}
		}
	}
	if best.score <= 0 {
		d.fallBackToLatestDate()
		return
	}
	words := d.wordsAt(best.row, best.start, best.end)
	margin := min(1, (best.score-max(0, second.score))/2)
	confidence := (0.80 + 0.19*margin) * (0.5 + 0.5*certainty(words))
	if d.legibility() < wornPrint {
		confidence = min(confidence, unchecked)
	}
	if d.declaredDate(best.value, number.text) {
		confidence = 0.998
	}
	d.set("/date", best.value.String(), d.rows[best.row].page, words, confidence)
}

// fallBackToLatestDate takes the latest date of a document that names none of issue: a receipt is dated by
// its payment. That is a guess, and its confidence says so.
func (d *invoiceReader) fallBackToLatestDate() {
	var latest found[claim.Date]
	row := -1
	for i, r := range d.rows {
		for _, f := range findDates(r.text) {
			if !dueLabel.MatchString(r.folded) && !lawBefore.MatchString(strings.TrimRight(strings.TrimSpace(fold(r.text[:f.start])), " :.(")) && (row < 0 || latest.value.Before(f.value)) && f.value.Year >= 2005 {
				latest, row = f, i
			}
		}
	}
	if row < 0 {
		return
	}
	words := d.wordsAt(row, latest.start, latest.end)
	d.set("/date", latest.value.String(), d.rows[row].page, words, 0.75*certainty(words))
}

// lawBefore leads to the date of a law that the paper cites: "Sistema Tessera Sanitaria (DM 31/7/2015)".
var lawBefore = pattern.Must(`(^|[^a-z])(d\.? ?m\.?|d\.? ?p\.? ?r\.?|d\.? ?l(gs)?\.?|decreto( \S+)?|legge)( n\S*( \S+)?)?( del)?$`)

var dueLabel = pattern.Must(`scaden|entro|due|nat[oa] |nascita|geburt|geboren|birth|decreto|legge|dpr|d\.p\.r|prossim`)

// wordsAt are the words of a row that its text between two bytes was made of.
func (d *invoiceReader) wordsAt(rowIndex, start, end int) []ocr.Word {
	var words []ocr.Word
	at := 0
	for i, c := range d.rows[rowIndex].cells {
		if i > 0 {
			at += 2
		}
		for j, w := range c.words {
			if j > 0 {
				at++
			}
			if at < end && at+len(w.Text) > start {
				words = append(words, w)
			}
			at += len(w.Text)
		}
	}
	return words
}

func (d *invoiceReader) dateScore(rowIndex int, f found[claim.Date], number numberCandidate) float64 {
	r := d.rows[rowIndex]
	left := fold(r.text[:f.start])
	if i := strings.LastIndex(left, cellGap); i > 0 && strings.TrimSpace(left[i:]) != "" {
		left = left[i:] // the nearest cell speaks for the date
	}
	left = strings.TrimRight(strings.TrimSpace(left), " :.")
	score := 0.3
	near := lastWords(left, 5)
	switch {
	case referenceWord.MatchString(lastWords(left, 9)), lawBefore.MatchString(near):
		score = -1
	case d.behindNumber(rowIndex, f.start, number):
		score = 3.4
	case issueLabel.MatchString(near) && !otherLabel.MatchString(lastWords(near, 2)):
		score = 3
	case otherLabel.MatchString(near):
		score = -1
	case letters(near) < 3 || len(findDates(near)) > 0:
		if head, rows, ok := d.pages[r.page].above(r.index, boxOf(d.wordsAt(rowIndex, f.start, f.end)), 2.5); ok {
			text := strings.Trim(fold(head.text()), " :.")
			if otherLabel.MatchString(text) {
				score = -0.8
			} else if d.dayOfPosition(r, rows, number) {
				score = 0.6
			} else if issueLabel.MatchString(text) || strings.HasSuffix(text, "data") {
				score = 2.6
			}
		}
	case strings.HasSuffix(near, ","): // "Milano, 12 marzo 2026"
		score = 2.2
	}
	if number.words != nil && number.row == rowIndex {
		score += 0.9
	} else if number.words != nil && d.rows[number.row].page == r.page && abs(number.row-rowIndex) <= 2 {
		score += 0.5
	}
	place := float64(r.box.Y) / float64(max(1, d.pages[r.page].height))
	score += 0.5 * (1 - place)
	if d.patientRows.holds(rowIndex, r.box) && score < 2 {
		score -= 0.5
	}
	if f.value.Year < 2005 {
		score -= 4
	}
	return score
}

// behindNumber tells whether a row names a date right behind the number of the document: "n. 12 del 3/4/2026".
func (d *invoiceReader) behindNumber(rowIndex, start int, number numberCandidate) bool {
	if number.words == nil || number.row != rowIndex {
		return false
	}
	left := d.rows[rowIndex].text[:start]
	at := strings.LastIndex(left, number.text)
	if before, _ := utf8.DecodeLastRuneInString(left[:max(at, 0)]); at > 0 && (unicode.IsLetter(before) || unicode.IsDigit(before)) {
		return false // the end of another number
	}
	return at >= 0 && betweenNumberAndDate.MatchString(fold(left[at+len(number.text):]))
}

// betweenNumberAndDate joins the number of a document to its date of issue.
var betweenNumberAndDate = pattern.Must(`^[ ,:/–-]*(del|in data|data|vom|datum|du|le|of|dated?|de|fecha)[ .:]*$|^( ?[,:/–-] ?| )$`)

// dayOfPosition tells whether a date that begins a row with an amount stands under the heading of a table that many rows
// above: it is the day of a service. Where a table names documents, the number stands beside it.
func (d *invoiceReader) dayOfPosition(r pageRow, above int, number numberCandidate) bool {
	if number.words != nil && d.rows[number.row].page == r.page && d.rows[number.row].index == r.index {
		return false
	}
	return isTableHead(tokensOf(d.pages[r.page].rows[r.index-above])) && len(findAmounts(r.text)) > 0
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
