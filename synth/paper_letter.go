package synth

import (
	"strings"
)

// drawLetterFromMember is what members write to the fund, typed or by hand.
func drawLetterFromMember(d dice, about who) []*sheet {
	m := about.Member
	text := []string{pick(d, "Buongiorno,", "Spett.le Fondo,", "Gentili Signori,", "Alla cortese attenzione dell'ufficio rimborsi,"),
		pick(d, "con la presente trasmetto la documentazione relativa alle spese sanitarie sostenute per "+about.Patient.Name+" "+about.Patient.Surname+".",
			"in allegato Vi invio il modulo di richiesta rimborso con le relative fatture.",
			"a seguito della Vostra richiesta di integrazione invio la documentazione mancante.",
			"invio nuovamente i documenti richiesti, scusandomi per la dimenticanza."),
		pick(d, "Resto a disposizione per ogni chiarimento al numero "+m.Phone+".", "Vi prego di comunicarmi se manca altro.", "Chiedo cortesemente che mi venga confermata la ricezione."),
		pick(d, "Cordiali saluti", "Distinti saluti", "Grazie e cordiali saluti")}
	from := []string{m.Name + " " + m.Surname, m.Address.Street, m.Address.place(), "Codice iscritto " + about.MemberCode}
	to := []string{"Spett.le", "FASCHIM", "Ufficio rimborsi"}
	when := m.Address.Town.name + ", " + numeric(about.Sent.AddDays(-d.whole(0, 3)))
	if d.chance(0.45) {
		return []*sheet{letterByHand(d, about, append(append(from, "", when, ""), text...))}
	}
	w := newWriting(d)
	w.size = d.between(10.5, 12)
	i := w.text()
	w.y = w.block(w.x0, w.y+6, i, left, from...) + 6
	w.y = w.block(w.x0+95, w.y, i, left, to...) + 10
	w.print(w.x0, w.y, i, left, when)
	w.y += 12
	w.print(w.x0, w.y, i.strong(), left, pick(d, "Oggetto: richiesta di rimborso", "Oggetto: invio documentazione", "OGGETTO: integrazione documenti pratica"))
	w.y += 12
	for _, line := range text {
		w.para(line)
		w.y += 2
	}
	signature(w.sheet, w.x0+95, w.y+14, 46, penInk(d))
	return []*sheet{w.sheet}
}

// letterByHand is written on plain, lined or squared paper.
func letterByHand(d dice, about who, text []string) *sheet {
	s := newSheet(210, 297, d)
	pitch := pick(d, 8.0, 8.5, 9)
	blue := rgb(190, 206, 226)
	switch d.IntN(3) {
	case 0:
		for y := 20.0; y < 290; y += pitch {
			s.rule(0, y, 210, y, 0.15, blue)
		}
	case 1:
		pitch = 10
		for y := 5.0; y < 297; y += 5 {
			s.rule(0, y, 210, y, 0.12, blue)
		}
		for x := 5.0; x < 210; x += 5 {
			s.rule(x, 0, x, 297, 0.12, blue)
		}
	}
	hand := someWriter(d, about.Writers)
	high := min(max(hand.capitals, 3), 4.2)
	y := 20 + 2*pitch - 1
	for _, paragraph := range text {
		for _, line := range wordsIn(paragraph, 168, func(t string) float64 { return hand.width(high, t) }) {
			if line != "" {
				hand.write(s, 20, y, high, line)
			}
			y += pitch
		}
	}
	signature(s, 120, y+pitch, 46, penInk(d))
	return s
}

