package recognise

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"
	"strings"
)

// Writing is what the line network makes of a line.
type Writing struct {
	Reading
	// Guesses are the likeliest texts, best first, with their probabilities as the network sees them.
	Guesses []Alternative
	// Manners is how likely the line was put on paper in each manner.
	Manners [manners]float64
	// Plain is what stands there without regard to a whitelist, each column for itself.
	Plain string
	seen  []*sight
}

// Within is the same line read from other characters.
func (w Writing) Within(whitelist string) Writing {
	return together(w.seen, whitelist)
}

// Manner is the likeliest.
func (w Writing) Manner() Manner {
	best := Handwritten
	for m, p := range w.Manners {
		if p > w.Manners[best] {
			best = Manner(m)
		}
	}
	return best
}

// sight is what the network gives for one picture: the logarithms of probabilities, by column and class.
type sight struct {
	net     *lineNet
	columns [][]float64
	manners [manners]float64
	box     image.Rectangle // of the picture
}

// see runs the network over the part of a picture inside box, made wider by a factor; nil where that is too small or too long.
// It counts as a reading, with further looks at the same.
func (e *Engine) see(ctx context.Context, g *image.Gray, box image.Rectangle, wider float64, first bool) (*sight, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	box = box.Intersect(g.Rect)
	in, ok := asLine(g, box, wider)
	if !ok {
		return nil, nil
	}
	if first {
		defer e.clock()()
	} else {
		defer e.timed()()
	}
	net := theLineNet()
	classes, manner := net.run(in, &e.scratch)
	s := &sight{net: net, box: box}
	for m, p := range manner {
		s.manners[m] = math.Exp(p)
	}
	for x := range classes.columns {
		column := make([]float64, classes.channels)
		for c := range column {
			column[c] = float64(classes.v[c*classes.columns+x])
		}
		s.columns = append(s.columns, logSoftmax(column))
	}
	return s, nil
}

// within is what is seen if only the characters of an alphabet (and the blank) can be there, a space always; "" allows all.
func (s *sight) within(alphabet string) *sight {
	if alphabet == "" {
		return s
	}
	out := *s
	out.columns = make([][]float64, len(s.columns))
	for x, column := range s.columns {
		column = slices.Clone(column)
		for i, r := range s.net.alphabet {
			if r != ' ' && !strings.ContainsRune(alphabet, r) {
				column[i+1] = math.Inf(-1)
			}
		}
		out.columns[x] = logSoftmax(column)
	}
	return &out
}

// at is where a column of the answer lies on the picture.
func (s *sight) at(column float64) int {
	return s.box.Min.X + int(column*float64(s.box.Dx())/float64(len(s.columns))+0.5)
}

// Written reads the line of writing inside box of a picture with the line network: hand-print, handwriting, needle print.
// A box around one row of letters is wanted, true to about a fifth of its height. Of o only Whitelist counts. Twice looks
// at the line a second time, closer and wider: what both see alike is surer to be so.
func (e *Engine) Written(ctx context.Context, g *image.Gray, box image.Rectangle, twice bool, o ZoneOptions) (Writing, error) {
	looks := []look{onceLook}
	if twice {
		looks = append(looks, look{0.02, 1.15})
	}
	var seen []*sight
	for i, l := range looks {
		s, err := e.see(ctx, g, box.Inset(-int(l.margin*float64(box.Dy()))), l.wider, i == 0)
		if err != nil || s == nil {
			return Writing{Reading: Reading{Blank: true}}, err
		}
		seen = append(seen, s)
	}
	return together(seen, o.Whitelist), nil
}

// look is one way to see a line: with so much around it, in its heights, and so much wider.
type look struct{ margin, wider float64 }

var onceLook = look{0.1, 1}

// together is what one or more looks at the same line come to.
func together(seen []*sight, whitelist string) Writing {
	if len(seen) == 0 {
		return Writing{}
	}
	likely := map[string]float64{}
	out := Writing{Plain: seen[0].plain(), seen: seen}
	for _, s := range seen {
		for m, p := range s.manners {
			out.Manners[m] += p / float64(len(seen))
		}
		for _, guess := range s.within(whitelist).guesses() {
			likely[guess.Text] += guess.Confidence / float64(len(seen))
		}
	}
	out.Guesses = ranked(likely)
	if len(out.Guesses) == 0 {
		return out
	}
	out.Symbols = seen[0].within(whitelist).placed(out.Guesses[0].Text)
	out.Text = strings.Join(strings.Fields(out.Guesses[0].Text), " ")
	for _, symbol := range out.Symbols {
		out.Box = out.Box.Union(symbol.Box)
		out.Confidence += symbol.Confidence / float64(len(out.Symbols))
	}
	return out
}

// ranked are the likeliest texts, best first.
func ranked(likely map[string]float64) []Alternative {
	var out []Alternative
	for text, p := range likely {
		out = append(out, Alternative{text, p})
	}
	slices.SortFunc(out, func(a, b Alternative) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Text, b.Text))
	})
	return out[:min(len(out), guess)]
}

