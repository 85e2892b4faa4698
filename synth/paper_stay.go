package synth

import (
	"fmt"
	"strings"
	"time"

	"pratica/claim"
)

// drawStay draws the letter or certificate of the claim's daily allowance, the next one of several.
func (e *envelope) drawStay(d dice) []*sheet {
	a := *e.Allowance
	if a.Each {
		day := a.Sessions[e.Allowance.drawn%len(a.Sessions)]
		e.Allowance.drawn++
		a.Sessions, a.Admitted, a.Discharged = nil, day, day
	}
	w := newWriting(d)
	date := someDateStyle(d)
	w.letterhead(a.Hospital)
	if a.Paper == claim.HospitalCertificate {
		w.sessions(e.Patient, a, date)
		return []*sheet{w.sheet}
	}
	w.print(w.x0, w.y, w.text().strong(), left, pick(d, "", "U.O.C. ", "Struttura Complessa di ", "Divisione di ", "Reparto: ")+a.Cure.ward)
	w.y += 4
	switch {
	case a.Kind == claim.AllowanceOncology || a.Kind == "" && a.Cure.operation == "":
		w.dayHospital(e.Patient, a, date)
	case a.Kind == claim.AllowanceStay:
		[]func(person, allowance, func(claim.Date) string){w.letterToDoctor, w.grid, w.listed, w.told}[d.IntN(4)](e.Patient, a, date)
	default:
		[]func(person, allowance, func(claim.Date) string){w.surgeryListed, w.surgeryTold, w.grid}[d.IntN(3)](e.Patient, a, date)
	}
	w.signed(a.Hospital.Address.Town.name, a.Discharged.AddDays(pick(d, 0, 0, 0, 1, 3)), pick(d, "Il medico", "Il Medico di guardia", "Lo specialista", "Il Responsabile"), doctorName(somePerson(d, 1955, 1992)))
	return []*sheet{w.sheet}
}

var monthWords = []string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"}

// someDateStyle draws how a ward writes dates.
func someDateStyle(d dice) func(claim.Date) string {
	weekdays := []string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"}
	word := func(c claim.Date) string { return fmt.Sprintf("%d %s %d", c.Day, monthWords[c.Month-1], c.Year) }
	return pick(d, numeric, numeric, numeric,
		func(c claim.Date) string { return fmt.Sprintf("%02d.%02d.%02d", c.Day, c.Month, c.Year%100) },
		func(c claim.Date) string { return fmt.Sprintf("%02d-%02d-%d", c.Day, c.Month, c.Year) },
		func(c claim.Date) string { return fmt.Sprintf("%d/%d/%d", c.Day, c.Month, c.Year) },
		word, word,
		func(c claim.Date) string { return weekdays[c.Weekday()-time.Sunday] + " " + word(c) })
}

// letterToDoctor tells the stay in sentences to the family doctor.
func (w *writing) letterToDoctor(p person, a allowance, date func(claim.Date) string) {
	w.title(pick(w.dice, "Lettera di dimissione", "RELAZIONE CLINICA DI DIMISSIONE", "Lettera al Medico Curante", "LETTERA DIMISSIONE"))
	w.para(pick(w.dice, "Caro Collega,", "Egregio Collega,", "Al Medico Curante"))
	w.para(pick(w.dice, "dimettiamo ", "viene dimesso oggi dal nostro reparto ", "ti informiamo che torna al domicilio ") + p.sir() + " " + p.Surname + " " + p.Name + " (" + numeric(p.Born) + "), " +
		pick(w.dice, "entrato da noi il "+date(a.Admitted)+" e dimesso il "+date(a.Discharged), "degente dal "+date(a.Admitted)+" al "+date(a.Discharged),
			"accolto in reparto il giorno "+date(a.Admitted)+" e uscito il giorno "+date(a.Discharged), "ricoverato nel periodo "+date(a.Admitted)+" - "+date(a.Discharged)) +
		" per " + lowered(a.Cure.diagnosis) + ".")
	w.told2(p, a, date)
}

