package synth

import (
	"fmt"
	"image/color"
	"strings"
)

// A card is 85.6 by 54 mm (ISO/IEC 7810, ID-1).
const cardW, cardH = 85.6, 54

// drawHealthCard draws the front and the back of the tessera sanitaria, copied on one page, or each as a
// picture of its own.
func drawHealthCard(d dice, about who) []*sheet {
	p := about.Patient
	expiry := about.Sent.AddMonths(d.whole(2, 70))
	team := "80380" + d.digits(15) // 80380 001 …: health cards of Italy (ISO/IEC 7812 issuer)
	return onCards(d, func(s *sheet, x, y, k float64) { healthFront(s, x, y, k, p, numeric(expiry)) },
		func(s *sheet, x, y, k float64) { healthBack(s, x, y, k, p, numeric(expiry), team) })
}

// onCards lays the two sides of a card on pages: both on one A4 page, enlarged or not, or a page of its own
// size for each.
func onCards(d dice, front, back func(s *sheet, x, y, k float64)) []*sheet {
	switch d.IntN(4) {
	case 0: // cut out by a scanning program
		a, b := newSheet(cardW, cardH, d), newSheet(cardW, cardH, d)
		front(a, 0, 0, 1)
		back(b, 0, 0, 1)
		return []*sheet{a, b}
	case 1: // beside each other, across
		s := newSheet(210, 297, d)
		front(s, 14, 30, 1)
		back(s, 112, 30+d.between(-4, 4), 1)
		return []*sheet{s}
	}
	s := newSheet(210, 297, d)
	k := pick(d, 1.0, 1, 1.3, 1.6)
	x, y := d.between(15, 196-cardW*k), d.between(15, 60)
	front(s, x, y, k)
	back(s, x+d.between(-6, 6), y+cardH*k+d.between(8, 40), k)
	return []*sheet{s}
}

// cardFace draws with the card's own millimetres, k times as large.
type cardFace struct {
	*sheet
	x, y, k float64
}

func (c cardFace) put(x, y float64, i ink, a align, text string) {
	c.print(c.x+x*c.k, c.y+y*c.k, i.times(c.k), a, text)
}
func (c cardFace) area(x, y, w, h float64, tone color.RGBA) {
	c.fill(c.x+x*c.k, c.y+y*c.k, w*c.k, h*c.k, tone)
}
func (c cardFace) frame(tone color.RGBA) {
	c.area(0, 0, cardW, cardH, tone)
	c.box(c.x, c.y, cardW*c.k, cardH*c.k, 2.5*c.k, 0.25, greyInk(150))
}

func healthFront(s *sheet, x, y, k float64, p person, expiry string) {
	c := cardFace{s, x, y, k}
	c.frame(rgb(214, 232, 240))
	for n := range 9 { // a guilloche
		c.area(0, 16+4*float64(n), cardW, 1.6, rgb(204, 226, 236))
	}
	c.area(0, 0, cardW, 11, rgb(30, 110, 160))
	c.put(4, 7, ink{face: sans, size: 10.5, bold: true, color: white}, left, "TESSERA SANITARIA")
	c.put(cardW-4, 5, ink{face: sans, size: 4.4, color: white}, right, "REPUBBLICA ITALIANA")
	c.put(cardW-4, 8.6, ink{face: sans, size: 4, color: white}, right, "CARTA REGIONALE DEI SERVIZI")
	label, value := ink{face: sans, size: 4.3, color: greyInk(70)}, ink{face: sans, size: 8, bold: true, color: greyInk(20)}
	field := func(x, y float64, name, text string) {
		c.put(x, y, label, left, name)
		c.put(x+15, y, value.fits(text, 42), left, text)
	}
	left0 := 20.0
	c.area(4, 15, 12, 9.5, rgb(214, 184, 90)) // the chip
	s.box(x+4*k, y+15*k, 12*k, 9.5*k, 1, 0.2, rgb(120, 96, 40))
	s.rule(x+10*k, y+15*k, x+10*k, y+24.5*k, 0.2, rgb(120, 96, 40))
	field(left0, 16.5, "Codice", p.TaxCode)
	c.put(left0, 18.6, label, left, "Fiscale")
	field(left0, 24, "Cognome", strings.ToUpper(p.Surname))
	field(left0, 29, "Nome", strings.ToUpper(p.Name))
	field(left0, 34.5, "Luogo", strings.ToUpper(p.Birthplace.name))
	c.put(left0, 36.6, label, left, "di nascita")
	field(left0, 41, "Provincia", p.Birthplace.province)
	field(left0, 46.5, "Data di nascita", numeric(p.Born))
	c.put(cardW-5, 46.5, value, right, map[bool]string{true: "F", false: "M"}[p.Woman])
	c.put(cardW-9, 46.5, label, right, "Sesso")
	c.put(4, 40, label, left, "Data di")
	c.put(4, 42, label, left, "scadenza")
	c.put(4, 46.5, value.times(0.8), left, expiry)
}

