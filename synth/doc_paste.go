package synth

import (
	"math"

	"github.com/tdewolff/canvas"
)

// paste draws another sheet on this one: its upper left corner at x, y (mm), scaled, turned clockwise by
// degrees about that corner. Its strings count as printed here only if text is true, at the places they come to.
func (s *sheet) paste(from *sheet, x, y, scale, degrees float64, text bool) {
	m := canvas.Identity.Translate(x, s.H-y).Rotate(-degrees).Scale(scale, scale).Translate(0, -from.H)
	from.c.RenderViewTo(s.c, m)
	if !text {
		return
	}
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	for _, p := range from.printed {
		s.printed = append(s.printed, placed{p.text, x + scale*(p.x*cos-p.y*sin), y + scale*(p.x*sin+p.y*cos), p.w * scale * cos})
	}
}
