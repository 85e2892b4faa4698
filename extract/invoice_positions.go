package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// lineRow is a position of the invoice.
type lineRow struct {
	row         int
	description []ocr.Word
	amounts     []amountAt // all on the row, left to right
	amount      amountAt   // the one chosen
	quantity    int
	// counted tells that the quantity is no assumption: it times the price is the amount, or it is 1 and
	// nothing on the row or in the heading speaks of another.
	counted bool
	// proved tells that a quantity and a price on the row make the amount.
	proved bool
	// told tells that it stands in running text, all of whose rows were looked at.
	told bool
}

var (
	tableHead   = pattern.Must(`^(descrizion[ei]?|prestazion[ei]|oggetto|causale|voc[ei]|dettaglio|servizi[o]?|q\.?ta'?|quantita'?|qty|prezzo(\(.*)?|importo(\(.*)?|importi|unitario|cod|codice|euro|€|description|amount|price|natura|tariffa|onorario|compenso|totale|valore|aliq|esame|trattamento|terapia|competenze|riga|tot|leistung(en)?|\w*beschreibung|bezeichnung|gesamt|einzelbetrag|menge|anzahl|summe|einzelpreis|betrag|datum|designation|montant|prix|quantite|prestations?|libelle|concepto|precio|importe|quantity|units?|rate|total|item|service|code|treatment|procedure|fee|charges?)$`)
	bareCell    = pattern.Must(`^[^a-z]*((n[r°.]*|pz|nr|eur|euro|es\.?|esente|escl\.?|non sogg(\.|ett[oa])?|non imp\.?|ne|fc|c\.?|art\.?|n[1-7](\.\d)?|iva|x|cad\.?|sed\.?|sedute?|h|ore|al|[il])[^a-z]*)*$`)
	alreadyPaid = pattern.Must(`\bgia |versat|pagat|dedurre|detra|dedot|incassat|fattura|contant|bancomat|\bpos\b`)
	notALine    = pattern.Must(`iban|scaden|bonifico|pagament|modalita|contant|bancomat|carta|capitale|nato|importo in lettere|superior[ei] a|ai sensi|dpr|d\.p\.r|77[,.]47|causale versamento|da versare|\bgent\.? ?(ile|le|mo|ma)\b|\begr(\.|egi[oa])|\bspett(\.|abile)|paziente ?:`)
)

// splitLines parts positions from the amounts that belong to the whole document. A position is a row
// with words of its own that name no total, tax or payment.
func (d *invoiceReader) splitLines(amounts []amountAt) (lines []lineRow, rest []amountAt) {
	head := d.tableHeadRow()
	end := d.totalsRow(amounts, head)
	byRow := map[int][]amountAt{}
	var order []int
	for _, a := range amounts {
		if byRow[a.row] == nil {
			order = append(order, a.row)
		}
		byRow[a.row] = append(byRow[a.row], a)
	}
	told := d.sentences(head+1, end)
	end = min(end, sumToldRow(told, amounts, end))
	for _, row := range order {
		list := byRow[row]
		if n := slices.IndexFunc(told, func(s sentence) bool { return row >= s.from && row < s.to }); n >= 0 {
			lines = append(lines, told[n].lines...)
			told[n].lines = nil
			continue
		}
		if row > head && row < end && len(lines) > 0 && len(list) == 1 && onlySum(amounts, list[0]) {
			list[0].role, end = taxableRole, row
		}
		if row > head && row < end {
			if line, ok := d.lineAt(row, list, head); ok {
				lines = append(lines, line)
				continue
			}
		}
		rest = append(rest, list...)
	}
	return lines, rest
}

// bareSum is the label of a subtotal that says no more than the heading of a column.
var bareSum = pattern.Must(`^import[oa]( euro| eur| €)?\W*$`)

