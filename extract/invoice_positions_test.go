package extract

import "testing"

func TestPositionsThatLookLikeSomethingElse(t *testing.T) {
	const head = `
Ambulatori Le Querce S.r.l.
P.IVA 01234560157
Fattura n. 77/2026 del 12/03/2026
Paziente: Rossi Luca

`
	for _, c := range []struct {
		why, body string
		want      map[string]string
	}{
		{"a deposit for surgery is no deposit paid already", `
1) Acconto per intervento di chirurgia ambulatoriale        450,00
Totale onorari                                              450,00
Bollo                                                         2,00
TOTALE FATTURA                                              452,00
`, map[string]string{"/lines/0/amount": "450.00", "/lines/0/description": "Acconto per intervento di chirurgia ambulatoriale", "/total": "452.00"}},
		{"a sentence above the heading of the sums, which is none of positions", `
Vi addebitiamo quanto segue: Visita di controllo - EUR 50,00; Infiltrazione articolare -
EUR 70,00.

Importo        Iva es. art. 10        Bollo virtuale        TOTALE
120,00         0,00                   2,00                  EUR 122,00
`, map[string]string{"/lines/0/amount": "50.00", "/lines/0/description": "Visita di controllo", "/lines/1/amount": "70.00", "/total": "122.00", "/stamp_duty": "2.00"}},
	} {
		t.Run(c.why, func(t *testing.T) { expect(t, read(head+c.body, Hints{}), c.want) })
	}
}
