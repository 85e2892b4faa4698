package synth

import (
	"fmt"

	"pratica/claim"
)

// drawClassic: letterhead left or centre, addressee right, table, totals right below.
func drawClassic(d *draft) {
	x, w := d.between(16, 22), 0.0
	w = 210 - 2*x
	y := d.between(18, 26)
	name := d.look.heads().sized(d.between(14, 19))
	if d.chance(0.5) {
		name = name.in(d.look.Accent)
	}
	if d.chance(0.4) {
		y = d.letterhead(x, y, w, centre, name)
	} else {
		d.mark(x, y-6, 12)
		y = d.letterhead(x+16, y, w*0.6, left, name)
	}
	y += 1
	d.rule(x, y, x+w, y, d.between(0.2, 0.8), d.look.Accent)
	y += d.between(9, 14)

	to := 210 - x - 78
	d.print(to, y, d.look.pale(), left, d.patientLabel())
	below := d.block(to, y+5, d.look.dark().times(1.05), left, d.patientLines()...)
	title, heading := d.look.heads().sized(d.between(11, 14)), d.heading()
	if d.chance(0.5) {
		d.print(x, y+2, title.fits(heading, to-x-6), left, heading)
		y = below + 6
	} else {
		y = below + 6
		d.print(x, y, title.fits(heading, w), left, heading)
		y += 8
	}
	if b := d.beneficiary(); b != "" {
		d.print(x, y, d.look.dark().fits(b, w), left, b)
		y += 7
	}
	y = d.table(x, y, w, d.between(60, 95), pick(d.dice, gridded, underlined, headOnly, shadedHead, zebra, columned), d.columns()) + 8
	below = d.totals(210-x-80, y, 80, d.chance(0.5))
	if d.StampForm == stampSticker {
		d.sticker(x+4, y-4)
		y += 24
	}
	y = max(below, y+30)
	d.foot(x, y+4, w)
	d.signedBy(210-x-60, y+26)
}

// drawSheet: the printed sheet of an accounting program, all in labelled boxes, totals in a grid at the bottom.
func drawSheet(d *draft) {
	x, w := 12.0, 186.0
	y := d.letterhead(x+2, 18, 92, left, d.look.heads().sized(d.between(12, 15)))
	d.box(108, 12, 90, 34, 2, 0.3, d.look.Ink)
	d.print(111, 17, d.look.pale(), left, pick(d.dice, "Spett.le", "Destinatario", "Intestatario", "Spett.le Cliente"))
	d.block(111, 22.5, d.look.dark(), left, d.patientLines()...)
	y = max(y+1, 50)

	value := d.look.dark().strong()
	h := 9.5
	number := d.Number
	if d.lacks(withoutNumber) {
		number = ""
	}
	kind := upper(d.title(), false)
	d.labelled(x, y, 62, h, pick(d.dice, "TIPO DOCUMENTO", "Documento", "DOCUMENTO"), kind, value)
	d.labelled(x+62, y, 48, h, pick(d.dice, "NUMERO DOCUMENTO", "N. documento", "FATTURA N°", "NUMERO"), number, value)
	d.labelled(x+110, y, 46, h, pick(d.dice, "DATA DOCUMENTO", "Data", "DATA", "Data documento"), d.dateOf(), value)
	d.labelled(x+156, y, 30, h, "Pag.", "1 / 1", value.plain())
	y += h
	d.labelled(x, y, 40, h, pick(d.dice, "CODICE CLIENTE", "Cod. cliente", "Cod. paziente"), fmt.Sprintf("%06d", d.whole(100, 99999)), value.plain())
	code := ""
	if d.ShowCode && !d.lacks(withoutPatient) {
		code = d.billedTo().TaxCode
	}
	d.labelled(x+40, y, 60, h, pick(d.dice, "PARTITA IVA / COD. FISCALE CLIENTE", "Codice fiscale", "P.IVA / C.F."), code, value.plain())
	d.labelled(x+100, y, 56, h, pick(d.dice, "CONDIZIONI DI PAGAMENTO", "Pagamento"), pick(d.dice, "RIMESSA DIRETTA", "BANCOMAT", "CONTANTI", "POS", "BONIFICO VISTA FATTURA"), value.plain())
	d.labelled(x+156, y, 30, h, "Valuta", "EUR", value.plain())
	y += h + 3
	if b := d.beneficiary(); b != "" {
		d.print(x+1, y+3, d.look.dark().fits(b, w-2), left, b)
		y += 7
	}

	cols := []column{{pick(d.dice, "Codice", "Cod. art.", "Cod."), 0.11, left, func(p position) string { return fmt.Sprintf("P%03d", 7*len(p.Text)+len(p.Code)) }},
		d.description(0.47), d.quantityColumn(0.08), d.unitColumn(0.13), d.vatColumn(0.09), d.amountColumn(0.14)}
	y = d.table(x, y, w, d.between(85, 120), columned, cols) + 3

	y = d.summary(x, y, w)
	y += 5
	if d.StampForm == stampSticker {
		d.sticker(x+w-52, y)
	}
	d.foot(x, y+3, w-60)
}

