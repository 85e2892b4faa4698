package extract

import (
	"strings"
	"testing"

	"pratica/claim"
)

const tabled = `
Ambulatorio Le Querce S.r.l.
Via dei Mille 4 - 20121 Milano (MI)
P.IVA 01234560157
Paziente: Rossi Luca
C.F. RSSLCU80A01F205N
Fattura n. 77/2026 del 12/03/2026

%TABLE%
`

// tableOf reads an invoice with a table of positions and sums.
func tableOf(rows string) map[string]string {
	return read(strings.Replace(tabled, "%TABLE%", strings.Trim(rows, "\n"), 1), Hints{})
}

func TestLabelsOfSumsAreKnownThoughMisread(t *testing.T) {
	for name, sums := range map[string]string{
		"letters of the total":        "Imponibile                     80,00\nBollo                           2,00\nToiale generale                82,00",
		"a comma for a point":         "Tot, prestazioni               80,00\nBollo                           2,00\nTot, fattura                   82,00",
		"the end of a label":          "Imponibi                       80,00\nBollo                           2,00\nTotale fattura                 82,00",
		"a vowel of the stamp's word": "Imponibile                     80,00\nRimborso ballo                  2,00\nTotale fattura                 82,00",
		"bars in the stamp's word":    "Imponibile                     80,00\nImposta di bolio                2,00\nTotale fattura                 82,00",
	} {
		t.Run(name, func(t *testing.T) {
			got := tableOf("Descrizione                    Importo\nVisita oculistica              80,00\n" + sums)
			expect(t, got, map[string]string{"/total": "82.00", "/stamp_duty": "2.00", "/lines/0/amount": "80.00", "/lines/1/amount": "", "/description": "Visita oculistica"})
		})
	}
}

func TestWordsOfServicesAreNoMisreadLabels(t *testing.T) {
	for _, label := range []string{"ecografia del collo", "riduzione di frattura", "visita a letto", "scollo", "posti disponibili"} {
		if got := mendLabel(label); got != "" {
			t.Errorf("%q became %q", label, got)
		}
	}
}

func TestThePriceOfOneIsNoQuantityOfUnits(t *testing.T) {
	got := tableOf(`
Eseguita il     Quantità    Prestazioni eseguite        Aliq.     Importo
02/02/2026      1,00        Ecografia tiroidea          ES10      125,00
Totale fattura                                                    125,00`)
	expect(t, got, map[string]string{"/lines/0/quantity": "1", "/lines/0/description": "Ecografia tiroidea", "/lines/0/amount": "125.00"})
}

func TestADayOverItsYearIsNoDescription(t *testing.T) {
	got := tableOf(`
Data        Quantità    Natura della prestazione        Importo
2 maggio    1,00        Ecografia addome completo       125,00
2026
Totale fattura                                          125,00`)
	expect(t, got, map[string]string{"/lines/0/description": "Ecografia addome completo", "/lines/0/quantity": "1"})
}

func TestTheHeadOfATableWithTheValueFirstIsNoDescription(t *testing.T) {
	got := tableOf(`
Valore          Prestazioni eseguite         Aliq.
480,00          Onlay in composito 35        Esente
Totale fattura                               480,00`)
	expect(t, got, map[string]string{"/lines/0/description": "Onlay in composito 35", "/lines/0/amount": "480.00"})
}

func TestAShareCapitalIsNoTotal(t *testing.T) {
	got := tableOf(`
Descrizione                    Importo
Visita oculistica              80,00
                               80,00
Ambulatorio Le Querce S.r.l. - Sede legale: Via Roma 1, 20121 Milano (MI) - Cap. Soc. € 100.000,00 i.v.`)
	if got["/total"] == "100000.00" {
		t.Error("the share capital was taken for the total")
	}
}

func TestATotalThatCouldNotBeReadHoldsThePrintedParts(t *testing.T) {
	fields := fieldsOf(strings.Replace(tabled, "%TABLE%", `Descrizione                    Importo
Visita oculistica              130,00
Ecografia                      115,00
Tot. prestazioni               245,00
Bollo                            2,00`, 1), Hints{})
	check(t, fields, "/total", "247.00", false)
	check(t, fields, "/stamp_duty", "2.00", false)
}

func TestWhatIsNotRefundedIsKnownThoughMisread(t *testing.T) {
	got := tableOf(`
Descrizione                    Importo
Visita oculistica              80,00
Diritti di segretenia          10,00
Totale fattura                 90,00`)
	expect(t, got, map[string]string{"/excluded/administrative": "10.00"})
}

func TestAZeroBetweenLettersIsAnO(t *testing.T) {
	got := tableOf(`
Descrizione                         Importo
Lenti organiche 1.50 0D/0S 10 pz    80,00
Totale fattura                      80,00`)
	expect(t, got, map[string]string{"/lines/0/description": "Lenti organiche 1.50 OD/OS 10 pz"})
}

