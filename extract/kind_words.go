package extract

import (
	_ "embed"
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode"

	"go.yaml.in/yaml/v3"

	"pratica/claim"
	"pratica/extract/pattern"
)

//go:embed kind_phrases.yaml
var kindPhrasesYAML []byte

// phrase is one line of kind_phrases.yaml: a pattern and what it tells, in nats.
type phrase struct {
	weight  float64
	pattern *pattern.Pattern
	// spaced is the pattern of a heading in wide letters, whose spaces are lost; nil for phrases of the text.
	spaced *pattern.Pattern
}

type kindPhrases struct {
	prior       float64
	title, text []phrase
}

// kindTable is kind_phrases.yaml. A table that cannot be read is a fault of the program.
var kindTable = sync.OnceValue(func() map[claim.DocumentKind]kindPhrases {
	table, err := parseKindTable(kindPhrasesYAML)
	if err != nil {
		panic(err)
	}
	return table
})

func parseKindTable(data []byte) (map[claim.DocumentKind]kindPhrases, error) {
	var file map[claim.DocumentKind]struct {
		Prior       float64
		Title, Text [][2]string
	}
	if err := yaml.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("phrases of kinds: %w", err)
	}
	table := map[claim.DocumentKind]kindPhrases{}
	for kind, in := range file {
		out := kindPhrases{prior: in.Prior}
		for _, line := range in.Title {
			p, err := newPhrase(line, "^(?:"+line[1]+")")
			if err != nil {
				return nil, fmt.Errorf("heading of %s: %w", kind, err)
			}
			if p.spaced, err = pattern.New("^(?:" + strings.ReplaceAll(line[1], " ", "") + ")"); err != nil {
				return nil, fmt.Errorf("heading of %s in wide letters: %w", kind, err)
			}
			out.title = append(out.title, p)
		}
		for _, line := range in.Text {
			p, err := newPhrase(line, line[1])
			if err != nil {
				return nil, fmt.Errorf("text of %s: %w", kind, err)
			}
			out.text = append(out.text, p)
		}
		table[kind] = out
	}
	return table, nil
}

func newPhrase(line [2]string, expression string) (p phrase, err error) {
	if _, err := fmt.Sscanf(line[0], "%g", &p.weight); err != nil {
		return p, fmt.Errorf("weight %q: %w", line[0], err)
	}
	p.pattern, err = pattern.New(expression)
	return p, err
}

// heading is a short run of text in the upper part of a page.
type heading struct {
	text string // folded
	// squeezed is the text without spaces, if it is set in wide letters; else empty.
	squeezed string
	// large is how many times the usual height its letters have.
	large float64
}

// A heading stands in this part of the page, and has not more words or letters.
const (
	headingPart    = 0.5
	headingWords   = 11
	headingLetters = 90
)

// headings are the rows and cells that may be titles.
func headings(l layout, height int) []heading {
	var list []heading
	for _, r := range l.rows {
		if float64(r.box.Y) > headingPart*float64(height) {
			break
		}
		runs := r.cells
		if len(runs) > 1 {
			runs = append([]cell{{words: r.words(), box: r.box}}, runs...)
		}
		for _, c := range runs {
			if h, ok := newHeading(c, l.em); ok {
				list = append(list, h)
			}
		}
	}
	return list
}

func newHeading(c cell, em float64) (heading, bool) {
	text := strings.TrimLeftFunc(fold(c.text()), func(r rune) bool { return !unicode.IsLetter(r) })
	letters, words := len([]rune(text)), len(strings.Fields(text))
	h := heading{text: text, large: medianHeight(c.words) / em}
	if words > 2 && letters < 2*words+words/2 { // C E R T I F I C A T O
		h.squeezed = strings.ReplaceAll(text, " ", "")
		return h, len(h.squeezed) <= headingLetters
	}
	return h, words > 0 && words <= headingWords && letters <= headingLetters
}

// evidence is what the words of a page tell of its being of a kind: nats for it, and how many of them a
// heading gave.
type evidence struct{ sum, title float64 }

// ownTitle is the least evidence of a heading that is a kind's own title.
const ownTitle = 3.5

// wordEvidence weighs all kinds by the page's words.
func wordEvidence(l layout, height int) map[claim.DocumentKind]evidence {
	var text strings.Builder
	for _, r := range l.rows {
		text.WriteString(fold(strings.Join(strings.Fields(r.text()), " ")))
		text.WriteByte(' ')
	}
	all, heads := text.String(), headings(l, height)
	found := map[claim.DocumentKind]evidence{}
	for kind, phrases := range kindTable() {
		e := evidence{title: titleEvidence(phrases.title, heads)}
		e.sum = phrases.prior + e.title
		for _, p := range phrases.text {
			if p.pattern.MatchString(all) {
				e.sum += p.weight
			}
		}
		found[kind] = e
	}
	return found
}

// ownTitled reports a heading that is the own title of any kind.
func ownTitled(l layout, height int) bool {
	heads := headings(l, height)
	for _, phrases := range kindTable() {
		if titleEvidence(phrases.title, heads) >= ownTitle {
			return true
		}
	}
	return false
}

// titleEvidence is that of the best heading, and half of each other's: titles say the same twice.
func titleEvidence(phrases []phrase, heads []heading) float64 {
	best, sum := 0.0, 0.0
	for _, p := range phrases {
		tells := 0.0
		for _, h := range heads {
			if !p.pattern.MatchString(h.text) && (h.squeezed == "" || !p.spaced.MatchString(h.squeezed)) {
				continue
			}
			// print of twice the usual height tells a quarter more, print as small as the text a fifth less
			tells = max(tells, p.weight*math.Min(0.8+0.45*math.Max(0, h.large-1), 1.25))
		}
		sum += tells
		best = max(best, tells)
	}
	return best + (sum-best)/2
}
