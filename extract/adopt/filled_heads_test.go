package adopt

import (
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
)

func TestLabelsAreKnownWithALetterMisread(t *testing.T) {
	for read, want := range map[string]string{"Facchim;": "faschim;", "Cognome:": "Cognome:", "Fatture": "Fatture", "Numeri": "Numeri", "Tetefono": "telefono", "1081356": "1081356", "Corso": "Corso"} {
		if got := mendedLabel(read); got != want {
			t.Errorf("%q is %q, want %q", read, got, want)
		}
	}
}

// writtenAt makes a phrase of one line with its words a letter apart.
func writtenAt(x, y float64, text string) phrase {
	w := word{text, forms.Rect{X: x, Y: y, W: float64(2 * len(text)), H: 3}, 0}
	return phrase{text: text, folded: fold(text), words: []word{w}, box: w.box}
}

// TestATableReachesUpToItsHeadings: the cells of the first two rows were broken by a fold, and what is written in the second passed for the
// headings; that of the dates was not read at all.
func TestATableReachesUpToItsHeadings(t *testing.T) {
	all := []phrase{writtenAt(20, 100, "Numero"), writtenAt(90, 100, "Fornitore"), writtenAt(150, 100, "Euro")}
	for i, row := range [][]string{{"76/26", "13/2/2026", "ROSA", "70,50"}, {"2026/23", "7/2/2026", "CURA", "387,00"}, {"FS-00314", "15/12/2025", "SANGALLI", "192,00"}, {"", "", "", ""}} {
		for c, text := range row {
			if text != "" {
				all = append(all, writtenAt([]float64{20, 55, 90, 150}[c], 107+7*float64(i), text))
			}
		}
	}
	var shapes []shape
	for c, header := range []string{"2026/23", "7/2/2026", "CURA", "387,00"} {
		x := []float64{15, 50, 85, 145, 180}
		shapes = append(shapes, shape{rect: forms.Rect{X: x[c], Y: 119, W: x[c+1] - x[c], H: 7}, header: header, table: 1, rows: 2, pitch: 7})
	}
	got := (&sheet{}).headed(shapes, all, claim.R01Document)
	for c, want := range []string{"Numero", "Data", "Fornitore", "Euro"} {
		if got[c].header != want || got[c].rows != 4 || got[c].rect.Y != 105 {
			t.Errorf("column %d is %q, %d rows from %.1f mm; want %q, 4 from 105", c, got[c].header, got[c].rows, got[c].rect.Y, want)
		}
	}
}
