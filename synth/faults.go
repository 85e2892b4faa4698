package synth

import (
	"sort"
	"strings"

	"pratica/claim"
)

// Faults lists the findings that papers can be drawn for (Options.Fault), sorted.
func Faults() []claim.Code {
	list := make([]claim.Code, 0, len(faults))
	for code := range faults {
		list = append(list, code)
	}
	sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
	return list
}

// faults spoil a valid envelope so that the checks find exactly that code. They are applied before
// anything is drawn.
var faults = map[claim.Code]func(d dice, e *envelope){
	"deadline.lapsed": func(d dice, e *envelope) {
		for _, inv := range e.Invoices {
			inv.Date = workday(e.SentOn.AddMonths(-3).AddDays(-d.whole(8, 40)))
		}
		e.fillRows(d)
	},
	"form.total_mismatch": func(d dice, e *envelope) {
		e.DeclaredTotal += int64(pick(d, 1, 10, 90, -9)) * 100
	},
	"form.row_without_invoice": func(d dice, e *envelope) {
		last := len(e.Invoices) - 1
		e.Invoices = e.Invoices[:last]
		e.Rows[last].Invoice = nil
	},
	"form.invoice_without_row": func(d dice, e *envelope) {
		last := len(e.Rows) - 1
		e.DeclaredTotal -= e.Rows[last].Amount
		e.Rows = e.Rows[:last]
	},
	"form.row_differs_from_invoice": func(d dice, e *envelope) {
		e.Rows[0].Amount += 1000
		e.DeclaredTotal += 1000
	},
	"form.unsigned":     func(d dice, e *envelope) { e.Signed, e.Consent = false, false },
	"form.date_missing": func(d dice, e *envelope) { e.SignedOn, e.Consent = claim.Date{}, false },
	"liability.third_party": func(d dice, e *envelope) {
		e.Rows[0].ThirdParty = true
	},
	"member.iban_invalid": func(d dice, e *envelope) {
		e.IBAN = iban(d)
		at := len(e.IBAN) - 5 // a digit of the account, wrong by a few
		e.IBAN = e.IBAN[:at] + string('0'+(e.IBAN[at]-'0'+byte(d.whole(1, 8)))%10) + e.IBAN[at+1:]
	},
	"fiscal.patient_mismatch": func(d dice, e *envelope) {
		inv := e.Invoices[0]
		other := somePerson(d, 1955, 1999)
		for other.Surname == e.Patient.Surname || other.Name == e.Patient.Name || other.Surname == e.Member.Surname {
			other = somePerson(d, 1955, 1999)
		}
		inv.Patient, inv.Payer, inv.ShowCode = other, nil, true
	},
	"fiscal.patient_missing": func(d dice, e *envelope) {
		e.Invoices[0].Without |= withoutPatient
		e.Invoices[0].Payer = nil
	},
	"fiscal.description_missing": func(d dice, e *envelope) {
		inv := e.Invoices[0]
		inv.Without |= withoutText
		inv.Lines = inv.Lines[:1]
		inv.Lines[0].Text, inv.Lines[0].Code = "", ""
		inv.again(d)
		e.fillRows(d)
	},
	"fiscal.date_missing": func(d dice, e *envelope) { e.Invoices[0].Without |= withoutDate },
	"fiscal.number_missing": func(d dice, e *envelope) {
		e.Invoices[0].Without |= withoutNumber
		e.Invoices[0].Number = ""
		e.fillRows(d)
	},
	"fiscal.issuer_id_missing": func(d dice, e *envelope) { e.Invoices[0].Without |= withoutIssuerID },
	"fiscal.issuer_id_invalid": func(d dice, e *envelope) {
		vat := e.Invoices[0].Issuer.VAT
		e.Invoices[0].Issuer.VAT = vat[:10] + string('0'+(vat[10]-'0'+byte(d.whole(1, 8)))%10)
	},
	"fiscal.stamp_duty_missing": func(d dice, e *envelope) {
		inv := e.Invoices[0]
		if inv.exempt() <= stampThreshold {
			inv.Lines[0].Unit += 8000
			inv.Lines[0].Amount = inv.Lines[0].Unit * int64(inv.Lines[0].Quantity)
		}
		inv.Stamp, inv.StampForm, inv.StampNumber = 0, stampForgotten, ""
		inv.sum()
		e.fillRows(d)
	},
	"fiscal.amounts_do_not_add_up": func(d dice, e *envelope) {
		e.Invoices[0].Total += 1000
		e.fillRows(d)
	},
	"settlement.balance_missing": func(d dice, e *envelope) {
		inv := e.Invoices[0]
		inv.Settlement = claim.Deposit
		inv.look.Title = pick(d, "FATTURA", "Fattura")
		amount := int64(d.whole(4, 12)) * 5000
		inv.Lines = []position{{Text: pick(d, "Acconto per intervento di chirurgia ambulatoriale", "Acconto su ciclo di infiltrazioni articolari",
			"Acconto trattamento chirurgico neoformazione cutanea"), Quantity: 1, Unit: amount, Amount: amount}}
		inv.VATRate = 0
		inv.again(d)
		e.fillRows(d)
	},
}

// again computes contribution, stamp and total after the lines were changed; there is no discount.
func (i *invoice) again(d dice) {
	i.Discount, i.Stamp, i.StampForm, i.StampNumber = 0, 0, noStamp, ""
	if i.Contribution > 0 {
		rate := int64(4)
		if strings.Contains(i.ContributionLabel, "2%") {
			rate = 2
		}
		i.Contribution = (i.net()*rate + 50) / 100
	}
	if i.Type == claim.InvoiceType {
		i.stamp(d)
	}
	i.sum()
}

// faultTrades are providers of invoices on which only the fault asked for is to be found.
var faultTrades = map[claim.Code][]trade{
	"fiscal.stamp_duty_missing":  {clinic, specialist, diagnostics},
	"fiscal.issuer_id_invalid":   {clinic, diagnostics},
	"settlement.balance_missing": {clinic, specialist},
	"fiscal.description_missing": {clinic, specialist, diagnostics},
}
