package extract

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
	"pratica/ocr/recognise"
)

type identifierKind int

const (
	vatNumber identifierKind = iota
	taxCode
	iban
)

// identifier is a code found on the page; valid tells whether its check characters hold, repaired that
// they hold only after exactly one correction of confusable characters.
type identifier struct {
	kind            identifierKind
	text            string
	valid, repaired bool
	// labelled tells that a label of its kind stands before or above it.
	labelled bool
	// mended tells that it was read with the help of its bearer's name, or without one of its signs.
	mended bool
	// chosen tells that it was read again, and is what its check holds of: that confirms nothing.
	chosen bool
	row    int
	words  []ocr.Word
}

var (
	vatLabel     = pattern.Must(`p\.? *i\.?v\.?a|partita +iva|part\.? +iva|\bvat\b|\bpi\b|\bp\.i\.?`)
	taxCodeLabel = pattern.Must(`cod(ice|\.)? *fisc|\bc\.? ?f\.?\b|\bcf\b|tax (code|id)\b|fiscal code`)
	elevenDigits = pattern.Must(`^(?:[I1L][T7]|T)?([0-9OIlSBZGQD]{11})$`)
	// foreignVAT is a number with the letters of a country, two that figures are misread as: GB, SI, BG. Two figures in front that
	// are both misread are seldom.
	foreignVAT = pattern.Must(`^[A-Z]{2}\d{9}$`)
	sixteen    = pattern.Must(`^[A-Z0-9]{16}$`)
	taxShape   = pattern.Must(`^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$`)
	// nearTaxShape is what becomes of a codice fiscale by inTaxShape: no other text has a neighbour that is one.
	nearTaxShape = pattern.Must(`^[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$`)
	ibanStart    = pattern.Must(`^[A-Z]{2}[0-9O]{2}[A-Z0-9]*$`)
)

// readIdentifiers finds every partita IVA, codice fiscale and IBAN of the document, also those the
// engine broke into several words.
func (d *invoiceReader) readIdentifiers() {
	for i, r := range d.rows {
		for at := 0; at < len(r.tokens); {
			id, used := d.identifierAt(r, at)
			if used == 0 {
				at++
				continue
			}
			id.row = i
			id.labelled = d.labelledIdentifier(i, at, id)
			d.identifiers = append(d.identifiers, id)
			at += used
		}
	}
}

// identifierAt reads an identifier that begins at a token, and how many tokens it takes.
func (d *invoiceReader) identifierAt(r pageRow, at int) (identifier, int) {
	best, bestUsed := identifier{}, 0
	joined := ""
	for n := 0; at+n < len(r.tokens) && n < 9; n++ {
		raw := r.tokens[at+n].word.Text
		if n == 0 {
			raw = afterLabel(raw)
		}
		joined += claim.CompactIdentifier(raw)
		if len(joined) > 34 {
			break
		}
		if n > 0 && len(findDates(r.tokens[at+n].word.Text)) > 0 {
			break // a date belongs to no identifier: "conf. 25 - 29/04/2026 1" has the check digit of a VAT number
		}
		id, ok := classifyIdentifier(joined)
		if !ok {
			id, ok = withBracketAsLetter(joined, raw)
		}
		if !ok && n == 0 {
			id, ok = mendedTaxCode(raw)
		}
		if ok && (bestUsed == 0 || id.valid && !best.valid || id.kind == iban && id.valid) {
			id.words = tokenWords(r.tokens[at : at+n+1])
			if slices.ContainsFunc(id.words, func(w ocr.Word) bool { return w.Checked }) {
				id.chosen = true
			}
			best, bestUsed = id, n+1
		}
	}
	return best, bestUsed
}

// afterLabel drops a label glued to its code: "P.IVA:01234560157", "C.F.RSSMRA…".
func afterLabel(raw string) string {
	if i := strings.LastIndexAny(raw, ":;"); i >= 0 && i < len(raw)-1 {
		return raw[i+1:]
	}
	return gluedLabel.ReplaceAllString(raw, "")
}

var gluedLabel = pattern.Must(`(?i)^(p\.?\s?iva\.?|c\.\s?f\.|cf\.|vat)`)

func tokenWords(tokens []token) []ocr.Word {
	words := make([]ocr.Word, len(tokens))
	for i, t := range tokens {
		words[i] = t.word
	}
	return words
}

// classifyIdentifier tells what a joined run of characters is. An invalid one counts only when its shape
// leaves no doubt; its label decides later.
func classifyIdentifier(joined string) (identifier, bool) {
	if len(joined) < 11 {
		return identifier{}, false
	}
	known := identifiersKnown.of(joined)
	return known.identifier, known.ok
}

type classified struct {
	identifier
	ok bool
}

var identifiersKnown = newMemo(func(joined string) classified {
	id, ok := newlyClassified(joined)
	return classified{id, ok}
})

