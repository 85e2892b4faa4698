package extract

import (
	"slices"

	"github.com/shopspring/decimal"

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
	paid    *amountAt
	taxable *amountAt
	// included is a tax that the prices hold already: it is no part of the sum.
	included *amountAt
	// taxUnread tells that the paper speaks of such a tax whose amount could not be read; taxSureness is the
	// probability of one that its rate gave.
	taxUnread   bool
	taxSureness float64
	balanced    bool
	// linesRead tells that the positions themselves, not only a subtotal, add up.
	linesRead bool
	score     float64
	// unused are the roles of labelled amounts that this reading does without.
	unused map[role]bool
	// doubtful tells that the total may be another, though this one balances: a labelled part is left out of
	// it, or it has no label and another amount, which is no subtotal, has one.
	doubtful bool
	// hidden tells that no label says what the contribution is.
	hidden bool
	// unnamed tells that the total is a subtotal, or an amount that nothing names and no part proves: perhaps
	// the only one that could be read, held against itself.
	unnamed bool
	// sum is what the positions come to.
	sum claim.Money
}

// solve picks, among the candidates for each amount, the reading that adds up and whose labels say most.
func solve(lines []lineRow, rest []amountAt) solution {
	totals := positive(candidates(rest, totalRole, netRole, weakTotalRole))
	labelled := totals
	if len(totals) == 0 {
		totals = unlabelledTotals(lines, rest)
	}
	best := solution{score: -1}
	for _, sum := range lineSums(lines, rest) {
		for _, s := range partsOf(rest) {
			s.lines, s.sum, s.taxable, s.linesRead = sum.lines, sum.sum, sum.taxable, sum.taxable == nil && len(sum.lines) > 0
			if s.contrib == nil && sum.contrib != nil {
				s.contrib, s.hidden = sum.contrib, true
			}
			for _, s.total = range append(s.exactTotals(rest), totals...) {
				if weighed := s.weigh(rest); weighed.score > best.score {
					best = weighed
				}
			}
		}
	}
	if best.score < 0 {
		best = solution{lines: lines}
	}
	best.noteUnused(rest, labelled)
	best.doubtful = best.doubtful || best.hidden
	best.noteShortfall(rest)
	best.addOpenParts(rest)
	best.settleWithholding(candidates(rest, withholdingRole))
	best.settleIncludedVAT(rest)
	return best
}

// partsOf are the choices of what is added to the positions and taken off them.
func partsOf(rest []amountAt) []solution {
	choices := []solution{{}}
	for _, part := range []struct {
		role role
		put  func(*solution, *amountAt)
	}{
		{stampRole, func(s *solution, a *amountAt) { s.stamp = a }},
		{vatRole, func(s *solution, a *amountAt) { s.vat = a }},
		{contributionRole, func(s *solution, a *amountAt) { s.contrib = a }},
		{discountRole, func(s *solution, a *amountAt) { s.discount = a }},
		{paidRole, func(s *solution, a *amountAt) { s.paid = a }},
	} {
		var more []solution
		for _, s := range choices {
			for _, a := range optional(rest, part.role) {
				part.put(&s, a)
				more = append(more, s)
			}
		}
		choices = more
	}
	return choices
}

// exactTotals are the amounts without a label that are exactly the positions with every labelled part, where
// there is such a part: a chance meeting of so many amounts is not to be expected.
func (s solution) exactTotals(rest []amountAt) []*amountAt {
	parts := slices.ContainsFunc([]*amountAt{s.vat, s.stamp, s.contrib, s.discount}, isAmount)
	if unused, _ := s.leftOut(rest); !parts || s.paid != nil || len(unused) > 0 {
		return nil
	}
	expected := s.expected()
	for i := range rest {
		if rest[i].role == noRole && rest[i].value.Equal(expected) {
			return []*amountAt{&rest[i]}
		}
	}
	return nil
}

// isAmount tells a part that changes the sum from one printed as nothing.
func isAmount(a *amountAt) bool { return a != nil && absolute(a.value).Positive() }

// leftOut are the roles of the taxes, stamps, contributions and discounts that are printed and that a
// reading does without; open counts those of them that belong to the total, and are not only told of.
func (s solution) leftOut(rest []amountAt) (unused map[role]bool, open int) {
	unused = map[role]bool{}
	belong := map[role]bool{}
	used := map[role]*amountAt{stampRole: s.stamp, vatRole: s.vat, contributionRole: s.contrib, discountRole: s.discount}
	for i, a := range rest {
		if chosen, counts := used[a.role]; counts && !isAmount(chosen) && isAmount(&rest[i]) {
			unused[a.role] = true
			belong[a.role] = belong[a.role] || !a.apart
		}
	}
	for _, belongs := range belong {
		if belongs {
			open++
		}
	}
	return unused, open
}

