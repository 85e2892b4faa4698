package synth

import (
	"fmt"
	"strings"
)

// drawLetter: a doctor's letter: the amounts in running text, dotted leaders, signature.
func drawLetter(d *draft) {
	x, w := d.between(24, 30), 0.0
	w = 210 - 2*x
	face := pick(d.dice, serif, serif, slab, d.look.Body)
	d.look.Body, d.look.Head = face, face
	y := d.letterhead(x, 26, w, pick(d.dice, centre, left, centre), d.look.heads().sized(d.between(14, 19)).slanted())
	y += 12
	i := d.look.dark().times(1.12)
	place := d.Issuer.Address.Town.name
	if date := d.dateOf(); date != "" {
		d.print(x+w, y, i, right, place+", "+pick(d.dice, "", "lì ", "il ")+date)
	}
	y += 10
	title := d.title()
	if n := d.numberOf(); n != "" {
		title += " " + n
	}
	d.print(pick(d.dice, x, x, 105), y, i.strong().times(1.1), left, title)
	y += 12
	y = d.block(x+w*0.5, y, i, left, append([]string{d.patientLabel()}, d.patientLines()...)...) + 6

	opening := pick(d.dice, "Per prestazioni sanitarie rese:", "Per le seguenti prestazioni professionali:", "Dichiaro di aver ricevuto, per quanto di seguito specificato:", "Onorario per:")
	if d.lacks(withoutText) {
		opening = pick(d.dice, "Come da accordi:", "Si fattura quanto segue:")
	}
	if b := d.beneficiary(); b != "" {
		y = d.wrap(x, y, w, i, b)
	}
	y = d.wrap(x, y, w, i, opening) + 2
	for _, p := range d.Lines {
		text := p.Text
		if p.Quantity > 1 {
			text = fmt.Sprintf("n. %d %s", p.Quantity, p.Text)
		}
		y = d.leader(x, y, w, i, text, d.look.euro(p.Amount))
	}
	rows := d.totalRows()
	for _, r := range rows[:len(rows)-1] {
		if r.label == "Totale prestazioni" && len(d.Lines) == 1 {
			continue
		}
		y = d.leader(x, y, w, i, r.label, "€ "+r.amount)
	}
	y += 2
	last := rows[len(rows)-1]
	y = d.leader(x, y, w, i.strong(), last.label, last.amount) + 4
	if d.chance(0.6) {
		y = d.wrap(x, y, w, i, "("+pick(d.dice, "diconsi euro ", "euro ")+inWords(d.Total)+")") + 4
	}
	y = d.foot(x, y+2, w)
	if d.StampForm == stampSticker {
		d.sticker(x, y+6)
	}
	d.signedBy(x+w-58, y+22)
}

// leader sets a text, dots and an amount on one line.
func (d *draft) leader(x, y, w float64, i ink, text, amount string) float64 {
	room := w - i.width(amount) - 4
	lines := i.lines(text, room)
	for n, line := range lines {
		end := d.print(x, y, i, left, line)
		if n == len(lines)-1 {
			d.dots(x+end+1.5, y-0.2, x+room+2, 0.25, d.look.Ink)
			d.print(x+w, y, i, right, amount)
		}
		y += i.leading() * 1.15
	}
	return y
}

