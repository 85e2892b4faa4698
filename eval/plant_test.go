package eval_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"pratica/claim"
	"pratica/eval"
)

// plantedTruth is a submission of two claims on seven pages. It has 38 values that are read from paper.
const plantedTruth = `{"quality":"scan","tags":["typed"],
"documents":[{"file":"e.pdf","pages":[1,2],"kind":"R01","claim":0},{"file":"e.pdf","pages":[3],"kind":"invoice","claim":0},
 {"file":"e.pdf","pages":[4,5],"kind":"copayment_receipt","claim":0},
 {"file":"e.pdf","pages":[6],"kind":"NA1","claim":1},{"file":"e.pdf","pages":[7],"kind":"blank","claim":0}],
"claims":[
 {"form":"R01","kind":"mixed","member":{"code":"1047823","surname":"D'Amico","name":"Niccolò","iban":null,"phone":"340 1278845"},
  "patient":{"relation":"self","surname":"D'Amico","name":"Niccolò"},"declared_total":"107.50","treatments":[],
  "expenses":[
   {"row":1,"document_type":"invoice","number":"2024/118","date":"2026-03-12","total":"87.50","stamp_duty":"2.00","vat":"0.00","currency":"EUR",
    "issuer":{"name":"Poliambulatorio San Marco","vat_number":"01234560157"},"description":"Visita ortopedica","deadline":"2026-06-12",
    "lines":[{"description":"Visita ortopedica","quantity":1,"amount":"80.00"},{"description":"Spese amministrative","quantity":2,"amount":"5.50"}],
    "third_party":{"marked":false},"declared":{"number":"118","date":"2026-03-12","amount":"87.50"},"billed_to":null},
   {"row":2,"document_type":"copayment_receipt","number":"7","date":"2026-03-14","total":"20.00","stamp_duty":"0.00","vat":"0.00","currency":"EUR",
    "issuer":{"name":"Azienda USL Ancona","vat_number":"12298251211"},"description":"Emocromo","deadline":"2026-06-15",
    "lines":[{"description":"Emocromo","quantity":1,"amount":"20.00"}],
    "third_party":{"marked":true},"declared":{"number":"7","date":"2026-03-14","amount":"20.00"},"billed_to":null}],
  "signatures":{"member":true,"privacy_member":null}},
 {"form":"NA1","kind":"dependency","member":{"code":"2047823"},"dependency":{"accident":false,"scores":{"bathing":10,"eating":0},"total":35}}],
"findings":["deadline.lapsed","form.unsigned","liability.third_party"]}`

const plantedValues = 38

// planted is the case and claims that are equal to its truth, every value sure and accepted.
func planted(t *testing.T) (eval.Case, []claim.Claim) {
	t.Helper()
	c := eval.Case{Name: "planted"}
	if err := json.Unmarshal([]byte(plantedTruth), &c.Truth); err != nil {
		t.Fatal(err)
	}
	var claims []claim.Claim
	for i, data := range c.Truth.Claims {
		read := claim.Claim{Outcome: claim.Admissible, Provenance: map[string]claim.Provenance{}}
		if err := json.Unmarshal(data, &read); err != nil {
			t.Fatal(err)
		}
		leaves, err := claim.Leaves(data)
		if err != nil {
			t.Fatal(err)
		}
		for pointer := range leaves {
			read.Provenance[pointer] = claim.Provenance{Confidence: 1, Accepted: claim.AcceptedAuto}
		}
		for _, d := range c.Truth.Documents {
			if d.Claim == i {
				document := claim.Document{Kind: d.Kind}
				for _, n := range d.Pages {
					document.Pages = append(document.Pages, claim.Page{File: d.File, FilePage: n})
				}
				read.Documents = append(read.Documents, document)
			}
		}
		claims = append(claims, read)
	}
	for _, code := range append(slices.Clone(c.Truth.Findings), "check.not_run") {
		claims[0].Findings = append(claims[0].Findings, claim.Finding{Code: code})
	}
	return c, claims
}

func score(t *testing.T, c eval.Case, claims []claim.Claim) eval.Summary {
	t.Helper()
	r, err := eval.Score(c, claims)
	if err != nil {
		t.Fatal(err)
	}
	return eval.Summarise([]eval.Result{r})
}

