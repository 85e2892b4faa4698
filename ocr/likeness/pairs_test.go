package likeness_test

import (
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pratica/claim"
	"pratica/ocr"
	. "pratica/ocr/likeness"
	"pratica/synth"
)

// papers is how many papers a test draws: few, or as many as PRATICA_LIKENESS says.
func papers(t testing.TB, few int) int {
	t.Helper()
	many, err := strconv.Atoi(os.Getenv("PRATICA_LIKENESS"))
	if err != nil {
		return few
	}
	return many
}

// paper is what a page shows.
type paper struct {
	words []synth.PrintedWord
	w, h  float64
}

func printed(r synth.Retake) paper {
	words, w, h := r.Words()
	return paper{words, w, h}
}

// shows tells that two pages show the same words.
func (p paper) shows(other paper) bool {
	return slices.EqualFunc(p.words, other.words, func(a, b synth.PrintedWord) bool { return a.Text == b.Text })
}

// reader misreads a share of the words of a page, loses and joins a quarter as many, and sees the page bent and askew.
type reader struct {
	*rand.Rand
	misread float64
}

func (r reader) read(paper paper) (words []ocr.Word, width, height int) {
	const dots = 8.0 // a mm
	w, h := paper.w, paper.h
	turn, bend, scale := r.NormFloat64()*0.003, r.NormFloat64()*4, 1+r.NormFloat64()*0.02
	for _, p := range paper.words {
		if r.Float64() < r.misread/4 {
			continue
		}
		word := ocr.Word{Text: p.Text, Confidence: pick(r, 0.96, 0.96, 0.96, 0.96, 0.97, 0.97, 0.97, 0.97, 0.97, 0.95, 0.95, 0.94, 0.92, 0.9, 0.88, 0.8, 0.7, 0.5)}
		if r.Float64() < r.misread {
			word.Text, word.Confidence = r.mistaken(p.Text), pick(r, 0.96, 0.94, 0.92, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0.3)
		}
		x, y := p.X+turn*p.Y, p.Y-turn*p.X+bend*(p.X/w-0.5)*(p.X/w-0.5)
		word.Box = claim.Box{X: int(dots*scale*x + r.NormFloat64()), Y: int(dots*scale*y + r.NormFloat64()), W: int(dots * scale * p.W), H: int(dots * scale * p.H)}
		if n := len(words) - 1; n >= 0 && abs(words[n].Box.Y-word.Box.Y) < 4 && abs(words[n].Box.X+words[n].Box.W-word.Box.X) < 20 && r.Float64() < r.misread/4 {
			words[n].Text += word.Text
			words[n].Box.W = max(words[n].Box.W, word.Box.X+word.Box.W-words[n].Box.X)
			continue
		}
		words = append(words, word)
	}
	return words, int(dots * w), int(dots * h)
}

func abs(n int) int { return max(n, -n) }

// mistaken is a text with one sign read as another.
func (r reader) mistaken(text string) string {
	signs := []rune(text)
	const digits, others = "0123456789", "aeioutlnrscO1"
	at := r.IntN(len(signs))
	from := []rune(others)
	if strings.ContainsRune(digits, signs[at]) {
		from = []rune(digits)
	}
	signs[at] = from[r.IntN(len(from))]
	return string(signs)
}

func pick[T any](r reader, options ...T) T { return options[r.IntN(len(options))] }

func (r reader) fingerprint(paper paper) Fingerprint { return Of(r.read(paper)) }

// shared counts the bands that two fingerprints have in common.
func shared(a, b Fingerprint) (n int) {
	for _, band := range a.Bands() {
		if slices.Contains(b.Bands(), band) {
			n++
		}
	}
	return n
}

