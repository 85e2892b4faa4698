package pipeline

import (
	"testing"

	"pratica/claim"
	"pratica/extract"
)

func TestThePostmarkIsTheSentDateNobodyStated(t *testing.T) {
	dated := func(day string, confidence float64) extract.Dated {
		return extract.Dated{Date: claim.MustDate(day), Text: day, Box: claim.Box{X: 1, Y: 2, W: 3, H: 4}, Confidence: confidence}
	}
	for _, c := range []struct {
		name     string
		channel  claim.Channel
		stated   claim.SentEvidence
		kind     claim.DocumentKind
		marks    []extract.Dated
		want     string
		evidence claim.SentEvidence
	}{
		{"a postmark", claim.Post, claim.AssumedReceived, claim.Envelope, []extract.Dated{dated("2026-05-10", 0.7)}, "2026-05-10", claim.Postmark},
		{"the surer of two", claim.Post, claim.AssumedReceived, claim.Envelope, []extract.Dated{dated("2026-05-10", 0.7), dated("2026-05-11", 0.8)}, "2026-05-11", claim.Postmark},
		{"after the arrival", claim.Post, claim.AssumedReceived, claim.Envelope, []extract.Dated{dated("2026-05-15", 0.7)}, "2026-05-14", claim.AssumedReceived},
		{"years ago", claim.Post, claim.AssumedReceived, claim.Envelope, []extract.Dated{dated("2024-05-10", 0.7)}, "2026-05-14", claim.AssumedReceived},
		{"the operator knows better", claim.Post, claim.Operator, claim.Envelope, []extract.Dated{dated("2026-05-10", 0.7)}, "2026-05-14", claim.Operator},
		{"an online send", claim.Online, claim.AssumedReceived, claim.Envelope, []extract.Dated{dated("2026-05-10", 0.7)}, "2026-05-14", claim.AssumedReceived},
		{"not on an envelope", claim.Post, claim.AssumedReceived, claim.Letter, []extract.Dated{dated("2026-05-10", 0.7)}, "2026-05-14", claim.AssumedReceived},
	} {
		t.Run(c.name, func(t *testing.T) {
			arrival := claim.MustDate("2026-05-14")
			got := claim.Claim{Channel: c.channel, ReceivedOn: arrival, SentOn: arrival, SentEvidence: c.stated, Provenance: map[string]claim.Provenance{},
				Documents: []claim.Document{{ID: "d1", Kind: c.kind}}}
			sentByPostmark(&got, []*paper{{kind: c.kind, pages: []*paperPage{{reading: &Reading{Postmarks: c.marks}}}}})
			if got.SentOn.String() != c.want || got.SentEvidence != c.evidence {
				t.Errorf("sent on %s by %s", got.SentOn, got.SentEvidence)
			}
			from, told := got.Provenance["/sent_on"]
			if told != (c.evidence == claim.Postmark) || told && (from.Document != "d1" || from.Accepted != "" || from.Confidence > surestStamp) {
				t.Errorf("it comes from %+v", from)
			}
		})
	}
}
