package pipeline

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/draw"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/datamatrix/encoder"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/ocr"
	"pratica/ocr/decode"
)

// batchOf parts a batch written as one letter a page: S is a separator, b blank, others content; a digit is a label.
func batchOf(pages string) []Envelope {
	b := batch{separators: strings.Contains(pages, "S")}
	number := 0
	for _, letter := range pages {
		page := pageOfFile{file: File{Name: "batch.tif"}}
		switch {
		case letter == 'S':
			page.look.Separator = true
		case letter == 'b':
			page.look.Blank = true
		case letter >= '0' && letter <= '9':
			page.look.Label = claim.Text(letter)
		case letter == '!':
			page.problem = "file.empty"
		}
		if page.problem == "" {
			number++
			page.number = number
		}
		b.add(page)
	}
	return b.envelopes()
}

func TestABatchIsPartedAtItsSeparators(t *testing.T) {
	for _, c := range []struct{ why, pages, want string }{
		{"nothing parts one envelope", "ppp", "1-3"},
		{"a separator opens an envelope and is its first page", "pSpp", "1-1 2-4"},
		{"a separator at the start opens the first", "SppSp", "1-3 4-5"},
		{"the blank back of a separator goes with it", "SbppSbp", "1-4 5-7"},
		{"a sheet of two separator pages opens one envelope", "SSpSSp", "1-3 4-6"},
		{"two sheets in a row are one gap", "pSbSbp", "1-1 2-6"},
		{"a separator at the end opens nothing", "SpSb", "1-4"},
		{"separators alone are one envelope", "SbS", "1-3"},
		{"blank pages elsewhere stay where they are", "bpbSpb", "1-3 4-6"},
		{"a label of another number opens an envelope", "1pp2p", "1-3:1 4-5:2"},
		{"papers before the first label are an envelope", "pp2p", "1-2 3-4:2"},
		{"every sheet may have the label", "11p122", "1-4:1 5-6:2"},
		{"a label after a separator numbers its envelope", "S1pS2p", "1-3:1 4-6:2"},
		{"with separators, a label opens nothing", "SppSp2p3", "1-3 4-8:2"},
		{"an empty arrival is one envelope", "", ""},
	} {
		t.Run(c.why, func(t *testing.T) {
			var got []string
			for _, e := range batchOf(c.pages) {
				if len(e.Pages) == 0 {
					continue
				}
				text := fmt.Sprintf("%d-%d", e.Pages[0].FilePage, e.Pages[len(e.Pages)-1].FilePage)
				if e.ExternalNumber != "" {
					text += ":" + string(e.ExternalNumber)
				}
				got = append(got, text)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%s is parted into %v, want %s", c.pages, got, c.want)
			}
		})
	}
	if list := batchOf("pSp!"); len(list) != 2 || len(list[0].Findings) != 0 || len(list[1].Findings) != 1 {
		t.Errorf("a file that cannot be opened is found in %+v", list)
	}
}

