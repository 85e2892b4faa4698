package extract

import (
	"image"
	"math"

	"pratica/extract/forms"
)

const (
	// doubtfulMark is how sure a mark is that may be one taken back: not enough to be accepted.
	doubtfulMark = 0.6
	// filledShare is the share of a box that more than a cross of a thick pen covers.
	filledShare = 0.5
	// mostStrokes is how many times the side of its box the strokes of a mark are long within it: a cross has 2, a
	// circle 2.3, one that is struck out with two lines 2.7.
	mostStrokes = 2.5
	// leastBeside is the area in mm² of ink beside a box that is no dust.
	leastBeside = 0.15
	// ringReach is how far beyond a box, as a share of its side, a ring drawn around its mark may run.
	ringReach = 0.75
)

// reworked tells that a mark may have been taken back: more is drawn in its box than a cross, a tick or a circle needs,
// lines run through it and out at two sides, or a ring runs around it.
func (s *sheet) reworked(z zone) bool {
	side := math.Min(z.field.Rect.W, z.field.Rect.H)
	if z.strokes() > mostStrokes*side || z.sidesWithInk() > 1 {
		return true
	}
	return s.wider(z.field, ringReach*side).sidesWithInk() == 4
}

// runsIn tells that what stands in a wide cell begins at its left edge and ends before its middle: the figures of the cell beside it.
func (z zone) runsIn() bool {
	const (
		edge = 1.0 // mm
		wide = 1.5 // times its height: a box for a cross is a square
		part = 0.45
	)
	cell := z.inner(0)
	return float64(cell.Dx()) > wide*float64(cell.Dy()) && float64(z.writing.Min.X-cell.Min.X) < edge*zonePerMM &&
		float64(z.writing.Max.X-cell.Min.X) < part*float64(cell.Dx())
}

// strokes is about how long, in mm, the lines are that a pen drew within the box: half their outline.
func (z zone) strokes() float64 {
	box := z.inner(0).Intersect(z.clean.Rect)
	outline := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if z.dark(x, y) && !(z.dark(x-1, y) && z.dark(x+1, y) && z.dark(x, y-1) && z.dark(x, y+1)) {
				outline++
			}
		}
	}
	return float64(outline) / 2 / zonePerMM
}

// sidesWithInk is at how many sides of the box there is ink beyond its middle third. A large cross runs out at the corners,
// a tick at one side.
func (z zone) sidesWithInk() (sides int) {
	all, box := z.clean.Rect, z.inner(-0.3)
	w, h := box.Dx()/3, box.Dy()/3
	for _, strip := range [4]image.Rectangle{
		image.Rect(box.Min.X+w, all.Min.Y, box.Max.X-w, box.Min.Y),
		image.Rect(box.Min.X+w, box.Max.Y, box.Max.X-w, all.Max.Y),
		image.Rect(all.Min.X, box.Min.Y+h, box.Min.X, box.Max.Y-h),
		image.Rect(box.Max.X, box.Min.Y+h, all.Max.X, box.Max.Y-h),
	} {
		ink := 0
		for y := strip.Min.Y; y < strip.Max.Y; y++ {
			for x := strip.Min.X; x < strip.Max.X; x++ {
				if z.dark(x, y) {
					ink++
				}
			}
		}
		if float64(ink) > leastBeside*zonePerMM*zonePerMM {
			sides++
		}
	}
	return sides
}

// dark tells whether a pixel is ink; beyond the picture there is none.
func (z zone) dark(x, y int) bool {
	return image.Pt(x, y).In(z.clean.Rect) && z.clean.Pix[z.clean.PixOffset(x, y)] < z.threshold
}

// wider cuts a field out of the page with so many mm around it, without what the form prints but with all that was
// written, whoever's it is.
func (s *sheet) wider(f forms.Field, margin float64) zone {
	z, _ := s.withoutForm(f, margin)
	return z
}
