package extract

import (
	"testing"

	"pratica/ocr"
)

func TestUmlautsOfGermanPapers(t *testing.T) {
	german := "Rechnung Leistung Gesamtbetrag "
	for read, want := range map[string]string{
		german + "Réntgen":                "Röntgen",
		german + "Orthopàdie":             "Orthopädie",
		german + "Dr. Weif":               "Weif",
		german + "Dr. Wei8":               "Weiß",
		german + "fiir":                   "für",
		german + "Pérez":                  "Pérez",
		german + "Pérez,":                 "Pérez,",
		german + "Zélée":                  "Zölée", // and is doubted
		german + "Désirée":                "Désirée",
		german + "Renée":                  "Renée",
		german + "Nicolò":                 "Nicolò",
		"Fattura Visita Miiller":          "Müller",
		"Fattura Visita perché varii":     "varii",
		"Fattura XIII":                    "XIII",
		"Fattura céliaca":                 "céliaca",
		"Fattura Totale Visita del Dr B8": "B8",
	} {
		words := typedPage(read).Words
		got := withUmlauts(words)
		last := got[len(got)-1]
		if last.Text != want {
			t.Errorf("%q: %q", read, last.Text)
		}
		if written := words[len(words)-1].Text; last.Text != written && last.Confidence > rewritten {
			t.Errorf("%q for %q is believed with %v", last.Text, written, last.Confidence)
		}
	}
	printed := []ocr.Word{{Text: "Rechnung", Confidence: 1}, {Text: "Leistung", Confidence: 1}, {Text: "Betrag", Confidence: 1}, {Text: "Réntgen", Confidence: 1}}
	if got := withUmlauts(printed)[3].Text; got != "Réntgen" {
		t.Errorf("a text layer says %q", got)
	}
}
