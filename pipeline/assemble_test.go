package pipeline

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
)

// read is a page as stored, the n-th of a file.
func read(t *testing.T, n int, r Reading) ReadPage {
	t.Helper()
	r.Version, r.Level, r.Transform = readingVersion, claim.Identity, claim.Identity
	r.Object, r.Width, r.Height, r.LevelWidth, r.LevelHeight, r.DPI = "sha256:"+fmt.Sprintf("%064d", n), 2000, 3000, 2000, 3000, 240
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return ReadPage{PageRef{"busta.pdf", n}, data}
}

// lines is a page of text; two spaces part cells.
func lines(text ...string) Reading {
	r := Reading{KindOfPage: textPage, Method: string(claim.FromLine)}
	for i, line := range text {
		x := 150
		for _, cell := range strings.Split(line, "  ") {
			for _, word := range strings.Fields(cell) {
				w := 20 * len([]rune(word))
				r.Words = append(r.Words, ocr.Word{Text: word, Box: claim.Box{X: x, Y: 120 + 70*i, W: w, H: 36}, Confidence: 0.95})
				x += w + 14
			}
			x += 200
		}
	}
	return r
}

// filled is a page of a form whose zones hold values, by pointer; an empty one is blank.
func filled(r Reading, values map[string]string) Reading {
	for pointer, value := range values {
		r.Fields = append(r.Fields, field{ID: pointer, Pointer: pointer, Blank: value == "",
			Field: claim.Field{Value: value, From: claim.Provenance{Method: claim.FromLine, Text: claim.Text(value), Confidence: 0.9}}})
	}
	return r
}

// assembled gives the claims of pages in this order, the raw confidences kept.
func assembled(t *testing.T, pages ...Reading) []claim.Claim {
	t.Helper()
	p, err := New(Config{RawConfidence: true})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	var list []ReadPage
	for i, r := range pages {
		list = append(list, read(t, i+1, r))
	}
	claims, err := p.Assemble(t.Context(), claim.Submission{Channel: claim.Post}, list, nil)
	if err != nil {
		t.Fatal(err)
	}
	return claims
}

func TestAFormOfOthersMayLackAColumn(t *testing.T) {
	page := filled(lines("DOMANDA DI RIMBORSO", "per spese sanitarie", "Mod. R01", "Iscritto"), map[string]string{
		"/member/surname": "ROSSI", "/member/name": "LUCA",
		"/expenses/0/declared/date": "2026-03-12", "/expenses/0/declared/amount": "87.50",
		"/expenses/1/declared/number": "12", "/expenses/1/declared/amount": "12.00"})
	claims := assembled(t, page)
	if len(claims) != 1 || len(claims[0].Expenses) != 2 {
		t.Fatalf("%d claims, %+v", len(claims), claims)
	}
	for pointer, from := range claims[0].Provenance {
		if from.Method == "" {
			t.Errorf("%s comes from nowhere", pointer)
		}
	}
}

func TestAnInvoiceMayBelongToARowThatWasNotRead(t *testing.T) {
	seen := []Reading{bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00"), bill("15", "20/03/2026", "ROSSI LUCA", luca, "60,00")}
	row := "12|Studio Verdi|2026-03-12|80.00"
	total := func(value string) Reading {
		form := requestForm("R01", "ROSSI LUCA", row)
		return filled(form, map[string]string{"/declared_total": value})
	}
	for name, c := range map[string]struct {
		form Reading
		want claim.Code
	}{
		"the total counts it":      {total("140.00"), "value.unreadable"},
		"the total does not":       {total("80.00"), "form.invoice_without_row"},
		"the total was not read":   {requestForm("R01", "ROSSI LUCA", row), "value.unreadable"},
		"no row at all was read":   {requestForm("R01", "ROSSI LUCA"), ""},
		"a total that counts more": {total("240.00"), "value.unreadable"},
	} {
		t.Run(name, func(t *testing.T) {
			found := map[claim.Code]bool{}
			for _, f := range assembled(t, c.form, seen[0], seen[1])[0].Findings {
				if f.Pointer == "/expenses/1" || strings.HasPrefix(string(f.Pointer), "/expenses/1/declared") || f.Pointer == "/declared_total" {
					found[f.Code] = true
				}
			}
			if c.want == "" && found["form.invoice_without_row"] || c.want != "" && (!found[c.want] || c.want == "value.unreadable" && (found["form.total_mismatch"] || found["form.invoice_without_row"])) {
				t.Errorf("found %v", found)
			}
		})
	}
}

func TestAnotherPapersTaxCodeTellsWhichPartOfANameIsTheSurname(t *testing.T) {
	paper := func(number string, person ...string) Reading {
		text := append([]string{"Ambulatorio Le Querce S.r.l.", "Via Roma 1 - 20121 Milano (MI)", "P.IVA 01114601006", "Fattura n. " + number + " del 12/03/2026"}, person...)
		return lines(append(text, "Descrizione  Importo", "Visita cardiologica  100,00", "Totale fattura  100,00")...)
	}
	claims := assembled(t, paper("11", "Paziente: ZAMBONI EVELISA"), paper("12", "Paziente: Evelisa Zamboni C.F. ZMBVLS66L68D548L"))
	for _, c := range claims {
		for _, e := range c.Expenses {
			if !strings.EqualFold(string(e.Patient.Surname), "Zamboni") || !strings.EqualFold(string(e.Patient.Name), "Evelisa") {
				t.Errorf("invoice %s: surname %q, name %q", e.Number, e.Patient.Surname, e.Patient.Name)
			}
		}
		if len(c.Expenses) != 2 || c.Expenses[1].Patient.TaxCode == "" || c.Patient.TaxCode == "" {
			t.Errorf("%d expenses, patient %+v", len(c.Expenses), c.Patient)
		}
	}
}
