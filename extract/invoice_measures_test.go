package extract

import (
	"strings"
	"testing"
)

const opticianSlip = `
OTTICA LE QUERCE SRL
P.IVA 01234560157
DOCUMENTO COMMERCIALE
di vendita o prestazione
Descrizione                 IVA     Prezzo(€)
%LINES%
TOTALE COMPLESSIVO                  104,00
di cui IVA                          %VAT%
12/03/2026 10:31
DOCUMENTO N. 0012-0034
`

func TestMeasuresAmongPrices(t *testing.T) {
	for _, c := range []struct {
		name, text string
		measure    bool
	}{
		{"the index of a lens", "LENTI ORGANICHE 1.50", true},
		{"with words behind it", "Lenti organiche 1.50 indurite", true},
		{"at the start of a row that goes on", "1.60 antiriflesso (coppia)", true},
		{"a price before its name, in columns", "1.60        antiriflesso", false},
		{"a price before its currency", "1.60 euro", false},
		{"a price with its currency", "Materiale € 1.50", false},
		{"a price in a column of its own", "Materiale        1.50", false},
		{"a stamp", "Marca da bollo 2.00", false},
		{"a larger price", "Materiale 11.50", false},
	} {
		found := findAmounts(c.text)
		if len(found) != 1 || isMeasure(c.text, found[0]) != c.measure {
			t.Errorf("%s: %q is no measure, or one", c.name, c.text)
		}
	}
	got := read(strings.NewReplacer("%LINES%", "LENTI ORGANICHE 1.50                4% 104,00", "%VAT%", "4,00").Replace(opticianSlip), Hints{})
	expect(t, got, map[string]string{"/description": "LENTI ORGANICHE 1.50", "/total": "104.00", "/vat": "4.00"})
	page := typedPage(strings.NewReplacer("%LINES%", "LENTI OFTALMICHE PROGRESSIVE        4% 104,00\n1.60 ANTIRIFLESSO (COPPIA)", "%VAT%", "4,00").Replace(opticianSlip))
	for i := range page.Words {
		page.Words[i].Box.Y = page.Words[i].Box.Y * 6 / 10 // rows as close as those of one position are
	}
	if got := ReadInvoice([]InvoicePage{page}, Hints{}).Fields["/description"].Value; got != "LENTI OFTALMICHE PROGRESSIVE 1.60 ANTIRIFLESSO (COPPIA)" {
		t.Errorf("description %q", got)
	}
}

func TestAMeasureInASentenceIsNoPrice(t *testing.T) {
	got := read(`
Istituto Ottico Le Querce sas
P.IVA 01234560157
Ricevuta n. 824/2026 del 12/03/2026
Paziente: Rossi Luca
Per le mie prestazioni professionali consistite in: Lenti a contatto (70,00 €); Lenti organiche 1.50 indurite - 65,00 €.
Totale documento       135,00
`, Hints{})
	expect(t, got, map[string]string{"/lines/0/amount": "70.00", "/lines/1/amount": "65.00", "/lines/1/description": "Lenti organiche 1.50 indurite"})
}

func TestATaxInThePricesWhoseCommaWasNotRead(t *testing.T) {
	for _, c := range []struct {
		name, read string
		sure       bool
	}{{"its figures are those of the rate", "400", true}, {"they are not", "4100", false}} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.NewReplacer("%LINES%", "LENTI ORGANICHE                     4% 104,00", "%VAT%", c.read).Replace(opticianSlip)
			got := ReadInvoice([]InvoicePage{typedPage(text)}, Hints{}).Fields["/vat"]
			if got.Value != "4.00" || got.From.Confidence > 0.95 != c.sure {
				t.Errorf("the tax is %s with %.3f", got.Value, got.From.Confidence)
			}
		})
	}
}

