package pipeline

import (
	"slices"
	"strings"
	"testing"
)

// beside lays two pages on one sheet, the second right of the first.
func beside(a, b Reading) Reading {
	for _, w := range b.Words {
		w.Box.X += 2000
		a.Words = append(slices.Clone(a.Words), w)
	}
	return a
}

// below lays two pages on one sheet, the second under the first.
func below(a, b Reading) Reading {
	for _, w := range b.Words {
		w.Box.Y += 1500
		a.Words = append(slices.Clone(a.Words), w)
	}
	return a
}

func TestTwoReceiptsOnAPageWithoutAFormAreTwoExpenses(t *testing.T) {
	first := bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00")
	second := bill("13", "20/03/2026", "ROSSI LUCA", luca, "60,00")
	other := withVAT(bill("12", "20/03/2026", "ROSSI LUCA", luca, "60,00"))
	for name, page := range map[string]Reading{"one below the other": below(first, second), "side by side": beside(first, second),
		"of one number and two issuers": below(first, other), "of two issuers side by side": beside(first, other)} {
		t.Run(name, func(t *testing.T) {
			claims := assembled(t, page)
			if got := shape(claims); got != "- 2: 1" {
				t.Fatalf("%s", got)
			}
			for i, want := range []string{"80.00 2026-03-12", "60.00 2026-03-20"} {
				e := claims[0].Expenses[i]
				if got := e.Total.String() + " " + e.Date.String(); got != want || e.Patient.TaxCode != luca || e.Issuer.VATNumber == "" {
					t.Errorf("expense %d is of %s, %+v", i, got, e.Issuer)
				}
			}
			if a, b := claims[0].Expenses[0].Issuer.VATNumber, claims[0].Expenses[1].Issuer.VATNumber; (a == b) != !strings.Contains(name, "two issuers") {
				t.Errorf("issued by %s and %s", a, b)
			}
		})
	}
	if got := shape(assembled(t, below(first, first))); got != "- 1: 1" {
		t.Errorf("a receipt printed twice on a page: %s", got)
	}
}

func TestTheIssuersAccountAndTaxCodeAreNotTheMembers(t *testing.T) {
	const iban, doctor = "IT60X0542811101000000123456", "FRRNNA75C41F205V"
	invoice := lines("Dott.ssa Anna Ferri", "Via Roma 1 20100 Milano", "P. IVA 01234560157  C.F. "+doctor, "Fattura n. 12 del 12/03/2026", "Paziente: ROSSI LUCA",
		"Descrizione  Importo", "Visita specialistica  80,00", "Totale fattura  80,00", "Bonifico a Anna Ferri C.F. "+doctor+" IBAN "+iban)
	for name, pages := range map[string][]Reading{"without a form": {invoice},
		"with a form": {requestForm("R01", "ROSSI LUCA", "12|Dott.ssa Ferri|2026-03-12|80.00"), invoice}} {
		t.Run(name, func(t *testing.T) {
			c := assembled(t, pages...)[0]
			if len(c.Expenses) != 1 || c.Expenses[0].Issuer.TaxCode != doctor || c.Patient.Surname != "ROSSI" {
				t.Fatalf("%+v of %+v", c.Expenses, c.Patient)
			}
			e := c.Expenses[0]
			if c.Member.IBAN != "" || c.Member.TaxCode != "" || c.Patient.TaxCode != "" || e.Patient.TaxCode != "" || e.BilledTo != nil {
				t.Errorf("member %+v, patient %+v, of the invoice %+v, billed to %+v", c.Member, c.Patient, e.Patient, e.BilledTo)
			}
		})
	}
}

func TestTwoReceiptsOnAPageAreTwoExpenses(t *testing.T) {
	form := requestForm("R01", "ROSSI LUCA", "12|Studio Verdi|2026-03-12|80.00", "13|Ottica Blu|2026-03-20|60.00")
	first := bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00")
	second := lines("Ottica Blu", "P. IVA 0123456O15?", "Fattura n. 13 del 20/03/2026", "ROSSI LUCA", "Lenti  60,00", "Totale fattura  60,00")
	for _, c := range []struct {
		name  string
		pages []Reading
		want  string
	}{
		{"by the rows of the form", []Reading{form, beside(first, second)}, "R01 2: 1 2"},
		{"a second part whose row has its own document", []Reading{form, beside(first, second), second}, "R01 2: 1 2 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			claims := assembled(t, c.pages...)
			matched := 0
			for _, e := range claims[0].Expenses {
				if e.Declared != nil && e.DocumentType != "" {
					matched++
				}
			}
			if got := shape(claims); got != c.want || matched != 2 {
				t.Errorf("%s, %d rows with their invoices; want %s", got, matched, c.want)
			}
		})
	}
}
