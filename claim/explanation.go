package claim

import (
	"fmt"
	"sort"
	"strings"
)

// Explanation says which rules were applied to a claim, with which inputs, and why its outcome is what it is. Sentences are
// Italian; pointers are JSON pointers into the claim.
type Explanation struct {
	// Claim is the id of the claim, Version the one that is explained.
	Claim          string `json:"claim"`
	Version        int    `json:"version"`
	ProtocolNumber Text   `json:"protocol_number"`

	// Outcome is what the rules of this software give, Stored what the claim says. Differences say what is not the same; they
	// are empty when the claim was checked by these rules and not changed since.
	Outcome     Outcome  `json:"outcome"`
	Stored      Outcome  `json:"stored_outcome"`
	Differences []string `json:"differences"`

	// Why is the reason of the outcome in one sentence, Reasons what it rests on: first those that decide.
	Why     string   `json:"why"`
	Reasons []Reason `json:"reasons"`

	// RuleSets are the sets that were used: first that of sending for the whole claim, then those that judge each expense.
	RuleSets []RuleSetChoice `json:"rule_sets"`

	// Rules are in the order in which they were applied.
	Rules    []AppliedRule `json:"rules"`
	Findings []Finding     `json:"findings"`
}

// Reason is something that the outcome rests on, or that was noticed beside it.
type Reason struct {
	// Decides reports that without it, and what else decides, the outcome would be another.
	Decides  bool   `json:"decides"`
	Sentence string `json:"sentence"`
	Pointer  Text   `json:"pointer"`
	// Code and Severity are those of a finding; null for a value that is not accepted.
	Code     Text `json:"code"`
	Severity Text `json:"severity"`
}

// RuleSetChoice is a rule set and why it is that one.
type RuleSetChoice struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Group is "sending" or "reimbursement", Pointer the expense that is judged, null for the whole claim.
	Group   string `json:"group"`
	Pointer Text   `json:"pointer"`
	Subject string `json:"subject"`
	// By says which date chose the set, "sent_on" or "invoice_date"; On is the day, null when unknown.
	By  string `json:"by"`
	On  Date   `json:"on"`
	Why string `json:"why"`
}

// AppliedRule is a rule, what it was applied to, and what came of it.
type AppliedRule struct {
	// Rule is a stable name, "fiscal.date".
	Rule    string `json:"rule"`
	Title   string `json:"title"`
	Article Text   `json:"article"`
	// Pointer is the expense, treatment or document it was applied to, null for the whole claim; Subject names it.
	Pointer Text        `json:"pointer"`
	Subject string      `json:"subject"`
	Inputs  []RuleInput `json:"inputs"`
	Result  RuleResult  `json:"result"`
	// Why is the computation in words, or why the rule does not apply or could not be applied; may be empty.
	Why string `json:"why"`
	// Findings are what the rule noticed.
	Findings []RuleFinding `json:"findings"`
	// Open are the pointers of values that are needed and that nobody stands for.
	Open []string `json:"open"`
	// From says who applied it, where not these checks: "reading" or "stored".
	From Text `json:"from"`
}

// RuleFinding is a finding of a rule.
type RuleFinding struct {
	// Index is that in Explanation.Findings.
	Index    int      `json:"index"`
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	// Doubts say why a finding that would exclude or suspend is only for a human to look at.
	Doubts []string `json:"doubts"`
}

// RuleResult is what came of a rule.
type RuleResult string

// The results. RuleOpen is of a rule that needs values which nobody stands for.
const (
	RuleHolds         RuleResult = "holds"
	RuleFound         RuleResult = "finding"
	RuleOpen          RuleResult = "open"
	RuleNotApplicable RuleResult = "not_applicable"
	RuleNotRun        RuleResult = "not_run"
)

var resultWords = map[RuleResult]string{RuleHolds: "rispettata", RuleFound: "osservazione", RuleOpen: "da confermare",
	RuleNotApplicable: "non si applica", RuleNotRun: "non eseguita"}

// Italian is the word that people see.
func (r RuleResult) Italian() string { return word(resultWords, r) }

