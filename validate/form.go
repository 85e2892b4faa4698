package validate

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"pratica/claim"
)

// form checks the form itself and its rows against the documents (Reg. 17.1: "compilati in ogni parte e
// vanno inserite data e firme"). Papers sent without a form have nothing to check here.
func (k *check) form() {
	switch kind := k.rule("form.kind", whole, "/kind"); {
	case k.c.Kind != "":
	case k.nothingRead():
		kind.lack("non si è potuto leggere nessun foglio")
	case k.c.Form != claim.I07 && k.offers() && !slices.ContainsFunc(k.c.Expenses, func(e claim.Expense) bool { return e.DocumentType != "" }):
		kind.lack("non c'è ancora una spesa, ma solo un preventivo o una proforma")
	case k.allowanceExplained():
		kind.lack("la diaria o il suo documento non dicono di quale tipo è")
	default:
		k.add(claim.NewFinding("claim.kind_unclear", "/kind", "Non è chiaro che cosa si chiede di rimborsare.").With("check", "kind"))
	}
	k.thirdParties()
	if k.c.Form == "" {
		k.rule("form.fields", whole).skip("i documenti sono arrivati senza modulo")
		return
	}
	k.rule("form.signature", whole, "/signatures/member")
	if k.placeUnseen() {
		k.notPlain("nemmeno la data è stata trovata: il posto della firma può essere un altro", []string{"/signatures/member", "/signatures/date"})
	} else {
		k.missing(claim.NewFinding("form.unsigned", "/signatures/member", fmt.Sprintf("Sul modulo %s manca la firma dell'iscritto (%s).", k.c.Form, k.cited("form.unsigned"))),
			"la firma dell'iscritto")
	}
	k.rule("form.date", whole, "/signatures/date")
	k.missing(claim.NewFinding("form.date_missing", "/signatures/date", fmt.Sprintf("Sul modulo %s manca la data accanto alla firma (%s).", k.c.Form, k.cited("form.date_missing"))),
		"la data accanto alla firma")
	k.rule("form.fields", whole)
	rule := k.set.Forms[k.c.Form]
	for _, field := range rule.Always {
		if field.Pointer == "/declared_total" && k.onlyAllowances() {
			continue // a daily allowance has no amount to sum
		}
		if field.Pointer != illnessPointer { // that one or several are marked says more
			k.fieldMissing(field, "")
		}
	}
	if len(rule.Row) == 0 {
		return
	}
	if len(k.c.Expenses) == 0 {
		k.fieldMissing(FormField{Pointer: "/expenses", Name: "l'elenco delle spese"}, "")
	}
	for i := range k.c.Expenses {
		k.row(i, rule)
	}
	k.total()
}

// nothingRead reports a claim that carries nothing but the reasons why its files could not be read. Papers
// that were read and are nothing we know are no such reason: somebody must look at them.
func (k *check) nothingRead() bool {
	if k.c.Form != "" || len(k.c.Expenses) > 0 {
		return false
	}
	return slices.ContainsFunc(k.kept, func(f claim.Finding) bool {
		return strings.HasPrefix(string(f.Code), "file.") || f.Code == "page.unreadable"
	})
}

func (k *check) fieldMissing(field FormField, where string) {
	k.looks(field.Pointer)
	if field.Or != "" && k.value(field.Or) != "" {
		return
	}
	k.missing(claim.NewFinding("form.field_missing", field.Pointer, fmt.Sprintf("Sul modulo %s manca %s%s (%s).", k.c.Form, field.Name, where, k.cited("form.field_missing"))).
		With("field", field.Name), field.Name+where)
}

