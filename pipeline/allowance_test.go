package pipeline

import (
	"slices"
	"testing"

	"pratica/claim"
)

// allowanceForm is an R01 with a row of no more than a hospital's name, and other rows by pointer.
func allowanceForm(more map[string]string) Reading {
	values := map[string]string{"/member/code": "1234567", "/member/surname": "CONTI", "/member/name": "ANNA", "/patient/surname": "", "/patient/name": "",
		"/expenses/0/declared/number": "", "/expenses/0/declared/issuer": "OSPEDALE MAGGIORE", "/expenses/0/declared/date": "", "/expenses/0/declared/amount": ""}
	for pointer, value := range more {
		values[pointer] = value
	}
	return filled(lines("DOMANDA DI RIMBORSO", "per spese sanitarie", "Mod. R01", "Iscritto"), values)
}

var (
	letterOfStay = lines("Ospedale Maggiore", "LETTERA DI DIMISSIONE", "Egregio Collega", "dimettiamo Anna Conti ricoverata dal 10/03/2026", "al 15/03/2026 per polmonite", "Decorso regolare", "Terapia a domicilio: riposo")
	letterOfDay  = lines("Ospedale Maggiore", "LETTERA DI DIMISSIONE", "Regime: day surgery", "Data ricovero: 10/03/2026  Data dimissione: 10/03/2026", "Intervento eseguito: ernioplastica", "Decorso regolare")
	certificate  = lines("Ospedale Maggiore", "CERTIFICATO", "Si certifica che Anna Conti è stata sottoposta a chemioterapia", "nelle seguenti date:", "03/03/2026", "10/03/2026", "Si rilascia in carta libera per gli usi consentiti")
	anotherDay   = lines("Ospedale Maggiore", "CERTIFICATO", "Si certifica che Anna Conti è stata sottoposta a chemioterapia", "nelle seguenti date:", "17/03/2026", "Si rilascia in carta libera per gli usi consentiti")
	bothOfDay    = lines("Ospedale Maggiore", "LETTERA DI DIMISSIONE", "Day hospital", "Data ricovero: 10/03/2026  Data dimissione: 10/03/2026", "Intervento eseguito: impianto di port-a-cath", "Eseguito il primo ciclo di chemioterapia", "Decorso regolare")
)

func TestAnAllowanceIsWhatItsPapersSay(t *testing.T) {
	for _, c := range []struct {
		name       string
		papers     []Reading
		kind       claim.Kind
		discharged string
		sessions   int
		codes      []claim.Code
	}{
		{"a discharge letter after nights", []Reading{letterOfStay}, claim.AllowanceStay, "2026-03-15", 0, nil},
		{"of an operation on one day", []Reading{letterOfDay}, claim.AllowanceDaySurgery, "2026-03-10", 0, nil},
		{"a certificate of sessions", []Reading{certificate}, claim.AllowanceOncology, "", 2, nil},
		{"a certificate for each session", []Reading{certificate, anotherDay}, claim.AllowanceOncology, "", 3, nil},
		{"an operation and a therapy: a reviewer chooses", []Reading{bothOfDay}, "", "2026-03-10", 0, []claim.Code{"claim.kind_unclear"}},
		{"a stay and a therapy: a reviewer chooses", []Reading{letterOfStay, certificate}, "", "2026-03-15", 0, []claim.Code{"claim.kind_unclear"}},
		{"nothing: the letter is asked for", nil, "", "", 0, []claim.Code{"papers.discharge_letter_missing"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := assembled(t, append([]Reading{allowanceForm(nil)}, c.papers...)...)[0]
			if got.Allowance == nil || got.Kind != c.kind || got.Expenses[0].Kind != c.kind {
				t.Fatalf("kind %q, of the row %q, allowance %+v", got.Kind, got.Expenses[0].Kind, got.Allowance)
			}
			if got.Allowance.DischargedOn.String() != c.discharged || len(got.Allowance.Sessions) != c.sessions {
				t.Errorf("%+v", got.Allowance)
			}
			for _, code := range []claim.Code{"claim.kind_unclear", "papers.discharge_letter_missing", "form.row_without_invoice"} {
				if has := slices.ContainsFunc(got.Findings, func(f claim.Finding) bool { return f.Code == code }); has != slices.Contains(c.codes, code) {
					t.Errorf("%s: %v", code, has)
				}
			}
		})
	}
}

