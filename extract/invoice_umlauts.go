package extract

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"pratica/extract/pattern"
	"pratica/ocr"
)

// germanWord is a word of the titles, sums and headings of German invoices.
var germanWord = pattern.Must(`^(rechnung\w*|honorarnote|liquidation|geburtsdatum|leistung\w*|\w*betrag|zwischensumme|umsatzsteuer\w*|mehrwertsteuer\w*|\w*behandlung|zahlbar|ausstellungsdatum|patientin|datum|bezeichnung|beschreibung|\w*beschreibung|gesamt|summe|mwst|ust|und|vom|fur|fallig|arzt|adresse)$`)

// leastGerman is how many such words make a paper German.
const leastGerman = 3

// umlauts writes the letters that the Italian recogniser does not know as it reads them, between consonants: an accent for
// the dots, two i for an ü, B and 8 for a sharp s. Spanish surnames in -ez have the accents.
var umlauts = []struct {
	read  *regexp.Regexp
	wrote string
}{
	{regexp.MustCompile(`(` + consonant + `)[éèêòô](` + consonant + `)`), "${1}ö${2}"},
	{regexp.MustCompile(`(` + consonant + `)[àâ](` + consonant + `)`), "${1}ä${2}"},
	{regexp.MustCompile(`(` + consonant + `)(?:ii|ù|û)(` + consonant + `)`), "${1}ü${2}"},
	{regexp.MustCompile(`^(\p{L}\p{Ll}+)[B8]([.,:;)]*$|\p{Ll}+$)`), "${1}ß${2}"},
}

var accented = regexp.MustCompile(`(?i)ez\W*$`)

const consonant = `[B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]`

// twoI is an ü in a name on any paper: no Italian word has two i between consonants.
var twoI = regexp.MustCompile(`(` + consonant + `)ii(` + consonant + `)`)

// rewritten is how sure a word is at most whose letters were put by these rules: some names are written as they were read.
const rewritten = 0.7

// withUmlauts mends the recognised words of a German page, and German names on others.
func withUmlauts(words []ocr.Word) []ocr.Word {
	mended := words // copied when a word changes
	german := sync.OnceValue(func() bool { return isGerman(words) })
	for i, w := range words {
		if w.Confidence >= 1 || !strings.ContainsAny(w.Text, "éèêòôàâùûB8") && !strings.Contains(w.Text, "ii") {
			continue // of a text layer, or without any of the signs
		}
		text := twoI.ReplaceAllString(w.Text, "${1}ü${2}")
		if inGerman := asGerman(text); inGerman != text && german() {
			text = inGerman
		}
		if text == w.Text || accented.MatchString(w.Text) || givenNameScore(w.Text) >= rarer {
			continue
		}
		if &mended[0] == &words[0] {
			mended = slices.Clone(words)
		}
		mended[i].Text, mended[i].Confidence = text, min(w.Confidence, rewritten)
	}
	return mended
}

func asGerman(text string) string {
	for _, u := range umlauts {
		text = u.read.ReplaceAllString(text, u.wrote)
	}
	return text
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
