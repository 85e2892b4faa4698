package pipeline

import (
	"image"
	"image/color"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"

	"pratica/claim"
	"pratica/extract"
	"pratica/ocr"
)

// cardPage is the back of a health card at 300 dpi with a Code 39 that says text.
func cardPage(t *testing.T, text string) *image.Gray {
	t.Helper()
	bars, err := oned.NewCode39Writer().Encode(text, gozxing.BarcodeFormat_CODE_39, 800, 90, nil)
	if err != nil {
		t.Fatal(err)
	}
	g := image.NewGray(image.Rect(0, 0, 1011, 638))
	for i := range g.Pix {
		g.Pix[i] = 240
	}
	for y := range 90 {
		for x := range bars.GetWidth() {
			if bars.Get(x, y) {
				g.SetGray(100+x, 170+y, color.Gray{Y: 20})
			}
		}
	}
	return g
}

func cardReading(words ...string) *Reading {
	r := &Reading{KindOfPage: textPage, Method: string(claim.FromLine), LevelWidth: 1011, LevelHeight: 638, Level: claim.Identity, Look: extract.Look{Width: 85.6, Height: 54}}
	for i, w := range words {
		r.Words = append(r.Words, ocr.Word{Text: w, Box: claim.Box{X: 40 + 300*(i%3), Y: 300 + 50*(i/3), W: 260, H: 30}, Confidence: 0.95})
	}
	return r
}

func TestAHealthCardGivesItsCode(t *testing.T) {
	bars := cardReading("TESSERA", "EUROPEA", "DI", "ASSICURAZIONE", "MALATTIA")
	readCard(cardPage(t, "RSSMRA80A01H501U"), 300, bars)
	if len(bars.CardCodes) != 1 || bars.CardCodes[0].Text != "RSSMRA80A01H501U" || bars.CardCodes[0].Method != claim.FromCode {
		t.Errorf("the back: %+v", bars.CardCodes)
	}
	blank := image.NewGray(image.Rect(0, 0, 1011, 638))
	front := cardReading("TESSERA", "SANITARIA", "REPUBBLICA", "ITALIANA", "RSSMRA80A01H501U", "ROSSI", "MARIO")
	readCard(blank, 300, front)
	if len(front.CardCodes) != 1 || front.CardCodes[0].Confidence >= printIsRight || front.CardCodes[0].Box.Empty() {
		t.Errorf("the front: %+v", front.CardCodes)
	}
	wrong := cardReading("TESSERA", "SANITARIA", "REPUBBLICA", "ITALIANA", "RSSMRA80A01H501X")
	readCard(blank, 300, wrong)
	if len(wrong.CardCodes) != 0 {
		t.Errorf("a code with a wrong check letter: %+v", wrong.CardCodes)
	}
	letter := cardReading("Spett.le", "FASCHIM", "RSSMRA80A01H501U", "Distinti", "saluti", "ROSSI")
	letter.Look = extract.Look{Width: 210, Height: 297}
	readCard(blank, 300, letter)
	if len(letter.CardCodes) != 0 {
		t.Errorf("a letter: %+v", letter.CardCodes)
	}
}

func TestACardCompletesAndNeverOverrides(t *testing.T) {
	const card, other = "RSSMRA80A01H501U", "VRDLGU70E15F205V"
	for _, c := range []struct {
		name            string
		member, patient claim.Person
		wantM, wantP    string
	}{
		{"the member is the patient", claim.Person{Surname: "ROSSI", Name: "MARIO"}, claim.Person{Surname: "ROSSI", Name: "MARIO"}, card, card},
		{"the card is the patient's", claim.Person{Surname: "VERDI", Name: "LUIGI"}, claim.Person{Surname: "ROSSI", Name: "MARIO"}, "", card},
		{"the form gave another", claim.Person{Surname: "ROSSI", Name: "MARIO", TaxCode: other}, claim.Person{Surname: "ROSSI", Name: "MARIO", TaxCode: other}, other, other},
		{"nobody's card", claim.Person{Surname: "VERDI", Name: "LUIGI"}, claim.Person{Surname: "VERDI", Name: "ANNA"}, "", ""},
		{"nobody is named", claim.Person{}, claim.Person{}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := assembly{claim: claim.Claim{ReceivedOn: claim.MustDate("2026-05-14"), Provenance: map[string]claim.Provenance{}, Documents: []claim.Document{{ID: "d1", Kind: claim.HealthCard}}},
				batch: []*paper{{kind: claim.HealthCard, pages: []*paperPage{{reading: &Reading{CardCodes: []cardCode{{Text: card, Method: claim.FromCode, Confidence: barsAreRight}}}}}}}}
			a.claim.Member.Surname, a.claim.Member.Name, a.claim.Member.TaxCode = c.member.Surname, c.member.Name, c.member.TaxCode
			a.claim.Patient.Surname, a.claim.Patient.Name, a.claim.Patient.TaxCode = c.patient.Surname, c.patient.Name, c.patient.TaxCode
			a.setTaxCodes()
			if string(a.claim.Member.TaxCode) != c.wantM || string(a.claim.Patient.TaxCode) != c.wantP {
				t.Errorf("member %q, patient %q", a.claim.Member.TaxCode, a.claim.Patient.TaxCode)
			}
			if _, told := a.claim.Provenance["/patient/tax_code"]; told != (c.wantP == card) {
				t.Errorf("provenance: %v", a.claim.Provenance)
			}
		})
	}
}
