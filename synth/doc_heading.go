package synth

import (
	"math"
	"strings"
)

const titleForms, addresseeForms, totalsForms = 8, 8, 8

// docTitle names the document: what the issuer always writes, unless it is no ordinary invoice.
func (d *draft) docTitle() string {
	l := d.words()
	switch {
	case d.Nature == proforma:
		return pick(d.dice, l.proforma...)
	case d.Nature == estimate:
		return pick(d.dice, l.estimate...)
	case d.Nature == creditNote:
		return pick(d.dice, l.credit...)
	case l != &italian:
		return pick(d.dice, l.invoice...)
	}
	return d.title()
}

// titlePart is the title with number and date.
func (d *draft) titlePart(p plan) part {
	return func(x, y, w float64) float64 {
		title := d.docTitle()
		big := d.look.heads().sized(d.between(11, 17))
		if d.chance(0.35) {
			big = big.in(d.look.Accent)
		}
		i := d.look.dark()
		y += big.size * 0.3
		form := p.Title
		if w < 60 && (form == 1 || form == 6) {
			form = 2
		}
		below := y
		switch form {
		case 0: // one line, on two where it is narrow
			below = d.heads(x, y, w, big, title+d.numberAndDate())
		case 1: // title, and a head of two cells
			y = d.heads(x, y, w, big, title) + 1
			below = d.cells(x, y-3, math.Min(w, d.between(80, 110)), []fact{{d.numberLabel(), d.shownNumber()}, {pick(d.dice, d.words().date...), d.dateOf()}})
		case 2, 3: // title, then label and value
			y = d.heads(x, y, w, big, title)
			below = d.facts(x, y+1, w, form == 3, []fact{{d.numberLabel(), d.shownNumber()}, {pick(d.dice, d.words().date...), d.dateOf()}})
		case 4: // framed
			below = d.facts(x+3, d.heads(x+3, y+3, w-6, big.fits(title, w-6), title)+1, w-6, false, []fact{{d.numberLabel(), d.shownNumber()}, {pick(d.dice, d.words().date...), d.dateOf()}})
			d.box(x, y-3.5, w, below-y+2, pick(d.dice, 0.0, 1.5), 0.3, d.look.Ink)
			below += 3
		case 5: // place and date at the right, title with number below
			if date := d.dateOf(); date != "" {
				place := d.Issuer.Address.Town.name + ", " + pick(d.dice, "", "lì ", "il ")
				if d.words() != &italian {
					place = d.Issuer.Address.Town.name + ", "
				}
				d.print(x+w, y, i.fits(place+date, w), right, place+date)
				y += i.leading() * 1.8
			}
			number := ""
			if n := d.shownNumber(); n != "" {
				number = " " + d.numberSign() + " " + n
			}
			below = d.heads(x, y, w, big, title+number)
		case 6: // a tinted strip across
			strip := big.times(0.85).in(d.look.Ink)
			text := title + d.numberAndDate()
			d.fill(x, y-strip.size*0.3-1.2, w, strip.size*0.36+4, greyInk(uint8(d.whole(215, 232))))
			d.print(x+2, y+1, strip.fits(text, w-4), left, text)
			below = y + strip.leading() + 2
		default: // letters apart, number and date small below
			below = d.heads(x, y, w, big.times(1.1), title)
			d.print(x, below, i.fits(strings.TrimSpace(d.numberAndDate()), w), left, strings.TrimSpace(d.numberAndDate()))
			below += i.leading()
		}
		return d.marked(x, below, w)
	}
}

// heads sets a heading on as many lines as it needs and gives the y below.
func (d *draft) heads(x, y, w float64, i ink, text string) float64 {
	lines := i.lines(text, w)
	if len(lines) > 2 {
		i = i.times(0.75)
		lines = i.lines(text, w)
	}
	for _, line := range lines {
		d.print(x, y, i.fits(line, w), left, line)
		y += i.leading() * 1.05
	}
	return y
}

// marked says below the title that the paper is a copy, or what a credit note cancels.
func (d *draft) marked(x, y, w float64) float64 {
	l, i := d.words(), d.look.dark()
	switch d.Nature {
	case courtesyCopy:
		return d.wrap(x, y+1, w, i.strong(), pick(d.dice, l.courtesy...))
	case duplicate:
		return d.wrap(x, y+1, w, i.strong(), pick(d.dice, l.duplicate...))
	case creditNote:
		return d.wrap(x, y+1, w, i, pick(d.dice, "A storno della fattura n. ", "Storno totale fattura nr. ", "Rif. ns. fattura n. ")+d.Cancels.Number+" del "+d.look.date(d.Cancels.Date))
	}
	return y
}

