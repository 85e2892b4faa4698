package synth

import (
	"fmt"
	"strings"
)

// drawPrinter: a whole page in one fixed pitch, columns by spaces, rules by dashes.
func drawPrinter(d *draft) {
	i := ink{face: pick(d.dice, mono, lucMono, terminal), size: d.between(8.6, 9.8), color: greyInk(uint8(d.whole(20, 80)))}
	x, y := d.between(12, 18), 20.0
	const wide = 84
	if i.width(strings.Repeat("0", wide)) > 190 {
		i = i.fits(strings.Repeat("0", wide), 186)
	}
	write := func(s string) {
		d.print(x, y, i, left, strings.TrimRight(s, " "))
		y += i.leading() * 0.95
	}
	dash := pick(d.dice, "-", "-", "=")
	line := func() { write(strings.Repeat(dash, wide)) }
	write(upper(d.Issuer.Name, true))
	for _, l := range d.issuerLines() {
		write(upper(l, true))
	}
	y += 3
	for _, l := range d.patientLines() {
		write(strings.Repeat(" ", 42) + upper(l, true))
	}
	y += 4
	write(upper(d.heading(), true))
	if b := d.beneficiary(); b != "" {
		write(upper(b, true))
	}
	y += 2
	line()
	write(fmt.Sprintf("%-50s %5s %12s %13s", "DESCRIZIONE", "Q.TA", "PREZZO", "IMPORTO"))
	line()
	for _, p := range d.Lines {
		first := true
		for _, part := range fold(upper(p.Text, true), 50) {
			if first {
				write(fmt.Sprintf("%-50s %5d %12s %13s", part, p.Quantity, d.look.money(p.Unit), d.look.money(p.Amount)))
			} else {
				write(part)
			}
			first = false
		}
	}
	y += 10
	line()
	for _, r := range d.totalRows() {
		write(fmt.Sprintf("%68s %14s", upper(r.label, true), r.amount))
	}
	line()
	y += 2
	for _, n := range append(d.payment(), d.notes()...) {
		for _, part := range fold(n, wide) {
			write(upper(part, true))
		}
	}
	if d.StampForm == stampSticker {
		d.sticker(x+4, y+4)
	}
}

