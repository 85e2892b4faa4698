package synth

import (
	"slices"
	"strings"

	"pratica/claim"
)

// paper draws a paper of this claim that is neither form nor expense document, true to what the claim says.
func (e *envelope) paper(d dice, kind claim.DocumentKind) paper {
	if a := e.Allowance; a != nil && kind == a.Paper {
		return paper{kind: kind, pages: e.drawStay(d)}
	}
	w := someWho(newDice(d.Uint64(), "who"), e.Member, e.Patient, e.MemberCode, e.SentOn)
	w.Writers = e.writers
	w.ToMilan = e.Form == claim.NA1 || e.Form == claim.GM01
	if e.Care != nil {
		w.Diagnosis, w.Operation = e.Care.Diagnosis, ""
		if !e.Care.DischargedOn.IsZero() {
			w.Discharged = e.Care.DischargedOn
			w.Admitted = w.Discharged.AddDays(-d.whole(3, 20))
		}
	}
	if e.Dental != nil && len(e.Invoices) > 0 {
		w.Dentist, w.Teeth = e.Invoices[0].Issuer, nil
		for _, t := range e.Dental.Treatments {
			if t.Tooth != "" {
				w.Teeth = append(w.Teeth, t.Tooth)
			}
		}
	}
	for _, inv := range e.Invoices {
		switch inv.Issuer.trade {
		case physiotherapist:
			w.PrescribedOn = inv.Date.AddDays(-d.whole(3, 60))
			w.Prescribed = []string{pick(d, "CICLO DI FISIOTERAPIA (10 SEDUTE) PER LOMBOSCIATALGIA", "RIEDUCAZIONE MOTORIA PER ESITI DI DISTORSIONE AL GINOCCHIO",
				"TECARTERAPIA E MASSOTERAPIA - CERVICALGIA CRONICA", "KINESITERAPIA PER PERIARTRITE SPALLA DESTRA")}
		case optician:
			w.PrescribedOn = inv.Date.AddDays(-d.whole(3, 60))
			if e.oldPrescription {
				w.PrescribedOn = inv.Date.AddMonths(-12).AddDays(-d.whole(10, 200))
			}
			w.Prescribed = []string{pick(d, "LENTI CORRETTIVE PER MODIFICAZIONE DEL VISUS", "LENTI DA VISTA: MIOPIA IN AUMENTO OO", "LENTI PROGRESSIVE, PRESBIOPIA - VARIAZIONE DEL VISUS")}
		case hospital:
			w.Hospital = inv.Issuer
			w.Discharged = inv.Date
			w.Admitted = inv.Date.AddDays(-d.whole(0, 4))
		}
	}
	return someOtherPaper(d, kind, w)
}

// need is papers that a claim must come with, count of any of the kinds, and the finding if it does not
// (Reg. 17.2; of teeth: Guide 2012).
type need struct {
	kinds   []claim.DocumentKind
	count   int
	finding claim.Code
}

// needs are the papers this claim must come with.
func (e *envelope) needs() []need {
	var list []need
	add := func(finding claim.Code, count int, kinds ...claim.DocumentKind) {
		for _, n := range list {
			if n.finding == finding && slices.Equal(n.kinds, kinds) {
				return
			}
		}
		list = append(list, need{kinds, count, finding})
	}
	cures := map[trade]bool{} // each with a prescription of its own
	for _, inv := range e.Invoices {
		if prescribed := inv.Issuer.trade; inv.isExpense() && inv.Type != claim.CopaymentReceiptType && (prescribed == physiotherapist || prescribed == optician) {
			cures[prescribed] = true
		}
	}
	for _, inv := range e.Invoices {
		switch {
		case !inv.isExpense(), inv.Type == claim.CopaymentReceiptType:
		case cures[inv.Issuer.trade]:
			add("papers.prescription_missing", len(cures), claim.Prescription)
		case inv.says(stayWords...):
			add("papers.medical_record_missing", 1, claim.MedicalRecord)
		case inv.surgery():
			add("papers.medical_record_missing", 1, claim.MedicalRecord, claim.DischargeLetter, claim.HospitalCertificate)
		}
	}
	if e.Dental != nil && !e.Dental.Missing {
		for _, t := range e.Dental.Treatments {
			switch {
			case t.code >= "2615" && t.code <= "2619": // before and after the cure
				add("papers.xray_missing", 2, claim.Xray)
			case t.code >= "2620" && t.code <= "2633":
				add("papers.lab_certificate_missing", 1, claim.LabCertificate)
			}
		}
	}
	if e.Care != nil {
		add("papers.medical_documents_missing", 1, claim.MedicalRecord, claim.DischargeLetter, claim.HospitalCertificate)
	}
	return list
}

