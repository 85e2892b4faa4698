package extract

import (
	"regexp"
	"slices"

	"pratica/extract/pattern"
	"pratica/ocr"
)

// germanWord is a word of the titles, sums and headings of German invoices.
var germanWord = pattern.Must(`^(rechnung\w*|honorarnote|liquidation|geburtsdatum|leistung\w*|\w*betrag|zwischensumme|umsatzsteuer\w*|mehrwertsteuer\w*|\w*behandlung|zahlbar|ausstellungsdatum|patientin|datum|bezeichnung|beschreibung|\w*beschreibung|gesamt|summe|mwst|ust|und|vom|fur|fallig|arzt|adresse)$`)

// leastGerman is how many such words make a paper German.
const leastGerman = 3

// umlauts writes the letters that the Italian recogniser does not know as it reads them: an accent for the dots, two i for
// an ü, B and 8 for a sharp s. Inside Italian words none of it stands; Spanish surnames in -ez have the accents.
var umlauts = []struct {
	read  *regexp.Regexp
	wrote string
}{
	{regexp.MustCompile(`(\pL)[éèêòô](\pL)`), "${1}ö${2}"},
	{regexp.MustCompile(`(\pL)[àâ](\pL)`), "${1}ä${2}"},
	{regexp.MustCompile(`(\pL)(?:ii|ù|û)(\pL)`), "${1}ü${2}"},
	{regexp.MustCompile(`(\p{Ll})[B8]([.,:;)]*$|\p{Ll})`), "${1}ß${2}"},
}

var accented = regexp.MustCompile(`(?i)ez$`)

// twoI is an ü in any name: no Italian word has two i between consonants.
var twoI = regexp.MustCompile(`([B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z])ii([b-df-hj-np-tv-z])`)

// withUmlauts mends the recognised words of a German page, and German names on others.
func withUmlauts(words []ocr.Word) []ocr.Word {
	german := isGerman(words)
	words = slices.Clone(words)
	for i, w := range words {
		if w.Confidence >= 1 || accented.MatchString(w.Text) {
			continue
		}
		if words[i].Text = twoI.ReplaceAllString(w.Text, "${1}ü${2}"); !german {
			continue
		}
		for _, u := range umlauts {
			w.Text = u.read.ReplaceAllString(w.Text, u.wrote)
		}
		words[i] = w
	}
	return words
}

func isGerman(words []ocr.Word) bool {
	seen := map[string]bool{}
	for _, t := range tokensOf(row{cells: []cell{{words: words}}}) {
		if germanWord.MatchString(t.folded) {
			seen[t.folded] = true
		}
	}
	return len(seen) >= leastGerman
}