// drawPlain: a word processor's invoice without ornament.
func drawPlain(d *draft) {
	x, w := d.between(20, 26), 0.0
	w = 210 - 2*x
	i := d.look.dark().times(1.05)
	y := d.block(x, 28, i, left, append([]string{d.Issuer.Name, d.Issuer.Subtitle}, d.issuerLines()...)...) + 8
	d.print(x+w*0.55, y, i, left, d.patientLabel())
	y = d.block(x+w*0.55, y+5, i, left, d.patientLines()...) + 10
	heading := d.heading()
	d.print(x, y, i.strong().times(1.1).fits(heading, w), left, heading)
	y += 10
	if b := d.beneficiary(); b != "" {
		y = d.wrap(x, y, w, i, b) + 3
	}
	if !d.lacks(withoutText) {
		y = d.wrap(x, y, w, i, pick(d.dice, "Oggetto: prestazione sanitaria", "Prestazione professionale relativa a:", "Descrizione della prestazione:")) + 2
	}
	for _, p := range d.Lines {
		text := p.Text
		if p.Quantity > 1 {
			text = fmt.Sprintf("%s (n. %d x %s)", p.Text, p.Quantity, d.look.money(p.Unit))
		}
		lines := i.lines(text, w*0.7)
		for _, line := range lines[:len(lines)-1] {
			d.print(x, y, i, left, line)
			y += i.leading()
		}
		d.print(x, y, i, left, lines[len(lines)-1])
		d.print(x+w, y, i, right, d.look.euro(p.Amount))
		y += i.leading() * 1.3
	}
	y += 4
	for _, r := range d.totalRows() {
		ri := i
		if r.strong {
			ri = i.strong()
		}
		d.print(x+w*0.45, y, ri.fits(r.label, w*0.36), left, r.label)
		d.print(x+w, y, ri, right, r.amount)
		y += i.leading() * 1.2
	}
	if d.StampForm == stampSticker {
		d.sticker(x, y-14)
		y += 12
	}
	y = d.foot(x, y+8, w)
	d.signedBy(x+w-60, y+16)
}

// drawSidebar: a tinted column with the issuer, the invoice right of it.
func drawSidebar(d *draft) {
	side := d.between(56, 64)
	tint := greyInk(uint8(d.whole(224, 240)))
	d.fill(0, 0, side, 297, tint)
	name := d.look.heads().sized(14).in(d.look.Accent)
	y := 24.0
	for _, line := range name.lines(d.Issuer.Name, side-14) {
		d.print(8, y, name.fits(line, side-14), left, line)
		y += name.leading()
	}
	small := d.look.pale().times(1.03)
	if d.Issuer.Subtitle != "" {
		y = d.wrap(8, y+1, side-14, small.slanted(), d.Issuer.Subtitle)
	}
	y += 5
	for _, line := range d.issuerLines() {
		y = d.wrap(8, y, side-14, small, line) + 0.8
	}
	x, w := side+9, 210-side-24
	d.print(x, 28, d.look.heads().sized(d.between(15, 20)).in(d.look.Accent), left, d.title())
	i := d.look.dark()
	y = 40
	for _, f := range [][2]string{{pick(d.dice, "Numero", "N°", "Fattura numero"), d.Number}, {pick(d.dice, "Data", "Data di emissione", "del"), d.dateOf()}} {
		if f[1] == d.Number && d.lacks(withoutNumber) {
			continue
		}
		d.print(x, y, i, left, f[0])
		d.print(x+32, y, i.strong(), left, f[1])
		y += i.leading() * 1.1
	}
	y += 6
	d.print(x, y, d.look.pale(), left, d.patientLabel())
	y = d.block(x, y+5, i, left, d.patientLines()...) + 2
	if b := d.beneficiary(); b != "" {
		y = d.wrap(x, y, w, i, b)
	}
	y = d.table(x, y+4, w, 40, pick(d.dice, headOnly, underlined, open), d.columns()) + 8
	y = d.totals(x+w-70, y, 70, false)
	if d.StampForm == stampSticker {
		d.sticker(x, y)
		y += 22
	}
	d.foot(x, y+6, w)
}