// noteUnused keeps the parts that are printed and that the arithmetic does without: it may close for the
// wrong total.
func (s *solution) noteUnused(rest []amountAt, labelled []*amountAt) {
	unused, open := s.leftOut(rest)
	s.unused = unused
	s.doubtful = open > 0
	switch {
	case s.total == nil, s.total.role == totalRole, s.total.role == netRole, s.total.role == weakTotalRole:
	case s.total.role != noRole || s.extras() == 0 || s.provedByItself():
		s.unnamed = true
	default:
		s.doubtful = s.doubtful || slices.ContainsFunc(labelled, func(a *amountAt) bool {
			return !a.value.Equal(s.total.value) && !(a.role == weakTotalRole && a.value.Equal(s.sum))
		})
	}
}

// noteShortfall doubts a subtotal that is less than every reading of the positions comes to: of rows that are lost the positions come to
// less, so the subtotal, and the total that it was held against, or a position was misread. A known discount may lie between them; one
// that no label tells makes a right total be asked about.
func (s *solution) noteShortfall(rest []amountAt) {
	if s.taxable == nil || len(s.lines) == 0 || slices.ContainsFunc(rest, func(a amountAt) bool { return a.role == discountRole || a.role == vatRole && isAmount(&a) }) {
		return
	}
	s.doubtful = s.doubtful || !slices.ContainsFunc(lineSums(s.lines, nil), func(sum lineSum) bool { return sum.sum.Cmp(s.taxable.value) <= 0 })
}

type lineSum struct {
	lines   []lineRow
	taxable *amountAt
	contrib *amountAt // whose label could not be read
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
		if without, ok := withoutHiddenSums(lines); ok {
			sums = append(sums, without)
		}
	}
	for _, t := range candidates(rest, taxableRole) {
		sums = append(sums, lineSum{lines: lines, taxable: t, sum: t.value})
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
			changed, other[i].counted, other[i].proved = true, false, false
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

// withoutHiddenSums leaves out the last two positions where nothing can be read of what the rows say, as under a rubber stamp: the
// sum of the others, and a share of it as goes to the pension funds of most professions (2, 4 or 5 %; L. 662/1996, art. 1, c. 212,
// and D.Lgs. 103/1996, art. 8). It may be another part of the same amount, and is asked about.
func withoutHiddenSums(lines []lineRow) (lineSum, bool) {
	n := len(lines) - 2
	if n < 1 || !lines[n].unread() || !lines[n+1].unread() {
		return lineSum{}, false
	}
	whole := sumOf(lines[:n])
	if !whole.sum.Equal(lines[n].amount.value) {
		return lineSum{}, false
	}
	for _, percent := range []int64{2, 4, 5} {
		share := claim.NewMoney(whole.sum.Decimal().Mul(decimal.New(percent, -2)))
		if part := lines[n+1].amount; part.value.Equal(share) && !share.Equal(stampDuty) {
			part.role, whole.contrib = contributionRole, &part
			return whole, true
		}
	}
	return lineSum{}, false
}

// unread tells that nothing is read of what a position is for, or less than a word.
func (l lineRow) unread() bool { return letters(textOf(l.description)) < 5 }

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

// expected is the total that the positions and the parts chosen come to.
func (s solution) expected() claim.Money {
	sum := s.sum
	for _, plus := range []*amountAt{s.vat, s.stamp, s.contrib} {
		if plus != nil {
			sum = sum.Add(plus.value)
		}
	}
	for _, minus := range []*amountAt{s.discount, s.paid} {
		if minus != nil {
			sum = sum.Sub(absolute(minus.value))
		}
	}
	return sum
}

// weigh checks the arithmetic and adds up what speaks for a reading.
func (s solution) weigh(rest []amountAt) solution {
	for _, plus := range []*amountAt{s.vat, s.stamp, s.contrib} {
		if plus != nil {
			s.score += 0.3
		}
	}
	for _, minus := range []*amountAt{s.discount, s.paid} {
		if minus != nil {
			s.score += 0.1
		}
	}
	if s.paid != nil {
		s.score -= 0.3
	}
	_, open := s.leftOut(rest)
	s.score -= 0.7 * float64(open)
	s.balanced = s.expected().Equal(s.total.value) && s.total.value.Positive()
	switch {
	case s.total.role == totalRole:
		s.score += 3
	case s.total.role == netRole:
		s.score += 2.4
	case s.total.role == weakTotalRole:
		s.score += 2
	case s.balanced && s.extras() > 0 && open == 0:
		s.score += 1.8
	default:
		s.score += 0.5
	}
	if !s.total.value.Positive() {
		s.score -= 4
	}
	if s.balanced {
		s.score += 3
		if s.linesRead {
			s.score += 2
		}
	} else {
		s.score -= 0.3 * float64(s.extras())
	}
	return s
}

// provedByItself tells a total that is the very amount it is held against.
func (s solution) provedByItself() bool {
	return s.total == s.taxable || slices.ContainsFunc(s.lines, func(l lineRow) bool {
		return s.taxable == nil && l.row == s.total.row && l.amount.start == s.total.start
	})
}

func (s solution) extras() int {
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
