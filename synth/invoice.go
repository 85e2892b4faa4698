package synth

import (
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
)

// invoice is one expense document: all that is true of it and how it looks. The same struct is drawn and
// gives the truth, so the two cannot differ. Amounts are in cents of Currency.
//
// Reading of claim/v1: Lines are all positions printed, fees that Reg. 18.1 excludes among them, except
// stamp duty, VAT, contribution and discount; so Σ Lines + Contribution + VAT + Stamp − Discount = Total.
type invoice struct {
	Issuer  provider
	Patient person
	// Payer is who pays for a minor, nil if the patient does.
	Payer *person
	// ShowCode tells whether the patient's tax code is printed, ShowBirth the date of birth.
	ShowCode, ShowBirth bool

	Type       claim.DocumentType
	Settlement claim.Settlement
	// Nature is what else the paper is; Cancels what a credit note cancels, Paid the deposit a balance names.
	Nature  nature
	Cancels *formerInvoice
	Paid    *formerInvoice
	// CodeOnly papers name the patient by tax code alone, as till slips do.
	CodeOnly bool
	// Shared papers were drawn on one page with another.
	Shared bool
	Number string
	Date   claim.Date

	Lines        []position
	Contribution int64
	// ContributionLabel is "Contributo ENPAP 2%" and the like; empty without one.
	ContributionLabel string
	Discount          int64
	// VATRate is in percent, of all lines that are not exempt; 0 when all are.
	VATRate int
	VAT     int64

	// Stamp is what the patient is charged for stamp duty; StampForm how the paper speaks of it.
	Stamp       int64
	StampForm   stampForm
	StampNumber string

	Total int64

	// Without are faults: what a valid invoice would show and this one does not.
	Without omission
	look    look
}

// position is one line of an invoice.
type position struct {
	Code, Text string
	Quantity   int
	// Unit and Amount are without VAT.
	Unit, Amount int64
	Excluded     exclusion
	// Taxed lines bear VAT at the invoice's rate.
	Taxed bool
}

// exclusion is which excluded item of Reg. 18.1 a line is.
type exclusion int

const (
	reimbursed exclusion = iota
	administrative
	recordCopy
	digitisation
	otherExcluded
)

// stampForm is how an invoice speaks of stamp duty.
type stampForm int

const (
	noStamp        stampForm = iota
	stampLine                // a line among the totals
	stampNoted               // only words: paid by the issuer
	stampSticker             // a stuck stamp with its number, charged in the totals
	stampForgotten           // due, and nothing says so
)

// omission is a set of what is missing.
type omission uint8

const (
	withoutPatient omission = 1 << iota
	withoutText
	withoutDate
	withoutNumber
	withoutIssuerID
)

func (i *invoice) lacks(o omission) bool { return i.Without&o != 0 }

// stampThreshold and stampDuty: DPR 642/72, tariff art. 13: 2,00 euro on exempt amounts above 77,47.
const (
	stampThreshold = 7747
	stampDuty      = 200
)

// someInvoice draws an expense document of an issuer for a patient.
func someInvoice(d dice, issuer provider, patient person, payer *person, date claim.Date) *invoice {
	inv := &invoice{Issuer: issuer, Patient: patient, Payer: payer, Date: date, Type: claim.InvoiceType, Settlement: claim.Single,
		ShowCode: d.chance(0.92), ShowBirth: d.chance(0.15)}
	inv.Number = someNumber(d, issuer.trade, date)
	if issuer.trade == publicHealth {
		inv.Type = claim.CopaymentReceiptType
		inv.ShowCode = true
		inv.ticket(d)
	} else {
		inv.services(d)
		inv.fees(d)
		inv.extras(d)
	}
	inv.look = someLook(d, inv)
	inv.sum()
	if issuer.trade == pharmacy || issuer.trade == optician && d.chance(0.3) {
		inv.slip(d)
		inv.CodeOnly = issuer.trade == pharmacy
	}
	return inv
}

func (i *invoice) ticket(d dice) {
	menu := services[publicHealth]
	amount := pick(d, ticketAmounts...)
	first := d.IntN(len(menu))
	for n := range pick(d, 1, 1, 2, 3) {
		s := menu[(first+n*3)%len(menu)]
		p := position{Code: s.code, Text: s.text, Quantity: 1, Unit: amount, Amount: amount}
		i.Lines = append(i.Lines, p)
		amount = pick(d, ticketAmounts...)
	}
}

func (i *invoice) services(d dice) {
	menu := services[i.Issuer.trade]
	if !i.Patient.Woman || i.Patient.minor(i.Date) {
		menu = slices.DeleteFunc(slices.Clone(menu), func(s service) bool { return s.women })
	}
	first := d.IntN(len(menu))
	count := pick(d, 1, 1, 1, 2, 2, 3)
	if i.Issuer.trade == hospital {
		count = d.whole(2, 4)
	}
	for n := range count {
		s := menu[(first+n)%len(menu)]
		p := position{Code: s.code, Text: s.text, Quantity: 1}
		p.Unit = int64(d.whole(s.low/5, s.high/5)) * 500
		if d.chance(0.12) {
			p.Unit += int64(d.whole(1, 9)) * 10
		}
		if s.many {
			p.Quantity = pick(d, 1, 2, 3, 4, 5, 8, 10)
			if d.chance(0.3) {
				p.Text += " del " + numeric(i.Date.AddDays(-d.whole(0, 10)))
			}
		}
		p.Amount = p.Unit * int64(p.Quantity)
		i.Lines = append(i.Lines, p)
	}
	if i.Issuer.trade == optician {
		i.VATRate = 4
		for n := range i.Lines {
			i.Lines[n].Taxed = true
		}
	}
}

