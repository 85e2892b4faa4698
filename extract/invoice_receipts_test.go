package extract

import (
	"strings"
	"testing"
)

const counter = `
ASL Val Serena
Via dei Mille 4 - 20121 Milano (MI)
P.IVA 01234560157
RICEVUTA TICKET n. %NUMBER% del 12/03/2026
Paziente: Rossi Luca
Esame audiometrico               18,00
TOTALE TICKET                    18,00
`

func TestTwoReceiptsOnAPageAreTwoDocuments(t *testing.T) {
	page := typedPage(strings.Replace(counter, "%NUMBER%", "4471", 1) + "\n\n\n" + strings.Replace(counter, "%NUMBER%", "4472", 1))
	parts := SplitReceipts(page)
	if len(parts) != 2 {
		t.Fatalf("%d documents", len(parts))
	}
	for i, want := range []string{"4471", "4472"} {
		if got := ReadInvoice(parts[i:i+1], Hints{}).Fields["/number"].Value; got != want {
			t.Errorf("document %d has the number %q, want %q", i, got, want)
		}
	}
}

func TestAnInvoiceWithThePaymentSlipBelowIsOneDocument(t *testing.T) {
	page := typedPage(strings.Replace(counter, "%NUMBER%", "4471", 1) +
		"\n\n\nP.IVA 01234560157   ESERCENTE 33812\n12/03/2026 10:31   TML 8834\nIMPORTO EUR      18,00\nTRANSAZIONE ESEGUITA")
	if parts := SplitReceipts(page); len(parts) != 1 {
		t.Errorf("%d documents", len(parts))
	}
}
