package pipeline

import (
	"testing"

	"pratica/claim"
)

func TestTheDayOfAPrescriptionIsStatedByProvenance(t *testing.T) {
	form := requestForm("R01", "ROSSI LUCA", "12|Studio Verdi|2026-03-12|80.00")
	for name, test := range map[string]struct {
		line string
		want string
	}{
		"a day":                            {"Milano, 12/03/2025", "2025-03-12"},
		"none":                             {"Milano", ""},
		"a day to come, which was misread": {"Milano, 12/03/2099", ""},
	} {
		t.Run(name, func(t *testing.T) {
			page := lines("Dott. Aldo Neri", "Medico Chirurgo - Oculista", test.line, "Sig. Luca Rossi", "Si prescrive:", "Lenti correttive da vista per modifica del visus")
			claims := assembled(t, form, bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00"), page)
			c := claims[0]
			for i, d := range c.Documents {
				if d.Kind != claim.Prescription {
					continue
				}
				from := c.Provenance[claim.IssuedOnPointer(i)]
				if got := c.IssuedOn(i).String(); got != test.want || got != "" && (from.Document != claim.Text(d.ID) || from.Page != 1 || from.Box.Empty() || from.Confidence < 0.8) {
					t.Errorf("got %s from %+v, want %q", got, from, test.want)
				}
				return
			}
			t.Fatalf("no prescription among %+v", c.Documents)
		})
	}
}

func TestPapersBesideFormAndInvoicesAreAttachments(t *testing.T) {
	page := lines("Dott. Aldo Neri", "Medico Chirurgo - Oculista", "Milano, 12/03/2025", "Sig. Luca Rossi", "Si prescrive:", "Lenti correttive da vista per modifica del visus")
	c := assembled(t, requestForm("R01", "ROSSI LUCA", "12|Studio Verdi|2026-03-12|80.00"), bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00"), page)[0]
	if len(c.Attachments) != 1 || c.Attachments[0].Kind != claim.AttachmentKind(claim.Prescription) {
		t.Fatalf("attachments are %+v", c.Attachments)
	}
	for _, d := range c.Documents {
		if d.ID == c.Attachments[0].Document && d.Kind != claim.Prescription {
			t.Errorf("it is %+v", d)
		}
	}
}
