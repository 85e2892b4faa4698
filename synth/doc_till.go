package synth

import (
	"fmt"
	"math"
	"strings"

	"pratica/claim"
)

// someTillSlip draws the slip of a pharmacy's or optician's till ("scontrino parlante"): prices include VAT, the
// patient is named by tax code, seldom by name too.
func someTillSlip(d dice, t trade, patient person, date claim.Date) *invoice {
	inv := someInvoice(d, someProvider(d, t), patient, nil, date)
	inv.slip(d)
	return inv
}

// slip makes a till slip of an invoice.
func (i *invoice) slip(d dice) {
	i.Type = claim.TillSlipType
	i.look.Layout = tillLayout
	i.look.DateForm = pick(d, 0, 0, 1, 5)
	i.look.Point = false
	i.Payer, i.ShowCode = nil, true
	i.CodeOnly = i.Issuer.trade == pharmacy || d.chance(0.4)
	i.Number = fmt.Sprintf("%04d-%04d", d.whole(1, 2400), d.whole(1, 320))
	i.Discount, i.Contribution, i.ContributionLabel = 0, 0, ""
	i.Stamp, i.StampForm, i.StampNumber = 0, noStamp, ""
	if i.VATRate == 0 {
		i.VATRate = 10
	}
	for n := range i.Lines {
		p := &i.Lines[n]
		p.Taxed = true
		p.Quantity = 1
		p.Amount = p.Unit
	}
	i.sum()
}

// gross is a line's price with VAT.
func (i *invoice) gross(p position) int64 { return p.Amount + (p.Amount*int64(i.VATRate)+50)/100 }

// drawTill draws the slip on its narrow paper, or stuck on a sheet as members send them.
func drawTill(d *draft) {
	width := pick(d.dice, 58.0, 80.0, 80.0)
	roll := newSheet(width, 400, newDice(d.Uint64(), "till"))
	end := (&draft{roll, d.invoice}).till() + d.between(4, 14)
	slip := newSheet(width, end, d.dice)
	if d.chance(0.4) {
		slip.paste(roll, 0, 0, 1, 0, true)
		*d.sheet = *slip
		return
	}
	x, y := d.between(15, 190-width), d.between(12, math.Max(13, 280-end))
	shade := greyInk(205)
	d.fill(x-0.3, y-0.3, width+0.6, end+0.6, shade)
	d.fill(x, y, width, end, greyInk(250))
	d.paste(roll, x, y, 1, 0, true)
	if d.chance(0.5) { // tape at the corners
		d.fill(x-5, y-2.5, 12, 5, greyInk(236))
		d.fill(x+width-7, y-2.5, 12, 5, greyInk(236))
	}
}

// till prints the slip and gives the y below it.
func (d *draft) till() float64 {
	i := ink{face: pick(d.dice, mono, terminal, lucMono, narrow), size: 8.2, color: greyInk(uint8(d.whole(25, 105)))}
	if d.W < 60 {
		i.size = 6.6
	}
	x, w := 3.5, d.W-7
	mid, y := d.W/2, 8.0
	step := i.leading() * 0.98
	centred := func(i ink, text string) {
		for _, l := range i.lines(text, w) {
			d.print(mid, y, i.fits(l, w), centre, l)
			y += step
		}
	}
	pair := func(i ink, a, b string) {
		for k, l := range i.lines(a, w-i.width(b)-2) {
			d.print(x, y, i.fits(l, w), left, l)
			if k == 0 {
				d.print(x+w, y, i, right, b)
			}
			y += step
		}
	}
	dash := func() {
		text := strings.Repeat(pick(d.dice, "-", "-", "=", "."), int(w/i.width("-"))-1)
		d.print(mid, y, i, centre, text)
		d.printed = d.printed[:len(d.printed)-1] // a rule, not text
		y += step
	}
	centred(i.strong().times(1.12), upper(d.Issuer.Name, true))
	for _, l := range d.issuerLines() {
		centred(i, l)
	}
	y += step * 0.5
	centred(i.strong(), "DOCUMENTO COMMERCIALE")
	centred(i, "di vendita o prestazione")
	y += step * 0.5
	pair(i, pick(d.dice, "DESCRIZIONE", "Descrizione"), pick(d.dice, "IVA    Prezzo(€)", "IVA   EURO", "IVA  Prezzo €"))
	for _, p := range d.Lines {
		kind := ""
		if d.Issuer.trade == pharmacy {
			kind = pick(d.dice, "FARMACO ", "FARM. AIC "+d.digits(9)+" ", "MEDICINALE ")
			if !medicine(p) {
				kind = "DISP.MEDICO CE "
			}
		}
		pair(i, kind+upper(p.Text, true), fmt.Sprintf("%d%% %s", d.VATRate, d.look.money(d.gross(p))))
	}
	dash()
	pair(i.strong().times(1.15), pick(d.dice, "TOTALE COMPLESSIVO", "TOTALE EURO", "TOTALE COMPLESSIVO €"), d.look.money(d.Total))
	pair(i, pick(d.dice, "di cui IVA", "DI CUI IVA"), d.look.money(d.VAT))
	y += step * 0.4
	if d.chance(0.6) {
		pair(i, pick(d.dice, "Pagamento elettronico", "PAGAMENTO ELETTRONICO"), d.look.money(d.Total))
	} else {
		cash := d.Total + int64(pick(d.dice, 0, 500, 1000, 310))
		pair(i, "Pagamento contante", d.look.money(cash))
		if cash > d.Total {
			pair(i, "Resto", d.look.money(cash-d.Total))
		}
	}
	pair(i, "Importo pagato", d.look.money(d.Total))
	y += step * 0.5
	if !d.lacks(withoutPatient) {
		if !d.CodeOnly {
			centred(i, pick(d.dice, "Cliente: ", "CLIENTE ", "Sig. ")+d.look.name(d.Patient))
		}
		centred(i, pick(d.dice, "C.F. CLIENTE: ", "COD.FISC. ", "CODICE FISCALE: ", "C.F. ")+d.Patient.TaxCode)
	}
	y += step * 0.4
	if date := d.dateOf(); date != "" {
		centred(i, date+"  "+fmt.Sprintf("%02d:%02d", d.whole(8, 19), d.whole(0, 59)))
	}
	if n := d.shownNumber(); n != "" {
		centred(i, pick(d.dice, "DOCUMENTO N. ", "Documento n. ", "DOC. N. ")+n)
	}
	centred(i, pick(d.dice, "RT ", "Server RT ", "Matr. ")+pick(d.dice, "99MEY", "53SNS", "96SRT", "3CEPA")+d.digits(6))
	if d.chance(0.4) {
		dash()
		centred(i.times(0.95), "CARTA CREDITO / PagoBANCOMAT")
		centred(i.times(0.95), "AUT. "+d.digits(6)+"  TML "+d.digits(8))
		centred(i.times(0.95), "IMPORTO EUR "+d.look.money(d.Total))
		centred(i.times(0.95), "TRANSAZIONE ESEGUITA")
	}
	centred(i, pick(d.dice, "GRAZIE E ARRIVEDERCI", "ARRIVEDERCI E GRAZIE", "Grazie"))
	return y
}
