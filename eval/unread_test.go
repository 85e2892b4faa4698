package eval_test

import (
	"encoding/json"
	"testing"

	"pratica/claim"
	"pratica/eval"
)

func TestAnUnreadableValueIsRightWhereThePaperHasItAndTheClaimLacksIt(t *testing.T) {
	const truth = `{"claims":[{"form":"R01","signatures":{"member":true,"date":null},"expenses":[{"number":"118","total":"87.50","issuer":{"vat_number":null,"tax_code":"RSSLCU12A01F205W"}}]}],"findings":[]}`
	for name, tt := range map[string]struct {
		pointers []string
		unread   bool
	}{
		"a value that was not read":                        {[]string{"/expenses/0/number"}, true},
		"a signature that was not seen":                    {[]string{"/signatures/member"}, true},
		"an issuer of whom the paper has the other number": {[]string{"/expenses/0/issuer/vat_number"}, true},
		"a value that was read":                            {[]string{"/expenses/0/total"}, false},
		"a value that the paper does not have":             {[]string{"/signatures/date"}, false},
		"one of each":                                      {[]string{"/expenses/0/number", "/expenses/0/total"}, false},
		"a value that no truth holds":                      {[]string{"/documents/1"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := eval.Case{Name: "unread"}
			if err := json.Unmarshal([]byte(truth), &c.Truth); err != nil {
				t.Fatal(err)
			}
			read := claim.Claim{Form: claim.R01, Expenses: []claim.Expense{{Total: claim.MustMoney("87.50")}}}
			for _, pointer := range tt.pointers {
				read.Findings = append(read.Findings, claim.NewFinding("value.unreadable", pointer, "Non si legge."))
			}
			r, err := eval.Score(c, []claim.Claim{read})
			if err != nil {
				t.Fatal(err)
			}
			if r.Unread != tt.unread || len(r.ExtraFindings) == 0 != tt.unread || len(r.RightFindings) > 0 {
				t.Errorf("unread %v, right %v, extra %v", r.Unread, r.RightFindings, r.ExtraFindings)
			}
			m := eval.Summarise([]eval.Result{r}).All.Measures()
			if want := map[bool]float64{true: 1, false: 0}[tt.unread]; m.FindingsPrecision == nil || *m.FindingsPrecision != want || m.ChecksPrecision != nil || m.FindingsRecall != nil {
				t.Errorf("precision %v, of checks %v, recall %v", m.FindingsPrecision, m.ChecksPrecision, m.FindingsRecall)
			}
		})
	}
}