// onlySum tells that an amount is the only one with such a label: some receipts set it below every service.
func onlySum(amounts []amountAt, a amountAt) bool {
	n := 0
	for _, other := range amounts {
		if bareSum.MatchString(other.label) {
			n++
		}
	}
	return n == 1 && bareSum.MatchString(a.label)
}

// sumToldRow is the row, behind the sentences that tell positions, that repeats their sum, whatever it calls it; else end.
func sumToldRow(told []sentence, amounts []amountAt, end int) int {
	var sum claim.Money
	behind := 0
	for _, s := range told {
		behind = s.to
		for _, l := range s.lines {
			sum = sum.Add(l.amount.value)
		}
	}
	for _, a := range amounts {
		if behind > 0 && a.row >= behind && a.value.Equal(sum) {
			return a.row
		}
	}
	return end
}

// tableHeadRow is the row of the heading of the table of positions; -1 if there is none.
func (d *invoiceReader) tableHeadRow() int {
	for i, r := range d.rows {
		if isTableHead(r.tokens) && len(findAmounts(r.text)) == 0 && (len(r.cells) >= 2 || setClose(r)) && !headsSums(r) {
			return i
		}
	}
	return -1
}

// setClose reports the heading of a table whose words stand no farther apart than those of a sentence.
func setClose(r pageRow) bool {
	return headsColumns(r.text) && slices.ContainsFunc(r.tokens, func(t token) bool { return namesPositions.MatchString(t.folded) })
}

// headsSums reports the heading of a table of sums, which begins with one or names a stamp or a contribution: no position
// has a column of those.
func headsSums(r pageRow) bool {
	switch roleOf(r.cells[0].text()) {
	case totalRole, taxableRole, netRole:
		return true
	}
	if slices.ContainsFunc(r.cells, func(c cell) bool {
		named := roleOf(c.text())
		return named == stampRole || named == contributionRole
	}) {
		return true
	}
	if ratesFirst.MatchString(r.folded) {
		return true
	}
	return !slices.ContainsFunc(r.tokens, func(t token) bool {
		return namesPositions.MatchString(t.folded) || mayNamePositions.MatchString(t.folded)
	}) &&
		slices.ContainsFunc(r.cells, func(c cell) bool { return roleOf(c.text()) == netRole || roleOf(c.text()) == totalRole })
}

// mayNamePositions is the heading of the column of positions, short or half read.
var mayNamePositions = pattern.Must(`^(des|pres|ogg|serv|q\.?t|quan|unit|prezz|besch|leist|treat)`)

// ratesFirst begins a table of the sums by rate of tax.
var ratesFirst = pattern.Must(`^(aliq\w*|i\.?v\.?a|c(od)?\. ?i\.?v\.?a)\b`)

// exemptFirst begins a row of such a table: what is free of tax, and by which article.
var exemptFirst = pattern.Must(`^(es|esent[ei]|escl|esclus[oi]|non imp\w*|n ?4)\.? ?((ex|ai sensi|dell)? ?'?art\.? ?\d|i\.?v\.?a)`)

// headsCells tells that at least two cells of a row hold a word of headings.
func headsCells(r pageRow) bool {
	n, last := 0, -1
	for _, t := range r.tokens {
		if t.cell != last && tableHead.MatchString(t.folded) {
			n, last = n+1, t.cell
		}
	}
	return n >= 2
}

func isTableHead(tokens []token) bool {
	hits := 0
	for _, t := range tokens {
		if tableHead.MatchString(t.folded) {
			hits++
		}
	}
	return hits >= 2
}

// totalsRow is the first row, below the heading, whose amount is a total of the document.
func (d *invoiceReader) totalsRow(amounts []amountAt, head int) int {
	for i, a := range amounts {
		if a.row > head && d.inTotalsTable(a) {
			return a.row
		}
		if a.row <= head || i > 0 && amounts[i-1].row == a.row {
			continue // a label between two amounts of a position is no label of the document
		}
		switch a.role {
		case totalRole, netRole, taxableRole:
			return a.row
		case weakTotalRole:
			if strings.HasPrefix(a.label, "tot") && len(a.label) < 12 {
				return a.row
			}
		}
	}
	return len(d.rows)
}

