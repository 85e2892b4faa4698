package recognise

import (
	"context"
	"errors"
	"image"
	"slices"
	"strings"
	"testing"
)

func TestLineReadsWhatFormsHold(t *testing.T) {
	const digits = "0123456789"
	for _, c := range []struct {
		name, text string
		f          face
		o          ZoneOptions
	}{
		{"a date", "12/03/2026", face{"sans", 11, 0}, ZoneOptions{Whitelist: digits + "/", SingleWord: true}},
		{"an amount", "1.234,56", face{"sans", 11, 0}, ZoneOptions{Whitelist: digits + ".,", SingleWord: true}},
		{"a small amount", "2,00", face{"mono", 10, 0}, ZoneOptions{Whitelist: digits + ".,"}},
		{"an amount in euro", "€ 87,50", face{"sans", 11, 0}, ZoneOptions{}},
		{"a surname", "BERTOLINI", face{"mono", 12, 0}, ZoneOptions{}},
		{"two names", "MARIA GRAZIA", face{"sans", 11, 0}, ZoneOptions{}},
		{"an invoice number", "2024/118", face{"serif", 11, 0}, ZoneOptions{}},
		{"a tax code", "RSSLCU12A01F205W", face{"mono", 11, 0}, ZoneOptions{SingleWord: true}},
		{"an issuer in grey", "Poliambulatorio San Marco", face{"sans", 10, 140}, ZoneOptions{}},
		{"running text", "Otturazione di cavità di seconda classe", face{"serif", 9, 0}, ZoneOptions{Dictionary: true}},
		{"a telephone number", "3401278845", face{"sans", 10, 60}, ZoneOptions{Whitelist: digits}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPaper(100, 12, 300)
			p.box(2, 2, 96, 8, 0.3) // the zone is framed, and its crop takes the frame along
			p.text(6, 7.6, c.f, c.text)
			got, err := engine(t).Line(t.Context(), p.scanned(0, 6, 20, 8).Gray, 300, c.o)
			if err != nil {
				t.Fatal(err)
			}
			if got.Text != c.text || got.Blank || got.Confidence < 0.6 {
				t.Errorf("read %q (confidence %.2f), want %q", got.Text, got.Confidence, c.text)
			}
			if n := len([]rune(strings.ReplaceAll(c.text, " ", ""))); len(got.Symbols) != n {
				t.Errorf("%d symbols, want %d", len(got.Symbols), n)
			}
		})
	}
}

func TestLineReadsPrintThatCrossesTheBoxLine(t *testing.T) {
	p := newPaper(100, 16, 300)
	p.box(2, 3, 96, 9, 0.35)
	// The base line of the print lies on the box's lower line: g, p and the comma cross it.
	p.text(6, 11.6, face{"sans", 14, 0}, "Spiaggia, gruppo 12")
	got, err := engine(t).Line(t.Context(), p.Gray, 300, ZoneOptions{})
	if err != nil || got.Text != "Spiaggia, gruppo 12" {
		t.Errorf("read %q, %v", got.Text, err)
	}
}

