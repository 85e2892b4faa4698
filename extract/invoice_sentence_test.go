package extract

import (
	"strings"
	"testing"
)

func TestPricesInASentenceAreAPositionEach(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca",
		"Descrizione                    Importo\n", "",
		"Visita oculistica               85,50\n",
		"Si fattura quanto segue: Visita oculistica - 60,50 €; campo visivo computerizzato 25,00 €.\n").Replace(plain)
	got := read(text, Hints{})
	expect(t, got, map[string]string{"/lines/0/description": "Visita oculistica", "/lines/0/amount": "60.50",
		"/lines/1/description": "campo visivo computerizzato", "/lines/1/amount": "25.00", "/total": "87.50",
		"/description": "Visita oculistica; campo visivo computerizzato"})
}

func TestWhatLeadsToAPositionIsNotPartOfIt(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Visita oculistica     ", "Compenso per: Visita ortottica ").Replace(plain)
	expect(t, read(text, Hints{}), map[string]string{"/description": "Visita ortottica"})
}

func TestPositionsWhosePricesStandFirst(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca",
		"Descrizione                    Importo", "Importo   Descrizione                   N.   Prezzo",
		"Visita oculistica               85,50", "  85,50   Medicazione del piede          3    28,50").Replace(plain)
	expect(t, read(text, Hints{}), map[string]string{"/lines/0/description": "Medicazione del piede", "/lines/0/amount": "85.50",
		"/lines/0/quantity": "3", "/total": "87.50"})
}

const slip = `
       PARAFARMACIA IL TIGLIO SRL
       Via dei Mille 4 20121 Milano
       P.IVA 01234560157
       DOCUMENTO COMMERCIALE
Descrizione              IVA     Prezzo
CEROTTI TRASPIRANTI      10%      11,00
TOTALE COMPLESSIVO                11,00
di cui IVA                         1,00
Pagamento contante                11,00
C.F. CLIENTE RSSMRA80A01H501U
12/03/2026 10:22
DOCUMENTO N. 0012-0034
`

func TestTheTaxOnATillSlipIsPartOfItsPrices(t *testing.T) {
	fields := fieldsOf(slip, Hints{})
	check(t, fields, "/vat", "1.00", true)
	check(t, fields, "/total", "11.00", true)
	if f, known := fields["/lines/0/amount"]; known {
		t.Errorf("a price with the tax in it is given as a net amount: %s", f.Value)
	}
	if got := fields["/lines/0/description"].Value; got != "CEROTTI TRASPIRANTI" {
		t.Errorf("the position is %q", got)
	}
}

func TestTheTaxCodeOnATillSlipIsTheCustomers(t *testing.T) {
	if got := read(slip, Hints{}); got["/patient/tax_code"] != "RSSMRA80A01H501U" || got["/issuer/tax_code"] != "" {
		t.Errorf("patient %q, issuer %q", got["/patient/tax_code"], got["/issuer/tax_code"])
	}
}

func TestRunningTextOverSeveralRows(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Descrizione                    Importo\n", "",
		"Visita oculistica               85,50\n",
		"Per le cure da me prestate in data odierna: Visita oculistica (EUR\n40,00); n. 2 medicazioni oculari con\nbendaggio - EUR 25,50; controllo EUR 20,00.\n").Replace(plain)
	expect(t, read(text, Hints{}), map[string]string{"/lines/0/description": "Visita oculistica", "/lines/0/amount": "40.00",
		"/lines/1/description": "medicazioni oculari con bendaggio", "/lines/1/amount": "25.50", "/lines/1/quantity": "2",
		"/lines/2/description": "controllo", "/lines/2/amount": "20.00", "/lines/3/amount": "", "/total": "87.50", "/stamp_duty": "2.00"})
}

func TestASumCarriedOverIsNoPosition(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Visita oculistica               85,50\n",
		"Visita oculistica               60,50\nA riportare                     60,50\nRiporto                         60,50\nMedicazione                     25,00\n").Replace(plain)
	expect(t, read(text, Hints{}), map[string]string{"/description": "Visita oculistica; Medicazione", "/total": "87.50"})
}

func TestTheNumberOfACancelledInvoiceIsNotTheNumber(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "Fattura n. 77/2026 del 12/03/2026",
		"Nota di credito num. 9 - Data: 14/03/2026\nStorno totale fattura nr. 77/2026 del 12/03/2026").Replace(plain)
	expect(t, read(text, Hints{}), map[string]string{"/number": "9", "/date": "2026-03-14", "/document_type": "credit_note"})
}

func TestAHouseNumberIsNoNumber(t *testing.T) {
	text := `Foto Ottica La Quiete Srl
Via Colombo 17 - 35015 Galliera Veneta (PD)
Partita IVA 01234560157
                         Dati paziente: RICCI ORLANDO Via della
Ricevuta sanitaria       Stazione n. 149 90136 Palermo (PA) Data di
%NUMBER%                 nascita: 02/04/1995
Del: 17/04/2026
Lenti organiche              115,00
TOTALE DA PAGARE      Euro   115,00`
	for line, want := range map[string]string{"Nr.: 901/26": "901/26", "": ""} {
		if got := read(strings.Replace(text, "%NUMBER%", line, 1), Hints{})["/number"]; got != want {
			t.Errorf("%q: number %q, want %q", line, got, want)
		}
	}
}

func TestTheSumOfToldPositionsEndsThem(t *testing.T) {
	text := `Studio Dentistico Dr. Rizzo
Corso Martiri della Libertà n. 94/B - 61130 Pesaro (PU)
P.I. 08391251215
Intestata a
Rossi Anna
C.F. RSSNNA80A41F205O
Fattura Nr. 719/FE
Data emissione 17-12-2025
Ricevo la somma sotto indicata a titolo di onorario per: Perno in fibra e ricostruzione
dente 15 - Euro 220,00.
                                      Importo   220,00
Agenzia delle Entrate                 Iva es. art.10   0,00
55913373     W1XU8001                 Rimborso bollo   2,00
                                      TOTALE FATTURA   Euro 222,00`
	fields := fieldsOf(text, Hints{})
	if got := fields["/description"].Value; got != "Perno in fibra e ricostruzione dente 15" {
		t.Errorf("description %q", got)
	}
	if f, ok := fields["/lines/1/amount"]; ok {
		t.Errorf("the sum became a position of %s", f.Value)
	}
	if got := fields["/stamp_duty"].Value; got != "2.00" {
		t.Errorf("stamp duty %q", got)
	}
}
