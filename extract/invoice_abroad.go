package extract

import (
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// foreignNumbers are the tax numbers of other countries as they print them (Council Directive 2006/112/EC art. 215
// and national forms), with the country of each.
var foreignNumbers = []struct {
	country string
	pattern *pattern.Pattern
}{
	{"AT", pattern.Must(`\bATU ?\d{8}\b`)},
	{"CH", pattern.Must(`\bCHE[- ]?\d{3}[. ]?\d{3}[. ]?\d{3}\b`)},
	{"DE", pattern.Must(`\bDE ?\d{9}\b`)},
	{"GB", pattern.Must(`\bGB ?\d{3} ?\d{4} ?\d{2}\b`)},
	{"IE", pattern.Must(`\b[I1l]E ?\d{7}[A-Z]{1,2}\b`)},
	{"FR", pattern.Must(`\bFR ?[0-9A-Z]{2} ?\d{3} ?\d{3} ?\d{3}\b`)},
	{"ES", pattern.Must(`\bES ?[A-Z]\d{7}[0-9A-Z]\b`)},
	{"BE", pattern.Must(`\bBE ?0\d{3}[. ]?\d{3}[. ]?\d{3}\b`)},
	{"MT", pattern.Must(`\bMT ?\d{8}\b`)},
	{"LU", pattern.Must(`\bLU ?\d{8}\b`)},
	{"PT", pattern.Must(`\bPT ?\d{9}\b`)},
	{"PL", pattern.Must(`\bPL ?\d{10}\b`)},
	{"HR", pattern.Must(`\bHR ?\d{11}\b`)},
	{"SI", pattern.Must(`\bSI ?\d{8}\b`)},
	{"SM", pattern.Must(`\bSM ?\d{4,5}\b`)}, // codice operatore economico
	{"NL", pattern.Must(`\bNL ?\d{9}B\d{2}\b`)},
}

// dialled are the telephone codes of the countries near Italy and of those that members travel to (ITU E.164).
var dialled = map[string]string{"41": "CH", "43": "AT", "49": "DE", "44": "GB", "33": "FR", "34": "ES", "32": "BE", "31": "NL", "30": "GR",
	"1": "US", "48": "PL", "353": "IE", "351": "PT", "377": "MC", "378": "SM", "385": "HR", "386": "SI", "355": "AL", "356": "MT", "352": "LU", "420": "CZ", "36": "HU", "40": "RO"}

// nationalForms are how countries without a number like those write their addresses and telephones: a state with its ZIP code and an area code
// in brackets (USPS Publication 28; NANP), an outward and an inward postcode (BS 7666), an Italian address with a sign of its own.
var nationalForms = []struct {
	country string
	pattern *pattern.Pattern
}{
	{"US", pattern.Must(`, [A-Z]{2} \d{5}(-\d{4})?\b`)},
	{"US", pattern.Must(`\(\d{3}\) ?\d{3}-\d{4}\b`)},
	{"SM", pattern.Must(`\(RSM\)|(?i)\bsan marino \(`)},
	{"GB", pattern.Must(`\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b`)},
}

var (
	telephone    = pattern.Must(`\+(353|351|377|378|385|386|355|356|352|420|36|40|41|43|49|44|33|34|32|31|30|48|1)[ (.\-/]`)
	foreignIBAN  = pattern.Must(`\b([A-Z]{2})\d{2} ?[0-9A-Z]{4} ?[0-9A-Z]{4}`)
	ibanWord     = pattern.Must(`\biban\b`)
	germanWords  = pattern.Must(`\b(rechnung\w*|honorarnote|fur|und|bitte|datum|\w*datum|\w*betrag|\w*summe|bis|anz|menge|mwst|gem|konto|beschreibung|umsatzsteuer\w*|steuernummer|behandl\w+|leistung\w*|zahlbar|tagen|uberweisen|geb|patientin|der|die|das|wir)\b`)
	frenchWords  = pattern.Must(`\b(facture|montant|patiente?|le|les|des|pour|payer|reglement|prestations|soins|honoraires|date de|veuillez|nous|tva)\b`)
	spanishWords = pattern.Must(`\b(factura|importe|paciente|fecha|pagar|consulta|servicios|por|el|los|las|numero|iva exento)\b`)
	knownWords   = pattern.Must(`\b(di|del|della|il|al|per|da|ai sensi|fattura|ricevuta|paziente|data|importo|totale|pagamento|visita|esente|the|of|to|for|invoice|receipt|patient|amount|due|paid|please|payment)\b`)
)

// readCountry tells where an issuer without an Italian number is: by its own tax number, its telephone and its
// bank. Two that agree are believed.
func (d *invoiceReader) readCountry() {
	votes := map[string]int{}
	number, country := []ocr.Word(nil), ""
	page := 0
	for i, r := range d.rows {
		if d.patientRows.holds(i, r.box) && len(r.cells) == 1 {
			continue
		}
		for _, f := range foreignNumbers {
			if m := f.pattern.FindStringIndex(r.text); m != nil && number == nil && !ibanWord.MatchString(r.folded) {
				votes[f.country] += 2
				number, country, page = d.wordsAt(i, m[0], m[1]), f.country, r.page
			}
		}
		if m := telephone.FindStringSubmatch(r.text); m != nil {
			votes[dialled[m[1]]]++
		}
		for _, form := range nationalForms {
			if form.pattern.MatchString(r.text) {
				votes[form.country]++
			}
		}
		if m := foreignIBAN.FindStringSubmatch(r.text); m != nil && m[1] != "IT" && ibanWord.MatchString(r.folded) {
			votes[m[1]]++
		}
	}
	best := ""
	for c, n := range votes {
		if best == "" || n > votes[best] || n == votes[best] && c < best {
			best = c
		}
	}
	if best == "" {
		return
	}
	confidence := 0.93
	if votes[best] > 2 {
		confidence = 0.997
	}
	d.derive("/issuer/country", best, confidence)
	if number != nil && country == best {
		text := claim.CompactIdentifier(textOf(number))
		if at := strings.Index(text, country); at > 0 {
			text = text[at:]
		} else if at < 0 { // the first letter was read as a figure
			text = country + text[len(country):]
		}
		d.set("/issuer/vat_number", text, page, number, 0.9*lowestConfidence(number))
	}
}

// foreignLanguage reports a document in a language that needs a translation: neither Italian nor English (Reg. 17.2).
func (d *invoiceReader) foreignLanguage() bool {
	known, german, french, spanish := 0, 0, 0, 0
	for _, r := range d.rows {
		known += len(knownWords.FindAllString(r.folded, -1))
		german += len(germanWords.FindAllString(r.folded, -1))
		french += len(frenchWords.FindAllString(r.folded, -1))
		spanish += len(spanishWords.FindAllString(r.folded, -1))
	}
	other := max(german, french, spanish)
	return other >= 4 && other > known
}
