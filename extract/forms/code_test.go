package forms

import (
	"errors"
	"fmt"
	"image"
	"maps"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"

	"pratica/claim"
)

// seen reads the code of a zone from the print of a page, also from the picture with twice the pixels: gozxing
// counts the modules of a large code wrong when they are few pixels wide.
func seen(t *testing.T, page *image.Gray, dpi float64, r Rect, reader gozxing.Reader) string {
	t.Helper()
	px := func(mm float64) int { return int(mm / 25.4 * dpi) }
	r = r.Inset(-quietZone)
	zone := image.Rect(px(r.X), px(r.Y), px(r.Right()), px(r.Bottom()))
	var err error
	for _, factor := range []int{1, 2, 3} {
		larger := image.NewGray(image.Rect(0, 0, factor*zone.Dx(), factor*zone.Dy()))
		draw.BiLinear.Scale(larger, larger.Rect, page, zone, draw.Src, nil)
		var bitmap *gozxing.BinaryBitmap
		var result *gozxing.Result
		if bitmap, err = gozxing.NewBinaryBitmapFromImage(larger); err != nil {
			t.Fatal(err)
		}
		if result, err = reader.Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}); err == nil {
			return result.GetText()
		}
	}
	t.Fatalf("no code is seen: %v", err)
	return ""
}

func TestEveryPageSaysWhichItIs(t *testing.T) {
	for _, d := range All() {
		for n, p := range d.Pages {
			t.Run(fmt.Sprintf("%s page %d", d.Name(), n+1), func(t *testing.T) {
				if p.Code == nil || p.Code.W != 8 {
					t.Fatalf("the code stands at %v, want 8 mm somewhere", p.Code)
				}
				const dpi = 200
				text := seen(t, Rasterise(d.DrawCoded(n+1), dpi), dpi, *p.Code, datamatrix.NewDataMatrixReader())
				if text != PageCode(d, n+1) {
					t.Errorf("the code says %q, want %q", text, PageCode(d, n+1))
				}
				if side := dataMatrix(text).side; side != 16 {
					t.Errorf("%d modules a side, want 16: half a millimetre each", side)
				}
				got, err := ParseCode(text)
				if err != nil || got.Form != d.Code || got.Edition != d.Edition || got.Page != n+1 || got.Values != nil {
					t.Errorf("parsed as %+v, %v", got, err)
				}
			})
		}
	}
}

func TestTheReadersBlankHasNoCode(t *testing.T) {
	d := r01(t)
	r := d.Pages[0].Code
	g := d.Raster(1, 100)
	for y := int(r.Y * 100 / 25.4); y < int(r.Bottom()*100/25.4); y++ {
		for x := int(r.X * 100 / 25.4); x < int(r.Right()*100/25.4); x++ {
			if g.GrayAt(x, y).Y != 255 {
				t.Fatalf("something is printed at pixel %d, %d, where the code stands", x, y)
			}
		}
	}
}

func TestCodesOfOthersAreNone(t *testing.T) {
	for _, text := range []string{
		"", "F", "F:R01:2012-06", "F:R01:2012-06:0", "F:R01:2012-06:1:2", "F:r01:2012-06:1", "F:R01:2012-6:1", "G:R01:2012-06:1",
		"RSSLCU12A01F205W", "https://example.org/F:R01:2012-06:1", "V:R01:2012-06", "V:R01:2012-06:abc",
	} {
		if got, err := ParseCode(text); !errors.Is(err, ErrForeignCode) {
			t.Errorf("%q is taken for %+v, %v", text, got, err)
		}
	}
}

