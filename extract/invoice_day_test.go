package extract

import (
	"strings"
	"testing"
)

// A day of a service under "Data" is not the date of the document, however the number introduces that.
func TestTheDateBehindTheNumberGoesBeforeDaysOfServices(t *testing.T) {
	const text = `
Centro Medico Sole S.r.l.
P.IVA 01234560157
Paziente: Rossi Luca C.F. RSSLCU80A01H501K

%NUMBER%

%DATE%         Prestazione                              Importo un.   N.   Valore
13/02/2026     Infiltrazione articolare                 550,00        1    550,00
14/02/2026     Visita di controllo                       50,00        1     50,00
Totale                                                                     600,00
`
	for _, number := range []string{"FATTURA nr. 120/26 del 16/02/2026", "Ricevuta sanitaria N° 120/26 in data 16/02/2026", "Honorarnote Nr. 120/26 vom 16.02.2026",
		"RECHNUNG Nr. 120/26 - Datum: 16.02.2026", "Fattura n. 120/26 - 16/02/2026"} {
		for _, head := range []string{"Data ", "Datum"} {
			expect(t, read(strings.NewReplacer("%NUMBER%", number, "%DATE%", head).Replace(text), Hints{}), map[string]string{"/number": "120/26", "/date": "2026-02-16"})
		}
	}
}

func TestADocumentsOwnTableKeepsItsDate(t *testing.T) {
	const text = `
Centro Medico Sole S.r.l.
P.IVA 01234560157
Paziente: Rossi Luca C.F. RSSLCU80A01H501K

Fattura       Data          Importo       Totale
120/26        16/02/2026    600,00        600,00

Descrizione                              Importo
Visita di controllo del 12/02/2026        600,00
`
	expect(t, read(text, Hints{}), map[string]string{"/date": "2026-02-16"})
}
