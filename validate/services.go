package validate

import (
	"cmp"
	"fmt"
	"slices"

	"pratica/claim"
)

// ServiceRule is something that is not reimbursed, by its words (Reg. 18.1).
type ServiceRule struct {
	Name    string     `yaml:"name"` // in a sentence: "medicinali"
	Article claim.Text `yaml:"article"`
	// Kinds are those of expenses; none for all. An invoice that says Unless too is not meant.
	Kinds  []claim.Kind `yaml:"kinds"`
	Words  phrase       `yaml:"words"`
	Unless phrase       `yaml:"unless"`
	// Documents are the types of document that are meant; none for all.
	Documents []claim.DocumentType `yaml:"documents"`
	// Hospital says that the words are those of the hospital of an allowance, in place of an invoice's.
	Hospital bool `yaml:"hospital"`
	// NotWith are words of another position of the invoice beside which it is reimbursed, Except is when it is though its own words say
	// nothing of that; nil for never.
	NotWith phrase         `yaml:"not_with"`
	Except  *ExceptionRule `yaml:"except"`
	// Excluded is a member of "excluded" that takes the amount out already: then nobody has to look.
	Excluded string `yaml:"excluded"`
}

func (r *RuleSet) checkServices() error {
	for _, s := range r.NotCovered {
		if s.Name == "" || s.Article == "" || s.Words.Regexp == nil {
			return fmt.Errorf("not_covered: %q needs a name, an article and words", s.Name)
		}
		if err := s.Except.check(); err != nil {
			return fmt.Errorf("not_covered: %s: %w", s.Name, err)
		}
		if s.Excluded != "" {
			if err := (&claim.Claim{Expenses: make([]claim.Expense, 1)}).Set(at(0, "excluded/"+s.Excluded), ""); err != nil {
				return fmt.Errorf("not_covered: %s: %w", s.Name, err)
			}
		}
	}
	return nil
}

// services notes positions that the fund pays nothing for; a reviewer decides, words alone are not enough. The set in force
// on the day of the invoice judges (Reg. 15.1).
func (k *check) services(i int) {
	e := &k.c.Expenses[i]
	if e.DocumentType == "" || e.DocumentType == claim.CreditNoteType {
		return
	}
	said, others := map[string]bool{}, 0
	for _, rule := range k.reimbursingRules(e).NotCovered {
		if rule.Hospital || len(rule.Kinds) > 0 && !slices.Contains(rule.Kinds, e.Kind) || len(rule.Documents) > 0 && !slices.Contains(rule.Documents, e.DocumentType) {
			others++
			continue
		}
		pointer, words := k.says(i, rule.Words, rule.Unless)
		other, _ := k.says(i, rule.NotWith, phrase{})
		if pointer == "" || other != "" || said[rule.Name] {
			others++
			continue
		}
		excluded := k.rule("services.not_covered", expense(i), pointer)
		excluded.called(rule.Article, func() string { return "Prestazioni escluse: " + rule.Name })
		if rule.Excluded != "" && claim.MustMoney(cmp.Or(k.value(at(i, "excluded/"+rule.Excluded)), "0.00")).Positive() {
			excluded.by(func() string { return "l'importo è già tolto dalla base rimborsabile" })
			continue
		}
		said[rule.Name] = true
		if rule.Except != nil {
			k.outsideException(i, &rule, pointer, words)
			continue
		}
		k.add(claim.NewFinding("service.not_covered", pointer,
			sentence("%s è indicato «%s», che il Fondo non rimborsa: %s (%s).", onDocument(e), words, rule.Name, cite(rule.Article))).
			With("words", words).With("service", rule.Name).Under(rule.Article))
	}
	rest := k.rule("services.others", expense(i))
	rest.skip("le parole del documento non le nominano")
	rest.by(func() string { return counted(others, "voce guardata", "voci guardate") })
}

