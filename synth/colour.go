package synth

import (
	"image"
	"image/color"

	"github.com/tdewolff/canvas"
)

// colours is a canvas.Renderer that draws in colour, as grey does on grey.
type colours struct {
	*image.RGBA
	stencil
}

// colour is the page in pixels and colour, opaque, at a resolution in dots per inch.
func (s *sheet) colour(dpi float64) *image.RGBA {
	picture := image.NewRGBA(pixels(s.c, dpi))
	for i := range picture.Pix {
		picture.Pix[i] = 255
	}
	s.c.RenderTo(&colours{RGBA: picture, stencil: stencil{dpmm: dpi / 25.4, bounds: picture.Rect}})
	return picture
}

// RenderText draws text as paths.
func (g *colours) RenderText(text *canvas.Text, m canvas.Matrix) {
	text.RenderAsPath(g, m, canvas.DPMM(g.dpmm))
}

// RenderImage draws a picture, scaled and turned by m.
func (g *colours) RenderImage(picture image.Image, m canvas.Matrix) {
	g.place(picture, m, func(x, y int, c color.RGBA) { g.blend(g.Pix[y*g.Stride+4*x:], c, 255) })
}

// RenderPath fills, then strokes.
func (g *colours) RenderPath(path *canvas.Path, style canvas.Style, m canvas.Matrix) {
	g.outline(path, style, m, g.paint)
}

func (g *colours) paint(path *canvas.Path, c color.RGBA) {
	cover, stride, visible := g.cover(path, c)
	for y := visible.Min.Y; y < visible.Max.Y; y++ {
		row := g.Pix[y*g.Stride+4*visible.Min.X:]
		for x := range visible.Dx() {
			if a := int(cover[x]); a != 0 {
				g.blend(row[4*x:], c, a)
			}
		}
		if y+1 < visible.Max.Y {
			cover = cover[stride:]
		}
	}
}

// blend lays a colour (its alpha premultiplied) over a pixel that it covers by a of 255.
func (g *colours) blend(pixel []uint8, c color.RGBA, a int) {
	rest := 255 - a*int(c.A)/255
	pixel[0] = uint8((int(pixel[0])*rest + int(c.R)*a + 127) / 255)
	pixel[1] = uint8((int(pixel[1])*rest + int(c.G)*a + 127) / 255)
	pixel[2] = uint8((int(pixel[2])*rest + int(c.B)*a + 127) / 255)
}

// image draws a picture with its upper left corner at x, y, w mm wide and h mm high.
func (s *sheet) image(x, y, w, h float64, picture image.Image) {
	size := picture.Bounds()
	s.c.RenderImage(picture, canvas.Identity.Translate(x, s.H-y-h).Scale(w/float64(size.Dx()), h/float64(size.Dy())))
}
