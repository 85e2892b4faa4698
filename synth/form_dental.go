package synth

import (
	"fmt"

	"pratica/claim"
)

// dental is what the dentist writes on D01: the cures with their invoices.
type dental struct {
	Treatments []treatment
	SignedOn   claim.Date
	Signed     bool
	// Missing tells that the form was not sent.
	Missing bool
}

// treatment is one row of D01. Where the table has a column for it, Tooth is in FDI notation and may be
// forgotten (empty); Arch is what part of the mouth; Count the number of sessions.
type treatment struct {
	cure
	Tooth  string
	Arch   claim.Arch
	Count  int
	Amount int64
	// Invoice is the document that bills it.
	Invoice *invoice
}

// cure is a treatment of the tariff as dentists bill it.
type cure struct {
	code  string
	where place
	teeth toothSet
	// low and high are its price in euro.
	low, high int
	words     []string
}

// place is the column a treatment has on D01.
type place int

const (
	byCount place = iota
	byArch        // upper or lower
	byQuadrant
	byTooth
)

// toothSet are the teeth a treatment makes sense on.
type toothSet int

const (
	anyTooth toothSet = iota
	frontTooth
	backTooth
	wisdomTooth
)

// cures are the treatments drawn, with prices of a dentist in a town (Guide 2012, D01: codes and names).
var cures = []cure{
	{"6130", byCount, 0, 50, 100, []string{"Visita odontoiatrica", "Visita e piano di cura", "Prima visita odontoiatrica"}},
	{"6131", byCount, 0, 70, 120, []string{"Ablazione tartaro", "Seduta di igiene orale - ablazione tartaro", "Detartrasi"}},
	{"2583", byArch, 0, 300, 700, []string{"Chirurgia gengivale", "Chirurgia gengivale con lembo"}},
	{"2586", byQuadrant, 0, 150, 300, []string{"Gengivectomia"}},
	{"2588", byQuadrant, 0, 90, 220, []string{"Levigatura radicolare e courettage", "Courettage gengivale", "Levigatura radici"}},
	{"2591", byTooth, frontTooth, 250, 450, []string{"Apicectomia"}},
	{"2594", byTooth, anyTooth, 80, 180, []string{"Estrazione semplice", "Estrazione dente", "Avulsione"}},
	{"2595", byTooth, backTooth, 180, 350, []string{"Estrazione in inclusione ossea", "Avulsione di elemento incluso"}},
	{"2596", byTooth, wisdomTooth, 150, 350, []string{"Estrazione terzo molare", "Avulsione dente del giudizio"}},
	{"2598", byArch, 0, 120, 250, []string{"Frenulectomia"}},
	{"2602", byTooth, anyTooth, 60, 110, []string{"Incappucciamento della polpa"}},
	{"2603", byTooth, backTooth, 250, 480, []string{"Intarsio in ceramica", "Onlay in composito"}},
	{"2604", byTooth, backTooth, 70, 120, []string{"Otturazione I classe", "Otturazione di I classe in composito"}},
	{"2605", byTooth, backTooth, 90, 160, []string{"Otturazione II classe", "Otturazione in composito II classe", "Ricostruzione di II classe"}},
	{"2606", byTooth, frontTooth, 90, 150, []string{"Otturazione III classe", "Otturazione estetica III classe"}},
	{"2607", byTooth, frontTooth, 100, 160, []string{"Otturazione IV classe"}},
	{"2608", byTooth, anyTooth, 80, 140, []string{"Otturazione V classe", "Otturazione colletto V classe"}},
	{"2609", byTooth, backTooth, 180, 300, []string{"Ricostruzione con perno", "Perno in fibra e ricostruzione"}},
	{"2610", byTooth, frontTooth, 150, 260, []string{"Cura canalare 1 canale", "Terapia endodontica monocanalare", "Devitalizzazione 1 canale"}},
	{"2611", byTooth, backTooth, 200, 350, []string{"Cura canalare 2 canali", "Terapia endodontica 2 canali", "Devitalizzazione 2 canali"}},
}

// The cures of D01's second page, known by number alone; they come with more papers, or for children only.
var (
	implantCures    = curesOf(700, 1500, byTooth, "Impianto osteointegrato", "2615", "2616", "2617", "2618", "2619")
	prosthesisCures = curesOf(350, 900, byTooth, "Corona in metallo-ceramica", "2620", "2622", "2626", "2627", "2628", "2629", "2630", "2631", "2633")
	ageCures        = curesOf(400, 900, byArch, "Apparecchio ortodontico", "2635", "2648")
)

func curesOf(low, high int, where place, words string, codes ...string) (list []cure) {
	for _, code := range codes {
		list = append(list, cure{code, where, anyTooth, low, high, []string{words}})
	}
	return list
}

func cureOf(code string) cure {
	for _, c := range cures {
		if c.code == code {
			return c
		}
	}
	panic("synth: no cure " + code)
}

// someTooth is a tooth of the set in FDI notation, for an adult or a child with milk teeth.
func someTooth(d dice, set toothSet, milk bool) string {
	quadrant, last := d.whole(1, 4), 7
	if milk {
		quadrant, last = quadrant+4, 5
	}
	from := 1
	switch set {
	case frontTooth:
		last = 3
	case backTooth:
		from = 4
	case wisdomTooth:
		from, last = 8, 8
	}
	return fmt.Sprintf("%d%d", quadrant, d.whole(from, last))
}

// archWords is how a dentist writes the arch on the form.
var archWords = map[claim.Arch][]string{
	claim.UpperArch: {"superiore", "sup.", "arcata superiore"}, claim.LowerArch: {"inferiore", "inf.", "arcata inferiore"},
	claim.UpperRight: {"sup. dx", "superiore destra", "I quadrante"}, claim.UpperLeft: {"sup. sx", "superiore sinistra", "II quadrante"},
	claim.LowerLeft: {"inf. sx", "inferiore sinistra", "III quadrante"}, claim.LowerRight: {"inf. dx", "inferiore destra", "IV quadrante"},
}

