package synth

import (
	"fmt"

	"pratica/claim"
	"pratica/extract/forms"
)

// foreignForm draws a form of that code which nobody has a definition of: other words, another order, no
// printed code.
func foreignForm(code claim.DocumentKind, d dice) blankForm {
	f := newForeign(newDice(d.Uint64(), "foreign"))
	switch code {
	case claim.R02Document:
		f.refund("ODONTOIATRICHE", "Mod. R02", "le cure dentarie", 5)
	case claim.D01Document:
		f.dentist()
	case claim.NA1Document:
		f.dependency()
	case claim.GM01Document:
		f.illness()
	default:
		f.refund(pick(d, "SANITARIE", "MEDICHE", "SANITARIE E TICKET"), "Mod. R01", "le spese sanitarie", 7)
	}
	return f.pages
}

// name gives the form's code in its title, or not.
func (f *foreign) name(code, title string) []string {
	if f.chance(0.5) {
		return []string{title, pick(f.dice, code, "("+code+")", "Modello "+code[5:])}
	}
	return []string{title}
}

func (f *foreign) member(email bool) {
	f.head(pick(f.dice, "Dati dell'iscritto", "Il/La sottoscritto/a", "Associato", "Iscritto principale", "Lavoratore iscritto"))
	code := zone{id: "member.code", label: pick(f.dice, "Codice FASCHIM", "N. tessera FASCHIM", "Codice iscritto", "Cod. Faschim", "Numero di iscrizione"), kind: forms.Line, content: forms.Digits, share: 1}
	if f.chance(0.6) {
		code.kind, code.cells = forms.Comb, 7
	}
	phone := zone{id: "member.phone", label: pick(f.dice, "Telefono", "Tel./Cell.", "Cellulare", "Recapito"), kind: forms.Line, content: forms.Phone, share: 1}
	surname, name := f.person("member")
	switch f.IntN(3) {
	case 0:
		f.line(code, phone)
		f.line(surname, name)
	case 1:
		f.line(surname, name)
		f.line(phone, code)
	default:
		f.line(name, surname)
		f.line(code)
		f.line(phone)
	}
	if email {
		f.line(zone{id: "member.email", label: pick(f.dice, "E-mail", "Indirizzo e-mail", "Posta elettronica"), kind: forms.Line, content: forms.Email, share: 1})
	}
}

func (f *foreign) person(of string) (surname, name zone) {
	return zone{id: of + ".surname", label: "Cognome", kind: forms.Line, content: forms.Name, share: f.between(0.9, 1.3)},
		zone{id: of + ".name", label: "Nome", kind: forms.Line, content: forms.Name, share: 1}
}

func (f *foreign) family() {
	f.head(pick(f.dice, "Familiare (se la richiesta non riguarda l'iscritto)", "Persona assistita, se diversa dall'iscritto", "Per il familiare a carico", "Beneficiario della prestazione (solo se familiare)"))
	surname, name := f.person("family")
	f.line(surname, name)
}

func (f *foreign) bank() {
	f.head(pick(f.dice, "Coordinate bancarie", "Accredito su conto corrente", "Modalità di pagamento"))
	iban := zone{id: "iban", label: "IBAN", kind: forms.Comb, content: forms.IBAN, share: 1, cells: 27}
	if f.chance(0.5) {
		iban.first = "IT"
	}
	f.line(iban)
}

// signature ends the form: date and signature, then the consent.
func (f *foreign) signature() {
	f.need(40)
	f.y += 4
	f.line(zone{id: "signature.date", label: pick(f.dice, "Data", "Data della richiesta", "Lì"), kind: forms.Date, share: 1},
		zone{id: "signature.member", label: pick(f.dice, "Firma dell'iscritto", "In fede", "Firma", "Firma del richiedente"), kind: forms.Signature, share: 1.6})
	f.head(pick(f.dice, "Consenso privacy", "Trattamento dei dati personali", "Informativa ai sensi del D.Lgs. 196/03"))
	f.words(pick(f.dice, "Acconsento al trattamento dei miei dati, anche sanitari, per la gestione di questa richiesta.",
		"Presto il consenso all'uso dei dati personali e di quelli del familiare ai soli fini della liquidazione del rimborso, come da informativa ricevuta."))
	f.y += 2
	f.line(zone{id: "consent.date", label: "Data", kind: forms.Date, share: 1}, zone{id: "consent.member", label: "Firma iscritto", kind: forms.Signature, share: 1.3},
		zone{id: "consent.family", label: "Firma familiare", kind: forms.Signature, share: 1.3})
}

