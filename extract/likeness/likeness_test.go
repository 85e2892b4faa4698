package likeness

import "testing"

func TestDistanceAndSimilarity(t *testing.T) {
	for _, c := range []struct {
		a, b     string
		distance int
		alike    float64
	}{
		{"", "", 0, 0},
		{"Mosè", "Mose", 1, 0.75},
		{"kitten", "sitting", 3, 1 - 3.0/7},
		{"à", "", 1, 0},
	} {
		if d, s := Distance(c.a, c.b), Similarity(c.a, c.b); d != c.distance || s != c.alike {
			t.Errorf("%q and %q: %d apart and %.3f alike, want %d and %.3f", c.a, c.b, d, s, c.distance, c.alike)
		}
	}
}
