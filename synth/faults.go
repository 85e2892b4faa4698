package synth

import (
	"slices"
	"sort"
	"strings"

	"pratica/claim"
)

// Faults lists the findings that papers can be drawn for (Options.Faults), sorted.
func Faults() []claim.Code {
	list := make([]claim.Code, 0, len(faults))
	for code := range faults {
		list = append(list, code)
	}
	sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
	return list
}

// fault spoils a valid claim so that the checks find exactly its code. It is planted before anything is
// drawn.
type fault struct {
	// on are the kinds of case it is planted in: of FormKind, DentalKind, DentistKind, DependencyKind, IllnessKind
	// and InvoiceKind.
	on []string
	// invoices is how many the claim must have at least; trades who issues the first, so that only the fault
	// is found on it.
	invoices int
	trades   []trade
	plant    func(d dice, e *envelope)
}

// suits tells whether a kind of case can have the fault.
func (f fault) suits(kind string) bool {
	switch kind {
	case PapersKind:
		kind = FormKind
	case EnvelopeKind:
		return slices.ContainsFunc(f.on, func(kind string) bool { return kind != DentistKind && kind != InvoiceKind })
	}
	return slices.Contains(f.on, kind)
}

func (f fault) kinds() (list []string) {
	for _, kind := range kinds {
		if f.suits(kind) {
			list = append(list, kind)
		}
	}
	return list
}

// spoil plants a fault and names its finding.
func (e *envelope) spoil(d dice, code claim.Code) {
	faults[code].plant(d, e)
	e.Findings = append(e.Findings, code)
}

// spoilSomehow plants a fault of those this claim can have, sometimes with a second that does not touch it.
func (e *envelope) spoilSomehow(d dice) {
	var able []claim.Code
	for _, code := range Faults() {
		f := faults[code]
		if !f.suits(string(e.Form)) || len(e.Invoices) < f.invoices || len(f.trades) > 0 && !slices.Contains(f.trades, e.Invoices[0].Issuer.trade) {
			continue
		}
		if code != "dental.unknown_code" && !slices.Contains(e.findings(), code) {
			able = append(able, code)
		}
	}
	first := pick(d, able...)
	e.spoil(d, first)
	if second := pick(d, claim.Code("form.unsigned"), "member.iban_invalid"); d.chance(0.25) && faults[second].suits(string(e.Form)) &&
		!strings.HasPrefix(string(first), string(second[:5])) {
		e.spoil(d, second)
	}
}

var (
	expenseForms = []string{FormKind, DentalKind}
	allForms     = []string{FormKind, DentalKind, DependencyKind, IllnessKind}
	careForms    = []string{DependencyKind, IllnessKind}
	dentistForms = []string{DentalKind, DentistKind}
	r01Only      = []string{FormKind}
)

// faults are all faults by the finding they cause.
var faults = map[claim.Code]fault{}

func init() {
	for _, group := range []map[claim.Code]fault{formFaults, invoiceFaults, natureFaults, dentalFaults, careFaults, paperFaults} {
		for code, f := range group {
			faults[code] = f
		}
	}
}

var formFaults = map[claim.Code]fault{
	"deadline.lapsed": {on: []string{FormKind, DentalKind, IllnessKind}, plant: func(d dice, e *envelope) {
		if e.Care != nil {
			e.Care.DischargedOn = e.SentOn.AddMonths(-6).AddDays(-d.whole(8, 60))
			return
		}
		for _, inv := range e.Invoices {
			inv.Date = workday(e.SentOn.AddMonths(-3).AddDays(-d.whole(8, 40)))
		}
		e.fillRows(d)
	}},
	"form.total_mismatch": {on: expenseForms, invoices: 1, plant: func(d dice, e *envelope) {
		e.DeclaredTotal += int64(pick(d, 1, 10, 90, -9)) * 100
	}},
	"form.row_without_invoice": {on: r01Only, invoices: 2, plant: func(d dice, e *envelope) {
		last := len(e.Invoices) - 1
		e.Invoices = e.Invoices[:last]
		e.Rows[last].Invoice = nil
	}},
	"form.invoice_without_row": {on: r01Only, invoices: 2, plant: func(d dice, e *envelope) {
		last := len(e.Rows) - 1
		e.DeclaredTotal -= e.Rows[last].Amount
		e.Rows = e.Rows[:last]
	}},
	"form.row_differs_from_invoice": {on: expenseForms, invoices: 1, plant: func(d dice, e *envelope) {
		e.Rows[0].Amount += 1000
		e.DeclaredTotal += 1000
	}},
	"form.unsigned": {on: append([]string{DentistKind}, allForms...), plant: func(d dice, e *envelope) {
		if e.Form == "" {
			e.Dental.Signed = false
			return
		}
		e.Signed, e.Consent = false, false
	}},
	"form.date_missing": {on: append([]string{DentistKind}, allForms...), plant: func(d dice, e *envelope) {
		if e.Form == "" {
			e.Dental.SignedOn = claim.Date{}
			return
		}
		e.SignedOn, e.Consent = claim.Date{}, false
	}},
	"form.field_missing": {on: allForms, plant: func(d dice, e *envelope) {
		switch e.Form {
		case claim.NA1:
			e.Blank = []string{pick(d, "member.code", "member.phone", "carer.surname", "carer.relation", "carer.phone", "diagnosis", "score.total")}
		case claim.GM01:
			e.Blank = []string{pick(d, "member.code", "member.phone", "member.email", "carer.relation", "carer.phone", "diagnosis", "discharge.date")}
		default:
			e.Blank = []string{pick(d, "member.code", "total", "row1.number", "row1.date", "row1.issuer")}
		}
	}},
	"liability.third_party": {on: expenseForms, invoices: 1, plant: func(d dice, e *envelope) { e.Rows[0].ThirdParty = true }},
	"member.iban_invalid": {on: expenseForms, plant: func(d dice, e *envelope) {
		e.IBAN = iban(d)
		at := len(e.IBAN) - 5 // a digit of the account, wrong by a few
		e.IBAN = e.IBAN[:at] + string('0'+(e.IBAN[at]-'0'+byte(d.whole(1, 8)))%10) + e.IBAN[at+1:]
	}},
	"duplicate.open": {on: r01Only, invoices: 1, plant: func(d dice, e *envelope) { e.twice = e.Invoices[0] }},
}

