package extract

import (
	"math"

	"pratica/claim"
	"pratica/extract/forms"
)

// Shares of the core of a box, its sides left out, that are inked: more than a cross leaves free is a box that is
// blackened, and less than a short stroke is dust or the rest of an outline.
const (
	markEdge    = 0.22 // of the side, on each side of the core
	blackened   = 0.8
	surelyMade  = 0.2
	perhapsMade = 0.1
	surelyEmpty = 0.04
	surelyBlank = 0.998
)

// foreignMark reads a box whose outline is guessed: what is left of it is not to be taken for a cross, which runs
// through the middle.
func (s *sheet) foreignMark(f forms.Field) FormField {
	z := s.cut(f)
	share := z.coreInk(markEdge * math.Min(f.Rect.W, f.Rect.H))
	out := FormField{Zone: f, Blank: true, Features: map[string]float64{"ink": share}}
	out.Value = "false"
	out.From = claim.Provenance{Box: s.zoneBox(f.Rect), Method: claim.FromMark}
	switch {
	case share < surelyEmpty:
		out.From.Confidence = surelyBlank - 2*share
	case share < perhapsMade:
		out.From.Confidence = 0.7
	default:
		out.Value, out.Blank, out.Filled = "true", false, share > blackened
		out.From.Confidence = 0.8
		if share > surelyMade {
			out.From.Confidence = 0.98
		}
		if out.Filled {
			out.From.Confidence = min(out.From.Confidence, doubtfulMark)
		}
		if !z.writing.Empty() {
			out.From.Box = s.box(z, z.writing)
		}
	}
	return out
}

// coreInk is the share of ink in the field's rectangle, less so many mm on each side.
func (z zone) coreInk(edge float64) float64 {
	core := z.inner(edge).Intersect(z.clean.Rect)
	if core.Empty() {
		return 0
	}
	n := 0
	for y := core.Min.Y; y < core.Max.Y; y++ {
		for _, v := range z.clean.Pix[z.clean.PixOffset(core.Min.X, y):][:core.Dx()] {
			if v < z.threshold {
				n++
			}
		}
	}
	return float64(n) / float64(core.Dx()*core.Dy())
}
