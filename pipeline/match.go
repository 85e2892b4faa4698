package pipeline

import (
	"sort"

	"pratica/claim"
	"pratica/extract"
)

// matchRows gives, for each row of the form, the index of its invoice, or -1. Number, date and amount
// speak for a pair, the issuer's name a little; two of the three must agree, or the number alone.
func matchRows(rows []formRow, invoices []foundInvoice) []int {
	type pair struct {
		row, invoice int
		score        float64
	}
	var pairs []pair
	for r, row := range rows {
		for n, invoice := range invoices {
			if score := matchScore(row.declared, invoice.Invoice); score >= 2.5 {
				pairs = append(pairs, pair{r, n, score})
			}
		}
	}
	sort.SliceStable(pairs, func(i, j int) bool { return pairs[i].score > pairs[j].score })
	matched := make([]int, len(rows))
	for r := range matched {
		matched[r] = -1
	}
	taken := map[int]bool{}
	for _, p := range pairs {
		if matched[p.row] < 0 && !taken[p.invoice] {
			matched[p.row] = p.invoice
			taken[p.invoice] = true
		}
	}
	return matched
}

func matchScore(row claim.Declared, invoice extract.Invoice) float64 {
	score := 0.0
	number := invoice.Fields["/number"].Value
	switch {
	case row.Number == "" || number == "":
	case claim.CompactIdentifier(string(row.Number)) == claim.CompactIdentifier(number):
		score += 3
	default:
		score += 2 * max(0, extract.Similarity(claim.CompactIdentifier(string(row.Number)), claim.CompactIdentifier(number))-0.5)
	}
	if date := invoice.Fields["/date"].Value; date != "" && date == row.Date.String() {
		score += 1.5
	}
	if total := invoice.Fields["/total"].Value; total != "" && total == row.Amount.String() {
		score += 1.5
	}
	score += extract.Similarity(claim.FoldName(string(row.Issuer)), claim.FoldName(invoice.Fields["/issuer/name"].Value))
	return score
}
