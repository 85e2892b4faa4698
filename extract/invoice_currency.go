package extract

import (
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

var currencies = []struct {
	code    string
	pattern *pattern.Pattern
}{
	{"CHF", pattern.Must(`\bchf\b|\bs?fr\. ?\d|\bsfr\b\.?|franchi svizzeri|swiss francs|schweizer franken`)},
	{"USD", pattern.Must(`\busd\b|us\$|\$ ?\d[\d.,]*[.,]\d\d\b|[.,]\d\d ?\$`)},
	{"GBP", pattern.Must(`\bgbp\b|£ ?\d[\d.,]*[.,]\d\d\b|[.,]\d\d ?£`)},
	{"EUR", pattern.Must(`€|\beur\b|\beuro\b`)},
}

// currencyOf is the money of the countries that papers come from.
var currencyOf = map[string]string{"IT": "EUR", "AT": "EUR", "DE": "EUR", "FR": "EUR", "ES": "EUR", "SM": "EUR", "CH": "CHF", "GB": "GBP", "US": "USD"}

// readCurrency takes the currency named beside amounts; an Italian issuer's is euro. A sign may be misread, and "£" is
// what becomes of a blurred "€": the money of the issuer's country is likelier than one that only a sign speaks of.
func (d *invoiceReader) readCurrency(s solution) {
	counts := map[string]int{}
	var at = map[string][]ocr.Word{}
	page := map[string]int{}
	for _, r := range d.rows {
		for _, c := range currencies {
			if c.pattern.MatchString(r.folded) {
				counts[c.code]++
				for _, t := range r.tokens {
					if at[c.code] == nil && c.pattern.MatchString(fold(t.word.Text)) {
						at[c.code], page[c.code] = []ocr.Word{t.word}, r.page
					}
				}
			}
		}
	}
	best, n := "", 0
	for _, c := range currencies {
		if counts[c.code] > n {
			best, n = c.code, counts[c.code]
		}
	}
	home := ""
	if from, known := d.invoice.Fields["/issuer/country"]; known && from.From.Confidence > unprovenCountry {
		home = currencyOf[from.Value]
	}
	exact := strings.ContainsAny(textOf(at[best]), "£$") && d.methodOf(at[best]) == claim.FromTextLayer // "Fr. 12" may be an address
	switch {
	case exact && home != "" && best != home:
		d.set("/currency", best, page[best], at[best], 0.95)
	case home != "" && best != home && (best == "" && home != "EUR" || best != "EUR" && !codeOfMoney.MatchString(fold(textOf(at[best])))):
		sure := 0.96
		if best != "" {
			sure = 0.9 // a sign speaks of another
		}
		d.derive("/currency", home, sure)
	case best == "":
		d.derive("/currency", "EUR", 0.99)
	case at[best] == nil:
		d.derive("/currency", best, 0.97)
	case len(counts) > 1 && best != "EUR":
		d.set("/currency", best, page[best], at[best], 0.9)
	case home != "" && best != home:
		d.set("/currency", best, page[best], at[best], 0.95)
	default:
		d.set("/currency", best, page[best], at[best], 0.998)
	}
}

// codeOfMoney is a currency in letters.
var codeOfMoney = pattern.Must(`[a-z]{3}`)
