package extract

import (
	"testing"

	"pratica/claim"
)

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
		{"the day in a column of its own, its year below", `
Datum          Leistung                          Betrag
10. Februar    Erstuntersuchung mit Beratung     131,00
2026
Totale fattura                                   131,00
`, map[string]string{"/lines/0/description": "Erstuntersuchung mit Beratung", "/lines/0/amount": "131.00"}},
		{"a set, which is no September", `
Descrizione                          Importo
1 Set completo per stomia            131,00
Totale fattura                       131,00
`, map[string]string{"/lines/0/description": "Set completo per stomia", "/lines/0/amount": "131.00"}},
	} {
		t.Run(c.why, func(t *testing.T) { expect(t, read(head+c.body, Hints{}), c.want) })
	}
}

func TestPapersThatBillNothing(t *testing.T) {
	const head = "Studio Dentistico Le Querce\nP.IVA 01234560157\n\n"
	const foot = "\nImpianto osteointegrato el. 14           900,00\nTotale                                   900,00\n"
	for _, c := range []struct {
		why, text string
		want      claim.DocumentKind
	}{
		{"an estimate set as a letter, with a number", head + "Oggetto: preventivo di spesa n. 12/2026 del 3/3/2026\nGentile Signora, il costo previsto delle cure è il seguente:" + foot + "Il presente preventivo ha validità 90 giorni; all'inizio delle cure sarà emessa fattura.", claim.Estimate},
		{"an invoice for what was estimated", head + "Fattura n. 77/2026 del 3/3/2026\nCome da preventivo n. 12/2026, salvo imprevisti" + foot, claim.Invoice},
		{"a note of credit of which a letter was misread", head + "NOTA Dl CREDITO n. 5/2026 del 3/3/2026\na storno della fattura n. 77/2026" + foot, claim.CreditNote},
		{"a till's slip whose heading could not be read", "FARMACIA LE QUERCE S.R.L.\nP.IVA 01234560157\nNer\nDESCRIZIONE   IVA   EURO\nEPARINA   10%   16,50\nTOTALE COMPLESSIVO   16,50\ndi cui IVA   1,50\n" +
			"Pagamento contante   16,50\nImporto pagato   16,50\n21/04/2026 19:37\nDOCUMENTO N. 0838-0258\nMatr. 99MEY313204", claim.TillSlip},
		{"a receipt that was paid in cash", head + "Ricevuta n. 7/2026 del 3/3/2026" + foot + "Pagamento contante\nImporto pagato   900,00\nTotale complessivo   900,00\ndi cui IVA   0,00", claim.Invoice},
		{"an invoice in the place of a cancelled one", head + "Fattura n. 77/2026 del 3/3/2026\nFattura emessa dopo storno totale della fattura 70/2026" + foot, claim.Invoice},
		{"an invoice that cancels another", head + "Fattura n. 77/2026 del 3/3/2026\nStorno totale della fattura 70/2026 e nuova emissione" + foot, claim.Invoice},
		{"a legend of codes", head + "Documento n. 77/2026 del 3/3/2026\nTipo: TD01 fattura, TD04 nota di credito" + foot, claim.Invoice},
		{"a code of a note of credit", head + "Numero 77/2026 del 3/3/2026\nTipo documento: TD04" + foot, claim.CreditNote},
		{"an abbreviated invoice for what was estimated", head + "Ft. n. 77/2026 del 3/3/2026\nCome da preventivo accettato il 3/1/2026, importo complessivo previsto 2.000,00" + foot, claim.Invoice},
		{"a document for what was estimated", head + "Documento n. 77/2026 del 3/3/2026\nRif. preventivo n. 33 - costo totale previsto 2.000,00" + foot, claim.Invoice},
		{"the number of an invoice over an estimate's", head + "Numero fattura: 77/2026  Data 3/3/2026\nPreventivo n. 33 - la spesa prevista resta soggetta a variazioni" + foot, claim.Invoice},
		{"a number alone over an estimate's", head + "Numero: 77/2026  Data 3/3/2026\nRif. al preventivo n. 33 - costo totale previsto 2.000,00" + foot, claim.Invoice},
		{"an abbreviated invoice that was paid in cash", head + "Ft 12 del 3/3/2026" + foot + "Pagamento contante\nImporto pagato   900,00\nTotale complessivo   900,00\ndi cui IVA   0,00", claim.Invoice},
		{"an estimate that says it is no invoice", head + "Preventivo di cura n. 1717/2026 del 3/3/2026" + foot + "Documento non fiscale. Seguirà regolare fattura.", claim.Estimate},
		{"a proforma for an estimate", head + "Fattura proforma n. 17/2026 del 3/3/2026\nRif. preventivo n. 12/2026" + foot + "Documento non fiscale", claim.Proforma},
		{"a note of variation", head + "NOTA DI VARIAZIONE N. 137 - 04/03/26\nRif. ns. fattura n. FT20003 del 17/02/26" + foot, claim.CreditNote},
		{"a note of variation that raises", head + "Nota di variazione in aumento n. 137 del 04/03/26\nRif. ns. fattura n. FT20003 del 17/02/26" + foot, claim.Invoice},
		{"a cancelling document", head + "Storno totale della fattura n. 77/2026\nn. 5/2026 del 3/3/2026" + foot, claim.CreditNote},
	} {
		if got := ReadInvoice([]InvoicePage{typedPage(c.text)}, Hints{}).DocumentKind; got != c.want {
			t.Errorf("%s is taken for %s, want %s", c.why, got, c.want)
		}
	}
}

