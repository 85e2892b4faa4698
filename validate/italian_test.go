package validate

import (
	"testing"

	"pratica/claim"
)

func TestDocumentsAreNamedAsItalianWants(t *testing.T) {
	for _, test := range []struct {
		name string
		e    claim.Expense
		want [3]string
	}{
		{"by number", claim.Expense{DocumentType: claim.InvoiceType, Number: "45/A"}, [3]string{"la fattura 45/A", "della fattura 45/A", "sulla fattura 45/A"}},
		{"a till slip", claim.Expense{DocumentType: claim.TillSlipType, Number: "7"}, [3]string{"lo scontrino 7", "dello scontrino 7", "sullo scontrino 7"}},
		{"another document by issuer", claim.Expense{DocumentType: claim.OtherDocumentType, Issuer: claim.Issuer{Name: "Studio Verdi"}, Row: 2},
			[3]string{"il documento di spesa di Studio Verdi", "del documento di spesa di Studio Verdi", "sul documento di spesa di Studio Verdi"}},
		{"a receipt by row", claim.Expense{DocumentType: claim.CopaymentReceiptType, Row: 2},
			[3]string{"la ricevuta del ticket della riga 2", "della ricevuta del ticket della riga 2", "sulla ricevuta del ticket della riga 2"}},
		{"a credit note of which nothing is known", claim.Expense{DocumentType: claim.CreditNoteType}, [3]string{"la nota di credito", "della nota di credito", "sulla nota di credito"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := [3]string{theDocument(&test.e), ofDocument(&test.e), onDocument(&test.e)}; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestDaysThatBeginWithAVowelAreElided(t *testing.T) {
	for day, want := range map[string][2]string{
		"2026-07-02": {"il 2 luglio 2026", "del 2 luglio 2026"},
		"2026-07-08": {"l'8 luglio 2026", "dell'8 luglio 2026"},
		"2026-07-11": {"l'11 luglio 2026", "dell'11 luglio 2026"},
		"2026-05-01": {"il 1º maggio 2026", "del 1º maggio 2026"},
		"2026-05-18": {"il 18 maggio 2026", "del 18 maggio 2026"},
	} {
		d := claim.MustDate(day)
		if got := [2]string{theDay(d), ofDay(d)}; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestMonthsAgree(t *testing.T) {
	if months(1) != "1 mese" || months(3) != "3 mesi" {
		t.Errorf("%s, %s", months(1), months(3))
	}
}
