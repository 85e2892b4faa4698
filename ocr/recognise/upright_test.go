package recognise

import (
	"fmt"
	"image"
	"math"
	"slices"
	"testing"
)

// formPage draws a page of capitals and digits only, in boxes: no ascender tells up from down.
func formPage(dpi float64) paper {
	p := a4(dpi)
	p.text(20, 25, face{"bold", 14, 0}, "DOMANDA DI RIMBORSO PER SPESE SANITARIE")
	for i, s := range []string{"CODICE FASCHIM", "COGNOME E NOME", "FATTURA N. 2026/118", "DATA 12/03/2026", "IMPORTO 1.234,56", "TOTALE 1.234,56"} {
		y := 40 + float64(i)*22
		p.text(20, y, face{"sans", 8, 0}, s)
		for c := range 14 {
			p.box(20+float64(c)*6, y+3, 6, 8, 0.25)
		}
		p.text(22, y+9, face{"mono", 12, 0}, "M A R I A")
	}
	p.box(18, 180, 170, 60, 0.4)
	p.text(20, 250, face{"sans", 8, 0}, "FIRMA DELL'ISCRITTO")
	return p
}

func letterPage(dpi float64) paper {
	p := a4(dpi)
	for i, s := range []string{
		"Gentile signora Bertolini,", "le confermiamo che la visita del dodici marzo è stata eseguita", "presso il nostro ambulatorio dal dottor Ferrari.",
		"La fattura è allegata alla presente.", "Cordiali saluti, la segreteria",
	} {
		p.text(25, 60+float64(i)*7, face{"serif", 11, 0}, s)
	}
	return p
}

// needlePage draws capitals between rows of asterisks, which are the longest lines and look alike both ways.
func needlePage(dpi float64) paper {
	p := a4(dpi)
	stars := "*****************************************************************"
	for i, s := range []string{"ISTITUTO DIAGNOSTICO SANTA MARIA", "VIA DEI MILLE 4 - 20121 MILANO", stars, "FATTURA N. 118 DEL 12/03/2026", stars, "RISONANZA MAGNETICA", "ESENTE DA IVA", stars, "TOTALE EURO 172,00", stars} {
		p.text(20, 30+float64(i)*7, face{"mono", 11, 0}, s)
	}
	return p
}

// barcodePage draws a few rows of capitals below two barcodes, each bar of which is as long as a word.
func barcodePage(dpi float64) paper {
	p := a4(dpi)
	for bar, x := 0, 30.0; bar < 60; bar++ {
		wide := 0.4 + 0.4*float64(bar*7%4)
		p.fill(x, 20, wide, 12, 0)
		p.fill(x, 40, wide, 14, 0)
		x += wide + 0.4 + 0.2*float64(bar*5%3)
	}
	for i, s := range []string{"SERVIZIO SANITARIO NAZIONALE", "COGNOME E NOME: ROSSI LUCA", "VIA DEI MILLE 4", "KINESITERAPIA PER PERIARTRITE SPALLA DESTRA", "QUESITO DIAGNOSTICO: SOSPETTO CLINICO", "DISPOSIZIONI REGIONALI: NESSUNA", "TIPO RICETTA: ASSIST. SSN", "MEDICO: RIZZI ANNA LISA"} {
		p.text(20, 70+float64(i)*14, face{"mono", 11, 0}, s)
	}
	return p
}

func TestRowsOfOneSignAreKnown(t *testing.T) {
	p := a4(200)
	mm := func(v float64) int { return p.px(v) }
	for text, want := range map[string]bool{"*************************************": true, "=====================================": true, "+ + + + + + + + + + + + + + + + + + +": true,
		"ISTITUTO DIAGNOSTICO SANTA MARIA": false, "0000000111100001111000111110001111": false, "Operazione esente da IVA ai sensi": false} {
		b := p.text(20, 100, face{"mono", 11, 0}, text)
		if got := repeats(p.Gray, b, 200); got != want {
			t.Errorf("%q: %v", text, got)
		}
		p.fill(0, 90, 210, 20, 255)
	}
	if repeats(p.Gray, image.Rect(0, 0, mm(5), mm(2)), 200) {
		t.Error("white paper repeats itself")
	}
}