// TestABatchOf120PagesGives20Submissions splits a batch as a mailroom scans it, on both sides in black and
// white at 200 dpi: separators of the program and Patch T in turn, some upside down, envelopes of two to six pages of
// forms, filled in with codes of their values, and of invoices; labels on some.
func TestABatchOf120PagesGives20Submissions(t *testing.T) {
	const envelopes, size = 20, 120
	dpi, papers := scannedPapers(t)
	for _, form := range typedForms[2:4] {
		d, _ := forms.Find(form.code, "")
		filled, err := d.Fill(form.typed)
		if err != nil {
			t.Fatal(err)
		}
		papers = append(papers, forms.Rasterise(filled.Draw(1), dpi))
	}
	ours, patch := forms.Rasterise(forms.DrawSeparator(), dpi), patchSheet(dpi)
	var pages []*image.Gray
	var want [][]int
	var numbers []claim.Text
	for n := range envelopes {
		separator := copied(ours)
		if n%2 == 1 {
			separator = copied(patch)
		}
		number := claim.Text("")
		if n%5 == 3 {
			number = claim.Text(fmt.Sprintf("2026-%06d", n))
			stick(t, separator, labelKinds[n/5], string(number), 20, 200, dpi)
		}
		if n%3 == 1 {
			slices.Reverse(separator.Pix)
		}
		first := len(pages) + 1
		pages = append(pages, separator, paper4(dpi))
		for i := range []int{4, 2, 6, 4, 4}[n%5] {
			pages = append(pages, papers[(n+i)%len(papers)])
		}
		numbers = append(numbers, number)
		want = append(want, numbered(first, len(pages)))
	}
	if len(pages) != size {
		t.Fatalf("the batch has %d pages", len(pages))
	}
	path := filepath.Join(t.TempDir(), "batch.tif")
	if err := os.WriteFile(path, packed(pages, int(dpi)), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	list, err := p.Split(t.Context(), []File{{"batch.tif", path}}, claim.Post)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != envelopes {
		t.Fatalf("%d envelopes", len(list))
	}
	for n, e := range list {
		var got []int
		for _, ref := range e.Pages {
			got = append(got, ref.FilePage)
		}
		if !reflect.DeepEqual(got, want[n]) || e.ExternalNumber != numbers[n] {
			t.Errorf("envelope %d has the pages %v and the number %q, want %v and %q", n+1, got, e.ExternalNumber, want[n], numbers[n])
		}
	}
	const some = 12
	sent := written(t, "sent.tif", packed(pages[:some], int(dpi)))
	if list, err = p.Split(t.Context(), []File{{"sent.tif", sent}}, claim.Online); err != nil || len(list) != 1 || len(list[0].Pages) != some {
		t.Errorf("what a member sends is parted into %+v, %v", list, err)
	}
	result, err := p.ReadPage(t.Context(), File{"batch.tif", path}, want[1][0])
	if err != nil {
		t.Fatal(err)
	}
	read, err := groupPages([]ReadPage{{PageRef{"batch.tif", want[1][0]}, result.Reading}})
	if err != nil || len(read) != 1 || read[0].kind != claim.Separator {
		t.Errorf("the sheet with Patch T is read as %+v, %v", read, err)
	}
}

func numbered(from, to int) []int {
	var list []int
	for n := from; n <= to; n++ {
		list = append(list, n)
	}
	return list
}

// paper4 is an A4 page with nothing on it.
func paper4(dpi float64) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, int(210/25.4*dpi), int(297/25.4*dpi)))
	draw.Draw(g, g.Rect, image.White, image.Point{}, draw.Src)
	return g
}

// patchSheet carries Patch T at its head (Kodak A-61599).
func patchSheet(dpi float64) *image.Gray {
	g := paper4(dpi)
	at := 0.5
	for _, bar := range []float64{0.08, 0.2, 0.08, 0.2} {
		draw.Draw(g, image.Rect(int(2.5*dpi), int(at*dpi), int(5.5*dpi), int((at+bar)*dpi)), image.Black, image.Point{}, draw.Src)
		at += bar + 0.08
	}
	return g
}

