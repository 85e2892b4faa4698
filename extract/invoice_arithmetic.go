package extract

import (
	"slices"

	"pratica/claim"
)

// solution is one reading of the amounts of a document.
type solution struct {
	lines    []lineRow
	total    *amountAt
	vat      *amountAt
	stamp    *amountAt
	contrib  *amountAt
	discount *amountAt
	withheld *amountAt
	// paid is a deposit already paid, which a balance takes off its lines.
	paid     *amountAt
	taxable  *amountAt
	balanced bool
	// linesRead tells that the positions themselves, not only a subtotal, add up.
	linesRead bool
	score     float64
	// unused are the roles of labelled amounts that this reading does without.
	unused map[role]bool
}

// solve picks, among the candidates for each amount, the reading that adds up and whose labels say most.
func solve(lines []lineRow, rest []amountAt) solution {
	totals := positive(candidates(rest, totalRole, netRole, weakTotalRole))
	if len(totals) == 0 {
		totals = unlabelledTotals(lines, rest)
	}
	stamps := optional(rest, stampRole)
	vats := optional(rest, vatRole)
	contributions := optional(rest, contributionRole)
	discounts := optional(rest, discountRole)
	paids := optional(rest, paidRole)
	withheld := candidates(rest, withholdingRole)
	best := solution{score: -1}
	for _, sum := range lineSums(lines, rest) {
		for _, total := range totals {
			for _, stamp := range stamps {
				for _, vat := range vats {
					for _, contribution := range contributions {
						for _, discount := range discounts {
							for _, paid := range paids {
								s := solution{lines: sum.lines, taxable: sum.taxable, linesRead: sum.taxable == nil && len(sum.lines) > 0,
									total: total, vat: vat, stamp: stamp, contrib: contribution, discount: discount, paid: paid}
								s.weigh(sum.sum)
								if s.score > best.score {
									best = s
								}
							}
						}
					}
				}
			}
		}
	}
	if best.score < 0 {
		best = solution{lines: lines}
	}
	best.settleWithholding(withheld)
	return best
}

// noteUnused keeps the taxes, stamps and contributions that are printed and that the arithmetic does
// without: it may close for the wrong total.
func (s *solution) noteUnused(rest []amountAt) {
	s.unused = map[role]bool{}
	used := map[role]*amountAt{stampRole: s.stamp, vatRole: s.vat, contributionRole: s.contrib}
	for _, a := range rest {
		if chosen, counts := used[a.role]; counts && chosen == nil && a.value.Positive() {
			s.unused[a.role] = true
		}
	}
}

type lineSum struct {
	lines   []lineRow
	taxable *amountAt
	sum     claim.Money
}

// lineSums are the ways to read the positions: by their last amount, by their first, or, when they do
// not add up, by a subtotal.
func lineSums(lines []lineRow, rest []amountAt) []lineSum {
	var sums []lineSum
	if len(lines) > 0 {
		sums = append(sums, sumOf(lines))
		for column := range 3 {
			if other, ok := byColumn(lines, column); ok {
				sums = append(sums, sumOf(other))
			}
		}
		if without, ok := withoutDuplicates(lines); ok {
			sums = append(sums, sumOf(without))
		}
	}
	for _, t := range candidates(rest, taxableRole) {
		sums = append(sums, lineSum{lines, t, t.value})
	}
	return sums
}

func sumOf(lines []lineRow) lineSum {
	sum := claim.ZeroMoney
	for _, l := range lines {
		sum = sum.Add(l.amount.value)
	}
	return lineSum{lines: lines, sum: sum}
}

// byColumn reads every position by the amount of one column, counted from the left.
func byColumn(lines []lineRow, column int) ([]lineRow, bool) {
	other := make([]lineRow, len(lines))
	changed := false
	for i, l := range lines {
		if column >= len(l.amounts) {
			return nil, false
		}
		other[i] = l
		other[i].amount = l.amounts[column]
		if !other[i].amount.value.Equal(l.amount.value) {
			changed, other[i].counted = true, false
		}
	}
	return other, changed
}

