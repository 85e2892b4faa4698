package extract

import (
	"strings"
	"testing"
)

func TestSeparatorsThatWereNotSeenAreKnownByTheirPlace(t *testing.T) {
	for _, c := range []struct{ why, read, want string }{
		{"a comma before the cents", "105395", "1053.95"},
		{"a comma in an amount below a thousand", "€ 10500", "105.00"},
		{"four figures may be euros", "1822", "1822.00"},
		{"cents of nothing are cents", "12500,00", "12500.00"},
		{"groups of three are euros", "12.500", "12500.00"},
		{"a hundred", "100", "100.00"},
		{"whole thousands", "€ 12000", "12000.00"},
		{"euros marked as whole", "12350=", "12350.00"},
	} {
		if v := withLostComma(amountValue(c.read), strings.Trim(c.read, "€ ")); v.text != c.want {
			t.Errorf("%s: %q is read as %+v, want %s", c.why, c.read, v, c.want)
		}
	}
	for _, c := range []struct{ why, read, want string }{
		{"the first slash of a date", "2812/26", "2026-12-28"},
		{"the second", "07/022026", "2026-02-07"},
		{"figures that are no day", "71/062026", ""},
		{"a figure lost", "15/0/2020", ""},
	} {
		if v := dateValue(c.read); v.text != c.want || c.want != "" && !v.repaired {
			t.Errorf("%s: %q is read as %+v, want %s", c.why, c.read, v, c.want)
		}
	}
}

func TestMonthsInWordsThatAHandWrote(t *testing.T) {
	for text, want := range map[string]value{
		"15 aprile 2026":     {text: "2026-04-15", shaped: true},
		"3 APRLLE 26":        {text: "2026-04-03", shaped: true},
		"2. maggo 2026.":     {text: "2026-05-02", shaped: true},
		"15 settombro 2026":  {text: "2026-09-15", shaped: true},
		"15 setembrro e2026": {},
		"31 aprile 2026":     {},
		"15 xyzqw 2026":      {},
		"15/04/2026":         {}, // read as a date in numbers before
		"7 xxnembre 2026":    {}, // as near to November as to December
		"7 xxxembro 2026":    {},
	} {
		if got := writtenMonth(text); got != want {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
}
