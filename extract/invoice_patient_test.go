package extract

import (
	"strings"
	"testing"

	"pratica/claim"
)

func TestTheFormsNameAloneMakesNobodyThePatient(t *testing.T) {
	form := Hints{Persons: []claim.Person{{Surname: "BERTOLINI", Name: "MARIA"}}}
	for name, tt := range map[string]struct {
		persons string
		sure    bool
	}{
		"a label":                      {"Paziente: Bertolini Maria", true},
		"a label set with wide spaces": {"ASSISTITO:   BERTOLINI   MARIA", true},
		"a label above":                {"Dati dell'assistito\nMARIA   BERTOLINI", true},
		"her tax code":                 {"Bertolini Maria C.F. BRTMRA80A41F205U", true},
		"an address below":             {"Sig.ra Bertolini Maria\nVia dei Mille 3\n20121 Milano (MI)", true},
		"a name among other words":     {"in presenza della signora Maria Bertolini oggi", false},
		"a name alone":                 {"Maria Bertolini", false},
		"another, whom she came with":  {"Paziente: Rossi Luca\nin presenza della signora Maria Bertolini oggi", false},
	} {
		t.Run(name, func(t *testing.T) {
			read := ReadInvoice([]InvoicePage{typedPage(strings.Replace(plain, "%PERSONS%", tt.persons, 1))}, form)
			for _, pointer := range []string{"/patient/surname", "/patient/name"} {
				if f := read.Fields[pointer]; (f.From.Confidence >= accepted) != tt.sure {
					t.Errorf("%s %q is believed with %.4f", pointer, f.Value, f.From.Confidence)
				}
			}
			if named := strings.HasPrefix(tt.persons, "Paziente: Rossi"); read.PatientByHint == (tt.sure || named) {
				t.Errorf("found by the form's name: %v", read.PatientByHint)
			}
		})
	}
}

func TestATaxCodeOfAnotherThanTheFormsPatientIsNotAccepted(t *testing.T) {
	for name, tt := range map[string]struct {
		patient claim.Person
		sure    bool
	}{
		"the form names its owner": {claim.Person{Surname: "BERTOLINI", Name: "MARIA"}, true},
		"the form names another":   {claim.Person{Surname: "BERTOLINI", Name: "ANNA"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(plain, "%PERSONS%", "Cliente\nBertolini Maria\nC.F. BRTMRA80A41F205U", 1)
			check(t, fieldsOf(text, Hints{Persons: []claim.Person{tt.patient}}), "/patient/tax_code", "BRTMRA80A41F205U", tt.sure)
		})
	}
}

func TestOfTwoRelativesWhoseCodesFitTheSameNameNoneIsBelieved(t *testing.T) {
	const persons = `Spett.le Zambon Anna Maria  C.F. ZMBNMR86B65G702Z
Paziente: Zambon Anna Maria  C.F. ZMBNMR08S65A944B`
	page := typedPage(strings.Replace(plain, "%PERSONS%", persons, 1))
	code := ReadInvoice([]InvoicePage{page}, Hints{}).Fields["/patient/tax_code"]
	if code.Value != "ZMBNMR08S65A944B" || code.From.Confidence > 0.9 {
		t.Errorf("the patient's code is %q with %.4f, want the nearest, not surely", code.Value, code.From.Confidence)
	}
}

func TestAStainBehindANameIsNoPartOfIt(t *testing.T) {
	for _, c := range []struct {
		why, name, surname string
		engine             float64
	}{
		{"what the engine does not believe", "Luca Rossi Ché", "Rossi", 0.35},
		{"a second surname", "Luca Rossi Ché", "Rossi Ché", 0.9},
		{"a second given name, read badly", "Rossi Francesca Maria", "Rossi", 0.4},
		{"a second surname, read badly", "Francesca Rossi Bianchi", "Rossi Bianchi", 0.4},
	} {
		code := "RSSLCU80A01F205N"
		if strings.Contains(c.name, "Francesca") {
			code = "RSSFNC80A41F205I"
		}
		page := typedPage("Studio Le Querce S.r.l.\nP.IVA 01234560157\nFattura n. 77/2026 del 12/03/2026\nPaziente: " + c.name +
			"\nC.F. " + code + "\nVisita oculistica                  60,00\nTotale fattura                     60,00")
		for i := range page.Words {
			if page.Words[i].Text == lastWords(c.name, 1) {
				page.Words[i].Confidence = c.engine
			}
		}
		fields := ReadInvoice([]InvoicePage{page}, Hints{}).Fields
		if got := fields["/patient/surname"].Value; got != c.surname {
			t.Errorf("%s: the surname is %q, want %q", c.why, got, c.surname)
		}
		if got := fields["/patient/name"].Value; strings.HasSuffix(c.name, "Maria") && got != "Francesca Maria" {
			t.Errorf("%s: the name is %q", c.why, got)
		}
		if got := fields["/patient/surname"].From.Confidence; c.engine < 0.4 && got > 0.9 {
			t.Errorf("%s: the surname is believed with %.4f", c.why, got)
		}
	}
}

func TestTheCodeBehindThePayersNameIsNotThePatients(t *testing.T) {
	expect(t, read(`
Azienda Ospedaliera Le Querce
C.F./P.IVA 01234560157
RICEVUTA TICKET N. 2026003892
Data: 01/06/2026

ASSISTITO:  GULLA' ALESSIO
C.F.:  80070785037
PAGANTE:  ROSSI LUCA C.F. RSSLCU80A01F205N

PRIMA VISITA ORTOPEDICA                         20,66
TOTALE EURO                                     20,66
`, Hints{}), map[string]string{"/patient/name": "ALESSIO", "/patient/tax_code": "80070785037", "/billed_to/tax_code": "RSSLCU80A01F205N"})
}

// TestThePatientsCodeBesideAccounts gives the patient a provisional code, which fits no name, near an account.
func TestThePatientsCodeBesideAccounts(t *testing.T) {
	const code = "FRRNNA75C41F205V" // another's, as far as its letters tell
	for _, persons := range []string{
		"Beneficiario: Rossi Luca C.F. " + code,
		"Beneficiario: Rossi Luca\nC.F. " + code,
		"Paziente: Rossi Luca C.F. " + code + "\nIBAN IT60X0542811101000000123456",
	} {
		t.Run(persons, func(t *testing.T) {
			expect(t, read(strings.Replace(plain, "%PERSONS%", "Tel. 02 123456\n\n"+persons, 1), Hints{}),
				map[string]string{"/patient/surname": "Rossi", "/patient/name": "Luca", "/patient/tax_code": code})
		})
	}
}

// TestWhomAnInvoiceIsMadeOutToMayNotBeThePatient has another person on it, with a label too much misread to be known.
func TestWhomAnInvoiceIsMadeOutToMayNotBeThePatient(t *testing.T) {
	for persons, sure := range map[string]bool{
		"Spett.le: Rossi Luca C.F. RSSLCU80A01F205N":                                                   true,
		"Spett.le: Rossi Luca C.F. RSSLCU80A01F205N\nPafiefite: Bertolini Maria C.F. BRTMRA80A41F205U": false,
	} {
		got := fieldsOf(strings.Replace(plain, "%PERSONS%", persons, 1), Hints{})
		check(t, got, "/patient/tax_code", "RSSLCU80A01F205N", sure)
		if f := got["/patient/name"]; !sure && f.From.Confidence > 0.9 {
			t.Errorf("%q is believed with %.4f", f.Value, f.From.Confidence)
		}
	}
}
