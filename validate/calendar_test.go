package validate

import (
	"os"
	"testing"

	"go.yaml.in/yaml/v3"

	"pratica/claim"
)

func TestTermEndsOnTheLastDay(t *testing.T) {
	var terms []struct {
		Document string `yaml:"document"`
		Months   int    `yaml:"months"`
		LastDay  string `yaml:"last_day"`
		Why      string `yaml:"why"`
	}
	if err := yaml.Unmarshal(must(os.ReadFile("testdata/terms.yaml")), &terms); err != nil {
		t.Fatal(err)
	}
	if len(terms) < 10 {
		t.Fatalf("%d terms", len(terms))
	}
	for _, test := range terms {
		t.Run(test.Document+", "+test.Why, func(t *testing.T) {
			end, nominal := books().law.termEnd(claim.MustDate(test.Document), test.Months, true)
			if end.String() != test.LastDay {
				t.Errorf("got %s, want %s", end, test.LastDay)
			}
			kept, _ := books().law.termEnd(claim.MustDate(test.Document), test.Months, false)
			if kept != nominal || nominal != claim.MustDate(test.Document).AddMonths(test.Months) {
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