// summary is the grid of amounts at the bottom of an accounting program's sheet.
func (d *draft) summary(x, y, w float64) float64 {
	value := d.look.dark()
	h := 10.0
	rate := "Esente art.10"
	if d.VAT > 0 {
		rate = fmt.Sprintf("%d%%", d.VATRate)
	}
	cells := []struct{ label, value string }{
		{pick(d.dice, "TOTALE MERCE/SERVIZI", "Totale prestazioni", "IMPONIBILE"), d.look.money(d.net())},
		{"SCONTO", d.look.money(d.Discount)},
		{"ALIQUOTA IVA", rate},
		{pick(d.dice, "IMPOSTA", "TOTALE IVA", "I.V.A."), d.look.money(d.VAT)},
		{pick(d.dice, "SPESE BOLLO", "BOLLI", "BOLLO"), d.look.money(d.Stamp)},
	}
	cw := w / float64(len(cells))
	for n, c := range cells {
		d.labelled(x+float64(n)*cw, y, cw, h, c.label, c.value, value)
	}
	y += h
	d.labelled(x, y, w-62, h+3, pick(d.dice, "SCADENZE", "Scadenza e importo", "SCADENZE RATE"), numeric(d.Date)+"   "+d.look.money(d.Total), value)
	d.fill(x+w-62, y, 62, h+3, greyInk(225))
	label := pick(d.dice, "TOTALE DOCUMENTO", "NETTO A PAGARE", "TOTALE FATTURA EURO")
	d.box(x+w-62, y, 62, h+3, 0, 0.4, d.look.Ink)
	d.print(x+w-61, y+3, d.look.pale().sized(6.5), left, label)
	big := value.strong().times(1.4)
	d.print(x+w-2, y+h+0.8, big, right, d.look.euro(d.Total))
	return y + h + 3
}

// drawBand: a clinic's coloured band with the name in white, then two columns.
func drawBand(d *draft) {
	x, w := 18.0, 174.0
	height := d.between(24, 32)
	d.fill(0, 0, 210, height, d.look.Accent)
	name := d.look.heads().sized(d.between(15, 20)).in(white)
	d.print(x, height*0.5, name.fits(d.Issuer.Name, w), left, d.Issuer.Name)
	if d.Issuer.Subtitle != "" {
		d.print(x, height*0.5+6, d.look.dark().times(0.95).in(white), left, d.Issuer.Subtitle)
	}
	y := height + 6
	small := d.look.pale()
	for _, line := range d.issuerLines() {
		d.print(x+w, y, small, right, line)
		y += small.leading()
	}
	left1 := height + 12
	d.print(x, left1, d.look.heads().sized(d.between(13, 17)).in(d.look.Accent), left, d.title())
	facts := d.look.dark()
	if n := d.numberOf(); n != "" {
		d.print(x, left1+7, facts, left, pick(d.dice, "Numero: ", "Fattura numero: ", "N. documento: ")+d.Number)
	}
	if date := d.dateOf(); date != "" {
		d.print(x, left1+12, facts, left, pick(d.dice, "Data: ", "Data emissione: ", "Emessa il ")+date)
	}
	y = max(y, left1+20)
	d.fill(x, y, w, 5.5, greyInk(228))
	d.print(x+2, y+4, facts.strong().times(0.9), left, d.blockLabel("DATI PAZIENTE", "INTESTATARIO", "CLIENTE", "Dati dell'assistito"))
	y = d.block(x+2, y+11, facts, left, append(d.patientLines(), d.beneficiary())...) + 5
	y = d.table(x, y, w, 60, pick(d.dice, shadedHead, zebra, underlined), d.columns()) + 8
	below := d.totals(x+w-75, y, 75, false)
	if d.StampForm == stampSticker {
		d.sticker(x, y-3)
	}
	d.foot(x, max(below, y+22)+4, w)
	d.fill(0, 290, 210, 7, d.look.Accent)
}

