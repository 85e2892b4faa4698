package forms

import (
	"fmt"
	"image"
	"image/draw"
	"io"
	"sync"

	"github.com/tdewolff/canvas"
	"github.com/tdewolff/canvas/renderers/pdf"
	"github.com/tdewolff/canvas/renderers/rasterizer"
)

// WritePDF writes the blank form as a vector PDF with its fonts embedded, all pages.
func (d *Definition) WritePDF(w io.Writer) error {
	var out *pdf.PDF
	for i, p := range d.Pages {
		if out == nil {
			out = pdf.New(w, p.Width, p.Height, nil)
			out.SetInfo(fmt.Sprintf("Mod. %s - %s", d.Code, d.Title), d.Subject, fmt.Sprintf("modulo %s, edizione %s", d.Code, d.Edition), "", "pratica")
		} else {
			out.NewPage(p.Width, p.Height)
		}
		d.Draw(i + 1).RenderTo(out)
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("write form %s: %w", d.Name(), err)
	}
	return nil
}

// Raster gives the blank page (from 1) at a resolution in dots per inch. The picture is kept and shared:
// it must not be changed. It is safe for concurrent use.
func (d *Definition) Raster(page int, dpi float64) *image.Gray {
	d.rasters.Lock()
	defer d.rasters.Unlock()
	key := rasterKey{page, dpi}
	if g, ok := d.rasters.made[key]; ok {
		return g
	}
	g := Rasterise(d.Draw(page), dpi)
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
	c.RenderViewTo(r, canvas.Identity.Translate(0, float64(rgba.Rect.Dy())/resolution.DPMM()-h))
	r.Close()
	return grey(rgba)
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
