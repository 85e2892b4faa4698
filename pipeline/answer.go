package pipeline

import (
	"cmp"
	"fmt"
	"slices"

	"pratica/claim"
	"pratica/validate"
)

// Answer are pages that came later, in a submission of their own, for a claim of this one.
type Answer struct {
	// Submission is the id of theirs, ProtocolNumber its number.
	Submission, ProtocolNumber string
	// To are pages of the claim that is answered.
	To []PageRef
	// Pages are named by submission and file.
	Pages []ReadPage
	// SentOn is the day on which they were sent; Assumed tells that it is that of their arrival, because nobody knows it.
	SentOn  claim.Date
	Assumed bool
	// Copies is as in claim.Submission. Findings are about files that could not be opened.
	Copies   bool
	Findings []claim.Finding
}

// Assembled is a claim with the submissions that papers of expenses came with, by their indexes, where these answer it.
type Assembled struct {
	Claim   claim.Claim
	Brought map[int]string
}

// AnsweredBy is the claim whose letter is among pages, by its code; empty if none is, or those of two claims are.
func (p *Pipeline) AnsweredBy(pages []ReadPage) (claimID string, err error) {
	for _, page := range pages {
		reading, err := parseReading(page.Reading)
		if err != nil {
			return "", err
		}
		switch found := cmp.Or(string(reading.Answers), codeInWords(&reading)); {
		case found == "":
		case claimID != "" && claimID != found:
			return "", nil
		default:
			claimID = found
		}
	}
	return claimID, nil
}

// codeInWords is the claim of a letter's code that somebody copied as text, as the e-mail asks: its check characters tell it from
// what was read wrong.
func codeInWords(r *Reading) string {
	for i := range r.Words {
		text := ""
		for _, w := range r.Words[i:min(i+8, len(r.Words))] {
			text += w.Text
			if id, ok := claim.ParseAnswerCode(text); ok {
				return id
			}
		}
	}
	return ""
}

// MayAnswer reports pages that nothing says are another request than a claim: every form among them is that of the claim once more, of
// the same member and patient and with a row in common.
func (p *Pipeline) MayAnswer(pages []ReadPage, c claim.Claim) (bool, error) {
	papers, err := groupPages(pages)
	if err != nil {
		return false, err
	}
	asked := request{member: claim.Person{Surname: c.Member.Surname, Name: c.Member.Name}, patient: claim.Person{Surname: c.Patient.Surname, Name: c.Patient.Name}}
	for i := range c.Expenses {
		if declared := c.Expenses[i].Declared; declared != nil {
			asked.rows = append(asked.rows, *declared)
		}
	}
	for _, o := range ownersOf(papers) {
		if string(o.form.kind) != string(c.Form) || !asked.same(requestOf(o.form)) {
			return false, nil
		}
	}
	return true, nil
}

// request is what tells one form from another of its kind.
type request struct {
	member, patient claim.Person
	rows            []claim.Declared
}

func requestOf(form *paper) request {
	o := newOwner(form)
	r := request{member: o.member, patient: o.patient}
	for _, row := range o.rows {
		r.rows = append(r.rows, row.declared)
	}
	return r
}

// same reports two forms that ask for the same: of the same people, as far as they were read, and with a row in common if both have
// any.
func (r request) same(other request) bool {
	return mayBeSame(r.member, other.member) && mayBeSame(r.patient, other.patient) &&
		(len(r.rows) == 0 || len(other.rows) == 0 || slices.ContainsFunc(r.rows, func(a claim.Declared) bool {
			return slices.ContainsFunc(other.rows, func(b claim.Declared) bool { return sameRow(a, b) })
		}))
}

func mayBeSame(a, b claim.Person) bool {
	return a.Surname == "" || a.Name == "" || b.Surname == "" || b.Name == "" ||
		validate.SameMember(a.Surname, a.Name, claim.Enrolled{Surname: b.Surname, Name: b.Name})
}

