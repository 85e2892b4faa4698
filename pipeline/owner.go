package pipeline

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/extract/likeness"
	"pratica/validate"
)

// splitClaims makes one batch of papers for each form that opens a claim: papers go to the form of their patient
// and of their rows, else to the form they follow, those before the first to the first. Expense documents of
// somebody whom no form names are a claim without a form, for a reviewer. Blank pages, separators and envelopes
// belong to the first claim (claim/v1).
func splitClaims(papers []*paper) [][]*paper {
	owners := ownersOf(papers)
	if len(owners) == 0 {
		return [][]*paper{papers}
	}
	places := placesOf(papers, owners)
	joinDeposits(papers, owners, places)
	batches := make([][]*paper, len(owners)+1)
	for i, p := range papers {
		batches[places[i]] = append(batches[places[i]], p)
	}
	if strangers := len(owners); len(batches[strangers]) == 0 {
		batches = batches[:strangers]
	}
	return batches
}

// placesOf are the indexes of the forms that papers go to; that of strangers is one more.
func placesOf(papers []*paper, owners []*owner) []int {
	foreign := strangersAmong(papers, owners)
	places := make([]int, len(papers))
	before := 0 // the form that the paper follows
	for i, p := range papers {
		original := p
		if p.copyOf != nil {
			original = p.copyOf
		}
		switch own := slices.IndexFunc(owners, func(o *owner) bool { return o.form == original }); {
		case own >= 0:
			places[i], before = own, own
		case p.kind == claim.Blank, p.kind == claim.Separator, p.kind == claim.Envelope:
		case foreign[original]:
			places[i] = len(owners)
		default:
			places[i] = ownerOf(owners, original, before)
		}
	}
	return places
}

// owner is a form that opens a claim, with what tells which papers are its own.
type owner struct {
	form            *paper
	member, patient claim.Person
	rows            []formRow
	// codes are the tax codes of the patients of expense documents that are surely the form's.
	codes map[string]bool
}

// ownersOf are the forms that open claims.
func ownersOf(papers []*paper) (owners []*owner) {
	for _, p := range papers {
		if opensClaim(p.kind) && p.copyOf == nil {
			owners = append(owners, newOwner(p))
		}
	}
	return owners
}

func newOwner(p *paper) *owner {
	a := assembly{fields: map[string]formValue{}}
	p.values("", func(zone forms.Field, v formValue) {
		if zone.Pointer != "" && zone.Value == "" {
			a.fields[zone.Pointer] = v
		}
	})
	text := func(pointer string) claim.Text { return claim.Text(a.fields[pointer].Field.Value) }
	o := &owner{form: p, rows: a.usedRows(), member: claim.Person{Surname: text("/member/surname"), Name: text("/member/name")},
		patient: claim.Person{Surname: text("/patient/surname"), Name: text("/patient/name")}}
	surname, known := a.fields["/patient/surname"]
	if known && surname.Blank && a.fields["/patient/name"].Blank {
		o.patient = o.member
	}
	return o
}

// How much speaks for a form: a row that is surely the paper's is more than its patient, both more than its place, and
// that more than a likeness. An expense of teeth belongs to R02, and with NA1 and GM01 go no expenses at all.
const (
	ownRow       = 10
	ownReference = 8
	ownPatient   = 4
	ownMember    = 1
	ownKind      = 2
	ownPlace     = 2
	otherPerson  = -3
	// clearOwner is how much more must speak for the form of an expense document than for any other: what belongs to
	// another claim is wrong however well it is read.
	clearOwner = 3
)

// ownerOf is the index of the form that most speaks for; before is that of the one the paper follows.
func ownerOf(owners []*owner, p *paper, before int) int {
	if len(owners) == 1 {
		return 0
	}
	weights := make([]float64, len(owners))
	for i, o := range owners {
		weights[i] = o.weigh(p)
	}
	weights[before] += ownPlace
	best := before
	for i, weight := range weights {
		if weight > weights[best] {
			best = i
		}
	}
	for i, weight := range weights {
		if i != best && weights[best]-weight < clearOwner {
			p.perhapsOthers = true
		}
	}
	return best
}

func (o *owner) weigh(p *paper) float64 {
	weight := o.weighPerson(p)
	switch {
	case p.kind == claim.D01Document:
		if o.form.kind == claim.R02Document {
			weight += ownKind + ownPatient
		}
		for _, number := range p.references() {
			if slices.ContainsFunc(o.rows, func(row formRow) bool {
				return likeNumber(string(row.declared.Number), number, row.declared.Date.Year) > 2
			}) {
				weight += ownReference
			}
		}
	case p.expense:
		weight += rowWeight(o.bestRow(p))
		dental := p.invoice().Kind == claim.Dental
		if takesExpenses(o.form.kind) && dental == (o.form.kind == claim.R02Document) {
			weight += ownKind
		}
		if !takesExpenses(o.form.kind) {
			weight -= ownPatient
		}
	case o.asksAllowance() && (p.kind == claim.DischargeLetter || p.kind == claim.HospitalCertificate):
		weight += ownKind + ownPlace // more than a form that may have medical papers with it
	case slices.Contains(papersOf[o.form.kind], p.kind):
		weight += ownKind
	}
	return weight
}

// asksAllowance tells that a row of the form names no more than a hospital.
func (o *owner) asksAllowance() bool {
	return o.form.kind == claim.R01Document && slices.ContainsFunc(o.rows, func(row formRow) bool {
		d := row.declared
		return d.Issuer != "" && d.Number == "" && d.Date.IsZero() && !d.Amount.Known()
	})
}

