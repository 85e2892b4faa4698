package decode

import (
	"fmt"
	"image"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"pratica/claim"
)

// A char is one character of a page's text in PDFium's order: of a word, a gap or a line end.
type char struct {
	rune  rune
	index int
}

// A run is characters without a gap, with the box around them in points of the page.
type run struct {
	chars []char
	box   rect
}

// The bounds of a text layer.
const (
	minTextChars = 20     // fewer are a stamp of the scanning program, not the text of a page
	maxTextChars = 50_000 // some thirty closely printed pages
	minFontSize  = 3      // points; nobody reads smaller print
	minContrast  = 40     // grey levels between ink and paper where text can be seen
	leastDark    = 0.12   // share of a word's box that is ink; print has a sixth to a third
)

// What stands for a hyphen at the end of a line: among the characters, and in the text as a whole.
const (
	pdfiumHyphen       = 2
	pdfiumHyphenInText = 0xfffe
)

// readChars reads the page's text layer, invisible text included; nil if there is none.
func (d *drawnPage) readChars(found *contents) ([]char, error) {
	if !found.texts && !found.many {
		return nil, nil
	}
	text, err := d.textPage()
	if err != nil {
		return nil, err
	}
	count, err := d.instance.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return nil, fmt.Errorf("PDFium: count the characters: %w", err)
	}
	if count.Count > maxTextChars {
		found.many = true
	}
	runes, err := d.runes(text, min(count.Count, maxTextChars))
	if err != nil {
		return nil, err
	}
	chars := make([]char, len(runes))
	for i, r := range runes {
		if r == pdfiumHyphen || r == pdfiumHyphenInText {
			r = '-'
		}
		chars[i] = char{r, i}
	}
	return chars, nil
}

// runes gives the first count characters of the text: all at once, for each call of PDFium costs microseconds, unless it leaves
// out some of them there.
func (d *drawnPage) runes(text references.FPDF_TEXTPAGE, count int) ([]rune, error) {
	if count == 0 {
		return nil, nil
	}
	first, err := d.instance.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: 0})
	if err != nil {
		return nil, fmt.Errorf("PDFium: character 0: %w", err)
	}
	all, err := d.instance.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: text, Count: count})
	if err != nil {
		return nil, fmt.Errorf("PDFium: read the text: %w", err)
	}
	runes := []rune(all.Text)
	if len(runes) == count && runes[0] == rune(first.Unicode) {
		return runes, nil
	}
	runes = make([]rune, count)
	for i := range runes {
		u, err := d.instance.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
		if err != nil {
			return nil, fmt.Errorf("PDFium: character %d: %w", i, err)
		}
		runes[i] = rune(u.Unicode)
	}
	return runes, nil
}

// textPage loads the text once a page.
func (d *drawnPage) textPage() (references.FPDF_TEXTPAGE, error) {
	if d.text != "" {
		return d.text, nil
	}
	loaded, err := d.instance.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: d.page})
	if err != nil {
		return "", fmt.Errorf("PDFium: read the text: %w", err)
	}
	d.text = loaded.TextPage
	d.done = append(d.done, func() {
		_, _ = d.instance.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: d.text})
	})
	return d.text, nil
}

// placedText is the visible text on a picture of its page.
type placedText struct {
	words    []Word
	chars    int // of words
	conflict bool
	hidden   bool // some of the text cannot be seen for what lies over it
	ink      *ink

	firsts []int // of words: the index of the first character
	// overlaid are the words that share their place with a watermark, or with dots to write on.
	overlaid map[int]bool
}

