package extract

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
)

var (
	depositWord = pattern.Must(`\b(fattura|ricevuta|parcella|documento|pagamento|versamento|importo|quota)( \S+){0,3} (di|in|d'|a titolo di|per|quale) ?acconto|^acconto|\bacconto (su|per|del|di|n|cure|trattament|prestaz|prim)|a titolo di acconto|in acconto\b|\bdeposit\b|\(acconto\)`)
	balanceWord = pattern.Must(`\ba saldo\b|^saldo\b|\bsaldo (fattura|cure|trattament|prestaz|del|di|per|lavor)|fattura (di|a) saldo|\(saldo\)|final balance|balance invoice`)
	notBalance  = pattern.Must(`saldo (dovuto|a debito|da pagare|contabile|precedente)|saldo: ?(€ ?)?0`)
	creditNote  = pattern.Must(`nota (d[il1|] ?)?credit[o0]|credit note|nota (di )?(accredito|variazione in diminuzione)|gutschrift|note de credit`)
	// cancelling begins the title of a paper that cancels another, or is the code of one (FatturaPA, TipoDocumento); an
	// invoice may say that it takes the place of one, and a legend lists the codes.
	cancelling = pattern.Must(`^\W*((documento|fattura) di storno|tipo( di)? documento\W*td04\b)`)
	// variation may be one of either sign (DPR 633/1972, article 26), and nearly always lowers what was billed.
	variation    = pattern.Must(`^\W*nota di variazione\b`)
	increase     = pattern.Must(`in aumento|nota di debito|addebito`)
	decrease     = pattern.Must(`in diminuzione|credit|storn|rettific`)
	cancels      = pattern.Must(`^\W*(storno (totale|parziale) (di |della )?(fattura|ricevuta|parcella)|td04\b)`)
	legendOfType = pattern.Must(`\btd01\b.*\btd04\b`)
	proformaWord = pattern.Must(`pro ?-?forma|proforma|avviso di (parcella|notula|fattura)|documento non (valido ai fini )?fiscal|non costituisce fattura|progetto di notula|notula pro`)
	estimateWord = pattern.Must(`preventivo|estimate\b|quotation`)
	// estimateTitle heads an estimate, which may have a number as well; an invoice may refer to one.
	estimateTitle = pattern.Must(`^\W*(preventivo( di spesa)?|piano di cura e preventivo|(cost )?estimate|quotation|kostenvoranschlag|heil- und kostenplan|devis|presupuesto)\b`)
	// estimateProse is said of what is yet to be done and paid, in an estimate set as a letter; an invoice that refers to one
	// says that it is done.
	estimateProse = pattern.Must(`(presente|seguente) preventivo|preventivo (\S+ )?(ha validita|e valid|valid[oa] )|validita (del preventivo|dell'offerta|\d+ (giorni|mesi))|(costo|spesa|importo) (complessiv\S+ |total\S+ )?(previst|presunt|stimat|preventivat)|si preventiva|per accettazione (del )?preventivo|accett\S+ (del|il) preventivo|soggett\S+ a variazion|salvo imprevist`)
	// estimateHead begins a title or a subject of an estimate.
	estimateHead = pattern.Must(`^\W*((oggetto|ogg\.?)\W+)?((il )?(presente|seguente) )?(preventivo|estimate|quotation)\b`)
	// invoiceHead begins the title of a document that bills.
	invoiceHead = pattern.Must(`^\W*(fattura|ricevuta|parcella|notula|quietanza|nota (di |d')?(onorari|spese|prestazion)|invoice|receipt|rechnung|honorarnote|facture|factura|ft|fatt)\b|^\W*documento n[.ro°]*\W{0,3}\d{1,6}(/|\s|$)|\bn(umero|r|\.)?\W?(della )?fattura\b`)
	bankWord    = pattern.Must(`contabile (di )?bonifico|ordine di bonifico|bonifico (sepa )?(eseguito|disposto|europeo)|estratto conto|ricevuta (di )?bonifico`)
	ticketWord  = pattern.Must(`\bticket\b|quota ricetta|compartecipazione|superticket|quota fissa`)
	ticketTitle = pattern.Must(`ticket sanitari|(pagamento|ricevuta|incasso|quietanza|importo|totale|quota)( \S+){0,2} ticket|ticket (ssn|asl)`)
	nhsWord     = pattern.Must(`servizio sanitario (nazionale|regionale)|\b(s\.?s\.?[nr]|a?\.?u\.?s\.?l|a\.?s\.?l|a\.?s\.?s\.?t|a\.?o\.?u|u\.?l\.?s\.?s|a\.?s\.?p|a\.?t\.?s)\b|azienda (sanitaria|ospedal|unita sanitaria|socio)`)
	// noTicket is said of a service for which no ticket is paid.
	noTicket = pattern.Must(`\b(non|senza|esent[ei]|esenzione|esclus[oaie])( \S+){0,3} ticket\b|\bticket\b( \S+)? (non|esent[ei])\b`)
	// authority begins the name of a body of the health service; notItself is said by another of its bond with one.
	authority = pattern.Must(`^(regione [a-z' -]{4,24}|servizio sanitario \S+( regione \S+)?|s\.?s\.?[nr]\.?)?[ -]*(` +
		`azienda (\S+ )?(sanitari|ospedal|unita sanitari|socio|u\.?s\.?l)|a\.?u\.?s\.?l\b|a\.?s\.?l\b|a\.?s\.?s\.?t\b|a\.?o\.?u\b|(a\.?)?u\.?l\.?s\.?s\b|a\.?s\.?p\b|a\.?t\.?s\b)`)
	notItself = pattern.Must(`accredit|convenz|autorizz|\baut\.|specialist|\bs\.?r\.?l\b|\bs\.?p\.?a\b|\bs\.?a\.?s\b|\bs\.?n\.?c\b`)
	// invoiceTitle is what a paid service calls its paper; intramural is what a doctor of the health service
	// is paid for privately.
	invoiceTitle = pattern.Must(`\bfattura\b|\bparcella\b|\bnotula\b|\binvoice\b|rechnung|honorarnote|\bfacture\b|\bfactura\b`)
	intramural   = pattern.Must(`\bliber[oa][ -]profession|intramoenia|intramuraria|\balpi\b|\bprivat[oa]\b|privatamente|regime privat|solven[zt]|prestazion[ei] a pagamento`)
	// prescribed is the number of the electronic prescription (DM 2/11/2011), or the slip itself: only what
	// the health service provides has one. outsideVAT is said of a co-payment, which is no price of a service.
	prescribed = pattern.Must(`\bnre\b|impegnativa|ricetta (ssn|n|elettronica|dematerializzata)|\b(n|nr|numero)\W{0,3}ricetta\b|\b\d{3}(\d[a-z]|[a-z]\d|[a-z]{2})\d{10}\b`)
	outsideVAT = pattern.Must(`fuori campo (i\.?v\.?a|di applicazione)|esclus[oa] (da|dal campo) i\.?v\.?a`)
	tillSlip   = pattern.Must(`documento commerciale|scontrino`)
	courtesy   = pattern.Must(`copia (di )?cortesia|copia analogica|copia non (valida|valevole)|copia della fattura elettronica|riproduzione (analogica|cartacea)`)
	duplicate  = pattern.Must(`\bduplicat[oae]\b|\bcopia conforme\b|\bcopia (per (il |l')|del(l')? ?|ad uso )?(client[ei]|pazient[ei]|assistit[oa]|utente)\b|customer copy`)
	dentalWord = pattern.Must(`odontoiatr|dentist|dentale|dentari[ae]|ortodon|implantolog|endodon|parodont|gengiv|igiene orale|ablazione|detartrasi|otturazion|devitalizz|intarsi|\bonlay\b|\binlay\b|corona (in|fusa|provvisoria|definitiva)\b|metallo-?ceramica|scheletrat|radicolar|canalare|estrazion[ei] (semplic|dent|element|in inclusione)|avulsion[ei]|apicectom|incappucciament|frenulectom|\b(elemento|elem|el|dente)\.? ?(n\.? ?)?[1-8][1-8]\b`)
)

