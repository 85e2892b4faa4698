package adopt

import (
	"fmt"
	"strings"

	"pratica/extract/forms"
)

// Summary says in a few lines of Italian what was found and how much a person should check.
func (d *Draft) Summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Modulo %s, edizione %s, %s\n", orElse(string(d.Code), "sconosciuto"), orElse(d.Edition, "sconosciuta"),
		counted(len(d.Pages), "pagina", "pagine"))
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
			kind      forms.FieldType
			one, many string
		}{{forms.Comb, "a caselle", "a caselle"}, {forms.Line, "riga", "righe"}, {forms.Multiline, "su più righe", "su più righe"}, {forms.Date, "data", "date"},
			{forms.Amount, "importo", "importi"}, {forms.Mark, "crocetta", "crocette"}, {forms.Signature, "firma", "firme"}} {
			if n := counts[kind.kind]; n > 0 {
				parts = append(parts, counted(n, kind.one, kind.many))
			}
		}
		fmt.Fprintf(&b, "Pagina %d: %s; da controllare: %d\n", i+1, orElse(strings.Join(parts, ", "), "nessun campo"), doubts)
		if p.Recognised {
			fmt.Fprintf(&b, "  testi riconosciuti dall'immagine, girata di %d° e raddrizzata di %.1f°\n", p.Turned, -p.Skew)
		}
	}
	return b.String()
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
