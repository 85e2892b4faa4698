package synth

import (
	"fmt"
	"math"
	"strings"
)

// column is one column of a table of lines.
type column struct {
	head  string
	share float64 // of the table's width
	align align
	cell  func(p position) string
}

// tableStyle is how a table is ruled.
type tableStyle int

const (
	gridded    tableStyle = iota // every cell in a box
	underlined                   // a line under every row
	headOnly                     // a line under the head
	shadedHead                   // white on the accent colour
	zebra                        // every other row tinted
	open                         // no line at all
	columned                     // vertical lines through a box of fixed height
	ruledTwice                   // double lines above and below
	dotted                       // a row of dots under every row
	styleCount
)

// description is the column every table has.
func (d *draft) description(share float64) column {
	return column{pick(d.dice, "Descrizione", "DESCRIZIONE", "Descrizione della prestazione", "Prestazione", "PRESTAZIONI", "Descrizione prestazioni"), share, left,
		func(p position) string { return p.Text }}
}

func (d *draft) amountColumn(share float64) column {
	return column{pick(d.dice, "Importo", "IMPORTO", "Importo €", "Totale", "Importo (EUR)"), share, right, func(p position) string { return d.look.money(p.Amount) }}
}

func (d *draft) quantityColumn(share float64) column {
	form := pick(d.dice, "%d", "%d", "%d,00", "%d")
	return column{pick(d.dice, "Q.tà", "Qtà", "Q.ta", "N.", "Quantità"), share, centre, func(p position) string { return fmt.Sprintf(form, p.Quantity) }}
}

func (d *draft) unitColumn(share float64) column {
	return column{pick(d.dice, "Prezzo", "Prezzo unit.", "P. Unitario", "Tariffa"), share, right, func(p position) string { return d.look.money(p.Unit) }}
}

func (d *draft) vatColumn(share float64) column {
	exempt := pick(d.dice, "Es.10", "Es. art.10", "N4", "ES10", "Esente")
	if d.Issuer.FlatRate {
		exempt = "N2.2"
	}
	return column{pick(d.dice, "IVA", "C.IVA", "Cod. IVA", "% IVA"), share, centre, func(p position) string {
		if p.Taxed {
			return fmt.Sprintf("%d%%", d.VATRate)
		}
		return exempt
	}}
}

// columns are those a table of this invoice needs: the quantity whenever one is above 1.
func (d *draft) columns() []column {
	many, taxed := false, false
	for _, p := range d.Lines {
		many = many || p.Quantity > 1
		taxed = taxed || p.Taxed
	}
	cols := []column{d.description(0.62)}
	if many || d.chance(0.5) {
		cols = append(cols, d.quantityColumn(0.09), d.unitColumn(0.15))
	}
	if taxed || d.chance(0.3) {
		cols = append(cols, d.vatColumn(0.11))
	}
	return append(cols, d.amountColumn(0.16))
}

// table draws the lines from y down (the top of the head) and gives the y of its lower edge. A columned
// table is at least height mm high.
func (d *draft) table(x, y, w, height float64, style tableStyle, cols []column) float64 {
	total := 0.0
	for _, c := range cols {
		total += c.share
	}
	text := d.look.dark()
	headInk := text.strong().times(0.92)
	pad := 1.5
	step := text.leading()
	headHeight := step * 1.5
	line := d.look.Ink

	top := y
	switch style {
	case shadedHead:
		d.fill(x, y, w, headHeight, d.look.Accent)
		headInk = headInk.in(white)
	case zebra:
		d.fill(x, y, w, headHeight, greyInk(210))
	}
	at := x
	for _, c := range cols {
		cw := w * c.share / total
		hi := headInk.fits(c.head, cw-2*pad)
		d.cell(at, y+headHeight*0.68, cw, pad, hi, c.align, c.head)
		at += cw
	}
	if style == gridded || style == columned {
		d.box(x, y, w, headHeight, 0, 0.25, line)
	}
	if style == underlined || style == headOnly || style == dotted {
		d.rule(x, y+headHeight, x+w, y+headHeight, 0.35, line)
	}
	if style == ruledTwice {
		for _, at := range []float64{y, y + 0.7, y + headHeight, y + headHeight + 0.7} {
			d.rule(x, at, x+w, at, 0.18, line)
		}
	}
	y += headHeight

	for n, p := range d.Lines {
		rowHeight := 0.0
		for _, c := range cols {
			lines := text.lines(c.cell(p), w*c.share/total-2*pad)
			rowHeight = math.Max(rowHeight, float64(len(lines))*step)
		}
		rowHeight += step * d.spacing(style)
		if style == zebra && n%2 == 1 {
			d.fill(x, y, w, rowHeight, greyInk(236))
		}
		at := x
		for _, c := range cols {
			cw := w * c.share / total
			for k, s := range text.lines(c.cell(p), cw-2*pad) {
				d.cell(at, y+step*(float64(k)+0.85)+step*d.spacing(style)/3, cw, pad, text.fits(s, cw-2*pad), c.align, s)
			}
			if style == gridded {
				d.box(at, y, cw, rowHeight, 0, 0.2, line)
			}
			at += cw
		}
		y += rowHeight
		if style == underlined {
			d.rule(x, y, x+w, y, 0.12, greyInk(120))
		}
		if style == dotted {
			d.dots(x, y, x+w, 0.22, greyInk(90))
		}
	}
	if style == ruledTwice {
		d.rule(x, y+0.3, x+w, y+0.3, 0.18, line)
		d.rule(x, y+1, x+w, y+1, 0.18, line)
		y += 1
	}
	if style == columned {
		y = math.Max(y+step, top+height)
		at := x
		for _, c := range cols {
			d.box(at, top, w*c.share/total, y-top, 0, 0.25, line)
			at += w * c.share / total
		}
	}
	return y
}

func (d *draft) spacing(style tableStyle) float64 {
	if style == columned || style == open {
		return 0.2
	}
	return 0.55
}

func (d *draft) cell(x, y, w, pad float64, i ink, a align, text string) {
	text = strings.TrimSpace(text)
	switch a {
	case left:
		d.print(x+pad, y, i, left, text)
	case centre:
		d.print(x+w/2, y, i, centre, text)
	default:
		d.print(x+w-pad, y, i, right, text)
	}
}

// labelled is a box with a small label in its corner and a value below, as in printed invoice sheets.
func (d *draft) labelled(x, y, w, h float64, label, value string, v ink) {
	d.box(x, y, w, h, 0, 0.2, d.look.Ink)
	small := d.look.pale().sized(6.2)
	d.print(x+1, y+2.6, small.fits(label, w-2), left, label)
	d.print(x+1.5, y+h-1.8, v.fits(value, w-3), left, value)
}
