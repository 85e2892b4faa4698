package extract

import (
	"strings"
	"testing"
)

func TestABalanceNamesItsDeposit(t *testing.T) {
	const head = "Studio Dentistico Verdi S.r.l.\nVia dei Mille 4 - 20121 Milano (MI)\nP.IVA 01234560157\nPaziente: Rossi Luca\n"
	for _, c := range []struct {
		name, text, settlement, number, amount, total string
	}{
		{"a deposit", "Fattura n. 12 del 12/01/2026\nAcconto su cure odontoiatriche          400,00\nTotale fattura          400,00", "deposit", "", "", "400.00"},
		{"a deposit that is paid", "Ricevuta n. 12 del 12/01/2026\nAcconto per implantologia          400,00\nTotale          400,00\nPagato con bancomat", "deposit", "", "", "400.00"},
		{"a deposit that speaks of its balance", "Fattura di acconto n. 12 del 12/01/2026\nCure odontoiatriche          400,00\nTotale fattura          400,00\n" +
			"Acconto versato: la presente fattura sarà seguita da altra.", "deposit", "", "", "400.00"},
		{"taken off in a position", "Fattura n. 45 del 12/03/2026\nCorona in ceramica          1.200,00\nAcconto fattura n. 12 del 12/01/2026          -400,00\nTotale fattura          800,00",
			"balance", "12", "400.00", "800.00"},
		{"taken off below the sum", "Fattura n. 45 del 12/03/2026\nCorona in ceramica          1.200,00\nTotale prestazioni          1.200,00\nAcconto già versato          400,00\nSaldo da pagare          800,00",
			"balance", "", "400.00", "800.00"},
		{"named in a sentence", "Fattura a saldo n. 45 del 12/03/2026\nSaldo cure odontoiatriche          800,00\nTotale fattura          800,00\nRif. fattura di acconto n. 12 del 12/01/2026, importo 400,00.",
			"balance", "12", "400.00", "800.00"},
		{"of a day in words", "Fattura n. 45 del 12/03/2026\nCorona in ceramica          1.200,00\nTotale prestazioni          1.200,00\nAcconto versato il 12 gennaio 2026          400,00\nSaldo da pagare          800,00",
			"balance", "", "400.00", "800.00"},
		{"of a day without a year", "Fattura n. 45 del 12/03/2026\nCorona in ceramica          1.200,00\nTotale prestazioni          1.200,00\nAcconto del 12 gen. già versato          400,00\nSaldo da pagare          800,00",
			"balance", "", "400.00", "800.00"},
		{"one of two", "Fattura n. 45 del 12/03/2026\nCorona in ceramica          1.200,00\nTotale prestazioni          1.200,00\nDedotto acconto 1 di 2          400,00\nSaldo da pagare          800,00",
			"balance", "", "400.00", "800.00"},
		{"the first", "Fattura n. 45 del 12/03/2026\nCorona in ceramica          1.200,00\nTotale prestazioni          1.200,00\nAcconto n. 1 già versato          400,00\nSaldo da pagare          800,00",
			"balance", "1?", "400.00", "800.00"},
		{"of a day, with its number", "Fattura n. 45 del 12/03/2026\nCorona in ceramica          1.200,00\nTotale prestazioni          1.200,00\nDedotto acconto 12/2026 del 12 gennaio 2026          400,00\nSaldo da pagare          800,00",
			"balance", "12/2026", "400.00", "800.00"},
		{"a number next to its marker", "Fattura n. 45 del 12/03/2026\nCorona in ceramica          1.200,00\nTotale prestazioni          1.200,00\nDedotto acconto ft n.12          400,00\nSaldo da pagare          800,00",
			"balance", "12", "400.00", "800.00"},
		{"the word for taking off in full", "Fattura n. 45 del 12/03/2026\nCorona in ceramica          1.200,00\nTotale prestazioni          1.200,00\nDedotto l'acconto          400,00\nSaldo da pagare          800,00", "balance", "", "400.00", "800.00"},
		{"with reference to it", "Fattura n. 45 del 12/03/2026\nSaldo cure odontoiatriche          800,00\nTotale fattura          800,00\nIn riferimento all'acconto fattura n. 12 del 12/01/2026.", "balance", "12", "", "800.00"},
		{"our own of before", "Fattura n. 45 del 12/03/2026\nSaldo cure odontoiatriche          800,00\nTotale fattura          800,00\nNostra fattura di acconto n. 12 del 12/01/2026.", "balance", "12", "", "800.00"},
		{"of which another speaks", "Fattura n. 45 del 12/03/2026\nSaldo cure odontoiatriche          800,00\nTotale fattura          800,00\nDi cui alla fattura di acconto n. 12 del 12/01/2026.", "balance", "12", "", "800.00"},
		{"relating to it", "Fattura n. 45 del 12/03/2026\nSaldo cure odontoiatriche          800,00\nTotale fattura          800,00\nRelativa all'acconto fattura n. 12 del 12/01/2026.", "balance", "12", "", "800.00"},
		{"a deposit of lime", "Fattura n. 45 del 12/03/2026\nEcografia addome, residuo post-minzionale, rif. deposito calcareo          100,00\nTotale fattura          100,00", "single", "", "", "100.00"},
		{"a deposit of tartar", "Fattura n. 45 del 12/03/2026\nIgiene orale, placca residua e residuo sottogengivale, rif. depositi di tartaro          100,00\nTotale fattura          100,00", "single", "", "", "100.00"},
		{"a deposit for the removal of tartar", "Fattura n. 45 del 12/03/2026\nAblazione del tartaro          1.200,00\nTotale prestazioni          1.200,00\nAblazione tartaro: acconto già versato          400,00\nSaldo da pagare          800,00", "balance", "", "400.00", "800.00"},
		{"in English", "Invoice No. 45  March 12, 2026\nCeramic crown          1,200.00\nLess deposit paid (invoice 12)          400.00\nBalance due          800.00", "balance", "12", "400.00", "800.00"},
		{"a deposit on a row, its amount below", "Fattura n. 12 del 12/01/2026\nAcconto come da preventivo già accettato\n          400,00\nTotale fattura          400,00", "single?", "", "", "400.00"},
		{"a deposit paid today", "Fattura n. 12 del 12/01/2026\nAcconto versato in data odierna\n          400,00\nTotale fattura          400,00", "single?", "", "", ""},
		{"a deposit on cures begun", "Fattura n. 12 del 12/01/2026\nAcconto relativo a cure già iniziate\n          400,00\nTotale fattura          400,00", "single?", "", "", "400.00"},
		{"an invoice for a deposit", "Fattura n. 12 del 12/01/2026\nFattura relativa a acconto cure\n          400,00\nTotale fattura          400,00", "single?", "", "", "400.00"},
		{"a withholding is no deposit", "Fattura n. 45 del 12/03/2026\nVisita          100,00\nTotale fattura          100,00\nRitenuta d'acconto già versata          20,00", "single", "", "", "100.00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			invoice := ReadInvoice([]InvoicePage{typedPage(head + c.text)}, Hints{})
			settlement := invoice.Fields["/settlement"]
			if settlement.Value == "single" && settlement.From.Confidence < accepted {
				settlement.Value += "?"
			}
			if got := settlement.Value; got != c.settlement || invoice.Fields["/total"].Value != c.total {
				t.Errorf("it is a %s of %s", got, invoice.Fields["/total"].Value)
			}
			number, amount := "", ""
			for _, named := range invoice.Deposits {
				number += strings.Join(named.Numbers, " ")
				if named.Counted && len(named.Numbers) > 0 {
					number += "?"
				}
				for _, a := range named.Amounts {
					amount += a.String()
				}
			}
			if number != c.number || amount != c.amount {
				t.Errorf("it names %+v", invoice.Deposits)
			}
		})
	}
}
