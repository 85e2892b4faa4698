package extract

import (
	"strings"
	"testing"
)

func TestASubtotalBelowItsPositionsIsDoubted(t *testing.T) {
	for name, c := range map[string]struct {
		rows  string
		doubt bool
	}{
		"a figure lost in both sums":   {"Visita oculistica              70,50\nImponibile                      0,50\nTotale                          0,50", true},
		"a row lost":                   {"Visita oculistica              70,50\nImponibile                     90,50\nTotale                         90,50", false},
		"a reduction of no known name": {"Visita oculistica              70,50\nGesto di cortesia              10,50\nImponibile                     60,00\nTotale                         60,00", true},
		"all there":                    {"Visita oculistica              70,50\nImponibile                     70,50\nTotale                         70,50", false},
		"a discount between":           {"Visita oculistica              70,50\nSconto                        -10,50\nImponibile                     60,00\nTotale                         60,00", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := fieldsOf(strings.Replace(tabled, "%TABLE%", c.rows, 1), Hints{})["/total"].From.Confidence; got < labelledAmount || (got >= confirmedAmount) == c.doubt {
				t.Errorf("total believed %.4f, want doubt %v", got, c.doubt)
			}
		})
	}
}

// TestATitleWithoutItsPointIsNoName: of "DOTT SSA ROSA BIANCHI" a misread code is not mended to begin with SSA.
func TestATitleWithoutItsPointIsNoName(t *testing.T) {
	if got := textOf(nameIn(typedPage("DOTT SSA ROSA MARIA QUISPE").Words)); got != "ROSA MARIA QUISPE" {
		t.Errorf("the name in it is %q", got)
	}
}

func TestACodeOfANameAndAChosenFigureIsAGuess(t *testing.T) {
	if got := identifierConfidence(identifier{kind: taxCode, valid: true, repaired: true, mended: true, chosen: true}); got >= 0.3 {
		t.Errorf("believed %.2f", got)
	}
}
