package decode

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pratica/ocr/decode/internal/pdf"
)

// FuzzOpen opens and decodes anything: it must end with pictures within the limits or a FileError.
func FuzzOpen(f *testing.F) {
	samples, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range samples {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	p := newPDF()
	p.scan("/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode", deflate(rows(truth(f, "bw"), 1, 1)), "")
	p.page(letter(), helvetica, "")
	f.Add(p.bytes())
	f.Add(p.compact())
	path := filepath.Join(f.TempDir(), "file")
	f.Fuzz(func(t *testing.T, data []byte) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		limits := Limits{MaxBytes: 1 << 20, MaxPages: 3, MaxPixels: 1 << 20}
		s, err := Open(ctx, path, limits)
		if err != nil {
			if !errors.As(err, new(*FileError)) {
				t.Fatalf("not a FileError: %v", err)
			}
			return
		}
		defer s.Close()
		for n := range s.PageCount() {
			page, err := s.Page(ctx, n)
			if err != nil {
				if !errors.As(err, new(*FileError)) {
					t.Fatalf("not a FileError: %v", err)
				}
				continue
			}
			if b := page.Image.Bounds(); b.Min.X != 0 || b.Min.Y != 0 || b.Empty() || b.Dx()*b.Dy() > limits.MaxPixels+b.Dx()+b.Dy() || !(page.DPI > 0) {
				t.Errorf("page %d is %v at %v dpi", n+1, b, page.DPI)
			}
		}
	})
}

// FuzzStructure reads PDF structure alone, without the seconds that PDFium takes.
func FuzzStructure(f *testing.F) {
	p := newPDF()
	p.scan("/ColorSpace[/Indexed/DeviceRGB 1<000000ffffff>]/BitsPerComponent 1/Filter[/A85/Fl]/DecodeParms[null<</Predictor 15/Columns 13>>]", deflate(rows(truth(f, "bw"), 1, 1)), "/Rotate 90")
	f.Add(p.bytes())
	f.Add(p.compact())
	path := filepath.Join(f.TempDir(), "file")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		r := &pdfFile{file: file, bytes: int64(len(data)), limits: Limits{MaxBytes: 1 << 20, MaxPages: 3, MaxPixels: 1 << 20}}
		if r.scans, err = pdf.Open(file, r.bytes); err != nil {
			return
		}
		if r.pages, err = r.scans.Pages(context.Background(), 3); err != nil {
			return
		}
		for n := range r.pages {
			if s, err := r.scanned(n); err == nil {
				_, _, _ = s.image.decode(r.limits)
			}
		}
	})
}
