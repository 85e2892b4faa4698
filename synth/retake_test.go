package synth

import (
	"bytes"
	"strings"
	"testing"
)

func TestAPaperTakenAgainShowsTheSameAndASiblingAnotherNumber(t *testing.T) {
	text := func(r Retake) string {
		words, w, h := r.Words()
		var all []string
		for _, word := range words {
			if word.X < -1 || word.Y < -1 || word.X+word.W > w+1 || word.Y+word.H > h+1 {
				t.Errorf("paper %d: %+v is not on the page", r.Paper, word)
			}
			all = append(all, word.Text)
		}
		return strings.Join(all, " ")
	}
	for paper := range uint64(20) {
		first := text(Retake{Paper: paper, Way: GreyScan})
		if again := text(Retake{Paper: paper, Way: Photo, Again: 1}); again != first {
			t.Errorf("paper %d: %s\nis taken again as\n%s", paper, first, again)
		}
		for sibling := 1; sibling <= 5; sibling++ {
			if text(Retake{Paper: paper, Sibling: sibling, Way: GreyScan}) == first {
				t.Errorf("paper %d: sibling %d shows the same", paper, sibling)
			}
		}
	}
	var files [][]byte
	for _, r := range []Retake{{Way: BilevelScan}, {Way: BilevelScan, Again: 1}, {Way: BilevelScan}} {
		_, data, err := r.File()
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, data)
	}
	if bytes.Equal(files[0], files[1]) || !bytes.Equal(files[0], files[2]) {
		t.Error("a picture taken again is the first to the byte, or the same picture is not")
	}
}

func TestALaterNumberIsNotALaterYear(t *testing.T) {
	for number, want := range map[string]string{"2026/12": "2026/14", "12/26": "14/26", "T26-000123": "T26-000125", "A/9": "A/11", "26/26": "26/26/2"} {
		if got := laterNumber(number, 2026, 2); got != want {
			t.Errorf("after %s comes %s", number, got)
		}
	}
}
