package synth

import (
	"image"
	"image/color"
	"math"

	"github.com/tdewolff/canvas"
	"golang.org/x/image/vector"
)

// Settling a stroke sometimes leaves its outline open, and all below it is painted: a signature becomes a black
// box. What it is for, that no part of an outline lies on another, filling by winding number does not need.
func init() { canvas.FastStroke = true }

// grey is a canvas.Renderer that draws on 8-bit grey, each path only where it is. A page of text at
// 300 dpi takes a fifth of the time of canvas' own rasterizer, which draws on RGBA.
type grey struct {
	*image.Gray
	stencil
}

// raster draws the page at a resolution in dots per inch, on white.
func raster(c *canvas.Canvas, dpi float64) *image.Gray {
	picture := image.NewGray(pixels(c, dpi))
	for i := range picture.Pix {
		picture.Pix[i] = 255
	}
	c.RenderTo(&grey{Gray: picture, stencil: stencil{dpmm: dpi / 25.4, bounds: picture.Rect}})
	return picture
}

// pixels is the size of a page in pixels.
func pixels(c *canvas.Canvas, dpi float64) image.Rectangle {
	return image.Rect(0, 0, int(c.W*dpi/25.4+0.5), int(c.H*dpi/25.4+0.5))
}

// RenderText draws text as paths.
func (g *grey) RenderText(text *canvas.Text, m canvas.Matrix) {
	text.RenderAsPath(g, m, canvas.DPMM(g.dpmm))
}

// RenderImage draws a picture, scaled and turned by m.
func (g *grey) RenderImage(picture image.Image, m canvas.Matrix) {
	g.place(picture, m, func(x, y int, c color.RGBA) {
		i := y*g.Stride + x
		g.Pix[i] = uint8((int(g.Pix[i])*(255-int(c.A)) + luminance(c)*255 + 127) / 255)
	})
}

// RenderPath fills, then strokes.
func (g *grey) RenderPath(path *canvas.Path, style canvas.Style, m canvas.Matrix) {
	g.outline(path, style, m, g.paint)
}

func (g *grey) paint(path *canvas.Path, c color.RGBA) {
	cover, stride, visible := g.cover(path, c)
	tone, opacity := luminance(c), int(c.A)
	for y := visible.Min.Y; y < visible.Max.Y; y++ {
		row := g.Pix[y*g.Stride+visible.Min.X : y*g.Stride+visible.Max.X]
		for x := range row {
			if a := int(cover[x]); a != 0 {
				row[x] = uint8((int(row[x])*(255-a*opacity/255) + tone*a + 127) / 255)
			}
		}
		if y+1 < visible.Max.Y {
			cover = cover[stride:]
		}
	}
}

// luminance is the grey of a colour (its alpha premultiplied), 0 to 255.
func luminance(c color.RGBA) int {
	return int(color.GrayModel.Convert(color.RGBA{c.R, c.G, c.B, 255}).(color.Gray).Y)
}

// stencil tells which pixels a path covers; drawing on grey and in colour share it.
type stencil struct {
	dpmm   float64
	bounds image.Rectangle
	ras    vector.Rasterizer
	mask   image.Alpha
}

// Size is in mm.
func (s *stencil) Size() (float64, float64) {
	return float64(s.bounds.Dx()) / s.dpmm, float64(s.bounds.Dy()) / s.dpmm
}

// outline hands the filled and the stroked path, in mm on the page, to paint.
func (s *stencil) outline(path *canvas.Path, style canvas.Style, m canvas.Matrix, paint func(*canvas.Path, color.RGBA)) {
	if style.HasFill() {
		paint(path.Copy().Transform(m), style.Fill.Color)
	}
	if style.HasStroke() {
		stroke := path
		if len(style.Dashes) > 0 {
			offset, dashes := canvas.ScaleDash(style.StrokeWidth, style.DashOffset, style.Dashes)
			stroke = stroke.Dash(offset, dashes...)
		}
		stroke = stroke.Stroke(style.StrokeWidth, style.StrokeCapper, style.StrokeJoiner, canvas.PixelTolerance/s.dpmm)
		paint(stroke.Transform(m), style.Stroke.Color)
	}
}

