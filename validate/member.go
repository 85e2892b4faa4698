package validate

import (
	"fmt"

	"pratica/claim"
)

// member checks the identifiers of the member and of the claim's patient.
func (k *check) member() {
	k.iban()
	k.taxCode("/member/tax_code", k.c.Member.TaxCode, k.c.Member.Surname, k.c.Member.Name)
	k.taxCode("/patient/tax_code", k.c.Patient.TaxCode, k.c.Patient.Surname, k.c.Patient.Name)
}

// ibanBelieved is how sure an account with wrong check characters must be read to be called wrong: that no checksum
// proves it halves its confidence, and below this it is surely misread and not miswritten.
const ibanBelieved = 0.07

// iban checks the account to pay to (Reg. 17.8); one in another country is valid, and a reviewer's matter.
func (k *check) iban() {
	iban := string(k.c.Member.IBAN)
	switch rule := k.rule("member.iban", whole, "/member/iban"); {
	case iban == "":
		rule.skip("serve solo alla prima richiesta, o se cambia")
	case !k.believed("/member/iban", ibanBelieved):
		rule.lack("è letto con troppa incertezza")
	case !k.accepted("/member/iban") && claim.ItalianIBAN(iban) && len(iban) != claim.ItalianIBANLength:
		k.notPlain("ne manca un carattere: è più facile che non sia stato letto che non sia stato scritto", []string{"/member/iban"})
	case !claim.ValidIBAN(iban):
		k.add(claim.NewFinding("member.iban_invalid", "/member/iban",
			fmt.Sprintf("L'IBAN %s non è valido: i caratteri di controllo non tornano.", iban)).With("iban", iban))
	case !claim.ItalianIBAN(iban):
		k.add(claim.NewFinding("member.iban_invalid", "/member/iban",
			fmt.Sprintf("L'IBAN %s non è di un conto italiano: va verificato.", iban)).With("iban", iban).With("country", iban[:2]))
	}
}

func (k *check) taxCode(pointer string, code, surname, name claim.Text) {
	rule := k.rule("member.tax_code", whole, pointer)
	rule.called("", func() string { return whoseTaxCode(pointer) })
	if code == "" {
		rule.skip("non è scritto")
		return
	}
	parsed, err := claim.ParseTaxCode(string(code))
	switch {
	case err != nil:
		k.add(claim.NewFinding("member.tax_code_invalid", pointer,
			fmt.Sprintf("Il codice fiscale %s non è valido: un carattere non torna.", code)).With("tax_code", string(code)))
	case !parsed.Numeric && surname != "" && name != "" && !fitsName(parsed, surname, name):
		k.add(claim.NewFinding("member.tax_code_invalid", pointer,
			fmt.Sprintf("Il codice fiscale %s non corrisponde al nome %s.", code, fullName(surname, name))).With("tax_code", string(code)))
	}
}

// notRun says which check lacked its data.
func (k *check) notRun(name, message string) {
	k.add(claim.NewFinding("check.not_run", "", message).With("check", name))
}
