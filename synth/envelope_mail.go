package synth

import (
	"slices"

	"pratica/claim"
	"pratica/extract/forms"
)

// mail is a submission: what came in one envelope or one online send.
type mail struct {
	// claims are one for every form, or one for papers without a form.
	claims []*envelope
	// postmarked mail comes with the picture of its envelope. Mixed papers lie in any order, others claim by
	// claim with the form first.
	postmarked, mixed bool
}

// alone is mail with one claim.
func alone(e *envelope) *mail { return &mail{claims: []*envelope{e}} }

// first is the claim that papers belong to which concern all.
func (m *mail) first() *envelope { return m.claims[0] }

// paper is one document of a case on its pages.
type paper struct {
	kind  claim.DocumentKind
	pages []*sheet
	// claim is the index of the claim it belongs to.
	claim int
	// issuedOn is the day that a prescription bears.
	issuedOn claim.Date
}

// papers draws all papers in the order in which they lie.
func (m *mail) papers(d dice) []paper {
	var list []paper
	for n, e := range m.claims {
		mine := e.papers(newDice(d.Uint64(), "claim"))
		for k := range mine {
			mine[k].claim = n
		}
		list = append(list, mine...)
	}
	if m.mixed {
		d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	if m.postmarked {
		list = slices.Insert(list, 0, m.first().paper(d, claim.Envelope))
	}
	slices.SortStableFunc(list, func(a, b paper) int { // a separator lies before all that its envelope held
		switch {
		case (a.kind == claim.Separator) == (b.kind == claim.Separator):
			return 0
		case a.kind == claim.Separator:
			return -1
		}
		return 1
	})
	return list
}

// papers draws the papers of one claim: forms, expense documents, attachments.
func (e *envelope) papers(d dice) []paper {
	var list []paper
	pen := newDice(d.Uint64(), "form")
	hand := someWriter(pen, e.writers)
	if e.Form != "" {
		pages, ok := e.drawCoded(pen, hand)
		if !ok {
			pages = e.drawForm(e.blank(claim.DocumentKind(e.Form), pen), someFiller(pen, e.filling, hand))
		}
		list = append(list, paper{kind: claim.DocumentKind(e.Form), pages: pages})
	}
	if e.Dental != nil && !e.Dental.Missing {
		pen := newDice(d.Uint64(), "dentist")
		list = append(list, paper{kind: claim.D01Document, pages: e.drawD01(pen)})
	}
	list = append(list, drawInvoices(e.Invoices, newDice(d.Uint64(), "invoices"))...)
	for _, p := range list {
		if p.kind != claim.D01Document && p.kind != claim.DocumentKind(e.Form) && d.chance(0.1) {
			stampOver(p.pages[0], newDice(d.Uint64(), "stamp"))
		}
	}
	if e.corrected != nil {
		e.correction.correctByHand(list, e.corrected, hand)
	}
	for _, kind := range e.Attached {
		list = append(list, e.paper(newDice(d.Uint64(), string(kind)), kind))
	}
	if e.twice != nil {
		list = append(list, drawInvoices([]*invoice{e.twice}, newDice(d.Uint64(), "copy"))...)
	}
	return list
}

// blank is the empty form this claim is written on: the fund's own, with or without its code, or somebody
// else's.
func (e *envelope) blank(code claim.DocumentKind, d dice) blankForm {
	definition, ok := forms.Find(code, "")
	if !ok {
		panic("synth: no definition of form " + string(code))
	}
	if e.Foreign {
		return foreignForm(code, d)
	}
	if claim.DocumentKind(e.Form) == code {
		e.Edition = definition.Edition
	}
	b := blankOf(definition, d, !e.Codeless)
	if d.chance(0.25) { // the mailroom's stamp of arrival
		received(b[0].sheet, d, e.ReceivedOn)
	}
	return b
}

// drawD01 draws the dentist's form: by the printer of the practice or by the dentist's hand, with stamp.
func (e *envelope) drawD01(d dice) []*sheet {
	hand := someWriter(d, e.writers)
	filling := e.filling
	if filling == Handprint && d.chance(0.35) {
		filling = Typed
	}
	b := e.blank(claim.D01Document, d)
	by := someFiller(d, filling, hand)
	room := func(id string) float64 { f, _ := b.field(id); return f.Rect.W }
	pages := b.fill(e.d01Entries(by, room, d), by)
	if f, ok := b.field("dentist.signature"); ok && e.Dental.Signed && len(e.Invoices) > 0 {
		officeStamp(pages[f.Page-1], d, f.Rect, e.Invoices[0].Issuer)
	}
	return pages
}

// findings of the whole mail, each once, in the order of the claims.
func (m *mail) findings() []claim.Code {
	list := []claim.Code{}
	for _, e := range m.claims {
		for _, code := range e.findings() {
			if !slices.Contains(list, code) {
				list = append(list, code)
			}
		}
	}
	return list
}
