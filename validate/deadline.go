package validate

import (
	"fmt"

	"pratica/claim"
)

// deadlines notes what was sent after its last day (Reg. 18.2; GM01: 17.2 F).
func (k *check) deadlines() {
	for i := range k.c.Expenses {
		if !k.isLateDeposit(i) {
			k.rule("deadline", expense(i))
			k.lapse(k.termOf(i), k.termRests(i)...)
		}
	}
	if k.c.Allowance != nil {
		k.rule("deadline", whole)
		term := k.allowanceTerm()
		k.lapse(term, term.pointer)
	}
	if k.c.SeriousIllness != nil {
		k.rule("deadline", whole)
		term := k.illnessTerm()
		k.lapse(term, term.pointer)
	}
}

// deadline is a term with what it is about.
type deadline struct {
	from, end, nominal claim.Date
	months             int
	article            claim.Text

	// sentOn is the day of sending, assumed or known; zero for the claim's.
	sentOn  claim.Date
	assumed bool
	pointer string // of the date it runs from
	sent    string // "la fattura 45/A del 2 aprile 2026 è stata inviata"
	of      string // "della fattura 45/A del 2 aprile 2026"
}

func (k *check) newDeadline(set *RuleSet, what string, from claim.Date) deadline {
	term, ok := set.Deadlines[what]
	if !ok || from.IsZero() {
		return deadline{}
	}
	end, nominal := k.law.termEnd(from, term.Months, !k.in.KeepHolidays)
	return deadline{from: from, end: end, nominal: nominal, months: term.Months, article: term.Article}
}

// answered is how the document of expense i came, where that is not with the claim's first papers.
func (k *check) answered(i int) (with Answered, ok bool) {
	for _, member := range []string{"date", "number", "total"} {
		if with, ok = k.in.Answers[string(k.c.Provenance[at(i, member)].Document)]; ok {
			return with, true
		}
	}
	return with, false
}

// termOf is the term of expense i: its own, or its balance's if it is a deposit that follows it. There is
// none for what is no expense, and for a deposit that waits for its balance.
func (k *check) termOf(i int) deadline {
	e := &k.c.Expenses[i]
	if e.DocumentType == "" || e.DocumentType == claim.CreditNoteType {
		return deadline{}
	}
	set, from := k.sendingRules(e), e.Date
	if followsBalance(set, e) {
		balance := k.balanceOf(i)
		if balance < 0 {
			return deadline{}
		}
		from = k.c.Expenses[balance].Date
	}
	d := k.newDeadline(set, "expense", from)
	d.pointer = at(i, "date")
	if with, ok := k.answered(i); ok {
		d.sentOn, d.assumed = with.SentOn, with.Assumed
	}
	d.sent = fmt.Sprintf("%s %s è %s", theDocument(e), ofDay(e.Date), nounOf(e).sent)
	d.of = fmt.Sprintf("%s %s", ofDocument(e), ofDay(e.Date))
	return d
}

// termRests are the values that termOf looked at.
func (k *check) termRests(i int) []string {
	e := &k.c.Expenses[i]
	rests := []string{at(i, "date")}
	if e.Settlement != "" {
		rests = append(rests, at(i, "settlement"))
	}
	if balance := k.balanceOf(i); followsBalance(k.sendingRules(e), e) && balance >= 0 {
		rests = append(rests, at(balance, "date"), at(balance, "settlement"))
	}
	return rests
}

// allowanceTerm runs from the discharge, or from the last of several sessions.
func (k *check) allowanceTerm() deadline {
	from, pointer := k.c.Allowance.DischargedOn, "/allowance/discharged_on"
	for i, session := range k.c.Allowance.Sessions {
		if from.Before(session) {
			from, pointer = session, fmt.Sprintf("/allowance/sessions/%d", i)
		}
	}
	d := k.newDeadline(k.set, "allowance", from)
	d.pointer = pointer
	d.sent = fmt.Sprintf("la richiesta di diaria per le cure terminate %s è stata inviata", theDay(from))
	d.of = fmt.Sprintf("della richiesta di diaria per le cure terminate %s", theDay(from))
	return d
}

