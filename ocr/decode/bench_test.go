package decode

import (
	"context"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// The benchmarks measure what a page costs in a warm child process, the file being opened anew each time, in
// CPU time of the whole process: other work on the machine does not count.

func BenchmarkPage(b *testing.B) {
	dir := b.TempDir()
	digital := newPDF()
	digital.media = "[0 0 595 842]"
	digital.page(letter(), helvetica, "")
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			b.Fatal(err)
		}
		return path
	}
	text := write("digital.pdf", digital.bytes())
	scanned := scanOf(b, text)
	jpg := encodeQuality(b, scanned, 75)
	scan := newPDF()
	scan.media = "[0 0 595 842]"
	img := scan.stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode", scanned.Rect.Dx(), scanned.Rect.Dy()), jpg)
	scan.page("q 595 0 0 842 0 0 cm /Im0 Do Q", fmt.Sprintf("/XObject<</Im0 %d 0 R>>", img), "")
	marked := newPDF()
	marked.objects = append(marked.objects, scan.objects[2:]...)
	marked.media = "[0 0 595 842]"
	marked.page("q 595 0 0 842 0 0 cm /Im0 Do Q BT /F1 9 Tf 20 20 Td (Scanner) Tj ET", helvetica+fmt.Sprintf("/XObject<</Im0 %d 0 R>>", img), "")
	for _, c := range []struct{ name, path string }{
		{fmt.Sprintf("grey JPEG in PDF, A4 300 dpi, %d KB", len(jpg)>>10), write("scan.pdf", scan.bytes())},
		{"Group 4 TIFF, A4 200 dpi", "testdata/a4_200dpi_g4.tif"},
		{"digital PDF with text layer", text},
		{"scan with a visible line of text, drawn by PDFium", write("marked.pdf", marked.bytes())},
	} {
		b.Run(c.name, func(b *testing.B) {
			if err := Warm(context.Background()); err != nil {
				b.Fatal(err)
			}
			start := cpu()
			for b.Loop() {
				s, err := Open(context.Background(), c.path, Limits{})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := s.Page(context.Background(), 0); err != nil {
					b.Fatal(err)
				}
				s.Close()
			}
			b.ReportMetric(float64((cpu()-start).Milliseconds())/float64(b.N), "cpu-ms/op")
		})
	}
	b.Run("turning a grey A4 page", func(b *testing.B) {
		start := cpu()
		for b.Loop() {
			Upright(scanned, 1)
		}
		b.ReportMetric(float64((cpu()-start).Milliseconds())/float64(b.N), "cpu-ms/op")
	})
}

func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// scanOf draws a page at 300 dpi with the noise of a scanner.
func scanOf(b *testing.B, path string) *image.Gray {
	s := open(b, path)
	p := s.pages.(*pdfFile).pdfium()
	d, err := p.load(context.Background(), 0)
	if err != nil {
		b.Fatal(err)
	}
	defer d.release()
	img, err := d.render(300, false)
	if err != nil {
		b.Fatal(err)
	}
	gray := img.(*image.Gray)
	r := rand.New(rand.NewPCG(1, 2))
	for i, v := range gray.Pix {
		gray.Pix[i] = byte(min(255, max(0, int(v)*230/255+int(r.NormFloat64()*3))))
	}
	return gray
}
