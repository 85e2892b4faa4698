package eval

// An expense is a row of the form with its invoice. A reader that does not join them gives two expenses;
// their values are compared where they are, and that they were not joined shows in the derived row number.

// rowKeys are the members of an expense that stand on the form.
var rowKeys = map[string]bool{"declared": true, "third_party": true}

// otherHalves finds, for each expense of the truth whose partner is only the row or only the invoice, a
// read expense that has no partner and is the other half.
func (c *comparison) otherHalves(at place, truth []any, from place, read []any, partner []int) map[int]int {
	taken := map[int]bool{}
	for _, j := range partner {
		taken[j] = true
	}
	var torn, free []int
	for i, j := range partner {
		if j >= 0 && hasRow(truth[i]) && hasInvoice(truth[i]) && hasRow(read[j]) != hasInvoice(read[j]) {
			torn = append(torn, i)
		}
	}
	for j := range read {
		if !taken[j] && hasRow(read[j]) != hasInvoice(read[j]) {
			free = append(free, j)
		}
	}
	weights := make([][]int, len(torn))
	for n, i := range torn {
		weights[n] = make([]int, len(free))
		for m, j := range free {
			if hasRow(read[j]) == hasRow(read[partner[i]]) {
				continue // the same half
			}
			trial := comparison{claim: noClaim, form: c.form, self: c.self}
			trial.torn(at.index(i), truth[i], from, read, partner[i], j)
			whole := comparison{claim: noClaim, form: c.form, self: c.self}
			whole.node(at.index(i), truth[i], from.index(partner[i]), read[partner[i]])
			weights[n][m] = agreement(trial.values) - agreement(whole.values)
		}
	}
	halves := map[int]int{}
	for n, m := range assign(weights) {
		if m >= 0 && weights[n][m] > 0 {
			halves[torn[n]] = free[m]
		}
	}
	return halves
}

// torn compares an expense with its two halves.
func (c *comparison) torn(at place, truth any, from place, read []any, one, other int) {
	row, invoice := one, other
	if hasRow(read[other]) {
		row, invoice = other, one
	}
	members, _ := truth.(map[string]any)
	for _, key := range sortedKeys(members) {
		half := invoice
		if rowKeys[key] {
			half = row
		}
		element, _ := read[half].(map[string]any)
		c.node(at.key(key), members[key], from.index(half).key(key), element[key])
	}
}

func hasRow(expense any) bool {
	members, _ := expense.(map[string]any)
	_, is := members["declared"].(map[string]any)
	return is
}

func hasInvoice(expense any) bool {
	members, _ := expense.(map[string]any)
	for _, key := range []string{"document_type", "number", "date", "total"} {
		if members[key] != nil {
			return true
		}
	}
	return false
}
