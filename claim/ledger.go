package claim

import (
	"fmt"
	"slices"
	"strings"
)

// EarlierExpense is an expense of another claim that came before and may be the same.
type EarlierExpense struct {
	// Claim is its id, ProtocolNumber what people know it by.
	Claim          string
	ProtocolNumber string
	// Outcome is of the claim's current version; Delivered says that adjudication has it.
	Outcome   Outcome
	Delivered bool
	// MemberCode is whose claim it is.
	MemberCode Text
	Expense    LedgerExpense
}

// Reimbursed reports an expense of a delivered admissible claim that was not refused in it.
func (e EarlierExpense) Reimbursed() bool {
	return e.Delivered && e.Outcome == Admissible && !e.Expense.Rejected
}

// LedgerExpense is what tells an expense apart from all others.
type LedgerExpense struct {
	DocumentType DocumentType `json:"document_type"`
	Settlement   Settlement   `json:"settlement"`
	Number       Text         `json:"number"`
	Date         Date         `json:"date"`
	// Issuer is the VAT number, else the tax code.
	Issuer  Text   `json:"issuer"`
	Patient Person `json:"patient"`
	Total   Money  `json:"total"`
	// Rejected tells that the claim\'s checks refused this one.
	Rejected bool `json:"rejected"`
	// Asked is what is asked for without an invoice; nil of an expense with one. Of the rest Patient alone is stated then.
	Asked *LedgerRequest `json:"asked,omitempty"`
}

// LedgerRequest is a benefit that is asked for without an invoice, and what tells it apart from others of the same patient.
type LedgerRequest struct {
	// Kind is dependency or serious_illness; AllowanceStay for any daily allowance, for which of them it is may be unknown.
	Kind Kind `json:"kind"`
	// Member is the codice FASCHIM.
	Member Text `json:"member"`
	// Illness is that of GM01.
	Illness Text `json:"illness,omitempty"`
	// Hospital is that of an allowance, with the days of its stay or of its sessions, as far as they are known.
	Hospital     Text   `json:"hospital,omitempty"`
	AdmittedOn   Date   `json:"admitted_on,omitzero"`
	DischargedOn Date   `json:"discharged_on,omitzero"`
	Sessions     []Date `json:"sessions,omitempty"`
}

// Days are those of an allowance: its sessions, else the admission and the discharge.
func (r *LedgerRequest) Days() (days []Date) {
	if len(r.Sessions) > 0 {
		return r.Sessions
	}
	for _, day := range []Date{r.AdmittedOn, r.DischargedOn} {
		if !day.IsZero() && !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	return days
}

// LedgerRequests are what a claim asks for without an invoice: an allowance of which a day is known, the subsidy of NA1, the care of
// GM01.
func LedgerRequests(c *Claim) (list []LedgerExpense) {
	patient := c.PatientOrMember()
	add := func(asked LedgerRequest) {
		asked.Member = c.Member.Code
		list = append(list, LedgerExpense{Patient: patient, Asked: &asked})
	}
	if a := c.Allowance; a != nil {
		asked := LedgerRequest{Kind: AllowanceStay, Hospital: a.Hospital, AdmittedOn: a.AdmittedOn, DischargedOn: a.DischargedOn, Sessions: a.Sessions}
		if len(asked.Days()) > 0 {
			add(asked)
		}
	}
	if c.Dependency != nil {
		add(LedgerRequest{Kind: DependencyAid})
	}
	if s := c.SeriousIllness; s != nil && s.Illness != "" {
		add(LedgerRequest{Kind: SeriousIllnessCare, Illness: s.Illness})
	}
	return list
}

// LedgerOf gives what tells expense i of a claim apart, and whether it was refused.
func LedgerOf(c *Claim, i int) LedgerExpense {
	l := c.Expenses[i].Ledger()
	at := fmt.Sprintf("/expenses/%d", i)
	for _, f := range c.Findings {
		if pointer := string(f.Pointer); f.Severity == Reject && (pointer == at || strings.HasPrefix(pointer, at+"/")) {
			l.Rejected = true
		}
	}
	return l
}

// Ledger gives what tells an expense apart.
func (e *Expense) Ledger() LedgerExpense {
	l := LedgerExpense{DocumentType: e.DocumentType, Settlement: e.Settlement, Number: e.Number, Date: e.Date, Issuer: e.Issuer.VATNumber, Patient: e.Patient, Total: e.Total}
	if l.Issuer == "" {
		l.Issuer = e.Issuer.TaxCode
	}
	return l
}

// EarlierSend is a posted submission of a member.
type EarlierSend struct {
	ProtocolNumber string
	SentOn         Date
}

// PagePrint is what the page of an expense is known by when it comes again as another picture. It holds hashes, no words.
type PagePrint struct {
	// Expense is its index in the claim.
	Expense int
	// Text is the fingerprint (ocr/likeness), Bands the numbers that candidates are found by: prints of one paper share some.
	Text  string
	Bands []int64
}

// EarlierPrint is a page of an earlier expense that shares bands with another.
type EarlierPrint struct {
	EarlierExpense
	Text string
}
