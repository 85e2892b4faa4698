package eval_test

import (
	"os"
	"slices"
	"testing"

	"pratica/claim"
	"pratica/eval"
	"pratica/ocr/child"
	"pratica/pipeline"
)

func TestMain(m *testing.M) {
	child.Main(pipeline.Handlers())
	os.Exit(m.Run())
}

// TestTheSamplesAreReadAsTheirTruthSays leads every sample through the real pipeline. The sample envelope
// must be equal to its truth value for value; the others must give their findings, and none may have a
// wrong value that the machine stands for, or a claim turned down for a reason the truth does not have.
func TestTheSamplesAreReadAsTheirTruthSays(t *testing.T) {
	cases, err := eval.Cases("../testdata")
	if err != nil {
		t.Fatal(err)
	}
	p, err := pipeline.New(pipeline.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	values, exact := 0, 0
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			r, err := eval.Run(t.Context(), p, c, nil)
			if err != nil {
				t.Fatal(err)
			}
			if r.Failure != "" {
				t.Error(r.Failure)
			}
			for _, v := range r.Values {
				if v.Class == eval.Paper {
					values++
				}
				switch {
				case v.Verdict == eval.Exact && v.Class == eval.Paper:
					exact++
				case v.Verdict == eval.Exact:
				case v.Accepted() && v.Class == eval.Paper:
					t.Errorf("%s was accepted as %q, the truth is %q", v.Pointer+v.ReadPointer, v.Read, v.Truth)
				case c.Name == "sample":
					t.Errorf("%s is %q, the truth is %q", v.Pointer+v.ReadPointer, v.Read, v.Truth)
				}
			}
			if len(r.MissingFindings) > 0 {
				t.Errorf("not found: %v", r.MissingFindings)
			}
			for _, read := range r.Claims {
				for _, f := range read.Findings {
					if (f.Severity == claim.Reject || f.Severity == claim.Suspend) && !slices.Contains(c.Truth.Findings, f.Code) {
						t.Errorf("%s: %s", f.Code, f.Message)
					}
				}
			}
		})
	}
	if exact*100 < values*97 {
		t.Errorf("%d of %d values are exact, less than 97 %%", exact, values)
	}
}