// row checks one row of the form against its document.
func (k *check) row(i int, rule FormRule) {
	e := &k.c.Expenses[i]
	if e.Declared == nil {
		listed := k.rule("form.invoice_has_row", expense(i))
		if !k.rowsRead() {
			listed.lack("la tabella del modulo non è stata letta")
			if first := slices.IndexFunc(k.c.Expenses, func(e claim.Expense) bool { return e.DocumentType != "" }); first == i {
				k.unread(at(i, "declared/amount"), "Non si riesce a leggere l'elenco delle spese del modulo: le fatture vanno confrontate con le righe.")
			}
			return
		}
		if k.documentHardlyRead(i) && k.hasRowWithoutInvoice() {
			k.notPlain("una riga non ha il suo documento e può essere questo, letto con troppa incertezza", []string{at(i, "number"), at(i, "date"), at(i, "total")})
			return
		}
		k.add(claim.NewFinding("form.invoice_without_row", fmt.Sprintf("/expenses/%d", i),
			sentence("%s non è nell'elenco delle spese del modulo (%s).", theDocument(e), k.cited("form.invoice_without_row"))).
			With("number", string(e.Number)).With("date", e.Date.String()).With("total", e.Total.String()))
		return
	}
	row := k.rule("form.row", expense(i))
	if asksAllowance(e) {
		row.skip("la riga chiede una diaria: basta il nome della struttura")
		return
	}
	if smudges := k.smudged(i); len(smudges) > 0 {
		k.notPlain("nella riga non c'è né una struttura né un importo, e il resto è incerto: può essere una macchia", smudges)
		return
	}
	for _, field := range rule.prefixedRow(i) {
		k.fieldMissing(field, fmt.Sprintf(" nella riga %d", e.Row))
	}
	if e.DocumentType == "" {
		k.rowWithoutInvoice(i)
		return
	}
	k.rowDiffers(i)
}

// placeUnseen reports a form that no definition describes, of which neither the signature nor the day beside it was found: their place may not
// have been. Where the day is read the signature was looked for beside it.
func (k *check) placeUnseen() bool {
	return k.c.FormEdition == "" && k.look("/signatures/member") == absent && !k.accepted("/signatures/member") &&
		(k.look("/signatures/date") == unread || !k.believed("/signatures/date", legibleFrom))
}

// smudged are the number and the date of a row without a document, an issuer and an amount, where nobody stands for either: a streak over
// a column is no row that lacks all the rest.
func (k *check) smudged(i int) []string {
	d := k.c.Expenses[i].Declared
	if k.c.Expenses[i].DocumentType != "" || d.Issuer != "" || d.Amount.Known() {
		return nil
	}
	number, date := at(i, "declared/number"), at(i, "declared/date")
	if d.Number != "" && k.accepted(number) || !d.Date.IsZero() && k.accepted(date) {
		return nil
	}
	return k.doubts(number, date)
}

// rowsRead reports whether anything was read of the form's table, or its place was found empty: not of a form
// that was known by its heading alone, and not of one that no definition describes, whose table may not have been found.
func (k *check) rowsRead() bool {
	if k.c.FormEdition != "" {
		if _, seen := k.c.Provenance["/declared_total"]; seen || k.c.DeclaredTotal.Known() {
			return true
		}
	}
	return slices.ContainsFunc(k.c.Expenses, func(e claim.Expense) bool { return e.Declared != nil })
}

// asksAllowance reports a row with no more than a name: for a daily allowance the hospital's is enough
// (R01: "in caso di richiesta di Diaria è sufficiente indicare il nome della struttura").
func asksAllowance(e *claim.Expense) bool {
	d := e.Declared
	return e.DocumentType == "" && d.Issuer != "" && d.Number == "" && d.Date.IsZero() && !d.Amount.Known()
}

