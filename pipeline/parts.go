package pipeline

import (
	"strconv"
	"strings"
)

// inPart tells that an expense document may lack pages, or hold those of another one: what was read of it may be
// read well and still not be what the document says. Its beginning lacks where it begins with another page than the
// first or with a sum carried over, its end where it goes on and its positions do not come to a total.
func (p *paper) inPart() bool {
	if p.doubtful {
		return true
	}
	for i, page := range p.pages[1:] {
		if before, here := p.pages[i].place().number, page.place().number; before > 0 && here > before+1 {
			return true
		}
	}
	first, last := p.pages[0].place(), p.last().place()
	if first.number > 1 || first.sumFrom != "" {
		return true
	}
	return (last.number > 0 && last.number < last.of || last.sumTo != "") && !p.invoice().Balanced
}

// mostOfPart is how far a value of a document that is there in part is believed: too little to be accepted.
const mostOfPart = 0.9

// doubtParts keeps the values of expense documents that are there in part from being accepted, whatever confirms
// them.
func (a *assembly) doubtParts() {
	for pointer, from := range a.claim.Provenance {
		rest, ok := strings.CutPrefix(pointer, rowPrefix)
		if !ok {
			continue
		}
		number, rest, _ := strings.Cut(rest, "/")
		i, err := strconv.Atoi(number)
		if err != nil || !a.expenseInPart[i] || strings.HasPrefix(rest, "declared/") {
			continue
		}
		from.Confidence = min(from.Confidence, mostOfPart)
		a.claim.Provenance[pointer] = from
	}
}
