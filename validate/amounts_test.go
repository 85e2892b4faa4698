package validate

import (
	"testing"

	"pratica/claim"
)

func TestALineThatRepeatsTheTotalIsKnown(t *testing.T) {
	for name, tt := range map[string]struct {
		lines []string
		total string
		want  int
	}{
		"the row of the total taken for a position": {[]string{"18.10", "18.05", "36.15"}, "36.15", 2},
		"two positions of which one is too much":    {[]string{"18.10", "36.15"}, "36.15", -1},
		"the only position":                         {[]string{"36.15"}, "36.15", -1},
		"two equal halves of another total":         {[]string{"20.00", "20.00"}, "20.00", 0},
	} {
		t.Run(name, func(t *testing.T) {
			e := claim.Expense{Total: claim.MustMoney(tt.total)}
			for _, amount := range tt.lines {
				e.Lines = append(e.Lines, claim.Line{Amount: claim.MustMoney(amount)})
			}
			sum, _ := linesTotal(&e)
			if got := lineOfTotal(&e, sum); got != tt.want {
				t.Errorf("line %d, want %d", got, tt.want)
			}
		})
	}
}
