package pipeline

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"pratica/claim"
	"pratica/ocr"
	"pratica/ocr/likeness"
	"pratica/synth"
)

// earlierPapers are the papers of earlier claims, all of which share a band with every other.
type earlierPapers []claim.EarlierPrint

func (e earlierPapers) Like(context.Context, string, string, claim.PagePrint) ([]claim.EarlierPrint, error) {
	return e, nil
}

// paperOf is a claim whose one expense was read on a drawn paper.
func paperOf(t *testing.T, r synth.Retake) (*assembly, []ReadPage) {
	t.Helper()
	const dpi = 200 / 25.4 // dots per mm
	printed, width, height := r.Words()
	var words []ocr.Word
	for _, w := range printed {
		words = append(words, ocr.Word{Text: w.Text, Box: claim.Box{X: int(w.X * dpi), Y: int(w.Y * dpi), W: int(w.W * dpi), H: int(w.H * dpi)}, Confidence: 0.99})
	}
	reading := Reading{Version: readingVersion, KindOfPage: textPage, Level: claim.Identity, Transform: claim.Identity, Words: words,
		Likeness: likeness.Of(words, int(width*dpi), int(height*dpi))}
	data, err := json.Marshal(reading)
	if err != nil {
		t.Fatal(err)
	}
	page := ReadPage{PageRef{"a.jpg", 1}, data}
	a := &assembly{batch: []*paper{{pages: []*paperPage{{ref: page.PageRef, reading: &reading}}}}}
	a.claim.Documents = []claim.Document{{ID: "d1", Pages: []claim.Page{{File: "a.jpg", FilePage: 1}}}}
	a.claim.Expenses = make([]claim.Expense, 1)
	a.claim.Provenance = map[string]claim.Provenance{"/expenses/0/date": {Document: "d1", Page: 1}, "/expenses/0/total": {Document: "d1", Page: 1}}
	return a, []ReadPage{page}
}

func TestAPaperIsKnownAgainAndItsSiblingsAreNot(t *testing.T) {
	const paper = 81001
	p := &Pipeline{}
	first, pages := paperOf(t, synth.Retake{Paper: paper})
	prints, err := p.Prints(first.claim, pages)
	if err != nil || len(prints) != 1 || prints[0].Expense != 0 || len(prints[0].Bands) < 2 {
		t.Fatalf("%+v, %v", prints, err)
	}
	open := claim.EarlierPrint{EarlierExpense: claim.EarlierExpense{Claim: "open"}, Text: prints[0].Text}
	paid := claim.EarlierPrint{EarlierExpense: claim.EarlierExpense{Claim: "paid", Outcome: claim.Admissible, Delivered: true}, Text: prints[0].Text}
	garbage := claim.EarlierPrint{EarlierExpense: claim.EarlierExpense{Claim: "garbage"}, Text: "AAAA"}

	again, pages := paperOf(t, synth.Retake{Paper: paper})
	found, err := again.sameBefore(t.Context(), earlierPapers{garbage, open, paid}, nil)
	if err != nil || len(found) != 1 || found[0].Claim != "paid" {
		t.Errorf("%+v, %v", found, err)
	}
	if more, err := p.Prints(again.claim, pages); err != nil || !slices.Equal(more[0].Bands, prints[0].Bands) {
		t.Errorf("%+v, %v", more, err)
	}
	for sibling := 1; sibling <= 5; sibling++ {
		other, _ := paperOf(t, synth.Retake{Paper: paper, Sibling: sibling})
		if found, err := other.sameBefore(t.Context(), earlierPapers{open, paid}, nil); err != nil || len(found) != 0 {
			t.Errorf("sibling %d: %+v, %v", sibling, found, err)
		}
	}
	if found, err := again.sameBefore(t.Context(), nil, nil); err != nil || found != nil {
		t.Errorf("without pictures: %+v, %v", found, err)
	}
}
