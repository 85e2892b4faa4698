package extract

import (
	"testing"

	"pratica/extract/forms"
)

func TestWhatADentistWritesIsBroughtToTheClaimsForm(t *testing.T) {
	for _, c := range []struct {
		name    string
		content forms.Content
		text    string
		want    string
	}{
		{"a tooth", forms.Tooth, "36", "36"},
		{"a milk tooth", forms.Tooth, "85", "85"},
		{"two teeth", forms.Tooth, "36 - 37", "36, 37"},
		{"two teeth without a gap", forms.Tooth, "3637", "36, 37"},
		{"a tooth with a point", forms.Tooth, "3.6", "36"},
		{"teeth with points", forms.Tooth, "1.1, 2.1", "11, 21"},
		{"a tooth twice", forms.Tooth, "36, 36", "36"},
		{"no such tooth", forms.Tooth, "39", ""},
		{"no such milk tooth", forms.Tooth, "56", ""},
		{"three digits", forms.Tooth, "361", ""},
		{"no digits", forms.Tooth, "-", ""},
		{"the upper arch", forms.Arch, "superiore", "upper"},
		{"the upper arch, short", forms.Arch, "Sup.", "upper"},
		{"the lower arch in full", forms.Arch, "arcata inferiore", "lower"},
		{"a quadrant, short", forms.Arch, "inf. dx", "lower_right"},
		{"a quadrant in full", forms.Arch, "EMIARCATA SUPERIORE SINISTRA", "upper_left"},
		{"right of the upper arch", forms.Arch, "sup. destra", "upper_right"},
		{"a quadrant by number", forms.Arch, "3° quadrante", "lower_left"},
		{"a quadrant by number after", forms.Arch, "quadr. 4", "lower_right"},
		{"a quadrant in Roman", forms.Arch, "II quadrante", "upper_left"},
		{"a quadrant in Roman strokes taken for letters", forms.Arch, "Ill quadrante", "lower_left"},
		{"a number alone", forms.Arch, "1", "upper_right"},
		{"both arches", forms.Arch, "sup. e inf.", ""},
		{"no arch", forms.Arch, "36", ""},
		{"a count", forms.Count, "2", "2"},
		{"a score with a leading zero", forms.Count, "05", "5"},
		{"no count", forms.Count, "n.", ""},
		{"too large a count", forms.Count, "1234", ""},
		{"an e-mail address", forms.Email, "maria.rossi @ posta.it", "maria.rossi@posta.it"},
		{"no e-mail address is kept as read", forms.Email, "maria.rossi posta.it", "maria.rossiposta.it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			kind := forms.Line
			if v := textValue(forms.Field{Type: kind, Content: c.content}, c.text); v.text != c.want {
				t.Errorf("%q gives %q, want %q", c.text, v.text, c.want)
			}
		})
	}
}
