package letters

import (
	"strings"
	"unicode"

	"github.com/tdewolff/canvas"

	"pratica/extract/forms"
)

// A page is A4 as DIN 5008, form B, lays it out, in mm: the addressee in a field of 85 × 45 mm that begins 45 mm below the
// edge and 20 mm beside it, its upper 17.7 mm for the sender; it is seen through the window of a DL envelope (DIN 680) when
// the sheet is folded at 105 and 210 mm. With the window on the right the field is mirrored.
const (
	pageWidth  = 210.0
	pageHeight = 297.0

	leftEdge  = 25.0
	rightEdge = 190.0

	fieldSide   = 20.0
	fieldTop    = 45.0
	fieldWidth  = 85.0
	fieldHeight = 45.0
	senderPart  = 17.7
	fieldInset  = 5.0

	firstFold  = 105.0
	secondFold = 210.0

	bodyTop    = 102.0 // below the field
	nextTop    = 32.0  // of the pages that follow
	bodyBottom = 272.0
	footLine   = 286.0
)

// style is how a text is set: the size in points, and the distance of its lines in mm.
type style struct {
	face   *canvas.FontFace
	line   float64
	widths map[rune]float64 // mm, of letters met before
}

func newStyle(size float64, weight canvas.FontStyle, ink forms.Ink) style {
	const leading, mmPerPoint = 1.36, 25.4 / 72
	return style{forms.Face(weight, size, ink), size * leading * mmPerPoint, map[rune]float64{}}
}

// width is how wide a text is at most, in mm: letter by letter, because shaping a line anew for each of its words takes
// seconds for a long letter, and kerning only draws letters together.
func (s style) width(text string) float64 {
	sum := 0.0
	for _, r := range text {
		w, known := s.widths[r]
		if !known {
			w = s.face.TextWidth(string(r))
			s.widths[r] = w
		}
		sum += w
	}
	return sum
}

// wrap parts a text into lines of at most a width in mm, between words; a word that is wider is parted where it must. Apostrophes
// become those of print.
func (s style) wrap(text string, width float64) []string {
	var lines []string
	line := ""
	text = strings.ReplaceAll(text, "'", "’")
	for _, word := range strings.Fields(text) {
		switch joined := strings.TrimSpace(line + " " + word); {
		case s.width(joined) <= width:
			line = joined
			continue
		case line != "":
			lines = append(lines, line)
		}
		for s.width(word) > width {
			n := s.fitting(word, width)
			lines = append(lines, word[:n])
			word = word[n:]
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fitting is how many bytes of a word fit into a width: at least one letter, with the marks that stand on it.
func (s style) fitting(word string, width float64) int {
	for n, r := range word {
		if width -= s.width(string(r)); n > 0 && width < 0 && !unicode.Is(unicode.Mn, r) {
			return n
		}
	}
	return len(word)
}

// sheet is the pages of a letter while they are drawn, and where the next line goes.
type sheet struct {
	pages []*canvas.Canvas
	pen   *canvas.Context
	y     float64
}

func (p *sheet) next() {
	page := canvas.New(pageWidth, pageHeight)
	p.pages = append(p.pages, page)
	p.pen = canvas.NewContext(page)
	p.pen.SetCoordSystem(canvas.CartesianIV)
	p.y = nextTop
}

// write sets a line of text at a place: x in mm, y its upper edge.
func (p *sheet) write(s style, x, y float64, align canvas.TextAlign, text string) {
	const ascent = 0.74 // of the distance of lines: where the baseline is
	p.pen.DrawText(x, y+ascent*s.line, canvas.NewTextLine(s.face, text, align))
}

// column writes lines one below the other and gives the lower edge of the last.
func (p *sheet) column(s style, x, y float64, lines []string) float64 {
	for _, line := range lines {
		p.write(s, x, y, canvas.Left, line)
		y += s.line
	}
	return y
}

// room goes on to another page unless so many mm are left on this one.
func (p *sheet) room(mm float64) {
	if p.y+mm > bodyBottom {
		p.next()
	}
}

// flow writes lines from the left, over as many pages as they take: never one line of a paragraph alone at the foot or at
// the head of a page.
func (p *sheet) flow(s style, x float64, lines []string) {
	for i, line := range lines {
		switch left := len(lines) - i; {
		case left == 2, i == 0 && left > 3:
			p.room(2 * s.line)
		case i == 0:
			p.room(float64(left) * s.line)
		default:
			p.room(s.line)
		}
		p.write(s, x, p.y, canvas.Left, line)
		p.y += s.line
	}
}

// fitted sets lines into a column of a width and a height in mm: as large as they fit, from one size in points down to
// another, below which they are not read easily and rather go on.
func fitted(size, least, width, height float64, ink forms.Ink, lines []string) (style, []string) {
	for {
		s := newStyle(size, canvas.FontRegular, ink)
		var set []string
		for _, line := range lines {
			set = append(set, s.wrap(line, width)...)
		}
		if float64(len(set))*s.line <= height || size <= least {
			return s, set
		}
		size -= 0.5
	}
}

// rule draws a thin line in the colour of the letterhead.
func (p *sheet) rule(x1, y1, x2, y2, width float64) {
	p.pen.SetFill(canvas.Transparent)
	p.pen.SetStroke(canvas.Hex("#163a6b"))
	p.pen.SetStrokeWidth(width)
	p.pen.DrawPath(x1, y1, canvas.Line(x2-x1, y2-y1))
}
