package claim

import "testing"

func TestTaxCodeIsTakenApart(t *testing.T) {
	for _, test := range []struct {
		name, code string
		want       TaxCode
		born       string
	}{
		{"a man of 1985", "RSSMRA85T10A562S", TaxCode{Surname: "RSS", Name: "MRA", Year: 85, Month: 12, Day: 10, Place: "A562"}, "1985-12-10"},
		{"a boy of 2012", "RSSLCU12A01F205W", TaxCode{Surname: "RSS", Name: "LCU", Year: 12, Month: 1, Day: 1, Place: "F205"}, "2012-01-01"},
		{"a woman's day is above 40", withCheckLetter("BRTMGR60A41F205"), TaxCode{Surname: "BRT", Name: "MGR", Year: 60, Month: 1, Day: 1, Female: true, Place: "F205"}, "1960-01-01"},
		{"one born abroad", withCheckLetter("MLLHNS70P15Z112"), TaxCode{Surname: "MLL", Name: "HNS", Year: 70, Month: 9, Day: 15, Place: "Z112"}, "1970-09-15"},
		{"omocodia in the last digit", withCheckLetter("RSSMRA85T10A56N"), TaxCode{Surname: "RSS", Name: "MRA", Year: 85, Month: 12, Day: 10, Place: "A562"}, "1985-12-10"},
		{"omocodia in every digit", withCheckLetter("RSSMRAURTMLARSN"), TaxCode{Surname: "RSS", Name: "MRA", Year: 85, Month: 12, Day: 10, Place: "A562"}, "1985-12-10"},
		{"a surname of two letters ends in X", withCheckLetter("FOXLCU12A01F205"), TaxCode{Surname: "FOX", Name: "LCU", Year: 12, Month: 1, Day: 1, Place: "F205"}, "2012-01-01"},
		{"a leap day of 2000", withCheckLetter("RSSLCU00B29F205"), TaxCode{Surname: "RSS", Name: "LCU", Month: 2, Day: 29, Place: "F205"}, "2000-02-29"},
		{"the year after this one is of the last century", withCheckLetter("RSSLCU27A01F205"), TaxCode{Surname: "RSS", Name: "LCU", Year: 27, Month: 1, Day: 1, Place: "F205"}, "1927-01-01"},
		{"a provisional code says nothing", "00743110157", TaxCode{Numeric: true}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseTaxCode(test.code)
			if err != nil {
				t.Fatal(err)
			}
			test.want.Code = test.code
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			if born := got.Born(MustDate("2026-05-14")).String(); born != test.born {
				t.Errorf("born %s, want %s", born, test.born)
			}
		})
	}
}

func TestTaxCodeIsRefused(t *testing.T) {
	for _, test := range []struct{ name, code, wrong string }{
		{"a wrong check letter", "RSSMRA85T10A562T", "check letter"},
		{"a digit as check letter", "RSSMRA85T10A5620", "check letter"},
		{"15 characters", "RSSMRA85T10A562", "16 letters"},
		{"lower case", "rssmra85t10a562s", "16 letters"},
		{"a digit in the name", "RSSMR485T10A562S", "out of place"},
		{"a letter that omocodia does not use", "RSSMRAA5T10A562S", "out of place"},
		{"a month letter that does not exist", "RSSMRA85F10A562S", "out of place"},
		{"31 June", withCheckLetter("RSSMRA85H31A562"), "day of birth"},
		{"day 35", withCheckLetter("RSSMRA85H35A562"), "day of birth"},
		{"day 72", withCheckLetter("RSSMRA85A72A562"), "day of birth"},
		{"29 February of a common year", withCheckLetter("RSSMRA85B29A562"), "day of birth"},
		{"a place beyond M", withCheckLetter("RSSMRA85T10N562"), "place of birth"},
		{"place 000", withCheckLetter("RSSMRA85T10A000"), "place of birth"},
		{"a vowel before a consonant in the surname", withCheckLetter("ARSMRA85T10A562"), "no name"},
		{"11 digits with a wrong check digit", "00743110158", "check digit"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseTaxCode(test.code)
			expectError(t, err, test.wrong)
		})
	}
}

func TestLettersOfNames(t *testing.T) {
	for _, test := range []struct{ surname, name, want string }{
		{"Rossi", "Mario", "RSSMRA"},
		{"Bianchi", "Gianfranco", "BNCGFR"}, // four consonants and more: first, third, fourth
		{"Fo", "Ugo", "FOXGUO"},
		{"D’Amico", "Niccolò", "DMCNCL"},
		{"De Rosa", "Maria Grazia", "DRSMGR"},
		{"Müller", "Aïda", "MLLDAI"},
		{"Aia", "Io", "AIAIOX"},
	} {
		if got := SurnameLetters(test.surname) + NameLetters(test.name); got != test.want {
			t.Errorf("%s %s gives %s, want %s", test.surname, test.name, got, test.want)
		}
	}
	if SurnameLetters("–") != "" {
		t.Error("a surname without letters gives letters")
	}
}

func TestTaxCodeFitsItsBearer(t *testing.T) {
	code, err := ParseTaxCode("RSSMRA85T10A562S")
	if err != nil {
		t.Fatal(err)
	}
	if !code.Fits("ROSSI", "mario") || code.Fits("ROSSI", "LUCA") || code.Fits("BIANCHI", "MARIO") {
		t.Error("the name part is not compared")
	}
	numeric, err := ParseTaxCode("00743110157")
	if err != nil || numeric.Fits("ROSSI", "MARIO") {
		t.Error("a numeric code fits nobody")
	}
}

func TestNamesAreFolded(t *testing.T) {
	for name, want := range map[string]string{
		" Maria  Grazia ": "MARIA GRAZIA", "D'Amico": "DAMICO", "D’AMICO": "DAMICO", "Nicolò": "NICOLO", "Nicolo'": "NICOLO",
		"Müller-Weiß": "MULLER WEISS", "Łukasz": "LUKASZ", "Rossi, M.": "ROSSI M", "": "",
	} {
		if got := FoldName(name); got != want {
			t.Errorf("%q is folded to %q, want %q", name, got, want)
		}
	}
}

func withCheckLetter(fifteen string) string { return fifteen + string(checkLetter(fifteen)) }