func TestAPageIsReadWhicheverWayItWasLaid(t *testing.T) {
	ruled, _ := invoice(t, 300)
	for name, sheet := range map[string]paper{"invoice": ruled, "form of capitals in boxes": formPage(300), "letter of five lines": letterPage(300), "capitals between asterisks": needlePage(300),
		"capitals below barcodes": barcodePage(300)} {
		for _, skew := range []float64{-2, 0.7} {
			scan := sheet.scanned(skew, 6, 200, 4)
			for laid := range 4 {
				t.Run(fmt.Sprintf("%s, %d quarter turns, skew %g", name, laid, skew), func(t *testing.T) {
					text, err := engine(t).Page(t.Context(), scan.turned(laid).Gray, 300)
					if err != nil {
						t.Fatal(err)
					}
					if want := (4 - laid) % 4; text.Turns != want {
						t.Fatalf("turn by %d, want %d", text.Turns, want)
					}
				})
			}
		}
	}
}

func TestSomeLegibleWordsTellWhichWayIsUp(t *testing.T) {
	legible := []Word{{Text: "MODIFICAZIONI", Confidence: 0.88}, {Text: "CASTELFIDARDO", Confidence: 0.6}, {Text: "X", Confidence: 0}}
	noise := []Word{{Text: "TTALSIOSINDI", Confidence: 0.2}, {Text: "INOIZ", Confidence: 0.56}, {Text: "STNTHIAIHTTALSIOSINDI", Confidence: 0}}
	halfRead := []Word{{Text: "ENDOCRINDILOGIR", Confidence: 0.47}, {Text: "TTROCARDTOGRAMMA", Confidence: 0.49}, {Text: "SEGRE", Confidence: 0.6}, {Text: "XTERIAGCHI", Confidence: 0.37}}
	for name, c := range map[string]struct {
		here, there  []Word
		turned, sure bool
	}{
		"upright":        {legible, noise, false, true},
		"upside down":    {noise, legible, true, true},
		"neither":        {noise, noise, false, false},
		"half read":      {halfRead, noise, false, true},
		"as little both": {legible[2:], noise[:1], false, false},
	} {
		noise := []Word{{Text: "QWERTYUIOPASDFGHJKL", Confidence: 0.1}} // keeps the mean below what a legible line has
		if turned, sure := betterTurned(append(slices.Clone(c.here), noise...), append(slices.Clone(c.there), noise...)); turned != c.turned || sure != c.sure {
			t.Errorf("%s: turned %v, sure %v", name, turned, sure)
		}
	}
}

func TestWordsOfALeaningPageLieWhereTheyWerePrinted(t *testing.T) {
	ruled, words := invoice(t, 300)
	for laid, all := range [][]float64{{0, 3}, {3}, {-3}, {3}} {
		for _, degrees := range all {
			t.Run(fmt.Sprintf("%d quarter turns, skew %g", laid, degrees), func(t *testing.T) {
				text, err := engine(t).Page(t.Context(), ruled.scanned(degrees, 6, 100, 4).turned(laid).Gray, 300)
				if err != nil {
					t.Fatal(err)
				}
				at, times := map[string]image.Point{}, map[string]int{}
				for _, w := range placed(text) {
					at[w.Text] = w.Box.Min.Add(w.Box.Max).Div(2)
					times[w.Text]++
				}
				sin, cos := math.Sincos(degrees * math.Pi / 180)
				checked := 0
				for _, w := range words {
					got, read := at[w.text]
					if len(w.text) < 8 || !read || times[w.text] > 1 {
						continue
					}
					// scanned turns about the middle.
					dx, dy := float64(w.box.Min.X+w.box.Max.X-ruled.Rect.Dx())/2, float64(w.box.Min.Y+w.box.Max.Y-ruled.Rect.Dy())/2
					x, y := float64(ruled.Rect.Dx())/2+cos*dx-sin*dy, float64(ruled.Rect.Dy())/2+sin*dx+cos*dy
					if math.Hypot(float64(got.X)-x, float64(got.Y)-y) > 8 {
						t.Errorf("%q lies at %v, want %.0f %.0f", w.text, got, x, y)
					}
					checked++
				}
				if checked < 15 {
					t.Errorf("only %d words compared", checked)
				}
			})
		}
	}
}

