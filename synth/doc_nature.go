package synth

import (
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
)

// nature is what kind of paper an invoice is, beyond what claim.DocumentType tells.
type nature int

const (
	ordinary nature = iota
	// proforma and estimate are no expense documents: the checks ask for the invoice.
	proforma
	estimate
	// courtesyCopy is the "copia di cortesia" of an electronic invoice; duplicate a copy stamped as one.
	courtesyCopy
	duplicate
	// creditNote cancels the invoice of invoice.Cancels.
	creditNote
	// longBill is a hospital's account over three pages with carried sums.
	longBill
	// foreignEnglish, foreignGerman and foreignItalian come from issuers abroad; inEnglish from an Italian one.
	foreignEnglish
	foreignGerman
	foreignItalian
	inEnglish
	natureCount
)

// formerInvoice is a reference to another invoice.
type formerInvoice struct {
	Number string
	Date   claim.Date
	Amount int64
}

// isExpense tells whether the paper counts as an expense; proformas and estimates do not.
func (i *invoice) isExpense() bool { return i.Nature != proforma && i.Nature != estimate }

// documentKind is what the paper is (claim/v1).
func (i *invoice) documentKind() claim.DocumentKind {
	switch {
	case i.Nature == proforma:
		return claim.Proforma
	case i.Nature == estimate:
		return claim.Estimate
	case i.Type == claim.CreditNoteType:
		return claim.CreditNote
	case i.Type == claim.TillSlipType:
		return claim.TillSlip
	case i.Type == claim.CopaymentReceiptType:
		return claim.CopaymentReceipt
	}
	return claim.Invoice
}

// findings are what the checks should find because of what the paper is (claim/v1), sorted; a table of
// exchange rates is not loaded. Planted faults are the envelope's.
func (i *invoice) findings() []claim.Code {
	var list []claim.Code
	switch i.Nature {
	case proforma, estimate:
		return []claim.Code{"fiscal.not_an_invoice"}
	case courtesyCopy:
		list = append(list, "fiscal.courtesy_copy")
	case creditNote:
		list = append(list, "invoice.cancelled")
	}
	if i.currency() != "EUR" {
		list = append(list, "currency.rate_missing")
	}
	if i.look.Language == "de" {
		list = append(list, "language.translation_missing")
	}
	if i.CodeOnly {
		list = append(list, "fiscal.patient_missing")
	}
	if (i.Issuer.trade == pharmacy && slices.ContainsFunc(i.Lines, medicine) || i.Issuer.trade == psychologist || i.Type == claim.InvoiceType && i.says("allergeni")) && i.Type != claim.CreditNoteType {
		list = append(list, "service.not_covered") // medicines, what psychologists do, and tests for allergies (Reg. 18.1)
	}
	slices.Sort(list)
	return list
}

// medicine tells what a pharmacy sells but for the braces it sells too, which Reg. 17.2 lists among what is reimbursed.
func medicine(p position) bool { return !strings.HasPrefix(p.Text, "Ginocchiera") }

