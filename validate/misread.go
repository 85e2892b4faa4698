package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"pratica/claim"
)

// OneFigureApart reports two figures, amounts or dates as claim/v1 writes them, of which one may be the other misread: one sign
// replaced, put in or left out.
func OneFigureApart(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a) > len(b)+1 || a == b {
		return false
	}
	same := 0
	for same < len(b) && a[same] == b[same] {
		same++
	}
	return a[same+1:] == b[same+len(b)-len(a)+1:]
}

// OneReplaced reports two texts of one length that differ in exactly one byte: the same identifier, one character of it misread.
func OneReplaced(a, b string) bool {
	return claim.Replaced(a, b) == 1
}

// notPlain withholds the finding of the rule at work until somebody has looked at the values that, misread or not read, would
// explain it: the claim stays open for them, and once they are accepted the rule runs again. Why says it to people.
func (k *check) notPlain(why string, pointers []string) {
	k.trace.now().lack(why)
	k.looks(pointers...)
	k.waitFor(pointers...)
}

// misreadInSum are the values of expense i that nobody stands for and of which one, misread or overlooked, explains that the
// total is so much more than its parts. None is named where no such slip is known to make this difference: then the paper itself
// does not add up. That a single figure of a position is another is no such slip: papers that do not add up look just so, and
// in print it is rarer (docs/accuracy.md).
func (k *check) misreadInSum(i int, more claim.Money) []string {
	e := &k.c.Expenses[i]
	lines := k.doubts(lineAmounts(i, e)...)
	parts := k.doubts(at(i, "vat"), at(i, "stamp_duty"), at(i, "contribution"), at(i, "discount"), at(i, "total"))
	open := func(member string) bool { return slices.Contains(parts, at(i, member)) }
	stamps := []claim.Money{claim.ZeroMoney}
	if open("stamp_duty") {
		stamps = append(stamps, k.stampSlips(e)...)
	}
	switch {
	case open("total") && OneFigureApart(e.Total.String(), e.Total.Sub(more).String()):
		return []string{at(i, "total")}
	case slices.ContainsFunc(stamps[1:], more.Equal):
		return []string{at(i, "stamp_duty")}
	case len(lines) > 0 && len(k.doubts(at(i, "total"), at(i, "contribution"), at(i, "discount"))) == 0:
		return lines // a subtotal proves the rest
	}
	for _, stamp := range stamps {
		rest := more.Sub(stamp)
		switch {
		case rest.Decimal().IsNegative() && open("discount"):
			return append(lines, at(i, "discount"))
		case rest.Decimal().IsNegative() && slices.ContainsFunc(e.Lines, func(l claim.Line) bool { return l.Amount.Add(rest).Equal(claim.ZeroMoney) }) && len(lines) > 0:
			return lines
		case open("vat") && !e.VAT.Positive() && isVATOn(rest, e):
			return []string{at(i, "vat")}
		case len(lines) > 0 && untaxedLine(rest, e), len(lines) > 0 && severalTimes(rest, e):
			return lines
		}
	}
	return nil
}

// lineAmounts are the pointers to what the lines of an expense cost.
func lineAmounts(i int, e *claim.Expense) (pointers []string) {
	for n := range e.Lines {
		pointers = append(pointers, at(i, fmt.Sprintf("lines/%d/amount", n)))
	}
	return pointers
}

// stampSlips are what a sum lacks where the stamp was overlooked, or read as an amount that no stamp has.
func (k *check) stampSlips(e *claim.Expense) (slips []claim.Money) {
	for _, s := range k.law.StampDuty {
		legal := claim.MustMoney(s.Amount)
		if e.StampDuty.Equal(legal) {
			return nil
		}
		slips = append(slips, legal.Sub(e.StampDuty))
	}
	return slips
}

// stampOverlooked reports that the total is more than its parts by just a stamp, and nobody stands for there being none.
func (k *check) stampOverlooked(i int) bool {
	e := &k.c.Expenses[i]
	lines, ok := linesTotal(e)
	if !ok || !e.Total.Known() || k.accepted(at(i, "stamp_duty")) {
		return false
	}
	more := e.Total.Sub(lines.Add(e.Contribution).Add(e.VAT).Add(e.StampDuty).Sub(e.Discount))
	return slices.ContainsFunc(k.stampSlips(e), more.Equal)
}

// vatRates are those of DPR 633/72, in hundredths.
var vatRates = []int64{4, 5, 10, 22}

