package extract

import (
	"strings"
	"testing"

	"pratica/claim"
)

// others are rows that bear the VAT number of somebody else than the issuer, and whether they stand in the letterhead.
var others = map[string]struct {
	row    string
	inHead bool
}{
	"the bank":                   {"Banca d'appoggio: Banca Popolare Lombarda S.p.A. - P.IVA 07643520567", false},
	"a laboratory":               {"Esami eseguiti presso Laboratorio Beta S.r.l. P.IVA 07643520567", false},
	"an external laboratory":     {"Laboratorio esterno: Beta Analisi S.r.l. - Partita IVA 07643520567", false},
	"the dental laboratory":      {"Manufatto del laboratorio odontotecnico Denti Belli snc P.IVA 07643520567", false},
	"who issues for the issuer":  {"Fattura emessa per conto del prestatore da MedNet S.r.l. P.IVA 07643520567", false},
	"the issuing subject":        {"Soggetto emittente: MedNet S.r.l. P.IVA 07643520567", false},
	"who transmits":              {"Documento trasmesso al Sistema TS da MedNet S.r.l. P.IVA 07643520567", false},
	"the insurer":                {"Compagnia: Assicurazioni Unite S.p.A. P.IVA 07643520567", false},
	"who takes the payment":      {"Pagamento con POS Incassi Rapidi SpA P.IVA 07643520567", false},
	"a portal in the letterhead": {"Portale MiaVisita S.r.l. - intermediario di prenotazione - P.IVA 07643520567", true},
	"who booked":                 {"Prenotato con MiaVisita S.r.l. P.IVA 07643520567", true},
	"who booked, on three rows":  {"MiaVisita S.r.l.\nPrenotazioni per conto di terzi\nP.IVA 07643520567\n", true},
}

func TestTheIssuerIsNoIntermediary(t *testing.T) {
	const own = "P.IVA 01234560157"
	body := strings.Trim(strings.Replace(plain, "%PERSONS%", "Paziente: Rossi Luca", 1), "\n")
	for name, other := range others {
		with := func(body string) map[string]claim.Field {
			if other.inHead {
				return fieldsOf(other.row+"\n"+body, Hints{})
			}
			return fieldsOf(body+"\n\n"+other.row, Hints{})
		}
		t.Run(name, func(t *testing.T) {
			foot := strings.Replace(body, own+"\n", "", 1) + "\n\n\nAmbulatorio Le Querce S.r.l. " + own
			for place, fields := range map[string]map[string]claim.Field{"letterhead": with(body), "foot": with(foot)} {
				check(t, fields, "/issuer/vat_number", "01234560157", place == "letterhead" && !other.inHead)
				if got := fields["/issuer/name"].Value; got != "Ambulatorio Le Querce S.r.l." {
					t.Errorf("with its number in the %s the issuer is %q", place, got)
				}
				if got := fields["/issuer/tax_code"].Value; got != "" {
					t.Errorf("the issuer's tax code is %q", got)
				}
			}
			check(t, with(strings.Replace(body, own+"\n", "", 1)), "/issuer/vat_number", "", false)
		})
	}
	check(t, fieldsOf(body+"\n\nAmbulatorio Le Querce S.r.l. - "+own+" - Banca Popolare Lombarda IT60X0542811101000000123456", Hints{}), "/issuer/vat_number", "01234560157", true)
}

// TestTheIssuersDataAreNotThePatients puts a professional's tax code and account around a patient who has none.
func TestTheIssuersDataAreNotThePatients(t *testing.T) {
	const doctors = "FRRNNA75C41F205V" // Ferri Anna
	if !claim.ValidTaxCode(doctors) {
		t.Fatal("the tax code is not valid")
	}
	head := "Dott.ssa Anna Ferri\nMedico chirurgo\nVia dei Mille 4 - 20121 Milano (MI)\n"
	body := "\nFattura n. 77/2026 del 12/03/2026\n\nDescrizione                    Importo\nVisita oculistica               85,50\nTotale fattura               €  85,50\n"
	for name, text := range map[string]string{
		"in the letterhead":       head + "P.IVA 01234560157  C.F. " + doctors + "\nPaziente: Rossi Luca\n" + body,
		"on a row of its own":     head + "P.IVA 01234560157\nC.F. " + doctors + "\nPaziente: Rossi Luca\n" + body,
		"right above the patient": head + "Cod. Fisc. " + doctors + " - Part. IVA 01234560157\nSpett.le Rossi Luca\n" + body,
		"at the foot":             head + "Paziente: Rossi Luca\n" + body + "\n\nDott.ssa Anna Ferri C.F. " + doctors + " P.IVA 01234560157\nIBAN IT60X0542811101000000123456",
		"above the account":       head + "P.IVA 01234560157\nPaziente: Rossi Luca\n" + body + "\nAnna Ferri, C.F. " + doctors + "\nIBAN IT60X0542811101000000123456",
		"beside the account":      head + "P.IVA 01234560157\nPaziente: Rossi Luca\n" + body + "\nBonifico a: Anna Ferri, C.F. " + doctors + ", IBAN IT60X0542811101000000123456",
	} {
		t.Run(name, func(t *testing.T) {
			fields := fieldsOf(text, Hints{})
			check(t, fields, "/issuer/vat_number", "01234560157", true)
			for pointer, want := range map[string]string{"/patient/surname": "Rossi", "/patient/name": "Luca"} {
				if got := fields[pointer].Value; got != want {
					t.Errorf("%s is %q", pointer, got)
				}
			}
			for _, pointer := range []string{"/patient/tax_code", "/billed_to/tax_code", "/billed_to/surname"} {
				if got := fields[pointer].Value; got != "" {
					t.Errorf("%s is %q", pointer, got)
				}
			}
		})
	}
}

