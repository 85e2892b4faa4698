package decode

import (
	"bytes"
	"compress/lzw"
	"context"
	"fmt"
	"image"
	"os"
	"strings"
	"testing"
)

// rows packs a picture as PDF image samples.
func rows(img image.Image, components, bits int) []byte {
	var out []byte
	rgba := overWhite(img)
	for y := range rgba.Rect.Dy() {
		var b byte
		for x := range rgba.Rect.Dx() {
			p := rgba.Pix[rgba.PixOffset(x, y):]
			switch {
			case bits == 1:
				b = b<<1 | p[1]>>7
				if x&7 == 7 || x == rgba.Rect.Dx()-1 {
					out = append(out, b<<(7-x&7))
					b = 0
				}
			case components == 1:
				out = append(out, p[1])
			default:
				out = append(out, p[:3]...)
			}
		}
	}
	return out
}

// g4 takes the Group 4 data out of a one-strip sample.
func g4(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	r := bytes.NewReader(data)
	order, offset, err := tiffHeader(r)
	if err != nil {
		t.Fatal(err)
	}
	d, err := readIFD(r, order, offset)
	if err != nil {
		t.Fatal(err)
	}
	at, n := d.int(tagStripOffsets, 0), d.int(tagStripByteCounts, 0)
	return data[at : at+n]
}

func TestScannedPageIsDecodedFromItsOwnStream(t *testing.T) {
	gray, colour, bw := truth(t, "gray"), truth(t, "colour"), truth(t, "bw")
	const grayDict, rgbDict = "/ColorSpace/DeviceGray/BitsPerComponent 8", "/ColorSpace/DeviceRGB/BitsPerComponent 8"
	inverted := rows(gray, 1, 8)
	for i := range inverted {
		inverted[i] ^= 0xff
	}
	var packed bytes.Buffer
	w := lzw.NewWriter(&packed, lzw.MSB, 8)
	_, _ = w.Write(rows(gray, 1, 8))
	_ = w.Close()
	sub := make([]byte, 0, 61*100)
	for y, all := 0, rows(gray, 1, 8); y < 60; y++ {
		sub = append(sub, 1)
		for x := range 100 {
			left := byte(0)
			if x > 0 {
				left = all[y*100+x-1]
			}
			sub = append(sub, all[y*100+x]-left)
		}
	}
	for _, c := range []struct {
		name      string
		dict      string
		data      []byte
		truth     string
		tolerance float64
		encoded   bool
	}{
		{"a grey JPEG", grayDict + "/Filter/DCTDecode", encodeJPEG(t, gray), "gray", 3, true},
		{"a coloured JPEG", rgbDict + "/Filter[/DCTDecode]", encodeJPEG(t, colour), "colour", 6, true},
		{"a JPEG that was deflated too", rgbDict + "/Filter[/FlateDecode/DCTDecode]", deflate(encodeJPEG(t, colour)), "colour", 6, true},
		{"a JPEG whose EXIF orientation viewers of PDF ignore", grayDict + "/Filter/DCTDecode", withEXIF(encodeJPEG(t, gray), 6, 72), "gray", 3, false},
		{"grey samples in Flate", grayDict + "/Filter/FlateDecode", deflate(rows(gray, 1, 8)), "gray", 0, false},
		{"grey samples in Flate with a PNG predictor", grayDict + "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 100>>", deflate(sub), "gray", 0, false},
		{"RGB samples in Flate", rgbDict + "/Filter/FlateDecode", deflate(rows(colour, 3, 8)), "colour", 0, false},
		{"samples with an inverted Decode array", grayDict + "/Decode[1 0]/Filter/FlateDecode", deflate(inverted), "gray", 0, false},
		{"samples in LZW without early change", grayDict + "/Filter/LZWDecode/DecodeParms<</EarlyChange 0>>", packed.Bytes(), "gray", 0, false},
		{"samples in hexadecimal", grayDict + "/Filter/ASCIIHexDecode", fmt.Appendf(nil, "%x>", rows(gray, 1, 8)), "gray", 0, false},
		{"samples as they are", grayDict, rows(gray, 1, 8), "gray", 0, false},
		{"bits in Flate", "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode", deflate(rows(bw, 1, 1)), "bw", 0, false},
		{"bits in RunLength", "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/RunLengthDecode", runLengths(rows(bw, 1, 1)), "bw", 0, false},
		{"an index into colours", "/ColorSpace[/Indexed/DeviceRGB 1(\\000\\000\\000\\377\\377\\377)]/BitsPerComponent 1/Filter/FlateDecode", deflate(rows(bw, 1, 1)), "bw", 0, false},
		{"a profile for grey", "/ColorSpace[/ICCBased 4 0 R]/BitsPerComponent 1/Filter/FlateDecode", deflate(rows(bw, 1, 1)), "bw", 0, false},
		// The sample is BlackIsZero: its black runs are the white of the picture.
		{"Group 4 with BlackIs1", "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 100/Rows 60/BlackIs1 true>>", g4(t, "bw_g4.tif"), "bw", 0, false},
		{"Group 4 inverted by Decode", "/ColorSpace/DeviceGray/BitsPerComponent 1/Decode[1 0]/Filter/CCITTFaxDecode/DecodeParms[<</K -1/Columns 100>>]", g4(t, "bw_g4.tif"), "bw", 0, false},
		{"Group 3 mixed", "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K 4/EndOfLine true/Columns 100/BlackIs1 true>>", g4(t, "bw_g3_2d.tif"), "bw", 0, false},
		{"Group 3 one-dimensional", "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K 0/EndOfLine true/Columns 100/BlackIs1 true>>", g4(t, "bw_g3_1d.tif"), "bw", 0, false},
	} {
		for _, kind := range []string{"table", "streams"} {
			t.Run(c.name+", cross-references as "+kind, func(t *testing.T) {
				p := newPDF()
				p.add("null") // object 3
				p.stream("/N 1", []byte("no profile is looked at"))
				p.scan(c.dict, c.data, "")
				data := p.bytes()
				if kind == "streams" {
					data = p.compact()
				}
				page := decodePage(t, open(t, writeTemp(t, data)), 0)
				if d := difference(t, page.Image, truth(t, c.truth)); d > c.tolerance {
					t.Errorf("differs by %.2f", d)
				}
				if page.Rendered || page.Bitonal != (c.truth == "bw") || page.Text != nil {
					t.Errorf("rendered %v, bitonal %v, text %v", page.Rendered, page.Bitonal, page.Text)
				}
				if (page.Encoded != nil) != c.encoded {
					t.Errorf("%d bytes are given as the picture of the page", len(page.Encoded))
				}
				// 100 pixels on 200 points are 36 dpi, which nobody scans with.
				if !page.Estimated {
					t.Errorf("%v dpi are believed", page.DPI)
				}
			})
		}
	}
}

