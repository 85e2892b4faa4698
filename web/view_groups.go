package web

import (
	"fmt"
	"strconv"
	"strings"

	"pratica/claim"
)

// groupsBefore are the people of the claim.
func (b *claimBuilder) groupsBefore() []groupView {
	m, p := b.claim.Member, b.claim.Patient
	member := []valueView{b.text("/member/surname", m.Surname), b.text("/member/name", m.Name), b.text("/member/code", m.Code)}
	member = append(member, b.known(b.text("/member/phone", m.Phone), b.text("/member/email", m.Email), b.text("/member/tax_code", m.TaxCode))...)
	iban := b.value("/member/iban", spacedIBAN(m.IBAN))
	iban.Whole = true
	patient := []valueView{b.text("/patient/surname", p.Surname), b.text("/patient/name", p.Name), b.value("/patient/relation", p.Relation.Italian())}
	patient = append(patient, b.known(b.text("/patient/tax_code", p.TaxCode), b.date("/patient/born_on", p.BornOn))...)
	return []groupView{{"g-member", "Iscritto", append(member, iban)}, {"g-patient", "Assistito", patient}}
}

// known leaves out what is absent and was not looked for.
func (b *claimBuilder) known(values ...valueView) []valueView {
	kept := values[:0]
	for _, v := range values {
		if v.Text != "" || v.Mark != "" || v.Severity != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

// notNothing leaves out amounts of 0,00 that stand on no paper: defaults, and what a rule is sure of.
func (b *claimBuilder) notNothing(values ...valueView) []valueView {
	kept := values[:0]
	for _, v := range values {
		nothing := (v.Text == "0,00" || v.Text == "") && v.Page == 0 && v.Mark != "check"
		if !nothing || v.Severity != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

func (b *claimBuilder) expense(i int) expenseView {
	e := &b.claim.Expenses[i]
	at := "/expenses/" + strconv.Itoa(i)
	v := expenseView{ID: "g-expense-" + strconv.Itoa(i), Title: fmt.Sprintf("Spesa %d", i+1), Severity: string(b.worst[at]),
		Row: int(e.Row), HasRow: e.Declared != nil, HasBill: e.DocumentType != ""}
	switch {
	case !v.HasBill:
		v.Note = "manca la fattura"
	case !v.HasRow:
		v.Note = "non indicata sul modulo"
	}
	if v.HasBill {
		v.Amount = withCurrency(e.Total, e.Currency)
	}
	one := func(name string, value valueView, more ...valueView) {
		v.Rows = append(v.Rows, comparedView{Label: name, Invoice: value, More: more})
	}
	compare := func(name string, invoice, form valueView, differs bool) {
		v.Rows = append(v.Rows, comparedView{Label: name, Invoice: invoice, Form: form, OnForm: v.HasRow,
			Differs: differs && invoice.Text != "" && form.Text != ""})
	}
	var declared claim.Declared
	if e.Declared != nil {
		declared = *e.Declared
	}
	compare("Numero", b.text(at+"/number", e.Number), b.text(at+"/declared/number", declared.Number), plain(e.Number) != plain(declared.Number))
	compare("Data", b.date(at+"/date", e.Date), b.date(at+"/declared/date", declared.Date), e.Date != declared.Date)
	compare("Emessa da", b.text(at+"/issuer/name", e.Issuer.Name), b.text(at+"/declared/issuer", declared.Issuer), false)
	compare("Totale", b.money(at+"/total", e.Total), b.money(at+"/declared/amount", declared.Amount), !e.Total.Equal(declared.Amount))
	if v.HasBill {
		one("Intestata a", b.text(at+"/patient/surname", e.Patient.Surname), b.text(at+"/patient/name", e.Patient.Name))
		if p := e.BilledTo; p != nil {
			one("Pagata da", b.text(at+"/billed_to/surname", p.Surname), b.known(b.text(at+"/billed_to/name", p.Name), b.text(at+"/billed_to/tax_code", p.TaxCode))...)
		}
	}
	for _, value := range b.invoiceOnly(e, at) {
		one(value.Label, value)
	}
	for j, line := range e.Lines {
		pointer := at + "/lines/" + strconv.Itoa(j)
		v.Lines = append(v.Lines, lineView{b.text(pointer+"/description", line.Description), b.money(pointer+"/amount", line.Amount), line.Quantity})
	}
	return v
}

func (b *claimBuilder) invoiceOnly(e *claim.Expense, at string) []valueView {
	var values []valueView
	if e.DocumentType != "" {
		values = append(values, b.known(b.text(at+"/issuer/vat_number", e.Issuer.VATNumber), b.text(at+"/issuer/tax_code", e.Issuer.TaxCode))...)
		values = append(values, b.known(b.text(at+"/patient/tax_code", e.Patient.TaxCode))...)
		values = append(values, b.text(at+"/description", e.Description))
		values = append(values, b.known(b.value(at+"/kind", e.Kind.Italian()))...)
		values = append(values, b.unlessUsual(b.value(at+"/document_type", e.DocumentType.Italian()), "fattura"),
			b.unlessUsual(b.value(at+"/settlement", e.Settlement.Italian()), "unico"),
			b.unlessUsual(b.text(at+"/currency", e.Currency), "EUR"), b.unlessUsual(b.text(at+"/issuer/country", e.Issuer.Country), "IT"))
	}
	values = append(values, b.notNothing(
		b.money(at+"/vat", e.VAT), b.money(at+"/stamp_duty", e.StampDuty), b.text(at+"/stamp_duty_number", e.StampDutyNumber),
		b.money(at+"/contribution", e.Contribution), b.money(at+"/discount", e.Discount), b.money(at+"/withholding", e.Withholding),
		b.money(at+"/excluded/administrative", e.Excluded.Administrative), b.money(at+"/excluded/record_copy", e.Excluded.RecordCopy),
		b.money(at+"/excluded/digitisation", e.Excluded.Digitisation), b.money(at+"/excluded/other", e.Excluded.Other))...)
	values = append(values, b.known(b.money(at+"/reimbursable", e.Reimbursable))...)
	if e.Currency != "EUR" {
		values = append(values, b.known(b.money(at+"/reimbursable_eur", e.ReimbursableEUR))...)
	}
	if marked := e.ThirdParty.Marked; marked || b.claim.Provenance[at+"/third_party/marked"].Method != "" {
		values = append(values, b.value(at+"/third_party/marked", yesNo(&marked)))
	}
	values = append(values, b.known(b.money(at+"/third_party/refunded_amount", e.ThirdParty.RefundedAmount), b.date(at+"/deadline", e.Deadline))...)
	return dropEmpty(values)
}

// unlessUsual hides the value nearly every expense has, unless there is something to say about it.
func (b *claimBuilder) unlessUsual(v valueView, usual string) valueView {
	if (v.Text == usual || v.Text == "") && v.Mark != "check" && v.Severity == "" {
		return valueView{}
	}
	return v
}

func dropEmpty(values []valueView) []valueView {
	kept := values[:0]
	for _, v := range values {
		if v.Pointer != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

// groupsAfter are the total and whatever else this claim has.
func (b *claimBuilder) groupsAfter() []groupView {
	c := b.claim
	sum, base := claim.Money{}, claim.Money{}
	for _, e := range c.Expenses {
		if e.Currency == "EUR" || e.Currency == "" {
			sum = sum.Add(e.Total)
		}
		base = base.Add(e.ReimbursableEUR)
	}
	groups := []groupView{{"g-declared_total", "Totale", append([]valueView{b.money("/declared_total", c.DeclaredTotal)},
		b.known(derived("Somma fatture", sum), derived("Base rimborsabile", base))...)}}
	groups = append(groups, b.otherBlocks()...)
	s := c.Signatures
	signatures := append([]valueView{b.date("/signatures/date", s.Date), b.value("/signatures/member", present(s.Member))},
		b.known(b.value("/signatures/privacy_member", present(s.PrivacyMember)), b.value("/signatures/privacy_family", present(s.PrivacyFamily)))...)
	return append(groups, groupView{"g-signatures", "Firme", signatures})
}

func derived(name string, m claim.Money) valueView {
	return valueView{Label: name, Text: m.Italian(), Numeric: true}
}

func present(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "presente"
	default:
		return "assente"
	}
}

// otherBlocks are those of the forms that are not expense forms, and the attachments.
func (b *claimBuilder) otherBlocks() []groupView {
	c := b.claim
	var groups []groupView
	add := func(id, title string, values ...valueView) {
		if kept := b.known(values...); len(kept) > 0 {
			groups = append(groups, groupView{id, title, kept})
		}
	}
	for i, t := range c.Treatments {
		at := "/treatments/" + strconv.Itoa(i)
		add("g-treatment-"+strconv.Itoa(i), fmt.Sprintf("Cura %d", i+1), b.text(at+"/code", t.Code), b.text(at+"/description", t.Description),
			b.text(at+"/tooth", t.Tooth), b.value(at+"/arch", t.Arch.Italian()), b.money(at+"/amount", t.Amount),
			b.text(at+"/invoice_number", t.InvoiceNumber))
	}
	if a := c.Allowance; a != nil {
		values := []valueView{b.text("/allowance/hospital", a.Hospital), b.date("/allowance/admitted_on", a.AdmittedOn),
			b.date("/allowance/discharged_on", a.DischargedOn), b.value("/allowance/nights", positive(a.Nights))}
		for i, day := range a.Sessions {
			values = append(values, b.date("/allowance/sessions/"+strconv.Itoa(i), day))
		}
		add("g-allowance", "Diaria", append(values, b.date("/allowance/deadline", a.Deadline))...)
	}
	if d := c.Dependency; d != nil {
		add("g-dependency", "Non autosufficienza", append(b.carer("/dependency/carer", d.Carer),
			b.value("/dependency/accident", yesNo(d.Accident)), b.text("/dependency/diagnosis", d.Diagnosis),
			b.score("/dependency/scores/bathing", d.Scores.Bathing), b.score("/dependency/scores/dressing", d.Scores.Dressing),
			b.score("/dependency/scores/hygiene", d.Scores.Hygiene), b.score("/dependency/scores/mobility", d.Scores.Mobility),
			b.score("/dependency/scores/continence", d.Scores.Continence), b.score("/dependency/scores/eating", d.Scores.Eating),
			b.score("/dependency/total", d.Total))...)
	}
	if s := c.SeriousIllness; s != nil {
		add("g-serious_illness", "Grave malattia", append(b.carer("/serious_illness/carer", s.Carer),
			b.value("/serious_illness/illness", claim.IllnessItalian(s.Illness)), b.text("/serious_illness/diagnosis", s.Diagnosis),
			b.date("/serious_illness/discharged_on", s.DischargedOn), b.date("/serious_illness/diagnosed_on", s.DiagnosedOn),
			b.date("/serious_illness/deadline", s.Deadline))...)
	}
	var attachments []valueView
	for i, a := range c.Attachments {
		attachments = append(attachments, b.value(fmt.Sprintf("/attachments/%d", i), attachmentWord(a.Kind)))
	}
	add("g-attachments", "Allegati", attachments...)
	return groups
}

func (b *claimBuilder) carer(at string, c claim.Carer) []valueView {
	return []valueView{b.text(at+"/surname", c.Surname), b.text(at+"/name", c.Name), b.text(at+"/relation", c.Relation), b.text(at+"/phone", c.Phone)}
}

func (b *claimBuilder) score(pointer string, n *int) valueView {
	if n == nil {
		return b.value(pointer, "")
	}
	v := b.value(pointer, strconv.Itoa(*n))
	v.Numeric = true
	return v
}

func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// plain is what counts when two numbers of an invoice are compared: letters and digits.
func plain(t claim.Text) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, string(t))
}

// spacedIBAN groups by four, as people read it.
func spacedIBAN(iban claim.Text) string {
	var b strings.Builder
	for i, r := range string(iban) {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func withCurrency(m claim.Money, currency claim.Text) string {
	switch {
	case !m.Known():
		return ""
	case currency == "EUR" || currency == "":
		return m.Italian() + " €"
	default:
		return m.Italian() + " " + string(currency)
	}
}
