package eval_test

import (
	"encoding/json"
	"fmt"
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

func TestTheDayOfAPrescriptionIsHeldAgainstTheTruth(t *testing.T) {
	const truth = `{"documents":[{"file":"a.pdf","pages":[1],"kind":"prescription","issued_on":%s}],"claims":[{"form":"R01"}],"findings":[]}`
	for _, tt := range []struct {
		stated, read string
		unread       bool
	}{{`"2026-03-02"`, "", true}, {`"2026-03-02"`, "2026-08-02", true}, {`"2026-03-02"`, "2026-03-02", false}, {"null", "", false}} {
		c := eval.Case{Name: "day"}
		if err := json.Unmarshal([]byte(fmt.Sprintf(truth, tt.stated)), &c.Truth); err != nil {
			t.Fatal(err)
		}
		read := claim.Claim{Form: claim.R01, Documents: []claim.Document{{ID: "d1", Kind: claim.Prescription, Pages: []claim.Page{{File: "a.pdf", FilePage: 1}}}},
			Findings: []claim.Finding{claim.NewFinding("value.unreadable", "/documents/0", "Non si legge.")}}
		if tt.read != "" {
			read.Provenance = map[string]claim.Provenance{claim.IssuedOnPointer(0): {Text: claim.Text(tt.read)}}
		}
		r, err := eval.Score(c, []claim.Claim{read})
		if err != nil {
			t.Fatal(err)
		}
		if r.Unread != tt.unread {
			t.Errorf("%+v: %v", tt, r.Unread)
		}
	}
}

func TestAStopWithoutGroundIsCounted(t *testing.T) {
	for name, tt := range map[string]struct {
		truth    string
		given    claim.Code
		severity claim.Severity
		want     int
	}{
		"nothing in the truth":             {`[]`, "form.unsigned", claim.Suspend, 1},
		"a review in the truth":            {`["service.not_covered"]`, "form.unsigned", claim.Suspend, 1},
		"another suspend in the truth":     {`["form.date_missing"]`, "form.unsigned", claim.Suspend, 1},
		"the same in the truth":            {`["form.unsigned"]`, "form.unsigned", claim.Suspend, 0},
		"a suspend that nobody is sure of": {`[]`, "form.unsigned", claim.Review, 0},
		"nobody labelled them":             {`null`, "form.unsigned", claim.Suspend, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c := eval.Case{Name: "stop"}
			if err := json.Unmarshal([]byte(`{"claims":[{"form":"R01"}],"findings":`+tt.truth+`}`), &c.Truth); err != nil {
				t.Fatal(err)
			}
			f := claim.NewFinding(tt.given, "", "Manca.")
			f.Severity = tt.severity
			r, err := eval.Score(c, []claim.Claim{{Form: claim.R01, Findings: []claim.Finding{f}}})
			if err != nil {
				t.Fatal(err)
			}
			if got := eval.Summarise([]eval.Result{r}).All.Groundless; got != tt.want {
				t.Errorf("%d, want %d", got, tt.want)
			}
		})
	}
}
