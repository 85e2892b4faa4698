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

// setBeside sets one text right of another, a number of columns from its left edge.
func setBeside(left, right string, column int) string {
	a, b := strings.Split(left, "\n"), strings.Split(right, "\n")
	var rows []string
	for i := range max(len(a), len(b)) {
		row := ""
		if i < len(a) {
			row = a[i]
		}
		if i < len(b) && b[i] != "" {
			row += strings.Repeat(" ", max(1, column-len([]rune(row)))) + b[i]
		}
		rows = append(rows, row)
	}
	return strings.Join(rows, "\n")
}

// Slips that lie apart on a table are two documents though the sum of one could not be read; columns of one document,
// and papers that say the same, are not.
func TestSlipsThatLieApartAreTwoDocuments(t *testing.T) {
	first := strings.Replace(counter, "%NUMBER%", "4471", 1)
	second := strings.NewReplacer("%NUMBER%", "0059-0142", "01234560157", "10765720791", "TOTALE TICKET                    18,00", "TOTALE TICKET so", "Esame audiometrico               18,00", "Esame audiometrico").Replace(counter)
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"far apart":  {setBeside(first, second, 110), 2},
		"same paper": {setBeside(first, strings.Replace(second, "10765720791", "01234560157", 1), 110), 1},
	} {
		if got := len(SplitReceipts(typedPage(c.text))); got != c.want {
			t.Errorf("%s: %d documents, want %d", name, got, c.want)
		}
	}
}

// A sheet laid across holds two pages of other issuers, of whom nobody's code may be legible.
func TestTwoPagesOnASheetLaidAcrossAreTwoDocuments(t *testing.T) {
	first := strings.NewReplacer("%NUMBER%", "4471", "P.IVA 01234560157", "St.-Nr. 120/347/71245").Replace(counter)
	second := strings.NewReplacer("%NUMBER%", "2026-25", "P.IVA 01234560157", "P.IVA 0123456", "18,00", "65,10").Replace(counter)
	noise := "\n\n" + strings.Repeat(" ", 50) + "sa pen si"
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"two":            {setBeside(first, second, 64), 2},
		"on a cloth":     {setBeside(first, second, 64) + noise, 2},
		"twice the same": {setBeside(first, first, 64), 1},
		"one's number lost": {setBeside(strings.NewReplacer("%NUMBER%", "4471").Replace(counter),
			strings.NewReplacer("n. %NUMBER%", "Ni", "%NUMBER%", "", "18,00", "65,10").Replace(counter), 76), 2},
		"one and nothing": {setBeside(first, "\n\nNote:\nsi prega di conservare\nla ricevuta per\nla dichiarazione dei\nredditi 2026", 64), 1},
	} {
		page := typedPage(c.text)
		page.Width, page.Height = 1500, 1060
		for i := range page.Words {
			if strings.Contains(noise, " "+page.Words[i].Text) {
				page.Words[i].Confidence = 0.4
			}
		}
		parts := SplitReceipts(page)
		if len(parts) != c.want {
			t.Errorf("%s: %d documents, want %d", name, len(parts), c.want)
		}
		if upright := typedPage(c.text); len(SplitReceipts(upright)) != 1 {
			t.Errorf("%s: parted on a page that stands", name)
		}
	}
}

// Where two documents beside each other cannot be told apart, nothing of them is sure: their values mix.
func TestNothingIsSureOfTwoDocumentsReadAsOne(t *testing.T) {
	first := strings.NewReplacer("%NUMBER%", "4471", "P.IVA 01234560157", "P.IVA 01234560158").Replace(counter) // misread
	second := strings.NewReplacer("%NUMBER%", "0059-0142", "01234560157", "10765720791").Replace(counter)
	alone := fieldsOf(strings.Replace(counter, "%NUMBER%", "4471", 1), Hints{})
	both := fieldsOf(setBeside(first, second, 110), Hints{})
	for _, pointer := range []string{"/total", "/issuer/vat_number", "/lines/0/amount"} {
		if alone[pointer].From.Confidence <= mixed {
			t.Errorf("%s of one document is believed with %v", pointer, alone[pointer].From.Confidence)
		}
		if both[pointer].From.Confidence > mixed {
			t.Errorf("%s of two is believed with %v", pointer, both[pointer].From.Confidence)
		}
	}
	columns := setBeside("Studi Medici Riuniti\nP.IVA 10765720791\n", "Dott. Bianchi\nP.IVA 01234560157", 110) + "\n\nRICEVUTA n. 12 del 12/03/2026\nPaziente: Rossi Luca\n\nEsame     18,00\nTOTALE    18,00\n"
	if f := fieldsOf(columns, Hints{})["/total"]; f.From.Confidence <= mixed {
		t.Errorf("a letterhead in two columns is taken for two documents: %v", f.From.Confidence)
	}
}
