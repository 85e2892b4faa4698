package validate

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
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
		{"USD", "2024-04-04", ""},       // a working day after the last line
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

func TestImportedRatesAreMergedAndWrittenAsTheyCame(t *testing.T) {
	table := must(ParseRates(must(os.ReadFile("testdata/eurofxref-hist.csv"))))
	added, changed := table.Merge(must(ParseRates([]byte("Date, USD, JPY, \n5 April 2024, 1.0852, 164.69, \n"))))
	if again, differ := table.Merge(must(ParseRates([]byte("Date,USD\n2024-04-05,1.0852\n2024-03-28,1.0800\n")))); added != 2 || changed != 0 || again != 0 || differ != 1 {
		t.Errorf("%d added, %d changed; then %d and %d", added, changed, again, differ)
	}
	path := filepath.Join(t.TempDir(), "rates.csv")
	if _, ok, err := RateFile(path).Rate(t.Context(), "USD", claim.MustDate("2024-04-04")); ok || !errors.Is(err, ErrNoRates) {
		t.Errorf("without a file: %v %v", ok, err)
	}
	var out bytes.Buffer
	if err := table.Write(&out); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out.String(), "Date,CHF,JPY,USD\n2024-04-05,N/A,164.69,1.0852\n2024-04-03,0.9792,N/A,1.0783\n") {
		t.Errorf("written:\n%s", out.String())
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	rate, ok, err := RateFile(path).Rate(t.Context(), "JPY", claim.MustDate("2024-04-07"))
	if err != nil || !ok || rate.String() != "164.69" {
		t.Errorf("%s %v %v", rate, ok, err)
	}
}
