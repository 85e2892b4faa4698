package extract

import (
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
)

// ofDeposit leads to the number of the deposit that a balance takes off: "fattura a saldo - acconto n.".
var ofDeposit = pattern.Must(`\bsaldo\b.*\bacconto\b`)

// labelledNumber weighs a label beside or above a candidate; headed tells that it stands above. Under the
// heading of the table of positions stand quantities.
func (d *invoiceReader) labelledNumber(r pageRow, c numberCandidate, left string) (score float64, headed bool) {
	if left != "" && !ofDeposit.MatchString(left) && numberHead.MatchString(strings.TrimRight(strings.TrimSpace(left), " :.")) {
		return 2.4, false
	}
	head, rows, ok := d.pages[r.page].above(r.index, boxOf(c.words), 2.5)
	text := strings.Trim(fold(head.text()), " :.")
	switch {
	case !ok || isTableHead(tokensOf(d.pages[r.page].rows[r.index-rows])):
		return 0, false
	case numberHead.MatchString(text) && !otherNumber.MatchString(text) && !ofDeposit.MatchString(text):
		return 2.6, true
	case strings.Contains(text, "fattura") && len(text) < 24:
		return 1, false
	case !otherNumber.MatchString(text) && d.besideIssue(r, boxOf(c.words)):
		return 1.8, true
	}
	return 0, false
}

// besideIssue tells that the next cell of a row is a date below a label of the date of issue: the number stands before it
// though its own label could not be read.
func (d *invoiceReader) besideIssue(r pageRow, number claim.Box) bool {
	for i, c := range r.cells[1:] {
		before := r.cells[i]
		if before.box.X > number.X || before.box.X+before.box.W < number.X+number.W || !beginsDate(tokensOf(row{cells: []cell{c}})) {
			continue
		}
		head, _, ok := d.pages[r.page].above(r.index, c.box, 2.5)
		text := strings.Trim(fold(head.text()), " :.")
		return ok && (text == "del" || issueLabel.MatchString(text))
	}
	return false
}
