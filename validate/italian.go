package validate

import (
	"fmt"
	"strings"

	"pratica/claim"
)

// noun is an Italian noun with what agrees with it.
type noun struct {
	name        string
	the, of, on string // article, and prepositions joined to it, with the space if there is one
	sent        string
}

var nouns = map[claim.DocumentType]noun{
	claim.InvoiceType:          {"fattura", "la ", "della ", "sulla ", "stata inviata"},
	claim.CopaymentReceiptType: {"ricevuta del ticket", "la ", "della ", "sulla ", "stata inviata"},
	claim.TillSlipType:         {"scontrino", "lo ", "dello ", "sullo ", "stato inviato"},
	claim.CreditNoteType:       {"nota di credito", "la ", "della ", "sulla ", "stata inviata"},
	claim.OtherDocumentType:    {"documento di spesa", "il ", "del ", "sul ", "stato inviato"},
}

func nounOf(e *claim.Expense) noun {
	if n, ok := nouns[e.DocumentType]; ok {
		return n
	}
	return nouns[claim.InvoiceType]
}

// named is the noun with what tells the document apart: its number, else its issuer, else the row.
func named(e *claim.Expense) string {
	name := nounOf(e).name
	switch {
	case e.Number != "":
		return name + " " + string(e.Number)
	case e.Issuer.Name != "":
		return name + " di " + string(e.Issuer.Name)
	case e.Row > 0:
		return fmt.Sprintf("%s della riga %d", name, e.Row)
	default:
		return name
	}
}

// The named document with its article or preposition: "la fattura 45/A", "della fattura 45/A".
func theDocument(e *claim.Expense) string { return nounOf(e).the + named(e) }
func ofDocument(e *claim.Expense) string  { return nounOf(e).of + named(e) }
func onDocument(e *claim.Expense) string  { return nounOf(e).on + named(e) }

// theDay is "il 2 luglio 2026" and "l'8 luglio 2026"; ofDay is "del 2 luglio 2026" and "dell'8 luglio 2026".
func theDay(d claim.Date) string { return elided(d, "il ", "l'") + d.Italian() }
func ofDay(d claim.Date) string  { return elided(d, "del ", "dell'") + d.Italian() }

// since is "dal 2 luglio 2026" and "dall'8 luglio 2026"; toDay is "al 2 luglio 2026" and "all'8 luglio 2026".
func since(d claim.Date) string { return elided(d, "dal ", "dall'") + d.Italian() }
func toDay(d claim.Date) string { return elided(d, "al ", "all'") + d.Italian() }

// elided chooses the form before a vowel: otto and undici, of the days, begin with one.
func elided(d claim.Date, before, beforeVowel string) string {
	if d.Day == 8 || d.Day == 11 {
		return beforeVowel
	}
	return before
}

func months(n int) string {
	if n == 1 {
		return "1 mese"
	}
	return fmt.Sprintf("%d mesi", n)
}

func times(n int) string {
	if n == 1 {
		return "una volta"
	}
	return fmt.Sprintf("%d volte", n)
}

// sentence begins with a capital letter.
func sentence(format string, args ...any) string {
	s := fmt.Sprintf(format, args...)
	return strings.ToUpper(s[:1]) + s[1:]
}

// euro is an amount with its currency.
func euro(m claim.Money) string { return m.Italian() + " euro" }

// amountIn is an amount in the currency of an expense.
func amountIn(e *claim.Expense, m claim.Money) string {
	if foreign(e) {
		return m.Italian() + " " + string(e.Currency)
	}
	return euro(m)
}
