package extract

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/ocr"
)

// wordsIn are the words of the levelled page that lie in a rectangle of the form, in reading order.
func wordsIn(words []ocr.Word, r forms.Rect, to Homography) []ocr.Word {
	r = r.Inset(-0.5)
	x0, y0 := to.Apply(r.X, r.Y)
	x1, y1 := to.Apply(r.Right(), r.Bottom())
	var list []ocr.Word
	for _, w := range words {
		x, y := float64(w.Box.X)+float64(w.Box.W)/2, float64(w.Box.Y)+float64(w.Box.H)/2
		if x > x0 && x < x1 && y > y0 && y < y1 && strings.Trim(w.Text, "_.…|-—") != "" {
			list = append(list, w)
		}
	}
	slices.SortStableFunc(list, func(a, b ocr.Word) int {
		if math.Abs(float64(a.Box.Y+a.Box.H/2-b.Box.Y-b.Box.H/2)) > 0.7*float64(max(a.Box.H, b.Box.H)) {
			return cmp.Compare(a.Box.Y, b.Box.Y)
		}
		return cmp.Compare(a.Box.X, b.Box.X)
	})
	return list
}

// What the page as a whole says of a zone, against what was read in the zone alone: the page was cut in lines
// without knowing of zones, so that two that agree are seldom both wrong.
const (
	bothSay   = 0.4 // share of the doubt that is left where both agree
	onlyPage  = 0.8 // of the confidence of words where the zone alone gave no value
	disagreed = 0.75
	surePage  = 0.85 // of the least sure word, to be believed before an unsure zone
	unsure    = 0.55
)

// secondOpinion compares what was read in a zone with the words that the whole page has there.
func secondOpinion(f FormField, words []ocr.Word) FormField {
	z := f.Zone
	if f.Blank || len(words) == 0 || z.Type == forms.Mark || z.Type == forms.Signature || z.Type == forms.Comb || z.Type == forms.Multiline {
		return f
	}
	var texts []string
	least := 1.0
	for _, w := range words {
		texts = append(texts, w.Text)
		least = math.Min(least, w.Confidence)
	}
	text := strings.Join(texts, " ")
	v := textValue(z, text)
	take := func(confidence float64) {
		f.Value, f.From.Text, f.From.Confidence = v.text, claim.Text(text), confidence
	}
	switch {
	case v.text == "" || v.repaired && f.Value != "":
	case f.Value == "":
		take(onlyPage * math.Min(least, surePage))
	case fold(v.text) == fold(f.Value):
		f.From.Confidence = 1 - bothSay*(1-f.From.Confidence)
		f.Features["agreed"] = 1
	case v.shaped && f.Features["shaped"] == 0, least > surePage && f.From.Confidence < unsure:
		take(disagreed * least)
	default:
		f.From.Confidence *= disagreed
	}
	return f
}
