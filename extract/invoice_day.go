package extract

import (
	"strings"

	"pratica/extract/pattern"
	"pratica/ocr"
)

var (
	// dayAndMonth is the day of a service of which the year stands elsewhere: "13.febbraio", "10. Februar". Short months are
	// words of their own ("1 set medicazione", "2 ago cannula").
	dayAndMonth = pattern.Must(`^[0-3]?\d ?\.? ?(\pL{3,})\.?$`)
	yearAlone   = pattern.Must(`^(19|20)\d\d\W?$`)
)

// longestShort is how many letters a shortened month has at most.
const longestShort = 4

// leadingDay is how many words at the start are a day and its month without the year; 0 if none.
func leadingDay(words []ocr.Word) int {
	for n := 1; n <= 2 && n <= len(words); n++ {
		m := dayAndMonth.FindStringSubmatch(strings.ToLower(textOf(words[:n])))
		if m == nil {
			continue
		}
		if _, named := monthNumbers[m[1]]; named && len(m[1]) > longestShort {
			return n
		}
	}
	return 0
}
