package recognise

import (
	"context"
	"image"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"golang.org/x/image/font/basicfont"
)

func TestTheProductIsThatOfTheBook(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][3]int{{1, 1, 1}, {4, 16, 3}, {5, 17, 9}, {3, 40, 27}, {8, 15, 2}, {6, 5, 11}, {9, 16, 4}, {101, 33, 7}} {
		m, n, k := size[0], size[1], size[2]
		random := func(n int) []float32 {
			v := make([]float32, n)
			for i := range v {
				v[i] = float32(r.NormFloat64())
			}
			return v
		}
		a, b, bias, c := random(m*k), random(k*n), random(m), make([]float32, m*n)
		product(a, b, bias, m, n, k, c)
		for y := range m {
			for x := range n {
				want := bias[y]
				for l := range k {
					want += float32(a[y*k+l] * b[l*n+x]) // in this order, whatever the processor
				}
				if want != c[y*n+x] {
					t.Fatalf("%v: row %d, column %d is %g, want %g", size, y, x, c[y*n+x], want)
				}
			}
		}
	}
}

func TestAConvolutionKeepsTheSizeOfThePicture(t *testing.T) {
	in := planes{1, 2, 3, []float32{1, 2, 3, 4, 5, 6}}
	all := layer{out: 1, in: 1, rows: 3, columns: 3, weights: []float32{1, 1, 1, 1, 1, 1, 1, 1, 1}, bias: []float32{-20}}
	for _, c := range []struct {
		stride    int
		rectified bool
		want      []float32
	}{
		{1, false, []float32{-8, 1, -4, -8, 1, -4}},
		{1, true, []float32{0, 1, 0, 0, 1, 0}},
		{2, false, []float32{-8, -4}},
	} {
		if got := (&scratch{}).convolved(all, in, c.stride, c.rectified); !slices.Equal(got.v, c.want) {
			t.Errorf("every %d: %v, want %v", c.stride, got.v, c.want)
		}
	}
	if got := pooled(in, 2, 1); !slices.Equal(got.v, []float32{4, 5, 6}) {
		t.Errorf("pooled: %v", got.v)
	}
}

func TestHalfPrecisionNumbers(t *testing.T) {
	for bits, want := range map[uint16]float32{0: 0, 0x3c00: 1, 0xc000: -2, 0x3555: 0.33325195, 0x0001: 5.9604645e-08, 0x83ff: -6.0975552e-05, 0x7bff: 65504} {
		if got := half(bits); got != want {
			t.Errorf("%#04x is %g, want %g", bits, got, want)
		}
	}
}

func TestWeightsThatAreCutAreRefused(t *testing.T) {
	if _, err := parseLineNet(lineWeights); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 3, 4, 5, 100, 200, len(lineWeights) / 2, len(lineWeights) - 1} {
		if _, err := parseLineNet(lineWeights[:n]); err == nil {
			t.Errorf("%d bytes are taken for a network", n)
		}
	}
	if _, err := parseLineNet(append(slices.Clone(lineWeights), 0)); err == nil {
		t.Error("a byte too many is not seen")
	}
}

// spoken is a sight in which the columns say these characters for sure; '-' is the blank.
func spoken(columns string, sure float64) *sight {
	s := &sight{net: &lineNet{alphabet: []rune("ABC ")}, box: image.Rect(0, 0, 10*len(columns), 20)}
	for _, r := range columns {
		column := make([]float64, 5)
		for i := range column {
			column[i] = math.Log((1 - sure) / 4)
		}
		column[s.class(r)] = math.Log(sure) // a blank is of no class, which is 0
		s.columns = append(s.columns, column)
	}
	return s
}

func TestColumnsBecomeTexts(t *testing.T) {
	for columns, want := range map[string]string{
		"-A-B-C-": "ABC", "AB-BA": "ABBA", "AAB": "AB", "AA-A": "AA", "-A- -C": "A C", "A--A": "AA",
	} {
		guesses := spoken(columns, 0.96).guesses()
		if len(guesses) == 0 || guesses[0].Text != want || guesses[0].Confidence < 0.5 {
			t.Errorf("%s is %v, want %s", columns, guesses, want)
		}
	}
	if guesses := spoken("---", 0.999).guesses(); len(guesses) > 0 && guesses[0].Confidence > 0.01 {
		t.Errorf("of paper %v is read", guesses)
	}
}

func TestGuessesShareTheProbability(t *testing.T) {
	s := spoken("A-B", 0.9)
	s.columns[2] = []float64{math.Log(0.02), math.Log(0.01), math.Log(0.5), math.Log(0.46), math.Log(0.01)}
	guesses := s.guesses()
	if len(guesses) < 2 || guesses[0].Text != "AB" || guesses[1].Text != "AC" || math.Abs(guesses[0].Confidence/guesses[1].Confidence-0.5/0.46) > 0.05 {
		t.Errorf("%v", guesses)
	}
	if guesses = s.within("AC").guesses(); guesses[0].Text != "AC" || guesses[0].Confidence < 0.8 {
		t.Errorf("without B: %v", guesses)
	}
}

