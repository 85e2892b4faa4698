package pipeline

import (
	"context"
	"fmt"
	"image"
	"slices"

	"pratica/ocr/decode"
	"pratica/ocr/photo"
	"pratica/ocr/recognise"
)

// readUnderStamps reads a page again without the ink of the stamps on it. What is seen under them then counts where they lie, if
// more can be read there than before.
func (p *pageReader) readUnderStamps(ctx context.Context, page *decode.Page, text recognise.Text) (recognise.Text, error) {
	if !p.engine.MayReadAgain() {
		return text, nil
	}
	grey, stamps := photo.WithoutStamps(page.Image, page.DPI)
	if stamps == nil {
		return text, nil
	}
	under, err := p.engine.Page(ctx, recognise.Normalise(grey, page.DPI), page.DPI)
	if err != nil {
		return text, fmt.Errorf("recognise page without its stamps: %w", err)
	}
	better := withUnder(text, under, stamps, grey.Rect.Size())
	more := better.Legible() > text.Legible()
	p.engine.ReadAgain(!more)
	if more {
		return better, nil
	}
	return text, nil
}

// withUnder is a reading with what another one, of the same page without its stamps, has in their place. Coloured print that only
// the first has stays. Where the page was seen otherwise without them, the other reading counts alone if the first has hardly
// anything. Stamps lie on the picture as it came, which has the size.
func withUnder(text, under recognise.Text, stamps []image.Rectangle, size image.Point) recognise.Text {
	const (
		hardly = 0.5 // of the letters
		well   = 0.8
	)
	if under.Turns != text.Turns || under.Size != text.Size {
		if text.Legible() < hardly*under.Legible() {
			return under
		}
		return text
	}
	stamped := func(w recognise.Word) bool {
		x, y := project(text.Level, float64(w.Box.Min.X+w.Box.Max.X)/2, float64(w.Box.Min.Y+w.Box.Max.Y)/2)
		x, y = project(turned(text.Turns, size.X, size.Y), x, y)
		at := image.Pt(int(x), int(y))
		return slices.ContainsFunc(stamps, func(s image.Rectangle) bool { return at.In(s) })
	}
	merged := text
	merged.Words = nil
	var seen []recognise.Word
	for _, w := range under.Words {
		if stamped(w) {
			seen = append(seen, w)
		}
	}
	for _, w := range text.Words {
		if !stamped(w) || w.Confidence >= well && !slices.ContainsFunc(seen, func(o recognise.Word) bool { return o.Confidence >= 0.5 && o.Box.Overlaps(w.Box) }) {
			merged.Words = append(merged.Words, w)
		}
	}
	merged.Words = append(merged.Words, seen...)
	return merged
}
