package validate

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"pratica/claim"
)

// derive sets what follows from other values: the rule set, the deadlines, and of each expense the
// reimbursable amount, also in euro. A derived value is replaced on every run; one that was read, or that
// a reviewer entered, stays.
func (k *check) derive(ctx context.Context) error {
	k.c.RuleSet = k.set.ID
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		e.Deadline = k.termOf(i).end
		if k.isDerived(at(i, "reimbursable")) {
			e.Reimbursable = reimbursable(e)
		}
		if err := k.convert(ctx, i); err != nil {
			return err
		}
	}
	if k.c.Allowance != nil {
		k.c.Allowance.Deadline, k.c.Allowance.Nights = k.allowanceTerm().end, k.nights()
	}
	if k.c.SeriousIllness != nil {
		k.c.SeriousIllness.Deadline = k.illnessTerm().end
	}
	return nil
}

// isDerived reports a value that no paper and no person gave.
func (k *check) isDerived(pointer string) bool {
	p, ok := k.c.Provenance[pointer]
	return !ok || p.Method == claim.FromRule && p.By == ""
}

// reimbursable is the total without VAT, stamp duty and what Reg. 18.1 excludes; unknown without a total.
func reimbursable(e *claim.Expense) claim.Money {
	return e.Total.Sub(e.VAT).Sub(e.StampDuty).Sub(excluded(e))
}

func excluded(e *claim.Expense) claim.Money {
	return e.Excluded.Administrative.Add(e.Excluded.RecordCopy).Add(e.Excluded.Digitisation).Add(e.Excluded.Other)
}

// foreign reports an amount in another currency than the euro.
func foreign(e *claim.Expense) bool { return e.Currency != "" && e.Currency != "EUR" }

// convert sets the reimbursable amount in euro at the rate of the invoice date (Reg. 17.7).
func (k *check) convert(ctx context.Context, i int) error {
	e := &k.c.Expenses[i]
	if !foreign(e) {
		e.ExchangeRate, e.ReimbursableEUR = claim.Rate{}, e.Reimbursable
		return nil
	}
	if k.isDerived(at(i, "exchange_rate")) {
		rate, ok, err := k.rate(ctx, e)
		if err != nil {
			return fmt.Errorf("rate of %s on %s: %w", e.Currency, e.Date, err)
		}
		e.ExchangeRate = claim.Rate{}
		if ok {
			e.ExchangeRate = claim.NewRate(rate)
		}
	}
	e.ReimbursableEUR = claim.Money{}
	if e.ExchangeRate.Valid && e.ExchangeRate.Decimal.IsPositive() && e.Reimbursable.Known() {
		e.ReimbursableEUR = claim.NewMoney(e.Reimbursable.Decimal().Div(e.ExchangeRate.Decimal))
	}
	return nil
}

func (k *check) rate(ctx context.Context, e *claim.Expense) (rate decimal.Decimal, ok bool, err error) {
	switch {
	case k.in.Rates == nil:
		k.noRates = true
		return rate, false, nil
	case e.Date.IsZero():
		return rate, false, nil
	}
	rate, ok, err = k.in.Rates.Rate(ctx, string(e.Currency), e.Date)
	if errors.Is(err, ErrNoRates) {
		k.noRates = true
		return rate, false, nil
	}
	return rate, ok, err
}

// ratesNotLoaded says once that there is no table of rates.
func (k *check) ratesNotLoaded() {
	if k.noRates {
		k.notRun("rates", "Il cambio non è stato cercato: la tabella dei cambi non è disponibile.")
	}
	k.noRates = false
}

// amounts checks the arithmetic of an expense, its rate and its stamp duty.
func (k *check) amounts(i int) {
	e := &k.c.Expenses[i]
	if e.DocumentType == "" {
		return
	}
	k.sum(i)
	k.rated(i)
	k.stampDuty(i)
}

// rated notes an amount in another currency whose rate is not known.
func (k *check) rated(i int) {
	e := &k.c.Expenses[i]
	if !foreign(e) {
		return
	}
	k.rule("amounts.rate", expense(i), "currency", "date", "reimbursable", "exchange_rate").by(func() string { return rateInWords(e) })
	if !e.ExchangeRate.Valid {
		k.ratesNotLoaded()
		k.add(claim.NewFinding("currency.rate_missing", at(i, "exchange_rate"),
			sentence("%s è in %s: manca il cambio del giorno della fattura (%s).", theDocument(e), e.Currency, k.cited("currency.rate_missing"))).
			With("currency", string(e.Currency)).With("date", e.Date.String()))
	}
}

// sum holds the lines against the total, and the reimbursable amount against both (claim/v1).
func (k *check) sum(i int) {
	e := &k.c.Expenses[i]
	added := k.rule("amounts.sum", expense(i), "contribution", "vat", "stamp_duty", "discount", "total")
	if !e.Total.Known() {
		added.lack("il totale non è stato letto")
		return
	}
	if lines, ok := linesTotal(e); !ok {
		added.lack("le voci non sono state lette, o una non ha l'importo")
	} else {
		total := lines.Add(e.Contribution).Add(e.VAT).Add(e.StampDuty).Sub(e.Discount)
		added.by(func() string { return linesInWords(e, total) })
		if !total.Equal(e.Total) && !roundedOtherwise(e, total) {
			if !k.sumsRead(i) {
				added.lack("non torna con il totale, ma un importo è letto con troppa incertezza")
				k.waitFor(k.doubts(append(lineAmounts(i, e), at(i, "total"))...)...)
				return
			}
			if n := lineOfTotal(e, total); n >= 0 {
				k.notPlain("una voce ripete il totale: può essere la sua riga, letta come una voce", []string{at(i, fmt.Sprintf("lines/%d/description", n))})
				return
			}
			if misread := k.misreadInSum(i, e.Total.Sub(total)); len(misread) > 0 {
				k.notPlain("non torna con il totale, ma basta un valore letto male o non letto a spiegarlo", misread)
				return
			}
			k.add(claim.NewFinding("fiscal.amounts_do_not_add_up", at(i, "total"),
				sentence("%s le voci sommano a %s, ma il totale scritto è %s.", onDocument(e), amountIn(e, total), amountIn(e, e.Total))).
				With("sum", total.String()).With("total", e.Total.String()))
			return
		}
	}
	k.rule("amounts.reimbursable", expense(i), "total", "vat", "stamp_duty", "reimbursable").by(func() string { return reimbursableInWords(e) })
	if want := reimbursable(e); want.Decimal().IsNegative() || !want.Equal(e.Reimbursable) {
		k.add(claim.NewFinding("fiscal.amounts_do_not_add_up", at(i, "reimbursable"),
			sentence("%s la parte rimborsabile risulta %s: gli importi esclusi non tornano con il totale di %s.",
				onDocument(e), amountIn(e, want), amountIn(e, e.Total))).
			With("reimbursable", want.String()).With("total", e.Total.String()))
	}
}

