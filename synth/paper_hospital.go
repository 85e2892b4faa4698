package synth

import (
	"fmt"
	"strings"

	"pratica/claim"
)

// stay is a reason to lie in hospital.
type stay struct{ ward, diagnosis, operation, reason, course, therapy string }

var stays = []stay{
	{"Ortopedia e Traumatologia", "Frattura del collo femorale sinistro", "Osteosintesi con chiodo endomidollare", "trauma da caduta accidentale con dolore all'anca sinistra e impotenza funzionale",
		"Intervento eseguito in anestesia spinale, ben tollerato. Decorso post-operatorio regolare, mobilizzazione in seconda giornata con carico sfiorante.",
		"Enoxaparina 4000 UI s.c. 1 fl/die per 35 giorni|Paracetamolo 1000 mg 1 cp al bisogno, massimo 3/die|Pantoprazolo 20 mg 1 cp al mattino"},
	{"Chirurgia Generale", "Colelitiasi sintomatica", "Colecistectomia videolaparoscopica", "ripetute coliche addominali in colelitiasi nota",
		"Intervento eseguito in anestesia generale senza complicanze. Ripresa dell'alimentazione in prima giornata, alvo canalizzato a gas e feci. Ferite chirurgiche in ordine.",
		"Paracetamolo 1000 mg 1 cp ogni 8 ore per 3 giorni|Dieta leggera priva di grassi per 15 giorni"},
	{"Cardiologia - UTIC", "Infarto miocardico acuto con sopraslivellamento del tratto ST", "Angioplastica coronarica con impianto di stent medicato", "dolore toracico oppressivo insorto a riposo",
		"Dopo l'arrivo in Pronto Soccorso eseguita coronarografia in urgenza con rivascolarizzazione della discendente anteriore. Decorso privo di aritmie.",
		"Acido acetilsalicilico 100 mg 1 cp dopo pranzo|Ticagrelor 90 mg 1 cp x 2|Atorvastatina 80 mg 1 cp la sera|Bisoprololo 2,5 mg 1 cp al mattino"},
	{"Ginecologia e Ostetricia", "Fibromatosi uterina", "Isterectomia laparoscopica", "menometrorragie anemizzanti",
		"Intervento e decorso regolari. Emoglobina alla dimissione 11,2 g/dl. Apiretica, diuresi spontanea.", "Ferro solfato 105 mg 1 cp a digiuno per 60 giorni|Astensione da sforzi fisici per 30 giorni"},
	{"Urologia", "Ipertrofia prostatica benigna", "Resezione endoscopica della prostata (TURP)", "disuria e ritenzione urinaria",
		"Rimosso il catetere in terza giornata con ripresa di minzioni spontanee valide. Urine limpide.", "Levofloxacina 500 mg 1 cp/die per 5 giorni|Abbondante idratazione"},
	{"Medicina Interna", "Polmonite acquisita in comunità", "", "febbre elevata, tosse e dispnea da cinque giorni",
		"Eseguita terapia antibiotica endovenosa e ossigenoterapia con progressivo miglioramento clinico e degli scambi gassosi. Apiressia da 72 ore.",
		"Amoxicillina/acido clavulanico 875/125 mg 1 cp x 3 per 5 giorni|Controllo radiografico a 30 giorni"},
	{"Neurologia - Stroke Unit", "Ictus ischemico in territorio silviano destro", "", "improvviso deficit di forza all'emisoma sinistro",
		"TC encefalo negativa per sanguinamento. Trombolisi sistemica entro le 4,5 ore, con parziale recupero del deficit. Iniziata fisioterapia precoce.",
		"Acido acetilsalicilico 100 mg 1 cp/die|Atorvastatina 40 mg 1 cp la sera|Ramipril 5 mg 1 cp al mattino"},
	{"Otorinolaringoiatria", "Deviazione del setto nasale con ipertrofia dei turbinati", "Settoplastica e turbinoplastica", "ostruzione respiratoria nasale cronica",
		"Intervento in anestesia generale, rimosso tamponamento in seconda giornata, non sanguinamenti.", "Lavaggi nasali con soluzione fisiologica x 3/die|Amoxicillina 1 g 1 cp x 2 per 6 giorni"},
	{"Oculistica - Day Surgery", "Cataratta occhio destro", "Facoemulsificazione con impianto di IOL", "progressiva riduzione del visus",
		"Intervento in anestesia topica, nessuna complicanza.", "Tobramicina e desametasone collirio 1 gtt x 4 per 15 giorni"},
	{"Chirurgia Pediatrica", "Appendicite acuta", "Appendicectomia laparoscopica", "dolore addominale in fossa iliaca destra e febbre",
		"Intervento eseguito in urgenza, senza complicanze. Apiressia dalla prima giornata, alimentazione ripresa con buona tolleranza.", "Paracetamolo sciroppo 15 mg/kg al bisogno|Medicazione ogni 3 giorni, rimozione punti a 8 giorni"},
	{"Oncologia Medica", "Carcinoma duttale infiltrante della mammella", "", "prosecuzione del trattamento chemioterapico adiuvante",
		"Somministrata terapia senza reazioni. Emocromo nei limiti.", "Ondansetron 8 mg 1 cp al bisogno|Emocromo di controllo a 10 giorni"},
}

