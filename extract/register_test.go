package extract

import (
	"image"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/tdewolff/canvas"

	"pratica/claim"
	"pratica/extract/forms"
)

func r01(t testing.TB) *forms.Definition {
	t.Helper()
	d, ok := forms.Find(claim.R01Document, "2012-06")
	if !ok {
		t.Fatal("there is no R01 of 2012-06")
	}
	return d
}

// misplaced is the largest distance in mm, over the whole page, between where two maps put a point.
func misplaced(a, b Homography, dpi float64) float64 {
	worst := 0.0
	for x := 5.0; x <= 205; x += 20 {
		for y := 5.0; y <= 292; y += 20 {
			ax, ay := a.Apply(x, y)
			bx, by := b.Apply(x, y)
			worst = math.Max(worst, math.Hypot(ax-bx, ay-by)*25.4/dpi)
		}
	}
	return worst
}

func TestAScannedFormIsRecognisedAndRegistered(t *testing.T) {
	d := r01(t)
	for _, c := range []struct {
		name string
		page int
		dpi  float64
		turn int
		damage
	}{
		{"a clean page", 1, 300, 0, damage{}},
		{"a clean privacy notice", 2, 300, 0, damage{}},
		{"skewed and noisy", 1, 300, 0, damage{skew: 2.5, noise: 25, blur: 1}},
		{"skewed the other way by all that is allowed", 1, 200, 0, damage{skew: -3}},
		{"larger than it claims", 1, 300, 0, damage{scale: 1.06, skew: -1}},
		{"smaller than it claims and shifted", 1, 200, 0, damage{scale: 0.94, shiftX: 10, shiftY: -10, skew: 1}},
		{"cut at an edge", 1, 300, 0, damage{shiftX: -14, shiftY: -6}},
		{"bitonal", 1, 200, 0, damage{skew: -1.3, noise: 30, bitonal: true}},
		{"faded", 2, 300, 0, damage{fade: 0.6, noise: 8, skew: 0.7}},
		{"upside down", 1, 300, 180, damage{turn: 180, skew: 2}},
		{"a notice upside down", 2, 200, 180, damage{turn: 180, skew: -1, bitonal: true}},
		{"on its left side", 1, 300, 90, damage{turn: 270, noise: 10}},
		{"on its right side", 1, 200, 270, damage{turn: 90, skew: -2}},
		{"at 400 dpi", 1, 400, 0, damage{skew: 0.5}},
		{"at 150 dpi", 1, 150, 0, damage{skew: 0.5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			picture, truth := scanned(d.Draw(c.page), c.dpi, c.damage)
			m, ok := RecogniseForm(picture, c.dpi)
			if !ok {
				t.Fatal("not recognised")
			}
			if m.Form != d || m.Page != c.page || m.Turn != c.turn {
				t.Errorf("taken for page %d of %s turned by %d", m.Page, m.Form.Name(), m.Turn)
			}
			if off := misplaced(m.ToPicture, truth, c.dpi); off > 0.15 {
				t.Errorf("registered up to %.2f mm wrong, residual %.3f mm", off, m.Residual)
			}
			size := picture.Bounds()
			upright := m.Turned(size.Dx(), size.Dy())
			wantTruth := truth.Then(turning(c.turn, float64(size.Dx()), float64(size.Dy())))
			if off := misplaced(upright.ToPicture, wantTruth, c.dpi); off > 0.15 {
				t.Errorf("turned upright up to %.2f mm wrong", off)
			}
		})
	}
}

