package synth

import (
	"fmt"
	"strings"

	"github.com/tdewolff/canvas"
)

var prescribable = []string{
	"CICLO DI FISIOCHINESITERAPIA N. 10 SEDUTE PER LOMBOSCIATALGIA", "VISITA ORTOPEDICA", "RM GINOCCHIO DESTRO SENZA MDC PER GONALGIA",
	"ECOGRAFIA OSTETRICA - GRAVIDANZA IN ATTO", "RX TORACE 2 PROIEZIONI", "VISITA CARDIOLOGICA CON ECG", "TECARTERAPIA E RIEDUCAZIONE MOTORIA PER PERIARTRITE SCAPOLO-OMERALE",
	"PLANTARI ORTOPEDICI SU MISURA PER PIEDE PIATTO BILATERALE", "ECOCOLORDOPPLER TSA", "VISITA OCULISTICA", "TUTORE PER GINOCCHIO PER LESIONE LCA",
	"EMOCROMO, GLICEMIA, CREATININA, COLESTEROLO HDL E TOTALE", "PROTESI ACUSTICA PER IPOACUSIA NEUROSENSORIALE BILATERALE",
}

var healthRegions = []string{"LOMBARDIA", "LAZIO", "PIEMONTE", "VENETO", "EMILIA-ROMAGNA", "TOSCANA", "PUGLIA", "CAMPANIA", "LIGURIA", "MARCHE", "SICILIA"}

func drawPrescription(d dice, about who) []*sheet {
	switch d.IntN(5) {
	case 0:
		return drawRedRecipe(d, about)
	case 1, 2:
		return drawReminder(d, about)
	}
	return drawOwnPrescription(d, about)
}

// recipeNumber is the number of an electronic prescription (NRE): region, zone, year, ten more digits.
func recipeNumber(d dice) (region, number string) {
	return fmt.Sprintf("%02d0A%d", d.whole(1, 20), d.whole(0, 9)), d.digits(10)
}

// drawRedRecipe is the paper prescription of the health service, printed in red on white, 210 by 149 mm,
// sometimes as the upper half of a copied A4 page.
func drawRedRecipe(d dice, about who) []*sheet {
	h := pick(d, 149.0, 149, 297)
	s := newSheet(210, h, d)
	red := pick(d, rgb(214, 70, 70), rgb(226, 110, 100), rgb(200, 60, 70))
	label := ink{face: sans, size: 5.6, color: red}
	typed := ink{face: pick(d, mono, lucMono, sans), size: 9.5, color: greyInk(uint8(d.whole(10, 60)))}
	dx, dy := d.between(-1.2, 1.2), d.between(-1, 1) // the printer misses the boxes
	write := func(x, y float64, text string) { s.print(x+dx, y+dy, typed, left, text) }
	frame := func(x, y, w, h float64, text string) {
		s.box(x, y, w, h, 0.8, 0.25, red)
		s.print(x+1, y+2.4, label, left, text)
	}
	s.print(12, 9, label.sized(9).strong(), left, "SERVIZIO SANITARIO NAZIONALE")
	s.print(12, 13, label.sized(8), left, "REGIONE "+pick(d, healthRegions...))
	region, number := recipeNumber(d)
	s.symbol(92, 5, 34, 9, code39, region)
	s.print(109, 17, typed.sized(8), centre, "*"+region+"*")
	s.symbol(134, 5, 62, 9, code39, number)
	s.print(165, 17, typed.sized(8), centre, "*"+number+"*")
	p := about.Patient
	frame(12, 19, 100, 9, "COGNOME E NOME DELL'ASSISTITO (o iniziali ove prescritto)")
	write(16, 26.4, p.full())
	frame(12, 30, 100, 9, "INDIRIZZO")
	write(16, 37.4, strings.ToUpper(p.Address.Street+" "+p.Address.Town.name))
	s.symbol(118, 20, 78, 8, code39, p.TaxCode)
	for n, r := range p.TaxCode {
		x := 118 + 4.85*float64(n)
		s.box(x, 31, 4.85, 6.5, 0, 0.2, red)
		s.print(x+2.4, 36+dy/2, typed, centre, string(r))
	}
	s.print(118, 40, label, left, "CODICE FISCALE")
	frame(12, 42, 22, 10, "ESENZIONE")
	write(15, 50, pick(d, "N.E.", "N.E.", "E01", "048", "013"))
	frame(36, 42, 40, 10, "SIGLA PROVINCIA / CODICE ASL")
	write(40, 50, p.Address.Town.province+" "+d.digits(3))
	frame(78, 42, 60, 10, "DISPOSIZIONI REGIONALI")
	frame(140, 42, 56, 10, "PRIORITÀ DELLA PRESTAZIONE")
	for n, r := range "UBDP" {
		s.box(146+11*float64(n), 45.2, 5, 5, 0, 0.25, red)
		s.print(152.5+11*float64(n), 49.5, label.sized(7), left, string(r))
	}
	s.print(148.5+11*float64(d.IntN(4))+dx, 49.4+dy/2, typed, centre, "X")
	frame(12, 54, 148, 54, "PRESCRIZIONE")
	for n := range 6 {
		s.rule(14, 64+7.6*float64(n), 158, 64+7.6*float64(n), 0.15, red)
	}
	y := 63.0
	for _, item := range about.Prescribed {
		for _, line := range typed.lines(item, 138) {
			write(17, y, line)
			y += 7.6
		}
	}
	write(17, 100, "QUESITO DIAGNOSTICO: "+pick(d, "ALGIA", "CONTROLLO", "SOSPETTO CLINICO", "FOLLOW UP"))
	frame(163, 54, 33, 26, "N. CONFEZIONI / PRESTAZIONI")
	write(176, 69, fmt.Sprintf("%03d", len(about.Prescribed)))
	frame(163, 82, 33, 26, "NOTA CUF / AIFA")
	frame(12, 111, 60, 14, "DATA")
	on := about.PrescribedOn
	for n, r := range fmt.Sprintf("%02d%02d%02d", on.Day, on.Month, on.Year%100) {
		x := 16 + 8.0*float64(n)
		s.box(x, 115, 6.5, 7.5, 0, 0.2, red)
		s.print(x+3.2+dx/2, 120.8+dy/2, typed.sized(11), centre, string(r))
	}
	frame(76, 111, 120, 30, "TIMBRO E FIRMA DEL MEDICO")
	stamped(s, 88, 119, doctorName(about.Doctor))
	signature(s, 126, 132, 46, penInk(d))
	s.print(12, 146, label, left, "Mod. I.P.Z.S. S.p.A. - S.")
	return []*sheet{s}
}

