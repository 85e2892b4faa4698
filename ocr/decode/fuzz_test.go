package decode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pratica/ocr/decode/internal/pdf"
)

// The limits of what the targets decode: small, so that many are tried.
var small = Limits{MaxBytes: 1 << 20, MaxPages: 3, MaxPixels: 1 << 20}

const (
	// mostMemory is what one file of these limits may take in all, garbage included: some copies of a picture of a
	// megapixel in 16 bits and four colours.
	mostMemory = 160 << 20
	// longest is far beyond what such a file takes, some milliseconds, also on a busy machine.
	longest = 20 * time.Second
)

// FuzzOpen opens and decodes anything, PDFium included: it must end with pictures within the limits or a FileError.
func FuzzOpen(f *testing.F) {
	addSamples(f, "*.pdf")
	addSamples(f, "bw_g4.tif")
	f.Add(scanPDF(f).bytes())
	f.Add(scanPDF(f).compact())
	path := filepath.Join(f.TempDir(), "file")
	warm(f, scanPDF(f).bytes())
	f.Fuzz(func(t *testing.T, data []byte) { decodeAll(t, path, data) })
}

// warm decodes a page once: compiling a decoder of WebAssembly takes seconds, which are no input's fault.
func warm(f *testing.F, data []byte) { decodePage(f, open(f, writeTemp(f, data)), 0) }

// FuzzPicture decodes anything but PDFs and HEIC: TIFF in all its codings, JPEG, PNG, WebP and BMP.
func FuzzPicture(f *testing.F) {
	addSamples(f, "[bcgtf]*_*.tif")
	addSamples(f, "colour*.*p*")
	addSamples(f, "gray.png")
	addSamples(f, "bw.png")
	f.Add(withEXIF(encodeQuality(f, truth(f, "gray"), 40), 6, 150))
	path := filepath.Join(f.TempDir(), "file")
	f.Fuzz(func(t *testing.T, data []byte) {
		if format := sniff(data[:min(len(data), 1024)]); format == "pdf" || format == "heic" {
			return
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		decodeAll(t, path, data)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > mostMemory {
			t.Errorf("%d bytes took %d MB of memory", len(data), took>>20)
		}
		if took := time.Since(start); took > longest {
			t.Errorf("%d bytes took %v", len(data), took)
		}
	})
}

// FuzzSnapshot looks at the picture of anything but HEIC, as a member may have it checked: it must end with a picture
// within the limits, the same in the large and in the small, or a FileError.
func FuzzSnapshot(f *testing.F) {
	addSamples(f, "colour*.*p*")
	addSamples(f, "gray.png")
	addSamples(f, "bw_g4.tif")
	f.Add(scanPDF(f).bytes())
	for orientation := range 9 {
		f.Add(withEXIF(encodeQuality(f, truth(f, "gray"), 40), orientation, 72))
	}
	path := filepath.Join(f.TempDir(), "file")
	warm(f, scanPDF(f).bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if sniff(data[:min(len(data), 1024)]) == "heic" {
			return
		}
		ctx, s := openInput(t, path, data)
		if s == nil {
			return
		}
		const long = 64
		for n := range s.PageCount() {
			shot, err := s.Snapshot(ctx, n, long)
			if err != nil {
				fileErrorOf(t, err)
				continue
			}
			if shot.Drawn {
				if shot.Luma != nil || shot.Small != nil {
					t.Errorf("page %d is drawn and has a picture", n+1)
				}
				continue
			}
			b := shot.Luma.Rect
			if b.Min != (image.Point{}) || b.Empty() || b.Dx()*b.Dy() > small.MaxPixels+b.Dx()+b.Dy() || len(shot.Luma.Pix) < (b.Dy()-1)*shot.Luma.Stride+b.Dx() {
				t.Errorf("page %d is %v, %d bytes", n+1, b, len(shot.Luma.Pix))
			}
			if shot.Small == nil {
				continue
			}
			c := shot.Small.Bounds()
			if c.Min != (image.Point{}) || c.Empty() || max(c.Dx(), c.Dy()) > long {
				t.Errorf("page %d in the small is %v", n+1, c)
			}
			if wide, tall := b.Dx() >= 2*b.Dy(), b.Dy() >= 2*b.Dx(); wide && c.Dx() < c.Dy() || tall && c.Dy() < c.Dx() {
				t.Errorf("page %d is %v, and in the small %v", n+1, b, c)
			}
		}
	})
}

func addSamples(f *testing.F, pattern string) {
	f.Helper()
	samples, err := filepath.Glob("testdata/" + pattern)
	if err != nil || len(samples) == 0 {
		f.Fatalf("no samples %s: %v", pattern, err)
	}
	for _, path := range samples {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		if len(data) < 10_000 {
			f.Add(data)
		}
	}
}

