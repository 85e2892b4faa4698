package synth

import (
	"fmt"
	"math"
	"strings"
)

const issuerForms = 8

// issuerPart is the letterhead: name, what they do, address, contacts, identifiers.
func (d *draft) issuerPart(p plan) part {
	return func(x, y, w float64) float64 {
		name := d.look.heads().sized(d.between(12, 18))
		if d.chance(0.5) {
			name = name.in(d.look.Accent)
		}
		if d.chance(0.15) {
			name = name.slanted()
		}
		size := d.between(10, 17)
		y += name.size * 0.3
		switch p.Issuer {
		case 0: // no mark, left
			return d.lettering(x, y, w, left, name)
		case 1: // mark left
			d.mark(x, y-4, size)
			return math.Max(d.lettering(x+size+4, y, w-size-4, left, name), y+size-2)
		case 2: // mark right
			d.mark(x+w-size, y-4, size)
			return math.Max(d.lettering(x, y, w-size-4, left, name), y+size-2)
		case 3: // centred below a mark
			d.mark(x+w/2-size/2, y-5, size)
			return d.lettering(x, y+size, w, centre, name)
		case 4:
			return d.lettering(x, y, w, centre, name)
		case 5:
			return d.lettering(x, y, w, right, name)
		case 6: // in a frame
			below := d.lettering(x+3, y+2, w-6, pick(d.dice, left, centre), name.sized(name.size*0.85))
			d.box(x, y-6, w, below-y+5.5, pick(d.dice, 0.0, 1.5), d.between(0.2, 0.6), d.look.Accent)
			return below + 3
		}
		// name above a rule, the rest in one or two running lines
		d.print(x, y, name.fits(d.Issuer.Name, w), left, d.Issuer.Name)
		y += name.size*0.35*0.6 + 1
		d.rule(x, y, x+w, y, 0.3, d.look.Accent)
		small := d.look.pale()
		y += small.leading()
		if d.Issuer.Subtitle != "" {
			y = d.wrap(x, y, w, small.slanted(), d.Issuer.Subtitle)
		}
		return d.wrap(x, y, w, small, strings.Join(d.issuerLines(), pick(d.dice, " - ", " | ", " • ")))
	}
}

// lettering sets name and lines of the issuer, long ones on two lines.
func (d *draft) lettering(x, y, w float64, a align, name ink) float64 {
	at := x
	switch a {
	case centre:
		at = x + w/2
	case right:
		at = x + w
	}
	if lines := name.lines(d.Issuer.Name, w); len(lines) > 2 {
		name = name.fits(d.Issuer.Name, w*1.7)
	}
	for _, line := range name.lines(d.Issuer.Name, w) {
		d.print(at, y, name.fits(line, w), a, line)
		y += name.leading() * 0.92
	}
	small := d.look.pale()
	set := func(i ink, text string) {
		for _, line := range i.lines(text, w) {
			d.print(at, y, i.fits(line, w), a, line)
			y += i.leading()
		}
	}
	if d.Issuer.Subtitle != "" {
		set(small.times(1.06), d.Issuer.Subtitle)
	}
	for _, line := range d.issuerLines() {
		set(small, line)
	}
	return y
}

// banner is a band of colour across the page with the issuer in white and the rest below it.
func (d *draft) banner(x, w float64) float64 {
	h := d.between(18, 28)
	d.fill(0, 0, d.W, h, d.look.Accent)
	name := d.look.heads().sized(d.between(14, 20)).in(white).fits(d.Issuer.Name, w)
	a, at := left, x
	if d.chance(0.3) {
		a, at = centre, x+w/2
	}
	d.print(at, h*0.52, name, a, d.Issuer.Name)
	if d.Issuer.Subtitle != "" {
		sub := d.look.dark().in(white)
		d.print(at, h*0.52+6, sub.fits(d.Issuer.Subtitle, w), a, d.Issuer.Subtitle)
	}
	small := d.look.pale()
	return d.wrap(x, h+small.leading()+1, w, small, strings.Join(d.issuerLines(), pick(d.dice, " - ", " | ", "   ")))
}

// issuerFoot sets the issuer at the lower edge and gives the height it takes.
func (d *draft) issuerFoot(x, w float64) float64 {
	small := d.look.pale()
	text := strings.Join(d.issuerLines(), pick(d.dice, " - ", " | "))
	lines := small.lines(text, w)
	top := d.H - 13 - float64(len(lines))*small.leading() - 4
	d.rule(x, top-5.5, x+w, top-5.5, 0.4, d.look.Accent)
	name := d.look.heads().times(1.15)
	d.print(d.W/2, top, name.fits(d.Issuer.Name, w), centre, d.Issuer.Name)
	y := top + small.leading()*1.15
	for _, line := range lines {
		d.print(d.W/2, y, small.fits(line, w), centre, line)
		y += small.leading()
	}
	return d.H - top + 4
}

// legalLine is small print at the lower edge: the company's register, its capital, the program that printed
// the page with the VAT number of its maker. It gives the height it takes.
func (d *draft) legalLine(x, w float64) float64 {
	small := d.look.pale().sized(d.between(5.8, 6.6))
	var texts []string
	i := d.Issuer
	if i.Person == nil && i.abroad() == "" {
		texts = append(texts, fmt.Sprintf("%s - %s: %s - %s - Cap. Soc. € %s i.v.", i.Name, pick(d.dice, "Sede legale", "Sede leg."), i.Address.Street+", "+i.Address.place(), i.Register,
			pick(d.dice, "10.000,00", "50.000,00", "100.000,00", "1.200.000,00", "26.000,00")))
	}
	if i.abroad() == "" && d.chance(0.6) {
		texts = append(texts, pick(d.dice,
			"Documento prodotto con "+pick(d.dice, "MediGest", "StudioFacile", "ClinicaWeb", "Fattura24ore Sanità", "DentOffice")+" - "+pick(d.dice, "Softlab", "Infomedica", "GestSan")+" S.r.l. P.IVA "+vatNumber(d.dice),
			"Trasmissione dati al Sistema TS a cura di "+pick(d.dice, "Studio Commerciale Associato", "CED Servizi", "Elabora")+" - P.I. "+vatNumber(d.dice)))
	}
	if len(texts) == 0 {
		texts = append(texts, fmt.Sprintf(pick(d.dice, d.words().page...), 1, 1))
	}
	var lines []string
	for _, t := range texts {
		lines = append(lines, small.lines(t, w)...)
	}
	y := d.H - 7 - float64(len(lines)-1)*small.leading()
	d.rule(x, y-3.4, x+w, y-3.4, 0.15, greyInk(130))
	for _, line := range lines {
		d.print(d.W/2, y, small.fits(line, w), centre, line)
		y += small.leading()
	}
	return 2 + float64(len(lines))*small.leading()
}
