package recognise

import (
	"context"
	"image"
	"math"
	"slices"
	"strings"
)

// Code is a kind of number with check characters, such as a codice fiscale. What is nearly one is read once more, by the line
// network, of all that it may be only what the check holds of.
type Code struct {
	// Places are the characters that stand at each place, capitals and figures.
	Places []string
	// Holds tells that the check characters of a text of that many places are right.
	Holds func(string) bool
}

const (
	codeBeams = 64
	// codeFit is the share of the places at which a word has a character of the code's, for it to be one misread.
	codeFit = 0.7
	// codeNear is how likely a text must be beside the one that the network would read without regard to the check, and
	// codeAlone beside all others that the check holds of, together.
	codeNear, codeAlone = 0.002, 0.8
	// codeAtMost is the most that such a word is believed.
	codeAtMost = 0.9
)

// readCodes reads again the words that are nearly a code.
func (p *page) readCodes(ctx context.Context) error {
	for i := range p.runs {
		for j := range p.runs[i].words {
			w := &p.runs[i].words[j]
			code := p.engine.misreadCode(w.Text)
			if code == nil {
				continue
			}
			if !p.engine.MayReadAgain() {
				return nil
			}
			text, sure, err := p.codeIn(ctx, w.Box, signsOf(w.Text), code)
			if err != nil {
				return err
			}
			p.engine.ReadAgain(text == "")
			if text != "" {
				w.Text, w.Confidence, w.Checked = text, sure*codeAtMost, true
			}
		}
	}
	return nil
}

// codeIn is the code in a box of the page, "" if it is not plain which, and how likely it is beside all others. Where the
// network sees the signs that were read before, it is none: an invoice has other long numbers.
func (p *page) codeIn(ctx context.Context, box image.Rectangle, before string, code *Code) (text string, sure float64, err error) {
	picture, line := p.clean, box
	if p.sheet.dpi > 1.1*p.dpi {
		picture, line, _, _ = p.sharp(box)
	}
	w, err := p.engine.Written(ctx, picture, line, true, ZoneOptions{})
	if err != nil {
		return "", 0, err
	}
	if signsOf(w.Text) == before {
		return "", 0, nil
	}
	text, sure = w.code(code)
	return text, sure, nil
}

// code is what a line says if it is a code of that kind.
func (w Writing) code(code *Code) (text string, sure float64) {
	if len(w.Guesses) == 0 {
		return "", 0
	}
	likely, sum := map[string]float64{}, 0.0
	for _, s := range w.seen {
		for text, p := range s.shaped(code.Places) {
			if code.Holds(text) {
				likely[text] += p / float64(len(w.seen))
				sum += p / float64(len(w.seen))
			}
		}
	}
	list := ranked(likely)
	if len(list) == 0 || list[0].Confidence < codeNear*w.Guesses[0].Confidence || list[0].Confidence < codeAlone*sum {
		return "", 0
	}
	return list[0].Text, list[0].Confidence / sum
}

// misreadCode is the kind of code that a word nearly is; nil if the check holds of it.
func (e *Engine) misreadCode(word string) *Code {
	text := signsOf(word)
	for i := range e.Codes {
		code := &e.Codes[i]
		if code.Holds(text) {
			return nil
		}
		if code.fits(text) {
			return code
		}
	}
	return nil
}

// fits tells that a text has most of the code's characters in their places, of one more or one less up to that one and behind it.
func (c *Code) fits(text string) bool {
	n := len(c.Places)
	more := len(text) - n
	if more < -1 || more > 1 || 3*figuresIn(text) < c.figures() {
		return false
	}
	before := 0 // places that fit before a sign too many or too few
	behind := 0
	at := func(place, i int) int {
		if place < n && i >= 0 && i < len(text) && allowedAt(c.Places[place], text[i]) {
			return 1
		}
		return 0
	}
	for place := range n {
		behind += at(place, place+more)
	}
	best := behind
	for place := range n {
		before += at(place, place)
		behind -= at(place, place+more)
		best = max(best, before+behind)
	}
	return float64(best) >= codeFit*float64(n)
}

// figures is at how many places a figure stands.
func (c *Code) figures() int {
	n := 0
	for _, place := range c.Places {
		if strings.ContainsRune(place, '0') {
			n++
		}
	}
	return n
}

func figuresIn(text string) int {
	n := 0
	for _, r := range text {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// signsOf are the letters and figures of a text, as capitals.
func signsOf(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9' || r >= 'A' && r <= 'Z':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, text)
}

func allowedAt(place string, sign byte) bool {
	if strings.IndexByte(place, sign) >= 0 {
		return true
	}
	for _, other := range lookalikes[sign] {
		if strings.ContainsRune(place, other) {
			return true
		}
	}
	return false
}

// lookalikes are the signs that differ in most type by next to nothing.
var lookalikes = map[byte]string{'0': "OD", 'O': "0", 'D': "0", 'Q': "0", '1': "IL", 'I': "1", 'L': "1", '5': "S", 'S': "5", '8': "B", 'B': "8", '2': "Z", 'Z': "2", '6': "G", 'G': "6", '7': "T", 'T': "7", '4': "A", 'A': "4"}

// alike are the characters that the network cannot tell apart without knowing what stands at a place.
func alike(r rune) string {
	switch r {
	case '0', 'O':
		return "0Oo"
	case '1', 'I':
		return "1Il|"
	}
	return string([]rune{r, r | 0x20})
}

// shaped are the likeliest texts with one of the characters allowed at each place, and their probabilities.
func (s *sight) shaped(places []string) map[string]float64 {
	signs := s.signs(strings.Join(places, ""))
	follow := make([][]int, len(places)+1) // behind so many signs; none behind the last
	for i, place := range places {
		for _, r := range place {
			follow[i] = append(follow[i], signs.class(r))
		}
	}
	likely := map[string]float64{}
	for text, b := range signs.search(codeBeams, func(text string) []int { return follow[len(text)] }) {
		if len(text) == len(places) {
			likely[text] = math.Exp(b.total())
		}
	}
	return likely
}

// signs is what is seen if each of some signs stands for all that look like it, and a space is none.
func (s *sight) signs(of string) *sight {
	list := []rune(of)
	slices.Sort(list)
	list = slices.Compact(list)
	classes := [][]int{{0, s.class(' ')}}
	for _, r := range list {
		var same []int
		for _, other := range alike(r) {
			if k := s.class(other); k > 0 && !slices.Contains(same, k) {
				same = append(same, k)
			}
		}
		classes = append(classes, same)
	}
	out := *s
	out.net, out.columns = &lineNet{alphabet: list}, make([][]float64, len(s.columns))
	for x, column := range s.columns {
		for _, same := range classes {
			sum := math.Inf(-1)
			for _, k := range same {
				sum = sumOfLogs(sum, column[k])
			}
			out.columns[x] = append(out.columns[x], sum)
		}
	}
	return &out
}
