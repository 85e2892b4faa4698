package validate

import (
	"regexp"
	"slices"
	"strings"

	"pratica/claim"
)

// leastStem is how many letters a word must have in common with what a rule says to be known by them when one of them is misread: shorter words
// are soon others.
const leastStem = 8

// letterRuns are the letters that an expression has in a row, and a sign that makes the last of them optional.
var letterRuns = regexp.MustCompile(`[a-z]+[?*{]?`)

// stemsOf are the beginnings of the long words of an expression.
func stemsOf(expression string) (stems []string) {
	for _, at := range letterRuns.FindAllStringIndex(expression, -1) {
		run := expression[at[0]:at[1]]
		if at[0] > 0 && expression[at[0]-1] == '\\' {
			run = run[1:] // \b, \w
		}
		if letters := strings.TrimRight(run, "?*{"); letters != run {
			run = letters[:max(0, len(letters)-1)]
		}
		if len(run) >= leastStem && !slices.Contains(stems, run) {
			stems = append(stems, run)
		}
	}
	return stems
}

// spelt is a folded text with the words that are a letter away from one of the expression's spelt like it: "allergemi" as "allergeni". The
// same text where there is none, or more than one.
func (p phrase) spelt(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		if len(word) < leastStem || slices.ContainsFunc(p.stems, func(stem string) bool { return strings.HasPrefix(word, stem) }) {
			continue
		}
		like := ""
		for _, stem := range p.stems {
			if len(word) >= len(stem) && claim.Replaced(word[:len(stem)], stem) == 1 {
				if like != "" {
					return text
				}
				like = stem
			}
		}
		if like != "" {
			words[i] = like + word[len(like):]
		}
	}
	return strings.Join(words, " ")
}
