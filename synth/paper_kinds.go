package synth

import (
	"fmt"
	"strings"

	"pratica/claim"
)

// who is what the other papers of an envelope must agree with. The zero values of dates and providers are
// replaced by invented ones.
type who struct {
	Member, Patient person
	MemberCode      string
	// Sent is the date of the postmark.
	Sent claim.Date
	// Hospital is where the patient lay, from Admitted to Discharged; Operated is a stay for an operation
	// that has the name Operation, empty for one without. Sessions are the days of a therapy.
	Hospital             provider
	Ward                 string
	Admitted, Discharged claim.Date
	Operation, Diagnosis string
	Sessions             []claim.Date
	// Dentist treated Teeth (FDI).
	Dentist provider
	Teeth   []string
	// Doctor writes prescriptions; of Prescribed on PrescribedOn.
	Doctor       person
	Prescribed   []string
	PrescribedOn claim.Date
	// Writers is the set of hands (see Options.Writers).
	Writers string
	// ToMilan sends the envelope to the fund's office instead of its post room.
	ToMilan bool
}

// someWho invents what an envelope's papers agree on, around a patient and the day of sending.
func someWho(d dice, member, patient person, code string, sent claim.Date) who {
	w := who{Member: member, Patient: patient, MemberCode: code, Sent: sent}
	w.fill(d)
	return w
}

// fill invents what is not given.
func (w *who) fill(d dice) {
	if w.Sent.IsZero() {
		w.Sent = workday(someDate(d, claim.NewDate(2026, 2, 2), claim.NewDate(2026, 6, 30)))
	}
	if w.Member.Surname == "" {
		w.Member = somePerson(d, 1958, 2001)
	}
	if w.Patient.Surname == "" {
		w.Patient = w.Member
	}
	if w.MemberCode == "" {
		w.MemberCode = "1" + d.digits(6)
	}
	if w.Hospital.Name == "" {
		w.Hospital = someHospital(d)
	}
	if w.Dentist.Name == "" {
		w.Dentist = someProvider(d, dentist)
	}
	if w.Doctor.Surname == "" {
		w.Doctor = somePerson(d, 1955, 1992)
	}
	if w.Discharged.IsZero() {
		w.Discharged = w.Sent.AddDays(-d.whole(5, 60))
	}
	if w.Admitted.IsZero() {
		w.Admitted = w.Discharged.AddDays(-d.whole(1, 9))
	}
	stay := someStay(d, w.Patient, w.Sent)
	if w.Operation == "" && w.Diagnosis == "" {
		w.Operation, w.Diagnosis = stay.operation, stay.diagnosis
	}
	if w.Ward == "" {
		w.Ward = stay.ward
	}
	if len(w.Sessions) == 0 {
		for n := d.whole(3, 9); n > 0; n-- {
			w.Sessions = append(w.Sessions, w.Discharged.AddDays(-7*(n-1)))
		}
	}
	if len(w.Teeth) == 0 {
		for range d.whole(1, 3) {
			w.Teeth = append(w.Teeth, fmt.Sprint(10*d.whole(1, 4)+d.whole(1, 7)))
		}
	}
	if w.PrescribedOn.IsZero() {
		w.PrescribedOn = w.Sent.AddDays(-d.whole(20, 120))
	}
	if len(w.Prescribed) == 0 {
		for _, n := range d.Perm(len(prescribable))[:pick(d, 1, 1, 2, 3)] {
			if item := prescribable[n]; w.Patient.Woman || !strings.Contains(item, "GRAVIDANZA") {
				w.Prescribed = append(w.Prescribed, item)
			}
		}
		if len(w.Prescribed) == 0 {
			w.Prescribed = []string{"VISITA ORTOPEDICA"}
		}
	}
}

