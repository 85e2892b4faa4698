package synth

import (
	"image"
	"image/color"

	"github.com/tdewolff/canvas"
)

// drawXray draws a panoramic picture of the jaws or one to four pictures of single teeth, as film, as a
// print on paper, or as the page a program exports. There are no words on it.
func drawXray(d dice, about who) []*sheet {
	if d.chance(0.55) {
		film := radiograph(d, panorama(d, len(about.Teeth)), 130)
		switch d.IntN(3) {
		case 0: // the film itself
			s := newSheet(297, 150, d)
			s.image(0, 0, 297, 150, film)
			return []*sheet{s}
		case 1: // on A4, across
			s := newSheet(297, 210, d)
			w := d.between(240, 280)
			s.image((297-w)/2, d.between(18, 40), w, w*150/297, film)
			return []*sheet{s}
		}
		s := newSheet(210, 297, d)
		w := d.between(150, 195)
		s.image((210-w)/2, d.between(15, 120), w, w*150/297, film)
		return []*sheet{s}
	}
	if d.chance(0.3) { // one, as large as the page
		s := newSheet(160, 120, d)
		s.image(0, 0, 160, 120, radiograph(d, periapical(d, true), 260))
		return []*sheet{s}
	}
	s := newSheet(210, 297, d)
	w := d.between(52, 82)
	for n := range d.whole(1, 4) {
		x, y := 18+(w+8)*float64(n%2), 25+(w*0.75+8)*float64(n/2)
		s.image(x, y, w, w*0.75, radiograph(d, periapical(d, n == 0), 200))
	}
	return []*sheet{s}
}

// glow is white at an opacity, as denser tissue adds light.
func glow(a float64) color.RGBA {
	v := uint8(255 * min(max(a, 0), 1))
	return color.RGBA{v, v, v, v}
}

// dark is black at an opacity.
func dark(a float64) color.RGBA { return color.RGBA{0, 0, 0, uint8(255 * a)} }

// radiograph turns a drawing into a picture: softened, with the grain and the burnt edges of an exposure.
func radiograph(d dice, s *sheet, dpi float64) image.Image {
	g := s.picture(dpi)
	soft := dpi / 25.4 * 0.2
	for range 3 {
		defocus(g, soft, soft)
	}
	var grain [1 << 12]float64
	for i := range grain {
		grain[i] = d.NormFloat64() * 4
	}
	bone := desk{seed: d.Uint32()}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	k := 25.4 / dpi
	contrast, lift := d.between(0.85, 1.15), d.between(-8, 14)
	for y := range h {
		at := d.IntN(len(grain))
		for x := range w {
			mx, my := float64(x)*k, float64(y)*k
			v := float64(g.Pix[y*g.Stride+x])
			trabecular := bone.noise(mx*2.2, my*2.2) + 0.6*bone.noise(mx*5, my*5) - 0.8
			cloud := bone.noise(mx/14, my/14) - 0.5
			v += trabecular*v*0.16 + cloud*30 + grain[(at+x)%len(grain)]
			g.Pix[y*g.Stride+x] = uint8(min(max((v-90)*contrast+90+lift, 4), 250))
		}
	}
	return g
}

// shape fills a smooth closed outline through points.
func (s *sheet) shape(points []canvas.Point, c color.RGBA) {
	n := len(points)
	p := &canvas.Path{}
	p.MoveTo(points[0].X, points[0].Y)
	for i := range points {
		before, from, to, after := points[(i+n-1)%n], points[i], points[(i+1)%n], points[(i+2)%n]
		c1, c2 := from.Add(to.Sub(before).Mul(1.0/6)), to.Sub(after.Sub(from).Mul(1.0/6))
		p.CubeTo(c1.X, c1.Y, c2.X, c2.Y, to.X, to.Y)
	}
	p.Close()
	s.pen.SetFill(c)
	s.pen.SetStroke(canvas.Transparent)
	s.pen.DrawPath(0, 0, p)
}

