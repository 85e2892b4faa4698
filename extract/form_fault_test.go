package extract

import (
	"context"
	"fmt"
	"image"
	"image/draw"
	"maps"
	"math"
	"os"
	"slices"
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
)

// faultyForms are first pages with what is typed on them and what is to be read; forms print no code here.
var faultyForms = []struct {
	code        claim.DocumentKind
	typed, want map[string]string
}{
	{claim.R01Document, map[string]string{"member.code": "1047823", "member.surname": "BERTOLINI", "member.name": "MARIA GRAZIA", "row1.number": "2024/118", "row1.date": "12/03/2026",
		"row1.amount": "87,50", "row2.number": "45/A", "row2.amount": "1.234,56", "row2.third_party": "X", "total": "1.322,06", "iban": "IT60X0542811101000000123456"},
		map[string]string{"member.code": "1047823", "member.surname": "BERTOLINI", "member.name": "MARIA GRAZIA", "row1.number": "2024/118", "row1.date": "2026-03-12",
			"row1.amount": "87.50", "row2.number": "45/A", "row2.amount": "1234.56", "row2.third_party": "true", "total": "1322.06", "iban": "IT60X0542811101000000123456"}},
	{claim.R02Document, map[string]string{"member.code": "1047823", "member.surname": "BERTOLINI", "attachment.d01": "X", "attachment.xray": "X", "row5.amount": "1.250,00"},
		map[string]string{"member.code": "1047823", "member.surname": "BERTOLINI", "attachment.d01": "true", "attachment.xray": "true", "row5.amount": "1250.00"}},
	{claim.D01Document, map[string]string{"patient.surname": "D'ANGELO", "ref1.number": "45/A", "ref1.date": "02/04/2026", "c6131.count": "1", "c6131.amount": "80,00"},
		map[string]string{"patient.surname": "D'ANGELO", "ref1.number": "45/A", "ref1.date": "2026-04-02", "c6131.count": "1", "c6131.amount": "80.00"}},
	{claim.NA1Document, map[string]string{"member.code": "1047823", "member.surname": "BERTOLINI", "accident.no": "X"},
		map[string]string{"member.code": "1047823", "member.surname": "BERTOLINI", "accident.no": "true"}},
}

// faults are one by one what must not keep a form from being read.
func faults() map[string]fault {
	list := map[string]fault{
		"nothing":          {},
		"4/5 of its size":  {scale: 0.8},
		"6/5 of its size":  {scale: 1.2},
		"skewed right":     {skew: 5},
		"skewed left":      {skew: -5},
		"small and skewed": {skew: 4, scale: 0.8},
		"large and skewed": {skew: -4, scale: 1.2},
		"curled by 2 mm":   {curl: 2},
		"curled by 3 mm":   {curl: -3, tilt: tilted(0.01, 3)},
	}
	for name, lets := range map[string]float64{"grey": 0.42, "dark": 0.15} {
		list[name+" stamp on the number"] = fault{stampX: 80, stampY: 26, stampTo: lets}
		list[name+" stamp on the title"] = fault{stampX: 110, stampY: 18, stampTo: lets}
		list[name+" stamp on the name"] = fault{stampX: 30, stampY: 20, stampTo: lets, skew: 2}
	}
	for torn := 1; torn <= 4; torn++ {
		list[fmt.Sprintf("corner %d white", torn)] = fault{torn: torn, tornTo: 255}
		list[fmt.Sprintf("corner %d black", torn)] = fault{torn: torn, tornTo: 5}
	}
	for seed := range uint64(3) {
		list[fmt.Sprintf("tilted by 2 %% (%d)", seed)] = fault{tilt: tilted(0.02, seed)}
		list[fmt.Sprintf("tilted by 4 %% (%d)", seed)] = fault{tilt: tilted(0.04, seed)}
		list[fmt.Sprintf("tilted by 6 %% (%d)", seed)] = fault{tilt: tilted(0.06, seed)}
	}
	for _, turn := range []int{90, 180, 270} {
		list[fmt.Sprintf("turned by %d and skewed", turn)] = fault{turn: turn, skew: 4}
	}
	return list
}

// astray is how far, in mm, a match is from the truth: the most and the median over the fields of its page.
func astray(m *FormMatch, at func(x, y float64) (float64, float64), dpi float64) (most, usual float64) {
	var all []float64
	for _, f := range m.Form.Pages[m.Page-1].Fields {
		x, y := f.Rect.X+f.Rect.W/2, f.Rect.Y+f.Rect.H/2
		mx, my := m.At(x, y)
		tx, ty := at(x, y)
		d := math.Hypot(mx-tx, my-ty) * 25.4 / dpi
		all, most = append(all, d), math.Max(most, d)
	}
	return most, median(all)
}

