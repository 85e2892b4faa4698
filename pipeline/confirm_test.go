package pipeline

import (
	"testing"

	"pratica/claim"
)

// rowClaim is a claim of one row and its invoice, everything read with the same confidence.
func rowClaim(confidence float64) claim.Claim {
	c := claim.Claim{Form: claim.R01, Provenance: map[string]claim.Provenance{}, DeclaredTotal: claim.MustMoney("87.50")}
	c.Member.Surname, c.Member.Name = "ROSSI", "LUCA"
	c.Patient = claim.Patient{Relation: claim.Self, Surname: "ROSSI", Name: "LUCA"}
	c.Expenses = []claim.Expense{{Number: "77/2026", Date: claim.MustDate("2026-03-12"), Total: claim.MustMoney("87.50"),
		Patient:  claim.Person{Surname: "Rossi", Name: "Luca"},
		Declared: &claim.Declared{Number: "77/2026", Date: claim.MustDate("2026-03-12"), Amount: claim.MustMoney("87.50")}}}
	for _, pointer := range []string{"/declared_total", "/member/surname", "/member/name", "/patient/surname", "/patient/name",
		"/expenses/0/number", "/expenses/0/date", "/expenses/0/total", "/expenses/0/patient/surname", "/expenses/0/patient/name",
		"/expenses/0/issuer/name", "/expenses/0/declared/issuer", "/expenses/0/declared/number", "/expenses/0/declared/date", "/expenses/0/declared/amount"} {
		c.Provenance[pointer] = claim.Provenance{Confidence: confidence}
	}
	return c
}

func TestARowAndItsInvoiceConfirmOrContradictEachOther(t *testing.T) {
	const before = 0.997
	for name, tt := range map[string]struct {
		change   func(e *claim.Expense)
		pointers []string
		raised   bool
	}{
		"the same number":        {func(*claim.Expense) {}, []string{"/number", "/declared/number"}, true},
		"another number":         {func(e *claim.Expense) { e.Declared.Number = "17/2026" }, []string{"/number", "/declared/number"}, false},
		"the same date":          {func(*claim.Expense) {}, []string{"/date", "/declared/date"}, true},
		"a date of another year": {func(e *claim.Expense) { e.Declared.Date.Year-- }, []string{"/date", "/declared/date"}, false},
		"the same amount":        {func(*claim.Expense) {}, []string{"/total", "/declared/amount"}, true},
		"another amount":         {func(e *claim.Expense) { e.Total = claim.MustMoney("81.50") }, []string{"/total"}, false},
		"the same issuer": {func(e *claim.Expense) {
			e.Issuer.Name, e.Declared.Issuer = "Casa di Cura Città", "CASA DI CURA CITTA'"
		}, []string{"/issuer/name", "/declared/issuer"}, true},
		"an issuer with the same figure for a letter in both": {func(e *claim.Expense) {
			e.Issuer.Name, e.Declared.Issuer = "A.0.U. San Camillo", "A.0.U. SAN CAMILLO"
		}, []string{"/issuer/name", "/declared/issuer"}, false},
		"an issuer with one wrong letter": {func(e *claim.Expense) {
			e.Issuer.Name, e.Declared.Issuer = "Casa di Cura Città", "Casa di Cura Gittà"
		}, []string{"/issuer/name", "/declared/issuer"}, false},
		"an issuer whose name goes on": {func(e *claim.Expense) {
			e.Issuer.Name, e.Declared.Issuer = "Studio di Fisioterapia", "Studio di Fisioterapia Guerra"
		}, []string{"/issuer/name"}, false},
		"rows that miss a total": {func(e *claim.Expense) {
			e.Declared.Amount, e.Total = claim.MustMoney("81.50"), claim.MustMoney("81.50")
		},
			[]string{"/declared_total"}, false},
		"a row whose invoice makes the total":        {func(e *claim.Expense) { e.Declared.Amount = claim.MustMoney("81.50") }, []string{"/declared/amount"}, false},
		"another number where date and amount agree": {func(e *claim.Expense) { e.Number = "18" }, []string{"/number", "/declared/number"}, false},
		"rows that make the total":                   {func(e *claim.Expense) { e.Total = claim.MustMoney("81.50") }, []string{"/declared_total"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			c := rowClaim(before)
			tt.change(&c.Expenses[0])
			confirm(&c, nil, nil)
			for _, pointer := range tt.pointers {
				if pointer != "/declared_total" {
					pointer = "/expenses/0" + pointer
				}
				if got := c.Provenance[pointer].Confidence; (got > before) != tt.raised || !tt.raised && got >= DefaultTargetAccuracy {
					t.Errorf("%s is believed with %.4f", pointer, got)
				}
			}
		})
	}
}

