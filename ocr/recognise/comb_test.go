package recognise

import (
	"image"
	"testing"
)

// comb draws boxes of w by h millimetres from x, y and one character of text in the middle of each;
// a space leaves the box blank. ticks draws only short strokes between the places.
func (p paper) comb(x, y, w, h float64, f face, text string, cells int, ticks bool) []image.Rectangle {
	out := make([]image.Rectangle, cells)
	for i := range out {
		cx := x + float64(i)*w
		out[i] = p.rect(cx, y, w, h)
		if ticks {
			p.fill(cx, y+h-0.2, w, 0.2, 0)
			p.fill(cx-0.1, y+h*0.6, 0.2, h*0.4, 0)
			p.fill(cx+w-0.1, y+h*0.6, 0.2, h*0.4, 0)
		} else {
			p.box(cx, y, w+0.12, h, 0.25)
		}
		if i < len(text) && text[i] != ' ' {
			width := float64(p.advance(f, text[i:i+1])) / p.dpi * 25.4
			p.text(cx+(w-width)/2, y+h*0.5+f.points*0.352*0.36, f, text[i:i+1])
		}
	}
	return out
}

func TestCombReadsOneCharacterInEachCell(t *testing.T) {
	const capitals, digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
	iban := ZoneOptions{Whitelist: capitals + digits, Cells: []string{capitals, capitals, digits, digits, capitals, digits, digits, digits, digits, digits, digits, digits, digits, digits, digits}}
	for _, c := range []struct {
		name, text string
		cells      int
		w, h       float64
		f          face
		ticks      bool
		o          ZoneOptions
	}{
		{"a member code of seven digits", "1047823", 7, 6, 7, face{"sans", 12, 0}, false, ZoneOptions{Whitelist: digits}},
		{"ones and sevens", "1117171", 7, 5, 6, face{"sans", 12, 0}, false, ZoneOptions{Whitelist: digits}},
		{"an IBAN", "IT60X0542811101000000123456", 27, 5.5, 6.5, face{"mono", 12, 0}, false, iban},
		{"an IBAN in sans", "IT40S0542811101000000123456", 27, 5.5, 6.5, face{"sans", 11, 0}, false, iban},
		{"an IBAN between strokes", "IT60X0542811101000000123456", 27, 5.2, 6, face{"sans", 11, 0}, true, iban},
		{"a tax code", "RSSLCU12A01F205W", 16, 6, 7, face{"mono", 12, 0}, false, ZoneOptions{Whitelist: capitals + digits}},
		{"two names with a blank cell between", "MARIA GRAZIA", 20, 5, 6.5, face{"sans", 11, 0}, false, ZoneOptions{Whitelist: capitals}},
		{"a date in boxes", "12032026", 8, 5, 6, face{"serif", 12, 0}, false, ZoneOptions{Whitelist: digits}},
		{"nothing", "", 27, 5.5, 6.5, face{"mono", 12, 0}, false, ZoneOptions{}},
	} {
		for kind, scan := range map[string]func(paper) paper{
			"clean": func(p paper) paper { return p }, "scanned": func(p paper) paper { return p.scanned(0.15, 7, 30, 5) },
		} {
			t.Run(c.name+", "+kind, func(t *testing.T) {
				p := newPaper(float64(c.cells)*c.w+12, c.h+12, 300)
				cells := p.comb(6, 6, c.w, c.h, c.f, c.text, c.cells, c.ticks)
				got, err := engine(t).Comb(t.Context(), scan(p).Gray, 300, cells, c.o)
				if err != nil {
					t.Fatal(err)
				}
				if got.Text != c.text || got.Blank != (c.text == "") || got.Confidence < 0.6 {
					t.Errorf("read %q (blank %v, confidence %.2f), want %q", got.Text, got.Blank, got.Confidence, c.text)
				}
				if len(got.Symbols) != c.cells {
					t.Fatalf("%d symbols for %d cells", len(got.Symbols), c.cells)
				}
				for i, s := range got.Symbols {
					want := ""
					if i < len(c.text) && c.text[i] != ' ' {
						want = c.text[i : i+1]
					}
					if s.Text != want || want != "" && !s.Box.In(cells[i].Inset(-6)) {
						t.Errorf("cell %d: %q at %v, want %q inside %v", i, s.Text, s.Box, want, cells[i])
					}
				}
			})
		}
	}
}

func TestCombBearsCellsHalfAMillimetreOff(t *testing.T) {
	p := newPaper(60, 20, 300)
	cells := p.comb(6, 6, 6, 7, face{"sans", 12, 0}, "1047823", 7, false)
	for _, off := range []image.Point{{6, 0}, {-6, 0}, {0, 6}, {0, -6}} {
		moved := make([]image.Rectangle, len(cells))
		for i, c := range cells {
			moved[i] = c.Add(off)
		}
		got, err := engine(t).Comb(t.Context(), p.Gray, 300, moved, ZoneOptions{Whitelist: "0123456789"})
		if err != nil || got.Text != "1047823" {
			t.Errorf("moved by %v: read %q, %v", off, got.Text, err)
		}
	}
}
