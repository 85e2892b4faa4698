package codes

import (
	"slices"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
)

// squareAt draws a code with its upper left corner at x0, y0 and modules of so many mm.
func squareAt(m *gozxing.BitMatrix, x0, y0, module float64) func(x, y float64) bool {
	return func(x, y float64) bool {
		u, v := (x-x0)/module, (y-y0)/module
		return u >= 0 && v >= 0 && u < float64(m.GetWidth()) && v < float64(m.GetHeight()) && m.Get(int(u), int(v))
	}
}

func TestSquaresAreReadOnAPage(t *testing.T) {
	for name, c := range map[string]struct {
		module float64 // mm
		sheet
	}{
		"at 300 dpi":             {0.5, sheet{dpi: 300, noise: 6}},
		"small at 300 dpi":       {0.35, sheet{dpi: 300, noise: 6, skew: 1}},
		"at 200 dpi":             {0.5, sheet{dpi: 200, noise: 6, skew: -2}},
		"large at 150 dpi":       {1, sheet{dpi: 150, noise: 6, skew: 0.5}},
		"at 240 dpi, turned":     {0.5, sheet{dpi: 240, turn: 1}},
		"upside down":            {0.5, sheet{dpi: 300, turn: 2, skew: 3}},
		"black and white":        {0.5, sheet{dpi: 200, bitonal: true, noise: 25, skew: -1.5}},
		"blurred, on grey paper": {0.5, sheet{dpi: 300, blur: 1, paper: 215, ink: 70, noise: 6}},
		"thick ink":              {0.6, sheet{dpi: 300, spread: 0.1}},
	} {
		t.Run(name, func(t *testing.T) {
			matrix, qr, payment := bits(t, DataMatrix, "2026-000123"), bits(t, QR, "2026-000124"), bits(t, QR, "https://pay.example.it/i/88120?amount=87.50")
			label, other, third := squareAt(matrix, 150, 8, c.module), squareAt(qr, 110, 5, c.module), squareAt(payment, 20, 5, 0.7)
			c.dark = func(x, y float64) bool { return label(x, y) || other(x, y) || third(x, y) || y > 36 && printed(x, y) }
			c.height = 50
			found := Squares(c.scan(), c.dpi)
			for _, want := range []Code{{DataMatrix, "2026-000123"}, {QR, "2026-000124"}, {QR, "https://pay.example.it/i/88120?amount=87.50"}} {
				if !slices.Contains(found, want) {
					t.Errorf("%v is not among %v", want, found)
				}
			}
			if len(found) != 3 {
				t.Errorf("found %v", found)
			}
		})
	}
}

// TestALabelAloneOnASheetIsRead sticks one label on a blank sheet, which has hardly any ink.
func TestALabelAloneOnASheetIsRead(t *testing.T) {
	const number = "2026-000123"
	bars, err := oned.NewCode128Writer().Encode(number, gozxing.BarcodeFormat_CODE_128, 0, 1, map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_MARGIN: 0})
	if err != nil {
		t.Fatal(err)
	}
	for format, dark := range map[Format]func(x, y float64) bool{
		Code128: func(x, y float64) bool { return y > 20 && y < 28 && bar(bars, (x-100)/0.5) },
		QR:      squareAt(bits(t, QR, number), 150, 20, 0.6), DataMatrix: squareAt(bits(t, DataMatrix, number), 150, 20, 0.6),
	} {
		g := sheet{dpi: 150, noise: 4, dark: dark}.scan()
		if got := append(Bars(g, 150), Squares(g, 150)...); len(got) != 1 || got[0] != (Code{format, number}) {
			t.Errorf("%s: read %v", format, got)
		}
	}
}
