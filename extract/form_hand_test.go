package extract

import (
	"image"
	"math"
	"slices"
	"testing"

	"pratica/extract/forms"
	"pratica/ocr/recognise"
)

func TestTheValueIsWhatMostOfTheGuessesComeTo(t *testing.T) {
	date := zone{field: forms.Field{Type: forms.Date}}
	for _, c := range []struct {
		name    string
		guesses []recognise.Alternative
		value   string
		share   float64
	}{
		{"one", []recognise.Alternative{{Text: "12/03/2026", Confidence: 0.9}}, "2026-03-12", 0.9},
		{"two ways to write it", []recognise.Alternative{{Text: "13/03/2026", Confidence: 0.4}, {Text: "12/03/2026", Confidence: 0.3}, {Text: "12 /03/2026", Confidence: 0.2}}, "2026-03-12", 0.5},
		{"what is no date cannot be", []recognise.Alternative{{Text: "12/03/202", Confidence: 0.6}, {Text: "12/13/2026", Confidence: 0.1}, {Text: "12/03/2026", Confidence: 0.2}}, "2026-03-12", 2.0 / 3},
		{"none", []recognise.Alternative{{Text: "12/03", Confidence: 0.6}}, "", 0},
		{"nothing", nil, "", 0},
	} {
		v, _, share := valueOfGuesses(c.guesses, date.writtenValue)
		if v.text != c.value || math.Abs(share-c.share) > 1e-9 {
			t.Errorf("%s: %q with %.3f, want %q with %.3f", c.name, v.text, share, c.value, c.share)
		}
	}
}

func TestWritingIsPartedIntoLines(t *testing.T) {
	at := func(x, y, w, h int) piece { return piece{box: image.Rect(x, y, x+w, y+h)} }
	z := zone{pieces: []piece{at(10, 12, 20, 30), at(40, 8, 20, 40), at(70, 20, 12, 20), at(90, 38, 4, 8), at(12, 60, 20, 34), at(44, 64, 20, 26), at(70, 55, 6, 6), at(99, 30, 10, 6)}}
	want := []image.Rectangle{image.Rect(10, 8, 109, 48), image.Rect(12, 60, 64, 94)} // a dot above a line does not make it higher
	if got := z.lines(); !slices.Equal(got, want[:]) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestWhoFilledThePageBecomesClear(t *testing.T) {
	by := func(hand, needle, typed float64) recognise.Writing {
		w := recognise.Writing{}
		w.Manners[recognise.Handwritten], w.Manners[recognise.NeedlePrinted], w.Manners[recognise.Typed] = hand, needle, typed
		return w
	}
	s := &sheet{}
	for range 2 {
		if s.byHand(by(0.01, 0, 0.99)) {
			t.Fatal("type is taken for handwriting")
		}
	}
	if !s.typed() {
		t.Error("after two zones of type it is not clear who filled the page")
	}
	if s.byHand(by(0.6, 0, 0.4)) {
		t.Error("one zone in doubt outweighs the page")
	}
	if !s.byHand(by(0.98, 0, 0.02)) {
		t.Error("a date surely written by hand is not seen on a typed form")
	}
	s = &sheet{}
	s.byHand(by(0.97, 0, 0.03))
	if !s.byHand(by(0.3, 0, 0.7)) || s.typed() {
		t.Error("one zone in doubt is type on a page filled by hand")
	}
	s = &sheet{}
	if s.byHand(by(0, 0, 1)) || math.IsInf(s.hand, 0) || math.IsNaN(s.hand) {
		t.Errorf("a zone wholly of type weighs %g", s.hand)
	}
}
