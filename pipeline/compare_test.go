package pipeline

import "testing"

func TestTextAndPictureSayTheSameDigits(t *testing.T) {
	for _, c := range []struct {
		text, seen string
		same       bool
	}{
		{"IT06149010412", "|T06149010412", true}, // the country read as signs
		{"IT06149010412", "IT06149010412", true},
		{"06149010412", "P.IVA 06149010412", true},
		{"IT06149010412", "IT06149010413", false},
		{"€ 87,50", "€ 87,5O", true},
		{"87,50", "187,50", true}, // what stands before it may be read too
		{"87,50", "78,50", false},
		{"12 marzo 2026", "12 marzo 2026", true},
	} {
		if got := sameDigits(c.text, c.seen); got != c.same {
			t.Errorf("%q and %q: %v", c.text, c.seen, got)
		}
	}
}
