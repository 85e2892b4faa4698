package pipeline

import (
	"fmt"
	"strings"

	"pratica/claim"
)

const (
	// legibleDate is the raw confidence from which on a date keeps its year, however odd.
	legibleDate = 0.8
	// guessedYear is how far a date is believed at most, by raw confidence, whose year was concluded.
	guessedYear = 0.5
	// oldestYears is how many years before it was sent a form may speak of.
	oldestYears = 2
)

// withYear gives a date of a form that was hardly read the year of sending, or the one before it, where the year read
// cannot be: a form is filled in just before it is sent, and speaks of what may still be reimbursed (art. 18.2). A day
// after that of sending is not believed, however legible.
func (a *assembly) withYear(v formValue, pointer string) formValue {
	if !strings.HasSuffix(pointer, "/date") && !strings.HasSuffix(pointer, "_on") || !handRead(v.Field.From.Method) {
		return v
	}
	read, err := claim.ParseDate(v.Field.Value)
	sent, sure := a.claim.SentOn, v.Field.From.Confidence
	if err == nil && !sent.IsZero() && sent.Before(read) { // a month or a day misread, or miswritten
		v.Field.From.Confidence = min(v.Field.From.Confidence, guessedYear)
	}
	if !strings.HasSuffix(pointer, "/signatures/date") && !strings.HasSuffix(pointer, "/declared/date") {
		return v // a discharge may be of years ago
	}
	if err != nil || sent.IsZero() || sure >= legibleDate || read.Year >= sent.Year-oldestYears && read.Year <= sent.Year {
		return v
	}
	for year := sent.Year; year >= sent.Year-1; year-- {
		likely, err := claim.ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, read.Month, read.Day))
		if err == nil && !sent.Before(likely) {
			v.Field.Value = likely.String()
			v.Field.From.Confidence = min(v.Field.From.Confidence, guessedYear)
			return v
		}
	}
	return v
}
