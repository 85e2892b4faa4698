package extract

import (
	"strings"
	"testing"
)

func TestPersonsOfAnInvoice(t *testing.T) {
	for _, c := range []struct {
		name, persons     string
		patient, billedTo string
	}{
		{"surname and name under each other", "Cognome     Dell'Oro\nNome        Ada\nC.F.        DLLDAA80A41H501M", "Dell'Oro|Ada", "|"},
		{"a parent's parts, and the child who was treated", "Cognome: Neri\nNome:    Aldo\nPrestazioni rese a: Neri Sofia", "Neri|Sofia", "Neri|Aldo"},
		{"a patient named inside a sentence", "Intestatario Neri Aldo\nVisita di controllo. Assistito: Neri Sofia - in terapia", "Neri|Sofia", "Neri|Aldo"},
		{"surname and name side by side, with their code", "Ricevuta n. 4\nCognome: Dell'Oro      Nome: Ada\nC.F. DLLDAA80A41H501M", "Dell'Oro|Ada", "|"},
		{"a surname with an accent beside the name", "Cognome: Segrè      Nome: Ada", "Segrè|Ada", "|"},
		{"a surname of two words behind the name", "Paziente: CARMINE DE SIMONE", "DE SIMONE|CARMINE", "|"},
		{"the name that the paper is made out to, and who was treated", "Nominativo: Neri Aldo\nAssistito: Neri Sofia", "Neri|Sofia", "Neri|Aldo"},
		{"a colon read as a letter", "Fatturato a\nNeri Aldo\nPer prestazioni rese ai Neri Sofia", "Neri|Sofia", "Neri|Aldo"},
		{"words read as one", "Cliente: Neri Aldo\nPrestazioni resea: Neri Sofia", "Neri|Sofia", "Neri|Aldo"},
		{"who paid beside who was treated", "Sig.: Neri Sofia\nPagante: Neri Aldo", "Neri|Sofia", "Neri|Aldo"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(strings.Replace(plain, "%PERSONS%", c.persons, 1), Hints{})
			if patient := got["/patient/surname"] + "|" + got["/patient/name"]; patient != c.patient {
				t.Errorf("the patient is %q, want %q", patient, c.patient)
			}
			if payer := got["/billed_to/surname"] + "|" + got["/billed_to/name"]; payer != c.billedTo {
				t.Errorf("billed to %q, want %q", payer, c.billedTo)
			}
		})
	}
}

func TestADateBehindANumberIsNotPartOfIt(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "n. 77/2026 del 12/03/2026", "n. 77/A - 12/03/2026").Replace(plain)
	expect(t, read(text, Hints{}), map[string]string{"/number": "77/A", "/date": "2026-03-12"})
}

func TestTheDateOfAnAuthorisationIsNotTheDateOfIssue(t *testing.T) {
	text := strings.NewReplacer("%PERSONS%", "Paziente: Rossi Luca", "del 12/03/2026", "- Data: 12/03/2026").Replace(plain) + "Bollo virtuale Aut. n. 4411 del 31/12/2019"
	expect(t, read(text, Hints{}), map[string]string{"/date": "2026-03-12"})
}

func TestTheHeadingOfSumsIsNoHeadingOfPositions(t *testing.T) {
	expect(t, read(`
Ambulatorio Le Querce S.r.l.
P.IVA 01234560157
Fattura n. 77/2026 del 12/03/2026
Paziente: Rossi Luca
Visita oculistica                                     60,00
Campo visivo                                          25,50
Totale competenze      Bollo         TOTALE FATTURA
85,50                  2,00          87,50
`, Hints{}), map[string]string{"/lines/0/amount": "60.00", "/lines/1/amount": "25.50", "/total": "87.50", "/stamp_duty": "2.00"})
}

func TestWhoIsFavouredBelowAPaymentWasTreated(t *testing.T) {
	expect(t, read(strings.Replace(plain, "%PERSONS%", "Spett.le Neri Aldo\nPagamento: contanti\nA favore di: Neri Sofia", 1), Hints{}),
		map[string]string{"/patient/surname": "Neri", "/patient/name": "Sofia", "/billed_to/name": "Aldo"})
}

