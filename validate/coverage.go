package validate

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
)

// CoverageRule says from when on an enrolment gives a right to benefits.
type CoverageRule struct {
	// Article is that of periods covered by contributions, WaitingArticle that of the waiting period, ArrearsArticle that of
	// contributions owed.
	Article        claim.Text `yaml:"article"`
	WaitingArticle claim.Text `yaml:"waiting_article"`
	ArrearsArticle claim.Text `yaml:"arrears_article"`
	// Waiting is how many months after that of enrolment the right begins, where the register says nothing else.
	Waiting int `yaml:"waiting_months"`
	// NotInArrears are kinds that are paid though contributions are owed.
	NotInArrears []claim.Kind `yaml:"despite_arrears"`
}

func (r *CoverageRule) check() error {
	if r != nil && (r.Article == "" || r.WaitingArticle == "" || r.ArrearsArticle == "" || r.Waiting < 0) {
		return errors.New("coverage: three articles and the months of waiting are needed")
	}
	return nil
}

// covered is an event of a claim, on a day or several, that an enrolment must cover.
type covered struct {
	days []coveredDay
	kind claim.Kind
	set  *RuleSet
}

type coveredDay struct {
	on      claim.Date
	pointer string
	what    string // "la fattura 45/A del 2 aprile 2026"
}

// inWords names days of an event, with the verb that follows them.
func (e covered) inWords(days []coveredDay) (what, falls string) {
	if len(days) > 1 && strings.HasPrefix(days[0].pointer, "/allowance/sessions/") {
		days = slices.SortedFunc(slices.Values(days), func(a, b coveredDay) int { return compareDays(a.on, b.on) })
		days = slices.CompactFunc(days, func(a, b coveredDay) bool { return a.on == b.on })
		return fmt.Sprintf("le %d sedute %s %s", len(days), since(days[0].on), toDay(days[len(days)-1].on)), "cadono"
	}
	return days[0].what, "cade" // of a stay whichever day came first
}

// eventsToCover are the invoices of a claim by their dates, which count (Reg. 15.1); of an allowance each session or, of a stay, the
// admission and the discharge.
func (k *check) eventsToCover() (list []covered) {
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		if e.DocumentType == "" || e.DocumentType == claim.CreditNoteType || e.Date.IsZero() || !k.legible(at(i, "date")) {
			continue
		}
		list = append(list, covered{[]coveredDay{{e.Date, at(i, "date"), theDocument(e) + " " + ofDay(e.Date)}}, e.Kind, k.reimbursingRules(e)})
	}
	a := k.c.Allowance
	if a == nil {
		return list
	}
	var days []coveredDay
	add := func(on claim.Date, pointer, what string) {
		if !on.IsZero() && k.legible(pointer) {
			days = append(days, coveredDay{on, pointer, what})
		}
	}
	for i, session := range a.Sessions {
		add(session, fmt.Sprintf("/allowance/sessions/%d", i), "la seduta "+ofDay(session))
	}
	if len(a.Sessions) == 0 {
		add(a.AdmittedOn, "/allowance/admitted_on", "il ricovero iniziato "+theDay(a.AdmittedOn))
		add(a.DischargedOn, "/allowance/discharged_on", "il ricovero finito "+theDay(a.DischargedOn))
	}
	if len(days) > 0 {
		list = append(list, covered{days, k.c.Kind, k.set})
	}
	return list
}

// coverage holds the days of a claim's expenses against the patient's enrolment, which may be later than the member's.
func (k *check) coverage(who claim.Enrolled, arrears []claim.Arrears) {
	for _, event := range k.eventsToCover() {
		if rule := event.set.Coverage; rule != nil {
			k.coverageOf(event, rule, who)
			k.arrears(event, rule, arrears)
		}
	}
}

