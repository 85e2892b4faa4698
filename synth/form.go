package synth

import (
	"fmt"

	"pratica/claim"
	"pratica/extract/forms"
)

// drawForm draws the pages of the form filled by typewriter or printer: the values a little off their
// places, in one hand.
func drawForm(e *envelope, definition *forms.Definition, d dice) []*sheet {
	typist := typist{
		ink:    ink{face: pick(d, mono, lucMono, sans, serif, lucid, terminal, verdana), size: d.between(9.5, 12), bold: d.chance(0.2), color: greyInk(uint8(d.whole(0, 80)))},
		dx:     d.between(-0.8, 0.8),
		dy:     d.between(-0.8, 0.8),
		jitter: d.between(0, 0.25),
		date:   pick(d, "%02d/%02d/%d", "%02d/%02d/%d", "%02d-%02d-%d", "%02d.%02d.%d", "%d/%d/%d"),
		euro:   pick(d, "", "", "€ "),
		hand:   penInk(d),
	}
	typist.values = e.formValues(typist)
	var pages []*sheet
	for n := range definition.Pages {
		s := onCanvas(definition.Draw(n+1), d)
		for _, field := range definition.Pages[n].Fields {
			typist.fill(s, field, e)
		}
		pages = append(pages, s)
	}
	return pages
}

// typist is how a form is filled.
type typist struct {
	ink            ink
	dx, dy, jitter float64 // mm
	date, euro     string
	hand           uint8
	values         map[string]string
}

// formValues are the texts to write, by field.
func (e *envelope) formValues(t typist) map[string]string {
	date := func(d claim.Date) string {
		if d.IsZero() {
			return ""
		}
		return fmt.Sprintf(t.date, d.Day, d.Month, d.Year)
	}
	v := map[string]string{
		"member.code": e.MemberCode, "member.phone": e.Phone, "iban": e.IBAN,
		"member.surname": upper(e.Member.Surname, false), "member.name": upper(e.Member.Name, false),
		"total":          t.euro + claim.Cents(e.DeclaredTotal).Italian(),
		"signature.date": date(e.SignedOn),
	}
	if e.Family {
		v["family.surname"], v["family.name"] = upper(e.Patient.Surname, false), upper(e.Patient.Name, false)
	}
	if e.Consent {
		v["consent.date"] = v["signature.date"]
	}
	for n, row := range e.Rows {
		id := fmt.Sprintf("row%d.", n+1)
		v[id+"number"], v[id+"issuer"], v[id+"date"] = row.Number, row.Issuer, date(row.Date)
		v[id+"amount"] = t.euro + claim.Cents(row.Amount).Italian()
		if row.ThirdParty {
			v[id+"third_party"] = "X"
		}
	}
	return v
}

func (t typist) fill(s *sheet, f forms.Field, e *envelope) {
	dx, dy := t.dx+s.between(-t.jitter, t.jitter), t.dy+s.between(-t.jitter, t.jitter)
	value := t.values[f.ID]
	switch f.Type {
	case forms.Signature:
		if f.ID == "signature.member" && e.Signed || f.ID == "consent.member" && e.Consent || f.ID == "consent.family" && e.Consent && e.Family {
			width := min(f.Rect.W*s.between(0.55, 0.8), 60)
			signature(s, f.Rect.X+s.between(2, f.Rect.W-width-4), f.Rect.Bottom()-s.between(1.5, 2.5), width, t.hand)
		}
	case forms.Comb:
		letters := t.ink.sized(min(max(t.ink.size, 10), 12))
		for i, r := range []rune(value) {
			if i < len(f.Preprinted) {
				continue
			}
			cell := f.Cell(i)
			s.print(cell.X+cell.W/2+dx*0.6+s.between(-0.2, 0.2), middle(cell, letters)+dy*0.6, letters, centre, string(r))
		}
	case forms.Mark:
		if value != "" {
			s.cross(f.Rect)
		}
	case forms.Amount:
		i := t.ink.fits(value, f.Rect.W-3.2)
		if s.chance(0.3) {
			s.print(f.Rect.X+f.Rect.W/2+dx, middle(f.Rect, i)+dy, i, centre, value)
			return
		}
		s.print(f.Rect.Right()-1.8+dx*0.5, middle(f.Rect, i)+dy, i, right, value)
	default:
		i := t.ink.fits(value, f.Rect.W-3.5)
		s.print(f.Rect.X+1.8+dx, middle(f.Rect, i)+dy, i, left, value)
	}
}

// middle is the baseline that centres capitals in a zone.
func middle(r forms.Rect, i ink) float64 { return r.Y + r.H/2 + i.size*25.4/72*0.36 }

// cross draws an X of two pen strokes in the middle of a zone.
func (s *sheet) cross(r forms.Rect) {
	size := min(r.H, r.W) * s.between(0.3, 0.42)
	x, y := r.X+r.W/2+s.between(-0.6, 0.6), r.Y+r.H/2+s.between(-0.5, 0.5)
	tone, pen := greyInk(penInk(s.dice)), s.between(0.35, 0.6)
	j := func() float64 { return s.between(-0.4, 0.4) }
	s.rule(x-size+j(), y-size+j(), x+size+j(), y+size+j(), pen, tone)
	s.rule(x+size+j(), y-size+j(), x-size+j(), y+size+j(), pen, tone)
}