func healthBack(s *sheet, x, y, k float64, p person, expiry, team string) {
	c := cardFace{s, x, y, k}
	c.frame(rgb(226, 236, 244))
	c.area(0, 4, cardW, 8, rgb(40, 40, 44)) // the magnetic stripe
	label, value := ink{face: sans, size: 4.2, color: greyInk(60)}, ink{face: sans, size: 6.6, bold: true, color: greyInk(20)}
	s.fill(x+8*k, y+14*k, 70*k, 9.5*k, white)
	s.symbol(x+10*k, y+14.5*k, 66*k, 7*k, pick(s.dice, code39, code39, code128), p.TaxCode)
	c.put(43, 24, value.of(mono).times(0.8), centre, p.TaxCode)
	c.put(cardW/2, 28, value.in(rgb(20, 60, 140)), centre, "TESSERA EUROPEA DI ASSICURAZIONE MALATTIA")
	rows := []string{"3 Cognome", strings.ToUpper(p.Surname), "4 Nome", strings.ToUpper(p.Name), "5 Data di nascita", numeric(p.Born), "6 Numero identificativo personale", p.TaxCode,
		"7 Numero identificazione dell'istituzione", "500001 - SSN-MIN SALUTE - " + s.digits(3), "8 Numero di identificazione della tessera", team, "9 Scadenza", expiry}
	yy := 31.5
	for i := 0; i < len(rows); i += 2 {
		c.put(4, yy, label, left, rows[i])
		c.put(41, yy, value.fits(rows[i+1], 34), left, rows[i+1])
		yy += 3.3
	}
	s.ring(x+80*k, y+45*k, 3.6*k, 0.3*k, rgb(20, 60, 140))
	c.put(80, 46, value.times(0.8), centre, "I")
}

// drawIdentity draws an identity card of no real pattern, marked as a specimen, as copied by its owner.
func drawIdentity(d dice, about who) []*sheet {
	p := about.Patient
	number := "CA" + d.digits(5) + string('A'+rune(d.IntN(26))) + string('A'+rune(d.IntN(26)))
	issued := about.Sent.AddDays(-d.whole(200, 3000))
	front := func(s *sheet, x, y, k float64) {
		c := cardFace{s, x, y, k}
		c.frame(rgb(234, 226, 214))
		c.area(0, 9, cardW, 0.5, rgb(150, 120, 90))
		label, value := ink{face: sans, size: 3.8, color: greyInk(80)}, ink{face: sans, size: 7, bold: true, color: greyInk(20)}
		c.put(4, 4.6, value.times(0.9), left, "REPUBBLICA ITALIANA")
		c.put(4, 7.6, label, left, "MINISTERO DELL'INTERNO")
		c.put(cardW-4, 6.5, value.times(1.1), right, number)
		c.put(cardW/2+6, 8, label.strong(), centre, "CARTA DI IDENTITÀ / IDENTITY CARD")
		c.area(5, 14, 24, 31, greyInk(205))
		silhouette(s, x+5*k, y+14*k, 24*k, 31*k, 120)
		rows := []string{"COMUNE DI / MUNICIPALITY", strings.ToUpper(p.Address.Town.name), "COGNOME / SURNAME", strings.ToUpper(p.Surname), "NOME / NAME", strings.ToUpper(p.Name),
			"LUOGO E DATA DI NASCITA / PLACE AND DATE OF BIRTH", strings.ToUpper(p.Birthplace.name) + "  " + numeric(p.Born), "SESSO  STATURA  CITTADINANZA", map[bool]string{true: "F", false: "M"}[p.Woman] + fmt.Sprintf("   %d   ITA", d.whole(155, 190)),
			"EMISSIONE / SCADENZA", numeric(issued) + "   " + numeric(issued.AddMonths(120))}
		for i := 0; i < len(rows); i += 2 {
			yy := 13.5 + 6.3*float64(i/2)
			c.put(33, yy, label, left, rows[i])
			c.put(33, yy+3, value.fits(rows[i+1], 48), left, rows[i+1])
		}
		signature(s, x+34*k, y+51.5*k, 28*k, penInk(d))
		c.put(cardW-5, 51.5, ink{face: sans, size: 7, bold: true, color: rgb(190, 150, 140)}, right, "FAC-SIMILE")
	}
	back := func(s *sheet, x, y, k float64) {
		c := cardFace{s, x, y, k}
		c.frame(rgb(234, 230, 220))
		label, value := ink{face: sans, size: 3.8, color: greyInk(80)}, ink{face: sans, size: 6.5, bold: true, color: greyInk(20)}
		c.put(5, 6, label, left, "CODICE FISCALE / FISCAL CODE")
		c.put(5, 9.5, value, left, p.TaxCode)
		s.symbol(x+44*k, y+4*k, 37*k, 6*k, code39, p.TaxCode)
		c.put(5, 14, label, left, "INDIRIZZO DI RESIDENZA / RESIDENCE")
		c.put(5, 17.5, value, left, strings.ToUpper(p.Address.Street+" "+p.Address.Town.name))
		c.put(5, 22, label, left, "FAC-SIMILE - DOCUMENTO DI ESEMPIO")
		machine := ink{face: mono, size: 8.2, color: greyInk(20)}
		pad := func(text string) string {
			text = strings.ReplaceAll(text, " ", "<")
			return (text + strings.Repeat("<", 30))[:30]
		}
		sex := map[bool]string{true: "F", false: "M"}[p.Woman]
		lines := []string{pad("C<ITA" + number + d.digits(1)), pad(fmt.Sprintf("%02d%02d%02d%d%s%s", p.Born.Year%100, p.Born.Month, p.Born.Day, d.IntN(10), sex, d.digits(7)) + "ITA"),
			pad(plainLetters(p.Surname) + "<<" + plainLetters(p.Name))}
		for n, line := range lines {
			c.put(5, 38+5*float64(n), machine.fits(line, cardW-10), left, line)
		}
	}
	return onCards(d, front, back)
}
