package forms

import (
	"image"
	"image/draw"
	"sync"

	"github.com/tdewolff/canvas"
	"github.com/tdewolff/canvas/renderers/rasterizer"
)

// Raster gives the blank page (from 1) at a resolution in dots per inch. The picture is kept and shared:
// it must not be changed. It is safe for concurrent use.
func (d *Definition) Raster(page int, dpi float64) *image.Gray {
	d.rasters.Lock()
	defer d.rasters.Unlock()
	key := rasterKey{page, dpi}
	if g, ok := d.rasters.made[key]; ok {
		return g
	}
	var g *image.Gray
	if p := d.Pages[page-1]; p.picture != nil {
		perMM := dpi / 25.4
		g = resized(p.picture, int(p.Width*perMM+0.5), int(p.Height*perMM+0.5))
	} else {
		g = Rasterise(d.Draw(page), dpi)
	}
	if d.rasters.made == nil {
		d.rasters.made = map[rasterKey]*image.Gray{}
	}
	d.rasters.made[key] = g
	return g
}

type rasterKey struct {
	page int
	dpi  float64
}

type rasterCache struct {
	sync.Mutex
	made map[rasterKey]*image.Gray
}

// Rasterise paints a drawing on white paper at a resolution in dots per inch.
func Rasterise(c *canvas.Canvas, dpi float64) *image.Gray {
	resolution := canvas.DPI(dpi)
	w, h := c.Size()
	rgba := image.NewRGBA(image.Rect(0, 0, int(w*resolution.DPMM()+0.5), int(h*resolution.DPMM()+0.5)))
	draw.Draw(rgba, rgba.Bounds(), image.White, image.Point{}, draw.Src)
	r := rasterizer.FromImage(rgba, resolution, canvas.LinearColorSpace{})
	// canvas counts from the bottom: hold the drawing at the top edge when the height is no whole number of pixels
	c.RenderViewTo(unhinted{r}, canvas.Identity.Translate(0, float64(rgba.Rect.Dy())/resolution.DPMM()-h))
	r.Close()
	return grey(rgba)
}

// unhinted draws text where it stands, letter by letter. The rasterizer's own way moves base lines to whole
// pixels, up to an eighth of a millimetre at 100 dpi, and takes twice as long, because its scan conversion
// is quadratic in the length of a line of text.
type unhinted struct{ *rasterizer.Rasterizer }

// RenderText draws a text as paths.
func (u unhinted) RenderText(text *canvas.Text, m canvas.Matrix) {
	text.RenderAsPath(letterwise(u), m, 0)
}

type letterwise struct{ *rasterizer.Rasterizer }

// RenderPath draws the letters of a line one after the other: contours whose extents meet belong together.
func (l letterwise) RenderPath(path *canvas.Path, style canvas.Style, m canvas.Matrix) {
	var letter *canvas.Path
	var right float64
	for _, contour := range path.Split() {
		bounds := contour.FastBounds()
		if letter != nil && bounds.X0 > right {
			l.Rasterizer.RenderPath(letter, style, m)
			letter = nil
		}
		if letter == nil {
			letter, right = contour, bounds.X1
			continue
		}
		letter, right = letter.Append(contour), max(right, bounds.X1)
	}
	if letter != nil {
		l.Rasterizer.RenderPath(letter, style, m)
	}
}

// grey takes the luma of ITU-R BT.601, as scanners and image/color do.
func grey(rgba *image.RGBA) *image.Gray {
	g := image.NewGray(rgba.Bounds())
	for i := range g.Pix {
		p := rgba.Pix[4*i : 4*i+3 : 4*i+3]
		g.Pix[i] = uint8((19595*uint32(p[0]) + 38470*uint32(p[1]) + 7471*uint32(p[2]) + 1<<15) >> 16)
	}
	return g
}
