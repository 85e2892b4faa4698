package synth

import (
	"fmt"
	"strings"

	"pratica/claim"
)

// language is the words of an expense document: of each label the ways issuers write it.
type language struct {
	invoice, proforma, estimate, credit []string
	number, date, page                  []string
	billedTo, patient, birth, taxCode   []string

	description, quantity, unit, amount, vat, code, day, position []string

	subtotal, discount, stamp, total, paid, words []string
	vatRow                                        []string // with %d for the percentage
	exempt                                        []string // the row or cell of an amount without VAT

	references []reference
	payment    []string
	bank       []string
	due        []string
	courtesy   []string // of a copy that is no original
	duplicate  []string
	notInvoice []string // what a proforma or estimate says of itself
	opening    []string // before the services in running text
}

// reference is a fact that stands beside number and date and is neither.
type reference struct {
	labels []string
	value  func(d *draft) string
}

// words is the language of the paper.
func (d *draft) words() *language {
	switch d.look.Language {
	case "en":
		return &english
	case "de":
		return &german
	}
	return &italian
}

func before(days int) func(d *draft) string {
	return func(d *draft) string { return d.look.date(d.Date.AddDays(-d.IntN(days))) }
}

func numbered(format string, low, high int) func(d *draft) string {
	return func(d *draft) string { return fmt.Sprintf(format, d.whole(low, high)) }
}

func oneOf(options ...string) func(d *draft) string {
	return func(d *draft) string { return pick(d.dice, options...) }
}