// tags name the properties of the paper, for an evaluation by them.
func (i *invoice) tags() []string {
	tags := []string{"layout:" + layouts[i.look.Layout].name}
	add := func(name string, is bool) {
		if is {
			tags = append(tags, name)
		}
	}
	if i.look.Layout == grammarLayout {
		tags = append(tags, "body:"+[...]string{"table", "leaders", "prose", "list"}[i.look.Plan.Body])
		add("total_twice", i.look.Plan.Totals == 5)
		add("total_in_words", i.look.Plan.Totals == 6)
		add("watermark", i.look.Plan.Watermark)
		add("colour_band", i.look.Plan.Scheme == bannerHead)
	}
	add("colour_band", i.look.Layout == bandLayout)
	add("till_slip", i.Type == claim.TillSlipType)
	add("dot_matrix", i.look.Layout == dotsLayout)
	add("handwritten", i.look.Layout == padLayout && i.look.Hand)
	add("region_ticket", slices.Contains(regionLayouts, i.look.Layout))
	add("foreign_language", i.look.Language == "de" || i.look.Language == "en")
	add("foreign_currency", i.currency() != "EUR")
	add("foreign_issuer", i.Issuer.Country != "")
	add("multi_page", i.Nature == longBill)
	add("two_on_page", i.Shared)
	add("credit_note", i.Nature == creditNote)
	add("proforma", i.Nature == proforma)
	add("estimate", i.Nature == estimate)
	add("courtesy_copy", i.Nature == courtesyCopy)
	add("duplicate", i.Nature == duplicate)
	add("deposit", i.Settlement == claim.Deposit)
	add("balance", i.Settlement == claim.Balance)
	add("stamp_imprint", i.StampForm == stampSticker)
	add("stamp_virtual", i.StampForm == stampNoted)
	add("minor", i.Patient.minor(i.Date))
	add("born_abroad", i.Patient.Birthplace.abroad())
	add("provisional_code", i.Patient.provisional())
	return tags
}

// currency is an ISO 4217 code.
func (i *invoice) currency() string {
	if i.look.Currency == "" {
		return "EUR"
	}
	return i.look.Currency
}

// someNature draws a nature that an envelope may hold besides ordinary invoices; Natures are weighed as
// they come in the post.
func someNature(d dice) nature {
	return pick(d, proforma, proforma, estimate, courtesyCopy, courtesyCopy, duplicate, duplicate, creditNote, longBill, longBill, foreignEnglish, foreignGerman, foreignGerman, foreignItalian, inEnglish)
}

// someSpecialInvoice draws a paper of that nature for a patient.
func someSpecialInvoice(d dice, n nature, patient person, payer *person, date claim.Date) *invoice {
	t := pick(d, clinic, specialist, diagnostics, physiotherapist)
	switch n {
	case estimate:
		t = pick(d, clinic, specialist, hospital)
	case longBill:
		return someLongBill(d, patient, payer, date)
	case foreignEnglish, foreignGerman, foreignItalian:
		return someForeignInvoice(d, n, patient, date)
	case inEnglish:
		t = pick(d, clinic, hospital, diagnostics)
	}
	inv := someInvoice(d, someProvider(d, t), patient, payer, date)
	inv.Nature = n
	inv.look.Layout = grammarLayout
	inv.look.Title = pick(d, "Fattura", "FATTURA", "Fattura sanitaria")
	switch n {
	case creditNote:
		inv.Type = claim.CreditNoteType
		inv.Cancels = &formerInvoice{Number: someNumber(d, t, date), Date: workday(date.AddDays(-d.whole(5, 40))), Amount: inv.Total}
		inv.Stamp, inv.StampForm, inv.StampNumber = 0, noStamp, ""
		inv.sum()
	case proforma, estimate:
		if inv.StampForm == stampSticker {
			inv.StampForm, inv.StampNumber = stampLine, ""
		}
	case inEnglish:
		inv.abroad(d, "en", "")
		inv.Issuer.Country = ""
		inv.look.Point = d.chance(0.5)
	}
	return inv
}

// cancel makes a credit note for all of an invoice, by its issuer some days later.
func (i *invoice) cancel(d dice) *invoice {
	c := *i
	c.Nature, c.Type, c.Settlement = creditNote, claim.CreditNoteType, claim.Single
	c.Cancels = &formerInvoice{i.Number, i.Date, i.Total}
	c.Date = workday(i.Date.AddDays(d.whole(1, 5)))
	c.Number = someNumber(d, i.Issuer.trade, c.Date)
	c.Stamp, c.StampForm, c.StampNumber = 0, noStamp, ""
	c.Lines = slices.Clone(i.Lines)
	c.look.Layout = grammarLayout
	c.sum()
	return &c
}

