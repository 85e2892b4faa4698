package pipeline

import (
	"strings"

	"pratica/claim"
)

// mayHaveLostComma is how far an amount on a form is believed that may be a hundredth of what was read.
const mayHaveLostComma = 0.5

// doubtLostCommas doubts amounts of a form that were read as four figures or more that end in two zeros, without any sign
// between or behind them: "30000" is 300,00 with its comma under a line of the form as well as whole euros. What an invoice
// says too confirms them.
func (a *assembly) doubtLostCommas() {
	for pointer, from := range a.claim.Provenance {
		ofForm := pointer == "/declared_total" || strings.HasPrefix(pointer, "/treatments/") && strings.HasSuffix(pointer, "/amount") || strings.HasSuffix(pointer, "/declared/amount")
		if ofForm && (from.Method == claim.FromLine || from.Method == claim.FromComb) && onlyFigures(string(from.Text)) {
			from.Confidence = min(from.Confidence, mayHaveLostComma)
			a.claim.Provenance[pointer] = from
		}
	}
}

// onlyFigures tells an amount of at least four figures, the last two zeros, with nothing else but its currency.
func onlyFigures(text string) bool {
	text = strings.Trim(text, "€EUReuro .:")
	return len(text) >= 4 && strings.HasSuffix(text, "00") && strings.Trim(text, "0123456789") == ""
}