// withoutDuplicates leaves out a last position that repeats the sum of the others: a total without a label.
func withoutDuplicates(lines []lineRow) ([]lineRow, bool) {
	if len(lines) < 2 {
		return nil, false
	}
	last := lines[len(lines)-1]
	if sumOf(lines[:len(lines)-1]).sum.Equal(last.amount.value) {
		return lines[:len(lines)-1], true
	}
	return nil, false
}

// candidates are the amounts of some roles, the more telling role first, equal values once.
func candidates(rest []amountAt, roles ...role) []*amountAt {
	var list []*amountAt
	for _, wanted := range roles {
		for i := range rest {
			if rest[i].role == wanted && !repeated(list, rest[i]) && len(list) < 6 {
				list = append(list, &rest[i])
			}
		}
	}
	return list
}

// positive leaves out what cannot be a total: the amount of a tax nobody paid, under a heading "totale".
func positive(list []*amountAt) []*amountAt {
	return slices.DeleteFunc(list, func(a *amountAt) bool { return !a.value.Positive() })
}

func optional(rest []amountAt, r role) []*amountAt {
	list := candidates(rest, r)
	if len(list) > 3 {
		list = list[:3]
	}
	return append(list, nil)
}

func repeated(list []*amountAt, a amountAt) bool {
	for _, other := range list {
		if other.value.Equal(a.value) && other.role == a.role {
			return true
		}
	}
	return false
}

// unlabelledTotals falls back to the largest amount of the document.
func unlabelledTotals(lines []lineRow, rest []amountAt) []*amountAt {
	var largest *amountAt
	for i := range rest {
		if largest == nil || rest[i].value.Cmp(largest.value) > 0 {
			largest = &rest[i]
		}
	}
	for i := range lines {
		if largest == nil || lines[i].amount.value.Cmp(largest.value) > 0 {
			largest = &lines[i].amount
		}
	}
	if largest == nil {
		return nil
	}
	return []*amountAt{largest}
}

// weigh checks the arithmetic and adds up what speaks for a reading.
func (s *solution) weigh(sum claim.Money) {
	expected := sum
	for _, plus := range []*amountAt{s.vat, s.stamp, s.contrib} {
		if plus != nil {
			expected = expected.Add(plus.value)
			s.score += 0.3
		}
	}
	for _, minus := range []*amountAt{s.discount, s.paid} {
		if minus != nil {
			expected = expected.Sub(absolute(minus.value))
			s.score += 0.1
		}
	}
	if s.paid != nil {
		s.score -= 0.3
	}
	switch s.total.role {
	case totalRole:
		s.score += 3
	case netRole:
		s.score += 2.4
	case weakTotalRole:
		s.score += 2
	default:
		s.score += 0.5
	}
	if !s.total.value.Positive() {
		s.score -= 4
	}
	if expected.Equal(s.total.value) && s.total.value.Positive() {
		s.balanced = true
		s.score += 3
		if s.linesRead {
			s.score += 2
		}
	} else {
		s.score -= 0.3 * float64(s.extras())
	}
}

func (s *solution) extras() int {
	n := 0
	for _, a := range []*amountAt{s.vat, s.stamp, s.contrib, s.discount, s.paid} {
		if a != nil {
			n++
		}
	}
	return n
}

func absolute(m claim.Money) claim.Money {
	if m.Cmp(claim.ZeroMoney) < 0 {
		return claim.ZeroMoney.Sub(m)
	}
	return m
}

// settleWithholding keeps a withholding; when the total found is what is left after it, the total before
// it is the one that was spent.
func (s *solution) settleWithholding(withheld []*amountAt) {
	if len(withheld) == 0 {
		return
	}
	s.withheld = withheld[len(withheld)-1]
	for _, w := range withheld {
		if w.value.Positive() {
			s.withheld = w
			break
		}
	}
}