// plain is the likeliest class of each column, repeats and blanks taken out.
func (s *sight) plain() string {
	var text strings.Builder
	last := 0
	for _, column := range s.columns {
		best := 0
		for c, p := range column {
			if p > column[best] {
				best = c
			}
		}
		if best != last && best > 0 {
			text.WriteRune(s.net.alphabet[best-1])
		}
		last = best
	}
	return text.String()
}

const (
	beams  = 12
	guess  = 6    // texts that are given
	unsaid = -7.0 // logarithm of the probability below which a character is not followed in a column
)

// beam is a beginning of a text: the logarithms of the probabilities of all ways to it that end in a blank, and in its
// last character.
type beam struct{ blank, letter float64 }

func (b beam) total() float64 { return sumOfLogs(b.blank, b.letter) }

func sumOfLogs(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// guesses are the likeliest texts.
func (s *sight) guesses() []Alternative {
	all := make([]int, len(s.net.alphabet))
	for i := range all {
		all[i] = i + 1
	}
	now := s.search(beams, func(string) []int { return all })
	likely := map[string]float64{}
	for text, b := range now {
		if strings.TrimSpace(text) != "" {
			likely[text] = math.Exp(b.total())
		}
	}
	return ranked(likely)
}

// search finds so many likeliest texts (prefix beam search, Hannun et al. 2014, without a language model); follow gives the
// classes that a text may go on with.
func (s *sight) search(most int, follow func(text string) []int) map[string]beam {
	none := math.Inf(-1)
	now := map[string]beam{"": {0, none}}
	for _, column := range s.columns {
		next := map[string]beam{}
		for text, b := range now {
			total := b.total()
			stay := either(next, text)
			stay.blank = sumOfLogs(stay.blank, total+column[0])
			last := lastRune(text)
			if last != 0 {
				stay.letter = sumOfLogs(stay.letter, b.letter+column[s.class(last)])
			}
			next[text] = stay
			for _, class := range follow(text) {
				p, r := column[class], s.net.alphabet[class-1]
				if p < unsaid {
					continue
				}
				from := total
				if r == last {
					from = b.blank
				}
				if math.IsInf(from, -1) {
					continue
				}
				longer := text + string(r)
				more := either(next, longer)
				more.letter = sumOfLogs(more.letter, from+p)
				next[longer] = more
			}
		}
		now = likeliest(next, most)
	}
	return now
}

// likeliest are the best so many beginnings.
func likeliest(all map[string]beam, most int) map[string]beam {
	if len(all) <= most {
		return all
	}
	type ending struct {
		text  string
		total float64
	}
	list := make([]ending, 0, len(all))
	for text, b := range all {
		list = append(list, ending{text, b.total()})
	}
	slices.SortFunc(list, func(a, b ending) int {
		return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.text, b.text))
	})
	best := make(map[string]beam, most)
	for _, e := range list[:most] {
		best[e.text] = all[e.text]
	}
	return best
}

// either is a beam that is there already, or one without any way to it.
func either(beams map[string]beam, text string) beam {
	if b, ok := beams[text]; ok {
		return b
	}
	return beam{math.Inf(-1), math.Inf(-1)}
}

func lastRune(text string) rune {
	var last rune
	for _, r := range text {
		last = r
	}
	return last
}

func (s *sight) class(r rune) int { return slices.Index(s.net.alphabet, r) + 1 }

// aligned gives the first and the last column of each character of a text: the likeliest way through the columns (Viterbi).
// What has no room is at -1.
func (s *sight) aligned(letters []rune) (first, last []int) {
	states := 2*len(letters) + 1 // blanks between the characters
	class := func(state int) int {
		if state%2 == 0 {
			return 0
		}
		return s.class(letters[state/2])
	}
	none := math.Inf(-1)
	score := make([]float64, states)
	back := make([][]int8, len(s.columns))
	for t, column := range s.columns {
		next := make([]float64, states)
		back[t] = make([]int8, states)
		for j := range next {
			best, from := none, 0
			if t == 0 {
				if j < 2 {
					best = 0
				}
			} else {
				for step := 0; step <= 2 && step <= j; step++ {
					if step == 2 && (j%2 == 0 || j >= 3 && letters[j/2] == letters[j/2-1]) {
						break
					}
					if score[j-step] > best {
						best, from = score[j-step], step
					}
				}
			}
			next[j], back[t][j] = best+column[class(j)], int8(from)
		}
		score = next
	}
	state := states - 1
	if state > 0 && score[state-1] > score[state] {
		state--
	}
	first, last = make([]int, len(letters)), make([]int, len(letters))
	for i := range first {
		first[i] = -1
	}
	for t := len(s.columns) - 1; t >= 0; t-- {
		if state%2 == 1 {
			i := state / 2
			if first[i] < 0 {
				last[i] = t
			}
			first[i] = t
		}
		state -= int(back[t][state])
	}
	return first, last
}

