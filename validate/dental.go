package validate

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
)

// DentalRule is what the fund says of treatments on D01 (Guide 2012, "Odontoiatria"; Reg. 15.4 and 17.2 C).
type DentalRule struct {
	Article claim.Text `yaml:"article"`
	// Treatments are those the fund knows, by code.
	Treatments map[string]TreatmentRule `yaml:"treatments"`
	// Oldest is the age, in completed years on the day of the invoice, up to which treatments marked young are paid for, and
	// what an invoice calls so.
	Oldest int    `yaml:"oldest"`
	Young  phrase `yaml:"young"`
}

// TreatmentRule says where in the mouth a treatment is done: "tooth" (one of Teeth, any without), "arch" or "" for nowhere.
type TreatmentRule struct {
	Where string `yaml:"where"`
	Teeth []int  `yaml:"teeth"` // places in a quadrant, counted from the middle (FDI, ISO 3950): 1 and 2 are incisors, 3 the canine
	Young bool   `yaml:"young"`
}

func (r *DentalRule) check() error {
	if r == nil {
		return nil
	}
	if r.Article == "" || r.Oldest < 1 || len(r.Treatments) == 0 {
		return errors.New("dental: an article, the oldest age and treatments are needed")
	}
	for code, t := range r.Treatments {
		if !slices.Contains([]string{"", byTooth, byArch}, t.Where) || t.Where != byTooth && len(t.Teeth) > 0 {
			return fmt.Errorf("dental: treatment %s is done at %q on teeth %v", code, t.Where, t.Teeth)
		}
	}
	return nil
}

// Where a treatment is done.
const byTooth, byArch = "tooth", "arch"

// dental checks the treatments that a dentist declared.
func (k *check) dental() {
	rule := k.set.Dental
	if rule == nil || len(k.c.Treatments) == 0 {
		k.rule("dental.treatments", whole).skip("non ci sono prestazioni di un modulo D01")
	}
	if rule == nil {
		return
	}
	for i := range k.c.Treatments {
		k.treatment(i, rule)
	}
	k.tooOldFor(rule)
	k.treatmentsPaid()
}

func treatmentAt(i int, member string) string { return fmt.Sprintf("/treatments/%d/%s", i, member) }

// treatment checks one row: a code of the tariff, at a place where it can be done.
func (k *check) treatment(i int, rule *DentalRule) {
	t := &k.c.Treatments[i]
	row := k.rule("dental.treatment", treatmentRow(i), "code", "tooth", "arch")
	row.called(rule.Article, func() string { return "Modulo D01: codice, elemento e arcata" })
	known, ok := rule.Treatments[string(t.Code)]
	const unsure = "il codice è letto con troppa incertezza"
	switch code := treatmentAt(i, "code"); {
	case ok:
	case !k.legible(code) && t.Description != "":
		row.lack(unsure) // what was done is written beside it
		return
	case !k.legible(code):
		k.notPlain(unsure, []string{code})
		return
	default:
		k.add(claim.NewFinding("dental.unknown_code", code,
			fmt.Sprintf("Il codice %s del modulo D01 non è nel nomenclatore odontoiatrico.", t.Code)).With("code", string(t.Code)))
		return
	}
	what := cure(t)
	lacking := func(member, noun string) {
		k.missing(claim.NewFinding("dental.tooth_missing", treatmentAt(i, member), fmt.Sprintf("Sul modulo D01 manca %s per %s (%s).", noun, what, cite(rule.Article))).
			With("code", string(t.Code)).Under(rule.Article), noun+" per "+what+" sul modulo D01", k.doubts(treatmentAt(i, "code"))...)
	}
	switch placed := t.Tooth != "" || t.Arch != ""; {
	case known.Where == byArch && !placed:
		lacking("arch", "l'arcata")
	case known.Where == byTooth && !placed:
		lacking("tooth", "l'elemento dentario")
	case known.Where == byTooth && t.Tooth != "":
		k.toothPossible(i, known, what)
	}
}

// toothPossible holds each tooth of a row against what can be done there.
func (k *check) toothPossible(i int, known TreatmentRule, what string) {
	pointer := treatmentAt(i, "tooth")
	if !k.legible(pointer) {
		k.trace.now().lack("l'elemento è letto con troppa incertezza")
		return // a tooth hardly read is no other tooth
	}
	for _, tooth := range strings.Split(string(k.c.Treatments[i].Tooth), ", ") {
		_, place, ok := claim.Tooth(tooth)
		if !ok {
			k.add(claim.NewFinding("dental.tooth_impossible", pointer, fmt.Sprintf("L'elemento dentario %s per %s non esiste.", tooth, what)).With("tooth", tooth))
		} else if len(known.Teeth) > 0 && !slices.Contains(known.Teeth, place) {
			k.add(claim.NewFinding("dental.tooth_impossible", pointer, sentence("%s non è possibile sull'elemento %s.", what, tooth)).
				With("tooth", tooth).With("code", string(k.c.Treatments[i].Code)))
		}
	}
}

// cure names a treatment: "la prestazione 2606 (otturazione di III classe)".
func cure(t *claim.Treatment) string {
	name := "la prestazione " + string(t.Code)
	if t.Description != "" {
		name += " (" + string(t.Description) + ")"
	}
	return name
}

