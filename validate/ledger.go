package validate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"pratica/claim"
)

// Ledger knows the expenses of earlier claims.
type Ledger interface {
	// Earlier lists expenses that may be this one and whose papers came before those of the submission brought, void claims and those of
	// the submission own apart: all that have three of issuer, number, date and patient in common with it, and perhaps some more; of what is
	// asked for without an invoice, all of the same kind that have the member or the patient in common and, of an allowance, a day. Brought
	// is own, or one that answers it.
	Earlier(ctx context.Context, own, brought string, expense claim.LedgerExpense) ([]claim.EarlierExpense, error)
	// Sends lists the submissions of a member that were sent by a channel in a calendar month, received before this one, void
	// ones apart.
	Sends(ctx context.Context, submission, memberCode string, channel claim.Channel, month claim.Date) ([]claim.EarlierSend, error)
}

// SendsRule is how often a member may send by a channel in a calendar month.
type SendsRule struct {
	Channel claim.Channel `yaml:"channel"`
	Times   int           `yaml:"times"`
	Article claim.Text    `yaml:"article"`
}

func (r *SendsRule) check() error {
	if r != nil && (r.Channel == "" || r.Times < 1 || r.Article == "") {
		return errors.New("sends_a_month: a channel, a number of times and an article are needed")
	}
	return nil
}

// againstLedger looks for expenses that were sent before, and counts the member's sends.
func (k *check) againstLedger(ctx context.Context) error {
	if k.in.Ledger == nil {
		k.notRun("ledger", "Non è stato cercato se le fatture erano già state inviate: l'archivio delle spese non è disponibile.")
		return nil
	}
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		if e.DocumentType == "" || e.DocumentType == claim.CreditNoteType {
			continue
		}
		brought := k.c.Submission
		if with, ok := k.answered(i); ok {
			brought = with.Submission
		}
		earlier, err := k.in.Ledger.Earlier(ctx, k.c.Submission, brought, e.Ledger())
		if err != nil {
			return fmt.Errorf("look up earlier expenses: %w", err)
		}
		if !k.sentBefore(i, earlier) {
			k.samePaper(i)
		}
	}
	if err := k.askedBefore(ctx); err != nil {
		return err
	}
	return k.sendsOfMonth(ctx)
}

// likeness of two expenses.
type likeness int

const (
	different likeness = iota
	// nearly: one character of one value differs, or nobody knows the patient of one, and everything else is the same.
	nearly
	// same: issuer, number, date and patient.
	same
)

// sentBefore notes that expense i was sent before, once: as a duplicate if the same was reimbursed, else as one that is open.
func (k *check) sentBefore(i int, earlier []claim.EarlierExpense) bool {
	mine := k.c.Expenses[i].Ledger()
	best, how := -1, different
	for j, other := range earlier {
		now := compareExpenses(mine, other.Expense)
		if now > how || now == how && now != different && other.Reimbursed() && !earlier[best].Reimbursed() {
			best, how = j, now
		}
	}
	if how != different {
		k.duplicate(i, earlier[best], how)
	}
	return how != different
}

// Doubts that are no values: two expenses are nearly the same, two pictures look the same and what was read does not say so.
const (
	nearlySame  = "likeness"
	samePicture = "picture"
)

// samePaper notes an expense whose paper came before as another picture, though what was read of the two does not say so. A reject
// rests on the picture and on two of number, date and total that somebody stands for and that are those of the earlier one.
func (k *check) samePaper(i int) {
	other, ok := k.in.SamePaper[i]
	if !ok {
		return
	}
	e := &k.c.Expenses[i]
	code, how := claim.Code("duplicate.open"), "è già arrivato"
	if other.Reimbursed() {
		code, how = "duplicate.picture", "è già stato rimborsato"
	}
	doubts := k.doubts(at(i, "number"), at(i, "date"), at(i, "total"))
	was, now := other.Expense, e.Ledger()
	agree := 0
	for pointer, equal := range map[string]bool{"number": SameNumber(string(was.Number), string(now.Number), now.Date.Year), "date": was.Date == now.Date,
		"total": was.Total.Known() && was.Total.Equal(now.Total)} {
		if equal && k.accepted(at(i, pointer)) && k.value(at(i, pointer)) != "" {
			agree++
		}
	}
	if agree >= 2 {
		doubts = nil
	} else {
		doubts = append(doubts, samePicture)
	}
	k.add(claim.NewFinding(code, fmt.Sprintf("/expenses/%d", i),
		sentence("l'immagine %s%s mostra un documento che %s %s.", ofDocument(e), dated(e.Date), how, k.withClaim(other))).
		With("check", "picture").With("claim", other.Claim).With("protocol_number", other.ProtocolNumber), doubts...)
}

// openWords are how a claim stands that an expense may join.
var openWords = map[claim.Outcome]string{claim.Suspended: "sospesa", claim.Inadmissible: "non ammessa"}

