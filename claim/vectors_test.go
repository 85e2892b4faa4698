package claim

import (
	"math/rand/v2"
	"os"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestIdentifiersOfOtherLibraries holds ours against what others document.
func TestIdentifiersOfOtherLibraries(t *testing.T) {
	data, err := os.ReadFile("testdata/vectors.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Kind, Source   string
		Valid, Invalid []string
	}
	if err := yaml.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]func(string) bool{"tax_code": ValidTaxCode, "iban": ValidIBAN}
	for _, v := range vectors {
		for _, s := range v.Valid {
			if !kinds[v.Kind](s) {
				t.Errorf("%s: %s is not valid here", v.Source, s)
			}
		}
		for _, s := range v.Invalid {
			if kinds[v.Kind](s) {
				t.Errorf("%s: %s is valid here", v.Source, s)
			}
		}
	}
}

// TestChangesThatAChecksumCannotSee changes every character of many identifiers to every other one and counts what stays valid. A
// VAT number sees every change. The sum of a tax code does not see a digit and the letter of its rank exchanged (0 and A count alike),
// but its form does. In an Italian IBAN a letter in place of a digit of the account counts as two digits: the remainder of 97 then is
// chance, and the CIN one of 26, so that about one in 2 500 of these passes.
func TestChangesThatAChecksumCannotSee(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for name, kind := range map[string]struct {
		make    func(*rand.Rand) string
		valid   func(string) bool
		letters string
		most    float64 // share that may stay unseen
	}{
		"tax code":     {randomTaxCode, ValidTaxCode, upperLettersAndDigits, 0},
		"VAT number":   {randomVATNumber, ValidVATNumber, "0123456789", 0},
		"Italian IBAN": {randomItalianIBAN, ValidIBAN, upperLettersAndDigits, 0.0005},
	} {
		t.Run(name, func(t *testing.T) {
			unseen, all := 0, 0
			for range 60 {
				good := kind.make(random)
				for i := range len(good) {
					for _, other := range kind.letters {
						if byte(other) == good[i] {
							continue
						}
						all++
						if bad := good[:i] + string(other) + good[i+1:]; kind.valid(bad) {
							unseen++
							t.Logf("%s is as valid as %s", bad, good)
						}
					}
				}
			}
			t.Logf("%d of %d changes are not seen", unseen, all)
			if float64(unseen) > kind.most*float64(all) {
				t.Errorf("%d of %d changes are not seen, expected at most %g", unseen, all, kind.most)
			}
		})
	}
}
