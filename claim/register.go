package claim

import (
	"slices"
	"strings"
	"time"
)

// Enrolment is what the fund's register holds under one codice FASCHIM.
type Enrolment struct {
	// Code is the member's, digits as printed on the card.
	Code   string   `json:"code"`
	Member Enrolled `json:"member"`
	// Family are the relatives who are or were enrolled with the member.
	Family []Enrolled `json:"family"`

	// IBAN is the account that reimbursements go to, without spaces.
	IBAN  Text `json:"iban"`
	Email Text `json:"email"`
	Phone Text `json:"phone"`

	// Arrears are the times for which contributions are owed (Reg. 13.4); without an end they still are.
	Arrears []Arrears `json:"arrears"`
}

// Arrears is a time for which contributions were not paid when they were due.
type Arrears struct {
	Period
	// SettledOn is when they were paid after all; from then on nothing is owed (Reg. 13.6). Null while they are.
	SettledOn Date `json:"settled_on"`
}

// Enrolled is a person of the register and when he is enrolled, the earliest period first.
type Enrolled struct {
	Surname Text             `json:"surname"`
	Name    Text             `json:"name"`
	TaxCode Text             `json:"tax_code"`
	BornOn  Date             `json:"born_on"`
	Periods []EnrolledPeriod `json:"periods"`
}

// Period is a time from its first to its last day; a zero To is open.
type Period struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Holds reports a day within the period.
func (p Period) Holds(day Date) bool {
	return !day.Before(p.From) && (p.To.IsZero() || !day.After(p.To))
}

// EnrolledPeriod is a time of enrolment.
type EnrolledPeriod struct {
	Period
	// Waiting is how many months the right to benefits waits after the month of enrolment, where the register says so: 6 after a
	// return (Reg. 10), 3 after an exclusion (9.2), 0 for one who changed his employer (11). Nil leaves it to the rule set (16).
	Waiting *int `json:"waiting"`
}

// Person is the name and tax code alone.
func (e Enrolled) Person() Person {
	return Person{Surname: e.Surname, Name: e.Name, TaxCode: e.TaxCode}
}

// PeriodOn is the period that holds a day; nil if none does.
func (e Enrolled) PeriodOn(day Date) *EnrolledPeriod {
	i := slices.IndexFunc(e.Periods, func(p EnrolledPeriod) bool { return p.Holds(day) })
	if i < 0 {
		return nil
	}
	return &e.Periods[i]
}

// CoveredFrom is the first day with a right to benefits: of the month after that of enrolment where one month is waited
// (Reg. 16), of so many months after it for others. A newborn enrolled in the month of birth waits for nothing.
func (e Enrolled) CoveredFrom(p EnrolledPeriod, standard int) Date {
	waiting := standard
	switch {
	case p.Waiting != nil:
		waiting = *p.Waiting
	case !e.BornOn.IsZero() && e.BornOn.Year == p.From.Year && e.BornOn.Month == p.From.Month:
		waiting = 0
	}
	if waiting == 0 {
		return p.From
	}
	return NewDate(p.From.Year, p.From.Month+time.Month(waiting), 1)
}

// Everybody are the member and then the family.
func (e Enrolment) Everybody() []Enrolled { return append([]Enrolled{e.Member}, e.Family...) }

// NameKey is a name as it is compared and looked up: folded, its words in order of the alphabet, so that it does not matter which of
// them stands where.
func NameKey(surname, name Text) string {
	words := strings.Fields(FoldName(string(surname) + " " + string(name)))
	slices.Sort(words)
	return strings.Join(words, " ")
}
