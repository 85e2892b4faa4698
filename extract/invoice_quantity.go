package extract

import (
	"slices"
	"strconv"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// count settles the quantity of a position: by the arithmetic of its row, by the column of quantities, by
// its words; else it is 1, as of a position that names none.
func (d *invoiceReader) count(l *lineRow, head int) {
	r := d.rows[l.row]
	if other, ok := l.chooseByQuantity(r); ok {
		l.counted, l.proved = other == 0 || d.underQuantity(l, r, head, other), true
		return
	}
	if len(l.amounts) == 1 {
		if l.quantity = statedQuantity(r.folded); l.quantity > 1 {
			return
		}
	}
	numbers := wholeNumbers(r)
	positions, last := d.positionColumn(head)
	if last > 0 {
		numbers = slices.DeleteFunc(numbers, func(n wholeAt) bool { return overlapX(n.box, positions) > 0 })
	}
	if column, ok := d.quantityColumn(head, positions); ok {
		for _, n := range numbers {
			if overlapX(n.box, column) > 0 {
				l.quantity, l.counted = n.value, n.value == 1
				break
			}
		}
		if often, ok := l.timesPrice(); ok && (l.quantity != 1 || !l.counted) { // its figure was lost, or misread
			l.quantity, l.counted = often, false
		}
		return
	}
	if last == 0 {
		if n := d.countBefore(l, head); n > 1 {
			l.quantity = n
			return
		}
	}
	loose := slices.ContainsFunc(numbers, func(n wholeAt) bool { return n.plain })
	l.counted = !loose && l.onePrice() && last != 2 // one and two of something, perhaps
}

// timesPrice is how often the first of two amounts makes the second, more than once.
func (l *lineRow) timesPrice() (int, bool) {
	if len(l.amounts) != 2 || !l.amounts[0].value.Positive() || !l.amount.value.Equal(l.amounts[1].value) {
		return 0, false
	}
	for n := 2; n <= mostTimes; n++ {
		if times(l.amounts[0].value, n).Equal(l.amounts[1].value) {
			return n, true
		}
	}
	return 0, false
}

// onePrice reports a row whose amounts are all the same.
func (l *lineRow) onePrice() bool {
	for _, a := range l.amounts {
		if !a.value.Equal(l.amount.value) {
			return false
		}
	}
	return true
}

var quantityHead = pattern.Must(`^(q\.?t?.?a'?|quantit.'?|qty|n[.°]?|nr\.?|num\.?|numero|pz\.?|sedute|volte|quantity|units?|menge|anz(ahl|\.)?|quantite|qte|cantidad)$`)

// quantityColumn is the place of the heading of quantities in the heading of the positions, beside that of
// their numbers.
func (d *invoiceReader) quantityColumn(head int, positions claim.Box) (claim.Box, bool) {
	if head < 0 {
		return claim.Box{}, false
	}
	for _, t := range d.rows[head].tokens {
		if quantityHead.MatchString(t.folded) && t.word.Box != positions {
			return t.word.Box, true
		}
	}
	return claim.Box{}, false
}

var positionHead = pattern.Must(`^(n[.°]?|nr\.?|num\.?|numero|pos\.?|riga)$`)

// positionColumn is the place of a heading of numbers that stands left of all other headings and under which
// the rows run 1, 2, 3 …, with the last of those; 0 where there is none.
func (d *invoiceReader) positionColumn(head int) (claim.Box, int) {
	if head < 0 || len(d.rows[head].tokens) == 0 || !positionHead.MatchString(d.rows[head].tokens[0].folded) {
		return claim.Box{}, 0
	}
	column, last := d.rows[head].tokens[0].word.Box, 0
	for _, r := range d.rows[head+1:] {
		if named := roleOf(r.folded); named == totalRole || named == netRole || named == taxableRole || named == weakTotalRole {
			break
		}
		for _, n := range wholeNumbers(r) {
			if overlapX(n.box, column) <= 0 || !n.plain || len(findAmounts(r.text)) == 0 {
				continue
			}
			if n.value != last+1 {
				return claim.Box{}, 0
			}
			last = n.value
		}
	}
	if last < 2 {
		return claim.Box{}, 0
	}
	return column, last
}

var (
	wholeNumber = pattern.Must(`^\d{1,3}$`)
	// wholeDecimals is a quantity set with decimals: "4,00".
	wholeDecimals = pattern.Must(`^(\d{1,3})[.,]0{1,3}$`)
)

// wholeAt is a whole number on a row; plain tells that it is set without decimals.
type wholeAt struct {
	value int
	plain bool
	box   claim.Box
}

// within tells that the number is printed as this very amount.
func (n wholeAt) within(a amountAt) bool {
	return slices.ContainsFunc(a.words, func(w ocr.Word) bool { return w.Box == n.box })
}

// mostTimes is the greatest quantity that is believed where a price may be meant: so many sessions nobody bills at once.
const mostTimes = 60

// count is the quantity of a number and a price that make an amount. Of two that are set alike it is the smaller one, for a
// stroke before the price ("- 85,00  3,00  255,00") leaves only its figures to be one; other is the greater, if it may
// be a quantity too, else 0.
func (n wholeAt) count(price claim.Money) (quantity, other int) {
	if n.plain {
		return n.value, 0
	}
	for m := 1; m <= mostTimes; m++ {
		if !price.Equal(claim.Cents(int64(100 * m))) {
			continue
		}
		quantity, other = min(n.value, m), max(n.value, m)
		if quantity == 1 || quantity == other || other > mostTimes {
			other = 0
		}
		return quantity, other
	}
	return n.value, 0
}

// underQuantity lets the heading of quantities decide between two numbers set alike, and reports that it did.
func (d *invoiceReader) underQuantity(l *lineRow, r pageRow, head, other int) bool {
	column, ok := d.quantityColumn(head, claim.Box{})
	if !ok {
		return false
	}
	for _, n := range wholeNumbers(r) {
		if overlapX(n.box, column) > 0 && (n.value == l.quantity || n.value == other) {
			l.quantity = n.value
			return true
		}
	}
	return false
}

// wholeNumbers are those of a row that may be quantities: the ones without decimals first, then the
// smaller ones, for a price may be a whole number too.
func wholeNumbers(r pageRow) []wholeAt {
	var list []wholeAt
	for _, t := range r.tokens {
		digits, plain := t.folded, wholeNumber.MatchString(t.folded)
		if m := wholeDecimals.FindStringSubmatch(t.folded); m != nil {
			digits = m[1]
		} else if !plain {
			continue
		}
		if n, err := strconv.Atoi(digits); err == nil && n > 0 {
			list = append(list, wholeAt{n, plain, t.word.Box})
		}
	}
	slices.SortStableFunc(list, func(a, b wholeAt) int {
		switch {
		case a.plain != b.plain && a.plain:
			return -1
		case a.plain != b.plain:
			return 1
		case a.plain:
			return 0
		}
		return a.value - b.value
	})
	return list
}

// chooseByQuantity settles the quantity when quantity × price = amount holds on the row, and reports that. The
// figures of a price are no quantity too: "1,00  125,00" is one of 125.00 and not 125 of 1.00. other is another quantity
// that it may be (count).
func (l *lineRow) chooseByQuantity(r pageRow) (other int, found bool) {
	for _, n := range wholeNumbers(r) {
		for i := range l.amounts {
			for j := i + 1; j < len(l.amounts); j++ {
				price, sum := l.amounts[i].value, l.amounts[j].value
				if n.within(l.amounts[i]) && n.value > 1 || n.within(l.amounts[j]) {
					continue
				}
				if price.Positive() && times(price, n.value).Equal(sum) {
					l.amount, found = l.amounts[j], true
					if l.quantity, other = n.count(price); n.value > 1 || !n.plain {
						return other, true
					}
				}
			}
		}
	}
	for _, n := range wholeNumbers(r) { // the sum stands before the price
		for j := range l.amounts {
			for i := j + 1; i < len(l.amounts) && !found; i++ {
				if price := l.amounts[i].value; n.value > 1 && !n.within(l.amounts[i]) && !n.within(l.amounts[j]) && price.Positive() && times(price, n.value).Equal(l.amounts[j].value) {
					l.quantity, l.amount, found = n.value, l.amounts[j], true
				}
			}
		}
	}
	return other, found
}

func times(m claim.Money, n int) claim.Money {
	sum := claim.ZeroMoney
	for range n {
		sum = sum.Add(m)
	}
	return sum
}

var quantityPattern = pattern.Must(`(?:^|\s)(\d{1,2}) x |\bx ?(\d{1,2})\b|(?:^|[ (])n[.°r]* ?(\d{1,2}) (?:sedut|x |prestaz|tratt|visit|[a-z])|\(n[.°r]* ?(\d{1,2})\b`)

// statedQuantity is a quantity written into a description: "8 x Tecarterapia", "(n. 5 sedute)".
func statedQuantity(text string) int {
	m := quantityPattern.FindStringSubmatch(text)
	for _, digits := range m[min(1, len(m)):] {
		n := 0
		for _, c := range digits {
			n = n*10 + int(c-'0')
		}
		if n > 0 {
			return n
		}
	}
	return 1
}
