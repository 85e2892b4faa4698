package synth

import (
	"fmt"
	"strings"

	"pratica/claim"
)

// draft is an invoice being drawn. Its chance decides only looks: labels, places, spacing.
type draft struct {
	*sheet
	*invoice
}

// numberOf is "n. 12/2026", empty when the number is left out.
func (d *draft) numberOf() string {
	if d.lacks(withoutNumber) {
		return ""
	}
	return d.look.NumberSign + " " + d.Number
}

func (d *draft) dateOf() string {
	if d.lacks(withoutDate) {
		return ""
	}
	return d.look.date(d.Date)
}

// heading is "FATTURA n. 12/2026 del 12/03/2026".
func (d *draft) heading() string {
	s := d.title()
	if n := d.numberOf(); n != "" {
		s += " " + n
	}
	if date := d.dateOf(); date != "" {
		s += pick(d.dice, " del ", " del ", " - Data: ", " in data ", ", ") + date
	}
	return s
}

func (d *draft) title() string {
	switch {
	case d.Settlement == claim.Deposit && !strings.HasPrefix(d.look.Title, "R"):
		return d.look.Title + pick(d.dice, " di acconto", " (ACCONTO)", " - ACCONTO")
	case d.Settlement == claim.Balance && !strings.HasPrefix(d.look.Title, "R"):
		return d.look.Title + pick(d.dice, " a saldo", " (SALDO)", " - SALDO")
	}
	return d.look.Title
}

// issuerID are the lines with VAT number and tax code.
func (d *draft) issuerID() []string {
	i := d.Issuer
	if d.lacks(withoutIssuerID) {
		return nil
	}
	if i.Country != "" {
		return []string{i.TaxLabel + i.VAT}
	}
	if i.Person == nil {
		label := pick(d.dice, "P.IVA e C.F. ", "C.F./P.IVA ", "Partita IVA ", "P. IVA ", "Part. IVA: ", "Cod. Fisc. e P. IVA ", "P.IVA: ", "C.F. e P.I. ")
		id := label + i.VAT
		if d.chance(0.1) {
			id = label + "IT" + i.VAT
		}
		if i.Register != "" && d.chance(0.5) {
			return []string{id + pick(d.dice, " - ", " | ", "   ") + i.Register}
		}
		return []string{id}
	}
	vat, code := pick(d.dice, "P.IVA ", "P. IVA: ", "Partita IVA ", "Part. IVA ", "P.I. ")+i.VAT, pick(d.dice, "C.F. ", "Cod. Fisc. ", "C.F.: ", "Codice Fiscale ")+i.Person.TaxCode
	if d.chance(0.5) {
		return []string{vat + pick(d.dice, " - ", "   ") + code}
	}
	if d.chance(0.5) {
		return []string{code, vat}
	}
	return []string{vat, code}
}

// issuerLines are the small lines of a letterhead.
func (d *draft) issuerLines() []string {
	i := d.Issuer
	lines := []string{i.Address.Street + pick(d.dice, " - ", ", ", " - ") + i.Address.place()}
	if d.chance(0.5) {
		lines = []string{i.Address.Street, i.Address.place()}
	}
	contact := pick(d.dice, "Tel. ", "Tel: ", "T. ") + i.Landline
	if d.chance(0.6) {
		contact += pick(d.dice, " - ", "  ") + i.Mail
	}
	lines = append(lines, contact)
	if i.PEC != "" && d.chance(0.4) {
		lines = append(lines, "PEC: "+i.PEC)
	}
	if i.Person != nil && d.chance(0.6) {
		lines = append(lines, i.Register)
	}
	return append(lines, d.issuerID()...)
}

// letterhead sets name and lines of the issuer and gives the baseline below.
func (d *draft) letterhead(x, y, w float64, a align, name ink) float64 {
	at := x
	switch a {
	case centre:
		at = x + w/2
	case right:
		at = x + w
	}
	name = name.fits(d.Issuer.Name, w)
	d.print(at, y, name, a, d.Issuer.Name)
	y += name.leading() * 0.8
	if d.Issuer.Subtitle != "" {
		sub := d.look.pale().times(1.05)
		d.print(at, y, sub.fits(d.Issuer.Subtitle, w), a, d.Issuer.Subtitle)
		y += sub.leading()
	}
	small := d.look.pale()
	for _, line := range d.issuerLines() {
		d.print(at, y, small.fits(line, w), a, line)
		y += small.leading()
	}
	return y
}

// birthLine is the date of birth of somebody with its label.
func (d *draft) birthLine(p person) string {
	if l := d.words(); l != &italian {
		return pick(d.dice, l.birth...) + ": " + d.look.date(p.Born)
	}
	return pick(d.dice, "Data di nascita: ", "nato/a il ", "Nato il: ") + numeric(p.Born) + pick(d.dice, "", " a "+p.Birthplace.name)
}

