package pipeline

import (
	"testing"

	"pratica/claim"
)

func TestAFormIsDatedJustBeforeItWasSent(t *testing.T) {
	for _, c := range []struct {
		why, read, want string
		confidence      float64
	}{
		{"a figure of the year misread", "2016-03-14", "2026-03-14", 0.58},
		{"a year to come", "2040-05-10", "2026-05-10", 0.42},
		{"a day later in the year than the postmark", "2010-11-30", "2025-11-30", 0.5},
		{"a month misread", "2026-08-14", "2026-08-14", 0.5},
		{"last year's date may be right", "2025-06-01", "2025-06-01", 0.5},
		{"a day after it was sent, though legible", "2026-08-14", "2026-08-14", 0.98},
		{"a legible date", "2016-03-14", "2016-03-14", 0.95},
		{"no such day in either year", "2020-02-29", "2020-02-29", 0.5},
	} {
		t.Run(c.why, func(t *testing.T) {
			a := assembly{claim: claim.Claim{SentOn: claim.MustDate("2026-06-20")}}
			var v formValue
			v.Field = claim.Field{Value: c.read, From: claim.Provenance{Method: claim.FromLine, Confidence: c.confidence}}
			got := a.withYear(v, "/signatures/date")
			if got.Field.Value != c.want {
				t.Errorf("%s is read as %s, want %s", c.read, got.Field.Value, c.want)
			}
			if (got.Field.Value != c.read || c.read > "2026-06-20") && got.Field.From.Confidence > guessedYear {
				t.Errorf("it is believed with %.2f", got.Field.From.Confidence)
			}
		})
	}
}

func TestADischargeOfYearsAgoKeepsItsYear(t *testing.T) {
	for _, c := range []struct{ pointer, want string }{
		{"/serious_illness/discharged_on", "2023-04-11"}, {"/expenses/0/declared/date", "2026-04-11"}, {"/signatures/date", "2026-04-11"},
	} {
		a := assembly{claim: claim.Claim{SentOn: claim.MustDate("2026-06-20")}}
		var v formValue
		v.Field = claim.Field{Value: "2023-04-11", From: claim.Provenance{Method: claim.FromLine, Confidence: 0.6}}
		if got := a.withYear(v, c.pointer).Field.Value; got != c.want {
			t.Errorf("%s is read as %s, want %s", c.pointer, got, c.want)
		}
	}
}