// altered draws R01 with one text in place of another: a form of the same family.
func altered(t *testing.T, from, to string) *canvas.Canvas {
	t.Helper()
	source, err := os.ReadFile("forms/r01_2012-06.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(source), from) {
		t.Fatalf("R01 does not say %q", from)
	}
	d, err := forms.Parse([]byte(strings.Replace(string(source), from, to, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return d.Draw(1)
}

func TestAFormOfTheSameFamilyIsNotR01(t *testing.T) {
	for _, c := range []struct{ name, from, to string }{
		{"another number", "Mod. R01, at: [65", "Mod. R02, at: [65"},
		{"a number with a digit alike", "Mod. R01, at: [65", "Mod. R07, at: [65"},
		{"another letter", "Mod. R01, at: [65", "Mod. D01, at: [65"},
		{"dental expenses", "PER SPESE SANITARIE", "PER SPESE ODONTOIATRICHE"},
	} {
		for _, damage := range []damage{{}, {skew: 1.5, noise: 20, bitonal: true}} {
			t.Run(c.name, func(t *testing.T) {
				picture, _ := scanned(altered(t, c.from, c.to), 300, damage)
				if m, ok := RecogniseForm(picture, 300); ok {
					t.Errorf("taken for %s, title %.2f", m.Form.Name(), m.Title)
				}
			})
		}
	}
}

func TestOtherPapersAreNoForms(t *testing.T) {
	for name, page := range otherPapers(t) {
		t.Run(name, func(t *testing.T) {
			for _, damage := range []damage{{}, {skew: 1, noise: 20}, {turn: 180}} {
				picture, _ := scanned(page, 200, damage)
				if m, ok := RecogniseForm(picture, 200); ok {
					t.Errorf("taken for page %d of %s: found %.2f, title %.2f", m.Page, m.Form.Name(), m.Found, m.Title)
				}
			}
		})
	}
	black := image.NewGray(image.Rect(0, 0, 1654, 2339))
	tiny := image.NewGray(image.Rect(0, 0, 3, 2))
	for _, g := range []*image.Gray{black, tiny, image.NewGray(image.Rectangle{})} {
		if _, ok := RecogniseForm(g, 200); ok {
			t.Errorf("a picture of %v without anything on it is taken for a form", g.Bounds())
		}
	}
	for _, dpi := range []float64{0, -300, math.NaN()} {
		if _, ok := RecogniseForm(black, dpi); ok {
			t.Errorf("a picture of %v dpi is taken for a form", dpi)
		}
	}
}

// otherPapers draws an invoice, a page of text, a table and an empty page.
func otherPapers(t *testing.T) map[string]*canvas.Canvas {
	t.Helper()
	write := func(c *canvas.Canvas, x, y, size float64, text string) {
		typed(canvas.NewContext(c), x, y, size, "sans", text)
	}
	invoice := canvas.New(210, 297)
	write(invoice, 20, 25, 16, "Poliambulatorio San Marco Srl")
	write(invoice, 20, 32, 9, "Via Garibaldi 12 - 20121 Milano - P. IVA 01234560157")
	write(invoice, 130, 50, 11, "Spett.le ROSSI LUCA")
	write(invoice, 20, 75, 14, "FATTURA N. 2024/118 del 12/03/2026")
	pen := canvas.NewContext(invoice)
	pen.SetCoordSystem(canvas.CartesianIV)
	pen.SetFill(canvas.Transparent)
	pen.SetStroke(canvas.Black)
	pen.SetStrokeWidth(0.3)
	for i := range 8 {
		pen.DrawPath(15, 90+float64(i)*9, canvas.Rectangle(120, 9))
		pen.DrawPath(135, 90+float64(i)*9, canvas.Rectangle(55, 9))
		write(invoice, 18, 96+float64(i)*9, 10, "Visita specialistica ortopedica")
		write(invoice, 160, 96+float64(i)*9, 10, "85,50")
	}
	write(invoice, 20, 180, 12, "TOTALE 87,50 euro")

	letter := canvas.New(210, 297)
	for i := range 50 {
		write(letter, 20, 30+float64(i)*4.8, 10, "Gentile iscritto, la informiamo che la sua richiesta di rimborso è stata ricevuta dal Fondo.")
	}

	table := canvas.New(210, 297)
	pen = canvas.NewContext(table)
	pen.SetFill(canvas.Black)
	for i := range 12 {
		pen.DrawPath(12, 15+float64(i)*23, canvas.Rectangle(186, 5))
	}

	return map[string]*canvas.Canvas{"an invoice": invoice, "a letter": letter, "bars like a form's": table, "an empty page": canvas.New(210, 297)}
}

func TestAHomographyIsFittedThroughWrongPairs(t *testing.T) {
	truth := Homography{11.8, 0.3, 20, -0.25, 11.7, 35, 0.00002, -0.00001, 1}
	var pairs []pair
	for i := range 30 {
		x, y := float64(i%5)*45+10, float64(i/5)*50+12
		px, py := truth.Apply(x, y)
		if i%7 == 3 {
			px, py = px+40, py-25 // found in the wrong place
		}
		pairs = append(pairs, pair{x, y, px, py, 1})
	}
	h, _, ok := fitRobust(pairs, fitProjective, 1)
	if off := misplaced(h, truth, 300); !ok || off > 0.01 {
		t.Errorf("the fit is up to %.3f mm off", off)
	}
	if off := misplaced(h.Then(h.Inverse()), scaling(1), 25.4); off > 1e-6 {
		t.Errorf("a map and its inverse move a point by %g", off)
	}
	if _, ok := fitAffine(pairs[:2]); ok {
		t.Error("two pairs fix no affine map")
	}
}

func BenchmarkRecogniseForm(b *testing.B) {
	picture, _ := scanned(r01(b).Draw(1), 300, damage{skew: 1, noise: 10})
	RecogniseForm(picture, 300)
	start := cpu()
	for b.Loop() {
		RecogniseForm(picture, 300)
	}
	b.ReportMetric(float64((cpu()-start).Microseconds())/1000/float64(b.N), "cpu-ms")
}

func BenchmarkRejectInvoice(b *testing.B) {
	picture, _ := scanned(otherPapers(&testing.T{})["an invoice"], 300, damage{skew: 1, noise: 10})
	start := cpu()
	for b.Loop() {
		RecogniseForm(picture, 300)
	}
	b.ReportMetric(float64((cpu()-start).Microseconds())/1000/float64(b.N), "cpu-ms")
}
