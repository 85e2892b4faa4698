package synth

import (
	"slices"

	"pratica/claim"
)

// allowance is what an R01 with no more than the hospital's name asks for (Reg. 15.3).
type allowance struct {
	// Kind is empty where the papers fit several kinds, or none.
	Kind     claim.Kind
	Hospital provider
	Cure     remedy
	// Admitted and Discharged are one day for an operation or a therapy without a night; Sessions are the days of a therapy, on one
	// certificate unless Each has a paper of its own.
	Admitted, Discharged claim.Date
	Sessions             []claim.Date
	Each                 bool
	// Paper is the kind of the papers that came with it; empty where they were forgotten.
	Paper claim.DocumentKind
	// drawn counts the papers of Each.
	drawn int
}

// someAllowanceEnvelope draws a request of a daily allowance: a row with the name of the hospital, and a discharge letter or a
// certificate. Some lack the paper, came late, ask for the expenses of the same stay too or for something else beside, or fit two
// kinds or none.
func someAllowanceEnvelope(d dice, channel claim.Channel) *envelope {
	e := someEnvelope(d, 0, channel)
	a := &allowance{Hospital: someHospital(d), Kind: pick(d, claim.AllowanceStay, claim.AllowanceStay, claim.AllowanceStay, claim.AllowanceStay,
		claim.AllowanceDaySurgery, claim.AllowanceDaySurgery, claim.AllowanceOncology, claim.AllowanceOncology, claim.AllowanceOncology)}
	e.Allowance = a
	a.Discharged = e.SentOn.AddDays(-d.whole(5, 80))
	twist := d.Float64()
	late := twist < 0.06
	if late {
		a.Discharged = e.SentOn.AddMonths(-3).AddDays(-d.whole(8, 60))
		e.Findings = append(e.Findings, "deadline.lapsed")
	}
	a.Admitted, a.Paper = a.Discharged, claim.DischargeLetter
	switch a.Kind {
	case claim.AllowanceStay:
		a.Admitted = a.Discharged.AddDays(-pick(d, 1, 2, 3, 4, 5, 6, 8, 12, d.whole(13, 40)))
		a.Cure = someCure(d, wardCures, e.Patient, e.SentOn)
	case claim.AllowanceDaySurgery:
		a.Cure = someCure(d, dayCures, e.Patient, e.SentOn)
	case claim.AllowanceOncology:
		a.Cure = someCure(d, tumourCures, e.Patient, e.SentOn)
		a.therapy(d)
	}
	switch {
	case late:
	case twist < 0.14:
		a.Paper, a.Kind = "", ""
		e.Findings = append(e.Findings, "papers.discharge_letter_missing")
	case twist < 0.20 && a.Kind == claim.AllowanceDaySurgery:
		a.Kind, a.Cure = "", portAndTherapy
		e.Findings = append(e.Findings, "claim.kind_unclear")
	case twist < 0.26 && a.Kind == claim.AllowanceDaySurgery:
		a.Kind, a.Cure = "", someCure(d, examinations, e.Patient, e.SentOn)
		e.Findings = append(e.Findings, "claim.kind_unclear")
	case twist < 0.24 && a.Kind == claim.AllowanceStay:
		e.Invoices = append(e.Invoices, e.stayInvoice(d))
		e.Findings = append(e.Findings, "claim.kind_unclear")
		e.Attached = append(e.Attached, claim.MedicalRecord)
	case twist > 0.88:
		inv := e.someInvoice(d, []trade{clinic, specialist, diagnostics, publicHealth})
		for inv.surgery() || inv.says(stayWords...) {
			inv = e.someInvoice(d, []trade{clinic, specialist, diagnostics, publicHealth})
		}
		e.Invoices = append(e.Invoices, inv)
	}
	e.fillRows(d)
	e.Rows = slices.Insert(e.Rows, d.IntN(len(e.Rows)+1), formRow{Issuer: a.Hospital.short(d), Allowance: true})
	switch {
	case a.Paper == "":
	case a.Each:
		for range a.Sessions {
			e.Attached = append(e.Attached, a.Paper)
		}
	default:
		e.Attached = append(e.Attached, a.Paper)
	}
	return e
}

// therapy draws the days of a cycle that ends on the day of discharge, and what attests them.
func (a *allowance) therapy(d dice) {
	step, count := pick(d, 7, 14, 21), d.whole(2, 8)
	if a.Cure.daily {
		step, count = 1, d.whole(5, 25)
	}
	for n, day := 0, workday(a.Discharged); n < count; n, day = n+1, day.AddDays(-step) {
		if workday(day) != day { // no therapy on a holiday
			n--
			continue
		}
		a.Sessions = append([]claim.Date{day}, a.Sessions...)
	}
	switch p := d.Float64(); {
	case p < 0.65 || a.Cure.daily:
		a.Paper = claim.HospitalCertificate
	case p < 0.85: // one day in day hospital
		a.Sessions = nil
	default:
		a.Each = true
		a.Sessions = a.Sessions[len(a.Sessions)-min(len(a.Sessions), d.whole(2, 3)):]
	}
	if len(a.Sessions) > 0 {
		a.Discharged = a.Sessions[len(a.Sessions)-1]
	} else {
		a.Discharged = workday(a.Discharged)
	}
	a.Admitted = a.Discharged
}

// stayInvoice is what the hospital billed for the stay itself.
func (e *envelope) stayInvoice(d dice) *invoice {
	inv := e.someInvoice(d, []trade{hospital})
	inv.Date = e.Allowance.Discharged
	e.Allowance.Hospital = inv.Issuer
	amount := int64(d.whole(8, 60)) * 5000
	inv.Lines = []position{{Text: pick(d, "Degenza in camera singola", "Retta di degenza reparto a pagamento", "Ricovero in regime di solvenza"), Quantity: 1, Unit: amount, Amount: amount}}
	inv.VATRate = 0
	inv.again(d)
	return inv
}

// truth is the allowance as claim/v1 has it.
func (a *allowance) truth(e *envelope) *claim.Allowance {
	out := &claim.Allowance{Hospital: claim.Text(a.Hospital.Name), Sessions: []claim.Date{}}
	if a.Paper == "" {
		for _, row := range e.Rows {
			if row.Allowance {
				out.Hospital = claim.Text(row.Issuer)
			}
		}
		return out
	}
	out.Deadline = lastDay(a.Discharged)
	if len(a.Sessions) > 0 {
		out.Sessions = a.Sessions
		return out
	}
	out.AdmittedOn, out.DischargedOn, out.Nights = a.Admitted, a.Discharged, a.Admitted.DaysUntil(a.Discharged)
	return out
}

// onlyAllowance tells that no row has an amount.
func (e *envelope) onlyAllowance() bool {
	return len(e.Rows) > 0 && !slices.ContainsFunc(e.Rows, func(r formRow) bool { return !r.Allowance })
}
