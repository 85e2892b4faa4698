package synth

import (
	"fmt"
	"math"
	"strings"

	"pratica/claim"
)

const footForms = 4

// footnotes draws what stands below the totals: payment, sentences, signature, a rubber stamp. It gives the y below.
func (d *draft) footnotes(p plan, x, y, w float64) float64 {
	small, i := d.look.pale(), d.look.dark().times(0.94)
	notes := d.notes()
	if d.Paid != nil {
		notes = append(notes, fmt.Sprintf(pick(d.dice, "Acconto già fatturato: n. %s del %s di %s.", "Dedotto acconto di cui a ns. fattura %s del %s (%s).", "Rif. fattura di acconto n. %s del %s, importo %s."),
			d.Paid.Number, d.look.date(d.Paid.Date), d.look.euro(d.Paid.Amount)))
	}
	payment := d.payment()
	signed := d.Issuer.Person != nil && d.Nature != courtesyCopy
	switch p.Foot {
	case 0: // payment, then sentences
		y = d.wrap(x, y, w, i, strings.Join(nonEmpty(payment), "\n")) + 1
		y = d.wrap(x, y, w, small, strings.Join(notes, "\n"))
	case 1: // sentences, then payment in a frame
		y = d.wrap(x, y, w, small, strings.Join(notes, pick(d.dice, "\n", " "))) + 2
		if list := nonEmpty(payment); len(list) > 0 {
			below := d.wrap(x+2, y+2.5, w*0.6-4, i, strings.Join(list, "\n"))
			d.box(x, y-2, w*0.6, below-y+0.5, 0, 0.2, d.look.Ink)
			y = below + 1
		}
	case 2: // two columns
		share := 0.56
		left := func(x, y, w float64) float64 { return d.wrap(x, y, w, small, strings.Join(notes, "\n")) }
		right := func(x, y, w float64) float64 { return d.wrap(x, y, w, i, strings.Join(nonEmpty(payment), "\n")) }
		y = beside(x, y, w, share, left, right)
	default: // sentences alone at first, payment last
		for n, note := range notes {
			mark := ""
			if len(notes) > 1 {
				mark = strings.Repeat("*", n+1) + " "
			}
			y = d.wrap(x, y, w, small, mark+note)
		}
		y = d.wrap(x, y+1, w, i, strings.Join(nonEmpty(payment), " - "))
	}
	if signed && y < d.H-50 {
		y += d.between(14, 20)
		d.signedBy(x+w-60, y)
		y += 3
	}
	if d.Type == claim.InvoiceType && d.Nature == ordinary && d.Issuer.Country == "" && d.chance(0.12) && y < d.H-52 {
		y = d.rubber(x+d.between(2, 30), y+3, pick(d.dice, "PAGATO", "PAGATO", "QUIETANZATO", "INCASSATO"))
	}
	return y
}

func nonEmpty(list []string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// rubber is the imprint of a rubber stamp with a word, askew, and gives the y below it.
func (d *draft) rubber(x, y float64, word string) float64 {
	s := newSheet(50, 20, d.dice)
	blue := pick(d.dice, d.look.Accent, greyInk(90))
	blue.R, blue.G, blue.B = blue.R/2+60, blue.G/2+60, uint8(math.Min(255, float64(blue.B)/2+110))
	i := ink{face: pick(d.dice, sans, slab), size: 17, bold: true, color: blue}
	s.box(2, 3, 46, 13, 1, 0.7, blue)
	s.print(25, 12.2, i.fits(word, 40), centre, word)
	d.paste(s, x, y, 1, d.between(-9, 9), false)
	return y + 24
}
