package eval

import (
	"strings"
	"unicode"

	"pratica/claim"
)

// Class says how a leaf of a claim is counted.
type Class string

// The classes.
const (
	// Paper is a value that stands on a paper and is read from it: the score.
	Paper Class = "paper"
	// Derived is a value that follows from others (a deadline, a kind) or is what a claim says when a paper
	// is silent ("0.00", false): counted apart.
	Derived Class = "derived"
	// Blank is an absence that was rightly left absent: not counted, but confidences are fitted on it.
	Blank Class = "blank"
)

// alike is how two values of a field are compared.
type alike int

const (
	asIs       alike = iota
	name             // letters only: no case, accents, apostrophes, marks or spaces
	identifier       // letters and digits only, no case
	digits           // digits only
	words            // letters and digits in words: no case, accents, apostrophes or marks, single spaces
	address          // no case, no spaces
	amount           // the number: 87.5 is 87.50
)

// field is a scored pointer, with * for an index.
type field struct {
	pointer string
	alike   alike
	// silent is what a claim says when the paper says nothing; "" means null.
	silent string
}

// fields are the values that are read from paper, in the order of the contract. Every other leaf of a
// claim is derived or not compared (see notCompared).
var fields = []field{
	{"/member/code", digits, ""}, {"/member/surname", name, ""}, {"/member/name", name, ""}, {"/member/tax_code", identifier, ""},
	{"/member/phone", digits, ""}, {"/member/email", address, ""}, {"/member/iban", identifier, ""},
	{"/patient/surname", name, ""}, {"/patient/name", name, ""}, {"/patient/tax_code", identifier, ""},
	{"/expenses/*/settlement", asIs, "single"}, {"/expenses/*/number", identifier, ""}, {"/expenses/*/date", asIs, ""},
	{"/expenses/*/issuer/name", name, ""}, {"/expenses/*/issuer/vat_number", identifier, ""}, {"/expenses/*/issuer/tax_code", identifier, ""},
	{"/expenses/*/patient/surname", name, ""}, {"/expenses/*/patient/name", name, ""}, {"/expenses/*/patient/tax_code", identifier, ""},
	{"/expenses/*/billed_to/surname", name, ""}, {"/expenses/*/billed_to/name", name, ""}, {"/expenses/*/billed_to/tax_code", identifier, ""},
	{"/expenses/*/description", words, ""},
	{"/expenses/*/lines/*/description", words, ""}, {"/expenses/*/lines/*/quantity", asIs, "1"}, {"/expenses/*/lines/*/amount", amount, ""},
	{"/expenses/*/currency", identifier, "EUR"}, {"/expenses/*/total", amount, ""}, {"/expenses/*/vat", amount, "0.00"},
	{"/expenses/*/stamp_duty", amount, "0.00"}, {"/expenses/*/stamp_duty_number", identifier, ""}, {"/expenses/*/contribution", amount, "0.00"},
	{"/expenses/*/discount", amount, "0.00"}, {"/expenses/*/withholding", amount, "0.00"},
	{"/expenses/*/excluded/administrative", amount, "0.00"}, {"/expenses/*/excluded/record_copy", amount, "0.00"},
	{"/expenses/*/excluded/digitisation", amount, "0.00"}, {"/expenses/*/excluded/other", amount, "0.00"},
	{"/expenses/*/third_party/marked", asIs, "false"}, {"/expenses/*/third_party/refunded_amount", amount, ""},
	{"/expenses/*/declared/number", identifier, ""}, {"/expenses/*/declared/issuer", name, ""}, {"/expenses/*/declared/date", asIs, ""},
	{"/expenses/*/declared/amount", amount, ""},
	{"/declared_total", amount, ""},
	{"/treatments/*/code", digits, ""}, {"/treatments/*/tooth", digits, ""}, {"/treatments/*/arch", asIs, ""},
	{"/treatments/*/quantity", asIs, "1"}, {"/treatments/*/amount", amount, ""}, {"/treatments/*/invoice_number", identifier, ""},
	{"/allowance/hospital", name, ""}, {"/allowance/admitted_on", asIs, ""}, {"/allowance/discharged_on", asIs, ""}, {"/allowance/sessions/*", asIs, ""},
	{"/dependency/carer/surname", name, ""}, {"/dependency/carer/name", name, ""}, {"/dependency/carer/relation", words, ""},
	{"/dependency/carer/phone", digits, ""}, {"/dependency/accident", asIs, ""}, {"/dependency/diagnosis", words, ""},
	{"/dependency/scores/bathing", asIs, ""}, {"/dependency/scores/dressing", asIs, ""}, {"/dependency/scores/hygiene", asIs, ""},
	{"/dependency/scores/mobility", asIs, ""}, {"/dependency/scores/continence", asIs, ""}, {"/dependency/scores/eating", asIs, ""},
	{"/dependency/total", asIs, ""},
	{"/serious_illness/carer/surname", name, ""}, {"/serious_illness/carer/name", name, ""}, {"/serious_illness/carer/relation", words, ""},
	{"/serious_illness/carer/phone", digits, ""}, {"/serious_illness/illness", asIs, ""}, {"/serious_illness/diagnosis", words, ""},
	{"/serious_illness/discharged_on", asIs, ""}, {"/serious_illness/diagnosed_on", asIs, ""},
	{"/return_medical_record", asIs, "false"},
	{"/signatures/date", asIs, ""}, {"/signatures/member", asIs, "false"}, {"/signatures/privacy_member", asIs, "false"},
	{"/signatures/privacy_family", asIs, "false"},
}

