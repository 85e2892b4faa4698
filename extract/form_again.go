package extract

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/ocr/recognise"
)

// A zone of print costs the recogniser a few hundredths of a second, and what it takes wrongly at one size it
// seldom takes in the same way at another. So every zone is read twice, and where the two differ a third time;
// how far the readings agree says more of their worth than the recogniser's own doubts do.

// sizes are the scales a zone is read at, in the order they are tried.
var sizes = [3]float64{1, 0.75, 0.87}

// attempt is one reading of a zone and the value it gives.
type attempt struct {
	recognise.Reading
	value              value
	miscounted, unread bool
}

// readText reads a zone of printed text. Its value is the one that two readings agree on, else what most of
// three have at each place, else the likeliest of them.
func (s *sheet) readText(ctx context.Context, engine *recognise.Engine, z zone, out FormField) (FormField, error) {
	typed := s.typed()
	if !typed {
		if field, ok, err := s.written(ctx, engine, z, out); ok || err != nil {
			return field, err
		}
	}
	var tries []attempt
	for i, scale := range sizes {
		if i > 0 && !engine.MayReadAgain() {
			break // the budget of the page is spent: what is read once is not confirmed
		}
		a, err := z.attempt(ctx, engine, scale)
		if err != nil {
			return out, err
		}
		if i > 0 {
			engine.ReadAgain(slices.ContainsFunc(tries, func(b attempt) bool { return z.alike(a, b) }))
		}
		tries = append(tries, a)
		if len(tries) == 2 && a.value.text != "" && z.alike(a, tries[0]) {
			break
		}
	}
	best := z.settled(tries)
	v := best.value
	v.miscounted, v.unread = best.miscounted, best.unread
	if typed && (v.text == "" || v.repaired) {
		if field, ok, err := s.written(ctx, engine, z, out); ok || err != nil {
			return field, err
		}
	}
	out.From.Box = s.box(z, z.writing.Union(best.Box))
	return s.judged(out, best.Reading, v), nil
}

// attempt reads the writing at a scale; symbols lie in the zone's pixels.
func (z zone) attempt(ctx context.Context, engine *recognise.Engine, scale float64) (attempt, error) {
	f := z.field
	options := recognise.ZoneOptions{Whitelist: alphabets[alphabetOf(f)], Block: f.Type == forms.Multiline, Dictionary: f.Content == forms.Words}
	picture := z.around(z.writing)
	b := picture.Rect
	if scale != 1 {
		picture = sampled(atOrigin(picture), scaling(1/scale), 0, 0, int(float64(b.Dx())*scale), int(float64(b.Dy())*scale))
	}
	r, err := engine.Line(ctx, picture, zoneDPI*scale, options)
	if err != nil {
		return attempt{}, err
	}
	if scale != 1 {
		for i := range r.Symbols {
			r.Symbols[i].Box = enlarged(r.Symbols[i].Box, 1/scale).Add(b.Min)
		}
		r.Box = enlarged(r.Box, 1/scale).Add(b.Min)
	}
	r.Text = z.spaced(r)
	return attempt{r, z.valueOf(r), z.miscounted(r), z.unread(r)}, nil
}

// alike reports whether two readings mean the same: words may differ in what is capital.
func (z zone) alike(a, b attempt) bool {
	if wordy(z.field) && z.field.Content != forms.Email {
		return claim.FoldName(a.value.text) == claim.FoldName(b.value.text)
	}
	return a.value.text == b.value.text
}

// settled is what several readings of a zone come to.
func (z zone) settled(tries []attempt) attempt {
	sound := slices.DeleteFunc(slices.Clone(tries), func(a attempt) bool { return a.value.text == "" || a.unread })
	if len(sound) == 0 {
		sound = tries
	}
	for i, a := range sound {
		for _, b := range sound[i+1:] {
			if a.value.text == "" || !z.alike(a, b) {
				continue
			}
			if a.miscounted && !b.miscounted {
				a = b
			}
			a.value.confirmed = len(tries) == 2
			a.value.voted = len(tries) > 2
			return a
		}
	}
	best := slices.MaxFunc(sound, func(a, b attempt) int {
		if a.miscounted != b.miscounted {
			return sign(b.miscounted)
		}
		return cmp.Compare(least(a.Reading), least(b.Reading))
	})
	if z.field.Type != forms.Multiline || !strings.Contains(best.Text, "\n") {
		if text := mostAgreed(best.Text, sound); text != best.Text {
			if v := textValue(z.field, text); v.text != "" {
				best.Text, best.value = text, v
			}
		}
	}
	best.value.repaired = true
	return best
}