// rowWithoutInvoice asks for the document of a row. That it is missing is sure only when what the row says
// is, every page could be read, and no document is left that may be it.
func (k *check) rowWithoutInvoice(i int) {
	d := k.c.Expenses[i].Declared
	switch has := k.rule("form.row_has_invoice", expense(i), "declared/number", "declared/date", "declared/amount"); {
	case k.hardlyRead(i): // it may be that of a document that is there
		has.lack("la riga è letta con troppa incertezza")
		return
	case k.offersInstead():
		has.skip("al posto della fattura c'è una proforma o un preventivo, per cui la si chiede già")
		return
	}
	if may := append(k.unmatched(), k.unsureKinds()...); len(may) > 0 {
		k.notPlain("un altro foglio, letto con troppa incertezza, può essere il documento della riga", may)
		return
	}
	doubts := k.unseenPages()
	for _, column := range []string{"number", "date", "amount"} {
		doubts = append(doubts, k.doubts(at(i, "declared/"+column))...)
	}
	for j := range k.c.Expenses {
		if k.c.Expenses[j].Declared == nil {
			doubts = append(doubts, fmt.Sprintf("/expenses/%d", j))
		}
	}
	name := "la fattura"
	if d.Number != "" {
		name += " " + string(d.Number)
	}
	if !d.Date.IsZero() {
		name += " " + ofDay(d.Date)
	}
	k.add(claim.NewFinding("form.row_without_invoice", fmt.Sprintf("/expenses/%d/declared", i),
		sentence("%s, indicata nella riga %d del modulo, non è tra i documenti inviati (%s).", name, k.c.Expenses[i].Row, k.cited("form.row_without_invoice"))).
		With("number", string(d.Number)).With("date", d.Date.String()).With("amount", d.Amount.String()), doubts...)
}

// offersInstead reports a proforma or estimate for each row without an invoice: then fiscal.not_an_invoice asks
// for what is missing.
func (k *check) offersInstead() bool {
	rows, offers := 0, 0
	for i := range k.c.Expenses {
		if e := &k.c.Expenses[i]; e.Declared != nil && e.DocumentType == "" && !asksAllowance(e) {
			rows++
		}
	}
	for _, d := range k.c.Documents {
		if _, ok := notInvoices[d.Kind]; ok {
			offers++
		}
	}
	return rows <= offers
}

// hardlyRead reports a row of which no two of number, date and amount are legible, and that says so: the values are
// named as unreadable, or wait to be accepted.
func (k *check) hardlyRead(i int) bool {
	read, doubtful := 0, false
	for _, column := range []string{"number", "date", "amount"} {
		pointer := at(i, "declared/"+column)
		switch {
		case k.value(pointer) == "":
			doubtful = doubtful || k.look(pointer) == unread
		case k.legible(pointer):
			read++
		default:
			doubtful = true
		}
	}
	return read < 2 && doubtful
}

func (k *check) hasRowWithoutInvoice() bool {
	return slices.ContainsFunc(k.c.Expenses, func(e claim.Expense) bool {
		return e.Declared != nil && e.DocumentType == "" && !asksAllowance(&e)
	})
}

// dayBelieved is how sure the day of a document must be to differ from its row: papers bear several days, and the row says which one
// is meant.
const dayBelieved = 0.97

// writtenBelieved is how sure an amount on the form must be to differ from the document's: a figure more or less is soon misread in a hand.
const writtenBelieved = 0.96

