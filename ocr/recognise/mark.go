package recognise

import (
	"image"
	"math"
)

// Ink is the share (0 to 1) of ink in a box of a page, rules, frames and specks not counted. A blank
// zone is below 0.0005, print about 0.1.
func Ink(g *image.Gray, box image.Rectangle, dpi float64) float64 {
	part := crop(g, box)
	if part.Rect.Empty() {
		return 0
	}
	l := measure(part, dpi)
	sum := 0
	for _, c := range components(cleanZone(part, l, dpi, zoneRules(part, dpi)), l.threshold(), 1, 1) {
		if float64(max(c.Dx(), c.Dy())) >= 0.35/25.4*dpi {
			sum += c.ink
		}
	}
	return float64(sum) / float64(part.Rect.Dx()*part.Rect.Dy())
}

// Mark says whether a check box holds a cross, a tick or any other mark. box is the outside of its
// printed frame, true to about 1 mm. ratio is the share of ink inside, the frame not counted;
// confidence (0.5 to 1, not calibrated) grows with its distance from the border between empty and
// marked, 2.5 %: a frame badly removed leaves up to 1 %, a thin tick covers 5 %.
func Mark(g *image.Gray, box image.Rectangle, dpi float64) (filled bool, ratio, confidence float64) {
	mm := dpi / 25.4
	side := float64(min(box.Dx(), box.Dy()))
	part := crop(g, box.Inset(-int(1.5*mm)))
	if part.Rect.Empty() || side < 1*mm {
		return false, 0, 0.5
	}
	l := measure(part, dpi)
	clean := cleanZone(part, l, dpi, RuleOptions{Horizontal: 0.7 * side / mm, Vertical: 0.7 * side / mm, Thickness: 0.8})
	inside := box.Inset(int(math.Max(0.08*side, 0.25*mm)))
	for _, c := range components(clean, l.threshold(), 1, 1) {
		share := c.Intersect(inside)
		if share.Empty() || float64(max(c.Dx(), c.Dy())) < 0.12*side {
			continue
		}
		// Of a mark that reaches over the frame, the part inside counts.
		ratio += float64(c.ink) * float64(share.Dx()*share.Dy()) / float64(c.Dx()*c.Dy())
	}
	ratio = math.Min(ratio/float64(inside.Dx()*inside.Dy()), 1)
	return ratio > markRatio, ratio, 1 / (1 + math.Exp(-2*math.Abs(math.Log((ratio+0.002)/markRatio))))
}

const markRatio = 0.025

// Signature says whether there is handwriting in a zone, such as above a dotted line. Print in the
// zone does not count: its letters stand apart and are small, while in a signature strokes run on
// for 5 mm and more. confidence is from 0.5 to 1, not calibrated.
func Signature(g *image.Gray, zone image.Rectangle, dpi float64) (present bool, confidence float64) {
	part := crop(g, zone)
	if part.Rect.Empty() {
		return false, 0.5
	}
	mm := dpi / 25.4
	l := measure(part, dpi)
	clean := cleanZone(part, l, dpi, RuleOptions{Horizontal: 8})
	longest, total := 0.0, 0.0
	var around image.Rectangle
	for _, c := range components(clean, l.threshold(), 1, 1) {
		long := float64(max(c.Dx(), c.Dy())) / mm
		high := float64(c.Dy()) / mm
		if long < 1.2 || high < 0.6 && long < 8 { // a dot of the line, a rest of a rule
			continue
		}
		longest = math.Max(longest, math.Hypot(float64(c.Dx()), float64(c.Dy()))/mm)
		total += long
		around = around.Union(c.Rectangle)
	}
	high, wide := float64(around.Dy())/mm, float64(around.Dx())/mm
	// Each is 0.5 at the border and grows by a factor of e for each half more.
	score := math.Min(math.Min(longest/5, wide/8), high/2.5)
	if score == 0 {
		return false, 0.99
	}
	return score >= 1, 1 / (1 + math.Exp(-3*math.Abs(math.Log(score))))
}
