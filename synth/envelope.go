package synth

import (
	"slices"
	"strings"

	"pratica/claim"
)

// envelope is one submission: a filled form with its invoices, or invoices alone.
type envelope struct {
	// Form is empty for papers sent without one.
	Form    claim.Form
	Edition string

	Member     person
	MemberCode string
	// Phone, Email and IBAN are empty when the member left them blank.
	Phone, Email, IBAN string
	// Patient is the member himself unless Family.
	Patient person
	Family  bool

	// Rows are the rows of the form in order, Invoices the documents in the order of the papers.
	Rows     []formRow
	Invoices []*invoice
	// DeclaredTotal is what is written as the form's total, in cents.
	DeclaredTotal int64

	SignedOn claim.Date
	Signed   bool
	// Consent is whether the block on privacy is filled and signed.
	Consent bool

	Channel            claim.Channel
	SentOn, ReceivedOn claim.Date

	// Dental is what D01 says; nil for claims of other kinds. Care is what NA1 and GM01 ask beyond the persons.
	Dental *dental
	Care   *care
	// Allowance is the daily allowance that an R01 asks for; nil for most.
	Allowance *allowance
	// Attached are the other papers of the claim, twice an invoice of which a second copy lies in the envelope.
	Attached []claim.DocumentKind
	twice    *invoice
	// corrected is an invoice that somebody changed by hand, correction how; oldPrescription dates the oculist's
	// prescription more than a year before the purchase.
	corrected       *invoice
	correction      correction
	oldPrescription bool

	// Foreign forms are laid out by somebody else; Codeless ones are the fund's, printed without their code.
	Foreign, Codeless bool
	// Coded forms were filled by the fund's program, which prints a code of the values.
	Coded bool
	// Corrected are boxes that were crossed and taken back, by id.
	Corrected []string
	// filling is how the form is filled, writers the set of hands.
	filling, writers string
	// Blank are zones the member forgot, by id.
	Blank []string

	Findings []claim.Code
}

// formRow is one row of the expense table as the member filled it.
type formRow struct {
	Number, Issuer string
	Date           claim.Date
	Amount         int64
	ThirdParty     bool
	// Allowance is a row with no more than the hospital's name.
	Allowance bool
	// Invoice is the paper the row is about; nil when it was not sent.
	Invoice *invoice
}

// someEnvelope draws a form with n invoices, valid in every way.
func someEnvelope(d dice, n int, channel claim.Channel) *envelope {
	e := &envelope{Form: claim.R01, Channel: channel, MemberCode: "1" + d.digits(6)}
	e.Member = somePerson(d, 1958, 2001)
	if d.chance(0.85) {
		e.Phone = e.Member.Phone
	}
	if d.chance(0.5) {
		e.IBAN = iban(d)
		e.Consent = d.chance(0.7)
	}
	e.Patient = e.Member
	if e.Family = d.chance(0.45); e.Family {
		e.Patient = relative(d, e.Member)
	}
	e.SentOn = workday(someDate(d, claim.NewDate(2026, 2, 2), claim.NewDate(2026, 6, 30)))
	e.ReceivedOn = workday(e.SentOn.AddDays(d.whole(1, 6)))
	e.SignedOn = e.SentOn.AddDays(-d.whole(0, 4))
	if channel == claim.Online {
		e.ReceivedOn = e.SentOn
	}
	for range n {
		e.Invoices = append(e.Invoices, e.someInvoice(d, formTrades))
	}
	e.fillRows(d)
	e.Signed = true
	return e
}

// formTrades are the providers whose invoices go with R01, by how often they come.
var formTrades = []trade{clinic, clinic, clinic, specialist, specialist, specialist, diagnostics, diagnostics, publicHealth, publicHealth,
	publicHealth, physiotherapist, psychologist, optician, hospital, laboratory}

// allTrades adds dentists, whose invoices need another form.
var allTrades = append([]trade{dentist, dentist}, formTrades...)

