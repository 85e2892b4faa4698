package extract

import (
	"slices"

	"pratica/claim"
)

// figuresLookAlike are the figures that a figure may have been that was read in worn print of needles or a blurred picture.
var figuresLookAlike = map[byte]string{'0': "689", '1': "47", '2': "7", '3': "589", '4': "19", '5': "368", '6': "058", '7': "12", '8': "03569", '9': "0348"}

const (
	// wornPrint is the mean confidence in its words below which the figures of a paper are doubted: clear print reaches 0.9.
	wornPrint = 0.85
	// mostMended is how many figures are taken for misread, mostWorn how many amounts are looked at: more fit by chance.
	mostMended, mostWorn = 2, 9
)

// wornAmount is an amount of a paper with worn print.
type wornAmount struct {
	value claim.Money
	sign  int  // in the total: of a discount -1, of a sum 0
	line  bool // of a position
	put   func(claim.Money)
}

// mendFigures reads again the amounts of a paper whose print is worn and whose sums do not come out: if taking one figure, or
// two, for ones they look like makes them, in one way only, that is what was printed. It is a conclusion: nothing is
// surer by it.
func (d *invoiceReader) mendFigures(lines []lineRow, rest []amountAt, best solution) solution {
	if best.balanced || best.total == nil || len(lines) == 0 || d.legibility() >= wornPrint || d.declaredAmount(best.total.value) {
		return best
	}
	lines, rest = slices.Clone(lines), slices.Clone(rest)
	first := func(r role) *amountAt {
		if i := slices.IndexFunc(rest, func(a amountAt) bool { return a.role == r }); i >= 0 {
			return &rest[i]
		}
		return nil
	}
	var amounts []wornAmount
	for i := range lines {
		l := &lines[i]
		amounts = append(amounts, wornAmount{l.amount.value, 1, true, func(m claim.Money) {
			l.amount.value, l.proved = m, false
			l.amounts = []amountAt{l.amount}
		}})
	}
	for _, r := range []role{stampRole, vatRole, contributionRole, discountRole} {
		if a := first(r); a != nil && !a.apart {
			sign := 1
			if r == discountRole {
				sign = -1
			}
			amounts = append(amounts, wornAmount{absolute(a.value), sign, false, func(m claim.Money) { a.value = m }})
		}
	}
	w := wornSum{amounts: amounts}
	if taxable := first(taxableRole); taxable != nil {
		w.taxable = taxable
		w.amounts = append(w.amounts, wornAmount{taxable.value, 0, false, func(m claim.Money) { taxable.value = m }})
		w.subtotal = len(w.amounts) - 1
	}
	for _, r := range []role{totalRole, netRole, weakTotalRole} {
		if w.total = first(r); w.total != nil {
			w.amounts = append(w.amounts, wornAmount{w.total.value, 0, false, func(m claim.Money) { w.total.value = m }})
			w.whole = len(w.amounts) - 1
			break
		}
	}
	if len(w.amounts) > mostWorn || w.taxable == nil && w.total == nil {
		return best
	}
	if !w.mend() {
		if w.taxable == nil || w.total == nil {
			return best
		}
		if w.taxable = nil; !w.mend() { // the subtotal may be the one that is misread most
			return best
		}
	}
	mended := solve(lines, rest)
	mended.balanced, mended.doubtful = false, true
	return mended
}

// wornSum is a search for the figures that make the sums of a paper come out.
type wornSum struct {
	amounts         []wornAmount
	taxable, total  *amountAt
	subtotal, whole int // their places among the amounts
}

// mend puts the only values that need the fewest figures, or tells that there are none.
func (w *wornSum) mend() bool {
	values := make([]claim.Money, len(w.amounts))
	for i, a := range w.amounts {
		values[i] = a.value
	}
	for figures := 1; figures <= mostMended; figures++ {
		found := w.search(values, 0, figures)
		if len(found) == 0 {
			continue
		}
		if len(found) > 1 {
			found = slices.DeleteFunc(found, func(v []claim.Money) bool { return !w.wholeCents(v) }) // most prices end in two noughts
		}
		if len(found) != 1 || w.lines() == 1 && !w.wholeCents(found[0]) {
			return false // beside one position another may have been lost
		}
		for i, m := range found[0] {
			if !m.Equal(w.amounts[i].value) {
				w.amounts[i].put(m)
			}
		}
		return true
	}
	return false
}

// lines is the number of positions.
func (w *wornSum) lines() (n int) {
	for _, a := range w.amounts {
		if a.line {
			n++
		}
	}
	return n
}

// search lists the values with as many figures changed, from an amount on, of which the sums come out.
func (w *wornSum) search(values []claim.Money, from, figures int) [][]claim.Money {
	if figures == 0 {
		if w.comesOut(values) {
			return [][]claim.Money{slices.Clone(values)}
		}
		return nil
	}
	var found [][]claim.Money
	for i := from; i < len(values); i++ {
		was := values[i]
		for _, other := range otherFigures(was) {
			values[i] = other
			found = append(found, w.search(values, i+1, figures-1)...)
		}
		values[i] = was
	}
	return found
}

// comesOut tells that the positions make the subtotal, and with the other parts the total.
func (w *wornSum) comesOut(values []claim.Money) bool {
	positions, all := claim.ZeroMoney, claim.ZeroMoney
	for i, a := range w.amounts {
		if a.line {
			positions = positions.Add(values[i])
		}
		switch a.sign {
		case 1:
			all = all.Add(values[i])
		case -1:
			all = all.Sub(values[i])
		}
	}
	return (w.taxable == nil || positions.Equal(values[w.subtotal])) && (w.total == nil || all.Equal(values[w.whole]))
}

// wholeCents tells that every amount that was changed ends in two noughts.
func (w *wornSum) wholeCents(values []claim.Money) bool {
	for i, m := range values {
		if text := m.String(); !m.Equal(w.amounts[i].value) && text[len(text)-2:] != "00" {
			return false
		}
	}
	return true
}

// otherFigures are the amounts that look like one in worn print, with one figure another.
func otherFigures(m claim.Money) []claim.Money {
	text := m.String()
	var list []claim.Money
	for i := range text {
		for _, figure := range []byte(figuresLookAlike[text[i]]) {
			if i == 0 && figure == '0' {
				continue
			}
			if other, err := claim.ParseMoney(text[:i] + string(figure) + text[i+1:]); err == nil {
				list = append(list, other)
			}
		}
	}
	return list
}
