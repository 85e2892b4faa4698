package extract

import (
	"image"
	"math"
	"slices"
	"strings"

	"pratica/ocr/recognise"
)

// The recogniser reads a line as a whole; what it says can be held against the pieces of ink that are
// there. It doubles or drops a character now and then, and takes a slash for an I or a 1.

// small are the characters that are lower than half a line.
const small = ".,-'’:;=_°\"`"

// miscounted reports whether a reading has more or fewer characters than there are separate pieces of ink
// as high as letters. False where letters touch or fall apart so much that counting says nothing.
func (z zone) miscounted(r recognise.Reading) bool {
	symbols := 0
	for _, s := range r.Symbols {
		for _, c := range s.Text {
			if !strings.ContainsRune(small, c) {
				symbols++
			}
		}
	}
	glyphs := z.glyphs()
	return glyphs != symbols && 10*glyphs > 7*symbols && 10*glyphs < 14*symbols
}

// glyphs counts the pieces higher than half the writing, those one above the other as one.
func (z zone) glyphs() int {
	n := 0
	for i, p := range z.pieces {
		if 2*p.box.Dy() < z.writing.Dy() {
			continue
		}
		apart := true
		for _, q := range z.pieces[:i] {
			if 2*q.box.Dy() >= z.writing.Dy() && 2*shared(p.box, q.box) > min(p.box.Dx(), q.box.Dx()) {
				apart = false
			}
		}
		if apart {
			n++
		}
	}
	return n
}

// unread reports whether of a piece of ink as high as a letter more lies beside the symbols of a reading than
// their boxes are loose, or half of it: then something is written there that was not read. The recogniser
// leaves out what it takes for a rule.
func (z zone) unread(r recognise.Reading) bool {
	const letter, loose = 2.0, 0.4 // mm; figures of 8 points are 2 mm high
	for _, p := range z.pieces {
		if float64(p.box.Dy()) < letter*zonePerMM {
			continue
		}
		read := 0
		for x := p.box.Min.X; x < p.box.Max.X; x++ {
			column := image.Rect(x, p.box.Min.Y, x+1, p.box.Max.Y)
			if slices.ContainsFunc(r.Symbols, func(s recognise.Symbol) bool { return s.Text != "" && s.Box.Overlaps(column) }) {
				read++
			}
		}
		if beside := p.box.Dx() - read; 2*beside > p.box.Dx() || float64(beside) > loose*zonePerMM {
			return true
		}
	}
	return false
}

// shared is the width two boxes have in common.
func shared(a, b image.Rectangle) int {
	return max(0, min(a.Max.X, b.Max.X)-max(a.Min.X, b.Min.X))
}

// withSlashes is the text of a reading with what was taken for I, l or 1 but leans like a slash made one.
func (z zone) withSlashes(r recognise.Reading) string {
	text := []rune(r.Text)
	at := 0
	for _, symbol := range r.Symbols {
		for at < len(text) && text[at] == ' ' {
			at++
		}
		n := len([]rune(symbol.Text))
		if at+n > len(text) {
			break
		}
		if n == 1 && strings.ContainsRune("Il1|", text[at]) && z.lean(symbol.Box) > leastLean(symbol) {
			text[at] = '/'
		}
		at += n
	}
	return string(text)
}

// leastLean is how much a symbol must lean to be a slash: little if the recogniser thought of a slash, else
// more than an italic letter does.
func leastLean(s recognise.Symbol) float64 {
	for _, other := range s.Alternatives {
		if other.Text == "/" && other.Confidence > 0.1 {
			return 0.12
		}
	}
	return 0.2
}

// lean is how far the upper third of the piece of ink under a symbol stands to the right of its lower
// third, in heights of the piece. That of a slash is 0.17 to 0.3, that of upright figures about nothing,
// and the flag of a 1 points the other way. 0 for what is small or broad.
func (z zone) lean(symbol image.Rectangle) float64 {
	var under piece
	for _, p := range z.pieces {
		if shared(p.box, symbol) > shared(under.box, symbol) && 2*p.box.Dy() > z.writing.Dy() {
			under = p
		}
	}
	h, w := under.box.Dy(), under.box.Dx()
	if h < 9 || w > h {
		return 0
	}
	var top, bottom, tops, bottoms float64
	for _, i := range under.pixels {
		x, y := float64(int(i)%z.clean.Stride), int(i)/z.clean.Stride
		switch {
		case 3*(y-under.box.Min.Y) < h:
			top, tops = top+x, tops+1
		case 3*(y-under.box.Min.Y) >= 2*h:
			bottom, bottoms = bottom+x, bottoms+1
		}
	}
	return (top/math.Max(tops, 1) - bottom/math.Max(bottoms, 1)) / float64(h)
}
