package validate

import (
	"pratica/claim"
)

// needed looks whether every value that adjudication needs was read and is accepted; if not, the claim is
// open. What the member wrote and a document confirms needs nobody else's word: two papers agree. The
// values of an expense that is rejected anyway are not needed.
func (k *check) needed() {
	k.rule("needed.claim", whole)
	k.neededOfClaim()
	k.neededOfAllowance()
	rejected := rejectedExpenses(k.found)
	for i := range k.c.Expenses {
		if rejected[i] || rejected[wholeClaim] {
			k.rule("needed.document", expense(i)).skip("la spesa è esclusa comunque")
			continue
		}
		if k.c.Expenses[i].DocumentType != "" {
			k.rule("needed.document", expense(i))
			k.neededOfDocument(i)
		}
		if k.c.Expenses[i].Declared != nil {
			k.rule("needed.row", expense(i))
			k.neededOfRow(i)
		}
	}
}

func (k *check) neededOfClaim() {
	switch {
	case k.c.Form != "":
		for _, field := range k.set.Forms[k.c.Form].Always {
			if field.Or != "" && k.value(field.Or) != "" {
				k.mustStand(field.Or)
				continue
			}
			if field.Pointer != "/declared_total" || !k.totalConfirmed() && !k.onlyAllowances() {
				k.mustStand(field.Pointer)
			}
		}
		k.mustStand("/signatures/member")
		k.mustStand("/signatures/date")
	case len(k.c.Expenses) > 0, k.offers():
		if k.value("/member/code") == "" { // nobody can be reimbursed until somebody says who sent them
			k.unread("/member/code", "I documenti sono arrivati senza modulo: il codice FASCHIM non è scritto su nessun foglio.")
		}
		k.mustStand("/member/code")
	}
	if k.c.Patient.Relation == claim.Family {
		k.mustBe("/patient/surname", "il cognome del familiare")
		k.mustBe("/patient/name", "il nome del familiare")
	}
	k.mayBe("/patient/relation", "se la richiesta è per un familiare")
	k.mayBe("/member/iban", "l'IBAN")
}

// totalConfirmed reports a written total that is the sum of the rows.
func (k *check) totalConfirmed() bool {
	sum, ok := k.declaredSum()
	return ok && sum.Equal(k.c.DeclaredTotal)
}

func (k *check) neededOfDocument(i int) {
	e := &k.c.Expenses[i]
	k.mustBe(at(i, "total"), "il totale "+ofDocument(e))
	k.mustStand(at(i, "date"))
	if e.DocumentType == claim.InvoiceType {
		k.mustStand(at(i, "number"))
	}
	k.oneMustStand(at(i, "issuer/vat_number"), at(i, "issuer/tax_code"))
	if e.Patient.Surname != "" || e.Patient.Name != "" {
		k.mayBe(at(i, "patient/surname"), "")
		k.mayBe(at(i, "patient/name"), "")
	}
	if description := at(i, "description"); !k.legible(description) {
		k.waitFor(description) // words need not be right to the letter
	}
	for _, member := range []string{"document_type", "kind", "settlement", "currency", "vat", "stamp_duty", "contribution", "discount",
		"excluded/administrative", "excluded/record_copy", "excluded/digitisation", "excluded/other", "third_party/marked"} {
		k.mayBe(at(i, member), "un importo "+ofDocument(e))
	}
}

// neededOfRow needs the number, date and amount of a row unless the document, whose values are needed
// themselves, says the same; of the issuer's name as the member wrote it, only that it is there.
func (k *check) neededOfRow(i int) {
	e := &k.c.Expenses[i]
	d := e.Declared
	if asksAllowance(e) {
		if !k.hospitalConfirmed(i) {
			k.mustStand(at(i, "declared/issuer"))
		}
		k.mayBe(at(i, "kind"), "quale diaria si chiede")
		return
	}
	if e.Number == "" || !sameNumber(e, string(d.Number)) || !k.accepted(at(i, "number")) {
		k.mustStand(at(i, "declared/number"))
	}
	if d.Date != e.Date {
		k.mustStand(at(i, "declared/date"))
	}
	if !d.Amount.Equal(e.Total) {
		k.mustStand(at(i, "declared/amount"))
	}
}

// mustStand opens the claim while a value, or its absence, is not accepted. That it is missing was noted
// by the check it belongs to.
func (k *check) mustStand(pointer string) {
	k.looks(pointer)
	if !k.accepted(pointer) {
		k.waitFor(pointer)
	}
}

// waitFor opens the claim.
func (k *check) waitFor(pointers ...string) {
	k.open = append(k.open, pointers...)
	k.trace.waits(pointers)
}

// oneMustStand asks for one of several values.
func (k *check) oneMustStand(pointers ...string) {
	k.looks(pointers...)
	for _, pointer := range pointers {
		if k.accepted(pointer) {
			return
		}
	}
	k.waitFor(pointers...)
}

// mustBe asks for a value that no form or paper may lack: not finding it is a failure of reading.
func (k *check) mustBe(pointer, what string) {
	if k.value(pointer) == "" {
		k.unreadable(pointer, what)
	}
	k.mustStand(pointer)
}

// mayBe asks for a value only where something is written.
func (k *check) mayBe(pointer, what string) {
	p, written := k.c.Provenance[pointer]
	if written {
		k.looks(pointer)
	}
	if !written || p.Accepted != "" {
		return
	}
	if k.value(pointer) != "" {
		k.waitFor(pointer)
	} else if p.Text != "" {
		k.waitFor(pointer)
		k.unreadable(pointer, what)
	}
}
