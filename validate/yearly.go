package validate

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"pratica/claim"
)

// YearlyRule counts positions of invoices in a calendar year, those of one claim: the ledger holds no descriptions.
type YearlyRule struct {
	// Words are those of the positions that count, by their quantities, and do not fit Unless.
	Words  phrase `yaml:"words"`
	Unless phrase `yaml:"unless"`
	// Free is how many of a year need nothing.
	Free int `yaml:"free"`
	// Of names them for people, in the plural: "le ecografie in gravidanza".
	Of string `yaml:"of"`
}

func (r *YearlyRule) check() error {
	if r != nil && (r.Words.Regexp == nil || r.Free < 1 || r.Of == "") {
		return errors.New("words, a number that is free and a name are needed to count by the year")
	}
	return nil
}

// reasonsOfYear are the invoices with which the positions of their year are more than those that need nothing, in order of their dates.
func (k *check) reasonsOfYear(rule *PaperRule) (list []reason) {
	if rule.Yearly == nil {
		return nil
	}
	counts, rests := map[int]int{}, map[int][]string{}
	for _, i := range k.invoicesByDate(rule) {
		e := &k.c.Expenses[i]
		year := e.Date.Year
		n, pointers := k.positions(i, rule.Yearly)
		if n == 0 {
			continue
		}
		counts[year] += n
		rests[year] = append(rests[year], append(pointers, at(i, "kind"), at(i, "date"))...)
		if counts[year] > rule.Yearly.Free {
			list = append(list, reason{fmt.Sprintf("per %s, con cui %s del %d sono %d", theDocument(e), rule.Yearly.Of, year, counts[year]),
				slices.Clone(rests[year]), i})
		}
	}
	return list
}

// invoicesByDate are the expenses a rule is about whose days are more than guesses, without those of another person and those that a
// credit note takes back.
func (k *check) invoicesByDate(rule *PaperRule) (list []int) {
	cancelled := map[int]bool{}
	for i := range k.c.Expenses {
		if k.c.Expenses[i].DocumentType == claim.CreditNoteType {
			cancelled[k.cancelledBy(i)] = true
		}
	}
	for i := range k.c.Expenses {
		if k.mayNeed(rule, i) && !k.apart[i] && !cancelled[i] && !k.c.Expenses[i].Date.IsZero() && k.legible(at(i, "date")) {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return compareDays(k.c.Expenses[a].Date, k.c.Expenses[b].Date) })
	return list
}

// positions counts those of expense i that a rule counts, and gives the pointers that say so.
func (k *check) positions(i int, rule *YearlyRule) (n int, pointers []string) {
	for _, said := range k.textsOf(i) {
		if !rule.Words.MatchString(said.text) || rule.Unless.Regexp != nil && rule.Unless.MatchString(said.text) {
			continue
		}
		quantity := 1
		if pointer := strings.TrimSuffix(said.pointer, "description") + "quantity"; strings.Contains(pointer, "/lines/") && k.legible(pointer) {
			if several, err := strconv.Atoi(k.value(pointer)); err == nil && several > 1 {
				quantity, pointers = several, append(pointers, pointer)
			}
		}
		n, pointers = n+quantity, append(pointers, said.pointer)
	}
	return n, pointers
}