// place makes words of characters, and keeps those that can be seen on the picture.
func (d *drawnPage) place(chars []char, found *contents, img image.Image, dpi float64) (*placedText, error) {
	toPixels, err := d.toPixels(img.Bounds())
	if err != nil {
		return nil, err
	}
	out := &placedText{ink: newInk(img, dpi)}
	var word []char
	line, lineEnded := 0, false
	flush := func() error {
		if len(word) == 0 {
			return nil
		}
		parts, err := d.runsOf(word)
		word = word[:0]
		for i, part := range parts {
			if err != nil {
				break
			}
			// PDFium joins what a hyphen divides; the parts stay two words, with a box each.
			lineEnded = lineEnded || i > 0
			if found.hides(part.box) {
				out.hidden = true
				continue
			}
			var w Word
			var seen bool
			if w, seen, err = d.visibleWord(part, toPixels, out.ink); !seen {
				continue
			}
			if lineEnded && len(out.words) > 0 {
				line++
			}
			lineEnded = false
			w.Line = line
			out.add(w, part.chars[0].index)
		}
		return err
	}
	for _, c := range chars {
		if !unicode.IsSpace(c.rune) && c.rune != 0 {
			word = append(word, c)
			continue
		}
		if err := flush(); err != nil {
			return nil, err
		}
		lineEnded = lineEnded || c.rune == '\n' || c.rune == '\r'
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return out, d.dropUnseen(out)
}

// dropUnseen drops words that share their place with others and are themselves no darker than the paper.
func (d *drawnPage) dropUnseen(t *placedText) error {
	if len(t.overlaid) == 0 {
		return nil
	}
	var seen []Word
	for i, w := range t.words {
		if t.overlaid[i] {
			darker, err := d.darker(t.firsts[i], image.Rect(w.Box.X, w.Box.Y, w.Box.X+w.Box.W, w.Box.Y+w.Box.H), t.ink)
			if err != nil {
				return err
			}
			if !darker {
				t.hidden = true
				t.chars -= len([]rune(w.Text))
				continue
			}
		}
		seen = append(seen, w)
	}
	t.words, t.firsts, t.overlaid = seen, nil, nil
	return nil
}

// darker tells whether the colour of a character is darker than the paper in a box.
func (d *drawnPage) darker(index int, box image.Rectangle, ink *ink) (bool, error) {
	c, err := d.instance.FPDFText_GetFillColor(&requests.FPDFText_GetFillColor{TextPage: d.text, Index: index})
	if err != nil {
		return false, fmt.Errorf("PDFium: colour of the text: %w", err)
	}
	return int(min(c.R, c.G, c.B))+minContrast <= int(ink.lightest(box)), nil
}

// runsOf gives a word with its box, or its parts where it goes on elsewhere. A word drawn at once is one rectangle.
func (d *drawnPage) runsOf(word []char) ([]run, error) {
	count, err := d.instance.FPDFText_CountRects(&requests.FPDFText_CountRects{TextPage: d.text, StartIndex: word[0].index, Count: len(word)})
	if err != nil {
		return nil, fmt.Errorf("PDFium: place the text: %w", err)
	}
	if count.Count == 1 {
		r, err := d.instance.FPDFText_GetRect(&requests.FPDFText_GetRect{TextPage: d.text})
		if err != nil {
			return nil, fmt.Errorf("PDFium: place the text: %w", err)
		}
		if box := (rect{r.Left, r.Bottom, r.Right, r.Top}); box.area() > 0 {
			return []run{{word, box}}, nil
		}
	}
	return d.placeChars(word), nil
}

// placeChars places a word by the boxes of its characters, and parts it where one is far from the last.
func (d *drawnPage) placeChars(word []char) []run {
	var runs []run
	var last rect
	for _, c := range word {
		b, err := d.instance.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: d.text, Index: c.index})
		if err != nil {
			continue
		}
		box := rect{b.Left, b.Bottom, b.Right, b.Top}
		if n := len(runs) - 1; n >= 0 && !last.far(box) {
			runs[n].chars, runs[n].box = append(runs[n].chars, c), runs[n].box.around(box)
		} else {
			runs = append(runs, run{[]char{c}, box})
		}
		last = box
	}
	return runs
}

// around is the box around two.
func (r rect) around(o rect) rect {
	return rect{min(r.x0, o.x0), min(r.y0, o.y0), max(r.x1, o.x1), max(r.y1, o.y1)}
}

// far reports that a box does not go on where another of the same word ends.
func (r rect) far(o rect) bool {
	size := max(r.x1-r.x0, r.y1-r.y0, o.x1-o.x0, o.y1-o.y0)
	return max(r.x0, o.x0)-min(r.x1, o.x1) > 1.5*size || max(r.y0, o.y0)-min(r.y1, o.y1) > 1.5*size
}

// toPixels gives the map from points of the page to pixels of a picture of it.
func (d *drawnPage) toPixels(b image.Rectangle) (matrix, error) {
	const fine = 1 << 20 // PDFium rounds to whole pixels
	var p [3][2]float64
	for i, at := range [3][2]float64{{0, 0}, {1000, 0}, {0, 1000}} {
		v, err := d.instance.FPDF_PageToDevice(&requests.FPDF_PageToDevice{Page: d.page, SizeX: fine, SizeY: fine, PageX: at[0], PageY: at[1]})
		if err != nil {
			return matrix{}, fmt.Errorf("PDFium: place the text: %w", err)
		}
		p[i] = [2]float64{float64(v.DeviceX) * float64(b.Dx()) / fine, float64(v.DeviceY) * float64(b.Dy()) / fine}
	}
	return matrix{
		(p[1][0] - p[0][0]) / 1000, (p[1][1] - p[0][1]) / 1000,
		(p[2][0] - p[0][0]) / 1000, (p[2][1] - p[0][1]) / 1000,
		p[0][0], p[0][1],
	}, nil
}

// hides tells whether a picture drawn over text lies over the middle of a word.
func (c *contents) hides(word rect) bool {
	x, y := (word.x0+word.x1)/2, (word.y0+word.y1)/2
	return slices.ContainsFunc(c.pictures, func(p drawnPicture) bool { return p.hidesText && p.box.holds(rect{x, y, x, y}, 0) })
}

