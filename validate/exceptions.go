package validate

import (
	"errors"
	"slices"

	"pratica/claim"
)

// ExceptionRule is when a service is reimbursed that is not otherwise, as far as the papers of its claim tell (Guide 2012, "Analisi di
// laboratorio": in a stay, or within 30 days of an operation with one).
type ExceptionRule struct {
	// When says it for people: "durante un ricovero".
	When string `yaml:"when"`
	// Papers are kinds that speak for it. Of an allowance for a stay the days are known, and an invoice up to Days before its admission or
	// after its discharge is meant; of other papers they are not, and any invoice may be.
	Papers []claim.DocumentKind `yaml:"papers"`
	Days   int                  `yaml:"days"`
	// Words of what any invoice of the patient is for speak for it too.
	Words phrase `yaml:"words"`
	// PapersOfWomen do so where the patient may be expecting a child.
	PapersOfWomen []claim.DocumentKind `yaml:"papers_of_women"`
}

func (r *ExceptionRule) check() error {
	if r != nil && (r.When == "" || len(r.Papers) == 0 || r.Days < 1 || r.Words.Regexp == nil) {
		return errors.New("an exception needs words for people, papers, days and words")
	}
	return nil
}

// outsideException notes a service of expense i that nothing in the claim says is reimbursed: a reviewer looks, since the stay may have
// been asked for in another claim.
func (k *check) outsideException(i int, rule *ServiceRule, pointer, words string) {
	e, except := &k.c.Expenses[i], rule.Except
	why := k.exceptionBy(i, except)
	if why != "" {
		k.trace.now().by(func() string { return why })
		return
	}
	if may := k.unsureKinds(); len(may) > 0 {
		k.notPlain("un foglio di cui non si è sicuri può parlarne", may)
		return
	}
	lacks := "e nessun documento della pratica ne parla"
	if _, known := k.nearStay(i, except.Days); known {
		lacks = "e la data del documento è lontana da quelle del ricovero"
	}
	k.add(claim.NewFinding("service.not_covered", pointer, sentence("%s è indicato «%s»: il Fondo rimborsa %s solo %s, %s (%s).",
		onDocument(e), words, rule.Name, except.When, lacks, cite(rule.Article))).With("words", words).With("service", rule.Name).Under(rule.Article))
}

// exceptionBy says what speaks for the exception; "" for nothing.
func (k *check) exceptionBy(i int, rule *ExceptionRule) string {
	papers := rule.Papers
	switch near, known := k.nearStay(i, rule.Days); {
	case near:
		return "la data è vicina a quelle del ricovero"
	case known: // the allowance's own papers are of those days
		papers = withoutKinds(papers, k.allowancePapers())
	}
	switch {
	case k.papersOf(papers) > 0:
		return "ci sono documenti di un ricovero o di un intervento"
	case k.papersOf(rule.PapersOfWomen) > 0 && k.mayExpect(i):
		return "c'è una prescrizione, che può certificare una gravidanza"
	}
	for j := range k.c.Expenses {
		if !k.apart[j] && rule.Words.MatchString(k.billed(j)) {
			return "ne parla " + theDocument(&k.c.Expenses[j])
		}
	}
	return ""
}

// nearStay tells whether expense i is dated within so many days of the stay for which an allowance is asked, if the days of both are known.
func (k *check) nearStay(i, days int) (near, known bool) {
	stay, on := k.c.Allowance, k.c.Expenses[i].Date
	if stay == nil || len(stay.Sessions) > 0 || stay.AdmittedOn.IsZero() || stay.DischargedOn.IsZero() || on.IsZero() ||
		!k.legible("/allowance/admitted_on", "/allowance/discharged_on", at(i, "date")) {
		return false, false
	}
	return !on.Before(stay.AdmittedOn.AddDays(-days)) && !on.After(stay.DischargedOn.AddDays(days)), true
}

// mayExpect reports a patient who may have been expecting a child on the day of expense i: by the tax code a woman of an age for it, or
// nobody knows.
func (k *check) mayExpect(i int) bool {
	const youngest, oldest = 14, 50 // years
	code, err := claim.ParseTaxCode(string(k.claimedPatient().TaxCode))
	if err != nil || code.Numeric {
		return true
	}
	born, on := k.c.Patient.BornOn, k.c.Expenses[i].Date
	return code.Female && (born.IsZero() || on.IsZero() || !on.Before(born.AddMonths(12*youngest)) && on.Before(born.AddMonths(12*oldest)))
}

// withoutKinds are the kinds of a list that are not in another.
func withoutKinds(list, other []claim.DocumentKind) []claim.DocumentKind {
	return slices.DeleteFunc(slices.Clone(list), func(kind claim.DocumentKind) bool { return slices.Contains(other, kind) })
}