func scanPDF(t testing.TB) *pdfDraft {
	p := newPDF()
	p.scan("/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode", deflate(rows(truth(t, "bw"), 1, 1)), "")
	p.page(letter(), helvetica, "")
	return p
}

// openInput opens data as a file, until the end of the test; nil for one that is refused as it should be.
func openInput(t *testing.T, path string, data []byte) (context.Context, *Source) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(ctx, path, small)
	if err != nil {
		fileErrorOf(t, err)
		return ctx, nil
	}
	t.Cleanup(func() { s.Close() })
	return ctx, s
}

// decodeAll opens data and decodes its pages.
func decodeAll(t *testing.T, path string, data []byte) {
	ctx, s := openInput(t, path, data)
	if s == nil {
		return
	}
	if n := s.PageCount(); n < 1 || n > small.MaxPages {
		t.Fatalf("%d pages", n)
	}
	for n := range s.PageCount() {
		size, sizeErr := s.PageSize(ctx, n)
		page, err := s.Page(ctx, n)
		if err != nil {
			if fe := fileErrorOf(t, err); fe.Page != n+1 {
				t.Errorf("page %d: %v", n+1, err)
			}
			continue
		}
		b := page.Image.Bounds()
		if b.Min.X != 0 || b.Min.Y != 0 || b.Empty() || b.Dx()*b.Dy() > small.MaxPixels+b.Dx()+b.Dy() || !(page.DPI > 0) {
			t.Errorf("page %d is %v at %v dpi", n+1, b, page.DPI)
		}
		if sizeErr != nil && !page.Rendered {
			t.Errorf("page %d is %v, but its size %v", n+1, b, sizeErr)
		}
		if s.Format() == "tiff" && (size.Width != b.Dx() || size.Height != b.Dy()) {
			t.Errorf("page %d is %v and was said to be %+v", n+1, b, size)
		}
		if gray, ok := page.Image.(*image.Gray); page.Bitonal && (!ok || !isBitonal(gray)) {
			t.Errorf("page %d is black and white in a %T", n+1, page.Image)
		}
		for _, w := range page.Text {
			if w.Box.X < 0 || w.Box.Y < 0 || w.Box.X+w.Box.W > b.Dx() || w.Box.Y+w.Box.H > b.Dy() || !utf8.ValidString(w.Text) {
				t.Errorf("the word %q stands at %v of %v", w.Text, w.Box, b)
			}
		}
	}
}

// ownPanic finds, in the stack of a decoder that panicked, whether the function that did is one of ours. Others'
// decoders may: that is why they are caught.
var ownPanic = regexp.MustCompile(`(?s)\npanic\([^\n]*\n[^\n]*\n(?:runtime\.[^\n]*\n[^\n]*\n)*pratica/`)

func fileErrorOf(t *testing.T, err error) *FileError {
	t.Helper()
	var fe *FileError
	if !errors.As(err, &fe) {
		t.Fatalf("not a FileError: %v", err)
	}
	if ownPanic.MatchString(err.Error()) {
		t.Fatalf("a decoder of ours panics: %v", err)
	}
	return fe
}

// FuzzStructure reads the structure of PDFs, their scans and their forms alone, without the seconds that PDFium takes.
func FuzzStructure(f *testing.F) {
	p := newPDF()
	p.scan("/ColorSpace[/Indexed/DeviceRGB 1<000000ffffff>]/BitsPerComponent 1/Filter[/A85/Fl]/DecodeParms[null<</Predictor 15/Columns 13>>]", deflate(rows(truth(f, "bw"), 1, 1)), "/Rotate 90")
	f.Add(p.bytes())
	f.Add(p.compact())
	fax := newPDF()
	fax.scan("/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 100/Rows 60>>", g4(f, "bw_g4.tif"), "")
	f.Add(fax.bytes())
	photo := newPDF()
	photo.scan("/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode", encodeQuality(f, truth(f, "gray"), 30), "")
	f.Add(photo.bytes())
	form := newPDF()
	group := form.add("<</T(member)>>")
	widget := form.add(fmt.Sprintf("<</Type/Annot/Subtype/Widget/F 4/Rect[50 70 90 80]/FT/Tx/T(code)/V<FEFF004C00F9D83DDE00>/Parent %d 0 R>>", group))
	choice := form.add("<</Type/Annot/Subtype/Widget/F 4/Rect[50 90 90 99]/FT/Ch/T(c)/V[(a)(b\\r\\n)]>>")
	button := form.add("<</Type/Annot/Subtype/Widget/F 4/Rect[50 90 90 99]/FT/Btn/T(b)/AS/Yes>>")
	form.page("BT /F1 12 Tf 72 800 Td (Modulo) Tj ET", helvetica, fmt.Sprintf("/Annots[%d 0 R %d 0 R %d 0 R]", widget, choice, button))
	f.Add(form.bytes())
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
		start := time.Now()
		r := &pdfFile{file: file, bytes: int64(len(data)), limits: small}
		if r.scans, err = pdf.Open(file, r.bytes); err != nil {
			return
		}
		if r.pages, err = r.scans.Pages(context.Background(), 3); err != nil {
			return
		}
		for n := range min(len(r.pages), 4) {
			fieldsOf(t, r.fields(n))
			s, err := r.scanned(n)
			if err != nil {
				continue
			}
			img, _, err := s.image.decode(r.limits)
			if b := imageBounds(img); err == nil && (b.Empty() || b.Dx()*b.Dy() > 2*small.MaxPixels) {
				t.Errorf("page %d holds a picture of %v", n+1, b)
			}
		}
		if took := time.Since(start); took > longest {
			t.Errorf("%d bytes took %v", len(data), took)
		}
	})
}