// someStay draws a stay that is possible for a person of that age and sex.
func someStay(d dice, p person, on claim.Date) stay {
	for {
		s := stays[d.IntN(len(stays))]
		child := p.Born.AddMonths(16 * 12).After(on)
		switch {
		case child != (s.ward == "Chirurgia Pediatrica"):
		case strings.HasPrefix(s.ward, "Ginecologia") && !p.Woman, s.ward == "Urologia" && p.Woman:
		default:
			return s
		}
	}
}

func (w who) stay() stay {
	for _, s := range stays {
		if s.diagnosis == w.Diagnosis {
			return s
		}
	}
	return stay{ward: w.Ward, diagnosis: w.Diagnosis, operation: w.Operation, reason: "accertamenti e cure", course: "Decorso regolare.", therapy: "Come da schema consegnato"}
}

// patientBlock prints who the paper is about.
func (w *writing) patientBlock(p person, extra ...string) {
	if w.chance(0.5) {
		w.field("Paziente:", p.full())
		w.field(p.gender("Nat")+" il:", numeric(p.Born)+" a "+p.Birthplace.name+" ("+p.Birthplace.province+")")
		w.field("Codice fiscale:", p.TaxCode)
		if w.chance(0.5) {
			w.field("Residenza:", p.Address.Street+", "+p.Address.place())
		}
		for i := 0; i+1 < len(extra); i += 2 {
			w.field(extra[i], extra[i+1])
		}
		w.y += 2
		return
	}
	top := w.y
	rows := append([]string{"Cognome e nome", p.full(), "Data di nascita", numeric(p.Born), "Sesso", map[bool]string{true: "F", false: "M"}[p.Woman], "Cod. Fiscale", p.TaxCode}, extra...)
	half := (w.x1 - w.x0) / 2
	for i := 0; i+1 < len(rows); i += 2 {
		x := w.x0 + 2 + half*float64(i/2%2)
		at := w.print(x, w.y+4.5, w.small(), left, rows[i]+": ")
		w.print(x+at+1, w.y+4.5, w.text().strong().fits(rows[i+1], half-at-5), left, rows[i+1])
		if i/2%2 == 1 || i+3 >= len(rows) {
			w.y += w.text().leading() * 1.25
		}
	}
	w.box(w.x0, top, w.x1-w.x0, w.y-top+2, pick(w.dice, 0, 1.5), 0.25, greyInk(80))
	w.y += 9
}

func drawDischarge(d dice, about who) []*sheet {
	w := newWriting(d)
	s := about.stay()
	w.letterhead(about.Hospital)
	w.print(w.x0, w.y, w.text().strong(), left, pick(d, "U.O. ", "Unità Operativa di ", "S.C. ", "Reparto di ", "Dipartimento - U.O.C. ")+about.Ward)
	w.y += w.text().leading()
	w.print(w.x0, w.y, w.small(), left, "Direttore: "+pick(d, "Prof. ", "Dott. ")+pick(d, menNames...)+" "+pick(d, surnames...))
	w.y += 2
	w.title(pick(d, "LETTERA DI DIMISSIONE", "Lettera di dimissione", "RELAZIONE DI DIMISSIONE", "LETTERA DI DIMISSIONE OSPEDALIERA", "Relazione clinica alla dimissione"))
	record := fmt.Sprintf("%d/%06d", about.Admitted.Year, d.whole(1000, 89999))
	admitted, discharged := numeric(about.Admitted), numeric(about.Discharged)
	if d.chance(0.5) {
		w.patientBlock(about.Patient, pick(d, "N. nosologico", "Cartella clinica n.", "N. pratica"), record, "Ricovero dal", admitted, "Dimissione", discharged)
	} else {
		w.patientBlock(about.Patient)
		w.para(pick(d, "Si dimette in data odierna ", "È stato dimesso in data "+discharged+" ") + about.Patient.sir() + " " + about.Patient.Name + " " + about.Patient.Surname +
			", " + about.Patient.gender("ricoverat") + " presso questo reparto dal " + admitted + " al " + discharged + " (cartella n. " + record + ").")
	}
	w.section(pick(d, "Motivo del ricovero", "MOTIVO DEL RICOVERO", "Motivo di ingresso:"))
	w.para(strings.ToUpper(s.reason[:1]) + s.reason[1:] + ".")
	w.section(pick(d, "Diagnosi alla dimissione", "DIAGNOSI DI DIMISSIONE", "Diagnosi:"))
	w.para(s.diagnosis + ".")
	w.section(pick(d, "Decorso clinico", "DECORSO", "Sintesi del decorso"))
	w.para(s.course + " Gli esami ematochimici e strumentali eseguiti durante la degenza sono riportati nella documentazione allegata.")
	if s.operation != "" {
		w.section(pick(d, "Intervento eseguito", "INTERVENTI E PROCEDURE", "Procedure chirurgiche"))
		w.para(numeric(about.Admitted.AddDays(min(1, about.Admitted.DaysUntil(about.Discharged)))) + " - " + s.operation + ".")
	}
	if d.chance(0.6) {
		w.bloods()
	}
	if w.y > 235 {
		first := w
		w = w.next()
		w.therapy(d, about, s)
		return []*sheet{first.sheet, w.sheet}
	}
	w.therapy(d, about, s)
	return []*sheet{w.sheet}
}

