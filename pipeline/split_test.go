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
	"github.com/makiuchi-d/gozxing/oned"

	"pratica/claim"
	"pratica/extract/forms"
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
// white at a low resolution: separators of the program and Patch T in turn, some upside down, envelopes of two
// to five pages, labels on some.
func TestABatchOf120PagesGives20Submissions(t *testing.T) {
	const dpi, envelopes, size = 100, 20, 120
	var pages, blanks []*image.Gray
	for _, d := range forms.All() {
		blanks = append(blanks, forms.Rasterise(d.Draw(1), dpi))
	}
	var want [][]int
	var numbers []claim.Text
	for n := range envelopes {
		var separator *image.Gray
		if n%2 == 0 {
			separator = forms.Rasterise(forms.DrawSeparator(), dpi)
		} else {
			separator = patchSheet(dpi)
		}
		number := claim.Text("")
		if n%5 == 3 {
			number = claim.Text(fmt.Sprintf("2026-%06d", n))
			stick(t, separator, string(number), 20, 200, dpi)
		}
		if n%3 == 1 {
			slices.Reverse(separator.Pix)
		}
		first := len(pages) + 1
		pages = append(pages, separator, paper4(dpi))
		for range []int{4, 2, 6, 4, 4}[n%5] {
			pages = append(pages, blanks[n%len(blanks)])
		}
		numbers = append(numbers, number)
		want = append(want, numbered(first, len(pages)))
	}
	if len(pages) != size {
		t.Fatalf("the batch has %d pages", len(pages))
	}
	path := filepath.Join(t.TempDir(), "batch.tif")
	if err := os.WriteFile(path, packed(pages, dpi), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for channel, one := range map[claim.Channel]bool{claim.Post: false, claim.Online: true} {
		list, err := p.Split(t.Context(), []File{{"batch.tif", path}}, channel)
		if err != nil {
			t.Fatal(err)
		}
		if one {
			if len(list) != 1 || len(list[0].Pages) != size {
				t.Errorf("%s: %d envelopes", channel, len(list))
			}
			continue
		}
		if len(list) != envelopes {
			t.Fatalf("%s: %d envelopes", channel, len(list))
		}
		for n, e := range list {
			var got []int
			for _, ref := range e.Pages {
				got = append(got, ref.FilePage)
			}
			if !reflect.DeepEqual(got, want[n]) || e.ExternalNumber != numbers[n] {
				t.Errorf("%s: envelope %d has the pages %v and the number %q, want %v and %q", channel, n+1, got, e.ExternalNumber, want[n], numbers[n])
			}
		}
	}
	result, err := p.ReadPage(t.Context(), File{"batch.tif", path}, want[1][0])
	if err != nil {
		t.Fatal(err)
	}
	papers, err := groupPages([]ReadPage{{PageRef{"batch.tif", want[1][0]}, result.Reading}})
	if err != nil || len(papers) != 1 || papers[0].kind != claim.Separator {
		t.Errorf("the sheet with Patch T is read as %+v, %v", papers, err)
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

// stick draws a barcode label, its narrow bars 0.5 mm wide, at x, y in mm.
func stick(t *testing.T, g *image.Gray, text string, x, y, dpi float64) {
	m, err := oned.NewCode128Writer().Encode(text, gozxing.BarcodeFormat_CODE_128, 0, 1, map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_MARGIN: 0})
	if err != nil {
		t.Fatal(err)
	}
	px := func(mm float64) int { return int(mm/25.4*dpi + 0.5) }
	for i := range m.GetWidth() {
		if m.Get(i, 0) {
			draw.Draw(g, image.Rect(px(x+0.508*float64(i)), px(y), px(x+0.508*float64(i+1)), px(y+12)), image.Black, image.Point{}, draw.Src)
		}
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
