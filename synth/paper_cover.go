package synth

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/tdewolff/canvas"

	"pratica/extract/forms"
)

// drawCover draws the front of the envelope with the addresses and the postmark of the day it was sent, and
// sometimes its back with the sender.
func drawCover(d dice, about who) []*sheet {
	size := pick(d, [2]float64{229, 162}, [2]float64{220, 110}, [2]float64{324, 229}, [2]float64{229, 162}, [2]float64{230, 160})
	paper := pick(d, rgb(250, 249, 246), rgb(250, 249, 246), rgb(206, 172, 122), rgb(236, 214, 150), rgb(232, 232, 226))
	s := newSheet(size[0], size[1], d)
	s.fill(0, 0, s.W, s.H, paper)
	if s.H > 200 && d.chance(0.4) { // a seam shows through
		s.rule(s.W/2, 0, s.W/2, s.H, 0.4, shaded(paper, 0.93))
	}
	to := []string{"Spett.le FASCHIM", "c/o SDS", "Via Fiume Bianco, 56", "00144 ROMA RM"}
	if about.ToMilan {
		to = []string{"Spett.le FASCHIM", "Via Giovanni da Procida, 11", "20149 MILANO MI"}
	}
	from := []string{pick(d, "Mitt. ", "Mittente: ", "", "MITT.: ") + about.Member.Name + " " + about.Member.Surname, about.Member.Address.Street, about.Member.Address.place()}
	hand := someWriter(d, about.Writers)
	byHand := d.chance(0.6)
	label := ink{face: pick(d, sans, serif, mono, lucid), size: d.between(11, 15), color: greyInk(20)}
	write := func(x, y, high float64, lines []string) {
		for n, line := range lines {
			if byHand {
				hand.write(s, x, y+float64(n)*high*2.1, high, line)
			} else {
				s.print(x, y+float64(n)*label.sized(high*3.2).leading()*1.1, label.sized(high*3.2), left, line)
			}
		}
	}
	x := s.W*0.48 + d.between(-8, 8)
	if !byHand && d.chance(0.5) {
		s.fill(x-6, s.H*0.52-8, 88, 36, white) // a label
		s.box(x-6, s.H*0.52-8, 88, 36, 1, 0.15, greyInk(190))
	}
	write(x, s.H*0.56, d.between(3.6, 4.8), to)
	if d.chance(0.75) {
		write(9, 12, d.between(2.5, 3.2), from)
	}
	s.postage(about, paper)
	pages := []*sheet{s}
	if d.chance(0.25) {
		back := newSheet(size[0], size[1], d)
		back.fill(0, 0, back.W, back.H, paper)
		seam := shaded(paper, 0.84)
		back.rule(0, 0, back.W/2, back.H*0.55, 0.3, seam)
		back.rule(back.W, 0, back.W/2, back.H*0.55, 0.3, seam)
		pages = append(pages, back)
	}
	return pages
}