func TestSkewIsFoundToATenthOfADegree(t *testing.T) {
	ruled, _ := invoice(t, 300)
	for name, sheet := range map[string]paper{"invoice": ruled, "form": formPage(300), "letter": letterPage(300)} {
		for _, turned := range []float64{-7, -5, 0, 1.3, 6.8} {
			t.Run(fmt.Sprintf("%s turned by %g°", name, turned), func(t *testing.T) {
				look, at := shrunk(sheet.scanned(turned, 6, 100, 6).Gray, 300, 150)
				degrees, confidence := skew(look, measure(look, at))
				if math.Abs(degrees+turned) > 0.1 || confidence < 0.5 {
					t.Errorf("rotate by %.2f (confidence %.2f), want %.2f", degrees, confidence, -turned)
				}
			})
		}
	}
}

func TestHowAPartOfAPictureLiesIsSaidInTheCoordinatesOfTheWhole(t *testing.T) {
	whole := letterPage(300).scanned(0, 0, 0, 1)
	for laid := range 4 {
		t.Run(fmt.Sprintf("%d quarter turns", laid), func(t *testing.T) {
			page := whole.turned(laid).Gray
			part := crop(page, page.Rect.Inset(100))
			s := lay(part, 300)
			if s.turns == (6-laid)%4 { // few lines say little about up and down
				s.flip()
			}
			if s.turns != (4-laid)%4 {
				t.Fatalf("turned by %d", s.turns)
			}
			m := s.level()
			x, y := m[2]+m[0]*0.5+m[1]*0.5, m[5]+m[3]*0.5+m[4]*0.5
			want := image.Pt(0, 0)
			if s.turns == 0 {
				want = part.Rect.Min
			}
			if math.Hypot(x-float64(want.X), y-float64(want.Y)) > 3 {
				t.Errorf("the first pixel lies at %.1f %.1f, want %v", x, y, want)
			}
		})
	}
}

func TestAPartAtFullResolutionIsThatPartOfThePage(t *testing.T) {
	for laid := range 4 {
		t.Run(fmt.Sprintf("%d quarter turns", laid), func(t *testing.T) {
			p := letterPage(300).scanned(2, 0, 0, 1)
			s := lay(p.turned(laid).Gray, 300)
			if s.turns != (4-laid)%4 { // few lines say little about up and down
				s.flip()
			}
			if s.turns != (4-laid)%4 {
				t.Fatalf("turned by %d", s.turns)
			}
			part := image.Rect(200, 430, 600, 560)
			fine, scale := s.sharp(part)
			coarse, _ := shrunk(fine, 300, 300/scale)
			differ := 0
			for y := range part.Dy() {
				for x := range part.Dx() {
					if a, b := int(coarse.GrayAt(x, y).Y), int(s.small.GrayAt(part.Min.X+x, part.Min.Y+y).Y); max(a-b, b-a) > 80 {
						differ++
					}
				}
			}
			if differ > 20 {
				t.Errorf("%d pixels differ", differ)
			}
		})
	}
}

func TestTurnIsClockwise(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 70, 40))
	g.Pix[0] = 9 // top left
	for turns, at := range []image.Point{{0, 0}, {39, 0}, {69, 39}, {0, 69}} {
		if got := Turn(g, turns).GrayAt(at.X, at.Y).Y; got != 9 {
			t.Errorf("after %d quarter turns the top left is not at %v", turns, at)
		}
	}
	if back := Turn(Turn(g, 1), 3); back.Pix[0] != 9 || back.Bounds() != g.Bounds() {
		t.Error("a turn and its contrary do not give the picture again")
	}
}
