package eval_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"pratica/claim"
	"pratica/eval"
)

func TestACalibrationSaysHowOftenReadingsAreRight(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	var seen []eval.Observation
	for range 4000 {
		raw := chance.Float64()
		seen = append(seen, eval.Observation{FieldType: "x", Raw: raw, Right: chance.Float64() < raw*raw}) // over-confident
	}
	curve := eval.Fit(seen)["x"]
	if len(curve) < 5 {
		t.Fatalf("a curve of %d points", len(curve))
	}
	for i, p := range curve {
		if i > 0 && (p.Raw <= curve[i-1].Raw || p.Probability <= curve[i-1].Probability) {
			t.Errorf("the curve falls at %v", p)
		}
		if p.Values > 200 && (p.Probability < p.Raw*p.Raw-0.1 || p.Probability > p.Raw*p.Raw+0.2) {
			t.Errorf("at %.2f it says %.2f, the truth is about %.2f", p.Raw, p.Probability, p.Raw*p.Raw)
		}
	}
	if eval.Fit(seen[:5])["x"] != nil {
		t.Error("five readings made a curve")
	}
}

func TestAFewRightReadingsBorrowNoCertaintyFromTheManyAboveThem(t *testing.T) {
	for _, few := range []int{2, 15} {
		for _, wrongAbove := range []int{0, 1} {
			t.Run(fmt.Sprintf("%d right ones below 300 with %d wrong", few, wrongAbove), func(t *testing.T) {
				var seen []eval.Observation
				for range few {
					seen = append(seen, eval.Observation{FieldType: "x", Raw: 0.5, Right: true})
				}
				for i := range 300 {
					seen = append(seen, eval.Observation{FieldType: "x", Raw: 0.998, Right: i >= wrongAbove})
				}
				curve := eval.Fit(seen)["x"]
				if len(curve) != 2 || curve[0].Probability > 0.985 || curve[1].Probability < 0.995 {
					t.Errorf("the curve is %+v", curve)
				}
			})
		}
	}
}

func TestADoubtfulReadingThatIsWrongSaysNothingAgainstThoseThatAreConfirmed(t *testing.T) {
	seen := []eval.Observation{{FieldType: "x", Raw: 0.45, Right: false}, {FieldType: "x", Raw: 0.97, Right: false}}
	for i := range 40 {
		seen = append(seen, eval.Observation{FieldType: "x", Raw: 0.999 + float64(i)/100_000, Right: true})
	}
	curve := eval.Fit(seen)["x"]
	if sure := curve[2]; sure.Raw > 0.999 || sure.Probability < 0.995 {
		t.Errorf("the curve is %+v", curve)
	}
}

func TestReadingsOfDifferentConfidenceSpeakTogether(t *testing.T) {
	var seen []eval.Observation
	for i := range 300 {
		seen = append(seen, eval.Observation{FieldType: "x", Raw: 0.9 + float64(i)/10000, Right: true})
	}
	curve := eval.Fit(seen)["x"]
	if curve[0].Probability < 0.93 || curve[len(curve)-1].Probability < 0.995 { // a modest reader who is right is believed
		t.Errorf("300 right readings, and the steps are %+v", curve)
	}
}

func TestAReadersOwnWordIsNotEnoughToBeAccepted(t *testing.T) {
	for readings, accepted := range map[int]bool{8: true, 40: true, 7: false} {
		var seen []eval.Observation
		for range readings {
			seen = append(seen, eval.Observation{FieldType: "x", Raw: 0.9999, Right: true})
		}
		for range 20 { // enough for a curve
			seen = append(seen, eval.Observation{FieldType: "x", Raw: 0.5, Right: true})
		}
		curve := eval.Fit(seen)["x"]
		if top := curve[len(curve)-1]; (top.Probability >= 0.995) != accepted {
			t.Errorf("after %d readings: %+v", readings, curve)
		}
	}
}

