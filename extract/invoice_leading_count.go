package extract

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"pratica/claim"
	"pratica/extract/pattern"
)

// countBefore is the number before what was done, "10 Colloquio psicologico", 1 if there is none. It is no number of a row, to
// which rows near it count on, no tooth (ISO 3950), and no part of a day or a duration, and the amount is so many times a price.
func (d *invoiceReader) countBefore(l *lineRow, head int) int {
	n, signed := d.leadingNumber(l.row)
	if n < 2 || n > mostTimes || toothNumber(n) && d.anywhere(dentalWord) >= 0 || d.headsOther(d.rows[l.row].words()[0].Box, head) {
		return 1
	}
	if cents := l.amount.value.Decimal().Shift(2); !cents.Mod(decimal.NewFromInt(int64(n))).IsZero() {
		return 1
	}
	if signed {
		return n
	}
	for row := max(0, l.row-3); row < min(len(d.rows), l.row+4); row++ {
		other, counted := d.leadingNumber(row)
		if next := abs(other - n); !counted && (next == 1 || next == 10 && n%10 == 0 && other > 0) {
			return 1
		}
	}
	return n
}

// leadingNumber is the number of one or two figures that begins a row, before a word with a capital or a sign of multiplication
// and that; 0 if there is none.
func (d *invoiceReader) leadingNumber(row int) (n int, signed bool) {
	words := d.rows[row].words()
	if len(words) < 2 || len(words[0].Text) > 2 || !wholeNumber.MatchString(words[0].Text) {
		return 0, false
	}
	next := words[1]
	if sign := fold(next.Text); (sign == "x" || sign == "xx") && len(words) > 2 {
		next, signed = words[2], true
	}
	text := fold(next.Text)
	if !startsUpper(next.Text) || letters(text) <= 3 || monthNumbers[text] != 0 || measured.MatchString(text) {
		return 0, false
	}
	n, _ = strconv.Atoi(words[0].Text)
	return n, signed
}

// measured is what a number before it measures, and does not count.
var measured = pattern.Must(`^(minut\w*|ore|ora|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|compress[ae]|fial[ae]|capsul[ae]|bustin[ae]|hours?|days?|tage?|stunden?)$`)

// toothNumber tells a tooth of grown ups or of children.
func toothNumber(n int) bool {
	_, _, ok := claim.Tooth(strconv.Itoa(n))
	return ok
}

// headsOther tells that a heading stands over a place which is neither that of the positions nor that of quantities.
func (d *invoiceReader) headsOther(box claim.Box, head int) bool {
	return head >= 0 && slices.ContainsFunc(d.rows[head].tokens, func(t token) bool {
		return overlapX(t.word.Box, box) > 0 && !namesPositions.MatchString(t.folded) && !quantityHead.MatchString(t.folded) && !tableHead.MatchString(t.folded)
	})
}
