package extract

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/ocr/recognise"
)

// ibanCells are the characters that the cells of an Italian IBAN may hold (ISO 13616 registry: IT, two
// check digits, the CIN letter, ABI and CAB of five digits each, an account of twelve digits or letters),
// those printed on the form left out. Nil where the form has no cells for exactly that.
func ibanCells(f forms.Field) []string {
	const digits, letters = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	cells := []string{"I", "T", digits, digits, letters}
	for range 10 {
		cells = append(cells, digits)
	}
	for range 12 {
		cells = append(cells, digits+letters)
	}
	if f.Cells != len(cells) || !strings.HasPrefix("IT", f.Preprinted) || f.Preprinted == "" {
		return nil
	}
	return cells[len(f.Preprinted):]
}

const (
	// a character read with less than this may be a lookalike that the recogniser did not name
	doubtfulSymbol = 0.8
	// at most so many of the least sure cells are tried otherwise, and so many of them at once
	triedCells   = 5
	changedCells = 3
	// a valid reading is taken if it is this many times as likely as the next valid one
	farAhead = 20.0
)

// lookalikes are what a doubtful character may be when the recogniser names nothing better: those of
// claim.UniqueNeighbour and figures whose strokes run together on coarse scans.
var lookalikes = map[string]string{
	"O": "0", "0": "O869", "I": "1", "1": "I7", "S": "5", "5": "S6", "B": "8", "8": "B360", "Z": "2", "2": "Z", "G": "6", "6": "G58", "3": "8", "9": "0", "7": "1", "D": "0", "Q": "0",
}

// spelling is another text for a cell or for the whole; cost is how much less likely it is, as a logarithm.
type spelling struct {
	text string
	cost float64
}

// mendedIBAN looks for the valid IBAN that the recogniser holds most likely after the one it read, which
// is not valid. It changes only characters of which the recogniser is itself in doubt: a member who wrote
// a wrong IBAN is not to be given another one, and a few changes make almost any number valid.
func mendedIBAN(text string, symbols []recognise.Symbol) (string, bool) {
	type cell struct {
		at      int
		symbol  recognise.Symbol
		choices []spelling
	}
	first := len(text) - len(symbols)
	var cells []cell
	for i, s := range symbols {
		if len(s.Text) != 1 || first < 0 {
			return "", false // a blank cell inside: then nothing stands where it should
		}
		if choices := doubts(s); len(choices) > 0 {
			cells = append(cells, cell{first + i, s, choices})
		}
	}
	slices.SortStableFunc(cells, func(a, b cell) int { return cmp.Compare(a.symbol.Confidence, b.symbol.Confidence) })
	cells = cells[:min(len(cells), triedCells)]

	var found []spelling
	var try func(n, changed int, now []byte, cost float64)
	try = func(n, changed int, now []byte, cost float64) {
		if changed > 0 && claim.ValidIBAN(string(now)) {
			found = append(found, spelling{string(now), cost})
		}
		if changed == changedCells {
			return
		}
		for k := n; k < len(cells); k++ {
			for _, c := range cells[k].choices {
				other := slices.Clone(now)
				other[cells[k].at] = c.text[0]
				try(k+1, changed+1, other, cost+c.cost)
			}
		}
	}
	try(0, 0, []byte(text), 0)
	slices.SortStableFunc(found, func(a, b spelling) int { return cmp.Compare(a.cost, b.cost) })
	if len(found) == 0 || len(found) > 1 && found[1].cost-found[0].cost < math.Log(farAhead) {
		return "", false
	}
	return found[0].text, true
}

// doubts are the other characters that a symbol may be: those the recogniser named, and the lookalikes of
// one it was not sure of.
func doubts(s recognise.Symbol) []spelling {
	var out []spelling
	add := func(text string, probability float64) {
		known := slices.ContainsFunc(out, func(c spelling) bool { return c.text == text })
		if !known && text != s.Text && len(text) == 1 && strings.Contains(alphabets[forms.IBAN], text) {
			out = append(out, spelling{text, math.Log(math.Max(s.Confidence, 0.01) / probability)})
		}
	}
	for _, other := range s.Alternatives {
		if other.Confidence >= 0.02 {
			add(other.Text, other.Confidence)
		}
	}
	if s.Confidence < doubtfulSymbol {
		for _, other := range lookalikes[s.Text] {
			add(string(other), 0.02)
		}
	}
	return out
}