func TestKindsOfDocumentsAreFittedToo(t *testing.T) {
	page := []claim.Page{{File: "01.pdf", FilePage: 1}}
	read := claim.Claim{Documents: []claim.Document{{Kind: claim.Letter, Pages: page}},
		Provenance: map[string]claim.Provenance{"/documents/0/kind": {Method: claim.FromRule, Confidence: 0.7}}}
	for truth, right := range map[claim.DocumentKind]bool{claim.Letter: true, claim.Prescription: false} {
		scored, err := eval.Score(eval.Case{Name: "a", Truth: eval.Truth{Claims: []json.RawMessage{[]byte("{}")},
			Documents: []eval.TruthDocument{{File: "01.pdf", Pages: []int{1}, Kind: truth}}}}, []claim.Claim{read})
		if err != nil {
			t.Fatal(err)
		}
		if got := eval.Observe([]eval.Result{scored}); len(got) != 1 || got[0] != (eval.Observation{"a", "/documents/*/kind rule", 0.7, right}) {
			t.Errorf("a letter that is a %s gives %+v", truth, got)
		}
	}
}

func TestFieldTypesWithTooFewReadingsAreCounted(t *testing.T) {
	var seen []eval.Observation
	for range 20 {
		seen = append(seen, eval.Observation{FieldType: "enough", Raw: 0.9, Right: true})
	}
	for range 19 {
		seen = append(seen, eval.Observation{FieldType: "few", Raw: 0.9, Right: true})
	}
	if few := eval.Unfitted(seen); len(few) != 1 || few["few"] != 19 || eval.Fit(seen)["few"] != nil || eval.Fit(seen)["enough"] == nil {
		t.Errorf("too few have %v", few)
	}
}

func TestAFitIsCrossValidatedByWholeCases(t *testing.T) {
	var seen []eval.Observation
	for i := range 2000 {
		seen = append(seen, eval.Observation{Case: fmt.Sprint(i % 100), FieldType: "x", Raw: 0.999, Right: true})
	}
	if got := eval.CrossValidate(seen, 5); got != (eval.CrossValidation{Values: 2000, Accepted: 2000}) {
		t.Errorf("of readings that are all right: %+v", got)
	}
	for i := range seen {
		seen[i].Right = i%20 != 0 // every fifth case is wrong at once
	}
	if got := eval.CrossValidate(seen, 5); got.Accepted != 0 {
		t.Errorf("of readings that are wrong one time in twenty: %+v", got)
	}
	for i := range seen { // wrong in one case alone: only a fit that does not know it accepts it
		seen[i].Right = seen[i].Case != "7"
	}
	if got := eval.CrossValidate(seen, 5); got.Wrong != 20 || got.Accepted >= got.Values {
		t.Errorf("of readings that are wrong in one case: %+v", got)
	}
}

// Data on which an undamped fit runs away: a small sample must not be made sure by it.
func TestTheLogisticPriorIsBounded(t *testing.T) {
	var seen []eval.Observation
	add := func(raw float64, right, of int) {
		for i := range of {
			seen = append(seen, eval.Observation{FieldType: "x", Raw: raw, Right: i < right})
		}
	}
	add(0.5, 95, 100)
	add(0.998, 180, 200)
	add(0.95, 3, 3)
	for _, step := range eval.Fit(seen)["x"] {
		if step.Probability > 0.97 {
			t.Errorf("right nine times in ten, and the fit says %+v", step)
		}
	}
	seen = nil
	add(0.3, 10, 200)
	add(0.9, 0, 50)
	add(0.998, 990, 1000)
	if curve := eval.Fit(seen)["x"]; curve[0].Probability > 0.1 || curve[len(curve)-1].Probability < 0.98 {
		t.Errorf("the curve is %+v", curve)
	}
}

func TestABandBeginsWhereItsReadersDoNotWhereOneWasSeen(t *testing.T) {
	var seen []eval.Observation
	for i := range 200 {
		raw := 0.99
		if i%2 == 0 {
			raw = 0.998
		}
		seen = append(seen, eval.Observation{FieldType: "x", Raw: raw, Right: i%2 == 0 || i%10 != 1})
	}
	curve := eval.Fit(seen)["x"]
	if sure := curve[len(curve)-1]; sure.Raw != 0.995 {
		t.Errorf("the surest step begins at %v", sure.Raw)
	}
}
