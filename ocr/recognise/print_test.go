package recognise

import (
	"image"
	"testing"
)

func TestZerosLoseTheirDotOrStrokeAndOtherFiguresNothing(t *testing.T) {
	ring := func(p paper, x, y float64) {
		p.stroke(0.35, [2]float64{x, y + 1.5}, [2]float64{x + 0.3, y + 0.4}, [2]float64{x + 0.9, y}, [2]float64{x + 1.5, y + 0.4},
			[2]float64{x + 1.8, y + 1.5}, [2]float64{x + 1.5, y + 2.6}, [2]float64{x + 0.9, y + 3}, [2]float64{x + 0.3, y + 2.6}, [2]float64{x, y + 1.5})
	}
	eight := func(p paper, x, y float64) {
		ring(p, x, y)
		p.stroke(0.35, [2]float64{x, y + 1.5}, [2]float64{x + 1.8, y + 1.5})
	}
	for _, c := range []struct {
		name    string
		figure  func(p paper, x, y float64)
		changes bool
	}{
		{"a dot", func(p paper, x, y float64) { ring(p, x, y); p.fill(x+0.75, y+1.2, 0.35, 0.6, 0) }, true},
		{"a stroke from side to side", func(p paper, x, y float64) {
			ring(p, x, y)
			p.stroke(0.25, [2]float64{x + 0.2, y + 2.3}, [2]float64{x + 1.6, y + 0.7})
		}, true},
		{"a dot that has run together with the ring", func(p paper, x, y float64) { ring(p, x, y); p.fill(x+0.75, y+0.2, 0.35, 2.6, 0) }, true},
		{"nothing in it", ring, false},
		{"an eight", eight, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPaper(10, 10, 300)
			c.figure(p, 4, 3)
			plain := newPaper(10, 10, 300)
			if ring(plain, 4, 3); !c.changes {
				plain = p
			}
			got := plainZeros(p.Gray, 128, 300)
			wrong := 0
			for i := range got.Pix {
				if (got.Pix[i] < 128) != (plain.Pix[i] < 128) {
					wrong++
				}
			}
			if wrong > 20 {
				t.Errorf("%d pixels differ from the plain figure", wrong)
			}
		})
	}
}

func TestPageReadsLargeLightPrintOnABarAcrossTheSheet(t *testing.T) {
	sheet := a4(300)
	sheet.fill(0, 0, 210, 28, 70)
	sheet.text(17, 16, face{"bold", 32, 255}, "Poliambulatorio Santa Rita Srl")
	sheet.text(20, 60, face{"sans", 11, 0}, "Fattura numero 2026/1022")
	read, err := engine(t).Page(t.Context(), sheet.scanned(0, 5, 50, 4).Gray, 300)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, w := range read.Words {
		text += w.Text + " "
	}
	if want := "Poliambulatorio Santa Rita Srl Fattura numero 2026/1022 "; text != want {
		t.Errorf("read %q, want %q", text, want)
	}
}

func TestPageReadsOverLeadersAndBetweenTheEndsOfABox(t *testing.T) {
	sheet := a4(300)
	sheet.text(20, 60, face{"mono", 11, 0}, "Prima visita")
	for x := 20.0; x < 190; x += 0.9 {
		sheet.fill(x, 60.9, 0.35, 0.35, 0)
	}
	sheet.text(175, 60, face{"mono", 11, 0}, "215,60")
	total := sheet.text(160, 80, face{"mono", 11, 0}, "EUR 217,60")
	sheet.fill(157, 75.5, 0.4, 6, 0)
	sheet.fill(186, 75.5, 0.4, 6, 0)
	read, err := engine(t).Page(t.Context(), sheet.Gray, 300)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	text := ""
	for _, w := range placed(read) {
		texts = append(texts, w.Text)
		text += w.Text + " "
		if w.Text == "217,60" && (w.Box.Min.Y < total.Min.Y-4 || w.Box.Max.Y > total.Max.Y+4) {
			t.Errorf("the total's box is %v, its print stands in %v", w.Box, total)
		}
	}
	if want := "Prima visita 215,60 EUR 217,60 "; text != want {
		t.Errorf("read %q, want %q", texts, want)
	}
}

func TestANumberPartedAtItsCommaIsOne(t *testing.T) {
	word := func(text string, x, w int) Word {
		return Word{Text: text, Box: image.Rect(x, 0, x+w, 20), Confidence: 0.9}
	}
	for _, c := range []struct {
		name string
		read []Word
		want string
	}{
		{"the comma before the gap", []Word{word("215,", 0, 60), word("60", 70, 30)}, "215,60"},
		{"the comma behind the gap", []Word{word("215", 0, 50), word(",60", 56, 40)}, "215,60"},
		{"too far apart", []Word{word("215,", 0, 60), word("60", 80, 30)}, "215,"},
		{"a date behind a number", []Word{word("FS-00044,", 0, 200), word("11/5/2026", 206, 200)}, "FS-00044,"},
		{"a date behind figures", []Word{word("107,", 0, 60), word("25/5/2026", 66, 200)}, "107,"},
		{"a date in words behind a number", []Word{word("0699,", 0, 60), word("13", 68, 30), word("aprile", 106, 80)}, "0699,"},
		{"euro behind an amount", []Word{word("215,", 0, 60), word("60", 70, 30), word("€", 110, 20)}, "215,60"},
		{"a sentence", []Word{word("art.", 0, 60), word("10", 64, 30)}, "art."},
		{"an ordinal", []Word{word("10,", 0, 60), word("secondo", 64, 90)}, "10,"},
	} {
		if got := rejoined(c.read); got[0].Text != c.want {
			t.Errorf("%s: read %q, want %q", c.name, got[0].Text, c.want)
		}
	}
}

func TestPrintReadTwiceIsKeptOnce(t *testing.T) {
	at := func(text string, r image.Rectangle, confidence float64) Word {
		return Word{Text: text, Box: r, Confidence: confidence}
	}
	here, shifted, beside := image.Rect(0, 0, 100, 30), image.Rect(4, 2, 104, 32), image.Rect(120, 0, 200, 30)
	runs := withoutDoubles([]run{
		{here, []Word{at("visila", here, 0.6)}, here},
		{shifted.Union(beside), []Word{at("visita", shifted, 0.9), at("medica", beside, 0.5)}, shifted.Union(beside)},
	})
	if len(runs) != 1 || len(runs[0].words) != 2 || runs[0].words[0].Text != "visita" {
		t.Errorf("kept %v", runs)
	}
}
