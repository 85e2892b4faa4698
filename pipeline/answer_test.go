package pipeline

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"math"
	"strings"
	"testing"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/letters"
	"pratica/ocr"
)

const answeredClaim = "01K9ZV6J4W8Q2M7T5R3X1N0BCD"

// letterPages are the pages of a letter that asks for n papers.
func letterPages(t *testing.T, id string, n int, dpi float64) []*image.Gray {
	t.Helper()
	c := claim.Claim{ID: id, Version: 1, ProtocolNumber: "2026-000123", Form: claim.R01, Outcome: claim.Suspended, ReceivedOn: claim.MustDate("2026-05-14"),
		Member: claim.Member{Code: "1047823", Surname: "BERTOLINI", Name: "MARIA GRAZIA"}}
	for i := range n {
		c.Expenses = append(c.Expenses, claim.Expense{DocumentType: claim.InvoiceType, Number: claim.Text(fmt.Sprintf("2026/%d", 100+i)), Date: claim.MustDate("2026-03-12")})
		c.Findings = append(c.Findings, claim.NewFinding("papers.prescription_missing", "/documents",
			fmt.Sprintf("Manca la prescrizione del medico curante con la patologia per la fattura 2026/%d (art. 17.2 D).", 100+i)))
	}
	letter, err := letters.Compose(c, letters.Config{}, claim.MustDate("2026-05-20"), letters.Recipient{})
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := letters.Draw(letter, letters.Config{})
	if err != nil {
		t.Fatal(err)
	}
	var pages []*image.Gray
	for _, page := range drawn {
		pages = append(pages, forms.Rasterise(page, dpi))
	}
	return pages
}

// askew turns a page about its middle, in degrees.
func askew(g *image.Gray, degrees float64) *image.Gray {
	out := image.NewGray(g.Rect)
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	x, y := float64(g.Rect.Dx())/2, float64(g.Rect.Dy())/2
	xdraw.BiLinear.Transform(out, f64.Aff3{cos, -sin, x - cos*x + sin*y, sin, cos, y - sin*x - cos*y}, g, g.Rect, draw.Src, nil)
	return out
}

func compressed(t *testing.T, g *image.Gray, quality int) *image.Gray {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, g, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	back, err := jpeg.Decode(&out)
	if err != nil {
		t.Fatal(err)
	}
	return ocr.Grey(back)
}

// faint is a page as a fax or a worn printer gives it: in black and white after grey has been lost.
func faint(g *image.Gray) *image.Gray {
	out := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		if v >= 150 {
			out.Pix[i] = 255
		}
	}
	return out
}

func TestTheCodeOfALetterIsFoundOnItsScan(t *testing.T) {
	for _, dpi := range []float64{200, 300} {
		pages := letterPages(t, answeredClaim, 1, dpi)
		if len(pages) != 1 {
			t.Fatalf("the letter has %d pages", len(pages))
		}
		for name, scan := range map[string]*image.Gray{"as printed": pages[0], "turned by 2 degrees": askew(pages[0], 2), "turned the other way": askew(pages[0], -2),
			"JPEG of quality 50": compressed(t, askew(pages[0], 1), 50), "upside down": askew(pages[0], 180), "in black and white": faint(pages[0])} {
			if l := glance(scan, dpi, false); l.Answers != answeredClaim || l.Separator || l.Blank || l.Label != "" {
				t.Errorf("%s at %.0f dpi: %+v", name, dpi, l)
			}
		}
	}
	if l := glance(faint(letterPages(t, answeredClaim, 1, 100)[0]), 100, false); l.Answers != answeredClaim {
		t.Errorf("at 100 dpi in black and white: %+v", l)
	}
	for i, page := range letterPages(t, answeredClaim, 14, 200) {
		if l := glance(compressed(t, askew(page, 2), 50), 200, false); l.Answers != answeredClaim {
			t.Errorf("page %d of a long letter: %+v", i+1, l)
		}
	}
}

func TestEnvelopesKnowTheClaimTheyAnswer(t *testing.T) {
	const other = "01K9ZV5T9D6E4F2G8H7J3K1M0N"
	for _, c := range []struct{ why, pages, want string }{
		{"the code stands on the first page", "App", "3:A"},
		{"or anywhere", "ppA", "3:A"},
		{"every page of the letter has it", "AApA", "4:A"},
		{"papers of two claims are two envelopes", "ApBp", "2:A 2:B"},
		{"also behind one separator", "SApBp", "3:A 2:B"},
		{"a separator begins another", "ApSp", "2:A 2:"},
		{"nothing answers nothing", "pp", "2:"},
	} {
		t.Run(c.why, func(t *testing.T) {
			b := batch{separators: strings.Contains(c.pages, "S")}
			for n, letter := range c.pages {
				page := pageOfFile{number: n + 1}
				switch letter {
				case 'S':
					page.look.Separator = true
				case 'A':
					page.look.Answers = answeredClaim
				case 'B':
					page.look.Answers = other
				}
				b.add(page)
			}
			var got []string
			for _, e := range b.envelopes() {
				got = append(got, fmt.Sprintf("%d:%s", len(e.Pages), map[claim.Text]string{answeredClaim: "A", other: "B"}[e.Answers]))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%s is %v, want %s", c.pages, got, c.want)
			}
		})
	}
}

// TestAPageOfALetterIsRead scans an answer of a letter and a paper.
func TestAPageOfALetterIsRead(t *testing.T) {
	dpi, papers := scannedPapers(t)
	letter := letterPages(t, answeredClaim, 1, dpi)[0]
	path := written(t, "answer.tif", packed([]*image.Gray{faint(askew(letter, 1)), papers[2]}, int(dpi)))
	p := newPipeline(t)
	list, err := p.Split(t.Context(), []File{{"answer.tif", path}}, claim.Post)
	if err != nil || len(list) != 1 || list[0].Answers != answeredClaim {
		t.Fatalf("split into %+v, %v", list, err)
	}
	if list, err := p.Split(t.Context(), []File{{"letter.tif", written(t, "letter.tif", packed([]*image.Gray{letter}, int(dpi)))}}, claim.Post); err != nil || len(list) != 1 || list[0].Answers != answeredClaim {
		t.Errorf("the letter alone is split into %+v, %v", list, err)
	}
	result, err := p.ReadPage(t.Context(), File{"answer.tif", path}, 1)
	if err != nil {
		t.Fatal(err)
	}
	read, err := groupPages([]ReadPage{{PageRef{"answer.tif", 1}, result.Reading}})
	if err != nil || len(read) != 1 || read[0].kind != claim.Letter || read[0].expense || read[0].pages[0].reading.Answers != answeredClaim {
		t.Errorf("the page is read as %+v, %v", read, err)
	}
}