// panorama draws both jaws unrolled, 297 by 150 mm, with implants on some places.
func panorama(d dice, implants int) *sheet {
	s := newSheet(297, 150, d)
	s.fill(0, 0, 297, 150, greyInk(30))
	at := func(list ...float64) []canvas.Point {
		var points []canvas.Point
		for i := 0; i+1 < len(list); i += 2 {
			points = append(points, canvas.Point{X: list[i] + s.between(-1.5, 1.5), Y: list[i+1] + s.between(-1.5, 1.5)})
		}
		return points
	}
	// the spine, twice at the sides and as a veil in the middle
	for n := range 8 {
		y := float64(n)*19 + 4
		s.shape(at(2, y, 20, y-2, 22, y+14, 3, y+15), glow(0.10))
		s.shape(at(295, y, 277, y-2, 275, y+14, 294, y+15), glow(0.10))
	}
	s.shape(at(128, -5, 169, -5, 166, 155, 131, 155), glow(0.10))
	// the upper jaw with its two sinuses and the nose
	s.shape(at(52, 14, 148, 6, 245, 14, 240, 56, 196, 70, 148, 76, 100, 70, 57, 56), glow(0.2))
	s.shape(at(74, 24, 118, 22, 124, 46, 104, 58, 76, 50), dark(0.4))
	s.shape(at(223, 24, 179, 22, 173, 46, 193, 58, 221, 50), dark(0.4))
	s.shape(at(133, 10, 146, 8, 146, 44, 130, 44), dark(0.45))
	s.shape(at(164, 10, 151, 8, 151, 44, 167, 44), dark(0.45))
	s.curve(at(60, 49, 100, 54, 148, 50, 196, 54, 237, 49), 1.6, glow(0.3))
	// the lower jaw: body, branches and heads of the joint
	outer := at(40, 18, 34, 30, 30, 62, 36, 98, 62, 122, 105, 138, 148, 142, 192, 138, 235, 122, 261, 98, 267, 62, 263, 30, 257, 18,
		247, 24, 246, 46, 241, 66, 206, 87, 148, 98, 91, 87, 56, 66, 51, 46, 50, 24)
	s.shape(outer, glow(0.3))
	s.curve(at(37, 92, 62, 118, 105, 134, 148, 138, 192, 134, 235, 118, 260, 92), 2.6, glow(0.3))
	for _, x := range []float64{44, 253} {
		s.shape(at(x-8, 12, x, 7, x+8, 12, x+6, 24, x-6, 24), glow(0.25))
	}
	s.curve(at(50, 60, 66, 92, 98, 112, 116, 114), 2.4, dark(0.22)) // the nerves' canals
	s.curve(at(247, 60, 231, 92, 199, 112, 181, 114), 2.4, dark(0.22))
	// teeth along a smile, the third molars often absent
	widths := []float64{5.6, 5, 6, 6, 6.2, 8.6, 8.6, 8}
	missing := map[int]bool{}
	for range d.whole(0, 4) {
		missing[d.IntN(32)] = true
	}
	planted := map[int]bool{}
	for range d.whole(0, implants) {
		planted[d.IntN(2)*16+3+d.IntN(4)] = true
	}
	for arch := range 2 {
		for side := range 2 {
			x := 148.5
			for n, w := range widths {
				index := arch*16 + side*8 + n
				w *= 1.74
				sign := float64(2*side - 1)
				middle := x + sign*w/2
				x += sign * w * 1.01
				off := (middle - 148.5) / 110
				bite := 87 - 20*off*off // the middle of the bite at this place
				if n == 7 && s.chance(0.55) || missing[index] {
					continue
				}
				long := []float64{13, 12.5, 15, 12.5, 12.5, 11.5, 11, 10}[n] * s.between(1.4, 1.6)
				t := tooth{x: middle, y: bite - 1, width: w, crown: []float64{13.5, 12.5, 13.5, 11.5, 11, 10.5, 10.5, 9.5}[n], root: long, roots: 1, turn: off * 26}
				if n >= 5 {
					t.roots = 2
				}
				if arch == 1 {
					t.y, t.down, t.turn = bite+1.2, true, -off*20
				}
				t.draw(s, planted[index])
			}
		}
	}
	return s
}

// tooth is one tooth as X-rays show it; x, y is the middle of its biting edge.
type tooth struct {
	x, y, width, crown, root float64
	roots                    int
	turn                     float64 // degrees
	down                     bool    // of the lower jaw
}

