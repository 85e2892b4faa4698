package pipeline

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"pratica/claim"
	"pratica/extract"
	"pratica/extract/likeness"
)

// Issuers is what earlier papers taught of issuers. Without it (nil) nobody is known, and nothing changes.
type Issuers interface {
	// Known tells what papers of other submissions taught of the issuer with a VAT number; found is false if
	// they taught nothing. An error is about this machine and worth a retry.
	Known(ctx context.Context, vatNumber, submission string) (issuer claim.KnownIssuer, found bool, err error)
}

// weighIssuers holds each expense against what is known of its issuer. It changes how far values are
// believed, and a value only where the name was misread by a letter or two.
func (a *assembly) weighIssuers(ctx context.Context, issuers Issuers) error {
	if issuers == nil {
		return nil
	}
	readings := a.readings()
	for i := range a.claim.Expenses {
		e := &a.claim.Expenses[i]
		vatNumber := string(e.Issuer.VATNumber)
		if !claim.ValidVATNumber(vatNumber) {
			continue
		}
		known, found, err := issuers.Known(ctx, vatNumber, a.claim.Submission)
		if err != nil {
			return fmt.Errorf("look up an issuer: %w", err)
		}
		if !found {
			continue
		}
		at := rowPrefix + strconv.Itoa(i)
		a.weighName(at, string(e.Issuer.Name), spellingsOf(known))
		if a.claim.Provenance[at+"/issuer/vat_number"].Confidence >= contradicted {
			for _, part := range places {
				a.weighPlace(at+"/"+string(part), known, part, printedPlace(&a.claim, at, part, readings))
			}
		}
	}
	return nil
}

// readings are those of the claim's pages.
func (a *assembly) readings() map[PageRef]*Reading {
	readings := map[PageRef]*Reading{}
	for _, paper := range a.batch {
		for _, page := range paper.pages {
			readings[page.ref] = page.reading
		}
	}
	return readings
}

// How much less, or more, likely an error is where a paper says of its issuer what others said, or does not.
// They are estimates: what is known of an issuer changes every day and has no corpus to be fitted on.
const (
	// A VAT number read wrong that is somebody's all the same leads to another name.
	vatNumberConfirmed = 0.05
	vatNumberHinted    = 0.3
	vatNumberDoubted   = 20
	nameDoubted        = 10
	// Others may have taken the same wrong line for the name.
	nameConfirmed = 0.5
	// That a value stands where it should says that it is the right one, not that its digits were read right.
	placeConfirmed = 0.5
	placeDoubted   = 4
)

// correctionDoubt is how likely each letter in which a name differs is no error of reading.
const correctionDoubt = 0.004

// misreadDoubt is how many times as doubtful a name is that differs by a letter from one that several papers gave.
const misreadDoubt = 2

// weighName compares the name on the paper with the known ones.
func (a *assembly) weighName(at, name string, known []spelling) {
	vatPointer, namePointer := at+"/issuer/vat_number", at+"/issuer/name"
	printed, read := a.claim.Provenance[namePointer]
	if name == "" || !read {
		return
	}
	verdict, as := judgeName(name, known)
	switch verdict {
	case sameName:
		a.confirmName(namePointer, as)
		a.scaleDoubt(vatPointer, as.confirmation())
	case misreadName:
		a.scaleDoubt(vatPointer, as.confirmation())
		sure := 1 - as.doubt() - correctionDoubt*float64(likeness.Distance(nameKey(name), as.key))
		if sure <= 1-misreadDoubt*(1-printed.Confidence) {
			return
		}
		if err := a.claim.Set(namePointer, as.text); err != nil {
			return
		}
		printed.Method, printed.Confidence = claim.FromRule, sure
		a.claim.Provenance[namePointer] = printed
	case partOfName:
		a.scaleDoubt(vatPointer, vatNumberHinted)
	case otherName:
		a.scaleDoubt(vatPointer, vatNumberDoubted)
		a.scaleDoubt(namePointer, nameDoubted)
	}
}

// confirmName believes a name that others gave as far as they are believed, or a little more than it was; never enough to be
// accepted where nobody stood for theirs.
func (a *assembly) confirmName(pointer string, as spelling) {
	was := a.claim.Provenance[pointer].Confidence
	if was < 1-as.doubt() {
		raise(&a.claim, pointer, as.doubt())
		return
	}
	a.scaleDoubt(pointer, nameConfirmed)
	if p := a.claim.Provenance[pointer]; as.accepted+as.confirmed == 0 {
		p.Confidence = max(was, min(p.Confidence, 1-leastUnaccepted))
		a.claim.Provenance[pointer] = p
	}
}

