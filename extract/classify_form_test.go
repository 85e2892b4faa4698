package extract

import (
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
)

// page sets lines of text on a page of 2000 × 3000 pixels; two spaces part cells.
func page(lines ...string) InvoicePage {
	p := InvoicePage{Width: 2000, Height: 3000, Method: claim.FromLine}
	for i, line := range lines {
		x := 150
		for _, cell := range strings.Split(line, "  ") {
			for _, word := range strings.Fields(cell) {
				w := 20 * len([]rune(word))
				p.Words = append(p.Words, ocr.Word{Text: word, Box: claim.Box{X: x, Y: 120 + 70*i, W: w, H: 36}, Confidence: 0.95})
				x += w + 14
			}
			x += 200
		}
	}
	return p
}

func TestFormsWithoutADefinitionAreKnownByTheirHeading(t *testing.T) {
	labels := []string{"Cognome  Nome", "Recapito telefonico", "IBAN", "Data  Firma"}
	for _, c := range []struct {
		name  string
		lines []string
		want  claim.DocumentKind
		later bool
	}{
		{"RGM01", []string{"FASCHIM", "Domanda di rimborso dopo gravi malattie", "Mod. RGM01", "Iscritto"}, claim.RGM01Document, false},
		{"RGM01 with an O for a zero", []string{"FASCHIM  Mod. RGMO1", "Richiesta di rimborso per gravi malattie"}, claim.RGM01Document, false},
		{"I07", []string{"FASCHIM", "Richiesta di anticipo per intervento chirurgico", "Mod. I07"}, claim.I07Document, false},
		{"I07 with an l for an I", []string{"Richiesta di anticipazione", "Mod. l07"}, claim.I07Document, false},
		{"another edition of R01", []string{"DOMANDA DI RIMBORSO", "per spese sanitarie", "Mod. R01", "Iscritto"}, claim.R01Document, false},
		{"another edition of GM01", []string{"Attivazione delle prestazioni per gravi malattie", "modulo GM01"}, claim.GM01Document, false},
		{"the notice of another edition", []string{"Informativa sul trattamento dei dati  Mod. NA1"}, claim.NA1Document, true},
		{"a form without a code", append([]string{"Richiesta di rimborso spese mediche"}, labels...), claim.R01Document, false},
		{"a dental form without a code", append([]string{"Modulo per il rimborso delle cure odontoiatriche"}, labels...), claim.R02Document, false},
		{"a letter about a form", []string{"Oggetto: richiesta di rimborso", "allego alla presente il Mod. R01 compilato con le fatture del mese di marzo", "Cordiali saluti"}, claim.Letter, false},
		{"a letter whose subject is a form", []string{"Richiesta di rimborso spese sanitarie", "Gentili signori, allego le fatture", "Firma"}, claim.Letter, false},
		{"an invoice that names the form", []string{"Studio Dentistico Bianchi", "P. IVA 01234560157", "Fattura n. 12 del 12/03/2026", "Cognome  Nome", "Otturazione  120,00",
			"Si rilascia per il rimborso del fondo con Mod. R02 e Mod. D01 allegato", "Totale fattura  120,00"}, claim.Invoice, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ClassifyPage(page(c.lines...), Look{})
			if got.Kind != c.want || got.Later != c.later {
				t.Errorf("%s, later %v", got.Kind, got.Later)
			}
		})
	}
}
