// Package likeness says how far apart two texts are.
package likeness

import "unicode/utf8"

// Similarity is 1 minus the edit distance (Levenshtein 1966) over the longer length: from 0, nothing shared,
// to 1 for equal texts. Two empty texts share nothing.
func Similarity(a, b string) float64 {
	longest := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	if longest == 0 {
		return 0
	}
	return 1 - float64(Distance(a, b))/float64(longest)
}

// Distance is the edit distance: how many letters must be put, left out or replaced to make one text of the other.
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	previous := make([]int, len(y)+1)
	current := make([]int, len(y)+1)
	for j := range previous {
		previous[j] = j
	}
	for i, a := range x {
		current[0] = i + 1
		for j, b := range y {
			cost := 1
			if a == b {
				cost = 0
			}
			current[j+1] = min(previous[j]+cost, previous[j+1]+1, current[j]+1)
		}
		previous, current = current, previous
	}
	return previous[len(y)]
}
