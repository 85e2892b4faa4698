package extract

import (
	"fmt"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
)

// TestNamesOfIssuersOverSeveralRows sets letterheads whose names go on below, or seem to.
func TestNamesOfIssuersOverSeveralRows(t *testing.T) {
	for want, head := range map[string]string{
		"Casa della Salute Omega Soc. Coop. Sociale":   "Casa della Salute Omega Soc. Coop.\nSociale\nVia Borgo Nuovo 97",
		"Studio di Fisioterapia Trentin":               "Studio di\nFisioterapia\nTrentin\nVia Caravaggio 98",
		"Studio Dentistico Dr. Mondini":                "Studio Dentistico Dr.\nMondini\nVia Giotto 39",
		"Azienda Ospedaliera dei Sette Laghi di Sopra": "Azienda Ospedaliera dei Sette Laghi di\nSopra\nVia Giotto 39",
		"Centro Medico Beato Angelico S.r.l.":          "Centro Medico Beato Angelico S.r.l.\nDirettore sanitario: Dott. Zucca\nVia Giotto 39",
		"Ambulatorio Le Querce S.r.l.":                 "Ambulatorio Le Querce S.r.l.\nEseguita da\nDott. Simonetti\nVia Giotto 39",
	} {
		page := typedPage(head + "\nP.IVA 01234560157\nPaziente: Rossi Luca\nFattura n. 77/2026 del 12/03/2026\nVisita oculistica    85,50\nMarca da bollo    2,00\nTotale fattura    87,50\n" + strings.Repeat("Prestazione sanitaria esente\n", 8))
		rows := strings.Count(head, "\n")
		for i := range page.Words {
			if w := &page.Words[i]; w.Box.Y < 60+40*rows { // display type
				w.Box.H = 30
				if strings.ContainsAny(w.Text, "gjpqy") {
					w.Box.H = 38
				}
			}
		}
		if got := ReadInvoice([]InvoicePage{page}, Hints{}).Fields["/issuer/name"].Value; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestANameEndsAtItsCommaAndAtItsLastGivenName(t *testing.T) {
	for put, want := range map[string]string{
		"Bill to patient: BARTOLOMEO ROSSI, Italian tax code": "ROSSI|BARTOLOMEO",
		"Paziente: Rossi, Luca":                               "Rossi|Luca",
		"Paziente: De Luca, Maria":                            "De Luca|Maria",
		"Visita di controllo. Assistito: ROSSI  LUCA":         "ROSSI|LUCA",
		"Paziente: D'Elia Maria Antonietta":                   "D'Elia|Maria Antonietta",
		"Paziente: Maria Antonietta Dell’Acqua":               "Dell’Acqua|Maria Antonietta",
		"Zahlungspflichtiger\nLuca Rossi":                     "Rossi|Luca",
		"Rechnungsempfinger: Luca Rossi - Piazza Duomo 104":   "Rossi|Luca",
		"Cagnama; ROSSI      Nome: LUCA":                      "ROSSI|LUCA",
	} {
		got := read(strings.Replace(plain, "%PERSONS%", put, 1), Hints{})
		if name := got["/patient/surname"] + "|" + got["/patient/name"]; name != want {
			t.Errorf("%q: %q", put, name)
		}
	}
}

// TestThePatientOfASentenceMayEndOnTheNextRow has whoever pays under his label, and the patient in the text.
func TestThePatientOfASentenceMayEndOnTheNextRow(t *testing.T) {
	expect(t, read(`
Ambulatorio Le Querce S.r.l.
P.IVA 01234560157
Bill to
ROSSI ROBERTA
Invoice no. 77/2026   12/03/2026
For professional services rendered: Minor procedure EUR 85.50. Bill to patient: ROSSI
PIERA.
Invoice total                                                    EUR 85.50
`, Hints{}), map[string]string{"/patient/surname": "ROSSI", "/patient/name": "PIERA"})
}

func TestACodeThatCouldNotBeReadIsNotTheVATNumber(t *testing.T) {
	for left, both := range map[string]bool{
		"c.f. e p.iva": true, "c.f./p.iva": true, "cod. fisc. e p. iva": true, "p.iva e c.f.": true, "partita iva - codice fiscale:": true, "codice fiscale e partita iva": true, "cod. fiscale e p. iva": true, "c.f. / reg. imprese / p.iva": true,
		"c.f. brdfstg6oregl04il | partita iva": false, "c.f. bordoni fausta partita iva": false, "partita iva": false, "codice fiscale": false,
	} {
		if got := labelledAsBoth(left); got != both {
			t.Errorf("%q: %v", left, got)
		}
	}
}

func TestCodesAsTheyAreMisread(t *testing.T) {
	for read, want := range map[string]string{"T09773991212": "09773991212", "IT09773991212": "09773991212", "NGRCST77PO6FNRUL": "NGRCST77P06FNRUL"} {
		if id, ok := classifyIdentifier(read); !ok || id.text != want || !id.valid {
			t.Errorf("%s: %+v", read, id)
		}
	}
	for _, text := range []string{"CONGIUNTURALMENT", "AMMINISTRAZIONES"} {
		if id, ok := classifyIdentifier(text); ok {
			t.Errorf("%s is %+v", text, id)
		}
	}
}

// TestASecondGivenNameStaysWithItsName: a code holds nothing of it.
func TestASecondGivenNameStaysWithItsName(t *testing.T) {
	var code claim.TaxCode
	for check := 'A'; check <= 'Z'; check++ {
		if c, err := claim.ParseTaxCode("RSSRRT80A01F205" + string(check)); err == nil {
			code = c
		}
	}
	for put, want := range map[string]string{"ROSSI ROBERTO LUCA": "ROSSI ROBERTO LUCA", "ROSSI ROBERTO Medico": "ROSSI ROBERTO", "ROSSI ROBERTO MERANO": "ROSSI ROBERTO", "ROSSI ROBERTO SESSO": "ROSSI ROBERTO", "ROSSI ROBERTO": "ROSSI ROBERTO"} {
		page := typedPage(put)
		if got := textOf(nameFitting(page.Words, code)); got != want {
			t.Errorf("%q: %q", put, got)
		}
	}
}

// TestACodeThatFitsBothWaysPartsNoName: that of Mauro Mario has the same letters as that of Mario Mauro. The form knows.
func TestACodeThatFitsBothWaysPartsNoName(t *testing.T) {
	code := ""
	for check := 'A'; check <= 'Z'; check++ {
		if c := "MRAMRA80A01F205" + string(check); claim.ValidTaxCode(c) {
			code = c
		}
	}
	text := strings.Replace(plain, "%PERSONS%", "Paziente: MARIO MAURO\nC.F. "+code, 1)
	check(t, fieldsOf(text, Hints{}), "/patient/tax_code", code, false)
	for _, surname := range []claim.Text{"Mario", "Mauro"} {
		p := claim.Person{Surname: "Mauro", Name: "Mario"}
		if surname == "Mario" {
			p = claim.Person{Surname: "Mario", Name: "Mauro"}
		}
		expect(t, read(text, Hints{Persons: []claim.Person{p}}), map[string]string{"/patient/surname": strings.ToUpper(string(p.Surname)), "/patient/name": strings.ToUpper(string(p.Name))})
	}
}

func TestTheNumbersOfTheRowsOfATableAreNoPartOfTheirFirstColumn(t *testing.T) {
	column := func(values ...string) []FormField {
		var fields []FormField
		for i, v := range values {
			f := FormField{Zone: forms.Field{ID: fmt.Sprintf("row%d.number", i+1), Type: forms.Line, Row: i + 1}}
			f.Value = v
			fields = append(fields, f)
		}
		return fields
	}
	for name, c := range map[string]struct{ read, want []string }{
		"printed in all rows":      {[]string{"1 2026/200", "2 265/FE", "3", "4"}, []string{"2026/200", "265/FE", "", ""}},
		"one of them unread":       {[]string{"1 2026/200", "265/FE", "3", "4"}, []string{"2026/200", "265/FE", "", ""}},
		"two invoices 1 and 2":     {[]string{"1", "2"}, []string{"1", "2"}},
		"invoices 1 to 4":          {[]string{"1", "2", "3", "4"}, []string{"1", "2", "3", "4"}},
		"numbers that begin alike": {[]string{"12/A", "24", "31", "4 A"}, []string{"12/A", "24", "31", "4 A"}},
	} {
		fields := column(c.read...)
		withoutRowNumbers(fields)
		for i, f := range fields {
			if f.Value != c.want[i] {
				t.Errorf("%s: row %d is %q", name, i+1, f.Value)
			}
		}
	}
}
