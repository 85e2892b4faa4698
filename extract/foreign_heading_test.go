package extract

import (
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
)

func TestAHeadingIsNoName(t *testing.T) {
	for text, heading := range map[string]bool{"DETTAGLIO DELLE SPESE": true, "C COORDINATE BANCARIE": true, "Elenco delle spese": true,
		"DE SPESA MARIA": false, "ROSSI": false, "MARIA LUISA": false, "DOCUMENTI": false} {
		fields := settleForeign([]FormField{{Zone: forms.Field{ID: "family.surname", Type: forms.Line, Content: forms.Name},
			Field: claim.Field{Value: text, From: claim.Provenance{Confidence: 0.99}}}}, claim.R01Document)
		if got := fields[0].Blank && fields[0].Value == ""; got != heading {
			t.Errorf("%q: %+v", text, fields[0])
		}
	}
}