// drawReminder is the copy of an electronic prescription that the patient takes home, on A5 or A4.
func drawReminder(d dice, about who) []*sheet {
	s := newSheet(210, pick(d, 148.0, 297), d)
	text := ink{face: pick(d, sans, sans, narrow), size: 7.6, color: greyInk(20)}
	s.print(105, 9, text.strong().sized(10), centre, pick(d, "RICETTA ELETTRONICA - PROMEMORIA PER L'ASSISTITO", "RICETTA ELETTRONICA PROMEMORIA ASSISTITO", "PROMEMORIA DELLA RICETTA DEMATERIALIZZATA"))
	s.print(10, 16, text.strong().times(1.1), left, "SERVIZIO SANITARIO NAZIONALE")
	s.print(10, 20, text, left, "REGIONE "+pick(d, healthRegions...))
	region, number := recipeNumber(d)
	kind := pick(d, code39, code128)
	s.symbol(84, 12, 36, 8.5, kind, region)
	s.print(102, 23.4, text, centre, "*"+region+"*")
	s.symbol(130, 12, 68, 8.5, kind, number)
	s.print(164, 23.4, text, centre, "*"+number+"*")
	p := about.Patient
	line := func(y float64, label, value string) {
		at := s.print(10, y, text, left, label+" ")
		s.print(11+at, y, text.strong().times(1.1), left, value)
	}
	line(28, "COGNOME E NOME / INIZIALI DELL'ASSISTITO:", p.full())
	line(33, "INDIRIZZO:", strings.ToUpper(p.Address.Street))
	line(38, "CAP:", p.Address.Postcode+"   CITTÀ: "+strings.ToUpper(p.Address.Town.name)+"   PROV: "+p.Address.Town.province)
	s.symbol(120, 26, 78, 8, kind, p.TaxCode)
	s.print(159, 37.6, text, centre, "*"+p.TaxCode+"*")
	line(43, "ESENZIONE:", pick(d, "NON ESENTE", "NON ESENTE", "E01", "048"))
	line(48, "CODICE ASL:", d.digits(3)+"   DISPOSIZIONI REGIONALI:")
	line(53, "TIPOLOGIA PRESCRIZIONE (S,H):", "   PRIORITÀ PRESCRIZIONE (U,B,D,P): "+pick(d, "B", "D", "P"))
	s.box(10, 57, 190, 46, 0, 0.3, greyInk(40))
	s.rule(10, 62.5, 200, 62.5, 0.3, greyInk(40))
	s.rule(160, 57, 160, 103, 0.2, greyInk(40))
	s.rule(175, 57, 175, 103, 0.2, greyInk(40))
	for n, head := range []string{"PRESCRIZIONE", "QTA", "NOTA"} {
		s.print([]float64{12, 162, 178}[n], 61, text.strong(), left, head)
	}
	y := 67.0
	for _, item := range about.Prescribed {
		lines := text.times(1.1).lines(fmt.Sprintf("%02d.%02d.%d (%s) - %s", d.whole(87, 93), d.whole(1, 99), d.whole(1, 9), d.digits(6), item), 144)
		s.print(165, y, text, left, "1")
		for _, l := range lines {
			s.print(12, y, text.times(1.1), left, l)
			y += 4.2
		}
		s.print(12, y, text, left, strings.Repeat("- ", 20))
		y += 4.6
	}
	line(108, "QUESITO DIAGNOSTICO:", pick(d, "dolore persistente", "controllo periodico", "sospetta lesione", "follow up"))
	line(113, "N. CONFEZIONI/PRESTAZIONI:", fmt.Sprint(len(about.Prescribed))+"    TIPO RICETTA: Assist. SSN    DATA: "+numeric(about.PrescribedOn))
	line(118, "CODICE FISCALE DEL MEDICO:", about.Doctor.TaxCode)
	line(123, "COGNOME E NOME DEL MEDICO:", about.Doctor.full())
	line(128, "CODICE AUTENTICAZIONE:", d.digits(4)+numeric(about.PrescribedOn)[6:]+d.digits(16))
	s.print(10, 136, text.times(0.85), left, "Rilasciato ai sensi dell'art. 11, comma 16 del DL 31 mag 2010, n. 78 e dell'art. 1, comma 4 del DM 2 nov 2011")
	return []*sheet{s}
}

