package extract

import (
	"math"
	"slices"
	"sort"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// layout is the words of a page as a person sees them: rows from top to bottom, each split into cells
// where the gap is wider than a space. It is made from geometry alone, because the engine's own lines
// break at columns and its blocks follow table rules.
type layout struct {
	rows []row
	// em is the median height of a word, in pixels: the unit of every distance on the page.
	em            float64
	width, height int
	parted        bool // another document lies on the page
}

type row struct {
	cells []cell
	box   claim.Box
}

// cell is a run of words with no gap wider than a space between them.
type cell struct {
	words []ocr.Word
	box   claim.Box
}

// gapBehind is the white between a cell and the one before it, in pixels.
func (c cell) gapBehind(before cell) float64 { return float64(c.box.X - (before.box.X + before.box.W)) }

func (c cell) text() string {
	parts := make([]string, len(c.words))
	for i, w := range c.words {
		parts[i] = w.Text
	}
	return strings.Join(parts, " ")
}

func (r row) words() []ocr.Word {
	var words []ocr.Word
	for _, c := range r.cells {
		words = append(words, c.words...)
	}
	return words
}

// cellGap stands between two cells in the text of a row.
const cellGap = "  "

func (r row) text() string {
	parts := make([]string, len(r.cells))
	for i, c := range r.cells {
		parts[i] = c.text()
	}
	return strings.Join(parts, cellGap)
}

// columnGap is how many word heights of white make two cells of one run of text.
const columnGap = 1.1

func newLayout(words []ocr.Word, width, height int) layout {
	words = once(legible(unglued(withStrokes(words))))
	l := layout{em: medianHeight(words), width: width, height: height}
	droop := droopOf(words, width, height, l.em)
	level := make([]placed, len(words))
	for i, w := range words {
		level[i] = placed{w, w.Box}
		level[i].at.Y -= int(math.Round(droop.at(centreOf(w.Box))))
	}
	sort.SliceStable(level, func(i, j int) bool { return middle(level[i].at) < middle(level[j].at) })
	var open [][]placed
	for _, w := range level {
		open = intoRow(open, w)
	}
	sort.SliceStable(open, func(i, j int) bool { return meanMiddle(open[i]) < meanMiddle(open[j]) })
	for _, words := range open {
		l.rows = append(l.rows, splitRow(wordsOf(words), l.em))
	}
	l.rows = withYears(l.rows, l.em)
	return l
}

// placed is a word and where it would be if its line were level.
type placed struct {
	ocr.Word
	at claim.Box
}

func wordsOf(list []placed) []ocr.Word {
	words := make([]ocr.Word, len(list))
	for i, w := range list {
		words[i] = w.Word
	}
	return words
}

// withStrokes writes what the engine took for rules as the print it is: an upright stroke that stands on the base line
// close between two words is the capital or the figure I ("di I classe"), a short dash between two words a dash. A rule
// between columns reaches below the base line.
func withStrokes(words []ocr.Word) []ocr.Word {
	var out []ocr.Word
	for i, w := range words {
		text := ""
		switch {
		case w.Text == "|":
			text = "I"
		case w.Text == "—" || w.Text == "–":
			text = "-"
		case w.Confidence < 1 && smallLForCapital(w.Text):
			text = "I" + w.Text[1:]
		default:
			continue
		}
		if text == "-" || text == "I" {
			before, behind, ok := neighbours(words, i)
			// beside an amount a dash would be its sign
			if !ok || text == "-" && len(findAmounts(before.Text))+len(findAmounts(behind.Text)) > 0 ||
				text == "I" && (w.Confidence == 1 || !onBaseLine(w, before) && !onBaseLine(w, behind)) {
				continue
			}
		}
		if out == nil {
			out = slices.Clone(words)
		}
		out[i].Text = text
	}
	if out == nil {
		return words
	}
	return out
}

// smallLForCapital tells that a word is a given name but for its first letter: "lolanda".
func smallLForCapital(text string) bool {
	return len(text) > 3 && text[0] == 'l' && !GivenName(text) && GivenName("I"+text[1:])
}

// neighbours are the words with letters or digits that stand close before and behind a word, in its line.
func neighbours(words []ocr.Word, at int) (before, behind ocr.Word, ok bool) {
	w := words[at].Box
	for i, o := range words {
		if i == at || middle(w) < float64(o.Box.Y) || middle(w) > float64(o.Box.Y+o.Box.H) || letters(o.Text)+digitCount(o.Text) == 0 {
			continue
		}
		switch gap := overlapX(w, o.Box); {
		case gap > 0 || float64(-gap) > 0.9*float64(o.Box.H):
		case o.Box.X < w.X:
			before = o
		default:
			behind = o
		}
	}
	return before, behind, before.Text != "" && behind.Text != ""
}

// descenders are the letters and marks that reach below the base line.
const descenders = "gjpqyQçfß,;()[]{}/|$§@_"

// onBaseLine tells whether a stroke ends where a word beside it does, above its descenders if it has some, and is no
// higher.
func onBaseLine(stroke, word ocr.Word) bool {
	below := 10 * ((stroke.Box.Y + stroke.Box.H) - (word.Box.Y + word.Box.H))
	if strings.ContainsAny(word.Text, descenders) {
		return below <= -stroke.Box.H && 10*stroke.Box.H <= 11*word.Box.H
	}
	return abs(below) <= stroke.Box.H+5 && 10*stroke.Box.H <= 13*word.Box.H
}

// legible drops what is no text: specks, rules read as characters, and scribbles.
func legible(words []ocr.Word) []ocr.Word {
	kept := make([]ocr.Word, 0, len(words))
	for _, w := range words {
		if strings.Trim(w.Text, "»«|_-—–~=.,'`\"\\/[]{}<>*°^ ") == "" && w.Text != "-" {
			continue
		}
		if zeroInAbbreviation.MatchString(w.Text) {
			w.Text = strings.ReplaceAll(w.Text, "0", "O")
		}
		if w.Text = withoutLeader(w.Text); w.Text == "" || w.Box.Empty() {
			continue
		}
		kept = append(kept, w)
	}
	return kept
}

// zeroInAbbreviation is a capital O between points that was read as a figure: "A.0.U.".
var zeroInAbbreviation = pattern.Must(`^([A-Z]\.)+0\.([A-Z]\.)*$|^0\.([A-Z]\.)+$`)

// withoutLeader cuts a dotted leader off a word, with what the engine made of its end.
func withoutLeader(s string) string {
	if i := strings.Index(s, "...."); i >= 0 {
		return s[:i]
	}
	return s
}

// once drops a word that was read twice at the same place; the reading the engine believes more stays.
func once(words []ocr.Word) []ocr.Word {
	kept := words[:0:0]
	for _, w := range words {
		double := false
		for i, k := range kept {
			if shared := sharedArea(w.Box, k.Box); 10*shared > 6*min(w.Box.W*w.Box.H, k.Box.W*k.Box.H) {
				double = true
				if partOf(k.Text, w.Text) {
					kept = append(slices.DeleteFunc(kept, func(k ocr.Word) bool { return mostlyIn(k.Box, w.Box) }), w)
				} else if w.Confidence > k.Confidence && len(w.Text) >= len(k.Text) {
					kept[i] = w
				}
				break
			}
		}
		if !double {
			kept = append(kept, w)
		}
	}
	return kept
}

// partOf tells that a word without figures is the beginning or the end of another.
func partOf(part, whole string) bool {
	return len(whole) > len(part) && digitCount(whole) == 0 && (strings.HasPrefix(whole, part) || strings.HasSuffix(whole, part))
}

// mostlyIn tells that most of a box lies in another.
func mostlyIn(b, around claim.Box) bool { return 10*sharedArea(b, around) > 6*b.W*b.H }

func sharedArea(a, b claim.Box) int {
	return max(0, overlapX(a, b)) * max(0, min(a.Y+a.H, b.Y+b.H)-max(a.Y, b.Y))
}

func medianHeight(words []ocr.Word) float64 {
	if len(words) == 0 {
		return 1
	}
	heights := make([]int, len(words))
	for i, w := range words {
		heights[i] = w.Box.H
	}
	sort.Ints(heights)
	return float64(max(1, heights[len(heights)/2]))
}

// letterHeight is the median height of words without what hangs below their line.
func letterHeight(words []ocr.Word) float64 {
	const above = 0.78 // of a word with a descender, what stands on the line
	upright := slices.Clone(words)
	for i, w := range upright {
		if strings.ContainsAny(w.Text, "gjpqyQ,;()") {
			upright[i].Box.H = int(above*float64(w.Box.H) + 0.5)
		}
	}
	return medianHeight(upright)
}

func middle(b claim.Box) float64 { return float64(b.Y) + float64(b.H)/2 }

func meanMiddle(words []placed) float64 {
	sum := 0.0
	for _, w := range words {
		sum += middle(w.at)
	}
	return sum / float64(len(words))
}

// intoRow puts a word into the row it overlaps most, measured at the row's nearest word, so that a
// slightly slanted or curled row stays one; or it opens a new row.
func intoRow(rows [][]placed, w placed) [][]placed {
	best, bestOverlap := -1, 0.5
	for i := max(0, len(rows)-8); i < len(rows); i++ {
		if overlap := verticalOverlap(nearest(rows[i], w.at), w.at); overlap > bestOverlap && !collides(rows[i], w.at) {
			best, bestOverlap = i, overlap
		}
	}
	if best < 0 {
		return append(rows, []placed{w})
	}
	rows[best] = append(rows[best], w)
	return rows
}

// nearest is the place of the word that is nearest to a box, along the row.
func nearest(words []placed, b claim.Box) claim.Box {
	best, distance := words[0].at, 1<<30
	for _, w := range words {
		if d := max(w.at.X-(b.X+b.W), b.X-(w.at.X+w.at.W)); d < distance {
			best, distance = w.at, d
		}
	}
	return best
}

// collides reports whether a word already stands where b is: two lines of small print beside a tall word.
func collides(words []placed, b claim.Box) bool {
	for _, w := range words {
		shared := min(w.at.X+w.at.W, b.X+b.W) - max(w.at.X, b.X)
		if shared*2 > min(w.at.W, b.W) {
			return true
		}
	}
	return false
}

// verticalOverlap is the shared height as a share of the smaller height.
func verticalOverlap(a, b claim.Box) float64 {
	shared := min(a.Y+a.H, b.Y+b.H) - max(a.Y, b.Y)
	return float64(shared) / float64(max(1, min(a.H, b.H)))
}

func splitRow(words []ocr.Word, em float64) row {
	sort.SliceStable(words, func(i, j int) bool { return words[i].Box.X < words[j].Box.X })
	var r row
	for i, w := range words {
		r.box = r.box.Union(w.Box)
		gap := 0.0
		if i > 0 {
			gap = float64(w.Box.X-words[i-1].Box.X) - leastWidth(words[i-1], em)
		}
		height := float64(min(w.Box.H, 3*int(em)))
		if i == 0 || gap > columnGap*max(em, height*0.8) {
			r.cells = append(r.cells, cell{})
		}
		c := &r.cells[len(r.cells)-1]
		c.words = append(c.words, w)
		c.box = c.box.Union(w.Box)
	}
	return r
}

// leastWidth is how wide a word is, in pixels, and at least its letters: the engine sometimes gives the box of a short
// word to the one before it.
func leastWidth(w ocr.Word, em float64) float64 {
	const ofHeight = 0.6
	width, height := float64(w.Box.W), min(float64(w.Box.H), em)
	if wide := letters(w.Text) - strings.Count(w.Text, "i") - strings.Count(w.Text, "l") - strings.Count(w.Text, "I"); width < 0.2*float64(wide)*height {
		return ofHeight * float64(wide) * height
	}
	return width
}

// overlapX is the shared width of two boxes in pixels; negative is the gap between them.
func overlapX(a, b claim.Box) int { return min(a.X+a.W, b.X+b.W) - max(a.X, b.X) }

func boxOf(words []ocr.Word) claim.Box {
	var b claim.Box
	for _, w := range words {
		b = b.Union(w.Box)
	}
	return b
}

func textOf(words []ocr.Word) string { return cell{words: words}.text() }

// lowestConfidence is the engine's confidence in the worst word. Marks alone, a dash between two words, say nothing
// of a value that has words.
func lowestConfidence(words []ocr.Word) float64 {
	return lowestOf(words, func(w ocr.Word) float64 { return w.Confidence })
}

// certainty is lowestConfidence with what a second reader says of the words it was asked of.
func certainty(words []ocr.Word) float64 { return lowestOf(words, seconded) }

func lowestOf(words []ocr.Word, confidence func(ocr.Word) float64) float64 {
	lowest, lowestMark := 1.0, 1.0
	legible := false
	for _, w := range words {
		if letters(w.Text)+digitCount(w.Text) == 0 {
			lowestMark = min(lowestMark, confidence(w))
			continue
		}
		lowest, legible = min(lowest, confidence(w)), true
	}
	if !legible {
		return lowestMark
	}
	return lowest
}
