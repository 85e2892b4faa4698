package extract

import (
	"slices"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
)

// line sets words on one base line, 20 pixels high, spaces of 8; a word may hang 4 pixels below.
func line(stroke string, hangs bool, texts ...string) []ocr.Word {
	x := 100
	var words []ocr.Word
	for _, text := range texts {
		w := ocr.Word{Text: text, Box: claim.Box{X: x, Y: 500, W: 11 * len(text), H: 20}, Confidence: 0.95}
		if text == stroke {
			w.Box.W = 4
			if hangs {
				w.Box.H = 24
			}
		}
		words = append(words, w)
		x += w.Box.W + 8
	}
	return words
}

// hanging gives words the height of their descenders.
func hanging(words []ocr.Word, which ...string) []ocr.Word {
	for i, w := range words {
		if slices.Contains(which, w.Text) {
			words[i].Box.H = 24
		}
	}
	return words
}

func TestAStrokeOnTheBaseLineIsALetter(t *testing.T) {
	for _, c := range []struct {
		words []ocr.Word
		want  string
	}{
		{line("|", false, "Otturazione", "di", "|", "classe"), "Otturazione di I classe"},
		{hanging(line("|", false, "courettage", "|", "quadrante"), "courettage", "quadrante"), "courettage I quadrante"},
		{hanging(line("|", true, "Gruppo", "|", "Spagna"), "Gruppo", "Spagna"), "Gruppo Spagna"}, // ends with the descenders: a rule
		{line("|", true, "Tel.", "02", "|", "Fax"), "Tel. 02 Fax"},                               // hangs below: a rule
		{line("|", false, "|", "classe"), "classe"},                                              // nothing before it
		{line("—", false, "Strumentista", "—", "03/12/2025"), "Strumentista - 03/12/2025"},       // a dash is kept between words
		{line("—", false, "Totale", "—"), "Totale"},
	} {
		var got string
		for _, r := range newLayout(c.words, 2000, 3000).rows {
			got += r.text()
		}
		if got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestASmallLThatBeginsAGivenNameIsACapital(t *testing.T) {
	if got := newLayout(line("", false, "Dott.ssa", "lolanda", "Zanoni"), 2000, 3000).rows[0].text(); got != "Dott.ssa Iolanda Zanoni" {
		t.Error(got)
	}
	if got := newLayout(line("", false, "libera", "lidia", "lana"), 2000, 3000).rows[0].text(); got != "libera lidia lana" {
		t.Error(got)
	}
}

func TestAStrokeOfATextLayerIsWhatItSays(t *testing.T) {
	words := line("|", false, "Otturazione", "di", "|", "classe")
	for i := range words {
		words[i].Confidence = 1
	}
	if got := newLayout(words, 2000, 3000).rows[0].text(); got != "Otturazione di classe" {
		t.Error(got)
	}
}

func TestWhatAnEngineMistakesInDescriptionsIsMended(t *testing.T) {
	const text = `
Casa di Cura Sole S.r.l.
P.IVA 01234560157
Fattura n. 12 del 12/12/2025
Paziente: Rossi Luca

Descrizione                                      N.   Prezzo    Importo
Esame istologico — 26/11/2025                    1     84,20      84,20
Otturazione Il classe 14                         1     84,20      84,20
Sala operatoria - ora 0 frazione                 1     84,20      84,20
Soluzione fisiologica 500 mi                     1     84,20      84,20
Degenza reparto 0                                1     84,20      84,20
Coagulazione: PT, PIT, GGT                       1     84,20      84,20
Totale                                                           505,20
`
	expect(t, read(text, Hints{}), map[string]string{
		"/lines/0/description": "Esame istologico - 26/11/2025",
		"/lines/1/description": "Otturazione II classe 14",
		"/lines/2/description": "Sala operatoria - ora o frazione",
		"/lines/3/description": "Soluzione fisiologica 500 ml",
		"/lines/4/description": "Degenza reparto 0",
		"/lines/5/description": "Coagulazione: PT, PTT, GGT",
	})
}

func TestMarksAloneSayNothingOfWords(t *testing.T) {
	clear := []ocr.Word{{Text: "Visita", Confidence: 0.97}, {Text: "-", Confidence: 0.4}}
	if got := lowestConfidence(clear); got != 0.97 {
		t.Errorf("a dash counts: %v", got)
	}
	if got := lowestConfidence(clear[1:]); got != 0.4 {
		t.Errorf("a dash alone does not: %v", got)
	}
}

func TestAVATNumberBehindAnUnreadTaxCodeIsNotThatCode(t *testing.T) {
	const text = `
Studio Odontoiatrico Prof. Corrado Galanti
Via Don Sturzo, 93/A - 88900 Crotone (KR) - C.F.: GLNCRD90R02HS501) - P. IVA: 10199000018
Paziente: Pasini Maria Grazia
NOTA ONORARIO Nr.: 809/2026 Del: 18/05/2026

Descrizione                                      Importo
Ricostruzione con perno 27                        180,00
Totale                                            180,00
`
	if got := read(text, Hints{})["/issuer/tax_code"]; got == "10199000018" {
		t.Error("the VAT number is taken for the tax code that could not be read")
	}
	both := `C.F. e P.IVA 10199000018`
	expect(t, read("Centro Medico Sole S.r.l.\n"+both+"\nFattura n. 12 del 12/03/2026\nPaziente: Rossi Luca\n\nVisita   100,00\nTotale   100,00\n", Hints{}),
		map[string]string{"/issuer/tax_code": "10199000018"})
}

func TestADescriptionOfAllIsBelievedAsItsWorstPart(t *testing.T) {
	const text = `
Casa di Cura Sole S.r.l.
P.IVA 01234560157
Fattura n. 12 del 12/12/2025
Paziente: Rossi Luca

Descrizione                                      Importo
Esame istologico                                  84,20
Visita urologica                                  84,20
Totale                                           168,40
`
	page := typedPage(text)
	sure := ReadInvoice([]InvoicePage{page}, Hints{}).Fields["/description"].From.Confidence
	for i, w := range page.Words {
		if w.Text == "urologica" {
			page.Words[i].Confidence = 0.3
		}
	}
	if got := ReadInvoice([]InvoicePage{page}, Hints{}).Fields["/description"].From.Confidence; got >= sure {
		t.Errorf("believed with %v, and %v where its second part is doubtful", sure, got)
	}
}

func TestATaxCodeIsDoubtedWhereTwoProvidersAreNamed(t *testing.T) {
	const text = "Centro Medico Sole S.r.l.\nC.F. e P.IVA 10199000018%OTHER%\nFattura n. 12 del 12/03/2026\nPaziente: Rossi Luca\n\nVisita   100,00\nTotale   100,00\n"
	alone := fieldsOf(strings.Replace(text, "%OTHER%", "", 1), Hints{})["/issuer/tax_code"].From.Confidence
	both := fieldsOf(strings.Replace(text, "%OTHER%", "     P.IVA 01234560157", 1), Hints{})["/issuer/tax_code"].From.Confidence
	if alone <= both {
		t.Errorf("believed with %v alone and %v beside another", alone, both)
	}
}

// The engine gives the box of a short word to the one before it, and leaves it a pixel: what follows is no other column.
func TestAWordWithoutABoxPartsNoCells(t *testing.T) {
	words := line("", false, "Ceftriaxone", "1", "g", "fl.", "-", "03/05/2026")
	words[2].Box.W = 1 // of 11
	for i := range words[3:] {
		words[3+i].Box.X += 5
	}
	if cells := newLayout(words, 2000, 3000).rows[0].cells; len(cells) != 1 {
		t.Errorf("%d cells", len(cells))
	}
}
