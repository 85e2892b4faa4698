package validate

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"pratica/claim"
)

// Explain says which rules apply to a claim that was checked, with which inputs, and why its outcome is what it is. It runs the very
// checks of Check on a copy; what reading, the member register and the ledger had noticed is taken over from the claim, and so are
// the exchange rates. The claim itself is not changed. An error is a claim that cannot be copied.
func Explain(ctx context.Context, c claim.Claim) (claim.Explanation, error) {
	return explain(ctx, c, nil)
}

func explain(ctx context.Context, stored claim.Claim, opened func()) (claim.Explanation, error) {
	data, err := json.Marshal(stored)
	if err != nil {
		return claim.Explanation{}, fmt.Errorf("copy the claim: %w", err)
	}
	var c, before claim.Claim
	for _, into := range []*claim.Claim{&c, &before} {
		if err := json.Unmarshal(data, into); err != nil {
			return claim.Explanation{}, fmt.Errorf("copy the claim: %w", err)
		}
	}
	k := newCheck(&c, inputsOf(&before))
	k.trace = &trace{k: k, opened: opened, never: before.RuleSet == ""}
	if err := k.run(ctx); err != nil {
		return claim.Explanation{}, err
	}
	e := claim.Explanation{Claim: c.ID, Version: c.Version, ProtocolNumber: c.ProtocolNumber, Outcome: c.Outcome, Stored: before.Outcome,
		Differences: differences(&before, &c), RuleSets: k.ruleSets(), Rules: k.readingRules(), Findings: c.Findings}
	for _, r := range k.trace.rules {
		e.Rules = append(e.Rules, k.explained(r))
	}
	e.Why, e.Reasons = k.reasonsOfOutcome()
	return e, nil
}

// inputsOf are the inputs that a claim must have been checked with, as far as it tells: a term ends on a holiday only where holidays
// are kept, and what was doubted because of other pages says so.
func inputsOf(c *claim.Claim) Inputs {
	in := Inputs{Today: c.ReceivedOn, Rates: ratesOf{c}, Answers: map[string]Answered{}}
	ends := []claim.Date{}
	for i := range c.Expenses {
		ends = append(ends, c.Expenses[i].Deadline)
	}
	if c.Allowance != nil {
		ends = append(ends, c.Allowance.Deadline)
	}
	if c.SeriousIllness != nil {
		ends = append(ends, c.SeriousIllness.Deadline)
	}
	for _, end := range ends {
		in.KeepHolidays = in.KeepHolidays || !end.IsZero() && books().law.isHoliday(end)
	}
	for _, f := range c.Findings {
		day, _ := f.Detail["sent_on"].(string)
		if i := expenseOf(string(f.Pointer)); strings.HasPrefix(string(f.Code), "deadline.") && i >= 0 && day != c.SentOn.String() {
			if sentOn, err := claim.ParseDate(day); err == nil { // its document came later, as an answer
				in.Answers[string(c.Provenance[string(f.Pointer)].Document)] = Answered{SentOn: sentOn, Assumed: f.Code == "deadline.sent_date_unknown"}
			}
		}
		in.OtherPagesUnread = in.OtherPagesUnread || slices.Contains(doubtsOf(f), otherPages)
	}
	return in
}

// doubtsOf are those that a finding names, also as it comes back from storage.
func doubtsOf(f claim.Finding) (doubts []string) {
	switch list := f.Detail["doubts"].(type) {
	case []string:
		return list
	case []any:
		for _, doubt := range list {
			if s, ok := doubt.(string); ok {
				doubts = append(doubts, s)
			}
		}
	}
	return doubts
}

// ratesOf are the rates that stand in a claim.
type ratesOf struct{ c *claim.Claim }

// isNoRates reports the finding that no table of rates was there.
func isNoRates(f claim.Finding) bool {
	return f.Code == "check.not_run" && f.Detail["check"] == "rates"
}

// Rate is Rates.Rate.
func (r ratesOf) Rate(_ context.Context, currency string, on claim.Date) (rate decimal.Decimal, ok bool, err error) {
	for i := range r.c.Expenses {
		if e := &r.c.Expenses[i]; string(e.Currency) == currency && e.Date == on && e.ExchangeRate.Valid {
			return e.ExchangeRate.Decimal, true, nil
		}
	}
	if slices.ContainsFunc(r.c.Findings, isNoRates) {
		return rate, false, ErrNoRates
	}
	return rate, false, nil
}