// refund is a form like R01 and R02.
func (f *foreign) refund(what, code, object string, rows int) {
	f.title(f.name(code, pick(f.dice, "RICHIESTA DI RIMBORSO SPESE "+what, "MODULO RIMBORSO SPESE "+what, "Domanda per il rimborso di spese "+what))...)
	if f.chance(0.5) {
		f.words("Con la presente si chiede il rimborso delle fatture elencate sotto per " + object + ". Allegare i documenti di spesa.")
	}
	bankFirst := f.chance(0.3)
	f.member(false)
	f.family()
	if bankFirst {
		f.bank()
	}
	f.head(pick(f.dice, "Documenti di spesa allegati", "Fatture di cui si chiede il rimborso", "Dettaglio delle spese"))
	number := formColumn{"row{n}.number", pick(f.dice, "N. documento", "Fattura n.", "Numero"), forms.Line, forms.Number, 28}
	issuer := formColumn{"row{n}.issuer", pick(f.dice, "Emessa da", "Struttura / Professionista", "Medico o struttura", "Fornitore"), forms.Line, forms.Issuer, 66}
	day := formColumn{"row{n}.date", pick(f.dice, "Data", "Del", "Data documento"), forms.Date, "", 25}
	amount := formColumn{"row{n}.amount", pick(f.dice, "Importo €", "Euro", "Importo", "Totale fattura"), forms.Amount, "", 25}
	third := formColumn{"row{n}.third_party", pick(f.dice, "Altra ass.", "Resp. terzi", "Terzi (X)"), forms.Mark, "", 16}
	count := formColumn{"#", pick(f.dice, "", "N."), forms.Line, "", 7}
	orders := [][]formColumn{{number, day, issuer, amount, third}, {count, issuer, number, day, amount}, {day, number, issuer, amount}, {count, number, issuer, day, amount, third}}
	order := orders[f.IntN(len(orders))]
	f.table(rows, f.between(6.8, 8), order...)
	f.y += 2
	f.line(zone{share: f.between(0.9, 1.4)}, zone{id: "total", label: pick(f.dice, "TOTALE", "Totale €", "Totale richiesto"), kind: forms.Amount, share: 1})
	if rows == 5 {
		f.head(pick(f.dice, "Allegati", "Si allegano"))
		f.options(2, option{"attachment.d01", "scheda del dentista (D01)"}, option{"attachment.opt", "panoramica (OPT)"}, option{"attachment.xray", "radiografie endorali"},
			option{"attachment.photo", "fotografie"}, option{"attachment.laboratory", "certificato del laboratorio"}, option{"attachment.other", "altro"})
	}
	if !bankFirst {
		f.bank()
	}
	f.signature()
}

// dentist is a form like D01: the cures are written into free rows, with their codes.
func (f *foreign) dentist() {
	f.title(f.name("Mod. D01", pick(f.dice, "SCHEDA DELLE CURE ODONTOIATRICHE", "PROSPETTO CURE DENTARIE ESEGUITE", "Dichiarazione del medico odontoiatra"))...)
	f.head(pick(f.dice, "Paziente", "Assistito", "Cure eseguite a"))
	surname, name := f.person("patient")
	f.line(surname, name)
	f.head(pick(f.dice, "Fatture di riferimento", "Da allegare alle fatture"))
	for n := 1; n <= 5; n += 1 {
		f.line(zone{id: fmt.Sprintf("ref%d.number", n), label: "Fattura n.", kind: forms.Line, content: forms.Number, share: 1.4},
			zone{id: fmt.Sprintf("ref%d.date", n), label: "del", kind: forms.Date, share: 1})
	}
	f.head(pick(f.dice, "Prestazioni", "Cure effettuate", "Elenco delle prestazioni"))
	rows := f.whole(13, 15)
	place := formColumn{"t{n}.place", pick(f.dice, "Dente / arcata", "Elemento o arcata", "Sede"), forms.Line, forms.Words, 26}
	code := formColumn{"t{n}.code", pick(f.dice, "Codice", "Cod. nomenclatore", "Cod."), forms.Line, forms.Digits, 18}
	text := formColumn{"t{n}.text", pick(f.dice, "Prestazione", "Descrizione", "Cura eseguita"), forms.Line, forms.Words, 75}
	count := formColumn{"t{n}.count", pick(f.dice, "Q.tà", "Num."), forms.Line, forms.Count, 12}
	amount := formColumn{"t{n}.amount", pick(f.dice, "Importo €", "Euro"), forms.Amount, "", 26}
	orders := [][]formColumn{{code, text, place, count, amount}, {text, code, place, count, amount}, {place, code, text, count, amount}}
	order := orders[f.IntN(len(orders))]
	f.table(rows, f.between(6.2, 7.2), order...)
	f.y += 6
	f.need(30)
	f.line(zone{id: "dentist.date", label: "Data", kind: forms.Date, share: 1}, zone{id: "dentist.signature", label: pick(f.dice, "Timbro e firma", "Firma del medico"), kind: forms.Signature, share: 1.8})
}

