package validate

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"pratica/claim"
)

// Whatever is changed, dropped or mixed: while nobody stands for any value read, nothing is rejected or
// suspended; and a second run never changes anything.
func TestNothingIsRejectedOrSuspendedOnValuesNobodyAccepted(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	values := []string{"", "2020-01-01", "2026-05-01", "0.01", "99.00", "RSSMRA85T10A562S", "false", "45/A"}
	choices := map[string][]string{"settlement": {"deposit", "balance", ""}, "document_type": {"", "credit_note"}, "kind": {"", "dental"}, "relation": {"self", ""}}
	for range 150 {
		c := sampleClaim(t)
		for i := 1; i <= random.IntN(3); i++ {
			copyExpense(c, i)
		}
		for _, pointer := range c.ProvenancePointers() {
			if random.IntN(4) == 0 {
				from, ok := choices[pointer[strings.LastIndex(pointer, "/")+1:]]
				if !ok {
					from = values
				}
				_ = c.Set(pointer, from[random.IntN(len(from))]) // what the field refuses leaves it as it was
			}
			p := c.Provenance[pointer]
			p.Accepted, p.Confidence = "", random.Float64()
			if must(c.Get(pointer)) == "" && random.IntN(2) == 0 {
				p.Text = ""
			}
			c.Provenance[pointer] = p
			if must(c.Get(pointer)) == "" && random.IntN(3) == 0 {
				delete(c.Provenance, pointer)
			}
		}
		if random.IntN(2) == 0 {
			c.SentOn = claim.MustDate("2027-01-01")
		}
		if random.IntN(2) == 0 {
			c.Documents = append(c.Documents, claim.Document{ID: "d3", Kind: claim.Proforma})
		}
		in := Inputs{Ledger: ledger{earlier: []claim.EarlierExpense{{Claim: "01", Outcome: claim.Admissible, Delivered: true, Expense: c.Expenses[0].Ledger()}}}}
		runCheck(t, c, in)
		for _, f := range c.Findings {
			if f.Severity == claim.Reject || f.Severity == claim.Suspend {
				t.Fatalf("%s %s at %s on %s", f.Code, f.Severity, f.Pointer, must(json.Marshal(c)))
			}
		}
		checkAgain(t, c, in)
	}
}

func TestChecksWithoutTheirDataSaySo(t *testing.T) {
	c := sampleClaim(t)
	runCheck(t, c, Inputs{})
	var names []any
	for _, f := range c.Findings {
		if f.Code == "check.not_run" && f.Severity == claim.Info && f.Pointer == "" {
			names = append(names, f.Detail["check"])
		}
	}
	if !slices.Equal(names, []any{"member_register", "ledger"}) {
		t.Errorf("not run: %v", names)
	}
	runCheck(t, c, Inputs{Members: registered("BERTOLINI", "MARIA GRAZIA"), Ledger: ledger{}})
	if slices.ContainsFunc(c.Findings, func(f claim.Finding) bool { return f.Code == "check.not_run" }) {
		t.Error("a check that ran says it did not")
	}
}

func TestAForeignInvoiceWithoutATableOfRatesSaysSo(t *testing.T) {
	for name, test := range map[string]struct {
		rates    Rates
		currency string
		want     bool
	}{
		"no table":                     {nil, "CHF", true},
		"no file of a table":           {RateFile(t.TempDir() + "/rates.csv"), "CHF", true},
		"a table without the currency": {tableOfRates{}, "CHF", false},
		"no table, and none needed":    {nil, "EUR", false},
	} {
		t.Run(name, func(t *testing.T) {
			c := (&ruleCase{Expenses: 2, Set: map[string]string{"/expenses/0/currency": test.currency, "/expenses/1/currency": test.currency}}).claim(t)
			in := Inputs{Members: registered("BERTOLINI", "MARIA GRAZIA"), Ledger: ledger{}, Rates: test.rates}
			runCheck(t, c, in)
			said := 0
			for _, f := range c.Findings {
				if f.Code == "check.not_run" && f.Detail["check"] == "rates" {
					said++
				}
			}
			if want := map[bool]int{true: 1}[test.want]; said != want {
				t.Errorf("said %d times, want %d", said, want)
			}
			checkAgain(t, c, in)
		})
	}
}

