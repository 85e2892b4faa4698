package decode

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"pratica/claim"
)

func TestEveryFormatGivesItsPicture(t *testing.T) {
	for _, c := range []struct {
		file      string
		truth     string
		page      int
		tolerance float64 // mean difference of a channel: 0 for codings without loss
		bitonal   bool
		dpi       float64
		encoded   bool
	}{
		{file: "bw.png", truth: "bw", bitonal: true},
		{file: "gray.png", truth: "gray"},
		{file: "colour.png", truth: "colour"},
		{file: "bw_g3_1d.tif", truth: "bw", bitonal: true, dpi: 200},
		{file: "bw_g3_2d.tif", truth: "bw", bitonal: true, dpi: 200},
		{file: "bw_g3_2d_fill_lsb.tif", truth: "bw", bitonal: true, dpi: 200},
		{file: "bw_g4.tif", truth: "bw", bitonal: true, dpi: 200},
		{file: "bw_g4_strips.tif", truth: "bw", bitonal: true, dpi: 200},
		{file: "bw_lsb.tif", truth: "bw", bitonal: true, dpi: 200},
		{file: "bw_lzw.tif", truth: "bw", bitonal: true, dpi: 200},
		{file: "bw_packbits.tif", truth: "bw", bitonal: true, dpi: 200},
		{file: "gray_lzw_predictor.tif", truth: "gray", dpi: 300},
		{file: "gray_zip.tif", truth: "gray", dpi: 300},
		{file: "gray_jpeg.tif", truth: "gray", tolerance: 3, dpi: 300},
		{file: "gray_tiles.tif", truth: "gray", dpi: 300},
		{file: "gray_16_big_endian.tif", truth: "gray", dpi: 300},
		{file: "gray_lossy.webp", truth: "gray", tolerance: 3},
		{file: "colour_jpeg.tif", truth: "colour", tolerance: 6, dpi: 300},
		{file: "colour_jpeg_rgb.tif", truth: "colour", tolerance: 6, dpi: 300},
		{file: "colour_planes.tif", truth: "colour", dpi: 300},
		{file: "colour_tiles.tif", truth: "colour", dpi: 300},
		{file: "colour_cmyk.tif", truth: "colour", tolerance: 2, dpi: 300},
		{file: "colour_palette.tif", truth: "colour", tolerance: 3, dpi: 300},
		{file: "colour_alpha.tif", truth: "colour", dpi: 300},
		{file: "colour.bmp", truth: "colour"},
		{file: "colour.webp", truth: "colour"},
		{file: "colour_cmyk.jpg", truth: "colour", tolerance: 6},
		{file: "three_pages.tif", truth: "bw", page: 0, bitonal: true, dpi: 200},
		{file: "three_pages.tif", truth: "gray", page: 1, dpi: 300},
		{file: "three_pages.tif", truth: "colour", page: 2, dpi: 300},
	} {
		t.Run(fmt.Sprintf("%s page %d", c.file, c.page+1), func(t *testing.T) {
			s := open(t, filepath.Join("testdata", c.file))
			page := decodePage(t, s, c.page)
			if d := difference(t, page.Image, truth(t, c.truth)); d > c.tolerance {
				t.Errorf("differs from %s.png by %.2f a channel; allowed are %.2f", c.truth, d, c.tolerance)
			}
			if _, gray := page.Image.(*image.Gray); gray != (c.truth != "colour") {
				t.Errorf("the picture is a %T", page.Image)
			}
			if page.Bitonal != c.bitonal {
				t.Errorf("Bitonal is %v", page.Bitonal)
			}
			if c.dpi != 0 && (page.DPI != c.dpi || page.Estimated) {
				t.Errorf("%v dpi (estimated %v), want %v", page.DPI, page.Estimated, c.dpi)
			}
			if page.DPI <= 0 || page.Encoded != nil || page.Rendered {
				t.Errorf("dpi %v, %d encoded bytes, rendered %v", page.DPI, len(page.Encoded), page.Rendered)
			}
			size, err := s.PageSize(context.Background(), c.page)
			if err != nil || size.Width != page.Image.Bounds().Dx() || size.Height != page.Image.Bounds().Dy() || size.DPI != page.DPI {
				t.Errorf("the header gave %+v, %v; the page is %v at %v dpi", size, err, page.Image.Bounds(), page.DPI)
			}
		})
	}
}

func TestWhiteIsZeroSwapsBlackAndWhite(t *testing.T) {
	page := decodePage(t, open(t, "testdata/bw_g4_inverted.tif"), 0)
	want := truth(t, "bw").(*image.Gray)
	for i := range want.Pix {
		want.Pix[i] ^= 0xff
	}
	if d := difference(t, page.Image, want); d != 0 {
		t.Errorf("differs by %.2f", d)
	}
}

func TestFaxPixelsBecomeSquare(t *testing.T) {
	page := decodePage(t, open(t, "testdata/fax_204x98.tif"), 0)
	if b := page.Image.Bounds(); b != image.Rect(0, 0, 100, 125) || page.DPI != 204 || !page.Bitonal {
		t.Errorf("%v at %v dpi, bitonal %v; want 100 × 125 at 204", b, page.DPI, page.Bitonal)
	}
}