// lineOfTotal is the line that is as much as the total while the others come to it without: -1 for none.
func lineOfTotal(e *claim.Expense, sum claim.Money) int {
	if len(e.Lines) < 2 || !sum.Sub(e.Total).Equal(e.Total) {
		return -1
	}
	return slices.IndexFunc(e.Lines, func(l claim.Line) bool { return l.Amount.Known() && l.Amount.Equal(e.Total) })
}

// roundedOtherwise reports a total that is a cent from the sum of its parts, with a tax on some:
// whether that of each is rounded or that of their sum is the issuer's choice.
func roundedOtherwise(e *claim.Expense, sum claim.Money) bool {
	return e.VAT.Positive() && e.Total.Sub(sum).Decimal().Abs().Equal(claim.Cents(1).Decimal())
}

// worn is how sure the words of a position must be for its amount to be believed where it proves the others wrong: letters that are misread
// stand beside figures that are.
const worn = 0.65

// sumsRead reports that lines and total are read well enough to say that they do not add up: if they are not, the
// reading is the likelier fault.
func (k *check) sumsRead(i int) bool {
	e := &k.c.Expenses[i]
	for n := range e.Lines {
		amount, words := at(i, fmt.Sprintf("lines/%d/amount", n)), at(i, fmt.Sprintf("lines/%d/description", n))
		if !k.legible(amount) || !k.accepted(amount) && !k.believed(words, worn) {
			return false
		}
	}
	return k.legible(at(i, "total"))
}

// linesTotal is the sum of the lines; ok is false when there is none, or one without its amount.
func linesTotal(e *claim.Expense) (sum claim.Money, ok bool) {
	for _, line := range e.Lines {
		if !line.Amount.Known() {
			return claim.Money{}, false
		}
		sum = sum.Add(line.Amount)
	}
	return sum, len(e.Lines) > 0
}

// stampSought is how sure it must be that a stamp is not there: of amounts that were not understood one may be it.
const stampSought = 0.9

// stampDuty notes an exempt invoice over the threshold on which no stamp is seen. Co-payment receipts bear
// none (Ris. Agenzia Entrate 9/E 2014), nor invoices with VAT; the stamp may be on the original only. Words
// that say how it was paid, read as the source of the value, are a stamp seen.
func (k *check) stampDuty(i int) {
	e := &k.c.Expenses[i]
	over, amount := k.law.stampDutyOn(e.Date)
	switch stamp := k.rule("amounts.stamp_duty", expense(i), "date", "total", "vat", "stamp_duty"); {
	case e.DocumentType != claim.InvoiceType, e.Kind == claim.Copayment:
		stamp.skip("la portano le fatture, non le ricevute del ticket")
		return
	case !italian(e), foreign(e):
		stamp.skip("il documento è estero")
		return
	case !k.legible(at(i, "issuer/country")):
		stamp.lack("non è sicuro che il documento sia italiano")
		return
	case e.VAT.Positive():
		stamp.skip("la fattura porta l'IVA")
		return
	case e.StampDuty.Positive(), e.StampDutyNumber != "", stampSaid.MatchString(strings.ToLower(string(k.c.Provenance[at(i, "stamp_duty")].Text))):
		stamp.by(func() string { return "la marca da bollo c'è" })
		return
	case !k.believed(at(i, "stamp_duty"), stampSought):
		stamp.lack("un importo non è stato compreso e potrebbe essere la marca")
		return
	case k.stampOverlooked(i):
		stamp.lack("le voci lasciano posto a una marca che non è stata letta")
		return
	case !over.Known(), e.Date.IsZero():
		stamp.lack("la data del documento non è nota")
		return
	case !e.Total.Known():
		stamp.lack("il totale non è stato letto")
		return
	default:
		stamp.by(func() string { return comparedInWords(e.Total, over) })
		if e.Total.Cmp(over) <= 0 {
			return
		}
	}
	k.add(claim.NewFinding("fiscal.stamp_duty_missing", at(i, "stamp_duty"),
		sentence("%s non si vede la marca da bollo da %s; potrebbe essere solo sull'originale.", onDocument(e), euro(amount))).
		With("expected", amount.String()).With("total", e.Total.String()))
}

// stampSaid are words of a stamp: "imposta di bollo assolta in modo virtuale", "assolta virtualmente - aut. n. …".
var stampSaid = regexp.MustCompile(`bollo|virtual|assolt|imposta di b`)

// italian reports an issuer in Italy; a paper that names no country is taken for one.
func italian(e *claim.Expense) bool { return e.Issuer.Country == "" || e.Issuer.Country == "IT" }