func filledR01() map[string]string {
	values := map[string]string{
		"member.code": "1047823", "member.phone": "340 1278845", "member.surname": "BERTOLINI D’ALÌ", "member.name": "MARIA GRAZIA",
		"family.surname": "ROSSI", "family.name": "LUCA", "total": "1.234,50", "attachments": "prescrizione, referto", "return_record": "X",
		"iban": "IT60X0542811101000000123456", "signature.date": "10/05/2026",
	}
	for n := 1; n <= 7; n++ {
		values[fmt.Sprintf("row%d.number", n)] = fmt.Sprintf("2026/%d", 100*n+7*n*n)
		values[fmt.Sprintf("row%d.issuer", n)] = []string{"Poliambulatorio San Marco Srl", "Dott.ssa Anna Verdi", "ASST Papa Giovanni XXIII"}[n%3]
		values[fmt.Sprintf("row%d.date", n)] = fmt.Sprintf("%02d/03/2026", 3*n)
		values[fmt.Sprintf("row%d.amount", n)] = fmt.Sprintf("%d,%02d", 31*n+n*n*n, 13*n%100)
	}
	return values
}

func TestACodeCarriesTheValues(t *testing.T) {
	d := r01(t)
	for name, values := range map[string]map[string]string{
		"nothing":            {},
		"one value":          {"total": "1,00"},
		"the first and last": {d.valueIDs()[0]: "a", d.valueIDs()[len(d.valueIDs())-1]: "b"},
		"a long text":        {"attachments": strings.Repeat("prescrizione ", 100)},
		"all":                filledR01(),
	} {
		t.Run(name, func(t *testing.T) {
			text, err := d.ValuesCode(values)
			if err != nil {
				t.Fatal(err)
			}
			got, err := ParseCode(text)
			if err != nil || got.ValuesError != nil || got.Form != claim.R01Document || !maps.Equal(got.Values, values) {
				t.Errorf("%d characters give %+v, %v", len(text), got, err)
			}
		})
	}
	if _, err := d.ValuesCode(map[string]string{"member.fax": "1"}); err == nil {
		t.Error("a value that no field holds is taken")
	}
	if _, err := d.ValuesCode(map[string]string{"signature.member": "M. Bertolini"}); err == nil {
		t.Error("a signature is taken for a value")
	}
}

func TestADamagedCodeGivesNoValues(t *testing.T) {
	text, err := r01(t).ValuesCode(filledR01())
	if err != nil {
		t.Fatal(err)
	}
	start := len("V:R01:2012-06:")
	for i := start; i < len(text); i++ {
		damaged := []byte(text)
		damaged[i] = base45[(strings.IndexByte(base45, text[i])+7)%45]
		if got, err := ParseCode(string(damaged)); err == nil && got.ValuesError == nil {
			t.Fatalf("with character %d changed it still says %v", i, got.Values)
		}
	}
	for _, c := range []struct{ name, text string }{
		{"cut off", text[:len(text)-3]},
		{"of another form", strings.Replace(text, "V:R01", "V:R02", 1)},
		{"of an unknown edition", strings.Replace(text, "2012-06", "2031-01", 1)},
	} {
		got, err := ParseCode(c.text)
		if err != nil || got.ValuesError == nil || got.Values != nil {
			t.Errorf("a code that is %s says %+v, %v", c.name, got, err)
		}
	}
}

func TestAFullFormsValuesAreReadFromAScan(t *testing.T) {
	d := r01(t)
	text, err := d.ValuesCode(filledR01())
	if err != nil {
		t.Fatal(err)
	}
	r := *d.Pages[1].Values
	m, ok := qr(text, maxModules(r))
	if !ok {
		t.Fatalf("%d characters do not fit", len(text))
	}
	t.Logf("%d characters, %d modules of %.2f mm", len(text), m.side, r.W/float64(m.side))
	if size := r.W / float64(m.side); size < leastModule {
		t.Errorf("a module is %.2f mm", size)
	}
	const dpi = 200
	page := Rasterise(d.drawFilled(2, nil, text), dpi)
	if got := seen(t, page, dpi, r, qrcode.NewQRCodeReader()); got != text {
		t.Errorf("the code says %q, want %q", got, text)
	}
}
