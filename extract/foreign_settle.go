package extract

import (
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
)

// settleForeign makes of zones what a claim takes: the column "dente o arcata" of a table of treatments becomes
// a tooth or an arch.
func settleForeign(fields []FormField, kind claim.DocumentKind) []FormField {
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
