package synth

import (
	"slices"
	"testing"

	"pratica/claim"
)

func TestAllowancesAreWhatTheirPapersSay(t *testing.T) {
	seen := map[claim.Kind]int{}
	for n := range 300 {
		d := newDice(uint64(n), "allowance")
		e := someAllowanceEnvelope(d, claim.Post)
		a := e.Allowance
		out, err := truthOf(e)
		if err != nil {
			t.Fatal(err)
		}
		block := out["allowance"].(map[string]any)
		seen[a.Kind]++
		last := a.Discharged
		late := slices.Contains(e.findings(), "deadline.lapsed")
		switch {
		case a.Paper == "":
			if block["deadline"] != nil || out["kind"] != nil && out["kind"] != "mixed" {
				t.Errorf("%d: without a paper the kind is %v and the last day %v", n, out["kind"], block["deadline"])
			}
			continue
		case late != e.SentOn.After(lastDay(last)):
			t.Errorf("%d: until %s, sent %s, late %v", n, last, e.SentOn, late)
		case a.Kind == claim.AllowanceStay && block["nights"].(float64) < 1:
			t.Errorf("%d: a stay of %v nights", n, block["nights"])
		case a.Kind == claim.AllowanceDaySurgery && block["nights"].(float64) != 0:
			t.Errorf("%d: a day of %v nights", n, block["nights"])
		}
		if !slices.IsSortedFunc(a.Sessions, func(x, y claim.Date) int { return x.DaysUntil(y) * -1 }) {
			t.Errorf("%d: sessions %v", n, a.Sessions)
		}
		papers := 0
		for _, p := range e.papers(newDice(uint64(n), "papers")) {
			if p.kind == a.Paper {
				papers++
			}
		}
		if want := 1; papers != want && !(a.Each && papers == len(a.Sessions)) {
			t.Errorf("%d: %d papers of %d sessions", n, papers, len(a.Sessions))
		}
	}
	for _, kind := range []claim.Kind{claim.AllowanceStay, claim.AllowanceDaySurgery, claim.AllowanceOncology, ""} {
		if seen[kind] < 10 {
			t.Errorf("%q: %d of 300", kind, seen[kind])
		}
	}
}