func TestTheHeadingOfTaxesBesideASumDoesNotNameIt(t *testing.T) {
	expect(t, read(`
Studio Dentistico Le Querce
P.IVA 01234560157
Parcella n. 77/2026 del 12/03/2026
Paziente: Rossi Luca
Importo (EUR)      DESCRIZIONE
200,00             Terapia canalare elemento 46
580,00             Corona in ceramica elemento 15
Cod. IVA      Impon.      IVA       Imponibile         780,00
Es. art.10    780,00      0,00      Bollo € 2,00       2,00
                                    TOTALE EURO        782,00
`, Hints{}), map[string]string{"/lines/0/amount": "200.00", "/lines/1/amount": "580.00", "/lines/2/amount": "", "/stamp_duty": "2.00", "/total": "782.00"})
}

func TestANumberAtTheFootIsDoubtedWhereTheLetterheadHasOneThatWasNotRead(t *testing.T) {
	text := `
Ambulatori Le Querce S.p.A.
P.IVA %HEAD%
Fattura n. 77/2026 del 12/03/2026
Paziente: Rossi Luca
Visita oculistica                                     60,00
TOTALE FATTURA                                        60,00
` + strings.Repeat("\n", 44) + "Servizi CED - P.IVA 01234560157"
	for head, doubted := range map[string]bool{"0I23X56": true, "01234560157": false} {
		got := ReadInvoice([]InvoicePage{typedPage(strings.Replace(text, "%HEAD%", head, 1))}, Hints{}).Fields["/issuer/vat_number"]
		if got.From.Confidence < 0.6 != doubted {
			t.Errorf("beside %s in the letterhead it has %.3f", head, got.From.Confidence)
		}
	}
}

func TestRomanFiguresBeforeWhatTheyCount(t *testing.T) {
	for _, c := range []struct{ read, want string }{
		{"Otturazione in composito Il classe elemento 36", "Otturazione in composito II classe elemento 36"},
		{"Otturazione di lll classe", "Otturazione di III classe"},
		{"Intervento: il tempo di attesa", "Intervento: il tempo di attesa"},
	} {
		if got := withRomanFigures(c.read); got != c.want {
			t.Errorf("%q became %q", c.read, got)
		}
	}
}

func TestATelephoneNumberBesideTheTitleIsNotThatOfTheInvoice(t *testing.T) {
	got := read(`
Ambulatori Le Querce S.p.A.
P.IVA 01234560157
Ricevuta sanitaria                         T. 0784 3304248
Numero: 189/A
Emessa il 12/03/2026
Paziente: Rossi Luca
Visita oculistica                                     60,00
TOTALE FATTURA                                        60,00
`, Hints{})
	expect(t, got, map[string]string{"/number": "189/A"})
}

func TestALetterThatMayBeAStrokeMakesANumberLessSure(t *testing.T) {
	sure := func(number string) float64 {
		text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "n. 77/2026", "n. "+number).Replace(plain)
		return ReadInvoice([]InvoicePage{typedPage(text)}, Hints{}).Fields["/number"].From.Confidence
	}
	if stroke, letter := sure("AI479"), sure("AB479"); stroke >= letter || stroke == 0 {
		t.Errorf("AI479 has %.3f, AB479 %.3f", stroke, letter)
	}
}

func TestThePostalCodeBesideTheTitleIsNotTheNumberOfTheInvoice(t *testing.T) {
	got := read(`
Casa di Cura Le Querce S.r.l.
P.IVA 01234560157
                                           Destinatario Rossi Luca
Fattura sanitaria num.                     15121 Alessandria (AL)
00120119
Milano, il 12/03/2026
Visita oculistica                                     60,00
TOTALE FATTURA                                        60,00
`, Hints{})
	expect(t, got, map[string]string{"/number": "00120119"})
}

func TestAPositionWithAWordLikeTheTelephonesIsOne(t *testing.T) {
	expect(t, read(`
Ambulatori Le Querce S.p.A.
P.IVA 01234560157
Fattura n. 77/2026 del 12/03/2026
Paziente: Rossi Luca
Consulto telefonico                                   26,00
O Visita oculistica                                   60,00
TOTALE FATTURA                                        86,00
`, Hints{}), map[string]string{"/lines/0/amount": "26.00", "/lines/1/amount": "60.00", "/lines/1/description": "Visita oculistica"})
}
