package claim

import (
	"fmt"
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