// told names the days in one sentence each.
func (w *writing) told(p person, a allowance, date func(claim.Date) string) {
	w.title(pick(w.dice, "RELAZIONE DI DIMISSIONE", "Foglio di dimissione", "DIMISSIONE OSPEDALIERA", "Epicrisi"))
	w.patientBlock(p)
	w.para(pick(w.dice, "Data ingresso in reparto: ", "Ricoverato il ", "Ingresso: ") + date(a.Admitted) + pick(w.dice, " ore 10.30", "", " (da Pronto Soccorso)") + ".")
	w.told2(p, a, date)
	w.para(pick(w.dice, "Si dimette il ", "Dimissione in data ", "Viene dimesso in data ", "Esce dal reparto il ") + date(a.Discharged) + pick(w.dice, ", in buone condizioni generali.", " a domicilio.", ", stabile."))
}

// told2 is diagnosis, course and advice.
func (w *writing) told2(p person, a allowance, date func(claim.Date) string) {
	w.section(pick(w.dice, "Diagnosi", "Diagnosi principale", "DIAGNOSI ALLA DIMISSIONE"))
	w.para(a.Cure.diagnosis + ".")
	if a.Cure.operation != "" {
		w.section(pick(w.dice, "Intervento", "Procedure", "INTERVENTO CHIRURGICO"))
		operated := a.Admitted.AddDays(min(1, a.Admitted.DaysUntil(a.Discharged)))
		w.para(pick(w.dice, date(operated)+": "+a.Cure.operation+".", a.Cure.operation+" ("+date(operated)+").", "In data "+date(operated)+" eseguito intervento di "+lowered(a.Cure.operation)+"."))
	}
	w.section(pick(w.dice, "Decorso", "Sintesi clinica", "EVOLUZIONE"))
	w.para(a.Cure.done)
	if w.chance(0.4) {
		w.bloods()
	}
	w.section(pick(w.dice, "Consigli", "Programma", "ALLA DIMISSIONE SI CONSIGLIA"))
	w.para(a.Cure.plan + pick(w.dice, "", " Controllo ambulatoriale il "+date(a.Discharged.AddDays(w.whole(10, 40)))+" alle ore 9.", " Riposo fino al "+date(a.Discharged.AddDays(w.whole(5, 30)))+"."))
}

// grid is a table of boxes, each with its label in small print over the value.
func (w *writing) grid(p person, a allowance, date func(claim.Date) string) {
	w.title(pick(w.dice, "SCHEDA DI DIMISSIONE", "VERBALE DI DIMISSIONE", "Lettera di dimissione", "Relazione alla dimissione"))
	regime := pick(w.dice, "Ricovero ordinario", "Ordinario", "Ordinario programmato")
	if a.Kind != claim.AllowanceStay {
		regime = pick(w.dice, "Day Surgery", "DAY SURGERY", "Day Hospital chirurgico")
	}
	cells := [][2]string{{"Cognome e nome", p.full()}, {"Nato/a il", numeric(p.Born)}, {"Codice fiscale", p.TaxCode},
		{pick(w.dice, "Data ricovero", "Data di ammissione", "Data ingresso", "Ricovero"), date(a.Admitted)},
		{pick(w.dice, "Data dimissione", "Data uscita", "Dimissione", "Data di dimissione"), date(a.Discharged)}, {"Regime", regime}}
	third := (w.x1 - w.x0) / 3
	w.y += 2
	for n, c := range cells {
		x := w.x0 + third*float64(n%3)
		w.box(x, w.y, third, 11, 0, 0.2, greyInk(110))
		w.print(x+1.5, w.y+3.5, w.small().times(0.85), left, c[0])
		w.print(x+1.5, w.y+9, w.text().strong().fits(c[1], third-3), left, c[1])
		if n%3 == 2 {
			w.y += 11
		}
	}
	w.y += 8
	w.told2(p, a, date)
}

// listed is a column of labels and values.
func (w *writing) listed(p person, a allowance, date func(claim.Date) string) {
	w.title(pick(w.dice, "LETTERA DI DIMISSIONE", "Referto di dimissione", "SCHEDA DIMISSIONE PAZIENTE"))
	w.field("Paziente:", p.full())
	w.field("Data di nascita:", numeric(p.Born))
	w.field(pick(w.dice, "Data ricovero:", "Ricovero del:", "Ammesso il:", "Data e ora ricovero:"), date(a.Admitted)+pick(w.dice, "", "  08:15"))
	w.field(pick(w.dice, "Data dimissione:", "Dimesso il:", "Data e ora dimissione:", "Uscita:"), date(a.Discharged)+pick(w.dice, "", "  11:40"))
	w.field("Tipo di ricovero:", pick(w.dice, "ordinario", "urgente", "ordinario programmato"))
	if w.chance(0.4) {
		w.field("Giornate di degenza:", fmt.Sprint(a.Admitted.DaysUntil(a.Discharged)))
	}
	if w.chance(0.3) {
		w.field("Data stampa:", date(a.Discharged.AddDays(w.whole(0, 4))))
	}
	w.y += 2
	w.told2(p, a, date)
}

