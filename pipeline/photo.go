package pipeline

import (
	"image"
	"math"

	"pratica/claim"
	"pratica/ocr/decode"
	"pratica/ocr/photo"
)

// flattened is the paper on a photo as if it had been scanned, and the homography from it to the page as it came. What
// is no photo stays as it is; what shows no border of a paper too, but for a resolution that its letters speak against.
func flattened(page *decode.Page) (*decode.Page, [9]float64) {
	papers, taken := papersOn(page)
	if !taken {
		return page, claim.Identity
	}
	flat := photo.Flatten(page.Image, papers)
	out := *page
	if flat.Image == nil {
		out.DPI = photo.Resolution(page.Image, page.DPI)
		return &out, claim.Identity
	}
	out.Image, out.DPI = flat.Image, flat.DPI
	out.Encoded, out.MediaType = nil, ""
	return &out, flat.Back
}

// papersOn finds the papers on a photo, and tells whether it is one. A picture without a believable resolution is; a
// picture with a resolution, as a photo has that somebody made a PDF of, only if it looks like one and no scan does.
func papersOn(page *decode.Page) (papers []photo.Paper, taken bool) {
	if page.TextHolds || page.Bitonal || !page.Estimated && !mayBePhoto(page) {
		return nil, false
	}
	papers = photo.Find(page.Image)
	return papers, page.Estimated || photo.Photographed(page.Image, papers)
}

// mayBePhoto tells without looking closely that a page with a resolution is one picture in colours, or in greys with the
// shape of a camera's: 4:3 or 16:9, which no sheet has that is scanned.
func mayBePhoto(page *decode.Page) bool {
	if page.Rendered || len(page.Text) > 0 {
		return false
	}
	if _, grey := page.Image.(*image.Gray); !grey {
		return true
	}
	b := page.Image.Bounds()
	shape := float64(max(b.Dx(), b.Dy())) / float64(max(1, min(b.Dx(), b.Dy())))
	return math.Abs(shape*3/4-1) < 0.005 || math.Abs(shape*9/16-1) < 0.005
}
