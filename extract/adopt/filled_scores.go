package adopt

import (
	"cmp"
	"math"
	"regexp"
	"slices"

	"pratica/claim"
	"pratica/extract/forms"
)

// answers are the points of the answers to one question on dependency, as forms print them (Reg. 15.6).
var answers = []string{"0", "5", "10"}

var onePoint = regexp.MustCompile(`^\D{0,3}(0|5|10)\D{0,3}(punti|p\.)?$`)

// scoreGrid completes the questionnaire on dependency where its boxes stand in three columns, a line for each
// question: a cross hides a box, and a scan the small numbers beside. The columns are 0, 5 and 10 points unless
// more of the numbers that were read say the reverse.
func (s *sheet) scoreGrid(shapes []shape, code claim.DocumentKind) []shape {
	if code != claim.NA1Document {
		return shapes
	}
	type question struct {
		text   phrase
		middle float64
		marks  []int
	}
	var questions []question
	for _, p := range s.phrases {
		if !anyScore(p.folded) || len(p.words) > 8 {
			continue
		}
		q := question{text: p, middle: p.box.Y + p.box.H/2}
		for i, sh := range shapes {
			if sh.kind == markShape && math.Abs(sh.rect.Y+sh.rect.H/2-q.middle) < 2.5 && sh.rect.X > p.box.Right() {
				q.marks = append(q.marks, i)
			}
		}
		questions = append(questions, q)
	}
	var columns []markColumn
	for _, q := range questions {
		for _, i := range q.marks {
			columns = inColumn(columns, shapes[i].rect)
		}
	}
	columns = slices.DeleteFunc(columns, func(c markColumn) bool { return len(c.rects) < 2 })
	if len(columns) != len(answers) {
		return shapes
	}
	slices.SortFunc(columns, func(a, b markColumn) int { return cmp.Compare(a.x(), b.x()) })
	values := slices.Clone(answers)
	if s.falling(columns) {
		slices.Reverse(values)
	}
	seen := map[string]bool{}
	for _, q := range questions {
		about := questionOf(q.text.folded)
		if seen[about] || len(q.marks) == 0 && math.Abs(q.middle-columns[0].middle()) > 80 {
			continue
		}
		seen[about] = true
		for k, c := range columns {
			l := &label{text: values[k], phrases: []phrase{q.text}, place: left, row: q.text.folded}
			at := slices.IndexFunc(q.marks, func(i int) bool { return math.Abs(shapes[i].rect.X-c.x()) < 2 })
			if at >= 0 {
				shapes[q.marks[at]].loose = l
				continue
			}
			size := c.rects[0]
			r := forms.Rect{X: c.x(), Y: q.middle - size.H/2 + c.lift(questionMiddles(s.phrases)), W: size.W, H: size.H}
			shapes = append(shapes, shape{kind: markShape, rect: r, loose: l})
		}
	}
	return shapes
}

// markColumn are the boxes that stand under each other.
type markColumn struct{ rects []forms.Rect }

func (c markColumn) x() float64 {
	sum := 0.0
	for _, r := range c.rects {
		sum += r.X
	}
	return sum / float64(len(c.rects))
}

func (c markColumn) middle() float64 {
	return (c.rects[0].Y + c.rects[len(c.rects)-1].Bottom()) / 2
}

// lift is by how much the boxes stand lower than the texts of their lines.
func (c markColumn) lift(middles []float64) float64 {
	var list []float64
	for _, r := range c.rects {
		for _, m := range middles {
			if d := r.Y + r.H/2 - m; math.Abs(d) < 2.5 {
				list = append(list, d)
			}
		}
	}
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}

func inColumn(columns []markColumn, r forms.Rect) []markColumn {
	for i := range columns {
		if math.Abs(columns[i].x()-r.X) < 2 {
			columns[i].rects = append(columns[i].rects, r)
			return columns
		}
	}
	return append(columns, markColumn{[]forms.Rect{r}})
}

func questionMiddles(phrases []phrase) []float64 {
	var list []float64
	for _, p := range phrases {
		if anyScore(p.folded) {
			list = append(list, p.box.Y+p.box.H/2)
		}
	}
	return list
}

func questionOf(folded string) string {
	for _, v := range scores {
		if v.pattern.MatchString(folded) {
			return v.code
		}
	}
	return ""
}

// falling reports that the numbers read beside or over the columns fall from left to right.
func (s *sheet) falling(columns []markColumn) bool {
	rising := 0
	for _, p := range s.phrases {
		m := onePoint.FindStringSubmatch(p.folded)
		if m == nil {
			continue
		}
		for k, c := range columns {
			if x := p.box.X + p.box.W/2; x > c.x()-12 && x < c.x()+c.rects[0].W+3 {
				switch {
				case k == 1 || m[1] == "5":
				case (k == 0) == (m[1] == "0"):
					rising++
				default:
					rising--
				}
			}
		}
	}
	return rising < 0
}

// accidents names the other answer where only "sì" or "no" was read: a cross hides the box beside the word.
func (n *names) accidents(zones []Zone) []Zone {
	answers := map[string]string{"accident.yes": "accident.no", "accident.no": "accident.yes"}
	for _, z := range zones {
		other, ok := answers[z.ID]
		if !ok || n.used[other] {
			continue
		}
		best := -1
		for i, o := range zones {
			level := math.Abs(o.Rect.Y-z.Rect.Y) < 2
			if o.Type == forms.Mark && o.Pointer == "" && level && (best < 0 || apart(o, z) < apart(zones[best], z)) {
				best = i
			}
		}
		if best >= 0 {
			n.used[other] = true
			zones[best].ID, zones[best].Pointer, zones[best].Value = other, z.Pointer, map[string]string{"true": "false", "false": "true"}[z.Value]
		}
	}
	return zones
}

func apart(a, b Zone) float64 { return math.Abs(a.Rect.X - b.Rect.X) }
