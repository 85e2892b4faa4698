package extract

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// amountAt is an amount on the page with what its label says.
type amountAt struct {
	value claim.Money
	row   int
	words []ocr.Word
	role  role
	// label is the text that gave the role; start is where the amount begins in the row's text.
	label string
	start int
	// apart tells that the row says of it that it was paid apart from the total, or when it is due.
	apart bool
}

// readAmounts finds the amounts, tells lines from totals, and lets the arithmetic of the contract decide:
// Σ lines + contribution + vat + stamp_duty − discount = total.
func (d *invoiceReader) readAmounts() {
	amounts := d.collectAmounts()
	lines, rest := d.splitLines(amounts)
	best := d.asDeclared(lines, rest, d.mendFigures(lines, rest, solve(lines, rest)))
	if best.unnamed && !d.declaredAmount(best.total.value) {
		best.doubtful = true
	}
	best.lines = withoutNothing(best.lines)
	d.includeByRate(&best)
	d.invoice.Balanced = best.balanced && !(best.unnamed && best.doubtful)
	d.lines, d.paid = best.lines, best.paid
	d.setLines(best)
	d.setTotals(best)
	d.readCurrency(best)
}

// withoutNothing drops the positions of no amount: a row of a tax that is not due ("NA (esente) 0,00"), not what was done. All of
// them stay where there is nothing else.
func withoutNothing(lines []lineRow) []lineRow {
	some := slices.DeleteFunc(slices.Clone(lines), func(l lineRow) bool { return l.amount.value.Equal(claim.ZeroMoney) })
	if len(some) == 0 {
		return lines
	}
	return some
}

// intoDate tells that an amount is made of a number and the day of the date behind it: "FT21347, 20-04-2026".
func intoDate(text string, f found[claim.Money]) bool {
	return slices.ContainsFunc(findDates(text), func(day found[claim.Date]) bool { return f.start < day.start && f.end > day.start })
}

// lastSentence is what stands behind the end of a sentence, not of an abbreviation: "… ritenuta d'acconto. Marca da bollo da".
func lastSentence(text string) string {
	at := sentenceEnd.FindAllStringIndex(text, -1)
	if len(at) == 0 || letters(text[at[len(at)-1][1]:]) < 3 {
		return text
	}
	return text[at[len(at)-1][1]:]
}

var sentenceEnd = pattern.Must(`\p{Ll}{6}\. `)

// paddedNumber is a number filled up with zeros, and what follows it: "FS-01521, 02-02-2026".
var paddedNumber = pattern.Must(`^-?0\d`)

// paidApart is said of a stamp that may stand on the paper without being part of its total.
var paidApart = pattern.Must(`\bassolt|\bappost|sull'originale|virtual|superior[ei] a|77[,.]47`)

func (d *invoiceReader) collectAmounts() []amountAt {
	var list []amountAt
	commas := d.writesCommas()
	for i, r := range d.rows {
		if carriedOver.MatchString(r.folded) {
			continue
		}
		from := 0
		for _, f := range findAmounts(r.text) {
			if commas && isMeasure(r.text, f) || tellsCapital(r, f) || paddedNumber.MatchString(r.text[f.start:f.end]) || intoDate(r.text, f) {
				continue
			}
			a := amountAt{value: f.value, row: i, words: d.wordsAt(i, f.start, f.end), start: f.start, apart: paidApart.MatchString(r.folded)}
			a.label = labelText(lastSentence(withoutPaymentStamps(r.text[from:f.start])))
			a.role = roleOf(a.label)
			if a.role == stampRole && roleAsPrinted(strings.TrimSpace(fold(a.label))) != stampRole && !absolute(a.value).Equal(stampDuty) {
				a.role = noRole // the label was mended
			}
			if text := cellBefore(r, boxOf(a.words)); (a.role == noRole || a.role == weakTotalRole || a.role == vatRole) && sumCell.MatchString(text) {
				a.role, a.label = roleOf(text), text
			}
			if n := len(list); n > 0 && list[n-1].row == i && list[n-1].value.Equal(a.value) && list[n-1].role != noRole && a.label == "" {
				a.role, a.label = list[n-1].role, list[n-1].label // "Bollo € 2,00" and the sum column's 2,00
			} else if startsWithAmount(r) || a.role == noRole && letters(a.label) < 3 && letters(labelText(r.text)) <= 6 {
				if head, label := d.headRole(r, a); head != noRole {
					a.role, a.label = head, label
				}
			}
			from = f.end
			list = append(list, a)
		}
	}
	return list
}

// writesCommas reports a document whose amounts mostly have a comma before the cents.
func (d *invoiceReader) writesCommas() bool {
	commas, points := 0, 0
	for _, r := range d.rows {
		for _, f := range findAmounts(r.text) {
			if strings.Contains(r.text[f.start:f.end], ",") {
				commas++
			} else {
				points++
			}
		}
	}
	return commas > points
}

