package extract

import (
	"testing"

	"pratica/claim"
)

// Whoever confuses more characters must let inTaxShape know of them, or codes are lost.
func TestEveryConfusionOfATaxCodeKeepsItsShape(t *testing.T) {
	const code = "RSSMRA85T10A562S"
	for i := range code {
		for _, other := range "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
			misread := code[:i] + string(other) + code[i+1:]
			if mended, ok := claim.UniqueNeighbour(misread, claim.ValidTaxCode); !ok || mended != code {
				continue
			}
			if !nearTaxShape.MatchString(inTaxShape(misread)) {
				t.Errorf("%s is taken for no tax code", misread)
			}
		}
	}
}
