package pipeline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"pratica/claim"
	"pratica/validate"
)

// Lessons are what a claim teaches of the issuers of its invoices, one for each VAT number that somebody stands
// for. Nothing is taught of an invoice whose issuer may be the patient or who pays for him. Pages are those of
// the claim's submission, for the labels; without them places have none.
func (p *Pipeline) Lessons(c claim.Claim, pages []ReadPage) ([]claim.KnownIssuer, error) {
	readings := map[PageRef]*Reading{}
	for _, page := range pages {
		reading, err := parseReading(page.Reading)
		if err != nil {
			return nil, err
		}
		readings[page.PageRef] = &reading
	}
	var lessons []claim.KnownIssuer
	for i := range c.Expenses {
		e := &c.Expenses[i]
		at := rowPrefix + strconv.Itoa(i)
		vatNumber := string(e.Issuer.VATNumber)
		if !claim.ValidVATNumber(vatNumber) || !stoodFor(c.Provenance[at+"/issuer/vat_number"]) || isPatientsOwn(c, e) {
			continue
		}
		n := slices.IndexFunc(lessons, func(k claim.KnownIssuer) bool { return k.VATNumber == vatNumber })
		if n < 0 {
			n = len(lessons)
			lessons = append(lessons, claim.KnownIssuer{VATNumber: vatNumber, LastSeen: c.ReceivedOn})
		}
		lessons[n].Documents++
		votes := nameVotes(string(e.Issuer.Name), c.Provenance[at+"/issuer/name"])
		for _, part := range places {
			from := c.Provenance[at+"/"+string(part)]
			if from.Accepted == claim.AcceptedReviewer && !standsThere(e, part, string(from.Text)) {
				continue
			}
			if vote := printedPlace(&c, at, part, readings); vote.Page > 0 && count(&vote, from, false) {
				votes = append(votes, vote)
			}
		}
		for _, vote := range votes {
			vote.Quarter = claim.QuarterOf(c.ReceivedOn)
			lessons[n].Votes = voteOnce(lessons[n].Votes, vote)
		}
	}
	for n := range lessons {
		lessons[n] = claim.KnownIssuer{}.Plus(lessons[n]) // in order
	}
	return lessons, nil
}

// standsThere tells that the value a person stands for is what was read in its place, but for a figure: what he wrote
// instead of something else stands elsewhere.
func standsThere(e *claim.Expense, part claim.IssuerPart, text string) bool {
	var ways []string
	switch part {
	case claim.NumberPlace:
		ways = []string{onlyDigits(string(e.Number))}
	case claim.TotalPlace:
		ways = []string{onlyDigits(e.Total.String()), onlyDigits(strings.TrimSuffix(e.Total.String(), ".00"))}
	case claim.DatePlace:
		d := e.Date
		for _, year := range []int{d.Year, d.Year % 100} {
			for _, way := range []string{"%[1]d%02[2]d%02[3]d", "%02[3]d%02[2]d%[1]d", "%[3]d%[2]d%[1]d", "%[3]d%[1]d"} { // the last with the month in letters
				ways = append(ways, fmt.Sprintf(way, year, int(d.Month), d.Day))
			}
		}
	}
	read := onlyDigits(text)
	return slices.ContainsFunc(ways, func(way string) bool { return way == read || validate.OneReplaced(way, read) })
}

func stoodFor(from claim.Provenance) bool {
	return from.Accepted == claim.AcceptedAuto || from.Accepted == claim.AcceptedReviewer
}

// plainReading is the confidence from which on a name is worth remembering though nobody stands for it: what
// makes names doubtful is which of the words of a letterhead they are, and that shows when others come.
const plainReading = 0.9

// count gives a vote the standing of a value. A value that nobody stands for counts only if that is allowed and
// it was read plainly; one that a rule wrote, from what is known already, does not.
func count(vote *claim.IssuerVote, from claim.Provenance, unaccepted bool) bool {
	switch {
	case from.Accepted == claim.AcceptedReviewer:
		vote.Confirmed = 1
	case from.Method == claim.FromRule:
		return false
	case from.Accepted == claim.AcceptedAuto:
		vote.Accepted = 1
	case from.Accepted == "" && unaccepted && from.Confidence >= plainReading:
		vote.Read = 1
	default:
		return false
	}
	return true
}

// nameVotes are for the name, and against what was read of it where a person wrote it better. What was read in
// its place and is quite different is not kept: it may be anybody's name.
func nameVotes(name string, from claim.Provenance) []claim.IssuerVote {
	vote := claim.IssuerVote{Of: claim.IssuerName, Text: name}
	if !isBusinessName(name) || !count(&vote, from, true) {
		return nil
	}
	votes := []claim.IssuerVote{vote}
	read := strings.Join(strings.Fields(string(from.Text)), " ")
	if vote.Confirmed > 0 && nameKey(read) != nameKey(name) && isMisreading(nameKey(read), nameKey(name)) {
		votes = append(votes, claim.IssuerVote{Of: claim.IssuerName, Text: read, Rejected: 1})
	}
	return votes
}

// longestName is how long a name may be, in bytes: beyond, it is a piece of a paper.
const longestName = 100

// isBusinessName refuses what may hold more than a name: an address of mail, a telephone, a tax code.
func isBusinessName(name string) bool {
	letters, digits := 0, 0
	for _, r := range name {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	return letters >= 3 && digits <= 4 && len(name) <= longestName && !strings.Contains(name, "@")
}

// isPatientsOwn tells that the issuer's name or code is that of a person of the claim: the reader may have taken
// one for the other.
func isPatientsOwn(c claim.Claim, e *claim.Expense) bool {
	persons := []claim.Person{{Surname: c.Member.Surname, Name: c.Member.Name, TaxCode: c.Member.TaxCode},
		{Surname: c.Patient.Surname, Name: c.Patient.Name, TaxCode: c.Patient.TaxCode}}
	for i := range c.Expenses {
		persons = append(persons, c.Expenses[i].Patient)
		if payer := c.Expenses[i].BilledTo; payer != nil {
			persons = append(persons, *payer)
		}
	}
	words := strings.Fields(claim.FoldName(string(e.Issuer.Name)))
	for _, p := range persons {
		if p.TaxCode != "" && p.TaxCode == e.Issuer.TaxCode {
			return true
		}
		own := strings.Fields(claim.FoldName(string(p.Surname + " " + p.Name)))
		if len(own) > 0 && !slices.ContainsFunc(own, func(word string) bool { return !slices.Contains(words, word) }) {
			return true
		}
	}
	return false
}

// voteOnce adds a vote, unless the claim has said the same: then the stronger standing counts.
func voteOnce(votes []claim.IssuerVote, vote claim.IssuerVote) []claim.IssuerVote {
	for i, v := range votes {
		if v.Of == vote.Of && v.Text == vote.Text && v.Page == vote.Page && v.X == vote.X && v.Y == vote.Y && v.Rejected == vote.Rejected {
			if vote.Confirmed > v.Confirmed || v.Confirmed == 0 && vote.Accepted > v.Accepted {
				votes[i] = vote
			}
			return votes
		}
	}
	return append(votes, vote)
}