// codeLine is the tax code of somebody with its label.
func (d *draft) codeLine(p person) string {
	if l := d.words(); l != &italian {
		return pick(d.dice, l.taxCode...) + ": " + p.TaxCode
	}
	return pick(d.dice, "C.F. ", "C.F.: ", "Cod. Fisc. ", "Cod.Fisc.: ", "Codice Fiscale: ", "Codice fiscale ", "CF: ") + p.TaxCode
}

// patientLines are the name, address and tax code of who the paper is made out to.
func (d *draft) patientLines() []string {
	if d.lacks(withoutPatient) {
		return nil
	}
	p := d.billedTo()
	lines := []string{d.look.name(p)}
	if d.chance(0.75) {
		lines = append(lines, p.Address.Street, p.Address.place())
	}
	if d.ShowBirth && d.Payer == nil {
		lines = append(lines, d.birthLine(p))
	}
	if d.ShowCode {
		lines = append(lines, d.codeLine(p))
	}
	return lines
}

// patientLabel stands above or before the patient's name.
func (d *draft) patientLabel() string {
	if d.lacks(withoutPatient) || d.Payer != nil {
		return pick(d.dice, "Intestatario", "Spett.le", "Cliente")
	}
	return pick(d.dice, "Spett.le", d.Patient.salutation(d.dice), d.Patient.salutation(d.dice), "Paziente:", "Intestatario:", "Intestata a:", "Cliente", "Dati paziente", "Assistito")
}

// blockLabel heads a block with whoever is billed.
func (d *draft) blockLabel(options ...string) string {
	if d.Payer != nil || d.lacks(withoutPatient) {
		return pick(d.dice, "Intestatario fattura", "INTESTATARIO", "Intestato a")
	}
	return pick(d.dice, options...)
}

// beneficiary names the patient when somebody else is billed.
func (d *draft) beneficiary() string {
	if d.Payer == nil || d.lacks(withoutPatient) {
		return ""
	}
	s := pick(d.dice, "Paziente: ", "Prestazione eseguita a favore di: ", "Per prestazioni rese a: ", "Assistito: ") + d.look.name(d.Patient)
	if d.ShowCode {
		s += pick(d.dice, " - ", " ") + d.codeLine(d.Patient)
	}
	return s
}

// row is one line among the totals.
type row struct {
	label, amount string
	strong        bool
}

// totalRows are the amounts below the lines, the total last.
func (d *draft) totalRows() []row {
	var rows []row
	l := d.look
	if d.net() != d.Total || len(d.Lines) > 1 || d.chance(0.3) {
		label := pick(d.dice, d.words().subtotal...)
		if d.taxable() > 0 && d.exempt() > 0 {
			label = d.words().subtotal[0]
		}
		rows = append(rows, row{label, l.money(d.net()), false})
	}
	if d.Discount > 0 {
		rows = append(rows, row{pick(d.dice, d.words().discount...), "-" + l.money(d.Discount), false})
	}
	if d.Contribution > 0 {
		rows = append(rows, row{d.ContributionLabel, l.money(d.Contribution), false})
	}
	if d.VAT > 0 {
		rows = append(rows, row{fmt.Sprintf(pick(d.dice, d.words().vatRow...), d.VATRate), l.money(d.VAT), false})
	} else if d.chance(0.3) && d.Type == claim.InvoiceType && !d.Issuer.FlatRate {
		rows = append(rows, row{pick(d.dice, d.words().exempt...), l.money(0), false})
	}
	if d.Stamp > 0 {
		rows = append(rows, row{pick(d.dice, d.words().stamp...), l.money(d.Stamp), false})
	}
	return append(rows, row{d.totalLabel(), l.euro(d.Total), true})
}

func (d *draft) totalLabel() string {
	if d.Nature == proforma || d.Nature == estimate || d.Nature == creditNote {
		return pick(d.dice, "TOTALE", "Totale documento", "Importo totale", "TOTALE EURO")
	}
	return pick(d.dice, d.words().total...)
}

// totals sets the rows right aligned in a column and gives the baseline below.
func (d *draft) totals(x, y, w float64, boxed bool) float64 {
	rows := d.totalRows()
	i := d.look.dark()
	step := i.leading() * 1.15
	for n, r := range rows {
		ri := i
		if r.strong {
			ri = i.strong().times(pick(d.dice, 1.0, 1.15, 1.3))
			y += step * 0.25
			if boxed {
				d.box(x-2, y-step*0.85, w+4, step*1.25, 0, 0.35, d.look.Ink)
			} else if n > 0 {
				d.rule(x, y-step*0.85, x+w, y-step*0.85, 0.25, d.look.Ink)
			}
		}
		room := w - ri.width(r.amount) - 3
		d.print(x, y, ri.fits(r.label, room), left, r.label)
		d.print(x+w, y, ri, right, r.amount)
		y += step
	}
	return y + step*0.3
}

