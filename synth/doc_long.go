package synth

import (
	"fmt"

	"pratica/claim"
)

// longPages is how many pages a long account takes.
const longPages = 3

// someLongBill draws a hospital's account of a stay: some seventy lines over three pages.
func someLongBill(d dice, patient person, payer *person, date claim.Date) *invoice {
	inv := someInvoice(d, someProvider(d, hospital), patient, payer, date)
	inv.Nature = longBill
	inv.look.Layout = longLayout
	inv.look.Title = pick(d, "FATTURA", "Fattura", "Fattura sanitaria")
	inv.Discount, inv.VATRate = 0, 0
	inv.Lines = inv.Lines[:1]
	inv.Lines[0].Excluded, inv.Lines[0].Taxed = reimbursed, false
	count := d.whole(70, 82)
	for n := len(inv.Lines); n < count; n++ {
		s := stayItems[d.IntN(len(stayItems))]
		p := position{Text: s.text, Quantity: 1, Unit: int64(d.whole(s.low*10, s.high*10)) * 10}
		if s.many {
			p.Quantity = d.whole(1, 6)
		}
		p.Text += pick(d, "", "", " - "+numeric(date.AddDays(-d.whole(2, 9))))
		p.Amount = p.Unit * int64(p.Quantity)
		inv.Lines = append(inv.Lines, p)
	}
	inv.Stamp, inv.StampForm, inv.StampNumber = stampDuty, stampLine, ""
	inv.sum()
	return inv
}

// stayItems are what a private hospital bills line by line.
var stayItems = []service{
	{"", "Degenza in camera singola - giorno", 180, 420, true, false}, {"", "Assistenza infermieristica", 40, 90, true, false}, {"", "Siringa sterile 10 ml", 1, 3, true, false},
	{"", "Garze sterili 10x10 conf. 25", 4, 9, true, false}, {"", "Soluzione fisiologica 500 ml", 3, 7, true, false}, {"", "Emocromo con formula", 8, 16, true, false},
	{"", "Elettroliti sierici", 6, 14, false, false}, {"", "Esame urine completo", 5, 9, false, false}, {"", "Radiografia del torace", 35, 60, false, false},
	{"", "Elettrocardiogramma di base", 25, 45, false, false}, {"", "Visita anestesiologica preoperatoria", 80, 130, false, false}, {"", "Sala operatoria - ora o frazione", 350, 900, true, false},
	{"", "Onorario secondo operatore", 300, 900, false, false}, {"", "Strumentista", 80, 160, false, false}, {"", "Filo di sutura riassorbibile", 7, 18, true, false},
	{"", "Ceftriaxone 1 g fl.", 6, 14, true, false}, {"", "Paracetamolo 1 g ev", 3, 6, true, false}, {"", "Enoxaparina 4000 UI", 5, 9, true, false}, {"", "Medicazione avanzata", 15, 40, true, false},
	{"", "Catetere venoso periferico", 3, 8, true, false}, {"", "Esame istologico", 60, 120, false, false}, {"", "Gruppo sanguigno", 12, 22, false, false}, {"", "Coagulazione: PT, PTT", 9, 18, false, false},
	{"", "Telo chirurgico monouso", 9, 22, true, false}, {"", "Fisioterapia post operatoria - seduta", 40, 70, true, false}, {"", "Consulenza cardiologica", 80, 140, false, false},
}

// drawLong draws the first page of a long account alone.
func drawLong(d *draft) { *d.sheet = *longSheets(d.invoice, d.dice)[0] }

// longSheets draws an account on three pages: the letterhead on the first (or all), the sum carried over
// at the foot and head of each, the totals on the last.
func longSheets(i *invoice, seed dice) []*sheet {
	var pages []*sheet
	l := &italian
	pageLabel := pick(seed, l.page...)
	carryTo, carryFrom := pick(seed, "A riportare", "da riportare", "Totale a riportare"), pick(seed, "Riporto", "Riporto da pag. precedente", "Totale riportato")
	rules := pick(seed, headOnly, gridded, zebra, underlined, open)
	again, carry := seed.chance(0.5), seed.chance(0.8)
	columnSeed, headSeed := seed.Uint64(), seed.Uint64()
	all := i.Lines
	defer func() { i.Lines = all }()
	share := []int{len(all) * 34 / 100, len(all) * 45 / 100}
	share = append(share, len(all)-share[0]-share[1])
	sum, at := int64(0), 0
	for n := range longPages {
		d := &draft{newSheet(210, 297, newDice(headSeed, "head")), i}
		d.look.Size = 8.6
		x, w := 16.0, 178.0
		y := 18.0
		if n == 0 || again {
			y = d.lettering(x, 18, w*0.66, left, d.look.heads().sized(12.5))
		}
		page := fmt.Sprintf(pageLabel, n+1, longPages)
		d.print(x+w, 14, d.look.pale(), right, page)
		if n == 0 {
			y = beside(x, y+6, w, 0.5, d.titlePart(i.look.Plan), d.addresseePart(i.look.Plan)) + 3
			if b := d.benefit(); b != "" {
				y = d.wrap(x, y, w, d.look.dark(), b)
			}
		} else {
			text := "Segue " + d.docTitle() + d.numberAndDate()
			d.print(x, y+3, d.look.dark().strong(), left, text)
			y += 8
		}
		i.Lines = all[at : at+share[n]]
		at += share[n]
		if n > 0 && carry {
			y += 2
			d.print(x+w-40, y, d.look.dark(), right, carryFrom)
			d.print(x+w-2, y, d.look.dark().strong(), right, d.look.money(sum))
			y += 2
		}
		d.sheet.dice = newDice(columnSeed, "columns")
		cols := []column{{"Descrizione", 0.62, left, func(p position) string { return p.Text }}, {"Q.tà", 0.08, centre, func(p position) string { return fmt.Sprint(p.Quantity) }},
			d.unitColumn(0.14), {"Importo", 0.16, right, func(p position) string { return d.look.money(p.Amount) }}}
		y = d.table(x, y+1, w, 60, rules, cols) + 6
		sum += i.net()
		i.Lines = all
		if n < longPages-1 {
			if carry {
				d.print(x+w-40, y, d.look.dark(), right, carryTo)
				d.print(x+w-2, y, d.look.dark().strong(), right, d.look.money(sum))
			}
			d.print(105, 288, d.look.pale(), centre, pick(d.dice, "segue", "Segue a pagina "+fmt.Sprint(n+2), "./."))
		} else {
			y = d.totals(x+w-84, y+2, 84, true)
			d.foot(x, y+4, w)
		}
		pages = append(pages, d.sheet)
	}
	return pages
}
