package codes

import (
	"image"
	"image/draw"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
)

// longest is far beyond what a small picture takes, some milliseconds, also on a busy machine.
const longest = 8 * time.Second

// pictureOf makes a picture of any bytes, and the same as a part of a larger one, with something else around it.
func pictureOf(width uint8, pix []byte) (g, part *image.Gray) {
	w := max(1, int(width))
	g = &image.Gray{Pix: pix, Stride: w, Rect: image.Rect(0, 0, w, len(pix)/w)}
	whole := image.NewGray(image.Rect(0, 0, w+7, g.Rect.Dy()+5))
	for i := range whole.Pix {
		whole.Pix[i] = uint8(i * 37)
	}
	place := g.Rect.Add(image.Pt(3, 2))
	draw.Draw(whole, place, g, image.Point{}, draw.Src)
	return g, whole.SubImage(place).(*image.Gray)
}

// FuzzRead looks for a code on anything: in bounded time, and on a part of a picture what is on the part alone.
func FuzzRead(f *testing.F) {
	for _, format := range []Format{DataMatrix, QR} {
		m := bits(f, format, short)
		g := scan(f, m, printing{dpi: 100, side: 0.5 * float64(m.GetWidth())})
		f.Add(uint8(g.Stride), g.Pix)
	}
	f.Fuzz(func(t *testing.T, width uint8, pix []byte) {
		g, part := pictureOf(width, pix)
		start := time.Now()
		code, ok := Read(g)
		if took := time.Since(start); took > longest {
			t.Errorf("%v took %v", g.Rect, took)
		}
		if again, okAgain := Read(part); again != code || ok != okAgain || ok != (code.Format != "") {
			t.Errorf("%+v, %v; on a part of a picture %+v, %v", code, ok, again, okAgain)
		}
	})
}

// FuzzPage looks for what stands on whole pages on anything, in bounded time, and on a part of a picture finds what
// is on the part alone.
func FuzzPage(f *testing.F) {
	small := sheet{dpi: 75, height: 40, dark: patchAtTop(8, 20, 8, 20)}.scan()
	crop := image.NewGray(image.Rect(0, 0, 250, 100))
	draw.Draw(crop, crop.Rect, small, image.Pt(190, 0), draw.Src)
	f.Add(uint8(250), crop.Pix)
	for _, format := range []Format{DataMatrix, QR} {
		g := modules(bits(f, format, "2026-000123"), 3, 3)
		f.Add(uint8(g.Stride), g.Pix)
	}
	f.Fuzz(func(t *testing.T, width uint8, pix []byte) {
		g, part := pictureOf(width, pix)
		start := time.Now()
		if PatchT(g, 75) != PatchT(part, 75) {
			t.Error("a Patch T on a part of a picture depends on what is around it")
		}
		text, ok := LargeQR(g, 75)
		if again, okAgain := LargeQR(part, 75); text != again || ok != okAgain {
			t.Errorf("%q on the picture, %q on a part", text, again)
		}
		bars := Bars(g, 75)
		if again := Bars(part, 75); !slices.Equal(bars, again) {
			t.Errorf("%v on the picture, %v on a part", bars, again)
		}
		for i, c := range bars {
			if len(c.Text) < 3 || slices.Contains(bars[:i], c) {
				t.Errorf("found %+v", bars)
			}
		}
		squares := Squares(g, 150)
		if again := Squares(part, 150); !slices.Equal(squares, again) {
			t.Errorf("%v on the picture, %v on a part", squares, again)
		}
		if s, dpi := Small(part, 200); s.Rect.Dx() > g.Rect.Dx() || s.Rect.Dy() > g.Rect.Dy() || !(dpi > 0) || dpi > 200 {
			t.Errorf("%v is made small as %v at %v dpi", g.Rect, s.Rect, dpi)
		}
		if took := time.Since(start); took > longest {
			t.Errorf("%v took %v", g.Rect, took)
		}
	})
}

// FuzzCodes draws any text as each kind of code, clean: nothing else is read. gozxing overlooks one in some hundreds.
func FuzzCodes(f *testing.F) {
	f.Add("F:R01:2012-06:1", uint8(0))
	f.Add("2026-000123", uint8(2))
	f.Add(" $%*+-./:A ", uint8(1))
	f.Add("AAAAAAAAAAAAAAAAAAAAAAAA0", uint8(3))
	const ours = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		text = strings.Map(func(r rune) rune { return rune(ours[(int(r)%len(ours)+len(ours))%len(ours)]) }, text)
		if kind%4 < 2 {
			format := []Format{DataMatrix, QR}[kind%4]
			if text == "" || len(text) > 120 {
				return
			}
			if code, ok := Read(modules(bits(t, format, text), 4, 4), format); ok && code.Text != text {
				t.Errorf("%q as %s is read as %q, %v", text, format, code.Text, ok)
			}
			return
		}
		if text = strings.Trim(strings.NewReplacer(" ", "-", "$", "-", "%", "-", "*", "-", "+", "-", ".", "-", "/", "-", ":", "-").Replace(text), "-"); len(text) < 5 || len(text) > 20 {
			return
		}
		format, writer := Code128, gozxing.Writer(oned.NewCode128Writer())
		name := gozxing.BarcodeFormat_CODE_128
		if kind%4 == 3 {
			format, writer, name = Code39, oned.NewCode39Writer(), gozxing.BarcodeFormat_CODE_39
		}
		m, err := writer.Encode(text, name, 0, 1, map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_MARGIN: 0})
		if err != nil {
			t.Fatal(err)
		}
		if codes := Bars(modules(m, 4, 80), 300); len(codes) > 1 || len(codes) == 1 && codes[0] != (Code{format, text}) {
			t.Errorf("%q as %s is read as %+v", text, format, codes)
		}
	})
}

// modules draws a code with white around it: a module is width px wide, a row of the code height px high.
func modules(m *gozxing.BitMatrix, width, height int) *image.Gray {
	const margin = 40
	w, h := m.GetWidth()*width, m.GetHeight()*height
	g := image.NewGray(image.Rect(0, 0, w+2*margin, h+2*margin))
	for i := range g.Pix {
		x, y := i%g.Stride-margin, i/g.Stride-margin
		if x < 0 || y < 0 || x >= w || y >= h || !m.Get(x/width, y/height) {
			g.Pix[i] = 255
		}
	}
	return g
}
