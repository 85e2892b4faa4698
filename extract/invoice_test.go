package extract

import (
	"slices"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/ocr"
)

// typedPage sets lines of text as a page: two spaces or more part cells.
func typedPage(text string) InvoicePage {
	page := InvoicePage{Width: 1240, Height: 1754, Method: claim.FromLine}
	for i, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		for at, word := 0, ""; at < len(line); at += len(word) {
			rest := line[at:]
			blank := len(rest) - len(strings.TrimLeft(rest, " "))
			if blank > 0 {
				word = rest[:blank]
				continue
			}
			word, _, _ = strings.Cut(rest, " ")
			page.Words = append(page.Words, ocr.Word{Text: word, Confidence: 0.95, Box: claim.Box{X: 60 + 12*at, Y: 60 + 40*i, W: 12*len(word) - 2, H: 20}})
		}
	}
	return page
}

func read(text string, hints Hints) map[string]string {
	values := map[string]string{}
	for pointer, f := range ReadInvoice([]InvoicePage{typedPage(text)}, hints).Fields {
		values[pointer] = f.Value
	}
	return values
}

func expect(t *testing.T, got map[string]string, want map[string]string) {
	t.Helper()
	for pointer, value := range want {
		if got[pointer] != value {
			t.Errorf("%s: %q, want %q", pointer, got[pointer], value)
		}
	}
}

// accepted is the confidence from which the machine stands for a value.
const accepted = 0.995

func fieldsOf(text string, hints Hints) map[string]claim.Field {
	return ReadInvoice([]InvoicePage{typedPage(text)}, hints).Fields
}

// check holds a value and whether it is sure against what was read.
func check(t *testing.T, fields map[string]claim.Field, pointer, want string, sure bool) {
	t.Helper()
	f := fields[pointer]
	if f.Value != want {
		t.Errorf("%s is %q, want %q", pointer, f.Value, want)
	}
	if got := f.From.Confidence >= accepted; got != sure {
		t.Errorf("%s is believed with %.4f", pointer, f.From.Confidence)
	}
}

const plain = `
Ambulatorio Le Querce S.r.l.
Via dei Mille 4 - 20121 Milano (MI)
P.IVA 01234560157
%PERSONS%
Fattura n. 77/2026 del 12/03/2026

Descrizione                    Importo
Visita oculistica               85,50
Marca da bollo                   2,00
Totale fattura               €  87,50
`

func TestTheNumberOfAnArticleIsNoNumberOfAnInvoice(t *testing.T) {
	text := strings.Replace(plain, "Fattura n. 77/2026 del", "Fattura", 1) + "Operazione esente da IVA ai sensi dell'art: 10, comma 1, n. 18) del DPR 633"
	expect(t, read(strings.Replace(text, "%PERSONS%", "Paziente: Rossi Luca", 1), Hints{}), map[string]string{"/number": ""})
}

func TestTheNumberOfAParcellaIsNoMobilePhone(t *testing.T) {
	for _, title := range []string{"Parcella", "Parcellaà"} {
		text := strings.NewReplacer("Fattura n. 77/2026 del 12/03/2026", "Milano, il 12/03/2026\n"+title+" n. FT20130", "%PERSONS%", "Paziente: Rossi Luca").Replace(plain)
		expect(t, read(text, Hints{}), map[string]string{"/number": "FT20130"})
	}
}

func TestAStainBeforeAWordOfALabelHidesNoPatient(t *testing.T) {
	persons := "Cliente\nPremoli Cristiano\nC.F. PRMCST88S23G224L\n\nPrestazione ‘eseguita a favore di: Premoli Alessia - C.F. 93740891176"
	expect(t, read(strings.Replace(plain, "%PERSONS%", persons, 1), Hints{}), map[string]string{"/patient/surname": "Premoli", "/patient/name": "Alessia"})
}

func TestTheNumberUnderTheTitleOfAPartPayment(t *testing.T) {
	for _, title := range []string{"FATTURA - ACCONTO nr.", "Fattura di acconto n.", "FATTURA (SALDO) N°", "Fattura a saldo numero"} {
		text := strings.NewReplacer("Fattura n. 77/2026 del 12/03/2026", "Milano, 12-03-2026\n\n"+title+"\nFT20230", "%PERSONS%", "Paziente: Rossi Luca").Replace(plain)
		expect(t, read(text, Hints{}), map[string]string{"/number": "FT20230"})
	}
}