// illnessTerm runs from the discharge or, where the rule set says so, from the diagnosis: the later one.
func (k *check) illnessTerm() deadline {
	var from claim.Date
	var latest string
	for _, pointer := range k.set.Deadlines["serious_illness"].From {
		if day, err := claim.ParseDate(k.value(pointer)); err == nil && from.Before(day) {
			from, latest = day, pointer
		}
	}
	d := k.newDeadline(k.set, "serious_illness", from)
	d.pointer = latest
	d.sent = fmt.Sprintf("la richiesta per la grave malattia, dimissioni o diagnosi %s, è stata inviata", ofDay(from))
	d.of = fmt.Sprintf("della richiesta per la grave malattia, dimissioni o diagnosi %s", ofDay(from))
	return d
}

// sentDateUnknown reports a sent date that is missing, assumed, stated by nobody, or read from a postmark and not confirmed.
func (k *check) sentDateUnknown() bool {
	return k.c.SentOn.IsZero() || !k.accepted("/sent_on") || k.c.SentEvidence == claim.AssumedReceived || k.c.SentEvidence == ""
}

// sentFor is the day on which what a term is about was sent.
func (k *check) sentFor(d deadline) claim.Date {
	if d.sentOn.IsZero() {
		return k.sentOn()
	}
	return d.sentOn
}

// lapse notes a term that was over on the sent date. An assumed sent date never lapses a claim: the
// envelope was sent on or before the day it arrived.
func (k *check) lapse(d deadline, rests ...string) {
	k.ran(d, rests)
	sentOn, unknown := k.sentFor(d), d.assumed
	if d.sentOn.IsZero() {
		unknown, rests = k.sentDateUnknown(), append(rests, "/sent_on")
	}
	if d.end.IsZero() || !sentOn.After(d.end) || !k.legible(d.pointer) {
		return // a date that is a guess lapses nothing; whoever needs it must read it first
	}
	if pointers := k.otherDay(d, sentOn); len(pointers) > 0 {
		k.notPlain("la data letta è fuori termine, quella scritta nella riga del modulo no: una delle due può essere letta male", pointers)
		return
	}
	shift := ""
	if d.end != d.nominal {
		shift = fmt.Sprintf(", primo giorno lavorativo dopo %s", theDay(d.nominal))
	}
	term := fmt.Sprintf("il termine di %s scadeva %s%s (%s)", months(d.months), theDay(d.end), shift, cite(d.article))
	code, message := claim.Code("deadline.lapsed"), sentence("%s %s: %s.", d.sent, theDay(sentOn), term)
	if unknown {
		code = "deadline.sent_date_unknown"
		message = sentence("non è nota la data di invio %s: %s, e l'arrivo è %s.", d.of, term, ofDay(sentOn))
	}
	f := claim.NewFinding(code, d.pointer, message).With("document_date", d.from.String()).With("sent_on", sentOn.String()).
		With("deadline", d.end.String()).With("term_end", d.nominal.String()).With("months", d.months).Under(d.article)
	k.add(f, k.doubts(rests...)...)
}

// otherDay are the two dates of an expense, on its document and in its row, where they differ, the document's is not accepted and by the
// row's it was sent in time.
func (k *check) otherDay(d deadline, sentOn claim.Date) []string {
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		if at(i, "date") != d.pointer || e.Declared == nil || e.Declared.Date.IsZero() || e.Declared.Date == e.Date || k.accepted(d.pointer) {
			continue
		}
		if end, _ := k.law.termEnd(e.Declared.Date, d.months, !k.in.KeepHolidays); !sentOn.After(end) {
			return []string{d.pointer, at(i, "declared/date")}
		}
	}
	return nil
}
