package synth

import (
	"image"
	"image/color"

	"github.com/tdewolff/canvas"
)

// drawMouth is one or two photographs of teeth, taken in the mouth with a flash, printed on a page or as the
// picture itself.
func drawMouth(d dice, about who) []*sheet {
	if d.chance(0.5) {
		s := newSheet(150, 100, d)
		s.image(0, 0, 150, 100, developed(d, mouth(d)))
		return []*sheet{s}
	}
	s := newSheet(210, 297, d)
	w := d.between(110, 165)
	for n := range d.whole(1, 2) {
		s.image((210-w)/2, 22+float64(n)*(w*2/3+12), w, w*2/3, developed(d, mouth(d)))
	}
	return []*sheet{s}
}

// mouth draws lips, gums and teeth, 150 by 100 mm.
func mouth(d dice) *sheet {
	s := newSheet(150, 100, d)
	s.fill(0, 0, 150, 100, rgb(158, 92, 84))
	oval := func(x, y, w, h float64, c color.RGBA) {
		s.pen.SetFill(c)
		s.pen.SetStroke(canvas.Transparent)
		s.pen.DrawPath(x, y, canvas.Ellipse(w, h))
	}
	oval(75, 50, 88, 54, rgb(186, 98, 96))   // lips held apart
	oval(75, 50, 78, 44, rgb(206, 118, 118)) // gums
	oval(75, 51, 66, 9, rgb(60, 22, 24))     // the dark between the rows
	ivory := []color.RGBA{rgb(232, 220, 194), rgb(238, 228, 206), rgb(226, 208, 174), rgb(240, 234, 220)}[d.IntN(4)]
	treated := d.IntN(10)
	for row := range 2 {
		for side := range 2 {
			sign := float64(2*side - 1)
			x := 75.0
			for n, w := range []float64{12.5, 10.5, 11, 9, 8, 7.5, 6} {
				if row == 1 {
					w *= 0.86
				}
				middle := x + sign*w/2
				x += sign * w
				high := []float64{19, 16.5, 17.5, 14.5, 12.5, 10.5, 8.5}[n]
				c := shaded(ivory, 1-0.055*float64(n)+s.between(-0.02, 0.02))
				off := (middle - 75) / 75
				biting := 50.5 + 2.5*off*off*4
				top, bottom := biting-high, biting
				if row == 1 {
					top, bottom = biting+1.6-2*off*off, biting+1.6+high*0.8
				}
				if row*7+n+side == treated { // a crown of another tone, or a gap
					c = pick(d, rgb(206, 194, 168), rgb(184, 166, 140), rgb(96, 40, 42))
				}
				u := w / 2 * 0.97
				points := []canvas.Point{{X: middle - u, Y: (top + bottom) / 2}, {X: middle - u*0.8, Y: top + high*0.1}, {X: middle, Y: top}, {X: middle + u*0.8, Y: top + high*0.1},
					{X: middle + u, Y: (top + bottom) / 2}, {X: middle + u*0.9, Y: bottom - high*0.05}, {X: middle, Y: bottom}, {X: middle - u*0.9, Y: bottom - high*0.05}}
				s.shape(points, shaded(c, 0.62))
				for i := range points { // a little smaller: dark seams stay between the teeth
					points[i].X = middle + (points[i].X-middle)*0.93
					points[i].Y = (top+bottom)/2 + (points[i].Y-(top+bottom)/2)*0.97
				}
				s.shape(points, c)
				s.shape([]canvas.Point{{X: middle - u*0.4, Y: top + high*0.3}, {X: middle + u*0.1, Y: top + high*0.25}, {X: middle + u*0.05, Y: top + high*0.62}, {X: middle - u*0.35, Y: top + high*0.6}}, glow(0.28))
			}
		}
	}
	for range 26 { // wet gums in the flash
		oval(d.between(15, 135), pick(d, d.between(16, 28), d.between(72, 84)), d.between(0.4, 2.2), d.between(0.3, 0.9), glow(d.between(0.2, 0.6)))
	}
	return s
}

// shaded is a colour in more or less light.
func shaded(c color.RGBA, k float64) color.RGBA {
	f := func(v uint8) uint8 { return uint8(min(float64(v)*k, 255)) }
	return color.RGBA{f(c.R), f(c.G), f(c.B), 255}
}

// developed is a drawing as a compact camera saw it: soft, brighter in the middle, with grain.
func developed(d dice, s *sheet) image.Image {
	const dpi = 150
	drawn := s.colour(dpi)
	w, h := drawn.Rect.Dx(), drawn.Rect.Dy()
	plane := image.NewGray(drawn.Rect)
	soft := d.between(1.6, 3)
	for c := range 3 {
		for i := range plane.Pix {
			plane.Pix[i] = drawn.Pix[4*i+c]
		}
		for range 3 {
			defocus(plane, soft, soft)
		}
		for i, v := range plane.Pix {
			drawn.Pix[4*i+c] = v
		}
	}
	tissue := desk{seed: d.Uint32()}
	var grain [1 << 12]float64
	for i := range grain {
		grain[i] = d.NormFloat64() * 3
	}
	for y := range h {
		at := d.IntN(len(grain))
		for x := range w {
			u, v := float64(x)/float64(w)-0.5, float64(y)/float64(h)-0.5
			light := 1.12 - 1.3*(u*u+v*v) + 0.16*(tissue.noise(float64(x)/34, float64(y)/34)-0.5) + 0.08*(tissue.noise(float64(x)/5, float64(y)/5)-0.5)
			pixel := drawn.Pix[y*drawn.Stride+4*x:]
			for c := range 3 {
				pixel[c] = uint8(min(max(float64(pixel[c])*light+grain[(at+x*3+c)%len(grain)], 0), 255))
			}
		}
	}
	return drawn
}
