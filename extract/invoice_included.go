package extract

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// settleIncludedVAT keeps a tax that is part of the prices, as on every till slip ("di cui IVA"): the one
// printed for the whole, which is the last of several.
func (s *solution) settleIncludedVAT(rest []amountAt) {
	if isAmount(s.vat) || s.total == nil {
		return
	}
	for _, a := range candidates(rest, includedVATRole) {
		if a.value.Positive() && a.value.Cmp(s.total.value) < 0 && (s.included == nil || a.value.Cmp(s.included.value) > 0) {
			s.included = a
		}
	}
}

// vatRates are those in force in Italy (art. 16 DPR 633/72), in percent.
var vatRates = []int64{4, 5, 10, 22}

// setIncludedVAT stores a tax that the total holds. One rate for everything proves it.
func (d *invoiceReader) setIncludedVAT(s solution) {
	confidence := labelledAmount
	if slices.ContainsFunc(vatRates, func(rate int64) bool { return includedAt(s.total.value, rate).Equal(s.included.value) }) {
		confidence = confirmedAmount
	}
	if s.taxUnread {
		confidence = s.taxSureness
	}
	d.set("/vat", s.included.value.String(), d.rows[s.included.row].page, s.included.words, confidence)
}

// includeByRate stands in where a paper says that its prices hold a tax whose amount could not be read: one rate
// printed beside the prices gives it, and the figures that were read may confirm it.
func (d *invoiceReader) includeByRate(s *solution) {
	if s.included != nil || isAmount(s.vat) || s.total == nil {
		return
	}
	row := slices.IndexFunc(d.rows, func(r pageRow) bool { return roleOf(labelText(r.text)) == includedVATRole })
	if row < 0 {
		return
	}
	rates := map[string]bool{}
	for _, r := range d.rows {
		for _, m := range printedRate.FindAllStringSubmatch(r.text, -1) {
			rates[m[1]] = true
		}
	}
	s.taxUnread = true
	for _, rate := range vatRates {
		tax := includedAt(s.total.value, rate)
		alike := onlyDigits(d.rows[row].text) == strings.ReplaceAll(tax.String(), ".", "")
		if !alike && !(len(rates) == 1 && rates[strconv.FormatInt(rate, 10)]) {
			continue
		}
		s.included = &amountAt{value: tax, row: row, words: d.rows[row].words()}
		if s.taxSureness = 0.9; alike {
			s.taxSureness = 0.98
		}
		return
	}
}

var printedRate = pattern.Must(`\b(4|5|10|22)([,.]00?)? ?%`)

// includedAt is the tax in a gross amount at a rate in percent.
func includedAt(gross claim.Money, rate int64) claim.Money {
	tax := gross.Decimal().Mul(decimal.NewFromInt(rate)).DivRound(decimal.NewFromInt(100+rate), 2)
	m, err := claim.ParseMoney(tax.StringFixed(2))
	if err != nil {
		return claim.Money{}
	}
	return m
}

// slipNature is what a till slip must say of a good beside its name for the tax return (art. 15 TUIR): that it is a
// medicine or a device, and the number of its authorisation (AIC).
var slipNature = pattern.Must(`^(farmac[oi]|medicinal[ei]|parafarmac[oi]|omeopatic[oi]|farm|disp(ositivo)?|disp\.?medic[oi]|medic[oi]|ce|\(ce\)|aic|a\d{9}|\d{9})$`)

// withoutSlipNature drops the nature of a good and its number from the start of its name.
func withoutSlipNature(words []ocr.Word) []ocr.Word {
	for len(words) > 1 && slipNature.MatchString(strings.Trim(fold(words[0].Text), ".,:-")) {
		words = words[1:]
	}
	for len(words) > 1 && rateWord.MatchString(words[len(words)-1].Text) {
		words = words[:len(words)-1]
	}
	return words
}
