package synth

import (
	"fmt"
	"strings"
)

// drawLabCertificate is the dental laboratory's declaration on a device made to measure (Regulation (EU)
// 2017/745, annex XIII).
func drawLabCertificate(d dice, about who) []*sheet {
	w := newWriting(d)
	lab := someProvider(d, clinic)
	lab.Name = pick(d, "Laboratorio Odontotecnico ", "Odontotecnica ", "Dental Lab ", "Lab. Odontotecnico ") + pick(d, pick(d, surnames...), pick(d, brands...)) + pick(d, " S.n.c.", " Srl", "", " di "+pick(d, surnames...)+" & C.")
	lab.Subtitle = "Iscr. Ministero della Salute n. ITCA01" + d.digits(6)
	w.letterhead(lab)
	w.title(pick(d, "DICHIARAZIONE DI CONFORMITÀ", "CERTIFICATO DI CONFORMITÀ", "Dichiarazione di conformità del dispositivo su misura"))
	w.print((w.x0+w.x1)/2, w.y-2, w.small(), centre, "per dispositivi medici su misura ai sensi del Regolamento (UE) 2017/745, Allegato XIII")
	w.y += 5
	made := about.Sent.AddDays(-d.whole(15, 70))
	number := fmt.Sprintf("%d/%d", d.whole(10, 990), made.Year)
	w.field("Dichiarazione n.:", number+" del "+numeric(made))
	w.field("Medico prescrittore:", about.Dentist.Name)
	w.field("Prescrizione del:", numeric(made.AddDays(-d.whole(7, 30))))
	w.field("Paziente:", pick(d, about.Patient.full(), about.Patient.Name+" "+about.Patient.Surname))
	if d.chance(0.4) {
		w.field("Codice fiscale:", about.Patient.TaxCode)
	}
	w.section("Dispositivo")
	device := pick(d, "Corona in zirconia-ceramica", "Corona in metallo-ceramica", "Ponte in metallo-ceramica", "Protesi scheletrata in cromo-cobalto", "Corona su impianto in disilicato di litio", "Protesi totale mobile in resina")
	w.para(fmt.Sprintf("%s - elemento/i %s - colore %s", device, strings.Join(about.Teeth, ", "), pick(d, "A2", "A3", "A3,5", "B1", "C2")))
	w.section("Materiali impiegati")
	for _, material := range []string{"Ceramica di rivestimento", "Lega Cr-Co / zirconia stabilizzata", "Cemento provvisorio", "Resina acrilica termopolimerizzabile"}[:d.whole(2, 4)] {
		w.print(w.x0+3, w.y, w.text(), left, material)
		w.print(w.x1-3, w.y, w.text(), right, "lotto "+d.digits(6)+"  CE 0"+d.digits(3))
		w.dots(w.x0+70, w.y, w.x1-48, 0.25, greyInk(120))
		w.y += w.text().leading() * 1.15
	}
	w.y += 3
	w.para("Il fabbricante dichiara che il dispositivo è destinato ad essere utilizzato esclusivamente dal paziente indicato, è stato costruito in base alla prescrizione medica " +
		"ed è conforme ai requisiti generali di sicurezza e prestazione di cui all'Allegato I del Regolamento (UE) 2017/745.")
	w.signed(lab.Address.Town.name, made, pick(d, "Il fabbricante", "Il responsabile tecnico", "L'odontotecnico"), pick(d, menNames...)+" "+pick(d, surnames...))
	return []*sheet{w.sheet}
}

