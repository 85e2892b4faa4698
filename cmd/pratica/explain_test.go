package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/validate"
)

// checkedClaim is the claim of the package validate, of whose total nobody is sure, as its checks leave it.
func checkedClaim(t *testing.T) []byte {
	t.Helper()
	var c claim.Claim
	if err := json.Unmarshal(fetch(t, "../../validate/testdata/claim.json"), &c); err != nil {
		t.Fatal(err)
	}
	c.Provenance["/expenses/0/total"] = claim.Provenance{Document: "d2", Page: 1, Text: "87,50", Method: claim.FromLine, Confidence: 0.9}
	if err := validate.Check(t.Context(), &c, validate.Inputs{}); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAClaimIsExplainedInWordsAndAsData(t *testing.T) {
	one := checkedClaim(t)
	file := put(t, "claim.json", one)
	run := execute(t, "explain", file)
	for _, want := range []string{"# Pratica 2026-000123: da controllare", "Perché:", "Termine di invio (art. 18.2)", "12 marzo 2026 + 3 mesi = 12 giugno 2026", "## Spesa 1 · fattura 2024/118"} {
		if run.code != 0 || !strings.Contains(run.stdout, want) {
			t.Errorf("%d, no %q in\n%s", run.code, want, run.stdout)
		}
	}
	run = execute(t, "explain", "--json", file)
	var e claim.Explanation
	if err := json.Unmarshal([]byte(run.stdout), &e); err != nil || run.code != 0 || e.Outcome != claim.NeedsReview || len(e.Rules) < 20 || len(e.Differences) > 0 {
		t.Errorf("%d %v %+v", run.code, err, e)
	}
	two := put(t, "claims.json", bytes.Join([][]byte{[]byte("["), one, []byte(","), one, []byte("]")}, nil))
	run = execute(t, "explain", "--json", two)
	var list []claim.Explanation
	if err := json.Unmarshal([]byte(run.stdout), &list); err != nil || len(list) != 2 {
		t.Errorf("%v, %d explanations", err, len(list))
	}
	if run = execute(t, "explain", two); strings.Count(run.stdout, "# Pratica 2026-000123") != 2 {
		t.Errorf("two claims give\n%s", run.stdout)
	}
}

func TestWhatIsNoClaimIsNotExplained(t *testing.T) {
	for name, data := range map[string]string{"other.json": `{"schema":"claim/v1"}`, "text.json": "ciao", "half.json": `[{"schema":`, "empty.json": ""} {
		if run := execute(t, "explain", put(t, name, []byte(data))); run.code != exitUsage || !strings.Contains(run.stderr, name) || run.stdout != "" {
			t.Errorf("%s: %d %q %q", name, run.code, run.stderr, run.stdout)
		}
	}
	if run := execute(t, "explain", "/nowhere/claim.json"); run.code != exitUnreadable {
		t.Errorf("%d %q", run.code, run.stderr)
	}
}