// isVATOn reports an amount that is the tax on all lines, or on one of them.
func isVATOn(tax claim.Money, e *claim.Expense) bool {
	lines, _ := linesTotal(e)
	bases := []claim.Money{lines}
	for _, l := range e.Lines {
		bases = append(bases, l.Amount)
	}
	return tax.Positive() && slices.ContainsFunc(bases, func(base claim.Money) bool { return hasRate(tax, base) })
}

func hasRate(tax, base claim.Money) bool {
	return slices.ContainsFunc(vatRates, func(rate int64) bool {
		return claim.NewMoney(base.Decimal().Mul(decimal.New(rate, -2))).Equal(tax)
	})
}

// untaxedLine reports that the tax printed on the paper is that of a position of so much, which no line is.
func untaxedLine(more claim.Money, e *claim.Expense) bool {
	return e.VAT.Positive() && more.Positive() && hasRate(e.VAT, more) && !isVATOn(e.VAT, e)
}

// severalTimes reports that a line counts once more, or as often as its quantity says: the price of one was read for that of all.
func severalTimes(more claim.Money, e *claim.Expense) bool {
	return slices.ContainsFunc(e.Lines, func(l claim.Line) bool {
		times := max(int64(l.Quantity)-1, 1)
		return l.Amount.Positive() && claim.NewMoney(l.Amount.Decimal().Mul(decimal.NewFromInt(times))).Equal(more)
	})
}

// stampInTreatments is the stamp duty that nobody stands for and that, misread or overlooked, would make the treatments of D01 come to what
// was billed, so much more than they do.
func (k *check) stampInTreatments(more claim.Money) []string {
	for i := range k.c.Expenses {
		for _, slip := range k.stampSlips(&k.c.Expenses[i]) {
			if pointer := at(i, "stamp_duty"); slip.Equal(more) && !k.accepted(pointer) {
				return []string{pointer}
			}
		}
	}
	return nil
}

// misreadDate reports a date that nobody stands for and that is not after a day with one figure of it replaced.
func (k *check) misreadDate(pointer string, day, until claim.Date) bool {
	if k.accepted(pointer) {
		return false
	}
	written := day.String()
	for n := range written {
		for figure := '0'; figure <= '9' && written[n] != '-'; figure++ {
			other, err := claim.ParseDate(written[:n] + string(figure) + written[n+1:])
			if err == nil && !other.After(until) && other.AddMonths(24).After(until) {
				return true
			}
		}
	}
	return false
}

// unsureKind is the confidence below which the kind of a paper says nothing about which papers are missing: it may be the one.
const unsureKind = 0.9

// unsureKinds are the documents that may be the paper that is missed.
func (k *check) unsureKinds() (pointers []string) {
	for i, d := range k.c.Documents {
		pointer := fmt.Sprintf("/documents/%d/kind", i)
		if !slices.Contains(readOnSight, d.Kind) && !k.accepted(pointer) && !k.believed(pointer, unsureKind) {
			pointers = append(pointers, pointer)
		}
	}
	return pointers
}

// unmatched are the documents without a row of which no two of number, date and total are legible: any may be that of a row.
func (k *check) unmatched() (pointers []string) {
	for i := range k.c.Expenses {
		if e := &k.c.Expenses[i]; e.Declared == nil && k.documentHardlyRead(i) {
			pointers = append(pointers, at(i, "number"), at(i, "date"), at(i, "total"))
		}
	}
	return pointers
}

func (k *check) documentHardlyRead(i int) bool {
	read := 0
	for _, member := range []string{"number", "date", "total"} {
		if pointer := at(i, member); k.value(pointer) != "" && k.legible(pointer) {
			read++
		}
	}
	return read < 2 && k.c.Expenses[i].DocumentType != ""
}

// mayBePayer reports that the person whom expense i names, in values of which not all are accepted, bears the patient's surname or
// is the member: who pays for a relative stands on the paper too, and may have been read for the patient.
func (k *check) mayBePayer(i int, claimed claim.Person) bool {
	p := k.c.Expenses[i].Patient
	if len(k.doubts(k.personOn(i)...)) == 0 {
		return false
	}
	return p.Surname != "" && claim.FoldName(string(p.Surname)) == claim.FoldName(string(claimed.Surname)) ||
		samePerson(p.Surname, p.Name, k.c.Member.Surname, k.c.Member.Name) && !samePerson(p.Surname, p.Name, claimed.Surname, claimed.Name)
}

// personOn are the values that name the person of expense i.
func (k *check) personOn(i int) (pointers []string) {
	for _, member := range []string{"patient/surname", "patient/name", "patient/tax_code"} {
		if pointer := at(i, member); strings.TrimSpace(k.value(pointer)) != "" {
			pointers = append(pointers, pointer)
		}
	}
	return pointers
}
