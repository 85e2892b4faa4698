package extract

import (
	"pratica/extract/pattern"
	"pratica/ocr"
)

// labelBehindDash is a VAT number with the label of the next number behind a dash without spaces: "12634530013-C.F.".
var labelBehindDash = pattern.Must(`(?i)^((?:.*\D)?\d{11})([-–—|])((?:c\.? ?f|p\.? ?iva|p\.? ?i|rea|cod|tel|cap)\b.*)$`)

// unglued parts words in two that a dash without spaces joined.
func unglued(words []ocr.Word) []ocr.Word {
	var out []ocr.Word
	for i, w := range words {
		var m []string
		if len(w.Text) > 13 { // eleven figures, a dash and a label
			m = labelBehindDash.FindStringSubmatch(w.Text)
		}
		if m == nil {
			if out != nil {
				out = append(out, w)
			}
			continue
		}
		if out == nil {
			out = append(make([]ocr.Word, 0, len(words)+2), words[:i]...)
		}
		all, from := len([]rune(w.Text)), 0
		for _, part := range m[1:] {
			n := len([]rune(part))
			piece := w
			piece.Text = part
			piece.Box.X, piece.Box.W = w.Box.X+from*w.Box.W/all, n*w.Box.W/all
			out = append(out, piece)
			from += n
		}
	}
	if out == nil {
		return words
	}
	return out
}
