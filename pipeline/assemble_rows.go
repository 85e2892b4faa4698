package pipeline

import (
	"slices"
	"strconv"
	"strings"

	"pratica/claim"
)

// formRow is a used row of the form's table.
type formRow struct {
	number   int // from 1
	declared claim.Declared
	values   map[string]formValue // by the last part of the pointer
}

var declaredParts = []string{"number", "issuer", "date", "amount"}

// usedRows are the rows in which anything was written.
func (a *assembly) usedRows() []formRow {
	const shortestHospital = 4 // letters
	var rows []formRow
	a.forgetPrintedNumbers()
	for n := 1; n <= a.lastRow(); n++ {
		prefix := rowPrefix + strconv.Itoa(n-1) + "/declared/"
		row := formRow{number: n, values: map[string]formValue{}}
		var scratch claim.Claim
		written, valued := 0, false
		for _, part := range declaredParts {
			v, ok := a.fields[prefix+part]
			if !ok {
				continue // a form of others may lack the column
			}
			row.values[part] = v
			if !v.Blank {
				written++
			}
			valued = valued || v.Field.Value != ""
			if err := scratch.Set("/expenses/0/declared/"+part, v.Field.Value); err != nil {
				v.Field.Value = ""
				row.values[part] = v
			}
		}
		if (valued || written > 1) && len(scratch.Expenses) > 0 { // ink in one cell that reads as nothing is a streak of the scanner
			row.declared = *scratch.Expenses[0].Declared
			if written == 1 && row.declared.Issuer != "" && len(claim.FoldName(string(row.declared.Issuer))) < shortestHospital {
				continue // so is a letter or two where a hospital may stand alone
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// forgetPrintedNumbers takes the numbers of the rows, which some forms print in their first column, for no invoice's: where three
// rows or more say nothing but their own number, it is print.
func (a *assembly) forgetPrintedNumbers() {
	const enough = 3
	var printed []string
	alone := 0
	for n := 1; n <= a.lastRow(); n++ {
		prefix := rowPrefix + strconv.Itoa(n-1) + "/declared/"
		if strings.Trim(a.fields[prefix+"number"].Field.Value, ". )") != strconv.Itoa(n) {
			continue
		}
		printed = append(printed, prefix+"number")
		if a.fields[prefix+"issuer"].Field.Value == "" && a.fields[prefix+"date"].Field.Value == "" && a.fields[prefix+"amount"].Field.Value == "" {
			alone++
		}
	}
	if alone < enough {
		return
	}
	for _, pointer := range printed {
		v := a.fields[pointer]
		v.Field.Value, v.Field.From.Text, v.Blank = "", "", true
		a.fields[pointer] = v
	}
}

// lastRow is the number of the last row of the form's table of which a zone is known.
func (a *assembly) lastRow() int {
	last := 0
	for pointer := range a.fields {
		if rest, ok := strings.CutPrefix(pointer, rowPrefix); ok {
			index, member, _ := strings.Cut(rest, "/")
			if n, err := strconv.Atoi(index); err == nil && strings.HasPrefix(member, "declared/") {
				last = max(last, n+1)
			}
		}
	}
	return last
}

// addExpenses makes one expense of each row with its invoice, and one of each invoice that no row names.
func (a *assembly) addExpenses(rows []formRow, invoices []foundInvoice) {
	a.patientByHint, a.expenseInPart = map[int]bool{}, map[int]bool{}
	matched := matchRows(rows, invoices)
	taken := map[int]bool{}
	for r, row := range rows {
		i := len(a.claim.Expenses)
		a.claim.Expenses = append(a.claim.Expenses, claim.Expense{Row: claim.Count(row.number), Declared: &claim.Declared{}})
		prefix := rowPrefix + strconv.Itoa(i)
		for part, v := range row.values {
			a.put(prefix+"/declared/"+part, v)
		}
		if mark, ok := a.fields[rowPrefix+strconv.Itoa(row.number-1)+"/third_party/marked"]; ok {
			a.put(prefix+"/third_party/marked", mark)
		}
		if n := matched[r]; n >= 0 {
			taken[n] = true
			a.putInvoice(i, invoices[n])
		}
	}
	next := a.unreadRows(rows)
	for n, invoice := range invoices {
		if !taken[n] {
			i := len(a.claim.Expenses)
			e := claim.Expense{}
			if row := next(); row > 0 {
				e.Row, e.Declared = claim.Count(row), &claim.Declared{}
			}
			a.claim.Expenses = append(a.claim.Expenses, e)
			a.putInvoice(i, invoice)
		}
	}
}

// unreadRows gives the numbers of rows that the form has and that were not read, one after the other, 0 when there
// are no more. On a form with a definition these are rows with ink in them. Of a table that no definition
// describes rows may be missed, unless those read make up the written total. An invoice that no row names may
// belong to such a row; that it has none would be a guess.
func (a *assembly) unreadRows(rows []formRow) func() int {
	used := map[int]bool{}
	for _, row := range rows {
		used[row.number] = true
	}
	last, open := a.lastRow(), a.guessedTable(rows)
	at := 0
	return func() int {
		for at++; ; at++ {
			switch {
			case used[at]:
			case at > last && !open:
				return 0
			case open || a.inkInRow(at):
				return at
			}
		}
	}
}

// guessedTable tells that rows of the form may have been missed.
func (a *assembly) guessedTable(rows []formRow) bool {
	known := slices.ContainsFunc(a.batch, func(p *paper) bool {
		_, defined := p.definition()
		return defined && opensClaim(p.kind)
	})
	if known || len(rows) == 0 {
		return false
	}
	sum := claim.ZeroMoney
	for _, row := range rows {
		if !row.declared.Amount.Known() {
			return true
		}
		sum = sum.Add(row.declared.Amount)
	}
	return !a.claim.DeclaredTotal.Known() || !sum.Equal(a.claim.DeclaredTotal)
}

func (a *assembly) inkInRow(n int) bool {
	return slices.ContainsFunc(declaredParts, func(part string) bool {
		v, ok := a.fields[rowPrefix+strconv.Itoa(n-1)+"/declared/"+part]
		return ok && !v.Blank
	})
}
