package pipeline

import (
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract"
	"pratica/extract/likeness"
)

const (
	// legibleName is the probability from which on a part of a name is left as it was read.
	legibleName = 0.985
	// sameSurname is how similar a surname must be to the printed one below that, unless it is a scrap of less than half
	// the length.
	sameSurname = 0.3
	// sameFirstName is how similar more than that a first name must be: relatives share the surname. A scrap of it must be
	// illegible.
	sameFirstName = 0.6
	// legibleGiven is the raw confidence from which on a first name that is one stays as it was read: a relative's.
	legibleGiven = 0.8
)

// mendPersons reads the names of the patient, and of the member where he is the patient, with the documents beside
// them: a name that was hardly read is taken for that of the one person whom the documents name with a tax code that
// fits, if it is like it. A member whose relative's documents lie there is not.
func (a *assembly) mendPersons() {
	block := "/patient/"
	if a.claim.Patient.Relation == claim.Self {
		block = "/member/"
	}
	if a.claim.Form == "" || a.textOf(block+"surname") == "" && a.textOf(block+"name") == "" {
		return
	}
	printed, ok := a.likePerson(a.textOf(block+"surname"), a.textOf(block+"name"))
	if !ok || block == "/patient/" && a.nearerToMember(printed) {
		return
	}
	for part, value := range map[string]claim.Text{"surname": printed.Surname, "name": printed.Name} {
		if !a.mendName(block+part, string(value)) || block != "/member/" {
			continue
		}
		_ = a.claim.Set("/patient/"+part, string(value)) // the member's own name, once more
		from := a.claim.Provenance[block+part]
		a.claim.Provenance["/patient/"+part] = from
		a.mended["/patient/"+part] = true
	}
}

func (a *assembly) textOf(pointer string) string {
	text, _ := a.claim.Get(pointer)
	return text
}

// mendName replaces a part of a name that is not surely legible, and tells whether it did.
func (a *assembly) mendName(pointer, printed string) bool {
	read := a.textOf(pointer)
	from, ok := a.claim.Provenance[pointer]
	alike := likeness.Similarity(claim.FoldName(read), claim.FoldName(printed))
	scrap := 2*len([]rune(read)) < len([]rune(printed))
	same := alike >= sameSurname || scrap
	if strings.HasSuffix(pointer, "/name") {
		same = alike > sameFirstName && !(from.Confidence >= legibleGiven && extract.GivenName(read)) || scrap && from.Confidence < illegible
	}
	if !ok || !handRead(from.Method) || alike == 1 || !same {
		return false
	}
	if calibration().apply(FieldTypeIn(&a.claim, read, pointer), from.Confidence) >= legibleName || a.claim.Set(pointer, printed) != nil {
		return false
	}
	from.Method = claim.FromRule
	from.Confidence = 0.6 + 0.35*alike
	a.claim.Provenance[pointer] = from
	a.mended[pointer] = true
	return true
}

// likePerson is the person whom documents name with a tax code and who is called like what was read, if it is one.
func (a *assembly) likePerson(surname, name string) (found claim.Person, ok bool) {
	most, other := perhapsMisread, 0.0
	for i := range a.claim.Expenses {
		p := a.claim.Expenses[i].Patient
		code, err := claim.ParseTaxCode(string(p.TaxCode))
		if err != nil || !code.Fits(string(p.Surname), string(p.Name)) || a.claim.Provenance[rowPrefix+strconv.Itoa(i)+"/patient/tax_code"].Confidence < printedWell {
			continue
		}
		like := likePersonsName(surname, name, p)
		switch {
		case ok && samePart(p.Surname, found.Surname) && samePart(p.Name, found.Name):
		case like >= most:
			if ok {
				other = most
			}
			found, most, ok = p, like, true
		default:
			other = max(other, like)
		}
	}
	return found, ok && most-other > 0.15
}

// likePersonsName is how similar a written name is to a printed person's, whichever part was written first.
func likePersonsName(surname, name string, p claim.Person) float64 {
	printed := claim.FoldName(string(p.Surname + " " + p.Name))
	return max(likeness.Similarity(claim.FoldName(surname+" "+name), printed), likeness.Similarity(claim.FoldName(name+" "+surname), printed))
}

// nearerToMember tells that a person is called more like the member than like the patient of the form.
func (a *assembly) nearerToMember(p claim.Person) bool {
	m, own := a.claim.Member, a.claim.Patient
	return likePersonsName(string(m.Surname), string(m.Name), p) > likePersonsName(string(own.Surname), string(own.Name), p)
}

// doubtMended keeps names that documents gave the form, and what is known of the person by them, from being accepted,
// whatever else they were counted for.
func (a *assembly) doubtMended() {
	for pointer := range a.mended {
		person := pointer[:strings.LastIndex(pointer, "/")]
		for _, pointer := range []string{pointer, person + "/tax_code", person + "/born_on"} {
			if from, ok := a.claim.Provenance[pointer]; ok {
				from.Confidence = min(from.Confidence, mostMended)
				a.claim.Provenance[pointer] = from
			}
		}
	}
}