// inTotalsTable reports an amount of the table of totals: its row begins with an amount, and what stands
// above it heads no column of positions.
func (d *invoiceReader) inTotalsTable(a amountAt) bool {
	switch a.role {
	case stampRole, contributionRole, withholdingRole:
		return startsWithAmount(d.rows[a.row])
	}
	return false
}

func (d *invoiceReader) lineAt(row int, amounts []amountAt, head int) (lineRow, bool) {
	r := d.rows[row]
	first := amounts[0]
	switch first.role {
	case stampRole, contributionRole, discountRole, withholdingRole, vatRole:
		return lineRow{}, false
	case paidRole: // "Acconto cure" is a position, "acconto già versato" is not
		if alreadyPaid.MatchString(first.label) {
			return lineRow{}, false
		}
	}
	if ratesFirst.MatchString(r.folded) || exemptFirst.MatchString(r.folded) {
		return lineRow{}, false
	}
	if (notALine.MatchString(fold(withoutPaymentStamps(r.text))) || street.MatchString(r.folded) || ofTheIssuer.MatchString(r.folded)) && head < 0 || strings.Contains(r.folded, "77,47") {
		return lineRow{}, false
	}
	amounts = outsideWords(r, amounts)
	for len(amounts) > 1 && letters(labelText(r.text[:amounts[0].start])) < 3 && amounts[0].start < 4 && !strings.Contains(textOf(amounts[0].words), ",") {
		amounts = amounts[1:] // a service code such as 89.52 leads the row
	}
	first = amounts[0]
	description := d.withoutRate(trimDescription(d.leftOfColumns(d.descriptionWords(r, first), head)), head)
	if letters(textOf(description)) < 3 {
		description = d.descriptionBehind(r, amounts, head)
	}
	if letters(textOf(description)) < 3 {
		description = d.descriptionBeside(row, head)
	}
	if letters(textOf(description)) < 3 {
		description = d.descriptionAbove(row, head)
		if description == nil && head < 0 {
			return lineRow{}, false
		}
	}
	if headsOfSums.MatchString(fold(textOf(description))) {
		return lineRow{}, false
	}
	line := lineRow{row: row, description: description, amounts: amounts, amount: amounts[len(amounts)-1], quantity: 1}
	line.withoutDash(r)
	d.count(&line, head)
	return line, true
}

// headsOfSums are the headings of a table of sums and nothing else: what stands under them is no position.
var headsOfSums = pattern.Must(`^((aliq(uot[ae])?|iva|impost[ae]|imponibil[ei]|sconto|boll[oi]|totale|netto|ritenuta|esente|a|pagare)[.:,]?( |$)){2,}$`)

// outsideWords leaves out amounts inside a description: a number with words behind it in its cell ("lenti
// 1.50 indurite").
func outsideWords(r pageRow, amounts []amountAt) []amountAt {
	var kept []amountAt
	for _, a := range amounts {
		b := boxOf(a.words)
		inside := false
		for _, c := range r.cells {
			if c.box.X <= b.X && b.X < c.box.X+c.box.W {
				for _, w := range c.words {
					inside = inside || w.Box.X > b.X && letters(w.Text) > 3
				}
			}
		}
		if !inside {
			kept = append(kept, a)
		}
	}
	if len(kept) == 0 {
		return amounts
	}
	return kept
}

