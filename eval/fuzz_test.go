package eval_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pratica/claim"
	"pratica/eval"
)

// FuzzTruth scores any truth.json against nothing, against a claim and, where it holds one, against itself: every
// value is counted once, the shares are shares, and what is its own truth has no errors.
func FuzzTruth(f *testing.F) {
	paths, _ := filepath.Glob("../testdata/*/truth.json")
	for _, path := range paths[:min(3, len(paths))] {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"claims":[{"expenses":[{"declared":null,"total":"87.50"},{"declared":{"amount":"87.50"}}]},null,[],"x"],"documents":[{"file":"a","pages":[1,-1],"kind":"R01","claim":7}],"findings":["form.unsigned"]}`))
	f.Add([]byte(`{"claims":[{"a/b":{"~":[[[1e999]]]},"member":[{"code":1}],"dependency":{"scores":{"bathing":5}}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := eval.Case{Name: "fuzz"}
		if len(data) > 6000 || json.Unmarshal(data, &c.Truth) != nil {
			return
		}
		start := time.Now()
		other := claim.Claim{Member: claim.Member{Code: "1047823"}, Expenses: []claim.Expense{{Number: "1", Total: claim.MustMoney("87.50")}, {}},
			Documents: []claim.Document{{ID: "d1", Kind: claim.R01Document, Pages: []claim.Page{{File: "a", FilePage: 1}}}}}
		var own []claim.Claim
		for _, one := range c.Truth.Claims {
			var read claim.Claim
			if string(one) == "null" || json.Unmarshal(one, &read) != nil {
				own = nil
				break
			}
			own = append(own, read)
		}
		for _, claims := range [][]claim.Claim{nil, {other}, own} {
			r, err := eval.Score(c, claims)
			if err != nil {
				if claims != nil {
					return // a truth that is no claim, told before as well
				}
				continue
			}
			shares(t, r, len(claims) > 0 && len(own) == len(claims) && &claims[0] == &own[0])
		}
		if took := time.Since(start); took > 10*time.Second { // some milliseconds
			t.Errorf("%d bytes took %v", len(data), took)
		}
	})
}

func shares(t *testing.T, r eval.Result, own bool) {
	for _, p := range r.Partner {
		if p < -1 || p >= len(r.Claims) {
			t.Fatalf("partner %d of %d claims", p, len(r.Claims))
		}
	}
	seen := map[[2]any]bool{}
	for _, v := range r.Values {
		key := [2]any{v.Claim, v.Pointer}
		if v.Claim >= 0 && v.Pointer != "" && seen[key] {
			t.Errorf("%s of claim %d is counted twice", v.Pointer, v.Claim)
		}
		seen[key] = true
		if own && len(r.Claims) == 1 && v.Class == eval.Paper && v.Verdict == eval.Missing {
			t.Errorf("%s is %q, and %q of itself", v.Pointer, v.Truth, v.Read)
		}
	}
	text, err := json.Marshal(eval.Summarise([]eval.Result{r}))
	if err != nil {
		t.Fatalf("cannot be printed: %v", err)
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"exact", "wrong", "missing", "invented", "automation", "accepted_error", "kind_accuracy", "grouping_accuracy"} {
		if share, ok := all[key].(float64); ok && (math.IsNaN(share) || share < 0 || share > 1 && key != "invented") {
			t.Errorf("%s is %v", key, share)
		}
	}
}