// readNature tells what the document is: an invoice, a receipt of the health service, a till slip, a
// credit note, or no expense document at all; a deposit or a balance; dental or not.
func (d *invoiceReader) readNature() {
	d.invoice.DocumentKind = d.kindOfDocument()
	d.invoice.CourtesyCopy = d.anywhere(courtesy) >= 0
	d.invoice.Duplicate = d.anywhere(duplicate) >= 0
	documentType, kind := claim.InvoiceType, claim.Private
	switch d.invoice.DocumentKind {
	case claim.CopaymentReceipt:
		documentType, kind = claim.CopaymentReceiptType, claim.Copayment
	case claim.TillSlip:
		documentType = claim.TillSlipType
	case claim.CreditNote:
		documentType = claim.CreditNoteType
	}
	if kind == claim.Private && d.anywhere(dentalWord) >= 0 {
		kind = claim.Dental
	}
	d.invoice.Kind = kind
	confidence := d.natureConfidence()
	d.derive("/kind", string(kind), confidence)
	d.derive("/document_type", string(documentType), confidence)
	d.readSettlement()
	d.readStampNumber()
}

// natureConfidence is high where the words that would say otherwise could be read. It is low where signs of
// both stand on the paper, and on a paper without a word of its own for what was paid: one of the health
// service, or for a prescription, that calls itself neither an invoice nor the receipt of a ticket.
func (d *invoiceReader) natureConfidence() float64 {
	const doubtful = 0.9
	switch {
	case d.legibility() < 0.85:
		return 0.95
	case d.invoice.DocumentKind == claim.CopaymentReceipt:
		if d.says(intramural) || !d.ticket(ticketTitle) && (!d.ticket(ticketWord) || d.says(invoiceTitle)) {
			return doubtful
		}
	case d.invoice.DocumentKind == claim.CreditNote && d.headedBy(variation) && !d.says(decrease):
		return doubtful
	case d.invoice.DocumentKind == claim.Invoice && d.says(estimateWord) && d.says(estimateProse) && !d.headedAsInvoice():
		return doubtful
	case d.invoice.DocumentKind == claim.Invoice && !d.says(invoiceTitle):
		if d.says(nhsWord) || d.says(prescribed) || d.ticket(ticketWord) {
			return doubtful
		}
	}
	return 0.997
}