func runLengths(data []byte) []byte {
	var out []byte
	for len(data) > 0 {
		n := min(len(data), 128)
		same := 1
		for same < n && data[same] == data[0] {
			same++
		}
		if same > 1 {
			out, data = append(out, byte(257-same), data[0]), data[same:]
			continue
		}
		out, data = append(out, 0, data[0]), data[1:]
	}
	return append(out, 128)
}

// TestScanLiesOnThePageAsPDFiumDrawsIt compares every way to place and turn a scan with what PDFium draws.
func TestScanLiesOnThePageAsPDFiumDrawsIt(t *testing.T) {
	colour := truth(t, "colour")
	data := deflate(rows(colour, 3, 8))
	for _, c := range []struct {
		name, content, media, more string
	}{
		{"upright", "200 0 0 120 0 0 cm", "", ""},
		{"upside down", "-200 0 0 -120 200 120 cm", "", ""},
		{"mirrored", "-200 0 0 120 200 0 cm", "", ""},
		{"flipped", "200 0 0 -120 0 120 cm", "", ""},
		{"turned left by its matrix", "0 200 -120 0 120 0 cm", "[0 0 120 200]", ""},
		{"turned right by its matrix", "0 -200 120 0 0 200 cm", "[0 0 120 200]", ""},
		{"transposed", "0 200 120 0 0 0 cm", "[0 0 120 200]", ""},
		{"transversed", "0 -200 -120 0 120 200 cm", "[0 0 120 200]", ""},
		{"page turned by 90", "200 0 0 120 0 0 cm", "", "/Rotate 90"},
		{"page turned by 180", "200 0 0 120 0 0 cm", "", "/Rotate 180"},
		{"page turned by -90", "200 0 0 120 0 0 cm", "", "/Rotate -90"},
		{"page and picture turned", "0 200 -120 0 120 0 cm", "[0 0 120 200]", "/Rotate 270"},
		{"in two steps", "2 0 0 2 0 0 cm 100 0 0 60 0 0 cm", "", ""},
		{"on a page with another origin", "200 0 0 120 -50 30 cm", "[-50 30 150 150]", ""},
		{"cut off by the page", "250 0 0 150 -20 -10 cm", "", ""},
		{"turned and cut off by the crop box", "0 250 -150 0 130 -30 cm", "[0 0 400 400]", "/CropBox[0 0 120 200]/Rotate 90"},
		{"on the crop box", "200 0 0 120 50 40 cm", "[0 0 400 300]", "/CropBox[50 40 250 160]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPDF()
			if c.media != "" {
				p.media = c.media
			}
			img := p.stream("/Type/XObject/Subtype/Image/Width 100/Height 60/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode", data)
			p.page("q "+c.content+" /Im0 Do Q", fmt.Sprintf("/XObject<</Im0 %d 0 R>>", img), c.more)
			s := open(t, writeTemp(t, p.bytes()))
			page := decodePage(t, s, 0)
			if page.Rendered {
				t.Fatal("was drawn by PDFium")
			}
			drawn, err := s.pages.(*pdfFile).pdfium().load(context.Background(), 0)
			if err != nil {
				t.Fatal(err)
			}
			defer drawn.release()
			want, err := drawn.render(72*float64(page.Image.Bounds().Dx())/drawn.w, false)
			if err != nil {
				t.Fatal(err)
			}
			if d := difference(t, page.Image, want); d > 8 {
				t.Errorf("differs from PDFium's drawing by %.2f", d)
			}
		})
	}
}