func sign(positive bool) int {
	if positive {
		return 1
	}
	return -1
}

// spaced is the text of a reading without the spaces that are none: where the gap in the ink is no wider than
// between letters of one word. Wide letters of typewriters are read apart.
func (z zone) spaced(r recognise.Reading) string {
	if z.field.Type == forms.Multiline || !strings.Contains(r.Text, " ") {
		return r.Text
	}
	spaces := map[int]bool{} // before which symbols
	at := 0
	for _, word := range strings.Fields(r.Text) {
		spaces[at] = true
		for length := len(word); length > 0; at++ {
			if at == len(r.Symbols) || r.Symbols[at].Text == "" {
				return r.Text // the symbols are not those of the text
			}
			length -= len(r.Symbols[at].Text)
		}
	}
	var inWords []float64
	gaps := make([]float64, len(r.Symbols))
	for i := 1; i < len(r.Symbols); i++ {
		if gaps[i] = z.gap(r.Symbols[i-1].Box, r.Symbols[i].Box); !spaces[i] {
			inWords = append(inWords, gaps[i])
		}
	}
	if len(inWords) < 2 {
		return r.Text
	}
	narrow := math.Min(1.5*median(inWords), 0.3*z.letterHeight())
	var out strings.Builder
	for i, symbol := range r.Symbols {
		if spaces[i] && i > 0 && gaps[i] > narrow {
			out.WriteByte(' ')
		}
		out.WriteString(symbol.Text)
	}
	return out.String()
}

// letterHeight is the median height of the pieces as high as letters, in pixels.
func (z zone) letterHeight() float64 {
	var heights []float64
	for _, p := range z.pieces {
		if 2*p.box.Dy() >= z.writing.Dy() {
			heights = append(heights, float64(p.box.Dy()))
		}
	}
	if len(heights) == 0 {
		return float64(z.writing.Dy())
	}
	return median(heights)
}

// gap is the widest run of columns without ink between the middles of two symbols, in pixels.
func (z zone) gap(left, right image.Rectangle) float64 {
	from, to := (left.Min.X+left.Max.X)/2, (right.Min.X+right.Max.X)/2
	widest, run := 0, 0
	for x := from; x <= to; x++ {
		if slices.ContainsFunc(z.pieces, func(p piece) bool { return x >= p.box.Min.X && x < p.box.Max.X }) {
			run = 0
			continue
		}
		run++
		widest = max(widest, run)
	}
	return float64(widest)
}

// mostAgreed is a text of three with every character changed that the two others agree on having otherwise
// (after ROVER, Fiscus 1997): replaced, dropped or put in.
func mostAgreed(text string, tries []attempt) string {
	first := []rune(text)
	var instead, before [][]string
	for _, a := range tries {
		if a.Text != text {
			in, be := beside(first, []rune(a.Text))
			instead, before = append(instead, in), append(before, be)
		}
	}
	if len(instead) != 2 {
		return text
	}
	var out strings.Builder
	for i := range len(first) + 1 {
		if before[0][i] == before[1][i] {
			out.WriteString(before[0][i])
		}
		if i == len(first) {
			break
		}
		if instead[0][i] == instead[1][i] {
			out.WriteString(instead[0][i])
		} else {
			out.WriteRune(first[i])
		}
	}
	return out.String()
}

// beside lays a text beside another with the fewest changes: for each character of first what stands in its
// place ("" for nothing), and what stands before it (and after the last) beside that.
func beside(first, other []rune) (instead, before []string) {
	n, m := len(first), len(other)
	cost := make([][]int, n+1)
	for i := range cost {
		cost[i] = make([]int, m+1)
		for j := range cost[i] {
			switch {
			case i == 0:
				cost[i][j] = j
			case j == 0:
				cost[i][j] = i
			default:
				change := 1
				if first[i-1] == other[j-1] {
					change = 0
				}
				cost[i][j] = min(cost[i-1][j-1]+change, cost[i-1][j]+1, cost[i][j-1]+1)
			}
		}
	}
	instead, before = make([]string, n), make([]string, n+1)
	for i, j := n, m; i > 0 || j > 0; {
		switch {
		case i > 0 && j > 0 && (first[i-1] == other[j-1] && cost[i][j] == cost[i-1][j-1] || first[i-1] != other[j-1] && cost[i][j] == cost[i-1][j-1]+1):
			instead[i-1] = string(other[j-1])
			i, j = i-1, j-1
		case j > 0 && cost[i][j] == cost[i][j-1]+1:
			before[i] = string(other[j-1]) + before[i]
			j--
		default:
			i--
		}
	}
	return instead, before
}
