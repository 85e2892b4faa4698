package pipeline

import (
	"strings"
	"testing"

	"pratica/claim"
)

// handRow is a claim of one row, hardly read, and the invoice behind it, which is printed well.
func handRow(amount, date, number, issuer string, confidence float64) *assembly {
	a := &assembly{fields: map[string]formValue{}}
	a.claim = claim.Claim{Form: claim.R01, Provenance: map[string]claim.Provenance{}}
	a.claim.Expenses = []claim.Expense{{Row: 1, Declared: &claim.Declared{}}}
	for pointer, value := range map[string]string{"/number": "2026/315", "/date": "2026-03-12", "/total": "578.03", "/issuer/name": "Medical Center San Biagio S.a.s."} {
		if err := a.claim.Set("/expenses/0"+pointer, value); err != nil {
			panic(err)
		}
		a.claim.Provenance["/expenses/0"+pointer] = claim.Provenance{Method: claim.FromLine, Confidence: 0.98}
	}
	for part, value := range map[string]string{"amount": amount, "date": date, "number": number, "issuer": issuer} {
		pointer := "/expenses/0/declared/" + part
		v := formValue{}
		v.Blank = value == "blank"
		if a.fields[pointer] = v; v.Blank {
			continue
		}
		if err := a.claim.Set(pointer, value); err != nil {
			panic(err)
		}
		a.claim.Provenance[pointer] = claim.Provenance{Method: claim.FromLine, Confidence: confidence}
	}
	return a
}

func TestWhatAHandWroteIsReadWithTheInvoiceBesideIt(t *testing.T) {
	for _, c := range []struct {
		why, part, read, want string
		confidence            float64
	}{
		{"one figure misread", "amount", "538.03", "578.03", 0.6},
		{"a comma that was not seen", "amount", "57803.00", "578.03", 0.8},
		{"an amount that is legible is left to the checks", "amount", "538.03", "538.03", 0.95},
		{"another amount that was read fairly", "amount", "90.00", "90.00", 0.8},
		{"a date of which nothing could be read", "date", "", "2026-03-12", 0.03},
		{"a month misread", "date", "2026-05-12", "2026-03-12", 0.82},
		{"another day read fairly, though of the same year", "date", "2026-01-25", "2026-01-25", 0.89},
		{"another day of which hardly anything was read", "date", "2026-01-25", "2026-03-12", 0.4},
		{"a day misread in both figures", "date", "2026-03-25", "2026-03-12", 0.82},
		{"an empty cell stays empty", "date", "blank", "", 0.03},
		{"the number without its year", "number", "3/S", "315", 0.4},
		{"the number with its year", "number", "1026/3LS", "2026/315", 0.4},
		{"the issuer's name as short as it was written", "issuer", "MEDLOAL CENTEL SAN BLMGCO", "Medical Center San Biagio", 0.25},
		{"a word of the member's own", "issuer", "MEDICAI CENTER VERONA", "Medical Center VERONA", 0.4},
		{"another name", "issuer", "OTTICA VERDI", "OTTICA VERDI", 0.4},
	} {
		t.Run(c.why, func(t *testing.T) {
			values := map[string]string{"amount": "578.03", "date": "2026-03-12", "number": "2026/315", "issuer": "Medical Center San Biagio"}
			values[c.part] = c.read
			a := handRow(values["amount"], values["date"], values["number"], values["issuer"], c.confidence)
			a.mendRows()
			pointer := "/expenses/0/declared/" + c.part
			got, err := a.claim.Get(pointer)
			if err != nil || got != c.want {
				t.Errorf("%q is read as %q, want %q (%v)", c.read, got, c.want, err)
			}
			before := a.claim.Provenance["/expenses/0/total"].Confidence
			confirm(&a.claim, nil, nil)
			if p := a.claim.Provenance[pointer]; p.Confidence >= DefaultTargetAccuracy && p.Method == claim.FromRule {
				t.Errorf("what was mended is believed with %.4f", p.Confidence)
			}
			if after := a.claim.Provenance["/expenses/0/total"].Confidence; c.part == "amount" && got == "578.03" && after != before {
				t.Errorf("a mended amount changes the confidence of the total to %.4f", after)
			}
		})
	}
}