func TestWhoIsPaidIsNotWhoWasTreated(t *testing.T) {
	for _, foot := range []string{
		"Pagamento da effettuare a\nfavore di Ferri Anna\nC.F. FRRNNA75C41F205V",
		"Bonifico a\nfavore di: Ferri Anna\nC.F. FRRNNA75C41F205V",
		"Versamento\na favore di Ferri Anna\nC.F. FRRNNA75C41F205V",
		"Quietanza\nfavore di Ferri Anna\nC.F. FRRNNA75C41F205V",
	} {
		t.Run(foot, func(t *testing.T) {
			expect(t, read(strings.Replace(plain, "%PERSONS%", "Spett.le Rossi Luca\nC.F. RSSLCU80A01F205N", 1)+"\n\n"+foot, Hints{}),
				map[string]string{"/patient/surname": "Rossi", "/patient/name": "Luca", "/patient/tax_code": "RSSLCU80A01F205N"})
		})
	}
}

// A code that fits confirms the name; where another person's code stands beside it, he may be the one who was treated.
func TestANameIsSurerWhereNobodyElseIsNamed(t *testing.T) {
	const text = `
Centro Medico Sole S.r.l.
P.IVA 01234560157
Viale dei Mille 3 - 20129 Milano
Tel. 02 555555

Fattura n. 12 del 12/03/2026
Spett.le Rossi Luca C.F. RSSLCU80A01H501K
%OTHER%

Visita specialistica                 100,00
Totale                               100,00


Pagamento: bancomat

`
	alone := fieldsOf(strings.Replace(text, "%OTHER%", "Via Roma 1", 1), Hints{})["/patient/name"].From.Confidence
	both := fieldsOf(strings.Replace(text, "%OTHER%", "Paziente: Bianchi Anna C.F. BNCNNA85A41H501W", 1), Hints{})["/patient/name"].From.Confidence
	if alone <= both {
		t.Errorf("believed with %v alone and %v beside another", alone, both)
	}
	alone = fieldsOf(strings.Replace(text, "%OTHER%", "Via Roma 1", 1), Hints{})["/patient/tax_code"].From.Confidence
	both = fieldsOf(strings.Replace(text, "%OTHER%", "Paziente: Bianchi Anna C.F. BNCNNA85A41H501W", 1), Hints{})["/patient/tax_code"].From.Confidence
	if alone <= both {
		t.Errorf("a code is believed with %v alone and %v beside another", alone, both)
	}
}

func TestANearlyFittingTaxCodePartsAName(t *testing.T) {
	for name, c := range map[string]struct{ printed, code, surname, given string }{
		"a letter of the code was misread":    {"JOHN PAUL DELA CRUZ", "DLCLNP73A14Z215L", "DELA CRUZ", "JOHN PAUL"},
		"a letter of the surname was misread": {"Wilson Cedefio Mero", "CDNWSN98C01Z605G", "Cedefio Mero", "Wilson"},
	} {
		t.Run(name, func(t *testing.T) {
			fields := fieldsOf(strings.Replace(plain, "%PERSONS%", "Paziente: "+c.printed+"\nC.F. "+c.code, 1), Hints{})
			check(t, fields, "/patient/surname", c.surname, false)
			check(t, fields, "/patient/name", c.given, false)
		})
	}
}

func TestASurnameBeginsWithItsParticle(t *testing.T) {
	for persons, want := range map[string][2]string{
		"DI STEFANO MICHELA\nVIALE EUROPA, 155\n98129 MESSINA (ME)\nC.F. DSTMHL69D48C773K": {"DI STEFANO", "MICHELA"},
		"Cliente La Porta Oscar\nCod. Fiscale LPRSCR71L24A323M":                            {"La Porta", "Oscar"},
		"Paziente: la sig.ra Rossi Anna":                                                   {"Rossi", "Anna"},
		"Paziente: CANDELA FAUSTA":                                                         {"CANDELA", "FAUSTA"},
	} {
		fields := fieldsOf(strings.Replace(plain, "%PERSONS%", persons, 1), Hints{})
		if got := [2]string{fields["/patient/surname"].Value, fields["/patient/name"].Value}; got != want {
			t.Errorf("%q: %q, want %q", persons, got, want)
		}
	}
}
