package extract

import "testing"

func TestDatesAreFoundAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"Fattura n. 12/2026 del 12/03/2026": "2026-03-12",
		"data 12/03/26":                     "2026-03-12",
		"lì 2.4.2026.":                      "2026-04-02",
		"Milano, 12 marzo 2026":             "2026-03-12",
		"March 12, 2026":                    "2026-03-12",
		"12 March 2026":                     "2026-03-12",
		"2026-03-12":                        "2026-03-12",
		"1° aprile 2026":                    "2026-04-01",
		"12 / 03 / 2026":                    "2026-03-12",
		"31/02/2026":                        "",
		"tel. 02/12345678":                  "",
		"1234/56/78":                        "",
		"ricevuta 118/2026":                 "",
		"il 05-11-2025 alle 10:30":          "2025-11-05",
		"Data: 92/01/2026":                  "2026-01-02",
		"12/93/2926":                        "2026-03-12",
		"Innsbruck, 10. Februar 2026":       "2026-02-10",
		"Wien, am 3. März 2026":             "2026-03-03",
		"Paris, le 14 décembre 2025":        "2025-12-14",
		"LYON, LE 15 AOÛT 2025":             "2025-08-15",
		"3 fevrier 2026":                    "2026-02-03",
		"Madrid, 5 de mayo de 2026":         "2026-05-05",
		"12 MAR. 2026":                      "2026-03-12",
		"IBAN IT60X0542811101000000123456":  "",
		"scadenza 01/01/1890":               "",
	} {
		got := ""
		if dates := findDates(text); len(dates) > 0 {
			got = dates[0].value.String()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if dates := findDates("dal 01/02/2026 03/02/2026"); len(dates) != 2 {
		t.Errorf("two dates beside each other: %v", dates)
	}
}

func TestAmountsAreFoundInBothConventions(t *testing.T) {
	for text, want := range map[string]string{
		"€ 87,50": "87.50", "1.234,56 €": "1234.56", "1,234.56": "1234.56", "EUR87,50": "87.50",
		"87.50": "87.50", "22,00%": "", "22,00 %": "", "10/2026": "", "12,5": "", "-12,00": "-12.00", "12,00-": "-12.00",
		"12.03.2026": "", "1'234.56": "1234.56", "2.000,00": "2000.00", "0,00": "0.00", "Totale 87,50.": "87.50", "1. 234,56": "1234.56",
		"87 ,50": "87.50", "2 120,00": "120.00",
	} {
		got := ""
		if amounts := findAmounts(text); len(amounts) > 0 {
			got = amounts[0].value.String()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if amounts := findAmounts("1 85,50 85,50"); len(amounts) != 2 || amounts[0].value.String() != "85.50" {
		t.Errorf("a quantity before a price: %v", amounts)
	}
}