func TestAClaimEqualToTheTruthHasAFullScore(t *testing.T) {
	c, claims := planted(t)
	m := score(t, c, claims).All.Measures()
	if m.Values != plantedValues || m.Pages != 7 || m.Cases != 1 {
		t.Errorf("%d values on %d pages of %d cases", m.Values, m.Pages, m.Cases)
	}
	for name, got := range map[string]*float64{"exact": m.Exact, "derived": m.DerivedExact, "automation": m.Automation, "straight through": m.StraightThrough,
		"kind": m.KindAccuracy, "grouping": m.GroupingAccuracy, "precision": m.FindingsPrecision, "recall": m.FindingsRecall} {
		if got == nil || *got != 1 {
			t.Errorf("%s is %v", name, got)
		}
	}
	for name, got := range map[string]*float64{"wrong": m.Wrong, "missing": m.Missing, "invented": m.Invented, "accepted error": m.AcceptedError, "ece": m.ECE} {
		if got == nil || *got != 0 {
			t.Errorf("%s is %v", name, got)
		}
	}
}

// drop is by how much counts differ from those of a claim equal to the truth.
type drop struct {
	values, exact, wrong, missing, invented, acceptedWrong, derivedExact, straight, kindRight, grouped, findingsRight, findingsGiven int
}