// outsideRule is the rule of a source of data that is not in the claim under which a finding of it is shown; "" for a finding of these
// checks.
func outsideRule(f claim.Finding) string {
	if !ours(f) {
		return ""
	}
	switch code := string(f.Code); {
	case code == "check.not_run" && f.Detail["check"] == "member_register":
		return "outside.register"
	case code == "check.not_run" && f.Detail["check"] == "ledger", code == "form.too_many_sends", strings.HasPrefix(code, "duplicate."):
		return "outside.ledger"
	case code == "check.not_run" && !isNoRates(f):
		return "outside.other"
	case slices.Contains([]string{"member.unknown", "member.name_mismatch", "member.iban_changed", "dependency.enrolment_too_short"}, code),
		strings.HasPrefix(code, "coverage."):
		return "outside.register"
	}
	return ""
}

// outsideTitles name the rules whose findings are taken over.
var outsideTitles = map[claim.Code]string{
	"member.unknown": "Codice FASCHIM tra gli iscritti", "member.name_mismatch": "Nome secondo l'anagrafica", "member.iban_changed": "IBAN già comunicato",
	"coverage.not_covered_on_date": "Iscrizione alla data della spesa", "coverage.waiting_period": "Carenza", "coverage.arrears": "Contributi versati",
	"dependency.enrolment_too_short": "Non autosufficienza: mesi di iscrizione", "duplicate.picture": "Immagine già inviata",
	"duplicate.invoice": "Spesa già rimborsata", "duplicate.deposit": "Acconto già rimborsato", "duplicate.open": "Spesa o richiesta già presente in un'altra pratica",
	"form.too_many_sends": "Invii nel mese",
}

// repeat takes over what register and ledger had said when the claim was checked: a rule each.
func (k *check) repeat() {
	for _, name := range []string{"outside.register", "outside.ledger", "outside.other"} {
		silent := name != "outside.other"
		for _, f := range k.c.Findings {
			if outsideRule(f) != name {
				continue
			}
			silent = false
			of := whole
			if i := expenseOf(string(f.Pointer)); i >= 0 && i < len(k.c.Expenses) {
				of = expense(i)
			}
			r := k.rule(name, of)
			r.from = "stored"
			if title, ok := outsideTitles[f.Code]; ok {
				r.title = title
			}
			if f.Pointer != "" {
				r.looked = append(r.looked, string(f.Pointer))
			}
			if f.Code == "check.not_run" {
				r.lack(f.Message)
			}
			k.found = append(k.found, f)
			k.trace.noticed()
		}
		if !silent {
			continue
		}
		r := k.rule(name, whole)
		r.from = "stored"
		if k.trace.never {
			r.lack("la pratica non è mai stata controllata")
			continue
		}
		r.by(func() string { return "nessuna osservazione quando la pratica è stata controllata" })
	}
}

// readingRules are what was noticed before the checks.
func (k *check) readingRules() []claim.AppliedRule {
	rules := []claim.AppliedRule{}
	for i := range k.kept {
		r := &applied{name: "reading", title: ruleBook["reading"].title, article: k.kept[i].Article, from: "reading", kept: []int{i}}
		if n := expenseOf(string(k.kept[i].Pointer)); n >= 0 && n < len(k.c.Expenses) {
			r.of = expense(n)
		}
		rules = append(rules, k.explained(r))
	}
	return rules
}