// scaleDoubt makes an error in a value less or more likely: its odds are multiplied.
func (a *assembly) scaleDoubt(pointer string, by float64) {
	p, ok := a.claim.Provenance[pointer]
	if !ok {
		return
	}
	wrong := 1 - p.Confidence
	p.Confidence = min(1-wrong*by/(1-wrong+wrong*by), max(p.Confidence, 0.9999))
	a.claim.Provenance[pointer] = p
}

// places are the parts of an invoice of which the place is learnt.
var places = []claim.IssuerPart{claim.NumberPlace, claim.DatePlace, claim.TotalPlace}

// printedPlace is where a value of an expense stands and under which label, as a vote without counts; its Page is 0
// if it stands nowhere: nothing was read, or a rule derived it.
func printedPlace(c *claim.Claim, at string, part claim.IssuerPart, readings map[PageRef]*Reading) (place claim.IssuerVote) {
	from, ok := c.Provenance[at+"/"+string(part)]
	if !ok || from.Method == claim.FromRule || from.Box.Empty() || from.Page == 0 {
		return place
	}
	for _, d := range c.Documents {
		if d.ID != string(from.Document) || int(from.Page) > len(d.Pages) {
			continue
		}
		page := d.Pages[from.Page-1]
		if page.Width == 0 || page.Height == 0 {
			return place
		}
		x := from.Box.X
		if part == claim.TotalPlace { // amounts are set flush right
			x += from.Box.W
		}
		place = claim.IssuerVote{Of: part, Page: min(int(from.Page), 2), X: hundredths(x, page.Width), Y: hundredths(from.Box.Y+from.Box.H/2, page.Height)}
		if reading := readings[PageRef{page.File, page.FilePage}]; reading != nil {
			place.Text = extract.LabelAt(reading.uprightPage(), from.Box)
		}
		return place
	}
	return place
}

// placeStep parts a page into steps: papers of one issuer differ by how they lay in the scanner.
const placeStep = 2

func hundredths(at, size int) int {
	steps := math.Round(100 / placeStep * float64(at) / float64(size))
	return placeStep * min(100/placeStep, max(0, int(steps)))
}

// uprightPage is the page with its words on the upright picture.
func (r Reading) uprightPage() extract.InvoicePage {
	page := r.invoicePage()
	page.Width, page.Height = r.Width, r.Height
	page.Words = append(page.Words[:0:0], page.Words...)
	for i := range page.Words {
		page.Words[i].Box = r.onPicture(page.Words[i].Box)
	}
	return page
}

// The least claims whose places say what is usual, and the share of them that makes it so.
const (
	fewestPlaces = 3
	usualShare   = 0.6
	seldomShare  = 0.1
	steadyShare  = 0.8
)

// weighPlace compares where a value stands with where it usually does.
func (a *assembly) weighPlace(pointer string, known claim.KnownIssuer, part claim.IssuerPart, here claim.IssuerVote) {
	if here.Page == 0 {
		return
	}
	total, alike, unlike := 0.0, 0.0, 0.0
	steady := 0.0 // the weight of the votes that are like the most usual place
	votes := votesOf(known, part)
	for _, v := range votes {
		total += v.weight()
		switch {
		case samePlace(v.IssuerVote, here):
			alike += v.weight()
		case otherPlace(v.IssuerVote, here):
			unlike += v.weight()
		}
		like := 0.0
		for _, o := range votes {
			if samePlace(v.IssuerVote, o.IssuerVote) {
				like += o.weight()
			}
		}
		steady = max(steady, like)
	}
	switch {
	case total < fewestPlaces:
	case alike >= usualShare*total:
		a.scaleDoubt(pointer, placeConfirmed)
	case alike <= seldomShare*total && unlike >= steadyShare*total && steady >= steadyShare*total:
		a.scaleDoubt(pointer, placeDoubted)
	}
}

// nearby is how far apart, in hundredths of the page, two places are that are one.
const nearby = 6

// samePlace tells that two values stand in one place of a layout: beside the same label in the same column (how
// far down depends on what stands above), or at the same spot.
func samePlace(a, b claim.IssuerVote) bool {
	if a.Page != b.Page || far(a.X, b.X) {
		return false
	}
	if a.Text != "" && b.Text != "" {
		return a.Text == b.Text
	}
	return !far(a.Y, b.Y)
}

// otherPlace tells that two values stand neither at one spot nor by the same label.
func otherPlace(a, b claim.IssuerVote) bool {
	return a.Text != b.Text && (a.Page != b.Page || far(a.X, b.X) || far(a.Y, b.Y))
}

func far(a, b int) bool { return a > b+nearby || b > a+nearby }
