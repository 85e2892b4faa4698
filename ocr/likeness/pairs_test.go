package likeness_test

import (
	"fmt"
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

// reader misreads a share of the words of a page, loses and joins a quarter as many, and sees the page bent and askew.
type reader struct {
	*rand.Rand
	misread float64
}

func (r reader) read(paper synth.Retake) (words []ocr.Word, width, height int) {
	const dots = 8.0 // a mm
	printed, w, h := paper.Words()
	turn, bend, scale := r.NormFloat64()*0.003, r.NormFloat64()*4, 1+r.NormFloat64()*0.02
	for _, p := range printed {
		if r.Float64() < r.misread/4 {
			continue
		}
		word := ocr.Word{Text: p.Text, Confidence: pick(r, 0.96, 0.96, 0.96, 0.96, 0.97, 0.97, 0.97, 0.97, 0.97, 0.95, 0.95, 0.94, 0.92, 0.9, 0.88, 0.8, 0.7, 0.5)}
		if r.Float64() < r.misread {
			word.Text, word.Confidence = r.mistaken(p.Text), pick(r, 0.96, 0.94, 0.92, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0.3)
		}
		x, y := p.X+turn*p.Y, p.Y-turn*p.X+bend*(p.X/w-0.5)*(p.X/w-0.5)
		word.Box = claim.Box{X: int(dots*scale*x + r.NormFloat64()), Y: int(dots*scale*y + r.NormFloat64()), W: int(dots * scale * p.W), H: int(dots * scale * p.H)}
		if n := len(words) - 1; n >= 0 && r.Float64() < r.misread/4 {
			words[n].Text += word.Text
			words[n].Box.W = max(words[n].Box.W, word.Box.X+word.Box.W-words[n].Box.X)
			continue
		}
		words = append(words, word)
	}
	return words, int(dots * w), int(dots * h)
}

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

func (r reader) fingerprint(paper synth.Retake) Fingerprint { return Of(r.read(paper)) }

func sharesBand(a, b Fingerprint) bool {
	return slices.ContainsFunc(a.Bands(), func(band uint64) bool { return slices.Contains(b.Bands(), band) })
}

// TestNoOtherDocumentOfATemplateIsEverTheSame compares readings, with simulated misreadings, of papers with readings of themselves and of
// the next papers on their template. With PRATICA_LIKENESS it draws so many papers, and its log is for docs/accuracy.md.
func TestNoOtherDocumentOfATemplateIsEverTheSame(t *testing.T) {
	for _, misread := range []float64{0.01, 0.03, 0.08} {
		r := reader{rand.New(rand.NewPCG(1, uint64(misread*100))), misread}
		var found, none, all, foundOthers int
		self, others := map[Verdict]int{}, map[Verdict]int{}
		for n := range papers(t, 40) {
			paper := synth.Retake{Paper: 60000 + uint64(n), Way: synth.GreyScan}
			first := r.fingerprint(paper)
			if first.IsZero() {
				none++
				continue
			}
			again := r.fingerprint(paper)
			all++
			if sharesBand(first, again) {
				found++
			}
			_, verdict := Compare(first, again)
			self[verdict]++
			for sibling := 1; sibling <= 5; sibling++ {
				paper.Sibling = sibling
				if unnumbered(paper) {
					continue
				}
				other := r.fingerprint(paper)
				if sharesBand(first, other) {
					foundOthers++
				}
				score, verdict := Compare(first, other)
				others[verdict]++
				if verdict == Same {
					t.Errorf("misread %v: paper %d and its sibling %d are the same (%.2f)", misread, paper.Paper, sibling, score)
				}
			}
		}
		t.Logf("misread %.0f %%: %d papers, %d without a fingerprint; again: %d found, %v; others of the template: %d found, %v", 100*misread, all, none, found, self, foundOthers, others)
		if found*10 < all*9 || self[Same]*10 < all || misread < 0.02 && self[Same]*10 < all*5 || self[Other]*10 > all {
			t.Errorf("misread %v: of %d papers %d were found again, %v", misread, all, found, self)
		}
	}
}

// unnumbered tells that a paper shows neither number nor date that tell it from its first: then it is no other paper.
func unnumbered(paper synth.Retake) bool {
	text := func(p synth.Retake) string {
		var all []string
		words, _, _ := p.Words()
		for _, w := range words {
			all = append(all, w.Text)
		}
		return strings.Join(all, " ")
	}
	first := paper
	first.Sibling = 0
	return text(first) == text(paper)
}

// TestPapersWithNothingInCommonShareNoBand counts how many pairs of papers of any issuer share a band.
func TestPapersWithNothingInCommonShareNoBand(t *testing.T) {
	began := time.Now()
	n := papers(t, 60)
	index := map[uint64][]int{}
	r := reader{rand.New(rand.NewPCG(3, 3)), 0}
	kept, bands := 0, 0
	for i := range n {
		f := r.fingerprint(synth.Retake{Paper: 80000 + uint64(i), Way: synth.GreyScan})
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
	_ = fmt.Sprint
}
