package eval_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"pratica/claim"
	"pratica/eval"
)

func TestTheJSONHasTheAgreedKeysAndNullWhereNothingWasCounted(t *testing.T) {
	c, claims := planted(t)
	claims[0].Member.Code, claims[0].Member.IBAN = "1047828", "IT60X0542811101000000123456"
	claims[1].Dependency.Total = nil
	var got map[string]any
	decode(t, score(t, c, claims), &got)
	measures := []string{"accepted_error", "automation", "cases", "checks_precision", "checks_recall", "cpu_seconds_per_page", "derived_exact", "ece", "exact", "findings_precision",
		"findings_recall", "grouping_accuracy", "invented", "kind_accuracy", "missing", "pages", "stopped_without_ground",
		"straight_through", "values", "wall_seconds_per_page", "wrong"}
	parts := []string{"by_document_kind", "by_field", "by_form", "by_quality", "by_tag"}
	want := slices.Concat(measures, parts, []string{"errors"})
	slices.Sort(want)
	if keys := slices.Sorted(maps.Keys(got)); !slices.Equal(keys, want) {
		t.Errorf("the keys are %v\nwant %v", keys, want)
	}
	for _, part := range parts {
		for name, row := range got[part].(map[string]any) {
			if keys := slices.Sorted(maps.Keys(row.(map[string]any))); !slices.Equal(keys, measures) {
				t.Errorf("%s %s has %v", part, name, keys)
			}
		}
	}
	for part, name := range map[string]string{"by_quality": "scan", "by_tag": "typed", "by_form": "NA1", "by_document_kind": "copayment_receipt", "by_field": "/member/code"} {
		if _, there := got[part].(map[string]any)[name]; !there {
			t.Errorf("%s has no %s: %v", part, name, got[part])
		}
	}
	if field := got["by_field"].(map[string]any)["/member/code"].(map[string]any); field["exact"] != 0.5 || field["kind_accuracy"] != nil {
		t.Errorf("of two member codes one is wrong, and a field has no kind: %v", field)
	}
	if form := got["by_form"].(map[string]any)["NA1"].(map[string]any); form["values"] != 5.0 || form["missing"] != 0.2 {
		t.Errorf("NA1 has 5 values, one missing: %v", form)
	}
	if got["cpu_seconds_per_page"] != nil {
		t.Errorf("nothing was timed, but a page took %v", got["cpu_seconds_per_page"])
	}
	errors, err := json.Marshal(got["errors"])
	if err != nil {
		t.Fatal(err)
	}
	wantErrors := `[{"accepted":true,"case":"planted","confidence":1,"pointer":"/member/code","read":"1047828","truth":"1047823"},` +
		`{"accepted":true,"case":"planted","confidence":1,"pointer":"/member/iban","read":"IT60X0542811101000000123456","truth":null},` +
		`{"accepted":true,"case":"planted","confidence":1,"pointer":"/dependency/total","read":null,"truth":"35"}]`
	if string(errors) != wantErrors {
		t.Errorf("the errors are %s\nwant %s", errors, wantErrors)
	}
}

func TestATruthMayLeaveAnythingOut(t *testing.T) {
	for name, truth := range map[string]string{
		"only a value":       `{"claims":[{"member":{"code":"1047823"}}]}`,
		"neither claim":      `{"documents":[{"file":"e.pdf","pages":[1],"kind":"R01"}]}`,
		"nothing at all":     `{}`,
		"documents no claim": `{"documents":[{"file":"e.pdf","pages":[1,2],"kind":"R01"}],"claims":[{"member":{"code":"1047823"}}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			c := eval.Case{Name: "short"}
			if err := json.Unmarshal([]byte(truth), &c.Truth); err != nil {
				t.Fatal(err)
			}
			var got map[string]any
			decode(t, score(t, c, []claim.Claim{{Member: claim.Member{Code: "1047823", Surname: "NOBODY ASKS"}, Outcome: claim.Admissible,
				Findings: []claim.Finding{{Code: "form.unsigned"}}}}), &got)
			if got["findings_precision"] != nil || got["wrong"] != nil && got["wrong"] != 0.0 {
				t.Errorf("nobody labelled the findings, nothing is wrong: %v", got)
			}
			if values := got["values"].(float64); values != float64(len(c.Truth.Claims)) {
				t.Errorf("%v values", values)
			}
			if len(c.Truth.Claims) == 0 && (got["exact"] != nil || got["straight_through"] != nil) {
				t.Errorf("nothing was counted, but exact is %v and straight through %v", got["exact"], got["straight_through"])
			}
		})
	}
}

func decode(t *testing.T, s eval.Summary, into any) {
	t.Helper()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}
