package synth

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
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
	// Paper is the same number, from 1, for the parts of a document that lies in several files; else 0.
	Paper int `json:"paper,omitempty"`
	// IssuedOn is the day that a prescription bears.
	IssuedOn claim.Date `json:"issued_on,omitzero"`
}

// truthOf is one claim of a submission. The values are taken from the structs that are drawn.
func truthOf(e *envelope) (map[string]any, error) {
	c := claim.Claim{
		Channel: e.Channel, Form: e.Form, FormEdition: claim.Text(e.Edition), Kind: e.kind(), RuleSet: "2024-01-01",
		ReceivedOn: e.ReceivedOn, SentOn: e.SentOn, Outcome: e.outcome(),
		Patient: e.claimPatient(), Expenses: e.expenses(), Treatments: e.treatments(),
	}
	drop := []string{"schema", "id", "version", "submission", "protocol_number", "external_number", "created_at", "produced_by", "sent_at",
		"sent_evidence", "provenance", "documents", "attachments", "findings"}
	if e.Form != "" {
		c.Member = claim.Member{Code: claim.Text(e.MemberCode), Surname: claim.Text(e.Member.Surname), Name: claim.Text(e.Member.Name),
			Phone: claim.Text(e.Phone), Email: claim.Text(e.Email), IBAN: claim.Text(e.IBAN)}
		if len(e.Rows) > 0 && !e.onlyAllowance() {
			c.DeclaredTotal = claim.Cents(e.DeclaredTotal)
		}
		c.Signatures = e.signatures()
	} else {
		drop = append(drop, "member") // who sent them is the desk's question
	}
	if e.Care != nil {
		e.careBlock(&c)
	}
	if e.Allowance != nil {
		c.Allowance = e.Allowance.truth(e)
	}
	for block, absent := range map[string]bool{"treatments": c.Treatments == nil, "dependency": c.Dependency == nil, "serious_illness": c.SeriousIllness == nil,
		"allowance":    c.Allowance == nil,
		"form_edition": e.Foreign} {
		if absent {
			drop = append(drop, block)
		}
	}
	out, err := asMap(c)
	if err != nil {
		return nil, err
	}
	for _, key := range drop {
		delete(out, key)
	}
	e.forget(out)
	if member, ok := out["member"].(map[string]any); ok {
		delete(member, "tax_code") // no form has a place for it; a member who is the patient has it on the invoices
	}
	patient := out["patient"].(map[string]any)
	if e.Form == "" {
		delete(patient, "relation")
		named, coded := false, false
		for _, x := range c.Expenses {
			named, coded = named || x.Patient.Surname != "", coded || x.Patient.TaxCode != ""
		}
		if !named { // as on the slips of a chemist
			delete(patient, "surname")
			delete(patient, "name")
		}
		if !coded {
			delete(patient, "tax_code")
			delete(patient, "born_on")
		}
	}
	if c.Patient.BornOn.IsZero() {
		delete(patient, "born_on")
	}
	for n, inv := range e.ofExpenses() {
		if inv != nil {
			inv.forget(out["expenses"].([]any)[n].(map[string]any))
		}
		if inv != nil && inv == e.corrected { // which of the two values holds is the reviewer's question
			e.correction.forget(out["expenses"].([]any)[n].(map[string]any))
		}
	}
	if rows, ok := out["treatments"].([]any); ok {
		for _, row := range rows {
			delete(row.(map[string]any), "description") // what a code is called is no reading
		}
	}
	return out, nil
}

// forget takes out of the truth what the member forgot to write: the values of the zones left blank.
func (e *envelope) forget(out map[string]any) {
	definition, ok := forms.Find(claim.DocumentKind(e.Form), "")
	if !ok {
		return
	}
	for _, id := range e.Blank {
		field, ok := definition.Field(id)
		if !ok || field.Pointer == "" {
			continue
		}
		var at any = out
		steps := strings.Split(field.Pointer, "/")[1:]
		for _, step := range steps[:len(steps)-1] {
			switch v := at.(type) {
			case map[string]any:
				at = v[step]
			case []any:
				n, _ := strconv.Atoi(step)
				at = v[n]
			}
		}
		at.(map[string]any)[steps[len(steps)-1]] = nil
	}
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
	if e.Allowance != nil {
		kind = e.Allowance.Kind
		if len(e.Invoices) > 0 {
			return claim.Mixed
		}
	}
	for _, inv := range e.Invoices {
		if !inv.isExpense() && len(e.Invoices) > 1 {
			continue
		}
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
	for n, inv := range e.ofExpenses() {
		x := claim.Expense{}
		if inv != nil {
			x = inv.expense()
		}
		if n < len(e.Rows) {
			row := e.Rows[n]
			x.Row = claim.Count(n + 1)
			x.ThirdParty.Marked = row.ThirdParty
			x.Declared = &claim.Declared{Number: claim.Text(row.Number), Issuer: claim.Text(row.Issuer), Date: row.Date, Amount: claim.Cents(row.Amount)}
			if row.Allowance {
				x.Kind, x.Declared.Amount = e.Allowance.Kind, claim.Money{}
			}
		}
		list = append(list, x)
	}
	return list
}
