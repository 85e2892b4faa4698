package extract

import (
	"image"
	"math"
	"math/rand/v2"

	"codeberg.org/go-fonts/liberation/liberationmonoregular"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
	"github.com/tdewolff/canvas"

	"pratica/extract/forms"
)

// damage is what a scanner does to a drawn page.
type damage struct {
	skew    float64 // degrees, clockwise
	scale   float64 // relative; 0 means 1
	shiftX  float64 // mm
	shiftY  float64 // mm
	noise   float64 // standard deviation in grey levels
	blur    float64 // standard deviation in pixels
	fade    float64 // 0 to 1: how much of the contrast is lost
	bitonal bool
	turn    int // degrees clockwise
	seed    uint64
}

// warp is where the damage puts a point of the form, in mm, on the picture at dpi (before the turn).
func (d damage) warp(wMM, hMM, dpi float64) Homography {
	s := d.scale
	if s == 0 {
		s = 1
	}
	k := dpi / 25.4
	sin, cos := math.Sincos(d.skew * math.Pi / 180)
	cx, cy := wMM/2, hMM/2
	a, b := s*cos*k, s*sin*k
	return Homography{
		a, -b, (cx+d.shiftX)*k - a*cx + b*cy,
		b, a, (cy+d.shiftY)*k - b*cx - a*cy,
		0, 0, 1,
	}
}

// scanned rasterises a drawing and damages it. It gives the picture and the true map from mm to its pixels.
func scanned(c *canvas.Canvas, dpi float64, d damage) (*image.Gray, Homography) {
	drawn := rasterise(c, dpi)
	wMM, hMM := c.Size()
	to := d.warp(wMM, hMM, dpi)
	back := to.Inverse().Then(scaling(dpi / 25.4))
	w, h := int(wMM*dpi/25.4+0.5), int(hMM*dpi/25.4+0.5)
	out := image.NewGray(image.Rect(0, 0, w, h))
	random := rand.New(rand.NewPCG(d.seed, 7))
	if to == scaling(dpi/25.4) && d.fade == 0 {
		copy(out.Pix, drawn.Pix)
	} else {
		for y := range h {
			sx, sy := back.Apply(0.5, float64(y)+0.5) // back is affine
			for x := range w {
				v := bilinear(drawn, sx, sy)
				out.Pix[y*out.Stride+x] = uint8(255 - (255-v)*(1-d.fade) + 0.5)
				sx, sy = sx+back[0], sy+back[3]
			}
		}
	}
	if d.blur > 0 {
		out = blurred(out, d.blur)
	}
	noise := make([]int, 1<<16)
	for i := range noise {
		noise[i] = int(d.noise * random.NormFloat64())
	}
	for y := range h {
		from := random.IntN(len(noise) - w)
		for x, p := range out.Pix[y*out.Stride:][:w] {
			v := max(0, min(255, int(p)+noise[from+x]))
			if d.bitonal {
				v = v / 128 * 255
			}
			out.Pix[y*out.Stride+x] = uint8(v)
		}
	}
	to = to.Then(turning(d.turn, float64(w), float64(h)))
	return turned(out, d.turn), to
}

func bilinear(g *image.Gray, x, y float64) float64 {
	x, y = x-0.5, y-0.5
	ix, iy := int(math.Floor(x)), int(math.Floor(y))
	if ix < 0 || iy < 0 || ix+1 >= g.Rect.Dx() || iy+1 >= g.Rect.Dy() {
		return 255
	}
	fx, fy := x-float64(ix), y-float64(iy)
	p, q := g.Pix[iy*g.Stride+ix:], g.Pix[(iy+1)*g.Stride+ix:]
	return (float64(p[0])*(1-fx)+float64(p[1])*fx)*(1-fy) + (float64(q[0])*(1-fx)+float64(q[1])*fx)*fy
}

// blurred is a Gaussian blur.
func blurred(g *image.Gray, sigma float64) *image.Gray {
	n := int(math.Ceil(3 * sigma))
	kernel := make([]float64, 2*n+1)
	sum := 0.0
	for i := range kernel {
		kernel[i] = math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
		sum += kernel[i]
	}
	pass := func(g *image.Gray) *image.Gray { // along rows, transposed
		w, h := g.Bounds().Dx(), g.Bounds().Dy()
		out := image.NewGray(image.Rect(0, 0, h, w))
		for y := range h {
			row := g.Pix[y*g.Stride:][:w]
			for x := range w {
				v := 0.0
				for i, k := range kernel {
					v += k * float64(row[max(0, min(w-1, x+i-n))])
				}
				out.Pix[x*out.Stride+y] = uint8(v/sum + 0.5)
			}
		}
		return out
	}
	return pass(pass(g))
}

// typefaces of typed fills, by the name used in tests.
var typefaces = map[string][]byte{"sans": liberationsansregular.TTF, "mono": liberationmonoregular.TTF, "serif": liberationserifregular.TTF}

var loaded = map[string]*canvas.Font{}

// typed writes text with its baseline at x, y mm from the top left corner.
func typed(pen *canvas.Context, x, y, size float64, face, text string) {
	font := loaded[face]
	if font == nil {
		var err error
		if font, err = canvas.LoadFont(typefaces[face], 0, canvas.FontRegular); err != nil {
			panic(err)
		}
		loaded[face] = font
	}
	pen.SetCoordSystem(canvas.CartesianIV)
	pen.DrawText(x, y, canvas.NewTextLine(font.Face(size, canvas.Black), text, canvas.Left))
}

func rasterise(c *canvas.Canvas, dpi float64) *image.Gray { return forms.Rasterise(c, dpi) }

// typedCentred writes text with the middle of its baseline at x, y.
func typedCentred(pen *canvas.Context, x, y, size float64, face, text string) {
	typed(canvas.NewContext(canvas.New(1, 1)), 0, 0, size, face, "")
	pen.SetCoordSystem(canvas.CartesianIV)
	pen.DrawText(x, y, canvas.NewTextLine(loaded[face].Face(size, canvas.Black), text, canvas.Center))
}
