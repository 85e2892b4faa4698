package codes

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/datamatrix/encoder"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// printing is a code as it lies on a scan.
type printing struct {
	side    float64 // mm of the whole code without its quiet zone
	dpi     float64
	skew    float64 // degrees
	blur    float64 // pixels
	noise   float64 // standard deviation in grey levels
	fade    float64 // 0 to 1, contrast lost
	bitonal bool
	turn    int     // quarter turns
	margin  float64 // mm of paper around it
	beside  bool    // print stands beside the code
	seed    uint64
}

// bits are the modules of a code.
func bits(t testing.TB, format Format, text string) *gozxing.BitMatrix {
	t.Helper()
	var m *gozxing.BitMatrix
	var err error
	if format == DataMatrix {
		m, err = datamatrix.NewDataMatrixWriter().Encode(text, gozxing.BarcodeFormat_DATA_MATRIX, 0, 0,
			map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_DATA_MATRIX_SHAPE: encoder.SymbolShapeHint_FORCE_SQUARE})
	} else {
		m, err = qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, 0, 0,
			map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_MARGIN: 0})
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// scan draws a code as it would come from a scanner.
func scan(t testing.TB, m *gozxing.BitMatrix, p printing) *image.Gray {
	t.Helper()
	random := rand.New(rand.NewPCG(p.seed, 3))
	perMM := p.dpi / 25.4
	margin := p.margin
	if margin == 0 {
		margin = 3
	}
	n := int((p.side + 2*margin) * perMM)
	g := image.NewGray(image.Rect(0, 0, n, n))
	modules := float64(m.GetWidth())
	sin, cos := math.Sincos((p.skew + 90*float64(p.turn)) * math.Pi / 180)
	offX, offY := random.Float64()-0.5, random.Float64()-0.5
	const fine = 4 // samples a side of a pixel
	for y := range n {
		for x := range n {
			ink := 0
			for s := range fine * fine {
				px := (float64(x)+offX+(float64(s%fine)+0.5)/fine)/perMM - (p.side/2 + margin)
				py := (float64(y)+offY+(float64(s/fine)+0.5)/fine)/perMM - (p.side/2 + margin)
				u, v := cos*px+sin*py, -sin*px+cos*py
				i, j := int(math.Floor((u/p.side+0.5)*modules)), int(math.Floor((v/p.side+0.5)*modules))
				if i >= 0 && j >= 0 && i < m.GetWidth() && j < m.GetHeight() && m.Get(i, j) {
					ink++
				}
				// a line of print and a rule near by
				if d := v - (p.side/2 + 2.2); p.beside && (d > 0 && d < 0.3 || -d > p.side+4.4 && -d < p.side+6 && math.Mod(u+50, 1.4) < 0.5) {
					ink++
				}
			}
			v := 255 * (1 - float64(min(ink, fine*fine))/(fine*fine)*(1-p.fade))
			g.Pix[y*g.Stride+x] = uint8(v)
		}
	}
	if p.blur > 0 {
		g = blurred(g, p.blur)
	}
	for i, v := range g.Pix {
		w := float64(v) + p.noise*random.NormFloat64()
		if p.bitonal {
			w = math.Floor(w/128) * 255
		}
		g.Pix[i] = uint8(max(0, min(255, w)))
	}
	return g
}

// blurred is a Gaussian blur.
func blurred(g *image.Gray, sigma float64) *image.Gray {
	n := int(math.Ceil(3 * sigma))
	pass := func(g *image.Gray) *image.Gray { // along rows, transposed
		w, h := g.Rect.Dx(), g.Rect.Dy()
		out := image.NewGray(image.Rect(0, 0, h, w))
		for y := range h {
			for x := range w {
				sum, weights := 0.0, 0.0
				for i := -n; i <= n; i++ {
					k := math.Exp(-float64(i*i) / (2 * sigma * sigma))
					sum += k * float64(g.Pix[y*g.Stride+max(0, min(w-1, x+i))])
					weights += k
				}
				out.Pix[x*out.Stride+y] = uint8(sum/weights + 0.5)
			}
		}
		return out
	}
	return pass(pass(g))
}