// ruleSets are the sets in force, and why.
func (k *check) ruleSets() []claim.RuleSetChoice {
	why := "in vigore " + theDay(k.sentOn()) + ", giorno dell'invio"
	switch {
	case k.sentOn().IsZero():
		why = "la data di invio non è nota: valgono le regole più vecchie"
	case k.c.SentOn.IsZero():
		why = "in vigore " + theDay(k.sentOn()) + ", giorno dell'arrivo: la data di invio non è nota"
	case k.sentOn() != k.c.SentOn:
		why = "in vigore " + theDay(k.sentOn()) + ", giorno dell'arrivo: la data di invio non è accettata"
	}
	choices := []claim.RuleSetChoice{{ID: k.set.ID, Title: k.set.Title, Group: "sending", Subject: "pratica", By: "sent_on", On: k.sentOn(), Why: why}}
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		choose := func(group string, set *RuleSet) {
			choice := claim.RuleSetChoice{ID: set.ID, Title: set.Title, Group: group, Pointer: claim.Text(expense(i).pointer()), Subject: k.inWords(expense(i)),
				By: k.set.AppliesBy[group], On: e.Date, Why: "in vigore " + theDay(e.Date) + ", data del documento"}
			if e.Date.IsZero() || choice.By != "invoice_date" {
				choice.On, choice.Why = k.sentOn(), "le regole dell'invio"
				if e.Date.IsZero() {
					choice.Why += ": la data del documento non è nota"
				}
			}
			choices = append(choices, choice)
		}
		if k.set.AppliesBy["sending"] == "invoice_date" {
			choose("sending", k.sendingRules(e))
		}
		choose("reimbursement", k.reimbursingRules(e))
	}
	return choices
}

// reasonsOfOutcome are why the outcome is what it is.
func (k *check) reasonsOfOutcome() (why string, reasons []claim.Reason) {
	result, decisive := outcome(k.c, len(k.open) > 0)
	rejected := rejectedExpenses(k.c.Findings)
	switch result {
	case claim.Inadmissible:
		why = "Una regola esclude tutta la richiesta."
		if !rejected[wholeClaim] {
			why = "L'unica spesa è esclusa."
			if len(k.c.Expenses) > 1 {
				why = fmt.Sprintf("Tutte le %d spese sono escluse.", len(k.c.Expenses))
			}
		}
	case claim.Suspended:
		why = "Nessuna regola esclude tutta la richiesta, ma mancano documenti o dati che deve fornire l'iscritto."
	case claim.NeedsReview:
		why = "Nessuna regola esclude la richiesta o la sospende, ma una persona deve guardare quanto segue."
	default:
		why = "Niente la esclude, la sospende o chiede un controllo, e tutti i valori che servono sono accettati."
	}
	reasons = []claim.Reason{}
	add := func(severity claim.Severity) {
		for _, f := range k.c.Findings {
			if f.Severity != severity {
				continue
			}
			reason := claim.Reason{Decides: severity == decisive, Sentence: f.Message, Pointer: f.Pointer, Code: claim.Text(f.Code), Severity: claim.Text(f.Severity)}
			if rejected := severity == claim.Reject && result != claim.Inadmissible; rejected {
				reason.Sentence += " È esclusa solo questa spesa: le altre restano."
			}
			if doubts := k.doubtsInWords(f); len(doubts) > 0 {
				reason.Sentence += " " + f.Code.Severity().Would() + ", ma c'è un dubbio: " + strings.Join(doubts, "; ") + "."
			}
			reasons = append(reasons, reason)
		}
	}
	for _, severity := range []claim.Severity{claim.Reject, claim.Suspend, claim.Review} {
		add(severity)
	}
	for _, pointer := range k.unaccepted() {
		input := k.input(pointer)
		sentence := fmt.Sprintf(neededWords+"%s (%s).", input.Label, input.Italian())
		if input.Value != "" {
			sentence = fmt.Sprintf(neededWords+"%s «%s» (%s).", input.Label, input.Value, input.Italian())
		}
		reasons = append(reasons, claim.Reason{Decides: result == claim.NeedsReview, Sentence: sentence, Pointer: claim.Text(pointer)})
	}
	add(claim.Info)
	slices.SortStableFunc(reasons, func(a, b claim.Reason) int { return order(a) - order(b) })
	return why, reasons
}

// neededWords begin the reason that a value is needed and not accepted.
const neededWords = "Serve e non è accettato: "

// order puts first what decides.
func order(r claim.Reason) int {
	if r.Decides {
		return 0
	}
	return 1
}

// unaccepted are the needed values that nobody stands for, each once; what a finding says is unreadable is not said twice.
func (k *check) unaccepted() (pointers []string) {
	for _, pointer := range k.open {
		said := slices.ContainsFunc(k.c.Findings, func(f claim.Finding) bool { return f.Code == "value.unreadable" && string(f.Pointer) == pointer })
		if !said && !slices.Contains(k.named, pointer) && !slices.Contains(pointers, pointer) {
			pointers = append(pointers, pointer)
		}
	}
	return pointers
}