func TestTheNumberOfAnEarlierDepositIsNotTheDocuments(t *testing.T) {
	text := strings.NewReplacer("Fattura n. 77/2026 del 12/03/2026", "FATTURA a saldo\nN° 0309\nEmessa il 07/02/2026", "%PERSONS%", "Paziente: Rossi Luca").Replace(plain) +
		"\nAcconto già fatturato: n. 1726 del 02/01/2026 di 202.00 €."
	expect(t, read(text, Hints{}), map[string]string{"/number": "0309", "/date": "2026-02-07"})
}

func TestAPlainInvoiceIsReadWhole(t *testing.T) {
	expect(t, read(strings.Replace(plain, "%PERSONS%", "Paziente: Rossi Luca", 1), Hints{}), map[string]string{
		"/number": "77/2026", "/date": "2026-03-12", "/total": "87.50", "/stamp_duty": "2.00", "/vat": "0.00", "/currency": "EUR",
		"/issuer/name": "Ambulatorio Le Querce S.r.l.", "/issuer/vat_number": "01234560157", "/patient/surname": "Rossi", "/patient/name": "Luca",
		"/description": "Visita oculistica", "/lines/0/amount": "85.50", "/settlement": "single"})
}

func TestThePatientOfTheFormNeverReplacesAnotherWhoIsNamedAsPatient(t *testing.T) {
	form := Hints{Persons: []claim.Person{{Surname: "BERTOLINI", Name: "MARIA"}}}
	for name, persons := range map[string]string{
		"the claimant pays for somebody else":   "Intestatario: Bertolini Maria\nPaziente: Rossi Luca",
		"the claimant came with somebody else":  "Paziente: Rossi Luca\naccompagnato da Maria Bertolini",
		"made out to another, who stands alone": "Intestatario: Rossi Luca\naccompagnato da Maria Bertolini",
	} {
		t.Run(name, func(t *testing.T) {
			expect(t, read(strings.Replace(plain, "%PERSONS%", persons, 1), form), map[string]string{"/patient/surname": "Rossi", "/patient/name": "Luca"})
		})
	}
}

func TestWhatTheMemberWroteNeverReplacesWhatTheInvoiceSays(t *testing.T) {
	rows := Hints{Rows: []claim.Declared{{Number: "77/2025", Date: claim.MustDate("2026-03-13"), Amount: claim.MustMoney("87.60")}}}
	expect(t, read(strings.Replace(plain, "%PERSONS%", "Paziente: Rossi Luca", 1), rows), map[string]string{
		"/number": "77/2026", "/date": "2026-03-12", "/total": "87.50"})
}