// descriptionWords are the words left of the first amount, without the cells that hold only a code, a
// quantity or a currency.
func (d *invoiceReader) descriptionWords(r pageRow, first amountAt) []ocr.Word {
	limit := boxOf(first.words).X
	var words []ocr.Word
	for _, c := range r.cells {
		if c.box.X >= limit {
			break
		}
		var kept []ocr.Word
		for _, w := range c.words {
			if w.Box.X < limit {
				kept = append(kept, w)
			}
		}
		day := len(findDates(textOf(kept))) > 0 && letters(textOf(kept)) < 4
		if day && unendedDescription.MatchString(fold(textOf(words))) { // "seduta del"
			words = append(words, kept...)
			continue
		}
		bare := bareCell.MatchString(fold(textOf(kept))) || len(words) > 0 && letters(textOf(kept)) == 1 // a figure read as a letter
		if day || bare && !closeBehind(words, kept, d.pages[r.page].em) {
			continue
		}
		words = append(words, kept...)
	}
	return trimDescription(withoutDayMonth(r, withoutDate(withoutIntroduction(words))))
}

// leftOfColumns drops words that stand under the heading of another column than that of the descriptions: what a
// misread quantity or tax code looks like.
func (d *invoiceReader) leftOfColumns(words []ocr.Word, head int) []ocr.Word {
	if head < 0 || len(words) == 0 {
		return words
	}
	words = d.rightOfDays(words, head)
	named := false
	for _, t := range d.rows[head].tokens {
		switch {
		case namesPositions.MatchString(t.folded):
			named = true
		case named && t.word.Box.X > words[0].Box.X && (quantityHead.MatchString(t.folded) || otherHead.MatchString(t.folded)):
			for i, w := range words {
				if i > 0 && overlapX(w.Box, t.word.Box) > 0 && float64(w.Box.X-(words[i-1].Box.X+words[i-1].Box.W)) > 1.5*d.pages[d.rows[head].page].em {
					return words[:i]
				}
			}
		}
	}
	return words
}

// rightOfDays drops words at the start that stand under the heading of a column of days, left of that of the descriptions: a
// day set in two rows ("December" over "28, 2025").
func (d *invoiceReader) rightOfDays(words []ocr.Word, head int) []ocr.Word {
	tokens := d.rows[head].tokens
	for i, t := range tokens {
		if !dayHead.MatchString(t.folded) {
			continue
		}
		for _, next := range tokens[i+1:] {
			if !namesPositions.MatchString(next.folded) {
				continue
			}
			for n, w := range words {
				if n > 0 && w.Box.X >= next.word.Box.X-w.Box.H/2 {
					return words[n:]
				}
				if w.Box.X > t.word.Box.X+t.word.Box.W || monthNumbers[strings.Trim(fold(w.Text), ".,")] == 0 && digitCount(w.Text) == 0 {
					break
				}
			}
		}
	}
	return words
}

var dayHead = pattern.Must(`^(date|data|giorno|datum|day|fecha)$`)

var otherHead = pattern.Must(`^(prezzo(\(.*)?|importo(\(.*)?|i\.?v\.?a|c\.?iva|aliq(uota)?|unit(ario)?|tariffa|price|amount|fee|quantity|vat|mwst|ust|betrag|summe|menge|anzahl|einzelpreis)$`)

// withoutDate drops the day of a service from the start of its description.
func withoutDate(words []ocr.Word) []ocr.Word {
	for _, f := range findDates(textOf(words)) {
		if f.start > 0 {
			break
		}
		at := 0
		for i, w := range words {
			if at >= f.end {
				return words[i:]
			}
			at += len(w.Text) + 1
		}
	}
	return words
}

// closeBehind reports whether a bare cell follows the words so closely that it belongs to them: print with
// wide spaces.
func closeBehind(words, bare []ocr.Word, em float64) bool {
	if len(words) == 0 || len(bare) == 0 {
		return false
	}
	last := words[len(words)-1].Box
	return float64(bare[0].Box.X-(last.X+last.W)) < 1.8*em
}

var (
	currencyWord = pattern.Must(`^(eur|euro|chf|s?fr\.?|usd|us\$|\$|gbp|£)$`)
	itemCode     = pattern.Must(`^[A-Za-z]{0,3}\d[\d.\-/]*$`)
	leadingCount = pattern.Must(`^(n|nr|n°|qta|q\.ta)$`)
)

