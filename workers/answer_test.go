package workers

import (
	"testing"

	"pratica/claim"
	"pratica/storage"
)

func TestAnAnswerJoinsTheClaimOfItsLetter(t *testing.T) {
	o := newOffice(t)
	o.serve()
	first := o.sent("form that lacks a paper")
	asked := o.claimsOf(first)[0]
	answer := o.sent("answers "+asked.ID, "prescription")
	o.await("the claim's second version", func() bool { return o.claimsOf(first)[0].Version == 2 })

	joined := o.claimsOf(first)[0]
	if joined.ID != asked.ID || len(joined.Claim.Documents) != 3 || joined.Claim.Documents[2].Pages[0].File != "2026-000002/2.txt" {
		t.Errorf("%+v", joined.Claim.Documents)
	}
	found, err := o.records.Submission(t.Context(), answer)
	if err != nil || string(found.Answers) != asked.ID || len(found.Claims) != 0 {
		t.Errorf("%+v, %v", found, err)
	}

	if _, err := o.records.Join(t.Context(), answer, "", "anna"); err != nil {
		t.Fatal(err)
	}
	// The code is still on the paper, but somebody said that it does not answer.
	o.await("the claim without the answer", func() bool { return len(o.claimsOf(first)[0].Claim.Documents) == 1 })
	o.await("a claim of the answer's own", func() bool { return len(o.claimsOf(answer)) == 1 })
}

func TestALetterOfAClaimThatIsGoneMeansNothing(t *testing.T) {
	o := newOffice(t)
	o.serve()
	alone := o.sent("answers 01K9ZV6J4W8Q2M7T5R3X1N0BCD", "prescription")
	if list := o.claimsOf(alone); len(list) != 1 || len(list[0].Claim.Documents) != 2 {
		t.Errorf("%+v", list)
	}
}

// sent sends pages and waits until they are assembled.
func (o *office) sent(pages ...string) string {
	o.Helper()
	arrival, _ := o.arrive(pages...)
	id := ""
	o.await("assembled", func() bool {
		list, err := o.records.Submissions(o.Context(), storage.Query{Arrival: arrival.ID})
		if err != nil {
			o.Fatal(err)
		}
		if len(list.Submissions) == 1 && list.Submissions[0].State == claim.Assembled {
			id = list.Submissions[0].ID
		}
		return id != ""
	})
	return id
}

func (o *office) claimsOf(submission string) []storage.StoredClaim {
	o.Helper()
	list, err := o.records.ClaimsOf(o.Context(), submission)
	if err != nil {
		o.Fatal(err)
	}
	return list
}

func TestALetterBehindAnotherRequestOffersItsClaim(t *testing.T) {
	o := newOffice(t)
	o.serve()
	for name, c := range map[string]struct{ asked, answer string }{
		"another request":    {"form that lacks a paper", "request"},
		"a claim at its end": {"form of an admissible claim", "prescription"},
	} {
		t.Run(name, func(t *testing.T) {
			asked := o.claimsOf(o.sent(c.asked))[0]
			list := o.claimsOf(o.sent("answers "+asked.ID, c.answer))
			if len(list) != 1 || len(list[0].Claim.Findings) != 1 || list[0].Claim.Findings[0].Code != "duplicate.open" || list[0].Claim.Findings[0].Detail["claim"] != asked.ID {
				t.Errorf("%+v", list)
			}
		})
	}
}
