package synth

import (
	"fmt"
	"strings"
)

// Co-payment receipts as the programs of eight regions print them. All say who paid what, when and to whom;
// all bear numbers that are not the receipt's: of the prescription, the booking, the payment.

func (d *draft) nre() string {
	return pick(d.dice, "030A0", "080A2", "090A1", "150A4", "120A3") + d.digits(10)
}
func (d *draft) iuv() string { return pick(d.dice, "01", "03", "3") + d.digits(16) }
func (d *draft) clock() string {
	return fmt.Sprintf("%02d:%02d", d.whole(7, 18), d.whole(0, 59))
}

// patientName is surname and name in capitals or as the issuer writes them.
func (d *draft) patientName() string {
	if d.lacks(withoutPatient) {
		return ""
	}
	return upper(d.Patient.Surname+" "+d.Patient.Name, d.look.Apostrophe)
}

// personPairs are the facts about the patient, and who paid if somebody else did.
func (d *draft) personPairs(name, code string, birth bool) []fact {
	if d.lacks(withoutPatient) {
		return nil
	}
	list := []fact{{name, d.patientName()}, {code, d.Patient.TaxCode}}
	if birth {
		list = append(list, fact{"Nato/a il", numeric(d.Patient.Born) + " a " + upper(d.Patient.Birthplace.name, true)})
	}
	if d.Payer != nil {
		list = append(list, fact{pick(d.dice, "Versante", "Pagante"), d.look.name(*d.Payer) + " - C.F. " + d.Payer.TaxCode})
	}
	return list
}

func (d *draft) ticketColumns(code, text, amount string) []column {
	return []column{
		{code, 0.13, left, func(p position) string { return p.Code }}, {text, 0.6, left, func(p position) string { return p.Text }},
		{pick(d.dice, "Qtà", "N.", "Q.ta"), 0.08, centre, func(p position) string { return fmt.Sprint(p.Quantity) }},
		{amount, 0.19, right, func(p position) string { return d.look.money(p.Amount) }}}
}

// issuerShort sets name, subtitle and lines of the authority in a column.
func (d *draft) issuerShort(x, y, w float64, a align, size float64) float64 {
	return d.lettering(x, y, w, a, d.look.heads().sized(size))
}

// drawLombardy: region's head at the left, the receipt's data in a box at the right, services with tariff and quota.
func drawLombardy(d *draft) {
	x, w := 15.0, 180.0
	d.mark(x, 12, 13)
	d.print(x+17, 16, d.look.pale(), left, pick(d.dice, "Regione "+d.Issuer.Address.Town.region, "Sistema Socio Sanitario"))
	y := d.issuerShort(x+17, 21, 88, left, 11.5)
	d.box(x+112, 11, 68, 30, 0, 0.3, d.look.Ink)
	i := d.look.dark().sized(9)
	d.print(x+146, 16, i.strong(), centre, pick(d.dice, "RICEVUTA DI PAGAMENTO", "FATTURA/RICEVUTA TICKET", "QUIETANZA TICKET"))
	d.facts(x+115, 22, 62, true, []fact{{pick(d.dice, "N. ricevuta", "Numero", "Ricevuta n."), d.shownNumber()}, {pick(d.dice, "Data", "Data pagamento", "Emessa il"), d.dateOf()}, {"ID Pratica", "IUP " + d.digits(12)}, {"Sportello", fmt.Sprint(d.whole(1, 30))}})
	y = max(y, 45) + 4
	d.fill(x, y, w, 5.5, greyInk(225))
	d.print(x+2, y+4, i.strong(), left, pick(d.dice, "DATI DELL'ASSISTITO", "ASSISTITO"))
	y = d.facts(x+2, y+11, w*0.7, false, d.personPairs("Cognome e Nome", "Codice Fiscale", d.chance(0.6))) + 2
	d.fill(x, y, w, 5.5, greyInk(225))
	d.print(x+2, y+4, i.strong(), left, "PRESTAZIONI")
	d.print(x+w-2, y+4, i, right, "NRE "+d.nre()+"   Prenotazione "+d.digits(8))
	y = d.table(x, y+7, w, 40, underlined, d.ticketColumns("Codice", "Prestazione", "Quota €")) + 6
	d.print(x+w-50, y, i, right, pick(d.dice, "Totale quota di partecipazione", "Totale ticket dovuto"))
	d.print(x+w-2, y, i, right, d.look.money(d.Total))
	d.fill(x+w-100, y+3, 100, 8, greyInk(215))
	d.print(x+w-97, y+8.4, i.strong().times(1.1), left, pick(d.dice, "IMPORTO PAGATO", "TOTALE PAGATO", "TOTALE INCASSATO"))
	d.print(x+w-2, y+8.4, i.strong().times(1.2), right, d.look.euro(d.Total))
	y += 19
	d.block(x, y, i.times(0.92), left, "Modalità: "+pick(d.dice, "POS", "Contanti", "PagoPA")+"  -  cod. transazione "+d.digits(10), "Esenzione: nessuna    Priorità: "+pick(d.dice, "P", "D", "B"))
	d.foot(x, y+14, w)
}

