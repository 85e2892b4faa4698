package codes

import (
	"image"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// A page code and a values code, as long as they get.
var (
	short = "R01 2012-06 1"
	long  = strings.Repeat("R01;2012-06;1047823;BERTOLINI;MARIA GRAZIA;Poliamb. San Marco;87,50|", 9)
)

func TestACodeOnAScanIsRead(t *testing.T) {
	for _, c := range []struct {
		name   string
		module float64 // mm
		printing
	}{
		{"clean, 300 dpi", 0.5, printing{dpi: 300}},
		{"clean, 200 dpi", 0.5, printing{dpi: 200}},
		{"small modules at 200 dpi", 0.4, printing{dpi: 200, blur: 0.5, noise: 10}},
		{"skewed and noisy", 0.5, printing{dpi: 200, skew: 3, blur: 0.7, noise: 20}},
		{"skewed the other way, soft", 0.5, printing{dpi: 300, skew: -2, blur: 1.2, noise: 15}},
		{"black and white", 0.5, printing{dpi: 200, skew: 0.6, blur: 0.6, noise: 20, bitonal: true}},
		{"faded", 0.5, printing{dpi: 300, fade: 0.6, noise: 6}},
		{"upside down", 0.5, printing{dpi: 300, turn: 2, skew: 1, noise: 10}},
		{"on its side", 0.5, printing{dpi: 200, turn: 1, noise: 10}},
		{"with print beside it", 0.5, printing{dpi: 300, beside: true, noise: 10, margin: 1.6}},
	} {
		for _, format := range []Format{DataMatrix, QR} {
			for name, text := range map[string]string{"page code": short, "values code": long} {
				t.Run(strings.Join([]string{c.name, string(format), name}, ", "), func(t *testing.T) {
					m := bits(t, format, text)
					c.side = c.module * float64(m.GetWidth())
					read := 0
					for c.seed = range uint64(4) {
						code, ok := Read(scan(t, m, c.printing))
						if ok && code != (Code{format, text}) {
							t.Fatalf("read as %+v", code)
						}
						if ok {
							read++
						}
					}
					if read < 4 && (format == DataMatrix || read < 3) {
						t.Errorf("%d of 4 read", read)
					}
				})
			}
		}
	}
}

func TestOnlyTheFormatAskedForIsRead(t *testing.T) {
	m := bits(t, QR, short)
	g := scan(t, m, printing{dpi: 300, side: 0.5 * float64(m.GetWidth())})
	if _, ok := Read(g, DataMatrix); ok {
		t.Error("a QR code is read as a Data Matrix")
	}
	if _, ok := Read(g, QR); !ok {
		t.Error("a QR code is not read")
	}
	part := g.SubImage(image.Rect(5, 5, g.Rect.Dx()-5, g.Rect.Dy()-5)).(*image.Gray)
	if _, ok := Read(part, QR); !ok {
		t.Error("a code on a part of a picture is not read")
	}
}

// TestNoPictureHarms gives pictures that are no codes: each must end soon, without a code and a panic.
func TestNoPictureHarms(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	square := func(n int, pixel func(x, y int) uint8) *image.Gray {
		g := image.NewGray(image.Rect(0, 0, n, n))
		for i := range g.Pix {
			g.Pix[i] = pixel(i%n, i/n)
		}
		return g
	}
	noise := func(x, y int) uint8 { return uint8(random.UintN(2)) * 255 }
	// finder pattern beside finder pattern
	finders := func(pitch, scale int) func(x, y int) uint8 {
		return func(x, y int) uint8 {
			x, y = x/scale%pitch, y/scale%pitch
			ring := max(max(x-3, 3-x), max(y-3, 3-y))
			if ring == 2 || ring > 3 {
				return 255
			}
			return 0
		}
	}
	for name, g := range map[string]*image.Gray{
		"nothing":               image.NewGray(image.Rectangle{}),
		"black":                 square(400, func(x, y int) uint8 { return 0 }),
		"white":                 square(400, func(x, y int) uint8 { return 255 }),
		"tiny":                  square(3, noise),
		"as small as is read":   square(minSide, noise),
		"as large as is read":   square(MaxSide, noise),
		"larger":                square(MaxSide+1, noise),
		"noise":                 square(500, noise),
		"a chess board":         square(400, func(x, y int) uint8 { return uint8((x/3 + y/3) % 2 * 255) }),
		"stripes":               square(400, func(x, y int) uint8 { return uint8(x / 2 % 2 * 255) }),
		"a frame":               square(400, func(x, y int) uint8 { return uint8(min(min(x, y, 399-x, 399-y), 4) / 4 * 255) }),
		"a full square":         square(400, func(x, y int) uint8 { return uint8(min(max(0, 100-min(x, y, 399-x, 399-y)), 1) * 255) }),
		"finder patterns":       square(MaxSide, finders(9, 1)),
		"large finder patterns": square(1000, finders(9, 3)),
		"a narrow strip":        image.NewGray(image.Rect(0, 0, MaxSide, minSide)),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			if code, ok := Read(g); ok {
				t.Errorf("read as %+v", code)
			}
			if took := time.Since(start); took > 8*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// TestADamagedCodeGivesNoWrongText spoils more and more of a code.
func TestADamagedCodeGivesNoWrongText(t *testing.T) {
	for _, format := range []Format{DataMatrix, QR} {
		m := bits(t, format, short)
		g := scan(t, m, printing{dpi: 300, side: 0.5 * float64(m.GetWidth())})
		random := rand.New(rand.NewPCG(7, 7))
		for range 120 {
			x, y := random.IntN(g.Rect.Dx()-6), random.IntN(g.Rect.Dy()-6)
			v := uint8(random.UintN(2)) * 255
			for i := range 36 {
				g.Pix[(y+i/6)*g.Stride+x+i%6] = v
			}
			if code, ok := Read(g); ok && code != (Code{format, short}) {
				t.Errorf("read as %+v", code)
			}
		}
	}
}

func BenchmarkRead(b *testing.B) {
	m := bits(b, DataMatrix, long)
	g := scan(b, m, printing{dpi: 300, side: 0.4 * float64(m.GetWidth()), noise: 10})
	for b.Loop() {
		Read(g)
	}
}

func BenchmarkReadNothing(b *testing.B) {
	g := image.NewGray(image.Rect(0, 0, 500, 500))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range g.Pix {
		g.Pix[i] = uint8(200 + random.IntN(50))
	}
	for b.Loop() {
		Read(g)
	}
}
