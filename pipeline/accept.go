package pipeline

import (
	"cmp"
	"slices"

	"pratica/claim"
)

// DefaultTargetAccuracy is the promised share of automatically accepted values that are right. A lower promise
// than leastTarget is none, and a higher one than mostTarget no corpus of this size can show.
const (
	DefaultTargetAccuracy = 0.995
	leastTarget           = 0.9
	mostTarget            = 0.9995
)

// checkTarget takes 0 for the default.
func checkTarget(target float64) (float64, error) {
	if target == 0 {
		return DefaultTargetAccuracy, nil
	}
	if target < leastTarget || target > mostTarget {
		return 0, claim.Errorf(claim.EINVALID, "PRATICA_TARGET_ACCURACY %g: indicare una quota tra %g e %g, per esempio %g.", target, leastTarget, mostTarget, DefaultTargetAccuracy)
	}
	return target, nil
}

// Thresholds gives, by field type, the least confidence from which values are accepted so that the share of right
// ones among them reaches the target on the corpus of the fit. None is accepted that is wrong more than twice as
// often as the target allows. A field type that reaches it nowhere is missing, like one without a curve: its values
// are accepted from the target itself on.
func (c Calibration) Thresholds(target float64) map[string]float64 {
	least := map[string]float64{}
	for fieldType, curve := range c.Curves {
		falling := slices.Clone(curve)
		slices.SortFunc(falling, func(a, b CurvePoint) int { return cmp.Compare(b.Probability, a.Probability) })
		right, all := 0.0, 0
		for _, step := range falling {
			if 1-step.Probability > 2*(1-target) {
				break
			}
			right += step.Probability * float64(step.Values)
			all += step.Values
			if right >= target*float64(all) {
				least[fieldType] = step.Probability
			}
		}
	}
	return least
}

// accept lets the machine stand for every value whose confidence reaches the threshold of its field type: then at
// most that share of the accepted values is wrong, as far as the confidences are calibrated.
func (p *Pipeline) accept(c *claim.Claim) {
	for pointer, from := range c.Provenance {
		threshold := p.config.TargetAccuracy
		if value, err := c.Get(pointer); err == nil {
			if least, ok := p.thresholds[FieldTypeIn(c, value, pointer)]; ok {
				threshold = least
			}
		}
		if from.Accepted == "" && from.Confidence >= threshold {
			from.Accepted = claim.AcceptedAuto
			c.Provenance[pointer] = from
		}
	}
}