// someHospital draws a public hospital.
func someHospital(d dice) provider {
	p := someProvider(d, publicHealth)
	town := p.Address.Town.name
	saint := pick(d, saints...)
	p.Name = pick(d, "A.S.S.T. "+town, "Azienda Ospedaliera "+saint, "Azienda Ospedaliero-Universitaria di "+town, "Ospedale "+saint,
		"IRCCS Istituto "+saint, "Azienda U.L.S.S. n. "+fmt.Sprint(d.whole(1, 9)), "A.O.U. Policlinico di "+town, "Ospedale Civile di "+town)
	p.Subtitle = pick(d, "Servizio Sanitario Regionale", "Presidio Ospedaliero "+pick(d, saints...), "Regione - Servizio Sanitario Nazionale", "")
	return p
}

// otherKinds are the kinds someOtherPaper draws.
var otherKinds = []claim.DocumentKind{claim.DischargeLetter, claim.MedicalRecord, claim.HospitalCertificate, claim.Prescription, claim.Xray,
	claim.Photo, claim.LabCertificate, claim.DentistStatement, claim.QualificationCertificate, claim.Translation, claim.HealthCard,
	claim.IdentityPaper, claim.Envelope, claim.Separator, claim.Letter, claim.Blank, claim.Other}

// someOtherPaper draws a paper of a kind that is neither a form nor an expense document (see otherKinds).
// An envelope's postmark is of the day w.Sent. The papers it draws are about w.Patient; w is filled first.
func someOtherPaper(d dice, kind claim.DocumentKind, w who) paper {
	w.fill(newDice(d.Uint64(), "who"))
	d = newDice(d.Uint64(), string(kind))
	draw, ok := map[claim.DocumentKind]func(dice, who) []*sheet{
		claim.DischargeLetter: drawDischarge, claim.MedicalRecord: drawRecord, claim.HospitalCertificate: drawHospitalCertificate,
		claim.Prescription: drawPrescription, claim.Xray: drawXray, claim.Photo: drawMouth, claim.LabCertificate: drawLabCertificate,
		claim.DentistStatement: drawDentistStatement, claim.QualificationCertificate: drawQualification, claim.Translation: drawTranslation,
		claim.HealthCard: drawHealthCard, claim.IdentityPaper: drawIdentity, claim.Envelope: drawCover, claim.Separator: drawSeparator,
		claim.Letter: drawLetterFromMember, claim.Blank: drawBlank, claim.Other: drawOther,
	}[kind]
	if !ok {
		panic("synth: no other paper of kind " + string(kind))
	}
	p := paper{kind: kind, pages: draw(d, w)}
	if kind == claim.Prescription {
		p.issuedOn = w.PrescribedOn
	}
	return p
}

// writing is a page written from top to bottom, in one style.
type writing struct {
	*sheet
	body, head typeface
	size       float64
	accent     ink
	x0, x1, y  float64 // mm
}

// newWriting is an A4 page in some style.
func newWriting(d dice) *writing {
	w := &writing{sheet: newSheet(210, 297, d), size: d.between(9.2, 11.4), x0: d.between(16, 25), y: d.between(14, 20)}
	w.x1 = 210 - d.between(15, 24)
	w.body = pick(d, sans, sans, serif, serif, lucid, verdana, narrow, mono)
	w.head = pick(d, w.body, w.body, serif, sans)
	if w.body == verdana {
		w.size -= 0.9
	}
	w.accent = ink{face: w.head, size: w.size, bold: true, color: pick(d, black, black, rgb(20, 60, 120), rgb(0, 100, 84), rgb(120, 24, 34), rgb(40, 84, 50))}
	return w
}

// next is another page in the same style.
func (w *writing) next() *writing {
	n := *w
	n.sheet = newSheet(210, 297, w.dice)
	n.y = 24
	return &n
}

func (w *writing) text() ink  { return ink{face: w.body, size: w.size, color: greyInk(20)} }
func (w *writing) small() ink { return w.text().times(0.78).in(greyInk(60)) }

// para sets a paragraph in the page's full width.
func (w *writing) para(text string) { w.paraIn(w.text(), w.x0, w.x1, text) }

func (w *writing) paraIn(i ink, x0, x1 float64, text string) {
	for _, line := range i.lines(text, x1-x0) {
		w.print(x0, w.y, i, left, line)
		w.y += i.leading()
	}
	w.y += i.leading() * 0.35
}

