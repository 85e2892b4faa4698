// Package claim is the vocabulary of pratica: what arrives (Arrival, Submission), what is read
// (Document, Page, Provenance) and what adjudication receives (Claim with its Findings). It knows no
// other package of the project. The JSON form of Claim is the published contract "claim/v1": names are
// English, civil dates are dates in Europe/Rome, money is a decimal string with two places, an absent
// value is null and every array is present even if empty.
package claim

import "time"

// SchemaV1 names the contract; a published version never changes incompatibly.
const SchemaV1 = "claim/v1"

// Claim is one form, or one online request, for one patient with its expenses and attachments.
type Claim struct {
	Schema string `json:"schema" jsonschema:"enum=claim/v1"`

	// ID is a ULID; it stays the same over all versions. Version counts from 1.
	ID      string `json:"id"`
	Version int    `json:"version"`

	// Submission is the id of the envelope this claim came in. ProtocolNumber is its register number
	// ("2026-000123"), ExternalNumber the operator's own; both are null outside a server.
	Submission     string `json:"submission"`
	ProtocolNumber Text   `json:"protocol_number"`
	ExternalNumber Text   `json:"external_number"`

	CreatedAt  time.Time  `json:"created_at"`
	ProducedBy ProducedBy `json:"produced_by"`

	Channel Channel `json:"channel"`

	// Form is null for papers sent without a form. Kind is null while it is unclear.
	Form        Form `json:"form"`
	FormEdition Text `json:"form_edition"`
	Kind        Kind `json:"kind"`

	// RuleSet is the id of the rule set in force on the sent date, for adjudication to apply its rates.
	RuleSet string `json:"rule_set"`

	// ReceivedOn is the day of arrival. SentOn decides the deadline (Reg. 18.2); SentAt is the instant of
	// an online submission. SentEvidence says where the sent date comes from.
	ReceivedOn   Date         `json:"received_on"`
	SentOn       Date         `json:"sent_on"`
	SentAt       *time.Time   `json:"sent_at" jsonschema:"nullable"`
	SentEvidence SentEvidence `json:"sent_evidence"`

	Outcome Outcome `json:"outcome"`

	Member  Member  `json:"member"`
	Patient Patient `json:"patient"`

	Expenses []Expense `json:"expenses"`

	// DeclaredTotal is the TOTALE written on the form.
	DeclaredTotal Money `json:"declared_total"`

	Treatments     []Treatment     `json:"treatments"`
	Allowance      *Allowance      `json:"allowance" jsonschema:"nullable"`
	Dependency     *Dependency     `json:"dependency" jsonschema:"nullable"`
	SeriousIllness *SeriousIllness `json:"serious_illness" jsonschema:"nullable"`

	// ReturnMedicalRecord is the box "desidero che mi venga rispedita con costi a mio carico" (2012 only).
	ReturnMedicalRecord bool `json:"return_medical_record"`

	Signatures  Signatures   `json:"signatures"`
	Attachments []Attachment `json:"attachments"`
	Documents   []Document   `json:"documents"`
	Findings    []Finding    `json:"findings"`

	// Provenance says, by JSON pointer, where each value was read. A value without an entry is a
	// constant, an input of the submission, or derived by a rule. One pointer leads to no member: IssuedOnPointer.
	Provenance map[string]Provenance `json:"provenance"`
}

// ProducedBy names what produced a claim, so that it can be produced again.
type ProducedBy struct {
	Software    string `json:"software"`
	Forms       string `json:"forms"`
	Calibration string `json:"calibration"`
}

// Member is the enrolled worker (iscritto).
type Member struct {
	// Code is the codice FASCHIM, digits as printed on the card (7 on today's).
	Code    Text `json:"code"`
	Surname Text `json:"surname"`
	Name    Text `json:"name"`
	TaxCode Text `json:"tax_code"`
	Phone   Text `json:"phone"`
	Email   Text `json:"email"`
	// IBAN is written without spaces; it is on the form only on a first claim or a change.
	IBAN Text `json:"iban"`
}

// Patient is who received the care. With relation "self" the names repeat the member's.
type Patient struct {
	Relation Relation `json:"relation"`
	Surname  Text     `json:"surname"`
	Name     Text     `json:"name"`
	TaxCode  Text     `json:"tax_code"`
	BornOn   Date     `json:"born_on"`
}

// Person is a name as an invoice states it.
type Person struct {
	Surname Text `json:"surname"`
	Name    Text `json:"name"`
	TaxCode Text `json:"tax_code"`
}

// PatientOrMember is the patient of a claim; where the member is he, what stands with the member only is taken from there.
func (c *Claim) PatientOrMember() Person {
	p := Person{Surname: c.Patient.Surname, Name: c.Patient.Name, TaxCode: c.Patient.TaxCode}
	if c.Patient.Relation == Family {
		return p
	}
	if p.Surname == "" {
		p.Surname, p.Name = c.Member.Surname, c.Member.Name
	}
	if p.TaxCode == "" {
		p.TaxCode = c.Member.TaxCode
	}
	return p
}

