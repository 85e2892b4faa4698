package decode

import (
	"fmt"
	"image"
	"math"
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
	box   rect // in points of the page; zero for gaps
}

// The bounds of a text layer.
const (
	minTextChars = 20     // fewer are a stamp of the scanning program, not the text of a page
	maxTextChars = 50_000 // some thirty closely printed pages
	minFontSize  = 3      // points; nobody reads smaller print
	minContrast  = 40     // grey levels between ink and paper where text can be seen
)

// pdfiumHyphen stands for a hyphen at the end of a line.
const pdfiumHyphen = 2

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
	var chars []char
	for i := range min(count.Count, maxTextChars) {
		u, err := d.instance.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
		if err != nil {
			return nil, fmt.Errorf("PDFium: character %d: %w", i, err)
		}
		c := char{rune: rune(u.Unicode), index: i}
		if c.rune == pdfiumHyphen {
			c.rune = '-'
		}
		if !unicode.IsSpace(c.rune) && c.rune != 0 {
			box, err := d.instance.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: i})
			if err != nil {
				continue
			}
			c.box = rect{box.Left, box.Bottom, box.Right, box.Top}
		}
		chars = append(chars, c)
	}
	return chars, nil
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
	ink      *ink
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
		defer func() { word = word[:0] }()
		w, ok, err := d.visibleWord(word, found, toPixels, out.ink, dpi)
		if err != nil || !ok {
			return err
		}
		if lineEnded && len(out.words) > 0 {
			line++
		}
		lineEnded = false
		w.Line = line
		out.add(w)
		return nil
	}
	for _, c := range chars {
		switch {
		case c.rune == '\n' || c.rune == '\r':
			if err := flush(); err != nil {
				return nil, err
			}
			lineEnded = true
		case unicode.IsSpace(c.rune) || c.rune == 0:
			if err := flush(); err != nil {
				return nil, err
			}
		default:
			if len(word) > 0 && word[len(word)-1].box.far(c.box) {
				// PDFium joins what a hyphen divides; the parts stay two words, with a box each.
				if err := flush(); err != nil {
					return nil, err
				}
				lineEnded = true
			}
			word = append(word, c)
		}
	}
	return out, flush()
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

// visibleWord gives the word with its box, unless nobody can see it.
func (d *drawnPage) visibleWord(chars []char, found *contents, toPixels matrix, ink *ink, dpi float64) (Word, bool, error) {
	box := chars[0].box
	var text strings.Builder
	for _, c := range chars {
		box = rect{math.Min(box.x0, c.box.x0), math.Min(box.y0, c.box.y0), math.Max(box.x1, c.box.x1), math.Max(box.y1, c.box.y1)}
		text.WriteRune(c.rune)
	}
	for _, p := range found.pictures {
		if p.hidesText && p.box.holds(rect{(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2}, 0) {
			return Word{}, false, nil
		}
	}
	onPage, _ := toPixels.bounds(box)
	x0, y0 := int(math.Floor(onPage.x0)), int(math.Floor(onPage.y0))
	x1, y1 := int(math.Ceil(onPage.x1)), int(math.Ceil(onPage.y1))
	whole := (x1 - x0) * (y1 - y0)
	seen := image.Rect(x0, y0, x1, y1).Intersect(image.Rect(0, 0, ink.w, ink.h))
	if seen.Empty() || 2*seen.Dx()*seen.Dy() < whole || ink.contrast(seen) < minContrast {
		return Word{}, false, nil
	}
	size, mode, err := d.font(chars[0].index)
	if err != nil {
		return Word{}, false, err
	}
	if size < minFontSize || mode == enums.FPDF_TEXTRENDERMODE_INVISIBLE || mode == enums.FPDF_TEXTRENDERMODE_CLIP {
		return Word{}, false, nil
	}
	return Word{Text: text.String(), Box: claim.Box{X: seen.Min.X, Y: seen.Min.Y, W: seen.Dx(), H: seen.Dy()}, FontSize: size}, true, nil
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

// add keeps a word, but the shadow of one only once. Two different words in one place are a conflict: one of
// them may be drawn over the other.
func (t *placedText) add(w Word) {
	for i := len(t.words) - 1; i >= 0; i-- {
		o := t.words[i].Box
		cut := image.Rect(o.X, o.Y, o.X+o.W, o.Y+o.H).Intersect(image.Rect(w.Box.X, w.Box.Y, w.Box.X+w.Box.W, w.Box.Y+w.Box.H))
		if area := cut.Dx() * cut.Dy(); 2*area < min(o.W*o.H, w.Box.W*w.Box.H) {
			continue
		}
		if t.words[i].Text == w.Text {
			return
		}
		t.conflict = true
	}
	t.words = append(t.words, w)
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
	return strangers <= t.chars, strangers <= maxStrangers && float64(strangers) <= maxStrangerShare*float64(t.chars)
}

// mayBeCovered guesses before drawing whether text covers the page: not under or on a picture of most of it.
func (c *contents) mayBeCovered(d *drawnPage) bool {
	for _, p := range c.pictures {
		if p.hidesText || p.box.area() > mostOfPage*d.w*d.h {
			return false
		}
	}
	return !c.many
}
