package validate

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"pratica/claim"
)

// inputs are what the case knows beside the claim.
func (rc *ruleCase) inputs(t *testing.T, c *claim.Claim) Inputs {
	t.Helper()
	in := Inputs{rules: rc.rules, KeepHolidays: rc.KeepHolidays, OtherPagesUnread: rc.OtherPagesUnread}
	if rc.Rates != nil {
		in.Rates = tableOfRates(rc.Rates)
	}
	if rc.SentLater != "" {
		in.Answers = map[string]Answered{string(c.Provenance["/expenses/0/date"].Document): {SentOn: claim.MustDate(rc.SentLater), Assumed: rc.SentAssumed}}
	}
	if rc.SamePaper != "" {
		was := c.Expenses[0].Ledger()
		was.Number = cmp.Or(rc.SamePaperNumber, was.Number)
		if rc.SamePaperTotal != "" {
			was.Total = claim.MustMoney(rc.SamePaperTotal)
		}
		in.SamePaper = map[int]claim.EarlierExpense{0: {Claim: "01K9ZV6J4W8Q2M7T5R3X1N0BCD", ProtocolNumber: "2026-000007", Outcome: rc.SamePaper, Delivered: true,
			MemberCode: c.Member.Code, Expense: was}}
	}
	if rc.Register != "" {
		list, _, err := ParseMembers([]byte(rc.Register))
		if err != nil {
			t.Fatal(err)
		}
		in.Members = NewRegister(list)
	}
	if rc.Earlier != nil || rc.Sends != nil {
		in.Ledger = rc.ledger(c)
	}
	return in
}

// earlierOfCase is the first invoice of the case once more, but for what is given here, in an earlier claim; see claim.EarlierExpense.
type earlierOfCase struct {
	Outcome    claim.Outcome    `yaml:"outcome"`
	Delivered  bool             `yaml:"delivered"`
	Number     claim.Text       `yaml:"number"`
	Date       string           `yaml:"date"`
	Issuer     claim.Text       `yaml:"issuer"`
	Patient    string           `yaml:"patient"` // surname, a comma, name
	Total      string           `yaml:"total"`
	Settlement claim.Settlement `yaml:"settlement"`
	Member     claim.Text       `yaml:"member"` // whose claim it was; default that of the case
	Rejected   bool             `yaml:"rejected"`
}

func (rc *ruleCase) ledger(c *claim.Claim) ledger {
	var l ledger
	for i, e := range rc.Earlier {
		was := c.Expenses[0].Ledger()
		was.Rejected = e.Rejected
		was.Number, was.Issuer, was.Settlement = cmp.Or(e.Number, was.Number), cmp.Or(e.Issuer, was.Issuer), cmp.Or(e.Settlement, was.Settlement)
		if e.Date != "" {
			was.Date = claim.MustDate(e.Date)
		}
		if e.Total != "" {
			was.Total = claim.MustMoney(e.Total)
		}
		if e.Patient != "" {
			surname, name, _ := strings.Cut(e.Patient, ", ")
			was.Patient = claim.Person{Surname: claim.Text(surname), Name: claim.Text(name)}
		}
		l.earlier = append(l.earlier, claim.EarlierExpense{Claim: "01K9ZV6J4W8Q2M7T5R3X1N0BCD", ProtocolNumber: fmt.Sprintf("2026-%06d", i+7), Outcome: e.Outcome, Delivered: e.Delivered,
			MemberCode: cmp.Or(e.Member, c.Member.Code), Expense: was})
	}
	for i, day := range rc.Sends {
		l.sends = append(l.sends, claim.EarlierSend{ProtocolNumber: fmt.Sprintf("2026-%06d", i+7), SentOn: claim.MustDate(day)})
	}
	return l
}
