package extract

import (
	"strings"
	"testing"
)

const totalsTable = `
Ambulatorio Le Querce S.r.l.
P.IVA 01234560157
Paziente: Rossi Luca
Fattura n. 77/2026 del 12/03/2026

Descrizione                    Importo
Visita oculistica               90,00

%HEAD%
90,00                 0,00      0,00          2,00

Scadenze                        Da pagare
12/04/2026                      92,00
`

func TestARowOfTheTotalsIsNoPosition(t *testing.T) {
	for name, head := range map[string]string{
		"heads read right": "Totale prestazioni    Sconto    Totale IVA    Bolli",
		"a head misread":   "T0tbIe prestaziohi    Sconto    Totale IVA    Bolli",
		"a head cut short": "T0tbIe prestaziohi    Sconto    Totale        Bolli",
	} {
		t.Run(name, func(t *testing.T) {
			fields := fieldsOf(strings.Replace(totalsTable, "%HEAD%", head, 1), Hints{})
			check(t, fields, "/total", "92.00", true)
			check(t, fields, "/stamp_duty", "2.00", true)
			if f, more := fields["/lines/1/amount"]; more {
				t.Errorf("a second position of %s", f.Value)
			}
		})
	}
}

func TestAStampThatTheSumDoesWithoutIsNotSurelyAbsent(t *testing.T) {
	for name, tt := range map[string]struct {
		note string
		sure bool
	}{"nothing said of a stamp": {"", true}, "a stamp beside the total": {"Marca da bollo   2,00", false}} {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Marca da bollo                   2,00", tt.note, "87,50", "85,50").Replace(plain)
			check(t, fieldsOf(text, Hints{}), "/stamp_duty", "0.00", tt.sure)
		})
	}
}
