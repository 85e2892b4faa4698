package extract

import "testing"

func TestARowOfNothingIsNoPosition(t *testing.T) {
	got := tableOf("Descrizione                    Importo\nVisita oculistica              80,00\nNA (esente)                     0,00\nTotale fattura                 80,00")
	expect(t, got, map[string]string{"/total": "80.00", "/lines/0/amount": "80.00", "/lines/1/amount": "", "/description": "Visita oculistica"})
}