func TestATotalHardlyReadIsTheSumOfItsRows(t *testing.T) {
	for _, c := range []struct {
		why, read, want string
		confidence      float64
	}{
		{"a figure lost", "58.03", "578.03", 0.3},
		{"nothing read", "", "578.03", 0.1},
		{"another sum, legible", "587.03", "587.03", 0.95},
	} {
		t.Run(c.why, func(t *testing.T) {
			a := handRow("578.03", "2026-03-12", "2026/315", "Medical Center San Biagio", 0.97)
			a.fields["/declared_total"] = formValue{}
			_ = a.claim.Set("/declared_total", c.read)
			a.claim.Provenance["/declared_total"] = claim.Provenance{Method: claim.FromLine, Confidence: c.confidence}
			a.mendRows()
			amount := a.claim.Provenance["/expenses/0/declared/amount"].Confidence
			confirmTotal(&a.claim)
			if got, _ := a.claim.Get("/declared_total"); got != c.want {
				t.Errorf("the total is %q, want %q", got, c.want)
			}
			if after := a.claim.Provenance["/expenses/0/declared/amount"].Confidence; after > amount {
				t.Errorf("a mended total confirms its rows, %.4f to %.4f", amount, after)
			}
		})
	}
}

func TestANameHardlyReadIsThatOfTheInvoices(t *testing.T) {
	const row = "12|Studio Verdi|2026-03-12|80.00"
	lucas := bill("12", "12/03/2026", "ROSSI LUCA", luca, "80,00")
	for _, c := range []struct {
		why, surname, name, want string
		confidence               float64
	}{
		{"letters misread", "RQSSL", "LUGA", "ROSSI LUCA", 0.6},
		{"a letter lost", "RSSI", "LUCA", "ROSSI LUCA", 0.6},
		{"another person of the family", "ROSSI", "VITTORIA", "ROSSI VITTORIA", 0.6},
		{"a name that is legible", "ROSSI", "LUNA", "ROSSI LUNA", 0.999},
		{"a sister", "ROSSI", "LAURA", "ROSSI LAURA", 0.9},
		{"a sister called nearly the same", "ROSSI", "LUCIA", "ROSSI LUCIA", 0.9},
		{"a legible initial of another", "ROSSI", "A", "ROSSI A", 0.9},
		{"letters misread that make no name", "ROSSI", "LUOA", "ROSSI LUCA", 0.9},
		{"a sister's name, hardly read", "ROSSI", "LUCIA", "ROSSI LUCA", 0.6},
		{"a scrap of a name", "ROSSI", "L", "ROSSI LUCA", 0.3},
	} {
		t.Run(c.why, func(t *testing.T) {
			form := handWritten(c.surname, c.name, row)
			for i := range form.Fields {
				form.Fields[i].Field.From.Confidence = c.confidence
			}
			one := assembled(t, form, lucas)[0]
			if got := strings.ToUpper(string(one.Patient.Surname + " " + one.Patient.Name)); got != c.want {
				t.Errorf("the patient is %q, want %q", got, c.want)
			}
			if found := one.Patient.TaxCode == luca; found != (c.want == "ROSSI LUCA" || c.want == "ROSSI LUCIA") { // of both names the code is the same
				t.Errorf("the tax code is %q", one.Patient.TaxCode)
			}
			if got := one.Provenance["/patient/surname"].Confidence; got >= DefaultTargetAccuracy && c.confidence < 0.9 {
				t.Errorf("the surname is believed with %.4f", got)
			}
		})
	}
}

func TestAMendedNameIsNeverSure(t *testing.T) {
	for _, c := range []struct {
		mended  string
		capped  []string
		believe []string
	}{
		{"/patient/name", []string{"/patient/name", "/patient/tax_code", "/patient/born_on"}, []string{"/patient/surname", "/member/tax_code"}},
		{"/member/surname", []string{"/member/surname", "/member/tax_code"}, []string{"/patient/tax_code"}},
	} {
		a := &assembly{claim: claim.Claim{Provenance: map[string]claim.Provenance{}}, mended: map[string]bool{c.mended: true}}
		for _, pointer := range append(c.capped, c.believe...) {
			a.claim.Provenance[pointer] = claim.Provenance{Confidence: 0.999}
		}
		a.doubtMended()
		for _, pointer := range c.capped {
			if got := a.claim.Provenance[pointer].Confidence; got >= DefaultTargetAccuracy {
				t.Errorf("%s is believed with %.4f where %s was mended", pointer, got, c.mended)
			}
		}
		for _, pointer := range c.believe {
			if got := a.claim.Provenance[pointer].Confidence; got != 0.999 {
				t.Errorf("%s is believed with %.4f where %s was mended", pointer, got, c.mended)
			}
		}
		if got := len(a.claim.Provenance); got != len(c.capped)+len(c.believe) {
			t.Errorf("%d values where there were %d", got, len(c.capped)+len(c.believe))
		}
	}
}