// sameRow reports two rows of which two of number, date and amount agree.
func sameRow(a, b claim.Declared) bool {
	n := 0
	if a.Number != "" && claim.CompactIdentifier(string(a.Number)) == claim.CompactIdentifier(string(b.Number)) {
		n++
	}
	if !a.Date.IsZero() && a.Date == b.Date {
		n++
	}
	if a.Amount.Known() && a.Amount.Equal(b.Amount) {
		n++
	}
	return n >= 2
}

// joinAnswer puts the papers of an answer to those of the claim it is for: the batch with most of its pages, whose index it gives. A
// form or a document that came before and is sent again, completed or corrected, is superseded by what came last; the same picture is
// a copy. A form that asks for something else is left out, and said.
func joinAnswer(batches [][]*paper, answer Answer) (batch int, findings []claim.Finding, err error) {
	papers, err := groupPages(answer.Pages)
	if err != nil {
		return 0, nil, err
	}
	most := -1
	for i, papers := range batches {
		n := 0
		for _, p := range papers {
			for _, page := range p.pages {
				if slices.Contains(answer.To, page.ref) {
					n++
				}
			}
		}
		if n > most {
			batch, most = i, n
		}
	}
	for _, p := range papers {
		if p.copyOf == nil {
			findings = append(findings, supersede(batches[batch], p, answer)...)
		}
	}
	batches[batch] = append(batches[batch], papers...)
	return batch, append(findings, answer.Findings...), nil
}

// supersede holds a paper of an answer against those that came before.
func supersede(earlier []*paper, p *paper, answer Answer) []claim.Finding {
	form := opensClaim(p.kind)
	for _, before := range earlier {
		switch {
		case before.copyOf != nil:
		case before.samePictures(p):
			p.copyOf, p.superseded = before, true
			return nil
		case form && opensClaim(before.kind):
			if before.kind != p.kind || !requestOf(before).same(requestOf(p)) {
				p.copyOf, p.superseded = before, true // its values are nobody's here
				return []claim.Finding{strayForm(p, answer)}
			}
			before.copyOf, before.superseded = p, true
		case before.shows(p):
			before.copyOf, before.superseded, p.again = p, true, true
		}
	}
	return nil
}

// strayForm says that an answer holds a form that asks for something else.
func strayForm(p *paper, answer Answer) claim.Finding {
	f := claim.NewFinding("form.two_patients", "", fmt.Sprintf("Il modulo %s arrivato con il plico %s chiede altro: va separato, in una pratica sua.", p.kind, answer.ProtocolNumber)).
		With("submission", answer.Submission).With("protocol_number", answer.ProtocolNumber)
	f.Severity = claim.Review
	return f
}

// cameWith is how documents came that were not with the claim's first papers, by their ids. What was sent again counts as sent with
// the claim.
func (a *assembly) cameWith(answers []Answer) map[string]validate.Answered {
	came := map[string]validate.Answered{}
	for i, p := range a.batch {
		for _, answer := range answers {
			if !p.again && slices.ContainsFunc(answer.Pages, func(page ReadPage) bool { return page.PageRef == p.pages[0].ref }) {
				came[a.claim.Documents[i].ID] = validate.Answered{Submission: answer.Submission, SentOn: answer.SentOn, Assumed: answer.Assumed}
			}
		}
	}
	return came
}

// brought are the submissions that the papers of expenses came with, by their indexes, where these answer the claim.
func (a *assembly) brought(came map[string]validate.Answered) map[int]string {
	brought := map[int]string{}
	for i := range a.claim.Expenses {
		for _, part := range places {
			if with, ok := came[string(a.claim.Provenance[fmt.Sprintf("%s%d/%s", rowPrefix, i, part)].Document)]; ok {
				brought[i] = with.Submission
			}
		}
	}
	return brought
}

// onlyCopies reports that no expense document is an original: the operator saw copies in every submission that brought one.
func (a *assembly) onlyCopies(s claim.Submission, answers []Answer) bool {
	copies := s.Copies
	for _, answer := range answers {
		if slices.ContainsFunc(a.batch, func(p *paper) bool {
			return p.expense && slices.ContainsFunc(answer.Pages, func(page ReadPage) bool { return page.PageRef == p.pages[0].ref })
		}) {
			copies = answer.Copies
		}
	}
	return copies
}
