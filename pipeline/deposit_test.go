package pipeline

import (
	"testing"

	"pratica/claim"
)

// TestADepositGoesWithItsBalance has two forms of one patient, of which one has a row for the balance.
func TestADepositGoesWithItsBalance(t *testing.T) {
	invoice := func(title, vat string, rows ...string) Reading {
		return lines(append([]string{"Studio Dentistico Verdi", "Via Roma 1 20100 Milano", "P. IVA " + vat, title, "Paziente: ROSSI LUCA", "C.F. " + luca, "Descrizione  Importo"}, rows...)...)
	}
	const own, another = "01234560157", "07643520567"
	balanceRow := "45|Studio Verdi|2026-03-12|800.00"
	dental, more := requestForm("R02", "ROSSI LUCA", balanceRow), requestForm("R02", "ROSSI LUCA", "99|Studio Bianchi|2026-03-20|60.00")
	deposit := invoice("Fattura di acconto n. 12 del 05/01/2026", own, "Cure odontoiatriche  350,00", "Totale fattura  350,00")
	balance := invoice("Fattura n. 45 del 12/03/2026", own, "Corona in ceramica  1.150,00", "Acconto fattura n. 12 del 05/01/2026  -350,00", "Totale fattura  800,00")
	for _, c := range []struct {
		name  string
		pages []Reading
		want  string
	}{
		{"by its number", []Reading{dental, balance, more, deposit}, "R02 2: 1 2 4; R02 1: 3"},
		{"by what was paid before", []Reading{dental, invoice("Fattura n. 45 del 12/03/2026", own, "Corona in ceramica  1.150,00", "Totale prestazioni  1.150,00",
			"Acconto già versato  350,00", "Saldo da pagare  800,00"), more, deposit}, "R02 2: 1 2 4; R02 1: 3"},
		{"the balance to the deposit whose row there is", []Reading{more, balance, requestForm("R02", "ROSSI LUCA", "12|Studio Verdi|2026-01-05|350.00"), deposit},
			"R02 1: 1; R02 2: 2 3 4"},
		{"and its copy", []Reading{dental, balance, more, deposit, deposit}, "R02 2: 1 2 4 5; R02 1: 3"},
		{"not of another issuer", []Reading{dental, balance, more, invoice("Fattura di acconto n. 12 del 05/01/2026", another, "Cure odontoiatriche  350,00", "Totale fattura  350,00")},
			"R02 1: 1 2; R02 2: 3 4"},
		{"not of another number", []Reading{dental, balance, more, invoice("Fattura di acconto n. 13 del 05/01/2026", own, "Cure odontoiatriche  350,00", "Totale fattura  350,00")},
			"R02 1: 1 2; R02 2: 3 4"},
		{"not a later one", []Reading{dental, balance, more, invoice("Fattura di acconto n. 12 del 12/04/2026", own, "Cure odontoiatriche  350,00", "Totale fattura  350,00")},
			"R02 1: 1 2; R02 2: 3 4"},
		{"each where its row is", []Reading{dental, balance, requestForm("R02", "ROSSI LUCA", "12|Studio Verdi|2026-01-05|350.00"), deposit}, "R02 1: 1 2; R02 1: 3 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			claims := assembled(t, c.pages...)
			if got := shape(claims); got != c.want {
				t.Fatalf("%s, want %s", got, c.want)
			}
			settled := map[claim.Settlement]int{}
			for _, one := range claims {
				for _, e := range one.Expenses {
					settled[e.Settlement]++
				}
			}
			if settled[claim.Deposit] != 1 || settled[claim.Balance] != 1 {
				t.Errorf("settlements %v", settled)
			}
		})
	}
}
