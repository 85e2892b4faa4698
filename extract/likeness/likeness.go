package extract

// Similarity is 1 minus the edit distance (Levenshtein 1966) over the longer length: from 0, nothing shared,
// to 1 for equal texts. Two empty texts share nothing.
func Similarity(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	longest := max(len(x), len(y))
	if longest == 0 {
		return 0
	}
	return 1 - float64(editDistance(x, y))/float64(longest)
}

func editDistance(x, y []rune) int {
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
