package extract

import (
	"regexp"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

// What a date on a prescription is worth, by what stands before it, and the least by which the best must lead.
const (
	dayLabelled  = 0.99 // "Data: 12/03/2026", "lì 12/03/2026"
	dayOfPlace   = 0.98 // "Milano, 12/03/2026"
	dayAlone     = 0.93 // a row of its own, as on a physician's own paper
	dayAnywhere  = 0.6
	dayLead      = 0.02
	dayContested = 0.5
)

// linesToHead is how far above a date its heading may stand, in heights of a word; the health service's form has it at the upper
// border of a frame.
const linesToHead = 3.5

// mostWordsOfHead are the words of the longest heading over a date; a longer line is a sentence.
const mostWordsOfHead = 5

var (
	issuedLabel = pattern.Must(`(^|[^a-z])(data( (della )?(prescrizione|ricetta|compilazione|emissione|rilascio))?|rilasciat[ao]( il)?|in data|li'?|addi'?|il|date|datum)[ .:]*$`)
	// notIssued leads to another day than that of issue: of birth, of a term, of a law, of another paper.
	notIssued  = pattern.Must(`nat[oa]\b|nascita|birth|scaden|valid|entro|fino|\bdal?\b|\bal\b|decreto|legge|\bd\.?[lm]\.?\b|\bart\b|prossim|controllo|ricover|intervento|referto|esenzione`)
	placeComma = regexp.MustCompile(`\pL{2,},\s*$`)
	sixBoxes   = regexp.MustCompile(`^\D{0,2}(\d)[ |\[\]]*(\d)[ |\[\]]*(\d)[ |\[\]]*(\d)[ |\[\]]*(\d)[ |\[\]]*(\d)\D{0,2}$`)
)

// IssuedOn is the day on which a paper that is no invoice, such as a prescription, was issued; false when no date can be taken
// for it. Physicians date above, below or beside the signature, and the health service's form in six boxes under "DATA". Days of
// birth, terms, laws and other papers are left out.
func IssuedOn(page InvoicePage) (Dated, bool) {
	l := newLayout(page.Words, page.Width, page.Height)
	for i := range l.rows {
		l.rows[i].cells = joinedBoxes(l.rows[i].cells)
	}
	var best, second Dated
	for i, r := range l.rows {
		for j, c := range r.cells {
			for _, f := range issueDates(c.text()) {
				if f.value.Year < 2000 {
					continue
				}
				words := wordsBetween(c, f.start, f.end)
				worth := l.worthOfDay(i, j, c.text()[:f.start])
				d := Dated{f.value, c.text()[f.start:f.end], boxOf(words), worth * (0.5 + 0.5*certainty(words))}
				switch {
				case worth == 0 || d.Date == best.Date && d.Confidence <= best.Confidence:
				case d.Confidence > best.Confidence:
					if d.Date != best.Date {
						second = best
					}
					best = d
				case d.Confidence > second.Confidence:
					second = d
				}
			}
		}
	}
	if best.Date.IsZero() {
		return Dated{}, false
	}
	if best.Confidence-second.Confidence < dayLead {
		best.Confidence *= dayContested
	}
	return best, true
}

// joinedBoxes makes one cell of boxes in a row that hold a figure or two each.
func joinedBoxes(cells []cell) (joined []cell) {
	open := false // the last cell takes more
	for _, c := range cells {
		boxed := strings.Trim(c.text(), "0123456789|[] ") == "" && digitCount(c.text()) > 0 && digitCount(c.text()) < 3
		if last := len(joined) - 1; boxed && open {
			joined[last] = cell{append(joined[last].words[:len(joined[last].words):len(joined[last].words)], c.words...), joined[last].box.Union(c.box)}
			continue
		}
		joined, open = append(joined, c), boxed
	}
	return joined
}

// issueDates are the dates of a cell, six figures in boxes among them.
func issueDates(text string) []found[claim.Date] {
	if m := sixBoxes.FindStringSubmatch(text); m != nil {
		if day, ok := civilDate(m[5]+m[6], m[3]+m[4], m[1]+m[2]); ok {
			return []found[claim.Date]{{day, 0, len(text)}}
		}
	}
	return findDates(text)
}

// worthOfDay is what a date is worth by the words before it in its cell, in the cell before or above; 0 for another day's.
func (l layout) worthOfDay(row, cell int, left string) float64 {
	boxed := sixBoxes.MatchString(l.rows[row].cells[cell].text())
	if letters(left) < 2 && cell > 0 && !boxed {
		left = l.rows[row].cells[cell-1].text()
	}
	folded := strings.TrimSpace(fold(left))
	alone := letters(left) < 2
	under := l.rows[row].cells[cell].box
	if boxed {
		// boxes reach farther than the word over their first, and begin a little behind it
		first := l.rows[row].cells[cell].words[0].Box
		indent := int(2 * l.em)
		under = claim.Box{X: first.X - indent, Y: first.Y, W: first.W + indent, H: first.H}
	}
	if head, _, ok := l.above(row, under, linesToHead); alone && ok && len(head.words) <= mostWordsOfHead {
		text := strings.Trim(fold(head.text()), " :.")
		if notIssued.MatchString(text) {
			return 0
		}
		if issuedLabel.MatchString(text) {
			return dayLabelled
		}
	}
	near := lastWords(folded, 4)
	switch {
	case boxed: // six figures under no "DATA" may be anything
		return 0
	case notIssued.MatchString(near):
		return 0
	case issuedLabel.MatchString(near):
		return dayLabelled
	case placeComma.MatchString(strings.TrimSpace(left)) && len(strings.Fields(near)) <= 3:
		return dayOfPlace
	case alone && len(l.rows[row].cells) == 1:
		return dayAlone
	}
	return dayAnywhere
}

// wordsBetween are the words of a cell that its text between two bytes was made of.
func wordsBetween(c cell, start, end int) (words []ocr.Word) {
	at := 0
	for i, w := range c.words {
		if i > 0 {
			at++
		}
		if at < end && at+len(w.Text) > start {
			words = append(words, w)
		}
		at += len(w.Text)
	}
	return words
}
