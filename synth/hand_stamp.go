package synth

import (
	"fmt"
	"image/color"
	"math"

	"github.com/tdewolff/canvas"

	"pratica/claim"
	"pratica/extract/forms"
)

// rubber is a rubber stamp: lines of text, perhaps in a frame, pressed onto the paper at an angle. What is
// printed lies over its ink.
type rubber struct {
	lines []string
	face  typeface
	size  float64 // points
	ink   color.RGBA
	frame bool
	round bool
	turn  float64 // radians
}

// press stamps with the middle at x, y.
func (r rubber) press(s *sheet, x, y float64) {
	i := ink{face: r.face, size: r.size, bold: true, color: r.ink}
	width, leading := 0.0, i.leading()
	for _, line := range r.lines {
		width = max(width, i.width(line))
	}
	height := leading * float64(len(r.lines))
	cos, sin := math.Cos(r.turn), math.Sin(r.turn)
	place := func(gx, gy float64) (float64, float64) { // from mm around the middle, y downwards
		return x + gx*cos - gy*sin, y + gx*sin + gy*cos
	}
	worn := s.between(0, 2*math.Pi)
	s.pen.SetZIndex(-1)
	defer s.pen.SetZIndex(0)
	for n, line := range r.lines {
		base := -height/2 + leading*(float64(n)+0.78)
		at := -i.width(line) / 2
		for _, letter := range line {
			outline, step, err := i.fontFace().ToPath(string(letter))
			if err != nil || outline.Empty() {
				at += step
				continue
			}
			// the rubber is worn and not pressed evenly
			s.pen.SetFill(lighter(r.ink, 0.22+0.22*math.Sin(worn+at/9+float64(n))+s.between(-0.05, 0.05)))
			s.pen.SetStroke(canvas.Transparent)
			s.pen.DrawPath(0, 0, warp(outline, func(gx, gy float64) (float64, float64) { return place(at+gx, base-gy) }))
			at += step
		}
	}
	s.pen.SetFill(canvas.Transparent)
	s.pen.SetStroke(lighter(r.ink, 0.2))
	s.pen.SetStrokeWidth(s.between(0.3, 0.6))
	switch {
	case r.round:
		radius := math.Hypot(width, height)/2 + 2
		for _, k := range []float64{1, 0.92} {
			s.pen.DrawPath(0, 0, warp(canvas.Circle(radius*k), place))
		}
	case r.frame:
		s.pen.DrawPath(0, 0, warp(canvas.Rectangle(width+5, height+3).Translate(-width/2-2.5, -height/2-1.5), place))
	}
}

// padInk is blue, violet, red or black, as stamp pads are.
func padInk(d dice) color.RGBA {
	return pick(d, color.RGBA{45, 60, 160, 255}, color.RGBA{45, 60, 160, 255}, color.RGBA{95, 50, 140, 255}, color.RGBA{170, 40, 50, 255}, color.RGBA{60, 60, 65, 255})
}

// officeStamp is the stamp of a practice across the place for its signature.
func officeStamp(s *sheet, d dice, r forms.Rect, p provider) {
	lines := []string{p.Name, p.Subtitle}
	if d.chance(0.8) {
		lines = append(lines, p.Address.Street+" - "+p.Address.place())
	}
	if d.chance(0.7) {
		lines = append(lines, "P. IVA "+p.VAT)
	}
	stamp := rubber{lines: lines, face: pick(d, sans, serif), size: d.between(6, 7.5), ink: padInk(d), turn: d.NormFloat64() * 0.06}
	for i := (ink{face: stamp.face, size: stamp.size, bold: true}); i.width(lines[0]) > r.W || i.width(lines[len(lines)-1]) > r.W; i = i.times(0.95) {
		stamp.size = i.size * 0.95
	}
	stamp.press(s, r.X+r.W*d.between(0.4, 0.6), r.Y+r.H*d.between(0.3, 0.6))
}

// received is the mailroom's stamp of arrival in the fund's corner of a form.
func received(s *sheet, d dice, on claim.Date) {
	months := []string{"GEN", "FEB", "MAR", "APR", "MAG", "GIU", "LUG", "AGO", "SET", "OTT", "NOV", "DIC"}
	day := fmt.Sprintf("%02d %s. %d", on.Day, months[on.Month-1], on.Year)
	lines := pick(d, []string{"PERVENUTO", day}, []string{"RICEVUTO IL", day}, []string{"ARRIVATO", day, fmt.Sprintf("Prot. %05d", d.whole(100, 99999))}, []string{day})
	rubber{lines: lines, face: pick(d, sans, mono), size: d.between(8, 10.5), ink: padInk(d), frame: d.chance(0.5), turn: d.NormFloat64() * 0.09}.
		press(s, d.between(160, 180), d.between(19, 25))
}

// stampOver puts a stamp anywhere on an expense document: paid, true copy, of an office.
func stampOver(s *sheet, d dice) {
	lines := pick(d, []string{"PAGATO"}, []string{"PAGATO"}, []string{"SALDATO", "CON BANCOMAT"}, []string{"COPIA CONFORME", "ALL'ORIGINALE"}, []string{"PER QUIETANZA"},
		[]string{"ESENTE DA BOLLO", "NEI CASI PREVISTI"}, []string{"IMPORTO INCASSATO"})
	stamp := rubber{lines: lines, face: pick(d, sans, serif, mono), size: d.between(10, 20), ink: padInk(d), frame: d.chance(0.6), turn: d.NormFloat64() * 0.2}
	stamp.round = !stamp.frame && d.chance(0.3)
	stamp.press(s, s.W*d.between(0.3, 0.75), s.H*d.between(0.3, 0.8))
}
