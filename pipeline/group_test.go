package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
)

// Two patients of one family, with valid tax codes.
const (
	luca  = "RSSLCU12A01F205W"
	marta = "RSSMRT10P52F205J"
)

func requestForm(code, patient string, rows ...string) Reading {
	title := map[string]string{"R01": "per spese sanitarie", "R02": "per spese odontoiatriche"}[code]
	values := map[string]string{"/member/surname": "ROSSI", "/member/name": "CARLO"}
	surname, name, _ := strings.Cut(patient, " ")
	values["/patient/surname"], values["/patient/name"] = surname, name
	for i, row := range rows {
		parts := strings.Split(row, "|")
		for n, part := range declaredParts {
			values[fmt.Sprintf("/expenses/%d/declared/%s", i, part)] = parts[n]
		}
	}
	return filled(lines("DOMANDA DI RIMBORSO", title, "Mod. "+code, "Iscritto"), values)
}

func bill(number, date, patient, code, total string, more ...string) Reading {
	return lines(append([]string{"Studio Medico Verdi", "Via Roma 1 20100 Milano", "P. IVA 01234560157", "Fattura n. " + number + " del " + date,
		"Paziente: " + patient, "C.F. " + code, "Descrizione  Importo", "Visita specialistica  " + total, "Totale fattura  " + total}, more...)...)
}

// shape writes claims as "R01: d1[1 2] d2[3]; -: d1[4]", the numbers being pages.
func shape(claims []claim.Claim) string {
	var list []string
	for _, c := range claims {
		text := string(c.Form)
		if text == "" {
			text = "-"
		}
		text += fmt.Sprintf(" %d:", len(c.Expenses))
		for _, d := range c.Documents {
			var pages []string
			for _, p := range d.Pages {
				pages = append(pages, fmt.Sprint(p.FilePage))
			}
			text += " " + strings.Join(pages, "+")
		}
		list = append(list, text)
	}
	return strings.Join(list, "; ")
}