// drawDentistStatement says why no X-ray was taken, or what the dentist did.
func drawDentistStatement(d dice, about who) []*sheet {
	w := newWriting(d)
	w.letterhead(about.Dentist)
	on := about.Sent.AddDays(-d.whole(3, 50))
	w.title(pick(d, "DICHIARAZIONE", "Dichiarazione del medico odontoiatra", "RELAZIONE CLINICA", "ATTESTAZIONE"))
	p := about.Patient
	dentist := about.Dentist.Name
	if about.Dentist.Person != nil {
		dentist = doctorName(*about.Dentist.Person)
	}
	teeth := strings.Join(about.Teeth, ", ")
	w.para(pick(d, "Il/la sottoscritto/a ", "Io sottoscritto/a ") + dentist + ", odontoiatra, dichiara che " + p.sir() + " " + p.Name + " " + p.Surname + " (C.F. " + p.TaxCode +
		") è in cura presso il proprio studio per " + pick(d, "riabilitazione protesica", "terapia implantare", "riabilitazione impianto-protesica") + " degli elementi " + teeth + ".")
	w.para(pick(d, "Non sono state eseguite radiografie prima della cura per stato di gravidanza della paziente; si allegano fotografie intraorali pre e post trattamento.",
		"Non è stato possibile eseguire radiografie endorali per spiccato riflesso faringeo del paziente: si allegano immagini intraorali.",
		"Le radiografie non sono state eseguite in quanto già in possesso di indagini recenti non più disponibili. Si allegano fotografie prima e dopo la cura.",
		"Per ragioni cliniche si è ritenuto di non sottoporre il paziente a ulteriori esposizioni radiografiche; la documentazione fotografica è allegata."))
	w.para("Si rilascia la presente su richiesta dell'interessato per gli usi consentiti.")
	w.signed(about.Dentist.Address.Town.name, on, pick(d, "Il medico odontoiatra", "In fede", "Timbro e firma"), dentist)
	return []*sheet{w.sheet}
}

// drawQualification is a regional certificate of a social and health care worker.
func drawQualification(d dice, about who) []*sheet {
	s := newSheet(297, 210, d)
	i := ink{face: pick(d, serif, sans), size: 12, color: greyInk(30)}
	frame := pick(d, rgb(150, 120, 60), rgb(40, 80, 130), rgb(60, 100, 70))
	s.box(9, 9, 279, 192, 0, 1.4, frame)
	s.box(12, 12, 273, 186, 0, 0.4, frame)
	emblem(s, 138, 17, 20, ink{color: frame}, 4)
	p := somePerson(d, 1965, 2000)
	on := about.Sent.AddDays(-d.whole(400, 5000))
	s.print(148.5, 46, i.strong().sized(18), centre, "REGIONE "+pick(d, healthRegions...))
	s.print(148.5, 54, i, centre, pick(d, "Assessorato alla Formazione Professionale e al Lavoro", "Direzione Generale Welfare", "Settore Formazione Professionale"))
	s.print(148.5, 72, i.strong().sized(26).in(frame), centre, pick(d, "ATTESTATO DI QUALIFICA", "ATTESTATO DI QUALIFICA PROFESSIONALE"))
	s.print(148.5, 84, i.sized(13), centre, "conferito a")
	s.print(148.5, 96, i.strong().sized(19), centre, p.Name+" "+p.Surname)
	s.print(148.5, 105, i, centre, p.gender("nat")+" a "+p.Birthplace.name+" ("+p.Birthplace.province+") il "+numeric(p.Born))
	s.print(148.5, 120, i, centre, "che ha superato le prove finali del corso di formazione per il profilo professionale di")
	s.print(148.5, 132, i.strong().sized(17), centre, pick(d, "OPERATORE SOCIO-SANITARIO", "OPERATORE SOCIO SANITARIO (O.S.S.)", "AUSILIARIO SOCIO-ASSISTENZIALE"))
	s.print(148.5, 141, i.times(0.9), centre, fmt.Sprintf("durata del corso %d ore - Accordo Stato-Regioni del 22 febbraio 2001 - attestato n. %d", pick(d, 1000, 1000, 800), d.whole(100, 9000)))
	s.print(40, 166, i, left, about.Hospital.Address.Town.name+", "+numeric(on))
	s.print(226, 166, i, centre, pick(d, "Il Dirigente", "Il Presidente della Commissione", "Il Direttore del corso"))
	signature(s, 202, 181, 48, penInk(d))
	stamped(s, 130, 166, "Ufficio Attestati")
	return []*sheet{s}
}