func TestEveryOrientationComesUpright(t *testing.T) {
	want := truth(t, "colour")
	for orientation := 1; orientation <= 8; orientation++ {
		t.Run(fmt.Sprintf("EXIF orientation %d", orientation), func(t *testing.T) {
			// The stored picture is what the inverse orientation makes of the upright one.
			inverse := []int{0, 1, 2, 3, 4, 5, 8, 7, 6}[orientation]
			data := withEXIF(encodeJPEG(t, orient(overWhite(want), inverse)), orientation, 150)
			page := decodePage(t, open(t, writeTemp(t, data)), 0)
			if d := difference(t, page.Image, want); d > 6 {
				t.Errorf("differs by %.2f", d)
			}
			if (page.Encoded != nil) != (orientation == 1) {
				t.Errorf("%d bytes are given as the picture of the page", len(page.Encoded))
			}
			if page.DPI != 150 {
				t.Errorf("%v dpi", page.DPI)
			}
		})
	}
}

// TestOrientationsAreThoseOfEXIF pins orient itself, by the definition of tag 274: where row 0 and column 0 of
// the stored picture are seen.
func TestOrientationsAreThoseOfEXIF(t *testing.T) {
	stored := image.NewGray(image.Rect(0, 0, 3, 2))
	copy(stored.Pix, []byte{1, 2, 3, 4, 5, 6})
	for orientation, want := range map[int][]byte{
		1: {1, 2, 3, 4, 5, 6}, 2: {3, 2, 1, 6, 5, 4}, 3: {6, 5, 4, 3, 2, 1}, 4: {4, 5, 6, 1, 2, 3},
		5: {1, 4, 2, 5, 3, 6}, 6: {4, 1, 5, 2, 6, 3}, 7: {6, 3, 5, 2, 4, 1}, 8: {3, 6, 2, 5, 1, 4},
	} {
		if got := orient(stored, orientation).(*image.Gray); !bytes.Equal(got.Pix, want) {
			t.Errorf("orientation %d gives %v, want %v", orientation, got.Pix, want)
		}
	}
}

func TestUprightTurnsClockwise(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 3, 2))
	copy(img.Pix, []byte{1, 2, 3, 4, 5, 6})
	for turns, want := range map[int][]byte{0: {1, 2, 3, 4, 5, 6}, 1: {4, 1, 5, 2, 6, 3}, 2: {6, 5, 4, 3, 2, 1}, 3: {3, 6, 2, 5, 1, 4}, -1: {3, 6, 2, 5, 1, 4}, 5: {4, 1, 5, 2, 6, 3}} {
		if got := Upright(img, turns).(*image.Gray); !bytes.Equal(got.Pix, want) {
			t.Errorf("%d turns give %v, want %v", turns, got.Pix, want)
		}
	}
}

func TestJPEGIsGivenUnchangedAsItsOwnPicture(t *testing.T) {
	for name, truthName := range map[string]string{"grey": "gray", "coloured": "colour"} {
		t.Run("a "+name+" JPEG", func(t *testing.T) {
			data := encodeJPEG(t, truth(t, truthName))
			page := decodePage(t, open(t, writeTemp(t, data)), 0)
			if !bytes.Equal(page.Encoded, data) || page.MediaType != "image/jpeg" {
				t.Errorf("%d bytes of %s", len(page.Encoded), page.MediaType)
			}
		})
	}
	t.Run("a JPEG that lacks nothing but its end marker is whole", func(t *testing.T) {
		data := encodeJPEG(t, truth(t, "gray"))
		page := decodePage(t, open(t, writeTemp(t, data[:len(data)-2])), 0)
		if d := difference(t, page.Image, truth(t, "gray")); d > 3 {
			t.Errorf("differs by %.2f", d)
		}
	})
}

func TestResolutionIsBelievedOrEstimated(t *testing.T) {
	for _, c := range []struct {
		name      string
		dpi       float64
		w, h      int
		want      float64
		estimated bool
	}{
		{"a scanner's 300 dpi", 300, 2480, 3508, 300, false},
		{"no resolution: an A4 page", 0, 2480, 3508, 300, true},
		{"a camera's 72 dpi would be a page of 1.4 m", 72, 3000, 4000, 342, true},
		{"a small picture may have 72 dpi", 72, 595, 842, 72, false},
		{"more than any scanner has", 2400, 2480, 3508, 300, true},
		{"a long slip is 80 mm wide", 0, 630, 2500, 200, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, estimated := believe(c.dpi, c.w, c.h)
			if got < c.want-0.5 || got > c.want+0.5 || estimated != c.estimated {
				t.Errorf("got %.1f (estimated %v), want %v (%v)", got, estimated, c.want, c.estimated)
			}
		})
	}
}