// cover gives how much of each pixel of the visible area the path covers, 0 to 255, in rows of stride
// pixels from the area's first pixel.
func (s *stencil) cover(path *canvas.Path, c color.RGBA) (mask []uint8, stride int, visible image.Rectangle) {
	if path.Empty() || c.A == 0 {
		return nil, 0, image.Rectangle{}
	}
	b := path.FastBounds()
	height := float64(s.bounds.Dy())
	area := image.Rect(int(math.Floor(b.X0*s.dpmm)), int(math.Floor(height-b.Y1*s.dpmm)),
		int(math.Ceil(b.X1*s.dpmm))+1, int(math.Ceil(height-b.Y0*s.dpmm))+1)
	visible = area.Intersect(s.bounds)
	if visible.Empty() {
		return nil, 0, image.Rectangle{}
	}
	w, h := area.Dx(), area.Dy()
	s.ras.Reset(w, h)
	shift := canvas.Identity.Translate(-float64(area.Min.X)/s.dpmm, -(height-float64(area.Max.Y))/s.dpmm)
	path.Transform(shift).ToVectorRasterizer(&s.ras, canvas.DPMM(s.dpmm))
	if cap(s.mask.Pix) < w*h {
		s.mask.Pix = make([]uint8, w*h)
	}
	s.mask.Pix, s.mask.Stride, s.mask.Rect = s.mask.Pix[:w*h], w, image.Rect(0, 0, w, h)
	clear(s.mask.Pix)
	s.ras.Draw(&s.mask, s.mask.Rect, image.Opaque, image.Point{})
	return s.mask.Pix[(visible.Min.Y-area.Min.Y)*w+visible.Min.X-area.Min.X:], w, visible
}

// place calls paint for every pixel of the page that lies in the picture, with its colour there. The matrix
// maps pixels of the picture, from its lower left corner upwards, to mm.
func (s *stencil) place(picture image.Image, m canvas.Matrix, paint func(x, y int, c color.RGBA)) {
	size := picture.Bounds()
	w, h := float64(size.Dx()), float64(size.Dy())
	b := canvas.Rectangle(w, h).Transform(m).FastBounds()
	height := float64(s.bounds.Dy())
	area := image.Rect(int(b.X0*s.dpmm), int(height-b.Y1*s.dpmm), int(math.Ceil(b.X1*s.dpmm)), int(math.Ceil(height-b.Y0*s.dpmm))).Intersect(s.bounds)
	back := m.Inv()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			p := back.Dot(canvas.Point{X: (float64(x) + 0.5) / s.dpmm, Y: (height - float64(y) - 0.5) / s.dpmm})
			if p.X >= 0 && p.Y >= 0 && p.X < w && p.Y < h {
				if c := between(picture, p.X-0.5, h-p.Y-0.5); c.A > 0 {
					paint(x, y, c)
				}
			}
		}
	}
}

// between is the colour of a picture between four pixels, x and y from its upper left one.
func between(picture image.Image, x, y float64) color.RGBA {
	size := picture.Bounds()
	ix, iy := int(x+1)-1, int(y+1)-1 // x and y are above -1
	u, v := int((x-float64(ix))*256), int((y-float64(iy))*256)
	x0, y0 := max(ix, 0)+size.Min.X, max(iy, 0)+size.Min.Y
	x1, y1 := min(ix+1, size.Dx()-1)+size.Min.X, min(iy+1, size.Dy()-1)+size.Min.Y
	mix := func(a, b, c, d uint8) uint8 {
		return uint8(((int(a)*(256-u)+int(b)*u)*(256-v) + (int(c)*(256-u)+int(d)*u)*v) >> 16)
	}
	switch p := picture.(type) {
	case *image.Gray:
		g := mix(p.GrayAt(x0, y0).Y, p.GrayAt(x1, y0).Y, p.GrayAt(x0, y1).Y, p.GrayAt(x1, y1).Y)
		return color.RGBA{g, g, g, 255}
	case *image.RGBA:
		a, b, c, d := p.RGBAAt(x0, y0), p.RGBAAt(x1, y0), p.RGBAAt(x0, y1), p.RGBAAt(x1, y1)
		if a.A|b.A|c.A|d.A == 0 {
			return color.RGBA{}
		}
		return color.RGBA{mix(a.R, b.R, c.R, d.R), mix(a.G, b.G, c.G, d.G), mix(a.B, b.B, c.B, d.B), mix(a.A, b.A, c.A, d.A)}
	}
	return color.RGBAModel.Convert(picture.At(x0, y0)).(color.RGBA)
}

// picture is the page in pixels, at a resolution in dots per inch.
func (s *sheet) picture(dpi float64) *image.Gray { return raster(s.c, dpi) }

// bilevel makes every pixel black or white.
func bilevel(g *image.Gray) *image.Gray {
	out := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		if v >= 128 {
			out.Pix[i] = 255
		}
	}
	return out
}