// copayment reports a receipt of the health service for a ticket: it says so, or a body of the health
// service itself issued it, not as a private service, for a prescription or outside VAT. That a clinic is
// accredited with the health service says nothing: it serves private patients too.
func (d *invoiceReader) copayment() bool {
	switch {
	case d.ticket(ticketTitle), d.says(nhsWord) && d.ticket(ticketWord):
		return true
	case d.says(intramural), d.says(invoiceTitle):
		return false
	case d.says(prescribed) && d.says(outsideVAT): // an accredited house that collects the ticket, too
		return true
	case !d.issuedByHealthService():
		return false
	}
	return d.says(prescribed) || d.says(outsideVAT)
}

// ticket reports a row that matches and does not say that no ticket is paid.
func (d *invoiceReader) ticket(pattern *pattern.Pattern) bool {
	return d.someRow(func(r pageRow) bool { return pattern.MatchString(r.folded) && !noTicket.MatchString(r.folded) })
}

// issuedByHealthService reports that a cell of the upper part is the name of a body of the health service.
func (d *invoiceReader) issuedByHealthService() bool {
	return d.someRow(func(r pageRow) bool {
		return r.page == 0 && 2*r.box.Y < d.pages[0].height && slices.ContainsFunc(r.cells, func(c cell) bool {
			text := fold(c.text())
			return authority.MatchString(text) && !notItself.MatchString(text)
		})
	})
}

// says reports whether a row matches.
func (d *invoiceReader) says(pattern *pattern.Pattern) bool { return d.anywhere(pattern) >= 0 }

func (d *invoiceReader) kindOfDocument() claim.DocumentKind {
	title := func(pattern *pattern.Pattern) bool {
		row := d.anywhere(pattern)
		return row >= 0 && d.rows[row].page == 0 && d.rows[row].box.Y*2 < d.pages[0].height
	}
	switch {
	case d.creditNote():
		return claim.CreditNote
	case d.anywhere(proformaWord) >= 0 && (!d.headedBy(estimateTitle) || d.headedAsInvoice()):
		return claim.Proforma
	case d.anywhere(proformaWord) >= 0: // an estimate that says that it is no invoice
		return claim.Estimate
	case title(estimateWord) && d.value("/number") == "", title(estimateTitle) && !d.says(invoiceTitle),
		d.headedBy(estimateHead) && d.says(estimateProse) && !d.headedAsInvoice():
		return claim.Estimate
	case title(bankWord):
		return claim.Other
	case d.copayment():
		return claim.CopaymentReceipt
	case d.says(tillSlip), d.madeByTill():
		return claim.TillSlip
	}
	return claim.Invoice
}

