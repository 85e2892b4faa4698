package extract

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/ocr"
)

// mendedTaxCode reads a codice fiscale in one word of which a letter was taken for a stroke or a bracket, or that has
// one character more: a bar of the print, a letter read twice. It counts only if exactly one code comes of it.
func mendedTaxCode(raw string) (identifier, bool) {
	text := claim.CompactIdentifier(strokesAsLetters.Replace(raw))
	if len(text) != 16 && len(text) != 17 || digitShare(text) < 0.2 || digitShare(text) > 0.7 {
		return identifier{}, false
	}
	if len(text) == 16 {
		shaped := inTaxShape(text)
		return identifier{kind: taxCode, text: shaped, valid: true, repaired: true}, claim.ValidTaxCode(shaped)
	}
	var found []string
	for i := range text {
		if code := inTaxShape(text[:i] + text[i+1:]); claim.ValidTaxCode(code) && !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	if len(found) != 1 {
		return identifier{}, false
	}
	return identifier{kind: taxCode, text: found[0], valid: true, repaired: true, mended: true}, true
}

var strokesAsLetters = strings.NewReplacer("/", "I", "|", "I", "!", "I", "$", "S", "€", "C", "&", "8", "?", "7")

// mendCodes reads again the codes that no check held of, now that a name is known whose letters they begin with: of
// sixteen signs, or one more, up to two letters of the name may be wrong, and one sign behind them. A code that
// holds by itself is another person's and stays it.
func (d *invoiceReader) mendCodes(p *personAt) {
	if p == nil || d.codeOf(p) != nil {
		return
	}
	for i, r := range d.rows {
		for at, t := range r.tokens {
			raw := claim.CompactIdentifier(strokesAsLetters.Replace(afterLabel(t.word.Text)))
			if len(raw) < 16 || len(raw) > 17 || digitShare(raw) < 0.2 || d.holds(i, t.word) {
				continue
			}
			if code, chosen, ok := codeOfName(raw, p.words); ok {
				d.forget(i, t.word)
				d.identifiers = append(d.identifiers, identifier{kind: taxCode, text: code, valid: true, repaired: true, mended: true, chosen: chosen,
					labelled: d.labelledIdentifier(i, at, identifier{kind: taxCode, words: []ocr.Word{t.word}}), row: i, words: []ocr.Word{t.word}})
			}
		}
	}
}

// mendIssuerCode reads again the code of an issuer who is a person, by his name in the letterhead.
func (d *invoiceReader) mendIssuerCode(vat *identifier, patient *personAt) *identifier {
	name := d.issuerName(vat, nil)
	words := nameIn(name.words)
	if words == nil || patient != nil && samePerson(textOf(words), patient.name()) {
		return nil
	}
	d.mendCodes(&personAt{words: words, row: name.row})
	for i := range d.identifiers {
		if id := &d.identifiers[i]; id.mended && id.text != d.value("/patient/tax_code") && id.text != d.value("/billed_to/tax_code") {
			return id
		}
	}
	return nil
}

// holds tells that a word was understood as a code whose check holds, with no sign left out.
func (d *invoiceReader) holds(row int, word ocr.Word) bool {
	return slices.ContainsFunc(d.identifiers, func(id identifier) bool {
		return id.valid && !id.mended && !id.chosen && id.row == row && slices.ContainsFunc(id.words, func(w ocr.Word) bool { return w.Box == word.Box })
	})
}

// forget drops what a word was taken for.
func (d *invoiceReader) forget(row int, word ocr.Word) {
	d.identifiers = slices.DeleteFunc(d.identifiers, func(id identifier) bool {
		return id.row == row && slices.ContainsFunc(id.words, func(w ocr.Word) bool { return w.Box == word.Box })
	})
}

// mostMisreadLetters is how many of the six letters of a name may be wrong in a code that is still his.
const mostMisreadLetters = 2

// codeOfName gives the only code with the letters of a name that a text was misread from, and whether a sign behind the
// letters was chosen so that the check holds: two are often alike enough for another to hold too.
func codeOfName(raw string, name []ocr.Word) (code string, chosen, ok bool) {
	var found []string
	for _, split := range nameSplits(name) {
		letters := claim.SurnameLetters(split[0]) + claim.NameLetters(split[1])
		if len(letters) != 6 || claim.Replaced(letters, raw[:6]) > mostMisreadLetters {
			continue
		}
		for _, rest := range ofTen(raw[6:]) {
			shaped := inTaxShape(letters + rest)
			for _, code := range confusedFigures(shaped) {
				if claim.ValidTaxCode(code) && !slices.Contains(found, code) {
					found, chosen = append(found, code), code != shaped
				}
			}
		}
		if len(found) > 0 {
			break
		}
	}
	if len(found) != 1 {
		return "", false, false
	}
	return found[0], chosen, true
}

// ofTen are the ways to leave out one sign of eleven, of two alike only one; ten signs stay.
func ofTen(signs string) []string {
	if len(signs) == 10 {
		return []string{signs}
	}
	var list []string
	for i := range signs {
		if i == 0 || signs[i] != signs[i-1] {
			list = append(list, signs[:i]+signs[i+1:])
		}
	}
	return list
}

// lookAlike are the signs that blur makes of a sign, beyond those that are confused in clean print.
var lookAlike = map[byte]string{
	'6': "8G05", '8': "63B9", '0': "6O8DQ", '9': "8", '3': "8", '5': "6S", '1': "7IL", '7': "1TZ", '4': "A", '2': "Z",
	'E': "F", 'F': "E", 'P': "R", 'R': "P", 'C': "G", 'G': "C6", 'H': "M", 'M': "H", 'O': "Q0D", 'Q': "O", 'D': "O",
	'I': "L1T", 'L': "I1", 'T': "I7Z", 'S': "5", 'B': "8", 'Z': "27T",
}

// confusedFigures is a code as it is and with one sign behind the name's letters as another: the code itself first, if
// it is valid, and then no other.
func confusedFigures(code string) []string {
	if claim.ValidTaxCode(code) {
		return []string{code}
	}
	var list []string
	for i := 6; i < len(code); i++ {
		for _, other := range []byte(lookAlike[code[i]]) {
			list = append(list, code[:i]+string(other)+code[i+1:])
		}
	}
	return list
}
