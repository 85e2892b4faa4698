package recognise

import (
	"context"
	"strings"
	"testing"
)

// evenCode has two letters and six figures, the last of which makes their sum divisible by ten.
func evenCode() Code {
	c := Code{Holds: func(s string) bool {
		if len(s) != 8 {
			return false
		}
		sum := 0
		for _, r := range s[2:] {
			if r < '0' || r > '9' {
				return false
			}
			sum += int(r - '0')
		}
		return sum%10 == 0
	}}
	for i := range 8 {
		if i < 2 {
			c.Places = append(c.Places, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		} else {
			c.Places = append(c.Places, "0123456789")
		}
	}
	return c
}

func TestWhatIsNearlyACode(t *testing.T) {
	e := &Engine{Codes: []Code{evenCode()}}
	for word, want := range map[string]bool{
		"AB123455":  false, // is one
		"AB12345S":  true,
		"AB1234555": true, // a sign too many
		"AB12355":   true, // one too few
		"A8123459":  true,
		"(AB123459": true,
		"AB1Z3ASS":  true, // a third of the figures are left
		"FATTURA":   false,
		"Visita":    false,
		"AB":        false,
		"":          false,
		"12345678":  true, // two of eight places
		"AB/CD/EF":  false,
	} {
		if got := e.misreadCode(word) != nil; got != want {
			t.Errorf("%q: %v", word, got)
		}
	}
}

// TestAMisreadCodeIsReadAgain draws codes and has the first reading misread them.
func TestAMisreadCodeIsReadAgain(t *testing.T) {
	for _, c := range []struct{ printed, misread, want string }{
		{"AB123455", "AB1Z34SG", "AB123455"},
		{"KO108010", "K01O801D", "KO108010"},
		{"AB123456", "AB1Z3456", "AB1Z3456"}, // the check holds of nothing that it can be
		{"Fattura 12", "AB12345S", "AB12345S"},
	} {
		paper := newPaper(90, 20, 200)
		box := paper.text(10, 10, face{"sans", 10, 0}, c.printed)
		page := newPage(engine(t), asItLies(paper.scanned(0, 12, 0, 3).Gray, 200))
		page.engine.Codes = []Code{evenCode()}
		page.runs = []run{{box, []Word{{Text: "n.", Confidence: 0.9}, {Text: c.misread, Box: box, Confidence: 0.4}}, box}}
		if err := page.readCodes(context.Background()); err != nil {
			t.Fatal(err)
		}
		got := page.runs[0].words[1]
		if got.Text != c.want || got.Checked != (c.want != c.misread) {
			t.Errorf("%q, read %q: %+v, want %q", c.printed, c.misread, got, c.want)
		}
		if got.Checked && (got.Confidence <= 0.5 || got.Confidence > codeAtMost) {
			t.Errorf("%q is believed %.2f", got.Text, got.Confidence)
		}
		page.engine.Codes = nil
	}
}

func TestShapedTextsHaveTheirPlaces(t *testing.T) {
	paper := newPaper(90, 20, 200)
	box := paper.text(10, 10, face{"sans", 10, 0}, "IO 1OI010")
	w, err := engine(t).Written(context.Background(), paper.Gray, box, true, ZoneOptions{})
	if err != nil {
		t.Fatal(err)
	}
	code := evenCode()
	texts := w.seen[0].shaped(code.Places)
	if best := ranked(texts); len(best) == 0 || best[0].Text != "IO101010" {
		t.Fatalf("%v, want the letters of the places where there are letters, and figures behind them", best)
	}
	for text, p := range texts {
		if len(text) != 8 || strings.ContainsAny(text[:2], "0123456789") || strings.Trim(text[2:], "0123456789") != "" || p < 0 || p > 1.0001 {
			t.Errorf("%q, %g", text, p)
		}
	}
}