// drawFooter: no letterhead; the issuer stands only in the foot of the page.
func drawFooter(d *draft) {
	x, w := 22.0, 166.0
	i := d.look.dark()
	y := d.between(28, 40)
	title, heading := d.look.heads().sized(d.between(13, 16)), d.heading()
	d.print(x, y, title.fits(heading, w), left, heading)
	y += 14
	d.print(x, y, i, left, d.patientLabel())
	y = d.block(x, y+5, i, left, append(d.patientLines(), d.beneficiary())...) + 8
	y = d.table(x, y, w, 60, pick(d.dice, gridded, headOnly, shadedHead), d.columns()) + 9
	y = d.totals(x+w-78, y, 78, d.chance(0.4))
	if d.StampForm == stampSticker {
		d.sticker(x, y-12)
		y += 14
	}
	d.foot(x, y+6, w)
	foot := 262.0
	d.rule(x, foot, x+w, foot, 0.4, d.look.Accent)
	small := d.look.pale().times(1.05)
	d.print(105, foot+5.5, i.strong().times(1.15).fits(d.Issuer.Name, w), centre, d.Issuer.Name)
	lines := append([]string{d.Issuer.Subtitle}, strings.Join(d.issuerLines()[:2], " - "))
	y = d.block(105, foot+10, small, centre, lines...)
	d.block(105, y, small, centre, d.issuerID()...)
}

// drawPad: a receipt from a printed pad on half a page: dotted lines with typed values.
func drawPad(d *draft) {
	x, y0, w := 12.0, 10.0, 186.0
	typed := ink{face: pick(d.dice, mono, lucMono, sans), size: 10.5, color: greyInk(30)}
	put := d.writing(typed)
	printed := ink{face: pick(d.dice, sans, serif), size: 8.5, color: d.look.Accent}
	d.box(x, y0, w, 136, 2, 0.5, d.look.Accent)
	y := y0 + 9
	name := ink{face: pick(d.dice, serif, sans), size: 14, bold: true, color: greyInk(20)}
	d.print(x+5, y, name.fits(d.Issuer.Name, 92), left, d.Issuer.Name)
	small := typed.sized(8).of(sans)
	y = d.block(x+5, y+5, small, left, append([]string{d.Issuer.Subtitle}, d.issuerLines()...)...)

	bx := x + 108
	d.box(bx, y0+4, 74, 24, 1.5, 0.35, d.look.Accent)
	d.print(bx+37, y0+10, printed.strong().times(1.2), centre, upper(d.title(), false))
	d.print(bx+4, y0+17, printed, left, "N.")
	d.dots(bx+10, y0+17.5, bx+34, 0.25, d.look.Accent)
	if !d.lacks(withoutNumber) {
		put(bx+12, y0+16.6, 22, left, d.Number)
	}
	d.print(bx+37, y0+17, printed, left, "del")
	d.dots(bx+44, y0+17.5, bx+71, 0.25, d.look.Accent)
	put(bx+45, y0+16.6, 26, left, d.dateOf())

	y = max(y, y0+36) + 4
	field := func(label, value string, labelWidth float64) {
		d.print(x+5, y, printed, left, label)
		d.dots(x+5+labelWidth, y+0.6, x+w-5, 0.25, d.look.Accent)
		put(x+7+labelWidth, y-0.4, w-labelWidth-14, left, value)
		y += 8
	}
	p := d.billedTo()
	nameOf, home, code := d.look.name(p), p.Address.Street+" - "+p.Address.place(), ""
	if d.ShowCode {
		code = p.TaxCode
	}
	if d.lacks(withoutPatient) {
		nameOf, home, code = "", "", ""
	}
	field(pick(d.dice, "Sig./Sig.ra", "Ricevuto dal Sig.", "Cliente"), nameOf, 27)
	field("Residente in", home, 27)
	field(pick(d.dice, "Cod. Fiscale", "C.F."), code, 27)
	if b := d.beneficiary(); b != "" {
		field("Note", b, 27)
	}
	y += 1
	d.print(x+5, y, printed.strong(), left, pick(d.dice, "DESCRIZIONE", "Prestazioni", "NATURA DELLA PRESTAZIONE"))
	d.print(x+w-5, y, printed.strong(), right, pick(d.dice, "IMPORTO €", "Euro"))
	d.rule(x+3, y+1.8, x+w-3, y+1.8, 0.3, d.look.Accent)
	y += 6.5
	for _, p := range d.Lines {
		text := p.Text
		if p.Quantity > 1 {
			text = fmt.Sprintf("%d x %s", p.Quantity, p.Text)
		}
		put(x+6, y, w-46, left, text)
		put(x+w-6, y, 32, right, d.look.money(p.Amount))
		d.dots(x+5, y+1, x+w-5, 0.18, d.look.Accent)
		y += 6
	}
	y += 1
	for _, r := range d.totalRows() {
		if !r.strong && r.amount == d.look.money(d.net()) && len(d.Lines) == 1 {
			continue
		}
		d.print(x+w-48, y, printed.fits(r.label, 60), right, r.label)
		amount := r.amount
		if r.strong {
			d.box(x+w-44, y-4.3, 40, 6, 0, 0.3, d.look.Accent)
			if d.look.Hand {
				amount = d.look.money(d.Total)
			}
		}
		if r.strong && !d.look.Hand {
			d.print(x+w-6, y, typed.strong(), right, amount)
		} else {
			put(x+w-6, y, 36, right, amount)
		}
		y += 6.2
	}
	y = max(y, y0+122)
	note := d.notes()
	d.wrap(x+5, y+2, 110, d.look.pale().sized(7), strings.Join(note, " "))
	if d.StampForm == stampSticker {
		d.sticker(x+6, y0+140)
	}
	d.signedBy(x+w-58, y+12)
}

