package pipeline

import (
	"testing"

	"pratica/claim"
)

func TestTheRestOfALineIsNoTreatment(t *testing.T) {
	cell := func(value string, confidence float64) formValue {
		v := formValue{}
		v.Field.Value, v.Field.From.Confidence = value, confidence
		return v
	}
	for name, tt := range map[string]struct {
		zones map[string]formValue
		want  int
	}{
		"an amount and a tooth":                     {map[string]formValue{"c2595.amount": cell("305.00", 0.47), "c2595.tooth": cell("46", 0.75)}, 1},
		"an amount alone":                           {map[string]formValue{"c2595.amount": cell("305.00", 0.47)}, 1},
		"what is hardly an amount, alone":           {map[string]formValue{"c2595.amount": cell("5.00", 0.02)}, 0},
		"nothing for an amount, alone":              {map[string]formValue{"c2595.amount": cell("0.00", 0.4)}, 0},
		"what is hardly an amount, beside a tooth":  {map[string]formValue{"c2595.amount": cell("5.00", 0.02), "c2595.tooth": cell("46", 0.75)}, 1},
		"two cells with writing that nobody reads":  {map[string]formValue{"c2595.amount": cell("", 0.01), "c2595.tooth": cell("", 0.01)}, 1},
		"hardly an amount beside what nobody reads": {map[string]formValue{"c2595.amount": cell("5.00", 0.02), "c2595.tooth": cell("", 0.01)}, 1},
	} {
		a := &assembly{claim: claim.Claim{Provenance: map[string]claim.Provenance{}}}
		a.addTreatment(dentalForm{zones: tt.zones}, dentalRow{code: "c2595"})
		if got := len(a.claim.Treatments); got != tt.want {
			t.Errorf("%s: %d treatments, want %d", name, got, tt.want)
		}
	}
}
