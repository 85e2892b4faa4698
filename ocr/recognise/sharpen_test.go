package recognise

import (
	"image"
	"math"
	"slices"
	"strings"
	"testing"
)

// blurred is what a lens out of focus makes of a sheet: a Gaussian of sigma pixels, ink that is grey.
func (p paper) blurred(sigma float64) paper {
	reach := int(3 * sigma)
	var weights []float64
	sum := 0.0
	for d := -reach; d <= reach; d++ {
		w := math.Exp(-float64(d*d) / (2 * sigma * sigma))
		weights, sum = append(weights, w), sum+w
	}
	g := p.Gray
	for _, step := range []image.Point{{1, 0}, {0, 1}} {
		out := image.NewGray(g.Rect)
		for y := range g.Rect.Dy() {
			for x := range g.Rect.Dx() {
				v := 0.0
				for i, w := range weights {
					d := i - reach
					at := image.Pt(min(max(x+d*step.X, 0), g.Rect.Dx()-1), min(max(y+d*step.Y, 0), g.Rect.Dy()-1))
					v += w * float64(g.GrayAt(at.X, at.Y).Y)
				}
				out.Pix[y*out.Stride+x] = uint8(60 + v/sum*0.73)
			}
		}
		g = out
	}
	return paper{g, p.dpi}
}

func TestBlurredPrintIsRead(t *testing.T) {
	sheet, words := invoice(t, 145)
	g := sheet.blurred(1.8).Gray
	l := measure(g, 145)
	if sharp := sharpened(g, l, 145); sharp == g || edgeWidth(sharp, measure(sharp, 145)) >= edgeWidth(g, l) {
		t.Errorf("edges of %.2f pixels stay", edgeWidth(g, l))
	}
	if sharpened(g, l, 400) != g {
		t.Error("edges that are narrow for their resolution are sharpened")
	}
	text, err := engine(t).Page(t.Context(), g, 145)
	if err != nil {
		t.Fatal(err)
	}
	var read []string
	for _, w := range text.Words {
		read = append(read, strings.Trim(w.Text, ".,:"))
	}
	lost := 0
	for _, w := range words {
		if !slices.Contains(read, strings.Trim(w.text, ".,:")) {
			lost++
			t.Logf("lost %q", w.text)
		}
	}
	t.Logf("%d of %d words lost", lost, len(words))
	if 10*lost > 3*len(words) {
		t.Errorf("%d of %d words lost", lost, len(words))
	}
}

func TestASharpPageIsNotSharpened(t *testing.T) {
	sheet, _ := invoice(t, 200)
	g := sheet.scanned(0.4, 5, 200, 1).Gray
	if sharpened(g, measure(g, 200), 200) != g {
		t.Error("it was")
	}
	if blank := a4(50).Gray; edgeWidth(blank, measure(blank, 50)) != 0 {
		t.Error("a blank page has edges")
	}
}

// TestRowsOfBlurredLettersAreNoRules: at the level that parts pale print from paper the letters of a blurred word touch.
func TestRowsOfBlurredLettersAreNoRules(t *testing.T) {
	sheet := newPaper(100, 40, 145)
	sheet.text(5, 10, face{"sans", 9, 0}, "Materiale sanitario di consumo - 21/03/2026")
	sheet.text(5, 20, face{"bold", 13, 0}, "Clinica Meridiana Fondazione")
	sheet.fill(5, 30, 90, 0.4, 0)
	g := sheet.blurred(1.9).Gray
	l := measure(g, 145)
	clean := cleanPage(g, l, 145)
	darkness := func(g *image.Gray, r image.Rectangle, white int) (sum int) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				if int(g.GrayAt(x, y).Y) < white {
					sum++
				}
			}
		}
		return sum
	}
	for name, r := range map[string]image.Rectangle{"small print": sheet.rect(0, 5, 100, 8), "a bold heading": sheet.rect(0, 14, 100, 8)} {
		if had, has := darkness(g, r, l.threshold()), darkness(clean, r, 128); has*100 < had*97 {
			t.Errorf("%s: %d of %d pixels of ink are left", name, has, had)
		}
	}
	if has := darkness(clean, sheet.rect(0, 27, 100, 6), 128); has > 20 {
		t.Errorf("%d pixels of the rule are left", has)
	}
}

func TestDoubleRulesGo(t *testing.T) {
	sheet := newPaper(100, 30, 200)
	sheet.text(5, 10, face{"sans", 10, 0}, "Totale 120,00")
	for y := 14.0; y < 15; y += 0.6 {
		sheet.fill(5, y, 90, 0.25, 0)
	}
	clean := cleanPage(sheet.Gray, measure(sheet.Gray, 200), 200)
	left := 0
	for _, v := range crop(clean, sheet.rect(0, 12, 100, 6)).Pix {
		if v < 128 {
			left++
		}
	}
	if left > 20 {
		t.Errorf("%d pixels of the two rules are left", left)
	}
}
