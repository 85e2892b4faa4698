package codes

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
)

// sheet is an A4 page as a scanner gives it: what is drawn in mm, and how it was scanned.
type sheet struct {
	dpi     float64
	skew    float64 // degrees
	turn    int     // quarter turns
	noise   float64
	bitonal bool
	blur    float64
	spread  float64 // mm that ink grows on every side
	paper   float64 // grey of the paper; 0 means 250
	height  float64 // mm; 0 means 297
	ink     float64 // grey of the ink
	dark    func(x, y float64) bool
}

func (s sheet) scan() *image.Gray {
	random := rand.New(rand.NewPCG(1, 2))
	perMM := s.dpi / 25.4
	if s.height == 0 {
		s.height = 297
	}
	w, h := int(210*perMM), int(s.height*perMM)
	if s.turn%2 == 1 {
		w, h = h, w
	}
	paper := s.paper
	if paper == 0 {
		paper = 250
	}
	sin, cos := math.Sincos((s.skew + 90*float64(s.turn)) * math.Pi / 180)
	g := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			dark := 0
			for i := range 2 {
				px := (float64(x)+0.25+0.5*float64(i)-float64(w)/2)/perMM + 0.011
				py := (float64(y)+0.25+0.5*float64(i)-float64(h)/2)/perMM + 0.013
				u, v := cos*px+sin*py+105, -sin*px+cos*py+s.height/2
				if s.dark(u, v) || s.spread > 0 && (s.dark(u-s.spread, v) || s.dark(u+s.spread, v) || s.dark(u, v-s.spread) || s.dark(u, v+s.spread)) {
					dark++
				}
			}
			g.Pix[y*g.Stride+x] = uint8(paper + (s.ink-paper)*float64(dark)/2)
		}
	}
	if s.blur > 0 {
		g = blurred(g, s.blur)
	}
	for i, v := range g.Pix {
		w := float64(v) + s.noise*random.NormFloat64()
		if s.bitonal {
			w = math.Floor(w/128) * 255
		}
		g.Pix[i] = uint8(max(0, min(255, w)))
	}
	return g
}

// patchAtTop draws bars of the widths in hundredths of an inch, 64 mm long, at the head of the page.
func patchAtTop(widths ...float64) func(x, y float64) bool {
	return func(x, y float64) bool {
		at := y - 12
		if x < 73 || x > 137 {
			return false
		}
		for _, w := range widths {
			if mm := w * 0.254; at >= 0 && at < mm {
				return true
			} else {
				at -= mm + 8*0.254
			}
		}
		return false
	}
}

func TestPatchTIsSeenHoweverItIsScanned(t *testing.T) {
	bars := patchAtTop(8, 20, 8, 20)
	for name, s := range map[string]sheet{
		"grey at 300 dpi":                    {dpi: 300, noise: 4},
		"grey at 200 dpi":                    {dpi: 200, noise: 4},
		"black and white at 200 dpi":         {dpi: 200, noise: 30, bitonal: true},
		"black and white at 300 dpi, skewed": {dpi: 300, noise: 30, bitonal: true, skew: 3},
		"at 100 dpi":                         {dpi: 100},
		"skewed by six degrees":              {dpi: 200, skew: -6},
		"upside down":                        {dpi: 200, turn: 2, skew: 1},
		"turned to the left":                 {dpi: 200, turn: 1},
		"turned to the right":                {dpi: 240, turn: 3, skew: 2},
		"very noisy":                         {dpi: 200, noise: 45},
		"blurred and pale on grey paper":     {dpi: 200, blur: 2, paper: 205, ink: 95, noise: 8},
		"with thick ink":                     {dpi: 200, spread: 0.3},
		"printed at 90 %":                    {dpi: 200, dark: scaled(bars, 0.9)},
		"printed at seven tenths for A5":     {dpi: 200, dark: scaled(bars, 0.71)},
	} {
		t.Run(name, func(t *testing.T) {
			if s.dark == nil {
				s.dark = bars
			}
			s.height = 90
			if !PatchT(Small(s.scan(), s.dpi)) {
				t.Error("not seen")
			}
		})
	}
}

func scaled(dark func(x, y float64) bool, by float64) func(x, y float64) bool {
	return func(x, y float64) bool { return dark(x/by, y/by) }
}