// drawList: no table: one line after the other with the amount at the tab.
func drawList(d *draft) {
	x, w := 20.0, 170.0
	i := d.look.dark()
	d.rule(x, 18, x+w, 18, 1.2, d.look.Accent)
	y := d.letterhead(x, 26, w, pick(d.dice, left, right), d.look.heads().sized(d.between(13, 17)).in(d.look.Accent))
	y += 8
	d.print(x, y, i.strong().times(1.15), left, d.title())
	y += 7
	pair := func(label, value string) {
		if value == "" {
			return
		}
		d.print(x, y, i, left, label)
		d.print(x+38, y, i, left, value)
		y += i.leading() * 1.1
	}
	number := d.Number
	if d.lacks(withoutNumber) {
		number = ""
	}
	pair(pick(d.dice, "Numero documento:", "Documento n.:", "Numero:"), number)
	pair(pick(d.dice, "Data documento:", "Data:", "Data emissione:"), d.dateOf())
	if !d.lacks(withoutPatient) {
		p := d.billedTo()
		pair(d.blockLabel("Paziente", "Intestatario", "Cliente")+":", d.look.name(p))
		if d.ShowCode {
			pair(pick(d.dice, "Codice fiscale:", "C.F.:", "Cod. Fisc.:"), p.TaxCode)
		}
		pair("Indirizzo:", p.Address.Street+", "+p.Address.place())
	}
	if b := d.beneficiary(); b != "" {
		y = d.wrap(x, y, w, i, b)
	}
	y += 6
	bullet := pick(d.dice, "- ", "", "• ")
	for _, p := range d.Lines {
		text := p.Text
		if p.Quantity > 1 {
			text += fmt.Sprintf(" - n. %d a € %s", p.Quantity, d.look.money(p.Unit))
		}
		d.print(x, y, i.fits(text, w*0.76), left, bullet+text)
		d.print(x+w, y, i, right, d.look.money(p.Amount))
		y += i.leading() * 1.35
	}
	d.rule(x+w-60, y-2, x+w, y-2, 0.2, d.look.Ink)
	y = d.totals(x+w-100, y+4, 100, d.chance(0.3))
	if d.StampForm == stampSticker {
		d.sticker(x, y-16)
		y += 8
	}
	y = d.foot(x, y+8, w)
	d.signedBy(x+w-60, y+14)
}
