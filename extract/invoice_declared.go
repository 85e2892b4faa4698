package extract

import (
	"slices"

	"pratica/claim"
)

// A form lists the documents that come with it: what a row of it says, and the paper says too, is meant.

// declaredBonus is what a candidate for the number gains by standing on the form: as much as a label gives. A figure or two stand there by
// chance.
func (d *invoiceReader) declaredBonus(text string) float64 {
	const (
		least = 3 // signs
		bonus = 2
	)
	if len(claim.CompactIdentifier(text)) >= least && d.declaredNumber(text) {
		return bonus
	}
	return 0
}

func (d *invoiceReader) declaredNumber(text string) bool {
	for _, row := range d.hints.Rows {
		if claim.CompactIdentifier(string(row.Number)) == claim.CompactIdentifier(text) && text != "" {
			return true
		}
	}
	return false
}

func (d *invoiceReader) declaredDate(date claim.Date, number string) bool {
	for _, row := range d.hints.Rows {
		if row.Date == date && claim.CompactIdentifier(string(row.Number)) == claim.CompactIdentifier(number) {
			return true
		}
	}
	return false
}

func (d *invoiceReader) declaredAmount(m claim.Money) bool {
	for _, row := range d.hints.Rows {
		if row.Amount.Known() && row.Amount.Equal(m) {
			return true
		}
	}
	return false
}

// asDeclared takes, for a total of which no row of the form says the amount, the greater one that has a label of a total and that a row
// says: the other was that of the positions before a tax. Members leave out what is not reimbursed, so a smaller one proves nothing.
// And what the positions come to is the total if a row says so and the printed one is a figure apart: that was misread.
func (d *invoiceReader) asDeclared(lines []lineRow, rest []amountAt, best solution) solution {
	if best.total == nil || d.declaredAmount(best.total.value) {
		return best
	}
	for i := range rest {
		a := &rest[i]
		if (a.role == totalRole || a.role == netRole) && a.value.Cmp(best.total.value) > 0 && d.declaredAmount(a.value) {
			others := slices.DeleteFunc(slices.Clone(rest), func(b amountAt) bool {
				return (b.role == totalRole || b.role == netRole || b.role == weakTotalRole) && !b.value.Equal(a.value)
			})
			return solve(lines, others)
		}
	}
	parts := best
	parts.sum = claim.ZeroMoney
	for _, l := range lines {
		parts.sum = parts.sum.Add(l.amount.value)
	}
	sum := parts.expected()
	if !(best.balanced && best.linesRead) && len(lines) > 1 && d.declaredAmount(sum) && claim.Replaced(sum.String(), best.total.value.String()) == 1 {
		total := *best.total
		total.value, total.words = sum, nil
		best.lines, best.sum, best.taxable, best.linesRead = lines, parts.sum, nil, true
		best.total, best.balanced, best.doubtful = &total, true, false
	}
	return best
}