// drawTranslation is a translator's version of a foreign invoice.
func drawTranslation(d dice, about who) []*sheet {
	w := newWriting(d)
	translator := somePerson(d, 1955, 1995)
	on := about.Sent.AddDays(-d.whole(2, 30))
	w.print(w.x0, w.y, w.text().strong(), left, translator.Name+" "+translator.Surname)
	w.y += 5
	w.print(w.x0, w.y, w.small(), left, pick(d, "Traduttrice giurata", "Traduttore e interprete", "Studio traduzioni")+" - "+translator.Address.Street+" - "+translator.Address.place())
	w.y += 8
	language := pick(d, "tedesca", "francese", "spagnola", "portoghese", "rumena", "polacca")
	w.title(pick(d, "TRADUZIONE", "TRADUZIONE GIURATA", "Traduzione dalla lingua "+language))
	w.para("Traduzione in italiano dalla lingua " + language + " del documento allegato in copia.")
	doctor := somePerson(d, 1950, 1990)
	w.section("[Intestazione] Studio medico " + doctor.Surname)
	w.para("Nota onorario per il paziente " + about.Patient.Name + " " + about.Patient.Surname + ", " + about.Patient.gender("nat") + " il " + numeric(about.Patient.Born) + ".")
	w.para("Prestazione: " + pick(d, "visita di pronto soccorso e medicazione", "consulto specialistico ortopedico", "radiografia della caviglia", "visita odontoiatrica urgente") + ". Pagato in contanti alla visita.")
	w.para("[timbro e firma illeggibile]")
	w.y += 6
	w.para("Il/la sottoscritto/a dichiara di aver bene e fedelmente tradotto il testo dell'originale.")
	w.signed(translator.Address.Town.name, on, "Il traduttore", translator.Name+" "+translator.Surname)
	return []*sheet{w.sheet}
}

// drawOther is one of the papers that have nothing to do with a claim: a note on privacy, a booking slip, a
// receipt of the registered letter.
func drawOther(d dice, about who) []*sheet {
	w := newWriting(d)
	p := about.Patient
	w.letterhead(about.Hospital)
	switch d.IntN(3) {
	case 0:
		w.title("INFORMATIVA SUL TRATTAMENTO DEI DATI PERSONALI")
		w.para("Gentile utente, ai sensi degli articoli 13 e 14 del Regolamento (UE) 2016/679 La informiamo che i dati personali e relativi alla salute che La riguardano sono trattati per finalità di prevenzione, diagnosi, cura e riabilitazione, nonché per gli adempimenti amministrativi e contabili connessi.")
		w.para(strings.Repeat("Il conferimento dei dati è necessario per l'erogazione delle prestazioni richieste. I dati sono conservati per il tempo previsto dalla legge e non sono diffusi. L'interessato può esercitare i diritti di accesso, rettifica e limitazione rivolgendosi al titolare del trattamento. ", d.whole(2, 4)))
		w.para("Per presa visione: " + p.Name + " " + p.Surname)
		signature(w.sheet, w.x0+80, w.y+10, 44, penInk(d))
	case 1:
		w.title(pick(d, "PROMEMORIA APPUNTAMENTO", "FOGLIO DI PRENOTAZIONE"))
		w.patientBlock(p)
		w.field("Prestazione:", pick(d, "Visita di controllo", "Prelievo ematico", "Ecografia addome completo"))
		w.field("Data e ora:", numeric(about.Sent.AddDays(d.whole(10, 90)))+"  ore "+pick(d, "08:30", "10:15", "14:00", "16:45"))
		w.para("Presentarsi allo sportello accettazione con quindici minuti di anticipo, muniti di tessera sanitaria e impegnativa. In caso di impossibilità disdire l'appuntamento entro 48 ore.")
	default:
		w.title(pick(d, "PREPARAZIONE ALL'ESAME", "ISTRUZIONI PER IL PAZIENTE"))
		w.para("La preparazione riguarda le 24 ore precedenti l'esame. Osservare il digiuno da almeno sei ore; è consentito bere acqua naturale. Assumere regolarmente i farmaci abituali salvo diversa indicazione del medico curante.")
		for _, line := range []string{"Portare con sé gli esami precedenti.", "Indossare abiti comodi.", "Segnalare allergie e stato di gravidanza.", "Prevedere un accompagnatore."} {
			w.print(w.x0+4, w.y, w.text(), left, "- "+line)
			w.y += w.text().leading() * 1.2
		}
	}
	return []*sheet{w.sheet}
}
