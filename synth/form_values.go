package synth

import (
	"fmt"

	"pratica/claim"
	"pratica/extract/forms"
)

// entries are what stands on this claim's form, as that filler writes it. Room is the width of a zone in mm,
// 0 if the form lacks it.
func (e *envelope) entries(by filler, room func(id string) float64) entries {
	out := entries{text: map[string]string{}, wrong: map[string]bool{}}
	v := out.text
	date := func(id string, day claim.Date) {
		if !day.IsZero() {
			v[id] = by.date(day, room(id))
		}
	}
	v["member.code"], v["member.phone"], v["member.email"], v["iban"] = e.MemberCode, e.Phone, e.Email, e.IBAN
	v["member.surname"], v["member.name"] = by.name(e.Member.Surname), by.name(e.Member.Name)
	if e.Family {
		v["family.surname"], v["family.name"] = by.name(e.Patient.Surname), by.name(e.Patient.Name)
	}
	date("signature.date", e.SignedOn)
	if e.Signed {
		v["signature.member"] = "X"
	}
	if e.Consent {
		date("consent.date", e.SignedOn)
		v["consent.member"] = "X"
		if e.Family {
			v["consent.family"] = "X"
		}
	}
	for n, row := range e.Rows {
		id := fmt.Sprintf("row%d.", n+1)
		v[id+"number"], v[id+"issuer"] = row.Number, by.name(row.Issuer)
		date(id+"date", row.Date)
		if !row.Allowance {
			v[id+"amount"] = by.amount(row.Amount)
		}
		if row.ThirdParty {
			v[id+"third_party"] = "X"
		}
	}
	if len(e.Rows) > 0 && !e.onlyAllowance() {
		v["total"] = by.amount(e.DeclaredTotal)
	}
	if e.Care != nil {
		e.careEntries(v, out.wrong, by, room)
	}
	if e.Form == claim.R02 {
		e.attachmentEntries(v)
	}
	for _, id := range e.Blank {
		delete(v, id)
	}
	return out
}

// drawForm draws the pages of a filled form.
func (e *envelope) drawForm(b blankForm, by filler) []*sheet {
	room := func(id string) float64 {
		f, _ := b.field(id)
		return f.Rect.W
	}
	return b.fill(e.entries(by, room), by)
}

// drawCoded draws the form as the fund's own program fills it: values in print and in a code, signed by hand.
// ok is false if this claim's form was not filled so.
func (e *envelope) drawCoded(d dice, hand *writer) (pages []*sheet, ok bool) {
	definition, known := forms.Find(claim.DocumentKind(e.Form), "")
	if !e.Coded || e.Foreign || !known {
		return nil, false
	}
	by := somePrinter(d, hand)
	by.euro = ""
	written := e.entries(by, func(string) float64 { return 0 })
	values := map[string]string{}
	for id, text := range written.text {
		if f, ok := definition.Field(id); ok && f.Type != forms.Signature {
			values[id] = text
		}
	}
	filled, err := definition.Fill(values)
	if err != nil { // the program refuses what is wrong; such a form is filled by hand
		e.Coded = false
		return nil, false
	}
	e.Edition = definition.Edition
	for n, page := range definition.Pages {
		s := onCanvas(filled.Draw(n+1), d)
		for _, f := range page.Fields {
			if f.Type == forms.Signature && written.text[f.ID] != "" {
				by.sign(s, f)
			}
		}
		pages = append(pages, s)
	}
	return pages, true
}

// attachmentEntries are the crosses of R02 at what is enclosed, with the number of pieces.
func (e *envelope) attachmentEntries(v map[string]string) {
	pieces := map[string]int{}
	if !e.Dental.Missing {
		pieces["d01"] = 1
	}
	for _, kind := range e.Attached {
		switch kind {
		case claim.Xray:
			pieces["xray"]++
		case claim.Photo:
			pieces["photo"]++
		case claim.LabCertificate:
			pieces["laboratory"]++
		}
	}
	for name, count := range pieces {
		v["attachment."+name], v["attachment."+name+".pieces"] = "X", fmt.Sprint(count)
	}
}
