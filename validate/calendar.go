package validate

import (
	"fmt"
	"time"

	"pratica/claim"
)

// termEnd is the last day of a term of calendar months that starts with a document of the given day: the
// day of the same number, or the last of its month if there is none; the first day is not counted
// (art. 2963 Civil Code). With shift, an end on a holiday runs to the next working day (art. 1187 Civil
// Code; applying it here is our reading). nominal is the end before the shift.
func (l *law) termEnd(from claim.Date, months int, shift bool) (end, nominal claim.Date) {
	nominal = from.AddMonths(months)
	end = nominal
	for shift && l.isHoliday(end) {
		end = end.AddDays(1)
	}
	return end, nominal
}

// isHoliday reports Sundays and the holidays of the law; Saturday is a working day.
func (l *law) isHoliday(day claim.Date) bool {
	if day.Weekday() == time.Sunday {
		return true
	}
	for _, h := range l.Holidays {
		if h.on(day.Year) == day {
			return true
		}
	}
	return false
}

type holiday struct {
	Name   string `yaml:"name"`
	Day    string `yaml:"day"`    // month-day
	Easter int    `yaml:"easter"` // days after Easter Sunday, where Day is empty
	From   int    `yaml:"from"`   // first year; 0 for always

	month time.Month
	day   int
}

func (h *holiday) parse() error {
	if h.Day == "" {
		return nil
	}
	day, err := time.Parse("01-02", h.Day)
	if err != nil {
		return fmt.Errorf("holiday %s: %q is no month-day", h.Name, h.Day)
	}
	h.month, h.day = day.Month(), day.Day()
	return nil
}

// on is the holiday's day in a year; unknown in the years before it was one.
func (h *holiday) on(year int) claim.Date {
	switch {
	case year < h.From:
		return claim.Date{}
	case h.Day == "":
		return easter(year).AddDays(h.Easter)
	default:
		return claim.Date{Year: year, Month: h.month, Day: h.day}
	}
}

// easter is Easter Sunday in the Gregorian calendar: the anonymous algorithm printed by S. Butcher,
// The Ecclesiastical Calendar (1876), and J. Meeus, Astronomical Algorithms (1991), chapter 8.
func easter(year int) claim.Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return claim.Date{Year: year, Month: time.Month(n / 31), Day: n%31 + 1}
}
