package validate

import (
	"strings"

	"pratica/claim"
)

// hardly is the confidence below which a value is rather wrong than right: it cannot be read.
const hardly = 0.5

// mostUnread is how many of the values that a document must legibly show are not read before the paper is at fault and not the
// reading of one place: more than half of the five, and of the four of a document without a number.
const mostUnread = 3

// legibleDocument notes a document of which most is not read that it must legibly show (Reg. 17.2; the number: DPR 633/72 art. 21),
// once for all of it: another copy is what a reviewer asks for, whatever else stands there. What lacks is no matter of reading and
// not counted. The total, which adjudication needs, is stated as unreadable besides.
func (k *check) legibleDocument(i int) {
	e := &k.c.Expenses[i]
	k.rule("fiscal.legible", expense(i), "patient/surname", "number", "date", "issuer/vat_number", "total")
	shown := *e
	var names, pointers []string
	note := func(pointer, name string) {
		names, pointers = append(names, name), append(pointers, pointer)
	}
	if k.illegible(at(i, "patient/surname")) && (e.Patient.Name == "" || k.illegible(at(i, "patient/name"))) {
		note(at(i, "patient/surname"), "il nome del paziente")
	}
	if number := at(i, "number"); e.DocumentType == claim.InvoiceType && k.illegible(number) {
		note(number, "il numero")
		shown.Number = ""
	}
	if date := at(i, "date"); k.illegible(date) {
		note(date, "la data")
	}
	if code := at(i, "issuer/tax_code"); k.illegible(at(i, "issuer/vat_number")) && (k.value(code) == "" || k.illegible(code)) {
		note(at(i, "issuer/vat_number"), "la partita IVA")
	}
	if total := at(i, "total"); k.illegible(total) {
		note(total, "il totale")
	}
	if len(names) < mostUnread {
		return
	}
	if k.illegible(at(i, "issuer/name")) {
		shown.Issuer.Name = ""
	}
	last := len(names) - 1
	k.add(claim.NewFinding("fiscal.illegible", expense(i).pointer(),
		sentence("%s non si leggono %s e %s: serve una copia leggibile (%s).", onDocument(&shown), strings.Join(names[:last], ", "), names[last],
			k.cited("fiscal.illegible"))).With("values", pointers))
	k.named = append(k.named, pointers...)
}

// illegible tells that a value was not read, or is hardly believed.
func (k *check) illegible(pointer string) bool {
	switch k.look(pointer) {
	case present:
		return !k.believed(pointer, hardly)
	case unread:
		return true
	}
	return false
}