// surgeryListed and surgeryTold are letters of an operation without a night.
func (w *writing) surgeryListed(p person, a allowance, date func(claim.Date) string) {
	w.title(pick(w.dice, "LETTERA DI DIMISSIONE DAY SURGERY", "Dimissione da Day Surgery", "SCHEDA DI DIMISSIONE"))
	w.field("Paziente:", p.full())
	w.field("Nascita:", numeric(p.Born))
	w.field("Regime:", pick(w.dice, "Day Surgery", "Chirurgia di giorno", "Day Hospital chirurgico"))
	w.field(pick(w.dice, "Data di accesso:", "Data intervento:", "Giorno:", "Ricoverato e dimesso il:"), date(a.Admitted))
	w.y += 2
	w.told2(p, a, date)
}

func (w *writing) surgeryTold(p person, a allowance, date func(claim.Date) string) {
	w.title(pick(w.dice, "Lettera di dimissione", "RELAZIONE DI DIMISSIONE", "Lettera al curante"))
	w.para(pick(w.dice, "In data "+date(a.Admitted)+" ", "Il giorno "+date(a.Admitted)+" ") + p.sir() + " " + p.Name + " " + p.Surname + ", " + p.gender("nat") + " il " + numeric(p.Born) + ", è " + p.gender("stat") + " " + p.gender("operat") +
		" in regime di " + pick(w.dice, "day surgery", "Day Surgery", "chirurgia diurna") + " di " + lowered(a.Cure.operation) + " per " + lowered(a.Cure.diagnosis) + ". " + a.Cure.done)
	w.para(pick(w.dice, "Dimesso in serata in buone condizioni.", "Rientra a casa nel pomeriggio dello stesso giorno.", "Dopo un periodo di osservazione torna al domicilio."))
	w.section("Indicazioni")
	w.para(a.Cure.plan)
}

// dayHospital is a letter of a day in hospital for a therapy or for examinations.
func (w *writing) dayHospital(p person, a allowance, date func(claim.Date) string) {
	w.title(pick(w.dice, "LETTERA DI DIMISSIONE - DAY HOSPITAL", "Relazione di dimissione", "Scheda di dimissione Day Hospital", "LETTERA DI DIMISSIONE"))
	w.patientBlock(p)
	w.field(pick(w.dice, "Accesso in Day Hospital:", "Data accesso:", "Ricovero in Day Hospital del:", "Data ricovero/dimissione:"), date(a.Admitted))
	w.field("Diagnosi:", a.Cure.diagnosis)
	if a.Kind == claim.AllowanceOncology {
		w.para(pick(w.dice, "In data odierna somministrato ciclo di ", "Il paziente riceve ", "Eseguita infusione di ") + a.Cure.done + ", senza reazioni avverse. " +
			pick(w.dice, "Dimesso in buone condizioni.", "Rientra al domicilio.", "Si dimette con le prescrizioni del caso."))
		w.para("Prossimo accesso: " + date(a.Discharged.AddDays(pick(w.dice, 14, 21))) + ".")
		return
	}
	w.para(a.Cure.done + " " + pick(w.dice, "Dimesso in giornata.", "Rientra al domicilio."))
	w.para(a.Cure.plan)
}

