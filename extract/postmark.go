package extract

import (
	"image"
	"math"
	"strings"

	"pratica/claim"
	"pratica/extract/pattern"
)

// Dated is a date found on an envelope.
type Dated struct {
	Date claim.Date `json:"date"`
	Text string     `json:"text"`
	// Box is where it stands.
	Box        claim.Box `json:"box"`
	Confidence float64   `json:"confidence"`
}

// Printed by the counter, a date is sure as its words are; what is handwritten or of a notice less.
const printedDate = 0.85

// FrankingDates are the dates among the words of an envelope: of a label that the counter printed, or a meter's
// imprint. Boxes are of the page the words lie on.
func FrankingDates(page InvoicePage) []Dated {
	var list []Dated
	for _, r := range newLayout(page.Words, page.Width, page.Height).rows {
		for _, c := range r.cells {
			for _, d := range findDates(c.text()) {
				list = append(list, Dated{d.value, c.text(), boxOf(c.words), printedDate * lowestConfidence(c.words)})
			}
		}
	}
	return list
}

// Middle cuts the straight lines out of a round stamp: what lies within the ring around them, turned clockwise by so many
// degrees, on white. The page is g at dpi.
func (r Ring) Middle(g *image.Gray, dpi, degrees float64) *image.Gray {
	mm := dpi / 25.4
	b := g.Bounds()
	half := 0.7 * r.Radius * mm
	size := int(2 * half)
	out := image.NewGray(image.Rect(0, 0, size, size))
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	cx, cy := float64(b.Min.X)+r.X*mm, float64(b.Min.Y)+r.Y*mm
	var inside []int
	var histogram [256]int
	for y := range size {
		for x := range size {
			u, v := float64(x)-half, float64(y)-half
			out.Pix[y*out.Stride+x] = 255
			// the lines fill the middle's height; above and below stand the curved ones
			if math.Hypot(u, v) > 0.62*r.Radius*mm || math.Abs(v) > 0.4*r.Radius*mm {
				continue
			}
			p := image.Pt(int(cx+u*cos+v*sin), int(cy-u*sin+v*cos))
			if p.In(b) {
				grey := g.Pix[g.PixOffset(p.X, p.Y)]
				out.Pix[y*out.Stride+x] = grey
				histogram[grey]++
				inside = append(inside, y*out.Stride+x)
			}
		}
	}
	// paper that is brown or in shadow becomes white, worn ink black
	light, dark := level(histogram, len(inside)/2), level(histogram, len(inside)/50)
	for _, i := range inside {
		out.Pix[i] = uint8(max(0, min(255, (int(out.Pix[i])-dark)*255/max(1, light-dark-(light-dark)/8))))
	}
	return out
}

// level is the grey that so many pixels do not exceed.
func level(histogram [256]int, count int) int {
	grey := 0
	for n := histogram[0]; n <= count && grey < 255; n += histogram[grey] {
		grey++
	}
	return grey
}

// Box is the square around the ring on a page of dpi.
func (r Ring) Box(dpi float64) claim.Box {
	mm := dpi / 25.4
	return claim.Box{X: int((r.X - r.Radius) * mm), Y: int((r.Y - r.Radius) * mm), W: int(2 * r.Radius * mm), H: int(2 * r.Radius * mm)}
}

// StampDate is the date in the lines of a stamp, as recognised; false when there is none. The wheels of a stamp show two
// figures for a day and a month: one that is missing was not read. Recognisers give spaces between figures.
func StampDate(text string) (claim.Date, bool) {
	for _, line := range strings.Split(text, "\n") {
		for _, form := range []string{line, strings.ReplaceAll(line, " ", "")} {
			if dates := findDates(stampDate.FindString(form)); len(dates) == 1 {
				return dates[0].value, true
			}
		}
	}
	return claim.Date{}, false
}

var stampDate = pattern.Must(`\b\d\d[./-]\d\d[./-](?:20)?\d\d\b`)
