package validate

import (
	"fmt"
	"slices"

	"pratica/claim"
)

// fiscal checks what an expense document must show (Reg. 17.2; the number: DPR 633/72 art. 21).
func (k *check) fiscal(i int) {
	e := &k.c.Expenses[i]
	if e.DocumentType == "" {
		k.rule("fiscal.document", expense(i)).skip("il documento di questa riga non c'è")
		return
	}
	k.legibleDocument(i)
	k.patientShown(i)
	k.rule("fiscal.description", expense(i), "description")
	if !describesService(e) {
		k.missing(claim.NewFinding("fiscal.description_missing", at(i, "description"),
			sentence("%s manca la descrizione della prestazione (%s).", onDocument(e), k.cited("fiscal.description_missing"))),
			"la descrizione della prestazione "+onDocument(e))
	}
	k.rule("fiscal.date", expense(i), "date")
	if e.Date.IsZero() {
		k.missing(claim.NewFinding("fiscal.date_missing", at(i, "date"),
			sentence("%s manca la data di emissione (%s).", onDocument(e), k.cited("fiscal.date_missing"))),
			"la data "+ofDocument(e))
	}
	number := k.rule("fiscal.number", expense(i), "number")
	if e.DocumentType != claim.InvoiceType {
		number.skip("serve sulle fatture")
	} else if e.Number == "" {
		k.missing(claim.NewFinding("fiscal.number_missing", at(i, "number"),
			sentence("%s manca il numero (art. 21 DPR 633/72).", onDocument(e))),
			"il numero "+ofDocument(e))
	}
	k.issuerShown(i)
	k.dateInFuture(i)
}

// describesService reports a description of the whole, or of a line.
func describesService(e *claim.Expense) bool {
	for _, line := range e.Lines {
		if line.Description != "" {
			return true
		}
	}
	return e.Description != ""
}

// patientShown notes a document without its patient's name. A tax code alone names a person as well, but
// Reg. 17.2 asks for name and surname: a reviewer decides.
func (k *check) patientShown(i int) {
	e := &k.c.Expenses[i]
	k.rule("fiscal.patient", expense(i), "patient/surname", "patient/name")
	if e.Patient.Surname != "" || e.Patient.Name != "" {
		return
	}
	var doubts []string
	if e.Patient.TaxCode != "" {
		doubts = []string{at(i, "patient/tax_code")}
	}
	k.missing(claim.NewFinding("fiscal.patient_missing", at(i, "patient/surname"),
		sentence("%s mancano nome e cognome di chi ha ricevuto la cura (%s).", onDocument(e), k.cited("fiscal.patient_missing"))),
		"il nome del paziente "+onDocument(e), doubts...)
}