// coverageOf notes the days of an event that no enrolment covers and, apart, those in a waiting period: once each.
func (k *check) coverageOf(event covered, rule *CoverageRule, who claim.Enrolled) {
	var outside, waiting []coveredDay
	for _, day := range event.days {
		switch period := who.PeriodOn(day.on); {
		case period == nil:
			outside = append(outside, day)
		case day.on.Before(who.CoveredFrom(*period, rule.Waiting)):
			waiting = append(waiting, day)
		}
	}
	if len(outside) > 0 && outside[0].pointer == "/allowance/admitted_on" {
		waiting = nil
	}
	name := fullName(who.Surname, who.Name)
	if len(outside) > 0 {
		what, falls := event.inWords(outside)
		k.add(claim.NewFinding("coverage.not_covered_on_date", outside[0].pointer,
			sentence("%s non %s in un periodo di iscrizione di %s (%s; %s).", what, falls, name, enrolledWhen(who), cite(rule.Article))).
			With("date", outside[0].on.String()).Under(rule.Article))
	}
	if len(waiting) > 0 {
		what, falls := event.inWords(waiting)
		period := who.PeriodOn(waiting[0].on)
		from := who.CoveredFrom(*period, rule.Waiting)
		k.add(claim.NewFinding("coverage.waiting_period", waiting[0].pointer,
			sentence("%s %s nel periodo di carenza: %s è tra gli iscritti %s e ha diritto ai rimborsi %s (%s).", what, falls, name,
				since(period.From), since(from), cite(rule.WaitingArticle))).
			With("date", waiting[0].on.String()).With("enrolled_from", period.From.String()).With("covered_from", from.String()).Under(rule.WaitingArticle))
	}
}

// arrears notes contributions that are owed for a day of an event, or on the day of arrival, when payments wait. What was settled
// before that is owed no more (Reg. 13.6).
func (k *check) arrears(event covered, rule *CoverageRule, arrears []claim.Arrears) {
	if slices.Contains(rule.NotInArrears, event.kind) {
		return
	}
	for _, owed := range arrears {
		if !owed.SettledOn.IsZero() && !owed.SettledOn.After(k.receivedOn()) {
			continue
		}
		i := slices.IndexFunc(event.days, func(day coveredDay) bool { return owed.Holds(day.on) || owed.Holds(k.receivedOn()) })
		if i < 0 {
			continue
		}
		day, until := event.days[i], ""
		if !owed.To.IsZero() {
			until = " fino " + toDay(owed.To)
		}
		k.add(claim.NewFinding("coverage.arrears", day.pointer,
			sentence("%s: i contributi risultano non versati %s%s (%s).", day.what, since(owed.From), until, cite(rule.ArrearsArticle))).
			With("date", day.on.String()).With("arrears_from", owed.From.String()).Under(rule.ArrearsArticle))
		return
	}
}

// enrolledWhen is "iscrizione dal 1° marzo 2024 al 30 giugno 2025", of the last period.
func enrolledWhen(who claim.Enrolled) string {
	if len(who.Periods) == 0 {
		return "nessuna iscrizione"
	}
	last := who.Periods[len(who.Periods)-1]
	if last.To.IsZero() {
		return "iscrizione " + since(last.From)
	}
	return "iscrizione " + since(last.From) + " " + toDay(last.To)
}

// enrolledLongEnough asks of NA1 that the patient is enrolled for so many months (Reg. 15.6); after an accident, that the waiting
// period is over.
func (k *check) enrolledLongEnough(who claim.Enrolled) {
	rule := k.set.Dependency
	if k.c.Dependency == nil || rule == nil || rule.Months == 0 {
		return
	}
	name, period := fullName(who.Surname, who.Name), who.PeriodOn(k.sentOn())
	short := func(from claim.Date, rest string) {
		f := claim.NewFinding("dependency.enrolment_too_short", "/patient", "").With("sent_on", k.sentOn().String()).Under(rule.Article)
		if !from.IsZero() {
			f = f.With("enrolled_from", from.String())
		}
		f.Message = sentence("%s %s (%s).", name, rest, cite(rule.Article))
		k.add(f)
	}
	if period == nil {
		short(claim.Date{}, "non risulta tra gli iscritti il giorno dell'invio, "+k.sentOn().Italian())
		return
	}
	accident := k.c.Dependency.Accident
	if accident == nil || !k.legible("/dependency/accident") {
		return // whichever term holds is not known; the field is asked for anyway
	}
	if *accident {
		if coverage := k.set.Coverage; coverage != nil && k.sentOn().Before(who.CoveredFrom(*period, coverage.Waiting)) {
			short(period.From, "è tra gli iscritti "+since(period.From)+": dopo un infortunio il sussidio spetta "+since(who.CoveredFrom(*period, coverage.Waiting)))
		}
		return
	}
	if due := period.From.AddMonths(rule.Months); k.sentOn().Before(due) {
		short(period.From, fmt.Sprintf("è tra gli iscritti %s: servono almeno %s di iscrizione, cioè %s", since(period.From), months(rule.Months), since(due)))
	}
}