// complete attaches what this claim needs and does not have.
func (e *envelope) complete(d dice) {
	for _, n := range e.needs() {
		for range n.count - e.has(n.kinds) {
			e.Attached = append(e.Attached, pick(d, n.kinds...))
		}
	}
}

// has is how many papers of these kinds are attached.
func (e *envelope) has(kinds []claim.DocumentKind) (n int) {
	for _, have := range e.Attached {
		if slices.Contains(kinds, have) {
			n++
		}
	}
	return n
}

// lacking are the findings about papers that were not sent.
func (e *envelope) lacking() []claim.Code {
	var list []claim.Code
	for _, n := range e.needs() {
		if e.has(n.kinds) < n.count {
			list = append(list, n.finding)
		}
	}
	dentists := func(inv *invoice) bool {
		return inv.isExpense() && inv.Type != claim.CopaymentReceiptType && inv.Issuer.trade == dentist
	}
	if e.Dental != nil && e.Dental.Missing || e.Dental == nil && slices.ContainsFunc(e.Invoices, dentists) {
		list = append(list, "papers.d01_missing")
	}
	return list
}

// surgeryWords are said of an operation without a stay, stayWords of a stay.
var (
	surgeryWords = []string{"intervento chirurgico", "equipe chirurgica", "sala operatoria", "chirurgia ambulatoriale", "asportazione"}
	stayWords    = []string{"degenza", "ricovero", "day surgery", "day hospital"}
)

// laboratoryWords are said of a laboratory's tests, stayMentioned of what makes them reimbursed.
var (
	laboratoryWords = []string{"emocromo", "colesterolo", "tsh", "esame urine", "25-oh"}
	stayMentioned   = []string{"degenz", "ricover", "day surgery", "day hospital", "intervent", "chirurg", "operator", "asportazion", "ostetric", "gravid"}
)

// withoutStay is the finding of tests of a laboratory where nothing speaks of a stay, an operation or a pregnancy (Guide 2012).
func (e *envelope) withoutStay() []claim.Code {
	tests := func(inv *invoice) bool {
		return inv.isExpense() && inv.Type == claim.InvoiceType && inv.Issuer.trade == laboratory && inv.says(laboratoryWords...)
	}
	mentioned := slices.ContainsFunc(e.Invoices, func(inv *invoice) bool { return inv.says(stayMentioned...) }) ||
		e.has([]claim.DocumentKind{claim.MedicalRecord, claim.DischargeLetter, claim.HospitalCertificate}) > 0 ||
		e.has([]claim.DocumentKind{claim.Prescription}) > 0 && e.Patient.Woman && e.SentOn.Year-e.Patient.Born.Year < 51 && e.SentOn.Year-e.Patient.Born.Year > 13
	if mentioned || !slices.ContainsFunc(e.Invoices, tests) {
		return nil
	}
	return []claim.Code{"service.not_covered"}
}

// surgery tells whether the invoice bills an operation, which needs clinical papers.
func (i *invoice) surgery() bool { return i.says(surgeryWords...) }

func (i *invoice) says(words ...string) bool {
	return slices.ContainsFunc(i.Lines, func(p position) bool {
		text := strings.ToLower(p.Text)
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
	})
}
