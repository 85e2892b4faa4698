package pipeline

import (
	"math"
	"slices"
	"strings"

	"pratica/claim"
)

// The back of an envelope holds a sender or dust, fewWords at most, or what a dark paper that the front shows through
// is taken for: any number of words, of which fewLegible are some.
const (
	fewWords   = 20
	fewLegible = 4
)

// a4Width is in inches.
const a4Width = 210 / 25.4

// joinBack adds the back of an envelope, of its size and with hardly a word to be read, to its front.
func joinBack(papers []*paper, p *paper) bool {
	if len(papers) == 0 {
		return false
	}
	before, back := papers[len(papers)-1], p.pages[0].reading
	if before.kind != claim.Envelope || len(before.pages) > 1 || isForm(p.kind) || p.expense {
		return false
	}
	if len(back.Words) > fewWords && (p.kind != claim.Envelope || back.legibleWords() > fewLegible) {
		return false
	}
	front := before.pages[0].reading
	if sheet := a4Width * float64(front.DPI); front.Width == 0 || math.Abs(float64(min(front.Width, front.Height))-sheet) < sheet/20 {
		return false // a page of A4 behind one is another sheet's
	}
	if !sameSize(front, back) {
		return false
	}
	before.pages = append(before.pages, p.pages...)
	return true
}

// near reports lengths that differ by less than a twelfth.
func near(a, b int) bool { return math.Abs(float64(a-b))*12 < float64(max(a, b)) }

// sameSize reports pictures of one size, one of them perhaps turned.
func sameSize(a, b *Reading) bool {
	return near(a.Width, b.Width) && near(a.Height, b.Height) || near(a.Width, b.Height) && near(a.Height, b.Width)
}

// A word is legible that has so many letters and figures and was read so surely: noise gives short words and doubtful
// ones.
const (
	legibleLetters = 4
	legibleSurely  = 0.7
)

func (r *Reading) legibleWords() int {
	n := 0
	for _, w := range r.Words {
		if w.Confidence > legibleSurely && len(claim.CompactIdentifier(w.Text)) >= legibleLetters {
			n++
		}
	}
	return n
}

// joinCard adds the back of a card, of its size, to its front: two sides of one card have little printed on both,
// and bear no different tax codes; the same side of two cards has the same labels.
func joinCard(papers []*paper, p *paper) bool {
	if len(papers) == 0 || p.kind != claim.HealthCard && p.kind != claim.IdentityPaper {
		return false
	}
	before := papers[len(papers)-1]
	if before.kind != p.kind || len(before.pages) > 1 {
		return false
	}
	front, back := before.pages[0].reading, p.pages[0].reading
	if !sameSize(front, back) || otherHolder(front, back) || sharedWords(front, back) >= sameSide {
		return false
	}
	before.pages = append(before.pages, p.pages...)
	return true
}

// sameSide is the share of words from which on two cards show the same side. Both sides of a tessera sanitaria share
// names, dates and "Cognome", "Nome": a third; the fronts of husband and wife all labels: two thirds.
const sameSide = 0.5

// sharedWords is the share of the words of two pages that stand on both (Jaccard), from 0 to 1.
func sharedWords(a, b *Reading) float64 {
	one, other := a.letterWords(), b.letterWords()
	shared := 0
	for w := range one {
		if other[w] {
			shared++
		}
	}
	return float64(shared) / float64(max(1, len(one)+len(other)-shared))
}

// letterWords are the words of a page of three letters or more, folded as names are.
func (r *Reading) letterWords() map[string]bool {
	set := map[string]bool{}
	for _, w := range r.Words {
		for _, part := range strings.Fields(claim.FoldName(w.Text)) {
			if len(part) >= 3 {
				set[part] = true
			}
		}
	}
	return set
}

// otherHolder tells that both pages bear valid tax codes and share none.
func otherHolder(a, b *Reading) bool {
	one, other := a.taxCodes(), b.taxCodes()
	return len(one) > 0 && len(other) > 0 && !slices.ContainsFunc(one, func(code string) bool { return slices.Contains(other, code) })
}

func (r *Reading) taxCodes() []string {
	var list []string
	for _, card := range r.CardCodes {
		list = append(list, card.Text)
	}
	for _, w := range r.Words {
		if code := claim.CompactIdentifier(w.Text); len(code) == taxCodeLength && claim.ValidTaxCode(code) {
			list = append(list, code)
		}
	}
	return list
}
