package pipeline

import (
	"fmt"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract"
)

// setPatient completes the patient from the invoices that name him: tax code, and the birth date in it;
// without a form, the names too.
func (a *assembly) setPatient() {
	a.orderNames()
	a.orderNamesOfRelatives()
	a.completeNames()
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

// askAboutPatient takes back that the machine stands for the patient's names where no form states them and nobody stands for them on
// any invoice: they are the invoices', and forms, whose boxes tell which is the surname, are read more surely.
func (a *assembly) askAboutPatient() {
	if a.claim.Form != "" {
		return
	}
	for _, part := range []string{"/patient/surname", "/patient/name"} {
		from, ok := a.claim.Provenance[part]
		value, err := a.claim.Get(part)
		if !ok || err != nil || from.Accepted != claim.AcceptedAuto {
			continue
		}
		named, sure := false, false
		for i := range a.claim.Expenses {
			pointer := rowPrefix + strconv.Itoa(i) + part
			if source, ok := a.claim.Provenance[pointer]; ok {
				if printed, err := a.claim.Get(pointer); err == nil && printed == value {
					named, sure = true, sure || source.Accepted != ""
					from.Confidence = min(from.Confidence, source.Confidence)
				}
			}
		}
		if named && !sure {
			from.Accepted = ""
			a.claim.Provenance[part] = from
		}
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
			a.renamePatient(j, surname, name)
		}
	}
}

// orderNamesOfRelatives turns the name of a patient round, of whom no code is known, where what passes for his first name is
// the surname of someone on a paper of the envelope whose tax code fits.
func (a *assembly) orderNamesOfRelatives() {
	surnames := map[string]bool{}
	for _, e := range a.claim.Expenses {
		for _, p := range []*claim.Person{&e.Patient, e.BilledTo} {
			if p == nil {
				continue
			}
			if code, err := claim.ParseTaxCode(string(p.TaxCode)); err == nil && fits(code, p.Surname, p.Name) {
				surnames[claim.FoldName(string(p.Surname))] = true
			}
		}
	}
	for i := range a.claim.Expenses {
		p := a.claim.Expenses[i].Patient
		if p.TaxCode == "" && surnames[claim.FoldName(string(p.Name))] && !surnames[claim.FoldName(string(p.Surname))] {
			a.renamePatient(i, string(p.Name), string(p.Surname))
		}
	}
}

// completeNames gives a patient whose tax code does not fit his names those of another paper with the same code, where they
// have all the words that were read and fit: the rest of a name was under a stamp, or on the next line.
func (a *assembly) completeNames() {
	for i := range a.claim.Expenses {
		p := a.claim.Expenses[i].Patient
		code, err := claim.ParseTaxCode(string(p.TaxCode))
		if err != nil || code.Numeric || p.Surname == "" || fits(code, p.Surname, p.Name) {
			continue
		}
		for _, e := range a.claim.Expenses {
			other := e.Patient
			if other.TaxCode == p.TaxCode && fits(code, other.Surname, other.Name) && extract.PartOfName(string(p.Surname+" "+p.Name), string(other.Surname+" "+other.Name)) {
				a.renamePatient(i, string(other.Surname), string(other.Name))
				for _, part := range []string{"surname", "name"} {
					pointer := fmt.Sprintf("/expenses/%d/patient/%s", i, part)
					from := a.claim.Provenance[pointer]
					from.Method = claim.FromRule
					a.claim.Provenance[pointer] = from
					a.mended[pointer] = true
				}
				break
			}
		}
	}
}

// renamePatient parts the names on a paper otherwise; neither part is then surer than the less sure one was.
func (a *assembly) renamePatient(i int, surname, name string) {
	p := &a.claim.Expenses[i].Patient
	p.Surname, p.Name = claim.Text(surname), claim.Text(name)
	at := fmt.Sprintf("/expenses/%d/patient/", i)
	from := a.claim.Provenance
	for _, part := range []string{"surname", "name"} {
		if p, ok := from[at+part]; ok {
			p.Confidence = min(from[at+"surname"].Confidence, from[at+"name"].Confidence)
			from[at+part] = p
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