// placed finds where the characters of a text stand. The answer has no spaces, each character with the best probability
// it has in its columns and with what else those may be.
func (s *sight) placed(text string) []Symbol {
	letters := []rune(text)
	first, last := s.aligned(letters)
	var out []Symbol
	for i, r := range letters {
		if r == ' ' || first[i] < 0 {
			continue
		}
		symbol := s.symbol(first[i], last[i]+1, r)
		symbol.Box = image.Rect(s.at(float64(first[i])-0.5), s.box.Min.Y, s.at(float64(last[i])+1.5), s.box.Max.Y)
		out = append(out, symbol)
	}
	return out
}

// symbol is a character in columns, or the likeliest there where r is 0; its confidence and those of the others are
// the highest that they have in a column, shared out so that together they are at most 1.
func (s *sight) symbol(from, to int, r rune) Symbol {
	likely := make([]Alternative, len(s.net.alphabet))
	sum := 0.0
	for i, letter := range s.net.alphabet {
		best := math.Inf(-1)
		for _, column := range s.columns[from:to] {
			best = max(best, column[i+1])
		}
		likely[i] = Alternative{string(letter), math.Exp(best)}
		if letter != ' ' {
			sum += likely[i].Confidence
		}
	}
	likely = slices.DeleteFunc(likely, func(a Alternative) bool { return a.Text == " " || a.Confidence < 0.001 })
	slices.SortStableFunc(likely, func(a, b Alternative) int { return cmp.Compare(b.Confidence, a.Confidence) })
	var out Symbol
	for _, a := range likely {
		a.Confidence /= max(sum, 1)
		switch {
		case out.Text == "" && (r == 0 || a.Text == string(r)):
			out.Text, out.Confidence = a.Text, a.Confidence
		case len(out.Alternatives) < 5:
			out.Alternatives = append(out.Alternatives, a)
		}
	}
	if out.Text == "" && r != 0 {
		out.Text = string(r)
	}
	return out
}

// WrittenComb is Comb for what was written by hand: the characters set side by side are read by the line network, each in
// its cell and from those allowed there.
func (e *Engine) WrittenComb(ctx context.Context, g *image.Gray, dpi float64, cells []image.Rectangle, o ZoneOptions) (Writing, error) {
	c := cutComb(g, dpi, cells)
	out := Writing{Reading: Reading{Symbols: make([]Symbol, len(cells)), Blank: c.filled() == 0, Confidence: 0.99}}
	for i, cell := range cells {
		out.Symbols[i] = Symbol{Box: cell, Confidence: 0.99}
	}
	if out.Blank {
		return out, nil
	}
	line, spans := c.composed(0.2)
	var all image.Rectangle
	for _, span := range spans {
		all = all.Union(span)
	}
	for i, l := range []look{{0.1, 1}, {0.02, 1.15}} {
		s, err := e.see(ctx, line, all.Inset(-int(l.margin*float64(all.Dy()))), l.wider, i == 0)
		if err != nil {
			return out, err
		}
		if s == nil { // the rest of a line
			out.Blank = true
			return out, nil
		}
		out.seen = append(out.seen, s)
		for m, p := range s.manners {
			out.Manners[m] += p / 2
		}
	}
	sum := 0.0
	for i, span := range spans {
		if span.Empty() {
			continue
		}
		allowed := o.Whitelist
		if i < len(o.Cells) && o.Cells[i] != "" {
			allowed = o.Cells[i]
		}
		symbol := cellOfLine(out.seen, span, allowed)
		symbol.Box = c.glyphs[i].box
		out.Symbols[i] = symbol
		sum += symbol.Confidence
		out.Box = out.Box.Union(symbol.Box)
	}
	out.Confidence = sum / float64(c.filled())
	out.Text = spelled(out.Symbols)
	return out, nil
}

// cellOfLine is the character in a part of a line, from those allowed, as looks at the line see it together.
func cellOfLine(seen []*sight, span image.Rectangle, allowed string) Symbol {
	likely := map[string]float64{}
	for _, s := range seen {
		perColumn := float64(s.box.Dx()) / float64(len(s.columns))
		from, to := int(float64(span.Min.X-s.box.Min.X)/perColumn), int(math.Ceil(float64(span.Max.X-s.box.Min.X)/perColumn))
		cell := (&sight{net: s.net, columns: s.columns[max(from, 0):min(to, len(s.columns))]}).within(allowed)
		symbol := cell.symbol(0, len(cell.columns), 0)
		for _, a := range append(symbol.Alternatives, Alternative{symbol.Text, symbol.Confidence}) {
			likely[a.Text] += a.Confidence / float64(len(seen))
		}
	}
	list := ranked(likely)
	if len(list) == 0 {
		return Symbol{}
	}
	return Symbol{Text: list[0].Text, Confidence: list[0].Confidence, Alternatives: list[1:]}
}
