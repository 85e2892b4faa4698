package pipeline

import (
	"testing"

	"pratica/claim"
)

func TestAnAmountThatMayHaveLostItsCommaIsDoubted(t *testing.T) {
	for text, doubted := range map[string]bool{"30000": true, "€ 9000": true, "1200 euro": true, "300,00": false, "1200=": false, "1.200": false, "30050": false, "300": false} {
		a := assembly{claim: claim.Claim{Provenance: map[string]claim.Provenance{
			"/treatments/0/amount":        {Text: claim.Text(text), Method: claim.FromLine, Confidence: 0.99},
			"/expenses/0/declared/amount": {Text: claim.Text(text), Method: claim.FromComb, Confidence: 0.99},
			"/declared_total":             {Text: claim.Text(text), Method: claim.FromLine, Confidence: 0.99},
			"/expenses/0/total":           {Text: claim.Text(text), Method: claim.FromLine, Confidence: 0.99},
			"/treatments/1/amount":        {Text: claim.Text(text), Method: claim.FromFormField, Confidence: 0.99},
		}}}
		a.doubtLostCommas()
		for pointer, from := range a.claim.Provenance {
			mayBe := pointer != "/expenses/0/total" && from.Method != claim.FromFormField
			if want := mayBe && doubted; (from.Confidence <= mayHaveLostComma) != want {
				t.Errorf("%s of %q is believed %.2f", pointer, text, from.Confidence)
			}
		}
	}
}
