package pipeline

import (
	"math"
	"reflect"
	"testing"

	"pratica/claim"
)

func TestTheConfidencesOfThisBuildAreFitted(t *testing.T) {
	c := calibration()
	if c.Name == "none" || c.Corpus == "" || len(c.Curves) < 50 {
		t.Fatalf("the fit is %q of %q with %d curves", c.Name, c.Corpus, len(c.Curves))
	}
	for fieldType, curve := range c.Curves {
		for i, p := range curve {
			if p.Probability < 0 || p.Probability > 1 || i > 0 && (p.Raw <= curve[i-1].Raw || p.Probability <= curve[i-1].Probability) {
				t.Errorf("%s: the curve falls at %+v", fieldType, p)
			}
		}
	}
}

func TestARawConfidenceGetsTheProbabilityOfItsStep(t *testing.T) {
	c := Calibration{Curves: map[string][]CurvePoint{"x": {{Raw: 0.5, Probability: 0.7}, {Raw: 0.9, Probability: 0.999}}}}
	for _, tt := range []struct {
		name      string
		fieldType string
		raw, want float64
	}{
		{"between two steps, that of the lower", "x", 0.89, 0.7},
		{"at a step", "x", 0.9, 0.999},
		{"below the first step, no more than it and no more than itself", "x", 0.3, 0.3},
		{"of a kind that was not fitted, itself", "y", 0.89, 0.89},
		{"of letters of a kind that was not fitted, not enough to be accepted", "/treatments/*/tooth line", 0.998, 0.99},
		{"of a form without a definition, not enough to be accepted", "/signatures/member mark foreign", 0.998, 0.99},
		{"of a field of a PDF, itself", "/treatments/*/tooth form_field", 0.998, 0.998},
	} {
		if got := c.apply(tt.fieldType, tt.raw); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestStepsThatAcceptOnFewReadingsAreListed(t *testing.T) {
	few, many := CurvePoint{Raw: 0.998, Probability: 0.9985, Values: 12}, CurvePoint{Raw: 0.998, Probability: 0.9999, Values: 400}
	c := Calibration{Curves: map[string][]CurvePoint{"y": {{Raw: 0.5, Probability: 0.6, Values: 3}, few}, "x": {{Raw: 0.99, Probability: 0.996, Values: 3}, many}}}
	if got, want := c.Thin(60), []ThinStep{{"x", CurvePoint{0.99, 0.996, 3}}, {"y", few}}; !reflect.DeepEqual(got, want) {
		t.Errorf("thin steps are %v, want %v", got, want)
	}
}

func TestValuesOfFormsWithoutADefinitionAreFittedApart(t *testing.T) {
	c := claim.Claim{Form: claim.R01, Documents: []claim.Document{{ID: "d1", Kind: claim.R01Document}, {ID: "d2", Kind: claim.Invoice}},
		Provenance: map[string]claim.Provenance{"/declared_total": {Document: "d1", Method: claim.FromLine}, "/expenses/0/total": {Document: "d2", Method: claim.FromLine},
			"/documents/0/kind": {Document: "d1", Method: claim.FromRule}}}
	for _, tt := range []struct{ edition, pointer, want string }{
		{"", "/declared_total", "/declared_total line foreign"},
		{"", "/expenses/0/total", "/expenses/*/total line"},
		{"", "/documents/0/kind", "/documents/*/kind rule"},
		{"2012-06", "/declared_total", "/declared_total line"},
	} {
		c.FormEdition = claim.Text(tt.edition)
		if got := FieldTypeIn(&c, "87.50", tt.pointer); got != tt.want {
			t.Errorf("%s of edition %q is of type %q, want %q", tt.pointer, tt.edition, got, tt.want)
		}
	}
	c.Form, c.FormEdition = "", ""
	if got := FieldTypeIn(&c, "87.50", "/declared_total"); got != "/declared_total line" {
		t.Errorf("without a form it is of type %q", got)
	}
}

func TestThresholdsKeepTheTargetByFieldType(t *testing.T) {
	c := Calibration{Curves: map[string][]CurvePoint{
		"sure":   {{Raw: 0.5, Probability: 0.6, Values: 100}, {Raw: 0.9, Probability: 0.992, Values: 70}, {Raw: 0.99, Probability: 0.999, Values: 100}},
		"few":    {{Raw: 0.9, Probability: 0.992, Values: 50}, {Raw: 0.99, Probability: 0.999, Values: 100}},
		"empty":  {{Raw: 0.9, Probability: 0.999}},
		"mixed":  {{Raw: 0.9, Probability: 0.991, Values: 500}, {Raw: 0.99, Probability: 0.996, Values: 100}},
		"unsure": {{Raw: 0.9, Probability: 0.97, Values: 500}},
	}}
	for target, want := range map[float64]map[string]float64{
		0.995: {"sure": 0.992, "few": 0.999, "mixed": 0.996}, // of 170 readings 169.3 are right; of 600 only 595.1
		0.999: {"sure": 0.999, "few": 0.999},
		0.97:  {"sure": 0.992, "few": 0.992, "mixed": 0.991, "unsure": 0.97},
	} {
		if got := c.Thresholds(target); !reflect.DeepEqual(got, want) {
			t.Errorf("for %g thresholds are %v, want %v", target, got, want)
		}
	}
}

func TestAHigherTargetAcceptsLess(t *testing.T) {
	for _, tt := range []struct {
		why                string
		target, confidence float64
		fitted             float64
		method             claim.Method
		want               claim.Acceptance
	}{
		{"above the target", 0.995, 0.997, 0.997, claim.FromRule, claim.AcceptedAuto},
		{"below a higher target", 0.999, 0.997, 0.997, claim.FromRule, ""},
		{"from the threshold of its type on", 0.995, 0.992, 0.992, claim.FromRule, claim.AcceptedAuto},
		{"raised to it since the fit", 0.995, 0.992, 0.9, claim.FromRule, ""},
		{"confirmed since the fit", 0.995, 0.994, 0.992, claim.FromLine, claim.AcceptedAuto},
		{"doubted since the fit", 0.995, 0.992, 0.994, claim.FromLine, ""},
		{"put there by a rule since the fit", 0.995, 0.994, 0.992, claim.FromRule, ""},
	} {
		c := claim.Claim{DeclaredTotal: claim.MustMoney("10.00"), Provenance: map[string]claim.Provenance{"/declared_total": {Method: tt.method, Confidence: tt.confidence}}}
		p := &Pipeline{config: Config{TargetAccuracy: tt.target}}
		if tt.target == DefaultTargetAccuracy {
			p.thresholds = map[string]float64{"/declared_total rule": 0.992, "/declared_total line": 0.992}
		}
		p.accept(&c, map[string]float64{"/declared_total": tt.fitted})
		if got := c.Provenance["/declared_total"].Accepted; got != tt.want {
			t.Errorf("%s: accepted as %q, want %q", tt.why, got, tt.want)
		}
	}
	if p, err := New(Config{Concurrency: 1}); err != nil || len(p.thresholds) == 0 {
		t.Errorf("a pipeline without thresholds: %v", err)
	} else {
		p.Close()
	}
	for _, target := range []float64{0.5, 0.99, 1, -1, math.NaN()} {
		if _, err := New(Config{TargetAccuracy: target}); err == nil {
			t.Errorf("the target %g is taken", target)
		}
	}
}

func TestAFieldTypeTellsHowItWasRead(t *testing.T) {
	fieldType := FieldTypeOf("", "/expenses/0/lines/2/amount", claim.FromTextLayer)
	if !ReadBy(fieldType, claim.FromTextLayer) || ReadBy(fieldType, claim.FromLine) {
		t.Errorf("%q", fieldType)
	}
}
