package synth

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"github.com/tdewolff/canvas"
)

// mark draws a logo of size mm with its top left corner at x, y.
func (d *draft) mark(x, y, size float64) {
	c := d.look.Accent
	d.pen.SetFill(c)
	d.pen.SetStroke(canvas.Transparent)
	switch d.IntN(4) {
	case 0: // a cross
		d.fill(x+size*0.36, y, size*0.28, size, c)
		d.fill(x, y+size*0.36, size, size*0.28, c)
	case 1: // a ring
		d.pen.SetFill(canvas.Transparent)
		d.pen.SetStroke(c)
		d.pen.SetStrokeWidth(size * 0.12)
		d.pen.DrawPath(x+size/2, y+size/2, canvas.Circle(size*0.42))
		d.print(x+size/2, y+size*0.64, ink{face: serif, size: size * 1.35, bold: true, color: c}, centre, "+")
		d.printed = d.printed[:len(d.printed)-1] // an ornament, not text
	case 2: // three bars
		for n := range 3 {
			d.fill(x+float64(n)*size*0.36, y+size*float64(2-n)*0.25, size*0.25, size*(1-float64(2-n)*0.25), c)
		}
	default: // two leaves
		d.pen.DrawPath(x+size*0.3, y+size/2, canvas.Ellipse(size*0.3, size*0.48))
		d.pen.SetFill(color.RGBA{c.R/2 + 127, c.G/2 + 127, c.B/2 + 127, 255})
		d.pen.DrawPath(x+size*0.68, y+size*0.55, canvas.Ellipse(size*0.26, size*0.4))
	}
}

// sticker draws a stuck stamp (contrassegno telematico) of 2,00 euro with its number; 44 by 24 mm.
func (d *draft) sticker(x, y float64) {
	y = math.Min(y, 268)
	x += d.between(-1, 1)
	d.box(x, y, 44, 24, 0.8, 0.3, greyInk(60))
	i := ink{face: sans, size: 6, color: greyInk(40)}
	d.print(x+2, y+3.5, i.strong().times(1.1), left, "Agenzia delle Entrate")
	d.print(x+2, y+7, i, left, "MARCA DA BOLLO")
	d.print(x+42, y+7, i.strong().times(1.5), right, "€2,00")
	d.print(x+42, y+10, i.times(0.9), right, "DUE/00")
	d.print(x+2, y+11, i.times(0.9), left, fmt.Sprintf("%08d  %s", d.whole(1000, 99999999), "W1XU8001"))
	d.print(x+2, y+14, i.times(0.9), left, numeric(d.Date)+fmt.Sprintf(" %02d:%02d:%02d", d.whole(8, 18), d.whole(0, 59), d.whole(0, 59)))
	d.print(x+2, y+17.5, i.times(0.9), left, "IDENTIFICATIVO : "+d.StampNumber)
	d.barcode(x+3, y+18.6, 38, 4.2)
}

// barcode draws bars that mean nothing.
func (d *draft) barcode(x, y, w, h float64) {
	for at := 0.0; at < w; {
		bar := pick(d.dice, 0.25, 0.25, 0.5, 0.75)
		d.fill(x+at, y, bar, h, greyInk(20))
		at += bar + pick(d.dice, 0.25, 0.5, 0.75)
	}
}

// signedBy draws a professional's signature and sometimes a rubber stamp.
func (d *draft) signedBy(x, y float64) {
	if d.Issuer.Person == nil || y > 275 {
		return
	}
	if d.chance(0.6) {
		d.print(x+25, y-10, d.look.pale(), centre, pick(d.dice, "Firma", "In fede", "Il medico", "Firma e timbro"))
	}
	signature(d.sheet, x+4, y, 42, penInk(d.dice))
	if d.chance(0.4) && !d.lacks(withoutIssuerID) {
		blue := greyInk(110)
		i := ink{face: sans, size: 7.5, color: blue}
		d.print(x+25, y-3, i.strong(), centre, d.Issuer.Name)
		d.print(x+25, y+0.5, i.times(0.85), centre, d.Issuer.Register)
	}
}

// penInk is the grey of a blue or black pen.
func penInk(d dice) uint8 { return uint8(pick(d, 25, 40, 70, 85)) }

// signature draws strokes as of a hand, about width mm wide, on the baseline y.
func signature(s *sheet, x, y, width float64, tone uint8) {
	c := greyInk(tone)
	pen := s.between(0.3, 0.55)
	height := s.between(3.2, 5)
	slant := s.between(0.1, 0.45)
	letters := s.whole(6, 11)
	var points []canvas.Point
	at := 0.0
	step := width / float64(letters+1)
	add := func(dx, up float64) {
		points = append(points, canvas.Point{X: x + at + dx + up*slant, Y: y - up})
	}
	add(0, s.between(0, 1))
	for n := range letters {
		up := height * s.between(0.25, 0.6)
		if n == 0 || s.chance(0.2) {
			up = height * s.between(0.9, 1.3) // a capital or a long letter
		}
		add(step*0.15, up*0.5)
		add(step*s.between(0.3, 0.5), up)
		if s.chance(0.5) { // a loop
			add(step*0.1, up*0.7)
		}
		add(step*0.6, s.between(-0.5, 0.4))
		if s.chance(0.12) {
			add(step*0.5, -height*0.7) // a descender
		}
		at += step * s.between(0.8, 1.15)
		if s.chance(0.12) && len(points) > 5 { // the pen is lifted
			s.curve(points, pen, c)
			points = nil
			add(0, s.between(0, height*0.4))
		}
	}
	add(step, s.between(0, height*0.3))
	s.curve(points, pen, c)
	if s.chance(0.6) { // a flourish
		s.curve([]canvas.Point{{X: x + width*0.1, Y: y + 1.2}, {X: x + width*0.5, Y: y + s.between(0.4, 1.8)}, {X: x + width*1.02, Y: y + s.between(-0.8, 0.8)}}, pen, c)
	}
}

// inWords is an amount in Italian words: "centoventi/50".
func inWords(cents int64) string {
	return number(int(cents/100)) + fmt.Sprintf("/%02d", cents%100)
}

func number(n int) string {
	small := strings.Fields("zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove")
	tens := strings.Fields("- - venti trenta quaranta cinquanta sessanta settanta ottanta novanta")
	switch {
	case n < 20:
		return small[n]
	case n < 100:
		t := tens[n/10]
		if u := n % 10; u == 1 || u == 8 {
			t = t[:len(t)-1]
		}
		if n%10 == 0 {
			return t
		}
		return t + small[n%10]
	case n < 1000:
		h := "cento"
		if n/100 > 1 {
			h = small[n/100] + h
		}
		switch rest := n % 100; {
		case rest == 0:
			return h
		case rest == 8 || rest/10 == 8:
			return h[:len(h)-1] + number(rest) // centotto, centottanta
		}
		return h + number(n%100)
	}
	th := "mille"
	if n/1000 > 1 {
		th = number(n/1000) + "mila"
	}
	if n%1000 == 0 {
		return th
	}
	return th + number(n%1000)
}
