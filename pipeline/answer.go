package pipeline

import (
	"slices"

	"pratica/claim"
)

// AnsweredBy is the claim whose letter is among pages, by its code; empty if none is.
func (p *Pipeline) AnsweredBy(pages []ReadPage) (claimID string, err error) {
	for _, page := range pages {
		reading, err := parseReading(page.Reading)
		if err != nil {
			return "", err
		}
		if reading.Answers != "" {
			return string(reading.Answers), nil
		}
	}
	return "", nil
}

// joinAnswer puts the papers of an answer to those of the claim it is for: the batch with most of its pages. A form or a document
// that came before and is sent again, completed or corrected, is superseded by what came last.
func joinAnswer(batches [][]*paper, answer Answer) error {
	papers, err := groupPages(answer.Pages)
	if err != nil {
		return err
	}
	best, most := 0, -1
	for i, batch := range batches {
		n := 0
		for _, p := range batch {
			for _, page := range p.pages {
				if slices.Contains(answer.To, page.ref) {
					n++
				}
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	for _, p := range papers {
		if p.copyOf != nil {
			continue
		}
		for _, before := range batches[best] {
			if before.copyOf == nil && (opensClaim(p.kind) && before.kind == p.kind || before.shows(p)) {
				before.copyOf, before.superseded = p, true
			}
		}
	}
	batches[best] = append(batches[best], papers...)
	return nil
}

// answeredOn are the days on which answers were sent, by the ids of their documents.
func (a *assembly) answeredOn(answers []Answer) map[string]claim.Date {
	days := map[string]claim.Date{}
	for i, p := range a.batch {
		for _, answer := range answers {
			if slices.ContainsFunc(answer.Pages, func(page ReadPage) bool { return page.PageRef == p.pages[0].ref }) {
				days[a.claim.Documents[i].ID] = answer.SentOn
			}
		}
	}
	return days
}
