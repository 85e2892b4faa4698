package pipeline

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract"
	"pratica/extract/likeness"
	"pratica/validate"
)

// alike is how far a row of a form and an expense document speak of the same expense.
type alike struct {
	// score adds up what agrees; against counts what both say and what differs, of number, date and amount.
	score   float64
	against int
	// figures adds up what agrees of number, date and amount, a year that both numbers tell left out.
	figures float64
}

const (
	// certainPair is the score of a pair that agrees in two of number, date and amount, or in the number alone.
	certainPair = 2.5
	// lastPair is what is enough for the only row and the only document that are left, if no more than one of
	// the three differs: a name, or an amount in which one figure was misread.
	lastPair = 0.7
	// ownFigures is how much of number, date and amount must agree, with what misread figures tell, in a pair that is
	// not certain: the same house sends many invoices.
	ownFigures = 0.5
)

// matchRows gives, for each row of the form, the index of its invoice, or -1: the assignment whose scores are
// greatest in all. A row that was hardly read is left for the invoice that is left.
func matchRows(rows []formRow, invoices []foundInvoice) []int {
	scores := make([][]float64, len(rows))
	for r, row := range rows {
		scores[r] = make([]float64, len(invoices))
		for n, invoice := range invoices {
			if a := row.compare(invoice.Invoice); a.score >= certainPair {
				scores[r][n] = a.score
			}
		}
	}
	matched := bestPairs(scores, len(invoices))
	if !pairOnly(rows, invoices, matched) {
		pairLeft(rows, invoices, matched)
	}
	return matched
}

// pairOnly pairs the only row and the only invoice that are left, if they may be one.
func pairOnly(rows []formRow, invoices []foundInvoice, matched []int) bool {
	row, invoice := onlyFree(matched, len(invoices))
	if row < 0 || invoice < 0 {
		return false
	}
	a := rows[row].compare(invoices[invoice].Invoice)
	if d := rows[row].declared; d.Number != "" || !d.Date.IsZero() || d.Amount.Known() {
		if a.figures+rows[row].trace(invoices[invoice].Invoice) < ownFigures {
			return false
		}
	}
	if a.score >= lastPair && a.against == 0 || a.score >= 2*lastPair && a.against == 1 {
		matched[row] = invoice
		return true
	}
	return false
}

// likelyPair is the score of a row and an invoice that are left among others and may be one if nothing that is
// legible speaks against it; clearlyBetter how much higher it must be than that of any other of the row or of the invoice.
const (
	likelyPair    = 1.0
	clearlyBetter = 0.4
)

// pairLeft pairs rows that were hardly read with invoices that are left: each with the one that is like it, and
// clearly more so than any other. One pair that is found may leave another that is clear.
func pairLeft(rows []formRow, invoices []foundInvoice, matched []int) {
	scores := leftScores(rows, invoices, matched)
	for {
		row, column := clearestPair(scores)
		if row < 0 {
			return
		}
		matched[row] = column
		for n := range scores[row] {
			scores[row][n] = -1
		}
		for r := range scores {
			scores[r][column] = -1
		}
	}
}

// leftScores are how much rows and invoices without a partner are alike; -1 where one has a partner, or where what is
// legible of both differs or no more than the name agrees.
func leftScores(rows []formRow, invoices []foundInvoice, matched []int) [][]float64 {
	scores := make([][]float64, len(rows))
	for r, row := range rows {
		scores[r] = make([]float64, len(invoices))
		for n, invoice := range invoices {
			scores[r][n] = -1
			if matched[r] >= 0 || slices.Contains(matched, n) {
				continue
			}
			if a, trace := row.compare(invoice.Invoice), row.trace(invoice.Invoice); a.against == 0 && a.figures+trace >= ownFigures {
				scores[r][n] = a.score + trace
			}
		}
	}
	return scores
}

// clearestPair is the likely pair that is farthest before the others of its row and of its column; -1 if none is clear.
func clearestPair(scores [][]float64) (row, column int) {
	row, column = -1, -1
	margin := clearlyBetter
	for r := range scores {
		for n, score := range scores[r] {
			if score < likelyPair {
				continue
			}
			other := 0.0
			for i := range scores {
				for j, s := range scores[i] {
					if (i == r) != (j == n) {
						other = max(other, s)
					}
				}
			}
			if score-other >= margin {
				row, column, margin = r, n, score-other
			}
		}
	}
	return row, column
}

// trace is what misread figures still tell of an invoice, up to half a point for amount, date and number each: of
// "1020/53" and 2026/53 most figures are the same. A year tells nothing.
func (row formRow) trace(invoice extract.Invoice) float64 {
	d, sum := row.declared, 0.0
	add := func(written, printed string) {
		if written, printed = claim.CompactIdentifier(written), claim.CompactIdentifier(printed); written != "" && printed != "" {
			sum += max(0, likeness.Similarity(written, printed)-0.5)
		}
	}
	if d.Amount.Known() {
		add(withoutCents(d.Amount.String()), withoutCents(invoice.Fields["/total"].Value))
	}
	if !d.Date.IsZero() {
		_, day, _ := strings.Cut(d.Date.String(), "-")
		_, printed, _ := strings.Cut(invoice.Fields["/date"].Value, "-")
		add(day, printed)
	}
	add(withoutYears(string(d.Number), invoice.Fields["/number"].Value))
	return sum
}

// withoutYears drops the year that two numbers have in common.
func withoutYears(a, b string) (string, string) {
	stroke := func(r rune) bool { return r == '/' || r == '-' }
	mine, its := strings.FieldsFunc(a, stroke), strings.FieldsFunc(b, stroke)
	for i, part := range mine {
		if at := slices.Index(its, part); at >= 0 && isYear(part) && len(mine) > 1 && len(its) > 1 {
			return strings.Join(slices.Delete(mine, i, i+1), "/"), strings.Join(slices.Delete(its, at, at+1), "/")
		}
	}
	return a, b
}

