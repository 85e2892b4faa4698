package extract

import "testing"

const german = `
Praxis Dr. med. Anna Keller
Bahnhofplatz 4 8001 Zürich
Tel. +41 44 555 12 12   CHE-123.456.789
Patient: Rossi Luca
RECHNUNG Nr. 4471
Rechnungsdatum: 12.03.2026
Leistung                       Betrag
Behandlung der Schulter        85.50
Gesamtbetrag             CHF   85.50
Zahlbar bis 30 Tagen
`

func TestAnInvoiceInGerman(t *testing.T) {
	got := ReadInvoice([]InvoicePage{typedPage(german)}, Hints{})
	values := map[string]string{}
	for pointer, f := range got.Fields {
		values[pointer] = f.Value
	}
	expect(t, values, map[string]string{"/issuer/country": "CH", "/issuer/vat_number": "CHE123456789", "/number": "4471", "/date": "2026-03-12",
		"/total": "85.50", "/currency": "CHF", "/description": "Behandlung der Schulter", "/patient/surname": "Rossi"})
	if !got.Foreign {
		t.Error("no translation is asked for")
	}
	if kind := ClassifyPage(typedPage(german), Look{}); !kind.Expense {
		t.Error("it is taken for no expense")
	}
}

func TestAnItalianInvoiceWithAForeignBankNeedsNoTranslation(t *testing.T) {
	if got := ReadInvoice([]InvoicePage{typedPage(plain + "IBAN AT181200020209424497 Rechnung")}, Hints{}); got.Foreign || got.Fields["/issuer/country"].Value != "IT" {
		t.Errorf("foreign %v, country %q", got.Foreign, got.Fields["/issuer/country"].Value)
	}
}
