package synth

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// The forms of the services: a table, lines with leaders, running text, a list.
const (
	tableBody = iota
	leaderBody
	proseBody
	bulletBody
)

// body draws the lines in the form of the plan, all but proseBody.
func (d *draft) body(p plan, x, y, w float64) float64 {
	i := d.look.dark()
	switch p.Body {
	case leaderBody:
		if !d.lacks(withoutText) {
			y = d.wrap(x, y+i.leading(), w, i, pick(d.dice, d.words().opening...)) + 1
		}
		y += i.leading()
		for _, l := range d.Lines {
			text := l.Text
			if l.Quantity > 1 {
				text = fmt.Sprintf(pick(d.dice, "n. %d %s", "%d x %s", "%d %s"), l.Quantity, l.Text)
			}
			y = d.leader(x, y, w, i, text, d.look.money(l.Amount))
		}
		return y
	case bulletBody:
		mark := pick(d.dice, "- ", "• ", "* ", "")
		y += i.leading()
		for n, l := range d.Lines {
			text := mark + l.Text
			if mark == "" {
				text = fmt.Sprintf("%d) %s", n+1, l.Text)
			}
			if l.Quantity > 1 {
				text += fmt.Sprintf(" (%d x %s)", l.Quantity, d.look.money(l.Unit))
			}
			amount := d.look.euro(l.Amount)
			for k, line := range i.lines(text, w-i.width(amount)-6) {
				d.print(x, y, i.fits(line, w), left, line)
				if k == 0 {
					d.print(x+w, y, i, right, amount)
				}
				y += i.leading()
			}
			y += 1
		}
		return y
	}
	height := d.between(40, 80)
	if p.Low {
		height = math.Max(d.between(165, 195)-y, 40)
	}
	return d.table(x, y, w, height, p.Rules, d.grammarColumns())
}

// grammarColumns are those of a table with heads and order as the issuer likes them; description and amount
// always, the quantity whenever one is above 1.
func (d *draft) grammarColumns() []column {
	many, taxed := false, false
	for _, p := range d.Lines {
		many = many || p.Quantity > 1
		taxed = taxed || p.Taxed
	}
	l := d.words()
	describe := column{pick(d.dice, l.description...), 0.52, left, func(p position) string { return p.Text }}
	amount := column{pick(d.dice, l.amount...), 0.15, right, func(p position) string { return d.look.money(p.Amount) }}
	if d.chance(0.1) {
		amount.cell = func(p position) string { return d.look.euro(p.Amount) }
		amount.share = 0.19
	}
	form := pick(d.dice, "%d", "%d", "%d", "%d,00")
	quantity := column{pick(d.dice, l.quantity...), 0.08, centre, func(p position) string { return fmt.Sprintf(form, p.Quantity) }}
	unit := column{pick(d.dice, l.unit...), 0.14, right, func(p position) string { return d.look.money(p.Unit) }}
	vat := d.vatColumn(0.1)
	vat.head = pick(d.dice, l.vat...)
	if l != &italian {
		vat.cell = func(p position) string { return "0%" }
	}
	cols := []column{describe}
	withQuantity := many || d.chance(0.45)
	switch {
	case withQuantity && d.chance(0.3): // the quantity first
		cols = append([]column{quantity}, cols...)
		if d.chance(0.6) {
			cols = append(cols, unit)
		}
	case withQuantity:
		cols = append(cols, quantity, unit)
		if d.chance(0.25) {
			cols[1], cols[2] = unit, quantity
		}
	}
	if taxed || d.chance(0.3) {
		cols = append(cols, vat)
	}
	if d.chance(0.08) && !taxed {
		cols = append([]column{amount}, cols...) // the amount first
	} else {
		cols = append(cols, amount)
		if n := len(cols); taxed && d.chance(0.3) {
			cols[n-1], cols[n-2] = cols[n-2], cols[n-1]
		}
	}
	switch d.IntN(6) {
	case 0: // when
		on := d.look.date(d.Date.AddDays(-d.IntN(9)))
		cols = append([]column{{pick(d.dice, l.day...), 0.13, left, func(position) string { return on }}}, cols...)
	case 1: // a code of the issuer's
		base := d.whole(100, 8000)
		cols = append([]column{{pick(d.dice, l.code...), 0.1, left, func(p position) string { return fmt.Sprintf("%04d", base+7*len(p.Text)) }}}, cols...)
	case 2: // numbered rows
		cols = append([]column{{pick(d.dice, l.position...), 0.06, left, func(p position) string { return fmt.Sprint(slices.Index(d.Lines, p) + 1) }}}, cols...)
	}
	return cols
}

