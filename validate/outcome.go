package validate

import (
	"strconv"
	"strings"

	"pratica/claim"
)

// outcome is what follows from the findings (claim/v1): inadmissible if a reject is about the whole claim,
// or each expense has one; else suspended if any suspend; else needs_review while a needed value is not
// accepted (open) or a review finding stands; else admissible. It rests on the findings of the severity that is given with it, "" for
// none.
func outcome(c *claim.Claim, open bool) (claim.Outcome, claim.Severity) {
	rejected := rejectedExpenses(c.Findings)
	switch {
	case rejected[wholeClaim], len(c.Expenses) > 0 && len(rejected) == len(c.Expenses):
		return claim.Inadmissible, claim.Reject
	case hasSeverity(c.Findings, claim.Suspend):
		return claim.Suspended, claim.Suspend
	case open, hasSeverity(c.Findings, claim.Review):
		return claim.NeedsReview, claim.Review
	default:
		return claim.Admissible, ""
	}
}

func hasSeverity(findings []claim.Finding, severity claim.Severity) bool {
	for _, f := range findings {
		if f.Severity == severity {
			return true
		}
	}
	return false
}

const wholeClaim = -1

// rejectedExpenses are the expenses that a reject is about; wholeClaim is among them for one about all.
func rejectedExpenses(findings []claim.Finding) map[int]bool {
	rejected := map[int]bool{}
	for _, f := range findings {
		if f.Severity == claim.Reject {
			rejected[expenseOf(string(f.Pointer))] = true
		}
	}
	return rejected
}

// expenseOf is the index of the expense that a pointer leads to or into, wholeClaim if it leads elsewhere.
func expenseOf(pointer string) int {
	rest, ok := strings.CutPrefix(pointer, "/expenses/")
	if !ok {
		return wholeClaim
	}
	index, _, _ := strings.Cut(rest, "/")
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 {
		return wholeClaim
	}
	return i
}
