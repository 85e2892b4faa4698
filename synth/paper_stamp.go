package synth

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"

	"github.com/tdewolff/canvas"

	"pratica/claim"
)

// emblem draws the mark of an institution, size mm wide.
func emblem(s *sheet, x, y, size float64, i ink, kind int) {
	c := i.color
	if c == black {
		c = rgb(60, 60, 70)
	}
	s.pen.SetFill(canvas.Transparent)
	s.pen.SetStroke(c)
	switch kind {
	case 0: // a cross in a ring
		s.pen.SetStrokeWidth(size * 0.07)
		s.pen.DrawPath(x+size/2, y+size/2, canvas.Circle(size*0.46))
		s.fill(x+size*0.42, y+size*0.2, size*0.16, size*0.6, c)
		s.fill(x+size*0.2, y+size*0.42, size*0.6, size*0.16, c)
	case 1: // a rod and a serpent
		s.rule(x+size/2, y, x+size/2, y+size, size*0.06, c)
		var snake []canvas.Point
		for n := range 13 {
			t := float64(n) / 12
			snake = append(snake, canvas.Point{X: x + size*(0.5+0.26*(1-t*0.6)*math.Sin(t*9.4)), Y: y + size*(0.1+0.85*t)})
		}
		s.curve(snake, size*0.07, c)
	case 2: // a building
		s.pen.SetFill(c)
		s.pen.SetStroke(canvas.Transparent)
		p := &canvas.Path{}
		p.MoveTo(0, size*0.35)
		p.LineTo(size/2, 0)
		p.LineTo(size, size*0.35)
		p.Close()
		s.pen.DrawPath(x, y, p)
		for n := range 4 {
			s.fill(x+size*(0.08+0.24*float64(n)), y+size*0.42, size*0.12, size*0.42, c)
		}
		s.fill(x, y+size*0.88, size, size*0.12, c)
	case 3: // a heart with a line through it
		s.pen.SetStrokeWidth(size * 0.06)
		p := &canvas.Path{}
		p.MoveTo(size*0.5, size*0.95)
		p.CubeTo(-size*0.3, size*0.4, size*0.2, -size*0.25, size*0.5, size*0.25)
		p.CubeTo(size*0.8, -size*0.25, size*1.3, size*0.4, size*0.5, size*0.95)
		s.pen.DrawPath(x, y, p)
		s.curve([]canvas.Point{{X: x + size*0.1, Y: y + size*0.5}, {X: x + size*0.35, Y: y + size*0.5}, {X: x + size*0.45, Y: y + size*0.3}, {X: x + size*0.55, Y: y + size*0.7}, {X: x + size*0.65, Y: y + size*0.5}, {X: x + size*0.9, Y: y + size*0.5}}, size*0.05, c)
	default: // a shield with bars
		s.box(x+size*0.1, y, size*0.8, size, size*0.2, size*0.06, c)
		s.fill(x+size*0.25, y+size*0.2, size*0.5, size*0.16, c)
		s.fill(x+size*0.25, y+size*0.44, size*0.5, size*0.16, c)
		s.fill(x+size*0.42, y+size*0.64, size*0.16, size*0.24, c)
	}
}

// inked is what a rubber stamp leaves: the drawing of side mm in one colour, with ink that missed in places.
// Wear is 0 for a perfect print; from about 0.6 on parts are missing.
func inked(d dice, w, h float64, c color.RGBA, wear float64, draw func(s *sheet)) image.Image {
	const dpi = 300
	s := newSheet(w, h, d)
	draw(s)
	cover := s.picture(dpi)
	out := image.NewRGBA(cover.Rect)
	grain := desk{seed: d.Uint32()}
	lean, side := d.between(-1, 1)*wear, d.between(-1, 1)*wear // one side was pressed harder
	for y := range cover.Rect.Dy() {
		for x := range cover.Rect.Dx() {
			a := 255 - float64(cover.Pix[y*cover.Stride+x])
			if a == 0 {
				continue
			}
			fx, fy := float64(x), float64(y)
			pressure := 1 - 0.45*wear + 0.5*lean*(fx/float64(cover.Rect.Dx())-0.5) + 0.5*side*(fy/float64(cover.Rect.Dy())-0.5)
			pressure -= wear * (0.9*(grain.noise(fx/45, fy/45)-0.4) + 0.5*(grain.noise(fx/4, fy/4)-0.45))
			a *= min(max(pressure*1.3, 0), 1)
			k := a / 255
			i := y*out.Stride + 4*x
			out.Pix[i], out.Pix[i+1], out.Pix[i+2], out.Pix[i+3] = uint8(float64(c.R)*k), uint8(float64(c.G)*k), uint8(float64(c.B)*k), uint8(a)
		}
	}
	return out
}

// tilted places a picture w by h mm around the point x, y, turned by degrees.
func (s *sheet) tilted(x, y, w, h, degrees float64, picture image.Image) {
	size := picture.Bounds()
	m := canvas.Identity.Translate(x, s.H-y).Rotate(degrees).Translate(-w/2, -h/2).Scale(w/float64(size.Dx()), h/float64(size.Dy()))
	s.c.RenderImage(picture, m)
}

// stampInk is the colour of a stamp pad.
func stampInk(d dice) color.RGBA {
	return pick(d, rgb(40, 50, 130), rgb(60, 40, 120), rgb(30, 30, 40), rgb(40, 50, 130), rgb(140, 40, 60))
}