// visibleWord gives the word with its box, unless nobody can see it.
func (d *drawnPage) visibleWord(word run, toPixels matrix, ink *ink) (Word, bool, error) {
	onPage, _ := toPixels.bounds(word.box)
	x0, y0 := int(math.Floor(onPage.x0)), int(math.Floor(onPage.y0))
	x1, y1 := int(math.Ceil(onPage.x1)), int(math.Ceil(onPage.y1))
	whole := (x1 - x0) * (y1 - y0)
	seen := image.Rect(x0, y0, x1, y1).Intersect(image.Rect(0, 0, ink.w, ink.h))
	if seen.Empty() || 2*seen.Dx()*seen.Dy() < whole {
		return Word{}, false, nil
	}
	levels, dark := ink.contrast(seen)
	if levels < minContrast {
		return Word{}, false, nil
	}
	size, mode, err := d.font(word.chars[0].index)
	if err != nil {
		return Word{}, false, err
	}
	if size < minFontSize || mode == enums.FPDF_TEXTRENDERMODE_INVISIBLE || mode == enums.FPDF_TEXTRENDERMODE_CLIP {
		return Word{}, false, nil
	}
	filled := mode == enums.FPDF_TEXTRENDERMODE_FILL || mode == enums.FPDF_TEXTRENDERMODE_UNKNOWN
	if dark < leastDark && filled { // perhaps what is dark is a rule, or the dots to write on
		if darker, err := d.darker(word.chars[0].index, seen, ink); err != nil || !darker {
			return Word{}, false, err
		}
	}
	text := make([]rune, len(word.chars))
	for i, c := range word.chars {
		text[i] = c.rune
	}
	return Word{Text: string(text), Box: claim.Box{X: seen.Min.X, Y: seen.Min.Y, W: seen.Dx(), H: seen.Dy()}, FontSize: size}, true, nil
}

// font gives the size of a character in points as drawn, and how it is drawn.
func (d *drawnPage) font(index int) (float64, enums.FPDF_TEXT_RENDERMODE, error) {
	size, err := d.instance.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: d.text, Index: index})
	if err != nil {
		return 0, 0, fmt.Errorf("PDFium: font of character %d: %w", index, err)
	}
	drawn := math.Abs(size.FontSize) // some writers turn the text and the page upside down
	if m, err := d.instance.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: d.text, Index: index}); err == nil {
		drawn *= math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D))
	}
	d.refs++
	object, err := d.instance.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: d.text, Index: index})
	if err != nil { // a character that PDFium made up, such as a hyphen at a line's end
		return drawn, enums.FPDF_TEXTRENDERMODE_UNKNOWN, nil
	}
	mode, err := d.instance.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: object.TextObject})
	if err != nil {
		return drawn, enums.FPDF_TEXTRENDERMODE_UNKNOWN, nil
	}
	return drawn, mode.TextRenderMode, nil
}

// behind is how many times as high as another a word is that stands behind it, a watermark, without hiding it.
const behind = 4

// says reports a letter or digit: dots and dashes to write on stand where the writing does.
func says(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// add keeps a word, but the shadow of one only once. Two different words in one place are a conflict: one of
// them may be drawn over the other. first is the index of its first character.
func (t *placedText) add(w Word, first int) {
	for i := len(t.words) - 1; i >= 0; i-- {
		o := t.words[i].Box
		cut := image.Rect(o.X, o.Y, o.X+o.W, o.Y+o.H).Intersect(image.Rect(w.Box.X, w.Box.Y, w.Box.X+w.Box.W, w.Box.Y+w.Box.H))
		if area := cut.Dx() * cut.Dy(); 2*area < min(o.W*o.H, w.Box.W*w.Box.H) {
			continue
		}
		if t.words[i].Text == w.Text {
			return
		}
		if max(o.H, w.Box.H) < behind*min(o.H, w.Box.H) && says(t.words[i].Text) && says(w.Text) {
			t.conflict = true
			continue
		}
		if t.overlaid == nil {
			t.overlaid = map[int]bool{}
		}
		if says(t.words[i].Text) && (o.H < w.Box.H || !says(w.Text)) {
			t.overlaid[i] = true
		} else {
			t.overlaid[len(t.words)] = true
		}
	}
	t.words, t.firsts = append(t.words, w), append(t.firsts, first)
	t.chars += len([]rune(w.Text))
}

// The bounds of what may be seen beside the text before it no longer covers the page: letters of a logo.
const (
	maxStrangers     = 30
	maxStrangerShare = 0.15 // of the characters of the text
)

// judge reports whether the text layer says what stands where its words are, and whether recognition would
// find nothing beside them.
func (t *placedText) judge(found *contents) (holds, covers bool) {
	if found.many || t.conflict || t.chars < minTextChars {
		return false, false
	}
	strangers := t.ink.strangers(t.words)
	return strangers <= t.chars, !t.hidden && strangers <= maxStrangers && float64(strangers) <= maxStrangerShare*float64(t.chars)
}

// mostHidden is the share of the page that pictures over its text may cover, a doctor's stamp, before the text counts as
// what somebody recognised under a scan.
const mostHidden = 0.15

// mayBeCovered guesses before drawing whether text covers the page: not under or on a picture of most of it.
func (c *contents) mayBeCovered(d *drawnPage) bool {
	hidden := 0.0
	for _, p := range c.pictures {
		if p.box.area() > mostOfPage*d.w*d.h {
			return false
		}
		if p.hidesText {
			hidden += p.box.area()
		}
	}
	return !c.many && hidden <= mostHidden*d.w*d.h
}