// someInvoice draws an invoice of the patient that is sent in time.
func (e *envelope) someInvoice(d dice, trades []trade) *invoice {
	date := workday(someDate(d, e.SentOn.AddDays(-80), e.SentOn.AddDays(-6)))
	var payer *person
	if e.Family && e.Patient.minor(date) && d.chance(0.6) {
		payer = &e.Member
	}
	issuer := someProvider(d, pick(d, trades...))
	if !e.Patient.Woman {
		issuer.Subtitle = strings.Replace(issuer.Subtitle, "Ginecologia e Ostetricia", "Urologia", 1)
	}
	return someInvoice(d, issuer, e.Patient, payer, date)
}

// settle makes the first two invoices the deposit and the balance of one treatment.
func (e *envelope) settle(d dice) {
	treatment := pick(d, "intervento di chirurgia ambulatoriale", "ciclo di infiltrazioni articolari", "trattamento ambulatoriale neoformazione cutanea")
	first, second := e.Invoices[0], e.someInvoice(d, []trade{clinic, specialist})
	*first = *e.someInvoice(d, []trade{clinic, specialist})
	second.Issuer, second.look = first.Issuer, first.look
	if second.Date.Before(first.Date) {
		first.Date, second.Date = second.Date, first.Date
	}
	e.Invoices[1] = second
	for n, inv := range e.Invoices[:2] {
		inv.Settlement = []claim.Settlement{claim.Deposit, claim.Balance}[n]
		inv.look.Title = pick(d, "FATTURA", "Fattura")
		amount := int64(d.whole(4, 12)) * 5000
		inv.Lines = []position{{Text: []string{"Acconto per ", "Saldo "}[n] + treatment, Quantity: 1, Unit: amount, Amount: amount}}
		inv.VATRate = 0
		inv.again(d)
	}
	second.Paid = &formerInvoice{first.Number, first.Date, first.Total}
	e.fillRows(d)
}

// fillRows writes the rows and the total from the invoices.
func (e *envelope) fillRows(d dice) {
	e.Rows, e.DeclaredTotal = nil, 0
	for _, inv := range e.Invoices {
		number := inv.Number
		if number == "" {
			number = "s.n."
		}
		e.Rows = append(e.Rows, formRow{Number: number, Issuer: inv.Issuer.short(d), Date: inv.Date, Amount: inv.Total, Invoice: inv})
		e.DeclaredTotal += inv.Total
	}
}

// someLooseInvoices draws n invoices of one patient that came without a form.
func someLooseInvoices(d dice, n int, channel claim.Channel) *envelope {
	e := someEnvelope(d, 0, channel)
	e.Form = ""
	for range n {
		e.Invoices = append(e.Invoices, e.someInvoice(d, allTrades))
	}
	return e
}

// findings are what the checks should find, each once: the planted faults, papers that lack, what is
// unusual about the expense documents, and of papers without a form that nobody knows whose they are (claim/v1:
// value.unreadable, "a needed value was not read").
func (e *envelope) findings() []claim.Code {
	list := append([]claim.Code{}, e.Findings...)
	list = append(list, e.lacking()...)
	list = append(list, e.withoutStay()...)
	for _, inv := range e.Invoices {
		list = append(list, inv.findings()...)
	}
	if e.Form == "" {
		list = append(list, "value.unreadable")
	}
	var once []claim.Code
	for _, code := range list {
		if !slices.Contains(once, code) {
			once = append(once, code)
		}
	}
	return once
}

// outcome is what the checks should make of it (claim/v1).
func (e *envelope) outcome() claim.Outcome {
	worst := claim.Admissible
	for _, code := range e.findings() {
		switch severity := code.Severity(); {
		case severity == claim.Reject && (code != "deadline.lapsed" || e.allLapsed()):
			return claim.Inadmissible // a reject of one of several expenses leaves the others
		case severity == claim.Suspend:
			worst = claim.Suspended
		case severity == claim.Review && worst == claim.Admissible:
			worst = claim.NeedsReview
		}
	}
	return worst
}

func (e *envelope) allLapsed() bool {
	for _, inv := range e.Invoices {
		if !e.SentOn.After(lastDay(inv.Date)) {
			return false
		}
	}
	return true
}
