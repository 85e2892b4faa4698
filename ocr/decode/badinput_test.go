package decode

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"pratica/claim"
)

func TestBadFilesSayWhatIsWrong(t *testing.T) {
	jpg := encodeJPEG(t, truth(t, "gray"))
	pngData := read(t, "bw.png")
	scan := func() *pdfDraft {
		p := newPDF()
		p.scan("/ColorSpace/DeviceGray/BitsPerComponent 8", rows(truth(t, "gray"), 1, 8), "")
		return p
	}
	empty := newPDF()
	many := newPDF()
	for range 30 {
		many.page("", "", "")
	}
	wide := newPDF()
	wide.objects[1] = []byte("<</Type/Pages/Count 1000000/Kids[" + strings.Repeat("3 0 R ", 100_000) + "]>>")
	wide.objects = append(wide.objects, []byte("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"))
	for _, c := range []struct {
		name   string
		data   []byte
		limits Limits
		code   claim.Code
	}{
		{"an empty file", nil, Limits{}, CodeEmpty},
		{"a text", []byte("Gentile signora, in allegato la fattura."), Limits{}, CodeUnsupported},
		{"a ZIP archive", []byte("PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), Limits{}, CodeUnsupported},
		{"zeros", make([]byte, 5000), Limits{}, CodeUnsupported},
		{"more bytes than allowed", jpg, Limits{MaxBytes: 100}, CodeTooLarge},
		{"more pages than allowed", many.bytes(), Limits{MaxPages: 29}, CodeTooManyPages},
		{"more TIFF pages than allowed", read(t, "three_pages.tif"), Limits{MaxPages: 2}, CodeTooManyPages},
		{"more pixels than allowed", jpg, Limits{MaxPixels: 5999}, CodeTooLarge},
		{"a JPEG cut in its head", jpg[:100], Limits{}, CodeTruncated},
		{"a PNG cut in its head", pngData[:20], Limits{}, CodeTruncated},
		{"a BMP cut in its head", read(t, "colour.bmp")[:30], Limits{}, CodeTruncated},
		{"a WebP cut in its head", read(t, "colour.webp")[:22], Limits{}, CodeTruncated},
		{"a TIFF cut before its directory", read(t, "bw_g4.tif")[:40], Limits{}, CodeTruncated},
		{"a TIFF without pages", []byte("II*\x00\x00\x00\x00\x00"), Limits{}, CodeUnsupported},
		{"a BigTIFF", []byte("II+\x00\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00"), Limits{}, CodeUnsupported},
		{"a PDF cut in the middle", scan().bytes()[:3000], Limits{}, CodeTruncated},
		{"a PDF of its first line", []byte("%PDF-1.4\n"), Limits{}, CodeTruncated},
		{"a PDF that is noise", []byte("%PDF-1.4\n" + strings.Repeat("noise ", 100) + "\n%%EOF\n"), Limits{}, CodeUnsupported},
		{"a PDF without pages", empty.bytes(), Limits{}, CodeUnsupported},
		{"a PDF with a user password", read(t, "user_password.pdf"), Limits{}, CodeEncrypted},
		{"a million page nodes that are one", wide.bytes(), Limits{}, CodeTooManyPages},
		{"a PNG longer than any paper", pngBomb(40_000, 300, 8, 0), Limits{}, CodeTooLarge},
		{"a PNG bomb", pngBomb(60_000, 60_000, 8, 2), Limits{}, CodeTooLarge},
		{"a PNG with 16 bits a sample, twice the memory", pngBomb(9_000, 9_000, 16, 6), Limits{}, CodeTooLarge},
		{"a JPEG bomb", jpegBomb(65_500, 65_500), Limits{}, CodeTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := heap()
			s, err := Open(context.Background(), writeTemp(t, c.data), c.limits)
			if err == nil {
				s.Close()
			}
			wantCode(t, err, c.code, 0)
			if used := heap() - before; used > 64<<20 {
				t.Errorf("took %d MB", used>>20)
			}
		})
	}
}

func TestBadPagesLeaveTheOthersReadable(t *testing.T) {
	three := read(t, "three_pages.tif")
	jpg := encodeJPEG(t, truth(t, "gray"))
	// The last strip of the last page.
	cut := append([]byte(nil), three...)
	flipped := map[string][]byte{}
	order, first, _ := tiffHeader(bytes.NewReader(three))
	var dirs []int64
	for at := first; at != 0; {
		d, err := readIFD(bytes.NewReader(three), order, at)
		if err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, at)
		at = d.next
	}
	edit := func(name string, data []byte, at int64, tag uint16, value uint32) {
		data = append([]byte(nil), data...)
		for i := range int64(order.Uint16(data[at:])) {
			e := data[at+2+12*i:]
			if order.Uint16(e) == tag {
				order.PutUint16(e[2:], 4)
				order.PutUint32(e[4:], 1)
				order.PutUint32(e[8:], value)
				flipped[name] = data
			}
		}
	}
	edit("a TIFF page of 10 gigapixels", three, dirs[1], tagWidth, 100_000_000)
	edit("an unknown TIFF compression", three, dirs[1], tagCompression, 34_712)
	edit("a TIFF strip beyond the end", three, dirs[1], tagStripOffsets, 1<<30)
	edit("a TIFF strip of 1 GB", three, dirs[1], tagStripByteCounts, 1<<30)
	tiles := read(t, "colour_tiles.tif")
	_, dir, _ := tiffHeader(bytes.NewReader(tiles))
	edit("TIFF tiles of no size", tiles, dir, tagTileWidth, 0)
	edit("a TIFF tile of a gigapixel", tiles, dir, tagTileLength, 30_000_000)
	// The link of the second directory leads back to the first.
	loop := append([]byte(nil), three...)
	n := int64(order.Uint16(loop[dirs[1]:]))
	order.PutUint32(loop[dirs[1]+2+12*n:], uint32(dirs[0]))

	p := newPDF()
	good := rows(truth(t, "gray"), 1, 8)
	p.scan("/ColorSpace/DeviceGray/BitsPerComponent 8", good, "")
	p.scan("/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode", []byte("this is no Flate stream"), "")
	p.media = "[0 0 90000 90000]"
	p.page("0 0 90000 90000 re f", "", "")
	p.media = "[0 0 200 120]"
	huge := p.stream("/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode", deflate(make([]byte, 1000)))
	p.page("q 200 0 0 120 0 0 cm /Im0 Do Q", fmt.Sprintf("/XObject<</Im0 %d 0 R>>", huge), "")
	pdf := p.bytes()

	for _, c := range []struct {
		name string
		data []byte
		bad  int // from 0
		code claim.Code
		good int // -1: none
	}{
		{"a JPEG cut in its picture", jpg[:len(jpg)*2/3], 0, CodeTruncated, -1},
		{"a PNG cut in its picture", read(t, "colour.png")[:800], 0, CodeTruncated, -1},
		{"a TIFF cut in its last page", cut[:dirs[2]-100], 2, CodeTruncated, 0},
		{"a chain of TIFF directories that is a loop", loop, 2, CodeUnreadable, 1},
		{"a TIFF page of 10 gigapixels", flipped["a TIFF page of 10 gigapixels"], 1, CodeUnreadable, 0},
		{"an unknown TIFF compression", flipped["an unknown TIFF compression"], 1, CodeUnsupported, 2},
		{"a TIFF strip beyond the end", flipped["a TIFF strip beyond the end"], 1, CodeTruncated, 2},
		{"a TIFF strip of 1 GB", flipped["a TIFF strip of 1 GB"], 1, CodeUnreadable, 2},
		{"TIFF tiles of no size", flipped["TIFF tiles of no size"], 0, CodeUnreadable, -1},
		{"a TIFF tile of a gigapixel", flipped["a TIFF tile of a gigapixel"], 0, CodeUnreadable, -1},
		{"a PDF page of 32 × 32 m", pdf, 2, CodeUnreadable, 0},
		{"a PDF picture of 3.6 gigapixels", pdf, 3, CodeUnreadable, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, writeTemp(t, c.data))
			before := heap()
			_, err := s.Page(context.Background(), c.bad)
			wantCode(t, err, c.code, c.bad+1)
			if used := heap() - before; used > 64<<20 {
				t.Errorf("took %d MB", used>>20)
			}
			if c.good >= 0 {
				decodePage(t, s, c.good)
			}
		})
	}
}