func TestPagesThatAreNoPlainScanAreDrawn(t *testing.T) {
	gray := deflate(rows(truth(t, "gray"), 1, 8))
	const dict = "/Type/XObject/Subtype/Image/Width 100/Height 60/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
	const show = "q 200 0 0 120 0 0 cm /Im0 Do Q "
	for _, c := range []struct{ name, image, content, more string }{
		{"two pictures", dict, show + "q 20 0 0 20 0 0 cm /Im0 Do Q", ""},
		{"a line across", dict, show + "0 0 m 200 120 l S", ""},
		{"a bar over it", dict, show + "0 0 50 50 re f", ""},
		{"visible text on it", dict, show + "BT /F1 12 Tf 20 20 Td (PAGATO) Tj ET", ""},
		{"a picture of half the page", dict, "q 100 0 0 120 0 0 cm /Im0 Do Q", ""},
		{"a picture cut off by a clip", dict, "q 0 0 100 120 re W n " + show + "Q", ""},
		{"a picture placed askew", dict, "q 198 20 -20 118 10 -10 cm /Im0 Do Q", ""},
		{"a picture with a colour key", dict + "/Mask[0 10]", show, ""},
		{"a picture with a Decode array of its own", dict + "/Decode[0.2 0.8]", show, ""},
		{"a transparent picture", dict, "/G1 gs " + show, ""},
		{"an inline picture", dict, show + "BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI", ""},
		{"a stamp over it", dict, show, "/Annots[<</Type/Annot/Subtype/Square/Rect[10 10 60 60]/C[1 0 0]/F 4>>]"},
		{"optional content", dict, "/OC /X BDC " + show + "EMC", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPDF()
			img := p.stream(c.image, gray)
			p.page(c.content, fmt.Sprintf("/XObject<</Im0 %d 0 R>>/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/ExtGState<</G1<</ca 0.5>>>>", img), c.more)
			page := decodePage(t, open(t, writeTemp(t, p.bytes())), 0)
			if !page.Rendered {
				t.Error("was taken for a scan")
			}
		})
	}
}

func TestScansWithHarmlessExtrasAreStillScans(t *testing.T) {
	gray := deflate(rows(truth(t, "gray"), 1, 8))
	const dict = "/Type/XObject/Subtype/Image/Width 100/Height 60/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
	const show = "q 200 0 0 120 0 0 cm /Im0 Do Q "
	for _, c := range []struct{ name, content, more string }{
		{"recognised text that cannot be seen", show + "BT 3 Tr /F1 12 Tf 20 20 Td (FATTURA) Tj ET", ""},
		{"white paper painted first", "1 g 0 0 200 120 re f " + show, ""},
		{"a clip to the page", "q 0 0 200 120 re W n " + show + "Q", ""},
		{"a graphics state that changes nothing", "/G1 gs " + show, ""},
		{"a link over it", show, "/Annots[<</Type/Annot/Subtype/Link/Rect[10 10 60 60]>>]"},
		{"a hidden note", show, "/Annots[<</Type/Annot/Subtype/Text/Rect[10 10 60 60]/F 2>>]"},
		{"a form around it", "q 1 0 0 1 5 5 cm /Fm0 Do Q", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPDF()
			img := p.stream(dict, gray)
			form := p.stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 200 120]/Matrix[1 0 0 1 -5 -5]/Resources<</XObject<</Im0 %d 0 R>>>>", img), []byte(show))
			p.page(c.content, fmt.Sprintf("/XObject<</Im0 %d 0 R/Fm0 %d 0 R>>/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/ExtGState<</G1<</ca 1/SMask/None/BM/Normal>>>>", img, form), c.more)
			page := decodePage(t, open(t, writeTemp(t, p.bytes())), 0)
			if page.Rendered {
				t.Error("was drawn by PDFium")
			}
			if d := difference(t, page.Image, truth(t, "gray")); d != 0 {
				t.Errorf("differs by %.2f", d)
			}
			if page.Text != nil {
				t.Errorf("has the text %v", page.Text)
			}
		})
	}
}

