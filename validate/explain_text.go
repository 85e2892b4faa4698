package validate

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"pratica/claim"
)

// textWidth is the width of a terminal in characters.
const textWidth = 80

// WriteExplanation writes an explanation in Italian for a terminal: the outcome and its reasons, then the rules of the claim and of
// each expense. The error is the writer's.
func WriteExplanation(w io.Writer, e *claim.Explanation) error {
	t := &explainer{describer{w: w}}
	name := "Pratica"
	if e.ProtocolNumber != "" {
		name += " " + string(e.ProtocolNumber)
	}
	t.wrapped("# ", "  ", "%s: %s", name, e.Outcome.Italian())
	t.line("")
	t.wrapped("", "", "%s", e.Why)
	t.reasons(e)
	t.differences(e)
	t.ruleSets(e)
	t.line("")
	t.wrapped("", "", "Segni: ✓ rispettata, ! osservazione, ? da confermare, × non eseguita, – non si applica. Tra parentesi quadre chi garantisce il valore, "+
		"e quanto è sicura la lettura.")
	for _, part := range e.Parts() {
		t.part(part)
	}
	return t.err
}

type explainer struct{ describer }

// wrapped writes words in lines of textWidth: the first begins with first, the others with rest. No-break spaces hold.
func (t *explainer) wrapped(first, rest, format string, args ...any) {
	line, begun := first, false
	for _, word := range strings.FieldsFunc(fmt.Sprintf(format, args...), func(r rune) bool { return r == ' ' }) {
		if begun && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > textWidth {
			t.line("%s", line)
			line, begun = rest, false
		}
		if begun {
			line += " "
		}
		line, begun = line+word, true
	}
	t.line("%s", line)
}

func (t *explainer) reasons(e *claim.Explanation) {
	heading := map[bool]string{true: "Perché:", false: "Inoltre, senza cambiare l'esito:"}
	for _, decides := range []bool{true, false} {
		said, unaccepted := false, []string{}
		for _, r := range e.Reasons {
			if r.Decides != decides {
				continue
			}
			if !said {
				t.line("")
				t.line("%s", heading[decides])
				said = true
			}
			if r.Code == "" {
				unaccepted = append(unaccepted, strings.TrimPrefix(r.Sentence, neededWords))
				continue
			}
			t.wrapped("- ", "  ", "%s", r.Sentence)
		}
		t.unaccepted(unaccepted)
	}
}

// unaccepted lists the needed values that nobody stands for.
func (t *explainer) unaccepted(values []string) {
	if len(values) == 0 {
		return
	}
	t.wrapped("- ", "  ", "%s:", counted(len(values), "valore che serve non è accettato", "valori che servono non sono accettati"))
	for _, value := range values {
		t.wrapped("  · ", "    ", "%s", value)
	}
}

func (t *explainer) differences(e *claim.Explanation) {
	if len(e.Differences) == 0 {
		return
	}
	t.line("")
	t.wrapped("", "", "ATTENZIONE: la pratica non dice quello che danno queste regole. È stata controllata con altre, o cambiata dopo.")
	for _, d := range e.Differences {
		t.wrapped("- ", "  ", "%s", d)
	}
}

func (t *explainer) ruleSets(e *claim.Explanation) {
	t.line("")
	same := !slices.ContainsFunc(e.RuleSets, func(s claim.RuleSetChoice) bool { return s.ID != e.RuleSets[0].ID })
	for _, s := range e.RuleSets {
		if s.Pointer == "" {
			t.wrapped("", "", "Regole dell'invio: %s (%s).", s.Title, s.Why)
			if same && len(e.RuleSets) > 1 {
				t.wrapped("", "", "Regole del rimborso: le stesse, per ogni spesa.")
				return
			}
			continue
		}
		group := "Regole del rimborso"
		if s.Group == "sending" {
			group = "Regole dell'invio"
		}
		t.wrapped("", "", "%s, %s: %s (%s).", group, s.Subject, s.Title, s.Why)
	}
}

var resultMarks = map[claim.RuleResult]string{claim.RuleHolds: "✓ ", claim.RuleFound: "! ", claim.RuleOpen: "? ", claim.RuleNotRun: "× ",
	claim.RuleNotApplicable: "– "}

func (t *explainer) part(part claim.ExplainedPart) {
	title := "La " + part.Subject
	if part.Pointer != "" {
		title = claim.LabelInContext(string(part.Pointer)) + " · " + part.Subject
	}
	t.title("%s", title)
	for i := range part.Rules {
		t.rule(&part.Rules[i], part.Pointer)
	}
}

func (t *explainer) rule(r *claim.AppliedRule, part claim.Text) {
	title := r.Title
	if r.Pointer != part {
		title += ", " + r.Subject
	}
	if r.Article != "" {
		title += " (" + cite(r.Article) + ")"
	}
	const indent = "    "
	if r.Result == claim.RuleNotApplicable || r.Result == claim.RuleNotRun {
		t.wrapped(resultMarks[r.Result], indent, "%s: %s", title, r.Why)
		return
	}
	t.wrapped(resultMarks[r.Result], indent, "%s", title)
	for _, f := range r.Findings {
		t.wrapped(indent, indent, "%s: %s", f.Severity.Italian(), f.Message)
		if len(f.Doubts) > 0 {
			t.wrapped(indent, indent, "%s, ma c'è un dubbio: %s.", f.Code.Severity().Would(), strings.Join(f.Doubts, "; "))
		}
	}
	if r.Why != "" {
		t.wrapped(indent, indent, "%s", r.Why)
	}
	if inputs := inputsInWords(r, part); inputs != "" {
		t.wrapped(indent, indent, "%s", inputs)
	}
}

// fewInputs is how many values of a rule that needs many are all named; of more, those that nobody stands for.
const fewInputs = 6

// inputsInWords is "Data 12 marzo 2026 [auto 99 %] · Totale 87,50 [revisore]".
func inputsInWords(r *claim.AppliedRule, part claim.Text) string {
	var words []string
	others := 0
	for _, in := range r.Inputs {
		if len(r.Inputs) > fewInputs && (in.State == claim.InputAccepted || in.State == claim.InputGiven || in.State == claim.InputAbsent) {
			others++
			continue
		}
		label := in.Label
		if part != "" && strings.HasPrefix(in.Pointer, string(part)+"/") {
			label = claim.Label(in.Pointer)
		}
		words = append(words, strings.TrimSpace(label+" "+in.Value)+" ["+in.Short()+"]")
	}
	switch {
	case others > 0 && len(words) > 0:
		words = append(words, "e "+counted(others, "altro, accettato", "altri, accettati"))
	case others > 0:
		words = append(words, counted(others, "valore, accettato", "valori, tutti accettati"))
	}
	return strings.Join(words, " · ")
}