func newlyClassified(joined string) (identifier, bool) {
	if m := elevenDigits.FindStringSubmatch(joined); m != nil && digitShare(m[1]) > 0.7 && !foreignVAT.MatchString(m[1]) {
		if claim.ValidVATNumber(m[1]) {
			return identifier{kind: vatNumber, text: m[1], valid: true}, true
		}
		if digitShare(m[1]) == 1 {
			return identifier{kind: vatNumber, text: m[1]}, true
		}
		fixed, ok := claim.UniqueNeighbour(strings.ToUpper(m[1]), claim.ValidVATNumber)
		return identifier{kind: vatNumber, text: fixed, valid: ok, repaired: ok}, ok
	}
	if sixteen.MatchString(joined) && digitShare(joined) < 0.7 {
		if claim.ValidTaxCode(joined) {
			return identifier{kind: taxCode, text: joined, valid: true}, true
		}
		shaped := inTaxShape(joined)
		if digitShare(shaped) <= 0.2 {
			return identifier{}, false
		}
		if !nearTaxShape.MatchString(shaped) {
			return identifier{}, false
		}
		if claim.ValidTaxCode(shaped) {
			return identifier{kind: taxCode, text: shaped, valid: true, repaired: true}, true
		}
		if fixed, ok := claim.UniqueNeighbour(joined, claim.ValidTaxCode); ok {
			return identifier{kind: taxCode, text: fixed, valid: true, repaired: true}, true
		}
		return identifier{kind: taxCode, text: joined}, taxShape.MatchString(joined)
	}
	if ibanStart.MatchString(joined) && len(joined) >= 15 {
		if claim.ValidIBAN(joined) {
			return identifier{kind: iban, text: joined, valid: true}, true
		}
		if strings.HasPrefix(joined, "IT") && len(joined) == 27 {
			fixed, ok := claim.UniqueNeighbour(joined, claim.ValidIBAN)
			return identifier{kind: iban, text: fixed, valid: ok, repaired: ok}, true
		}
	}
	return identifier{}, false
}

// withBracketAsLetter reads a tax code whose check letter was taken for a bracket or a bar: J or I. That it
// is the check letter of the rest confirms it, as any correction of confusable characters.
func withBracketAsLetter(joined, raw string) (identifier, bool) {
	if len(joined) != 15 {
		return identifier{}, false
	}
	letter := ""
	switch raw[len(raw)-1] {
	case ')', ']':
		letter = "J"
	case '|', '!':
		letter = "I"
	}
	if code := joined + letter; letter != "" && claim.ValidTaxCode(code) {
		return identifier{kind: taxCode, text: code, valid: true, repaired: true}, true
	}
	return identifier{}, false
}

func digitShare(s string) float64 {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return float64(n) / float64(max(1, len(s)))
}

// labelledIdentifier looks for a label of the kind to the left on the row, or above.
func (d *invoiceReader) labelledIdentifier(rowIndex, at int, id identifier) bool {
	r := d.rows[rowIndex]
	label := vatLabel
	if id.kind == taxCode {
		label = taxCodeLabel
	}
	left := ""
	for _, t := range r.tokens[:at] {
		left += " " + fold(t.word.Text)
	}
	left += " " + fold(r.tokens[at].word.Text)
	if label.MatchString(left) || taxCodeLabel.MatchString(left) {
		return true
	}
	head, _, ok := d.pages[r.page].above(r.index, boxOf(id.words), 2.5)
	return ok && label.MatchString(fold(head.text()))
}

// identifierConfidence is the probability that a code was read right, given what its check says.
func identifierConfidence(id identifier) float64 {
	switch {
	case id.valid && !id.repaired && !id.chosen:
		return 0.9985
	case id.chosen && id.mended: // letters of a name and a figure beside them were put for what was read
		return 0.2
	case id.chosen:
		return 0.5
	case id.mended:
		return 0.9
	case id.repaired:
		return 0.95
	default:
		return 0.4 * lowestConfidence(id.words)
	}
}

// taxLetters tells which places of a codice fiscale hold letters (DM 23 December 1976); the others hold digits,
// save for the letters of omocodia.
const taxLetters = "LLLLLLDDLDDLDDDL"

// PrintedCodes are the codes of which a page is read again where their checks do not hold: codice fiscale and partita IVA. The
// letters of omocodia are left out: one in a thousand has some, and they look like the figures they stand for.
func PrintedCodes() []recognise.Code {
	const letters, figures, months = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", "ABCDEHLMPRST"
	person := recognise.Code{Holds: claim.ValidTaxCode}
	for i, place := range taxLetters {
		switch {
		case i == 8:
			person.Places = append(person.Places, months)
		case place == 'L':
			person.Places = append(person.Places, letters)
		default:
			person.Places = append(person.Places, figures)
		}
	}
	company := recognise.Code{Holds: claim.ValidVATNumber}
	for range 11 {
		company.Places = append(company.Places, figures)
	}
	return []recognise.Code{person, company}
}

var (
	letterFor = map[byte]byte{'0': 'O', '1': 'I', '2': 'Z', '4': 'A', '5': 'S', '6': 'G', '7': 'T', '8': 'B'}
	digitFor  = map[byte]byte{'O': '0', 'D': '0', 'I': '1', 'Z': '2', 'A': '4', 'G': '6', 'B': '8'}
)

// inTaxShape writes a letter where a codice fiscale has letters and a digit where it has digits, as far as they
// are confused. Letters that omocodia sets for digits stay.
func inTaxShape(code string) string {
	shaped := []byte(code)
	for i, c := range shaped {
		swap := digitFor
		if taxLetters[i] == 'L' {
			swap = letterFor
		}
		if other, ok := swap[c]; ok {
			shaped[i] = other
		}
	}
	return string(shaped)
}