func drawFaulty(t testing.TB, i int, f fault, dpi float64) (*forms.Definition, *image.Gray, func(x, y float64) (float64, float64)) {
	t.Helper()
	d, ok := forms.Find(faultyForms[i].code, "")
	if !ok {
		t.Fatal("no form")
	}
	filled, err := d.Fill(faultyForms[i].typed)
	if err != nil {
		t.Fatal(err)
	}
	filled.Code = ""
	picture, at := f.suffered(uncoded(filled, dpi), dpi, uint64(i))
	return d, picture, at
}

// uncoded is the first page of a filled form as the fund printed it: without the code of its page.
func uncoded(filled *forms.Filled, dpi float64) *image.Gray {
	g := rasterise(filled.Draw(1), dpi)
	r := filled.Form.Pages[0].Code.Inset(-1)
	k := dpi / 25.4
	draw.Draw(g, image.Rect(int(r.X*k), int(r.Y*k), int(r.Right()*k), int(r.Bottom()*k)), image.White, image.Point{}, draw.Src)
	return g
}

// TestADamagedFormIsRecognised tries each fault on one form, and on all forms with FAULTS=all.
func TestADamagedFormIsRecognised(t *testing.T) {
	const dpi = 200
	list := faults()
	for k, name := range slices.Sorted(maps.Keys(list)) {
		for i := range faultyForms {
			if i != k%len(faultyForms) && os.Getenv("FAULTS") != "all" {
				continue
			}
			t.Run(name+" "+string(faultyForms[i].code), func(t *testing.T) {
				t.Parallel()
				d, picture, at := drawFaulty(t, i, list[name], dpi)
				m, ok := RecogniseForm(picture, dpi)
				if !ok || m.Form != d || m.Page != 1 {
					t.Fatalf("not recognised: %+v", m)
				}
				most, usual := astray(m, at, dpi)
				t.Logf("off %.2f mm, usually %.2f; residual %.3f found %.2f title %.2f", most, usual, m.Residual, m.Found, m.Title)
				if most > 0.35 || usual > 0.2 {
					t.Errorf("registered up to %.2f mm wrong, usually %.2f", most, usual)
				}
			})
		}
	}
}

// TestADamagedFormIsReadExactly reads what is typed on damaged forms: with every fourth fault, and with all on all forms
// with FAULTS=all.
func TestADamagedFormIsReadExactly(t *testing.T) {
	const dpi = 250
	engine, list := newEngine(t), faults()
	for k, name := range slices.Sorted(maps.Keys(list)) {
		for i := range faultyForms {
			if (k%4 != 1 || i != k/4%len(faultyForms)) && os.Getenv("FAULTS") != "all" {
				continue
			}
			t.Run(name+" "+string(faultyForms[i].code), func(t *testing.T) {
				_, picture, _ := drawFaulty(t, i, list[name], dpi)
				m, ok := RecogniseForm(picture, dpi)
				if !ok {
					t.Fatal("not recognised")
				}
				upright := m.Turned(picture.Rect.Dx(), picture.Rect.Dy())
				fields, err := ReadForm(context.Background(), engine, turned(picture, m.Turn), dpi, &upright)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range fields {
					if r := f.Zone.Rect; list[name].torn == 3 && (210-r.Right())/30+(297-r.Bottom())/40 < 1 {
						continue // a part of it is gone
					}
					want, written := faultyForms[i].want[f.Zone.ID]
					if !written && (f.Zone.Type == forms.Mark || f.Zone.Type == forms.Signature) {
						want = "false"
					}
					if f.Value != want || f.Blank == written {
						t.Errorf("%s is %q, blank %v, with %.3f; want %q (read as %q)", f.Zone.ID, f.Value, f.Blank, f.From.Confidence, want, f.From.Text)
					}
				}
			})
		}
	}
}

// TestAStampDoesNotMakeOneFormAnother stamps the titles of forms that no definition describes.
func TestAStampDoesNotMakeOneFormAnother(t *testing.T) {
	for _, c := range []struct{ from, to string }{
		{"Mod. R01, at: [65", "Mod. R07, at: [65"}, {"Mod. R01, at: [65", "Mod. R09, at: [65"}, {"Mod. R01, at: [65", "Mod. P01, at: [65"},
		{"PER SPESE SANITARIE", "PER SPESE ODONTOIATRICHE"}, {"PER SPESE SANITARIE", "PER SPESE SOCIALI"},
	} {
		for lets, x := range map[float64]float64{0.42: 80, 0.15: 95} {
			picture, _ := fault{stampX: x, stampY: 24, stampTo: lets}.suffered(rasterise(altered(t, c.from, c.to), 200), 200, 1)
			if m, ok := RecogniseForm(picture, 200); ok {
				t.Errorf("%s with a stamp at %.0f that lets %.2f through is taken for %s, title %.2f", c.to, x, lets, m.Form.Name(), m.Title)
			}
		}
	}
}