func TestCharactersStandWhereTheyWereSeen(t *testing.T) {
	s := spoken("--AA-- -B-B-", 0.97)
	symbols := s.placed("A BB")
	if len(symbols) != 3 {
		t.Fatalf("%v", symbols)
	}
	for i, want := range []struct {
		text string
		at   int
	}{{"A", 25}, {"B", 85}, {"B", 105}} {
		got := symbols[i]
		if got.Text != want.text || got.Box.Min.X > want.at || got.Box.Max.X <= want.at || got.Confidence < 0.9 {
			t.Errorf("%d: %+v, want %s around %d", i, got, want.text, want.at)
		}
	}
	g := image.NewGray(image.Rect(0, 0, 120, 20))
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	for _, x := range []int{22, 23, 38, 82, 83, 84, 104} {
		g.Pix[5*g.Stride+x], g.Pix[14*g.Stride+x] = 0, 0
	}
	words := (Writing{Reading: Reading{Text: "A BB", Symbols: symbols, Box: g.Rect}}).words(g)
	if len(words) != 2 || words[0].Box != image.Rect(22, 5, 39, 15) || words[1].Text != "BB" || words[1].Box != image.Rect(82, 5, 105, 15) {
		t.Errorf("%v", words)
	}
}

// needles strikes a line with the dots of a public font that the network was not trained on; each is d pixels wide.
func needles(text string, d int) *image.Gray {
	face := basicfont.Face7x13
	g := image.NewGray(image.Rect(0, 0, (len(text)*7+8)*d, 15*d))
	for i := range g.Pix {
		g.Pix[i] = 245
	}
	for at, r := range text {
		for y := range 13 {
			for x := range 6 {
				if _, _, _, ink := face.Mask.At(x, (int(r)-32)*13+y).RGBA(); ink == 0 {
					continue
				}
				for v := range d {
					for u := range d {
						if 4*((2*u+1-d)*(2*u+1-d)+(2*v+1-d)*(2*v+1-d)) <= 5*d*d {
							g.Pix[(y*d+d+v)*g.Stride+(at*7+x+4)*d+u] = 60
						}
					}
				}
			}
		}
	}
	return g
}

func TestNeedlePrintIsRead(t *testing.T) {
	e := &Engine{}
	for _, text := range []string{"VISITA SPECIALISTICA", "TOTALE EURO 1.234,56", "FATTURA N. 78/2026 DEL 19/03/2026"} {
		g := needles(text, 3)
		w, err := e.Written(context.Background(), g, g.Rect.Inset(4), true, ZoneOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if w.Text != text || w.Manner() != NeedlePrinted {
			t.Errorf("%s is read as %q, in the manner %v", text, w.Text, w.Manners)
		}
	}
}

func TestHandPrintOfAHandNeverSeenIsRead(t *testing.T) {
	file, err := os.ReadFile("../../synth/fonts/patrick-hand.ttf")
	if err != nil {
		t.Fatal(err)
	}
	fontFiles["hand"] = file
	e := &Engine{}
	for _, text := range []string{"BIANCHI", "12/03/2026", "87,50", "0451937"} {
		p := newPaper(80, 12, 300)
		box := p.text(5, 8, face{"hand", 18, 40}, text)
		w, err := e.Written(context.Background(), p.Gray, box, true, ZoneOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if w.Text != text || w.Manner() == NeedlePrinted {
			t.Errorf("%s is read as %q, in the manner %v", text, w.Text, w.Manners)
		}
	}
}

func TestALineTooSmallToBeOneIsBlank(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 40, 40))
	for _, box := range []image.Rectangle{{}, image.Rect(3, 3, 4, 30), image.Rect(50, 50, 90, 90)} {
		w, err := (&Engine{}).Written(context.Background(), g, box, true, ZoneOptions{})
		if err != nil || !w.Blank || w.Text != "" {
			t.Errorf("%v: %+v, %v", box, w, err)
		}
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (&Engine{}).Written(cancelled, g, g.Rect, true, ZoneOptions{}); err == nil {
		t.Error("a reading that was cancelled goes on")
	}
}

func BenchmarkLineNetwork(b *testing.B) {
	g := needles("TOTALE EURO 1.234,56", 3)
	e := &Engine{}
	for b.Loop() {
		if _, err := e.see(context.Background(), g, g.Rect, 1, true); err != nil {
			b.Fatal(err)
		}
	}
}

func TestLettersAmongFiguresAreFigures(t *testing.T) {
	for text, want := range map[string]string{
		"130,0O": "130,00", "1O.OOO,00": "1O.OOO,00", "l2/03/2026": "12/03/2026", "OO": "OO", "A10": "A10", "2O26/FE": "2O26/FE", "1o": "1o", "12": "12", "": "",
	} {
		if got := asNumber(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