// hospitalNotCovered notes an allowance for a stay that is none of those it is paid for, by the hospital's name (Reg. 18.1 B; Guide 2012,
// "Diarie").
func (k *check) hospitalNotCovered() {
	const pointer = "/allowance/hospital"
	if k.c.Allowance == nil || !k.legible(pointer) {
		return
	}
	for _, rule := range k.set.NotCovered {
		words := ""
		if rule.Hospital {
			words = rule.Words.FindString(folded(string(k.c.Allowance.Hospital)))
		}
		if words == "" {
			continue
		}
		k.rule("services.not_covered", whole, pointer).called(rule.Article, func() string { return "Prestazioni escluse: " + rule.Name })
		k.add(claim.NewFinding("service.not_covered", pointer, fmt.Sprintf("Nel nome della struttura c'è «%s»: il Fondo non prevede la diaria per %s (%s).",
			words, rule.Name, cite(rule.Article))).With("words", words).With("service", rule.Name).Under(rule.Article))
	}
}

// creditNotes notes invoices that a credit note takes back, wholly or in part (DPR 633/72 art. 26).
func (k *check) creditNotes() {
	k.onlyFor("credit_note", "non c'è nessuna nota di credito", func(e *claim.Expense) bool { return e.DocumentType == claim.CreditNoteType })
	for i := range k.c.Expenses {
		note := &k.c.Expenses[i]
		if note.DocumentType != claim.CreditNoteType {
			continue
		}
		k.rule("credit_note", expense(i), "number", "total")
		j := k.cancelledBy(i)
		if j < 0 {
			k.add(claim.NewFinding("invoice.cancelled", fmt.Sprintf("/expenses/%d", i),
				sentence("%s%s annulla una fattura che non è tra i documenti inviati.", theDocument(note), dated(note.Date))).With("credit_note", string(note.Number)))
			continue
		}
		e, how := &k.c.Expenses[j], "in tutto o in parte"
		if note.Total.Known() && e.Total.Known() {
			if how = fmt.Sprintf("per %s su %s", amountIn(note, note.Total), amountIn(e, e.Total)); note.Total.Equal(e.Total) {
				how = "per intero"
			}
		}
		k.add(claim.NewFinding("invoice.cancelled", fmt.Sprintf("/expenses/%d", j),
			sentence("%s è annullata %s dalla %s%s.", theDocument(e), how, named(note), dated(note.Date))).
			With("credit_note", string(note.Number)).With("expense", i).With("amount", note.Total.String()))
	}
}

// dated is " del 2 luglio 2026", nothing of an unknown day.
func dated(day claim.Date) string {
	if day.IsZero() {
		return ""
	}
	return " " + ofDay(day)
}

// cancelledBy is the invoice of the claim that credit note i is about: of its issuer and not younger, the one whose number it
// names, else of its amount, else the only one; -1 for none.
func (k *check) cancelledBy(i int) int {
	note := &k.c.Expenses[i]
	var able []int
	for j := range k.c.Expenses {
		e := &k.c.Expenses[j]
		if e.DocumentType != "" && e.DocumentType != claim.CreditNoteType && k.sameIssuer(i, j) && (note.Date.IsZero() || !e.Date.After(note.Date)) {
			able = append(able, j)
		}
	}
	words := " " + folded(string(note.Description))
	for _, line := range note.Lines {
		words += " " + folded(string(line.Description))
	}
	for _, fits := range []func(e *claim.Expense) bool{
		func(e *claim.Expense) bool { return e.Number != "" && containsWords(words, folded(string(e.Number))) },
		func(e *claim.Expense) bool { return e.Total.Known() && e.Total.Equal(note.Total) },
		func(*claim.Expense) bool { return len(able) == 1 },
	} {
		if n := slices.IndexFunc(able, func(j int) bool { return fits(&k.c.Expenses[j]) }); n >= 0 {
			return able[n]
		}
	}
	return -1
}
