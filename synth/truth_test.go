package synth

import (
	"testing"

	"pratica/claim"
)

func TestAClaimWithoutAFormNamesOnlyThePersonItsPapersName(t *testing.T) {
	unnamed := 0
	for seed := range uint64(60) {
		d := newDice(seed, "loose")
		e := someLooseInvoices(d, 1, claim.Post)
		if seed%2 == 0 {
			e.Invoices[0] = someTillSlip(d, pharmacy, e.Patient, claim.NewDate(2026, 3, 12))
		}
		c, err := truthOf(e)
		if err != nil {
			t.Fatal(err)
		}
		patient := c["patient"].(map[string]any)
		printed := c["expenses"].([]any)[0].(map[string]any)["patient"].(map[string]any)
		for _, part := range []string{"surname", "name", "tax_code"} {
			_, said := patient[part]
			if said != (printed[part] != nil) {
				t.Errorf("seed %d: the claim names %v, the paper %v", seed, patient, printed)
			}
		}
		if printed["surname"] == nil {
			unnamed++
		}
	}
	if unnamed == 0 {
		t.Error("every paper named its patient")
	}
}
