package recognise

import (
	"context"
	"image"
	"math"
	"testing"
)

// A line is drawn, and what Tesseract is supposed to have read of it is given.
func TestTheNetworkAgreesWithWhatStandsThere(t *testing.T) {
	for _, c := range []struct {
		printed string
		read    []string
		likely  []bool
	}{
		{"Visita cardiologica", []string{"Visita", "cardiologica"}, []bool{true, true}},
		{"Visita cardiologica", []string{"Visita", "cardiolog1ca"}, []bool{true, false}},
		{"Mattioli Angelica", []string{"Mattioli", "Arigelica"}, []bool{true, false}},
		{"Fattura n. 1047", []string{"Fattura", "n.", "1041"}, []bool{true, true, false}},
		{"Fattura n. 1047", []string{"Fattura", "n.", "1047"}, []bool{true, true, true}},
		{"Totale 12", []string{"Totale", "Ω"}, []bool{true, false}}, // a sign the network does not know
	} {
		paper := newPaper(90, 20, 200)
		box := paper.text(10, 10, face{"sans", 10, 0}, c.printed)
		p := newPage(engine(t), asItLies(paper.scanned(0, 12, 0, 3).Gray, 200))
		var words []Word
		for i, text := range c.read {
			part := box
			part.Min.X, part.Max.X = box.Min.X+i*box.Dx()/len(c.read), box.Min.X+(i+1)*box.Dx()/len(c.read)
			words = append(words, Word{Text: text, Box: part, Confidence: 0.9})
		}
		p.engine.Values = func(words []Word, size image.Point) []bool {
			if size != p.clean.Rect.Size() {
				t.Errorf("a page of %v instead of %v", size, p.clean.Rect.Size())
			}
			all := make([]bool, len(words))
			for i := range all {
				all[i] = true
			}
			return all
		}
		err := p.second(context.Background(), words)
		p.engine.Values = nil
		if err != nil {
			t.Fatal(err)
		}
		for i, w := range words {
			if c.likely[i] && w.Seconded < 0.5 || !c.likely[i] && w.Seconded > 0.05 || w.Seconded < leastSecond || w.Seconded > 1 {
				t.Errorf("%q as %q: %.4f", c.printed, w.Text, w.Seconded)
			}
			if w.Confidence != 0.9 {
				t.Errorf("Tesseract's confidence became %g", w.Confidence)
			}
		}
	}
}

func TestOnlyWordsOfValuesAreAskedOf(t *testing.T) {
	paper := newPaper(90, 20, 200)
	box := paper.text(10, 10, face{"sans", 10, 0}, "Totale")
	p := newPage(engine(t), asItLies(paper.Gray, 200))
	words := []Word{{Text: "Totale", Box: box}, {Text: "Totale", Box: box, network: true}, {Text: "Totale", Box: box, Block: 1}}
	if err := p.second(context.Background(), words); err != nil || words[0].Seconded != 0 {
		t.Errorf("without values %v, %+v", err, words)
	}
	p.engine.Values = func([]Word, image.Point) []bool { return []bool{false, true, true} }
	defer func() { p.engine.Values = nil }()
	if err := p.second(context.Background(), words); err != nil || words[0].Seconded != 0 || words[1].Seconded != 0 || words[2].Seconded == 0 {
		t.Errorf("%v, %+v", err, words)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if p.second(cancelled, words) == nil {
		t.Error("goes on when it was cancelled")
	}
}

func TestTheLikelihoodsOfAllTextsSumToOne(t *testing.T) {
	net := &lineNet{alphabet: []rune("ab")}
	s := &sight{net: net}
	for _, column := range [][]float64{{0.2, 0.5, 0.3}, {0.6, 0.3, 0.1}, {0.1, 0.2, 0.7}} {
		s.columns = append(s.columns, logSoftmax([]float64{math.Log(column[0]), math.Log(column[1]), math.Log(column[2])}))
	}
	sum := 0.0
	for _, text := range []string{"", "a", "b", "aa", "ab", "ba", "bb", "aba", "bab", "aab", "abb", "baa", "bba", "aaa", "bbb"} {
		sum += math.Exp(s.likelihood([]rune(text)))
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("%g", sum)
	}
	if p := math.Exp(s.likelihood([]rune("aa"))); math.Abs(p-0.5*0.6*0.2) > 1e-9 {
		t.Errorf("aa needs a blank between: %g", p)
	}
	if !math.IsInf(s.likelihood([]rune("c")), -1) || s.agreement([]rune("c")) != 0 || s.agreement([]rune("a")) > 1 {
		t.Error("a sign that is not known is possible")
	}
}
