package pipeline

import (
	"image"
	"math"

	"pratica/claim"
	"pratica/extract"
	"pratica/ocr"
	"pratica/ocr/decode"
	"pratica/ocr/photo"
	"pratica/ocr/recognise"
)

// flattened is the paper on a photo as if it had been scanned, and the homography from it to the page as it came. What
// is no photo stays as it is; what shows no border of a paper too, but for a resolution that its letters speak against.
func flattened(page *decode.Page) (*decode.Page, [9]float64) {
	papers, taken := papersOn(page)
	if !taken {
		return page, claim.Identity
	}
	return flattenedTo(page, papers)
}

func flattenedTo(page *decode.Page, papers []photo.Paper) (*decode.Page, [9]float64) {
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

// otherwise looks for a form on a photo whose text is headed as one, but that no definition was found to fit: what was taken for
// the paper may be half of it. It reports false where no other quadrilateral shows a form.
func otherwise(page *decode.Page) (flat *decode.Page, grey *image.Gray, back [9]float64, ok bool) {
	papers, taken := papersOn(page)
	if !taken {
		return nil, nil, claim.Identity, false
	}
	for _, other := range photo.Others(page.Image, papers) {
		flat, back = flattenedTo(page, []photo.Paper{other})
		grey = lit(flat, back)
		if _, known := extract.RecogniseForm(grey, flat.DPI); known {
			return flat, grey, back, true
		}
	}
	return nil, nil, claim.Identity, false
}

// lit is a page in grey, a photo's in one light everywhere.
func lit(page *decode.Page, back [9]float64) *image.Gray {
	grey := ocr.Grey(page.Image)
	if back != claim.Identity {
		grey = recognise.Normalise(grey, page.DPI)
	}
	return grey
}
