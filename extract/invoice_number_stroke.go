package extract

import "pratica/extract/pattern"

// strokeInNumber is a letter beside figures that may be a stroke or a figure: "AI479" for "A/479", "2O26".
var strokeInNumber = pattern.Must(`[IlO]\d|\d[IlO]`)

// StrokeInNumber tells that a letter of a number may be a stroke or a figure: "AI479" may be "A/479".
func StrokeInNumber(number string) bool { return strokeInNumber.MatchString(number) }

// strokeAsLetter is a number whose stroke was taken for a letter: a small one among capitals, or one between figures
// and the letter of a register.
var strokeAsLetter = pattern.Must(`^([A-Z]{1,2})l(\d+)$|^(\d+)[lI]([A-Z]{1,2})$`)

// withStroke writes that stroke: "Al225" is "A/225", "229IA" is "229/A".
func withStroke(text string) string {
	m := strokeAsLetter.FindStringSubmatch(text)
	switch {
	case m == nil:
		return text
	case m[1] != "":
		return m[1] + "/" + m[2]
	}
	return m[3] + "/" + m[4]
}