func TestAPatientNamedOverTwoRows(t *testing.T) {
	expect(t, read(`
Studio Le Querce S.r.l.
P.IVA 01234560157
Fattura n. 77/2026 del 12/03/2026
Destinatario:  Abate Leopoldo

Per le mie prestazioni: Cura canalare dente 63. Prestazione eseguita a
favore di: Abate Antonia
Totale fattura                     235,00
`, Hints{}), map[string]string{"/patient/name": "Antonia", "/patient/surname": "Abate"})
}

func TestWhatBelongsToTheTaxOrThePriceIsNoService(t *testing.T) {
	got := tableOf(`
Descrizione                                       Importo
Elettrocardiogramma                                 85,00
N2.2 non sogg.                                       2,00
Totale onorari                                      85,00
Imposta di bollo                                     2,00
Totale documento                                    87,00`)
	expect(t, got, map[string]string{"/lines/0/description": "Elettrocardiogramma", "/lines/1/description": "", "/total": "87.00"})
	got = tableOf(`
Vi addebitiamo quanto segue: Visita dermatologica (EUR 110,00); Visita oculistica completa {EUR
130,00).
Totale documento                                    240,00`)
	expect(t, got, map[string]string{"/lines/0/description": "Visita dermatologica", "/lines/1/description": "Visita oculistica completa", "/lines/1/amount": "130.00"})
}

func TestTheAddresseeIsNoService(t *testing.T) {
	got := read(`
Ambulatori Santa Lucia S.r.l.
C.F/P.IVA 01234560157                                N. 1340 - Data: 03/06/26
Gent.le Paziente: Gherardi Linda Strada Statale 11,65    Sanitario:    Dott. Mazza
80139 Napoli (NA) Codice Fiscale: GHRLND91R64E463F
1) Infiltrazione articolare ecoguidata                         Euro 80,00
2) Mappatura nevi in videodermatoscopia                        Euro 110,40
Totale parziale                                                190,40
TOTALE EURO                                                    Euro 190,40`, Hints{})
	expect(t, got, map[string]string{"/lines/0/description": "Infiltrazione articolare ecoguidata", "/lines/1/amount": "110.40", "/lines/2/amount": ""})
}