// issuerShown checks the VAT number or tax code of whoever issued the document. Numbers of other countries
// have other forms, and there a reviewer decides whether one is missing.
func (k *check) issuerShown(i int) {
	e := &k.c.Expenses[i]
	issuer := k.rule("fiscal.issuer", expense(i), "issuer/vat_number", "issuer/tax_code")
	if e.Issuer.VATNumber == "" && e.Issuer.TaxCode == "" {
		var doubts []string
		number := at(i, "issuer/vat_number")
		if !italian(e) && k.legible(at(i, "issuer/country")) && k.look(number) == unread {
			issuer.skip("chi emette è all'estero: il suo numero può avere un'altra forma")
			return
		} else if (!italian(e) || foreign(e)) && k.look(number) == unread {
			k.notPlain("chi emette è all'estero: il suo numero può avere un'altra forma", []string{number, at(i, "issuer/tax_code")})
			return
		} else if !italian(e) {
			doubts = []string{at(i, "issuer/country")}
		}
		for _, pointer := range []string{at(i, "issuer/country"), at(i, "issuer/tax_code")} {
			if _, stated := k.c.Provenance[pointer]; stated {
				doubts = append(doubts, k.doubts(pointer)...)
			}
		}
		k.missing(claim.NewFinding("fiscal.issuer_id_missing", at(i, "issuer/vat_number"),
			sentence("%s manca la partita IVA o il codice fiscale di chi ha emesso il documento (%s).", onDocument(e), k.cited("fiscal.issuer_id_missing"))),
			"la partita IVA "+onDocument(e), doubts...)
		return
	}
	if !italian(e) {
		issuer.by(func() string { return "chi emette è all'estero: il numero non ha una forma italiana" })
		return
	}
	if number := string(e.Issuer.VATNumber); number != "" && !claim.ValidVATNumber(number) {
		if !k.legible(at(i, "issuer/vat_number")) {
			k.notPlain("è letta con troppa incertezza: più che sbagliata sarà letta male", []string{at(i, "issuer/vat_number")})
			return
		}
		k.add(claim.NewFinding("fiscal.issuer_id_invalid", at(i, "issuer/vat_number"),
			sentence("%s la partita IVA %s non è valida: una cifra non torna.", onDocument(e), number)).With("vat_number", number))
	}
	if code := string(e.Issuer.TaxCode); code != "" && !claim.ValidTaxCode(code) {
		k.add(claim.NewFinding("fiscal.issuer_id_invalid", at(i, "issuer/tax_code"),
			sentence("%s il codice fiscale %s di chi ha emesso il documento non è valido: un carattere non torna.", onDocument(e), code)).
			With("tax_code", code))
	}
}

// dateInFuture notes a document dated after the day it arrived.
func (k *check) dateInFuture(i int) {
	e := &k.c.Expenses[i]
	received, future := k.receivedOn(), k.rule("fiscal.date_in_future", expense(i), "date", "/received_on")
	if e.Date.IsZero() || received.IsZero() {
		future.lack("la data non è nota")
		return
	}
	if e.Date.After(received) && k.misreadDate(at(i, "date"), e.Date, received) {
		k.notPlain("è successiva all'arrivo, ma basta una cifra letta male a spiegarlo", []string{at(i, "date")})
		return
	}
	if e.Date.After(received) {
		k.add(claim.NewFinding("fiscal.date_in_future", at(i, "date"),
			sentence("%s porta la data %s, successiva all'arrivo, %s.", theDocument(e), ofDay(e.Date), theDay(received))).
			With("date", e.Date.String()).With("received_on", received.String()))
	}
}

// documents notes papers sent as invoices that are none: they ask for the invoice (Reg. 17.2). Where the
// form's rows all have their invoice the paper is a mere addition, and an advance on surgery wants an estimate.
func (k *check) documents() {
	if k.c.Form == claim.I07 || k.c.Form == claim.NA1 || k.c.Form == claim.GM01 {
		k.rule("fiscal.not_an_invoice", whole).skip("il modulo non chiede fatture")
		return
	}
	offers := 0
	for i, d := range k.c.Documents {
		what, ok := notInvoices[d.Kind]
		if !ok {
			continue
		}
		pointer := fmt.Sprintf("/documents/%d/kind", i)
		offers++
		k.rule("fiscal.not_an_invoice", document(i), "kind")
		doubts := k.doubts(pointer)
		if k.c.Form != "" && !k.hasRowWithoutInvoice() {
			doubts = append(doubts, everyRow)
		}
		k.add(claim.NewFinding("fiscal.not_an_invoice", pointer,
			sentence("%s non è un documento di spesa: serve la fattura (%s).", what, k.cited("fiscal.not_an_invoice"))).With("kind", string(d.Kind)).With("document", d.ID), doubts...)
	}
	if offers == 0 {
		k.rule("fiscal.not_an_invoice", whole).by(func() string { return "nessuna proforma e nessun preventivo" })
	}
}

// offers reports papers that were sent as invoices and are none.
func (k *check) offers() bool {
	return slices.ContainsFunc(k.c.Documents, func(d claim.Document) bool { return notInvoices[d.Kind] != "" })
}

var notInvoices = map[claim.DocumentKind]string{
	claim.Proforma: "una fattura proforma o un avviso di parcella",
	claim.Estimate: "un preventivo",
}
