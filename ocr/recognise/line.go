package recognise

import (
	"context"
	"image"
	"strings"
)

// readLine reads the line at r of a picture.
func (e *Engine) readLine(ctx context.Context, g *image.Gray, r image.Rectangle, dpi float64) ([]Word, error) {
	part := framed(crop(g, r.Inset(-int(0.5/25.4*dpi))), int(dpi/25.4))
	found, err := e.read(ctx, part, dpi, psmLine, false)
	if err != nil {
		return nil, err
	}
	words := wordsOf(found)
	if len(words) > 0 && unread(words, r) {
		return e.readWhole(ctx, g, r, dpi, words)
	}
	if len(words) > 0 || !wide(r, dpi) || !e.MayReadAgain() {
		return words, nil
	}
	words, err = e.readRaw(ctx, g, r, dpi)
	e.ReadAgain(len(words) == 0)
	if err != nil || sureness(words) < 0.5 {
		return nil, err
	}
	return words, nil
}

// readRaw reads the picture of a line as one, without looking for lines in it.
func (e *Engine) readRaw(ctx context.Context, g *image.Gray, r image.Rectangle, dpi float64) ([]Word, error) {
	margin := int(0.25 / 25.4 * dpi)
	found, err := e.read(ctx, framed(crop(g, r.Inset(-margin)), margin), dpi, psmRaw, false)
	return wordsOf(found), err
}

// unread says whether print as wide as the run is high stands before the words or behind them: Tesseract now and then finds a
// smaller line in the picture of one, and is sure of what it reads there ("009" of "FT20094").
func unread(words []Word, r image.Rectangle) bool {
	var read image.Rectangle
	for _, w := range words {
		read = read.Union(w.Box)
	}
	return max(read.Min.X-r.Min.X, r.Max.X-read.Max.X) > r.Dy()
}

// partlyRead is how far words are believed beside which print was left out.
const partlyRead = 0.6

// readWhole reads a run again of which a part was left out.
func (e *Engine) readWhole(ctx context.Context, g *image.Gray, r image.Rectangle, dpi float64, part []Word) ([]Word, error) {
	if e.MayReadAgain() {
		whole, err := e.readRaw(ctx, g, r, dpi)
		if err != nil {
			return nil, err
		}
		e.ReadAgain(textsOf(whole) == textsOf(part))
		if sureness(whole) >= sureEnough && !unread(whole, r) && strings.Contains(textsOf(whole), textsOf(part)) {
			return whole, nil
		}
	}
	for i := range part {
		part[i].Confidence = min(part[i].Confidence, partlyRead)
	}
	return part, nil
}

// textsOf is the text of words without the spaces, which part and whole may set otherwise.
func textsOf(words []Word) string {
	var texts []string
	for _, w := range words {
		texts = append(texts, w.Text)
	}
	return strings.Join(texts, "")
}

// wide says whether a run has the measures of words. Of few of those, in heavy type, Tesseract finds no line at all
// unless it is told that the picture is one.
func wide(r image.Rectangle, dpi float64) bool {
	mm := dpi / 25.4
	w, h := float64(r.Dx()), float64(r.Dy())
	return w > 4*mm && w > 2.5*h && h > 1.3*mm && h < 8*mm
}

func wordsOf(found []reading) []Word {
	var words []Word
	for _, w := range found {
		if strings.TrimSpace(w.Text) != "" {
			words = append(words, w.Word)
		}
	}
	return words
}
