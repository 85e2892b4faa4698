package extract

import (
	"context"
	"image"
	"slices"

	"pratica/ocr/recognise"
)

// A comb is read as a line, because neighbours tell digits from letters and capitals from small ones; where no checksum
// proves the value, characters that the line leaves in doubt are read again, each alone in its cell.
const (
	// surelySymbol is the confidence of the line from which on a character is not read again.
	surelySymbol = 0.97
	// contradicted is the most that is left of a character's confidence when its cell alone says something else.
	contradicted = 0.5
	// loneCell is the confidence of a lone character from which on its reading counts.
	loneCell = 0.4
)

// compareCells compares what the line of a comb says with its cells: where they agree the value is confirmed, where not
// its characters are doubted; a checksum may decide for the cells.
func (z zone) compareCells(ctx context.Context, engine *recognise.Engine, cells []image.Rectangle, options recognise.ZoneOptions, r recognise.Reading, v value) (recognise.Reading, value, error) {
	var doubtful []int
	for i, s := range r.Symbols {
		if s.Text != "" && s.Confidence < surelySymbol {
			doubtful = append(doubtful, i)
		}
	}
	if len(doubtful) == 0 || !engine.MayReadAgain() {
		return r, v, nil
	}
	lone, err := engine.Cells(ctx, z.clean, zoneDPI, cells, doubtful, options)
	if err != nil {
		return r, v, err
	}
	agreed, differed := 0, 0
	other := r
	other.Symbols = slices.Clone(r.Symbols)
	for i, at := range doubtful {
		switch s := lone[i]; {
		case s.Text == r.Symbols[at].Text && s.Confidence >= loneCell:
			agreed++
		case s.Text != "" && s.Text != r.Symbols[at].Text && s.Confidence >= loneCell:
			differed++
			other.Symbols[at].Text, other.Symbols[at].Confidence = s.Text, s.Confidence
			r.Symbols[at].Confidence = min(r.Symbols[at].Confidence, contradicted)
		}
	}
	engine.ReadAgain(differed == 0)
	if differed > 0 {
		other.Text = z.field.Preprinted
		for _, s := range other.Symbols {
			other.Text += s.Text // a value with a checksum has no gaps
		}
		if w := combValue(z.field, other); w.proved && !w.repaired && !v.proved {
			w.repaired = true
			return other, w, nil
		}
		return r, v, nil
	}
	v.confirmed = v.confirmed || v.shaped && agreed == len(doubtful)
	return r, v, nil
}
