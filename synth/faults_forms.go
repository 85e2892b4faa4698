package synth

import "pratica/claim"

var dentalFaults = map[claim.Code]fault{
	"dental.tooth_missing": {on: dentistForms, invoices: 1, plant: func(d dice, e *envelope) { e.withTooth(d).Tooth = "" }},
	"dental.tooth_impossible": {on: dentistForms, invoices: 1, plant: func(d dice, e *envelope) { // class III is for front teeth
		t := e.withTooth(d)
		t.cure = cureOf("2606")
		t.Tooth = someTooth(d, backTooth, false)
		e.rebill(d, t)
	}},
	"dental.unknown_code": {on: dentistForms, invoices: 1, plant: func(d dice, e *envelope) {
		e.Dental.Treatments[0].code = pick(d, "2699", "2671", "6199", "2555")
	}},
	"dental.age_limit": {on: dentistForms, invoices: 1, plant: func(d dice, e *envelope) { // only up to the age of 14 (Guide 2012)
		for !e.Patient.Born.Before(e.SentOn.AddMonths(-16 * 12)) {
			e.Patient = e.Member
			e.Family = false
			for _, inv := range e.Invoices {
				inv.Patient, inv.Payer = e.Member, nil
			}
		}
		t := &e.Dental.Treatments[0]
		t.cure = pick(d, ageCures...)
		t.Tooth, t.Arch, t.Count = "", pick(d, claim.UpperArch, claim.LowerArch), 1
		e.rebill(d, t)
	}},
	"dental.amounts_do_not_match_invoice": {on: dentistForms, invoices: 1, plant: func(d dice, e *envelope) {
		e.Dental.Treatments[0].Amount += int64(pick(d, 10, 20, 30)) * 100
	}},
}

// withTooth is a treatment that has a tooth; one is made so if none has.
func (e *envelope) withTooth(d dice) *treatment {
	for n := range e.Dental.Treatments {
		if t := &e.Dental.Treatments[n]; t.where == byTooth {
			return t
		}
	}
	t := &e.Dental.Treatments[0]
	t.cure, t.Arch, t.Count = cureOf("2594"), "", 1
	t.Tooth = someTooth(d, anyTooth, false)
	e.rebill(d, t)
	return t
}

// rebill bills a changed treatment: the invoice's lines and sums follow it.
func (e *envelope) rebill(d dice, changed *treatment) {
	inv := changed.Invoice
	changed.Amount = int64(d.whole(changed.low/5, changed.high/5)) * 500 * int64(changed.Count)
	inv.Lines = nil
	for _, t := range e.Dental.Treatments {
		if t.Invoice == inv {
			inv.Lines = append(inv.Lines, t.line(d))
		}
	}
	inv.again(d)
	if e.Form != "" {
		e.fillRows(d)
	}
}

var careFaults = map[claim.Code]fault{
	"dependency.score_not_eligible": {on: []string{DependencyKind}, plant: func(d dice, e *envelope) {
		for e.Care.eligible() {
			e.Care.score(d)
			for n := range e.Care.Scores {
				if d.chance(0.4) {
					e.Care.Total -= e.Care.Scores[n]
					e.Care.Scores[n] = 0
				}
			}
		}
	}},
	"dependency.score_inconsistent": {on: []string{DependencyKind}, plant: func(d dice, e *envelope) {
		if e.Care.Total += pick(d, 5, 10, -5); e.Care.Total > 60 {
			e.Care.Total = 50
		}
	}},
	"illness.none_or_many_marked": {on: []string{IllnessKind}, plant: func(d dice, e *envelope) {
		if d.chance(0.4) {
			e.Care.Illnesses = nil
			return
		}
		for other := pick(d, illnesses...).code; len(e.Care.Illnesses) < 2; other = pick(d, illnesses...).code {
			if other != e.Care.Illnesses[0] {
				e.Care.Illnesses = append(e.Care.Illnesses, other)
			}
		}
	}},
}

var paperFaults = map[claim.Code]fault{
	"papers.d01_missing": {on: []string{DentalKind}, plant: func(d dice, e *envelope) { e.Dental.Missing = true }},
	"papers.prescription_missing": {on: r01Only, invoices: 1, trades: []trade{physiotherapist, optician},
		plant: func(d dice, e *envelope) { e.Attached = nil }},
	"papers.prescription_expired": {on: r01Only, invoices: 1, trades: []trade{optician}, plant: func(d dice, e *envelope) {
		e.oldPrescription = true
		if e.Invoices[0].Type == claim.TillSlipType { // lenses are what the year counts for (Guide 2012)
			e.Invoices[0] = e.someInvoice(d, []trade{optician})
			e.fillRows(d)
		}
	}},
	"papers.medical_record_missing": {on: r01Only, invoices: 1, trades: []trade{hospital}, plant: func(d dice, e *envelope) {
		inv := e.Invoices[0]
		inv.Lines[0].Text = "Intervento chirurgico ambulatoriale"
		e.Attached = nil
		e.complete(d)
		e.without(claim.MedicalRecord, claim.DischargeLetter, claim.HospitalCertificate)
	}},
	"papers.medical_documents_missing": {on: careForms, plant: func(d dice, e *envelope) { e.Attached = nil }},
	"papers.xray_missing": {on: dentistForms, invoices: 1, plant: func(d dice, e *envelope) {
		e.oblige(d, pick(d, implantCures...))
		e.without(claim.Xray, claim.Photo)
	}},
	"papers.lab_certificate_missing": {on: dentistForms, invoices: 1, plant: func(d dice, e *envelope) {
		e.oblige(d, pick(d, prosthesisCures...))
		e.without(claim.LabCertificate)
	}},
}

// oblige makes the first treatment one that must come with more papers.
func (e *envelope) oblige(d dice, c cure) {
	t := &e.Dental.Treatments[0]
	t.cure, t.Arch, t.Count = c, "", 1
	t.Tooth = someTooth(d, anyTooth, false)
	e.rebill(d, t)
}

// without takes attachments out of the envelope.
func (e *envelope) without(kinds ...claim.DocumentKind) {
	var rest []claim.DocumentKind
	for _, have := range e.Attached {
		keep := true
		for _, kind := range kinds {
			keep = keep && have != kind
		}
		if keep {
			rest = append(rest, have)
		}
	}
	e.Attached = rest
}