// drawLatium: a typed-looking form in two columns, the sum in a frame at the left, in words too.
func drawLatium(d *draft) {
	x, w := 18.0, 174.0
	y := d.issuerShort(x, 18, w, centre, 13)
	d.rule(x, y, x+w, y, 0.5, d.look.Ink)
	title := pick(d.dice, "QUIETANZA DI PAGAMENTO", "RICEVUTA DI AVVENUTO PAGAMENTO TICKET", "CUP - RICEVUTA TICKET")
	y += 8
	d.print(d.W/2, y, d.look.heads().sized(12), centre, title)
	y += 9
	i := d.look.dark()
	row := func(a, b fact) {
		for n, f := range []fact{a, b} {
			if f.value != "" {
				at := x + float64(n)*w/2
				wide := d.print(at, y, i, left, f.label+" ")
				d.print(at+wide, y, i.strong().fits(f.value, w/2-wide-2), left, f.value)
			}
		}
		y += i.leading() * 1.3
	}
	code, who := "", ""
	if !d.lacks(withoutPatient) {
		code, who = d.Patient.TaxCode, d.patientName()
	}
	row(fact{"Quietanza n.", d.shownNumber()}, fact{pick(d.dice, "del", "Data:", "Pagato il"), d.dateOf()})
	row(fact{pick(d.dice, "Assistito:", "Sig./ra"), who}, fact{"Cod. Fisc.", code})
	row(fact{"Impegnativa", d.nre()}, fact{"Cod. prenotazione", d.digits(10)})
	if d.Payer != nil && !d.lacks(withoutPatient) {
		row(fact{"Pagante:", d.look.name(*d.Payer)}, fact{"C.F.", d.Payer.TaxCode})
	}
	row(fact{"Data appuntamento", numeric(d.Date.AddDays(d.whole(0, 9)))}, fact{"Ora", d.clock()})
	y = d.table(x, y+2, w, 50, gridded, d.ticketColumns("Cod. Reg.", "Descrizione prestazione", "Importo")) + 8
	d.box(x, y-5, 86, 10, 0, 0.4, d.look.Ink)
	d.print(x+3, y+1.5, i.strong(), left, pick(d.dice, "TOTALE EURO", "Totale versato", "IMPORTO TOTALE"))
	d.print(x+83, y+1.5, i.strong().times(1.15), right, d.look.euro(d.Total))
	d.print(x+92, y+1.5, i.fits("euro "+inWords(d.Total), 80), left, "euro "+inWords(d.Total))
	y += 14
	d.print(x+w, y, i, right, "L'operatore "+pick(d.dice, surnames...)[:1]+". "+d.digits(3))
	d.foot(x, y+8, w*0.7)
}

