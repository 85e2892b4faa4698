package extract

import "testing"

func TestARowOfNothingIsNoPosition(t *testing.T) {
	got := tableOf("Competenze relative a:                   \nVisita oculistica              80,00\nEcografia addome              60,00\n140,00\nAgenzia delle Entrate          NA (esente                     0,00\nMARCA DA BOLLO 2,00\n71596652 W1XU8001          Diritti di bollo               2,00\nTotale fattura               € 142,00")
	expect(t, got, map[string]string{"/total": "142.00", "/stamp_duty": "2.00", "/lines/1/amount": "60.00", "/lines/2/amount": ""})
}
