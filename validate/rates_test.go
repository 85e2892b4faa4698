package validate

import (
	"context"
	"os"
	"strings"
	"testing"

	"pratica/claim"
)

// testdata/eurofxref-hist.csv has the form of the ECB's file (trailing comma, N/A, the newest day first) and rates near its own.
func TestRatesAreThoseOfTheDayOrTheLastOneBefore(t *testing.T) {
	table, err := ParseRates(must(os.ReadFile("testdata/eurofxref-hist.csv")))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ currency, day, want string }{
		{"USD", "2024-03-28", "1.0811"},
		{"USD", "2024-03-27", "1.0816"},
		{"USD", "2024-04-01", "1.0811"}, // Easter Monday: that of Maundy Thursday
		{"USD", "2024-04-02", "1.0749"},
		{"CHF", "2024-03-30", "0.9766"}, // a Saturday
		{"USD", "2024-03-26", ""},       // before the table
		{"USD", "2024-04-10", "1.0783"}, // a week after the last line
		{"USD", "2024-05-10", ""},       // the table ends before
		{"RUB", "2024-03-28", ""},       // N/A
		{"XXX", "2024-03-28", ""},
	} {
		rate, ok, err := table.Rate(context.Background(), test.currency, claim.MustDate(test.day))
		if got := rate.String(); err != nil || ok != (test.want != "") || ok && got != test.want {
			t.Errorf("%s on %s: %s %v %v, want %q", test.currency, test.day, got, ok, err, test.want)
		}
	}
	if n, first, last := table.Days(); n != 8 || first.String() != "2024-03-27" || last.String() != "2024-04-03" {
		t.Errorf("%d fixings from %s to %s", n, first, last)
	}
}

func TestAFileThatIsNoTableOfRatesSaysWhy(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "Date,USD,JPY",
		"Datum;USD\n2024-03-28;1,08\n": "Date,USD,JPY",
		"Date,USD\nyesterday,1.08\n":   `line 2: "yesterday" is no day`,
		"Date,USD\n2024-03-28,1.08x\n": `line 2: "1.08x" is no rate of USD`,
		"Date,USD\n2024-03-28,-1\n":    `line 2: "-1" is no rate of USD`,
		"Date,USD\n2024-03-28,0\n":     `is no rate of USD`,
		"Date,USD\n2024-03-28,1.08\n2024-03-28,1.09\n": "USD has two rates of 2024-03-28",
	} {
		_, err := ParseRates([]byte(text))
		if claim.ErrorCode(err) != claim.EINVALID || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	table, err := ParseRates([]byte("Date, USD, JPY, \n28 March 2024, 1.0811, 163.45, \n")) // eurofxref.csv
	if err != nil || len(table["USD"]) != 1 || table["JPY"][0].Day != claim.MustDate("2024-03-28") {
		t.Errorf("%v %v", table, err)
	}
}