// tooOldFor notes cures for children of somebody who is none: by their code on D01, or by the words of an invoice.
func (k *check) tooOldFor(rule *DentalRule) {
	born := k.bornOn()
	if born.IsZero() {
		return
	}
	note := func(pointer, what string, on claim.Date) {
		age := ageOn(born, on)
		young := k.rule("dental.age", whole, pointer, "/patient/born_on", "/patient/tax_code")
		young.called(rule.Article, func() string { return "Cure previste solo per bambini" })
		young.by(func() string {
			return fmt.Sprintf("%s: nato %s, %s; il limite è %d", what, theDay(born), counted(age, "anno compiuto", "anni compiuti"), rule.Oldest)
		})
		if !on.IsZero() && age > rule.Oldest {
			k.add(claim.NewFinding("dental.age_limit", pointer, fmt.Sprintf("Per %s il rimborso è previsto fino a %d anni: il paziente ne aveva %d (%s).", what, rule.Oldest, age, cite(rule.Article))).
				With("age", age).With("born_on", born.String()).Under(rule.Article))
		}
	}
	for i := range k.c.Treatments {
		if t := &k.c.Treatments[i]; rule.Treatments[string(t.Code)].Young {
			note(treatmentAt(i, "code"), cure(t), k.billedOn(t))
		}
	}
	if rule.Young.Regexp == nil {
		return
	}
	for i := range k.c.Expenses {
		if e := &k.c.Expenses[i]; e.Kind == claim.Dental && e.DocumentType != "" && !slices.ContainsFunc(k.c.Treatments, func(t claim.Treatment) bool { return rule.Treatments[string(t.Code)].Young }) {
			if pointer, words := k.says(i, rule.Young, phrase{}); pointer != "" {
				note(pointer, "«"+words+"»", e.Date)
			}
		}
	}
}

// bornOn is the patient's day of birth: stated, or that of his tax code; unknown where it was hardly read.
func (k *check) bornOn() claim.Date {
	if !k.c.Patient.BornOn.IsZero() && k.legible("/patient/born_on") {
		return k.c.Patient.BornOn
	}
	if !k.legible("/patient/tax_code", "/member/tax_code") {
		return claim.Date{}
	}
	code, err := claim.ParseTaxCode(string(k.claimedPatient().TaxCode))
	if err != nil || code.Numeric {
		return claim.Date{}
	}
	return code.Born(k.receivedOn())
}

// ageOn is how many years somebody has completed on a day.
func ageOn(born, on claim.Date) int {
	years := on.Year - born.Year
	if on.Month < born.Month || on.Month == born.Month && on.Day < born.Day {
		years--
	}
	return years
}

// billedOn is the date of the invoice that a treatment names; of the latest where it names none.
func (k *check) billedOn(t *claim.Treatment) claim.Date {
	var latest claim.Date
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		if t.InvoiceNumber != "" && sameNumber(e, string(t.InvoiceNumber)) {
			return e.Date
		}
		if latest.Before(e.Date) {
			latest = e.Date
		}
	}
	return latest
}

// treatmentsPaid holds what the dentist wrote on D01 against what he billed: the sums must agree, before or after stamp
// duty, contribution and discount. Nothing is said of amounts hardly read, and of part payments, which bill as they like.
func (k *check) treatmentsPaid() {
	if len(k.c.Treatments) == 0 || len(k.c.Expenses) == 0 {
		return
	}
	agree := k.rule("dental.amounts", whole)
	declared, total, paid, listed := claim.Cents(0), claim.Cents(0), claim.Cents(0), claim.Cents(0)
	for i := range k.c.Treatments {
		t := &k.c.Treatments[i]
		k.looks(treatmentAt(i, "amount"))
		if !t.Amount.Known() || !k.legible(treatmentAt(i, "amount"), treatmentAt(i, "code")) {
			agree.lack("una prestazione non ha l'importo, o è letta con troppa incertezza")
			return
		}
		declared = declared.Add(t.Amount)
	}
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		if e.DocumentType == "" || e.DocumentType == claim.CreditNoteType || e.Settlement == claim.Deposit || e.Settlement == claim.Balance ||
			foreign(e) || !e.Total.Known() || !k.legible(at(i, "total")) {
			agree.lack("una fattura è un acconto o un saldo, è estera, o il suo totale è incerto")
			return
		}
		net := e.Total.Sub(e.VAT).Sub(e.StampDuty).Sub(e.Contribution)
		total, paid, listed = total.Add(e.Total), paid.Add(net), listed.Add(net.Add(e.Discount))
	}
	agree.by(func() string {
		return fmt.Sprintf("prestazioni %s; fatture %s (%s senza bollo e contributi)", declared.Italian(), total.Italian(), paid.Italian())
	})
	if slices.ContainsFunc([]claim.Money{total, paid, listed}, declared.Equal) {
		return
	}
	for _, billed := range []claim.Money{total, paid, listed} {
		if misread := k.stampInTreatments(billed.Sub(declared)); len(misread) > 0 {
			k.notPlain("le somme non tornano, ma basta un valore letto male o non letto a spiegarlo", misread)
			return
		}
	}
	if unsure := k.doubts(k.treatmentAmounts()...); len(unsure) > 0 {
		k.notPlain("le somme non tornano, ma non tutti gli importi del modulo D01 sono sicuri", unsure)
		return
	}
	k.add(claim.NewFinding("dental.amounts_do_not_match_invoice", "/treatments",
		fmt.Sprintf("Le prestazioni del modulo D01 sommano a %s, le fatture a %s.", euro(declared), euro(listed))).With("treatments", declared.String()).With("invoices", listed.String()))
}

// treatmentAmounts are the pointers to what the treatments cost.
func (k *check) treatmentAmounts() (pointers []string) {
	for i := range k.c.Treatments {
		pointers = append(pointers, treatmentAt(i, "amount"))
	}
	return pointers
}
