package synth

import (
	"fmt"

	"pratica/claim"
)

// care is what NA1 and GM01 ask beyond the persons.
type care struct {
	Carer     person
	Relation  string
	Diagnosis string

	// Accident is set on NA1 alone; nil if neither box is crossed.
	Accident *bool
	// Scores are the crosses of NA1's six sections in order, 0, 5 or 10; -1 for a section without one.
	Scores [6]int
	Total  int

	// Illnesses are the crosses of GM01: one, or by fault none or two.
	Illnesses    []string
	DischargedOn claim.Date
}

var sections = []string{"bathing", "dressing", "hygiene", "mobility", "continence", "eating"}

// someDependencyEnvelope draws NA1 for somebody who is dependent: more than 0 in at least four sections and
// 30 in all (Reg. 15.6).
func someDependencyEnvelope(d dice, channel claim.Channel) *envelope {
	e := someCare(d, claim.NA1, channel, 1936, 1975)
	accident := d.chance(0.15)
	e.Care.Accident = &accident
	e.Care.Diagnosis = pick(d, dependencyDiagnoses...)
	if accident {
		e.Care.Diagnosis = pick(d, accidentDiagnoses...)
	}
	e.Care.score(d)
	for !e.Care.eligible() {
		e.Care.score(d)
	}
	return e
}

// score crosses a box in every section.
func (c *care) score(d dice) {
	c.Total = 0
	for n := range c.Scores {
		c.Scores[n] = pick(d, 0, 5, 5, 10, 10)
		c.Total += c.Scores[n]
	}
}

// eligible is the rule of Reg. 15.6.
func (c *care) eligible() bool {
	above, sum := 0, 0
	for _, v := range c.Scores {
		if v > 0 {
			above++
			sum += v
		}
	}
	return above >= 4 && sum >= 30
}

// someIllnessEnvelope draws GM01, sent within six months of the discharge (Reg. 15.7).
func someIllnessEnvelope(d dice, channel claim.Channel) *envelope {
	e := someCare(d, claim.GM01, channel, 1945, 1990)
	illness := pick(d, illnesses...)
	e.Care.Illnesses = []string{illness.code}
	e.Care.Diagnosis = pick(d, illness.diagnoses...)
	e.Care.DischargedOn = e.SignedOn.AddDays(-d.whole(6, 150))
	e.Email = mailbox(e.Member.Name) + pick(d, ".", "_", "") + mailbox(e.Member.Surname) + pick(d, "", "", fmt.Sprint(d.whole(60, 99))) +
		pick(d, "@gmail.com", "@libero.it", "@hotmail.it", "@alice.it", "@virgilio.it", "@outlook.it")
	return e
}

// someCare draws a request without expenses, of the member or a grown member of the family.
func someCare(d dice, form claim.Form, channel claim.Channel, from, to int) *envelope {
	e := someEnvelope(d, 0, channel)
	e.Form, e.Phone, e.IBAN = form, e.Member.Phone, ""
	e.Rows, e.DeclaredTotal = nil, 0
	if e.Family {
		address := e.Patient.Address
		e.Patient = somePerson(d, from, to)
		e.Patient.Address = address
	}
	c := &care{Carer: somePerson(d, 1955, 1998)}
	if e.Family && d.chance(0.4) {
		c.Carer = e.Member
	}
	c.Relation = pick(d, relations[c.Carer.Woman]...)
	e.Care = c
	return e
}

var relations = map[bool][]string{
	true:  {"moglie", "figlia", "madre", "sorella", "nuora", "nipote", "coniuge", "convivente", "badante"},
	false: {"marito", "figlio", "padre", "fratello", "genero", "nipote", "coniuge", "convivente"},
}

// dependencyDiagnoses, accidentDiagnoses and illnesses are invented findings in the words of letters.
var dependencyDiagnoses = []string{
	"Morbo di Parkinson in fase avanzata con disturbi della deambulazione", "Malattia di Alzheimer con grave decadimento cognitivo",
	"Sclerosi multipla secondariamente progressiva", "Esiti di ictus ischemico con emiparesi destra", "Sclerosi laterale amiotrofica",
	"Demenza vascolare e incontinenza urinaria", "Artrite reumatoide deformante con anchilosi delle ginocchia",
	"Scompenso cardiaco cronico in paziente con BPCO severa, ossigenoterapia domiciliare", "Atassia cerebellare degenerativa",
	"Esiti di frattura di femore in paziente con osteoporosi grave",
}

