package validate

import (
	"fmt"
	"strconv"
	"strings"

	"pratica/claim"
)

// The computations of rules in words, for explanations.

// counted is "1 giorno", "5 giorni".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// sumInWords is "85,50 + 2,00 = 87,50".
func sumInWords(parts []claim.Money, sum claim.Money) string {
	if len(parts) == 1 {
		return "una sola riga di " + sum.Italian()
	}
	var b strings.Builder
	for i, part := range parts {
		if i > 0 {
			b.WriteString(" + ")
		}
		b.WriteString(part.Italian())
	}
	return b.String() + " = " + sum.Italian()
}

// withParts names amounts that are not nothing, each with its sign: " + 2,00 di bollo".
func withParts(sign string, parts ...any) string {
	var b strings.Builder
	for i := 0; i+1 < len(parts); i += 2 {
		if m := parts[i].(claim.Money); m.Known() && !m.IsZero() {
			fmt.Fprintf(&b, " %s %s %s", sign, m.Italian(), parts[i+1])
		}
	}
	return b.String()
}

func (k *check) declaredAmounts() (amounts []claim.Money) {
	for i := range k.c.Expenses {
		if e := &k.c.Expenses[i]; e.Declared != nil && !asksAllowance(e) {
			amounts = append(amounts, e.Declared.Amount)
		}
	}
	return amounts
}

// linesInWords is "85,50 + 2,00 di bollo = 87,50; totale scritto 87,50".
func linesInWords(e *claim.Expense, sum claim.Money) string {
	var lines []string
	for _, line := range e.Lines {
		lines = append(lines, line.Amount.Italian())
	}
	added := strings.Join(lines, " + ") + withParts("+", e.Contribution, "di contributo", e.VAT, "di IVA", e.StampDuty, "di bollo") +
		withParts("−", e.Discount, "di sconto")
	if added != sum.Italian() {
		added += " = " + sum.Italian()
	}
	return added + "; totale scritto " + e.Total.Italian()
}

func reimbursableInWords(e *claim.Expense) string {
	x := e.Excluded
	words := e.Total.Italian() + withParts("−", e.VAT, "di IVA", e.StampDuty, "di bollo", x.Administrative, "di spese amministrative",
		x.RecordCopy, "di copia della cartella", x.Digitisation, "di digitalizzazione", x.Other, "di altre voci escluse")
	if !strings.Contains(words, "−") {
		return "tutto il totale: " + words
	}
	return words + " = " + reimbursable(e).Italian()
}

func rateInWords(e *claim.Expense) string {
	if !e.ExchangeRate.Valid || !e.ReimbursableEUR.Known() {
		return "il cambio " + ofDay(e.Date) + " non è noto"
	}
	return fmt.Sprintf("%s %s : %s (cambio %s) = %s", e.Reimbursable.Italian(), e.Currency, strings.Replace(e.ExchangeRate.Decimal.String(), ".", ",", 1),
		ofDay(e.Date), euro(e.ReimbursableEUR))
}

// comparedInWords holds a total against the threshold of the stamp duty.
func comparedInWords(total, over claim.Money) string {
	if total.Cmp(over) > 0 {
		return total.Italian() + " > " + over.Italian() + ": la marca è dovuta"
	}
	return total.Italian() + " ≤ " + over.Italian() + ": la marca non è dovuta"
}

var weekdays = [...]string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"}

// dayInWords is "giovedì lavorativo", "domenica", "sabato festivo".
func (l *law) dayInWords(day claim.Date) string {
	name := weekdays[day.Weekday()]
	switch {
	case day.Weekday() == 0:
		return name
	case l.isHoliday(day):
		return name + " festivo"
	default:
		return name + " lavorativo"
	}
}

// termInWords is "2 aprile 2026 + 3 mesi = 2 luglio 2026, giovedì lavorativo; inviata il 7 luglio 2026: 5 giorni dopo".
func (k *check) termInWords(d deadline) string {
	words := fmt.Sprintf("%s + %s = %s, %s", d.from.Italian(), months(d.months), d.nominal.Italian(), k.law.dayInWords(d.nominal))
	if d.end != d.nominal {
		words += fmt.Sprintf(", quindi fino a %s %s", k.law.dayInWords(d.end), d.end.Italian())
	}
	sent := "invio " + theDay(k.sentFor(d))
	if d.assumed || d.sentOn.IsZero() && k.sentDateUnknown() {
		sent = "data di invio non sicura, conta l'arrivo " + theDay(k.sentFor(d))
	}
	switch days := d.end.DaysUntil(k.sentFor(d)); {
	case days > 0:
		return words + "; " + sent + ": " + counted(days, "giorno dopo", "giorni dopo")
	case days == 0:
		return words + "; " + sent + ": l'ultimo giorno"
	default:
		return words + "; " + sent + ": " + counted(-days, "giorno prima", "giorni prima")
	}
}

