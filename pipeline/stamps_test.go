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
	stamps := []image.Rectangle{image.Rect(350, 600, 650, 800)}
	got := map[string]bool{}
	for _, w := range withUnder(first, under, stamps).Words {
		got[w.Text] = true
	}
	for text, want := range map[string]bool{"180,00": true, "130,00": false, "totale": true, "tota1@": false, "28,60": true, "28,6O": false, "Studio": true} {
		if got[text] != want {
			t.Errorf("%q: %v", text, got[text])
		}
	}
	turned := under
	turned.Turns = 2
	if text := withUnder(first, turned, stamps); len(text.Words) != len(first.Words) || text.Turns != 0 {
		t.Errorf("a page seen otherwise is taken: %+v", text)
	}
}

func TestBoxesTurnWithTheirPicture(t *testing.T) {
	box, size := image.Rect(10, 20, 40, 30), image.Pt(100, 60)
	for turns, want := range []image.Rectangle{box, image.Rect(30, 10, 40, 40), image.Rect(60, 30, 90, 40), image.Rect(20, 60, 30, 90)} {
		if got := turnedBox(box, turns, size); got != want {
			t.Errorf("turned by %d it is %v, want %v", turns, got, want)
		}
	}
}
