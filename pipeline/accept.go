package pipeline

import (
	"cmp"
	"fmt"
	"slices"

	"pratica/claim"
)

// DefaultTargetAccuracy is the promised share of automatically accepted values that are right, and the lowest: what
// contradicts itself, or what no corpus has measured, is held just below it. A higher one than mostTarget no corpus
// of this size can show.
const (
	DefaultTargetAccuracy = 0.995
	mostTarget            = 0.9995
)

// checkTarget takes 0 for the default.
func checkTarget(target float64) (float64, error) {
	if target == 0 {
		return DefaultTargetAccuracy, nil
	}
	if !(target >= DefaultTargetAccuracy && target <= mostTarget) {
		return 0, claim.Errorf(claim.EINVALID, "PRATICA_TARGET_ACCURACY (--target-accuracy) %g: indicare una quota tra %g e %g.", target, DefaultTargetAccuracy, mostTarget)
	}
	return target, nil
}

// Thresholds gives, by field type, the least confidence from which values are accepted so that the share of right
// ones among them reaches the target on the corpus of the fit. None is accepted that is wrong more than twice as
// often as the target allows, nor, below the target, on a step of few readings, which says little but its prior. A field
// type that reaches the target nowhere is missing, like one without a curve: its values are accepted from the target
// itself on.
func (c Calibration) Thresholds(target float64) map[string]float64 {
	least := map[string]float64{}
	for fieldType, curve := range c.Curves {
		falling := slices.Clone(curve)
		slices.SortFunc(falling, func(a, b CurvePoint) int { return cmp.Compare(b.Probability, a.Probability) })
		right, all := 0.0, 0
		for _, step := range falling {
			if 1-step.Probability > 2*(1-target) || step.Probability < target && step.Values < EnoughReadings {
				break
			}
			right += step.Probability * float64(step.Values)
			all += step.Values
			if all > 0 && right >= target*float64(all) {
				least[fieldType] = step.Probability
			}
		}
	}
	return least
}

// Accepts tells whether a value of this raw confidence reaches its threshold, or the default target where it has none.
func (c Calibration) Accepts(fieldType string, raw float64, thresholds map[string]float64) bool {
	least, ok := thresholds[fieldType]
	if !ok {
		least = DefaultTargetAccuracy
	}
	return c.apply(fieldType, raw) >= least
}

// calibrationName names the fit, and the target where it is not the usual one: what is accepted rests on both.
func (p *Pipeline) calibrationName() string {
	if p.config.TargetAccuracy == DefaultTargetAccuracy {
		return calibration().Name
	}
	return fmt.Sprintf("%s, %g", calibration().Name, p.config.TargetAccuracy)
}

// EnoughReadings is how many readings a step needs to be accepted below the target, and not to be told of above it: the
// rule of three (Hanley and Lippman-Hand 1983) then leaves at most one wrong in twenty where none was seen.
const EnoughReadings = 60

// accept lets the machine stand for every value whose confidence reaches the threshold of its field type: then at
// most that share of the accepted values is wrong, as far as the confidences are calibrated. The threshold speaks for
// values as they were fitted; one that something else has doubted since, or that it has confirmed and that did not reach
// the threshold by itself, or that a rule put in the place of another, must reach the target.
func (p *Pipeline) accept(c *claim.Claim, fitted map[string]float64) {
	for pointer, from := range c.Provenance {
		threshold := p.config.TargetAccuracy
		if value, err := c.Get(pointer); err == nil && from.Confidence >= fitted[pointer] {
			least, ok := p.thresholds[FieldTypeIn(c, value, pointer)]
			if ok && (from.Confidence == fitted[pointer] || fitted[pointer] >= least && from.Method != claim.FromRule) {
				threshold = least
			}
		}
		if from.Accepted == "" && from.Confidence >= threshold {
			from.Accepted = claim.AcceptedAuto
			c.Provenance[pointer] = from
		}
	}
}
