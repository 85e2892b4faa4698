package claim

import (
	"fmt"
	"time"
	_ "time/tzdata" // Europe/Rome must be known on any machine
)

// Date is a civil date; the zero value is unknown (null in JSON). Dates compare with ==.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Rome is the time zone of the fund: its civil dates decide deadlines.
var Rome = func() *time.Location {
	location, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		panic(err) // tzdata is embedded above
	}
	return location
}()

// NewDate normalises like time.Date: 31 April is 1 May.
func NewDate(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateIn is the civil date of an instant in Rome.
func DateIn(t time.Time) Date { return dateOf(t.In(Rome)) }

func dateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// The years of a date: nobody was born before, and terms that begin within end in years of four figures.
const (
	firstYear = 1800
	lastYear  = 2999
)

// ParseDate reads YYYY-MM-DD and refuses days that do not exist, and years before 1800 or after 2999.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return Date{}, fmt.Errorf("date %q is not a day of the form 2026-05-10", s)
	}
	return dateOf(t), nil
}

// MustDate is ParseDate for constants; it panics on a bad one.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Valid reports whether the day exists.
func (d Date) Valid() bool { return d.Month >= 1 && d == NewDate(d.Year, d.Month, d.Day) }

// IsZero reports an unknown date.
func (d Date) IsZero() bool { return d == Date{} }

func (d Date) time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Weekday of the date.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

// AddDays moves by civil days.
func (d Date) AddDays(n int) Date { return NewDate(d.Year, d.Month, d.Day+n) }

// AddMonths moves by calendar months to the day of the same number, or to the last day of the month if
// it has none (art. 2963 Civil Code).
func (d Date) AddMonths(n int) Date {
	first := NewDate(d.Year, d.Month+time.Month(n), 1)
	last := NewDate(first.Year, first.Month+1, 0).Day
	return Date{first.Year, first.Month, min(d.Day, last)}
}

// DaysUntil counts civil days from d to o; negative if o is earlier.
func (d Date) DaysUntil(o Date) int { return int((o.time().Unix() - d.time().Unix()) / secondsOfDay) }

const secondsOfDay = 24 * 60 * 60

// Before reports whether d is earlier than o.
func (d Date) Before(o Date) bool { return d.time().Before(o.time()) }

// After reports whether d is later than o.
func (d Date) After(o Date) bool { return o.Before(d) }

// String is YYYY-MM-DD, and empty when unknown.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.time().Format(time.DateOnly)
}

var italianMonths = [...]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
	"ottobre", "novembre", "dicembre"}

// Italian is the date as people here write it: "2 aprile 2026", "1º maggio 2026".
func (d Date) Italian() string {
	if !d.Valid() {
		return ""
	}
	day := fmt.Sprint(d.Day)
	if d.Day == 1 {
		day = "1º"
	}
	return fmt.Sprintf("%s %s %d", day, italianMonths[d.Month-1], d.Year)
}

// MarshalJSON writes "2026-05-10", or null when unknown.
func (d Date) MarshalJSON() ([]byte, error) { return marshalOrNull(d.String()) }

// UnmarshalJSON reads "2026-05-10" or null.
func (d *Date) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*d = Date{}
		return nil
	}
	if len(data) < 2 || data[0] != '"' {
		return fmt.Errorf("date %s is not a string", data)
	}
	parsed, err := ParseDate(string(data[1 : len(data)-1]))
	*d = parsed
	return err
}

// Noon is the middle of the day in Rome, an instant that is on this date.
func (d Date) Noon() time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, Rome) }