func TestOfTwoValuesThatDifferByAFigureTheLessSureIsMisread(t *testing.T) {
	for name, tt := range map[string]struct {
		row, date        string
		confidence, want float64
	}{
		"an amount with a figure more, less sure": {"817.50", "2026-03-12", 0.99, misreadValue},
		"an amount with another figure, surely":   {"81.50", "2026-03-12", 0.997, contradicted},
		"another amount, less sure":               {"120.00", "2026-03-12", 0.99, contradicted},
		"a date with another figure, less sure":   {"87.50", "2026-03-22", 0.99, misreadValue},
		"a date with another figure, surely":      {"87.50", "2026-03-22", 0.997, contradicted},
		"a date of another day, less sure":        {"87.50", "2026-05-28", 0.99, contradicted},
	} {
		t.Run(name, func(t *testing.T) {
			c := rowClaim(0.998)
			row := c.Expenses[0].Declared
			row.Amount, row.Date, c.DeclaredTotal = claim.MustMoney(tt.row), claim.MustDate(tt.date), claim.Money{}
			at := "/expenses/0/declared/amount"
			if tt.row == "87.50" {
				at = "/expenses/0/declared/date"
			}
			c.Provenance[at] = claim.Provenance{Confidence: tt.confidence}
			confirm(&c, nil, nil)
			if got := c.Provenance[at].Confidence; got != tt.want {
				t.Errorf("the row is believed at %g, want %g", got, tt.want)
			}
		})
	}
}

func TestANumberThatDiffersByAFigureFromALessSureOneIsNoOther(t *testing.T) {
	c := rowClaim(0.998)
	c.Expenses[0].Number, c.Expenses[0].Date = "71/2026", claim.MustDate("2026-05-28")
	c.Provenance["/expenses/0/number"] = claim.Provenance{Confidence: 0.85}
	confirm(&c, nil, nil)
	if got := c.Provenance["/expenses/0/number"].Confidence; got != misreadValue {
		t.Errorf("the number is believed at %g", got)
	}
}

func TestANumberWrittenWithoutItsYearIsNeitherConfirmedNorDoubted(t *testing.T) {
	c := rowClaim(0.997)
	c.Expenses[0].Declared.Number = "77"
	confirm(&c, nil, nil)
	for _, pointer := range []string{"/expenses/0/number", "/expenses/0/declared/number"} {
		if got := c.Provenance[pointer].Confidence; got != 0.997 {
			t.Errorf("%s is believed with %.4f", pointer, got)
		}
	}
}

func TestAnInvoiceWithoutARowDoesNotKeepTheRowsFromConfirmingTheirTotal(t *testing.T) {
	c := rowClaim(0.9)
	c.Expenses = append(c.Expenses, claim.Expense{Total: claim.MustMoney("10.00")})
	confirm(&c, nil, nil)
	if got := c.Provenance["/declared_total"].Confidence; got < DefaultTargetAccuracy {
		t.Errorf("the total is believed with %.4f", got)
	}
}

func TestAPatientFoundByTheFormsNameConfirmsTheFormAndNotItself(t *testing.T) {
	for name, hinted := range map[string]bool{"found by its label": false, "found by the form's name": true} {
		t.Run(name, func(t *testing.T) {
			c := rowClaim(0.9)
			confirm(&c, map[int]bool{0: hinted}, nil)
			for _, part := range []string{"surname", "name"} {
				if got := c.Provenance["/patient/"+part].Confidence; got < DefaultTargetAccuracy {
					t.Errorf("the form's %s is believed with %.4f", part, got)
				}
				if got := c.Provenance["/member/"+part].Confidence; got < DefaultTargetAccuracy {
					t.Errorf("the member's %s is believed with %.4f", part, got)
				}
				if got := c.Provenance["/expenses/0/patient/"+part].Confidence; (got < DefaultTargetAccuracy) != hinted {
					t.Errorf("the invoice's %s is believed with %.4f", part, got)
				}
			}
		})
	}
}

