package validate

import (
	"strings"

	"pratica/claim"
)

// patient holds the person a document names against the claim's patient. Two valid tax codes decide; else
// the names, and a code against the names.
func (k *check) patient(i int) {
	e := &k.c.Expenses[i]
	claimed := k.claimedPatient()
	if e.DocumentType == "" {
		return
	}
	same := k.rule("fiscal.patient_same", expense(i), "patient/surname", "patient/name", "patient/tax_code", "/patient/surname", "/patient/name", "/patient/tax_code")
	if claimed.Surname == "" && claimed.TaxCode == "" {
		same.lack("non è noto per chi è la richiesta")
		return
	}
	mismatch := func(member, shown string) {
		if k.apart[i] {
			return // form.two_patients says it
		}
		if !k.legible(at(i, member), k.claimedAt(member)) || member == "patient/surname" && !k.legible(at(i, "patient/name"), k.claimedAt("patient/name")) {
			same.lack("un nome o un codice fiscale è letto con troppa incertezza") // a name hardly read is nobody else's
			return
		}
		if names := k.doubts(at(i, "patient/surname"), at(i, "patient/name"), k.claimedAt("patient/surname"), k.claimedAt("patient/name")); len(names) > 0 &&
			nearlySameName(e.Patient.Surname, e.Patient.Name, claimed.Surname, claimed.Name) {
			k.notPlain("i due nomi differiscono quanto basta a un errore di lettura", names)
			return
		}
		if k.mayBePayer(i, claimed) {
			k.notPlain("la persona letta può essere chi paga: nome e codice fiscale non sono tutti accettati", k.doubts(k.personOn(i)...))
			return
		}
		k.add(claim.NewFinding("fiscal.patient_mismatch", at(i, member),
			sentence("%s porta %s, ma la richiesta è per %s (%s).", theDocument(e), shown, fullName(claimed.Surname, claimed.Name), k.cited("fiscal.patient_mismatch"))).
			With("invoice", fullName(e.Patient.Surname, e.Patient.Name)).With("tax_code", string(e.Patient.TaxCode)).With("claim", fullName(claimed.Surname, claimed.Name)))
	}
	shownCode, shownErr := claim.ParseTaxCode(string(e.Patient.TaxCode))
	claimedCode, claimedErr := claim.ParseTaxCode(string(claimed.TaxCode))
	// of the right name, a code that nobody stands for is misread rather than another's
	guessed := (!k.accepted(at(i, "patient/tax_code")) || !k.acceptedCode(claimed.TaxCode)) && samePerson(e.Patient.Surname, e.Patient.Name, claimed.Surname, claimed.Name)
	named := fullyNamed(e.Patient.Surname, e.Patient.Name) && fullyNamed(claimed.Surname, claimed.Name)
	switch {
	case shownErr == nil && claimedErr == nil && shownCode == claimedCode:
		same.by(func() string { return "stesso codice fiscale" })
	case shownErr == nil && guessed:
		same.by(func() string { return "stesso nome; il codice fiscale è troppo incerto" })
	case shownErr == nil && claimedErr == nil && nearlySameCode(shownCode.Code, claimedCode.Code) && samePerson(e.Patient.Surname, e.Patient.Name, claimed.Surname, claimed.Name):
		same.by(func() string { return "stesso nome; i codici fiscali differiscono quanto basta a un errore di lettura" })
	case shownErr == nil && claimedErr == nil && shownCode != claimedCode && !shownCode.Numeric && !claimedCode.Numeric:
		mismatch("patient/tax_code", "il codice fiscale "+shownCode.Code)
	case named && !samePerson(e.Patient.Surname, e.Patient.Name, claimed.Surname, claimed.Name):
		mismatch("patient/surname", "il nome di "+fullName(e.Patient.Surname, e.Patient.Name))
	case shownErr == nil && !shownCode.Numeric && claimed.Surname != "" && !k.legible(k.claimedAt("patient/surname"), k.claimedAt("patient/name")):
		same.lack("il nome dell'assistito è letto con troppa incertezza")
	case shownErr == nil && !shownCode.Numeric && claimed.Surname != "" && !fitsName(shownCode, claimed.Surname, claimed.Name) &&
		!fitsName(shownCode, e.Patient.Surname, e.Patient.Name):
		mismatch("patient/tax_code", "il codice fiscale "+shownCode.Code)
	case named:
		same.by(func() string { return "stesso nome" })
	case shownErr == nil && !shownCode.Numeric && fitsName(shownCode, claimed.Surname, claimed.Name):
		same.by(func() string { return "il codice fiscale corrisponde al nome" })
	default:
		same.lack("i nomi sono troppo incompleti per un confronto")
	}
}

// nearlySameCode reports two tax codes that differ in a character or two: two people of one name differ in the day of birth and in the
// check letter at least, one paper's misreading that happens to be valid hardly in more.
func nearlySameCode(a, b string) bool {
	differ := claim.Replaced(a, b)
	return differ >= 0 && differ <= 2
}

// acceptedCode reports that somebody stands for the tax code of the claim's patient, wherever it stands.
func (k *check) acceptedCode(code claim.Text) bool {
	for pointer, value := range map[string]claim.Text{"/patient/tax_code": k.c.Patient.TaxCode, "/member/tax_code": k.c.Member.TaxCode} {
		if value == code && k.accepted(pointer) {
			return true
		}
	}
	return code == ""
}

// claimedPatient is the claim's patient; with relation self the names may stand with the member only.
func (k *check) claimedPatient() claim.Person {
	return k.c.PatientOrMember()
}

// claimedAt is the pointer of the value that claimedPatient takes for a member of the patient of an expense: that of the patient or, where
// the member is he and it stands with the member only, the member's.
func (k *check) claimedAt(member string) string {
	if k.c.Patient.Relation == claim.Family {
		return "/" + member
	}
	part := strings.TrimPrefix(member, "patient/")
	if part == "tax_code" && k.c.Patient.TaxCode == "" || part != "tax_code" && k.c.Patient.Surname == "" {
		return "/member/" + part
	}
	return "/" + member
}

// fullyNamed reports a name of two words or more, wherever they stand; a single one tells nobody apart.
func fullyNamed(surname, name claim.Text) bool {
	return len(strings.Fields(claim.FoldName(fullName(surname, name)))) > 1
}

func fullName(surname, name claim.Text) string {
	return strings.TrimSpace(string(surname) + " " + string(name))
}