// abroad sets language and currency, and puts services of that language on the invoice.
func (i *invoice) abroad(d dice, language, currency string) {
	i.look.Language, i.look.Currency = language, currency
	i.look.Layout = grammarLayout
	i.look.Thousands, i.look.Point, i.look.Swiss = true, language == "en" && d.chance(0.8), currency == "CHF"
	i.Discount, i.VATRate, i.Contribution, i.ContributionLabel = 0, 0, 0, ""
	i.Stamp, i.StampForm, i.StampNumber = 0, noStamp, ""
	menu := servicesAbroad[language]
	if len(menu) == 0 { // in Italian
		for n := range i.Lines {
			i.Lines[n].Taxed = false
		}
		i.sum()
		return
	}
	i.Lines = nil
	first := d.IntN(len(menu))
	for n := range d.whole(1, 4) {
		s := menu[(first+n)%len(menu)]
		p := position{Text: s.text, Quantity: 1, Unit: int64(d.whole(s.low, s.high)) * 100}
		if d.chance(0.3) {
			p.Unit += int64(d.whole(1, 19)) * 5
		}
		if s.many {
			p.Quantity = d.whole(1, 6)
		}
		p.Amount = p.Unit * int64(p.Quantity)
		i.Lines = append(i.Lines, p)
	}
	if i.Issuer.Country == "" && i.exempt() > stampThreshold { // an Italian issuer in another language
		i.Stamp, i.StampForm = stampDuty, stampLine
	}
	i.sum()
}

func someForeignInvoice(d dice, n nature, patient person, date claim.Date) *invoice {
	var country, language string
	switch n {
	case foreignEnglish:
		country, language = pick(d, "GB", "GB", "US", "IE", "MT"), "en"
	case foreignGerman:
		country, language = pick(d, "AT", "AT", "DE", "DE", "CH"), "de"
	default:
		country, language = pick(d, "CH", "CH", "SM"), "it"
	}
	inv := someInvoice(d, providerAbroad(d, country, language), patient, nil, date)
	inv.Nature = n
	inv.ShowCode = inv.ShowCode && (language == "it" || d.chance(0.2))
	inv.ShowBirth = inv.ShowBirth || d.chance(0.4)
	inv.look.Title = pick(d, "Fattura", "FATTURA", "Nota d'onorario")
	currency := map[string]string{"GB": "GBP", "US": "USD", "CH": "CHF"}[country]
	inv.abroad(d, language, currency)
	inv.Number = pick(d, fmt.Sprintf("%d", d.whole(10000, 999999)), fmt.Sprintf("INV-%05d", d.whole(1, 99999)), fmt.Sprintf("%d-%04d", date.Year, d.whole(1, 9999)), fmt.Sprintf("R%d/%d", date.Year, d.whole(1, 900)))
	if language != "en" {
		inv.Number = strings.Replace(inv.Number, "INV-", "", 1)
	}
	return inv
}

// notesAbroad are the sentences of a paper from abroad.
func (d *draft) notesAbroad() []string {
	switch d.words() {
	case &english:
		return []string{pick(d.dice, "Medical services are exempt from VAT.", "Please keep this invoice for your insurance claim.", "Thank you for choosing our practice.")}
	case &german:
		return []string{pick(d.dice, "Heilbehandlung, umsatzsteuerfrei gemäß § 4 Nr. 14 UStG.", "Umsatzsteuerbefreit gem. § 6 Abs. 1 Z 19 UStG.", "Von der Mehrwertsteuer ausgenommen (Art. 21 MWSTG).")}
	}
	return []string{pick(d.dice, "Prestazione esclusa dall'imposta (art. 21 LIVA).", "Operazione esente da imposta.")}
}

// bic is the code of the issuer's bank, now and then.
func (d *draft) bic() string {
	if d.Issuer.Country != "" || d.chance(0.6) {
		return ""
	}
	return pick(d.dice, " - BIC ", " - SWIFT/BIC: ", "  BIC/SWIFT ") + pick(d.dice, "BCITITMM", "UNCRITMM", "BAPPIT22", "POSOIT22", "BLOPIT22")
}