func TestAGlanceDrawsSmallOnlyWhatNoScannerMade(t *testing.T) {
	gray := deflate(rows(truth(t, "gray"), 1, 8))
	const dict = "/Type/XObject/Subtype/Image/Width 100/Height 60/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
	const text = "BT /F1 12 Tf 20 20 Td (FATTURA) Tj ET"
	for _, c := range []struct {
		name, content string
		small         bool
	}{
		{"a scan", "q 200 0 0 120 0 0 cm /Im0 Do Q", false},
		{"a scan with a stamp", "q 200 0 0 120 0 0 cm /Im0 Do Q " + text, false},
		{"a scan in two strips", "q 200 0 0 60 0 0 cm /Im0 Do Q q 200 0 0 60 0 60 cm /Im0 Do Q", false},
		{"text", text, true},
		{"text and a logo", "q 40 0 0 24 0 90 cm /Im0 Do Q " + text, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPDF()
			img := p.stream(dict, gray)
			p.page(c.content, fmt.Sprintf("/XObject<</Im0 %d 0 R>>/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>", img), "")
			path := writeTemp(t, p.bytes())
			whole := decodePage(t, open(t, path), 0)
			got, err := open(t, path).Glance(t.Context(), 0)
			if err != nil {
				t.Fatal(err)
			}
			if small := got.Image.Bounds().Dx() < whole.Image.Bounds().Dx(); small != c.small {
				t.Errorf("shows %v of %v", got.Image.Bounds(), whole.Image.Bounds())
			}
		})
	}
}

func TestAGlanceShowsNothingOfAPageFullOfText(t *testing.T) {
	p := newPDF()
	p.media = "[0 0 595 842]"
	p.page("BT /F1 8 Tf 20 800 Td ("+strings.Repeat("Prestazione ", mostOnSheet/12+1)+") Tj ET", "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>", "")
	page, err := open(t, writeTemp(t, p.bytes())).Glance(t.Context(), 0)
	if err != nil || page.Image != nil {
		t.Errorf("shows %v, %v", page, err)
	}
}

func TestJPEG2000PageIsDrawn(t *testing.T) {
	data, err := os.ReadFile("testdata/colour.jp2")
	if err != nil {
		t.Fatal(err)
	}
	p := newPDF()
	p.media = "[0 0 48 28.8]" // 150 dpi
	img := p.stream("/Type/XObject/Subtype/Image/Width 100/Height 60/Filter/JPXDecode", data)
	p.page("q 48 0 0 28.8 0 0 cm /Im0 Do Q", fmt.Sprintf("/XObject<</Im0 %d 0 R>>", img), "")
	page := decodePage(t, open(t, writeTemp(t, p.bytes())), 0)
	if d := difference(t, page.Image, truth(t, "colour")); d > 8 || !page.Rendered || page.DPI != 150 {
		t.Errorf("differs by %.2f, rendered %v, %v dpi", d, page.Rendered, page.DPI)
	}
}

func TestAnyPageOfALongFileIsFound(t *testing.T) {
	p := newPDF()
	for n := range 300 {
		data := rows(truth(t, "bw"), 1, 1)
		data[0] = byte(n)
		data[1] = byte(n >> 4)
		p.scan("/ColorSpace/DeviceGray/BitsPerComponent 1", data, "")
	}
	s := open(t, writeTemp(t, p.bytes()))
	if s.PageCount() != 300 {
		t.Fatalf("%d pages", s.PageCount())
	}
	for _, n := range []int{0, 299, 150, 17} {
		g := decodePage(t, s, n).Image.(*image.Gray)
		got := 0
		for i := range 8 {
			got = got<<1 | int(g.Pix[i]&1)
		}
		if got != n&0xff {
			t.Errorf("page %d shows %d", n, got)
		}
	}
}

func TestFileThatTheStrictReaderRefusesIsReadByPDFium(t *testing.T) {
	p := newPDF()
	p.scan("/ColorSpace/DeviceGray/BitsPerComponent 8", rows(truth(t, "gray"), 1, 8), "")
	data := bytes.Replace(p.bytes(), []byte("startxref\n"), []byte("startxref\n9"), 1)
	page := decodePage(t, open(t, writeTemp(t, data)), 0)
	if !page.Rendered {
		t.Error("the strict reader read a file with a wrong startxref")
	}
	if b := page.Image.Bounds(); b.Dx() < 300 || b.Dy() < 180 {
		t.Errorf("the page is %v", b)
	}
}