func TestOneInvoiceIsCountedOnceForThePatientAndTheMember(t *testing.T) {
	for name, hinted := range map[string]bool{"found by its label": false, "found by the form's name": true} {
		t.Run(name, func(t *testing.T) {
			c := rowClaim(0.6)
			confirm(&c, map[int]bool{0: hinted}, nil)
			for _, part := range []string{"surname", "name"} {
				patient, member := c.Provenance["/patient/"+part].Confidence, c.Provenance["/member/"+part].Confidence
				if patient != member || member >= DefaultTargetAccuracy {
					t.Errorf("the %s of the patient is believed with %.5f, of the member, who is the patient, with %.5f", part, patient, member)
				}
				if got := c.Provenance["/expenses/0/patient/"+part].Confidence; got >= DefaultTargetAccuracy {
					t.Errorf("the invoice's %s is believed with %.5f", part, got)
				}
			}
		})
	}
}

func TestOneRowIsConfirmedByItsTotalLessThanManyByTheirSum(t *testing.T) {
	for _, tt := range []struct{ confidence, least, most float64 }{{0.7, 0.7, 0.9}, {0.99, 0.995, 0.9985}} {
		c := rowClaim(tt.confidence)
		c.Expenses[0].Total = claim.Money{} // no invoice speaks for the row
		confirm(&c, nil, nil)
		for _, pointer := range []string{"/declared_total", "/expenses/0/declared/amount"} {
			if got := c.Provenance[pointer].Confidence; got < tt.least || got > tt.most {
				t.Errorf("%s of %.2f is believed with %.5f", pointer, tt.confidence, got)
			}
		}
	}
}

func TestOneSumIsCountedOnceForAllItsRows(t *testing.T) {
	c := rowClaim(0.6)
	c.DeclaredTotal = claim.MustMoney("262.50")
	pointers := []string{"/declared_total", "/expenses/0/declared/amount"}
	for _, row := range []string{"/expenses/1", "/expenses/2"} {
		c.Expenses = append(c.Expenses, claim.Expense{Declared: &claim.Declared{Amount: claim.MustMoney("87.50")}})
		pointers = append(pointers, row+"/declared/amount")
		c.Provenance[row+"/declared/amount"] = claim.Provenance{Confidence: 0.6}
	}
	c.Expenses[0].Total = claim.Money{} // no invoice speaks for its row
	confirm(&c, nil, nil)
	for _, pointer := range pointers {
		// it is wrong (0.4), and so is another of the three (1.2, so surely) in just the way that makes up for it (0.05)
		if got := c.Provenance[pointer].Confidence; got < 0.975 || got > 0.985 {
			t.Errorf("%s is believed with %.5f", pointer, got)
		}
	}
}

func TestAFamilyBlockOfWhichOneHalfIsWrittenInIsNotSurelyBlank(t *testing.T) {
	blank := func(confidence float64) formValue {
		v := formValue{field: field{Blank: true}}
		v.Field.From.Confidence = confidence
		return v
	}
	ink := formValue{} // something is written there, and it reads as nothing
	ink.Field.From.Confidence = 0.05
	for name, tt := range map[string]struct {
		surname, name formValue
		sure          bool
	}{
		"both halves blank":           {blank(0.998), blank(0.998), true},
		"ink in the half for name":    {blank(0.998), ink, false},
		"ink in the half for surname": {ink, blank(0.998), false},
	} {
		t.Run(name, func(t *testing.T) {
			a := assembly{claim: claim.Claim{Provenance: map[string]claim.Provenance{}}, fields: map[string]formValue{"/patient/surname": tt.surname, "/patient/name": tt.name}}
			a.claim.Form = claim.R01
			a.claim.Member.Surname, a.claim.Member.Name = "ROSSI", "LUCA"
			a.claim.Provenance["/member/surname"], a.claim.Provenance["/member/name"] = claim.Provenance{Confidence: 0.999}, claim.Provenance{Confidence: 0.999}
			a.setFormValues()
			for _, pointer := range []string{"/patient/surname", "/patient/name", "/patient/relation"} {
				if got := a.claim.Provenance[pointer].Confidence; (got >= DefaultTargetAccuracy) != tt.sure {
					t.Errorf("%s is believed with %.4f", pointer, got)
				}
			}
		})
	}
}