// prose says all of it in sentences: who, what for, how much.
func (d *draft) prose(x, y, w float64) float64 {
	i := d.look.dark().times(1.05)
	l := d.words()
	var services []string
	for _, p := range d.Lines {
		text := p.Text
		if text == "" {
			text = map[*language]string{&italian: "quanto concordato", &english: "as agreed", &german: "wie vereinbart"}[l]
		}
		if p.Quantity > 1 {
			text = fmt.Sprintf("n. %d %s", p.Quantity, text)
		}
		services = append(services, text+" "+pick(d.dice, "(%s)", "- %s", "%s"))
		services[len(services)-1] = fmt.Sprintf(strings.ReplaceAll(services[len(services)-1], "%)", ")"), d.look.euro(p.Amount))
	}
	list := strings.Join(services, "; ")
	var text string
	switch l {
	case &english:
		text = pick(d.dice, l.opening...) + " " + list + "."
	case &german:
		text = pick(d.dice, l.opening...) + " " + list + "."
	default:
		switch {
		case d.Nature == proforma || d.Nature == estimate:
			text = pick(d.dice, "Importi previsti: ", "Si propone quanto segue: ") + list + "."
		case d.Nature == creditNote:
			text = "Si accredita quanto fatturato: " + list + "."
		default:
			text = pick(d.dice, "Ricevo la somma sotto indicata a titolo di onorario per: ", "Si emette fattura per le prestazioni sanitarie di seguito descritte: ", "Per le mie prestazioni professionali consistite in: ", "Vi addebitiamo quanto segue: ") + list + "."
			if d.lacks(withoutText) {
				text = pick(d.dice, "Si fattura: ", "Dovuto: ") + list + "."
			}
		}
	}
	if b := d.benefit(); b != "" {
		text += " " + b + "."
	}
	return d.wrap(x, y+i.leading(), w, i, text)
}

// sums draws the totals of the plan.
func (d *draft) sums(p plan, x, y, w float64) float64 {
	sticker := func(at float64) float64 {
		if d.StampForm == stampSticker {
			d.sticker(at, y)
			return y + 26
		}
		return y
	}
	i := d.look.dark()
	y += i.size * 0.3
	width := d.between(72, 90)
	switch p.Totals {
	case 0, 1: // a column at the right, perhaps the total framed
		aside := sticker(x)
		return math.Max(d.totals(x+w-width, y, width, p.Totals == 1), aside)
	case 2: // a frame around all
		aside := sticker(x)
		below := d.totals(x+w-width+2, y+2, width-4, false)
		d.box(x+w-width-1, y-4, width+2, below-y+2, pick(d.dice, 0.0, 1.5), 0.3, d.look.Ink)
		return math.Max(below+2, aside)
	case 3: // a strip of cells, the total last
		rows := d.totalRows()
		cw := w / float64(len(rows))
		for n, r := range rows {
			v := i
			if r.strong {
				v = i.strong()
				d.fill(x+float64(n)*cw, y, cw, 11, greyInk(228))
			}
			d.labelled(x+float64(n)*cw, y, cw, 11, r.label, r.amount, v)
		}
		y += 15
		return sticker(x + w - 46)
	case 4: // at the left
		aside := sticker(x + w - 46)
		return math.Max(d.totals(x, y, width, d.chance(0.4)), aside)
	case 5: // twice: the sum, then what was paid
		aside := sticker(x)
		below := math.Max(d.totals(x+w-width, y, width, d.chance(0.4)), aside) + 2
		return d.saidTwice(x, below, w)
	case 6: // and in words
		aside := sticker(x)
		below := math.Max(d.totals(x+w-width, y, width, d.chance(0.4)), aside)
		if l := d.words(); len(l.words) > 0 && d.currency() == "EUR" {
			return d.wrap(x, below+1, w, i, fmt.Sprintf(pick(d.dice, l.words...), inWords(d.Total)))
		}
		return below
	}
	// a summary by rate beside the total
	aside := d.rates(x, y, w-width-6)
	y0 := y
	below := d.totals(x+w-width, y, width, true)
	y = math.Max(aside, below)
	if d.StampForm == stampSticker {
		d.sticker(x, math.Max(aside, y0)+2)
		y = math.Max(y, aside+28)
	}
	return y
}

// saidTwice says the total a second time, as paid or due.
func (d *draft) saidTwice(x, y, w float64) float64 {
	l, i := d.words(), d.look.dark()
	y += i.leading() * 0.6
	text := pick(d.dice, l.paid...)
	if d.Nature == proforma || d.Nature == estimate || d.Nature == creditNote {
		text = pick(d.dice, l.total...)
	}
	text += ": " + d.look.euro(d.Total)
	if d.chance(0.4) {
		d.box(x, y-i.leading(), i.strong().width(text)+6, i.leading()*1.6, 0, 0.25, d.look.Ink)
	}
	d.print(x+3, y, i.strong(), left, text)
	return y + i.leading()*1.3
}

// rates is the summary by VAT rate that accounting programs print; of one row unless some lines are taxed.
func (d *draft) rates(x, y, w float64) float64 {
	l := d.words()
	if l != &italian {
		return y
	}
	small := d.look.dark().times(0.82)
	heads := []string{pick(d.dice, "Aliquota", "Cod. IVA", "Aliq."), pick(d.dice, "Imponibile", "Impon."), pick(d.dice, "Imposta", "IVA")}
	rows := [][]string{}
	if d.exempt() != 0 {
		rows = append(rows, []string{pick(d.dice, "Es. art.10", "N4 esente", "Art.10 n.18"), d.look.money(d.exempt()), d.look.money(0)})
		if d.Issuer.FlatRate {
			rows[0][0] = "N2.2 non sogg."
		}
	}
	if d.taxable() > 0 {
		rows = append(rows, []string{fmt.Sprintf("%d%%", d.VATRate), d.look.money(d.taxable()), d.look.money(d.VAT)})
	}
	cw := w / 3
	h := small.leading() * 1.35
	y -= 3
	for r, row := range append([][]string{heads}, rows...) {
		for c, text := range row {
			v := small
			if r == 0 {
				v = small.strong()
			}
			d.box(x+float64(c)*cw, y, cw, h, 0, 0.15, greyInk(110))
			d.cell(x+float64(c)*cw, y+h*0.7, cw, 1.2, v.fits(text, cw-2.4), []align{left, right, right}[c], text)
		}
		y += h
	}
	return y + 2
}
