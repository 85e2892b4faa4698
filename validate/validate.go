// Package validate checks a claim: fiscal validity of the expense documents, deadlines, identifiers, the
// form against the documents. Rules are dated data (rules/*.yaml) and small functions; a rule states its
// article. It decides nothing: a finding says what was noticed, and the outcome what follows of it
// (claim/v1).
package validate

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"pratica/claim"
)

// Inputs is what the checks need beside the claim. A nil source of data is one we do not have: the check
// that needs it says check.not_run.
type Inputs struct {
	// Today stands for the day of arrival where the claim knows none.
	Today claim.Date

	// KeepHolidays lets a term end on a holiday; by default it runs to the next working day.
	KeepHolidays bool

	// OtherPagesUnread says that pages of the same submission, in another claim, could not be read or
	// belong to nobody: what is missing here may stand there.
	OtherPagesUnread bool

	// SamePaper are earlier expenses whose paper surely is that of an expense of the claim, by its index: another picture of it came
	// before.
	SamePaper map[int]claim.EarlierExpense

	// Answers are how documents came that were not with the claim's first papers, by their ids.
	Answers map[string]Answered

	Members MemberRegister
	Ledger  Ledger
	Rates   Rates

	rules *shelf // of a test; nil for the embedded ones
}

// Answered is how a document came in answer to a claim.
type Answered struct {
	// Submission is the id of the one it came with, SentOn the day of that; Assumed says that it is the day of its arrival.
	Submission string
	SentOn     claim.Date
	Assumed    bool
}

// Rates knows the ECB reference rates.
type Rates interface {
	// Rate gives the units of an ISO 4217 currency for one euro on a day, of the last day before it that
	// has one if it has none; ok is false when no rate is known. ErrNoRates says that there is no table at all.
	Rate(ctx context.Context, currency string, on claim.Date) (rate decimal.Decimal, ok bool, err error)
}

// Check looks at a claim as it was read. It sets the rule set, deadlines and the amounts that follow from
// others, replaces its own findings of an earlier run, keeps those of reading, and sets the outcome;
// checking twice gives the same. An error is the failure of a source of data: the claim is then half
// checked and must not be used.
//
// How reading states what it knows, value by value, by the claim's provenance:
//   - a value with an entry was read; it is accepted when the entry says by whom;
//   - a value without an entry is an input or a constant, and stands;
//   - an absent value whose entry has no text is believed not to be on the paper: the entry's confidence is
//     the probability of that, and it is accepted when it is sure;
//   - an absent value without an entry, with a text that gave no value, or with a confidence below one half,
//     was not read: a needed one becomes value.unreadable, or most of a document's together fiscal.illegible.
//
// The absence of the patient is stated at /expenses/N/patient/surname, that of the issuer's number at
// /expenses/N/issuer/vat_number, that of a signature by false, and the kind of a document at
// /documents/N/kind.
func Check(ctx context.Context, c *claim.Claim, in Inputs) error {
	return newCheck(c, in).run(ctx)
}

// run applies the rules in order.
func (k *check) run(ctx context.Context) error {
	c := k.c
	if err := k.derive(ctx); err != nil {
		return err
	}
	k.form()
	k.rightForm()
	k.onePatient()
	k.member()
	for i := range c.Expenses {
		k.fiscal(i)
		k.amounts(i)
		k.patient(i)
		k.services(i)
	}
	k.documents()
	k.papers()
	k.allowance()
	k.dental()
	k.dependency()
	k.illness()
	k.creditNotes()
	k.settlements()
	k.deadlines()
	k.channel()
	if err := k.outside(ctx); err != nil {
		return err
	}
	k.needed()
	c.Findings = append(k.kept, k.found...)
	c.Outcome, _ = outcome(c, len(k.open) > 0)
	return nil
}

// outside asks the sources of data that are not in the claim. An explanation has none and repeats what they said.
func (k *check) outside(ctx context.Context) error {
	if k.trace != nil {
		k.repeat()
		return nil
	}
	if err := k.againstRegister(ctx); err != nil {
		return err
	}
	return k.againstLedger(ctx)
}

// check is one run over one claim.
type check struct {
	c     *claim.Claim
	in    Inputs
	rules *shelf
	set   *RuleSet // of the sent date
	law   *law

	kept  []claim.Finding // of reading
	found []claim.Finding // of this run
	open  []string        // needed values that are not accepted, by pointer
	named []string        // values, by pointer, that fiscal.illegible names

	trace *trace // of an explanation

	texts   map[int][]saidText // textsOf, by expense
	noRates bool               // a rate was wanted and there is no table of them
	apart   map[int]bool       // expenses of people who need forms of their own (onePatient)
}

func newCheck(c *claim.Claim, in Inputs) *check {
	rules := in.rules
	if rules == nil {
		rules = books()
	}
	k := &check{c: c, in: in, rules: rules, law: rules.law, kept: []claim.Finding{}, texts: map[int][]saidText{}, apart: map[int]bool{}}
	for _, f := range c.Findings {
		if !ours(f) {
			k.kept = append(k.kept, f)
		}
	}
	k.set = ruleSetOn(rules.sets, k.sentOn())
	return k
}

// receivedOn is the day of arrival.
func (k *check) receivedOn() claim.Date {
	if k.c.ReceivedOn.IsZero() {
		return k.in.Today
	}
	return k.c.ReceivedOn
}

// sentOn is the sent date; without one, or while nobody stands for what a postmark was read as, the day of arrival
// stands for it.
func (k *check) sentOn() claim.Date {
	if k.c.SentOn.IsZero() || !k.accepted("/sent_on") {
		return k.receivedOn()
	}
	return k.c.SentOn
}

// sendingRules is the set whose rules of sending an expense follows.
func (k *check) sendingRules(e *claim.Expense) *RuleSet {
	if k.set.AppliesBy["sending"] == "invoice_date" && !e.Date.IsZero() {
		return ruleSetOn(k.rules.sets, e.Date)
	}
	return k.set
}

// reimbursingRules is the set whose rules of reimbursement an expense follows (Reg. 15.1).
func (k *check) reimbursingRules(e *claim.Expense) *RuleSet {
	if k.set.AppliesBy["reimbursement"] == "invoice_date" && !e.Date.IsZero() {
		return ruleSetOn(k.rules.sets, e.Date)
	}
	return k.set
}

// fromReading are the codes that reading states and no check here does; the rest is ours.
var fromReading = []claim.Code{"file.empty", "file.truncated", "file.encrypted", "file.unsupported", "file.too_large",
	"file.too_many_pages", "page.unreadable", "fiscal.hand_corrected", "fiscal.courtesy_copy", "language.translation_missing",
	"fiscal.text_differs_from_picture", "duplicate.submission", "form.original_missing"}

// fromBoth are codes that reading states too: ours carry the detail "check".
var fromBoth = []claim.Code{"value.unreadable", "claim.kind_unclear", "duplicate.open", "form.wrong_form", "form.two_patients"}

// ours reports whether a finding comes from an earlier run of Check.
func ours(f claim.Finding) bool {
	if slices.Contains(fromBoth, f.Code) {
		return f.Detail["check"] != nil
	}
	return !slices.Contains(fromReading, f.Code)
}
