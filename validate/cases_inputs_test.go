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
	if rc.Earlier != nil || rc.Asked != nil || rc.Sends != nil {
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

// askedOfCase is what the case asks for without an invoice once more, but for what is given here, in an earlier claim.
type askedOfCase struct {
	Outcome      claim.Outcome `yaml:"outcome"`
	Delivered    bool          `yaml:"delivered"`
	Member       claim.Text    `yaml:"member"`
	Patient      string        `yaml:"patient"`  // surname, a comma, name
	TaxCode      *claim.Text   `yaml:"tax_code"` // default that of the case
	Illness      claim.Text    `yaml:"illness"`
	Hospital     claim.Text    `yaml:"hospital"`
	AdmittedOn   string        `yaml:"admitted_on"`
	DischargedOn string        `yaml:"discharged_on"`
	Sessions     []string      `yaml:"sessions"`
}

func (a askedOfCase) expense(was claim.LedgerExpense) claim.LedgerExpense {
	asked := *was.Asked
	asked.Illness, asked.Hospital, asked.Member = cmp.Or(a.Illness, asked.Illness), cmp.Or(a.Hospital, asked.Hospital), cmp.Or(a.Member, asked.Member)
	if a.AdmittedOn != "" {
		asked.AdmittedOn = claim.MustDate(a.AdmittedOn)
	}
	if a.DischargedOn != "" {
		asked.DischargedOn = claim.MustDate(a.DischargedOn)
	}
	if a.Sessions != nil {
		asked.Sessions = nil
		for _, day := range a.Sessions {
			asked.Sessions = append(asked.Sessions, claim.MustDate(day))
		}
	}
	if surname, name, ok := strings.Cut(a.Patient, ", "); ok {
		was.Patient.Surname, was.Patient.Name = claim.Text(surname), claim.Text(name)
	}
	if a.TaxCode != nil {
		was.Patient.TaxCode = *a.TaxCode
	}
	was.Asked = &asked
	return was
}

func (rc *ruleCase) ledger(c *claim.Claim) ledger {
	var l ledger
	for i, a := range rc.Asked {
		was := a.expense(claim.LedgerRequests(c)[0])
		l.earlier = append(l.earlier, claim.EarlierExpense{Claim: "01K9ZV6J4W8Q2M7T5R3X1N0BCD", ProtocolNumber: fmt.Sprintf("2026-%06d", i+7), Outcome: a.Outcome, Delivered: a.Delivered,
			MemberCode: was.Asked.Member, Expense: was})
	}
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