// RuleInput is a value that a rule looked at.
type RuleInput struct {
	Pointer string `json:"pointer"`
	Label   string `json:"label"`
	// Value is as people here write it; empty when absent.
	Value string     `json:"value"`
	State InputState `json:"state"`
	// Accepted says who stands for the value or its absence; Confidence is of what was read, 0 to 1.
	Accepted   Acceptance `json:"accepted"`
	Confidence float64    `json:"confidence"`
}

// InputState is what is known of a value.
type InputState string

// The states. InputGiven is of inputs of the submission, constants, and what rules derived.
const (
	InputGiven       InputState = "given"
	InputAccepted    InputState = "accepted"
	InputNotAccepted InputState = "not_accepted"
	InputAbsent      InputState = "absent"       // surely not on the paper
	InputMaybeAbsent InputState = "maybe_absent" // believed not to be on the paper
	InputUnread      InputState = "unread"
)

// Italian says in words what is known of the value: "accettato automaticamente, 99 %".
func (i RuleInput) Italian() string {
	percent := fmt.Sprintf(", %d\u00a0%%", int(i.Confidence*100)) // 99,9 % must not be said as certain
	switch i.State {
	case InputAccepted:
		return i.Accepted.by(percent)
	case InputNotAccepted:
		return "da controllare" + percent
	case InputAbsent:
		return "non c'è, " + i.Accepted.by(percent)
	case InputMaybeAbsent:
		return "forse non c'è, da controllare" + percent
	case InputUnread:
		return "non letto"
	default:
		return "dato della pratica"
	}
}

// Short is Italian in as few words as there are, without line breaks: "auto 99 %", "revisore".
func (i RuleInput) Short() string {
	percent := fmt.Sprintf(" %d %%", int(i.Confidence*100))
	who := map[Acceptance]string{AcceptedAuto: "auto" + percent, AcceptedReviewer: "revisore", AcceptedMember: "iscritto"}[i.Accepted]
	short := map[InputState]string{InputAccepted: who, InputAbsent: "non c'è, " + who, InputNotAccepted: "da controllare" + percent,
		InputMaybeAbsent: "forse non c'è" + percent, InputUnread: "non letto", InputGiven: "dato"}[i.State]
	return strings.ReplaceAll(short, " ", "\u00a0")
}

func (a Acceptance) by(percent string) string {
	switch a {
	case AcceptedReviewer:
		return "confermato da un revisore"
	case AcceptedMember:
		return "indicato dall'iscritto"
	default:
		return "accettato automaticamente" + percent
	}
}

// ExplainedPart is the rules about one thing.
type ExplainedPart struct {
	// Pointer is the expense, null for the claim itself; Subject names it.
	Pointer Text
	Subject string
	Rules   []AppliedRule
}

// resultOrder puts first what people look for.
var resultOrder = map[RuleResult]int{RuleFound: 0, RuleOpen: 1, RuleNotRun: 2, RuleHolds: 3, RuleNotApplicable: 4}

// Parts groups the rules for people: first those about the claim itself, its treatments and papers, then those about each expense; in
// each part first those that noticed something, and last those that do not apply.
func (e *Explanation) Parts() []ExplainedPart {
	parts := []ExplainedPart{{Subject: "pratica"}}
	index := map[Text]int{}
	for _, rule := range e.Rules {
		i := 0
		if strings.HasPrefix(string(rule.Pointer), "/expenses/") {
			var known bool
			if i, known = index[rule.Pointer]; !known {
				i = len(parts)
				index[rule.Pointer] = i
				parts = append(parts, ExplainedPart{Pointer: rule.Pointer, Subject: rule.Subject})
			}
		}
		parts[i].Rules = append(parts[i].Rules, rule)
	}
	sort.SliceStable(parts[1:], func(i, j int) bool {
		a, b := parts[i+1].Pointer, parts[j+1].Pointer
		return len(a) < len(b) || len(a) == len(b) && a < b // /expenses/2 before /expenses/10
	})
	for _, part := range parts {
		sort.SliceStable(part.Rules, func(i, j int) bool { return resultOrder[part.Rules[i].Result] < resultOrder[part.Rules[j].Result] })
	}
	return parts
}