func TestOtherBarsAreNoPatchT(t *testing.T) {
	grid := func(x0, y0, dx, dy, line float64, columns, rows int) func(x, y float64) bool {
		return func(x, y float64) bool {
			u, v := x-x0, y-y0
			if u < 0 || v < 0 || u > dx*float64(columns)+line || v > dy*float64(rows)+line {
				return false
			}
			return math.Mod(u, dx) < line || math.Mod(v, dy) < line
		}
	}
	label, err := oned.NewCode39Writer().Encode("2026-000123", gozxing.BarcodeFormat_CODE_39, 0, 1, map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_MARGIN: 0})
	if err != nil {
		t.Fatal(err)
	}
	for name, dark := range map[string]func(x, y float64) bool{
		"nothing":                func(x, y float64) bool { return false },
		"Patch 1":                patchAtTop(20, 20, 8, 8),
		"Patch 2":                patchAtTop(20, 8, 8, 20),
		"Patch 4":                patchAtTop(8, 20, 20, 8),
		"Patch 6":                patchAtTop(8, 8, 20, 20),
		"four equal bars":        patchAtTop(10, 10, 10, 10),
		"five bars":              patchAtTop(8, 20, 8, 20, 8),
		"a table":                grid(20, 40, 24, 8, 0.4, 7, 12),
		"a table of thick lines": grid(20, 40, 24, 8, 2, 7, 12),
		"a comb field":           grid(20, 40, 5, 7, 0.3, 27, 1),
		"cells as wide as bars":  grid(20, 40, 4.06, 40, 2.03, 4, 1),
		"short bars":             func(x, y float64) bool { return x < 83 && patchAtTop(8, 20, 8, 20)(x, y) },
		"a large barcode":        func(x, y float64) bool { return y > 30 && y < 80 && x > 10 && bar(label, (x-10)/1.0) },
		"a very large barcode":   func(x, y float64) bool { return y > 30 && y < 80 && x > 10 && bar(label, (x-10)/2.03) },
		"letters of the same size": func(x, y float64) bool {
			return math.Mod(y, 14) < 10 && patchAtTop(8, 20, 8, 20)(80, 12+math.Mod(x, 26))
		},
	} {
		t.Run(name, func(t *testing.T) {
			for turn := range 2 {
				if PatchT(Small(sheet{dpi: 100, noise: 10, turn: turn, dark: dark}.scan(), 100)) {
					t.Error("taken for a Patch T")
				}
			}
		})
	}
}

func bar(m *gozxing.BitMatrix, at float64) bool {
	return at >= 0 && at < float64(m.GetWidth()) && m.Get(int(at), 0)
}

func TestALargeQRIsReadAnywhereOnAPage(t *testing.T) {
	m := bits(t, QR, "PRATICA:SEPARATORE")
	at := func(x0, y0, side float64) func(x, y float64) bool {
		return func(x, y float64) bool {
			u, v := (x-x0)/side*float64(m.GetWidth()), (y-y0)/side*float64(m.GetWidth())
			return u >= 0 && v >= 0 && u < float64(m.GetWidth()) && v < float64(m.GetWidth()) && m.Get(int(u), int(v)) ||
				y > 20 && y < 32 && x > 20 && x < 190 || x > 30 && x < 180 && y > 40 && y < 70 && math.Mod(x, 9) < 3 && math.Mod(y, 14) < 9
		}
	}
	for name, s := range map[string]sheet{
		"110 mm at 240 dpi":          {dpi: 240, noise: 6, dark: at(50, 82, 110)},
		"70 mm at 200 dpi, skewed":   {dpi: 200, skew: 4, noise: 6, dark: at(70, 105, 70)},
		"black and white":            {dpi: 200, noise: 30, bitonal: true, skew: 1, dark: at(70, 105, 70)},
		"upside down":                {dpi: 200, turn: 2, dark: at(70, 105, 70)},
		"turned":                     {dpi: 200, turn: 1, skew: 2, dark: at(70, 105, 70)},
		"printed at half the size":   {dpi: 200, dark: at(20, 160, 35)},
		"pale and blurred":           {dpi: 200, blur: 2, paper: 210, ink: 110, noise: 8, dark: at(70, 105, 70)},
		"at 100 dpi":                 {dpi: 100, dark: at(70, 105, 70)},
		"with a thread of thick ink": {dpi: 200, spread: 0.3, dark: at(70, 105, 70)},
	} {
		t.Run(name, func(t *testing.T) {
			small, dpi := Small(s.scan(), s.dpi)
			if text, ok := LargeQR(small, dpi); !ok || text != "PRATICA:SEPARATORE" {
				t.Errorf("read %q, %v", text, ok)
			}
		})
	}
}