func TestAStrokeTakenForALetterOfTheNumber(t *testing.T) {
	for printed, want := range map[string]string{"Al225": "A/225", "229IA": "229/A", "AI479": "A/479", "AIT5": "A/75", "FT225": "FT225", "A1225": "A1225"} {
		fields := fieldsOf(strings.NewReplacer("77/2026", printed, "%TABLE%", "Visita oculistica   80,00\nTotale fattura   80,00").Replace(tabled), Hints{})
		check(t, fields, "/number", want, false)
	}
}

func TestATaxWhoseLabelIsMisread(t *testing.T) {
	got := tableOf(`
Descrizione                    Importo   IVA
Lenti monofocali               80,00     4%
Imponibile                     80,00
ILVA. 4%                        3,20
Totale fattura                 83,20`)
	expect(t, got, map[string]string{"/vat": "3.20", "/total": "83.20", "/lines/1/amount": ""})
}

func TestNoTaxIsNotSureWhereARateIsPrinted(t *testing.T) {
	for rate, sure := range map[string]bool{"4%": false, "Es.": true} {
		text := "Descrizione                    Importo   Aliq.\nLenti monofocali               80,00     " + rate + "\nTotale fattura                 80,00"
		check(t, fieldsOf(strings.Replace(tabled, "%TABLE%", text, 1), Hints{}), "/vat", "0.00", sure)
	}
}

func TestADashBeforeAPriceIsNoSign(t *testing.T) {
	for row, want := range map[string]string{"Visita oculistica              - 130,00": "130.00", "Storno visita del 01/03        -130,00": "-130.00"} {
		got := tableOf("Descrizione                    Importo\n" + row + "\nEcografia                       200,00")
		expect(t, got, map[string]string{"/lines/0/amount": want})
	}
}

func TestANumberFilledUpWithZerosIsNoAmount(t *testing.T) {
	got := read(strings.NewReplacer("77/2026 del 12/03/2026", "FS-01521, 12-03-2026", "%TABLE%", "Visita oculistica   80,00\nTotale fattura   80,00").Replace(tabled), Hints{})
	expect(t, got, map[string]string{"/lines/0/amount": "80.00", "/lines/1/amount": ""})
}

func TestTheMoneyOfADocument(t *testing.T) {
	const swiss = "Praxis Limmat AG\nLimmatquai 90, 8001 Zürich\nUID CHE-369.522.310\nLiquidation Nr. 68660 vom 10.03.2026\nErstuntersuchung mit Beratung    120.00\nRechnungsbetrag    %s\nUmsatzsteuerbefreit gem. $ 6 Abs. 1"
	for name, tt := range map[string]struct{ text, want string }{
		"francs with a paragraph read as a dollar": {strings.Replace(swiss, "%s", "Fr. 120.00", 1), "CHF"},
		"no currency, of a Swiss":                  {strings.Replace(swiss, "%s", "120.00", 1), "CHF"},
		"a euro read as a pound, of an Italian":    {strings.Replace(tabled, "%TABLE%", "Visita oculistica   £ 80,00\nTotale fattura   £ 80,00", 1), "EUR"},
		"pounds of a Briton":                       {"Harley Clinic Ltd\nLondon W1G\nTel. +44 20 7946 0000\nInvoice no. 4471 dated 12/03/2026\nInitial consultation    £ 220.00\nTotal due    £ 220.00", "GBP"},
	} {
		t.Run(name, func(t *testing.T) { expect(t, read(tt.text, Hints{}), map[string]string{"/currency": tt.want}) })
	}
}

func TestTheCountryOfADocumentWhoseCodesCouldNotBeRead(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"in Italian":     {strings.NewReplacer("P.IVA 01234560157", "P.IVA 0I23456XX57", "Via dei Mille 4 - 20121 Milano (MI)", "Via dei Mille", "%TABLE%", "Visita   80,00\nTotale fattura   80,00").Replace(tabled), "IT"},
		"not in Italian": {"Sanatorium Innblick\nRechnung Nr. 2026-4208 vom 10.01.2026\nErstuntersuchung mit Beratung    112,65\nEndbetrag    € 112,65", ""},
	} {
		t.Run(name, func(t *testing.T) { check(t, fieldsOf(tt.text, Hints{}), "/issuer/country", tt.want, false) })
	}
}

func TestTheCodeOfWhoPaysIsNotSurelyThePatients(t *testing.T) {
	text := strings.NewReplacer("Paziente: Rossi Luca", "Visto", "C.F. RSSLCU80A01F205N", "C.F. RSSLCU80A01F205N\nA favore di C.F. RSSNNA80A41F205O", "%TABLE%", "Visita oculistica   80,00\nTotale fattura   80,00").Replace(tabled)
	fields := fieldsOf(text, Hints{Persons: []claim.Person{{Surname: "ROSSI", Name: "LUCA"}}})
	check(t, fields, "/patient/tax_code", "RSSLCU80A01F205N", false)
}