func TestPapersGoToTheClaimOfTheirPatientAndRows(t *testing.T) {
	first := requestForm("R01", "ROSSI LUCA", "12|Studio Verdi|2026-03-12|80.00")
	second := requestForm("R01", "ROSSI MARTA", "15|Studio Verdi|2026-03-20|60.00")
	lucas := bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00")
	martas := bill("15", "20/03/2026", "ROSSI MARTA", marta, "60,00")
	for _, c := range []struct {
		name  string
		pages []Reading
		want  string
	}{
		{"each after its form", []Reading{first, lucas, second, martas}, "R01 1: 1 2; R01 1: 3 4"},
		{"in turn", []Reading{first, second, lucas, martas}, "R01 1: 1 3; R01 1: 2 4"},
		{"the wrong way round", []Reading{martas, first, lucas, second}, "R01 1: 2 3; R01 1: 1 4"},
		{"a prescription of the other", []Reading{first, lucas, second, martas, lines("Ricetta medica", "ROSSI LUCA", luca, "una visita")}, "R01 1: 1 2 5; R01 1: 3 4"},
		{"a paper that names nobody follows its form", []Reading{first, lucas, lines("Referto", "nella norma"), second, martas}, "R01 1: 1 2 3; R01 1: 4 5"},
		{"an invoice of somebody else", []Reading{first, lucas, bill("77", "02/03/2026", "BRAMBILLA GINA", "BRMGNI80A41F205M", "44,00")}, "R01 1: 1 2; - 1: 3"},
		{"an invoice of somebody else on the form", []Reading{requestForm("R01", "ROSSI LUCA", "77|Studio Verdi|2026-03-02|44.00"),
			bill("77", "02/03/2026", "BRAMBILLA GINA", "BRMGNI80A41F205M", "44,00")}, "R01 1: 1 2"},
		{"an invoice that the form forgot", []Reading{first, lucas, bill("19", "21/03/2026", "ROSSI LUCA", luca, "44,00")}, "R01 2: 1 2 3"},
		{"the same form twice", []Reading{first, first, lucas}, "R01 1: 1 2 3"},
		{"no form", []Reading{lucas, martas}, "- 2: 1 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shape(assembled(t, c.pages...)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestTheDentistsFormGoesWithItsRequest(t *testing.T) {
	dentist := filled(lines("Modulo spese odontoiatriche", "Mod. D01", "Paziente"), nil)
	add := func(id, value string) {
		dentist.Fields = append(dentist.Fields, field{ID: id, Blank: value == "", Field: claim.Field{Value: value, From: claim.Provenance{Method: claim.FromLine, Confidence: 0.9}}})
	}
	add("ref1.number", "31")
	add("patient.surname", "ROSSI")
	add("patient.name", "MARTA")
	sanitary, dental := requestForm("R01", "ROSSI MARTA", "15|Studio Verdi|2026-03-20|60.00"), requestForm("R02", "ROSSI MARTA", "31|Studio Verdi|2026-03-20|60.00")
	other := requestForm("R02", "ROSSI LUCA", "32|Studio Verdi|2026-03-20|60.00")
	for _, c := range []struct {
		name  string
		pages []Reading
		want  string
	}{
		{"behind another request", []Reading{dental, sanitary, dentist}, "R02 1: 1 3; R01 1: 2"},
		{"before all", []Reading{dentist, sanitary, dental}, "R01 1: 2; R02 1: 1 3"},
		{"of two requests for teeth", []Reading{dental, other, dentist}, "R02 1: 1 3; R02 1: 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shape(assembled(t, c.pages...)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// longBill is an account over three pages, marked by the page number or by the sum carried over.
func longBill(number string, marks, carry bool) []Reading {
	head := []string{"Casa di Cura San Pio", "P. IVA 01234560157", "Fattura n. " + number + " del 12/03/2026", "Paziente: ROSSI LUCA", "C.F. " + luca}
	mark := func(n int) (list []string) {
		if marks {
			list = append(list, fmt.Sprintf("Pag. %d di 3", n))
		}
		return list
	}
	riporto := func(text, sum string) (list []string) {
		if carry {
			list = append(list, text+"  "+sum)
		}
		return list
	}
	filler := make([]string, 20)
	pages := [][]string{
		slices.Concat(mark(1), head, []string{"Descrizione  Importo", "Degenza  300,00", "Medicazione  40,00"}, filler, riporto("A riportare", "340,00")),
		slices.Concat(mark(2), riporto("Riporto", "340,00"), []string{"Descrizione  Importo", "Sala operatoria  900,00", "Farmaci  20,00"}, filler, riporto("A riportare", "1.260,00")),
		slices.Concat(mark(3), riporto("Riporto", "1.260,00"), []string{"Descrizione  Importo", "Consulenza  100,00", "Totale fattura  1.360,00"}),
	}
	var list []Reading
	for _, page := range pages {
		list = append(list, lines(page...))
	}
	return list
}

func TestPagesOfOneAccountAreOneDocument(t *testing.T) {
	numbered, carried, bare := longBill("88", true, false), longBill("88", false, true), longBill("88", false, false)
	another := longBill("91", true, false)
	another[0], another[1], another[2] = withVAT(another[0]), withVAT(another[1]), withVAT(another[2])
	slip := longBill("88", true, false)
	slip[2] = withVAT(slip[2]) // the bank's, on the slip for paying
	slip[2].Words = slices.Concat(slip[2].Words, belowWords("Segue fattura n. 88 del 12/03/2026"))
	single := bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00")
	blank := Reading{KindOfPage: blankPage}
	for _, c := range []struct {
		name  string
		pages []Reading
		want  string
	}{
		{"by page numbers", numbered, "- 1: 1+2+3"},
		{"by sums carried over", carried, "- 1: 1+2+3"},
		{"by the total that lacks", bare, "- 1: 1+2+3"},
		{"with another VAT number on the last", slip, "- 1: 1+2+3"},
		{"with blank backs", []Reading{numbered[0], blank, numbered[1], blank, numbered[2]}, "- 1: 1+3+5 2 4"},
		{"the last page first", []Reading{numbered[2], numbered[1], numbered[0]}, "- 1: 3+2+1"},
		{"behind another invoice", slices.Concat([]Reading{single}, numbered), "- 2: 1 2+3+4"},
		{"before another invoice", slices.Concat(carried, []Reading{single}), "- 2: 1+2+3 4"},
		{"before a letter", slices.Concat(numbered, []Reading{lines("Gentili signori", "allego le fatture", "Cordiali saluti")}), "- 1: 1+2+3 4"},
		{"two in turn", []Reading{numbered[0], another[0], withVAT(another[1]), withVAT(another[2])}, "- 2: 1 2+3+4"},
		{"a letter with a second page of its own", []Reading{single, lines("Lettera di dimissione", "Pag. 1 di 2", "Diagnosi"), lines("Pag. 2 di 2", "Terapia domiciliare")}, "- 1: 1 2+3"},
		{"an invoice of one page behind one without a page number", []Reading{single, bill("13", "13/03/2026", "ROSSI LUCA", luca, "90,00", "Pag. 1 di 1")}, "- 2: 1 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shape(assembled(t, c.pages...)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestAPageGoesOnWithTheAccountOfItsNumber has neither page numbers nor sums carried over.
func TestAPageGoesOnWithTheAccountOfItsNumber(t *testing.T) {
	head := func(number string) []string {
		return []string{"Casa di Cura San Pio", "P. IVA 01234560157", "Fattura n. " + number + " del 12/03/2026", "Paziente: ROSSI LUCA", "C.F. " + luca, "Descrizione  Importo"}
	}
	first := lines(append(head("88"), "Degenza  300,00", "Medicazione  40,00", "Totale parziale  340,00")...)
	rest := func(number string) Reading {
		return lines(append(head(number), "Consulenza  100,00", "Totale fattura  440,00")...)
	}
	for _, c := range []struct {
		name  string
		pages []Reading
		want  string
	}{
		{"with its letterhead", []Reading{first, rest("88")}, "- 1: 1+2"},
		{"without one", []Reading{first, lines("Fattura n. 88 del 12/03/2026", "Descrizione  Importo", "Consulenza  100,00", "Totale fattura  440,00")}, "- 1: 1+2"},
		{"of another number", []Reading{first, rest("89")}, "- 2: 1 2"},
		{"of the same number of another issuer", []Reading{first, withVAT(rest("88"))}, "- 2: 1 2"},
		{"a closed account of the same number", []Reading{bill("88", "12/03/2026", "ROSSI LUCA", luca, "80,00"), rest("88")}, "- 2: 1 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			claims := assembled(t, c.pages...)
			if got := shape(claims); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if e := claims[0].Expenses[0]; len(claims[0].Expenses) == 1 && (e.Number != "88" || e.Total.String() != "440.00" || e.Issuer.VATNumber != "01234560157") {
				t.Errorf("the account is %+v", e)
			}
		})
	}
}

// belowWords stand in the middle of a page.
func belowWords(text string) []ocr.Word {
	r := lines(text)
	for i := range r.Words {
		r.Words[i].Box.Y = 1900
	}
	return r.Words
}

// withVAT is a page with another issuer's number at its foot.
func withVAT(r Reading) Reading {
	foot := lines("P. IVA 07643520567")
	for i := range foot.Words {
		foot.Words[i].Box.Y = 2800
	}
	r.Words = slices.Concat(r.Words, foot.Words)
	for i, w := range r.Words {
		if w.Text == "01234560157" {
			r.Words[i].Text = "07643520567"
		}
	}
	return r
}

func TestASecondCopyIsNoSecondExpense(t *testing.T) {
	one, two := bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00"), bill("13", "13/03/2026", "ROSSI LUCA", luca, "80,00")
	for _, c := range []struct {
		name   string
		pages  []Reading
		want   string
		copies int
	}{
		{"twice", []Reading{one, one}, "- 1: 1 2", 1},
		{"once more at the end", []Reading{one, two, one}, "- 2: 1 2 3", 1},
		{"three times", []Reading{one, one, one}, "- 1: 1 2 3", 2},
		{"two of one amount", []Reading{one, two}, "- 2: 1 2", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			claims := assembled(t, c.pages...)
			copies := 0
			for _, f := range claims[0].Findings {
				if f.Code == "duplicate.open" {
					copies++
				}
			}
			if got := shape(claims); got != c.want || copies != c.copies {
				t.Errorf("%s with %d copies, want %s with %d", got, copies, c.want, c.copies)
			}
		})
	}
}

func TestOfTwoThatAreTheSameTheDuplicateIsTheCopy(t *testing.T) {
	first := bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00", "DUPLICATO")
	second := bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00", "Pagato con bancomat")
	first.Object, second.Object = "sha256:one", "sha256:two"
	one := assembled(t, first, second)[0]
	if of := one.Provenance["/expenses/0/total"].Document; len(one.Expenses) != 1 || of != "d2" {
		t.Errorf("%d expenses, the first of %s", len(one.Expenses), of)
	}
}

func TestARowFindsItsDocumentAmongUnknownPapers(t *testing.T) {
	form := requestForm("R01", "ROSSI LUCA", "12|Studio Verdi|2026-03-12|80.00")
	unknown := lines("Studio Medico Verdi", "n. 12 del 12/03/2026", "ROSSI LUCA", "Visita  80,00")
	for _, c := range []struct {
		name  string
		pages []Reading
		want  claim.DocumentKind
	}{
		{"the page says what the row says", []Reading{form, unknown}, claim.Invoice},
		{"another document is the row's", []Reading{form, unknown, bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00")}, claim.Other},
		{"the page says something else", []Reading{form, lines("Studio Medico Verdi", "n. 44 del 15/02/2026", "ROSSI LUCA", "Visita  31,00")}, claim.Other},
	} {
		t.Run(c.name, func(t *testing.T) {
			one := assembled(t, c.pages...)[0]
			if got := one.Documents[1].Kind; got != c.want || len(one.Expenses) != 1 {
				t.Errorf("it is taken for %s; %d expenses", got, len(one.Expenses))
			}
		})
	}
}

func TestTheCopyOfOneOfTwoReceiptsOnAPageIsNoThirdExpense(t *testing.T) {
	first, second := bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00"), bill("13", "13/03/2026", "ROSSI LUCA", luca, "60,00")
	page := first
	for _, w := range second.Words {
		w.Box.Y += 1500
		page.Words = append(slices.Clone(page.Words), w)
	}
	claims := assembled(t, page, first)
	if got := shape(claims); got != "- 2: 1 2" || !slices.Contains(codesOf(claims[0]), "duplicate.open") {
		t.Errorf("%s with %v", got, codesOf(claims[0]))
	}
}

func TestTheBackOfAnEnvelopeGoesWithItsFront(t *testing.T) {
	size := func(w, h, words int) *paperPage {
		return &paperPage{reading: &Reading{KindOfPage: textPage, Width: w, Height: h, DPI: 300, Words: make([]ocr.Word, words)}}
	}
	for _, c := range []struct {
		name  string
		kind  claim.DocumentKind
		w, h  int
		words int
		want  bool
	}{
		{"of its size", claim.Blank, 2705, 1913, 0, true},
		{"turned", claim.Other, 1913, 2705, 2, true},
		{"taken for a picture", claim.Photo, 2705, 1913, 0, true},
		{"a sheet of A4", claim.Blank, 2480, 3508, 0, false},
		{"a paper of its size", claim.Other, 2705, 1913, 90, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			front := &paper{kind: claim.Envelope, pages: []*paperPage{size(2705, 1913, 30)}}
			if got := joinBack([]*paper{front}, &paper{kind: c.kind, pages: []*paperPage{size(c.w, c.h, c.words)}}); got != c.want {
				t.Errorf("joined: %v", got)
			}
		})
	}
}
