package extract

import (
	"slices"
	"strings"

	"pratica/claim"
)

// LabelAt is the label that names the value printed in a box: the words before it in its row, else those
// above it, as far as they are words that labels are made of, the last four at most; "" if there are none.
// Other words are left out, because what stands beside a date may be a patient's name.
func LabelAt(page InvoicePage, box claim.Box) string {
	if box.Empty() {
		return ""
	}
	l := newLayout(page.Words, page.Width, page.Height)
	at := rowAt(l, box)
	if at < 0 {
		return ""
	}
	if label := labelWords(textLeftOf(l.rows[at], box)); label != "" {
		return label
	}
	head, _, ok := l.above(at, box, 2.5)
	if !ok {
		return ""
	}
	return labelWords(head.text())
}

// rowAt is the index of the row that shares most height with a box, -1 if none does.
func rowAt(l layout, box claim.Box) int {
	best, shared := -1, 0
	for i, r := range l.rows {
		if s := min(r.box.Y+r.box.H, box.Y+box.H) - max(r.box.Y, box.Y); s > shared {
			best, shared = i, s
		}
	}
	return best
}

// textLeftOf is the text of a row's words that begin before a box.
func textLeftOf(r row, box claim.Box) string {
	var words []string
	for _, w := range r.words() {
		if w.Box.X+w.Box.W/2 < box.X {
			words = append(words, w.Text)
		}
	}
	return strings.Join(words, " ")
}

// longestLabel is how many words of a label are kept: those next to the value.
const longestLabel = 4

func labelWords(text string) string {
	var kept []string
	for _, word := range strings.Fields(fold(text)) {
		if word = strings.Trim(word, ".,:;()[]|*'\"-_=/°º€$"); wordsOfLabels[word] {
			kept = append(kept, word)
		}
	}
	kept = slices.Compact(kept)
	return strings.Join(kept[max(0, len(kept)-longestLabel):], " ")
}

// wordsOfLabels are the words by which the number, date and total of an expense document are named, in
// Italian and English.
var wordsOfLabels = func() map[string]bool {
	words := map[string]bool{}
	for _, word := range strings.Fields(`fattura fatt fattura/ricevuta ricevuta ric ricevuta/fattura parcella notula nota documento doc scontrino quietanza
		numero num nr n no nro progressivo protocollo prot
		data del emissione emesso emessa rilascio il in li documenti fatture
		totale tot importo complessivo generale dovuto netto lordo pagare pagato pagata versare saldo incassato corrisposto versato compenso onorario
		prestazione prestazioni da a di euro eur iva inclusa compresa
		invoice receipt number date issue issued of total amount due payable balance grand`) {
		words[word] = true
	}
	return words
}()
