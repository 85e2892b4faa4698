package extract_test

import (
	"testing"

	"pratica/claim"
	"pratica/extract"
	"pratica/ocr"
)

func TestALabelIsNamedByTheWordsBesideOrAboveItsValue(t *testing.T) {
	word := func(text string, x, y int) ocr.Word {
		return ocr.Word{Text: text, Box: claim.Box{X: x, Y: y, W: 20 * len(text), H: 30}, Confidence: 1}
	}
	page := extract.InvoicePage{Width: 1654, Height: 2339, Method: claim.FromTextLayer, Words: []ocr.Word{
		word("Fattura", 100, 100), word("N.", 260, 100), word("118/A", 330, 100),
		word("Paziente", 100, 200), word("ROSSI", 280, 200), word("MARIO", 400, 200), word("12/03/2026", 520, 200),
		word("Data", 100, 300), word("documento", 200, 300), word("Totale", 900, 300),
		word("13/03/2026", 100, 350), word("87,50", 910, 350),
		word("TOTALE", 800, 600), word("DA", 940, 600), word("PAGARE", 1000, 600), word("€", 1140, 600), word("87,50", 1200, 600),
	}}
	for _, tt := range []struct {
		name string
		box  claim.Box
		want string
	}{
		{"the words before it", claim.Box{X: 330, Y: 100, W: 100, H: 30}, "fattura n"},
		{"a patient before it is left out", claim.Box{X: 520, Y: 200, W: 200, H: 30}, ""},
		{"the heading above it", claim.Box{X: 100, Y: 350, W: 200, H: 30}, "data documento"},
		{"a whole label", claim.Box{X: 1200, Y: 600, W: 100, H: 30}, "totale da pagare"},
		{"nothing is there", claim.Box{X: 1200, Y: 1600, W: 100, H: 30}, ""},
		{"no box", claim.Box{}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := extract.LabelAt(page, tt.box); got != tt.want {
				t.Errorf("label is %q, want %q", got, tt.want)
			}
		})
	}
}
