package extract

import (
	"image"
	"testing"

	"pratica/extract/forms"
)

// TestSmallPrintAtTheEdgeOfAZoneIsNotWrittenThere lays letters into a zone 7 mm high: 3 mm high ones in its middle, as they are
// written, and others.
func TestSmallPrintAtTheEdgeOfAZoneIsNotWrittenThere(t *testing.T) {
	mm := func(v float64) int { return int(v * zonePerMM) }
	own := image.Rect(0, 0, mm(60), mm(7))
	letter := func(x, y, h float64) piece { return piece{box: image.Rect(mm(x), mm(y), mm(x+1.5), mm(y+h))} }
	name := []piece{letter(2, 2, 3), letter(5, 2, 3), letter(8, 2, 3)}
	for what, c := range map[string]struct {
		kind   forms.FieldType
		pieces []piece
		kept   int
	}{
		"the name alone":                      {forms.Line, name, 3},
		"a hint below the box":                {forms.Line, append(name[:3:3], letter(40, 5.2, 1.8), letter(42, 5.2, 1.8)), 3},
		"a hint over several lines of text":   {forms.Multiline, append(name[:3:3], letter(40, 5.2, 1.8)), 4},
		"a comma and small letters":           {forms.Line, append(name[:3:3], letter(11, 3.2, 1.8), letter(13, 4.4, 1.2)), 5},
		"a second line as high as the first":  {forms.Line, append(name[:3:3], letter(2, 5.4, 2.9)), 4},
		"small print in the middle of a zone": {forms.Line, []piece{letter(2, 2, 3), letter(5, 2.2, 1.8), letter(8, 2.2, 1.8)}, 3},
		"one letter":                          {forms.Line, name[:1], 1},
	} {
		z := zone{field: forms.Field{Type: c.kind}, clean: image.NewGray(own)}
		if got := len(z.withoutHints(append([]piece(nil), c.pieces...), own)); got != c.kept {
			t.Errorf("%s: %d kept, want %d", what, got, c.kept)
		}
	}
}
