package synth

import (
	"time"

	"pratica/claim"
)

// lastDay is the last day on which an invoice can be sent: three months (Reg. 18.2, art. 2963 Civil Code),
// shifted from a holiday to the next working day (domain: a setting that is on by default).
func lastDay(date claim.Date) claim.Date {
	day := date.AddMonths(3)
	for holiday(day) {
		day = day.AddDays(1)
	}
	return day
}

// holiday reports a Sunday or a national holiday; 4 October is one from 2026 (L. 151/2025).
func holiday(d claim.Date) bool {
	if d.Weekday() == time.Sunday || d == easter(d.Year).AddDays(1) {
		return true
	}
	switch (claim.Date{Month: d.Month, Day: d.Day}) {
	case claim.Date{Month: 1, Day: 1}, claim.Date{Month: 1, Day: 6}, claim.Date{Month: 4, Day: 25}, claim.Date{Month: 5, Day: 1},
		claim.Date{Month: 6, Day: 2}, claim.Date{Month: 8, Day: 15}, claim.Date{Month: 11, Day: 1}, claim.Date{Month: 12, Day: 8},
		claim.Date{Month: 12, Day: 25}, claim.Date{Month: 12, Day: 26}:
		return true
	case claim.Date{Month: 10, Day: 4}:
		return d.Year >= 2026
	}
	return false
}

// easter is Easter Sunday by the algorithm of Meeus, Jones and Butcher.
func easter(year int) claim.Date {
	a, b, c := year%19, year/100, year%100
	e := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - e - c%4) % 7
	m := (a + 11*e + 22*l) / 451
	n := e + l - 7*m + 114
	return claim.NewDate(year, time.Month(n/31), n%31+1)
}
