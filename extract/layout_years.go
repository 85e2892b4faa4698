package extract

import (
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

var (
	dayBeforeMonth = pattern.Must(`^\d{1,2}(°|º|\.)?$`)
	onlyYear       = pattern.Must(`^20\d\d[.,]?$`)
)

// withYears puts a year that stands alone below the day and month it belongs to behind them, in their cell.
func withYears(rows []row, em float64) []row {
	for i := range rows {
		for n := range rows[i].cells {
			c := &rows[i].cells[n]
			if !endsInMonth(c.words) {
				continue
			}
			for j := i + 1; j < len(rows) && j <= i+2; j++ {
				at := yearUnder(*c, rows[j], em)
				if at < 0 {
					continue
				}
				c.words = append(c.words[:len(c.words):len(c.words)], rows[j].cells[at].words...)
				rows[j].cells = append(rows[j].cells[:at:at], rows[j].cells[at+1:]...)
				rows[j].box = claim.Box{}
				for _, left := range rows[j].cells {
					rows[j].box = rows[j].box.Union(left.box)
				}
				break
			}
		}
	}
	kept := rows[:0]
	for _, r := range rows {
		if len(r.cells) > 0 {
			kept = append(kept, r)
		}
	}
	return kept
}

// endsInMonth tells a cell in whose column the year had no room: "Data: 18 febbraio".
func endsInMonth(words []ocr.Word) bool {
	n := len(words)
	return n > 1 && monthNumbers[fold(words[n-1].Text)] != 0 && dayBeforeMonth.MatchString(words[n-2].Text)
}

// yearUnder is the cell of a row with nothing but a year, flush left below a cell; -1 if there is none.
func yearUnder(c cell, below row, em float64) int {
	for i, next := range below.cells {
		gap := float64(next.box.Y - (c.box.Y + c.box.H))
		if onlyYear.MatchString(strings.TrimSpace(next.text())) && float64(abs(next.box.X-c.box.X)) < em && gap > -em/2 && gap < 1.5*em {
			return i
		}
	}
	return -1
}
