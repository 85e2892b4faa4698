package pipeline

import (
	"pratica/claim"
	"pratica/ocr/decode"
	"pratica/ocr/photo"
)

// flattened is the paper on a photo as if it had been scanned, and the homography from it to the page as it came. What
// is no photo, or shows no border of a paper, stays as it is.
func flattened(page *decode.Page) (*decode.Page, [9]float64) {
	if !page.Estimated || page.TextHolds || page.Bitonal {
		return page, claim.Identity
	}
	flat := photo.Flatten(page.Image, photo.Find(page.Image))
	if flat.Image == nil {
		return page, claim.Identity
	}
	out := *page
	out.Image, out.DPI = flat.Image, flat.DPI
	out.Encoded, out.MediaType = nil, ""
	return &out, flat.Back
}
