package recognise

import (
	"fmt"
	"image"
	"math"
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

func TestOrientationWhicheverWayThePageWasLaid(t *testing.T) {
	ruled, _ := invoice(t, 300)
	for name, sheet := range map[string]paper{"invoice": ruled, "form of capitals in boxes": formPage(300), "letter of five lines": letterPage(300)} {
		for _, skew := range []float64{-2, 0.7} {
			scan := sheet.scanned(skew, 6, 200, 4)
			for laid := range 4 {
				t.Run(fmt.Sprintf("%s, %d quarter turns, skew %g", name, laid, skew), func(t *testing.T) {
					turns, confidence, err := engine(t).Orientation(t.Context(), scan.turned(laid).Gray, 300)
					if err != nil {
						t.Fatal(err)
					}
					t.Logf("confidence %.2f", confidence)
					if want := (4 - laid) % 4; turns != want || confidence < 0.3 {
						t.Errorf("turn by %d (confidence %.2f), want %d", turns, confidence, want)
					}
				})
			}
		}
	}
}

func TestOrientationOfABlankPageIsNotKnown(t *testing.T) {
	turns, confidence, err := engine(t).Orientation(t.Context(), a4(300).scanned(0, 7, 200, 5).Gray, 300)
	if turns != 0 || confidence != 0 || err != nil {
		t.Errorf("got %d, %.2f, %v", turns, confidence, err)
	}
}

func TestSkewIsFoundToATenthOfADegree(t *testing.T) {
	ruled, _ := invoice(t, 300)
	for name, sheet := range map[string]paper{"invoice": ruled, "form": formPage(300), "letter": letterPage(300)} {
		for _, turned := range []float64{-5, 0, 1.3} {
			t.Run(fmt.Sprintf("%s turned by %g°", name, turned), func(t *testing.T) {
				degrees, confidence := Skew(sheet.scanned(turned, 6, 100, 6).Gray, 300)
				if math.Abs(degrees+turned) > 0.1 || confidence < 0.5 {
					t.Errorf("rotate by %.2f (confidence %.2f), want %.2f", degrees, confidence, -turned)
				}
			})
		}
	}
}

func TestRotateMapsBackToThePageAsItWas(t *testing.T) {
	p := newPaper(80, 60, 300)
	p.fill(60, 10, 2, 2, 0)
	turned, back := Rotate(p.Gray, 5)
	// Where the dark square stands in the result, and where the matrix puts that.
	sx, sy, n := 0.0, 0.0, 0.0
	for y := range turned.Rect.Dy() {
		for x := range turned.Rect.Dx() {
			if turned.GrayAt(x, y).Y < 128 {
				sx, sy, n = sx+float64(x), sy+float64(y), n+1
			}
		}
	}
	x, y := sx/n, sy/n
	gotX, gotY := back[0]*x+back[1]*y+back[2], back[3]*x+back[4]*y+back[5]
	wantX, wantY := float64(p.px(61))-0.5, float64(p.px(11))-0.5
	if math.Hypot(gotX-wantX, gotY-wantY) > 1 {
		t.Errorf("the square stands at %.1f %.1f, mapped back to %.1f %.1f, want %.1f %.1f", x, y, gotX, gotY, wantX, wantY)
	}
	if x < float64(p.px(61)) {
		t.Errorf("a positive angle did not turn clockwise: the square above the middle went left")
	}
	if turned.Bounds() != p.Bounds() || turned.GrayAt(0, 0).Y != 255 {
		t.Errorf("bounds %v, corner %d; want the size kept and white", turned.Bounds(), turned.GrayAt(0, 0).Y)
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