// title sets a heading in the middle or at the left.
func (w *writing) title(text string) {
	i := w.accent.sized(w.size * w.between(1.3, 1.7))
	w.y += i.leading()
	if w.chance(0.7) {
		w.print((w.x0+w.x1)/2, w.y, i.fits(text, w.x1-w.x0), centre, text)
	} else {
		w.print(w.x0, w.y, i.fits(text, w.x1-w.x0), left, text)
	}
	w.y += i.leading() * 1.1
}

// section sets a small heading.
func (w *writing) section(text string) {
	w.y += w.text().leading() * 0.3
	w.print(w.x0, w.y, w.accent.sized(w.size), left, text)
	w.y += w.text().leading()
}

// field sets a label and a value after it.
func (w *writing) field(label, value string) {
	at := w.print(w.x0, w.y, w.text(), left, label+" ")
	w.print(w.x0+max(at+1.5, 42), w.y, w.text().strong(), left, value)
	w.y += w.text().leading() * 1.1
}

// letterhead draws the head of an institution or a professional.
func (w *writing) letterhead(p provider) {
	name := w.accent.sized(w.size * 1.45)
	contact := []string{p.Subtitle, p.Address.Street + " - " + p.Address.place(), "Tel. " + p.Landline + pick(w.dice, "", " - "+p.Mail), "P.IVA " + p.VAT}
	switch w.IntN(3) {
	case 0:
		emblem(w.sheet, w.x0, w.y, 16, w.accent, w.IntN(5))
		w.print(w.x0+20, w.y+6, name.fits(p.Name, w.x1-w.x0-22), left, p.Name)
		w.block(w.x0+20, w.y+11, w.small(), left, contact...)
		w.y += 27
	case 1:
		w.y += 4
		w.print((w.x0+w.x1)/2, w.y, name.fits(p.Name, w.x1-w.x0), centre, p.Name)
		w.y = w.block((w.x0+w.x1)/2, w.y+5, w.small(), centre, contact...)
		w.rule(w.x0, w.y, w.x1, w.y, 0.3, w.accent.color)
		w.y += 4
	default:
		emblem(w.sheet, w.x1-15, w.y, 15, w.accent, w.IntN(5))
		w.print(w.x0, w.y+6, name.fits(p.Name, w.x1-w.x0-20), left, p.Name)
		w.block(w.x0, w.y+11, w.small(), left, contact...)
		w.y += 28
		w.rule(w.x0, w.y-2, w.x1, w.y-2, w.between(0.2, 1), w.accent.color)
	}
	w.y += 4
}

// signed sets place and date, the signer, a signature and perhaps a stamp.
func (w *writing) signed(place string, on claim.Date, title, name string) {
	w.y += 7
	w.print(w.x0, w.y, w.text(), left, place+pick(w.dice, ", ", ", lì ", " ")+numeric(on))
	x := w.x1 - 55
	w.print(x+25, w.y, w.text(), centre, title)
	w.print(x+25, w.y+5, w.text().fits(name, 60), centre, name)
	if w.chance(0.7) {
		stamped(w.sheet, x-w.between(6, 22), w.y-2, name)
	}
	signature(w.sheet, x+w.between(-2, 8), w.y+15, w.between(32, 46), penInk(w.dice))
	w.y += 22
}

// on is "il/la Sig./Sig.ra" and the like for a person.
func (p person) sir() string {
	if p.Woman {
		return "la Sig.ra"
	}
	return "il Sig."
}

// gender puts the ending of a participle: "nato" or "nata".
func (p person) gender(stem string) string {
	if p.Woman {
		return stem + "a"
	}
	return stem + "o"
}

// full is surname and name in capitals, as hospitals print it.
func (p person) full() string { return strings.ToUpper(p.Surname + " " + p.Name) }

// doctorName is "Dott.ssa Anna Rossi".
func doctorName(p person) string {
	if p.Woman {
		return "Dott.ssa " + p.Name + " " + p.Surname
	}
	return "Dott. " + p.Name + " " + p.Surname
}
