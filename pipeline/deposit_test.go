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
		{"by the amount of one that is counted", []Reading{dental, invoice("Fattura n. 45 del 12/03/2026", own, "Corona in ceramica  1.150,00", "Totale prestazioni  1.150,00",
			"Acconto n. 1 già versato  350,00", "Saldo da pagare  800,00"), more, deposit}, "R02 2: 1 2 4; R02 1: 3"},
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

// TestADepositOfAnotherPatientStays has the forms of two patients, of which one's balance counts a deposit.
func TestADepositOfAnotherPatientStays(t *testing.T) {
	invoice := func(title, patient, code string, rows ...string) Reading {
		head := []string{"Studio Dentistico Verdi", "Via Roma 1 20100 Milano", "P. IVA 01234560157", title}
		if patient != "" {
			head = append(head, "Paziente: ROSSI "+patient)
		}
		if code != "" {
			head = append(head, "C.F. "+code)
		}
		return lines(append(append(head, "Descrizione  Importo"), rows...)...)
	}
	form, annas := requestForm("R02", "ROSSI LUCA", "45|Studio Verdi|2026-03-12|800.00"), requestForm("R02", "ROSSI ANNA", "7Z|5tvd|2026-08-01|17.00")
	byAmount := func(patient, code string) Reading {
		return invoice("Fattura n. 45 del 12/03/2026", patient, code, "Corona in ceramica  1.150,00", "Totale prestazioni  1.150,00", "Acconto già versato  350,00", "Saldo da pagare  800,00")
	}
	byNumber := invoice("Fattura n. 45 del 12/03/2026", "LUCA", luca, "Corona in ceramica  1.150,00", "Acconto fattura n. 13 del 05/01/2026  -350,00", "Totale fattura  800,00")
	deposit := func(patient, code string) Reading {
		return invoice("Fattura di acconto n. 13 del 05/01/2026", patient, code, "Cure odontoiatriche  350,00", "Totale fattura  350,00")
	}
	const apart, joined = "R02 1: 1 2; R02 2: 3 4", "R02 2: 1 2 4; R02 1: 3"
	for _, c := range []struct {
		name             string
		balance, deposit Reading
		want             string
		unsure           bool
	}{
		{"another name without a code, by the amount", byAmount("LUCA", luca), deposit("ANNA", ""), apart, false},
		{"another name without a code, by the number", byNumber, deposit("ANNA", ""), apart, false},
		{"no name, by the amount", byAmount("LUCA", luca), deposit("", ""), apart, false},
		{"no name, by the number", byNumber, deposit("", ""), joined, true},
		{"the name without a code, by the amount", byAmount("LUCA", ""), deposit("LUCA", ""), joined, true},
		{"the same code", byAmount("LUCA", luca), deposit("LUCA", luca), joined, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shape(assembled(t, form, c.balance, annas, c.deposit)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
		t.Run(c.name+", as sure as that", func(t *testing.T) {
			var pages []ReadPage
			for i, r := range []Reading{form, c.balance, annas, c.deposit} {
				pages = append(pages, read(t, i+1, r))
			}
			papers, err := groupPages(pages)
			if err != nil {
				t.Fatal(err)
			}
			owners := ownersOf(papers)
			places := placesOf(papers, owners)
			places[3], papers[3].perhapsOthers = 1, false
			joinDeposits(papers, owners, places)
			if moved, want := places[3] == 0, c.want == joined; moved != want || papers[3].perhapsOthers != c.unsure {
				t.Errorf("joined %t, want %t; perhaps another's %t", moved, want, papers[3].perhapsOthers)
			}
		})
	}
}