// rowDiffers holds what the member wrote against the document, value by value, where both were read.
func (k *check) rowDiffers(i int) {
	e := &k.c.Expenses[i]
	d := e.Declared
	agrees := k.rule("form.row_agrees", expense(i), "declared/number", "number", "declared/date", "date", "declared/amount", "total")
	if (d.Number == "" || e.Number == "") && (d.Date.IsZero() || e.Date.IsZero()) && (!d.Amount.Known() || !e.Total.Known()) {
		agrees.lack("non c'è nessun valore letto in tutti e due")
	}
	differs := func(column, written, member, found, noun string) {
		if !k.legible(at(i, "declared/"+column), at(i, member)) {
			agrees.by(func() string { return "non si confronta " + noun + ", che è troppo incerto" })
			return
		}
		k.add(claim.NewFinding("form.row_differs_from_invoice", at(i, "declared/"+column),
			fmt.Sprintf("Nella riga %d del modulo %s è %s, %s è %s.", e.Row, noun, written, onDocument(e), found)).
			With("declared", k.value(at(i, "declared/"+column))))
	}
	otherNumber := d.Number != "" && e.Number != "" && !sameNumber(e, string(d.Number)) && !strokeMisread(strings.ToUpper(string(d.Number)), strings.ToUpper(string(e.Number)))
	if otherNumber && !k.accepted(at(i, "number")) && !k.otherDayOrAmount(i) {
		k.notPlain("giorno e importo sono gli stessi: è più facile che un numero sia letto male", k.doubts(at(i, "number"), at(i, "declared/number")))
	} else if otherNumber {
		differs("number", string(d.Number), "number", string(e.Number), "il numero")
	}
	if !d.Date.IsZero() && !e.Date.IsZero() && d.Date != e.Date && !k.believed(at(i, "date"), dayBelieved) {
		k.notPlain("la data del documento è una delle sue date, forse non quella di emissione", []string{at(i, "date")})
	} else if !d.Date.IsZero() && !e.Date.IsZero() && d.Date != e.Date {
		differs("date", d.Date.Italian(), "date", e.Date.Italian(), "la data")
	}
	if d.Amount.Known() && e.Total.Known() && !d.Amount.Equal(e.Total) && !k.believed(at(i, "declared/amount"), writtenBelieved) {
		k.notPlain("l'importo della riga è troppo incerto", []string{at(i, "declared/amount")})
	} else if d.Amount.Known() && e.Total.Known() && !d.Amount.Equal(e.Total) {
		differs("amount", euro(d.Amount), "total", amountIn(e, e.Total), "l'importo")
	}
}

// otherDayOrAmount reports a row whose day or amount was read well and is not the document's, read as well: the row may be another document's.
func (k *check) otherDayOrAmount(i int) bool {
	e := &k.c.Expenses[i]
	d := e.Declared
	return !d.Date.IsZero() && !e.Date.IsZero() && d.Date != e.Date && k.legible(at(i, "declared/date")) && k.believed(at(i, "date"), dayBelieved) ||
		d.Amount.Known() && e.Total.Known() && !d.Amount.Equal(e.Total) && k.legible(at(i, "declared/amount"), at(i, "total"))
}

// SameNumber compares a written number with the document's as people do: without leading zeros, marks, the
// year of the document, and words such as "fatt. n.". Signs may be left out ("2024118" for "2024/118"), but not stand
// elsewhere: 1/124 is not 11/24.
func SameNumber(written, number string, year int) bool {
	if numberCore(written, year) == numberCore(number, year) {
		return true
	}
	a, b := cuts(written), cuts(number)
	return claim.CompactIdentifier(written) == claim.CompactIdentifier(number) && (containsAll(a, b) || containsAll(b, a))
}

// cuts are the places, counted in letters and figures, where signs part the figures of a number.
func cuts(number string) (places []int) {
	place, last, parted := 0, ' ', false
	for _, r := range number {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			parted = true
			continue
		}
		if parted && unicode.IsDigit(last) && unicode.IsDigit(r) {
			places = append(places, place)
		}
		place, last, parted = place+1, r, false
	}
	return places
}

func containsAll(list, of []int) bool {
	return !slices.ContainsFunc(of, func(n int) bool { return !slices.Contains(list, n) })
}

// strokeMisread reports a number whose slash was read as another stroke in the row: "A/278" as "AI278" or "A1278".
func strokeMisread(written, number string) bool {
	if len(written) != len(number) || written == number {
		return false
	}
	for i := range len(number) {
		if written[i] != number[i] && !(number[i] == '/' && strings.IndexByte("1IL|!", written[i]) >= 0) {
			return false
		}
	}
	return true
}

func sameNumber(e *claim.Expense, written string) bool {
	return SameNumber(written, string(e.Number), e.Date.Year)
}

