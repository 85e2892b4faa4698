package pipeline

import (
	"fmt"
	"strconv"
	"strings"

	"pratica/claim"
)

// setPatient completes the patient from the invoices that name him: tax code, and the birth date in it;
// without a form, the names too.
func (a *assembly) setPatient() {
	a.orderNames()
	for i := range a.claim.Expenses {
		e := &a.claim.Expenses[i]
		if a.claim.Form == "" && a.claim.Patient.Surname == "" && e.Patient.Surname != "" {
			pointer := rowPrefix + strconv.Itoa(i) + "/patient/"
			a.claim.Patient.Surname, a.claim.Patient.Name = e.Patient.Surname, e.Patient.Name
			a.claim.Provenance["/patient/surname"] = a.claim.Provenance[pointer+"surname"]
			a.claim.Provenance["/patient/name"] = a.claim.Provenance[pointer+"name"]
		}
	}
	unnamed := a.claim.Form == "" && a.claim.Patient.Surname == ""
	for i := range a.claim.Expenses {
		e := &a.claim.Expenses[i]
		code, err := claim.ParseTaxCode(string(e.Patient.TaxCode))
		if err != nil || !unnamed && !a.namesPatient(code, e.Patient) {
			continue
		}
		a.claim.Patient.TaxCode = e.Patient.TaxCode
		a.claim.Patient.BornOn = code.Born(a.claim.ReceivedOn)
		from := a.claim.Provenance[rowPrefix+strconv.Itoa(i)+"/patient/tax_code"]
		a.claim.Provenance["/patient/tax_code"] = from
		from.Method = claim.FromRule
		a.claim.Provenance["/patient/born_on"] = from
		return
	}
}

// namesPatient tells that a tax code is the patient's: its letters are those of his names. A provisional one has none, and is
// his where the same names stand beside it.
func (a *assembly) namesPatient(code claim.TaxCode, named claim.Person) bool {
	patient := a.claim.Patient
	if code.Numeric {
		return samePart(named.Surname, patient.Surname) && samePart(named.Name, patient.Name)
	}
	return code.Fits(string(patient.Surname), string(patient.Name))
}

// orderNames parts the names of a paper without the person's tax code so that a code on another paper of the envelope
// fits them: which words are the surname, print does not tell.
func (a *assembly) orderNames() {
	for i := range a.claim.Expenses {
		code, err := claim.ParseTaxCode(string(a.claim.Expenses[i].Patient.TaxCode))
		if err != nil {
			continue
		}
		for j := range a.claim.Expenses {
			p := &a.claim.Expenses[j].Patient
			if p.TaxCode != "" || p.Surname == "" || code.Fits(string(p.Surname), string(p.Name)) {
				continue
			}
			surname, name, ok := partBy(code, string(p.Surname), string(p.Name))
			if !ok {
				continue
			}
			p.Surname, p.Name = claim.Text(surname), claim.Text(name)
			at := fmt.Sprintf("/expenses/%d/patient/", j)
			from := a.claim.Provenance
			for _, part := range []string{"surname", "name"} {
				if p, ok := from[at+part]; ok {
					p.Confidence = min(from[at+"surname"].Confidence, from[at+"name"].Confidence)
					from[at+part] = p
				}
			}
		}
	}
}

// partBy parts the words of a name where a tax code fits the two parts, the surname first or last. It reports false if that
// is in no place or in several.
func partBy(code claim.TaxCode, surname, name string) (newSurname, newName string, ok bool) {
	for _, text := range []string{surname + " " + name, name + " " + surname} {
		words := strings.Fields(text)
		for n := 1; n < len(words); n++ {
			first, last := strings.Join(words[:n], " "), strings.Join(words[n:], " ")
			if !code.Fits(first, last) || first == newSurname && last == newName {
				continue
			}
			if ok {
				return "", "", false
			}
			newSurname, newName, ok = first, last, true
		}
	}
	return newSurname, newName, ok
}