func (d *draft) shownNumber() string {
	if d.lacks(withoutNumber) {
		return ""
	}
	return d.Number
}

// numberSign stands before the number.
func (d *draft) numberSign() string {
	switch d.words() {
	case &english:
		return pick(d.dice, "No.", "#", "no.")
	case &german:
		return "Nr."
	}
	return d.look.NumberSign
}

// numberLabel names the number in a cell or a pair.
func (d *draft) numberLabel() string {
	if d.Nature == proforma || d.Nature == estimate || d.Nature == creditNote {
		return pick(d.dice, "Numero", "N.", "Documento n.")
	}
	return pick(d.dice, d.words().number...)
}

// numberAndDate is " n. 12/2026 del 12/03/2026".
func (d *draft) numberAndDate() string {
	s := ""
	if n := d.shownNumber(); n != "" {
		s = " " + d.numberSign() + " " + n
	}
	date := d.dateOf()
	if date == "" {
		return s
	}
	switch d.words() {
	case &english:
		return s + pick(d.dice, " dated ", ", ", " - ") + date
	case &german:
		return s + pick(d.dice, " vom ", ", ", " - Datum: ") + date
	}
	return s + pick(d.dice, " del ", " del ", " - Data: ", " in data ", ", ", " dd. ", " - ") + date
}

// fact is a label with its value.
type fact struct{ label, value string }

// facts sets labels and values in two columns; with apart the values stand at the right end.
func (d *draft) facts(x, y, w float64, apart bool, list []fact) float64 {
	i := d.look.dark()
	value := i
	if d.chance(0.6) {
		value = i.strong()
	}
	colon := pick(d.dice, ":", "", ":", " :")
	widest := 0.0
	for _, f := range list {
		widest = math.Max(widest, i.width(f.label+colon))
	}
	for _, f := range list {
		if f.value == "" {
			continue
		}
		label := i.fits(f.label+colon, w*0.5)
		d.print(x, y, label, left, f.label+colon)
		room := w - math.Min(widest, w*0.5) - 2.5
		if apart {
			d.print(x+w, y, value.fits(f.value, room), right, f.value)
		} else {
			d.print(x+math.Min(widest, w*0.5)+2.5, y, value.fits(f.value, room), left, f.value)
		}
		y += i.leading() * 1.1
	}
	return y
}

// cells is a head of labels in boxes with the values in boxes below.
func (d *draft) cells(x, y, w float64, list []fact) float64 {
	i := d.look.dark()
	cw := w / float64(len(list))
	label := i.times(0.82).strong()
	tint := d.chance(0.6)
	for n, f := range list {
		at := x + float64(n)*cw
		if tint {
			d.fill(at, y, cw, 5.2, greyInk(222))
		}
		d.box(at, y, cw, 5.2, 0, 0.2, d.look.Ink)
		d.box(at, y+5.2, cw, 6.6, 0, 0.2, d.look.Ink)
		d.print(at+cw/2, y+3.7, label.fits(f.label, cw-2), centre, f.label)
		d.print(at+cw/2, y+9.9, i.strong().fits(f.value, cw-2), centre, f.value)
	}
	return y + 11.8 + i.leading()
}

// addresseePart is whom the paper is made out to.
func (d *draft) addresseePart(p plan) part {
	return func(x, y, w float64) float64 {
		if d.lacks(withoutPatient) {
			return y
		}
		i := d.look.dark()
		label := d.addresseeLabel()
		y += i.size * 0.3
		switch p.Addressee {
		case 0: // label and lines
			d.print(x, y, d.look.pale(), left, label)
			return d.lines(x, y+i.leading(), w, i.times(1.05), d.patientLines())
		case 1: // lines alone, as in a window envelope
			lines := d.patientLines()
			lines[0] = label + " " + lines[0]
			return d.lines(x, y, w, i.times(1.1), lines)
		case 2, 3: // framed
			below := d.lines(x+3, y+4+i.leading(), w-6, i, d.patientLines())
			d.print(x+3, y+3, d.look.pale(), left, label)
			d.box(x, y-2, w, below-y+0.5, pick(d.dice, 0.0, 2), 0.25, d.look.Ink)
			return below + 3
		case 4: // a tinted head, lines below
			d.fill(x, y-2.5, w, 5.4, greyInk(uint8(d.whole(214, 234))))
			d.print(x+2, y+1.2, i.strong().times(0.92), left, label)
			return d.lines(x+2, y+3+i.leading(), w-2, i, d.patientLines())
		case 5: // surname and name apart, all with labels
			return d.personFacts(x, y, w)
		case 6: // one running line
			text := strings.TrimSuffix(label, ":") + ": " + strings.Join(d.patientLines(), pick(d.dice, " - ", ", ", "  "))
			return d.wrap(x, y, w, i, text)
		}
		lines := d.patientLines()
		d.print(x, y, i, left, label)
		below := d.lines(x+6, y+i.leading()*1.1, w-6, i.strong(), lines[:1])
		return d.lines(x+6, below, w-6, i, lines[1:])
	}
}