// withoutCents drops cents of nothing, which most amounts have in common.
func withoutCents(amount string) string { return strings.TrimSuffix(amount, ".00") }

// onlyFree are the one row and the one invoice that have no partner, -1 if there is none or more than one.
func onlyFree(matched []int, invoices int) (row, invoice int) {
	only := func(list []int) int {
		if len(list) == 1 {
			return list[0]
		}
		return -1
	}
	var rows, rest []int
	for r, n := range matched {
		if n < 0 {
			rows = append(rows, r)
		}
	}
	for n := range invoices {
		if !slices.Contains(matched, n) {
			rest = append(rest, n)
		}
	}
	return only(rows), only(rest)
}

// mostRows is up to how many rows all assignments are weighed: the fund's forms have seven. Of longer tables the
// best pairs are taken one after the other.
const mostRows = 12

// bestPairs assigns columns to rows so that the scores, which are above 0 where a pair is possible, are greatest
// in sum.
func bestPairs(scores [][]float64, columns int) []int {
	matched := make([]int, len(scores))
	for r := range matched {
		matched[r] = -1
	}
	if len(scores) > mostRows {
		greedyPairs(scores, columns, matched)
		return matched
	}
	// best[set] is the greatest sum by which the columns so far pair with this set of rows.
	sets := 1 << len(scores)
	best := make([]float64, sets)
	for set := 1; set < sets; set++ {
		best[set] = -1
	}
	chosen := make([][]int, columns) // the row that a column takes to reach a set, -1 for none
	for n := range columns {
		chosen[n] = make([]int, sets)
		for set := sets - 1; set >= 0; set-- {
			chosen[n][set] = -1
			for r := range scores {
				if set&(1<<r) == 0 || scores[r][n] <= 0 || best[set^1<<r] < 0 {
					continue
				}
				if sum := best[set^1<<r] + scores[r][n]; sum > best[set] {
					best[set], chosen[n][set] = sum, r
				}
			}
		}
	}
	set := 0
	for other := range best {
		if best[other] > best[set] {
			set = other
		}
	}
	for n := columns - 1; n >= 0; n-- {
		if r := chosen[n][set]; r >= 0 {
			matched[r] = n
			set ^= 1 << r
		}
	}
	return matched
}

func greedyPairs(scores [][]float64, columns int, matched []int) {
	for {
		row, column, most := -1, -1, 0.0
		for r := range scores {
			for n := range columns {
				if matched[r] < 0 && !slices.Contains(matched, n) && scores[r][n] > most {
					row, column, most = r, n, scores[r][n]
				}
			}
		}
		if row < 0 {
			return
		}
		matched[row] = column
	}
}

// legibleFrom is the raw confidence below which a value that differs says nothing: it may be misread.
const legibleFrom = 0.8

// compare weighs number, date, amount and the issuer's name of a row and an invoice. What one of them does not
// say, or was hardly read of it, speaks neither for nor against.
func (row formRow) compare(invoice extract.Invoice) alike {
	var a alike
	weigh := func(column, key string, score float64) {
		a.score += score
		a.figures += score
		if score == 0 && row.values[column].Field.From.Confidence >= legibleFrom && invoice.Fields[key].From.Confidence >= legibleFrom {
			a.against++
		}
	}
	d := row.declared
	if number := invoice.Fields["/number"].Value; d.Number != "" && number != "" {
		like := likeNumber(string(d.Number), number, d.Date.Year)
		weigh("number", "/number", like)
		mine, its := withoutYears(string(d.Number), number)
		a.figures += min(like, likeNumber(mine, its, d.Date.Year)) - like
	}
	if date := invoice.Fields["/date"].Value; date != "" && !d.Date.IsZero() {
		weigh("date", "/date", likeFigures(d.Date.String(), date))
	}
	if total := invoice.Fields["/total"].Value; total != "" && d.Amount.Known() {
		weigh("amount", "/total", likeFigures(d.Amount.String(), total))
	}
	a.score += likeName(string(d.Issuer), invoice.Fields["/issuer/name"].Value)
	return a
}

// likeNumber compares a written number with the document's: 3 for the same, less if the year was left out or a
// character differs.
func likeNumber(written, number string, year int) float64 {
	a, b := claim.CompactIdentifier(written), claim.CompactIdentifier(number)
	switch {
	case a == b:
		return 3
	case validate.SameNumber(written, number, year):
		return 2.7
	case validate.OneReplaced(a, b) && len(a) > 3:
		return 1.2
	}
	return 2 * max(0, likeness.Similarity(a, b)-0.5)
}

// likeFigures compares two dates or amounts: 1.5 for the same, half of it if one figure differs.
func likeFigures(a, b string) float64 {
	switch {
	case a == b:
		return 1.5
	case validate.OneReplaced(a, b):
		return 0.75
	}
	return 0
}

// likeName compares an issuer's name as the member wrote it with the printed one, from 0 to 1: members leave
// words out.
func likeName(written, printed string) float64 {
	written, printed = claim.FoldName(written), claim.FoldName(printed)
	if written == "" || printed == "" {
		return 0
	}
	long, found := 0, 0
	words := strings.Fields(printed)
	for _, w := range strings.Fields(written) {
		if len(w) < 4 {
			continue
		}
		long++
		if slices.Contains(words, w) {
			found++
		}
	}
	shared := 0.0
	if long > 1 {
		shared = float64(found) / float64(long)
	}
	return max(likeness.Similarity(written, printed), shared)
}