var italian = language{
	invoice: []string{"Fattura"}, proforma: []string{"Fattura proforma", "AVVISO DI PARCELLA", "PROFORMA", "Pro-forma", "Avviso di fattura"},
	estimate: []string{"PREVENTIVO", "Preventivo di spesa", "Preventivo di cura"}, credit: []string{"NOTA DI CREDITO", "Nota di credito", "Nota di accredito", "NOTA DI VARIAZIONE"},
	number: []string{"Numero", "N.", "Nr.", "N°", "Numero documento", "Fattura n.", "Doc. n.", "Num. doc.", "Documento nr.", "Numero fattura", "Fatt. N."},
	date:   []string{"Data", "Data documento", "Data fattura", "Del", "Data emissione", "Emessa il", "Data di emissione", "Data doc."},
	page:   []string{"Pag. %d di %d", "Pagina %d di %d", "Pag. %d/%d", "Pagina %d / %d", "Foglio %d di %d"},

	billedTo: []string{"Spett.le", "Intestatario", "Cliente", "Intestata a", "Fatturato a", "Destinatario", "Intestatario fattura", "Dati cliente"},
	patient:  []string{"Paziente", "Assistito", "Utente", "Dati paziente", "Gent.le Paziente", "Sig./Sig.ra", "Nominativo", "Nominativo paziente", "Anagrafica paziente"},
	birth:    []string{"Data di nascita", "Nato/a il", "Data nascita", "Nascita", "D.d.n."},
	taxCode:  []string{"C.F.", "Cod. Fisc.", "Codice Fiscale", "Codice fiscale", "CF", "Cod.Fiscale", "C. Fisc."},

	description: []string{"Descrizione", "DESCRIZIONE", "Prestazione", "Prestazioni eseguite", "Descrizione prestazione", "Natura della prestazione", "Voce", "Dettaglio", "Servizio", "Oggetto", "DESCRIZIONE DELLE PRESTAZIONI"},
	quantity:    []string{"Q.tà", "Qtà", "Q.ta", "N.", "Quantità", "Nr.", "Num."},
	unit:        []string{"Prezzo", "Prezzo unit.", "P. Unitario", "Tariffa", "Prezzo un.", "Importo un.", "Unitario"},
	amount:      []string{"Importo", "IMPORTO", "Importo €", "Totale", "Importo (EUR)", "Tot. riga", "Valore", "Euro", "Importo Euro"},
	vat:         []string{"IVA", "C.IVA", "Cod. IVA", "% IVA", "Aliq.", "Iva %", "Nat."},
	code:        []string{"Codice", "Cod.", "Cod. art.", "Cod. prest.", "Rif."},
	day:         []string{"Data", "Del", "Eseguita il", "Data prest.", "Data esec."},
	position:    []string{"#", "Riga", "Pos."},

	subtotal: []string{"Totale prestazioni", "Imponibile", "Totale imponibile", "Importo", "Totale competenze", "Subtotale", "Totale onorari", "Tot. prestazioni", "Totale parziale"},
	discount: []string{"Sconto", "Sconto applicato", "Abbuono", "Riduzione convenzione"},
	stamp:    []string{"Marca da bollo", "Bollo", "Imposta di bollo", "Bollo virtuale", "Rimborso bollo", "Imposta di bollo D.P.R. 642/72", "Diritti di bollo", "Bollo € 2,00", "Addebito bollo"},
	total: []string{"TOTALE", "Totale fattura", "Totale documento", "TOTALE DOCUMENTO", "Netto a pagare", "TOTALE DA PAGARE", "Importo totale", "Totale a pagare", "TOTALE FATTURA", "Totale euro",
		"TOTALE EURO", "Totale dovuto", "Totale generale", "Tot. fattura", "Totale complessivo", "TOT. DOCUMENTO", "A pagare"},
	paid:   []string{"Pagato", "Totale pagato", "Importo versato", "Importo corrisposto", "Incassato", "Versato", "Ricevuto", "Saldato con POS"},
	words:  []string{"(diconsi euro %s)", "Euro %s", "Dicesi Euro %s", "in lettere: %s"},
	vatRow: []string{"IVA %d%%", "I.V.A. %d%%", "Imposta IVA %d%%", "Iva al %d%%"},
	exempt: []string{"IVA (esente art. 10)", "I.V.A. esente", "IVA 0%", "Iva es. art.10", "Esente IVA"},

	references: []reference{
		{[]string{"Data prestazione", "Prestazione del", "Eseguita il", "Data esecuzione", "Data visita"}, before(12)},
		{[]string{"Ordine n.", "Rif. ordine", "Vs. ordine"}, numbered("%d", 1000, 99999)},
		{[]string{"Accettazione n.", "N. accettazione", "Acc. nr."}, numbered("2026%06d", 100, 900000)},
		{[]string{"Codice paziente", "Cod. paziente", "ID paziente", "Cod. cliente", "Cod. anagr."}, numbered("%06d", 100, 199999)},
		{[]string{"Scadenza", "Data scadenza", "Scad.", "Data pagamento"}, func(d *draft) string { return d.look.date(d.Date.AddDays(pick(d.dice, 0, 10, 15, 30))) }},
		{[]string{"Medico", "Eseguita da", "Operatore", "Sanitario"}, func(d *draft) string { return "Dott. " + pick(d.dice, surnames...) }},
		{[]string{"Cartella clinica", "N. cartella", "Cart. n."}, numbered("%05d", 1, 60000)},
		{[]string{"Modalità", "Pagamento", "Mod. pagamento", "Cond. pag."}, oneOf("Bancomat", "Contanti", "POS", "Bonifico", "Carta di credito", "Assegno", "Rimessa diretta")},
		{[]string{"Valuta", "Divisa"}, func(d *draft) string { return d.currency() }},
		{[]string{"Sede", "Ambulatorio", "Punto prelievo"}, oneOf("Principale", "01", "Sede 2", "Piano 1 - Amb. 4")},
		{[]string{"Convenzione", "Listino"}, oneOf("Privato", "Solvente", "Nessuna", "Listino 2026")},
		{[]string{"Telefono", "Recapito", "Cell."}, func(d *draft) string { return d.billedTo().Phone }},
	},
	payment: []string{"Pagamento: bancomat", "Modalità di pagamento: POS / carta di credito", "Pagato con carta di debito in data %s", "Pagamento: contanti", "Pagamento elettronico (tracciabile) del %s",
		"Quietanza: pagato con bancomat il %s", "PAGATO - Carta di credito", "Saldato a mezzo POS", "Assegno bancario n. 0012345678", "Mod. pag.: MP08 - carta di pagamento"},
	bank:      []string{"Bonifico bancario", "Pagamento: bonifico bancario", "Coordinate bancarie", "Banca d'appoggio", "Si prega di bonificare su"},
	due:       []string{"scadenza %s", "entro il %s", "Scad. %s", "valuta %s"},
	courtesy:  []string{"COPIA DI CORTESIA", "Copia di cortesia - documento privo di valore fiscale", "Copia analogica di fattura elettronica", "Copia di cortesia della fattura elettronica trasmessa al SdI"},
	duplicate: []string{"DUPLICATO", "COPIA CONFORME ALL'ORIGINALE", "Copia per il cliente", "DUPLICATO - copia conforme"},
	notInvoice: []string{"Il presente documento non costituisce fattura ai fini fiscali.", "Documento non valido ai fini fiscali: la fattura sarà emessa al momento del pagamento (art. 6 DPR 633/72).",
		"Documento non fiscale. Seguirà regolare fattura."},
	opening: []string{"Per prestazioni sanitarie rese:", "Per le seguenti prestazioni professionali:", "Onorario per:", "Per quanto di seguito specificato:", "Competenze relative a:"},
}

