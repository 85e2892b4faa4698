package extract

import (
	"strings"

	"pratica/extract/pattern"
	"pratica/ocr"
)

// stampWords are what rubber stamps of receipts and copies say, set in capitals over whatever is printed there. Text of
// the paper says some of it too, but hardly in capitals at the end of a service.
var stampWords = pattern.Must(`(^|[ -])(PER QUIETANZA|QUIETANZATO|(IMPORTO )?INCASSATO|(GIA' )?PAGATO|SALDATO|(COPIA )?CONFORME( ALL'?\s?ORIGINALE)?|ALL'?\s?ORIGINALE|COPIA( CLIENTE| PAZIENTE)?|ORIGINALE|ANNULLATO|DUPLICATO|RICEVUTO|ESENTE DA BOLLO)[.:!]*$`)

// ofPayment are those of them that no service is called by.
var ofPayment = pattern.Must(`QUIETANZA|INCASSATO|PAGATO|SALDATO|DA BOLLO`)

// withoutStampWords drops the words of a stamp from the end of a description, which has others before them. In a text all
// in capitals only those stay apart that no service is called by.
func withoutStampWords(words []ocr.Word) []ocr.Word {
	for n := 1; n <= 4 && n < len(words); n++ {
		last, before := words[len(words)-n:], words[:len(words)-n]
		text := textOf(last)
		if stampWords.FindString(text) != text || letters(textOf(before)) < 4 {
			continue
		}
		if rest := textOf(before); rest == strings.ToUpper(rest) && !ofPayment.MatchString(text) {
			continue
		}
		return withoutStampWords(before)
	}
	return words
}
