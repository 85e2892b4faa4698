package adopt

import (
	"strings"

	"pratica/extract/likeness"
)

// labelVocabulary are the words of labels that tell zones apart and are long enough to be known with one letter misread.
var labelVocabulary = strings.Fields("faschim associato iscritto cognome telefono cellulare familiare nascita coordinate fornitore struttura fattura numero importo totale firma terzi")

// mendedLabel is a word of a page that was read, as the word of a label that it is misread from in one letter; else itself.
func mendedLabel(text string) string {
	folded := strings.Trim(fold(text), " .,:;|()")
	if len(folded) < 5 || digits.MatchString(folded) {
		return text
	}
	for _, known := range labelVocabulary {
		if stem := known[:len(known)-1]; strings.HasPrefix(folded, stem) && len(folded) <= len(known) {
			return text // it, or its other endings: "fatture"
		}
	}
	for _, known := range labelVocabulary {
		if likeness.Distance(folded, known) == 1 {
			return strings.Replace(fold(text), folded, known, 1)
		}
	}
	return text
}