var english = language{
	invoice: []string{"INVOICE", "Invoice", "Medical invoice", "Tax invoice", "Statement of account and invoice", "RECEIPTED INVOICE"}, proforma: []string{"PROFORMA INVOICE"}, estimate: []string{"ESTIMATE", "Quotation"},
	credit: []string{"CREDIT NOTE"},
	number: []string{"Invoice no.", "Invoice number", "Invoice #", "No.", "Inv. no.", "Document no."},
	date:   []string{"Date", "Invoice date", "Date of issue", "Issued on", "Tax point / date"},
	page:   []string{"Page %d of %d", "Page %d/%d"},

	billedTo: []string{"Bill to", "Invoice to", "Account holder", "Payer"}, patient: []string{"Patient", "Patient name", "Bill to patient", "Name of patient"},
	birth: []string{"Date of birth", "DOB", "Born"}, taxCode: []string{"Tax code", "Fiscal code", "Italian tax code", "Tax ID (Italy)"},

	description: []string{"Description", "Service", "Description of services", "Treatment", "Item"}, quantity: []string{"Qty", "Quantity", "Units"},
	unit: []string{"Unit price", "Rate", "Fee", "Price"}, amount: []string{"Amount", "Total", "Charge", "Line total"}, vat: []string{"VAT", "VAT %", "Tax"},
	code: []string{"Code", "CPT", "Ref."}, day: []string{"Date of service", "Date", "Service date"}, position: []string{"#", "Item"},

	subtotal: []string{"Subtotal", "Net total", "Total charges", "Total fees"}, discount: []string{"Discount", "Adjustment"}, stamp: []string{"Stamp duty"},
	total: []string{"TOTAL", "Total due", "Amount due", "Balance due", "Total amount", "TOTAL DUE", "Invoice total", "Total payable"}, paid: []string{"Amount paid", "Paid by card", "Payment received"},
	words: []string{}, vatRow: []string{"VAT %d%%"}, exempt: []string{"VAT exempt", "VAT (exempt)", "Tax", "VAT 0%"},

	references: []reference{
		{[]string{"Date of service", "Treatment date", "Date of visit"}, before(12)},
		{[]string{"Your reference", "Order no.", "PO number"}, numbered("%d", 1000, 99999)},
		{[]string{"Patient ID", "MRN", "Chart no.", "Account no."}, numbered("%07d", 10000, 9999999)},
		{[]string{"Due date", "Payment due"}, func(d *draft) string { return d.look.date(d.Date.AddDays(pick(d.dice, 14, 30))) }},
		{[]string{"Consultant", "Attending physician", "Provider"}, oneOf("Dr. A. Whitfield", "Mr. J. Hartley FRCS", "Dr. S. Novak", "Dr. P. Laurent")},
	},
	payment:    []string{"Payment received by credit card.", "Paid by debit card on %s", "Terms: payment within 30 days.", "Paid in full. Thank you.", "Payment method: VISA ****4471"},
	bank:       []string{"Bank details", "Please remit to", "Bank transfer to"},
	due:        []string{"due %s", "payable by %s"},
	courtesy:   []string{"COURTESY COPY"},
	duplicate:  []string{"DUPLICATE", "COPY"},
	notInvoice: []string{"This is not an invoice."},
	opening:    []string{"For professional services rendered:", "For medical services:", "To professional fees:"},
}

