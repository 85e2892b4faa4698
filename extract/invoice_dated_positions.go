package extract

import (
	"slices"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
	"pratica/ocr"
)

var (
	dayFigure = pattern.Must(`^([012]?[1-9]|[123]0|31)[.°]?$`)
	monthName = pattern.Must(`^(gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)$`)
)

// withoutDayMonth drops the day of a service whose year stands on the row below, in a narrow column: "2 maggio"
// over "2026". The day itself may be left out already, as a number of the row.
func withoutDayMonth(r pageRow, words []ocr.Word) []ocr.Word {
	if len(words) > 1 && dayFigure.MatchString(words[0].Text) && monthName.MatchString(fold(words[1].Text)) {
		return words[2:]
	}
	if len(words) == 0 || !monthName.MatchString(fold(words[0].Text)) {
		return words
	}
	all := r.words()
	for i, w := range all {
		if w.Box == words[0].Box && i > 0 && dayFigure.MatchString(all[i-1].Text) {
			return words[1:]
		}
	}
	return words
}

// withoutBareEnd drops what stands apart behind a description and is no word of it: the code of an exemption, in a
// column of its own.
func withoutBareEnd(words []ocr.Word, em float64) []ocr.Word {
	for len(words) > 1 {
		before, last := words[:len(words)-1], words[len(words)-1:]
		if !bareCell.MatchString(fold(last[0].Text)) || closeBehind(before, last, em) {
			break
		}
		words = before
	}
	return words
}

// ringInWord is a zero between letters or before a stroke: "0D/0S" for "OD/OS", of the eyes.
var ringInWord = pattern.Must(`^[0A-Za-z/.()-]*$`)

// withLettersForRings writes O for a zero in a word that has letters and no other figure.
func withLettersForRings(text string) string {
	fields := strings.Fields(text)
	for i, word := range fields {
		if strings.Contains(word, "0") && letters(word) >= 2 && ringInWord.MatchString(word) {
			fields[i] = strings.ReplaceAll(word, "0", "O")
		}
	}
	return strings.Join(fields, " ")
}

// capitalRow tells of the share capital that companies print with their name (art. 2250 Civil Code): no amount of the
// document.
var capitalRow = pattern.Must(`\bcap(itale|\.)? ?soc|interamente versat|\bcap\. ?i\.? ?v\b`)

// tellsCapital reports an amount of the share capital.
func tellsCapital(r pageRow, f found[claim.Money]) bool {
	return capitalRow.MatchString(r.folded) || paidIn.MatchString(fold(strings.TrimSpace(r.text[f.end:])))
}

// paidIn follows a share capital: "€ 10.000,00 i.v.".
var paidIn = pattern.Must(`^(euro |€ ?)?i\. ?v\b`)

// takesOff is said of a position that is less than nothing.
var takesOff = pattern.Must(`storn|dedu|dedo|detra|accont|antic|scont|abbuon|riduz|rimbors|rettif|credit|\bresi?\b|restitu|meno|deposit|less`)

// withoutDash reads the amounts of a position without the dash before them: a leader, or dirt. Nothing is sold for
// less than nothing, unless its words say so.
func (l *lineRow) withoutDash(r pageRow) {
	if l.amount.value.Positive() || takesOff.MatchString(r.folded) {
		return
	}
	l.amounts = slices.Clone(l.amounts)
	for i := range l.amounts {
		l.amounts[i].value = absolute(l.amounts[i].value)
	}
	l.amount.value = absolute(l.amount.value)
}