func startsUpper(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(first)
}

// numberInBracket is the number of a row, "3)", whatever it was read as, or a stroke beside it read as an E.
var numberInBracket = pattern.Must(`^([A-Z]\)|[EÈÉ])$`)

// bullet is the sign before an item of a list, and what it is read as.
var bullet = pattern.Must(`^[•●○◦▪■»«©®¢Oo0]$`)

// trimDescription drops currencies, quantities and leaders from the end, and an item code, a row number or
// a quantity from the start.
func trimDescription(words []ocr.Word) []ocr.Word {
	words = trimQuantity(words)
	for len(words) > 0 {
		last := strings.TrimLeft(fold(words[len(words)-1].Text), "({[")
		if n := len(words) - 2; last == "x" && n > 0 && wholeNumber.MatchString(strings.TrimLeft(words[n].Text, "({[")) {
			words = words[:n] // "(3 x", and a price behind it
			continue
		}
		if strings.Trim(last, "€.:_-–|*=•") == "" || currencyWord.MatchString(last) || last == "x" || last == "n" || last == "n." {
			words = words[:len(words)-1]
			continue
		}
		break
	}
	if n := leadingDay(words); n > 0 && len(words) > n {
		words = words[n:]
		if last := len(words) - 1; last > 0 && yearAlone.MatchString(words[last].Text) {
			words = words[:last]
		}
	}
	for len(words) > 1 {
		first := strings.Trim(words[0].Text, ".,:;)(")
		switch {
		case letters(first) == 0 && len(first) <= 3, numberInBracket.MatchString(words[0].Text) && startsUpper(words[1].Text), itemCode.MatchString(first) && digitCount(first) >= 2:
			words = words[1:]
		case fold(first) == "x", fold(first) == "xx", bullet.MatchString(first):
			words = words[1:]
		case leadingCount.MatchString(fold(first)) && wholeNumber.MatchString(strings.Trim(words[1].Text, ".,")):
			words = words[min(2, len(words)-1):]
		default:
			return words
		}
	}
	return words
}

// trimQuantity drops "- n. 4 a" and "x 4" from the end, where a price follows.
func trimQuantity(words []ocr.Word) []ocr.Word {
	for i := len(words) - 1; i > 0 && i >= len(words)-5; i-- {
		word := fold(strings.Trim(words[i].Text, ".,:;("))
		if (leadingCount.MatchString(word) || word == "x") && i+1 < len(words) && wholeNumber.MatchString(words[i+1].Text) {
			return words[:i]
		}
	}
	return words
}

func digitCount(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// descriptionBeside takes a description that stands on a row of its own because the paper bends: the middle of the row below is
// no farther than a letter is high.
func (d *invoiceReader) descriptionBeside(row, head int) []ocr.Word {
	if row+1 >= len(d.rows) || d.rows[row+1].page != d.rows[row].page || len(findAmounts(d.rows[row+1].text)) > 0 {
		return nil
	}
	here, below := d.rows[row].box, d.rows[row+1].box
	if float64((2*below.Y+below.H)-(2*here.Y+here.H)) > 2*d.pages[d.rows[row].page].em || roleOf(d.rows[row+1].cells[0].text()) != noRole {
		return nil
	}
	return trimDescription(d.leftOfColumns(d.rows[row+1].cells[0].words, head))
}

// descriptionAbove takes a description that stands on the row before its amounts.
func (d *invoiceReader) descriptionAbove(row, head int) []ocr.Word {
	if row == 0 || row-1 <= head || d.rows[row-1].page != d.rows[row].page || len(findAmounts(d.rows[row-1].text)) > 0 {
		return nil
	}
	above, here := d.rows[row-1], d.rows[row]
	if float64(here.box.Y-(above.box.Y+above.box.H)) > 1.5*d.pages[here.page].em || letters(above.text) < 5 || strings.HasSuffix(above.text, ":") {
		return nil
	}
	return trimDescription(above.words())
}
