package forms

import (
	"strings"

	"github.com/tdewolff/canvas"
)

// lines breaks a text at its spaces and line ends into the lines of a zone. There may be more than the zone
// has.
func (f Field) lines(text string) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			longer := strings.TrimSpace(line + " " + word)
			if line != "" && f.lineWidth(longer) > f.Rect.W-2 {
				lines = append(lines, line)
				longer = word
			}
			line = longer
		}
		lines = append(lines, line)
	}
	return lines
}

// lineWidth is the width in mm of a line of a zone of several lines.
func (f Field) lineWidth(line string) float64 {
	return fonts()[canvas.FontRegular].Face(typeSize, canvas.Black).TextWidth(line)
}

// hasGlyph reports whether the font of the forms can print a character.
func hasGlyph(r rune) bool { return fonts()[canvas.FontRegular].GlyphIndex(r) != 0 }
