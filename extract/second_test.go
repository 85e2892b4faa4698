package extract

import (
	"slices"
	"strings"
	"testing"

	"pratica/ocr"
)

func TestASecondReaderIsAskedOfWhatNothingElseConfirms(t *testing.T) {
	page := typedPage(strings.Replace(tabled, "%TABLE%", "Descrizione                    Importo\nVisita oculistica              80,00\nTotale fattura                 80,00", 1))
	wanted := ValueWords(page)
	if len(wanted) != len(page.Words) {
		t.Fatalf("%d of %d words", len(wanted), len(page.Words))
	}
	var asked []string
	for i, w := range page.Words {
		if wanted[i] {
			asked = append(asked, w.Text)
		}
	}
	want := []string{"Ambulatorio", "Le", "Querce", "S.r.l.", "Rossi", "Luca", "77/2026", "12/03/2026", "Visita", "oculistica"}
	if !slices.Equal(asked, want) {
		t.Errorf("asked of %q, want %q", asked, want)
	}
	if got := ValueWords(InvoicePage{Width: 100, Height: 100}); len(got) != 0 {
		t.Errorf("%v of a page without words", got)
	}
}

func TestASecondReaderRaisesAndLowers(t *testing.T) {
	word := func(confidence, second float64) float64 {
		return seconded(ocr.Word{Text: "Rossi", Confidence: confidence, Seconded: second})
	}
	for _, confidence := range []float64{0.1, 0.5, 0.9, 0.99} {
		not, no, half, yes := word(confidence, 0), word(confidence, 0.0001), word(confidence, 0.5), word(confidence, 1)
		if not != confidence || !(no < confidence && confidence < half && half < yes && yes < 1) {
			t.Errorf("%g: %g not asked, %g, %g, %g", confidence, not, no, half, yes)
		}
	}
	if word(1, 0.0001) != 1 || word(0, 1) != 0 {
		t.Error("what is certain, or none at all, stays so")
	}
	text := strings.Replace(tabled, "%TABLE%", "Visita   80,00\nTotale fattura   80,00", 1)
	number := func(second float64) float64 {
		page := typedPage(text)
		for i := range page.Words {
			page.Words[i].Confidence = 0.9
			if page.Words[i].Text == "77/2026" {
				page.Words[i].Seconded = second
			}
		}
		return ReadInvoice([]InvoicePage{page}, Hints{}).Fields["/number"].From.Confidence
	}
	if a, b, c := number(0.001), number(0), number(1); !(a < b && b < c) {
		t.Errorf("number believed %g against it, %g alone, %g for it", a, b, c)
	}
}