func TestNightsAreCountedFromTheDays(t *testing.T) {
	got := assembled(t, allowanceForm(nil), letterOfStay)[0]
	if a := got.Allowance; a.Nights != 5 || a.Deadline != claim.MustDate("2026-06-15") || a.Hospital != "Ospedale Maggiore" {
		t.Errorf("%+v", a)
	}
	if from := got.Provenance["/allowance/discharged_on"]; from.Document != "d2" || from.Page != 1 || from.Box.Empty() || from.Text != "15/03/2026" {
		t.Errorf("%+v", from)
	}
}

func TestAnAllowanceBesideAnotherExpenseMakesAMixedClaim(t *testing.T) {
	form := allowanceForm(map[string]string{"/expenses/1/declared/number": "12", "/expenses/1/declared/issuer": "DOTT. NERI", "/expenses/1/declared/date": "2026-03-20",
		"/expenses/1/declared/amount": "80.00"})
	invoice := lines("Dott. Ugo Neri", "P.IVA 01234560157", "FATTURA n. 12 del 20/03/2026", "Paziente: Anna Conti", "Visita oculistica  80,00", "Totale  80,00")
	for _, papers := range [][]Reading{{form, invoice, letterOfStay}, {form, invoice}} {
		if got := assembled(t, papers...)[0]; got.Kind != claim.Mixed {
			t.Errorf("kind %q: %+v", got.Kind, got.Expenses)
		}
	}
}

func TestPrintedRowNumbersAreNoInvoices(t *testing.T) {
	form := allowanceForm(map[string]string{"/expenses/0/declared/number": "1", "/expenses/1/declared/number": "2", "/expenses/2/declared/number": "3",
		"/expenses/3/declared/number": "4."})
	if got := assembled(t, form, letterOfStay)[0]; len(got.Expenses) != 1 || got.Kind != claim.AllowanceStay {
		t.Errorf("kind %q, %d rows", got.Kind, len(got.Expenses))
	}
	invoices := allowanceForm(map[string]string{"/expenses/0/declared/number": "1", "/expenses/0/declared/amount": "80.00", "/expenses/1/declared/number": "2",
		"/expenses/1/declared/amount": "12.00", "/expenses/2/declared/number": "3", "/expenses/2/declared/amount": "9.00"})
	if got := assembled(t, invoices)[0]; len(got.Expenses) != 3 || got.Expenses[2].Declared.Number != "3" {
		t.Errorf("%+v", got.Expenses)
	}
}

func TestALetterGoesToTheFormThatAsksForAnAllowance(t *testing.T) {
	other := filled(lines("RICHIESTA DI ATTIVAZIONE", "delle prestazioni per gravi malattie", "Mod. GM01", "Iscritto"), map[string]string{"/member/surname": "CONTI", "/member/name": "ANNA"})
	got := assembled(t, allowanceForm(nil), other, letterOfStay)
	if len(got) != 2 || got[0].Kind != claim.AllowanceStay {
		t.Errorf("%d claims, the first %q", len(got), got[0].Kind)
	}
}

func TestALetterBesideInvoicesAsksForNoAllowance(t *testing.T) {
	form := filled(lines("DOMANDA DI RIMBORSO", "per spese sanitarie", "Mod. R01", "Iscritto"), map[string]string{"/member/surname": "CONTI", "/member/name": "ANNA",
		"/expenses/0/declared/number": "12", "/expenses/0/declared/issuer": "DOTT. NERI", "/expenses/0/declared/date": "2026-03-20", "/expenses/0/declared/amount": "80.00"})
	if got := assembled(t, form, letterOfStay)[0]; got.Allowance != nil {
		t.Errorf("%+v", got.Allowance)
	}
}