// Expense is one row of the form with its invoice, or an invoice without a row.
//
// Arithmetic: Σ lines + contribution + vat + stamp_duty − discount = total;
// reimbursable = total − vat − stamp_duty − Σ excluded (Reg. 18.1). A withholding changes what is paid,
// not what was spent.
type Expense struct {
	// Row is the row of the form, from 1; 0 (null in JSON) for an invoice no row names.
	Row Count `json:"row"`

	Kind         Kind         `json:"kind"`
	DocumentType DocumentType `json:"document_type"`
	Settlement   Settlement   `json:"settlement"`

	Number Text   `json:"number"`
	Date   Date   `json:"date"`
	Issuer Issuer `json:"issuer"`

	// Patient is whom the invoice names; BilledTo is the payer when the invoice tells him apart.
	Patient  Person  `json:"patient"`
	BilledTo *Person `json:"billed_to" jsonschema:"nullable"`

	Description Text   `json:"description"`
	Lines       []Line `json:"lines"`

	// Currency is an ISO 4217 code; the amounts below are in it.
	Currency        Text     `json:"currency"`
	Total           Money    `json:"total"`
	VAT             Money    `json:"vat"`
	StampDuty       Money    `json:"stamp_duty"`
	StampDutyNumber Text     `json:"stamp_duty_number"`
	Contribution    Money    `json:"contribution"`
	Discount        Money    `json:"discount"`
	Withholding     Money    `json:"withholding"`
	Excluded        Excluded `json:"excluded"`
	Reimbursable    Money    `json:"reimbursable"`

	// ExchangeRate is units of Currency for one euro (ECB reference rate of the invoice date, Reg. 17.7);
	// null for euro and while no rate is known.
	ExchangeRate    Rate  `json:"exchange_rate"`
	ReimbursableEUR Money `json:"reimbursable_eur"`

	ThirdParty ThirdParty `json:"third_party"`

	// Declared is the row as the member wrote it; null for an invoice without a row.
	Declared *Declared `json:"declared" jsonschema:"nullable"`

	// Deadline is the last day on which this expense could be sent (Reg. 18.2).
	Deadline Date `json:"deadline"`
}

// Issuer is the provider (struttura o medico) that issued the expense document.
type Issuer struct {
	Name      Text `json:"name"`
	VATNumber Text `json:"vat_number"`
	TaxCode   Text `json:"tax_code"`
	// Country is an ISO 3166-1 alpha-2 code.
	Country Text `json:"country"`
}

// Line is one position of an invoice; Amount is its total without VAT.
type Line struct {
	Description Text  `json:"description"`
	Quantity    int   `json:"quantity"`
	Amount      Money `json:"amount"`
}

// Excluded are the items Reg. 18.1 never reimburses.
type Excluded struct {
	Administrative Money `json:"administrative"`
	RecordCopy     Money `json:"record_copy"`
	Digitisation   Money `json:"digitisation"`
	Other          Money `json:"other"`
}

// ThirdParty is the X of a row: liability of a third party, or a private insurance (Reg. 17.3).
type ThirdParty struct {
	Marked         bool  `json:"marked"`
	RefundedAmount Money `json:"refunded_amount"`
}

// Declared is one row of the expense table of R01 or R02.
type Declared struct {
	Number Text  `json:"number"`
	Issuer Text  `json:"issuer"`
	Date   Date  `json:"date"`
	Amount Money `json:"amount"`
}

// Treatment is one row of D01.
type Treatment struct {
	Code        Text `json:"code"`
	Description Text `json:"description"`
	// Tooth is in FDI notation.
	Tooth         Text  `json:"tooth"`
	Arch          Arch  `json:"arch"`
	Quantity      int   `json:"quantity"`
	Amount        Money `json:"amount"`
	InvoiceNumber Text  `json:"invoice_number"`
}

// Allowance is a daily allowance (diaria).
type Allowance struct {
	Hospital     Text   `json:"hospital"`
	AdmittedOn   Date   `json:"admitted_on"`
	DischargedOn Date   `json:"discharged_on"`
	Nights       int    `json:"nights"`
	Sessions     []Date `json:"sessions"`
	Deadline     Date   `json:"deadline"`
}

// Carer is the person who looks after the patient (NA1, GM01).
type Carer struct {
	Surname  Text `json:"surname"`
	Name     Text `json:"name"`
	Relation Text `json:"relation"`
	Phone    Text `json:"phone"`
}

// Dependency is the questionnaire of NA1; each score is 0, 5 or 10 (Reg. 15.6).
type Dependency struct {
	Carer     Carer  `json:"carer"`
	Accident  *bool  `json:"accident" jsonschema:"nullable"`
	Diagnosis Text   `json:"diagnosis"`
	Scores    Scores `json:"scores"`
	Total     *int   `json:"total" jsonschema:"nullable"`
}

// Scores are the six sections of NA1; nil while a cross was not read.
type Scores struct {
	Bathing    *int `json:"bathing" jsonschema:"nullable"`
	Dressing   *int `json:"dressing" jsonschema:"nullable"`
	Hygiene    *int `json:"hygiene" jsonschema:"nullable"`
	Mobility   *int `json:"mobility" jsonschema:"nullable"`
	Continence *int `json:"continence" jsonschema:"nullable"`
	Eating     *int `json:"eating" jsonschema:"nullable"`
}

// SeriousIllness is the request of GM01 (Reg. 15.7).
type SeriousIllness struct {
	Carer        Carer `json:"carer"`
	Illness      Text  `json:"illness"`
	Diagnosis    Text  `json:"diagnosis"`
	DischargedOn Date  `json:"discharged_on"`
	DiagnosedOn  Date  `json:"diagnosed_on"`
	Deadline     Date  `json:"deadline"`
}

// Signatures tells which signatures are there; nil means the place was not looked at or is optional
// and blank. Whose hand it is, is never judged.
type Signatures struct {
	Date          Date  `json:"date"`
	Member        *bool `json:"member" jsonschema:"nullable"`
	PrivacyMember *bool `json:"privacy_member" jsonschema:"nullable"`
	PrivacyFamily *bool `json:"privacy_family" jsonschema:"nullable"`
}

// Attachment is a paper that is neither form nor expense document.
type Attachment struct {
	Kind AttachmentKind `json:"kind"`
	// Document is the id of one of Claim.Documents.
	Document string `json:"document"`
}
