package extract

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// introduction leads to what was done: "Per le seguenti prestazioni:", "Ricevo la somma … a titolo di onorario per:".
var introduction = pattern.Must(`\b(per|segue|seguent[ei]( \S+)?|titolo|oggetto|causale|descrizione|prestazion[ei]( \S+)?|onorari[oi]?|compens[oi]|follow(s|ing)?( \S+)?|for|services?|fees|charges|rechnung)\s*:$`)

// withoutIntroduction drops from a description the words that lead to it.
func withoutIntroduction(words []ocr.Word) []ocr.Word {
	for i := 0; i+1 < len(words) && i < 16; i++ {
		if strings.HasSuffix(words[i].Text, ":") && i > 0 && introduction.MatchString(fold(textOf(words[:i+1]))) {
			return words[i+1:]
		}
	}
	return words
}

// sentence is a paragraph of running text with prices in it, and the positions it states.
type sentence struct {
	from, to int // rows [from, to)
	lines    []lineRow
}

// mostRows is how many rows of running text are looked at.
const mostRows = 6

// sentences finds the positions that are told in running text between two rows: "Si fattura quanto segue: visita
// (EUR 80,00); medicazione EUR 25,00."
func (d *invoiceReader) sentences(from, end int) []sentence {
	var list []sentence
	for i := max(0, from); i < len(d.rows) && i < end; i++ {
		if s, ok := d.sentenceAt(i); ok {
			list = append(list, s)
			i = s.to - 1
		}
	}
	return list
}

func (d *invoiceReader) sentenceAt(row int) (sentence, bool) {
	words := d.rows[row].words()
	lead := leadingWords(words)
	if lead == 0 {
		return sentence{}, false
	}
	words = words[lead:]
	rowOf := make([]int, len(words))
	for i := range rowOf {
		rowOf[i] = row
	}
	to := row + 1
	for ; to < len(d.rows) && to < row+mostRows && d.goesOn(row, to); to++ {
		for _, w := range d.rows[to].words() {
			words, rowOf = append(words, w), append(rowOf, to)
		}
	}
	s := sentence{from: row, to: to}
	text, starts := "", make([]int, len(words))
	for i, w := range words {
		starts[i] = len(text)
		text += w.Text + " "
	}
	at := 0
	prices := findAmounts(text)
	inCurrency := func(f found[claim.Money]) bool {
		return nearCurrency.MatchString(fold(strings.TrimRight(text[:f.start], " ")) + "|" + fold(strings.TrimLeft(text[f.end:], " ")))
	}
	someInCurrency := slices.ContainsFunc(prices, inCurrency)
	for _, f := range prices {
		if someInCurrency && !inCurrency(f) && wordBehind.MatchString(text[f.end:]) {
			continue // a measure: "lenti 1.50 indurite - 65,00 €"
		}
		first := slices.IndexFunc(starts[at:], func(start int) bool { return start+1 > f.start }) + at
		if starts[max(first, 0)] > f.start || first < at {
			first = max(at, first-1)
		}
		last := first
		for last+1 < len(words) && starts[last+1] < f.end {
			last++
		}
		description := trimDescription(withoutGlue(words[at:first]))
		if letters(textOf(description)) < 5 || roleOf(textOf(description)) != noRole {
			return sentence{}, false
		}
		a := amountAt{value: absolute(f.value), row: rowOf[first], words: words[first : last+1]}
		l := lineRow{row: rowOf[first], description: description, amounts: []amountAt{a}, amount: a, quantity: statedQuantity(fold(textOf(words[at:first]))), told: true}
		l.counted = l.quantity == 1
		s.lines = append(s.lines, l)
		at = last + 1
	}
	return s, len(s.lines) > 0
}

// wordBehind is a word that goes on with what was said, and no end of a position.
var wordBehind = pattern.Must(`^ \p{L}{2}`)

// leadingWords counts the words up to the colon that leads to what was done; 0 when the row begins no such
// sentence. Three words at least, without figures, tell it from a label.
func leadingWords(words []ocr.Word) int {
	for i, w := range words[:max(0, len(words)-1)] {
		switch text := fold(textOf(words[:i+1])); {
		case digitCount(w.Text) > 0:
			return 0
		case !strings.HasSuffix(w.Text, ":"):
		case i < 2 || roleOf(text) != noRole || patientLabel.MatchString(text) || payerLabel.MatchString(text) || otherNumber.MatchString(text):
			return 0
		default:
			return i + 1
		}
	}
	return 0
}

