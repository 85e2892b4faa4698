package pipeline

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/likeness"
)

// strangersAmong are the expense documents of patients whom no form names. A form filled in by hand names its
// patient as it was read: a paper belongs to it all the same if another paper of the same tax code does, and a
// form of which no expense document would be left has its patient's name misread, not all papers of somebody else.
func strangersAmong(papers []*paper, owners []*owner) map[*paper]bool {
	strangers := map[*paper]bool{}
	for _, p := range papers {
		if p.copyOf == nil && !slices.ContainsFunc(owners, func(o *owner) bool { return !o.disowns(p) }) {
			strangers[p] = true
		}
	}
	for _, o := range owners {
		o.learnCodes(papers, strangers)
		for p := range strangers {
			if o.codes[p.patientCode()] {
				delete(strangers, p)
			}
		}
	}
	return strangers
}

// learnCodes notes the tax codes on the expense documents that are surely the form's; where it has none but should,
// that of the stranger who is called most like its patient, the first of equals.
func (o *owner) learnCodes(papers []*paper, strangers map[*paper]bool) {
	o.codes = map[string]bool{}
	alone := takesExpenses(o.form.kind)
	for _, p := range papers {
		if p.expense && !strangers[p] && o.owns(p) {
			alone = false
			if p.namesPatient() {
				o.codes[p.patientCode()] = true
			}
		}
	}
	if !alone {
		return
	}
	best, code := -1.0, ""
	for _, p := range papers {
		if !strangers[p] {
			continue
		}
		if like := o.resemblance(p); like > best {
			best, code = like, p.patientCode()
		}
	}
	if code != "" {
		o.codes[code] = true
	}
}

// owns tells that an expense document is the form's by a row or by the person it names.
func (o *owner) owns(p *paper) bool { return o.bestRow(p) >= certainPair || o.weighPerson(p) > 0 }

// perhapsItsRow is how much a row and a document agree that may be one expense, read badly.
const perhapsItsRow = 2

// disowns tells that the form has nothing to do with an expense document: no row like it, and a patient named with
// his tax code who is neither the form's nor the member, of whom not even the surname stands there nor a name that
// may be one of theirs read badly.
func (o *owner) disowns(p *paper) bool {
	if !p.expense || o.member.Surname == "" || o.patient.Surname == "" || !p.namesPatient() {
		return false
	}
	if o.bestRow(p) >= perhapsItsRow || o.resemblance(p) >= perhapsMisread {
		return false
	}
	words := p.words()
	for _, person := range []claim.Person{o.member, o.patient} {
		surname := strings.Fields(claim.FoldName(string(person.Surname)))
		if holdsCode(words, person) || slices.ContainsFunc(surname, func(part string) bool { return holdsWord(words, part) }) {
			return false
		}
	}
	return true
}

// perhapsMisread is the similarity from which on a person's whole name may be another one read badly from a hand: of
// pairs of common Italian names 3 in 100 are as similar, while "SCLALLA CISTMA" was written SCIARRA COSIMA (0.64).
const perhapsMisread = 0.5

// resemblance is how similar the patient's name on an expense document is to the patient's or member's on the form,
// from 0 to 1.
func (o *owner) resemblance(p *paper) float64 {
	fields, most := p.invoice().Fields, 0.0
	printed := claim.FoldName(fields["/patient/surname"].Value + " " + fields["/patient/name"].Value)
	for _, person := range []claim.Person{o.patient, o.member} {
		if person.Surname != "" && person.Name != "" {
			most = max(most, likeness.Similarity(claim.FoldName(string(person.Surname+" "+person.Name)), printed))
		}
	}
	return most
}

// patientCode is the tax code that the paper gives its patient; "" if it gives none.
func (p *paper) patientCode() string { return p.invoice().Fields["/patient/tax_code"].Value }

// namesPatient tells that the paper names its patient with a tax code that is valid and fits the name.
func (p *paper) namesPatient() bool {
	fields := p.invoice().Fields
	code, err := claim.ParseTaxCode(fields["/patient/tax_code"].Value)
	surname, name := fields["/patient/surname"].Value, fields["/patient/name"].Value
	return err == nil && surname != "" && code.Fits(surname, name)
}