// drawTuscany: landscape half sheet: all within one frame of cells with small labels.
func drawTuscany(d *draft) {
	x, w, y := 12.0, 186.0, 12.0
	d.box(x, y, w, 20, 0, 0.3, d.look.Ink)
	d.mark(x+3, y+3, 12)
	name := d.look.heads().sized(12)
	d.print(x+19, y+7, name.fits(d.Issuer.Name, 110), left, d.Issuer.Name)
	small := d.look.pale()
	d.wrap(x+19, y+11, 110, small.sized(6.6), strings.Join(d.issuerLines(), " - "))
	d.print(x+w-3, y+7, d.look.pale(), right, "Regione "+d.Issuer.Address.Town.region)
	y += 20
	v := d.look.dark().strong()
	d.labelled(x, y, 66, 10, "TIPO DOCUMENTO", pick(d.dice, "RICEVUTA TICKET", "RICEVUTA COMPARTECIPAZIONE"), v)
	d.labelled(x+66, y, 48, 10, pick(d.dice, "NUMERO", "N. RICEVUTA"), d.shownNumber(), v)
	d.labelled(x+114, y, 36, 10, pick(d.dice, "DATA", "DATA PAGAMENTO"), d.dateOf(), v)
	d.labelled(x+150, y, 36, 10, "ORA / CASSA", d.clock()+" / "+fmt.Sprint(d.whole(1, 40)), v.plain())
	y += 10
	name2, code := "", ""
	if !d.lacks(withoutPatient) {
		name2, code = d.patientName(), d.Patient.TaxCode
	}
	d.labelled(x, y, 96, 10, pick(d.dice, "ASSISTITO", "COGNOME E NOME"), name2, v)
	d.labelled(x+96, y, 54, 10, "CODICE FISCALE", code, v)
	d.labelled(x+150, y, 36, 10, "FASCIA REDDITO / ESENZ.", pick(d.dice, "ERA", "ERB", "ERC", "QM"), v.plain())
	y += 10
	if d.Payer != nil && !d.lacks(withoutPatient) {
		d.labelled(x, y, w, 9, "PAGANTE", d.look.name(*d.Payer)+"  "+d.Payer.TaxCode, v.plain())
		y += 9
	}
	d.labelled(x, y, 96, 9, "RICETTA N.", d.nre(), v.plain())
	d.labelled(x+96, y, 90, 9, "CODICE AVVISO pagoPA", d.iuv(), v.plain())
	y += 9
	y = d.table(x, y, w, 42, columned, d.ticketColumns("COD.", "PRESTAZIONE", "IMPORTO"))
	d.labelled(x, y, w-60, 11, "MODALITÀ DI PAGAMENTO", pick(d.dice, "BANCOMAT", "CONTANTI", "PUNTO GIALLO", "ON LINE"), v.plain())
	d.fill(x+w-60, y, 60, 11, greyInk(226))
	d.labelled(x+w-60, y, 60, 11, pick(d.dice, "TOTALE PAGATO €", "TOTALE €"), d.look.money(d.Total), v.times(1.25))
	d.foot(x+1, y+16, w-2)
	d.barcode(x+w-60, y+24, 58, 8)
}