func TestAnAbsenceIsClaimedOnlyWhereNothingResemblesTheValue(t *testing.T) {
	for name, tt := range map[string]struct {
		text, pointer string
		likely        bool
	}{
		"no number of the issuer":                         {strings.Replace(plain, "P.IVA 01234560157", "", 1), "/issuer/vat_number", true},
		"a number nobody can read":                        {strings.Replace(plain, "P.IVA 01234560157", "P.IVA 0123_5601S7", 1), "/issuer/vat_number", false},
		"a VAT number misread by a figure, its label too": {strings.Replace(plain, "P.IVA 01234560157", "P.l. 01234560167", 1), "/issuer/vat_number", false},
		"a number beside a date, its title not read":      {strings.Replace(plain, "Fattura n. 77/2026 del 12/03/2026", "1064/2026    12/03/2026", 1), "/number", false},
		"a VAT number glued to a misread label":           {strings.Replace(plain, "P.IVA 01234560157", "BIVA16675340745", 1), "/issuer/vat_number", false},
		"a tax code nobody can read":                      {strings.Replace(plain, "P.IVA 01234560157", "C.F. ZMBGL_292A30L682K", 1), "/issuer/tax_code", false},
		"a number glued to its title":                     {strings.Replace(plain, "Fattura n. 77/2026 del", "Fattura|Xx. 77/2026 del", 1), "/number", false},
		"a label set with wide spaces":                    {strings.Replace(plain, "P.IVA 01234560157", "Cod.  Fisc.  e  P.  IVA  0123_5601S7", 1), "/issuer/vat_number", false},
		"a number under a title nobody knows":             {strings.Replace(plain, "Fattura n. 77/2026 del 12/03/2026", "Incasso    N. Z0260|7392", 1), "/number", false},
		"no patient at all":                               {plain, "/patient/surname", true},
		"a title beside a place and a day":                {strings.Replace(plain, "Fattura n. 77/2026 del 12/03/2026", "Ricevuta sanitaria\n\nLa Spezia, 15 marzo 2026", 1), "/number", true},
		"a label of a number with a blank place":          {strings.Replace(plain, "Fattura n. 77/2026 del 12/03/2026", "Fattura numero    Data documento 12/03/2026", 1), "/number", true},
		"a label of a number over something":              {strings.Replace(plain, "Fattura n. 77/2026 del 12/03/2026", "Fattura numero    Data documento\n?7,2O%6         12/03/2026", 1), "/number", false},
		"a day of a law alone":                            {strings.Replace(plain, "Fattura n. 77/2026 del 12/03/2026", "Fattura n. 77/2026\n\nTrasmessa al Sistema Tessera Sanitaria (DM 31/7/2015)", 1), "/date", true},
		"a tax code without its name":                     {strings.Replace(plain, "%PERSONS%", "C.F. RSSLCU12A01F205W", 1), "/patient/surname", false},
		"a label with nothing behind it":                  {strings.Replace(plain, "%PERSONS%", "Spett.le", 1), "/patient/surname", false},
		"a date that was misread":                         {strings.Replace(plain, "12/03/2026", "1Z/O3/20Z6", 1), "/date", false},
	} {
		t.Run(name, func(t *testing.T) {
			scanned := typedPage(strings.Replace(tt.text, "%PERSONS%", "", 1))
			file := scanned
			file.Words = slices.Clone(scanned.Words)
			for i := range file.Words {
				file.Words[i].Confidence = 1
			}
			for _, from := range []struct {
				page     InvoicePage
				likely   float64
				believed float64
			}{{scanned, 0.9, 0.97}, {file, 0.98, 0.995}} {
				f := ReadInvoice([]InvoicePage{from.page}, Hints{}).Fields[tt.pointer]
				if f.Value != "" {
					t.Fatalf("%s is %q", tt.pointer, f.Value)
				}
				if likely := f.From.Confidence >= from.likely; likely != tt.likely || f.From.Confidence >= from.believed {
					t.Errorf("%s is said to be missing with %.3f", tt.pointer, f.From.Confidence)
				}
			}
		})
	}
}

func TestAStampRecognisedBesideATextLayerIsNoTextLayer(t *testing.T) {
	page := typedPage(strings.Replace(plain, "%PERSONS%", "Paziente: Rossi Luca", 1))
	page.Method = claim.FromTextLayer
	for i, w := range page.Words {
		page.Words[i].Confidence = 1
		if strings.HasPrefix(w.Text, "12/03/2026") {
			page.Words[i].Confidence = 0.9
		}
	}
	fields := ReadInvoice([]InvoicePage{page}, Hints{}).Fields
	if got := fields["/date"].From.Method; got != claim.FromLine {
		t.Errorf("the date, which was recognised, is said to be %q", got)
	}
	if got := fields["/total"].From.Method; got != claim.FromTextLayer {
		t.Errorf("the total, of the text layer, is said to be %q", got)
	}
}

func TestATaxCodeIsSurelyTheIssuersOnlyBesideHisVATNumber(t *testing.T) {
	for name, tt := range map[string]struct {
		change [2]string
		want   string
		sure   bool
	}{
		"beside the VAT number":            {[2]string{"P.IVA 01234560157", "P.IVA 01234560157 - C.F. RSSLCU12A01F205W"}, "RSSLCU12A01F205W", true},
		"somewhere else in the letterhead": {[2]string{"Ambulatorio Le Querce S.r.l.", "Ambulatorio Le Querce S.r.l.          Codice fiscale RSSLCU12A01F205W"}, "RSSLCU12A01F205W", false},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(strings.Replace(plain, "%PERSONS%", "", 1), tt.change[0], tt.change[1], 1)
			f := ReadInvoice([]InvoicePage{typedPage(text)}, Hints{}).Fields["/issuer/tax_code"]
			if f.Value != tt.want || (f.From.Confidence >= 0.995) != tt.sure {
				t.Errorf("the issuer's code is %q with %.4f", f.Value, f.From.Confidence)
			}
		})
	}
}
