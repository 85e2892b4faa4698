package extract

import (
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
)

// settleForeign makes of zones what a claim takes: the column "dente o arcata" of a table of treatments becomes
// a tooth or an arch. Ink that looks like no signature leaves the question open: the room for one is a guess, and
// what is missing is asked of the member.
func settleForeign(fields []FormField, kind claim.DocumentKind) []FormField {
	for i := range fields {
		if f := &fields[i]; f.Zone.Type == forms.Signature && !f.Blank && f.Value == "false" {
			f.Value = ""
		}
	}
	if kind != claim.D01Document {
		return fields
	}
	for i := range fields {
		f := &fields[i]
		row, ok := strings.CutSuffix(f.Zone.ID, ".tooth")
		if !ok || f.Blank || f.Zone.Content != forms.Words {
			continue
		}
		text := f.Value
		if v := toothValue(text); v.text != "" {
			f.Value = v.text
			continue
		}
		v := archValue(text)
		if v.text == "" {
			f.Value = ""
			continue
		}
		f.Value, f.Zone.ID = v.text, row+".arch"
	}
	return fields
}
