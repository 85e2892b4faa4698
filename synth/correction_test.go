package synth

import (
	"strings"
	"testing"

	"pratica/claim"
)

func TestWhatIsCorrectedByHandStandsOnThePaperWithSomethingElse(t *testing.T) {
	ways := map[correction]int{}
	for seed := range uint64(60) {
		e := someClaim(newDice(seed, "fault"), FormKind, "fiscal.hand_corrected", claim.Post)
		e.writers = TrainingWriters
		papers := e.papers(newDice(seed, "draw"))
		s, at, ok := e.correction.find(papers, e.corrected)
		if !ok {
			t.Errorf("seed %d: no paper shows what is corrected (%+v)", seed, e.correction)
			continue
		}
		last := s.printed[len(s.printed)-1]
		if near := last.y > at.y-12 && last.y < at.y+12 && last.x < at.x+at.w+60 && last.x > at.x-60; !near || strings.Contains(at.text, last.text) && e.correction.how != overwritten {
			t.Errorf("seed %d: %+v at %+v, written %+v", seed, e.correction, at, last)
		}
		ways[e.correction]++
	}
	if len(ways) < 8 {
		t.Errorf("60 papers are corrected in %d ways only", len(ways))
	}
}

func TestPapersSpoiltByChanceHaveTheDateStruckOut(t *testing.T) {
	e := someClaim(newDice(1, "fault"), FormKind, "", claim.Post)
	e.spoil(newDice(1, "spoil"), "fiscal.hand_corrected")
	c, err := truthOf(e)
	if err != nil {
		t.Fatal(err)
	}
	if _, known := expense(c, 0)["date"]; known || e.correction != (correction{}) {
		t.Errorf("%+v, date known: %t", e.correction, known)
	}
}
