package extract

import (
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
)

var (
	// untilMonth ends a cell in whose column the year had no room: "Data: 18 febbraio".
	untilMonth = pattern.Must(`(^|[^\d])\d{1,2}(°|º|\.)? (gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)$`)
	onlyYear   = pattern.Must(`^20\d\d[.,]?$`)
)

// withYears puts a year that stands alone below the day and month it belongs to behind them, in their cell.
func withYears(rows []row, em float64) []row {
	for i := range rows {
		for n := range rows[i].cells {
			c := &rows[i].cells[n]
			if last := c.words[len(c.words)-1]; monthNumbers[fold(last.Text)] == 0 || !untilMonth.MatchString(fold(c.text())) {
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
