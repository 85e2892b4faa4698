package adopt

import (
	"fmt"
	"strings"

	"pratica/extract/forms"
)

// Summary says in a few lines of Italian what was found and how much a person should check.
func (d *Draft) Summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Modulo %s, edizione %s, %d pagine\n", orElse(string(d.Code), "sconosciuto"), orElse(d.Edition, "sconosciuta"), len(d.Pages))
	for i, p := range d.Pages {
		counts, doubts := map[forms.FieldType]int{}, 0
		count := func(z Zone, times int) {
			counts[z.Type] += times
			if len(z.Doubts) > 0 {
				doubts++
			}
		}
		for _, z := range p.Zones {
			count(z, 1)
		}
		for _, t := range p.Tables {
			for _, z := range t.Zones {
				count(z, t.Count)
			}
		}
		var parts []string
		for _, kind := range []struct {
			kind forms.FieldType
			name string
		}{{forms.Comb, "a caselle"}, {forms.Line, "righe"}, {forms.Multiline, "su più righe"}, {forms.Date, "date"}, {forms.Amount, "importi"},
			{forms.Mark, "crocette"}, {forms.Signature, "firme"}} {
			if n := counts[kind.kind]; n > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", n, kind.name))
			}
		}
		fmt.Fprintf(&b, "Pagina %d: %s; da controllare: %d\n", i+1, orElse(strings.Join(parts, ", "), "nessun campo"), doubts)
		if p.Recognised {
			fmt.Fprintf(&b, "  testi riconosciuti dall'immagine, girata di %d° e raddrizzata di %.1f°\n", p.Turned, -p.Skew)
		}
	}
	return b.String()
}
