package validate

import (
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
)

// paperExpired holds the day of papers against the invoice (Guide 2012: the oculist's prescription "di data non anteriore ad un
// anno rispetto all'acquisto"). The term is counted back from the invoice, as the sentence says: a year before 29 February is
// 28 February. Of several papers one in time is enough, and one whose day nobody could read may be it: then somebody must look,
// for the money depends on that day.
func (k *check) paperExpired(rule *PaperRule) {
	if rule.Months == 0 || k.papersOf(rule.Papers) == 0 {
		return
	}
	var late []reason
	for _, why := range k.reasonsInWords(rule) {
		if bought := k.c.Expenses[why.expense].Date; !bought.IsZero() && k.legible(at(why.expense, "date")) {
			late = append(late, why)
		}
	}
	late = slices.DeleteFunc(late, func(why reason) bool {
		return slices.ContainsFunc(k.datedPapers(rule, guessedDay), func(i int) bool { return !k.c.IssuedOn(i).Before(k.oldest(rule, why)) })
	})
	k.rule("papers.age", whole).called(rule.Article, func() string {
		return "Data de" + strings.Replace(rule.Called, "la ", "lla ", 1) + ": non oltre " + months(rule.Months) + " prima della fattura"
	})
	why := k.surest(late)
	if why == nil {
		for _, i := range k.datedPapers(rule, guessedDay) {
			if !k.legible(claim.IssuedOnPointer(i)) { // that it is in time is likely, and somebody confirms it
				k.waitFor(claim.IssuedOnPointer(i))
			}
		}
		return
	}
	newest := -1
	for i, d := range k.c.Documents {
		switch {
		case !slices.Contains(rule.Papers, d.Kind):
		case !slices.Contains(k.datedPapers(rule, legibleFrom), i):
			k.unread(fmt.Sprintf("/documents/%d", i), fmt.Sprintf("Non si riesce a leggere la data de%s: per %s non può essere di oltre %s prima della fattura (%s).",
				strings.Replace(rule.Called, "la ", "lla ", 1), rule.Of, months(rule.Months), cite(rule.Article)))
			return
		case newest < 0 || k.c.IssuedOn(newest).Before(k.c.IssuedOn(i)):
			newest = i
		}
	}
	e, issued := &k.c.Expenses[why.expense], k.c.IssuedOn(newest)
	k.add(claim.NewFinding(rule.Expired, fmt.Sprintf("/documents/%d", newest),
		sentence("%s è %s, più di %s prima %s %s (%s).", rule.Called, ofDay(issued), months(rule.Months), ofDocument(e), ofDay(e.Date), cite(rule.Article))).
		With("issued_on", issued.String()).With("oldest", k.oldest(rule, *why).String()).With("document", k.c.Documents[newest].ID).Under(rule.Article),
		append(k.doubts(append(why.rests, at(why.expense, "date"), claim.IssuedOnPointer(newest))...), k.unseenPages()...)...)
}

// oldest is the first day on which papers for an expense may have been issued.
func (k *check) oldest(rule *PaperRule, why reason) claim.Date {
	return k.c.Expenses[why.expense].Date.AddMonths(-rule.Months)
}

// guessedDay is how sure a day must be that is in time: what is misread seldom falls within the year that is asked for.
const guessedDay = 0.6

// datedPapers are the documents of a rule whose day was read, and so surely.
func (k *check) datedPapers(rule *PaperRule, from float64) (list []int) {
	for i, d := range k.c.Documents {
		if slices.Contains(rule.Papers, d.Kind) && !k.c.IssuedOn(i).IsZero() && k.believed(claim.IssuedOnPointer(i), from) {
			list = append(list, i)
		}
	}
	return list
}

// papersShared notes that fewer papers came than there are needs for one each: a prescription is for one cure, though it serves
// every invoice of it. Physicians do write two cures on one sheet, so a reviewer looks at it.
func (k *check) papersShared() {
	byFinding := map[claim.Code][]*PaperRule{}
	for n := range k.set.Papers {
		rule := &k.set.Papers[n]
		if why := k.surest(k.reasons(rule)); rule.Each && why != nil {
			byFinding[rule.Finding] = append(byFinding[rule.Finding], rule)
		}
	}
	for _, rule := range k.set.Papers {
		rules := byFinding[rule.Finding]
		delete(byFinding, rule.Finding)
		if len(rules) == 0 {
			continue
		}
		last := rules[len(rules)-1]
		have := k.papersOf(last.Papers)
		if have == 0 || have >= len(rules) { // without any, paperMissing says so
			continue
		}
		k.rule("papers.shared", whole).called(last.Article, func() string { return "Un documento per ogni cura" })
		if may := k.unnamed(); len(may) > 0 {
			k.notPlain("un foglio di cui non si è sicuri può essere quello che manca", may)
			continue
		}
		var needs []string
		for _, r := range rules {
			needs = append(needs, r.Of)
		}
		came := "ne è arrivato uno solo"
		if have > 1 {
			came = fmt.Sprintf("ne sono arrivati %d", have)
		}
		f := claim.NewFinding(last.Finding, "/documents", fmt.Sprintf("Per %s servono %d documenti e %s: forse manca %s (%s).", andOf(needs), len(rules), came, last.Asks, cite(last.Article))).
			With("papers", last.Papers).With("needed", len(rules)).With("present", have).Under(last.Article)
		f.Severity = claim.Review
		k.add(f)
	}
}

// unnamed are documents that nobody could name, or not surely.
func (k *check) unnamed() []string {
	pointers := k.unsureKinds()
	for i, d := range k.c.Documents {
		pointer := fmt.Sprintf("/documents/%d/kind", i)
		if d.Kind == claim.Other && !k.accepted(pointer) && !slices.Contains(pointers, pointer) {
			pointers = append(pointers, pointer)
		}
	}
	return pointers
}

// andOf is "a, b e c".
func andOf(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " e " + words[last]
}