// drawEmilia: title across, left column of data, services below, payment line with pagoPA.
func drawEmilia(d *draft) {
	x, w := 20.0, 170.0
	c := d.look.Accent
	d.fill(x, 14, 2, 22, c)
	y := d.issuerShort(x+5, 18, w*0.62, left, 12)
	d.print(x+w, 18, d.look.pale(), right, pick(d.dice, "SERVIZIO SANITARIO REGIONALE", upper(d.Issuer.Address.Town.region, false)))
	y = max(y, 38) + 6
	i := d.look.dark()
	title := pick(d.dice, "Ricevuta di pagamento ticket", "Documento di pagamento prestazioni sanitarie", "Ricevuta per prestazioni specialistiche")
	d.print(x, y, d.look.heads().sized(13).in(c), left, title)
	y += 6
	line := ""
	if n := d.shownNumber(); n != "" {
		line = pick(d.dice, "Ricevuta nr. ", "Documento n° ", "Numero ") + n
	}
	if date := d.dateOf(); date != "" {
		line += pick(d.dice, " del ", " emessa il ", " - data ") + date
	}
	d.print(x, y, i, left, strings.TrimSpace(line))
	y += 8
	list := append(d.personPairs(pick(d.dice, "Utente", "Paziente", "Intestatario"), "C.F.", true), fact{"Residenza", d.Patient.Address.Street + ", " + d.Patient.Address.place()}, fact{"Prescrizione", d.nre()}, fact{"Erogata il", numeric(d.Date.AddDays(-d.IntN(5)))})
	if d.lacks(withoutPatient) {
		list = []fact{{"Prescrizione", d.nre()}}
	}
	y = d.facts(x, y, w*0.75, false, list) + 3
	y = d.table(x, y, w, 40, pick(d.dice, headOnly, zebra), d.ticketColumns("Codice", pick(d.dice, "Prestazioni", "Prestazione erogata"), pick(d.dice, "Ticket", "Importo"))) + 7
	d.print(x+w-48, y, i, right, pick(d.dice, "Totale ticket", "Totale documento"))
	d.print(x+w-2, y, i.strong(), right, d.look.euro(d.Total))
	y += 9
	d.rule(x, y-4, x+w, y-4, 0.2, greyInk(140))
	y = d.wrap(x, y+1, w, i.times(0.94), fmt.Sprintf("Pagato %s tramite %s. IUV %s - Ente creditore %s.", d.look.euro(d.Total), pick(d.dice, "pagoPA", "riscuotitrice automatica", "sportello CUP", "farmacia"), d.iuv(), d.Issuer.Name))
	d.foot(x, y+4, w)
}

// drawPiedmont: three stacked tables: document, patient, services; total in the table's last row.
func drawPiedmont(d *draft) {
	x, w := 14.0, 182.0
	y := d.issuerShort(x, 17, 100, left, 12)
	d.barcode(x+w-50, 12, 50, 8)
	d.print(x+w-25, 24, d.look.pale(), centre, d.digits(14))
	y = max(y, 34) + 5
	title := pick(d.dice, "FATTURA PRESTAZIONI SSN", "RICEVUTA FISCALE TICKET", "RICEVUTA TICKET - S.S.N.")
	d.print(x, y, d.look.heads().sized(11), left, title)
	y = d.cells(x, y+3, w, []fact{{pick(d.dice, "Numero", "N. documento"), d.shownNumber()}, {"Data", d.dateOf()}, {"Agenda", d.digits(5)}, {"Ricetta elettronica", d.nre()}})
	name, code := "", ""
	if !d.lacks(withoutPatient) {
		name, code = d.patientName(), d.Patient.TaxCode
	}
	y = d.cells(x, y-2, w, []fact{{pick(d.dice, "Assistito", "Cognome e nome"), name}, {"Codice fiscale", code}, {"Data di nascita", map[bool]string{true: "", false: numeric(d.Patient.Born)}[d.lacks(withoutPatient)]}})
	if d.Payer != nil && !d.lacks(withoutPatient) {
		text := "Pagamento effettuato da: " + d.look.name(*d.Payer) + " C.F. " + d.Payer.TaxCode
		d.print(x+1, y, d.look.dark(), left, text)
		y += 7
	}
	y = d.table(x, y-1, w, 40, gridded, d.ticketColumns("Cod.", "Prestazione", "Ticket"))
	i := d.look.dark().strong()
	d.box(x, y, w, 8, 0, 0.3, d.look.Ink)
	d.print(x+w*0.6, y+5.5, i, right, pick(d.dice, "TOTALE", "Totale da pagare", "TOTALE TICKET"))
	d.print(x+w-2, y+5.5, i.times(1.15), right, d.look.euro(d.Total))
	y += 16
	y = d.block(x, y, d.look.dark(), left, "Incassato il "+numeric(d.Date.AddDays(d.IntN(2)))+" ore "+d.clock()+" - "+pick(d.dice, "Bancomat", "Contanti", "Carta di credito")+" - Cassiere "+d.digits(4))
	d.foot(x, y+5, w)
}