// isMeasure reports a number of one figure and two decimals after a point, among prices with a comma, which closely
// follows a word, or begins a row and a word closely follows, and has no currency beside it: the index of a lens, a dose.
func isMeasure(text string, f found[claim.Money]) bool {
	before, behind := strings.TrimSuffix(text[:f.start], " "), strings.TrimPrefix(text[f.end:], " ")
	among := letters(before) > 3 && !strings.HasSuffix(before, " ") || f.start == 0 && wordFirst.MatchString(behind)
	return f.end-f.start == 4 && text[f.start+1] == '.' && among &&
		!nearCurrency.MatchString(fold(before)+"|"+fold(behind)) && roleOf(before) == noRole
}

var wordFirst = pattern.Must(`^\p{L}{4}`)

var nearCurrency = pattern.Must(`(€|\beuro?|\bchf|\busd|\$|£)[ .:]*\||\|[ .:]*(€|euro?\b|chf\b|usd\b|\$|£)`)

// carriedOver is the sum of the positions so far, at the foot of a page and again at the head of the next.
var carriedOver = pattern.Must(`\briport(o|are|ato|ati|ata)\b|(carried|brought) (forward|over)|ubertrag|a reporter`)

// sumCell begins the label of a sum in a cell of its own, whatever is printed left of it on its row.
var sumCell = pattern.Must(`^(tot|imponibil|sub-? ?tot)`)

// cellBefore is the label of the cell with words that is nearest to an amount, left of it and right of any other.
func cellBefore(r pageRow, amount claim.Box) string {
	text := ""
	for _, c := range r.cells {
		var words []ocr.Word
		for _, w := range c.words {
			if w.Box.X < amount.X {
				words = append(words, w)
			}
		}
		switch label := labelText(textOf(words)); {
		case len(findAmounts(label)) > 0:
			text = ""
		case letters(label) >= 3:
			text = label
		}
	}
	return text
}

// labelText drops what is no label: currencies, colons, leaders.
func labelText(s string) string {
	return strings.Join(strings.Fields(noLabel.Replace(fold(s))), " ")
}

var noLabel = strings.NewReplacer("€", " ", "eur ", " ", "..", " ", "_", " ", ":", " ", "|", " ", "euro", " ")

func letters(s string) int {
	n := 0
	for _, r := range s {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 191 {
			n++
		}
	}
	return n
}

// startsWithAmount tells a row of a table of totals: its first cell is an amount or a date, so that what
// labels it stands above.
func startsWithAmount(r pageRow) bool {
	first := r.cells[0].text()
	return letters(labelText(first)) == 0 && (len(findAmounts(first)) > 0 || len(findDates(first)) > 0)
}

// headRole reads the label above an amount of a table of totals. The nearest words above count, for heads
// set close together.
func (d *invoiceReader) headRole(r pageRow, a amountAt) (role, string) {
	l := d.pages[r.page]
	b := boxOf(a.words)
	for i := r.index - 1; i >= 0 && float64(b.Y-(l.rows[i].box.Y+l.rows[i].box.H)) < 3.2*l.em; i-- {
		var over []ocr.Word
		for _, w := range l.rows[i].words() {
			if overlapX(w.Box, b) > -int(0.6*l.em) {
				over = append(over, w)
			}
		}
		if len(over) == 0 && i == r.index-1 {
			if found, label := headOfEnd(l.rows[i], r.row, b); found != noRole {
				return found, label
			}
		}
		head, _, ok := l.above(i+1, b, 4)
		over = l.rows[i].goingOn(over, r, b, 0.6*l.em)
		if len(over) > 0 && letters(textOf(over)) >= 3 {
			if found := roleOf(textOf(over)); found != noRole {
				return found, textOf(over)
			}
		}
		if ok && letters(head.text()) >= 3 {
			return roleOf(head.text()), head.text()
		}
	}
	return noRole, ""
}

// goingOn adds to the words of a head over an amount those right of them that no other amount of the row stands
// under: "Imposta" goes on with "di bollo".
func (head row) goingOn(over []ocr.Word, r pageRow, amount claim.Box, space float64) []ocr.Word {
	if len(over) == 0 {
		return over
	}
	for _, w := range head.words() {
		last := over[len(over)-1].Box
		gap := float64(w.Box.X - (last.X + last.W))
		if w.Box.X <= last.X || gap > space {
			continue
		}
		if slices.ContainsFunc(r.words(), func(other ocr.Word) bool {
			return overlapX(other.Box, amount) <= 0 && overlapX(other.Box, w.Box) > 0
		}) {
			break
		}
		over = append(slices.Clone(over), w)
	}
	return over
}

// headOfEnd reads the label that stands alone over the end of a row, left of the amount there: an amount set
// to the right of a wide cell.
func headOfEnd(above, r row, amount claim.Box) (role, string) {
	head, last := above.cells[len(above.cells)-1], r.cells[len(r.cells)-1]
	if amount.X < last.box.X || head.box.X >= amount.X || letters(head.text()) < 3 || len(findAmounts(head.text())) > 0 {
		return noRole, ""
	}
	if len(r.cells) > 1 {
		if before := r.cells[len(r.cells)-2].box; before.X+before.W > head.box.X {
			return noRole, ""
		}
	}
	return roleOf(head.text()), head.text()
}