// duplicate notes that expense i is one of an earlier claim. A reject rests on the four values that are the same, each of which
// somebody stands for here; the earlier ones were accepted when that claim was delivered.
func (k *check) duplicate(i int, other claim.EarlierExpense, how likeness) {
	e := &k.c.Expenses[i]
	with := k.withClaim(other)
	code, message := claim.Code("duplicate.open"), sentence("%s %s è già arrivat%s %s (%s): si può unire a quella.", theDocument(e), ofDay(e.Date), ending(e), with,
		cmp.Or(openWords[other.Outcome], "in lavorazione"))
	if other.Reimbursed() {
		code, message = "duplicate.invoice", sentence("%s %s è già stat%s rimborsat%[3]s %[4]s.", theDocument(e), ofDay(e.Date), ending(e), with)
		if e.Settlement == claim.Deposit {
			code = "duplicate.deposit"
		}
	}
	issuer := at(i, "issuer/vat_number")
	if e.Issuer.VATNumber == "" {
		issuer = at(i, "issuer/tax_code")
	}
	doubts := k.doubts(issuer, at(i, "number"), at(i, "date"), at(i, "patient/surname"), at(i, "patient/name"))
	if how == nearly {
		doubts = append(doubts, nearlySame)
		there := ""
		if other.Expense.Number != "" {
			there = "numero " + string(other.Expense.Number) + " "
		}
		message = sentence("%s %s somiglia a una spesa arrivata %s (lì: %s%s): va controllato.", theDocument(e), ofDay(e.Date),
			with, there, ofDay(other.Expense.Date))
	}
	k.add(claim.NewFinding(code, fmt.Sprintf("/expenses/%d", i), message).
		With("check", "ledger").With("claim", other.Claim).With("protocol_number", other.ProtocolNumber), doubts...)
}

// withClaim names an earlier claim to the member if it is his own: of another's he is told no more than that there is one.
func (k *check) withClaim(other claim.EarlierExpense) string {
	if other.MemberCode != "" && other.MemberCode == k.c.Member.Code {
		return "con la pratica " + other.ProtocolNumber
	}
	return "con un'altra pratica"
}

// ending is that of a participle beside the document: "la fattura è stata", "lo scontrino è stato".
func ending(e *claim.Expense) string {
	if strings.HasPrefix(nounOf(e).the, "la") {
		return "a"
	}
	return "o"
}

// compareExpenses tells whether two documents are one. Issuer, number, date and patient decide. Where one character of one of them
// differs, which may be misread, or the patient does, the amounts must be the same too: an issuer numbers what he does for a patient
// on one day 118 and 119.
func compareExpenses(a, b claim.LedgerExpense) likeness {
	if a.DocumentType == claim.CreditNoteType || b.DocumentType == claim.CreditNoteType {
		return different
	}
	differences, unknown := 0, 0
	note := func(equal, known, misread bool) {
		switch {
		case equal:
		case !known:
			unknown++
		case misread:
			differences++
		default:
			differences += 2
		}
	}
	note(a.Issuer == b.Issuer && a.Issuer != "", a.Issuer != "" && b.Issuer != "", OneReplaced(string(a.Issuer), string(b.Issuer)))
	year := a.Date.Year
	note(a.Number != "" && SameNumber(string(a.Number), string(b.Number), year), a.Number != "" && b.Number != "",
		OneReplaced(claim.CompactIdentifier(string(a.Number)), claim.CompactIdentifier(string(b.Number))))
	note(a.Date == b.Date && !a.Date.IsZero(), !a.Date.IsZero() && !b.Date.IsZero(), OneReplaced(a.Date.String(), b.Date.String()))
	note(samePatient(a.Patient, b.Patient), known(a.Patient) && known(b.Patient), true) // a number is one document's, whoever is named
	amounts := a.Total.Known() && b.Total.Known() && a.Total.Equal(b.Total)
	switch {
	case differences == 0 && unknown == 0:
		return same
	case differences+unknown == 1 && amounts:
		return nearly
	}
	return different
}

func known(p claim.Person) bool { return p.Surname != "" || p.TaxCode != "" }

// samePatient compares by tax codes where both are known, else by names.
func samePatient(a, b claim.Person) bool {
	return a.TaxCode != "" && b.TaxCode != "" && sameTaxCode(a.TaxCode, b.TaxCode) || samePerson(a.Surname, a.Name, b.Surname, b.Name)
}

// sendsOfMonth notes a member who posts more often than he may.
func (k *check) sendsOfMonth(ctx context.Context) error {
	rule := k.set.SendsAMonth
	if rule == nil || k.c.Channel != rule.Channel || k.c.Member.Code == "" || !k.legible("/member/code") || k.sentDateUnknown() {
		return nil
	}
	sends, err := k.in.Ledger.Sends(ctx, k.c.Submission, string(k.c.Member.Code), rule.Channel, k.sentOn())
	if err != nil {
		return fmt.Errorf("look up earlier sends: %w", err)
	}
	if len(sends) < rule.Times {
		return nil
	}
	last := slices.MaxFunc(sends, func(a, b claim.EarlierSend) int { return compareDays(a.SentOn, b.SentOn) })
	k.add(claim.NewFinding("form.too_many_sends", "/sent_on",
		fmt.Sprintf("L'iscritto ha già inviato %s il plico %s: %s si può inviare non più di %s al mese (%s).",
			theDay(last.SentOn), last.ProtocolNumber, channelNames[rule.Channel], times(rule.Times), cite(rule.Article))).
		With("sends", len(sends)).With("protocol_number", last.ProtocolNumber).Under(rule.Article))
	return nil
}
