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
// cannot be: a form is filled in just before it is sent, and speaks of what may still be reimbursed (art. 18.2).
func (a *assembly) withYear(v formValue, pointer string) formValue {
	if !strings.HasSuffix(pointer, "/date") && !strings.HasSuffix(pointer, "_on") || !handRead(v.Field.From.Method) || v.Field.From.Confidence >= legibleDate {
		return v
	}
	read, err := claim.ParseDate(v.Field.Value)
	sent := a.claim.SentOn
	if err != nil || sent.IsZero() || read.Year >= sent.Year-oldestYears && read.Year <= sent.Year {
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
