package extract

import (
	"strings"
	"testing"

	"pratica/claim"
)

// paperOf is an invoice with a title and one more row.
func paperOf(title, row string) string {
	return strings.NewReplacer("%TITLE%", title, "%ROW%", row).Replace(`
Studio Medico Aurora
Via dei Mille 4 - 20121 Milano (MI)
P.IVA 01234560157
%TITLE% n. 12 del 12/03/2026
Paziente: Rossi Luca
%ROW%

Descrizione                        Importo
Visita oculistica                    85,50
Totale                               85,50
`)
}

func TestWordsThatSayWhatAPaperIs(t *testing.T) {
	for _, tt := range []struct {
		title, row string
		want       claim.DocumentKind
	}{
		{"FATTURA", "", claim.Invoice},
		{"FATTURA PROFORMA", "", claim.Proforma},
		{"AVVISO DI PARCELLA", "", claim.Proforma},
		{"PREVENTIVO", "", claim.Estimate},
		{"PREVENTIVO DI SPESA", "", claim.Estimate},
		{"FATTURA", "Preventivo n. 7 accettato", claim.Invoice},
		{"NOTA DI CREDITO", "", claim.CreditNote},
		{"CREDIT NOTE", "", claim.CreditNote},
	} {
		got := ReadInvoice([]InvoicePage{typedPage(paperOf(tt.title, tt.row))}, Hints{})
		if got.DocumentKind != tt.want {
			t.Errorf("%s is %s, want %s", tt.title, got.DocumentKind, tt.want)
		}
	}
}

func TestWordsOfCopies(t *testing.T) {
	for row, want := range map[string][2]bool{
		"COPIA DI CORTESIA":                      {true, false},
		"Copia analogica di fattura elettronica": {true, false},
		"DUPLICATO":                              {false, true},
		"COPIA CONFORME ALL'ORIGINALE":           {false, true},
		"Copia per il cliente":                   {false, true},
		"Rilascio copia cartella":                {false, false},
	} {
		got := ReadInvoice([]InvoicePage{typedPage(paperOf("FATTURA", row))}, Hints{})
		if got.CourtesyCopy != want[0] || got.Duplicate != want[1] {
			t.Errorf("%s: courtesy copy %v, duplicate %v", row, got.CourtesyCopy, got.Duplicate)
		}
		expect(t, read(paperOf("FATTURA", row), Hints{}), map[string]string{"/total": "85.50", "/number": "12", "/description": "Visita oculistica"})
	}
}

func TestWordsOfDepositAndBalance(t *testing.T) {
	for row, want := range map[string]string{"Acconto su cure odontoiatriche": "deposit", "Saldo fattura n. 7": "balance", "Pagato con bancomat": "single"} {
		expect(t, read(paperOf("FATTURA", row), Hints{}), map[string]string{"/settlement": want})
	}
}

func TestTheImprintOfAStampDuty(t *testing.T) {
	for _, number := range []string{"01234567890123", "0123 4567 8901 23"} {
		expect(t, read(paperOf("FATTURA", "Marca da bollo - identificativo: "+number), Hints{}), map[string]string{"/stamp_duty_number": "01234567890123"})
	}
}

func TestWhatIsAddedAndTakenOff(t *testing.T) {
	got := read(`
Dott.ssa Anna Verdi
Psicologa
P.IVA 01234560157
Parcella n. 12 del 12/03/2026
Paziente: Rossi Luca

Descrizione                        Importo
Colloquio psicologico               100,00
Copia cartella clinica               10,00
Contributo ENPAP 2%                   2,20
Ritenuta d'acconto 20%               22,00
Totale documento                    112,20
Netto a pagare                       90,20
`, Hints{})
	expect(t, got, map[string]string{"/contribution": "2.20", "/withholding": "22.00", "/excluded/record_copy": "10.00", "/total": "112.20"})
}