// lines sets lines one under the other, smaller where one is too wide.
func (d *draft) lines(x, y, w float64, i ink, lines []string) float64 {
	for _, line := range lines {
		d.print(x, y, i.fits(line, w), left, line)
		y += i.leading()
	}
	return y
}

// addresseeLabel stands above the name.
func (d *draft) addresseeLabel() string {
	l := d.words()
	if d.Payer != nil {
		return pick(d.dice, l.billedTo...)
	}
	if l == &italian && d.chance(0.3) {
		return d.Patient.salutation(d.dice)
	}
	return pick(d.dice, pick(d.dice, l.patient...), pick(d.dice, l.billedTo...))
}

// personFacts sets whom the paper is made out to as labels and values.
func (d *draft) personFacts(x, y, w float64) float64 {
	l, who := d.words(), d.billedTo()
	surname, name := who.Surname, who.Name
	if d.look.Capitals {
		surname, name = upper(surname, d.look.Apostrophe), upper(name, d.look.Apostrophe)
	}
	list := []fact{{"Cognome", surname}, {"Nome", name}}
	if l != &italian || d.chance(0.4) {
		list = []fact{{pick(d.dice, "Cognome e nome", "Cognome Nome", "Nominativo"), surname + " " + name}}
		if l != &italian {
			list[0].label = d.addresseeLabel()
		}
	}
	if d.ShowCode {
		list = append(list, fact{pick(d.dice, l.taxCode...), who.TaxCode})
	}
	if d.ShowBirth && d.Payer == nil {
		list = append(list, fact{pick(d.dice, l.birth...), d.birthDate(who)})
	}
	if d.chance(0.7) {
		list = append(list, fact{map[*language]string{&italian: pick(d.dice, "Indirizzo", "Residenza", "Via"), &english: "Address", &german: "Adresse"}[l], who.Address.Street},
			fact{map[*language]string{&italian: pick(d.dice, "Città", "Località", "Comune"), &english: "City", &german: "Ort"}[l], who.Address.place()})
	}
	return d.facts(x, y, w, false, list)
}

func (d *draft) birthDate(who person) string {
	if d.words() == &italian {
		return numeric(who.Born)
	}
	return d.look.date(who.Born)
}

// benefit names the patient when somebody else is billed.
func (d *draft) benefit() string {
	if d.words() == &italian || d.Payer == nil || d.lacks(withoutPatient) {
		return d.beneficiary()
	}
	return pick(d.dice, d.words().patient...) + ": " + d.look.name(d.Patient)
}

// references are facts that mislead: order and patient numbers, other dates.
func (d *draft) references(p plan) part {
	return func(x, y, w float64) float64 {
		if !p.References {
			return y
		}
		pool := d.words().references
		first, count := d.IntN(len(pool)), d.whole(1, 4)
		var list []fact
		for n := range count {
			r := pool[(first+n*3)%len(pool)]
			list = append(list, fact{pick(d.dice, r.labels...), r.value(d)})
		}
		switch {
		case w > 120 && d.chance(0.5):
			return d.cells(x, y, w, list)
		case w > 120:
			i := d.look.dark()
			for n, f := range list {
				text := f.label + ": " + f.value
				d.print(x+float64(n%2)*w/2, y+i.leading(), i.fits(text, w/2-3), left, text)
				if n%2 == 1 {
					y += i.leading() * 1.1
				}
			}
			return y + i.leading()*1.8
		}
		return d.facts(x, y+d.look.Size*0.3, w, d.chance(0.3), list)
	}
}
