package extract

import (
	"slices"
	"strings"

	"pratica/extract/pattern"
	"pratica/ocr"
)

// howPaid is how a receipt was paid, in the words of a stamp.
const howPaid = `CON[ .](POS|BANCOMAT|CARTA|CONTANTI|ASSEGNO)`

// stampWords are what rubber stamps of receipts and copies say, set in capitals over whatever is printed there. Text of
// the paper says some of it too, but hardly in capitals at the end of a service.
var stampWords = pattern.Must(`(^|[ -])(PER QUIETANZA|QUIETANZATO|(IMPORTO )?INCASSATO|(GIA' )?PAGATO|SALDATO|((PAGATO|SALDATO) )?` + howPaid + `|(COPIA )?CONFORME( ALL'?\s?ORIGINALE)?|ALL'?\s?ORIGINALE|COPIA( CLIENTE| PAZIENTE)?|ORIGINALE|ANNULLATO|DUPLICATO|RICEVUTO|ESENTE DA BOLLO)[.:!]*$`)

// ofPayment are those of them that no service is called by.
var ofPayment = pattern.Must(`QUIETANZA|INCASSATO|PAGATO|SALDATO|DA BOLLO|` + howPaid)

// isStamp tells that a text is what a stamp says and no more.
func isStamp(text string) bool { return stampWords.FindString(text) == text }

// withoutPaymentStamps is the text of a row without the cells that hold only what a stamp of payment says, where others name what its
// amount is for.
func withoutPaymentStamps(text string) string {
	cells := strings.Split(text, cellGap)
	kept := slices.DeleteFunc(slices.Clone(cells), func(c string) bool { return isStamp(c) && ofPayment.MatchString(c) && !strings.HasSuffix(c, ":") })
	if rest := strings.Join(kept, cellGap); letters(rest) > 3 && roleOf(rest) != paidRole && len(findDates(rest)) == 0 {
		return rest
	}
	return text
}

// withoutStampWords drops the words of a stamp from the end of a description, which has others before them. In a text all
// in capitals only those stay apart that no service is called by.
func withoutStampWords(words []ocr.Word) []ocr.Word {
	for n := 1; n <= 4 && n < len(words); n++ {
		last, before := words[len(words)-n:], words[:len(words)-n]
		text := textOf(last)
		if !isStamp(text) || letters(textOf(before)) < 4 {
			continue
		}
		if rest := textOf(before); rest == strings.ToUpper(rest) && !ofPayment.MatchString(text) {
			continue
		}
		return withoutStampWords(before)
	}
	return words
}

// stamps are where a cell holds nothing but the words of a stamp.
func (d *invoiceReader) stamps() []standing {
	var list []standing
	for _, r := range d.rows {
		for _, c := range r.cells {
			if text := c.text(); isStamp(text) {
				list = append(list, standing{r.page, c.box, text})
			}
		}
	}
	return list
}

// besideStamp tells that a stamp lies over words, or so near that it may hide what goes on behind them: its lines of text are
// a part of it.
func besideStamp(words []ocr.Word, page int, stamps []standing) bool {
	if len(words) == 0 {
		return false
	}
	b := boxOf(words)
	return slices.ContainsFunc(stamps, func(s standing) bool {
		near := 3 * s.box.H
		return s.page == page && b.X < s.box.X+s.box.W+near && s.box.X < b.X+b.W+near && b.Y < s.box.Y+s.box.H+near && s.box.Y < b.Y+b.H+near
	})
}
