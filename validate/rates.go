package validate

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"pratica/claim"
)

// RateTable is the ECB's euro foreign exchange reference rates: units of a currency for one euro, by currency and day. It
// implements Rates.
type RateTable map[string][]DayRate

// DayRate is a fixing; those of a currency are in order of their days.
type DayRate struct {
	Day  claim.Date
	Rate decimal.Decimal
}

// Rate is Rates.Rate: on a day on which the ECB fixes none, the last rate before. A table that has none of a working day does not
// know it: no guess (Reg. 17.7).
func (t RateTable) Rate(_ context.Context, currency string, on claim.Date) (decimal.Decimal, bool, error) {
	list := t[currency]
	i, found := slices.BinarySearchFunc(list, on, func(r DayRate, day claim.Date) int { return compareDays(r.Day, day) })
	if !found {
		i--
	}
	if i < 0 {
		return decimal.Decimal{}, false, nil
	}
	for day := list[i].Day.AddDays(1); !day.After(on); day = day.AddDays(1) {
		if !withoutFixing(day) {
			return decimal.Decimal{}, false, nil
		}
	}
	return list[i].Rate, true, nil
}

// withoutFixing reports Saturdays, Sundays and the closing days of TARGET, on which there is no reference rate (ECB, "TARGET closing
// days": 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December).
func withoutFixing(day claim.Date) bool {
	if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		return true
	}
	switch sunday := easter(day.Year); {
	case day == sunday.AddDays(-2), day == sunday.AddDays(1):
		return true
	}
	return slices.Contains([]string{"01-01", "05-01", "12-25", "12-26"}, day.String()[5:])
}

func compareDays(a, b claim.Date) int { return strings.Compare(a.String(), b.String()) }

// Days is how many fixings there are, and the first and the last of them.
func (t RateTable) Days() (n int, first, last claim.Date) {
	for _, list := range t {
		if len(list) == 0 {
			continue
		}
		n += len(list)
		if a := list[0].Day; first.IsZero() || a.Before(first) {
			first = a
		}
		if b := list[len(list)-1].Day; last.Before(b) {
			last = b
		}
	}
	return n, first, last
}

// ParseRates reads the ECB's CSV file, eurofxref.csv of a day or eurofxref-hist.csv of all of them: a line of currencies behind
// "Date", then a day and its rates in each line, N/A where there is none (https://www.ecb.europa.eu/stats/eurofxref/). Days are
// written 2026-11-20 or 20 November 2026. An error is EINVALID and names the line; then nothing is read.
func ParseRates(data []byte) (RateTable, error) {
	lines := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	lines.FieldsPerRecord, lines.TrimLeadingSpace = -1, true
	records, err := lines.ReadAll()
	if err != nil || len(records) < 2 || len(records[0]) < 2 || strings.TrimSpace(records[0][0]) != "Date" {
		return nil, claim.WrapError(claim.EINVALID, err, "this is not the ECB's CSV of reference rates: its first line is Date,USD,JPY,…; take eurofxref-hist.csv out of eurofxref-hist.zip")
	}
	var currencies []string
	for _, name := range records[0][1:] {
		currencies = append(currencies, strings.TrimSpace(name))
	}
	table := RateTable{}
	for i, record := range records[1:] {
		day, err := parseFixingDay(record[0])
		if err != nil {
			return nil, claim.WrapError(claim.EINVALID, err, "line %d: %q is no day", i+2, record[0])
		}
		for j, text := range record[1:] {
			text = strings.TrimSpace(text)
			if j >= len(currencies) || currencies[j] == "" || text == "" || text == "N/A" {
				continue
			}
			rate, err := decimal.NewFromString(text)
			if err != nil || !rate.IsPositive() {
				return nil, claim.Errorf(claim.EINVALID, "line %d: %q is no rate of %s", i+2, text, currencies[j])
			}
			table[currencies[j]] = append(table[currencies[j]], DayRate{day, rate})
		}
	}
	for currency, list := range table {
		slices.SortFunc(list, func(a, b DayRate) int { return compareDays(a.Day, b.Day) })
		for i := 1; i < len(list); i++ {
			if list[i].Day == list[i-1].Day {
				return nil, claim.Errorf(claim.EINVALID, "%s has two rates of %s", currency, list[i].Day)
			}
		}
	}
	return table, nil
}

// parseFixingDay reads "2026-11-20" and "20 November 2026".
func parseFixingDay(text string) (claim.Date, error) {
	text = strings.TrimSpace(text)
	if day, err := claim.ParseDate(text); err == nil {
		return day, nil
	}
	at, err := time.Parse("2 January 2006", text)
	if err != nil {
		return claim.Date{}, fmt.Errorf("day of a fixing: %w", err)
	}
	return claim.NewDate(at.Year(), at.Month(), at.Day()), nil
}

// Merge adds the fixings of another table; on a day that both have the other's counts. It tells how many are new, and how many
// differ from what was known.
func (t RateTable) Merge(other RateTable) (added, changed int) {
	for currency, list := range other {
		for _, r := range list {
			i, found := slices.BinarySearchFunc(t[currency], r, func(a, b DayRate) int { return compareDays(a.Day, b.Day) })
			switch {
			case !found:
				t[currency] = slices.Insert(t[currency], i, r)
				added++
			case !t[currency][i].Rate.Equal(r.Rate):
				t[currency][i] = r
				changed++
			}
		}
	}
	return added, changed
}

// Write writes the table as the ECB does: a line of currencies, then a day in each line, the newest first.
func (t RateTable) Write(w io.Writer) error {
	currencies := slices.Sorted(maps.Keys(t))
	days := map[claim.Date][]string{}
	for j, currency := range currencies {
		for _, r := range t[currency] {
			if days[r.Day] == nil {
				days[r.Day] = slices.Repeat([]string{"N/A"}, len(currencies))
			}
			days[r.Day][j] = r.Rate.String()
		}
	}
	out := csv.NewWriter(w)
	rows := [][]string{append([]string{"Date"}, currencies...)}
	for _, day := range slices.SortedFunc(maps.Keys(days), func(a, b claim.Date) int { return compareDays(b, a) }) {
		rows = append(rows, append([]string{day.String()}, days[day]...))
	}
	return out.WriteAll(rows)
}

// ErrNoRates is the error of Rates that have no table: the check then says that it was not run.
var ErrNoRates = errors.New("there is no table of exchange rates")

// RateFile are the rates of a file that ParseRates reads. It is read when a rate is wanted, which is seldom, so a new file counts
// at once and nothing is kept in memory; where there is no file the error is ErrNoRates.
type RateFile string

// Rate is Rates.Rate.
func (f RateFile) Rate(ctx context.Context, currency string, on claim.Date) (decimal.Decimal, bool, error) {
	data, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return decimal.Decimal{}, false, ErrNoRates
	}
	if err != nil {
		return decimal.Decimal{}, false, err
	}
	table, err := ParseRates(data)
	if err != nil {
		return decimal.Decimal{}, false, fmt.Errorf("%s: %w", f, err)
	}
	return table.Rate(ctx, currency, on)
}
