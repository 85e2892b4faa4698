package validate

import (
	"testing"

	"pratica/claim"
)

func TestTermEndsOnTheLastDay(t *testing.T) {
	for _, test := range []struct {
		document string
		months   int
		want     string
		why      string
	}{
		{"2024-01-15", 3, "2024-04-15", "a Monday"},
		{"2023-11-30", 3, "2024-02-29", "no 30 February"},
		{"2022-11-30", 3, "2023-02-28", "no 30 February"},
		{"2024-01-31", 3, "2024-04-30", "no 31 April"},
		{"2024-08-01", 3, "2024-11-02", "1 November is a holiday"},
		{"2024-01-14", 3, "2024-04-15", "14 April is a Sunday"},
		{"2024-01-25", 3, "2024-04-26", "25 April is a holiday"},
		{"2023-12-31", 3, "2024-04-02", "31 March is Easter Sunday, 1 April Easter Monday"},
		{"2026-07-04", 3, "2026-10-05", "4 October 2026, a holiday and a Sunday"},
		{"2023-08-31", 6, "2024-02-29", "GM01"},
		{"2028-07-04", 3, "2028-10-05", "4 October 2028 is a Wednesday and a holiday"},
		{"2025-07-04", 3, "2025-10-04", "4 October 2025 was a Saturday and no holiday yet"},
		{"2024-01-06", 3, "2024-04-06", "Saturday is a working day"},
		{"2024-09-25", 3, "2024-12-27", "Christmas and Santo Stefano"},
		{"2023-10-06", 3, "2024-01-08", "the Epiphany on a Saturday, then a Sunday"},
	} {
		t.Run(test.document+", "+test.why, func(t *testing.T) {
			end, nominal := books().law.termEnd(claim.MustDate(test.document), test.months, true)
			if end.String() != test.want {
				t.Errorf("got %s, want %s", end, test.want)
			}
			kept, _ := books().law.termEnd(claim.MustDate(test.document), test.months, false)
			if kept != nominal || nominal != claim.MustDate(test.document).AddMonths(test.months) {
				t.Errorf("without the shift %s, nominal %s", kept, nominal)
			}
		})
	}
}

// Dates of Easter Sunday as the Church publishes them, the earliest and latest possible ones among them.
func TestEasterSunday(t *testing.T) {
	for _, want := range []string{"1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2011-04-24", "2012-04-08", "2019-04-21", "2024-03-31",
		"2025-04-20", "2026-04-05", "2027-03-28", "2030-04-21", "2038-04-25", "2049-04-18", "2076-04-19"} {
		day := claim.MustDate(want)
		if got := easter(day.Year); got != day {
			t.Errorf("Easter is %s, want %s", got, want)
		}
	}
}

func TestHolidaysHoldFromTheirFirstYear(t *testing.T) {
	for day, want := range map[string]bool{
		"2026-10-04": true, "2025-10-04": false, "2026-01-01": true, "2026-01-06": true, "2026-04-06": true, "2026-04-25": true,
		"2026-05-01": true, "2026-06-02": true, "2026-08-15": true, "2024-11-01": true, "2026-12-08": true, "2026-12-25": true,
		"2026-12-26": true, "2026-04-07": false, "2026-08-14": false, "2026-05-03": true, "2026-05-02": false, "2028-10-04": true,
	} {
		if got := books().law.isHoliday(claim.MustDate(day)); got != want {
			t.Errorf("%s: holiday %t, want %t", day, got, want)
		}
	}
}