func TestOfAFamilyBlockOnAPageThatIsNotThereNothingIsKnown(t *testing.T) {
	a := assembly{claim: claim.Claim{Form: claim.R01, Provenance: map[string]claim.Provenance{}}, fields: map[string]formValue{}}
	a.setFormValues()
	if len(a.claim.Provenance) > 0 || a.claim.Patient.Relation != "" {
		t.Errorf("relation %q, provenance %v", a.claim.Patient.Relation, a.claim.Provenance)
	}
}

func TestAShorterNameOnTheFormSaysNothingOfTheIssuer(t *testing.T) {
	c := rowClaim(0.997)
	c.Expenses[0].Issuer.Name, c.Expenses[0].Declared.Issuer = "Poliambulatorio Santa Rita Srl", "Poliambulatorio Santa Rita"
	confirm(&c, nil, nil)
	if got := c.Provenance["/expenses/0/issuer/name"].Confidence; got != 0.997 {
		t.Errorf("the issuer is believed with %.4f", got)
	}
}

func TestWithoutAFormThePatientsCopyConfirmsNothing(t *testing.T) {
	c := rowClaim(0.9)
	c.Form, c.Expenses[0].Declared = "", nil
	confirm(&c, nil, nil)
	for _, pointer := range []string{"/patient/surname", "/expenses/0/patient/surname"} {
		if got := c.Provenance[pointer].Confidence; got != 0.9 {
			t.Errorf("%s is believed with %.4f", pointer, got)
		}
	}
}

func TestCrossesAndTheirTotalConfirmOrContradictEachOther(t *testing.T) {
	const before = 0.98
	for total, raised := range map[int]bool{35: true, 30: false} {
		five, ten, none := 5, 10, 0
		c := claim.Claim{Form: claim.NA1, Provenance: map[string]claim.Provenance{}, Dependency: &claim.Dependency{Total: &total,
			Scores: claim.Scores{Bathing: &ten, Dressing: &five, Hygiene: &five, Mobility: &ten, Continence: &none, Eating: &five}}}
		pointers := []string{"total", "scores/bathing", "scores/dressing", "scores/hygiene", "scores/mobility", "scores/continence", "scores/eating"}
		for _, pointer := range pointers {
			c.Provenance["/dependency/"+pointer] = claim.Provenance{Confidence: before}
		}
		confirm(&c, nil, nil)
		for _, pointer := range pointers {
			if got := c.Provenance["/dependency/"+pointer].Confidence; raised != (got > before) || !raised && got > contradicted {
				t.Errorf("total %d: %s is sure by %.4f", total, pointer, got)
			}
		}
	}
}

func TestTwoGuessesThatAgreeAreNotSure(t *testing.T) {
	c := rowClaim(0.7)
	confirm(&c, nil, nil)
	if got := c.Provenance["/expenses/0/number"].Confidence; got <= 0.7 || got >= DefaultTargetAccuracy {
		t.Errorf("the number is believed with %.4f", got)
	}
}

func TestThePatientsTaxCodeIsAsSureAsOnTheInvoiceItComesFrom(t *testing.T) {
	for code, want := range map[claim.Text]float64{"RSSLCU80A01F205X": 0.998, "RSSLCU81A01F205Y": 0.99} {
		c := rowClaim(0.9)
		c.Patient.TaxCode, c.Expenses[0].Patient.TaxCode = "RSSLCU80A01F205X", code
		c.Provenance["/patient/tax_code"] = claim.Provenance{Confidence: 0.99}
		c.Provenance["/expenses/0/patient/tax_code"] = claim.Provenance{Confidence: 0.998}
		confirm(&c, nil, nil)
		if got := c.Provenance["/patient/tax_code"].Confidence; got != want {
			t.Errorf("beside %s: %v", code, got)
		}
	}
}

func TestAMendedNameConfirmsNothingOfItsPerson(t *testing.T) {
	for _, mended := range []string{"/patient/surname", "/patient/name"} {
		c := rowClaim(0.997)
		confirmPatient(&c, nil, map[string]bool{mended: true})
		for _, pointer := range []string{"/patient/surname", "/patient/name", "/member/surname", "/member/name", "/expenses/0/patient/surname", "/expenses/0/patient/name"} {
			if got := c.Provenance[pointer].Confidence; got != 0.997 {
				t.Errorf("%s is believed with %.4f where %s was mended", pointer, got, mended)
			}
		}
	}
}
