package recognise

import (
	"context"
	"image"
	"math"
	"slices"
	"strings"
)

// leastSecond is what Seconded is at least of a word that the network was asked of.
const leastSecond = 0.0001

// agreed is the least of Seconded that the metrics call agreement.
const agreed = 0.5

// second asks the line network of the words that values are made of. It reads in another way than Tesseract and makes other
// mistakes: where it sees the same, the word is hardly ever wrong. It stops where the page's budget of second readings is spent.
func (p *page) second(ctx context.Context, words []Word) error {
	if p.engine.Values == nil {
		return nil
	}
	wanted := p.engine.Values(words, p.clean.Rect.Size())
	for from := 0; from < len(words); {
		to := from
		for to < len(words) && wanted[to] && !words[to].network && words[to].Block == words[from].Block {
			to++
		}
		if to == from {
			from++
			continue
		}
		if !p.engine.MayReadAgain() {
			return nil
		}
		if err := p.secondRun(ctx, words[from:to]); err != nil {
			return err
		}
		p.engine.ReadAgain(!slices.ContainsFunc(words[from:to], func(w Word) bool { return w.Seconded < agreed }))
		from = to
	}
	return nil
}

// secondRun asks of words that stand side by side.
func (p *page) secondRun(ctx context.Context, words []Word) error {
	var area image.Rectangle
	var text []rune
	var starts []int // of the words in text
	for _, w := range words {
		area = area.Union(w.Box)
		if len(text) > 0 {
			text = append(text, ' ')
		}
		starts = append(starts, len(text))
		text = append(text, []rune(w.Text)...)
	}
	s, err := p.engine.see(ctx, p.clean, area.Inset(-int(onceLook.margin*float64(area.Dy()))), onceLook.wider, true)
	if err != nil || s == nil {
		return err
	}
	first, last := s.aligned(text)
	for i := range words {
		letters := []rune(words[i].Text)
		from, to := 0, len(s.columns)
		if i > 0 {
			from = last[starts[i]-1] + 1
		}
		if end := starts[i] + len(letters); end < len(text) {
			to = first[end]
		}
		words[i].Seconded = leastSecond
		if from >= 0 && from < to {
			words[i].Seconded = max(leastSecond, s.part(from, to).agreement(letters))
		}
	}
	return nil
}

// agreement is how likely a text is beside the one that each column for itself comes to, 1 if it is as likely.
func (s *sight) agreement(text []rune) float64 {
	return math.Exp(min(0, s.likelihood(text)-s.likelihood([]rune(strings.TrimSpace(s.plain())))))
}

// part is what is seen in some of the columns.
func (s *sight) part(from, to int) *sight { return &sight{net: s.net, columns: s.columns[from:to]} }

// likelihood is the logarithm of the probability of a text: the sum over all ways through the columns that spell it (Graves et al.
// 2006, the forward variables). A character that the network does not know makes it impossible.
func (s *sight) likelihood(text []rune) float64 {
	none := math.Inf(-1)
	states := make([]int, 2*len(text)+1) // classes, with blanks between the characters
	for i, r := range text {
		if states[2*i+1] = s.class(r); states[2*i+1] == 0 {
			return none
		}
	}
	score := make([]float64, len(states))
	for t, column := range s.columns {
		next := make([]float64, len(states))
		for j, class := range states {
			sum := none
			if t == 0 && j < 2 {
				sum = 0
			}
			for step := 0; t > 0 && step <= min(2, j); step++ {
				if step < 2 || j%2 == 1 && class != states[j-2] {
					sum = sumOfLogs(sum, score[j-step])
				}
			}
			next[j] = sum + column[class]
		}
		score = next
	}
	if n := len(score); n > 1 {
		return sumOfLogs(score[n-1], score[n-2])
	}
	return score[0]
}