var accidentDiagnoses = []string{
	"Paraplegia da frattura vertebrale D12 per incidente stradale", "Politrauma da caduta con esiti di trauma cranico",
	"Tetraparesi post traumatica", "Amputazione arto inferiore sinistro per infortunio",
}

var illnesses = []struct {
	code      string
	diagnoses []string
}{
	{"tumour", []string{"Carcinoma della mammella sinistra operato", "Adenocarcinoma del colon con linfonodi positivi", "Linfoma non Hodgkin a grandi cellule", "Neoplasia polmonare lobo superiore destro"}},
	{"infarction", []string{"Infarto miocardico acuto anteriore STEMI", "IMA inferiore trattato con angioplastica primaria"}},
	{"coronary_bypass", []string{"Triplo by-pass aorto coronarico", "Coronaropatia trivasale, rivascolarizzazione chirurgica"}},
	{"heart_valve_surgery", []string{"Sostituzione valvolare aortica con protesi biologica", "Plastica della valvola mitrale per insufficienza severa"}},
	{"aortic_surgery", []string{"Aneurisma dell'aorta addominale, intervento di sostituzione protesica", "Dissezione aortica tipo A operata"}},
	{"organ_transplant", []string{"Trapianto di rene da donatore cadavere", "Trapianto ortotopico di fegato"}},
	{"stroke", []string{"Ictus ischemico emisferico sinistro con afasia", "Emorragia cerebrale in sede capsulare destra"}},
}

// careEntries adds what stands in the boxes of NA1 and GM01.
func (e *envelope) careEntries(v map[string]string, wrong map[string]bool, by filler, room func(id string) float64) {
	c := e.Care
	v["carer.surname"], v["carer.name"], v["carer.relation"] = by.name(c.Carer.Surname), by.name(c.Carer.Name), by.name(c.Relation)
	v["carer.phone"], v["diagnosis"] = c.Carer.Phone, by.name(c.Diagnosis)
	if c.Accident != nil {
		v[map[bool]string{true: "accident.yes", false: "accident.no"}[*c.Accident]] = "X"
	}
	if e.Form == claim.NA1 {
		for n, section := range sections {
			if c.Scores[n] >= 0 {
				v[fmt.Sprintf("score.%s.%d", section, c.Scores[n])] = "X"
			}
		}
		v["score.total"] = fmt.Sprint(c.Total)
	}
	for _, illness := range c.Illnesses {
		v["illness."+illness] = "X"
	}
	if !c.DischargedOn.IsZero() {
		v["discharge.date"] = by.date(c.DischargedOn, room("discharge.date"))
	}
	for _, id := range e.Corrected {
		if v[id] == "" {
			wrong[id] = true
		}
	}
}

// careBlock puts the block of NA1 or GM01 into a claim.
func (e *envelope) careBlock(c *claim.Claim) {
	carer := claim.Carer{Surname: claim.Text(e.Care.Carer.Surname), Name: claim.Text(e.Care.Carer.Name), Relation: claim.Text(e.Care.Relation), Phone: claim.Text(e.Care.Carer.Phone)}
	if e.Form == claim.NA1 {
		score := func(n int) *int {
			if v := e.Care.Scores[n]; v >= 0 {
				return &v
			}
			return nil
		}
		c.Kind = claim.DependencyAid
		total := e.Care.Total
		c.Dependency = &claim.Dependency{Carer: carer, Accident: e.Care.Accident, Diagnosis: claim.Text(e.Care.Diagnosis), Total: &total,
			Scores: claim.Scores{Bathing: score(0), Dressing: score(1), Hygiene: score(2), Mobility: score(3), Continence: score(4), Eating: score(5)}}
		return
	}
	c.Kind = claim.SeriousIllnessCare
	c.SeriousIllness = &claim.SeriousIllness{Carer: carer, Diagnosis: claim.Text(e.Care.Diagnosis), DischargedOn: e.Care.DischargedOn}
	if len(e.Care.Illnesses) == 1 {
		c.SeriousIllness.Illness = claim.Text(e.Care.Illnesses[0])
	}
	if !e.Care.DischargedOn.IsZero() {
		c.SeriousIllness.Deadline = illnessDeadline(e.Care.DischargedOn)
	}
}

// illnessDeadline is the last day for GM01: six months from the discharge (GM01, 17.2 F), off a holiday.
func illnessDeadline(discharged claim.Date) claim.Date {
	day := discharged.AddMonths(6)
	for holiday(day) {
		day = day.AddDays(1)
	}
	return day
}
