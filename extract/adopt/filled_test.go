package adopt

import (
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
)

// filled is a page of A4 at 200 dpi on which a test draws, in mm.
type filled struct {
	grey  *image.Gray
	words []ocr.Word
}

const testPerMM = 200 / 25.4

func newFilled() *filled {
	f := &filled{grey: image.NewGray(image.Rect(0, 0, 1654, 2339))}
	for i := range f.grey.Pix {
		f.grey.Pix[i] = 255
	}
	return f
}

func (f *filled) ink(x, y, w, h float64) {
	r := image.Rect(int(x*testPerMM), int(y*testPerMM), int((x+w)*testPerMM)+1, int((y+h)*testPerMM)+1)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			f.grey.SetGray(x, y, color.Gray{})
		}
	}
}

func (f *filled) box(x, y, w, h float64) {
	f.ink(x, y, w, 0.2)
	f.ink(x, y+h, w, 0.2)
	f.ink(x, y, 0.2, h)
	f.ink(x+w, y, 0.2, h)
}

// text stands with its letters, 1.5 mm wide, on y.
func (f *filled) text(x, y float64, text string) {
	for _, w := range strings.Fields(text) {
		start := x
		for range []rune(w) {
			f.ink(x, y-2.2, 0.3, 2.2)
			f.ink(x, y-1.2, 1, 0.3)
			x += 1.5
		}
		px := func(mm float64) int { return int(mm * testPerMM) }
		f.words = append(f.words, ocr.Word{Text: w, Confidence: 1, Box: claim.Box{X: px(start), Y: px(y - 2.2), W: px(x - start), H: px(2.4)}})
		x += 1
	}
}

// cross is drawn over a box and beyond it.
func (f *filled) cross(x, y, size float64) {
	for d := -0.5; d < size+0.5; d += 0.05 {
		f.ink(x+d, y+d, 0.3, 0.3)
		f.ink(x+size-d, y+d, 0.3, 0.3)
	}
}

func zoneNames(p FilledPage) string {
	var list []string
	for _, z := range p.Zones {
		list = append(list, z.ID)
	}
	for _, t := range p.Tables {
		for _, z := range t.Zones {
			list = append(list, z.ID)
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

func TestFilledFindsTheZonesUnderWhatIsWritten(t *testing.T) {
	persons := func(f *filled) {
		f.text(20, 20, "Richiesta di rimborso")
		f.text(20, 40, "Dati dell'iscritto")
		f.text(20, 52, "Cognome:")
		f.box(40, 46, 60, 8)
		f.text(43, 52, "DE ROSSI")
		f.text(110, 52, "Nome:")
		f.box(125, 46, 60, 8)
		f.text(128, 52, "ANNA")
	}
	tests := []struct {
		name string
		code claim.DocumentKind
		draw func(*filled)
		want string
	}{
		{"values in boxes are no labels", claim.R01Document, persons, "member.name member.surname"},
		{"a value that holds a label's word stays in its table", claim.R01Document, func(f *filled) {
			persons(f)
			for row, texts := range [][]string{{"Fattura n.", "Struttura", "Data", "Importo"}, {"12/A", "LABORATORIO DI PATOLOGIA", "01/02/2026", "50,00"}, {}, {}} {
				x := 20.0
				for c, w := range []float64{30, 80, 30, 30} {
					f.box(x, 80+8*float64(row), w, 8)
					if len(texts) > 0 {
						f.text(x+2, 86+8*float64(row), texts[c])
					}
					x += w
				}
			}
		}, "member.name member.surname row{n}.amount row{n}.date row{n}.issuer row{n}.number"},
		{"a crossed box is found as those left blank are", claim.GM01Document, func(f *filled) {
			persons(f)
			for i, illness := range []string{"Tumore", "Infarto", "Ictus"} {
				y := 80 + 10*float64(i)
				f.box(20, y, 4, 4)
				f.text(27, y+3, illness)
			}
			f.cross(20, 90, 4)
		}, "illness.infarction illness.stroke illness.tumour member.name member.surname"},
		{"the room for a signature is found without its line", claim.R01Document, func(f *filled) {
			persons(f)
			f.text(20, 92, "Data:")
			f.box(35, 86, 40, 8)
			f.text(85, 92, "Firma:")
		}, "member.name member.surname signature.date signature.member"},
		{"the codes of a table of treatments are written", claim.D01Document, func(f *filled) {
			for row, texts := range [][]string{{"Codice", "Cura", "Dente", "Euro"}, {"2594", "ESTRAZIONE", "36", "90,00"}, {}, {}} {
				x := 20.0
				for c, w := range []float64{30, 80, 30, 30} {
					f.box(x, 80+8*float64(row), w, 8)
					if len(texts) > 0 {
						f.text(x+2, 86+8*float64(row), texts[c])
					}
					x += w
				}
			}
		}, "row{n}.amount row{n}.code row{n}.description row{n}.tooth"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFilled()
			tt.draw(f)
			if got := zoneNames(Filled(f.grey, 200, f.words, tt.code)); got != tt.want {
				t.Errorf("zones %s, want %s", got, tt.want)
			}
		})
	}
}
