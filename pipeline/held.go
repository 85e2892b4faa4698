package pipeline

import (
	"image"
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract"
	"pratica/extract/forms"
	"pratica/ocr/decode"
)

// heldValues lists what a page of a form holds beside its print, in the order of ids: the fields of a PDF that
// was filled in on a screen, and the code of the values that a form filled in by the program carries.
func heldValues(page *decode.Page, grey *image.Gray, match *extract.FormMatch) []held {
	var list []held
	for _, f := range page.Fields {
		if zone, text, ok := match.Form.FromAcro(f.Name, f.Value); ok && strings.TrimSpace(text) != "" {
			list = append(list, held{zone.ID, text, claim.FromFormField})
		}
	}
	for id, text := range extract.ReadValues(grey, match) {
		list = append(list, held{id, text, claim.FromCode})
	}
	slices.SortStableFunc(list, func(a, b held) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// holdFields compares the zones of a form with what it holds for them, and notes the ids of those that show
// something else. A field of the page's own file counts before a code.
func holdFields(p *paper) (differing []string) {
	form, ok := p.definition()
	if !ok {
		return nil
	}
	holds := map[string]extract.Held{}
	for _, page := range p.pages {
		for _, h := range page.reading.Held {
			if have, ok := holds[h.ID]; !ok || have.Method == claim.FromCode {
				holds[h.ID] = extract.Held{Text: h.Text, Method: h.Method}
			}
		}
	}
	if len(holds) == 0 {
		return nil
	}
	for _, page := range p.pages {
		for i := range page.reading.Fields {
			f := &page.reading.Fields[i]
			zone, ok := form.Field(f.ID)
			if !ok {
				continue
			}
			value, differs := extract.Hold(zone, f.Field, f.Blank, holds[f.ID])
			f.Field, f.contested = value, differs
			if differs {
				differing = append(differing, f.ID)
			}
		}
	}
	return differing
}

// doubtContested keeps values that their own form contradicts from being believed, whatever else confirms them.
func (a *assembly) doubtContested() {
	for _, pointer := range a.contested {
		from := a.claim.Provenance[pointer]
		from.Confidence = min(from.Confidence, contestedValue)
		a.claim.Provenance[pointer] = from
	}
}

const contestedValue = 0.4

// definition is that of a form whose zones were read.
func (p *paper) definition() (*forms.Definition, bool) {
	if p.form == nil {
		return nil, false
	}
	return forms.Find(p.kind, p.form.FormEdition)
}
