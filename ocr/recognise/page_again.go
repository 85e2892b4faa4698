package recognise

import (
	"context"
	"image"
)

// readAgain reads a run at full resolution.
func (p *page) readAgain(ctx context.Context, r image.Rectangle) ([]Word, error) {
	part, line, dpi, around := p.sharp(r)
	words, err := p.engine.readLine(ctx, part, line, dpi)
	return p.from(words, part, around), err
}

// sharp is a run at full resolution, cleaned: its picture with a margin of what is around it on the page, and the place
// of the run there.
func (p *page) sharp(r image.Rectangle) (part *image.Gray, line image.Rectangle, dpi float64, around image.Rectangle) {
	const margin = 1.0 // mm
	around = r.Inset(-int(margin / 25.4 * p.dpi))
	part, scale := p.sheet.sharp(around)
	dpi = p.dpi * scale
	l := p.sheet.levels()
	line = part.Rect.Inset(int(margin / 25.4 * dpi))
	change(part, levelAreas(l, dpi))
	plainPrint(part, l, dpi)
	return part, line, dpi, around
}

// from gives words of such a picture their places on the page.
func (p *page) from(words []Word, part *image.Gray, around image.Rectangle) []Word {
	for i, w := range words {
		words[i].Box = scaled(w.Box, part.Rect, around).Intersect(p.clean.Rect)
	}
	return words
}
