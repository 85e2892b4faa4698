package synth

import (
	"image"
	"math"
)

// scanner is how a batch of pages was scanned; its pages share it, but each lies a little differently.
type scanner struct {
	// DPI is the resolution, 200 to 300.
	DPI float64
	// Bilevel pages are black and white; others are 8-bit grey.
	Bilevel bool
	// Strength scales every fault, 0 (none) to 1 (what a reader can just bear).
	Strength float64
	// Skew is the largest skew of a page in degrees, Blur the sigma of the optics in pixels, Noise the sigma
	// of the sensor in grey levels.
	Skew, Blur, Noise float64
	// Paper is the grey of the sheet, Toner the grey of the blackest print.
	Paper, Toner float64
	// Speckles are spots a page, Streaks vertical lines from dust on the glass, at fixed columns.
	Speckles int
	Streaks  []streak
	// Border draws the dark lid where the sheet does not reach.
	Border bool
	// JPEG is the quality the pages are stored with, 30 to 80.
	JPEG int
	// Colour pages are stored in colour.
	Colour bool
	// Handling is how much the sheets went through before, 0 (nothing) to 1: folds, holes, staples.
	Handling float64
}

type streak struct {
	at    float64 // share of the width
	width int     // pixels
	level int     // grey levels darker (below 0: lighter)
}

// someScanner draws a scanner whose faults are about as strong as asked.
func someScanner(d dice, strength float64) scanner {
	s := scanner{
		DPI: pick(d, 300.0, 300, 300, 240, 200), Bilevel: d.chance(0.3), Strength: strength,
		Skew: 3 * strength, Blur: strength * d.between(0.3, 1.1), Noise: strength * d.between(2, 9),
		Paper: 255 - strength*d.between(5, 40), Toner: strength * d.between(0, 90),
		Speckles: int(strength * d.between(0, 350)), Border: d.chance(0.5 * strength), JPEG: d.whole(30, 80),
	}
	if s.Bilevel {
		s.Toner /= 2 // or small grey print is lost altogether
	}
	for range d.whole(0, int(math.Round(3*strength))) {
		s.Streaks = append(s.Streaks, streak{d.Float64(), d.whole(1, 3), pick(d, 45, 70, -60)})
	}
	s.Handling = strength
	if !s.Bilevel && d.chance(0.15) {
		s.Colour, s.DPI = true, 200
	}
	return s
}

// scan gives the page as the scanner stores it. The same chance gives the same picture.
func (s scanner) scan(page *image.Gray, d dice, upsideDown bool) *image.Gray {
	picture := s.sheetTone(page, d)
	picture = s.lay(picture, d)
	if s.Blur > 0.2 {
		blur(picture, s.Blur)
	}
	s.streak(picture)
	s.speckle(picture, d)
	s.sensor(picture, d)
	if upsideDown {
		turn(picture)
	}
	if s.Bilevel {
		threshold := uint8(s.Toner + (s.Paper-s.Toner)*d.between(0.55, 0.7))
		for i, v := range picture.Pix {
			picture.Pix[i] = 0
			if v >= threshold {
				picture.Pix[i] = 255
			}
		}
	}
	return picture
}

// sheetTone maps white to the paper and black to the toner, with bands where the toner ran low.
func (s scanner) sheetTone(page *image.Gray, d dice) *image.Gray {
	out := image.NewGray(page.Rect)
	h := page.Rect.Dy()
	phase, period := d.between(0, 6.28), d.between(0.15, 0.5)*float64(h)
	var tone [256]uint8
	for y := range h {
		if y%16 == 0 {
			band := s.Toner * (0.75 + 0.25*math.Sin(phase+float64(y)/period*6.28))
			for v := range tone {
				tone[v] = uint8(band + (s.Paper-band)*float64(v)/255)
			}
		}
		in, row := page.Pix[y*page.Stride:][:page.Rect.Dx()], out.Pix[y*out.Stride:]
		for x, v := range in {
			row[x] = tone[v]
		}
	}
	return out
}

