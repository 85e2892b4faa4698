package claim

import "maps"

// Severity is what a finding does to a claim.
type Severity string

// The severities. A reject or suspend may rest only on accepted values.
const (
	Reject  Severity = "reject"
	Suspend Severity = "suspend"
	Review  Severity = "review"
	Info    Severity = "info"
)

// Finding is one thing the checks noticed.
type Finding struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	// Article is the rule it rests on ("18.2" is of the Regolamento); null when no rule does.
	Article Text `json:"article"`
	// Pointer is the JSON pointer of the value it is about; null when it is about none.
	Pointer Text `json:"pointer"`
	// Message is an Italian sentence a member can understand.
	Message string         `json:"message"`
	Detail  map[string]any `json:"detail"`
}

// NewFinding makes a finding with the severity and article of its code.
func NewFinding(code Code, pointer, message string) Finding {
	rule, ok := codes[code]
	if !ok {
		panic("claim: finding code " + string(code) + " is not in the contract")
	}
	return Finding{Code: code, Severity: rule.severity, Article: rule.article, Pointer: Text(pointer), Message: message, Detail: map[string]any{}}
}

// With adds a detail and returns the finding.
func (f Finding) With(key string, value any) Finding {
	detail := maps.Clone(f.Detail)
	if detail == nil {
		detail = map[string]any{}
	}
	detail[key] = value
	f.Detail = detail
	return f
}

// Under states the article of a rule set, where it differs from that of the table, and returns the finding.
func (f Finding) Under(article Text) Finding {
	f.Article = article
	return f
}

// Code is a finding's code, of the table in claim/v1.
type Code string

// Severity is the severity of the code while the values it rests on are accepted.
func (c Code) Severity() Severity { return codes[c].severity }

// Article is the one the contract's table names for the code; "" for none.
func (c Code) Article() Text { return codes[c].article }

// Codes lists every code of the contract.
func Codes() []Code {
	list := make([]Code, 0, len(codes))
	for code := range codes {
		list = append(list, code)
	}
	return list
}

type rule struct {
	severity Severity
	article  Text
}

const (
	stampAct = "DPR 642/72"
	guide    = "Guida 2012"
	vatAct   = "DPR 633/72 art. 21"
)

// codes is the table of claim/v1.
var codes = map[Code]rule{
	"file.empty":          {Review, ""},
	"file.truncated":      {Review, ""},
	"file.encrypted":      {Review, ""},
	"file.unsupported":    {Review, ""},
	"file.too_large":      {Review, ""},
	"file.too_many_pages": {Review, ""},
	"page.unreadable":     {Review, ""},

	"deadline.lapsed":            {Reject, "18.2"},
	"deadline.sent_date_unknown": {Review, "18.2"},

	"fiscal.patient_missing":           {Suspend, "17.2"},
	"fiscal.description_missing":       {Suspend, "17.2"},
	"fiscal.date_missing":              {Suspend, "17.2"},
	"fiscal.issuer_id_missing":         {Suspend, "17.2"},
	"fiscal.number_missing":            {Suspend, vatAct},
	"fiscal.patient_mismatch":          {Review, "17.2"},
	"fiscal.issuer_id_invalid":         {Review, "17.2"},
	"fiscal.illegible":                 {Review, "17.2"},
	"fiscal.hand_corrected":            {Review, "17.2"},
	"fiscal.date_in_future":            {Review, "17.2"},
	"fiscal.courtesy_copy":             {Review, ""},
	"fiscal.text_differs_from_picture": {Review, ""},
	"fiscal.amounts_do_not_add_up":     {Review, ""},
	"fiscal.not_an_invoice":            {Suspend, "17.2"},
	"fiscal.stamp_duty_missing":        {Info, stampAct},

	"language.translation_missing": {Suspend, "17.2"},
	"currency.rate_missing":        {Review, "17.7"},
	"settlement.balance_missing":   {Suspend, guide},
	"settlement.late_deposit":      {Review, "18.2"},

	"duplicate.invoice":    {Reject, ""},
	"duplicate.picture":    {Reject, ""},
	"duplicate.deposit":    {Reject, ""},
	"duplicate.open":       {Review, ""},
	"duplicate.submission": {Review, ""},
	"invoice.cancelled":    {Review, ""},

	"form.unsigned":                 {Suspend, "17.1"},
	"form.date_missing":             {Suspend, "17.1"},
	"form.field_missing":            {Suspend, "17.1"},
	"form.wrong_form":               {Suspend, "17.1"},
	"form.two_patients":             {Suspend, "17.1"},
	"form.row_without_invoice":      {Suspend, "17.1"},
	"form.total_mismatch":           {Review, "17.1"},
	"form.invoice_without_row":      {Review, "17.1"},
	"form.row_differs_from_invoice": {Review, "17.1"},
	"form.original_missing":         {Suspend, guide},
	"channel.not_allowed":           {Review, "17.5"},
	"form.too_many_sends":           {Review, guide},

	"papers.d01_missing":                  {Suspend, "17.2"},
	"papers.discharge_letter_missing":     {Suspend, "17.2"},
	"papers.prescription_missing":         {Suspend, "17.2"},
	"papers.medical_record_missing":       {Suspend, "17.2"},
	"papers.hospital_certificate_missing": {Suspend, "17.2"},
	"papers.xray_missing":                 {Suspend, "17.2"},
	"papers.dentist_statement_missing":    {Suspend, "17.2"},
	"papers.lab_certificate_missing":      {Suspend, "17.2"},
	"papers.medical_documents_missing":    {Suspend, "17.2"},
	"papers.estimate_missing":             {Suspend, "17.2"},
	"papers.qualification_missing":        {Suspend, "17.2"},
	"papers.prescription_expired":         {Suspend, guide},

	"dental.tooth_missing":                {Suspend, guide},
	"dental.unknown_code":                 {Review, guide},
	"dental.tooth_impossible":             {Review, guide},
	"dental.age_limit":                    {Review, guide},
	"dental.amounts_do_not_match_invoice": {Review, guide},
	"dependency.score_not_eligible":       {Reject, "15.6"},
	"dependency.score_inconsistent":       {Review, "15.6"},
	"dependency.enrolment_too_short":      {Review, "15.6"},
	"illness.none_or_many_marked":         {Review, "15.7"},
	"liability.third_party":               {Info, "17.3"},
	"claim.kind_unclear":                  {Review, ""},
	"value.unreadable":                    {Review, ""},
	"member.unknown":                      {Review, ""},
	"member.name_mismatch":                {Review, ""},
	"member.iban_invalid":                 {Review, "17.8"},
	"member.iban_changed":                 {Review, "17.8"},
	"member.tax_code_invalid":             {Review, ""},
	"coverage.waiting_period":             {Review, "16"},
	"coverage.not_covered_on_date":        {Review, "15.1"},
	"coverage.arrears":                    {Review, "13.4"},
	"service.not_covered":                 {Review, "18.1"},
	"check.not_run":                       {Info, ""},
}