// someTreatment draws a cure of a patient on a day.
func someTreatment(d dice, c cure, patient person, on claim.Date) treatment {
	t := treatment{cure: c, Count: 1}
	switch c.where {
	case byCount:
		t.Count = pick(d, 1, 1, 1, 2)
	case byArch:
		t.Arch = pick(d, claim.UpperArch, claim.LowerArch)
	case byQuadrant:
		t.Arch = pick(d, claim.UpperRight, claim.UpperLeft, claim.LowerLeft, claim.LowerRight)
	default:
		milk := on.Before(patient.Born.AddMonths(11*12)) && c.teeth != wisdomTooth
		t.Tooth = someTooth(d, c.teeth, milk)
	}
	t.Amount = int64(d.whole(c.low/5, c.high/5)) * 500 * int64(t.Count)
	return t
}

// line is the treatment as the invoice bills it.
func (t treatment) line(d dice) position {
	text := pick(d, t.words...)
	switch t.where {
	case byTooth:
		text += pick(d, " elemento ", " el. ", " dente ", " ") + t.Tooth
	case byArch, byQuadrant:
		text += " " + pick(d, archWords[t.Arch]...)
	}
	return position{Text: text, Quantity: t.Count, Unit: t.Amount / int64(t.Count), Amount: t.Amount}
}

// someDentalEnvelope draws R02 with its D01 and n invoices of one dentist.
func someDentalEnvelope(d dice, n int, channel claim.Channel) *envelope {
	e := someEnvelope(d, 0, channel)
	e.Form = claim.R02
	e.Dental = &dental{Signed: true}
	free := d.Perm(len(cures))
	var issuer provider
	for k := range min(n, 5) {
		inv := e.someInvoice(d, []trade{dentist})
		if k == 0 {
			issuer = inv.Issuer
		}
		inv.Issuer, inv.Lines = issuer, nil
		for wanted := pick(d, 1, 1, 2, 2, 3); wanted > 0; free = free[1:] { // a code stands once on D01
			c := cures[free[0]]
			if c.teeth == wisdomTooth && inv.Date.Before(e.Patient.Born.AddMonths(17*12)) {
				continue
			}
			t := someTreatment(d, c, e.Patient, inv.Date)
			t.Invoice = inv
			inv.Lines = append(inv.Lines, t.line(d))
			e.Dental.Treatments = append(e.Dental.Treatments, t)
			wanted--
		}
		if k == 0 && d.chance(0.2) && !e.Patient.minor(inv.Date) { // an implant or a crown
			t := someTreatment(d, pick(d, pick(d, implantCures...), pick(d, prosthesisCures...)), e.Patient, inv.Date)
			t.Invoice = inv
			inv.Lines = append(inv.Lines, t.line(d))
			e.Dental.Treatments = append(e.Dental.Treatments, t)
		}
		inv.VATRate = 0
		inv.again(d)
		e.Invoices = append(e.Invoices, inv)
		if e.Dental.SignedOn.Before(inv.Date) {
			e.Dental.SignedOn = inv.Date
		}
	}
	e.fillRows(d)
	return e
}

// d01Entries are what stands on D01.
func (e *envelope) d01Entries(by filler, room func(id string) float64, d dice) entries {
	out := entries{text: map[string]string{}, wrong: map[string]bool{}}
	v := out.text
	v["patient.surname"], v["patient.name"] = by.name(e.Patient.Surname), by.name(e.Patient.Name)
	for n, inv := range e.Invoices {
		id := fmt.Sprintf("ref%d.", n+1)
		v[id+"number"], v[id+"date"] = inv.Number, by.date(inv.Date, room(id+"date"))
	}
	for n, t := range e.Dental.Treatments {
		// the fund's form prints the codes, one row each; others have rows to write them into
		id, row := "c"+t.code+".", fmt.Sprintf("t%d.", n+1)
		v[row+"code"], v[row+"text"], v[row+"count"] = t.code, by.name(t.words[0]), fmt.Sprint(t.Count)
		switch t.where {
		case byCount:
			v[id+"count"] = fmt.Sprint(t.Count)
		case byTooth:
			v[id+"tooth"], v[row+"place"] = t.Tooth, t.Tooth
		default:
			v[id+"arch"] = pick(d, archWords[t.Arch]...)
			v[row+"place"] = v[id+"arch"]
		}
		v[id+"amount"] = by.amount(t.Amount)
		v[row+"amount"] = v[id+"amount"]
	}
	if e.Dental.Signed {
		v["dentist.signature"] = "X"
	}
	if !e.Dental.SignedOn.IsZero() {
		v["dentist.date"] = by.date(e.Dental.SignedOn, room("dentist.date"))
	}
	for _, id := range e.Blank {
		delete(v, id)
	}
	return out
}

// treatments are the rows of D01 as claim/v1 has them. The number of its invoice is known of a treatment
// only if there is one invoice: the form does not say which row is on which.
func (e *envelope) treatments() []claim.Treatment {
	if e.Dental == nil || e.Dental.Missing {
		return nil
	}
	var list []claim.Treatment
	for _, t := range e.Dental.Treatments {
		out := claim.Treatment{Code: claim.Text(t.code), Tooth: claim.Text(t.Tooth), Arch: t.Arch, Quantity: t.Count, Amount: claim.Cents(t.Amount)}
		if len(e.Invoices) == 1 {
			out.InvoiceNumber = claim.Text(e.Invoices[0].Number)
		}
		list = append(list, out)
	}
	return list
}