// lay rotates and shifts the sheet on the glass; what it does not cover is the lid, dark or white.
func (s scanner) lay(page *image.Gray, d dice) *image.Gray {
	angle := s.Skew * (d.Float64() + d.Float64() - 1) * math.Pi / 180 // small angles are likelier
	w, h := page.Rect.Dx(), page.Rect.Dy()
	dx, dy := s.Strength*d.between(-0.012, 0.012)*float64(w), s.Strength*d.between(-0.01, 0.01)*float64(h)
	lid := uint8(255)
	if s.Border {
		lid = uint8(d.whole(5, 60))
		dx += s.Strength * d.between(-0.02, 0.02) * float64(w)
	}
	out := image.NewGray(page.Rect)
	const one = 1 << 16
	cos, sin := math.Cos(angle), math.Sin(angle)
	stepX, stepY := int(cos*one), int(sin*one)
	cx, cy := float64(w)/2, float64(h)/2
	for y := range h {
		oy := float64(y) - cy - dy
		ox := -cx - dx
		fx, fy := int((cx+cos*ox-sin*oy)*one), int((cy+sin*ox+cos*oy)*one)
		row := out.Pix[y*out.Stride : y*out.Stride+w]
		for x := range row {
			ix, iy := fx>>16, fy>>16
			if uint(ix) < uint(w-1) && uint(iy) < uint(h-1) {
				p := page.Pix[iy*page.Stride+ix:]
				q := page.Pix[(iy+1)*page.Stride+ix:]
				u, v := fx>>8&255, fy>>8&255
				top := int(p[0])*(256-u) + int(p[1])*u
				bottom := int(q[0])*(256-u) + int(q[1])*u
				row[x] = uint8((top*(256-v) + bottom*v) >> 16)
			} else {
				row[x] = lid
			}
			fx += stepX
			fy += stepY
		}
	}
	return out
}

// blur is a separable three-tap approximation of a Gaussian of that sigma, in pixels, up to about 1.2.
func blur(g *image.Gray, sigma float64) {
	side := math.Exp(-1 / (2 * sigma * sigma))
	centre := int(256 / (1 + 2*side))
	edge := (256 - centre) / 2
	centre = 256 - 2*edge
	w, h := g.Rect.Dx(), g.Rect.Dy()
	for y := range h {
		row := g.Pix[y*g.Stride : y*g.Stride+w]
		before := int(row[0])
		for x := 0; x < w-1; x++ {
			v := int(row[x])
			row[x] = uint8((before*edge + v*centre + int(row[x+1])*edge) >> 8)
			before = v
		}
	}
	above := append([]uint8(nil), g.Pix[:w]...)
	for y := range h - 1 {
		row, below := g.Pix[y*g.Stride:y*g.Stride+w], g.Pix[(y+1)*g.Stride:]
		for x, v := range row {
			row[x] = uint8((int(above[x])*edge + int(v)*centre + int(below[x])*edge) >> 8)
			above[x] = v
		}
	}
}

func (s scanner) streak(g *image.Gray) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	for _, line := range s.Streaks {
		for x := int(line.at * float64(w)); x < min(int(line.at*float64(w))+line.width, w); x++ {
			for y := range h {
				i := y*g.Stride + x
				g.Pix[i] = uint8(min(max(int(g.Pix[i])-line.level, 0), 255))
			}
		}
	}
}

func (s scanner) speckle(g *image.Gray, d dice) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	for range s.Speckles {
		cx, cy, r := d.IntN(w), d.IntN(h), d.IntN(3)
		tone := uint8(d.whole(20, 150))
		for y := max(cy-r/2, 0); y <= min(cy+r/2, h-1); y++ {
			for x := max(cx-r/2, 0); x <= min(cx+r/2, w-1); x++ {
				g.Pix[y*g.Stride+x] = tone
			}
		}
	}
}

// sensor adds noise: a table of Gaussian values read at a random place for each row.
func (s scanner) sensor(g *image.Gray, d dice) {
	if s.Noise == 0 {
		return
	}
	var table [1 << 14]int
	for i := range table {
		table[i] = int(math.Round(d.NormFloat64() * s.Noise))
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	for y := range h {
		at, stride := d.IntN(len(table)), 2*d.IntN(600)+1
		row := g.Pix[y*g.Stride : y*g.Stride+w]
		for x, v := range row {
			row[x] = uint8(min(max(int(v)+table[at&(len(table)-1)], 0), 255))
			at += stride
		}
	}
}

// turn rotates by 180 degrees in place.
func turn(g *image.Gray) {
	for i, j := 0, len(g.Pix)-1; i < j; i, j = i+1, j-1 {
		g.Pix[i], g.Pix[j] = g.Pix[j], g.Pix[i]
	}
}