func TestABitonalPictureIsStoredWithOneBitAPixel(t *testing.T) {
	want := truth(t, "bw")
	data, err := EncodeBitonal(want.(*image.Gray))
	if err != nil {
		t.Fatal(err)
	}
	img, kind, err := image.Decode(bytes.NewReader(data))
	if err != nil || kind != "png" {
		t.Fatal(kind, err)
	}
	if d := difference(t, img, want); d > 0 {
		t.Errorf("differs by %.2f", d)
	}
	if data[24] != 1 {
		t.Errorf("the PNG has %d bits a pixel", data[24])
	}
}

func open(t testing.TB, path string) *Source {
	t.Helper()
	s, err := Open(context.Background(), path, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func decodePage(t testing.TB, s *Source, n int) *Page {
	t.Helper()
	page, err := s.Page(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func truth(t testing.TB, name string) image.Image {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return plain(img)
}

// difference is the mean of the differences of all channels; a picture of another size is a failure.
func difference(t testing.TB, got, want image.Image) float64 {
	t.Helper()
	a, b := overWhite(got), overWhite(want)
	if a.Rect != b.Rect {
		t.Fatalf("the picture is %v, want %v", a.Rect, b.Rect)
	}
	sum := 0
	for i := range a.Pix {
		sum += abs(int(a.Pix[i]) - int(b.Pix[i]))
	}
	return float64(sum) / float64(3*a.Rect.Dx()*a.Rect.Dy())
}

func encodeJPEG(t testing.TB, img image.Image) []byte { return encodeQuality(t, img, 95) }

func encodeQuality(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// withEXIF puts an EXIF block with orientation and resolution into a JPEG.
func withEXIF(data []byte, orientation, dpi int) []byte {
	var e bytes.Buffer
	e.WriteString("Exif\x00\x00MM\x00*\x00\x00\x00\x08")
	put := func(v ...any) {
		for _, x := range v {
			_ = binary.Write(&e, binary.BigEndian, x)
		}
	}
	put(uint16(4))
	put(uint16(274), uint16(3), uint32(1), uint16(orientation), uint16(0))
	put(uint16(282), uint16(5), uint32(1), uint32(62))
	put(uint16(283), uint16(5), uint32(1), uint32(62))
	put(uint16(296), uint16(3), uint32(1), uint16(2), uint16(0))
	put(uint32(0), uint32(dpi), uint32(1))
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1, byte((e.Len() + 2) >> 8), byte(e.Len() + 2)}, e.Bytes()...)
	return append(out, data[2:]...)
}

// TestACameraKnowsNoResolution: telephones write 72, 96 or 300 dpi of what they have no measure of.
func TestACameraKnowsNoResolution(t *testing.T) {
	for _, tags := range []struct {
		exposed bool
		wantDPI float64
	}{{false, 300}, {true, 200 / a4LongInches}} {
		var e bytes.Buffer
		put := func(v ...any) {
			for _, x := range v {
				_ = binary.Write(&e, binary.BigEndian, x)
			}
		}
		e.WriteString("Exif\x00\x00MM\x00*\x00\x00\x00\x08")
		put(uint16(4))
		put(uint16(282), uint16(5), uint32(1), uint32(62))
		put(uint16(283), uint16(5), uint32(1), uint32(62))
		put(uint16(296), uint16(3), uint32(1), uint16(2), uint16(0))
		put(uint16(tagEXIF), uint16(4), uint32(1), uint32(70))
		put(uint32(0), uint32(300), uint32(1))
		if tags.exposed {
			put(uint16(1), uint16(tagExposureTime), uint16(5), uint32(1), uint32(62), uint32(0))
		} else {
			put(uint16(1), uint16(tagOrientation), uint16(3), uint32(1), uint16(1), uint16(0), uint32(0))
		}
		data := encodeJPEG(t, image.NewGray(image.Rect(0, 0, 140, 200)))
		data = append(append([]byte{0xff, 0xd8, 0xff, 0xe1, byte((e.Len() + 2) >> 8), byte(e.Len() + 2)}, e.Bytes()...), data[2:]...)
		h, ok := parseJPEGHead(data)
		if !ok || h.camera != tags.exposed || h.xdpi != 300 {
			t.Errorf("%+v %v", h, ok)
		}
		path := filepath.Join(t.TempDir(), "photo.jpg")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		source, err := Open(t.Context(), path, DefaultLimits)
		if err != nil {
			t.Fatal(err)
		}
		page, err := source.Page(t.Context(), 0)
		source.Close()
		if err != nil || math.Abs(page.DPI-tags.wantDPI) > 0.1 || page.Estimated != tags.exposed {
			t.Errorf("%v dpi, estimated %v, %v; want %.1f", page.DPI, page.Estimated, err, tags.wantDPI)
		}
	}
}

// wantCode checks that an error is a FileError of a code and page.
func wantCode(t testing.TB, err error, code claim.Code, page int) {
	t.Helper()
	var fe *FileError
	if !errors.As(err, &fe) || fe.Code != code || fe.Page != page {
		t.Errorf("got %.300v, want %s on page %d", err, code, page)
	}
}
