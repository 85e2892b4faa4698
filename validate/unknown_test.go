package validate_test

import (
	"strings"
	"testing"

	"pratica/claim"
	"pratica/validate"
)

func TestPapersNobodyKnowsAreLookedAt(t *testing.T) {
	c := claim.Claim{Documents: []claim.Document{{ID: "d1", Kind: claim.Other}}, ReceivedOn: claim.MustDate("2026-05-14"),
		SentOn: claim.MustDate("2026-05-10"), SentEvidence: claim.Operator}
	if err := validate.Check(t.Context(), &c, validate.Inputs{}); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range c.Findings {
		found = found || f.Code == "claim.kind_unclear"
	}
	if !found || c.Outcome != claim.NeedsReview {
		t.Errorf("outcome %s, findings %v", c.Outcome, c.Findings)
	}
}

func TestPapersWithoutAFormWaitForSomebodyToSayWhoseTheyAre(t *testing.T) {
	c := claim.Claim{ReceivedOn: claim.MustDate("2026-05-14"), SentOn: claim.MustDate("2026-05-10"), SentEvidence: claim.Operator,
		Expenses: []claim.Expense{{Kind: claim.Private, DocumentType: claim.InvoiceType, Number: "77", Date: claim.MustDate("2026-05-02")}}}
	if err := validate.Check(t.Context(), &c, validate.Inputs{}); err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, f := range c.Findings {
		if f.Code == "value.unreadable" && f.Pointer == "/member/code" {
			said = f.Message
		}
	}
	if !strings.Contains(said, "senza modulo") || c.Outcome != claim.NeedsReview {
		t.Errorf("outcome %s, said %q", c.Outcome, said)
	}
}
