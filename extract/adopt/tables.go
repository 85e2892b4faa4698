package adopt

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"pratica/extract/forms"
)

// strip is a row of faces side by side, of one height.
type strip []face

// tables finds rows of cells with the same columns under each other.
func (s *sheet) tables(faces []face) ([]shape, map[forms.Rect]bool) {
	strips := stripsOf(faces)
	used := map[forms.Rect]bool{}
	taken := make([]bool, len(strips))
	var list []shape
	tables := 0
	for i, first := range strips {
		if taken[i] || len(first) < 2 {
			continue
		}
		stack := []strip{first}
		at := []int{i}
		for j := i + 1; j < len(strips); j++ {
			last := stack[len(stack)-1]
			if !taken[j] && sameColumns(last, strips[j]) && math.Abs(strips[j][0].Y-last[0].Bottom()) < 0.8 {
				stack, at = append(stack, strips[j]), append(at, j)
			}
		}
		body, end := bodyOf(stack)
		if len(body) < 2 {
			continue
		}
		for _, j := range at[:end] {
			taken[j] = true
			for _, f := range strips[j] {
				used[f.Rect] = true
			}
		}
		equal := true
		pitch := (body[len(body)-1][0].Y - body[0][0].Y) / float64(len(body)-1)
		for k, row := range body {
			equal = equal && math.Abs(row[0].Y-body[0][0].Y-float64(k)*pitch) < 0.7
		}
		equal = equal && len(body) >= 3 && !labelled(body)
		if equal {
			tables++
		}
		for k, row := range body {
			for c, f := range row {
				used[f.Rect] = true
				if !fillable(body, c) || c == 0 && f.W < 10 && rowNumbers(s.headerOf(body[0][c].Rect, stack)) || !(f.empty() || unit(f.phrases)) || f.inkedBeside(s) {
					continue
				}
				sh := shape{kind: boxShape, rect: f.Rect, inside: f.phrases, header: s.headerOf(body[0][c].Rect, stack), row: rowLabel(row[:c])}
				if f.W <= 6.8 && f.H <= 6.8 {
					sh.kind = markShape
				}
				if equal {
					if k > 0 {
						continue // the first row stands for all
					}
					for _, other := range body {
						sh.rect.H = math.Min(sh.rect.H, other[c].H)
					}
					sh.table, sh.rows, sh.pitch = tables, len(body), pitch
				}
				list = append(list, sh)
			}
		}
	}
	return list, used
}

func stripsOf(faces []face) []strip {
	faces = slices.Clone(faces)
	slices.SortStableFunc(faces, func(a, b face) int { return cmp.Compare(a.X, b.X) })
	var strips []strip
next:
	for _, f := range faces {
		for i, row := range strips {
			last := row[len(row)-1]
			if math.Abs(last.Y-f.Y) < 0.7 && math.Abs(last.H-f.H) < 0.9 && math.Abs(f.X-last.Right()) < 0.8 {
				strips[i] = append(row, f)
				continue next
			}
		}
		strips = append(strips, strip{f})
	}
	slices.SortStableFunc(strips, func(a, b strip) int { return cmp.Compare(a[0].Y, b[0].Y) })
	return strips
}

func sameColumns(a, b strip) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if math.Abs(a[i].X-b[i].X) > 0.8 || math.Abs(a[i].Right()-b[i].Right()) > 0.8 {
			return false
		}
	}
	return true
}

// bodyOf leaves out the rows of headings: those shaded, or with words in every cell. The body ends where
// another heading stands.
func bodyOf(stack []strip) (body []strip, end int) {
	for i, row := range stack {
		full, words := true, 0
		for c, f := range row {
			full = full && (f.tinted || !f.empty() || c == 0) // nothing stands over the numbers of the rows
			if !f.empty() && !unit(f.phrases) {
				words++
			}
		}
		if !(full || i == 0 && headsColumns(row)) || 2*words < len(row) && words < 2 {
			body = append(body, row)
		} else if len(body) > 0 {
			return body, i
		}
	}
	return body, len(stack)
}

// headsColumns reports that most cells of a row hold the headings of columns, each another one: a scan may lose
// the words in some.
func headsColumns(row strip) bool {
	known := map[string]bool{}
	for _, f := range row {
		text := fold(textOf(f.phrases))
		if m, ok := look(columns, text); ok && !digits.MatchString(text) {
			known[m.id] = true
		} else if m, ok := look(treatmentColumns, text); ok && !digits.MatchString(text) {
			known[m.id] = true
		}
	}
	return len(known) >= 3 && 2*len(known) > len(row)
}

// rowNumbers reports the heading of a narrow first column that counts the rows.
func rowNumbers(heading string) bool {
	h := strings.Trim(fold(heading), " .°º")
	return h == "" || h == "n" || h == "nr" || h == "num" || h == "riga"
}

// fillable reports that a column is empty in at least half of the rows.
func fillable(body []strip, column int) bool {
	n := 0
	for _, row := range body {
		if row[column].empty() || unit(row[column].phrases) {
			n++
		}
	}
	return 2*n >= len(body)
}

// labelled reports that rows say themselves what they are about; numbers of rows do not.
func labelled(body []strip) bool {
	for _, row := range body {
		for _, f := range row {
			for _, p := range f.phrases {
				if len(strings.Trim(p.folded, " 0123456789.)°€/,:_-|")) > 3 && !unit(f.phrases) {
					return true
				}
			}
		}
	}
	return false
}

func rowLabel(left []face) string {
	var texts []string
	for _, f := range left {
		for _, p := range f.phrases {
			texts = append(texts, p.text)
		}
	}
	return strings.Join(texts, " ")
}

// headerOf is what is printed right above a column: in the cell above, or without a frame.
func (s *sheet) headerOf(cell forms.Rect, stack []strip) string {
	var above []phrase
	for _, f := range s.faces {
		if math.Abs(f.Bottom()-cell.Y) < 0.9 && f.X < cell.X+1 && f.Right() > cell.Right()-1 && !f.empty() {
			above = f.phrases
		}
	}
	if above == nil {
		top := cell.Y - 14
		for _, p := range s.phrases {
			x := p.box.X + p.box.W/2
			if p.box.Bottom() < cell.Y+0.5 && p.box.Y > top && x > cell.X-1 && x < cell.Right()+1 && p.box.W < cell.W+6 {
				above = append(above, p)
			}
		}
		above = nearestLines(above, cell.Y)
	}
	return textOf(above)
}

// nearestLines keeps the lines that stand close under each other down to y.
func nearestLines(phrases []phrase, y float64) []phrase {
	slices.SortFunc(phrases, func(a, b phrase) int { return cmp.Compare(b.box.Bottom(), a.box.Bottom()) })
	var out []phrase
	for _, p := range phrases {
		if y-p.box.Bottom() > 3.5 {
			break
		}
		out = append(out, p)
		y = math.Min(y, p.box.Y)
	}
	return out
}

// textOf reads phrases from top to bottom and left to right.
func textOf(phrases []phrase) string {
	phrases = slices.Clone(phrases)
	slices.SortStableFunc(phrases, func(a, b phrase) int {
		return cmp.Or(cmp.Compare(math.Round(a.box.Y/1.5), math.Round(b.box.Y/1.5)), cmp.Compare(a.box.X, b.box.X))
	})
	var texts []string
	for _, p := range phrases {
		texts = append(texts, p.text)
	}
	return strings.Join(texts, " ")
}
