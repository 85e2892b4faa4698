package synth

import (
	"slices"
	"testing"

	"github.com/tdewolff/canvas"
)

func TestEveryHandCanWriteAForm(t *testing.T) {
	training, evaluation := handsOf(TrainingWriters), handsOf(EvaluationWriters)
	if len(training)+len(evaluation) < 25 || len(evaluation) < 8 {
		t.Errorf("%d hands for training, %d for evaluation", len(training), len(evaluation))
	}
	if !slices.Equal(handsOf(""), evaluation) || !slices.Equal(evaluation, evaluationHands) {
		t.Error("without a set it is not the evaluation's hands that write")
	}
	for _, name := range append(slices.Clone(training), evaluation...) {
		if slices.Contains(training, name) && slices.Contains(evaluation, name) {
			t.Errorf("%s is in both sets", name)
		}
		h := loadHand(name)
		for _, r := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/.,-'ÀÈÉÌÒÙàèéìòù@ÇçÄÖÜüñšćłŁőş’–" {
			if _, ok := h.find(r); !ok {
				t.Errorf("%s has no %c", name, r)
			}
		}
		if h.capital < 0.2 || h.capital > 1.2 || h.stem <= 0 || h.stem > h.capital/2 {
			t.Errorf("%s: capitals of %.2f em, strokes of %.3f em", name, h.capital, h.stem)
		}
	}
}

func TestTheSameLetterNeverLooksTheSameTwice(t *testing.T) {
	for seed := range uint64(20) {
		d := newDice(seed, "hand")
		w := someWriter(d, TrainingWriters)
		line := w.line(newSheet(100, 20, d), 4)
		g, _ := line.font.find('S')
		outline := func() *canvas.Path { return warp(g.outline, line.place(10, 10, g, 1)) }
		line.start = 10
		if first := outline(); first.Equals(outline()) {
			t.Errorf("seed %d: two equal letters of %s", seed, w.hand)
		}
	}
}

func TestAWriterStaysNearHisHeightAndWidth(t *testing.T) {
	for seed := range uint64(60) {
		d := newDice(seed, "size")
		w := someWriter(d, "")
		s := newSheet(200, 30, d)
		const text = "ROSSI MARIA 12/03/2026"
		h := w.fits(text, w.capitals, 60)
		if got := w.write(s, 10, 20, h, text); got > 66 || got < 15 {
			t.Errorf("seed %d: %s writes %.1f mm with letters of %.1f mm", seed, w.hand, got, h)
		}
		picture := s.picture(100)
		top, bottom := 1000, 0
		for n, v := range picture.Pix {
			if y := n / picture.Stride; v < 200 {
				top, bottom = min(top, y), max(bottom, y)
			}
		}
		if height := float64(bottom-top) * 0.254; height > 3.2*w.capitals || height < 0.8*h {
			t.Errorf("seed %d: %s covers %.1f mm with letters of %.1f mm", seed, w.hand, height, h)
		}
	}
}