func TestPlantedErrorsLowerTheScoreByAsMuch(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(c []claim.Claim) []claim.Claim
		want  drop
	}{
		"a wrong digit": {func(c []claim.Claim) []claim.Claim {
			c[0].Member.Code = "1047828"
			return c
		}, drop{exact: -1, wrong: 1, acceptedWrong: 1}},
		"three wrong values in three blocks": {func(c []claim.Claim) []claim.Claim {
			c[0].Member.Surname, c[0].Expenses[1].Lines[0].Amount, *c[1].Dependency.Scores.Bathing = "DAMIGO", claim.MustMoney("29.00"), 5
			return c
		}, drop{exact: -3, wrong: 3, acceptedWrong: 3}},
		"a value of nothing where nobody was hurt": {func(c []claim.Claim) []claim.Claim {
			yes := true
			c[1].Dependency.Accident = &yes
			return c
		}, drop{exact: -1, wrong: 1, acceptedWrong: 1}},
		"two values left out, for which nobody stands": {func(c []claim.Claim) []claim.Claim {
			c[0].DeclaredTotal, c[0].Expenses[0].Number = claim.Money{}, ""
			delete(c[0].Provenance, "/declared_total")
			delete(c[0].Provenance, "/expenses/0/number")
			return c
		}, drop{exact: -2, missing: 2}},
		"an IBAN out of nowhere": {func(c []claim.Claim) []claim.Claim {
			c[0].Member.IBAN = "IT60X0542811101000000123456"
			return c
		}, drop{values: 1, invented: 1, acceptedWrong: 1}},
		"a tax and a mark where the paper has none": {func(c []claim.Claim) []claim.Claim {
			c[0].Expenses[0].VAT, c[0].Expenses[0].ThirdParty.Marked = claim.MustMoney("22.00"), true
			return c
		}, drop{values: 2, invented: 2, acceptedWrong: 2, derivedExact: -2}},
		"a payer where there is none": {func(c []claim.Claim) []claim.Claim {
			c[0].Expenses[0].BilledTo = &claim.Person{Surname: "ROSSI", Name: "ANNA"}
			return c
		}, drop{values: 2, invented: 2}},
		"a stamp duty not seen": {func(c []claim.Claim) []claim.Claim {
			c[0].Expenses[0].StampDuty = claim.ZeroMoney
			return c
		}, drop{exact: -1, wrong: 1, acceptedWrong: 1}},
		"a wrong deadline": {func(c []claim.Claim) []claim.Claim {
			c[0].Expenses[0].Deadline = claim.Date{}
			return c
		}, drop{derivedExact: -1}},
		"an expense too many": {func(c []claim.Claim) []claim.Claim {
			c[0].Expenses = append(c[0].Expenses, claim.Expense{Number: "9", Total: claim.MustMoney("5.00"), Currency: "EUR", Patient: claim.Person{Name: "NOT ASKED FOR"}})
			return c
		}, drop{values: 2, invented: 2}},
		"a treatment out of nowhere": {func(c []claim.Claim) []claim.Claim {
			c[0].Treatments = []claim.Treatment{{Code: "2605", Tooth: "36", Quantity: 1}}
			return c
		}, drop{values: 2, invented: 2}},
		"an expense lost": {func(c []claim.Claim) []claim.Claim {
			c[0].Expenses = c[0].Expenses[:1]
			return c
		}, drop{exact: -12, missing: 12, derivedExact: -7}},
		"the amounts of two expenses changed over": {func(c []claim.Claim) []claim.Claim {
			x := c[0].Expenses
			x[0].Total, x[1].Total = x[1].Total, x[0].Total
			return c
		}, drop{exact: -2, wrong: 2, acceptedWrong: 2}},
		"a row that was not joined to its invoice": {func(c []claim.Claim) []claim.Claim {
			whole := &c[0].Expenses[0]
			c[0].Expenses = append(c[0].Expenses, claim.Expense{Row: 1, Declared: whole.Declared, ThirdParty: whole.ThirdParty})
			c[0].Expenses[0].Declared, c[0].Expenses[0].Row = nil, 0
			return c
		}, drop{derivedExact: -1}},
		"an invoice that was not joined, and one digit of its row": {func(c []claim.Claim) []claim.Claim {
			row := claim.Expense{Row: 2, Declared: c[0].Expenses[1].Declared, ThirdParty: c[0].Expenses[1].ThirdParty}
			row.Declared.Amount = claim.MustMoney("29.00")
			c[0].Expenses[1].Declared, c[0].Expenses[1].Row, c[0].Expenses[1].ThirdParty = nil, 0, claim.ThirdParty{}
			c[0].Expenses = []claim.Expense{row, c[0].Expenses[0], c[0].Expenses[1]}
			return c
		}, drop{exact: -1, wrong: 1, acceptedWrong: 1, derivedExact: -1}},
		"the rows of two expenses changed over": {func(c []claim.Claim) []claim.Claim {
			x := c[0].Expenses
			x[0].Declared, x[1].Declared = x[1].Declared, x[0].Declared
			return c
		}, drop{exact: -6, wrong: 6, acceptedWrong: 6}},
		"one claim lost": {func(c []claim.Claim) []claim.Claim { return c[:1] },
			drop{exact: -5, missing: 5, derivedExact: -2, straight: -1, kindRight: -1, grouped: -1}},
		"everything lost": {func([]claim.Claim) []claim.Claim { return nil },
			drop{exact: -plantedValues, missing: plantedValues, derivedExact: -21, straight: -2, kindRight: -5, grouped: -7, findingsRight: -3, findingsGiven: -3}},
		"a claim too many": {func(c []claim.Claim) []claim.Claim {
			return append(c, claim.Claim{Member: claim.Member{Code: "3", Email: "not@asked.for"}})
		}, drop{values: 1, invented: 1}},
		"two papers taken for others": {func(c []claim.Claim) []claim.Claim {
			c[0].Documents[1].Kind, c[1].Documents[0].Kind = claim.Other, claim.GM01Document
			return c
		}, drop{kindRight: -2}},
		"the second page of a receipt joined to the invoice": {func(c []claim.Claim) []claim.Claim {
			d := c[0].Documents
			d[1].Pages, d[2].Pages = append(d[1].Pages, d[2].Pages[1]), d[2].Pages[:1]
			return c
		}, drop{grouped: -1}},
		"a form torn in two": {func(c []claim.Claim) []claim.Claim {
			second := c[0].Documents[0].Pages[1:]
			c[0].Documents[0].Pages = c[0].Documents[0].Pages[:1]
			c[0].Documents = append(c[0].Documents, claim.Document{Kind: claim.R01Document, Pages: second})
			return c
		}, drop{grouped: -1}},
		"a receipt of two pages in the other claim": {func(c []claim.Claim) []claim.Claim {
			c[1].Documents = append(c[1].Documents, c[0].Documents[2])
			c[0].Documents = slices.Delete(c[0].Documents, 2, 3)
			return c
		}, drop{grouped: -2}},
		"a page in no claim": {func(c []claim.Claim) []claim.Claim {
			c[0].Documents = c[0].Documents[:3]
			return c
		}, drop{kindRight: -1, grouped: -1}},
		"a finding missed and two too many": {func(c []claim.Claim) []claim.Claim {
			c[0].Findings[0].Code = "form.total_mismatch"
			c[1].Findings = []claim.Finding{{Code: "papers.d01_missing"}}
			return c
		}, drop{findingsRight: -1, findingsGiven: 1}},
		"a claim that a human must see": {func(c []claim.Claim) []claim.Claim {
			c[1].Outcome = claim.NeedsReview
			return c
		}, drop{straight: -1}},
	} {
		t.Run(name, func(t *testing.T) {
			c, claims := planted(t)
			before := score(t, c, claims).All
			after := score(t, c, tt.spoil(claims))
			a := after.All
			got := drop{a.Values - before.Values, a.Exact - before.Exact, a.Wrong - before.Wrong, a.Missing - before.Missing, a.Invented - before.Invented,
				a.AcceptedWrong - before.AcceptedWrong, a.DerivedExact - before.DerivedExact, a.Straight - before.Straight, a.KindRight - before.KindRight,
				a.Grouped - before.Grouped, a.FindingsRight - before.FindingsRight, a.FindingsGiven - before.FindingsGiven}
			if got != tt.want {
				t.Errorf("the counts changed by\n%+v, want\n%+v", got, tt.want)
			}
			if len(after.Errors) != a.Wrong+a.Missing+a.Invented {
				t.Errorf("%d errors are listed of %d", len(after.Errors), a.Wrong+a.Missing+a.Invented)
			}
		})
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	c, claims := planted(t)
	want := score(t, c, claims).All
	x := &claims[0]
	slices.Reverse(x.Expenses)
	slices.Reverse(x.Expenses[1].Lines)
	slices.Reverse(x.Documents)
	for i := range x.Expenses {
		x.Expenses[i].Row = claim.Count(2 - i)
	}
	slices.Reverse(claims)
	got := score(t, c, claims).All
	if got.Values != want.Values || got.Exact != want.Exact || got.DerivedExact != want.DerivedExact || got.Grouped != want.Grouped || got.KindRight != want.KindRight {
		t.Errorf("in another order the score is %+v, want %+v", got, want)
	}
}

