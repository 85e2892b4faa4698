package validate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"

	"pratica/claim"
)

// PaperRule is papers that a claim must come with (Reg. 17.2, and what the tariff asks for).
type PaperRule struct {
	// Finding is given where they are not there: "papers.…_missing".
	Finding claim.Code `yaml:"finding"`
	Article claim.Text `yaml:"article"`
	// Forms are those of claims that need the papers. Kinds are those of claims that do or, where there are Words, of expenses whose
	// words fit them and do not fit Unless.
	Forms  []claim.Form `yaml:"forms"`
	Kinds  []claim.Kind `yaml:"kinds"`
	Words  phrase       `yaml:"words"`
	Unless phrase       `yaml:"unless"`
	// NotWith are words of another position of the invoice beside which nothing is needed.
	NotWith phrase `yaml:"not_with"`
	// Treatments are codes on D01 one of which needs the papers.
	Treatments []string `yaml:"treatments"`
	// Papers are the kinds that do, Count how many are needed (1 where it is 0).
	Papers []claim.DocumentKind `yaml:"papers"`
	Count  int                  `yaml:"count"`
	// Instead are kinds that do as well, so many of them, where those of With come with them; else WithFinding is given.
	Instead     []claim.DocumentKind `yaml:"instead"`
	With        []claim.DocumentKind `yaml:"with"`
	WithFinding claim.Code           `yaml:"with_finding"`
	WithAsks    string               `yaml:"with_asks"`
	// Of names what the words are about, for people: "fisiokinesiterapia".
	Of string `yaml:"of"`
	// Asks names the papers to the member, with their article: "la prescrizione dell'oculista".
	Asks string `yaml:"asks"`
}

// phrase is a regular expression over words in lower case without accents and signs.
type phrase struct{ *regexp.Regexp }

// UnmarshalYAML compiles the expression.
func (p *phrase) UnmarshalYAML(node *yaml.Node) error {
	re, err := regexp.Compile(node.Value)
	p.Regexp = re
	return err
}

// folded is a text in lower case without accents, and a space for all that is no letter and no digit.
func folded(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r):
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// says looks for words in what expense i is for, position by position, leaving out those that say unless too and what the set
// ignores: the pointer of the first text that has them, and the words.
func (k *check) says(i int, words, unless phrase) (pointer, found string) {
	e := &k.c.Expenses[i]
	look := func(text claim.Text) string {
		said := folded(string(text))
		if k.set.Ignore.Regexp != nil {
			said = k.set.Ignore.ReplaceAllString(said, " ")
		}
		if words.Regexp == nil || unless.Regexp != nil && unless.MatchString(said) {
			return ""
		}
		return words.FindString(said)
	}
	described := false
	for j, line := range e.Lines {
		described = described || line.Description != ""
		if found = look(line.Description); found != "" {
			return at(i, fmt.Sprintf("lines/%d/description", j)), found
		}
	}
	if described {
		return "", "" // the description is theirs
	}
	for _, part := range strings.Split(string(e.Description), ";") {
		if found = look(claim.Text(part)); found != "" {
			return at(i, "description"), found
		}
	}
	return "", ""
}

// containsWords reports whole words, one after the other, of a folded text.
func containsWords(text, words string) bool {
	return words != "" && strings.Contains(" "+text+" ", " "+words+" ")
}

// papers looks for what each kind of expense must come with.
func (k *check) papers() {
	for n := range k.set.Papers {
		rule := &k.set.Papers[n]
		if why, ok := k.needs(rule); ok {
			k.paperMissing(rule, why)
		}
	}
}

func (r *RuleSet) checkPapers() error {
	for _, p := range r.Papers {
		if !strings.HasPrefix(string(p.Finding), "papers.") || !slices.Contains(claim.Codes(), p.Finding) || p.Article == "" || p.Asks == "" || len(p.Papers) == 0 {
			return fmt.Errorf("papers: %q needs a finding of the contract, an article, papers and what it asks for", p.Finding)
		}
		if len(p.Forms)+len(p.Kinds)+len(p.Treatments) == 0 {
			return fmt.Errorf("papers: nobody needs %s", p.Asks)
		}
		if (p.Words.Regexp == nil) != (p.Of == "") {
			return fmt.Errorf("papers: words and a name of what they are about go together (%s)", p.Asks)
		}
		if len(p.Instead) > 0 && (len(p.With) == 0 || !slices.Contains(claim.Codes(), p.WithFinding) || p.WithAsks == "") {
			return fmt.Errorf("papers: what comes instead of %s comes with nothing", p.Asks)
		}
	}
	return nil
}

// reason is why a claim needs papers: for what, and the values that say so.
type reason struct {
	what  string
	rests []string
	there bool
}

// needs tells whether a claim falls under a rule.
func (k *check) needs(rule *PaperRule) (reason, bool) {
	if len(rule.Treatments) > 0 {
		for i := range k.c.Treatments {
			if t := &k.c.Treatments[i]; slices.Contains(rule.Treatments, string(t.Code)) {
				return reason{"per " + cure(t), []string{treatmentAt(i, "code")}, true}, true
			}
		}
		return reason{}, false
	}
	if len(rule.Forms) > 0 && !slices.Contains(rule.Forms, k.c.Form) {
		return reason{}, false
	}
	if rule.Words.Regexp == nil && (len(rule.Kinds) == 0 || slices.Contains(rule.Kinds, k.c.Kind) && len(k.c.Expenses) == 0) {
		return reason{}, true
	}
	var first reason
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		why := reason{rests: []string{at(i, "kind")}}
		switch {
		case rule.Words.Regexp == nil && slices.Contains(rule.Kinds, k.c.Kind) && e.Kind == "":
			why.rests = nil // a row that asks for an allowance
		case rule.Words.Regexp == nil && slices.Contains(rule.Kinds, e.Kind):
		case rule.Words.Regexp == nil, e.DocumentType == "", e.DocumentType == claim.CreditNoteType, !slices.Contains(rule.Kinds, e.Kind):
			continue
		default:
			pointer, _ := k.says(i, rule.Words, rule.Unless)
			if pointer == "" {
				continue
			}
			if other, _ := k.says(i, rule.NotWith, phrase{}); other != "" {
				continue
			}
			why = reason{fmt.Sprintf("per %s", theDocument(e)), append(why.rests, pointer), true}
		}
		why.there = true
		if len(k.doubts(why.rests...)) == 0 {
			return why, true // surer than those before it
		}
		if !first.there {
			first = why
		}
	}
	return first, first.there
}

// paperMissing notes papers that are not in the claim.
func (k *check) paperMissing(rule *PaperRule, why reason) {
	needed := max(rule.Count, 1)
	if k.papersOf(rule.Papers) >= needed {
		return
	}
	doubts := append(k.doubts(why.rests...), k.unseenPages()...)
	finding, asks := rule.Finding, rule.Asks
	if len(rule.Instead) > 0 && k.papersOf(rule.Instead) >= needed {
		if k.papersOf(rule.With) > 0 {
			return
		}
		finding, asks = rule.WithFinding, rule.WithAsks
	}
	f := claim.NewFinding(finding, "/documents", strings.Join(strings.Fields(fmt.Sprintf("Manca %s %s (%s).", asks, why.what, cite(rule.Article))), " ")).With("papers", rule.Papers)
	f.Article = rule.Article
	k.add(f, doubts...)
}

// papersOf is how many documents are of these kinds.
func (k *check) papersOf(kinds []claim.DocumentKind) (n int) {
	for _, d := range k.c.Documents {
		if slices.Contains(kinds, d.Kind) {
			n++
		}
	}
	return n
}
