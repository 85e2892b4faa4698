package validate

import (
	"context"
	"fmt"
	"slices"

	"pratica/claim"
)

// MemberRegister knows the enrolled members.
type MemberRegister interface {
	// Member gives what the register holds under a codice FASCHIM; ok is false when there is none.
	Member(ctx context.Context, code string) (enrolment claim.Enrolment, ok bool, err error)
	// Empty reports a register that holds nobody: nobody is held against it.
	Empty(ctx context.Context) (bool, error)
	// MembersOf are those of codes that the register holds.
	MembersOf(ctx context.Context, codes []string) ([]claim.Enrolment, error)
}

// againstRegister holds member and patient against the register: code, names and tax code against each other, the account
// against the one that is known, and the days of the expenses against the enrolment.
func (k *check) againstRegister(ctx context.Context) error {
	empty := k.in.Members == nil
	if !empty {
		var err error
		if empty, err = k.in.Members.Empty(ctx); err != nil {
			return fmt.Errorf("look up the register: %w", err)
		}
	}
	if empty {
		k.notRun("member_register", "L'iscritto non è stato confrontato con l'anagrafica: l'elenco degli iscritti non è disponibile.")
		return nil
	}
	code := string(k.c.Member.Code)
	if code == "" || !k.legible("/member/code") {
		return nil // a code that is a guess is nobody's; whoever needs it must read it first
	}
	known, ok, err := k.in.Members.Member(ctx, code)
	switch {
	case err != nil:
		return fmt.Errorf("look up the member: %w", err)
	case !ok:
		k.add(claim.NewFinding("member.unknown", "/member/code", fmt.Sprintf("Il codice FASCHIM %s non è tra gli iscritti.", code)).With("code", code))
		return nil
	}
	if k.isAnother(known.Member, code) {
		return nil
	}
	k.changedAccount(known)
	if who := k.enrolledPatient(known); who != nil {
		k.coverage(*who, known.Arrears)
		k.enrolledLongEnough(*who)
	}
	return nil
}

// isAnother notes a member whose name or tax code is not that of the code.
func (k *check) isAnother(known claim.Enrolled, code string) bool {
	m := k.c.Member
	switch {
	case m.Surname != "" && m.Name != "" && k.legible("/member/surname", "/member/name") && !samePerson(m.Surname, m.Name, known.Surname, known.Name):
		k.add(claim.NewFinding("member.name_mismatch", "/member/surname",
			fmt.Sprintf("Il codice FASCHIM %s non è di %s.", code, fullName(m.Surname, m.Name))).With("code", code))
	case m.TaxCode != "" && known.TaxCode != "" && k.legible("/member/tax_code") && !sameTaxCode(m.TaxCode, known.TaxCode):
		k.add(claim.NewFinding("member.name_mismatch", "/member/tax_code",
			fmt.Sprintf("Il codice fiscale %s non è quello dell'iscritto con codice FASCHIM %s.", m.TaxCode, code)).With("code", code).With("tax_code", string(m.TaxCode)))
	default:
		return false
	}
	return true
}

// changedAccount notes another account than the one that is known: somebody must ask the member before it is used (Reg. 17.8).
func (k *check) changedAccount(known claim.Enrolment) {
	iban := k.c.Member.IBAN
	if iban == "" || known.IBAN == "" || iban == known.IBAN || !claim.ValidIBAN(string(iban)) || !k.legible("/member/iban") {
		return
	}
	k.add(claim.NewFinding("member.iban_changed", "/member/iban",
		fmt.Sprintf("L'IBAN %s non è quello già comunicato, che finisce con %s: va verificato prima di usarlo (art. 17.8).", iban, known.IBAN[max(0, len(known.IBAN)-4):])).
		With("iban", string(iban)))
}

// enrolledPatient is the patient in the register; nil while nobody knows who that is, and for one who is not enrolled, which is
// noted.
func (k *check) enrolledPatient(known claim.Enrolment) *claim.Enrolled {
	p := k.claimedPatient()
	if k.c.Patient.Relation != claim.Family {
		return &known.Member
	}
	if p.Surname == "" || p.Name == "" || !k.legible("/patient/surname", "/patient/name", "/patient/relation") {
		return nil
	}
	everybody := known.Everybody()
	i := slices.IndexFunc(everybody, func(e claim.Enrolled) bool { return k.isPatient(p, e) })
	if i < 0 {
		k.add(claim.NewFinding("member.unknown", "/patient/surname",
			fmt.Sprintf("%s non risulta tra i familiari iscritti con il codice FASCHIM %s.", fullName(p.Surname, p.Name), k.c.Member.Code)).
			With("code", string(k.c.Member.Code)).With("patient", fullName(p.Surname, p.Name)))
		return nil
	}
	who := everybody[i]
	if p.TaxCode != "" && who.TaxCode != "" && k.legible("/patient/tax_code") && claim.ValidTaxCode(string(p.TaxCode)) && !sameTaxCode(p.TaxCode, who.TaxCode) {
		k.add(claim.NewFinding("member.name_mismatch", "/patient/tax_code",
			fmt.Sprintf("Il codice fiscale %s non è quello con cui è iscritto %s.", p.TaxCode, fullName(who.Surname, who.Name))).With("tax_code", string(p.TaxCode)))
		return nil
	}
	return &who
}

// isPatient tells a person of the register by the names or, where these are written in another way, by the tax code.
func (k *check) isPatient(p claim.Person, e claim.Enrolled) bool {
	return samePerson(p.Surname, p.Name, e.Surname, e.Name) ||
		p.TaxCode != "" && e.TaxCode != "" && k.legible("/patient/tax_code") && sameTaxCode(p.TaxCode, e.TaxCode)
}

// sameTaxCode compares two codes; letters that stand for digits (omocodia) count.
func sameTaxCode(a, b claim.Text) bool {
	return claim.CompactIdentifier(string(a)) == claim.CompactIdentifier(string(b))
}

// SameMember reports whether names as read are those of a person of the register, as far as papers tell: order, accents, a second
// name and one confused letter do not count.
func SameMember(surname, name claim.Text, known claim.Enrolled) bool {
	return surname != "" && name != "" && samePerson(surname, name, known.Surname, known.Name)
}