// drawVeneto: right-aligned head in colour, facts in two columns, dotted table.
func drawVeneto(d *draft) {
	x, w := 17.0, 176.0
	d.mark(x, 12, 16)
	y := d.lettering(x+40, 18, w-40, right, d.look.heads().sized(12.5).in(d.look.Accent))
	y = max(y, 36) + 4
	d.rule(x, y, x+w, y, 1, d.look.Accent)
	y += 9
	title := pick(d.dice, "TICKET - RICEVUTA DI PAGAMENTO", "RICEVUTA PAGAMENTO TICKET", "AVVISO E QUIETANZA TICKET")
	d.print(x, y, d.look.heads().sized(12), left, title)
	y += 8
	y = beside(x, y, w, 0.58, func(x, y, w float64) float64 {
		return d.facts(x, y, w, false, append(d.personPairs(pick(d.dice, "Paziente", "Assistito"), "Cod. fiscale", false), fact{"Comune", d.Patient.Address.Town.name}))
	}, func(x, y, w float64) float64 {
		return d.facts(x, y, w, true, []fact{{pick(d.dice, "Ricevuta", "Nr. quietanza", "Documento"), d.shownNumber()}, {pick(d.dice, "Data", "Data versamento"), d.dateOf()}, {"Impegnativa", d.nre()}, {"Scadenza", numeric(d.Date.AddDays(30))}})
	}) + 4
	y = d.table(x, y, w, 40, dotted, d.ticketColumns("Branca", "Descrizione", "Euro")) + 7
	i := d.look.dark()
	d.print(x+w*0.55, y, i, left, pick(d.dice, "Importo ticket", "Totale"))
	d.print(x+w, y, i, right, d.look.money(d.Total))
	y += 6
	d.rule(x+w*0.55, y-4, x+w, y-4, 0.3, d.look.Ink)
	d.print(x+w*0.55, y, i.strong(), left, pick(d.dice, "Totale pagato", "TOTALE VERSATO", "Pagato"))
	d.print(x+w, y, i.strong().times(1.15), right, d.look.euro(d.Total))
	y += 11
	y = d.block(x, y, i.times(0.9), left, pick(d.dice, "Pagamento presso cassa automatica ", "Pagato on line - codice ")+d.digits(6), "Tesoriere: "+pick(d.dice, "Intesa Sanpaolo", "UniCredit", "Banco BPM")+" IBAN "+d.Issuer.Bank)
	d.foot(x, y+4, w)
}