func TestLineGivesBoxesOfThePage(t *testing.T) {
	page := a4(300)
	box := page.text(70, 90, face{"sans", 12, 0}, "ROSSI")
	got, err := engine(t).Line(t.Context(), crop(page.Gray, page.rect(60, 80, 60, 14)), 300, ZoneOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Text != "ROSSI" || !near(got.Box, box, 8) {
		t.Errorf("read %q at %v, want ROSSI at %v", got.Text, got.Box, box)
	}
	for i, s := range got.Symbols {
		if i > 0 && s.Box.Min.X <= got.Symbols[i-1].Box.Min.X {
			t.Errorf("symbol %d (%s) stands at %v, left of the one before", i, s.Text, s.Box)
		}
	}
}

func TestLineOfSeveralLinesKeepsThemApart(t *testing.T) {
	p := newPaper(100, 24, 300)
	p.text(5, 8, face{"sans", 11, 0}, "frattura del femore")
	p.text(5, 15, face{"sans", 11, 0}, "ricovero urgente")
	got, err := engine(t).Line(t.Context(), p.Gray, 300, ZoneOptions{Block: true})
	if err != nil || got.Text != "frattura del femore\nricovero urgente" {
		t.Errorf("read %q, %v", got.Text, err)
	}
}

func TestLineKnowsABlankZone(t *testing.T) {
	frame := newPaper(100, 12, 300)
	frame.box(2, 2, 96, 8, 0.3)
	bottom := newPaper(100, 12, 300)
	bottom.fill(0, 10, 100, 0.3, 0)
	for name, p := range map[string]paper{
		"white": newPaper(100, 12, 300), "framed": frame, "on a rule": bottom,
		"framed, scanned with dust": frame.scanned(0, 7, 60, 3), "dust only": newPaper(100, 12, 300).scanned(0, 7, 60, 4),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := engine(t).Line(t.Context(), p.Gray, 300, ZoneOptions{})
			if err != nil || !got.Blank || got.Text != "" {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	if share := Ink(frame.scanned(0, 7, 60, 3).Gray, image.Rect(0, 0, 1181, 141), 300); share > 0.0005 {
		t.Errorf("ink %.5f of a blank zone", share)
	}
	frame.text(6, 7.6, face{"sans", 10, 0}, "1")
	if got, err := engine(t).Line(t.Context(), frame.Gray, 300, ZoneOptions{}); err != nil || got.Blank {
		t.Errorf("a lone digit was taken for blank: %+v, %v", got, err)
	}
}

func TestLineStopsWhenItsContextHasEnded(t *testing.T) {
	p := newPaper(60, 12, 300)
	p.text(5, 8, face{"sans", 11, 0}, "ROSSI")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := engine(t).Line(ctx, p.Gray, 300, ZoneOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestRemoveLinesTakesTheFrameAndLeavesTheLetters(t *testing.T) {
	plain := newPaper(80, 20, 300)
	plain.text(8, 13, face{"sans", 12, 0}, "IT60 EHTL 171")
	framed := newPaper(80, 20, 300)
	framed.text(8, 13, face{"sans", 12, 0}, "IT60 EHTL 171")
	framed.box(3, 5, 74, 11, 0.35)
	got := RemoveLines(framed.Gray, 300, PageRules)
	differ := 0
	for i := range got.Pix {
		if (got.Pix[i] < 128) != (plain.Pix[i] < 128) {
			differ++
		}
	}
	ink := 0
	for _, v := range plain.Pix {
		if v < 128 {
			ink++
		}
	}
	if differ*100 > ink {
		t.Errorf("%d pixels differ from the sheet without a frame, which has %d of ink", differ, ink)
	}
}

func TestNormaliseLeavesAnEvenPageAlone(t *testing.T) {
	sheet, _ := invoice(t, 300)
	if Normalise(sheet.Gray, 300) != sheet.Gray {
		t.Error("a clean page was copied")
	}
	shadow := paper{image.NewGray(sheet.Rect), 300}
	for i, v := range sheet.Pix {
		x := float64(i%sheet.Stride) / float64(sheet.Stride)
		shadow.Pix[i] = uint8(float64(v) * (0.95 - 0.6*x))
	}
	even := Normalise(shadow.Gray, 300)
	if l := measure(even, 300); l.spread > 20 || l.paper < 225 {
		t.Errorf("the shadow is still there: %+v", l)
	}
	binary := Binarise(shadow.Gray, 300)
	dark := 0
	for i, v := range binary.Pix {
		if v != 0 && v != 255 {
			t.Fatalf("a grey of %d in a black and white picture", v)
		}
		if (v == 0) != (sheet.Pix[i] < 128) {
			dark++
		}
	}
	if share := float64(dark) / float64(len(binary.Pix)); share > 0.02 {
		t.Errorf("%.3f of the pixels are wrong", share)
	}
}

func TestNormaliseKeepsDarkBandsAndEvensShadows(t *testing.T) {
	const dpi = 200
	sheet := a4(dpi)
	sheet.text(20, 60, face{"sans", 10, 30}, "Visita cardiologica con elettrocardiogramma")
	sheet.fill(0, 0, 210, 26, 115)
	sheet.fill(0, 0, 2.5, 297, 60) // the table
	name := sheet.text(20, 15, face{"bold", 18, 255}, "Poliambulatorio")
	// light from the left, and a soft shadow below
	for y := range sheet.Rect.Dy() {
		for x := range sheet.Rect.Dx() {
			light := 0.95 - 0.25*float64(x)/float64(sheet.Rect.Dx())
			if into := float64(y)/dpi*25.4 - 200; into > 0 {
				light *= max(1-into/60, 0.55)
			}
			i := sheet.PixOffset(x, y)
			sheet.Pix[i] = uint8(light * float64(sheet.Pix[i]))
		}
	}
	even := Normalise(sheet.Gray, dpi)
	if even == sheet.Gray {
		t.Fatal("nothing was evened")
	}
	at := func(x, y float64) int { return int(even.GrayAt(sheet.px(x), sheet.px(y)).Y) }
	for _, x := range []float64{8, 60, 120, 200} {
		if v := at(x, 20); v > 160 {
			t.Errorf("at %.0f mm the band has become %d", x, v)
		}
		if v := at(x, 40); v < 215 {
			t.Errorf("at %.0f mm the paper below it is %d", x, v)
		}
		if v := at(x, 280); v < 200 {
			t.Errorf("at %.0f mm the shadow is still %d", x, v)
		}
	}
	side := Normalise(Turn(sheet.Gray, 3), dpi)
	if v := side.GrayAt(sheet.px(20), side.Rect.Dy()/2).Y; v > 160 {
		t.Errorf("on its side the band has become %d", v)
	}
	lightest := uint8(0)
	for y := name.Min.Y; y < name.Max.Y; y++ {
		lightest = max(lightest, slices.Max(even.Pix[even.PixOffset(name.Min.X, y):][:name.Dx()]))
	}
	if lightest < 215 {
		t.Errorf("the print on the band is %d at most", lightest)
	}
}