// round writes text around a circle with its middle at x, y: from an angle in degrees, clockwise from the
// top, over the arc it takes. Inside writes it along the lower half, to be read from below.
func (s *sheet) round(x, y, radius float64, i ink, text string, middle float64, inside bool) {
	face := i.fontFace()
	total := 0.0
	for _, r := range text {
		total += face.TextWidth(string(r)) + i.size*0.02
	}
	direction := 1.0
	if inside {
		direction = -1
	}
	angle := middle*math.Pi/180 - direction*total/radius/2
	for _, r := range text {
		glyph, _, err := face.ToPath(string(r))
		if err != nil {
			panic(err) // a font of ours lacks its own outline
		}
		w := face.TextWidth(string(r))
		at := angle + direction*w/2/radius
		px, py := x+radius*math.Sin(at), y-radius*math.Cos(at)
		turn := -at * 180 / math.Pi
		if inside {
			turn += 180
		}
		s.c.RenderPath(glyph.Translate(-w/2, 0).Transform(canvas.Identity.Translate(px, s.H-py).Rotate(turn)), canvas.Style{Fill: canvas.Paint{Color: i.color}}, canvas.Identity)
		angle += direction * (w + i.size*0.02) / radius
	}
}

// ring draws a circle's line.
func (s *sheet) ring(x, y, radius, width float64, c color.RGBA) {
	s.pen.SetFill(canvas.Transparent)
	s.pen.SetStroke(c)
	s.pen.SetStrokeWidth(width)
	s.pen.DrawPath(x, y, canvas.Circle(radius))
}

// postmark is a round date stamp of the post with its wavy or straight killer bars, 78 by 34 mm. Day is the
// day of sending.
func postmark(d dice, office string, day claim.Date, wear float64) image.Image {
	return inked(d, 78, 34, pick(d, rgb(25, 25, 30), rgb(30, 30, 60), rgb(40, 40, 44)), wear, func(s *sheet) {
		face := pick(d, sans, serif, narrow)
		const x, y, r = 17.0, 17.0, 13.5
		s.ring(x, y, r, 0.45, black)
		if d.chance(0.6) {
			s.ring(x, y, r-4.6, 0.3, black)
		}
		top := ink{face: face, size: 8.2, bold: true, color: black}
		s.round(x, y, r-3.6, top, strings.ToUpper(office), 0, false)
		s.round(x, y, r-1.2, top.times(0.8), pick(d, "POSTE ITALIANE", "CENTRO OPERATIVO", "C.M.P.", "SPORTELLO 3"), 180, true)
		date := top.sized(9.5)
		format := pick(d, "%02d-%02d-%02d", "%02d.%02d.%02d", "%02d/%02d/%02d")
		s.print(x, y+1.2, date, centre, fmt.Sprintf(format, day.Day, day.Month, day.Year%100))
		if d.chance(0.7) {
			s.print(x, y+4.6, date.times(0.62), centre, fmt.Sprintf("%02d:%02d", d.whole(8, 19), d.whole(0, 59)))
		} else {
			s.print(x, y-3.4, date.times(0.6), centre, fmt.Sprintf("%d", d.whole(1, 99)))
		}
		wavy := d.chance(0.6)
		for n := range 6 {
			at := y - 10 + 4*float64(n)
			if !wavy {
				s.rule(33, at, 76, at, 0.7, black)
				continue
			}
			var line []canvas.Point
			for k := range 16 {
				line = append(line, canvas.Point{X: 33 + 2.9*float64(k), Y: at + 1.1*math.Sin(float64(k)*1.3)})
			}
			s.curve(line, 0.6, black)
		}
	})
}

// stamped puts a rubber stamp near a place: an oblong one with a name, or a round one.
func stamped(s *sheet, x, y float64, name string) {
	d := newDice(s.Uint64(), "stamp")
	c, wear := stampInk(d), d.between(0.2, 0.7)
	if d.chance(0.5) {
		lines := []string{name, pick(d, "Medico Chirurgo", "Direttore Sanitario", "Dirigente Medico", "Responsabile"), "C.R. " + d.digits(6)}
		s.tilted(x+20, y+6, 46, 14, d.between(-8, 8), inked(d, 46, 14, c, wear, func(s *sheet) {
			for n, line := range lines {
				i := ink{face: sans, size: 8 - float64(n)*0.8, bold: n == 0, color: black}
				s.print(23, 4+4*float64(n), i.fits(line, 44), centre, line)
			}
		}))
		return
	}
	s.tilted(x+16, y+8, 32, 32, d.between(-40, 40), inked(d, 32, 32, c, wear, func(s *sheet) {
		s.ring(16, 16, 14.5, 0.5, black)
		s.ring(16, 16, 9.5, 0.3, black)
		i := ink{face: serif, size: 7, bold: true, color: black}
		s.round(16, 16, 10.8, i, pick(d, "REPUBBLICA ITALIANA", "AZIENDA SANITARIA", "DIREZIONE SANITARIA", "UFFICIO CARTELLE CLINICHE"), 0, false)
		s.round(16, 16, 13.2, i, "* * *", 180, true)
		emblem(s, 12, 11.5, 8, i, d.IntN(5))
	}))
}