func (w *writing) therapy(d dice, about who, s stay) {
	w.section(pick(d, "Terapia consigliata a domicilio", "TERAPIA DOMICILIARE", "Terapia alla dimissione"))
	bullet := pick(d, "- ", "• ", "– ")
	for _, line := range strings.Split(s.therapy, "|") {
		w.print(w.x0+3, w.y, w.text(), left, bullet+line)
		w.y += w.text().leading() * 1.1
	}
	w.section(pick(d, "Controlli", "Follow-up", "INDICAZIONI"))
	w.para("Controllo ambulatoriale il " + numeric(about.Discharged.AddDays(d.whole(10, 40))) + " alle ore " + fmt.Sprintf("%d:%02d", d.whole(8, 16), 15*d.IntN(4)) +
		" presso questo ambulatorio, munito della presente lettera. Per urgenze rivolgersi al Pronto Soccorso.")
	w.signed(about.Hospital.Address.Town.name, about.Discharged, pick(d, "Il Medico di reparto", "Il Medico dimettente", "Il Dirigente Medico"), doctorName(about.Doctor))
}

// bloods is a small table of laboratory values.
func (w *writing) bloods() {
	w.section(pick(w.dice, "Esami ematochimici", "ESAMI DI LABORATORIO"))
	names := []string{"Emoglobina|g/dl|%.1f|11|15", "Leucociti|10^3/ul|%.2f|4|12", "Piastrine|10^3/ul|%.0f|150|400", "Creatinina|mg/dl|%.2f|0.6|1.3", "PCR|mg/l|%.1f|1|40", "Glicemia|mg/dl|%.0f|70|140", "Potassio|mmol/l|%.1f|3.5|5.1"}
	for _, row := range names[:w.whole(3, len(names))] {
		part := strings.Split(row, "|")
		var low, high float64
		fmt.Sscan(part[3], &low)
		fmt.Sscan(part[4], &high)
		w.print(w.x0+3, w.y, w.text(), left, part[0])
		w.print(w.x0+70, w.y, w.text(), right, strings.ReplaceAll(fmt.Sprintf(part[2], w.between(low, high)), ".", ","))
		w.print(w.x0+75, w.y, w.small(), left, part[1])
		w.y += w.text().leading()
	}
}

