package claim

import (
	"cmp"
	"fmt"
	"slices"
)

// KnownIssuer is what papers taught of the issuer with a VAT number: how he prints his name, and where and
// under which labels the number, date and total of his invoices stand. It holds business data and counts only:
// nothing of patients, services or amounts, and no id of a paper.
//
// What one claim teaches has the same form, so that learning is an addition (Plus), and unlearning a
// subtraction (Minus) that leaves nothing behind.
type KnownIssuer struct {
	VATNumber string `json:"vat_number"`
	// Documents is how many invoices were counted.
	Documents int `json:"documents"`
	// LastSeen is the newest day of arrival; null if no paper was counted.
	LastSeen Date `json:"last_seen"`
	// Votes are sorted, and no two of them are of the same thing.
	Votes []IssuerVote `json:"votes"`
}

// IssuerVote counts the claims in which one thing was seen in one quarter. A claim that says it several
// times counts once: its papers were read by one scanner on one day.
type IssuerVote struct {
	Of IssuerPart `json:"of"`
	// Text is the name as printed, or the label of the place ("" if none is known).
	Text string `json:"text"`
	// Page is 1 for the first page of the document and 2 for any later one; X and Y are hundredths of the
	// page's width and height. All are 0 for a name.
	Page int `json:"page,omitempty"`
	X    int `json:"x,omitempty"`
	Y    int `json:"y,omitempty"`
	// Quarter is of the day of arrival, "2026Q2"; empty for what the operator stated, which does not age.
	Quarter string `json:"quarter"`

	// Read counts claims in which it was read, with nobody standing for it yet; Accepted those in which the
	// machine did, Confirmed those in which a person did, Rejected those in which a person wrote another name
	// where this one had been read.
	Read      int `json:"read,omitempty"`
	Accepted  int `json:"accepted,omitempty"`
	Confirmed int `json:"confirmed,omitempty"`
	Rejected  int `json:"rejected,omitempty"`
}

// IssuerPart is what a vote is about.
type IssuerPart string

// The parts of an invoice that are learnt: the name, and the places of three values.
const (
	IssuerName  IssuerPart = "name"
	NumberPlace IssuerPart = "number"
	DatePlace   IssuerPart = "date"
	TotalPlace  IssuerPart = "total"
)

// QuarterOf is "2026Q2" for a day of May 2026.
func QuarterOf(d Date) string { return fmt.Sprintf("%04dQ%d", d.Year, (d.Month+2)/3) }

// Plus is the sum of what is known and what a further claim teaches of the same issuer.
func (k KnownIssuer) Plus(lesson KnownIssuer) KnownIssuer { return k.add(lesson, 1) }

// Minus takes back what a claim has taught. What is not there is not taken.
func (k KnownIssuer) Minus(lesson KnownIssuer) KnownIssuer { return k.add(lesson, -1) }

func (k KnownIssuer) add(lesson KnownIssuer, sign int) KnownIssuer {
	sum := KnownIssuer{VATNumber: cmp.Or(k.VATNumber, lesson.VATNumber), Documents: max(0, k.Documents+sign*lesson.Documents), LastSeen: k.LastSeen}
	if sign > 0 && sum.LastSeen.Before(lesson.LastSeen) {
		sum.LastSeen = lesson.LastSeen
	}
	votes := slices.Clone(k.Votes)
	for _, v := range lesson.Votes {
		i := slices.IndexFunc(votes, func(have IssuerVote) bool { return have.compare(v) == 0 })
		if i < 0 {
			votes = append(votes, v.thing())
			i = len(votes) - 1
		}
		votes[i] = votes[i].plus(v, sign)
	}
	votes = slices.DeleteFunc(votes, func(v IssuerVote) bool { return v == v.thing() })
	slices.SortFunc(votes, IssuerVote.compare)
	sum.Votes = votes
	return sum
}

// thing is what is voted about, without the counts.
func (v IssuerVote) thing() IssuerVote {
	v.Read, v.Accepted, v.Confirmed, v.Rejected = 0, 0, 0, 0
	return v
}

func (v IssuerVote) plus(o IssuerVote, sign int) IssuerVote {
	v.Read = max(0, v.Read+sign*o.Read)
	v.Accepted = max(0, v.Accepted+sign*o.Accepted)
	v.Confirmed = max(0, v.Confirmed+sign*o.Confirmed)
	v.Rejected = max(0, v.Rejected+sign*o.Rejected)
	return v
}

// compare orders by the thing and its quarter, not by counts.
func (v IssuerVote) compare(o IssuerVote) int {
	return cmp.Or(cmp.Compare(v.Of, o.Of), cmp.Compare(v.Text, o.Text), cmp.Compare(v.Page, o.Page), cmp.Compare(v.X, o.X), cmp.Compare(v.Y, o.Y),
		cmp.Compare(v.Quarter, o.Quarter))
}
