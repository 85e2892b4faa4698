package pipeline

import (
	"testing"

	"pratica/claim"
)

func TestThePatientOfInvoicesIsAskedAboutWithThem(t *testing.T) {
	for name, c := range map[string]struct {
		form     claim.Form
		accepted claim.Acceptance // on the invoice
		stays    bool
	}{
		"asked about on the invoice":         {"", "", false},
		"sure on the invoice":                {"", claim.AcceptedAuto, true},
		"stated by a form, whatever it says": {"R01", "", true},
		"looked over by a reviewer":          {"", claim.AcceptedReviewer, true},
	} {
		t.Run(name, func(t *testing.T) {
			a := assembly{claim: claim.Claim{Form: c.form, Expenses: []claim.Expense{{Patient: claim.Person{Surname: "ZELJKO", Name: "HORVAT"}}}, Provenance: map[string]claim.Provenance{}}}
			a.claim.Patient.Surname, a.claim.Patient.Name = "ZELJKO", "HORVAT"
			for _, part := range []string{"/patient/surname", "/patient/name"} {
				a.claim.Provenance[part] = claim.Provenance{Confidence: 0.997, Accepted: claim.AcceptedAuto}
				a.claim.Provenance["/expenses/0"+part] = claim.Provenance{Confidence: 0.9178, Accepted: c.accepted}
			}
			a.askAboutPatient()
			for _, part := range []string{"/patient/surname", "/patient/name"} {
				if from := a.claim.Provenance[part]; (from.Accepted == claim.AcceptedAuto) != c.stays || !c.stays && from.Confidence > 0.9178 {
					t.Errorf("%s: %+v", part, from)
				}
			}
		})
	}
}
