package storage

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"pratica/claim"
)

// SameValues tells that b says nothing that a does not, so that b is no new version of a. Everything counts
// except
//   - who made it and when: id, version, submission, protocol_number, created_at, produced_by;
//   - where values were read: provenance, and of the documents' pages the picture with its size, dpi, rotation
//     and transform (kind, order, file and page of the documents do count);
//   - the wording of findings and their order (code, severity, article, pointer and detail do count);
//   - how documents are called: ids are compared by position.
func SameValues(a, b claim.Claim) (bool, error) {
	first, err := values(a)
	if err != nil {
		return false, err
	}
	second, err := values(b)
	if err != nil {
		return false, err
	}
	return bytes.Equal(first, second), nil
}

// values is the JSON of what counts in a claim.
func values(c claim.Claim) ([]byte, error) {
	c.ID, c.Version, c.Submission, c.ProtocolNumber = "", 0, "", ""
	c.CreatedAt, c.ProducedBy, c.Provenance = time.Time{}, claim.ProducedBy{}, nil

	names := map[string]string{}
	c.Documents = slices.Clone(c.Documents)
	for i, d := range c.Documents {
		names[d.ID] = fmt.Sprintf("d%d", i+1)
		pages := make([]claim.Page, len(d.Pages))
		for j, p := range d.Pages {
			pages[j] = claim.Page{File: p.File, FilePage: p.FilePage}
		}
		c.Documents[i] = claim.Document{ID: names[d.ID], Kind: d.Kind, Pages: pages}
	}
	c.Attachments = slices.Clone(c.Attachments)
	for i, a := range c.Attachments {
		if name, ok := names[a.Document]; ok {
			c.Attachments[i].Document = name
		}
	}
	c.Findings = slices.Clone(c.Findings)
	for i := range c.Findings {
		c.Findings[i].Message = ""
	}
	slices.SortStableFunc(c.Findings, func(x, y claim.Finding) int {
		return cmp.Or(cmp.Compare(x.Code, y.Code), cmp.Compare(x.Pointer, y.Pointer), cmp.Compare(fmt.Sprint(x.Detail), fmt.Sprint(y.Detail)))
	})
	data, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("compare claims: %w", err)
	}
	return data, nil
}

// MatchClaims pairs the claims of a repeated assembling with the earlier ones: for each of next the index in
// earlier, or -1 if it is new. Most pages in common go first, then the order of next. What is left is paired
// in order where one side has no pages, as when a file can be opened now that could not before.
func MatchClaims(earlier, next []claim.Claim) []int {
	match := slices.Repeat([]int{-1}, len(next))
	taken := make([]bool, len(earlier))
	pagesEarlier, pagesNext := pageSets(earlier), pageSets(next)
	for {
		best, bestEarlier, bestNext := 0, 0, 0
		for j := range next {
			for i := range earlier {
				if match[j] >= 0 || taken[i] {
					continue
				}
				if n := common(pagesEarlier[i], pagesNext[j]); n > best {
					best, bestEarlier, bestNext = n, i, j
				}
			}
		}
		if best == 0 {
			break
		}
		match[bestNext], taken[bestEarlier] = bestEarlier, true
	}
	for j := range next {
		for i := range earlier {
			if match[j] < 0 && !taken[i] && (len(pagesEarlier[i]) == 0 || len(pagesNext[j]) == 0) {
				match[j], taken[i] = i, true
			}
		}
	}
	return match
}

func pageSets(claims []claim.Claim) []map[PageRef]bool {
	sets := make([]map[PageRef]bool, len(claims))
	for i, c := range claims {
		sets[i] = map[PageRef]bool{}
		for _, d := range c.Documents {
			for _, p := range d.Pages {
				sets[i][PageRef{p.File, p.FilePage}] = true
			}
		}
	}
	return sets
}

func common(a, b map[PageRef]bool) (n int) {
	for p := range a {
		if b[p] {
			n++
		}
	}
	return n
}

// ProtocolNumber is the n-th of a year, from 1: "2026-000123".
func ProtocolNumber(year, n int) string { return fmt.Sprintf("%04d-%06d", year, n) }

var protocolNumber = regexp.MustCompile(`^[0-9]{4}-[0-9]{6,}$`)

// IsProtocolNumber reports a text that is written as ProtocolNumber writes it.
func IsProtocolNumber(s string) bool { return protocolNumber.MatchString(s) }

// Content is what the idempotency of Arrivals.CreateArrival compares, as JSON.
func Content(a claim.Arrival) ([]byte, error) {
	type file struct{ Name, Object string }
	content := struct {
		Channel        claim.Channel
		ExternalNumber claim.Text
		SentOn         claim.Date
		SentEvidence   claim.SentEvidence
		Files          []file
		Answers        claim.Text `json:",omitzero"`
		Copies         bool       `json:",omitzero"`
	}{Channel: a.Channel, ExternalNumber: a.ExternalNumber, Answers: cmp.Or(a.AnswersName, a.Answers), Copies: a.Copies}
	if a.SentEvidence == claim.Postmark || a.SentEvidence == claim.Operator {
		content.SentOn, content.SentEvidence = a.SentOn, a.SentEvidence
	}
	for _, f := range a.Files {
		content.Files = append(content.Files, file{f.Name, f.Object})
	}
	return json.Marshal(content)
}

// CheckArrival is the EINVALID of CreateArrival, or nil.
func CheckArrival(a claim.Arrival) error {
	if len(a.Files) == 0 {
		return claim.Errorf(claim.EINVALID, "Nessun documento: allegarne almeno uno.")
	}
	names := map[string]bool{}
	for _, f := range a.Files {
		if strings.TrimSpace(f.Name) == "" {
			return claim.Errorf(claim.EINVALID, "Un documento è senza nome.")
		}
		if names[f.Name] {
			return claim.Errorf(claim.EINVALID, "Due documenti hanno lo stesso nome: %s.", f.Name)
		}
		names[f.Name] = true
		if _, err := ParseKey(f.Object); err != nil {
			return err
		}
	}
	return nil
}
