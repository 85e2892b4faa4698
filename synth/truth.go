package synth

import (
	"encoding/json"
	"fmt"

	"pratica/claim"
)

// truth is truth.json of a labelled case: what a perfect reader and perfect checks would give.
type truth struct {
	Channel    claim.Channel   `json:"channel"`
	SentOn     claim.Date      `json:"sent_on"`
	ReceivedOn claim.Date      `json:"received_on"`
	Quality    string          `json:"quality"`
	Tags       []string        `json:"tags"`
	Documents  []truthDocument `json:"documents"`
	// Claims are claims of claim/v1 without the keys nobody can know from the papers; a null in them says
	// that the paper does not show the value.
	Claims   []map[string]any `json:"claims"`
	Findings []claim.Code     `json:"findings"`
}

// truthDocument is a paper: pages of a file, from 1, and the index of its claim.
type truthDocument struct {
	File  string             `json:"file"`
	Pages []int              `json:"pages"`
	Kind  claim.DocumentKind `json:"kind"`
	Claim int                `json:"claim"`
}

// truthOf is the claim of an envelope. The values are taken from the structs that are drawn.
func truthOf(e *envelope) (map[string]any, error) {
	c := claim.Claim{
		Channel: e.Channel, Form: e.Form, FormEdition: claim.Text(e.Edition), Kind: e.kind(), RuleSet: "2024-01-01",
		ReceivedOn: e.ReceivedOn, SentOn: e.SentOn, Outcome: e.outcome(),
		Patient: e.claimPatient(), Expenses: e.expenses(),
	}
	drop := []string{"schema", "id", "version", "submission", "protocol_number", "external_number", "created_at", "produced_by", "sent_at",
		"sent_evidence", "provenance", "documents", "attachments", "findings", "treatments", "allowance", "dependency", "serious_illness"}
	if e.Form != "" {
		c.Member = claim.Member{Code: claim.Text(e.MemberCode), Surname: claim.Text(e.Member.Surname), Name: claim.Text(e.Member.Name),
			Phone: claim.Text(e.Phone), IBAN: claim.Text(e.IBAN)}
		c.DeclaredTotal = claim.Cents(e.DeclaredTotal)
		c.Signatures = e.signatures()
	} else {
		drop = append(drop, "member") // who sent them is the desk's question
	}
	out, err := asMap(c)
	if err != nil {
		return nil, err
	}
	for _, key := range drop {
		delete(out, key)
	}
	if member, ok := out["member"].(map[string]any); ok {
		delete(member, "tax_code") // R01 has no place for it; a member who is the patient has it on the invoices
	}
	patient := out["patient"].(map[string]any)
	if e.Form == "" {
		delete(patient, "relation")
	}
	if c.Patient.BornOn.IsZero() {
		delete(patient, "born_on")
	}
	for n, x := range out["expenses"].([]any) {
		issuer := x.(map[string]any)["issuer"].(map[string]any)
		if c.Expenses[n].Issuer.VATNumber != "" && c.Expenses[n].Issuer.TaxCode == "" {
			delete(issuer, "tax_code") // of a company it is the VAT number, often under one label with it
		}
	}
	return out, nil
}

func asMap(v any) (map[string]any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode truth: %w", err)
	}
	out := map[string]any{}
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, fmt.Errorf("decode truth: %w", err)
	}
	return out, nil
}

func (e *envelope) claimPatient() claim.Patient {
	p := claim.Patient{Relation: claim.Self, Surname: claim.Text(e.Patient.Surname), Name: claim.Text(e.Patient.Name)}
	if e.Family {
		p.Relation = claim.Family
	}
	for _, inv := range e.Invoices {
		if inv.ShowCode && !inv.lacks(withoutPatient) && inv.Patient.TaxCode == e.Patient.TaxCode {
			p.TaxCode = claim.Text(e.Patient.TaxCode)
			if !e.Patient.provisional() {
				p.BornOn = e.Patient.Born
			}
		}
	}
	return p
}

func (e *envelope) signatures() claim.Signatures {
	s := claim.Signatures{Date: e.SignedOn, Member: &e.Signed}
	yes := true
	if e.Consent {
		s.PrivacyMember = &yes
		if e.Family {
			s.PrivacyFamily = &yes
		}
	}
	return s
}

func (e *envelope) kind() claim.Kind {
	kind := claim.Kind("")
	for _, inv := range e.Invoices {
		if k := inv.kind(); kind == "" || kind == k {
			kind = k
		} else {
			return claim.Mixed
		}
	}
	return kind
}

// expenses are the rows in order, each with its invoice, then the invoices without a row.
func (e *envelope) expenses() []claim.Expense {
	var list []claim.Expense
	inRow := map[*invoice]bool{}
	for n, row := range e.Rows {
		x := claim.Expense{}
		if row.Invoice != nil {
			x = row.Invoice.expense()
			inRow[row.Invoice] = true
		}
		x.Row = claim.Count(n + 1)
		x.ThirdParty.Marked = row.ThirdParty
		x.Declared = &claim.Declared{Number: claim.Text(row.Number), Issuer: claim.Text(row.Issuer), Date: row.Date, Amount: claim.Cents(row.Amount)}
		list = append(list, x)
	}
	for _, inv := range e.Invoices {
		if !inRow[inv] {
			list = append(list, inv.expense())
		}
	}
	return list
}

func (i *invoice) kind() claim.Kind {
	switch {
	case i.Type == claim.CopaymentReceiptType:
		return claim.Copayment
	case i.Issuer.trade == dentist:
		return claim.Dental
	}
	return claim.Private
}

// expense is the invoice as claim/v1 has it.
func (i *invoice) expense() claim.Expense {
	x := claim.Expense{
		Kind: i.kind(), DocumentType: i.Type, Settlement: i.Settlement, Number: claim.Text(i.Number), Date: i.Date,
		Issuer: i.Issuer.claimIssuer(), Description: claim.Text(i.subject()), Currency: "EUR", StampDutyNumber: claim.Text(i.StampNumber),
		Total: claim.Cents(i.Total), VAT: claim.Cents(i.VAT), StampDuty: claim.Cents(i.Stamp), Contribution: claim.Cents(i.Contribution),
		Discount: claim.Cents(i.Discount), Withholding: claim.ZeroMoney,
		Excluded: claim.Excluded{Administrative: claim.Cents(i.excluded(administrative)), RecordCopy: claim.Cents(i.excluded(recordCopy)),
			Digitisation: claim.Cents(i.excluded(digitisation)), Other: claim.Cents(i.excluded(otherExcluded))},
	}
	if i.lacks(withoutDate) {
		x.Date = claim.Date{}
	} else {
		x.Deadline = lastDay(i.Date)
	}
	if i.lacks(withoutIssuerID) {
		x.Issuer.VATNumber, x.Issuer.TaxCode = "", ""
	}
	if !i.lacks(withoutPatient) {
		x.Patient = i.Patient.claimPerson(i.ShowCode)
		if i.Payer != nil {
			payer := i.Payer.claimPerson(i.ShowCode)
			x.BilledTo = &payer
		}
	}
	base := x.Total.Sub(x.VAT).Sub(x.StampDuty)
	for _, p := range i.Lines {
		amount := claim.Cents(p.Amount)
		x.Lines = append(x.Lines, claim.Line{Description: claim.Text(p.Text), Quantity: p.Quantity, Amount: amount})
		if p.Excluded != reimbursed {
			base = base.Sub(amount)
		}
	}
	x.Reimbursable, x.ReimbursableEUR = base, base
	return x
}
