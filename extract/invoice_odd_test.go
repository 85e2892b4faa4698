package extract

import (
	"strings"
	"testing"
)

func TestDescriptionsThatAreNoneAreOdd(t *testing.T) {
	for text, want := range map[string]bool{
		"Quantità Natura della prestazione Prezzo IVA Importo (EUR)": true,
		"Aliq. Impon.":                         true,
		"Rieducazione motoria individuale del": true,
		"January 2026":                         true,
		"maggio 2026":                          true,
		"Total charges":                        true,
		"Visita specialistica":                 false,
		"Terapia manuale del 11/04/2026":       false,
		"Esame del campo visivo":               false,
		"Igiene orale e ablazione":             false,
		"Maggio Paolo: visita":                 false,
	} {
		if got := oddDescription(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestTheDayOfAServiceBehindItsPrepositionIsKept(t *testing.T) {
	const text = `
Studio di Fisioterapia Sole
P.IVA 01234560157
Fattura n. 12 del 12/03/2026
Paziente: Rossi Luca

Descrizione                                      Importo
Rieducazione motoria del      11/03/2026           55,00
Totale                                             55,00
`
	expect(t, read(text, Hints{}), map[string]string{"/lines/0/description": "Rieducazione motoria del 11/03/2026"})
}

func TestANumberedAuthorityKeepsItsNumber(t *testing.T) {
	for _, name := range []string{"Azienda ULSS n. 6 Euganea", "ASL n. 9 di Dorgali"} {
		text := strings.Replace(counter, "ASL Val Serena", name, 1)
		expect(t, read(strings.Replace(text, "%NUMBER%", "4471", 1), Hints{}), map[string]string{"/issuer/name": name})
	}
}

func TestARootCanalTreatmentIsNoDigitisation(t *testing.T) {
	const text = `
Studio Dentistico Sole
P.IVA 01234560157
Fattura n. 12 del 12/03/2026
Paziente: Rossi Luca

Descrizione                                      Importo
Devitalizzazione 1 canale el. 32                  220,00
Totale                                            220,00
`
	expect(t, read(text, Hints{}), map[string]string{"/lines/0/amount": "220.00", "/excluded/digitisation": "0.00"})
}

func TestWhatAStampHidesIsNotStatedAsAbsent(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Marca da bollo                   2,00", "Imposta di                       2,00").Replace(plain)
	check(t, fieldsOf(text, Hints{}), "/stamp_duty", "0.00", false)
	if got := read(strings.Replace(plain, "Marca da bollo                   2,00", "Aliquota   Impon.   IVA esente   0,00\nMarca da bollo                   2,00", 1), Hints{})["/lines/1/amount"]; got != "" {
		t.Errorf("a table of rates is a position of %s", got)
	}
	for text, odd := range map[string]bool{"E Medicazione avanzata": true, "Medicazione avanzata": false, "A domicilio": false} {
		if oddDescription(text) != odd {
			t.Errorf("%q: %v", text, !odd)
		}
	}
}

func TestLabelsOfForeignSumsAndNumbers(t *testing.T) {
	expect(t, read(`
The Wimpole Clinic Partnership
London W1G 8YS - VAT Registration: GB 175 0450 61
Name of patient
ROSSI LUCA
Invoice number 2026-8804
UID CHE-484.775.531

Description of services               Line total
Ultrasound of the abdomen                 209.00
Office visit, level 3                     217.00
Total charges                             426.00
Tax                                         0.00
Total payable                             426.00
`, Hints{}), map[string]string{"/number": "2026-8804", "/patient/surname": "ROSSI", "/lines/1/amount": "217.00", "/lines/2/amount": "", "/total": "426.00"})
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Marca da bollo                   2,00", "Bollo                            2,00").Replace(plain) +
		"Non soggetta a\nritenuta d'acconto. Marca da bollo da € 2,00 apposta sull'originale"
	expect(t, read(text, Hints{}), map[string]string{"/stamp_duty": "2.00", "/withholding": "0.00", "/total": "87.50"})
}
