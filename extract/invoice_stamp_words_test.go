package extract

import (
	"strings"
	"testing"

	"pratica/claim"
)

func TestTheWordsOfAStampAreNoPartOfAService(t *testing.T) {
	for read, want := range map[string]string{
		"Siringa sterile 10 ml PER QUIETANZA":            "Siringa sterile 10 ml",
		"Visita oculistica PAGATO":                       "Visita oculistica",
		"Visita oculistica COPIA CONFORME ALL'ORIGINALE": "Visita oculistica",
		"VISITA OCULISTICA INCASSATO":                    "VISITA OCULISTICA",
		"RILASCIO DUPLICATO":                             "RILASCIO DUPLICATO",
		"RILASCIO COPIA":                                 "RILASCIO COPIA",
		"Rilascio copia":                                 "Rilascio copia",
		"PAGATO":                                         "PAGATO",
		"Onorario per visita - PAGATO":                   "Onorario per visita -",
		"Copia della cartella clinica":                   "Copia della cartella clinica",
	} {
		if got := textOf(withoutStampWords(typedPage(read).Words)); got != want {
			t.Errorf("%q: %q", read, got)
		}
	}
}

func TestAServiceUnderAStampIsNotAccepted(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Visita oculistica               85,50", "Visita oculistica PER QUIETANZA 85,50").Replace(plain)
	check(t, fieldsOf(text, Hints{}), "/lines/0/description", "Visita oculistica", false)
	check(t, fieldsOf(text, Hints{}), "/description", "Visita oculistica", false)
}

func TestAnAmountBelowEachServiceIsNoSubtotal(t *testing.T) {
	expect(t, read("Ambulatorio Le Querce S.r.l.\nP.IVA 01234560157\nFattura n. 77/2026 del 12/03/2026\nPaziente: Rossi Luca\nDescrizione    Prezzo\nVisita oculistica   50,00\nCampo visivo   30,00\nImporto   80,00\nBollo   2,00\nTotale fattura   82,00", Hints{}),
		map[string]string{"/lines/1/amount": "30.00", "/lines/2/amount": "", "/total": "82.00"})
}

// TestAServiceBesideItsAmountOnABentPage sets the amount half a row above its service.
func TestAServiceBesideItsAmountOnABentPage(t *testing.T) {
	page := typedPage(strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Descrizione                    Importo", "Per prestazioni sanitarie rese:").Replace(plain))
	for i := range page.Words {
		if page.Words[i].Text == "85,50" {
			page.Words[i].Box.Y -= 18
		}
	}
	fields := ReadInvoice([]InvoicePage{page}, Hints{}).Fields
	if got := fields["/lines/0/description"].Value; got != "Visita oculistica" {
		t.Errorf("%q", got)
	}
}

func TestASignReadForAFigureIsNoPartOfAService(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Visita oculistica               85,50", "Visita oculistica        È      85,50").Replace(plain)
	expect(t, read(text, Hints{}), map[string]string{"/lines/0/description": "Visita oculistica"})
}

func TestTheDayOfAServiceInItsColumn(t *testing.T) {
	expect(t, read(`
Lexington Medical Group, P.C.
Invoice no. INV-77   Date of issue: January 12, 2026
Patient: Luca Rossi

Date        Service              Units   Total
December    Blood tests          1       68.00
28, 2025
Invoice total                            68.00
`, Hints{}), map[string]string{"/lines/0/description": "Blood tests", "/total": "68.00"})
}

func TestFiguresOfWornPrintAreReadByTheirSums(t *testing.T) {
	worn := func(lines string) map[string]claim.Field {
		page := typedPage("Ambulatorio Le Querce S.r.l.\nP.IVA 01234560157\nFattura n. 77/2026 del 12/03/2026\nPaziente: Rossi Luca\n" + lines)
		for i := range page.Words {
			page.Words[i].Confidence = 0.7
		}
		return ReadInvoice([]InvoicePage{page}, Hints{}).Fields
	}
	fields := worn("Visita oculistica      35,09\nCampo visivo           10,00\nTotale fattura         45,90")
	for pointer, want := range map[string]string{"/lines/0/amount": "35.00", "/lines/1/amount": "10.00", "/total": "45.00"} {
		check(t, fields, pointer, want, false)
	}
	fields = worn("Visita oculistica      35,00\nTotale fattura         36,00") // either may be meant
	check(t, fields, "/total", "36.00", false)
	check(t, fieldsOf(strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "€  87,50", "€  87,59").Replace(plain), Hints{}), "/total", "87.59", false) // clear print says what it says
}

// TestAServiceBesideAStampIsNotAccepted: the stamp may hide its end.
func TestAServiceBesideAStampIsNotAccepted(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Visita oculistica               85,50", "Visita oculis                   85,50\n                    SALDATO").Replace(plain)
	check(t, fieldsOf(text, Hints{}), "/lines/0/description", "Visita oculis", false)
	text = strings.Replace(plain, "%PERSONS%", "Paziente: Rossi Luca", 1) + "\n\n\nPAGATO"
	check(t, fieldsOf(text, Hints{}), "/lines/0/description", "Visita oculistica", fieldsOf(strings.Replace(plain, "%PERSONS%", "Paziente: Rossi Luca", 1), Hints{})["/lines/0/description"].From.Confidence >= accepted)
}

func TestANumberAndItsDateAreNoAmount(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Fattura n. 77/2026 del 12/03/2026", "FATTURA num. FT21347, 20-04-2026").Replace(plain)
	expect(t, read(text, Hints{}), map[string]string{"/number": "FT21347", "/date": "2026-04-20", "/lines/0/amount": "85.50", "/lines/1/amount": ""})
}
