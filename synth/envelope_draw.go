package synth

import (
	"fmt"
	"slices"

	"pratica/claim"
)

// mix is how often a kind of case comes when none is asked for.
var mix = []string{FormKind, FormKind, FormKind, FormKind, FormKind, FormKind, InvoiceKind, InvoiceKind, InvoiceKind, InvoiceKind, DentalKind, DentalKind, DentalKind,
	DentistKind, DependencyKind, DependencyKind, IllnessKind, IllnessKind, PapersKind, EnvelopeKind, EnvelopeKind, EnvelopeKind, EnvelopeKind}

// draw makes the n-th case, independent of all others.
func (o Options) draw(n int) (*labelled, error) {
	seed := o.Seed*1_000_003 + uint64(n)
	d := newDice(seed, "case")
	kind, fault := o.choose(d)
	quality := o.Quality
	if quality == "" {
		quality = pick(d, Clean, Scan, Scan, Photo)
	}
	if kind == EnvelopeKind && quality == Clean {
		quality = Scan
	}
	channel := claim.Online
	if quality == Scan || kind == EnvelopeKind {
		channel = claim.Post
	}
	m := o.someMail(newDice(seed, "envelope"), kind, fault, channel)
	o.dress(d, m, quality, fault)

	name := fmt.Sprintf("%s-%06d", kind, n)
	switch quality {
	case Clean:
		return digitalCase(name, m, newDice(seed, "draw"))
	case Photo:
		photos := newDice(seed, "photo")
		return photographedCase(name, m, photos.between(0.15, 1), photos)
	}
	scans := newDice(seed, "scan")
	s := batch{scanner: someScanner(scans, scans.between(0.15, 1)), turned: 0.08, backs: scans.chance(0.15)}
	s.store = pick(scans, pdfFile, pdfFile, tiffFile)
	if s.store == tiffFile && !s.Bilevel {
		s.Bilevel, s.Toner = true, s.Toner/2
	}
	return scannedCase(name, m, s, newDice(seed, "draw"))
}

// choose draws the kind of case and the fault to plant, which go together; no fault is empty.
func (o Options) choose(d dice) (kind string, fault claim.Code) {
	from := o.Kinds
	if len(from) == 0 {
		from = mix
	}
	if len(o.Faults) == 0 {
		return pick(d, from...), ""
	}
	fault = pick(d, o.Faults...)
	var able []string
	for _, kind := range from {
		if faults[fault].suits(kind) {
			able = append(able, kind)
		}
	}
	if len(able) == 0 { // another of the faults is what the kinds asked for can have
		return o.choose(d)
	}
	return pick(d, able...), fault
}

// dress decides how the forms of a case look: filling, hands, edition, code.
func (o Options) dress(d dice, m *mail, quality string, fault claim.Code) {
	filling := o.Filling
	if filling == "" {
		filling = pick(d, Typed, Printed, Handprint, Handprint)
		if quality == Clean {
			filling = pick(d, Typed, Printed)
		}
	}
	foreign := o.Edition == ForeignEdition || o.Edition == "" && d.chance(0.08)
	codeless, coded := d.chance(0.4), d.chance(0.5)
	for _, e := range m.claims {
		e.writers, e.filling = o.Writers, filling
		for _, inv := range e.Invoices {
			inv.suit(quality, o.Writers)
		}
		e.Foreign = (foreign || fault == "dental.unknown_code") && !slices.Contains(ownFormOnly, fault)
		e.Codeless = codeless
		e.Coded = filling == Printed && !e.Foreign && coded
		e.correct(d)
	}
}

// ownFormOnly are faults that need a zone which forms of others may lack.
var ownFormOnly = []claim.Code{"liability.third_party"}

// correct has a writer cross a wrong box first and take it back.
func (e *envelope) correct(d dice) {
	if e.Care == nil || e.filling == Printed || !d.chance(0.2) {
		return
	}
	if e.Form == claim.NA1 {
		e.Corrected = append(e.Corrected, fmt.Sprintf("score.%s.%d", pick(d, sections...), pick(d, 0, 5, 10)))
	} else {
		e.Corrected = append(e.Corrected, "illness."+pick(d, illnesses...).code)
	}
	// of the box that is meant there is nothing to take back
	written := map[string]string{}
	e.careEntries(written, map[string]bool{}, someTypist(d, nil), func(string) float64 { return 0 })
	e.Corrected = slices.DeleteFunc(e.Corrected, func(id string) bool { return written[id] != "" })
}

// someMail draws what a case of a kind holds, with a fault if it is not empty.
func (o Options) someMail(d dice, kind string, fault claim.Code, channel claim.Channel) *mail {
	if kind == EnvelopeKind {
		return someEnvelopeMail(d, fault, channel)
	}
	e := someClaim(d, kind, fault, channel)
	if kind == PapersKind {
		for range d.whole(1, 3) {
			e.Attached = append(e.Attached, pick(d, extras...))
		}
	}
	return alone(e)
}

