package pipeline

import (
	"image"

	"pratica/claim"
	"pratica/extract"
)

// kindOf is what a page is that is no form with a definition and no separator.
func kindOf(r *Reading) extract.PageKind {
	if r.Answers != "" { // it cites invoices, and is none
		return extract.PageKind{Kind: claim.Letter, Confidence: 0.9995}
	}
	if r.KindOfPage != blankPage {
		return extract.ClassifyPage(r.invoicePage(), r.Look)
	}
	if r.Look.EnvelopeSize() { // forms, invoices and letters are not printed on paper of these sizes
		return extract.PageKind{Kind: claim.Envelope, Confidence: 0.85}
	}
	return extract.PageKind{Kind: claim.Blank, Confidence: 0.998}
}

// coloured tells for a place on a page, from 0 to 1 across and down, whether it has colour: more than paper that
// yellowed or ink that faded. It is nil for a page in grey.
func coloured(page image.Image) func(x, y float64) bool {
	switch page.(type) {
	case *image.Gray, *image.Gray16:
		return nil
	}
	b := page.Bounds()
	return func(x, y float64) bool {
		r, g, bl, _ := page.At(b.Min.X+int(x*float64(b.Dx())), b.Min.Y+int(y*float64(b.Dy()))).RGBA()
		return max(r, g, bl)-min(r, g, bl) > leastColour
	}
}

// leastColour is the least difference between the strongest and the weakest of red, green and blue (0 to 65535)
// of what is called coloured.
const leastColour = 40 << 8