func TestAnEnglishReceiptOfAnItalianClinic(t *testing.T) {
	fields := fieldsOf(`
San Marco Clinic S.r.l.
Via Roma 3 - 00185 Roma (RM)
VAT No. IT01234560157
RECEIPT NO. 4471/B
March 12, 2026
Patient: Luca Rossi
Description                      Amount
MRI of the knee                1,150.00
Specialist consultation           84.50
Total                      EUR 1,234.50
Paid by card
`, Hints{})
	got := map[string]string{}
	for pointer, f := range fields {
		got[pointer] = f.Value
	}
	expect(t, got, map[string]string{"/number": "4471/B", "/date": "2026-03-12", "/total": "1234.50", "/currency": "EUR", "/issuer/vat_number": "01234560157",
		"/issuer/country": "IT", "/lines/0/amount": "1150.00", "/lines/1/amount": "84.50", "/patient/surname": "Rossi", "/patient/name": "Luca",
		"/description": "MRI of the knee; Specialist consultation"})
	check(t, fields, "/total", "1234.50", true)
}

func TestAReceiptFromAbroadInEnglish(t *testing.T) {
	text := `
Riverside Medical Practice
14 Harley Street, London W1G 9PF  Tel. +44 20 7946 0018
Receipt No. 2026-0417
Date: March 12, 2026
Patient: Luca Rossi
MRI of the knee              £ 1,234.50
Total                        £ 1,234.50
`
	invoice := ReadInvoice([]InvoicePage{typedPage(text)}, Hints{})
	got := map[string]string{}
	for pointer, f := range invoice.Fields {
		got[pointer] = f.Value
	}
	expect(t, got, map[string]string{"/number": "2026-0417", "/date": "2026-03-12", "/total": "1234.50", "/currency": "GBP", "/issuer/vat_number": "",
		"/issuer/name": "Riverside Medical Practice", "/issuer/country": "GB", "/patient/surname": "Rossi"})
	if invoice.Foreign || !ClassifyPage(typedPage(text), Look{}).Expense {
		t.Errorf("needs a translation: %v; kind %+v", invoice.Foreign, ClassifyPage(typedPage(text), Look{}))
	}
}

// TestWordsAloneMakeNoIntermediary sets the issuer's own number behind words that an intermediary's stands behind as well.
func TestWordsAloneMakeNoIntermediary(t *testing.T) {
	const own, name = "P.IVA 01234560157", "Ambulatorio Le Querce S.r.l."
	body := strings.Trim(strings.Replace(plain, "%PERSONS%", "Paziente: Rossi Luca", 1), "\n")
	for row, sure := range map[string]bool{
		"Prenotazioni online: www.lequerce.it - " + own:             true,
		"Prenotazioni online:\n" + own:                              true,
		"Direttore del laboratorio Dott. Verdi - " + own:            true,
		"Responsabile del laboratorio: Dott. Verdi - " + own:        true,
		"Convenzionato con le principali assicurazioni - " + own:    true,
		"Fondazione Banca degli Occhi - " + own:                     true,
		"Via Banca d'Italia 3 - 20121 Milano (MI) " + own:           true,
		"Piazza della Banca 1 - 20121 Milano (MI) " + own:           true,
		"Accettiamo pagamenti con carta - " + own:                   true,
		"Pagamenti con bancomat - " + own:                           true,
		"Convenzionato con assicurazioni - Codice fiscale e " + own: true,
		"Sistema TS: dati trasmessi - " + own:                       true,
		"Soggetto emittente: " + name + " " + own:                   true,
		"Esami effettuati presso la nostra sede - " + own:           false,
		"Analisi eseguite presso " + name + " " + own:               true,
		"Laboratorio Odontotecnico Belli snc " + own:                true,
	} {
		t.Run(row, func(t *testing.T) {
			if strings.HasPrefix(row, "Laboratorio") {
				check(t, fieldsOf(strings.Replace(body, name, row, 1), Hints{}), "/issuer/vat_number", "01234560157", sure)
				return
			}
			check(t, fieldsOf(strings.Replace(body, own, row, 1), Hints{}), "/issuer/vat_number", "01234560157", sure)
			check(t, fieldsOf(strings.Replace(body, own, "Tel. 02 123456", 1)+"\n\n\n"+row, Hints{}), "/issuer/vat_number", "01234560157", sure)
		})
	}
	made := strings.NewReplacer(own, "Prenotazioni online: www.lequerce.it - "+own, "Paziente: Rossi Luca", "Spett.le Beta Fondi S.r.l. P.IVA 07643520567").Replace(body)
	check(t, fieldsOf(made, Hints{}), "/issuer/vat_number", "01234560157", true)
}