// drawOwnPrescription is on the doctor's own paper, typed or by hand.
func drawOwnPrescription(d dice, about who) []*sheet {
	h := pick(d, 210.0, 297)
	width := pick(d, 148.0, 210)
	if h == 297 {
		width = 210
	}
	s := newSheet(width, h, d)
	paper := ink{face: pick(d, serif, sans, lucid), size: 10, color: pick(d, black, rgb(24, 54, 110), rgb(90, 30, 40))}
	middle := width / 2
	s.print(middle, 15, paper.strong().sized(14), centre, doctorName(about.Doctor))
	s.print(middle, 20.5, paper.times(0.9), centre, pick(d, "Medico Chirurgo", "Specialista in Ortopedia e Traumatologia", "Medico di Medicina Generale", "Specialista in Fisiatria", "Medico Chirurgo - Specialista in Oculistica"))
	s.print(middle, 25.5, paper.times(0.8), centre, about.Doctor.Address.Street+" - "+about.Doctor.Address.place())
	s.print(middle, 30, paper.times(0.8), centre, "C.F. "+about.Doctor.TaxCode+" - Tel. "+about.Doctor.Phone)
	s.rule(12, 34, width-12, 34, 0.3, paper.color)
	x, y := 16.0, 46.0
	lines := []string{numeric(about.PrescribedOn), "", about.Patient.Name + " " + about.Patient.Surname, "", pick(d, "Si prescrive:", "Rp.", "Si consiglia:", "Si richiede:")}
	for _, item := range about.Prescribed {
		lines = append(lines, strings.ToUpper(item[:1])+strings.ToLower(item[1:]))
	}
	if d.chance(0.5) { // by hand
		hand := someWriter(d, about.Writers)
		high := min(max(hand.capitals, 3.2), 4)
		for _, text := range lines {
			for _, line := range wordsIn(text, width-32, func(t string) float64 { return hand.width(high, t) }) {
				hand.write(s, x, y, high, line)
				y += high * 2.2
			}
		}
	} else {
		typed := ink{face: pick(d, sans, serif, mono), size: 10.5, color: greyInk(25)}
		for _, text := range lines {
			y = s.wrap(x, y, width-32, typed, text) + 1.5
		}
	}
	y = max(y+12, h*0.62)
	signature(s, width-62, y+10, 44, penInk(d))
	stamped(s, width-70, y-6, doctorName(about.Doctor))
	return []*sheet{s}
}

// wordsIn divides text into lines no wider than w by a measure of its own.
func wordsIn(text string, w float64, width func(string) float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && width(longer) > w {
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	return append(lines, line)
}

// silhouette is a head and shoulders, for cards.
func silhouette(s *sheet, x, y, w, h float64, tone uint8) {
	s.pen.SetFill(greyInk(tone))
	s.pen.SetStroke(canvas.Transparent)
	s.pen.DrawPath(x+w/2, y+h*0.4, canvas.Ellipse(w*0.21, h*0.24))
	p := &canvas.Path{}
	p.MoveTo(w*0.08, h)
	p.CubeTo(w*0.1, h*0.68, w*0.35, h*0.66, w*0.5, h*0.66)
	p.CubeTo(w*0.65, h*0.66, w*0.9, h*0.68, w*0.92, h)
	p.Close()
	s.pen.DrawPath(x, y, p)
}