// creditNote reports a note of credit by a title in the upper half of the first page.
func (d *invoiceReader) creditNote() bool {
	return d.someRow(func(r pageRow) bool {
		return d.inUpperHalf(r) && creditNote.MatchString(r.folded) && !legendOfType.MatchString(r.folded)
	}) ||
		d.headedBy(cancelling) || d.headedBy(cancels) && !d.headedAsInvoice() || d.headedBy(variation) && !d.says(increase)
}

func (d *invoiceReader) inUpperHalf(r pageRow) bool {
	return r.page == 0 && 2*r.box.Y < d.pages[0].height
}

// headedBy reports a cell of the upper half of the first page that matches, where no legend of codes stands.
func (d *invoiceReader) headedBy(title *pattern.Pattern) bool {
	return d.someRow(func(r pageRow) bool {
		return d.inUpperHalf(r) && !legendOfType.MatchString(r.folded) && slices.ContainsFunc(r.cells, func(c cell) bool { return title.MatchString(fold(c.text())) })
	})
}

// slipRow is a row of the slip that a telematic till prints (Agenzia delle Entrate, technical specifications of 28 October
// 2016, "documento commerciale"): its sums, how it was paid, its number and the till's own.
var slipRow = pattern.Must(`^totale complessivo|^di cui iva|^pagamento (contante|elettronico)|^importo pagato|^non riscosso|^documento n\W{0,3}\d{4}-\d{4}|\b(rt|matr|server rt)\W{0,3}\d{2}[a-z0-9]{2,3}\d{5,6}\b`)

// slipRows is how many such rows make a slip whose heading could not be read.
const slipRows = 4

// madeByTill reports a slip by its rows, where no heading says something else.
func (d *invoiceReader) madeByTill() bool {
	n := 0
	for _, r := range d.rows {
		if slipRow.MatchString(r.folded) {
			n++
		}
	}
	return n >= slipRows && !d.headedAsInvoice()
}

// headedAsInvoice reports a cell of the upper half of the first page that begins with the title of a document that bills.
func (d *invoiceReader) headedAsInvoice() bool {
	return d.headedBy(invoiceHead)
}

// stampNumber may be printed, or recognised, in groups.
var stampNumber = pattern.Must(`identificativo\W*(\d(?: ?\d){13})\b`)

// readStampNumber reads the 14 digits of the imprint of a stamp duty.
func (d *invoiceReader) readStampNumber() {
	for i, r := range d.rows {
		if m := stampNumber.FindStringSubmatchIndex(foldKeepingLength(r.text)); m != nil {
			words := d.wordsAt(i, m[2], m[3])
			d.set("/stamp_duty_number", strings.ReplaceAll(r.text[m[2]:m[3]], " ", ""), r.page, words, 0.98*certainty(words))
			return
		}
	}
}

// anywhere is the first row that matches; -1 if none does.
func (d *invoiceReader) anywhere(pattern *pattern.Pattern) int {
	for i, r := range d.rows {
		if pattern.MatchString(r.folded) {
			return i
		}
	}
	return -1
}

// readSettlement tells deposit and balance by their words, and a balance also by a total from which it takes a
// deposit off.
func (d *invoiceReader) readSettlement() {
	d.readDeposits()
	single := 0.998
	for i, r := range d.rows {
		if notBalance.MatchString(r.folded) {
			continue
		}
		for _, choice := range []struct {
			pattern *pattern.Pattern
			value   claim.Settlement
		}{{balanceWord, claim.Balance}, {depositWord, claim.Deposit}} {
			if !choice.pattern.MatchString(r.folded) {
				continue
			}
			if choice.value == claim.Deposit && d.namesDeposit(r) { // of before, or the document's own
				single = 0.9
			} else {
				d.set("/settlement", string(choice.value), r.page, r.words(), d.settlementConfidence(i))
				return
			}
		}
	}
	if d.takesOffDeposit() {
		d.derive("/settlement", string(claim.Balance), 0.9)
		return
	}
	if len(d.invoice.Deposits) > 0 {
		single = 0.9
	}
	d.derive("/settlement", string(claim.Single), single)
}

// settlementConfidence is high where the word stands in the title or in a position, low elsewhere.
func (d *invoiceReader) settlementConfidence(row int) float64 {
	for _, l := range d.lines {
		if l.row == row {
			return 0.998
		}
	}
	if d.rows[row].box.Y*2 < d.pages[d.rows[row].page].height {
		return 0.997
	}
	return 0.9
}