// goesOn reports a row that continues the paragraph of another: below it, as far left, and no sum.
func (d *invoiceReader) goesOn(first, row int) bool {
	a, before, r := d.rows[first], d.rows[row-1], d.rows[row]
	em := d.pages[r.page].em
	return r.page == a.page && float64(r.box.Y-(before.box.Y+before.box.H)) < 1.1*em && float64(abs(r.box.X-a.box.X)) < 2*em &&
		len(r.cells) <= 2 && !endsSentence.MatchString(before.text) && !sumCell.MatchString(r.folded) && !strings.HasPrefix(r.folded, "net")
}

// endsSentence is a price with the full stop behind it.
var endsSentence = pattern.Must(`\d[,.]\d\d\)?( ?€| eur[o]?)?\s?\.$`)

// withoutGlue drops what parts two positions of a sentence, and the end of the price before.
func withoutGlue(words []ocr.Word) []ocr.Word {
	for len(words) > 0 {
		switch text := strings.Trim(fold(words[0].Text), ";,.:)"); {
		case digitShare(text) > 0.5, text == "", text == "€", text == "e", text == "ed", text == "and", text == "+", text == ")", currencyWord.MatchString(text):
			words = words[1:]
		default:
			return words
		}
	}
	return words
}

// descriptionBehind takes the words between two amounts of a row that stand on either side of the heading of the positions, or
// behind the last: positions whose prices, or sums and quantities, stand before their names.
func (d *invoiceReader) descriptionBehind(r pageRow, amounts []amountAt, head int) []ocr.Word {
	if head < 0 {
		return nil
	}
	from, limit := boxOf(amounts[0].words), claim.Box{X: d.pages[r.page].width}
	named := slices.IndexFunc(d.rows[head].tokens, func(t token) bool { return namesPositions.MatchString(t.folded) && t.word.Box.X > from.X })
	if named < 0 {
		return nil
	}
	for _, a := range amounts[1:] {
		b := boxOf(a.words)
		if b.X > d.rows[head].tokens[named].word.Box.X {
			limit = b
			break
		}
		from = b
	}
	var words []ocr.Word
	for _, w := range r.words() {
		if w.Box.X > from.X+from.W/2 && w.Box.X < limit.X && len(findAmounts(w.Text)) == 0 {
			words = append(words, w)
		}
	}
	words = withoutBareEnd(trimDescription(withoutGlue(words)), d.pages[r.page].em)
	for len(words) > 1 && wholeNumber.MatchString(words[len(words)-1].Text) && !closeBehind(words[:len(words)-1], words[len(words)-1:], 0.6*d.pages[r.page].em) {
		words = words[:len(words)-1] // a column of quantities
	}
	if letters(textOf(words)) < 5 || bareCell.MatchString(fold(textOf(words))) {
		return nil
	}
	return words
}

// namesPositions heads the column of what was done.
var namesPositions = pattern.Must(`^(descrizion[ei]?|prestazion[ei]|oggetto|causale|voc[ei]|dettaglio|servizi[o]?|description|item|services?|treatment|procedure|esame|trattamento|terapia|competenze|leistung(en)?|\w*beschreibung|bezeichnung|behandlung(en)?|designation|libelle|concepto|descripcion)$`)

var rateWord = pattern.Must(`^\(?\d{1,2}([.,]\d{1,2})?%\)?$`)

// withoutRate drops the rate of the tax from the end of a description, where the heading has a column for it.
func (d *invoiceReader) withoutRate(words []ocr.Word, head int) []ocr.Word {
	if head < 0 || len(words) < 2 || !rateWord.MatchString(words[len(words)-1].Text) || !vatLabelHead.MatchString(d.rows[head].folded) {
		return words
	}
	return trimDescription(words[:len(words)-1])
}

var vatLabelHead = pattern.Must(`\bi\.?v\.?a\b|aliq|\bvat\b|mwst|tva|\btax\b|%`)