func TestBombsInFlateInflateToNoMoreThanTheirPicture(t *testing.T) {
	zeros := deflate(make([]byte, 200<<20))
	twice := deflate(zeros)
	for _, c := range []struct {
		name, filter string
		data         []byte
	}{{"a picture that inflates to 200 MB", "/FlateDecode", zeros}, {"a picture deflated twice", "[/FlateDecode/FlateDecode]", twice}} {
		t.Run(c.name, func(t *testing.T) {
			p := newPDF()
			p.scan("/ColorSpace/DeviceGray/BitsPerComponent 8/Filter"+c.filter, c.data, "")
			s := open(t, writeTemp(t, p.bytes()))
			before := heap()
			_, err := s.pages.(*pdfFile).decodeScan(0)
			if err == nil {
				t.Error("was decoded")
			}
			if used := heap() - before; used > 32<<20 {
				t.Errorf("took %d MB", used>>20)
			}
		})
	}
	t.Run("a content stream that inflates to 200 MB", func(t *testing.T) {
		p := newPDF()
		c := p.stream("/Filter/FlateDecode", zeros)
		p.pages = append(p.pages, p.add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents %d 0 R>>", c)))
		s := open(t, writeTemp(t, p.bytes()))
		before := heap()
		if _, err := s.pages.(*pdfFile).decodeScan(0); err == nil {
			t.Error("was decoded")
		}
		if used := heap() - before; used > 64<<20 {
			t.Errorf("took %d MB", used>>20)
		}
	})
}

// TestStructuresThatNeedThemselvesEnd holds files whose objects lead back to themselves.
func TestStructuresThatNeedThemselvesEnd(t *testing.T) {
	page := func(p *pdfDraft, contents string) []byte {
		p.pages = append(p.pages, p.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents "+contents+">>"))
		return p.bytes()
	}
	tree := newPDF()
	tree.objects[1] = []byte("<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>")
	own := newPDF()
	own.add("<</Length 3 0 R>>stream\nx\nendstream")
	form := newPDF()
	form.stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 3 0 R>>>>", []byte("/F Do"))
	form.page("/F Do", "/XObject<</F 3 0 R>>", "")
	chain := newPDF()
	for i := range 40 {
		chain.add(fmt.Sprintf("%d 0 R", 4+i))
	}
	deep := newPDF()
	deep.add(strings.Repeat("[", 100_000))
	xref := bytes.Replace(page(newPDF(), "null"), []byte("trailer\n<<"), []byte("trailer\n<</Prev 9999999 "), 1)
	at := bytes.LastIndex(xref, []byte("xref\n0"))
	xref = bytes.Replace(xref, []byte("/Prev 9999999"), fmt.Appendf(nil, "/Prev %d", at), 1)
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"a page tree that is a loop", tree.bytes()},
		{"a stream that is its own length", page(own, "3 0 R")},
		{"a form that shows itself", form.bytes()},
		{"references to references", page(chain, "3 0 R")},
		{"arrays nested 100 000 deep", page(deep, "3 0 R")},
		{"cross-references that lead to themselves", xref},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
			defer cancel()
			s, err := Open(ctx, writeTemp(t, c.data), Limits{})
			if err != nil {
				wantCode(t, err, CodeUnsupported, 0)
				return
			}
			defer s.Close()
			if page, err := s.Page(ctx, 0); err != nil {
				wantCode(t, err, CodeUnreadable, 1)
			} else if page.Image == nil {
				t.Error("neither a picture nor an error")
			}
		})
	}
}

