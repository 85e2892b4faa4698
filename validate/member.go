package validate

import (
	"context"
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
	switch {
	case iban == "", !k.believed("/member/iban", ibanBelieved):
	case !claim.ValidIBAN(iban):
		k.add(claim.NewFinding("member.iban_invalid", "/member/iban",
			fmt.Sprintf("L'IBAN %s non è valido: i caratteri di controllo non tornano.", iban)).With("iban", iban))
	case !claim.ItalianIBAN(iban):
		k.add(claim.NewFinding("member.iban_invalid", "/member/iban",
			fmt.Sprintf("L'IBAN %s non è di un conto italiano: va verificato.", iban)).With("iban", iban).With("country", iban[:2]))
	}
}

func (k *check) taxCode(pointer string, code, surname, name claim.Text) {
	if code == "" {
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

// againstRegister holds the member against the register.
func (k *check) againstRegister(ctx context.Context) error {
	if k.in.Members == nil {
		k.notRun("member_register", "L'iscritto non è stato confrontato con l'anagrafica: l'elenco degli iscritti non è disponibile.")
		return nil
	}
	m := k.c.Member
	if m.Code == "" {
		return nil
	}
	known, ok, err := k.in.Members.Member(ctx, string(m.Code))
	switch {
	case err != nil:
		return fmt.Errorf("look up the member: %w", err)
	case !ok:
		k.add(claim.NewFinding("member.unknown", "/member/code", fmt.Sprintf("Il codice FASCHIM %s non è tra gli iscritti.", m.Code)).
			With("code", string(m.Code)))
		return nil
	}
	if m.Surname != "" && !samePerson(m.Surname, m.Name, known.Surname, known.Name) {
		k.add(claim.NewFinding("member.name_mismatch", "/member/surname",
			fmt.Sprintf("Il codice FASCHIM %s non è di %s.", m.Code, fullName(m.Surname, m.Name))).With("code", string(m.Code)))
	}
	if m.IBAN != "" && known.IBAN != "" && m.IBAN != known.IBAN {
		k.add(claim.NewFinding("member.iban_changed", "/member/iban",
			fmt.Sprintf("L'IBAN %s non è quello già comunicato.", m.IBAN)).With("iban", string(m.IBAN)))
	}
	return nil
}

// againstLedger looks for expenses that were sent before.
func (k *check) againstLedger(ctx context.Context) error {
	if k.in.Ledger == nil {
		k.notRun("ledger", "Non è stato cercato se le fatture erano già state inviate: l'archivio delle spese non è disponibile.")
		return nil
	}
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		if e.DocumentType == "" || e.Number == "" || e.Date.IsZero() || (e.Issuer.VATNumber == "" && e.Issuer.TaxCode == "") {
			continue
		}
		earlier, err := k.in.Ledger.Earlier(ctx, k.c.ID, *e)
		if err != nil {
			return fmt.Errorf("look up earlier expenses: %w", err)
		}
		k.duplicates(i, earlier)
	}
	return nil
}

// duplicates notes that expense i was sent before: once, and as a duplicate if it was reimbursed.
func (k *check) duplicates(i int, earlier []EarlierExpense) {
	if len(earlier) == 0 {
		return
	}
	e, first, code, what := &k.c.Expenses[i], earlier[0], claim.Code("duplicate.open"), "spesa già presente nella pratica"
	for _, other := range earlier {
		if other.Reimbursed {
			first, code, what = other, "duplicate.invoice", "spesa già rimborsata con la pratica"
			break
		}
	}
	issuer := at(i, "issuer/vat_number")
	if e.Issuer.VATNumber == "" {
		issuer = at(i, "issuer/tax_code")
	}
	k.add(claim.NewFinding(code, fmt.Sprintf("/expenses/%d", i), sentence("%s %s: %s %s.", theDocument(e), ofDay(e.Date), what, first.ProtocolNumber)).
		With("check", "ledger").With("claim", first.Claim).With("protocol_number", first.ProtocolNumber), k.doubts(issuer, at(i, "number"), at(i, "date"))...)
}

// notRun says which check lacked its data.
func (k *check) notRun(name, message string) {
	k.add(claim.NewFinding("check.not_run", "", message).With("check", name))
}
