package pipeline

import (
	"testing"

	"pratica/claim"
)

// crossed makes the boxes of a score: x is crossed, f blackened, anything else blank.
func crossed(boxes string) []choice {
	var list []choice
	for i, value := range []string{"0", "5", "10"} {
		c := choice{value: value}
		c.Field = claim.Field{Value: "false", From: claim.Provenance{Confidence: 0.998, Box: claim.Box{X: 10, Y: 50 * i, W: 10, H: 10}}}
		c.document, c.page, c.Blank = "d1", 2, true
		if mark := boxes[i]; mark == 'x' || mark == 'f' {
			c.Field.Value, c.Blank, c.Filled, c.Field.From.Confidence = "true", false, mark == 'f', 0.98
			if c.Filled {
				c.Field.From.Confidence = 0.6
			}
		}
		list = append(list, c)
	}
	return list
}

func TestOneOfSeveralBoxesIsChosen(t *testing.T) {
	const pointer = "/dependency/scores/bathing"
	for _, c := range []struct {
		name, boxes, want string
		text              claim.Text
		confidence        float64
	}{
		{"one cross", "_x_", "5", "", 0.98},
		{"a cross for nothing", "x__", "0", "", 0.98},
		{"one box blackened, as a mark or to take one back", "__f", "10", "", 0.6},
		{"no cross", "___", "", "", 0.998},
		{"two crosses", "xx_", "", "0, 5", 0},
		{"a cross taken back", "fx_", "5", "", 0.97},
		{"two blackened", "ff_", "", "0, 5", 0},
		{"one of two taken back, and two crosses left", "fxx", "", "0, 5, 10", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := assembly{claim: claim.Claim{Provenance: map[string]claim.Provenance{}}}
			a.putChoice(pointer, crossed(c.boxes))
			value, err := a.claim.Get(pointer)
			from := a.claim.Provenance[pointer]
			if err != nil || value != c.want || from.Text != c.text || from.Confidence != c.confidence {
				t.Errorf("%q, read as %q with %.3f (%v); want %q, %q, %.3f", value, from.Text, from.Confidence, err, c.want, c.text, c.confidence)
			}
			if from.Document != "d1" || from.Page != 2 || from.Box.Empty() {
				t.Errorf("read at %+v", from)
			}
		})
	}
}
