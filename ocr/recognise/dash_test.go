package recognise

import (
	"image"
	"strings"
	"testing"
)

func TestPageReadsADashWithWideSpacesAroundIt(t *testing.T) {
	sheet := a4(200)
	sheet.text(20, 60, face{"mono", 10, 0}, "LENTI MENSILI TORICA")
	sheet.fill(65.5, 58.7, 1.5, 0.3, 0)
	sheet.text(69.5, 60, face{"mono", 10, 0}, "CONFEZIONE")
	sheet.text(20, 70, face{"mono", 10, 0}, "LENTI ORGANICHE INDURITE")
	read, err := engine(t).Page(t.Context(), sheet.Gray, 200)
	if err != nil {
		t.Fatal(err)
	}
	var text []string
	for _, w := range read.Words {
		text = append(text, w.Text)
	}
	if got := strings.Join(text, " "); !strings.Contains(got, "TORICA - CONF") || strings.Count(got, "-") != 1 {
		t.Errorf("read %q", got)
	}
}

func TestAWordThatHasTheBoxOfItsLineGivesTheOthersTheirRoom(t *testing.T) {
	for _, c := range []struct {
		name       string
		boxes, cut [][2]int
	}{
		{"the first over all", [][2]int{{762, 1047}, {848, 910}, {923, 996}}, [][2]int{{762, 847}, {848, 910}, {923, 996}}},
		{"the last over all", [][2]int{{762, 830}, {848, 910}, {762, 996}}, [][2]int{{762, 830}, {848, 910}, {911, 996}}},
		{"none", [][2]int{{762, 830}, {829, 910}}, [][2]int{{762, 830}, {829, 910}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			words := make([]Word, len(c.boxes))
			for i, b := range c.boxes {
				words[i].Box = image.Rect(b[0], 100, b[1], 120)
			}
			setApart(words)
			for i, w := range words {
				if got := [2]int{w.Box.Min.X, w.Box.Max.X}; got != c.cut[i] {
					t.Errorf("word %d is from %d to %d, not %v", i, got[0], got[1], c.cut[i])
				}
			}
		})
	}
}

func TestOnlyRunsOfTheMeasuresOfWordsAreReadAsRawLines(t *testing.T) {
	for _, c := range []struct {
		name string
		w, h int
		want bool
	}{{"two words in capitals", 231, 16, true}, {"a speck", 9, 9, false}, {"a drawing", 300, 150, false}, {"a rule", 400, 5, false}} {
		if got := wide(image.Rect(0, 0, c.w, c.h), 200); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
