package extract

import (
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
)

func TestWhatAFormHoldsIsComparedWithWhatItShows(t *testing.T) {
	line := func(c forms.Content) forms.Field { return forms.Field{Type: forms.Line, Content: c} }
	amount, date := forms.Field{Type: forms.Amount}, forms.Field{Type: forms.Date}
	iban := forms.Field{Type: forms.Comb, Content: forms.IBAN, Cells: 27, Preprinted: "IT"}
	for _, c := range []struct {
		name       string
		field      forms.Field
		shown      string // value read
		raw        string // text read
		confidence float64
		blank      bool
		held       string
		want       string
		method     claim.Method
		differs    bool
		least      float64
		most       float64
	}{
		{"the same amount", amount, "87.50", "87,50", 0.9, false, "87,50", "87.50", claim.FromFormField, false, 0.999, 1},
		{"another amount", amount, "87.50", "87,50", 0.95, false, "187,50", "87.50", claim.FromLine, true, 0, 0.5},
		{"an amount that is not shown", amount, "", "", 0.99, true, "187,50", "", claim.FromLine, true, 0, 0.5},
		{"an amount that is hard to read", amount, "81.50", "81,50", 0.5, false, "87,50", "87.50", claim.FromFormField, false, 0.9, 0.99},
		{"an amount that is shown and not held", amount, "87.50", "87,50", 0.95, false, "", "87.50", claim.FromLine, false, 0.95, 0.95},
		{"a text that is no amount", amount, "87.50", "87,50", 0.95, false, "molto", "87.50", claim.FromLine, false, 0.95, 0.95},
		{"the same date otherwise written", date, "2026-03-12", "12/03/2026", 0.9, false, "12.3.2026", "2026-03-12", claim.FromFormField, false, 0.999, 1},
		{"a date of a calendar widget", date, "2026-03-12", "12/03/2026", 0.9, false, "2026-03-12", "2026-03-12", claim.FromFormField, false, 0.999, 1},
		{"another year", date, "2025-03-12", "12/03/2025", 0.9, false, "12/03/2026", "2025-03-12", claim.FromLine, true, 0, 0.5},
		{"the same IBAN", iban, "IT60X0542811101000000123456", "", 0.99, false, "it60 X054 2811 1010 0000 0123 456", "IT60X0542811101000000123456", claim.FromFormField, false, 0.999, 1},
		{"an IBAN without what is printed", iban, "IT60X0542811101000000123456", "", 0.99, false, "60X0542811101000000123456", "IT60X0542811101000000123456", claim.FromFormField, false, 0.999, 1},
		{"another IBAN", iban, "IT60X0542811101000000123456", "", 0.99, false, "IT28W8000000292100645211151", "IT60X0542811101000000123456", claim.FromLine, true, 0, 0.5},
		{"a name with a letter misread", line(forms.Name), "BERTOLLNI", "BERTOLLNI", 0.9, false, "Bertolini", "BERTOLINI", claim.FromFormField, false, 0.996, 0.999},
		{"another name", line(forms.Name), "ROSSI", "ROSSI", 0.9, false, "Bertolini", "ROSSI", claim.FromLine, true, 0, 0.5},
		{"a number with an O for a zero", line(forms.Number), "2O24/118", "2O24/118", 0.9, false, "2024/118", "2024/118", claim.FromFormField, false, 0.996, 0.999},
		{"a number whose stroke was seen as a letter", line(forms.Number), "AIT5", "AIT5", 0.9, false, "A/75", "A/75", claim.FromFormField, false, 0.996, 0.999},
		{"a number whose stroke was seen twice", line(forms.Number), "AI/83", "AI/83", 0.9, false, "A/83", "A/83", claim.FromFormField, false, 0.996, 0.999},
		{"a number with a figure before its stroke", line(forms.Number), "A1/83", "A1/83", 0.9, false, "A/83", "A1/83", claim.FromLine, true, 0, 0.5},
		{"a number with a figure for its stroke and another figure", line(forms.Number), "A145", "A145", 0.9, false, "A/75", "A145", claim.FromLine, true, 0, 0.5},
		{"another number", line(forms.Number), "2024/118", "2024/118", 0.9, false, "2024/119", "2024/118", claim.FromLine, true, 0, 0.5},
		{"a cross", forms.Field{Type: forms.Mark}, "true", "", 0.98, false, "X", "true", claim.FromFormField, false, 0.999, 1},
		{"a cross that is not shown", forms.Field{Type: forms.Mark}, "false", "", 0.998, true, "X", "false", claim.FromLine, true, 0, 0.5},
		{"a signature is only what is shown", forms.Field{Type: forms.Signature}, "true", "", 0.99, false, "Maria Rossi", "true", claim.FromLine, false, 0.99, 0.99},
	} {
		t.Run(c.name, func(t *testing.T) {
			read := claim.Field{Value: c.shown, From: claim.Provenance{Text: claim.Text(c.raw), Method: claim.FromLine, Confidence: c.confidence}}
			got, differs := Hold(c.field, read, c.blank, Held{c.held, claim.FromFormField})
			if got.Value != c.want || got.From.Method != c.method || differs != c.differs {
				t.Errorf("%q by %s, differs %v; want %q by %s, %v", got.Value, got.From.Method, differs, c.want, c.method, c.differs)
			}
			if got.From.Confidence < c.least || got.From.Confidence > c.most {
				t.Errorf("the confidence is %.4f", got.From.Confidence)
			}
		})
	}
}
