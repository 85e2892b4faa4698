package forms

import (
	"strings"

	"github.com/tdewolff/canvas"
)

// lines breaks a text at its spaces and line ends into the lines of a zone. There may be more than the zone
// has.
func (f Field) lines(text string) []string {
	face := fonts()[canvas.FontRegular].Face(typeSize, canvas.Black)
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			longer := strings.TrimSpace(line + " " + word)
			if line != "" && face.TextWidth(longer) > f.Rect.W-2 {
				lines = append(lines, line)
				longer = word
			}
			line = longer
		}
		lines = append(lines, line)
	}
	return lines
}
