package validate

import (
	"slices"

	"pratica/claim"
)

// moments tell of attachment kinds whether they show the mouth before the cure or after it (claim/v1, "Attachment kinds add the
// moment").
var moments = map[claim.AttachmentKind]moment{claim.XrayBefore: beforeCure, claim.OralPhotoBefore: beforeCure, claim.XrayAfter: afterCure, claim.OralPhotoAfter: afterCure}

type moment int

const (
	beforeCure moment = iota + 1
	afterCure
)

// enough reports as many papers of these kinds as a rule wants and, where it wants those of before and after the cure, not only of one
// time. Papers of which nobody said the time may be of either.
func (k *check) enough(rule *PaperRule, kinds []claim.DocumentKind) bool {
	if !rule.BothTimes {
		return k.papersOf(kinds) >= max(rule.Count, 1)
	}
	times, unknown := k.timesOf(kinds)
	return len(times)+unknown >= rule.Count
}

// timesOf are the times that papers of these kinds are known to be of, each once, and how many papers are of an unknown time. A sheet
// may show both.
func (k *check) timesOf(kinds []claim.DocumentKind) (times []moment, unknown int) {
	for _, d := range k.c.Documents {
		if !slices.Contains(kinds, d.Kind) {
			continue
		}
		known := false
		for _, a := range k.c.Attachments {
			if moment := moments[a.Kind]; a.Document == d.ID && moment != 0 {
				known = true
				if !slices.Contains(times, moment) {
					times = append(times, moment)
				}
			}
		}
		if !known {
			unknown++
		}
	}
	return times, unknown
}

// onlyOneTime says of which time the papers that came are, where they are several of one; else "".
func (k *check) onlyOneTime(rule *PaperRule) string {
	if !rule.BothTimes || k.papersOf(rule.Papers) < rule.Count {
		return ""
	}
	if times, _ := k.timesOf(rule.Papers); slices.Equal(times, []moment{beforeCure}) {
		return ": quelle arrivate sono tutte di prima"
	}
	return ": quelle arrivate sono tutte di dopo"
}
