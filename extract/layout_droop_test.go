package extract

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// bentInvoice is a page of many positions whose lines run down to the right, the lower the more: at the right end of the lowest a
// row lies almost as deep as the next one at the left.
func bentInvoice(deep float64) InvoicePage {
	var text strings.Builder
	text.WriteString("Ospedale San Luca Srl\nP.IVA 01234560157\nFattura n. 77/2026 del 12/03/2026\nPaziente: Rossi Luca\n\n")
	text.WriteString("Descrizione prestazione                   Prezzo         Importo\n")
	services := []string{"Visita cardiologica", "Esame urine completo", "Gruppo sanguigno", "Ecografia addome", "Sala operatoria"}
	sum := 0
	for i := range 22 {
		fmt.Fprintf(&text, "%-40s  %d,00          %d,00\n", fmt.Sprintf("%s numero %c", services[i%5], 'A'+i), 10+i, 10+i)
		sum += 10 + i
	}
	fmt.Fprintf(&text, "Totale fattura                                           %d,00\n", sum)
	page := typedPage(text.String())
	for i := range page.Words {
		b := &page.Words[i].Box
		u := float64(b.X) / float64(page.Width)
		b.Y += int(math.Round(deep * u * u * float64(b.Y) / float64(page.Height)))
	}
	return page
}

func TestRowsOfABentPageKeepTheirAmounts(t *testing.T) {
	for _, deep := range []float64{0, 60, 100, 120, 140, 160} {
		fields := ReadInvoice([]InvoicePage{bentInvoice(deep)}, Hints{}).Fields
		for _, i := range []int{0, 11, 21} {
			at := fmt.Sprintf("/lines/%d", i)
			if got := fields[at+"/amount"].Value; got != fmt.Sprintf("%d.00", 10+i) {
				t.Errorf("bent by %g: amount %d is %q", deep, i, got)
			}
			if got := fields[at+"/description"].Value; !strings.HasSuffix(got, fmt.Sprintf("numero %c", 'A'+i)) {
				t.Errorf("bent by %g: description %d is %q", deep, i, got)
			}
		}
	}
}

func TestLevelLinesAndTextLayersDoNotDroop(t *testing.T) {
	level, layer := bentInvoice(0), bentInvoice(80)
	for i := range layer.Words {
		layer.Words[i].Confidence = 1
	}
	for name, page := range map[string]InvoicePage{"level": level, "a text layer": layer} {
		if d := droopOf(page.Words, page.Width, page.Height, 20); d.terms != nil {
			t.Errorf("%s droops by %g", name, d.at(1200, 1700))
		}
	}
}
