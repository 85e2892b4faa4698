package recognise

import (
	"context"
	"errors"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// found is the share of the written words that were read, in a box that overlaps the written one.
func found(words []written, read []Word, slack int) (share float64, missing []string) {
	used := make([]bool, len(read))
	for _, w := range words {
		i := slices.IndexFunc(read, func(r Word) bool {
			overlap := r.Box.Intersect(w.box.Inset(-slack))
			return r.Text == w.text && overlap.Dx()*2 > w.box.Dx() && overlap.Dy()*2 > w.box.Dy()
		})
		for i >= 0 && i < len(read) && used[i] {
			next := slices.IndexFunc(read[i+1:], func(r Word) bool { return r.Text == w.text && r.Box.Overlaps(w.box.Inset(-slack)) })
			if next < 0 {
				i = -1
				break
			}
			i += next + 1
		}
		if i < 0 {
			missing = append(missing, w.text)
			continue
		}
		used[i] = true
	}
	return 1 - float64(len(missing))/float64(len(words)), missing
}

// placed are the words of a page with their boxes on the page turned upright.
func placed(text Text) []Word {
	words := slices.Clone(text.Words)
	for i, w := range words {
		var around image.Rectangle
		for _, corner := range []image.Point{w.Box.Min, w.Box.Max, {w.Box.Min.X, w.Box.Max.Y}, {w.Box.Max.X, w.Box.Min.Y}} {
			x, y := float64(corner.X)-0.5, float64(corner.Y)-0.5 // the corner of the pixel
			m := text.Level
			at := image.Pt(int(math.Round(m[0]*x+m[1]*y+m[2]+0.5)), int(math.Round(m[3]*x+m[4]*y+m[5]+0.5)))
			around = around.Union(image.Rectangle{at, at.Add(image.Pt(1, 1))})
		}
		words[i].Box = around
	}
	return words
}

func TestPageFindsTheWordsOfAnInvoiceWithTheirBoxes(t *testing.T) {
	ruled, ruledWords := invoice(t, 300)
	designed, designedWords := parcel(t, 300)
	for _, c := range []struct {
		name  string
		sheet paper
		words []written
		need  []string // without these an invoice is worth nothing
	}{
		{"with a ruled table, clean", ruled, ruledWords, []string{"2026/118", "12/03/2026", "01234560157", "1.918,00", "ROSSI", "LUCA", "RSSLCU12A01F205W", "€"}},
		{"with a ruled table, scanned", ruled.scanned(0, 7, 300, 1), ruledWords, []string{"2026/118", "12/03/2026", "01234560157", "1.918,00", "ROSSI", "LUCA", "1.045,30"}},
		{"with a ruled table, dirty", ruled.scanned(0, 12, 6000, 2), ruledWords, []string{"12/03/2026", "01234560157", "1.918,00", "LUCA"}},
		{"with bars and columns, clean", designed, designedWords, []string{"03/02/2026", "Data", "Intestatario", "07643520567", "704,00", "60,00"}},
		{"with bars and columns, scanned", designed.scanned(0, 7, 300, 3), designedWords, []string{"03/02/2026", "Data", "Intestatario", "07643520567", "704,00", "36"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			read, err := engine(t).Page(t.Context(), c.sheet.Gray, 300)
			if err != nil {
				t.Fatal(err)
			}
			share, missing := found(c.words, placed(read), 6)
			t.Logf("%.1f %% of %d words; missing %q", 100*share, len(c.words), missing)
			if share < 0.97 {
				t.Errorf("only %.1f %% of the words found, missing %q", 100*share, missing)
			}
			for _, w := range c.need {
				if slices.Contains(missing, w) {
					t.Errorf("%q not read", w)
				}
			}
		})
	}
}

func TestPrintOnDarkBarsBecomesPrintOnPaper(t *testing.T) {
	sheet := newPaper(120, 90, 300)
	sheet.fill(10, 8, 100, 8, 60)
	sheet.text(14, 13.6, face{"bold", 10, 255}, "Totale")
	sheet.fill(10, 18, 100, 7, 205)
	sheet.text(14, 23, face{"sans", 10, 0}, "Acconto")
	l := measure(sheet.Gray, 300)
	got := made(sheet.Gray, levelAreas(l, 300))
	plain := newPaper(120, 90, 300)
	plain.text(14, 13.6, face{"bold", 10, 0}, "Totale")
	plain.text(14, 23, face{"sans", 10, 0}, "Acconto")
	ink, wrong := 0, 0
	for i, v := range plain.Pix {
		if v < 128 {
			ink++
		}
		if (v < 128) != (got.Pix[i] < 128) {
			wrong++
		}
	}
	if wrong*20 > ink {
		t.Errorf("%d pixels differ from plain print, which has %d of ink", wrong, ink)
	}
}

func TestPageKeepsRowsTogetherAndColumnsApart(t *testing.T) {
	sheet, _ := invoice(t, 300)
	read, err := engine(t).Page(t.Context(), sheet.Gray, 300)
	if err != nil {
		t.Fatal(err)
	}
	byText := map[string]Word{}
	for _, w := range read.Words {
		byText[w.Text] = w
	}
	amount, label, other := byText["1.918,00"], byText["DOCUMENTO"], byText["Marca"]
	if amount.Line != label.Line || amount.Block == label.Block {
		t.Errorf("the total stands in row %d block %d, its label in row %d block %d; want one row and two blocks", amount.Line, amount.Block, label.Line, label.Block)
	}
	if other.Line >= label.Line {
		t.Errorf("the row above has number %d, the total's %d", other.Line, label.Line)
	}
}

func TestPageReadsCloseSetPrintWhoseLinesTouch(t *testing.T) {
	sheet := a4(300)
	lines := []string{
		"Gentile signora, le confermiamo che la prestazione eseguita presso",
		"la nostra struttura rientra fra quelle previste dal regolamento e che",
		"la documentazione allegata risulta completa. Per ogni altra richiesta",
		"potete rivolgervi agli uffici della segreteria negli orari indicati.",
	}
	var words []written
	for i, s := range lines {
		words = append(words, sheet.words(20, 40+float64(i)*3.3, face{"serif", 12, 0}, s)...)
	}
	small, at := shrunk(sheet.Gray, 300, pageDPI)
	if _, dense := runsOfPrint(cleanPage(small, measure(small, at), at), at); len(dense) == 0 {
		t.Fatal("the lines do not touch: this test tests nothing")
	}
	read, err := engine(t).Page(t.Context(), sheet.Gray, 300)
	if err != nil {
		t.Fatal(err)
	}
	if share, missing := found(words, placed(read), 14); share < 0.9 {
		t.Errorf("%.1f %% of the words found, missing %q", 100*share, missing)
	}
}

func TestPageOfNothingHasNoWords(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	noise := a4(200)
	for i := range noise.Pix {
		noise.Pix[i] = uint8(rng.IntN(256))
	}
	for name, g := range map[string]*image.Gray{
		"white": a4(300).Gray, "black": image.NewGray(image.Rect(0, 0, 1000, 1400)), "one pixel": image.NewGray(image.Rect(0, 0, 1, 1)),
		"empty": image.NewGray(image.Rectangle{}), "a thin strip": newPaper(200, 0.2, 300).Gray,
		"a blank sheet scanned": a4(300).scanned(0, 7, 300, 9).Gray, "noise": noise.Gray,
	} {
		t.Run(name, func(t *testing.T) {
			text, err := engine(t).Page(t.Context(), g, 300)
			if err != nil {
				t.Fatal(err)
			}
			if len(text.Words) > 0 {
				t.Errorf("read %v", text.Words)
			}
		})
	}
}

func TestPageOfAPartKeepsTheCoordinatesOfTheWhole(t *testing.T) {
	sheet := a4(300)
	box := sheet.text(60, 100, face{"sans", 12, 0}, "Bergamo")
	part := crop(sheet.Gray, sheet.rect(50, 80, 60, 40))
	text, err := engine(t).Page(t.Context(), part, 300)
	if err != nil {
		t.Fatal(err)
	}
	words := placed(text)
	if len(words) != 1 || words[0].Text != "Bergamo" || !near(words[0].Box, box, 5) {
		t.Errorf("read %v, want Bergamo at %v", words, box)
	}
}

// near compares two boxes up to slack pixels a side.
func near(a, b image.Rectangle, slack int) bool {
	d := func(x, y int) bool { return max(x-y, y-x) <= slack }
	return d(a.Min.X, b.Min.X) && d(a.Min.Y, b.Min.Y) && d(a.Max.X, b.Max.X) && d(a.Max.Y, b.Max.Y)
}

func TestPageStopsWhenItsContextEnds(t *testing.T) {
	sheet, _ := invoice(t, 300)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := engine(t).Page(ctx, sheet.Gray, 300); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the deadline", err)
	}
	// The engine goes on working.
	text, err := engine(t).Page(t.Context(), crop(sheet.Gray, sheet.rect(15, 15, 120, 15)), 300)
	if err != nil || len(text.Words) == 0 || !strings.HasPrefix(text.Words[0].Text, "Poliambulatorio") {
		t.Errorf("afterwards: %v, %v", text.Words, err)
	}
}

func TestNewEngineSaysWhatToInstall(t *testing.T) {
	_, err := NewEngine("xyz")
	if !errors.Is(err, ErrMissingLanguage) || !strings.Contains(err.Error(), "tesseract-ocr-xyz") {
		t.Errorf("got %v", err)
	}
}
