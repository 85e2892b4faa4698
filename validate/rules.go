package validate

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"pratica/claim"
)

// RuleSet is the fund's rules from a day on. Rates and ceilings are adjudication's business.
type RuleSet struct {
	// ID is its first day, YYYY-MM-DD; there is one file rules/ID.yaml, and adding one needs no code.
	ID string `yaml:"id"`
	// Title is what people call it.
	Title string `yaml:"title"`

	// AppliesBy says which date chooses the set: for "sending" (deadlines, channels, fields of forms) and
	// "reimbursement" (rates), "sent_on" or "invoice_date".
	AppliesBy map[string]string `yaml:"applies_by"`

	// Deadlines are the terms for sending, by what is sent: expense, allowance, serious_illness.
	Deadlines map[string]Term `yaml:"deadlines"`

	// DepositsFollowBalance are the kinds of expense whose deposits have no term but their balance's.
	DepositsFollowBalance []claim.Kind `yaml:"deposits_follow_balance"`

	// Channels says what a channel takes; one that is not listed takes everything.
	Channels map[claim.Channel]ChannelRule `yaml:"channels"`
	// FormChannels are forms that only one channel takes.
	FormChannels map[claim.Form]claim.Channel `yaml:"form_channels"`

	// Forms are the fields that must be there on each form.
	Forms map[claim.Form]FormRule `yaml:"forms"`

	// Articles are what findings rest on, by code or by what stands before its point ("fiscal"), where no rule of the set
	// names its own.
	Articles map[string]claim.Text `yaml:"articles"`

	// Dependency is what NA1 must come to, Dental what D01 may hold, Papers what a claim must come with, NotCovered what is not
	// reimbursed.
	Dependency *ScoreRule `yaml:"dependency"`
	// Allowance is what holds for daily allowances alone; nil where nothing does.
	Allowance  *AllowanceRule `yaml:"allowance"`
	Dental     *DentalRule    `yaml:"dental"`
	Papers     []PaperRule    `yaml:"papers"`
	NotCovered []ServiceRule  `yaml:"not_covered"`
	// Originals says who wants invoices in the original.
	Originals *OriginalsRule `yaml:"originals"`
	// Coverage is from when on an enrolment gives a right to benefits; SendsAMonth is how often a member may post in a calendar month
	// (nil: as often as he likes).
	Coverage    *CoverageRule `yaml:"coverage"`
	SendsAMonth *SendsRule    `yaml:"sends_a_month"`
	// Once are benefits that a patient gets one time: dependency, and serious_illness for each illness. The articles say so.
	Once map[claim.Kind]claim.Text `yaml:"once"`
	// Illnesses are those that GM01 may be sent for, with their Italian names: those of the form and others that it has no cross for.
	Illnesses map[claim.Text]string `yaml:"illnesses"`
	// Ignore is said of other services than the one that is billed: "dopo intervento", "pre ricovero".
	Ignore phrase `yaml:"ignore"`

	law *law // of the same shelf
}

// articleOf is what a finding of a code rests on: as the set says or, where it says nothing, the contract's table.
func (r *RuleSet) articleOf(code claim.Code) claim.Text {
	group, _, _ := strings.Cut(string(code), ".")
	for _, key := range []string{string(code), group} {
		if article, ok := r.Articles[key]; ok {
			return article
		}
	}
	return code.Article()
}

// cited is the article of a code as a sentence wants it.
func (k *check) cited(code claim.Code) string { return cite(k.set.articleOf(code)) }

// Term is a time for sending.
type Term struct {
	// Months are calendar months, 1 or more.
	Months  int        `yaml:"months"`
	Article claim.Text `yaml:"article"`
	// From are pointers to the dates a serious illness's term runs from; the latest known one counts.
	From []string `yaml:"from"`
}

// ChannelRule says what a channel takes.
type ChannelRule struct {
	Only []claim.Kind `yaml:"only"`
	// Instead says how the rest is sent: "per posta".
	Instead string `yaml:"instead"`
}

