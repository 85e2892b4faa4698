package extract

import "testing"

// Words of services and titles that are near to those of labels are no misread labels.
func TestWordsNearToLabelsStayThemselves(t *testing.T) {
	for label, want := range map[string]role{
		"Totale ricevuta":      roleAsPrinted("totale ricevuta"),
		"Ricevuta n. 12":       roleAsPrinted("ricevuta n. 12"),
		"Audiometria tonale":   noRole,
		"Totale imponibi":      roleAsPrinted("totale imponibile"),
		"Intervento complesso": noRole,
		"Toiale generale":      totalRole,
		"Ritemuta d'acconto":   withholdingRole,
	} {
		if got := roleOf(label); got != want {
			t.Errorf("%q says %v, want %v", label, got, want)
		}
	}
	for _, word := range []string{"cappella", "devitalizzazione"} {
		if got := mendWords(word, excludedWords); got != word {
			t.Errorf("%s becomes %s", word, got)
		}
	}
}

func TestAToneAudiometryIsAPosition(t *testing.T) {
	expect(t, read(`
Studio Medico Aurora
P.IVA 01234560157
RICEVUTA n. 12 del 12/03/2026
Paziente: Rossi Luca

Descrizione                        Importo
Audiometria tonale                   40,00
Visita audiologica                   60,00
Totale ricevuta                     100,00
`, Hints{}), map[string]string{"/total": "100.00", "/lines/0/description": "Audiometria tonale", "/lines/0/amount": "40.00", "/withholding": "0.00"})
}