// drawRight: letterhead right, addressee left, the number and date in a two-cell head.
func drawRight(d *draft) {
	x, w := d.between(15, 20), 172.0
	y := d.letterhead(x+w*0.4, 22, w*0.6, right, d.look.heads().sized(d.between(13, 17)))
	top := 52.0
	d.print(x, top, d.look.dark(), left, d.patientLabel())
	below := d.block(x+4, top+5.5, d.look.dark().strong(), left, d.patientLines()...)
	y = max(y, below) + 6

	i := d.look.dark().strong()
	heads := []string{pick(d.dice, "FATTURA N°", "NUMERO", "Fattura n.", "N° DOCUMENTO"), pick(d.dice, "DATA", "Data fattura", "DEL", "DATA EMISSIONE"), pick(d.dice, "PAGAMENTO", "Mod. pagamento", "Rif.")}
	number := d.Number
	if d.lacks(withoutNumber) {
		number = ""
	}
	values := []string{number, d.dateOf(), pick(d.dice, "POS", "Contanti", "Bancomat", "Assegno")}
	cw := 48.0
	for n := range heads {
		d.fill(x+float64(n)*cw, y, cw, 6, greyInk(222))
		d.box(x+float64(n)*cw, y, cw, 6, 0, 0.25, d.look.Ink)
		d.box(x+float64(n)*cw, y+6, cw, 7.5, 0, 0.25, d.look.Ink)
		d.print(x+float64(n)*cw+cw/2, y+4.2, i.times(0.85), centre, heads[n])
		d.print(x+float64(n)*cw+cw/2, y+11.2, i, centre, values[n])
	}
	y += 21
	if d.Settlement != claim.Single {
		d.print(x, y, i, left, upper(d.title(), false))
		y += 6
	}
	if b := d.beneficiary(); b != "" {
		d.print(x, y, d.look.dark().fits(b, w), left, b)
		y += 6
	}
	y = d.table(x, y, w, 70, pick(d.dice, zebra, gridded, columned), d.columns()) + 9
	below = d.totals(x+w-72, y, 72, true)
	if d.StampForm == stampSticker {
		d.sticker(x+2, y-4)
	}
	d.foot(x, max(below, y+24)+6, w)
}

