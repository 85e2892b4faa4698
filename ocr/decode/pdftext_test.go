package decode

import (
	"fmt"
	"image"
	"strings"
	"testing"
)

const helvetica = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>/F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>>>"

// letter is the content of an A4 page of text.
func letter() string {
	var b strings.Builder
	for line := range 20 {
		fmt.Fprintf(&b, "BT /F1 11 Tf 60 %d Td (Visita specialistica ortopedica numero %d, euro 85,50) Tj ET\n", 760-20*line, line)
	}
	return b.String()
}

// a4 writes a one-page A4 file.
func a4(t testing.TB, content, resources, more string) *Source {
	t.Helper()
	p := newPDF()
	p.media = "[0 0 595 842]"
	p.page(content, helvetica+resources, more)
	return open(t, writeTemp(t, p.bytes()))
}

func texts(page *Page) string {
	var list []string
	for _, w := range page.Text {
		list = append(list, w.Text)
	}
	return strings.Join(list, " ")
}

func TestTextOfAPageIsReadAsWords(t *testing.T) {
	page := decodePage(t, a4(t, "BT /F1 12 Tf 72 700 Td (Fattura n. 12) Tj 0 -30 Td (Citt\\340 di Sal\\362) Tj ET 100 100 200 100 re S", "", ""), 0)
	if got := texts(page); got != "Fattura n. 12 Città di Salò" {
		t.Errorf("the words are %q", got)
	}
	if page.Text[2].Line != 0 || page.Text[3].Line != 1 {
		t.Errorf("the lines are %d and %d", page.Text[2].Line, page.Text[3].Line)
	}
	w := page.Text[0]
	scale := page.DPI / 72
	// "Fattura" at 12 points begins 72 points from the left and stands on 842 − 700 points from the top.
	if x := float64(w.Box.X) / scale; x < 71 || x > 74 {
		t.Errorf("begins at %.1f points", x)
	}
	if y := float64(w.Box.Y+w.Box.H) / scale; y < 141 || y > 144 {
		t.Errorf("stands at %.1f points", y)
	}
	if w.FontSize != 12 {
		t.Errorf("has %v points", w.FontSize)
	}
}

func TestOddlyWrittenTextIsReadToo(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"a word divided at a line's end", "BT /F1 12 Tf 400 700 Td (prestazione speciali-) Tj -328 -14 Td (stica eseguita) Tj ET", "prestazione speciali- stica eseguita"},
		{"text upside down twice", "q -1 0 0 -1 300 800 cm BT /F1 -12 Tf 200 100 Td (capovolto) Tj ET Q", "capovolto"},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := decodePage(t, a4(t, c.content, "", ""), 0)
			if got := texts(page); got != c.want {
				t.Errorf("the words are %q, want %q", got, c.want)
			}
			for _, w := range page.Text {
				if w.FontSize != 12 || float64(w.Box.H) > 1.3*12*page.DPI/72 {
					t.Errorf("%+v", w)
				}
			}
		})
	}
}

func TestBoxesLieOnTheInk(t *testing.T) {
	for _, c := range []struct{ name, more string }{{"upright", ""}, {"turned by 90", "/Rotate 90"}, {"turned by 180", "/Rotate 180"}, {"turned by 270", "/Rotate 270"}, {"cropped", "/CropBox[50 300 500 800]"}, {"in a larger unit", "/UserUnit 1.5"}} {
		t.Run("a page "+c.name, func(t *testing.T) {
			page := decodePage(t, a4(t, letter(), "", c.more), 0)
			if len(page.Text) != 20*7 {
				t.Fatalf("%d words", len(page.Text))
			}
			if !page.TextCovers {
				t.Error("ink was found outside the words")
			}
			gray := page.Image.(*image.Gray)
			for _, w := range page.Text {
				dark := 0
				for y := w.Box.Y; y < w.Box.Y+w.Box.H; y++ {
					for x := w.Box.X; x < w.Box.X+w.Box.W; x++ {
						if gray.GrayAt(x, y).Y < 128 {
							dark++
						}
					}
				}
				if share := float64(dark) / float64(w.Box.W*w.Box.H); share < 0.08 {
					t.Errorf("%.0f %% of the box of %q is dark", 100*share, w.Text)
				}
			}
		})
	}
}

