package synth

import (
	"strings"
	"testing"

	"pratica/claim"
)

func TestTaxCodesAreThoseOfThePerson(t *testing.T) {
	for _, c := range []struct {
		surname, name, born, place string
		woman                      bool
		omocodia                   int
		want, why                  string
	}{
		{"Rossi", "Luca", "2012-01-01", "F205", false, 0, "RSSLCU12A01F205W", "the example of claim/v1"},
		{"Fo", "Ada", "1950-12-31", "H501", true, 0, "FOXDAA50T71H501G", "short names are filled with X, women add 40"},
		{"D'Angelo", "Niccolò", "1980-06-15", "F839", false, 0, "DNGNCL80H15F839G", "apostrophes and accents are no letters"},
		{"Rossi", "Gianfranco", "1970-05-02", "L219", false, 0, "RSSGFR70E02L219N", "of four consonants the first, third and fourth"},
		{"Rossi", "Luca", "2012-01-01", "F205", false, 2, "RSSLCU12A01F2LRC", "omocodia replaces digits from the right"},
	} {
		if got := taxCode(c.surname, c.name, claim.MustDate(c.born), c.woman, c.place, c.omocodia); got != c.want {
			t.Errorf("%s: %s %s has %s, want %s", c.why, c.surname, c.name, got, c.want)
		}
	}
}

func TestIdentifiersAreValid(t *testing.T) {
	for seed := range uint64(2000) {
		d := newDice(seed, "identifiers")
		p := somePerson(d, 1940, 2024)
		if _, err := claim.ParseTaxCode(p.TaxCode); err != nil {
			t.Errorf("seed %d: tax code of %s %s: %v", seed, p.Surname, p.Name, err)
		}
		if err := claim.CheckVATNumber(vatNumber(d)); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if err := claim.CheckIBAN(iban(d)); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if n := len(p.Address.Postcode); n != 5 {
			t.Errorf("seed %d: postcode %q", seed, p.Address.Postcode)
		}
	}
}

func TestADeadlineIsThreeMonthsOnAWorkingDay(t *testing.T) {
	for _, c := range []struct{ date, want, why string }{
		{"2024-01-15", "2024-04-15", "a Monday"},
		{"2023-11-30", "2024-02-29", "no 30 February"},
		{"2022-11-30", "2023-02-28", "no 30 February"},
		{"2024-01-31", "2024-04-30", "no 31 April"},
		{"2024-08-01", "2024-11-02", "1 November is a holiday"},
		{"2024-01-14", "2024-04-15", "14 April is a Sunday"},
		{"2024-01-25", "2024-04-26", "25 April is a holiday"},
		{"2023-12-31", "2024-04-02", "Easter Sunday and Easter Monday"},
		{"2026-07-04", "2026-10-05", "4 October is a holiday from 2026"},
	} {
		if got := lastDay(claim.MustDate(c.date)); got != claim.MustDate(c.want) {
			t.Errorf("%s (%s): %v, want %s", c.date, c.why, got, c.want)
		}
	}
}

func TestAmountsInWords(t *testing.T) {
	for cents, want := range map[int64]string{100: "uno/00", 2150: "ventuno/50", 8800: "ottantotto/00", 10100: "centouno/00", 128050: "milleduecentottanta/50",
		230000: "duemilatrecento/00"} {
		if got := inWords(cents); got != want {
			t.Errorf("%d: %s, want %s", cents, got, want)
		}
	}
}

func TestPeopleAreOfEveryKindAndSeldomTwice(t *testing.T) {
	names := map[string]int{}
	kinds := map[string]int{}
	for seed := range uint64(3000) {
		d := newDice(seed, "people")
		p := somePerson(d, 1940, 2024)
		child := relative(d, p)
		names[p.Surname+" "+p.Name]++
		for kind, is := range map[string]bool{
			"apostrophe": strings.Contains(p.Surname, "'"), "accent": upper(p.Surname+p.Name, true) != upper(p.Surname+p.Name, false),
			"double surname": strings.Contains(p.Surname, " "), "double name": strings.Contains(p.Name, " "), "born abroad": p.Birthplace.abroad(),
			"omocodia": len(p.TaxCode) == 16 && p.TaxCode != p.taxCode(0), "provisional": child.provisional(), "child": child.Born.Year > 2010,
		} {
			if is {
				kinds[kind]++
			}
		}
		if p.Birthplace.abroad() != (strings.Contains(p.Birthplace.code, "Z")) {
			t.Errorf("%s %s was born in %s, %s", p.Surname, p.Name, p.Birthplace.name, p.Birthplace.code)
		}
		for _, who := range []person{p, child, someForeigner(d, 1960, 2000)} {
			if _, err := claim.ParseTaxCode(who.TaxCode); err != nil {
				t.Errorf("%s %s: %v", who.Surname, who.Name, err)
			}
		}
	}
	if len(names) < 2900 {
		t.Errorf("only %d different names among 3000", len(names))
	}
	for _, kind := range []string{"apostrophe", "accent", "double surname", "double name", "born abroad", "omocodia", "provisional", "child"} {
		if kinds[kind] < 20 {
			t.Errorf("%s: %d of 3000", kind, kinds[kind])
		}
	}
}
