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
	// Counted tells that the numbers may count deposits, as in "acconto n. 1": no document is named with them.
	Counted bool
}

// namedDeposit is said of a deposit of before, which makes no deposit of the paper that says it.
var namedDeposit = pattern.Must(`\b((dedott|detratt|riferiment)\w*|dedurre|detrarre|detraendo|relativ[ao] a\w*|meno|storno|gia|rif|ns|vs|di cui a\w*|nostra fatt\w*)\b(.*\b)?(accont|anticip[oi]\b|deposit)|` +
	`\b(accont\w|anticip[oi]|caparra|deposit)\b(.* )?(\bgia\b|di cui a|dedott|detratt|versat|fatturat|corrispost|pagat|incassat|\bpaid\b|\breceived\b|\bns\.? fatt|\bnostra fatt|fatt(ura|\.) n)|less:? (advance |prior )?deposit`)

// bodyDeposit is what a body lays down: a deposit of lime.
var bodyDeposit = pattern.Must(`deposit\w* (\w+ )?(calc|tartar|lipid|adipos|urat|amiloid|fibrin|pigment)\w*`)

// stillDue is said of what is left to pay after a deposit.
var stillDue = pattern.Must(`residu[oi]|rimanenza|saldo (dovuto|da pagare|a debito|finale)|resta(nte)? (da|a) pagare|balance due|remaining`)

// namesDeposit tells a row that names a deposit of before; the row of the document's own number does not.
func (d *invoiceReader) namesDeposit(r pageRow) bool {
	text := r.folded
	if at := bodyDeposit.FindStringIndex(text); at != nil {
		text = text[:at[0]] + text[at[1]:]
	}
	if !namedDeposit.MatchString(text) || paidBack.MatchString(text) {
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
		named.Numbers, named.Counted = numbersNamed(r)
		if len(named.Amounts)+len(named.Numbers) > 0 {
			d.invoice.Deposits = append(d.invoice.Deposits, named)
		}
	}
}

// depositsDocument and beforeNumber lead to a document's number, afterNumber to its date; beforeDay leads to a date.
var (
	depositsDocument = pattern.Must(`\b(fattur[ae]|fatt|ft|ricevut[ae]|parcella|documento|doc|invoice|receipt)\b`)
	beforeNumber     = pattern.Must(`^(n|nr|n°|nro|num|numero|no|number|fattura|fatt|ft|ricevuta|parcella|documento|doc|invoice|receipt)$`)
	afterNumber      = pattern.Must(`^(del|dd|of|dated)$`)
	beforeDay        = pattern.Must(`^(il|del|dal|al|data|on|of|dated)$`)
)

// numbersNamed are the words of a row that may be the number of a document: what stands behind a word for it, before a
// date, or has a stroke; no part of a date. Counted is told of numbers of a row that names no document.
func numbersNamed(r pageRow) (numbers []string, counted bool) {
	var text strings.Builder
	starts := make([]int, len(r.tokens))
	for i, t := range r.tokens {
		starts[i] = text.Len()
		text.WriteString(t.word.Text + " ")
	}
	dates := findDates(text.String())
	counted = !depositsDocument.MatchString(r.folded)
	for i, t := range r.tokens {
		number := strings.Trim(t.word.Text, ".,:;()|*'\"")
		glued := gluedNumber.FindStringSubmatch(number)
		if glued != nil {
			number = glued[1]
		}
		if !plausibleNumber(number) || overlaps(dates, starts[i], starts[i]+len(t.word.Text)) {
			continue
		}
		stroke := strings.Contains(number, "/")
		behind := i > 0 && beforeNumber.MatchString(strings.ReplaceAll(r.tokens[i-1].folded, ".", ""))
		dated := i+1 < len(r.tokens) && afterNumber.MatchString(r.tokens[i+1].folded)
		day := i > 0 && beforeDay.MatchString(r.tokens[i-1].folded)
		if glued != nil || behind || (stroke || dated) && !day {
			numbers, counted = append(numbers, number), counted && !stroke
		}
	}
	return numbers, counted
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