// ran tells the trace how a term ran, or why there is none.
func (k *check) ran(d deadline, rests []string) {
	r := k.trace.now()
	if r == nil {
		return
	}
	k.looks(rests...)
	if d.sentOn.IsZero() {
		k.looks("/sent_on")
	}
	if !d.end.IsZero() {
		r.article = d.article
		r.by(func() string { return k.termInWords(d) })
		if !k.legible(d.pointer) && k.sentFor(d).After(d.end) {
			r.lack("la data è letta con troppa incertezza")
		}
		return
	}
	var e claim.Expense
	if r.of != whole {
		e = k.c.Expenses[r.of.i]
	}
	switch {
	case r.of == whole, e.DocumentType != "" && e.Date.IsZero():
		r.lack("la data da cui corre non è nota")
	case e.DocumentType == "":
		r.skip("il documento di questa riga non c'è")
	case e.DocumentType == claim.CreditNoteType:
		r.skip("una nota di credito non ha termine")
	default:
		r.skip("un acconto ha il termine del suo saldo, che non c'è")
	}
}

func (k *check) balanceInWords(i int) string {
	if j := k.balanceOf(i); j >= 0 {
		return "il saldo è " + theDocument(&k.c.Expenses[j])
	}
	return "il saldo non c'è"
}

// whoseTaxCode is "Codice fiscale dell'iscritto".
func whoseTaxCode(pointer string) string {
	return "Codice fiscale dell'" + strings.ToLower(claim.Label(strings.TrimSuffix(pointer, "/tax_code")))
}

// inWords is "6 sezioni, 4 con punti (ne servono 4), totale 35 ≥ 30".
func (r *ScoreRule) inWords(above, sum, unknown int) string {
	sign := "≥"
	if sum < r.Total {
		sign = "<"
	}
	words := fmt.Sprintf("%d sezioni, %d con punti (ne servono %d), totale %d %s %d", len(sections), above, r.Sections, sum, sign, r.Total)
	if unknown > 0 {
		words += fmt.Sprintf("; %s senza un punteggio sicuro", counted(unknown, "sezione", "sezioni"))
	}
	return words
}

// title is "Documenti da allegare: prescrizione per fisiokinesiterapia".
func (p *PaperRule) title() string {
	var kinds []string
	for _, kind := range p.Papers {
		kinds = append(kinds, strings.ToLower(kind.Italian()[:1])+kind.Italian()[1:])
	}
	title := "Documenti da allegare: " + oneOf(kinds)
	if p.Of != "" {
		title += " per " + p.Of
	}
	return title
}

// papersInWords says which papers were found.
func (k *check) papersInWords(rule *PaperRule, why reason) string {
	needed := max(rule.Count, 1)
	words := fmt.Sprintf("serve %s %s: ", rule.Asks, why.what)
	if k.enough(rule, rule.Papers) {
		words += "c'è"
	} else {
		words += fmt.Sprintf("documenti trovati %d su %d%s", k.papersOf(rule.Papers), needed, strings.Replace(k.onlyOneTime(rule), ": quelle arrivate sono", ",", 1))
	}
	if n := k.papersOf(rule.Instead); n > 0 && k.enough(rule, rule.Instead) {
		words += fmt.Sprintf("; al suo posto %s, con %s: %d", counted(n, "fotografia", "fotografie"), rule.WithAsks, k.papersOf(rule.With))
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(words, " :", ":")), " ")
}

// of is the expense, or treatment, that a reason is about.
func (r reason) of() subject {
	for _, pointer := range r.rests {
		steps := strings.SplitN(pointer, "/", 4)
		if i, err := strconv.Atoi(steps[min(2, len(steps)-1)]); err == nil {
			return subject{steps[1], i}
		}
	}
	return whole
}

// onlyFor notes a rule for which the claim has no expense.
func (k *check) onlyFor(name, why string, has func(e *claim.Expense) bool) {
	if k.trace == nil {
		return
	}
	for i := range k.c.Expenses {
		if has(&k.c.Expenses[i]) {
			return
		}
	}
	k.rule(name, whole).skip(why)
}
