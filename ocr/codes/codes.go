// Package codes reads printed codes. Read reads those that stand on forms: Data Matrix (ISO/IEC 16022) and QR
// (ISO/IEC 18004), on grey pictures of a zone, not of a page: who registered a form knows where its
// codes stand. PatchT, LargeQR, Bars and Squares look for the marks of separator sheets and for labels on whole pages.
// The decoders are gozxing's, in Go, but for PatchT; a picture that brings one down gives no code.
package codes

import (
	"image"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// Format is a kind of code.
type Format string

// The formats.
const (
	DataMatrix Format = "data_matrix"
	QR         Format = "qr"
)

// Code is what a picture holds.
type Code struct {
	Format Format
	// Text is what the code says; bytes that are no text come as gozxing decodes them.
	Text string
}

// MaxSide bounds the sides of a picture in pixels: 100 mm at 300 dpi. A larger one is not looked at.
const MaxSide = 1200

// minSide is less than the smallest codes have modules.
const minSide = 10

// enlargements are tried in this order. Seen with twice the pixels, bilinear, the modules of a scan at 200 dpi
// (three to four pixels each) are told apart that gozxing else confuses; a few are better seen otherwise.
var enlargements = []int{2, 1, 3}

// Read reads the code of a picture: one code on paper, upright or turned, skewed by a few degrees, with a
// millimetre of white around it, and not much print beside. It tries the formats in the order given, all if
// none is. The time is bounded: about 30 ms on a picture of 500 × 500 pixels with a code on it, and not more than about
// ten times that on any. It gives false when there is no code or it cannot be read: the check symbols of both formats leave no
// wrong text through but by accident of some millions to one.
func Read(g *image.Gray, formats ...Format) (Code, bool) {
	b := g.Bounds()
	if w, h := b.Dx(), b.Dy(); min(w, h) < minSide || max(w, h) > MaxSide || contrast(g) < minContrast {
		return Code{}, false
	}
	if len(formats) == 0 {
		formats = []Format{DataMatrix, QR}
	}
	for _, factor := range enlargements {
		if factor*max(b.Dx(), b.Dy()) > 2*MaxSide {
			continue
		}
		source := gozxing.NewLuminanceSourceFromImage(enlarged(g, factor))
		for _, binarizer := range []gozxing.Binarizer{gozxing.NewGlobalHistgramBinarizer(source), gozxing.NewHybridBinarizer(source)} {
			for _, format := range formats {
				if text, ok := decode(binarizer, format); ok {
					return Code{format, text}, true
				}
			}
		}
	}
	return Code{}, false
}

// minContrast, in grey levels between the darkest and the lightest tenth of the pixels, is less than that of
// any code that a decoder can read. A code covers a good part of its zone; bare paper, however noisy, ends here.
const minContrast = 60

func contrast(g *image.Gray) int {
	var histogram [256]int
	b := g.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for _, v := range g.Pix[g.PixOffset(b.Min.X, y):][:b.Dx()] {
			histogram[v]++
		}
	}
	tenth := b.Dx() * b.Dy() / 10
	dark, light := 0, 255
	for n := histogram[dark]; n < tenth; n += histogram[dark] {
		dark++
	}
	for n := histogram[light]; n < tenth; n += histogram[light] {
		light--
	}
	return light - dark
}

// decode runs one decoder. gozxing is a translation from Java, where an index out of range is an exception;
// here it panics.
func decode(binarizer gozxing.Binarizer, format Format) (text string, ok bool) {
	defer func() {
		if recover() != nil {
			text, ok = "", false
		}
	}()
	bitmap, err := gozxing.NewBinaryBitmap(binarizer)
	if err != nil {
		return "", false
	}
	var result *gozxing.Result
	if format == QR {
		result, err = qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{
			gozxing.DecodeHintType_TRY_HARDER:                 true,
			gozxing.DecodeHintType_NEED_RESULT_POINT_CALLBACK: gozxing.ResultPointCallback(atMost(maxCentres)),
		})
	} else {
		result, err = datamatrix.NewDataMatrixReader().DecodeWithoutHints(bitmap)
	}
	if err != nil {
		return "", false
	}
	return result.GetText(), true
}

// maxCentres is the number of finder patterns looked at: a code has three, and as many again may be seen in
// its modules. gozxing compares all triples of them.
const maxCentres = 64

// atMost ends a search, by a panic that decode catches, when more than n points were found.
func atMost(n int) func(gozxing.ResultPoint) {
	seen := 0
	return func(gozxing.ResultPoint) {
		if seen++; seen > n {
			panic("more finder patterns than a picture of one code has")
		}
	}
}

// enlarged is the picture with factor times the pixels on a side, bilinear.
func enlarged(g *image.Gray, factor int) *image.Gray {
	b := g.Bounds()
	w, h := b.Dx(), b.Dy()
	out := image.NewGray(image.Rect(0, 0, factor*w, factor*h))
	if factor == 1 {
		for y := range h {
			copy(out.Pix[y*out.Stride:][:w], g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y):])
		}
		return out
	}
	// place is where pixel i of the large picture lies on the small one, of n pixels, in 256ths
	place := func(i, n int) (int, int) {
		at := max(0, min((n-1)*256, ((2*i+1)*128)/factor-128))
		return min(at>>8, n-2), at - min(at>>8, n-2)<<8
	}
	for y := range out.Rect.Dy() {
		v, fv := place(y, h)
		upper, lower := g.Pix[g.PixOffset(b.Min.X, b.Min.Y+v):], g.Pix[g.PixOffset(b.Min.X, b.Min.Y+v+1):]
		line := out.Pix[y*out.Stride:][:factor*w]
		for x := range line {
			u, fu := place(x, w)
			top := int(upper[u])*(256-fu) + int(upper[u+1])*fu
			bottom := int(lower[u])*(256-fu) + int(lower[u+1])*fu
			line[x] = uint8((top*(256-fv) + bottom*fv + 1<<15) >> 16)
		}
	}
	return out
}