func TestBarsAreReadOnAPage(t *testing.T) {
	const text = "2026-000123"
	for name, label := range map[string]struct {
		format Format
		module float64 // mm
		sheet  sheet
	}{
		"Code 128 at 300 dpi":          {Code128, 0.33, sheet{dpi: 300, noise: 6}},
		"Code 128 at 200 dpi":          {Code128, 0.4, sheet{dpi: 200, noise: 6}},
		"Code 128 upside down":         {Code128, 0.33, sheet{dpi: 300, turn: 2, skew: 1}},
		"Code 128 turned":              {Code128, 0.33, sheet{dpi: 300, turn: 1}},
		"Code 128 black and white":     {Code128, 0.38, sheet{dpi: 300, bitonal: true, noise: 25, skew: -1.5}},
		"Code 39 at 300 dpi":           {Code39, 0.3, sheet{dpi: 300, noise: 6, skew: 2}},
		"Code 39 turned to the right":  {Code39, 0.4, sheet{dpi: 200, turn: 3}},
		"Code 39 blurred, grey paper":  {Code39, 0.4, sheet{dpi: 300, blur: 1, paper: 215, ink: 70, noise: 6}},
		"Code 128 with a lot of print": {Code128, 0.33, sheet{dpi: 300, noise: 4}},
	} {
		t.Run(name, func(t *testing.T) {
			noMargin := map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_MARGIN: 0}
			m, err := oned.NewCode128Writer().Encode(text, gozxing.BarcodeFormat_CODE_128, 0, 1, noMargin)
			if label.format == Code39 {
				m, err = oned.NewCode39Writer().Encode(text, gozxing.BarcodeFormat_CODE_39, 0, 1, noMargin)
			}
			if err != nil {
				t.Fatal(err)
			}
			label.sheet.dark = func(x, y float64) bool {
				return y > 20 && y < 30 && bar(m, (x-100)/label.module) || y > 60 && y < 250 && printed(x, y)
			}
			label.sheet.height = 100
			codes := Bars(label.sheet.scan(), label.sheet.dpi)
			if len(codes) != 1 || codes[0] != (Code{label.format, text}) {
				t.Errorf("read %+v", codes)
			}
		})
	}
}

// printed is something like lines of print.
func printed(x, y float64) bool {
	line, u := math.Floor(y/4.5), math.Mod(x, 2)
	return x > 20 && x < 190 && math.Mod(y, 4.5) < 2.4 && (u < 0.35 || math.Mod(y, 4.5) < 0.35 || u > 1.2 && u < 1.5 && math.Mod(line+math.Floor(x/2), 2) < 1) && math.Mod(math.Floor(x/2)+line, 7) > 0
}

func TestAPageOfPrintHoldsNoCode(t *testing.T) {
	g := sheet{dpi: 300, noise: 6, dark: printed}.scan()
	if codes := Bars(g, 300); len(codes) > 0 {
		t.Errorf("read %+v", codes)
	}
	if codes := Squares(g, 300); len(codes) > 0 {
		t.Errorf("read %+v", codes)
	}
	small, dpi := Small(g, 300)
	if text, ok := LargeQR(small, dpi); ok {
		t.Errorf("read %q", text)
	}
}

func BenchmarkLookAtAPage(b *testing.B) {
	g := sheet{dpi: 300, noise: 6, dark: printed}.scan()
	b.Run("small", func(b *testing.B) {
		for b.Loop() {
			Small(g, 300)
		}
	})
	small, dpi := Small(g, 300)
	b.Run("patch", func(b *testing.B) {
		for b.Loop() {
			PatchT(small, dpi)
		}
	})
	b.Run("qr", func(b *testing.B) {
		for b.Loop() {
			LargeQR(small, dpi)
		}
	})
	b.Run("bars", func(b *testing.B) {
		for b.Loop() {
			Bars(g, 300)
		}
	})
	b.Run("squares", func(b *testing.B) {
		for b.Loop() {
			Squares(g, 300)
		}
	})
}