// extras are papers people enclose though nobody asked.
var extras = []claim.DocumentKind{claim.DischargeLetter, claim.MedicalRecord, claim.HospitalCertificate, claim.Prescription, claim.Xray, claim.Photo,
	claim.LabCertificate, claim.DentistStatement, claim.QualificationCertificate, claim.HealthCard, claim.IdentityPaper, claim.Letter, claim.Separator, claim.Other}

// someClaim draws a claim with all the papers it needs, spoilt by the fault.
func someClaim(d dice, kind string, fault claim.Code, channel claim.Channel) *envelope {
	var e *envelope
	spoilt := faults[fault]
	switch kind {
	case InvoiceKind:
		e = someLooseInvoices(d, pick(d, 1, 1, 1, 2), channel)
		e.vary(d, 0.35, true)
	case DentalKind, DentistKind:
		n := pick(d, 1, 1, 2, 2, 3)
		e = someDentalEnvelope(d, max(n, spoilt.invoices), channel)
		if kind == DentistKind {
			e.Form, e.Rows, e.DeclaredTotal = "", nil, 0
		}
	case DependencyKind:
		e = someDependencyEnvelope(d, channel)
	case AllowanceKind:
		e = someAllowanceEnvelope(d, channel)
	case IllnessKind:
		e = someIllnessEnvelope(d, channel)
	default:
		e = someEnvelope(d, max(pick(d, 1, 2, 2, 3, 3, 4, 5), spoilt.invoices), channel)
		switch {
		case fault != "":
		case len(e.Invoices) > 1 && d.chance(0.1):
			e.settle(d)
		default:
			e.vary(d, 0.1, false)
		}
		if fault == "" && d.chance(0.06) {
			e.Rows[0].ThirdParty = true
			e.Findings = append(e.Findings, "liability.third_party")
		}
		if len(spoilt.trades) > 0 {
			e.Invoices[0] = e.someInvoice(d, spoilt.trades)
			e.fillRows(d)
		}
	}
	e.complete(d)
	if fault != "" {
		e.spoil(d, fault)
		if e.corrected != nil {
			e.correction = someCorrection(d)
		}
	}
	return e
}

// vary replaces some of the invoices by papers that are not plain: till slips, proformas, copies, papers from
// abroad, and with credits credit notes too. It is the chance for each.
func (e *envelope) vary(d dice, chance float64, credits bool) {
	for n, inv := range e.Invoices {
		switch {
		case !d.chance(chance):
			continue
		case d.chance(0.25):
			e.Invoices[n] = someTillSlip(d, pick(d, pharmacy, optician), e.Patient, inv.Date)
		default:
			which := someNature(d)
			for which == creditNote && !credits {
				which = someNature(d)
			}
			e.Invoices[n] = someSpecialInvoice(d, which, e.Patient, inv.Payer, inv.Date)
		}
	}
	if e.Form != "" {
		e.fillRows(d)
	}
}

// someEnvelopeMail draws an envelope as the post brings it: its picture, forms, invoices and attachments in
// any order, often with faults, sometimes the claims of two patients.
func someEnvelopeMail(d dice, fault claim.Code, channel claim.Channel) *mail {
	m := &mail{postmarked: true, mixed: d.chance(0.4)}
	from := []string{FormKind, FormKind, FormKind, DentalKind, DentalKind, DependencyKind, IllnessKind}
	if fault != "" {
		from = slices.DeleteFunc(from, func(kind string) bool { return !faults[fault].suits(kind) })
	}
	e := someClaim(d, pick(d, from...), fault, channel)
	m.claims = append(m.claims, e)
	if fault == "" && d.chance(0.55) {
		e.spoilSomehow(d)
	}
	if d.chance(0.3) {
		e.Attached = append(e.Attached, pick(d, claim.Letter, claim.HealthCard, claim.IdentityPaper, claim.Prescription))
	}
	if e.Form == claim.R01 && d.chance(0.2) {
		m.claims = append(m.claims, e.sibling(d))
		m.mixed = false // whose invoice it is must be seen from the order or the name
	}
	return m
}

// sibling is the claim of another patient of the same member in the same envelope.
func (e *envelope) sibling(d dice) *envelope {
	other := someEnvelope(d, 0, e.Channel)
	other.Member, other.MemberCode, other.Phone, other.IBAN, other.Consent = e.Member, e.MemberCode, e.Phone, "", false
	other.SentOn, other.ReceivedOn, other.SignedOn = e.SentOn, e.ReceivedOn, e.SignedOn
	if other.SignedOn.IsZero() {
		other.SignedOn = e.SentOn
	}
	other.Family = true
	for other.Patient = relative(d, e.Member); other.Patient.Name == e.Patient.Name || other.Patient.Name == e.Member.Name; {
		other.Patient = relative(d, e.Member)
	}
	for range pick(d, 1, 1, 2, 3) {
		other.Invoices = append(other.Invoices, other.someInvoice(d, formTrades))
	}
	other.fillRows(d)
	other.complete(d)
	return other
}