var invoiceFaults = map[claim.Code]fault{
	"fiscal.patient_mismatch": {on: r01Only, invoices: 1, plant: func(d dice, e *envelope) {
		inv := e.Invoices[0]
		other := somePerson(d, 1955, 1999)
		for other.Surname == e.Patient.Surname || other.Name == e.Patient.Name || other.Surname == e.Member.Surname {
			other = somePerson(d, 1955, 1999)
		}
		inv.Patient, inv.Payer, inv.ShowCode = other, nil, true
	}},
	"fiscal.patient_missing": {on: r01Only, invoices: 1, plant: func(d dice, e *envelope) {
		e.Invoices[0].Without |= withoutPatient
		e.Invoices[0].Payer = nil
	}},
	"fiscal.description_missing": {on: r01Only, invoices: 1, trades: []trade{clinic, specialist, diagnostics}, plant: func(d dice, e *envelope) {
		inv := e.Invoices[0]
		inv.Without |= withoutText
		inv.Lines = inv.Lines[:1]
		inv.Lines[0].Text, inv.Lines[0].Code = "", ""
		inv.again(d)
		e.fillRows(d)
	}},
	"fiscal.date_missing": {on: r01Only, invoices: 1, plant: func(d dice, e *envelope) { e.Invoices[0].Without |= withoutDate }},
	"fiscal.number_missing": {on: r01Only, invoices: 1, trades: []trade{clinic, specialist, diagnostics}, plant: func(d dice, e *envelope) {
		e.Invoices[0].Without |= withoutNumber
		e.Invoices[0].Number = ""
		e.fillRows(d)
	}},
	"fiscal.issuer_id_missing": {on: r01Only, invoices: 1, plant: func(d dice, e *envelope) { e.Invoices[0].Without |= withoutIssuerID }},
	"fiscal.issuer_id_invalid": {on: r01Only, invoices: 1, trades: []trade{clinic, diagnostics}, plant: func(d dice, e *envelope) {
		vat := e.Invoices[0].Issuer.VAT
		e.Invoices[0].Issuer.VAT = vat[:10] + string('0'+(vat[10]-'0'+byte(d.whole(1, 8)))%10)
	}},
	"fiscal.stamp_duty_missing": {on: r01Only, invoices: 1, trades: []trade{clinic, specialist, diagnostics}, plant: func(d dice, e *envelope) {
		inv := e.Invoices[0]
		if inv.exempt() <= stampThreshold {
			inv.Lines[0].Unit += 8000
			inv.Lines[0].Amount = inv.Lines[0].Unit * int64(inv.Lines[0].Quantity)
		}
		inv.Stamp, inv.StampForm, inv.StampNumber = 0, stampForgotten, ""
		inv.sum()
		e.fillRows(d)
	}},
	"fiscal.amounts_do_not_add_up": {on: r01Only, invoices: 1, plant: func(d dice, e *envelope) {
		e.Invoices[0].Total += 1000
		e.fillRows(d)
	}},
	"settlement.balance_missing": {on: r01Only, invoices: 1, trades: []trade{clinic, specialist}, plant: func(d dice, e *envelope) {
		inv := e.Invoices[0]
		inv.Settlement = claim.Deposit
		inv.look.Title = pick(d, "FATTURA", "Fattura")
		amount := int64(d.whole(4, 12)) * 5000
		inv.Lines = []position{{Text: pick(d, "Acconto per intervento di chirurgia ambulatoriale", "Acconto su ciclo di infiltrazioni articolari",
			"Acconto trattamento chirurgico neoformazione cutanea"), Quantity: 1, Unit: amount, Amount: amount}}
		inv.VATRate = 0
		inv.again(d)
		e.fillRows(d)
	}},
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
