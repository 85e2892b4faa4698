package validate

import (
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
)

// rightForm notes expenses that are asked for with other papers than this form (Reg. 17.1: R01 for invoices that are not
// dental, R02 for dental ones alone). Words of an invoice alone suspend nothing, and a form without a table of expenses may
// have an invoice beside it that asks for nothing.
func (k *check) rightForm() {
	rule := k.set.Forms[k.c.Form]
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		if e.DocumentType == "" || e.DocumentType == claim.CreditNoteType {
			continue
		}
		k.rule("form.right", expense(i), "/form", "kind")
		pointer, what := at(i, "kind"), kindNames[e.Kind]
		doubts := k.doubts(pointer)
		if !slices.Contains(rule.Refuses, e.Kind) {
			words, found := k.says(i, rule.Words, phrase{})
			if words == "" {
				continue
			}
			pointer, what, doubts = words, "«"+found+"»", []string{words}
		}
		if len(rule.Row) == 0 {
			doubts = append(doubts, "the form has no table of expenses")
		}
		k.add(claim.NewFinding("form.wrong_form", pointer,
			sentence("%s (%s) si presenta con %s, non con il modulo %s (%s).", theDocument(e), what, rule.Instead, k.c.Form, k.cited("form.wrong_form"))).
			With("check", "form").With("form", string(k.c.Form)).With("kind", string(e.Kind)), doubts...)
	}
}

// onePatient notes a form whose expenses are surely of several people, each of whom needs a form (Reg. 17.1). It is surer than
// fiscal.patient_mismatch, asks the member for something and stands instead of it: a single other name may be a slip of the
// issuer's or of the reader's, and a reviewer looks at it.
func (k *check) onePatient() {
	if k.c.Form == "" {
		return
	}
	k.rule("form.one_patient", whole, "/form")
	var of []int // an expense of each
	for i := range k.c.Expenses {
		if k.surelyNamed(i) && !slices.ContainsFunc(of, func(j int) bool { return !k.twoPeople(i, j) }) {
			of = append(of, i)
		}
	}
	if len(of) < 2 {
		return
	}
	var people []string
	for _, i := range of {
		e := &k.c.Expenses[i]
		people = append(people, fmt.Sprintf("%s (%s)", fullName(e.Patient.Surname, e.Patient.Name), named(e)))
		for j := range k.c.Expenses {
			other := &k.c.Expenses[j].Patient
			k.apart[j] = k.apart[j] || k.surelyNamed(j) && samePerson(e.Patient.Surname, e.Patient.Name, other.Surname, other.Name)
		}
	}
	last := len(people) - 1
	k.add(claim.NewFinding("form.two_patients", "/patient",
		fmt.Sprintf("Con il modulo %s si chiedono spese di %s e %s: serve un modulo per ogni persona (%s).", k.c.Form, strings.Join(people[:last], ", "), people[last], k.cited("form.two_patients"))).
		With("check", "form").With("expenses", of))
}

// surelyNamed reports an expense of whose patient the full name is accepted.
func (k *check) surelyNamed(i int) bool {
	e := &k.c.Expenses[i]
	return e.DocumentType != "" && e.Patient.Surname != "" && e.Patient.Name != "" && len(k.doubts(at(i, "patient/surname"), at(i, "patient/name"))) == 0
}

// twoPeople reports patients of two expenses who are two beyond doubt: of other names, and of two accepted tax codes of
// persons or, where one has none, of names that share no word. Relatives share a surname, issuers misspell names, and a code
// beside the right name may be the payer's.
func (k *check) twoPeople(i, j int) bool {
	a, b := &k.c.Expenses[i].Patient, &k.c.Expenses[j].Patient
	codeA, errA := claim.ParseTaxCode(string(a.TaxCode))
	codeB, errB := claim.ParseTaxCode(string(b.TaxCode))
	switch {
	case samePerson(a.Surname, a.Name, b.Surname, b.Name):
		return false
	case errA == nil && errB == nil && !codeA.Numeric && !codeB.Numeric:
		codeA.Code, codeB.Code = "", "" // omocodia writes one code in two ways
		return codeA != codeB && len(k.doubts(at(i, "patient/tax_code"), at(j, "patient/tax_code"))) == 0
	}
	words := strings.Fields(claim.FoldName(fullName(b.Surname, b.Name)))
	return !slices.ContainsFunc(strings.Fields(claim.FoldName(fullName(a.Surname, a.Name))), func(word string) bool { return slices.Contains(words, word) })
}
