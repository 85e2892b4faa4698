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
	if len(words) > 0 || !wide(r, dpi) || !e.MayReadAgain() {
		return words, nil
	}
	found, err = e.read(ctx, framed(crop(g, r.Inset(-int(0.25/25.4*dpi))), int(0.25/25.4*dpi)), dpi, psmRaw, false)
	words = wordsOf(found)
	e.ReadAgain(len(words) == 0)
	if err != nil || sureness(words) < 0.5 {
		return nil, err
	}
	return words, nil
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