// FormRule lists what a form must always show (domain: "when it must be there").
type FormRule struct {
	Always []FormField `yaml:"always"`
	// Row are the columns of a row, below /expenses/N/declared/.
	Row []FormField `yaml:"row"`
	// Refuses are kinds of expense that are asked for with other papers, which Instead names for people; Words are those of an
	// invoice that is probably of such a kind.
	Refuses []claim.Kind `yaml:"refuses"`
	Words   phrase       `yaml:"words"`
	Instead string       `yaml:"instead"`
}

// OriginalsRule is a channel by which invoices come in the original.
type OriginalsRule struct {
	Channel claim.Channel `yaml:"channel"`
	Article claim.Text    `yaml:"article"`
}

func (r *OriginalsRule) check() error {
	if r != nil && (r.Channel == "" || r.Article == "") {
		return errors.New("originals: a channel and an article are needed")
	}
	return nil
}

// OriginalMissing is what is to be said of an envelope in which the operator saw photocopies of invoices, by the rules of the day it
// was sent; ok is false where copies are as good.
func OriginalMissing(channel claim.Channel, sentOn claim.Date) (f claim.Finding, ok bool) {
	rule := RuleSetOn(sentOn).Originals
	if rule == nil || rule.Channel != channel {
		return f, false
	}
	return claim.NewFinding("form.original_missing", "/documents",
		fmt.Sprintf("Le fatture sono arrivate in fotocopia: servono gli originali (%s).", cite(rule.Article))).Under(rule.Article), true
}

// FormField is a field of a form and its Italian name with its article.
type FormField struct {
	Pointer string `yaml:"pointer"`
	// Or is a value that does as well.
	Or   string `yaml:"or"`
	Name string `yaml:"name"`
}

// RuleSetOn is the set in force on a day: the latest that began by then. Before the first one, and on an
// unknown day, it is the first.
func RuleSetOn(day claim.Date) *RuleSet { return ruleSetOn(books().sets, day) }

func ruleSetOn(sets []*RuleSet, day claim.Date) *RuleSet {
	inForce := sets[0]
	for _, set := range sets {
		if set.ID <= day.String() {
			inForce = set
		}
	}
	return inForce
}

// law is what holds whatever the rule set.
type law struct {
	Holidays  []holiday   `yaml:"holidays"`
	StampDuty []stampDuty `yaml:"stamp_duty"`
}

type stampDuty struct {
	From   string `yaml:"from"`
	Over   string `yaml:"over"`
	Amount string `yaml:"amount"`
}

// stampDutyOn is the threshold and the amount on a day; unknown before the first entry.
func (l *law) stampDutyOn(day claim.Date) (over, amount claim.Money) {
	for _, s := range l.StampDuty {
		if s.From <= day.String() {
			over, amount = claim.MustMoney(s.Over), claim.MustMoney(s.Amount)
		}
	}
	return over, amount
}

//go:embed rules/*.yaml
var ruleFiles embed.FS

type shelf struct {
	law  *law
	sets []*RuleSet // the oldest first
}

// books are the embedded files; a test reads them, so they cannot fail in the field.
var books = sync.OnceValue(func() *shelf {
	s, err := readRules(ruleFiles)
	if err != nil {
		panic(err)
	}
	return s
})

// readRules reads rules/law.yaml and every other rules/*.yaml as a rule set.
func readRules(files fs.FS) (*shelf, error) {
	s := &shelf{law: &law{}}
	names, err := fs.Glob(files, "rules/*.yaml")
	if err != nil {
		return s, fmt.Errorf("list the rules: %w", err)
	}
	slices.Sort(names)
	for _, name := range names {
		if name == "rules/law.yaml" {
			err = readYAML(files, name, s.law)
		} else {
			set := &RuleSet{law: s.law}
			err = readYAML(files, name, set)
			if err == nil {
				err = set.check(name)
			}
			s.sets = append(s.sets, set)
		}
		if err != nil {
			return s, fmt.Errorf("read %s: %w", name, err)
		}
	}
	if err := s.law.check(); err != nil {
		return s, fmt.Errorf("read rules/law.yaml: %w", err)
	}
	if len(s.sets) == 0 {
		return s, fmt.Errorf("no rule set")
	}
	return s, nil
}