// notes are the sentences every invoice of the kind bears.
func (d *draft) notes() []string {
	if d.Issuer.Country != "" {
		return d.notesAbroad()
	}
	var notes []string
	if d.Nature == proforma || d.Nature == estimate {
		notes = append(notes, pick(d.dice, d.words().notInvoice...))
	}
	switch {
	case d.words() == &english:
		notes = append(notes, "VAT exempt pursuant to art. 10 no. 18 of Presidential Decree 633/72.")
	case d.words() == &german:
		notes = append(notes, "Mehrwertsteuerfrei gemäß Art. 10 Nr. 18 DPR 633/72.")
	case d.Type == claim.CopaymentReceiptType:
		notes = append(notes, pick(d.dice, "Ticket sanitario - documento valido ai fini fiscali (art. 15 TUIR)", "Importo fuori campo IVA - conservare ai fini della detrazione fiscale"))
	case d.Issuer.FlatRate:
		notes = append(notes, pick(d.dice, "Operazione effettuata ai sensi dell'art. 1, commi da 54 a 89, della Legge n. 190/2014 - Regime forfettario. Operazione senza applicazione dell'IVA.",
			"Operazione in franchigia da IVA ai sensi dell'art. 1, commi 54-89, L. 190/2014. Non soggetta a ritenuta d'acconto."))
	case d.exempt() > 0:
		notes = append(notes, pick(d.dice, "Prestazione esente IVA art. 10 n. 18 D.P.R. 633/72.", "Operazione esente da IVA ai sensi dell'art. 10, comma 1, n. 18) del D.P.R. 26.10.1972 n. 633.",
			"Esente IVA ex art. 10 n.18 DPR 633/1972 e successive modificazioni.", "Prestazioni sanitarie esenti ai fini I.V.A. - Art.10, punto 18 DPR 633/72"))
	}
	if d.StampForm == stampNoted || d.StampForm == stampLine && d.chance(0.3) {
		notes = append(notes, pick(d.dice, "Imposta di bollo assolta in modo virtuale - Aut. Ag. Entrate n. "+fmt.Sprint(d.whole(1000, 99000))+" del 2019.",
			"Imposta di bollo assolta virtualmente ai sensi dell'art. 15 del D.P.R. 642/72.", "Bollo assolto sull'originale.", "Assolta virtualmente - autorizzazione dell'Agenzia delle Entrate n. "+d.digits(5)+"/"+fmt.Sprint(d.whole(2008, 2024)),
			"Marca da bollo da € 2,00 apposta sull'originale in possesso del paziente.", "Imposta di bollo assolta in modo virtuale ex art. 15 DPR 642/1972 - Aut. n. "+d.digits(6)+" del "+numeric(claim.NewDate(2016, 3, 1).AddDays(d.IntN(2500)))))
	}
	switch d.Settlement {
	case claim.Deposit:
		notes = append(notes, pick(d.dice, "Documento emesso in acconto; seguirà fattura a saldo al termine del trattamento.", "Acconto versato: la presente fattura sarà seguita da fattura di saldo."))
	case claim.Balance:
		notes = append(notes, pick(d.dice, "A saldo di quanto dovuto; acconto già fatturato.", "Fattura a saldo della prestazione."))
	}
	if d.chance(0.3) {
		notes = append(notes, pick(d.dice, "Spesa comunicata al Sistema Tessera Sanitaria ai sensi dell'art. 3 D.Lgs. 175/2014.",
			"Il paziente non si è opposto all'invio dei dati al Sistema Tessera Sanitaria (DM 31/7/2015).", "Documento non inviabile al Sistema di Interscambio (art. 10-bis D.L. 119/2018)."))
	}
	return notes
}

// payment is how it was or is to be paid.
func (d *draft) payment() []string {
	if d.Type == claim.CopaymentReceiptType {
		return nil // paid at the counter: the layouts say how
	}
	l := d.words()
	paid := pick(d.dice, l.payment...)
	if strings.Contains(paid, "%s") {
		paid = fmt.Sprintf(paid, d.look.date(d.Date))
		if d.lacks(withoutDate) {
			paid = l.payment[0]
		}
	}
	if d.Nature == proforma || d.Nature == estimate || d.Nature == creditNote {
		paid = ""
	}
	if d.chance(0.35) {
		due := d.Date.AddDays(pick(d.dice, 0, 10, 30))
		bank := "IBAN " + d.Issuer.Bank
		if d.chance(0.6) {
			bank = "IBAN: " + spaced(d.Issuer.Bank, 4)
		}
		bank += d.bic()
		return []string{pick(d.dice, l.bank...) + " - " + fmt.Sprintf(pick(d.dice, l.due...), d.look.date(due)), bank}
	}
	return []string{paid}
}

// foot sets notes and payment in a column of small print and gives the baseline below.
func (d *draft) foot(x, y, w float64) float64 {
	small := d.look.pale()
	if d.chance(0.5) {
		y = d.block(x, y, d.look.dark().times(0.92), left, d.payment()...) + 1
	}
	for _, note := range d.notes() {
		y = d.wrap(x, y, w, small, note)
	}
	return y
}