// scannedPapers are the form and the invoices of a sample, as a scanner gave them in black and white.
func scannedPapers(t *testing.T) (dpi float64, pages []*image.Gray) {
	t.Helper()
	source, err := decode.Open(t.Context(), filepath.Join("..", "testdata", "sample-g4", "envelope.tif"), decode.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	for n := range source.PageCount() {
		page, err := source.Page(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		dpi, pages = page.DPI, append(pages, ocr.Grey(page.Image))
	}
	return dpi, pages
}

func copied(g *image.Gray) *image.Gray {
	return &image.Gray{Pix: slices.Clone(g.Pix), Stride: g.Stride, Rect: g.Rect}
}

// labelKinds are the codes that a label may bear.
var labelKinds = []gozxing.BarcodeFormat{gozxing.BarcodeFormat_CODE_128, gozxing.BarcodeFormat_CODE_39, gozxing.BarcodeFormat_QR_CODE,
	gozxing.BarcodeFormat_DATA_MATRIX}

// stick puts a white label with a code on a page, at x, y in mm: bars 12 mm high, squares or narrow bars of 0.5 mm.
func stick(t *testing.T, g *image.Gray, kind gozxing.BarcodeFormat, text string, x, y, dpi float64) {
	t.Helper()
	writer := map[gozxing.BarcodeFormat]gozxing.Writer{gozxing.BarcodeFormat_CODE_128: oned.NewCode128Writer(), gozxing.BarcodeFormat_CODE_39: oned.NewCode39Writer(),
		gozxing.BarcodeFormat_QR_CODE: qrcode.NewQRCodeWriter(), gozxing.BarcodeFormat_DATA_MATRIX: datamatrix.NewDataMatrixWriter()}[kind]
	m, err := writer.Encode(text, kind, 0, 0, map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_MARGIN: 0,
		gozxing.EncodeHintType_DATA_MATRIX_SHAPE: encoder.SymbolShapeHint_FORCE_SQUARE})
	if err != nil {
		t.Fatal(err)
	}
	const module = 0.508
	across, down := m.GetWidth(), m.GetHeight()
	high := module
	if down == 1 {
		high = 12
	}
	px := func(mm float64) int { return int(mm/25.4*dpi + 0.5) }
	label := image.Rect(px(x-4), px(y-4), px(x+module*float64(across)+4), px(y+high*float64(down)+4))
	draw.Draw(g, label, image.White, image.Point{}, draw.Src)
	for j := range down {
		for i := range across {
			if m.Get(i, j) {
				module := image.Rect(px(x+module*float64(i)), px(y+high*float64(j)), px(x+module*float64(i+1)), px(y+high*float64(j+1)))
				draw.Draw(g, module, image.Black, image.Point{}, draw.Src)
			}
		}
	}
}

// TestALabelOfAnyKindBeginsAnEnvelope sticks labels on pages of a scanned batch without separators: what the code says
// decides, and not how it is printed.
func TestALabelOfAnyKindBeginsAnEnvelope(t *testing.T) {
	dpi, papers := scannedPapers(t)
	p := newPipeline(t)
	for _, kind := range labelKinds {
		t.Run(kind.String(), func(t *testing.T) {
			stuck := func(page int, text string) *image.Gray {
				g := copied(papers[page])
				stick(t, g, kind, text, 25, 12, dpi)
				return g
			}
			cover := paper4(dpi)
			stick(t, cover, kind, "2026-000125", 25, 12, dpi)
			pages := []*image.Gray{papers[0], stuck(2, "HTTPS://PAY.EXAMPLE.IT/2026-000123"), stuck(3, "2026-000123"), stuck(4, "2026-000124-87"), cover, papers[2]}
			path := written(t, "batch.tif", packed(pages, int(dpi)))
			list, err := p.Split(t.Context(), []File{{"batch.tif", path}}, claim.Post)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, e := range list {
				got += fmt.Sprintf("%d:%s ", len(e.Pages), e.ExternalNumber)
			}
			if got != "2: 2:2026-000123 2:2026-000125 " {
				t.Errorf("parted into %s", got)
			}
		})
	}
}

// packed is a TIFF of black and white pages, packed bits without compression.
func packed(pages []*image.Gray, dpi int) []byte {
	var out bytes.Buffer
	put := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&out, binary.LittleEndian, v) // a buffer takes all
		}
	}
	put([]byte("II*\x00"), uint32(8))
	for n, g := range pages {
		const entries = 11
		w, h := g.Rect.Dx(), g.Rect.Dy()
		stride := (w + 7) / 8
		start := out.Len()
		resolution := start + 2 + entries*12 + 4
		pixels := resolution + 8
		next := pixels + stride*h
		next += next % 2
		if n == len(pages)-1 {
			next = 0
		}
		put(uint16(entries))
		for _, e := range [entries][3]int{{256, 4, w}, {257, 4, h}, {258, 3, 1}, {259, 3, 1}, {262, 3, 1}, {273, 4, pixels}, {277, 3, 1}, {278, 4, h},
			{279, 4, stride * h}, {282, 5, resolution}, {283, 5, resolution}} {
			put(uint16(e[0]), uint16(e[1]), uint32(1), uint32(e[2]))
		}
		put(uint32(next), uint32(dpi), uint32(1))
		for y := range h {
			row := make([]byte, stride)
			for x, v := range g.Pix[y*g.Stride:][:w] {
				if v >= 128 {
					row[x/8] |= 0x80 >> (x % 8)
				}
			}
			put(row)
		}
		if out.Len()%2 == 1 {
			put(uint8(0))
		}
	}
	return out.Bytes()
}