func TestTextThatNobodySeesIsNotThere(t *testing.T) {
	const seen = "BT /F1 12 Tf 72 700 Td (visibile) Tj ET "
	gray := deflate(rows(truth(t, "gray"), 1, 8))
	for _, c := range []struct{ name, content, want string }{
		{"invisible text", seen + "BT 3 Tr /F1 12 Tf 72 600 Td (nascosto) Tj ET", "visibile"},
		{"invisible text over something dark", seen + "72 600 m 120 608 l S BT 3 Tr /F1 12 Tf 72 600 Td (nascosto) Tj ET", "visibile"},
		{"text as a clip", seen + "q BT 7 Tr /F1 12 Tf 72 600 Td (nascosto) Tj ET Q", "visibile"},
		{"white on white", seen + "1 g BT /F1 12 Tf 72 600 Td (nascosto) Tj ET", "visibile"},
		{"nearly white on white", seen + "0.95 g BT /F1 12 Tf 72 600 Td (nascosto) Tj ET", "visibile"},
		{"white on black is seen", seen + "0 0 0 rg 60 590 200 30 re f 1 g BT /F1 12 Tf 72 600 Td (negativo) Tj ET", "visibile negativo"},
		{"off the page", seen + "BT /F1 12 Tf -200 600 Td (nascosto) Tj ET BT /F1 12 Tf 72 900 Td (nascosto) Tj ET", "visibile"},
		{"tiny text", seen + "BT /F1 1 Tf 72 600 Td (nascosto) Tj ET", "visibile"},
		{"text made tiny by a matrix", seen + "q 0.1 0 0 0.1 0 0 cm BT /F1 12 Tf 720 6000 Td (nascosto) Tj ET Q", "visibile"},
		{"clipped text", seen + "q 0 0 10 10 re W n BT /F1 12 Tf 72 600 Td (nascosto) Tj ET Q", "visibile"},
		{"text under white paint", seen + "BT /F1 12 Tf 72 600 Td (nascosto) Tj ET 1 g 60 590 200 30 re f", "visibile"},
		{"text under a picture", seen + "BT /F1 12 Tf 72 100 Td (nascosto) Tj ET q 200 0 0 120 50 50 cm /Im0 Do Q", "visibile"},
		{"text on a picture is seen", "q 200 0 0 120 50 50 cm /Im0 Do Q " + seen + "BT /F1 12 Tf 72 140 Td (sopra) Tj ET", "visibile sopra"},
		{"white text over black dots", seen + "BT /F1 30 Tf 72 600 Td (..............) Tj ET 1 g BT /F1 12 Tf 72 600 Td (nascosto 99) Tj ET", "visibile .............."},
		{"white text in a grey watermark", seen + "0.8 g BT /F1 90 Tf 72 600 Td (COPIA) Tj ET 1 g BT /F1 12 Tf 100 625 Td (99) Tj ET", "visibile COPIA"},
		{"white text below a grey watermark", seen + "1 g BT /F1 12 Tf 100 625 Td (99) Tj ET 0.8 g BT /F1 90 Tf 72 600 Td (COPIA) Tj ET", "visibile COPIA"},
		{"white text on a rule", seen + "70 604 m 200 604 l S 1 g BT /F1 12 Tf 72 600 Td (nascosto) Tj ET", "visibile"},
		{"underlined text is seen", seen + "70 598 m 200 598 l S BT /F1 12 Tf 72 600 Td (giorno - 1) Tj ET", "visibile giorno - 1"},
		{"text in a watermark is seen", seen + "0.8 g BT /F1 90 Tf 72 600 Td (COPIA) Tj ET 0 g BT /F1 12 Tf 100 625 Td (99) Tj ET", "visibile COPIA 99"},
		{"a shadow counts once", seen + "BT /F2 14 Tf 71 699 Td (visibile) Tj ET", "visibile"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPDF()
			p.media = "[0 0 595 842]"
			img := p.stream("/Type/XObject/Subtype/Image/Width 100/Height 60/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode", gray)
			p.page(c.content, helvetica+fmt.Sprintf("/XObject<</Im0 %d 0 R>>", img), "")
			page := decodePage(t, open(t, writeTemp(t, p.bytes())), 0)
			if got := texts(page); got != c.want {
				t.Errorf("the words are %q, want %q", got, c.want)
			}
		})
	}
}

