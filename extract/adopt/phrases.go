package adopt

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"pratica/extract/forms"
)

// phrase is a run of words on one line without a wide gap.
type phrase struct {
	text   string
	folded string // lower case, no accents
	box    forms.Rect
	size   float64 // points, estimated if the words do not say
	words  []word
}

// followedBy is this phrase and the next one on its line as one.
func (p phrase) followedBy(next phrase) phrase {
	return phrase{text: p.text + " " + next.text, folded: p.folded + " " + next.folded, box: around(p.box, next.box), size: math.Max(p.size, next.size),
		words: append(slices.Clone(p.words), next.words...)}
}

// drawnWord reports that what was taken for a word is a line to write on or the ruling of a comb.
func drawnWord(text string) bool {
	for _, r := range text {
		if !strings.ContainsRune("_.…·-–—|=[]‖│□☐◻▢¦!/\\", r) {
			return false
		}
	}
	return len([]rune(text)) > 1 || text == "_" || text == "|" || strings.ContainsAny(text, "□☐◻▢…")
}

// phrasesOf joins words that stand on a line with no more than a wide space between them.
func phrasesOf(words []word) []phrase {
	words = slices.Clone(words)
	slices.SortFunc(words, func(a, b word) int { return cmp.Compare(a.box.X, b.box.X) })
	wide := 1.35 * usualGap(words)
	var list []phrase
	used := make([]bool, len(words))
	for i, w := range words {
		if used[i] {
			continue
		}
		used[i] = true
		p := phrase{words: []word{w}, box: w.box}
		for j := i + 1; j < len(words); j++ {
			last, o := p.words[len(p.words)-1], words[j]
			if used[j] || o.box.X > p.box.Right()+8 {
				continue
			}
			high := math.Max(last.box.H, o.box.H)
			gap := o.box.X - p.box.Right()
			apart := math.Abs(base(o) - base(last))
			if gap < math.Max(1.3, math.Max(0.75, wide)*high) && gap > -0.5*high && apart < 0.35*high+0.2 && alike(last, o) {
				p.words = append(p.words, o)
				p.box = around(p.box, o.box)
				used[j] = true
			}
		}
		p.finish()
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b phrase) int {
		return cmp.Or(cmp.Compare(math.Round(a.box.Y), math.Round(b.box.Y)), cmp.Compare(a.box.X, b.box.X))
	})
	return list
}

// usualGap is the median gap between the words of a line, in multiples of their height: typewriter faces
// have wide ones. The words come from left to right.
func usualGap(words []word) float64 {
	var gaps []float64
	for i, w := range words {
		next := math.Inf(1)
		for _, o := range words[i+1:] {
			high := math.Max(w.box.H, o.box.H)
			if math.Abs(base(o)-base(w)) < 0.3*high && o.box.X > w.box.Right()-0.3*high {
				next = (o.box.X - w.box.Right()) / high
				break
			}
		}
		if next < 1.6 {
			gaps = append(gaps, next)
		}
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}

// alike reports that two words may be of one text: their sizes are not far from each other.
func alike(a, b word) bool {
	if a.size > 0 && b.size > 0 {
		return math.Abs(a.size-b.size) < 0.2*math.Max(a.size, b.size)
	}
	return true
}

func (p *phrase) finish() {
	var texts []string
	var sizes []float64
	for _, w := range p.words {
		texts = append(texts, w.text)
		size := w.size
		if size == 0 {
			size = sizeByHeight(w)
		}
		sizes = append(sizes, size)
	}
	slices.Sort(sizes)
	p.size = sizes[len(sizes)/2]
	p.text = strings.Join(texts, " ")
	p.folded = fold(p.text)
}

// Proportions of Liberation Sans, in ems; other faces differ little.
const (
	capital   = 0.69 // height of capitals, digits and ascenders
	small     = 0.53 // height of small letters
	descender = 0.21
	mmPerPt   = 25.4 / 72
)

// base is the y of the line a word stands on.
func base(w word) float64 {
	up, down := reach(w.text)
	return w.box.Bottom() - w.box.H*down/(up+down)
}

// reach says how far the letters of a text go above and below the line, in ems.
func reach(text string) (up, down float64) {
	up = small
	for _, r := range text {
		if unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune("bdfhklt/()[]'\"’“”%!?&ìèéùàò°", r) {
			up = capital
		}
		if strings.ContainsRune("gjpqy,;()[]Q", r) {
			down = descender
		}
	}
	return up, down
}

func sizeByHeight(w word) float64 {
	up, down := reach(w.text)
	return w.box.H / (up + down) / mmPerPt
}

func around(a, b forms.Rect) forms.Rect {
	x, y := math.Min(a.X, b.X), math.Min(a.Y, b.Y)
	return forms.Rect{X: x, Y: y, W: math.Max(a.Right(), b.Right()) - x, H: math.Max(a.Bottom(), b.Bottom()) - y}
}

// fold is a text in lower case without accents, and with plain apostrophes.
func fold(text string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
	if err != nil {
		plain = text
	}
	return strings.NewReplacer("’", "'", "`", "'", "–", "-", "—", "-").Replace(strings.ToLower(plain))
}
