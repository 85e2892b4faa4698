package extract

import (
	"strings"

	"pratica/extract/likeness"
	"pratica/extract/pattern"
)

// roleWords are the words that tell amounts apart and that are long enough to be known in spite of a letter or two
// misread. Words that a service or a title is as near to ("fattura" and "frattura", "netto" and "letto") are left out.
var roleWords = []string{"totale", "imponibile", "contributo", "ritenuta", "complessivo"}

// shortRoleWords are too short to be known by distance, but not if nothing but bars and rings were confused.
var shortRoleWords = []string{stampWord, "iva"}

// stampWord names a stamp duty.
const stampWord = "bollo"

// otherBollo are words that differ from it in a letter: names, and what a surgeon opens.
var otherBollo = pattern.Must(`^b(ell[aio]|oll[aei]|ull[ao]|all[ae]|ollo)$`)

// mendLabel writes a folded label with the words of labels that were misread: "toiale generale", "imponibi",
// "tot, fattura", "imposta di bolio". It gives "" where there is none.
func mendLabel(label string) string {
	words := strings.Fields(label)
	mended := false
	for i, word := range words {
		bare := strings.Trim(word, ".,:;()|'‘\"")
		if other := labelWord(bare, roleWords); other != bare {
			words[i], mended = other, true
		} else if word == "tot," {
			words[i], mended = "tot.", true
		}
	}
	if !mended {
		return ""
	}
	return strings.Join(words, " ")
}

// longLabelWord is from how many letters on two may be misread: "ricevuta" is two from "ritenuta", "cappella" from
// "cartella".
const longLabelWord = 10

// labelWord is the word of a label that a word was misread from, or the word itself.
func labelWord(word string, among []string) string {
	if misreadTax.MatchString(word) {
		return "iva"
	}
	for _, short := range shortRoleWords {
		if word != short && barsAndRings.Replace(word) == barsAndRings.Replace(short) {
			return short
		}
	}
	if len(word) == len(stampWord) && word[0] == stampWord[0] && likeness.Distance(word, stampWord) == 1 && !otherBollo.MatchString(word) {
		return stampWord
	}
	if len(word) < 5 || word == "tonale" || word == "total" { // an audiometry, and English
		return word
	}
	for _, known := range among {
		if word == known || abs(len(word)-len(known)) > 2 {
			continue
		}
		switch n := likeness.Distance(word, known); {
		case n == 1, n == 2 && len(known) >= longLabelWord && word[0] == known[0]:
			return known
		}
	}
	return word
}

// partyWords are labels of persons that nothing else on a paper is as near to.
var partyWords = []string{"paziente", "assistito", "assistita", "intestatario", "intestataria", "destinatario"}

// mendParty writes a folded cell with its first word as the label of a person that it was misread from, if a colon ends it:
// "paziefite: rossi luca".
func mendParty(cell string) string {
	word, rest, _ := strings.Cut(cell, " ")
	bare, found := strings.CutSuffix(word, ":")
	if !found || len(bare) < 7 {
		return cell
	}
	for _, known := range partyWords {
		if bare != known && bare[0] == known[0] && likeness.Distance(bare, known) <= 2 {
			return strings.TrimSpace(known + ": " + rest)
		}
	}
	return cell
}

// misreadTax is "I.V.A." with its first stop read as a letter or a bar.
var misreadTax = pattern.Must(`^[i1l|][l1|]v\.?a$`)

// barsAndRings writes the signs that are taken for each other as one.
var barsAndRings = strings.NewReplacer("l", "i", "1", "i", "|", "i", "!", "i", "0", "o", "q", "o")

// excludedWords tell of what the fund does not refund. Digitalizzazione is not among them: "devitalizzazione" is near.
var excludedWords = []string{"segreteria", "amministrativi", "amministrative", "cartella"}

// mendWords writes a folded text with the words of a list that were misread, wherever they stand in it.
func mendWords(text string, among []string) string {
	words := strings.Fields(text)
	for i, word := range words {
		words[i] = labelWord(word, among)
	}
	return strings.Join(words, " ")
}