// rowWeight is what the most similar row tells of an expense document's form: a pair that just passes for one may agree by
// chance in a date and an amount.
func rowWeight(score float64) float64 {
	const telling, whole = perhapsItsRow, 4 // from where a score tells anything, and all
	return ownRow * min(1, max(0, (score-telling)/(whole-telling)))
}

// papersOf are papers that go with one form rather than with another.
var papersOf = map[claim.DocumentKind][]claim.DocumentKind{
	claim.R02Document:   {claim.Xray, claim.Photo, claim.LabCertificate, claim.DentistStatement},
	claim.R01Document:   {claim.Prescription, claim.QualificationCertificate, claim.Translation},
	claim.NA1Document:   {claim.DischargeLetter, claim.MedicalRecord, claim.HospitalCertificate},
	claim.GM01Document:  {claim.DischargeLetter, claim.MedicalRecord, claim.HospitalCertificate},
	claim.RGM01Document: {claim.QualificationCertificate},
	claim.I07Document:   {claim.Estimate, claim.Proforma},
}

func takesExpenses(k claim.DocumentKind) bool {
	return k == claim.R01Document || k == claim.R02Document || k == claim.RGM01Document
}

// bestRow is how much the most similar row of the form agrees with an expense document.
func (o *owner) bestRow(p *paper) float64 {
	most := 0.0
	for _, row := range o.rows {
		most = max(most, row.compare(p.invoice()).score)
	}
	return most
}

// weighPerson looks for the form's patient, and for the member who may pay for him, on the paper.
func (o *owner) weighPerson(p *paper) float64 {
	if p.kind == claim.D01Document {
		return o.weighName(p.zone("patient.surname"), p.zone("patient.name"))
	}
	words := p.words()
	if p.expense {
		patient := p.invoice().Fields
		if samePart(claim.Text(patient["/patient/surname"].Value), o.patient.Surname) && samePart(claim.Text(patient["/patient/name"].Value), o.patient.Name) {
			return ownPatient + ownMember
		}
	}
	switch like := o.patientLike(p); {
	case o.patient.Surname != "" && (holdsName(words, o.patient) || holdsCode(words, o.patient)):
		return ownPatient
	case like > perhapsMisread: // a hand read badly
		return ownPatient * (like - perhapsMisread) / (1 - perhapsMisread)
	case o.member.Surname != "" && (holdsName(words, o.member) || holdsCode(words, o.member)):
		return ownMember
	case p.expense && o.codes[p.patientCode()]:
		return ownMember
	case p.expense && p.namesPatient() && o.patient.Surname != "":
		return otherPerson
	}
	return 0
}

// patientLike is how similar the patient whom an expense document names with his tax code is to the form's, from 0 to 1.
func (o *owner) patientLike(p *paper) float64 {
	if !p.expense || !p.namesPatient() || o.patient.Surname == "" || o.patient.Name == "" {
		return 0
	}
	fields := p.invoice().Fields
	return likePersonsName(string(o.patient.Surname), string(o.patient.Name),
		claim.Person{Surname: claim.Text(fields["/patient/surname"].Value), Name: claim.Text(fields["/patient/name"].Value)})
}

func (o *owner) weighName(surname, name string) float64 {
	mine := claim.FoldName(string(o.patient.Surname) + " " + string(o.patient.Name))
	its := claim.FoldName(surname + " " + name)
	switch {
	case mine == "" || its == "":
		return 0
	case likeness.Similarity(mine, its) >= misread, likeness.Similarity(mine, claim.FoldName(name+" "+surname)) >= misread:
		return 2 * ownPatient
	}
	return otherPerson
}

// words are those of all pages, folded as names are; of forms, of which only zones are read, there are none.
func (p *paper) words() map[string]bool {
	set := map[string]bool{}
	for _, page := range p.pages {
		for _, w := range page.reading.Words {
			for _, part := range strings.Fields(claim.FoldName(w.Text)) {
				set[part] = true
			}
			if code := claim.CompactIdentifier(w.Text); len(code) >= taxCodeLength { // a label may stick to it
				set[code[len(code)-taxCodeLength:]] = true
			}
		}
	}
	return set
}

// holdsName tells that each part of a person's name is among the words, one letter of a long one misread.
func holdsName(words map[string]bool, person claim.Person) bool {
	parts := strings.Fields(claim.FoldName(string(person.Surname) + " " + string(person.Name)))
	return person.Name != "" && !slices.ContainsFunc(parts, func(part string) bool { return !holdsWord(words, part) })
}

const taxCodeLength = 16

// longWord is from how many letters on one may be misread and the word still be known.
const longWord = 6

func holdsWord(words map[string]bool, part string) bool {
	if words[part] {
		return true
	}
	if len(part) < longWord {
		return false
	}
	for w := range words {
		if validate.OneReplaced(w, part) {
			return true
		}
	}
	return false
}

// holdsCode tells that a tax code that fits the person is among the words.
func holdsCode(words map[string]bool, person claim.Person) bool {
	for w := range words {
		if len(w) != taxCodeLength {
			continue
		}
		if code, err := claim.ParseTaxCode(w); err == nil && person.Name != "" && code.Fits(string(person.Surname), string(person.Name)) {
			return true
		}
	}
	return false
}

// zone is the value of a zone of a form by its id.
func (p *paper) zone(id string) string {
	value := ""
	p.values("", func(zone forms.Field, v formValue) {
		if zone.ID == id {
			value = v.Field.Value
		}
	})
	return value
}

// references are the numbers of the invoices that a D01 names.
func (p *paper) references() []string {
	var list []string
	p.values("", func(zone forms.Field, v formValue) {
		if strings.HasPrefix(zone.ID, "ref") && strings.HasSuffix(zone.ID, ".number") && v.Field.Value != "" {
			list = append(list, v.Field.Value)
		}
	})
	return list
}