// fees adds items that are never reimbursed.
func (i *invoice) fees(d dice) {
	add := func(text string, amount int64, e exclusion) {
		p := position{Text: text, Quantity: 1, Unit: amount, Amount: amount, Excluded: e}
		if i.VATRate == 0 && !i.Issuer.FlatRate && d.chance(0.25) {
			i.VATRate, p.Taxed = 22, true
		}
		i.Lines = append(i.Lines, p)
	}
	switch i.Issuer.trade {
	case clinic, diagnostics:
		if d.chance(0.12) {
			add(pick(d, "Diritti amministrativi", "Spese amministrative", "Diritti di segreteria", "Oneri amministrativi"), int64(d.whole(4, 20))*50, administrative)
		}
		if i.Issuer.trade == diagnostics && d.chance(0.15) {
			add(pick(d, "Digitalizzazione immagini su CD", "Spese di digitalizzazione", "Supporto digitale esame"), int64(d.whole(5, 15))*100, digitisation)
		}
	case hospital:
		if d.chance(0.35) {
			add(pick(d, "Diritti amministrativi di accettazione", "Spese amministrative", "Diritti di segreteria"), int64(d.whole(5, 30))*100, administrative)
		}
		if d.chance(0.2) {
			add(pick(d, "Copia cartella clinica", "Rilascio copia cartella clinica"), int64(d.whole(15, 40))*100, recordCopy)
		}
	}
}

// extras adds contribution, discount and stamp duty.
func (i *invoice) extras(d dice) {
	net := i.net()
	if d.chance(0.1) && i.VATRate == 0 {
		i.Discount = net / 100 * int64(pick(d, 5, 10, 15, 20))
	}
	net -= i.Discount
	percent := func(p int64) int64 { return (net*p + 50) / 100 }
	switch i.Issuer.trade {
	case psychologist:
		i.Contribution, i.ContributionLabel = percent(2), pick(d, "Contributo integrativo ENPAP 2%", "Contributo ENPAP 2%", "Cassa previdenza ENPAP (2%)", "ENPAP 2%")
	case physiotherapist:
		if d.chance(0.35) {
			i.Contribution, i.ContributionLabel = percent(4), pick(d, "Rivalsa INPS 4%", "Rivalsa Gestione Separata INPS 4%", "Contributo INPS 4% L. 335/95", "Rivalsa previdenziale (4%)")
		}
	}
	i.stamp(d)
}

// stamp decides how stamp duty appears. What is close to the threshold stays unstamped only below it.
func (i *invoice) stamp(d dice) {
	if i.exempt() <= stampThreshold {
		return
	}
	i.Stamp, i.StampForm = stampDuty, stampLine
	switch {
	case d.chance(0.12):
		i.Stamp, i.StampForm = 0, stampNoted
	case d.chance(0.12):
		i.StampForm = stampSticker
		i.StampNumber = "01" + d.digits(12)
	}
}

// net is the sum of the lines.
func (i *invoice) net() (sum int64) {
	for _, p := range i.Lines {
		sum += p.Amount
	}
	return sum
}

// exempt is the amount without VAT on which stamp duty is measured.
func (i *invoice) exempt() int64 {
	sum := i.Contribution - i.Discount
	for _, p := range i.Lines {
		if !p.Taxed {
			sum += p.Amount
		}
	}
	return sum
}

// taxable is the amount that bears VAT.
func (i *invoice) taxable() (sum int64) {
	for _, p := range i.Lines {
		if p.Taxed {
			sum += p.Amount
		}
	}
	return sum
}

func (i *invoice) sum() {
	i.VAT = (i.taxable()*int64(i.VATRate) + 50) / 100
	i.Total = i.net() + i.Contribution + i.VAT + i.Stamp - i.Discount
}

// excluded is the sum of the lines of that kind.
func (i *invoice) excluded(e exclusion) (sum int64) {
	for _, p := range i.Lines {
		if p.Excluded == e {
			sum += p.Amount
		}
	}
	return sum
}

// subject is the description of the whole: the services, without fees, joined by "; ".
func (i *invoice) subject() string {
	var texts []string
	for _, p := range i.Lines {
		if p.Excluded == reimbursed && p.Text != "" {
			texts = append(texts, p.Text)
		}
	}
	return strings.Join(texts, "; ")
}

// billedTo is who the invoice is made out to.
func (i *invoice) billedTo() person {
	if i.Payer != nil {
		return *i.Payer
	}
	return i.Patient
}

func someNumber(d dice, t trade, date claim.Date) string {
	n := d.whole(1, 1900)
	if t == specialist || t == psychologist || t == physiotherapist {
		n = d.whole(1, 320)
	}
	year := date.Year
	forms := []string{
		fmt.Sprintf("%d/%d", n, year), fmt.Sprintf("%d/%d", n, year), fmt.Sprintf("%d", n), fmt.Sprintf("%d/%02d", n, year%100),
		fmt.Sprintf("%d/%d", year, n), fmt.Sprintf("%d/A", n), fmt.Sprintf("%04d", n), fmt.Sprintf("A/%d", n), fmt.Sprintf("%d-%d", year, n),
		fmt.Sprintf("FT%d", 20000+n), fmt.Sprintf("%d/FE", n), fmt.Sprintf("FS-%05d", n),
	}
	if t == publicHealth || t == hospital {
		forms = []string{fmt.Sprintf("%d%06d", year, n*7), fmt.Sprintf("%08d", n*113), fmt.Sprintf("%d/%d", year, n*17), fmt.Sprintf("T%d-%06d", year%100, n*11)}
	}
	return forms[d.IntN(len(forms))]
}