// drawCampania: a narrow receipt from a counter printer with a tear-off copy for the ward beside it.
func drawCampania(d *draft) {
	i := ink{face: pick(d.dice, mono, lucMono, terminal), size: 8.6, color: greyInk(uint8(d.whole(20, 70)))}
	x, w := 12.0, 112.0
	y := 16.0
	for _, l := range i.strong().times(1.15).lines(upper(d.Issuer.Name, true), w) {
		d.print(x, y, i.strong().times(1.15).fits(l, w), left, l)
		y += 4.6
	}
	for _, l := range d.issuerLines() {
		d.print(x, y, i.times(0.9).fits(l, w), left, l)
		y += 3.9
	}
	y += 3
	d.print(x, y, i.strong().times(1.1), left, pick(d.dice, "RICEVUTA VERSAMENTO TICKET", "BOLLETTA DI INCASSO TICKET"))
	y += 6
	line := func(label, value string) {
		if value != "" {
			d.print(x, y, i, left, fmt.Sprintf("%-16s", label))
			d.print(x+36, y, i.fits(value, w-36), left, value)
			y += 4.6
		}
	}
	line(pick(d.dice, "BOLLETTA N.", "RICEVUTA N."), d.shownNumber())
	line("DATA", d.dateOf())
	if !d.lacks(withoutPatient) {
		line(pick(d.dice, "NOMINATIVO", "ASSISTITO"), d.patientName())
		line("COD. FISCALE", d.Patient.TaxCode)
		if d.Payer != nil {
			line("VERSANTE", upper(d.Payer.Surname+" "+d.Payer.Name, true)+" "+d.Payer.TaxCode)
		}
	}
	line("RICETTA", d.nre())
	line("MEDICO PRESCR.", pick(d.dice, surnames...))
	y += 2
	d.rule(x, y-3, x+w, y-3, 0.2, i.color)
	y += 2
	for _, p := range d.Lines {
		amount := d.look.money(p.Amount)
		for k, l := range i.lines(p.Code+" "+p.Text, w-26) {
			d.print(x, y, i, left, l)
			if k == 0 {
				d.print(x+w, y, i, right, amount)
			}
			y += 4.4
		}
	}
	d.rule(x, y-2, x+w, y-2, 0.2, i.color)
	y += 4
	d.print(x, y, i.strong().times(1.2), left, pick(d.dice, "TOTALE VERSATO EURO", "TOTALE TICKET"))
	d.print(x+w, y, i.strong().times(1.2), right, d.look.money(d.Total))
	y += 8
	for _, n := range d.notes() {
		y = d.wrap(x, y, w, i.times(0.8), n)
	}
	// the copy for the ward
	cx := x + w + 8
	for yy := 10.0; yy < 110; yy += 3 {
		d.rule(cx-4, yy, cx-4, yy+1.6, 0.2, greyInk(120))
	}
	small := i.times(0.85)
	texts := []string{"COPIA PER IL REPARTO"}
	if n := d.shownNumber(); n != "" {
		texts = append(texts, "RIF. "+n)
	}
	if !d.lacks(withoutPatient) {
		texts = append(texts, d.patientName())
	}
	texts = append(texts, "PRENOTAZIONE "+d.digits(8), "APPUNTAMENTO "+numeric(d.Date.AddDays(d.whole(1, 20))), "ORE "+d.clock())
	d.lines(cx, 20, d.W-cx-8, small, texts)
}

// drawApulia: letter style with the amounts in a sentence and a small table.
func drawApulia(d *draft) {
	x, w := 22.0, 166.0
	d.mark(d.W/2-7, 11, 14)
	y := d.issuerShort(x, 32, w, centre, 13) + 5
	i := d.look.dark()
	number, date := d.shownNumber(), d.dateOf()
	text := pick(d.dice, "Ricevuta di pagamento ticket", "Attestazione di pagamento quota ticket")
	if number != "" {
		text += " n. " + number
	}
	if date != "" {
		text += " del " + date
	}
	y = d.heads(x, y, w, d.look.heads().sized(12), text) + 3
	body := "Si attesta che"
	if !d.lacks(withoutPatient) {
		payer := d.patientName() + " (C.F. " + d.Patient.TaxCode + ")"
		if d.Payer != nil {
			payer = d.look.name(*d.Payer) + " (C.F. " + d.Payer.TaxCode + ") per conto di " + payer
		}
		body += " il/la Sig./Sig.ra " + payer
	}
	body += fmt.Sprintf(" ha versato la somma di %s (%s) a titolo di compartecipazione alla spesa sanitaria per le prestazioni di seguito elencate, di cui all'impegnativa %s.", d.look.euro(d.Total), inWords(d.Total), d.nre())
	y = d.wrap(x, y, w, i.times(1.05), body) + 3
	y = d.table(x, y, w, 40, pick(d.dice, ruledTwice, open), d.ticketColumns("Cod.", "Prestazione", "Importo €")) + 7
	d.print(x+w-40, y, i.strong(), right, pick(d.dice, "Totale", "TOTALE €"))
	d.print(x+w-2, y, i.strong(), right, d.look.money(d.Total))
	y += 14
	d.print(x+w-30, y, i, centre, pick(d.dice, "L'Ufficiale di riscossione", "Il Cassiere"))
	signature(d.sheet, x+w-50, y+9, 40, penInk(d.dice))
	d.foot(x, y+18, w)
}