func TestConfidencesThatAreTooHighShowInTheCalibrationError(t *testing.T) {
	c, claims := planted(t)
	for pointer, from := range claims[0].Provenance {
		from.Confidence, from.Accepted = 0.75, ""
		claims[0].Provenance[pointer] = from
	}
	for pointer, from := range claims[1].Provenance {
		from.Confidence, from.Accepted = 0.75, ""
		claims[1].Provenance[pointer] = from
	}
	m := score(t, c, claims).All.Measures()
	if math.Abs(*m.ECE-0.25) > 1e-9 || *m.Automation != 0 || m.AcceptedError != nil {
		t.Errorf("all right at 0.75: ECE %v, automation %v, accepted error %v", *m.ECE, *m.Automation, m.AcceptedError)
	}
}

func TestFindingsAreCountedByCode(t *testing.T) {
	c, claims := planted(t)
	claims[0].Findings[0].Code = "form.total_mismatch"
	got := score(t, c, claims).ByFinding
	for code, want := range map[claim.Code]eval.FindingTally{"deadline.lapsed": {Wanted: 1}, "form.unsigned": {Wanted: 1, Found: 1}, "form.total_mismatch": {Extra: 1}} {
		if got[code] == nil || *got[code] != want {
			t.Errorf("%s: %+v, want %+v", code, got[code], want)
		}
	}
	if got["check.not_run"] != nil {
		t.Error("check.not_run speaks of the set-up")
	}
}

func TestPhotosOfOnePaperAreOneDocument(t *testing.T) {
	photo := func(file string) claim.Page { return claim.Page{File: file, FilePage: 1} }
	for name, tt := range map[string]struct {
		documents               string
		documentsCount, grouped int
	}{
		"a form is known to be one":  {`{"file":"1.jpg","pages":[1],"kind":"R01"},{"file":"2.jpg","pages":[1],"kind":"R01"},{"file":"3.jpg","pages":[1],"kind":"invoice"},{"file":"4.jpg","pages":[1],"kind":"invoice"}`, 3, 3},
		"an invoice when it is told": {`{"file":"1.jpg","pages":[1],"kind":"R01"},{"file":"2.jpg","pages":[1],"kind":"R01"},{"file":"3.jpg","pages":[1],"kind":"invoice","paper":2},{"file":"4.jpg","pages":[1],"kind":"invoice","paper":2}`, 2, 4},
	} {
		t.Run(name, func(t *testing.T) {
			c := eval.Case{}
			if err := json.Unmarshal([]byte(`{"claims":[{"form":"R01"}],"documents":[`+tt.documents+`]}`), &c.Truth); err != nil {
				t.Fatal(err)
			}
			all := score(t, c, []claim.Claim{{Documents: []claim.Document{{Kind: claim.R01Document, Pages: []claim.Page{photo("1.jpg"), photo("2.jpg")}},
				{Kind: claim.Invoice, Pages: []claim.Page{photo("3.jpg"), photo("4.jpg")}}}}}).All
			if all.Documents != tt.documentsCount || all.Grouped != tt.grouped || all.DocumentPages != 4 {
				t.Errorf("%d documents, %d of %d pages in place", all.Documents, all.Grouped, all.DocumentPages)
			}
		})
	}
}
