package extract

import (
	"strings"

	"pratica/extract/pattern"
)

// strokeInNumber is a letter beside figures that may be a stroke or a figure: "AI479" for "A/479", "2O26".
var strokeInNumber = pattern.Must(`[IlO]\d|\d[IlO]`)

// StrokeInNumber tells that a letter of a number may be a stroke or a figure: "AI479" may be "A/479".
func StrokeInNumber(number string) bool { return strokeInNumber.MatchString(number) }

// strokeAsLetter is a number whose stroke was taken for a letter: between the letter of a register and figures, also such as
// pass for letters, or between figures and the letter.
var strokeAsLetter = pattern.Must(`^([A-Z])[lI]([\dOSTBZ]*\d[\dOSTBZ]*)$|^([A-Z]{2})l(\d+)$|^(\d+)[lI]([A-Z]{1,2})$`)

// asFigure are the letters that pass for figures behind a stroke.
var asFigure = strings.NewReplacer("O", "0", "S", "5", "T", "7", "B", "8", "Z", "2")

// withStroke writes that stroke: "Al225" is "A/225", "AIT5" "A/75", "229IA" is "229/A".
func withStroke(text string) string {
	m := strokeAsLetter.FindStringSubmatch(text)
	switch {
	case m == nil:
		return text
	case m[1] != "":
		return m[1] + "/" + asFigure.Replace(m[2])
	case m[3] != "":
		return m[3] + "/" + m[4]
	}
	return m[5] + "/" + m[6]
}