var german = language{
	invoice: []string{"Rechnung", "RECHNUNG", "Honorarnote", "Liquidation", "Privatärztliche Liquidation", "Arztrechnung"}, proforma: []string{"Proforma-Rechnung"}, estimate: []string{"Kostenvoranschlag"},
	credit: []string{"Gutschrift"},
	number: []string{"Rechnungsnummer", "Rechnung Nr.", "Rechnungs-Nr.", "Nr.", "Beleg-Nr.", "Honorarnote Nr."}, date: []string{"Datum", "Rechnungsdatum", "Ausstellungsdatum", "vom"},
	page: []string{"Seite %d von %d", "Blatt %d/%d"},

	billedTo: []string{"Rechnungsempfänger", "An", "Zahlungspflichtiger"}, patient: []string{"Patient", "Patient/in", "Name des Patienten", "Behandelte Person"},
	birth: []string{"Geburtsdatum", "geb. am", "Geb."}, taxCode: []string{"Steuernummer (I)", "Ital. Steuernummer", "Codice fiscale"},

	description: []string{"Leistung", "Bezeichnung", "Beschreibung", "Leistungsbeschreibung"}, quantity: []string{"Anzahl", "Menge", "Anz."}, unit: []string{"Einzelpreis", "Preis", "Einzelbetrag"},
	amount: []string{"Betrag", "Gesamt", "Summe", "Betrag EUR"}, vat: []string{"USt.", "MwSt."}, code: []string{"Ziffer", "GOÄ", "Pos.-Nr.", "Tarif"}, day: []string{"Datum", "Behandlungstag", "Leistungsdatum"},
	position: []string{"Pos.", "Nr."},

	subtotal: []string{"Zwischensumme", "Summe Leistungen", "Nettobetrag"}, discount: []string{"Rabatt", "Nachlass"}, stamp: []string{"Stempelmarke"},
	total: []string{"Gesamtbetrag", "Rechnungsbetrag", "Zu zahlender Betrag", "SUMME", "Endbetrag", "Total", "Zahlbetrag"}, paid: []string{"Bezahlt", "Betrag erhalten", "Bar bezahlt"},
	words: []string{}, vatRow: []string{"MwSt. %d%%"}, exempt: []string{"USt. befreit", "MwSt. 0%", "umsatzsteuerfrei"},

	references: []reference{
		{[]string{"Behandlungsdatum", "Leistungsdatum", "Behandlung am"}, before(12)},
		{[]string{"Kundennummer", "Patienten-Nr.", "Pat.-Nr."}, numbered("%06d", 100, 199999)},
		{[]string{"Zahlbar bis", "Fällig am"}, func(d *draft) string { return d.look.date(d.Date.AddDays(pick(d.dice, 14, 30))) }},
		{[]string{"Behandelnder Arzt", "Arzt"}, oneOf("Dr. Huber", "Dr. med. Baumann", "Prim. Dr. Steiner")},
		{[]string{"Diagnose"}, oneOf("M54.5 G", "Lumbago", "Gonalgie re.", "Z.n. Meniskus-OP")},
	},
	payment:    []string{"Betrag dankend erhalten.", "Bezahlt mit Bankomatkarte am %s", "Zahlbar innerhalb von 14 Tagen ohne Abzug.", "Zahlbar innert 30 Tagen netto."},
	bank:       []string{"Bankverbindung", "Bitte überweisen Sie auf", "Konto"},
	due:        []string{"fällig am %s", "bis %s"},
	courtesy:   []string{"KOPIE"},
	duplicate:  []string{"DUPLIKAT", "ZWEITSCHRIFT"},
	notInvoice: []string{"Dies ist keine Rechnung."},
	opening:    []string{"Für ärztliche Bemühungen erlaube ich mir zu berechnen:", "Für folgende Leistungen berechnen wir:", "Für Ihre Behandlung stelle ich in Rechnung:"},
}

const (
	englishMonths = "January February March April May June July August September October November December"
	germanMonths  = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
)

// written is a date with the name of its month.
func written(date claim.Date, months, form string) string {
	return fmt.Sprintf(form, date.Day, strings.Fields(months)[date.Month-1], date.Year)
}
