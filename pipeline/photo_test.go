package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
	"pratica/ocr/decode"
	"pratica/synth"
)

// inPDF wraps a JPEG into a page of A4 lying, as wide as fits, turned clockwise by so many degrees.
func inPDF(t *testing.T, picture []byte, turn int) []byte {
	t.Helper()
	head, err := jpeg.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	w, h := 842.0, 842*float64(head.Height)/float64(head.Width)
	if h > 595 {
		w, h = 595*float64(head.Width)/float64(head.Height), 595
	}
	content := fmt.Sprintf("q %.2f 0 0 %.2f %.2f %.2f cm /I Do Q", w, h, (842-w)/2, (595-h)/2)
	return pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Rotate %d/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>", turn),
		stream("", content), stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode",
			head.Width, head.Height), string(picture)))
}

// pdfOf is a PDF of these objects, the catalogue first.
func pdfOf(objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var table strings.Builder
	for i, object := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table.String(), len(objects)+1, start)
	return out.Bytes()
}

// stream is an object with data, and entries of its dictionary.
func stream(entries, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", entries, len(data), data)
}

// firstPage decodes what lies in a file.
func firstPage(t *testing.T, name string, data []byte) *decode.Page {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	source, err := decode.Open(t.Context(), path, decode.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	page, err := source.Page(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestAPhotoInAPDFIsFlattenedLikeTheFile(t *testing.T) {
	for _, seed := range []uint64{1, 2, 4} { // the first is in greys
		picture, err := synth.Photograph(seed, synth.PhotoFaults{})
		if err != nil {
			t.Fatal(err)
		}
		wrapped := firstPage(t, "foto.pdf", inPDF(t, picture, 90))
		if wrapped.Estimated || wrapped.Rendered {
			t.Fatalf("estimated %v, drawn %v: not the way of a scan", wrapped.Estimated, wrapped.Rendered)
		}
		want, wantBack := flattened(firstPage(t, "foto.jpg", picture))
		got, back := flattened(wrapped)
		if back == claim.Identity || back != wantBack || got.Image.Bounds() != want.Image.Bounds() || got.DPI != want.DPI || got.Encoded != nil {
			t.Errorf("seed %d: %v at %.0f dpi, as a file %v at %.0f", seed, got.Image.Bounds(), got.DPI, want.Image.Bounds(), want.DPI)
		}
	}
}

func TestAScanIsNeverTakenForAPhoto(t *testing.T) {
	const w, h = 1754, 1240 // 150 dpi, lying
	white := color.YCbCr{Y: 245, Cb: 128, Cr: 128}
	for name, c := range map[string]struct {
		beside color.YCbCr
		speck  int // by how much what is beside differs from place to place
		// corners of what is white, as shares
		paper [4][2]float64
	}{
		"a sheet that lay askew on the glass":          {color.YCbCr{Y: 60, Cb: 128, Cr: 128}, 30, turnedPaper(0.7, 0.8, 2)},
		"a page with a coloured frame printed on it":   {color.YCbCr{Y: 110, Cb: 90, Cr: 160}, 60, turnedPaper(0.86, 0.86, 0.7)},
		"a slip cut askew before the dark lid":         {color.YCbCr{Y: 40, Cb: 128, Cr: 128}, 2, [4][2]float64{{0.2, 0.1}, {0.78, 0.14}, {0.84, 0.92}, {0.18, 0.84}}},
		"a card on a large dark ground":                {color.YCbCr{Y: 70, Cb: 120, Cr: 132}, 50, [4][2]float64{{0.3, 0.3}, {0.6, 0.32}, {0.62, 0.65}, {0.31, 0.6}}},
		"a paper that fills the picture but for a rim": {color.YCbCr{Y: 70, Cb: 120, Cr: 132}, 50, [4][2]float64{{0, 0}, {0.99, 0}, {0.97, 1}, {0, 1}}},
	} {
		t.Run(name, func(t *testing.T) {
			p := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio444)
			for y := range h {
				for x := range w {
					v := c.beside
					v.Y += uint8((x/40*7 + y/40*13) % (c.speck + 1))
					if within(c.paper, float64(x)/w, float64(y)/h) {
						if v = white; x/9%4 != 0 && y/24%3 == 0 && x > w/4 && x < 3*w/4 {
							v = color.YCbCr{Y: 40, Cb: 128, Cr: 128}
						}
					}
					i := p.YOffset(x, y)
					p.Y[i], p.Cb[i], p.Cr[i] = v.Y, v.Cb, v.Cr
				}
			}
			var data bytes.Buffer
			if err := jpeg.Encode(&data, p, nil); err != nil {
				t.Fatal(err)
			}
			page := firstPage(t, "scan.pdf", inPDF(t, data.Bytes(), 0))
			if page.Estimated {
				t.Fatal("no resolution")
			}
			if got, back := flattened(page); got != page || back != claim.Identity {
				t.Errorf("flattened to %v at %.0f dpi", got.Image.Bounds(), got.DPI)
			}
		})
	}
}

// turnedPaper is a rectangle around the middle of a page of 1754 × 1240, as shares of it, turned by so many degrees.
func turnedPaper(wide, high, degrees float64) (corners [4][2]float64) {
	const w, h = 1754, 1240
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	for i, c := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		x, y := c[0]*wide/2*w, c[1]*high/2*h
		corners[i] = [2]float64{0.5 + (x*cos-y*sin)/w, 0.5 + (x*sin+y*cos)/h}
	}
	return corners
}

func within(q [4][2]float64, x, y float64) bool {
	for i, a := range q {
		b := q[(i+1)%4]
		if (b[0]-a[0])*(y-a[1])-(b[1]-a[1])*(x-a[0]) < 0 {
			return false
		}
	}
	return true
}

// A form photographed from so near that no desk shows, one side in shadow.
func TestAFormThatFillsAPhotoIsFoundInShadow(t *testing.T) {
	data, err := os.ReadFile("../testdata/sample/envelope.pdf")
	if err != nil {
		t.Fatal(err)
	}
	sheet := ocr.Grey(firstPage(t, "busta.pdf", data).Image)
	b := sheet.Rect
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			light := 1 - 0.75*float64(x-b.Min.X)/float64(b.Dx()) - 0.1*float64(y-b.Min.Y)/float64(b.Dy())
			sheet.Pix[sheet.PixOffset(x, y)] = uint8(float64(sheet.Pix[sheet.PixOffset(x, y)]) * light)
		}
	}
	path := filepath.Join(t.TempDir(), "foto.jpg")
	var out bytes.Buffer
	if err := errors.Join(jpeg.Encode(&out, sheet, &jpeg.Options{Quality: 85}), os.WriteFile(path, out.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
	p := newPipeline(t)
	c := processed(t, p, path)
	if c.Form != claim.R01 {
		t.Errorf("the form is %q", c.Form)
	}
	if e := p.Effort(); e.Forms != 1 || e.Residual <= 0 || e.Residual > 1 || e.Encode <= 0 {
		t.Errorf("the registration is not told of: %+v", e)
	}
}