// drawStatement: a hospital's statement: several dates, patient data in a box, the total said twice.
func drawStatement(d *draft) {
	x, w := 17.0, 176.0
	d.mark(x, 12, 14)
	y := d.letterhead(x+18, 17, w-18, left, d.look.heads().sized(d.between(13, 17)).in(d.look.Accent))
	y += 3
	title := upper(d.title(), false)
	d.print(105, y+4, d.look.heads().sized(13), centre, title)
	y += 11
	i := d.look.dark()
	d.print(x, y, i, left, pick(d.dice, "Numero ", "Fattura numero ", "Documento n. ", "N. fattura "))
	if !d.lacks(withoutNumber) {
		d.print(x+34, y, i.strong(), left, d.Number)
	}
	d.print(x+90, y, i, left, pick(d.dice, "Data emissione", "Data documento", "Data fattura"))
	d.print(x+124, y, i.strong(), left, d.dateOf())
	y += 5
	admitted := d.Date.AddDays(-d.whole(1, 4))
	d.print(x, y, i, left, pick(d.dice, "Data accettazione", "Data ingresso", "Accettazione del"))
	d.print(x+34, y, i, left, numeric(admitted))
	d.print(x+90, y, i, left, pick(d.dice, "Data prestazione", "Data dimissione"))
	d.print(x+124, y, i, left, numeric(admitted.AddDays(d.whole(0, 1))))
	y += 6

	lines := append(d.patientLines(), d.beneficiary())
	h := float64(len(lines))*i.leading() + 7
	d.box(x, y, w, h, 1.5, 0.3, d.look.Ink)
	d.print(x+3, y+4.5, d.look.pale().strong(), left, d.blockLabel("Dati assistito", "DATI DEL PAZIENTE", "Intestatario fattura"))
	d.block(x+3, y+4.5+i.leading()*1.1, i, left, lines...)
	y += h + 6
	y = d.table(x, y, w, 60, pick(d.dice, underlined, headOnly, gridded), d.columns()) + 7
	below := d.totals(x+w-85, y, 85, d.chance(0.5))
	if d.StampForm == stampSticker {
		d.sticker(x, y-3)
	}
	y = max(below, y+20) + 4
	d.print(x, y, i.strong(), left, pick(d.dice, "Importo pagato: ", "Totale incassato: ", "Saldo da pagare: ", "Importo dovuto: ")+d.look.euro(d.Total))
	d.foot(x, y+8, w)
	d.rule(x, 280, x+w, 280, 0.2, greyInk(120))
	d.print(105, 284, d.look.pale().sized(6.8), centre, d.Issuer.Name+" - "+d.Issuer.Address.Street+", "+d.Issuer.Address.place())
}

// drawCard: label above value in light boxes, as web programs print; the total in a tinted card.
func drawCard(d *draft) {
	x, w := 20.0, 170.0
	y := d.letterhead(x, 24, 100, left, d.look.heads().sized(d.between(14, 18)))
	big := d.look.heads().sized(d.between(18, 24)).in(greyInk(90))
	d.print(x+w, 26, big.fits(d.title(), 62), right, d.title())
	y = max(y, 44) + 4
	label, value := d.look.pale().sized(7), d.look.dark().strong().times(1.05)
	facts := []struct{ label, value string }{
		{pick(d.dice, "Numero", "N. fattura", "Numero documento"), d.Number},
		{pick(d.dice, "Data", "Data emissione", "Emessa il"), d.dateOf()},
		{pick(d.dice, "Scadenza", "Data scadenza"), numeric(d.Date.AddDays(pick(d.dice, 0, 15, 30)))},
	}
	if d.lacks(withoutNumber) {
		facts[0].value = ""
	}
	for n, f := range facts {
		cx := x + float64(n)*w/3
		d.print(cx, y, label, left, f.label)
		d.print(cx, y+5, value, left, f.value)
	}
	d.rule(x, y+8, x+w, y+8, 0.15, greyInk(160))
	y += 14
	d.print(x, y, label, left, d.blockLabel("Fatturato a", "Paziente", "Intestato a"))
	y = d.block(x, y+5, d.look.dark(), left, append(d.patientLines(), d.beneficiary())...) + 4
	y = d.table(x, y, w, 50, pick(d.dice, headOnly, underlined, zebra), d.columns()) + 8
	rows := d.totalRows()
	i := d.look.dark()
	for _, r := range rows[:len(rows)-1] {
		d.print(x+w-40, y, i, right, r.label)
		d.print(x+w-2, y, i, right, r.amount)
		y += i.leading() * 1.1
	}
	last := rows[len(rows)-1]
	d.fill(x+w-90, y-2, 90, 12, greyInk(232))
	d.print(x+w-86, y+5.5, i.strong(), left, last.label)
	d.print(x+w-3, y+5.5, i.strong().times(1.3), right, last.amount)
	if d.StampForm == stampSticker {
		d.sticker(x, y-8)
	}
	d.foot(x, y+24, w)
}