// fold divides text into lines of at most n characters.
func fold(text string, n int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line+" "+word)) > n {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

// drawReceipt: a health authority's co-payment receipt: logo, boxes of data, table of services.
func drawReceipt(d *draft) {
	x, w := 18.0, 174.0
	d.mark(x, 13, 15)
	y := d.letterhead(x+20, 18, w-60, left, d.look.heads().sized(13))
	d.barcode(x+w-42, 14, 42, 9)
	y = max(y, 40) + 3
	d.fill(x, y, w, 8, greyInk(215))
	title := pick(d.dice, "RICEVUTA DI PAGAMENTO TICKET", "RICEVUTA PAGAMENTO PRESTAZIONI SANITARIE", "QUIETANZA DI PAGAMENTO TICKET", "RICEVUTA TICKET SANITARIO")
	d.print(x+w/2, y+5.7, d.look.heads().sized(12), centre, title)
	y += 15
	i := d.look.dark()
	pair := func(px float64, label, value string) {
		if value != "" {
			n := d.print(px, y, i, left, label+" ")
			d.print(px+n, y, i.strong(), left, value)
		}
	}
	number := d.Number
	if d.lacks(withoutNumber) {
		number = ""
	}
	pair(x, pick(d.dice, "Ricevuta n.", "Numero ricevuta:", "N. ricevuta"), number)
	pair(x+100, pick(d.dice, "Data pagamento:", "Data emissione:", "del"), d.dateOf())
	y += 8
	d.assisted(x, w, &y, i)
	y = d.table(x, y, w, 40, pick(d.dice, gridded, underlined), []column{
		{pick(d.dice, "Codice", "Cod. prest."), 0.13, left, func(p position) string { return p.Code }},
		{pick(d.dice, "Prestazione", "Descrizione prestazione"), 0.59, left, func(p position) string { return p.Text }},
		{"Q.tà", 0.08, centre, func(p position) string { return fmt.Sprint(p.Quantity) }},
		{pick(d.dice, "Ticket €", "Importo", "Importo €"), 0.2, right, func(p position) string { return d.look.money(p.Amount) }},
	}) + 8
	rows := d.totalRows()
	last := rows[len(rows)-1]
	label := pick(d.dice, "TOTALE PAGATO", "Totale ticket", "IMPORTO PAGATO", "Totale versato")
	d.box(x+w-92, y-5, 92, 9, 0, 0.4, d.look.Ink)
	d.print(x+w-89, y+1.2, i.strong().times(1.1), left, label)
	d.print(x+w-2, y+1.2, i.strong().times(1.2), right, last.amount)
	y += 14
	d.block(x, y, i, left, pick(d.dice, "Modalità di pagamento: Bancomat", "Pagato con: POS", "Pagamento PagoPA - IUV "+d.digits(17), "Modalità: contanti"),
		pick(d.dice, "Operatore: ", "Sportello n. ")+fmt.Sprint(d.whole(2, 40)), pick(d.dice, "Impegnativa NRE: ", "N. ricetta: ")+"030A0"+d.digits(10))
	d.foot(x, y+22, w)
}

// assisted sets name, birth and tax code of the patient of a co-payment receipt.
func (d *draft) assisted(x, w float64, y *float64, i ink) {
	if d.lacks(withoutPatient) {
		return
	}
	p := d.Patient
	d.box(x, *y-5, w, 17, 0, 0.25, d.look.Ink)
	surname, name := p.Surname, p.Name
	if d.look.Capitals {
		surname, name = upper(surname, d.look.Apostrophe), upper(name, d.look.Apostrophe)
	}
	if d.chance(0.5) {
		d.print(x+3, *y, i, left, pick(d.dice, "Assistito: ", "Utente: ", "Paziente: ")+surname+" "+name)
	} else {
		d.print(x+3, *y, i, left, "Cognome: "+surname)
		d.print(x+90, *y, i, left, "Nome: "+name)
	}
	*y += 5
	d.print(x+3, *y, i, left, "Nato il "+numeric(p.Born)+" a "+upper(p.Birthplace.name, true)+" ("+p.Birthplace.province+")")
	*y += 5
	d.print(x+3, *y, i, left, pick(d.dice, "Codice Fiscale: ", "C.F.: ", "Cod. fiscale ")+p.TaxCode)
	if d.Payer != nil {
		payer := "Versante: " + d.look.name(*d.Payer) + " - C.F. " + d.Payer.TaxCode
		d.print(x+90, *y, i.fits(payer, w-93), left, payer)
	}
	*y += 9
}

// drawCounter: the receipt of a ticket office, narrow, in the upper part of the page, from a receipt printer.
func drawCounter(d *draft) {
	i := ink{face: pick(d.dice, mono, terminal, lucMono), size: d.between(9, 10), color: greyInk(uint8(d.whole(30, 90)))}
	x, y, w := d.between(14, 30), 16.0, 118.0
	middle := x + w/2
	d.print(middle, y, i.strong().times(1.15).fits(d.Issuer.Name, w), centre, d.Issuer.Name)
	y += 5
	for _, l := range append([]string{d.Issuer.Subtitle}, d.issuerLines()...) {
		if l != "" {
			d.print(middle, y, i.times(0.86).fits(l, w), centre, l)
			y += 4.2
		}
	}
	y += 3
	rule := func() {
		d.rule(x, y-3, x+w, y-3, 0.25, i.color)
		y += 2.5
	}
	rule()
	d.print(x, y, i.strong(), left, pick(d.dice, "RICEVUTA TICKET", "TICKET SANITARIO", "INCASSO TICKET"))
	if !d.lacks(withoutNumber) {
		d.print(x+w, y, i.strong(), right, pick(d.dice, "N. ", "nr ", "N° ")+d.Number)
	}
	y += 5
	d.print(x, y, i, left, "Data: "+d.dateOf())
	d.print(x+w, y, i, right, fmt.Sprintf("ore %02d:%02d", d.whole(8, 17), d.whole(0, 59)))
	y += 7
	rule()
	if !d.lacks(withoutPatient) {
		p := d.Patient
		d.print(x, y, i, left, pick(d.dice, "ASSISTITO: ", "UTENTE: ", "SIG.: ")+upper(p.Surname+" "+p.Name, true))
		y += 5
		d.print(x, y, i, left, "C.F.: "+p.TaxCode)
		y += 5
		if d.Payer != nil {
			payer := "PAGANTE: " + upper(d.Payer.Surname+" "+d.Payer.Name, true) + " C.F. " + d.Payer.TaxCode
			d.print(x, y, i.fits(payer, w), left, payer)
			y += 5
		}
		y += 2
		rule()
	}
	for _, p := range d.Lines {
		amount := d.look.money(p.Amount)
		text := p.Code + " " + p.Text
		d.print(x, y, i.fits(text, w-i.width(amount)-4), left, text)
		d.print(x+w, y, i, right, amount)
		y += 5
	}
	y += 2
	rule()
	d.print(x, y, i.strong().times(1.2), left, pick(d.dice, "TOTALE EURO", "TOTALE TICKET", "TOT. PAGATO", "IMPORTO TOTALE"))
	d.print(x+w, y, i.strong().times(1.2), right, d.look.money(d.Total))
	y += 7
	d.print(x, y, i, left, pick(d.dice, "PAGATO BANCOMAT", "PAGATO IN CONTANTI", "PAGATO POS "+d.digits(8)))
	y += 6
	for _, n := range d.notes() {
		for _, l := range i.times(0.8).lines(n, w) {
			d.print(x, y, i.times(0.8), left, l)
			y += 4
		}
	}
	d.barcode(x+w/2-30, y+2, 60, 10)
}
