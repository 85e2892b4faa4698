package pipeline

import (
	"pratica/claim"
	"pratica/extract"
)

// dateDocuments states on which day prescriptions were issued, for some may not be old (validate, papers.prescription_expired).
// A day after the papers arrived was misread. No corpus has measured these days, so none is accepted by itself.
func (a *assembly) dateDocuments() {
	for i, paper := range a.batch {
		if paper.kind != claim.Prescription {
			continue
		}
		var best extract.Dated
		var from claim.Provenance
		for n, page := range paper.pages {
			d, ok := extract.IssuedOn(page.reading.invoicePage())
			if !ok || d.Confidence <= best.Confidence || d.Date.After(a.claim.ReceivedOn) {
				continue
			}
			best = d
			from = claim.Provenance{Document: claim.Text(a.claim.Documents[i].ID), Page: claim.Count(n + 1), Box: page.reading.onPicture(d.Box),
				Text: claim.Text(d.Date.String()), Method: page.reading.invoicePage().Method, Confidence: min(d.Confidence, unfitted)}
		}
		if !best.Date.IsZero() {
			a.claim.Provenance[claim.IssuedOnPointer(i)] = from
		}
	}
}
