package pipeline

import "pratica/claim"

// targetAccuracy is the promised share of automatically accepted values that are right.
const targetAccuracy = 0.995

// accept lets the machine stand for every value whose confidence reaches the target: then at most that
// share of the accepted values is wrong, as far as the confidences are calibrated.
func accept(c *claim.Claim) {
	for pointer, p := range c.Provenance {
		if p.Accepted == "" && p.Confidence >= targetAccuracy {
			p.Accepted = claim.AcceptedAuto
			c.Provenance[pointer] = p
		}
	}
}