func numberCore(number string, year int) string {
	var parts []string
	for _, part := range splitNumber(strings.ToUpper(number)) {
		if !slices.Contains([]string{"N", "NR", "NUM", "FT", "FATT", "FATTURA", "RIC", "RICEVUTA", "DEL"}, part) {
			parts = append(parts, strings.TrimLeft(part, "0"))
		}
	}
	isYear := func(part string) bool { return part == fmt.Sprint(year) || part == fmt.Sprint(year%100) }
	if without := slices.DeleteFunc(slices.Clone(parts), isYear); len(without) > 0 {
		parts = without
	}
	return strings.Join(parts, " ")
}

// splitNumber cuts a number into runs of digits and runs of letters.
func splitNumber(number string) []string {
	var parts []string
	last := 0
	for _, r := range number {
		class := 0
		switch {
		case unicode.IsDigit(r):
			class = 1
		case unicode.IsLetter(r):
			class = 2
		}
		if class != 0 && class == last {
			parts[len(parts)-1] += string(r)
		} else if class != 0 {
			parts = append(parts, string(r))
		}
		last = class
	}
	return parts
}

// total holds the written total against the sum of the rows.
func (k *check) total() {
	sum, ok := k.declaredSum()
	rest := []string{"/declared_total"}
	for i := range k.c.Expenses {
		rest = append(rest, at(i, "declared/amount"))
	}
	switch total := k.rule("form.total", whole, rest...); {
	case !ok:
		total.lack("nessuna riga con un importo, o una senza")
	case !k.c.DeclaredTotal.Known():
		total.lack("il totale non è stato letto")
	case !k.legible(rest...):
		total.lack("un importo è letto con troppa incertezza")
	default:
		total.by(func() string {
			return sumInWords(k.declaredAmounts(), sum) + "; totale scritto " + k.c.DeclaredTotal.Italian()
		})
	}
	if ok && k.legible(rest...) && k.c.DeclaredTotal.Known() && !sum.Equal(k.c.DeclaredTotal) {
		k.add(claim.NewFinding("form.total_mismatch", "/declared_total",
			fmt.Sprintf("Il totale scritto sul modulo è %s, ma le righe sommano a %s.", euro(k.c.DeclaredTotal), euro(sum))).
			With("declared_total", k.c.DeclaredTotal.String()).With("sum", sum.String()))
	}
}

// declaredSum is the sum of the rows; ok is false when there is none, or one without its amount.
func (k *check) declaredSum() (sum claim.Money, ok bool) {
	for _, e := range k.c.Expenses {
		if e.Declared == nil || asksAllowance(&e) {
			continue
		}
		if !e.Declared.Amount.Known() {
			return claim.Money{}, false
		}
		sum, ok = sum.Add(e.Declared.Amount), true
	}
	return sum, ok
}

// thirdParties tells adjudication of rows that somebody else may have to pay, or has paid in part (Reg. 17.3).
func (k *check) thirdParties() {
	for i := range k.c.Expenses {
		e := &k.c.Expenses[i]
		third := k.rule("liability.third_party", expense(i), "third_party/marked", "third_party/refunded_amount")
		if e.Declared == nil {
			third.skip("il documento non ha una riga sul modulo")
		}
		switch refunded := e.ThirdParty.RefundedAmount; {
		case refunded.Positive():
			k.add(claim.NewFinding("liability.third_party", at(i, "third_party/refunded_amount"),
				fmt.Sprintf("Della spesa della riga %d altri hanno già rimborsato %s (%s).", e.Row, euro(refunded), k.cited("liability.third_party"))).With("refunded", refunded.String()))
		case e.ThirdParty.Marked && !k.legible(at(i, "third_party/marked")):
			k.notPlain("il segno è troppo incerto", []string{at(i, "third_party/marked")})
		case e.ThirdParty.Marked:
			k.add(claim.NewFinding("liability.third_party", at(i, "third_party/marked"),
				fmt.Sprintf("La spesa della riga %d è segnata come dovuta a terzi o coperta da un'assicurazione (%s).", e.Row, k.cited("liability.third_party"))))
		}
	}
}
