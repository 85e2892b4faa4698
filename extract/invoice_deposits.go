package extract

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
)

// NamedDeposit is a deposit that an expense document says was billed or paid before: what may be the number of its
// invoice, and its amounts.
type NamedDeposit struct {
	Numbers []string
	Amounts []claim.Money
}

// namedDeposit is said of a deposit of before, which makes no deposit of the paper that says it.
var namedDeposit = pattern.Must(`(\b(dedott|detratt|dedurre|detrarre|detraendo|riferiment|relativ[ao] a|meno|storno|gia|rif|ns|vs)\b|\b(dedott|detratt)\w|di cui a|nostra fatt)(.* )?(accont|anticip[oi]|deposit)|` +
	`\b(accont\w|anticip[oi]|caparra|deposit)\b(.* )?(\bgia\b|di cui a|dedott|detratt|versat|fatturat|corrispost|pagat|incassat|\bpaid\b|\breceived\b|\bns\.? fatt|\bnostra fatt|fatt(ura|\.) n)|less:? (advance |prior )?deposit`)

// stillDue is said of what is left to pay after a deposit.
var stillDue = pattern.Must(`residu[oi]|rimanenza|saldo (dovuto|da pagare|a debito|finale)|resta(nte)? (da|a) pagare|balance due|remaining`)

// namesDeposit tells a row that names a deposit of before; the row of the document's own number does not.
func (d *invoiceReader) namesDeposit(r pageRow) bool {
	if !namedDeposit.MatchString(r.folded) || paidBack.MatchString(r.folded) {
		return false
	}
	own := d.value("/number")
	return own == "" || !slices.ContainsFunc(r.tokens, func(t token) bool { return claim.CompactIdentifier(t.word.Text) == claim.CompactIdentifier(own) })
}

// readDeposits notes the deposits that the document names.
func (d *invoiceReader) readDeposits() {
	for _, r := range d.rows {
		if !d.namesDeposit(r) {
			continue
		}
		var named NamedDeposit
		for _, a := range findAmounts(r.text) {
			named.Amounts = append(named.Amounts, absolute(a.value))
		}
		for _, t := range r.tokens {
			if text := strings.Trim(t.word.Text, ".,:;()|*'\""); plausibleNumber(text) {
				named.Numbers = append(named.Numbers, text)
			}
		}
		if len(named.Amounts)+len(named.Numbers) > 0 {
			d.invoice.Deposits = append(d.invoice.Deposits, named)
		}
	}
}

// paidBack is said of what is no deposit of before: a withholding, and what will follow.
var paidBack = pattern.Must(`ritenuta|ritenute|seguira|sara (seguit|emess)|verra`)

// takesOffDeposit tells that the total is what is left after a deposit that the document names, or that it says what
// is.
func (d *invoiceReader) takesOffDeposit() bool {
	if len(d.invoice.Deposits) > 0 && d.says(stillDue) {
		return true
	}
	return d.paid != nil && slices.ContainsFunc(d.invoice.Deposits, func(n NamedDeposit) bool {
		return slices.ContainsFunc(n.Amounts, func(a claim.Money) bool { return a.Equal(absolute(d.paid.value)) })
	})
}
