package pipeline

import (
	"image"
	"testing"

	"pratica/claim"
	"pratica/ocr/recognise"
)

func TestWhatIsReadUnderAStampCountsThereAlone(t *testing.T) {
	word := func(text string, x, y int, confidence float64) recognise.Word {
		return recognise.Word{Text: text, Box: image.Rect(x, y, x+80, y+20), Confidence: confidence}
	}
	page := recognise.Text{Size: image.Pt(1000, 1400), Level: recognise.Matrix(claim.Identity)}
	first, under := page, page
	first.Words = []recognise.Word{word("180,00", 800, 100, 0.9), word("tota1@", 400, 700, 0.3), word("Studio", 420, 650, 0.9), word("28,6O", 500, 700, 0.85)}
	under.Words = []recognise.Word{word("130,00", 800, 100, 0.95), word("totale", 400, 700, 0.95), word("28,60", 500, 700, 0.96), word(".", 430, 655, 0.1)}
	size := image.Pt(1000, 1400)
	stamp := image.Rect(380, 600, 650, 760) // on the upright page
	for turns, came := range []image.Rectangle{stamp, image.Rect(600, 350, 760, 620), image.Rect(350, 640, 620, 800), image.Rect(640, 380, 800, 650)} {
		picture := size
		if turns%2 == 1 {
			picture = image.Pt(size.Y, size.X)
		}
		first.Turns, under.Turns = turns, turns
		got := map[string]bool{}
		for _, w := range withUnder(first, under, []image.Rectangle{came}, picture).Words {
			got[w.Text] = true
		}
		for text, want := range map[string]bool{"180,00": true, "130,00": false, "totale": true, "tota1@": false, "28,60": true, "28,6O": false, "Studio": true} {
			if got[text] != want {
				t.Errorf("turned by %d, %q: %v", turns, text, got[text])
			}
		}
	}
	stamps, turned := []image.Rectangle{stamp}, under
	first.Turns, turned.Turns = 0, 2
	if text := withUnder(first, turned, stamps, size); len(text.Words) != len(first.Words) || text.Turns != 0 {
		t.Errorf("a page seen otherwise is taken: %+v", text)
	}
}
