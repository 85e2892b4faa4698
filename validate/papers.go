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
	// Forms are those of claims that need the papers, NotForms those of claims that do not. Kinds are those of claims that do or, where
	// there are Words, of expenses whose words fit them and do not fit Unless.
	Forms    []claim.Form `yaml:"forms"`
	NotForms []claim.Form `yaml:"not_forms"`
	Kinds    []claim.Kind `yaml:"kinds"`
	Words    phrase       `yaml:"words"`
	Unless   phrase       `yaml:"unless"`
	// Documents are the types of document that are meant; none for all. Issuer are words of the issuer's name.
	Documents []claim.DocumentType `yaml:"documents"`
	Issuer    phrase               `yaml:"issuer"`
	// Shown are words that do as well as the papers. They may stand on the invoice where nobody reads them, so that their lack is a
	// question.
	Shown phrase `yaml:"shown"`
	// Yearly are positions that need the papers from a number of them in a year on.
	Yearly *YearlyRule `yaml:"yearly"`
	// NotWith are words of another position of the invoice beside which nothing is needed.
	NotWith phrase `yaml:"not_with"`
	// Treatments are codes on D01 one of which needs the papers.
	Treatments []string `yaml:"treatments"`
	// Papers are the kinds that do, Count how many are needed (1 where it is 0). BothTimes wants pictures of before and after the cure.
	Papers    []claim.DocumentKind `yaml:"papers"`
	Count     int                  `yaml:"count"`
	BothTimes bool                 `yaml:"before_and_after"`
	// Instead are kinds that do as well, so many of them, where those of With come with them; else WithFinding is given.
	Instead     []claim.DocumentKind `yaml:"instead"`
	With        []claim.DocumentKind `yaml:"with"`
	WithFinding claim.Code           `yaml:"with_finding"`
	WithAsks    string               `yaml:"with_asks"`
	// Months is how long before the invoice the papers may have been issued at most; 0 for any time. Expired is given where they
	// are older, and Called names them for people, with their article.
	Months  int        `yaml:"months"`
	Expired claim.Code `yaml:"expired"`
	Called  string     `yaml:"called"`
	// Each says that what other rules with the same finding ask for does not do here too: a prescription is for one cure.
	Each bool `yaml:"each"`
	// Of names what the words are about, for people: "fisiokinesiterapia".
	Of string `yaml:"of"`
	// Asks names the papers to the member, with their article: "la prescrizione dell'oculista".
	Asks string `yaml:"asks"`
}

// phrase is a regular expression over words in lower case without accents and signs.
type phrase struct {
	*regexp.Regexp
	stems []string // of its long words
}