// TestNoOtherDocumentOfATemplateIsEverTheSame compares readings, with simulated misreadings, of papers with readings of
// themselves and of the next papers on their template. With PRATICA_LIKENESS it draws so many papers, and its log is for
// docs/accuracy.md.
func TestNoOtherDocumentOfATemplateIsEverTheSame(t *testing.T) {
	tallies := map[float64]*tally{0.005: newTally(), 0.01: newTally(), 0.03: newTally(), 0.08: newTally()}
	many := papers(t, 24)
	for n := range many {
		of := synth.Retake{Paper: 60000 + uint64(n), Way: synth.GreyScan}
		first := printed(of)
		var others []paper
		for of.Sibling = 1; of.Sibling <= 5; of.Sibling++ {
			if other := printed(of); !other.shows(first) { // else the paper has neither number nor date
				others = append(others, other)
			}
		}
		for misread, tally := range tallies {
			r := reader{rand.New(rand.NewPCG(uint64(n), uint64(misread*1000))), misread}
			if same := tally.add(r, first, others); same > 0 {
				t.Errorf("misread %v: paper %d is the same as %d others", misread, of.Paper, same)
			}
		}
	}
	for _, misread := range slices.Sorted(maps.Keys(tallies)) {
		c := tallies[misread]
		t.Logf("misread %.1f %%: %d papers, %d without a fingerprint; again: %d found, %d of them by two bands, %v; others of the template: %d found, %v", 100*misread, c.papers, c.none, c.found, c.twice, c.self, c.foundOthers, c.others)
	}
	if c := tallies[0.01]; c.found*10 < c.papers*9 || c.self[Same]*2 < c.papers || c.papers*10 < many*9 {
		t.Errorf("of %d papers %d were found again, %v", c.papers, c.found, c.self)
	}
}

// tally counts what came of comparing.
type tally struct {
	papers, none, found, foundOthers int
	twice                            int // found by two bands or more
	self, others                     map[Verdict]int
}

func newTally() *tally { return &tally{self: map[Verdict]int{}, others: map[Verdict]int{}} }

// add reads a paper twice, and others once, and tells how many of those are taken for it.
func (c *tally) add(r reader, first paper, others []paper) (same int) {
	one := r.fingerprint(first)
	if one.IsZero() {
		c.none++
		return 0
	}
	c.papers++
	again := r.fingerprint(first)
	if n := shared(one, again); n > 0 {
		c.found++
		if n > 1 {
			c.twice++
		}
	}
	_, verdict := Compare(one, again)
	c.self[verdict]++
	for _, paper := range others {
		other := r.fingerprint(paper)
		if shared(one, other) > 0 {
			c.foundOthers++
		}
		_, verdict := Compare(one, other)
		if c.others[verdict]++; verdict == Same {
			same++
		}
	}
	return same
}

// TestPapersWithNothingInCommonShareNoBand counts how many pairs of papers of any issuer share a band.
func TestPapersWithNothingInCommonShareNoBand(t *testing.T) {
	began := time.Now()
	n := papers(t, 60)
	index := map[uint64][]int{}
	r := reader{rand.New(rand.NewPCG(3, 3)), 0}
	kept, bands := 0, 0
	for i := range n {
		f := r.fingerprint(printed(synth.Retake{Paper: 80000 + uint64(i), Way: synth.GreyScan}))
		if !f.IsZero() {
			kept++
		}
		bands += len(f.Bands())
		for _, b := range f.Bands() {
			index[b] = append(index[b], i)
		}
	}
	pairs := map[[2]int]bool{}
	for _, list := range index {
		for i, a := range list {
			for _, b := range list[:i] {
				if a != b {
					pairs[[2]int{min(a, b), max(a, b)}] = true
				}
			}
		}
	}
	all := kept * (kept - 1) / 2
	t.Logf("%d papers, %d with fingerprints, %.1f bands each; %d of %d pairs share a band (%v)", n, kept, float64(bands)/float64(max(1, kept)), len(pairs), all, time.Since(began).Round(time.Second))
	if kept*10 < n*8 || len(pairs)*500 > all {
		t.Errorf("of %d papers %d have fingerprints, and %d of %d pairs share a band", n, kept, len(pairs), all)
	}
}