func TestTextCoversAPageWithNothingElseToRead(t *testing.T) {
	gray := deflate(rows(truth(t, "gray"), 1, 8))
	var outlines, grid strings.Builder
	for i := range 200 { // letters drawn as outlines
		x, y := 60+8*(i%50), 300-14*(i/50)
		fmt.Fprintf(&outlines, "%d %d 5 1 re %d %d 1 8 re f ", x, y, x+2, y)
	}
	for i := range 30 { // the rules of a table
		fmt.Fprintf(&grid, "50 %d m 550 %d l S %d 50 m %d 400 l S ", 50+12*i, 50+12*i, 50+17*i, 50+17*i)
	}
	for _, c := range []struct {
		name, content string
		holds, covers bool
	}{
		{"text alone", letter(), true, true},
		{"text and the rules of a table", letter() + grid.String(), true, true},
		{"text and a logo", letter() + "q 60 0 0 36 400 780 cm /Im0 Do Q", true, true},
		{"text and print drawn as outlines", letter() + outlines.String(), true, false},
		{"text and a few words drawn as outlines", letter() + outlines.String()[:outlines.Len()*3/10] + " n", true, false},
		{"a line of text over a handwritten one", "BT /F1 11 Tf 60 600 Td (Nome e cognome del paziente) Tj ET 70 580 m 74 590 l S 80 580 m 84 590 l S 90 580 m 94 590 l S 100 580 m 104 590 l S 110 580 m 114 590 l S", true, false},
		{"a stamp line on an empty page", "BT /F1 9 Tf 60 20 Td (Scanner) Tj ET", false, false},
		{"recognised text under the scan it was read from", letter() + "q 595 0 0 842 0 0 cm /Im0 Do Q", false, false},
		{"recognised text that is invisible", "q 595 0 0 842 0 0 cm /Im0 Do Q 3 Tr " + letter(), false, false},
		{"text and a stamp over some of it", letter() + "q 100 0 0 60 60 700 cm /Im0 Do Q", true, false},
		{"text under strips of a scan", letter() + "q 595 0 0 80 0 700 cm /Im0 Do Q q 595 0 0 80 0 620 cm /Im0 Do Q", false, false},
		{"text and a letter of a watermark behind it", "0.9 g BT /F1 180 Tf 60 600 Td (P) Tj ET 0 g " + letter(), true, true},
		{"text on the dots to write it on", letter() + "BT /F1 11 Tf 60 320 Td (Luogo e data) Tj ET BT /F1 11 Tf 60 319 Td (.............................) Tj ET", true, true},
		{"two texts in one place", letter() + strings.ReplaceAll(letter(), "85,50", "99,90"), false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPDF()
			p.media = "[0 0 595 842]"
			img := p.stream("/Type/XObject/Subtype/Image/Width 100/Height 60/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode", gray)
			p.page(c.content, helvetica+fmt.Sprintf("/XObject<</Im0 %d 0 R>>", img), "")
			page := decodePage(t, open(t, writeTemp(t, p.bytes())), 0)
			if page.TextHolds != c.holds || page.TextCovers != c.covers {
				t.Errorf("TextHolds is %v, TextCovers %v", page.TextHolds, page.TextCovers)
			}
			if want := map[bool]float64{true: textDPI, false: drawDPI}[c.holds]; page.Rendered && page.DPI != want && len(page.Text) > 20 {
				t.Errorf("drawn with %v dpi, want %v", page.DPI, want)
			}
		})
	}
}

func TestFilledFieldsAndStampsAreSeenAndRead(t *testing.T) {
	p := newPDF()
	p.media = "[0 0 595 842]"
	look := p.stream("/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<<"+helvetica+">>", []byte("/Tx BMC q BT /F1 12 Tf 2 5 Td (BERTOLINI) Tj ET Q EMC"))
	field := p.add(fmt.Sprintf("<</Type/Annot/Subtype/Widget/FT/Tx/T(cognome)/V(BERTOLINI)/Rect[100 500 300 520]/F 4/AP<</N %d 0 R>>>>", look))
	p.objects[0] = fmt.Appendf(nil, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%d 0 R]>>>>", field)
	p.page(letter(), helvetica, fmt.Sprintf("/Annots[%d 0 R]", field))
	page := decodePage(t, open(t, writeTemp(t, p.bytes())), 0)
	if !strings.Contains(texts(page), "BERTOLINI") {
		t.Errorf("the words are %.80q …", texts(page))
	}
	if !page.TextCovers {
		t.Error("the field counts as ink beside the text")
	}
}