// sessions is a certificate of the days of a therapy.
func (w *writing) sessions(p person, a allowance, date func(claim.Date) string) {
	w.print(w.x0, w.y, w.text().strong(), left, a.Cure.ward)
	w.y += 4
	w.title(pick(w.dice, "CERTIFICATO", "ATTESTAZIONE DI PRESENZA", "Dichiarazione", "CERTIFICATO DI TRATTAMENTO", "Attestato di cura"))
	listing, below, days := w.listing(a, date)
	count := pick(w.dice, "", fmt.Sprintf(" (n. %d sedute)", len(a.Sessions)))
	w.para(pick(w.dice, "Si attesta che ", "Si certifica, su richiesta dell'interessato, che ", "Si dichiara che ") + p.sir() + " " + p.Surname + " " + p.Name + ", " + p.gender("nat") + " a " + p.Birthplace.name + " il " + numeric(p.Born) +
		", " + pick(w.dice, "ha effettuato presso il nostro Centro ", "è in cura presso questo Servizio e ha ricevuto ", "si è recato in questa Struttura per ") + a.Cure.done + ", in regime " +
		pick(w.dice, "ambulatoriale", "di Day Hospital", "ambulatoriale") + pick(w.dice, "", ", per "+lowered(a.Cure.diagnosis)) + count + listing)
	if below {
		w.tableOfDays(a, days)
	}
	w.para(pick(w.dice, "Si rilascia per gli usi consentiti.", "La presente viene rilasciata in carta semplice per uso rimborso.", "Rilasciato a richiesta dell'assistito.", "Documento privo di valore medico-legale."))
	last := a.Sessions[len(a.Sessions)-1]
	w.signed(a.Hospital.Address.Town.name, last.AddDays(w.whole(0, 6)), pick(w.dice, "Il medico", "La segreteria", "Il Direttore"), doctorName(somePerson(w.dice, 1955, 1992)))
}

// listing is the end of the sentence, with the days in it or below it.
func (w *writing) listing(a allowance, date func(claim.Date) string) (text string, below bool, days []string) {
	for _, day := range a.Sessions {
		days = append(days, date(day))
	}
	switch style := w.IntN(6); {
	case style == 0:
		return ", nelle seguenti date: " + strings.Join(days, "; ") + ".", false, days
	case style == 1:
		return ", nei giorni " + byMonth(a.Sessions) + ".", false, days
	case style == 2:
		return ". Giorni di trattamento: " + headedByMonth(a.Sessions) + ".", false, days
	}
	return pick(w.dice, ". Elenco delle sedute:", " come da prospetto che segue:", " nelle date sotto indicate:"), true, days
}

// byMonth is "3, 10 e 17 marzo 2026 e 2 aprile 2026".
func byMonth(days []claim.Date) string {
	var parts []string
	for n := 0; n < len(days); {
		var numbers []string
		first := n
		for ; n < len(days) && days[n].Month == days[first].Month; n++ {
			numbers = append(numbers, fmt.Sprint(days[n].Day))
		}
		list := numbers[0]
		if len(numbers) > 1 {
			list = strings.Join(numbers[:len(numbers)-1], ", ") + " e " + numbers[len(numbers)-1]
		}
		parts = append(parts, fmt.Sprintf("%s %s %d", list, monthWords[days[first].Month-1], days[first].Year))
	}
	return strings.Join(parts, ", ")
}

// headedByMonth is "marzo 2026: 3, 10, 17; aprile 2026: 2".
func headedByMonth(days []claim.Date) string {
	var parts []string
	for n := 0; n < len(days); {
		var numbers []string
		first := n
		for ; n < len(days) && days[n].Month == days[first].Month; n++ {
			numbers = append(numbers, fmt.Sprint(days[n].Day))
		}
		parts = append(parts, fmt.Sprintf("%s %d: %s", monthWords[days[first].Month-1], days[first].Year, strings.Join(numbers, ", ")))
	}
	return strings.Join(parts, "; ")
}

// tableOfDays sets the days in one, two or three columns, perhaps with a number and the drug beside each.
func (w *writing) tableOfDays(a allowance, days []string) {
	columns := 1
	if len(days) > 6 {
		columns = w.whole(2, 3)
	}
	label := pick(w.dice, "", "Seduta ", "Ciclo ", "n. ")
	step := (w.x1 - w.x0) / float64(columns)
	w.y += 2
	if label == "" && w.chance(0.6) {
		for c := range columns {
			w.print(w.x0+4+step*float64(c), w.y, w.small(), left, pick(w.dice, "Data", "Data seduta", "Giorno"))
		}
		w.y += 5
	}
	for n, day := range days {
		x := w.x0 + 4 + step*float64(n%columns)
		text := day
		if label != "" {
			text = fmt.Sprintf("%s%d: %s", label, n+1, day)
		}
		w.print(x, w.y, w.text().fits(text, step-6), left, text)
		if n%columns == columns-1 || n == len(days)-1 {
			w.y += w.text().leading() * 1.15
		}
	}
	w.y += 3
}

func lowered(text string) string { return strings.ToLower(text[:1]) + text[1:] }