func (t tooth) draw(s *sheet, implant bool) {
	cos, sin := polar(t.turn)
	up := -1.0
	if t.down {
		up = 1
	}
	place := func(u, v float64) canvas.Point { // u across, v from the biting edge to the root's tip
		return canvas.Point{X: t.x + cos*u - sin*v*up, Y: t.y + sin*u + cos*v*up}
	}
	outline := func(list ...float64) []canvas.Point {
		var points []canvas.Point
		for i := 0; i+1 < len(list); i += 2 {
			points = append(points, place(list[i], list[i+1]))
		}
		return points
	}
	w, c, r := t.width/2, t.crown, t.crown+t.root
	if implant {
		s.shape(outline(-w*0.9, 0.6, w*0.9, 0.6, w*0.8, c*0.8, -w*0.8, c*0.8), glow(0.85))
		s.shape(outline(-w*0.42, c, w*0.42, c, w*0.3, r, -w*0.3, r), glow(0.85))
		for n := range 9 {
			v := c + float64(n)*t.root/9.5
			s.curve([]canvas.Point{place(-w*0.55, v), place(w*0.55, v+0.5)}, 0.7, glow(0.8))
		}
		return
	}
	if t.roots == 1 {
		s.shape(outline(-w*0.62, c*0.95, w*0.62, c*0.95, w*0.42, c+t.root*0.6, w*0.06, r+0.6, -w*0.42, c+t.root*0.6), dark(0.25)) // the gap around the root
		s.shape(outline(-w*0.55, c*0.9, w*0.55, c*0.9, w*0.34, c+t.root*0.6, 0, r, -w*0.34, c+t.root*0.6), glow(0.42))
		s.shape(outline(-w*0.12, c*0.6, w*0.12, c*0.6, w*0.04, r*0.95, -w*0.04, r*0.95), dark(0.35))
	} else {
		for _, side := range []float64{-1, 1} {
			s.shape(outline(side*w*0.05, c*0.9, side*w*0.88, c*0.9, side*w*0.72, c+t.root*0.6, side*w*0.6, r+0.6, side*w*0.36, c+t.root*0.6), dark(0.22))
			s.shape(outline(side*w*0.08, c*0.9, side*w*0.8, c*0.9, side*w*0.66, c+t.root*0.6, side*w*0.56, r, side*w*0.4, c+t.root*0.6), glow(0.4))
			s.curve([]canvas.Point{place(side*w*0.3, c*0.7), place(side*w*0.55, c+t.root*0.5), place(side*w*0.56, r*0.96)}, t.width*0.06, dark(0.3))
		}
	}
	s.shape(outline(-w*0.9, 0.8, -w*0.5, 0, 0, 0.5, w*0.5, 0, w*0.9, 0.8, w*0.98, c*0.45, w*0.62, c, -w*0.62, c, -w*0.98, c*0.45), glow(0.5))
	s.shape(outline(-w*0.86, 0.6, 0, 0.2, w*0.86, 0.6, w*0.9, c*0.3, 0, c*0.42, -w*0.9, c*0.3), glow(0.3)) // enamel
	s.shape(outline(-w*0.4, c*0.62, 0, c*0.5, w*0.4, c*0.62, w*0.2, c*0.95, -w*0.2, c*0.95), dark(0.3))    // the pulp
	if s.chance(0.22) {                                                                                    // a filling
		u := s.between(-0.4, 0.4) * w
		s.shape(outline(u-w*0.4, 0.3, u+w*0.4, 0.3, u+w*0.3, c*0.45, u-w*0.3, c*0.4), glow(0.92))
	}
}

// periapical draws a film of two or three teeth, 40 by 30 mm.
func periapical(d dice, treated bool) *sheet {
	s := newSheet(40, 30, d)
	s.fill(0, 0, 40, 30, greyInk(26))
	down := d.chance(0.5)
	edge := 7.0 // where the gums begin, from the biting edge
	points := []canvas.Point{}
	for n := range 9 {
		y := edge + d.between(-0.6, 0.6)
		if n%2 == 1 {
			y += 1
		}
		points = append(points, canvas.Point{X: float64(n)*5.4 - 2, Y: y + 2.5})
	}
	points = append(points, canvas.Point{X: 44, Y: 34}, canvas.Point{X: -4, Y: 34})
	if !down {
		for i := range points {
			points[i].Y = 30 - points[i].Y
		}
	}
	s.shape(points, glow(0.34))
	if !down && d.chance(0.6) { // the floor of the sinus
		s.curve([]canvas.Point{{X: -2, Y: 6}, {X: 14, Y: 9}, {X: 28, Y: 6.5}, {X: 42, Y: 8}}, 0.7, glow(0.4))
	}
	implant := -1
	if treated && d.chance(0.5) {
		implant = d.IntN(3)
	}
	for n := range 4 {
		t := tooth{x: 2 + 11.2*float64(n) + d.between(-0.5, 0.5), y: 2.5 + d.between(-0.8, 0.8), width: 9.6, crown: 7, root: 14 + d.between(-1.5, 2), roots: 1 + d.IntN(2), turn: d.between(-5, 5), down: true}
		if !down {
			t.y, t.down = 30-t.y, false
		}
		t.draw(s, n == implant+1 && implant >= 0)
	}
	return s
}