// UnmarshalYAML compiles the expression.
func (p *phrase) UnmarshalYAML(node *yaml.Node) error {
	re, err := regexp.Compile(node.Value)
	p.Regexp, p.stems = re, stemsOf(node.Value)
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

// saidText is what an expense is for, folded, and where that stands.
type saidText struct{ pointer, text string }

// textsOf are the positions of expense i or, without any, the parts of its description; without what the set ignores. They are
// folded once for all rules.
func (k *check) textsOf(i int) []saidText {
	if texts, ok := k.texts[i]; ok {
		return texts
	}
	e := &k.c.Expenses[i]
	var texts []saidText
	add := func(pointer, text string) {
		if e.DocumentType == claim.TillSlipType { // what kind of good it is stands before its name (art. 15 TUIR)
			text = string(k.c.Provenance[pointer].Text) + " " + text
		}
		text = folded(text)
		if k.set.Ignore.Regexp != nil {
			text = k.set.Ignore.ReplaceAllString(text, " ")
		}
		texts = append(texts, saidText{pointer, text})
	}
	for j, line := range e.Lines {
		if line.Description != "" {
			add(at(i, fmt.Sprintf("lines/%d/description", j)), string(line.Description))
		}
	}
	if len(texts) == 0 {
		for _, part := range strings.Split(string(e.Description), ";") {
			add(at(i, "description"), part)
		}
	}
	k.texts[i] = texts
	return texts
}

// says looks for words in what expense i is for, position by position, leaving out those that say unless too, and takes long words for those
// that they are a letter away from where nobody stands for what was read: the pointer of the
// first that has them, and the words.
func (k *check) says(i int, words, unless phrase) (pointer, found string) {
	if words.Regexp == nil {
		return "", ""
	}
	for _, said := range k.textsOf(i) {
		text := said.text
		if len(words.stems) > 0 && !k.accepted(said.pointer) {
			text = words.spelt(text)
		}
		if found = words.FindString(text); found != "" && (unless.Regexp == nil || !unless.MatchString(text)) {
			return said.pointer, found
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
	others := 0
	for n := range k.set.Papers {
		rule := &k.set.Papers[n]
		why := k.surest(k.reasons(rule))
		if why == nil {
			others++
			continue
		}
		k.rule("papers.required", why.of(), why.rests...).called(rule.Article, rule.title)
		k.paperMissing(rule, *why)
		k.paperExpired(rule)
	}
	k.papersShared()
	rest := k.rule("papers.others", whole)
	rest.skip("non riguardano questa pratica")
	rest.by(func() string { return counted(others, "regola guardata", "regole guardate") })
}

// isPaper reports the finding of a missing paper.
func isPaper(code claim.Code) bool { return strings.HasPrefix(string(code), "papers.") }

func (r *RuleSet) checkPapers() error {
	for _, p := range r.Papers {
		if p.Months < 0 || p.Months > 0 && (!slices.Contains(claim.Codes(), p.Expired) || p.Called == "" || p.Of == "") {
			return fmt.Errorf("papers: %s may not be older than %d months, and no finding or name says so", p.Asks, p.Months)
		}
		if !isPaper(p.Finding) || !slices.Contains(claim.Codes(), p.Finding) || p.Article == "" || p.Asks == "" || len(p.Papers) == 0 {
			return fmt.Errorf("papers: %q needs a finding of the contract, an article, papers and what it asks for", p.Finding)
		}
		if len(p.Forms)+len(p.Kinds)+len(p.Treatments) == 0 {
			return fmt.Errorf("papers: nobody needs %s", p.Asks)
		}
		if (p.Words.Regexp == nil) != (p.Of == "") {
			return fmt.Errorf("papers: words and a name of what they are about go together (%s)", p.Asks)
		}
		if p.BothTimes && p.Count != 2 {
			return fmt.Errorf("papers: %s of before and after are two, not %d", p.Asks, p.Count)
		}
		if err := p.Yearly.check(); err != nil {
			return fmt.Errorf("papers: %s: %w", p.Asks, err)
		}
		if len(p.Instead) > 0 && (len(p.With) == 0 || !slices.Contains(claim.Codes(), p.WithFinding) || p.WithAsks == "") {
			return fmt.Errorf("papers: what comes instead of %s comes with nothing", p.Asks)
		}
	}
	return nil
}

// reason is why a claim needs papers: for what, and the values that say so.
type reason struct {
	what    string
	rests   []string
	expense int // where words of one say so
}

// surest is the first reason that rests on accepted values, else the first of all; nil of none.
func (k *check) surest(list []reason) *reason {
	if len(list) == 0 {
		return nil
	}
	i := slices.IndexFunc(list, func(r reason) bool { return len(k.doubts(r.rests...)) == 0 })
	return &list[max(i, 0)]
}

// reasons are why a claim falls under a rule: treatments, words of its expenses, its form or kinds.
func (k *check) reasons(rule *PaperRule) (list []reason) {
	for i := range k.c.Treatments {
		if t := &k.c.Treatments[i]; slices.Contains(rule.Treatments, string(t.Code)) {
			list = append(list, reason{what: "per " + cure(t), rests: []string{treatmentAt(i, "code")}})
		}
	}
	switch {
	case len(rule.Treatments) > 0, len(rule.Forms) > 0 && !slices.Contains(rule.Forms, k.c.Form), slices.Contains(rule.NotForms, k.c.Form):
		return list
	case rule.Words.Regexp != nil:
		return append(k.reasonsInWords(rule), k.reasonsOfYear(rule)...)
	case len(rule.Kinds) == 0, len(k.c.Expenses) == 0 && slices.Contains(rule.Kinds, k.c.Kind):
		return []reason{{}}
	}
	for i := range k.c.Expenses {
		switch e := &k.c.Expenses[i]; {
		case slices.Contains(rule.Kinds, e.Kind):
			list = append(list, reason{rests: []string{at(i, "kind")}})
		case e.Kind == "" && slices.Contains(rule.Kinds, k.c.Kind): // a row that asks for an allowance, or has no invoice: the form says so
			list = append(list, reason{})
		}
	}
	return list
}

// reasonsInWords are the expenses that say they need the papers.
func (k *check) reasonsInWords(rule *PaperRule) (list []reason) {
	for i := range k.c.Expenses {
		if !k.mayNeed(rule, i) {
			continue
		}
		e := &k.c.Expenses[i]
		pointer, _ := k.says(i, rule.Words, rule.Unless)
		other, _ := k.says(i, rule.NotWith, phrase{})
		if pointer == "" || other != "" {
			continue
		}
		why := reason{"per " + theDocument(e), []string{pointer, at(i, "kind")}, i}
		if rule.Shown.Regexp != nil {
			if rule.Shown.MatchString(k.printed(i)) {
				continue
			}
			why.what = strings.ToLower(onDocument(e)[:1]) + onDocument(e)[1:]
		}
		list = append(list, why)
	}
	return list
}

// mayNeed reports an expense of the kind, type and issuer that a rule with words is about.
func (k *check) mayNeed(rule *PaperRule, i int) bool {
	e := &k.c.Expenses[i]
	switch {
	case e.DocumentType == "", e.DocumentType == claim.CreditNoteType, !slices.Contains(rule.Kinds, e.Kind),
		len(rule.Documents) > 0 && !slices.Contains(rule.Documents, e.DocumentType):
		return false
	}
	return rule.Issuer.Regexp == nil || k.legible(at(i, "issuer/name")) && rule.Issuer.MatchString(folded(string(e.Issuer.Name)))
}

// printed is all that is known of the words on the document of expense i, folded.
func (k *check) printed(i int) string {
	return folded(string(k.c.Expenses[i].Issuer.Name)) + " " + k.billed(i)
}

// billed is all that the document of expense i says it is for, folded; what the set ignores is in it.
func (k *check) billed(i int) string {
	words := []string{string(k.c.Expenses[i].Description)}
	for _, line := range k.c.Expenses[i].Lines {
		words = append(words, string(line.Description))
	}
	return folded(strings.Join(words, " "))
}

// paperMissing notes papers that are not in the claim.
func (k *check) paperMissing(rule *PaperRule, why reason) {
	k.trace.now().by(func() string { return k.papersInWords(rule, why) })
	if k.enough(rule, rule.Papers) {
		return
	}
	if may := k.unsureKinds(); len(may) > 0 {
		k.notPlain("un foglio di cui non si è sicuri può essere quello che manca", may)
		return
	}
	doubts := append(k.doubts(why.rests...), k.unseenPages()...)
	finding, asks := rule.Finding, rule.Asks
	if len(rule.Instead) > 0 && k.enough(rule, rule.Instead) {
		if k.papersOf(rule.With) > 0 {
			return
		}
		finding, asks = rule.WithFinding, rule.WithAsks
	}
	ofTime := ""
	if finding == rule.Finding {
		ofTime = k.onlyOneTime(rule)
	}
	f := claim.NewFinding(finding, "/documents", "").With("papers", rule.Papers).Under(rule.Article)
	lacks := "Manca"
	if rule.Shown.Regexp != nil {
		f.Severity, lacks = claim.Review, "Forse manca"
	}
	f.Message = strings.Join(strings.Fields(fmt.Sprintf("%s %s %s%s (%s).", lacks, asks, why.what, ofTime, cite(rule.Article))), " ")
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
