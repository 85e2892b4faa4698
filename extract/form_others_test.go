package extract

import (
	"context"
	"fmt"
	"image"
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
)

func TestEveryPageOfEveryFormIsRecognised(t *testing.T) {
	for _, d := range forms.All() {
		for page := range d.Pages {
			t.Run(fmt.Sprintf("%s page %d", d.Name(), page+1), func(t *testing.T) {
				picture, truth := scanned(d.DrawCoded(page+1), 200, damage{skew: 1.3, noise: 20, blur: 0.6, turn: 180 * (page % 2)})
				m, ok := RecogniseForm(picture, 200)
				if !ok || m.Form != d || m.Page != page+1 {
					t.Fatalf("%+v", m)
				}
				if off := misplaced(m.ToPicture, truth, 200); off > 0.15 {
					t.Errorf("registered up to %.2f mm wrong", off)
				}
			})
		}
	}
}

// TestTheCodeOfAPageDecides covers the titles, or prints the code of another page.
func TestTheCodeOfAPageDecides(t *testing.T) {
	d := r01(t)
	covered := func(g *image.Gray) *image.Gray {
		for _, r := range d.Titles(1) {
			r = r.Inset(-1)
			for y := int(r.Y * 200 / 25.4); y < int(r.Bottom()*200/25.4); y++ {
				for x := int(r.X * 200 / 25.4); x < int(r.Right()*200/25.4); x++ {
					g.Pix[y*g.Stride+x] = 240
				}
			}
		}
		return g
	}
	with, _ := scanned(d.DrawCoded(1), 200, damage{noise: 10})
	if m, ok := RecogniseForm(covered(with), 200); !ok || m.Form != d || m.Page != 1 {
		t.Error("a page with a code and covered titles is not recognised")
	}
	without, _ := scanned(d.Draw(1), 200, damage{noise: 10})
	if _, ok := RecogniseForm(covered(without), 200); ok {
		t.Error("a page without a code and with covered titles is recognised")
	}
	wrong, _ := scanned(d.DrawCoded(1), 200, damage{noise: 10})
	other, _ := scanned(r02(t).DrawCoded(1), 200, damage{noise: 10})
	r := d.Pages[0].Code.Inset(-1)
	for y := int(r.Y * 200 / 25.4); y < int(r.Bottom()*200/25.4); y++ {
		from, to := int(r.X*200/25.4), int(r.Right()*200/25.4)
		copy(wrong.Pix[y*wrong.Stride+from:y*wrong.Stride+to], other.Pix[y*other.Stride+from:])
	}
	if m, ok := RecogniseForm(wrong, 200); ok {
		t.Errorf("a page with the code of another form is taken for %s", m.Form.Name())
	}
}

func r02(t *testing.T) *forms.Definition {
	t.Helper()
	d, ok := forms.Find(claim.R02Document, "")
	if !ok {
		t.Fatal("there is no R02")
	}
	return d
}

func TestTypedZonesOfTheOtherFormsAreRead(t *testing.T) {
	engine := newEngine(t)
	for _, c := range []struct {
		code        claim.DocumentKind
		typed, want map[string]string
	}{
		{claim.R02Document, map[string]string{"attachment.d01": "X", "attachment.d01.pieces": "1", "attachment.xray": "X", "attachment.xray.pieces": "12", "row5.amount": "1.250,00"},
			map[string]string{"attachment.d01": "true", "attachment.d01.pieces": "1", "attachment.xray": "true", "attachment.xray.pieces": "12", "row5.amount": "1250.00", "attachment.opt": "false"}},
		{claim.D01Document, map[string]string{"patient.surname": "D'ANGELO", "ref1.number": "45/A", "ref1.date": "02/04/2026", "c6131.count": "1", "c6131.amount": "80,00",
			"c2588.arch": "sup. dx", "c2588.amount": "150,00", "c2605.tooth": "36", "c2605.amount": "120,00", "c2620.tooth": "11, 12", "c2620.amount": "1.884,56"},
			map[string]string{"patient.surname": "D'ANGELO", "ref1.number": "45/A", "ref1.date": "2026-04-02", "c6131.count": "1", "c6131.amount": "80.00",
				"c2588.arch": "upper_right", "c2588.amount": "150.00", "c2605.tooth": "36", "c2605.amount": "120.00", "c2620.tooth": "11, 12", "c2620.amount": "1884.56", "c2611.amount": ""}},
		{claim.NA1Document, map[string]string{"accident.no": "X", "diagnosis": "Esiti di ictus con emiparesi destra; morbo di Parkinson in fase avanzata, decadimento cognitivo severo e perdita della deambulazione",
			"score.bathing.10": "X", "score.eating.0": "X", "score.total": "35"},
			map[string]string{"accident.no": "true", "accident.yes": "false", "diagnosis": "Esiti di ictus con emiparesi destra; morbo di Parkinson in fase avanzata, decadimento cognitivo severo e perdita della deambulazione",
				"score.bathing.10": "true", "score.bathing.5": "false", "score.eating.0": "true", "score.total": "35"}},
		{claim.GM01Document, map[string]string{"member.email": "anna.rossi-1970@posta.example.it", "illness.aortic_surgery": "X", "discharge.date": "10/01/2026"},
			map[string]string{"member.email": "anna.rossi-1970@posta.example.it", "illness.aortic_surgery": "true", "illness.stroke": "false", "discharge.date": "2026-01-10"}},
	} {
		t.Run(string(c.code), func(t *testing.T) {
			d, _ := forms.Find(c.code, "")
			filled, err := d.Fill(c.typed)
			if err != nil {
				t.Fatal(err)
			}
			read := map[string]FormField{}
			for page := range d.Pages {
				picture, _ := scanned(filled.Draw(page+1), 300, damage{skew: -0.7, noise: 12, blur: 0.6})
				m, ok := RecogniseForm(picture, 300)
				if !ok {
					t.Fatalf("page %d is not recognised", page+1)
				}
				fields, err := ReadForm(context.Background(), engine, picture, 300, m)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range fields {
					read[f.Zone.ID] = f
				}
			}
			for id, want := range c.want {
				if got := read[id]; got.Value != want {
					t.Errorf("%s is %q, want %q (read as %q)", id, got.Value, want, got.From.Text)
				}
			}
		})
	}
}
