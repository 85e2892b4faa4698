package validate

import (
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
)

// trace records the rules that a check applies, in the order in which it does. Nobody records on an ordinary run: the trace is nil
// then, and so is every applied, whose methods do nothing.
type trace struct {
	k      *check
	rules  []*applied
	strays []int  // findings that the rule they were noticed under does not know; a fault of ours
	never  bool   // the claim was never checked before
	opened func() // for tests: called whenever a rule begins
}

// applied is a rule at work. What the check notices until the next rule begins is its.
type applied struct {
	name      string
	of        subject
	title     string
	article   claim.Text
	from      claim.Text
	looked    []string // pointers
	found     []int    // in check.found
	kept      []int    // in check.kept
	open      []string
	unapplied claim.RuleResult // not_applicable or not_run
	why       []string
}

// subject is what a rule is applied to: the claim, or one of a list of it.
type subject struct {
	list string
	i    int
}

// whole is the claim itself.
var whole = subject{}

func expense(i int) subject      { return subject{"expenses", i} }
func treatmentRow(i int) subject { return subject{"treatments", i} }
func document(i int) subject     { return subject{"documents", i} }

func (s subject) pointer() string {
	if s == whole {
		return ""
	}
	return fmt.Sprintf("/%s/%d", s.list, s.i)
}

// rule begins a rule of the rule book. The inputs are pointers below what it is applied to, or whole ones.
func (k *check) rule(name string, of subject, inputs ...string) *applied {
	if k.trace == nil {
		return nil
	}
	book, ok := ruleBook[name]
	if !ok {
		panic("validate: rule " + name + " is not in the rule book")
	}
	r := &applied{name: name, of: of, title: book.title, article: book.article}
	for _, input := range inputs {
		if !strings.HasPrefix(input, "/") {
			input = of.pointer() + "/" + input
		}
		r.looked = append(r.looked, input)
	}
	k.trace.rules = append(k.trace.rules, r)
	if k.trace.opened != nil {
		k.trace.opened()
	}
	return r
}

// now is the rule at work.
func (t *trace) now() *applied {
	if t == nil || len(t.rules) == 0 {
		return nil
	}
	return t.rules[len(t.rules)-1]
}

// noticed gives the latest finding to the rule at work.
func (t *trace) noticed() {
	if t == nil {
		return
	}
	n := len(t.k.found) - 1
	code := t.k.found[n].Code
	if r := t.now(); r != nil && (code == "value.unreadable" || r.from != "" || slices.Contains(ruleBook[r.name].codes, code)) {
		r.found = append(r.found, n)
		return
	}
	t.strays = append(t.strays, n)
}

// looks adds inputs to the rule at work, by their whole pointers.
func (k *check) looks(pointers ...string) {
	if r := k.trace.now(); r != nil {
		r.looked = append(r.looked, pointers...)
	}
}

// waits notes needed values that nobody stands for.
func (t *trace) waits(pointers []string) {
	if r := t.now(); r != nil {
		r.open = append(r.open, pointers...)
	}
}

// skip notes that the rule is not for this claim, and why.
func (r *applied) skip(why string) { r.leave(claim.RuleNotApplicable, why) }

// lack notes that what the rule needs is not there or hardly read.
func (r *applied) lack(why string) { r.leave(claim.RuleNotRun, why) }

func (r *applied) leave(result claim.RuleResult, why string) {
	if r != nil {
		r.unapplied, r.why = result, append(r.why, why)
	}
}

// by says how the rule came to its result; words are only made if somebody asks.
func (r *applied) by(words func() string) {
	if r != nil {
		r.why = append(r.why, words())
	}
}

// called gives a rule of data its own title and article.
func (r *applied) called(article claim.Text, title func() string) {
	if r != nil {
		r.title, r.article = title(), article
	}
}