func drawRecord(d dice, about who) []*sheet {
	w := newWriting(d)
	s := about.stay()
	w.letterhead(about.Hospital)
	w.y += 14
	big := w.accent.sized(30)
	w.print(105, w.y, big, centre, pick(d, "CARTELLA CLINICA", "Cartella Clinica", "CARTELLA CLINICA"))
	w.y += 10
	number := fmt.Sprintf("%d%06d", about.Admitted.Year, d.whole(1000, 89999))
	w.print(105, w.y, w.accent.sized(15), centre, "N. "+number)
	if d.chance(0.6) {
		w.symbol(75, w.y+4, 60, 11, pick(d, code39, code128), number)
		w.y += 18
	}
	w.y += 10
	top := w.y
	i := w.text().sized(12)
	rows := []string{"COGNOME", strings.ToUpper(about.Patient.Surname), "NOME", strings.ToUpper(about.Patient.Name),
		"NATO/A IL", numeric(about.Patient.Born) + "   A " + about.Patient.Birthplace.name, "CODICE FISCALE", about.Patient.TaxCode,
		"RESIDENTE IN", about.Patient.Address.Street + " - " + about.Patient.Address.Town.name, "REPARTO", about.Ward,
		"DATA RICOVERO", numeric(about.Admitted), "DATA DIMISSIONE", numeric(about.Discharged), "REGIME", pick(d, "Ordinario", "Ordinario urgente", "Programmato"),
		"DIAGNOSI DI DIMISSIONE", s.diagnosis}
	for n := 0; n < len(rows); n += 2 {
		w.y += 10
		w.print(w.x0+3, w.y, i.times(0.72).in(greyInk(70)), left, rows[n])
		w.print(w.x0+52, w.y, i.strong().fits(rows[n+1], w.x1-w.x0-55), left, rows[n+1])
		w.rule(w.x0, w.y+3, w.x1, w.y+3, 0.2, greyInk(110))
	}
	w.box(w.x0, top, w.x1-w.x0, w.y-top+3, 0, 0.5, greyInk(40))
	w.y += 14
	if s.operation != "" {
		w.field("Intervento:", s.operation)
	}
	// the certificate of a true copy
	c := stampInk(d)
	text := pick(d, "COPIA CONFORME ALL'ORIGINALE", "La presente copia è conforme all'originale", "COPIA AUTENTICA")
	w.tilted(60+d.between(-10, 30), min(w.y+20, 262), 78, 22, d.between(-7, 7), inked(d, 78, 22, c, d.between(0.1, 0.6), func(s *sheet) {
		s.box(1, 1, 76, 20, 0, 0.5, black)
		i := ink{face: sans, size: 11, bold: true, color: black}
		s.print(39, 7.5, i.fits(text, 70), centre, text)
		s.print(39, 13, i.plain().times(0.75), centre, fmt.Sprintf("composta di n. %d fogli", d.whole(18, 140)))
		s.print(39, 18, i.plain().times(0.75), centre, about.Hospital.Address.Town.name+", "+numeric(about.Discharged.AddDays(d.whole(5, 25))))
	}))
	stamped(w.sheet, 145, min(w.y+14, 256), "Archivio Cartelle Cliniche")
	return []*sheet{w.sheet}
}

func drawHospitalCertificate(d dice, about who) []*sheet {
	w := newWriting(d)
	w.letterhead(about.Hospital)
	w.print(w.x0, w.y, w.text().strong(), left, pick(d, "U.O. Oncologia Medica", "Day Hospital Oncologico", "S.C. Oncologia", "Radioterapia Oncologica"))
	w.y += 4
	w.title(pick(d, "CERTIFICATO", "DICHIARAZIONE", "ATTESTAZIONE", "CERTIFICAZIONE"))
	p := about.Patient
	therapy := pick(d, "chemioterapia", "radioterapia", "terapia oncologica infusionale", "immunoterapia")
	w.para(pick(d, "Si certifica che ", "Si attesta che ", "Su richiesta dell'interessato si dichiara che ") + p.sir() + " " + p.Name + " " + p.Surname + ", " +
		p.gender("nat") + " a " + p.Birthplace.name + " il " + numeric(p.Born) + ", C.F. " + p.TaxCode + ", è " + p.gender("stat") + " " + p.gender("sottopost") + " a " + therapy +
		" presso questa Struttura in regime " + pick(d, "ambulatoriale", "di Day Hospital") + " nelle seguenti date:")
	var dates []string
	for _, day := range about.Sessions {
		dates = append(dates, numeric(day))
	}
	switch d.IntN(3) {
	case 0:
		w.paraIn(w.text().strong(), w.x0+8, w.x1, strings.Join(dates, " - "))
	case 1:
		for n, date := range dates {
			w.print(w.x0+10, w.y, w.text(), left, fmt.Sprintf("%d)  %s", n+1, date))
			w.y += w.text().leading() * 1.2
		}
	default:
		top := w.y
		for n, date := range dates {
			w.print(w.x0+16, w.y+1, w.text(), centre, fmt.Sprint(n+1))
			w.print(w.x0+60, w.y+1, w.text(), centre, date)
			w.rule(w.x0+4, w.y+3, w.x0+92, w.y+3, 0.2, greyInk(90))
			w.y += 6.5
		}
		w.box(w.x0+4, top-4, 88, w.y-top+0.5, 0, 0.3, greyInk(60))
		w.rule(w.x0+28, top-4, w.x0+28, w.y-3.5, 0.2, greyInk(90))
		w.y += 4
	}
	w.para(pick(d, "Si rilascia in carta libera per gli usi consentiti dalla legge.", "La presente si rilascia su richiesta dell'interessato per uso assicurativo.", "In fede."))
	last := about.Sessions[len(about.Sessions)-1]
	w.signed(about.Hospital.Address.Town.name, last.AddDays(d.whole(0, 6)), pick(d, "Il Medico", "Il Direttore U.O.", "Il Dirigente Medico"), doctorName(about.Doctor))
	return []*sheet{w.sheet}
}