var fieldAt = func() map[string]field {
	byPointer := map[string]field{}
	for _, f := range fields {
		byPointer[f.pointer] = f
	}
	return byPointer
}()

// notCompared are the members of a claim that say nothing about reading: constants, what the case itself
// told the pipeline, ids, and what is compared in its own way (documents, findings).
var notCompared = []string{"/schema", "/id", "/version", "/submission", "/protocol_number", "/external_number", "/created_at", "/produced_by",
	"/channel", "/received_on", "/sent_on", "/sent_at", "/sent_evidence", "/attachments/*/document", "/documents", "/findings", "/provenance"}

func compared(pattern string) bool {
	for _, prefix := range notCompared {
		if pattern == prefix || strings.HasPrefix(pattern, prefix+"/") {
			return false
		}
	}
	return true
}

// silentAt is what a claim says at a pointer when the paper says nothing.
func silentAt(pattern, value string) bool {
	f, known := fieldAt[pattern]
	return value == "" || known && f.silent != "" && normal(f.alike, value) == normal(f.alike, f.silent) || !known && (value == "false" || value == "0.00")
}

// paperOf is the kind of document a value is read from: the claim's form, the expense's own document, or
// the form that alone has such values.
func paperOf(pattern, form, expenseType string) string {
	ofExpense := strings.HasPrefix(pattern, "/expenses/") && !strings.HasPrefix(pattern, "/expenses/*/declared") && !strings.HasPrefix(pattern, "/expenses/*/third_party")
	switch {
	case strings.HasPrefix(pattern, "/treatments/"):
		return string(claim.D01Document)
	case strings.HasPrefix(pattern, "/allowance/"):
		return string(claim.DischargeLetter)
	case pattern == "/patient/tax_code", ofExpense, form == "":
		if expenseType == "" {
			return string(claim.Invoice)
		}
		return expenseType
	}
	return form
}

// pattern is a pointer with * for its indexes.
func pattern(pointer string) string {
	steps := strings.Split(pointer, "/")
	for i, step := range steps {
		if step != "" && strings.Trim(step, "0123456789") == "" {
			steps[i] = "*"
		}
	}
	return strings.Join(steps, "/")
}

// Normal is the form in which two values of a pointer are the same.
func Normal(pointer, value string) string { return normal(fieldAt[pattern(pointer)].alike, value) }

func normal(how alike, value string) string {
	switch how {
	case name:
		return strings.ReplaceAll(claim.FoldName(value), " ", "")
	case identifier:
		return claim.CompactIdentifier(value)
	case digits:
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, value)
	case words:
		return foldWords(value)
	case address:
		return strings.ToLower(strings.Join(strings.Fields(value), ""))
	case amount:
		return sameAmount(value)
	}
	return value
}

// sameAmount writes 87.5 and 87.50 alike, and leaves what is no amount.
func sameAmount(value string) string {
	whole, fraction, _ := strings.Cut(value, ".")
	padded := whole + "." + (fraction + "00")[:max(2, len(fraction))]
	if m, err := claim.ParseMoney(padded); err == nil {
		return m.String()
	}
	return value
}

// foldWords is claim.FoldName with the digits left in.
func foldWords(value string) string {
	var parts []string
	for _, word := range strings.FieldsFunc(value, unicode.IsSpace) {
		start := 0
		var folded strings.Builder
		for i, r := range word + "0" {
			if unicode.IsDigit(r) {
				folded.WriteString(claim.FoldName(word[start:i]))
				if i < len(word) {
					folded.WriteRune(r)
				}
				start = i + 1
			}
		}
		parts = append(parts, strings.Fields(folded.String())...)
	}
	return strings.Join(parts, " ")
}

// ScoredPointers lists the values that are read from paper, with * for an index, in the order of the
// contract.
func ScoredPointers() []string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.pointer
	}
	return list
}