func TestASourceThatFailsIsAnError(t *testing.T) {
	for name, in := range map[string]Inputs{"register": {Members: broken{}}, "ledger": {Ledger: broken{}}, "rates": {Rates: broken{}}} {
		c := (&ruleCase{Set: map[string]string{"/expenses/0/currency": "CHF"}}).claim(t)
		if err := Check(context.Background(), c, in); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnUnreadableValueIsNotedOnce(t *testing.T) {
	c := (&ruleCase{Unread: []string{"/expenses/0/total"}}).claim(t)
	c.Findings = []claim.Finding{claim.NewFinding("value.unreadable", "/expenses/0/total", "Il totale è sotto una piega.")}
	in := Inputs{Members: registered("BERTOLINI", "MARIA GRAZIA"), Ledger: ledger{}}
	runCheck(t, c, in)
	if n := strings.Count(codes(c), "value.unreadable"); n != 1 || c.Findings[0].Message != "Il totale è sotto una piega." {
		t.Errorf("noted %d times: %v", n, c.Findings)
	}
	checkAgain(t, c, in)
}

func TestAFindingThatNoLongerHoldsGoesAway(t *testing.T) {
	c := (&ruleCase{Unread: []string{"/expenses/0/total"}}).claim(t)
	in := Inputs{Members: registered("BERTOLINI", "MARIA GRAZIA"), Ledger: ledger{}}
	runCheck(t, c, in)
	if got := codes(c); got != "value.unreadable" {
		t.Fatalf("got %q", got)
	}
	if err := c.Set("/expenses/0/total", "87.50"); err != nil {
		t.Fatal(err)
	}
	c.Provenance["/expenses/0/total"] = claim.Provenance{Method: claim.FromLine, Confidence: 1, Accepted: claim.AcceptedReviewer, By: "anna"}
	runCheck(t, c, in)
	if got := codes(c); got != "" || c.Outcome != claim.Admissible || c.Expenses[0].Reimbursable.String() != "85.50" {
		t.Errorf("got %q, %s, %s", got, c.Outcome, c.Expenses[0].Reimbursable)
	}
}

func TestAReviewersReimbursableAmountStays(t *testing.T) {
	c := (&ruleCase{Set: map[string]string{"/expenses/0/reimbursable": "80.00"}}).claim(t)
	runCheck(t, c, Inputs{})
	if got := c.Expenses[0].Reimbursable.String(); got != "80.00" || !strings.Contains(codes(c), "fiscal.amounts_do_not_add_up") {
		t.Errorf("got %s with %q", got, codes(c))
	}
}

func TestADoubtfulRejectNamesItsDoubts(t *testing.T) {
	c := (&ruleCase{Set: map[string]string{"/sent_on": "2026-07-07"}, Unaccepted: []string{"/expenses/0/date"}}).claim(t)
	runCheck(t, c, Inputs{Members: registered("BERTOLINI", "MARIA GRAZIA"), Ledger: ledger{}})
	i := slices.IndexFunc(c.Findings, func(f claim.Finding) bool { return f.Code == "deadline.lapsed" })
	if doubts, _ := c.Findings[i].Detail["doubts"].([]string); !slices.Equal(doubts, []string{"/expenses/0/date"}) {
		t.Errorf("doubts: %v", c.Findings[i].Detail)
	}
}

// Every code this package gives is told apart from those of reading, or a second run would keep it.
func TestCodesOfReadingAreInTheContract(t *testing.T) {
	for _, code := range slices.Concat(fromReading, fromBoth) {
		if !slices.Contains(claim.Codes(), code) {
			t.Errorf("%s is not in the contract", code)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	c := sampleClaim(&testing.T{})
	for i := 1; i < 7; i++ {
		copyExpense(c, i)
	}
	for b.Loop() {
		if err := Check(context.Background(), c, Inputs{}); err != nil {
			b.Fatal(err)
		}
	}
}

func codes(c *claim.Claim) string {
	var list []string
	for _, f := range c.Findings {
		if f.Code != "check.not_run" {
			list = append(list, string(f.Code))
		}
	}
	return strings.Join(list, " ")
}

// registered is a register of one member, enrolled since 2020.
func registered(surname, name claim.Text) *Register {
	return NewRegister([]claim.Enrolment{{Code: "1047823", Member: claim.Enrolled{Surname: surname, Name: name, Periods: sinceLongAgo()},
		Family: []claim.Enrolled{{Surname: "ROSSI", Name: "LUCA", TaxCode: "RSSLCU12A01F205W", Periods: sinceLongAgo()}}}})
}

func sinceLongAgo() []claim.EnrolledPeriod {
	return []claim.EnrolledPeriod{{Period: claim.Period{From: claim.MustDate("2020-03-01")}}}
}

// ledger gives the same expenses, or requests, and sends whichever is looked for.
type ledger struct {
	earlier []claim.EarlierExpense
	sends   []claim.EarlierSend
}

func (l ledger) Earlier(_ context.Context, _, _ string, mine claim.LedgerExpense) (list []claim.EarlierExpense, err error) {
	for _, e := range l.earlier {
		if (e.Expense.Asked == nil) == (mine.Asked == nil) {
			list = append(list, e)
		}
	}
	return list, nil
}

func (l ledger) Sends(context.Context, string, string, claim.Channel, claim.Date) ([]claim.EarlierSend, error) {
	return l.sends, nil
}

var errBroken = errors.New("broken")

// broken is a source whose database is gone.
type broken struct{}

func (broken) Member(context.Context, string) (claim.Enrolment, bool, error) {
	return claim.Enrolment{}, false, errBroken
}

func (broken) Empty(context.Context) (bool, error) { return false, errBroken }

func (broken) MembersOf(context.Context, []string) ([]claim.Enrolment, error) { return nil, errBroken }

func (broken) Earlier(context.Context, string, string, claim.LedgerExpense) ([]claim.EarlierExpense, error) {
	return nil, errBroken
}

func (broken) Sends(context.Context, string, string, claim.Channel, claim.Date) ([]claim.EarlierSend, error) {
	return nil, errBroken
}

func (broken) Rate(context.Context, string, claim.Date) (decimal.Decimal, bool, error) {
	return decimal.Decimal{}, false, errBroken
}
