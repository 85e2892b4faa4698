package web

import (
	"testing"

	"github.com/chromedp/chromedp"

	"pratica/claim"
	"pratica/storage"
)

func TestADateReadOnTheEnvelopeIsOfferedUntilSomebodyConfirmsIt(t *testing.T) {
	d := openDesk(t)
	_, _, step, err := d.records.CreateArrival(t.Context(), claim.Arrival{Channel: claim.Post, ReceivedAt: noon, SentOn: claim.DateIn(noon),
		SentEvidence: claim.AssumedReceived, Files: []claim.File{{Name: "busta.pdf", Object: d.put([]byte("file")), Size: 4}}})
	d.must(err)
	_, err = d.records.FinishSplit(t.Context(), step.StepRef, []storage.Envelope{{Pages: []storage.PageRef{{File: "busta.pdf", FilePage: 1}}}})
	d.must(err)
	list, err := d.records.Submissions(t.Context(), storage.Query{})
	d.must(err)
	id := list.Submissions[0].ID
	d.read(id, 1, nil)
	e := sampleEnvelope("BERTOLINI")
	e.claim.Submission, e.claim.SentOn, e.claim.SentEvidence = id, claim.MustDate("2026-05-08"), claim.Postmark
	d.assemble(id, e.claim)

	browser := openBrowser(t)
	const offer = `document.querySelector('[data-live="offer"]').textContent`
	do(t, browser, size(360, 800, "light"), chromedp.Navigate(d.URL+"/submissions/"+id), settled(), await(offer+`.includes('08/05/2026')`), await(`document.documentElement.scrollWidth <= innerWidth`),
		chromedp.Click(chromedp.CSS(`[data-sent]`)), await(offer+`.trim() === ''`), await(`document.getElementById('sent').value === '2026-05-08'`))
	found, err := d.records.Submission(t.Context(), id)
	d.must(err)
	if found.SentOn.String() != "2026-05-08" || found.SentEvidence != claim.Postmark {
		t.Errorf("sent on %v, by %v", found.SentOn, found.SentEvidence)
	}
}
