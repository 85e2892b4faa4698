package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"pratica/claim"
)

// Explainer says which rules were applied to a claim, and why its outcome is what it is.
type Explainer interface {
	Explain(ctx context.Context, c claim.Claim) (claim.Explanation, error)
}

// whyView is the explanation of an outcome beside its values.
type whyView struct {
	Why         string
	Deciding    []whyReason
	Others      []whyReason
	Differences []string
	RuleSets    []string
	Parts       []whyPart
}

type whyReason struct {
	Severity, Word    string
	Before, On, After string // the sentence; On is a link to Target
	Target            string
}

type whyPart struct {
	Title, Summary string
	Target         string
	Rules          []whyRule
	Unapplied      []whyRule // that do not apply
}

type whyRule struct {
	Title, Article     string
	Result, Mark, Word string
	Why                string
	Findings           []whyFinding
	Inputs             []whyInput
	Accepted           int // inputs that are not shown: many, and all accepted
}

type whyFinding struct{ Severity, Word, Message, Doubts string }

type whyInput struct {
	Label, Text, Target string
	State, Title        string // in few words, and in all
	Doubtful            bool
}

// why explains a claim; nil where nobody can. That it failed is logged: the page has its findings anyway.
func (s *server) why(r *http.Request, c *claim.Claim, view *claimView) *whyView {
	if s.Explain == nil {
		return nil
	}
	explanation, err := s.Explain.Explain(r.Context(), *c)
	if err != nil {
		s.logInternal(r, err)
		return nil
	}
	return newWhyView(&explanation, view.target)
}

// newWhyView needs to know where on the page a value stands.
func newWhyView(e *claim.Explanation, target func(pointer string) string) *whyView {
	v := &whyView{Why: e.Why, Differences: e.Differences}
	for _, r := range e.Reasons {
		reason := whyReason{Before: r.Sentence, Severity: string(r.Severity), Word: claim.Severity(r.Severity).Italian()}
		if r.Severity == "" {
			reason.Severity, reason.Word = string(claim.Review), "da confermare"
		}
		if r.Pointer != "" {
			reason.Target, reason.On = target(string(r.Pointer)), claim.LabelInContext(string(r.Pointer))
			if before, after, named := strings.Cut(r.Sentence, reason.On); named && r.Code == "" {
				reason.Before, reason.After = before, after
			}
		}
		if r.Decides {
			v.Deciding = append(v.Deciding, reason)
		} else {
			v.Others = append(v.Others, reason)
		}
	}
	v.RuleSets = ruleSetLines(e.RuleSets)
	for _, part := range e.Parts() {
		v.Parts = append(v.Parts, newWhyPart(part, target))
	}
	return v
}

// ruleSetLines say which set judges what; one line where all are the same.
func ruleSetLines(sets []claim.RuleSetChoice) (lines []string) {
	for i, set := range sets {
		if i > 0 && set.ID == sets[0].ID {
			continue
		}
		line := set.Title + ": " + set.Why
		if set.Pointer != "" {
			line += " (" + set.Subject + ", " + map[string]string{"sending": "invio", "reimbursement": "rimborso"}[set.Group] + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

var resultMarks = map[claim.RuleResult]string{claim.RuleHolds: "✓", claim.RuleFound: "!", claim.RuleOpen: "?", claim.RuleNotRun: "×", claim.RuleNotApplicable: "–"}

func newWhyPart(part claim.ExplainedPart, target func(string) string) whyPart {
	v := whyPart{Title: "La " + part.Subject}
	if part.Pointer != "" {
		v.Target = target(string(part.Pointer))
		v.Title = claim.LabelInContext(string(part.Pointer)) + " · " + part.Subject
	}
	counts := map[claim.RuleResult]int{}
	for _, r := range part.Rules {
		counts[r.Result]++
		rule := newWhyRule(&r, part.Pointer, target)
		if r.Result == claim.RuleNotApplicable {
			v.Unapplied = append(v.Unapplied, rule)
		} else {
			v.Rules = append(v.Rules, rule)
		}
	}
	var words []string
	count := func(result claim.RuleResult, one, many string) {
		if n := counts[result]; n > 0 {
			words = append(words, plural(n, one, many))
		}
	}
	count(claim.RuleFound, "osservazione", "osservazioni")
	count(claim.RuleOpen, "da confermare", "da confermare")
	count(claim.RuleNotRun, "non eseguita", "non eseguite")
	count(claim.RuleHolds, "rispettata", "rispettate")
	v.Summary = strings.Join(words, ", ")
	return v
}

// fewInputs is how many values of a rule that needs many are all shown; of more, those that nobody stands for.
const fewInputs = 6

func newWhyRule(r *claim.AppliedRule, part claim.Text, target func(string) string) whyRule {
	v := whyRule{Title: r.Title, Article: ruleName(r.Article), Result: string(r.Result), Mark: resultMarks[r.Result], Word: r.Result.Italian(), Why: r.Why}
	if r.Pointer != part {
		v.Title += ", " + r.Subject
	}
	for _, f := range r.Findings {
		shown := whyFinding{Severity: string(f.Severity), Word: f.Severity.Italian(), Message: f.Message}
		if len(f.Doubts) > 0 {
			shown.Doubts = f.Code.Severity().Would() + ", ma c'è un dubbio: " + strings.Join(f.Doubts, "; ") + "."
		}
		v.Findings = append(v.Findings, shown)
		if v.Why == f.Message {
			v.Why = ""
		}
	}
	for _, in := range r.Inputs {
		doubtful := in.State == claim.InputNotAccepted || in.State == claim.InputMaybeAbsent || in.State == claim.InputUnread
		if !doubtful && len(r.Inputs) > fewInputs {
			v.Accepted++
			continue
		}
		label := in.Label
		if part != "" && strings.HasPrefix(in.Pointer, string(part)+"/") {
			label = claim.Label(in.Pointer)
		}
		v.Inputs = append(v.Inputs, whyInput{Label: label, Text: in.Value, Target: target(in.Pointer), State: in.Short(), Title: in.Italian(), Doubtful: doubtful})
	}
	return v
}

// target is the id of what shows the value at a pointer: the value itself or, of a whole expense and of what is absent, the group that
// would hold it; "" for none.
func (b *claimBuilder) target(pointer string) string {
	for _, shown := range b.shown {
		if shown.Pointer == pointer {
			return shown.ID
		}
	}
	steps := strings.Split(pointer, "/")
	if len(steps) > 2 && steps[1] == "expenses" {
		if i, err := strconv.Atoi(steps[2]); err == nil && i < len(b.claim.Expenses) {
			return "g-expense-" + steps[2]
		}
	}
	return ""
}
