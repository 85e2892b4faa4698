package validate

import (
	"errors"
	"fmt"

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

// covered is an event of a claim that an enrolment must cover.
type covered struct {
	day     claim.Date
	pointer string
	what    string // "la fattura 45/A del 2 aprile 2026"
	kind    claim.Kind
	set     *RuleSet
}

// eventsToCover are the invoices of a claim by their dates, which count (Reg. 15.1); of an allowance, the admission.
func (k *check) eventsToCover() (list []covered) {
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		if e.DocumentType == "" || e.DocumentType == claim.CreditNoteType || e.Date.IsZero() || !k.legible(at(i, "date")) {
			continue
		}
		list = append(list, covered{e.Date, at(i, "date"), theDocument(e) + " " + ofDay(e.Date), e.Kind, k.reimbursingRules(e)})
	}
	if a := k.c.Allowance; a != nil && !a.AdmittedOn.IsZero() && k.legible("/allowance/admitted_on") {
		list = append(list, covered{a.AdmittedOn, "/allowance/admitted_on", "il ricovero iniziato " + theDay(a.AdmittedOn), k.c.Kind, k.set})
	}
	return list
}

// coverage holds the days of a claim's expenses against the patient's enrolment.
func (k *check) coverage(who claim.Enrolled, arrears []claim.Arrears) {
	for _, event := range k.eventsToCover() {
		if rule := event.set.Coverage; rule != nil {
			k.coverageOf(event, rule, who)
			k.arrears(event, rule, arrears)
		}
	}
}

func (k *check) coverageOf(event covered, rule *CoverageRule, who claim.Enrolled) {
	name := fullName(who.Surname, who.Name)
	period := who.PeriodOn(event.day)
	if period == nil {
		k.add(claim.NewFinding("coverage.not_covered_on_date", event.pointer,
			sentence("%s non cade in un periodo di iscrizione di %s (%s; %s).", event.what, name, enrolledWhen(who), cite(rule.Article))).
			With("date", event.day.String()).Under(rule.Article))
		return
	}
	if from := who.CoveredFrom(*period, rule.Waiting); event.day.Before(from) {
		k.add(claim.NewFinding("coverage.waiting_period", event.pointer,
			sentence("%s cade nel periodo di carenza: %s è tra gli iscritti %s e ha diritto ai rimborsi %s (%s).", event.what, name,
				since(period.From), since(from), cite(rule.WaitingArticle))).
			With("date", event.day.String()).With("enrolled_from", period.From.String()).With("covered_from", from.String()).Under(rule.WaitingArticle))
	}
}

// arrears notes contributions that are owed for the day of an expense, or on the day of arrival, when payments wait. What was settled
// before that is owed no more (Reg. 13.6).
func (k *check) arrears(event covered, rule *CoverageRule, arrears []claim.Arrears) {
	for _, kind := range rule.NotInArrears {
		if event.kind == kind {
			return
		}
	}
	for _, owed := range arrears {
		settled := !owed.SettledOn.IsZero() && !owed.SettledOn.After(k.receivedOn())
		if settled || !owed.Holds(event.day) && !owed.Holds(k.receivedOn()) {
			continue
		}
		until := ""
		if !owed.To.IsZero() {
			until = " fino " + toDay(owed.To)
		}
		k.add(claim.NewFinding("coverage.arrears", event.pointer,
			sentence("%s: i contributi risultano non versati %s%s (%s).", event.what, since(owed.From), until, cite(rule.ArrearsArticle))).
			With("date", event.day.String()).With("arrears_from", owed.From.String()).Under(rule.ArrearsArticle))
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