func readYAML(files fs.FS, name string, into any) error {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	return decoder.Decode(into)
}

func (r *RuleSet) check(file string) error {
	if _, err := claim.ParseDate(r.ID); err != nil || file != "rules/"+r.ID+".yaml" {
		return fmt.Errorf("id %q is not the day in the file's name", r.ID)
	}
	for _, group := range []string{"sending", "reimbursement"} {
		if by := r.AppliesBy[group]; by != "sent_on" && by != "invoice_date" {
			return fmt.Errorf("applies_by: %s by %q", group, by)
		}
	}
	for what, term := range r.Deadlines {
		if term.Months < 1 || term.Article == "" {
			return fmt.Errorf("deadline of %s has no months or no article", what)
		}
		for _, pointer := range term.From {
			if err := new(claim.Claim).Set(pointer, ""); err != nil {
				return fmt.Errorf("deadline of %s: %w", what, err)
			}
		}
	}
	for channel, rule := range r.Channels {
		if channelNames[channel] == "" || rule.Instead == "" {
			return fmt.Errorf("channels: %q is no channel, or nothing says how the rest is sent", channel)
		}
	}
	for form, channel := range r.FormChannels {
		if channelNames[channel] == "" {
			return fmt.Errorf("form_channels: %s goes by %q, which is no channel", form, channel)
		}
	}
	for kind, article := range r.Once {
		if kind != claim.DependencyAid && kind != claim.SeriousIllnessCare || article == "" {
			return fmt.Errorf("once: %q is no benefit that is asked for without an invoice and had once, or has no article", kind)
		}
	}
	for code, name := range r.Illnesses {
		if name == "" {
			return fmt.Errorf("illnesses: %q has no name", code)
		}
	}
	for key := range r.Articles {
		if !slices.ContainsFunc(claim.Codes(), func(code claim.Code) bool { return string(code) == key || strings.HasPrefix(string(code), key+".") }) {
			return fmt.Errorf("articles: no finding is called %q", key)
		}
	}
	for form, rule := range r.Forms {
		if (len(rule.Refuses) == 0) != (rule.Instead == "") {
			return fmt.Errorf("form %s: refusing a kind and naming what to send instead go together", form)
		}
		for _, field := range slices.Concat(rule.Always, rule.prefixedRow(0)) {
			if err := new(claim.Claim).Set(cmp.Or(field.Or, field.Pointer), ""); err != nil {
				return fmt.Errorf("form %s: field %q or %q: %w", form, field.Pointer, field.Or, err)
			}
			if err := new(claim.Claim).Set(field.Pointer, ""); err != nil || field.Name == "" {
				return fmt.Errorf("form %s: field %q, name %q: %w", form, field.Pointer, field.Name, err)
			}
		}
	}
	for _, check := range []func() error{r.Originals.check, r.Coverage.check, r.SendsAMonth.check, r.Dependency.check, r.Allowance.check, r.Dental.check, r.checkPapers, r.checkServices} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// prefixedRow are the columns of a row with the pointers of expense i.
func (f FormRule) prefixedRow(i int) []FormField {
	fields := make([]FormField, 0, len(f.Row))
	for _, column := range f.Row {
		fields = append(fields, FormField{Pointer: fmt.Sprintf("/expenses/%d/declared/%s", i, column.Pointer), Name: column.Name})
	}
	return fields
}

func (l *law) check() error {
	for i := range l.Holidays {
		if err := l.Holidays[i].parse(); err != nil {
			return err
		}
	}
	for _, s := range l.StampDuty {
		for _, amount := range []string{s.Over, s.Amount} {
			if _, err := claim.ParseMoney(amount); err != nil {
				return fmt.Errorf("stamp duty: %w", err)
			}
		}
		if _, err := claim.ParseDate(s.From); err != nil {
			return fmt.Errorf("stamp duty: %w", err)
		}
	}
	return nil
}

// cite writes an article as a sentence wants it: "art. 18.2" of the Regolamento, other sources by name.
func cite(article claim.Text) string {
	if article != "" && strings.Trim(string(article[:1]), "0123456789") == "" {
		return "art. " + string(article)
	}
	return string(article)
}
