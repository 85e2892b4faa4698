package adopt

import (
	"slices"
	"testing"

	"pratica/extract/forms"
)

func TestPartsOfABrokenRuleAreOne(t *testing.T) {
	s := &sheet{words: []word{{"Nome:", forms.Rect{X: 70, Y: 97, W: 10, H: 3}, 0}, {"Data", forms.Rect{X: 41, Y: 152, W: 8, H: 3}, 0}}}
	for _, tt := range []struct {
		name  string
		rules []rule
		want  int
	}{
		{"with nothing between", []rule{{from: 10, to: 30, at: 50}, {from: 40, to: 60, at: 50.2}, {from: 75, to: 90, at: 50.1}}, 1},
		{"with a label between", []rule{{from: 10, to: 65, at: 100}, {from: 82, to: 100, at: 100}}, 2},
		{"with a label under the second", []rule{{from: 10, to: 36, at: 150}, {from: 40, to: 60, at: 150}}, 2},
		{"of lines too long for parts", []rule{{from: 10, to: 90, at: 50}, {from: 94, to: 180, at: 50}}, 2},
		{"at another height", []rule{{from: 10, to: 30, at: 50}, {from: 40, to: 60, at: 58}}, 2},
		{"far apart", []rule{{from: 10, to: 30, at: 50}, {from: 100, to: 120, at: 50}}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := s.rejoined(tt.rules); len(got) != tt.want {
				t.Errorf("%d rules, want %d: %v", len(got), tt.want, got)
			}
		})
	}
}

func TestColumnsBeginWhereNothingIsWritten(t *testing.T) {
	text := func(x, y, w float64) phrase {
		box := forms.Rect{X: x, Y: y, W: w, H: 3}
		return phrase{box: box, words: []word{{"x", box, 0}}}
	}
	shapes := []shape{
		{kind: ruleShape, table: 101, rows: 2, pitch: 8, rect: forms.Rect{X: 10, Y: 100, W: 40, H: 8}},
		{kind: ruleShape, table: 101, rows: 2, pitch: 8, rect: forms.Rect{X: 50, Y: 100, W: 40, H: 8}},
	}
	all := []phrase{text(12, 102, 20), text(44, 102, 12), text(12, 110, 25), text(43, 110, 14)}
	got := (&sheet{}).fitColumns(shapes, all)
	if edge := got[1].rect.X; edge < 37 || edge > 43 || got[0].rect.Right() != edge || got[1].rect.Right() != 90 {
		t.Errorf("columns %v and %v, want their edge before what is written at 43 mm", got[0].rect, got[1].rect)
	}
	same := (&sheet{}).fitColumns(shapes, []phrase{text(12, 102, 20), text(53, 102, 12)})
	if same[1].rect.X != 50 {
		t.Errorf("an edge that nothing crosses moved to %.1f", same[1].rect.X)
	}
	wide := slices.Clone(shapes)
	wide[0].rect.W, wide[0].headEnd = 60, 14
	wide[1].rect = forms.Rect{X: 70, Y: 100, W: 40, H: 8}
	number, name := text(11, 102, 2), text(20, 102, 60)
	if got := (&sheet{}).fitColumns(wide, []phrase{number, name}); got[1].rect.X >= 20 {
		t.Errorf("the column of a heading in its middle begins at %.1f, and what is written at 20 mm", got[1].rect.X)
	}
}

// TestTheHeadingsOfATableOnABentPage has headings that stand a little higher to the right, one of them in two parts.
func TestTheHeadingsOfATableOnABentPage(t *testing.T) {
	text := func(name string, x, y, w float64) phrase {
		box := forms.Rect{X: x, Y: y, W: w, H: 2.5}
		return phrase{text: name, folded: name, box: box, words: []word{{name, box, 0}}}
	}
	heads := headLine([]phrase{
		text("importo", 169, 104.5, 14), text("struttura", 46, 104.4, 13), text("professionista", 61.8, 104.1, 21), text("n.", 22, 104.7, 3),
		text("elenco delle fatture", 22, 98, 40), text("data", 136, 105.1, 24),
	})
	var got []string
	for _, h := range heads {
		got = append(got, h.text)
	}
	if want := []string{"n.", "struttura professionista", "data", "importo"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
