package validate

import (
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
)

// add notes a finding. A reject or suspend that rests on something doubtful is given as a review, and its
// detail names the doubts (claim/v1: "A reject or suspend may rest only on accepted values").
func (k *check) add(f claim.Finding, doubts ...string) {
	if f.Article == f.Code.Article() { // no rule named its own
		f.Article = k.set.articleOf(f.Code)
	}
	if len(doubts) > 0 && (f.Severity == claim.Reject || f.Severity == claim.Suspend) {
		f.Severity = claim.Review
		f = f.With("doubts", doubts)
	}
	k.found = append(k.found, f)
	k.trace.noticed()
}

// doubts are the pointers whose value, or absence, nobody stands for.
func (k *check) doubts(pointers ...string) []string {
	var list []string
	for _, pointer := range pointers {
		if !k.accepted(pointer) {
			list = append(list, pointer)
		}
	}
	return list
}

// accepted reports whether a value, or its absence, may carry a decision.
func (k *check) accepted(pointer string) bool {
	if p, ok := k.c.Provenance[pointer]; ok {
		return p.Accepted != ""
	}
	// The kind of a document is always read from the paper, whatever the reader says of it.
	return k.value(pointer) != "" && !strings.HasPrefix(pointer, "/documents/")
}

// legibleFrom is the confidence below which a value is more a guess than a reading: no difference from
// another paper is claimed on it. Whoever needs it waits for a reviewer anyway.
const legibleFrom = 0.8

// legible reports values that are more than guesses.
func (k *check) legible(pointers ...string) bool {
	for _, pointer := range pointers {
		if !k.believed(pointer, legibleFrom) {
			return false
		}
	}
	return true
}

// believed reports a value that is accepted or at least so sure.
func (k *check) believed(pointer string, from float64) bool {
	p, ok := k.c.Provenance[pointer]
	return !ok || p.Accepted != "" || p.Confidence >= from
}

// presence is what reading says of a place on paper.
type presence int

const (
	present presence = iota
	absent           // believed not to be on the paper; accepted tells how sure
	unread           // nobody knows
)

// look tells whether there is a value, by the convention of Check.
func (k *check) look(pointer string) presence {
	if k.value(pointer) != "" {
		return present
	}
	p, ok := k.c.Provenance[pointer]
	switch {
	case !ok:
		return unread
	case p.Accepted != "", p.Text == "" && p.Confidence >= believedAbsent(pointer):
		return absent
	default:
		return unread
	}
}

// believedAbsent is how sure it must be that a value is not on the paper for its finding. Members forget to sign and date their
// forms less often than marks and pale ink are overlooked, and so it is with the other fields of a form. Of what the law asks of invoices, believed missing on drawn scans, 1 of 9 was missing (seeds 57101 to 57202).
func believedAbsent(pointer string) float64 {
	switch {
	case pointer == "/signatures/member":
		return 0.9
	case pointer == "/signatures/date":
		return 0.99
	case strings.HasPrefix(pointer, "/expenses/") && slices.ContainsFunc([]string{"/number", "/date", "/description", "/issuer/vat_number", "/patient/surname"}, func(member string) bool {
		return strings.HasSuffix(pointer, member) && !strings.Contains(pointer, "/declared/")
	}):
		return 0.95
	case !strings.HasPrefix(pointer, "/expenses/") && !strings.HasPrefix(pointer, "/treatments/"):
		return 0.99
	default:
		return 0.5
	}
}

// value is the value at a pointer; "" when absent. A signature that is not there, and an empty list, are absent too.
func (k *check) value(pointer string) string {
	value, err := k.c.Get(pointer)
	if err != nil {
		panic(fmt.Sprintf("validate: %v", err)) // pointers are written in this package and its rules
	}
	if value == "[]" || value == "false" && strings.HasPrefix(pointer, "/signatures/") {
		return ""
	}
	return value
}

// missing notes that a value is not there: with the finding if that is believed, as unreadable if not.
// what names the value in a sentence ("il totale").
func (k *check) missing(f claim.Finding, what string, doubts ...string) {
	pointer := string(f.Pointer)
	switch k.look(pointer) {
	case absent:
		k.add(f, append(k.doubts(pointer), doubts...)...)
	case unread:
		k.unreadable(pointer, what)
	}
}

// unreadable notes that a needed value was not read.
func (k *check) unreadable(pointer, what string) {
	k.unread(pointer, "Non si riesce a leggere "+what+".")
}

// unread says in a sentence of its own why a needed value is not there, once per value. The total of an illegible document, which
// adjudication needs, is stated for itself; its other values were named.
func (k *check) unread(pointer, sentence string) {
	if slices.Contains(k.named, pointer) && !strings.HasSuffix(pointer, "/total") {
		k.trace.now().lack("non si legge, come il resto del documento")
		return
	}
	for _, list := range [][]claim.Finding{k.kept, k.found} {
		for _, f := range list {
			if f.Code == "value.unreadable" && string(f.Pointer) == pointer {
				return
			}
		}
	}
	k.add(claim.NewFinding("value.unreadable", pointer, sentence).With("check", "needed_value"))
}

// unseenPages are reasons why something that was not found may still be in the envelope: a page nobody
// could read, and a paper nobody could name.
func (k *check) unseenPages() []string {
	var reasons []string
	for _, f := range k.kept {
		if strings.HasPrefix(string(f.Code), "file.") || f.Code == "page.unreadable" {
			reasons = append(reasons, string(f.Code))
		}
	}
	if k.in.OtherPagesUnread {
		reasons = append(reasons, otherPages)
	}
	for i, d := range k.c.Documents {
		pointer := fmt.Sprintf("/documents/%d/kind", i)
		if d.Kind == claim.Other || !slices.Contains(readOnSight, d.Kind) && !k.accepted(pointer) {
			reasons = append(reasons, pointer)
		}
	}
	return reasons
}

// otherPages and everyRow are doubts about no value of the claim.
const (
	otherPages = "other pages of the submission"
	everyRow   = "every row has its invoice"
)

// readOnSight are the kinds that have taken their place in the claim, or hold nothing to read.
var readOnSight = []claim.DocumentKind{claim.R01Document, claim.R02Document, claim.D01Document, claim.NA1Document, claim.GM01Document,
	claim.RGM01Document, claim.I07Document, claim.Invoice, claim.CopaymentReceipt, claim.TillSlip, claim.CreditNote, claim.Blank,
	claim.Separator, claim.Envelope}

// at is the pointer of a member of expense i.
func at(i int, member string) string { return fmt.Sprintf("/expenses/%d/%s", i, member) }
