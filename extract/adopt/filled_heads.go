package adopt

import (
	"math"
	"regexp"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
)

const (
	mostLostRows = 4   // of a table, between its heading and the first row whose cells are whole
	sameHeads    = 3.0 // mm by which headings of one row may stand lower than another
)

// headed finds the headings that a table of expenses lacks, farther up: a fold or a streak breaks the cells of the rows between, so that
// they are no rows of it, and what is written in the last of them passes for its heading. The table then reaches up to
// them. A column whose heading was not read at all is known by what is written in it.
func (s *sheet) headed(shapes []shape, all []phrase, code claim.DocumentKind) []shape {
	if code != claim.R01Document && code != claim.R02Document {
		return shapes
	}
	tables := map[int][]*shape{}
	for i := range shapes {
		if sh := &shapes[i]; sh.table > 0 {
			tables[sh.table] = append(tables[sh.table], sh)
		}
	}
	for _, cells := range tables {
		if !knownHeads(cells) {
			reachHeads(cells, all)
		}
		headByContent(cells, all)
	}
	return shapes
}

// columnOf is what a heading says of its column.
func columnOf(header string) (string, bool) {
	folded := fold(header)
	m, known := look(columns, folded)
	return m.id, known && !digits.MatchString(folded)
}

func knownHeads(cells []*shape) bool {
	known := 0
	for _, c := range cells {
		if _, ok := columnOf(c.header); ok {
			known++
		}
	}
	return 2*known > len(cells)
}

// reachHeads takes the headings over a table's columns that stand in one row.
func reachHeads(cells []*shape, all []phrase) {
	heads := make([]*phrase, len(cells))
	bottom := math.Inf(-1)
	for i, c := range cells {
		for k := range all {
			p := &all[k]
			x, up := p.box.X+p.box.W/2, c.rect.Y-p.box.Bottom()
			if _, ok := columnOf(p.text); ok && x > c.rect.X && x < c.rect.Right() && up > -0.5 && up < (mostLostRows+1)*c.pitch && (heads[i] == nil || p.box.Y > heads[i].box.Y) {
				heads[i] = p
			}
		}
		if heads[i] != nil {
			bottom = math.Max(bottom, heads[i].box.Bottom())
		}
	}
	inRow := 0
	for i := range heads {
		if heads[i] != nil && bottom-heads[i].box.Bottom() > sameHeads {
			heads[i] = nil
		}
		if heads[i] != nil {
			inRow++
		}
	}
	if inRow < 2 {
		return
	}
	for i, c := range cells {
		lost := math.Floor((c.rect.Y - bottom) / c.pitch)
		c.rect.Y -= lost * c.pitch
		c.rows += int(lost)
		c.header = ""
		if heads[i] != nil {
			c.header = heads[i].text
		}
	}
}

var writtenAmount = regexp.MustCompile(`^\d[\d.]*,\d\d$`)

// headByContent names the columns of dates and of amounts that have no heading, where no other column has it.
func headByContent(cells []*shape, all []phrase) {
	taken := map[string]bool{}
	for _, c := range cells {
		if id, ok := columnOf(c.header); ok {
			taken[id] = true
		}
	}
	if len(taken) == 0 {
		return
	}
	for _, c := range cells {
		if _, ok := columnOf(c.header); ok {
			continue
		}
		column := forms.Rect{X: c.rect.X, Y: c.rect.Y, W: c.rect.W, H: float64(c.rows) * c.pitch}
		dates, amounts, written := 0, 0, 0
		for _, p := range all {
			for _, w := range p.words {
				x, y, text := w.box.X+w.box.W/2, w.box.Y+w.box.H/2, strings.Trim(w.text, "€ .:;|")
				if x < column.X || x > column.Right() || y < column.Y || y > column.Bottom() || text == "" {
					continue
				}
				written++
				if writtenDate.MatchString(text) {
					dates++
				}
				if writtenAmount.MatchString(text) {
					amounts++
				}
			}
		}
		switch {
		case !taken["date"] && 2*dates > written:
			c.header, taken["date"] = "Data", true
		case !taken["amount"] && 2*amounts > written:
			c.header, taken["amount"] = "Importo", true
		}
	}
}
