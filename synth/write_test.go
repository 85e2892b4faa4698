package synth

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"golang.org/x/image/ccitt"
	"golang.org/x/image/tiff"
)

func TestG4IsDecodedToTheSamePixels(t *testing.T) {
	d := newDice(1, "g4")
	pictures := map[string]*image.Gray{
		"white":                blank(100, 20, 255),
		"black":                blank(100, 20, 0),
		"one pixel wide":       noisy(d, 1, 50, 0.5),
		"noise":                noisy(d, 333, 200, 0.5),
		"speckles":             noisy(d, 1000, 300, 0.01),
		"runs above 2560":      noisy(d, 9000, 30, 0.0005),
		"black with few holes": noisy(d, 6000, 30, 0.999),
		"a page":               bilevel(testSheet().picture(200)),
	}
	for name, want := range pictures {
		t.Run(name, func(t *testing.T) {
			got := image.NewGray(want.Rect)
			err := ccitt.DecodeIntoGray(got, bytes.NewReader(encodeG4(want)), ccitt.MSB, ccitt.Group4, &ccitt.Options{Invert: false})
			if err != nil {
				t.Fatal(err)
			}
			for i := range got.Pix {
				if (got.Pix[i] < 128) != (want.Pix[i] < 128) {
					t.Fatalf("pixel %d is %d, want %d", i, got.Pix[i], want.Pix[i])
				}
			}
		})
	}
}

func TestATIFFHoldsItsFirstPageForAnotherDecoder(t *testing.T) {
	page := bilevel(testSheet().picture(200))
	data, err := writeTIFF([]*image.Gray{page, blank(100, 100, 255)}, 200)
	if err != nil {
		t.Fatal(err)
	}
	got, err := tiff.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds() != page.Bounds() {
		t.Fatalf("bounds %v, want %v", got.Bounds(), page.Bounds())
	}
	for y := range page.Rect.Dy() {
		for x := range page.Rect.Dx() {
			r, _, _, _ := got.At(x, y).RGBA()
			if (r < 0x8000) != (page.GrayAt(x, y).Y < 128) {
				t.Fatalf("pixel %d,%d differs", x, y)
			}
		}
	}
}

func TestAScannedPDFHoldsItsPictures(t *testing.T) {
	page := testSheet().picture(100)
	data, err := writeScanPDF([]*image.Gray{page, page}, 100, jpegPages, 60)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(data, []byte("/Type /Page ")); n != 2 {
		t.Errorf("%d pages, want 2", n)
	}
	start := bytes.Index(data, []byte("\xff\xd8"))
	got, err := jpeg.Decode(bytes.NewReader(data[start:]))
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds() != page.Bounds() {
		t.Errorf("bounds %v, want %v", got.Bounds(), page.Bounds())
	}
}

func testSheet() *sheet {
	s := newSheet(210, 297, newDice(7, "test"))
	for y := 20.0; y < 280; y += 6 {
		s.print(20, y, ink{face: sans, size: 11, color: black}, left, "Visita specialistica ortopedica dell'11 marzo: € 1.234,50")
	}
	s.box(15, 10, 180, 277, 3, 0.5, black)
	return s
}

func blank(w, h int, v uint8) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = v
	}
	return g
}

func noisy(d dice, w, h int, dark float64) *image.Gray {
	g := blank(w, h, 255)
	for i := range g.Pix {
		if d.chance(dark) {
			g.Pix[i] = 0
		}
	}
	return g
}
