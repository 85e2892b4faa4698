package eval_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"pratica/claim"
	"pratica/eval"
)

func TestPlantedErrorsAreCountedAsWhatTheyAre(t *testing.T) {
	truth := json.RawMessage(`{"member":{"code":"1047823","surname":"D'Amico","iban":null},"declared_total":"87.50",
		"expenses":[{"number":"2024/118","total":"87.50","declared":null},{"number":"7","total":"20.00","declared":null}]}`)
	right := claim.Claim{Member: claim.Member{Code: "1047823", Surname: "D’AMICO"}, DeclaredTotal: claim.MustMoney("87.50"),
		Expenses:   []claim.Expense{{Number: "7", Total: claim.MustMoney("20.00")}, {Number: "2024 118", Total: claim.MustMoney("87.50")}},
		Provenance: map[string]claim.Provenance{"/member/code": {Accepted: claim.AcceptedAuto, Confidence: 0.999}}}
	for name, tt := range map[string]struct {
		spoil   func(*claim.Claim)
		pointer string
		verdict eval.Verdict
	}{
		"nothing":                   {func(*claim.Claim) {}, "/member/surname", eval.Exact},
		"a wrong digit":             {func(c *claim.Claim) { c.Member.Code = "1047828" }, "/member/code", eval.Wrong},
		"a value left out":          {func(c *claim.Claim) { c.DeclaredTotal = claim.Money{} }, "/declared_total", eval.Missing},
		"a value out of nowhere":    {func(c *claim.Claim) { c.Member.IBAN = "IT60X0542811101000000123456" }, "/member/iban", eval.Invented},
		"an amount of another line": {func(c *claim.Claim) { c.Expenses[0].Total = claim.MustMoney("2.00") }, "/expenses/0/total", eval.Wrong},
	} {
		read := right
		read.Expenses = append([]claim.Expense(nil), right.Expenses...)
		tt.spoil(&read)
		values, err := eval.Compare(truth, read)
		if err != nil {
			t.Fatal(err)
		}
		wrong := 0
		for _, v := range values {
			if v.Verdict != eval.Exact {
				wrong++
			}
			if v.Pointer == tt.pointer && v.Verdict != tt.verdict {
				t.Errorf("%s: %s is %s, want %s", name, v.Pointer, v.Verdict, tt.verdict)
			}
		}
		if want := 1; name != "nothing" && wrong != want || name == "nothing" && wrong != 0 {
			t.Errorf("%s: %d values are not exact: %+v", name, wrong, values)
		}
	}
}

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
				if len(curve) != 2 || curve[0].Probability > 0.95 || curve[1].Probability < 0.995 {
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
	if sure := curve[2]; sure.Raw > 0.999 || sure.Probability < 0.998 {
		t.Errorf("the curve is %+v", curve)
	}
}

func TestReadingsOfDifferentConfidenceSpeakTogether(t *testing.T) {
	var seen []eval.Observation
	for i := range 300 {
		seen = append(seen, eval.Observation{FieldType: "x", Raw: 0.9 + float64(i)/10000, Right: true})
	}
	if curve := eval.Fit(seen)["x"]; curve[0].Probability < 0.93 {
		t.Errorf("300 right readings, and the first step says %.4f", curve[0].Probability)
	}
}