func imageBounds(img image.Image) image.Rectangle {
	if img == nil {
		return image.Rectangle{}
	}
	return img.Bounds()
}

// fieldsOf holds the fields of a form: named, each once, their texts bounded and without what nobody sees.
func fieldsOf(t *testing.T, fields []FormField) {
	seen := map[string]bool{}
	for _, f := range fields {
		switch {
		case f.Name == "" || seen[f.Name]:
			t.Errorf("a second field %q", f.Name)
		case len(f.Value) > maxFieldText || !utf8.ValidString(f.Value) || strings.ContainsAny(f.Value, "\x00\r\x1b"):
			t.Errorf("field %q holds %q", f.Name, f.Value)
		}
		seen[f.Name] = true
	}
}

// FuzzTextString decodes the texts of a form.
func FuzzTextString(f *testing.F) {
	for _, s := range []string{"Citt\xe0 \xa0 5", "\xfe\xff\x00L\x00\xf9\xd8=\xde\x00", "\xff\xfeL\x00", "\xef\xbb\xbfL\xc3\xb9", "una\r\ndue\rtre\x00", "\xfe\xff\xd8="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := clipped(textString(s))
		if len(text) > maxFieldText || !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\r\x1b\uFEFF\uFFFD") {
			t.Errorf("%q is %q", s, text)
		}
		if again := clipped(text); again != text {
			t.Errorf("%q is %q", text, again)
		}
	})
}

// FuzzHead looks at the head of anything: what the format is, how large a JPEG and a HEIC are, and how a photo was held.
func FuzzHead(f *testing.F) {
	f.Add(withEXIF(encodeQuality(f, truth(f, "gray"), 30), 6, 150)[:400])
	f.Add(read(f, "colour_cmyk.jpg")[:700])
	f.Add(read(f, "colour.heic")[:600])
	f.Add(read(f, "bw_g3_2d.tif"))
	f.Add([]byte("junk before %PDF-1.4"))
	f.Fuzz(func(t *testing.T, data []byte) {
		format := sniff(data)
		switch format {
		case "", "pdf", "tiff", "bigtiff", "jpeg", "png", "webp", "bmp", "heic":
		default:
			t.Errorf("the format %q", format)
		}
		if longer := sniff(append(bytes.Clone(data), "%PDF-"...)); format != "" && longer != format {
			t.Errorf("%q becomes %q when more follows", format, longer)
		}
		if h, ok := parseJPEGHead(data); ok {
			if h.orientation < 1 || h.orientation > 8 || h.width < 0 || h.height < 0 || !(h.xdpi >= 0) || !(h.ydpi >= 0) {
				t.Errorf("%+v", h)
			}
			if c, err := jpeg.DecodeConfig(bytes.NewReader(data)); format == "jpeg" && err == nil && (c.Width != h.width || c.Height != h.height) {
				t.Errorf("%d × %d, and by another reader %d × %d", h.width, h.height, c.Width, c.Height)
			}
		}
		if w, h, err := heicSize(bytes.NewReader(data), int64(len(data))); err == nil && (w <= 0 || h <= 0) {
			t.Errorf("a HEIC of %d × %d", w, h)
		}
		r := bytes.NewReader(data)
		if order, offset, err := tiffHeader(r); err == nil {
			d, err := readIFD(r, order, offset)
			if err != nil {
				return
			}
			if head, err := readTIFFHead(d, small); err == nil && (head.width*head.height > small.MaxPixels || head.across < 1 || head.down < 1 || head.chunkW < 1 || head.chunkH < 1) {
				t.Errorf("a TIFF of %+v", head)
			}
		}
	})
}