func (f *foreign) carer() {
	f.head(pick(f.dice, "Persona che assiste", "Referente per l'assistenza", "Chi presta assistenza"))
	surname, name := f.person("carer")
	f.line(surname, name)
	f.line(zone{id: "carer.relation", label: pick(f.dice, "Parentela", "Rapporto con l'assistito", "Grado di parentela"), kind: forms.Line, content: forms.Words, share: 1},
		zone{id: "carer.phone", label: pick(f.dice, "Telefono", "Tel."), kind: forms.Line, content: forms.Phone, share: 1})
}

func (f *foreign) diagnosis(lines int) {
	f.head(pick(f.dice, "Diagnosi", "Patologia", "Diagnosi del medico curante"))
	f.need(8 * float64(lines))
	p := f.page()
	r := forms.Rect{X: f.left, Y: f.y, W: f.right() - f.left, H: 8 * float64(lines)}
	for n := range lines {
		p.rule(r.X, r.Y+8*float64(n+1), r.Right(), r.Y+8*float64(n+1), 0.2, black)
	}
	p.fields = append(p.fields, forms.Field{ID: "diagnosis", Label: "Diagnosi", Type: forms.Multiline, Content: forms.Words, Frame: forms.Dots, Rect: r, Lines: lines, Page: len(f.pages)})
	f.y += r.H + 3
}

// dependency is a form like NA1: a line for each section, with three boxes.
func (f *foreign) dependency() {
	f.title(f.name("Mod. NA1", pick(f.dice, "RICHIESTA SUSSIDIO NON AUTOSUFFICIENZA", "Domanda di contributo per persone non autosufficienti", "QUESTIONARIO SULLA NON AUTOSUFFICIENZA"))...)
	f.member(false)
	f.family()
	f.carer()
	f.head(pick(f.dice, "La non autosufficienza deriva da infortunio?", "Infortunio"))
	f.options(4, option{"accident.yes", pick(f.dice, "SI", "sì")}, option{"accident.no", pick(f.dice, "NO", "no")})
	f.diagnosis(pick(f.dice, 2, 3))
	f.head(pick(f.dice, "Attività della vita quotidiana (barrare un solo punteggio per riga)", "Valutazione: una crocetta per ogni voce"))
	words := map[string]string{"bathing": "Bagno e doccia", "dressing": "Vestirsi e spogliarsi", "hygiene": "Cura e igiene della persona", "mobility": "Spostarsi e camminare",
		"continence": "Controllo degli sfinteri", "eating": "Mangiare e bere"}
	side := f.between(4, 5.2)
	backwards := f.chance(0.3)
	for _, section := range sections {
		f.need(10)
		p := f.page()
		p.print(f.left, f.y+5, f.ink(), left, f.text(words[section]))
		for k, points := range []int{0, 5, 10} {
			if backwards {
				points = 10 - points
			}
			x := 105 + float64(k)*28
			p.print(x-2, f.y+5, f.ink().times(0.95), right, fmt.Sprint(points))
			f.box(fmt.Sprintf("score.%s.%d", section, points), x, f.y+1.4, side)
		}
		f.y += 9
		p.rule(f.left, f.y, f.right(), f.y, 0.12, greyInk(120))
	}
	f.y += 3
	f.line(zone{share: 1.3}, zone{id: "score.total", label: pick(f.dice, "Totale punti", "PUNTEGGIO TOTALE", "Somma"), kind: forms.Line, content: forms.Count, share: 1})
	f.signature()
}

// illness is a form like GM01.
func (f *foreign) illness() {
	f.title(f.name("Mod. GM01", pick(f.dice, "RICHIESTA PRESTAZIONI PER GRAVI MALATTIE", "Segnalazione di grave malattia", "DOMANDA DI ASSISTENZA PER GRAVI PATOLOGIE"))...)
	f.member(true)
	f.family()
	f.carer()
	f.head(pick(f.dice, "Grave malattia (una sola risposta)", "Tipo di patologia o intervento", "Barrare la patologia"))
	list := []option{{"illness.tumour", pick(f.dice, "Tumore", "Neoplasia maligna (tumore)")}, {"illness.infarction", pick(f.dice, "Infarto", "Infarto del miocardio")},
		{"illness.coronary_bypass", pick(f.dice, "By-pass aorto-coronarico", "Intervento di by pass coronarico")}, {"illness.heart_valve_surgery", pick(f.dice, "Intervento alle valvole cardiache", "Chirurgia valvolare")},
		{"illness.aortic_surgery", pick(f.dice, "Intervento all'aorta", "Chirurgia dell'aorta")}, {"illness.organ_transplant", pick(f.dice, "Trapianto d'organo", "Trapianto di organi")}, {"illness.stroke", pick(f.dice, "Ictus", "Ictus cerebrale")}}
	f.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	f.options(pick(f.dice, 1, 2), list...)
	f.diagnosis(2)
	f.line(zone{id: "discharge.date", label: pick(f.dice, "Data di dimissione dall'ultimo ricovero", "Dimesso il", "Ultima dimissione in data"), kind: forms.Date, share: 1})
	f.signature()
}