func TestOwnerPasswordDoesNotHideThePages(t *testing.T) {
	page := decodePage(t, open(t, "testdata/owner_password.pdf"), 0)
	if got := texts(page); got != "Fattura n. 12" {
		t.Errorf("the words are %q", got)
	}
}

func TestWrongExtensionIsNoError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fattura.pdf")
	if err := os.WriteFile(path, read(t, "bw.png"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s := open(t, path); s.Format() != "png" || s.PageCount() != 1 {
		t.Errorf("%s of %d pages", s.Format(), s.PageCount())
	}
}

func TestCancelledContextIsNoFileError(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := open(t, "testdata/three_pages.tif")
	cancel()
	if _, err := s.Page(ctx, 0); !errors.Is(err, context.Canceled) || errors.As(err, new(*FileError)) {
		t.Errorf("got %v", err)
	}
	if _, err := Open(ctx, "testdata/three_pages.tif", Limits{}); !errors.Is(err, context.Canceled) || errors.As(err, new(*FileError)) {
		t.Errorf("got %v", err)
	}
}

func TestPanicOfADecoderIsAnErrorOfItsPage(t *testing.T) {
	s := open(t, "testdata/three_pages.tif")
	s.pages.(*tiffFile).pages[1] = nil
	_, err := s.Page(context.Background(), 1)
	wantCode(t, err, CodeUnreadable, 2)
	decodePage(t, s, 2)
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// heap is how much has been allocated so far, whether it is still used or not.
func heap() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.TotalAlloc)
}

func pngBomb(w, h uint32, depth, kind byte) []byte {
	var out bytes.Buffer
	out.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(name string, body []byte) {
		_ = binary.Write(&out, binary.BigEndian, uint32(len(body)))
		body = append([]byte(name), body...)
		out.Write(body)
		_ = binary.Write(&out, binary.BigEndian, crc32.ChecksumIEEE(body))
	}
	head := binary.BigEndian.AppendUint32(nil, w)
	head = binary.BigEndian.AppendUint32(head, h)
	chunk("IHDR", append(head, depth, kind, 0, 0, 0))
	chunk("IDAT", deflate(make([]byte, 1<<20)))
	chunk("IEND", nil)
	return out.Bytes()
}

func jpegBomb(w, h uint16) []byte {
	head := []byte{0xff, 0xd8, 0xff, 0xc0, 0, 11, 8}
	head = binary.BigEndian.AppendUint16(head, h)
	head = binary.BigEndian.AppendUint16(head, w)
	return append(head, 1, 1, 0x11, 0, 0xff, 0xd9)
}
