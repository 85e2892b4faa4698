package pipeline

import (
	"testing"

	"pratica/claim"
)

func TestACodePartsTheNamesOfAnotherPaper(t *testing.T) {
	code, err := claim.ParseTaxCode("RSSLCU80A01F205N")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ surname, name, want string }{
		{"Luca", "Rossi", "Rossi|Luca"},
		{"Rossi", "Luca", "Rossi|Luca"},
		{"Luca", "Rossi Neri", "Rossi Neri|Luca"}, // also where only the three letters of the first surname are in the code
		{"Neri", "Aldo", "|"},
		{"Rossi", "Luca Rossi", "|"}, // two ways
	} {
		surname, name, ok := partBy(code, c.surname, c.name)
		if got := surname + "|" + name; got != c.want || ok != (c.want != "|") {
			t.Errorf("%s, %s: %q", c.surname, c.name, got)
		}
	}
}

// TestThePatientOfATillSlipAndAnInvoice has the code on the slip and the names on the invoice, without a form.
func TestThePatientOfATillSlipAndAnInvoice(t *testing.T) {
	a := assembly{claim: claim.Claim{Provenance: map[string]claim.Provenance{"/expenses/0/patient/tax_code": {Confidence: 0.99}, "/expenses/1/patient/surname": {Confidence: 0.8}, "/expenses/1/patient/name": {Confidence: 0.7}}}}
	a.claim.ReceivedOn = claim.Date{Year: 2026, Month: 3, Day: 1}
	a.claim.Expenses = []claim.Expense{{Patient: claim.Person{TaxCode: "RSSLCU80A01F205N"}}, {Patient: claim.Person{Surname: "Luca", Name: "Rossi"}}}
	a.setPatient()
	if p := a.claim.Patient; p.Surname != "Rossi" || p.Name != "Luca" || p.TaxCode != "RSSLCU80A01F205N" || p.BornOn.String() != "1980-01-01" {
		t.Errorf("%+v", p)
	}
	if from := a.claim.Provenance; from["/patient/name"].Confidence != 0.7 || from["/patient/tax_code"].Confidence != 0.99 {
		t.Errorf("%+v", from)
	}
}

func TestServicesAreAsSureAsTheirPositions(t *testing.T) {
	expense := func(description claim.Text, lines ...claim.Text) claim.Claim {
		c := claim.Claim{Provenance: map[string]claim.Provenance{"/expenses/0/description": {Confidence: 0.9}, "/expenses/0/lines/0/description": {Confidence: 0.999}, "/expenses/0/lines/1/description": {Confidence: 0.998}}}
		e := claim.Expense{Description: description}
		for _, text := range lines {
			e.Lines = append(e.Lines, claim.Line{Description: text})
		}
		c.Expenses = []claim.Expense{e}
		return c
	}
	for name, c := range map[string]struct {
		claim claim.Claim
		want  float64
	}{
		"both":                                 {expense("Visita; Ecografia", "Visita", "Ecografia"), 0.999 * 0.998},
		"one that is not refunded is left out": {expense("Ecografia", "Segreteria", "Ecografia"), 0.998},
		"one is a part of another":             {expense("Visita oculistica", "Visita"), 0.9},
		"another text":                         {expense("Visita; Radiografia", "Visita", "Ecografia"), 0.9},
		"none":                                 {expense("", "Visita"), 0.9},
	} {
		confirmDescription(&c.claim, 0)
		if got := c.claim.Provenance["/expenses/0/description"].Confidence; got < c.want-1e-9 || got > c.want+1e-9 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestNamesFromTheOtherPapersOfAnEnvelope has Luca Rossi's papers with that of a relative, with one whose name a stamp
// covers in part, and with a stranger's.
func TestNamesFromTheOtherPapersOfAnEnvelope(t *testing.T) {
	luca := claim.Person{Surname: "Rossi", Name: "Luca", TaxCode: "RSSLCU80A01F205N"}
	for _, c := range []struct {
		name, want string
		patient    claim.Person
		other      claim.Expense
	}{
		{"a relative of who pays", "Rossi|Serghei", claim.Person{Surname: "Serghei", Name: "Rossi"}, claim.Expense{BilledTo: &luca}},
		{"a relative in the right order", "Rossi|Serghei", claim.Person{Surname: "Rossi", Name: "Serghei"}, claim.Expense{Patient: luca}},
		{"named twice like the surname", "Rossi|Rossi", claim.Person{Surname: "Rossi", Name: "Rossi"}, claim.Expense{Patient: luca}},
		{"a name of which a part is covered", "Rossi|Luca", claim.Person{Surname: "Rossi", TaxCode: luca.TaxCode}, claim.Expense{Patient: luca}},
		{"another name beside his code", "Rossi|Ada", claim.Person{Surname: "Rossi", Name: "Ada", TaxCode: luca.TaxCode}, claim.Expense{Patient: luca}},
		{"nobody's code", "Serghei|Rossi", claim.Person{Surname: "Serghei", Name: "Rossi"}, claim.Expense{BilledTo: &claim.Person{Surname: "Rossi", Name: "Luca"}}},
	} {
		a := assembly{mended: map[string]bool{}, claim: claim.Claim{Provenance: map[string]claim.Provenance{"/expenses/0/patient/surname": {Confidence: 0.8}, "/expenses/0/patient/name": {Confidence: 0.7}}}}
		a.claim.Expenses = []claim.Expense{{Patient: c.patient}, c.other}
		a.setPatient()
		p := a.claim.Expenses[0].Patient
		if got := string(p.Surname + "|" + p.Name); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		changed := p.Surname != c.patient.Surname || p.Name != c.patient.Name
		if from := a.claim.Provenance["/expenses/0/patient/surname"]; changed && from.Confidence != 0.7 {
			t.Errorf("%s: a new order is as sure as %.2f", c.name, from.Confidence)
		}
		if completed := changed && c.patient.TaxCode != ""; a.mended["/expenses/0/patient/name"] != completed {
			t.Errorf("%s: mended is %v", c.name, !completed)
		}
	}
}

func TestThePatientOfInvoicesIsAskedAboutWithThem(t *testing.T) {
	for name, c := range map[string]struct {
		form     claim.Form
		accepted claim.Acceptance // on the invoice
		stays    bool
	}{
		"asked about on the invoice":         {"", "", false},
		"sure on the invoice":                {"", claim.AcceptedAuto, true},
		"stated by a form, whatever it says": {"R01", "", true},
		"looked over by a reviewer":          {"", claim.AcceptedReviewer, true},
	} {
		t.Run(name, func(t *testing.T) {
			a := assembly{claim: claim.Claim{Form: c.form, Expenses: []claim.Expense{{Patient: claim.Person{Surname: "ZELJKO", Name: "HORVAT"}}}, Provenance: map[string]claim.Provenance{}}}
			a.claim.Patient.Surname, a.claim.Patient.Name = "ZELJKO", "HORVAT"
			for _, part := range []string{"/patient/surname", "/patient/name"} {
				a.claim.Provenance[part] = claim.Provenance{Confidence: 0.997, Accepted: claim.AcceptedAuto}
				a.claim.Provenance["/expenses/0"+part] = claim.Provenance{Confidence: 0.9178, Accepted: c.accepted}
			}
			a.askAboutPatient()
			for _, part := range []string{"/patient/surname", "/patient/name"} {
				if from := a.claim.Provenance[part]; (from.Accepted == claim.AcceptedAuto) != c.stays || !c.stays && from.Confidence > 0.9178 {
					t.Errorf("%s: %+v", part, from)
				}
			}
		})
	}
}