// postage puts stamps or a meter's imprint and the postmark in the upper right corner.
func (s *sheet) postage(about who, paper color.RGBA) {
	d := newDice(s.Uint64(), "postage")
	office := about.Member.Address.Town.name + pick(d, "", " CENTRO", " CMP", " "+fmt.Sprint(d.whole(1, 9)))
	if d.chance(0.3) { // registered: a label with bars
		x, y := 8.0, s.H*0.42
		s.fill(x, y, 72, 24, white)
		s.box(x, y, 72, 24, 0, 0.2, greyInk(120))
		s.print(x+3, y+5, ink{face: sans, size: 9, bold: true, color: black}, left, pick(d, "RACCOMANDATA", "RACCOMANDATA A.R.", "Posta 1"))
		number := d.digits(11)
		s.symbol(x+5, y+7.5, 60, 9, code128, number)
		s.print(x+36, y+21, ink{face: sans, size: 9, color: black}, centre, spaced(number+"-"+d.digits(1), 4))
	}
	if d.chance(0.25) { // a counter's printed label instead of stamps
		x, y := s.W-72, 9.0
		s.fill(x, y, 60, 26, white)
		s.box(x, y, 60, 26, 0, 0.15, greyInk(180))
		i := ink{face: sans, size: 8, color: greyInk(20)}
		s.print(x+3, y+5, i.strong(), left, "Posteitaliane")
		s.print(x+57, y+5, i, right, "EUR "+pick(d, "2,95", "4,10", "5,95", "1,30"))
		s.print(x+3, y+10, i, left, strings.ToUpper(office))
		s.print(x+3, y+15, i.strong(), left, numeric(about.Sent)+fmt.Sprintf("  %02d:%02d", d.whole(8, 18), d.whole(0, 59)))
		s.symbol(x+3, y+17.5, 40, 6, code128, d.digits(12))
		return
	}
	count := d.whole(1, 3)
	for n := range count {
		s.postageStamp(s.W-14-24*float64(n+1)+d.between(-1, 1), 9+d.between(-1.5, 1.5), d)
	}
	mark := postmark(d, office, about.Sent, d.between(0.15, 0.75))
	s.tilted(s.W-14-24*float64(count)-d.between(10, 20)+22, 9+d.between(12, 20), 78, 34, d.between(-12, 12), mark)
	if d.chance(0.15) { // struck twice
		s.tilted(s.W-60+d.between(-20, 10), 26+d.between(0, 12), 78, 34, d.between(-25, 25), postmark(d, office, about.Sent, 0.8))
	}
}

// postageStamp draws one perforated stamp, 21 by 25 mm.
func (s *sheet) postageStamp(x, y float64, d dice) {
	const w, h = 21.0, 25.0
	s.fill(x, y, w, h, white)
	edge := func(x, y float64) {
		s.pen.SetFill(greyInk(205))
		s.pen.SetStroke(canvas.Transparent)
		s.pen.DrawPath(x, y, canvas.Circle(0.5))
	}
	for k := 0.0; k <= w; k += 1.75 {
		edge(x+k, y)
		edge(x+k, y+h)
	}
	for k := 0.0; k <= h; k += 1.79 {
		edge(x, y+k)
		edge(x+w, y+k)
	}
	c := pick(d, rgb(70, 120, 170), rgb(180, 70, 60), rgb(90, 140, 90), rgb(160, 120, 60), rgb(120, 90, 150))
	s.fill(x+2, y+2, w-4, h-4, shaded(c, 1.25))
	emblem(s, x+5.5, y+6, 10, ink{color: c}, d.IntN(5))
	s.print(x+w/2, y+h-3, ink{face: sans, size: 6, bold: true, color: white}, centre, "ITALIA")
	s.print(x+w-3, y+5, ink{face: sans, size: 7, bold: true, color: white}, right, pick(d, "B", "A", "€1,25", "€0,95", "B50g"))
}

// drawBlank is an empty side: plain, or with the print of the other side faintly through it.
func drawBlank(d dice, _ who) []*sheet {
	s := newSheet(210, 297, d)
	if d.chance(0.2) {
		s.print(105, 289, ink{face: sans, size: 7, color: greyInk(120)}, centre, pick(d, "pagina lasciata intenzionalmente bianca", "2/2", "- 2 -"))
	}
	return []*sheet{s}
}

// drawSeparator is the sheet that operators lay between two envelopes of a batch.
func drawSeparator(d dice, _ who) []*sheet {
	s := newSheet(210, 297, d)
	big := ink{face: sans, size: 34, bold: true, color: black}
	s.print(105, 70, big, centre, pick(d, "SEPARATORE", "FOGLIO SEPARATORE", "NUOVA BUSTA"))
	s.print(105, 84, big.plain().sized(13), centre, "Inizio di una nuova busta - non togliere")
	s.symbol(70, 105, 70, 70, qrCode, forms.SeparatorCode)
	s.print(105, 186, big.plain().sized(10), centre, forms.SeparatorCode)
	for _, y := range []float64{20, 265} {
		s.fill(20, y, 170, 12, black)
	}
	return []*sheet{s}
}
