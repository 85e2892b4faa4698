package adopt

import (
	"math"
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
)

func TestTheFundsNameIsKnownWithALetterMisread(t *testing.T) {
	for label, want := range map[string]string{"cod facchim;": "code", "codice faschim": "code", "tetefono": "phone", "frattura": "", "cod. fascia": ""} {
		if m, _ := meaningOf(label); m.id != want {
			t.Errorf("%q is %q, want %q", label, m.id, want)
		}
	}
}

// writtenAt makes a phrase of one line with its words a letter apart.
func writtenAt(x, y float64, text string) phrase {
	w := word{text, forms.Rect{X: x, Y: y, W: float64(2 * len(text)), H: 3}, 0}
	return phrase{text: text, folded: fold(text), words: []word{w}, box: w.box}
}

// tableUnder is a table whose first two rows were lost, under its headings, with what is written in all its rows.
func tableUnder(headings []string, rows [][]string, headers []string, y float64) ([]shape, []phrase) {
	var all []phrase
	at, edges := []float64{20, 55, 90, 150}, []float64{15, 50, 85, 145, 180}
	for c, text := range headings {
		if text != "" {
			all = append(all, writtenAt(at[c], 100, text))
		}
	}
	for i, row := range rows {
		for c, text := range row {
			if text != "" {
				all = append(all, writtenAt(at[c], 107+7*float64(i), text))
			}
		}
	}
	var shapes []shape
	for c, header := range headers {
		shapes = append(shapes, shape{rect: forms.Rect{X: edges[c], Y: y, W: edges[c+1] - edges[c], H: 7}, header: header, table: 1, rows: 2, pitch: 7})
	}
	return shapes, all
}

// TestATableReachesUpToItsHeadings: the cells of the first two rows were broken by a fold, and what is written in the second passed for the
// headings; that of the dates was not read at all.
func TestATableReachesUpToItsHeadings(t *testing.T) {
	rows := [][]string{{"76/26", "13/2/2026", "CENTRO MEDICO ALFA", "70,50"}, {"2026/23", "7/2/2026", "CURA", "387,00"}, {"FS-00314", "15/12/2025", "SANGALLI", "192,00"}}
	for name, c := range map[string]struct {
		headings, headers, want []string
		y, from                 float64
		rows                    int
	}{
		"two rows lost":      {[]string{"Numero", "", "Fornitore", "Euro"}, []string{"2026/23", "7/2/2026", "CURA", "387,00"}, []string{"Numero", "Data", "Fornitore", "Euro"}, 118.8, 104.8, 4},
		"none lost":          {[]string{"Numero", "Data", "Fornitore", "Euro"}, []string{"Numero", "", "", "Euro"}, []string{"Numero", "Data", "", "Euro"}, 104.8, 104.8, 2},
		"no headings":        {nil, []string{"2026/23", "7/2/2026", "CURA", "387,00"}, []string{"2026/23", "7/2/2026", "CURA", "387,00"}, 118.8, 118.8, 2},
		"legible, not known": {[]string{"Numero", "Data", "Fornitore", "Note"}, []string{"Numero", "Data", "Fornitore", "Note"}, []string{"Numero", "Data", "Fornitore", "Note"}, 104.8, 104.8, 2},
	} {
		t.Run(name, func(t *testing.T) {
			shapes, all := tableUnder(c.headings, rows, c.headers, c.y)
			got, lost := (&sheet{}).headed(shapes, all, claim.R01Document)
			for i, want := range c.want {
				if got[i].header != want || got[i].rows != c.rows || math.Abs(got[i].rect.Y-c.from) > 0.01 {
					t.Errorf("column %d is %q, %d rows from %.1f mm; want %q, %d from %.1f", i, got[i].header, got[i].rows, got[i].rect.Y, want, c.rows, c.from)
				}
			}
			if (len(lost) > 0) != (c.from < c.y) {
				t.Errorf("lost %v", lost)
			}
		})
	}
	t.Run("another table between", func(t *testing.T) {
		shapes, all := tableUnder([]string{"Numero", "Data", "Fornitore", "Euro"}, rows, []string{"2026/23", "7/2/2026", "CURA", "387,00"}, 118.8)
		shapes = append(shapes, shape{rect: forms.Rect{X: 15, Y: 105, W: 100, H: 7}, table: 2, rows: 1, pitch: 7, header: "Numero"})
		if got, _ := (&sheet{}).headed(shapes, all, claim.R01Document); got[0].rows != 2 {
			t.Error("it grew into the other")
		}
	})
}
