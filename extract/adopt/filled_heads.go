package adopt

import (
	"math"
	"regexp"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
)

const (
	mostLostRows = 4    // of a table, between its heading and the first row whose cells are whole
	wholeRow     = 0.85 // of a row must fit between
	sameHeads    = 3.0  // mm by which headings of one row may stand lower than another
)

// headed finds the headings that a table of expenses lacks, farther up: a fold or a streak breaks the cells of the rows between, so that
// they are no rows of it, and what is written in the last of them passes for its heading. The table then reaches up to
// them; lost are the places of those rows. A column whose heading was not read at all is known by what is written in it.
func (s *sheet) headed(shapes []shape, all []phrase, code claim.DocumentKind) (found []shape, lost []forms.Rect) {
	switch code {
	case claim.D01Document, claim.NA1Document, claim.GM01Document:
		return shapes, nil
	}
	tables := map[int][]*shape{}
	order := []int{}
	for i := range shapes {
		if sh := &shapes[i]; sh.table > 0 {
			if tables[sh.table] == nil {
				order = append(order, sh.table)
			}
			tables[sh.table] = append(tables[sh.table], sh)
		}
	}
	for _, t := range order {
		cells := tables[t]
		if 2*len(knownHeads(cells)) > len(cells) {
			continue
		}
		if strip, ok := reachHeads(cells, shapes, all); ok {
			lost = append(lost, strip)
			headByContent(cells, all)
		}
	}
	for _, t := range order {
		if cells := tables[t]; knownHeads(cells)["amount"] && knownHeads(cells)["number"] {
			headByContent(cells, all)
		}
	}
	return shapes, lost
}

// columnOf is what a heading says of its column.
func columnOf(header string) (string, bool) {
	folded := fold(header)
	m, known := look(columns, folded)
	return m.id, known && !digits.MatchString(folded)
}

// knownHeads are the columns of a table whose headings are known.
func knownHeads(cells []*shape) map[string]bool {
	known := map[string]bool{}
	for _, c := range cells {
		if id, ok := columnOf(c.header); ok {
			known[id] = true
		}
	}
	return known
}

// reachHeads moves the beginning of a table up to the headings over its columns, which stand in one row at least one row higher, and
// gives the strip it grew by. What belongs to another shape of a table is never grown into.
func reachHeads(cells []*shape, shapes []shape, all []phrase) (strip forms.Rect, ok bool) {
	table := cells[0].rect
	for _, c := range cells {
		table = table.Union(c.rect)
	}
	pitch := cells[0].pitch
	heads := make([]*phrase, len(cells))
	bottom := math.Inf(-1)
	for i, c := range cells {
		for k := range all {
			p := &all[k]
			x, up := p.box.X+p.box.W/2, table.Y-p.box.Bottom()
			if x < c.rect.X || x > c.rect.Right() || up < wholeRow*pitch || up > (mostLostRows+1)*pitch || heads[i] != nil && p.box.Y < heads[i].box.Y {
				continue
			}
			if _, known := columnOf(p.text); known && columnLine(onLine(all, *p)) {
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
	lost := math.Floor((table.Y-bottom)/pitch + 1 - wholeRow)
	if inRow < 2 || lost < 1 {
		return strip, false
	}
	strip = forms.Rect{X: table.X, Y: table.Y - lost*pitch, W: table.W, H: lost * pitch}
	for _, sh := range shapes {
		if sh.table > 0 && sh.table != cells[0].table && sh.rect.Overlaps(strip) {
			return strip, false
		}
	}
	for i, c := range cells {
		c.rect.Y -= lost * pitch
		c.rows += int(lost)
		c.header = ""
		if heads[i] != nil {
			c.header = heads[i].text
		}
	}
	return strip, true
}

var writtenAmount = regexp.MustCompile(`^\d[\d.]*,\d\d$`)

// headByContent names the column of dates and that of amounts where they have no heading: the only one without that holds such
// values, and two of them at least.
func headByContent(cells []*shape, all []phrase) {
	taken := knownHeads(cells)
	only := map[string]*shape{}
	for _, c := range cells {
		if c.header != "" && !digits.MatchString(c.header) {
			continue
		}
		dates, amounts, written := 0, 0, 0
		column := forms.Rect{X: c.rect.X, Y: c.rect.Y, W: c.rect.W, H: float64(c.rows) * c.pitch}
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
		for heading, n := range map[string]int{"Data": dates, "Importo": amounts} {
			if n < 2 || 2*n <= written {
				continue
			}
			if _, another := only[heading]; another {
				only[heading] = nil
				continue
			}
			only[heading] = c
		}
	}
	for heading, c := range only {
		if id, _ := columnOf(heading); c != nil && !taken[id] {
			c.header = heading
		}
	}
}
