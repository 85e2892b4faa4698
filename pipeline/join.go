package pipeline

import (
	"cmp"
	"slices"

	"pratica/claim"
	"pratica/extract"
)

// joinForm adds a later page of a form to the last form that lacks it.
func joinForm(papers []*paper, page *paperPage) bool {
	r := page.reading
	if r.KindOfPage != formPage {
		return false
	}
	for _, p := range slices.Backward(papers) {
		if p.form != nil && p.form.FormCode == r.FormCode && !p.hasFormPage(r.FormPage) {
			p.pages = append(p.pages, page)
			return true
		}
	}
	return false
}

func (p *paper) hasFormPage(number int) bool {
	return slices.ContainsFunc(p.pages, func(page *paperPage) bool { return page.reading.FormPage == number })
}

// joinTitled adds a later page of a form that is known by its heading to the last form of its kind.
func joinTitled(papers []*paper, later *paper) bool {
	for _, p := range slices.Backward(papers) {
		if p.kind == later.kind {
			p.pages = append(p.pages, later.pages...)
			return true
		}
	}
	return false
}

// fewestLabels are the labels of places to fill in that the later page of a form has: date and signature.
const fewestLabels = 2

// joinUntitled adds a page without a heading that has places to fill in to the form before it, if that has no
// definition that would know its own pages.
func joinUntitled(papers []*paper, p *paper) bool {
	before := lastWritten(papers)
	if before == nil || before.form != nil || !isForm(before.kind) || p.kind != claim.Other || p.pages[0].reading.KindOfPage != textPage {
		return false
	}
	if extract.FormLabels(p.pages[0].reading.invoicePage()) < fewestLabels {
		return false
	}
	before.pages = append(before.pages, p.pages...)
	return true
}

// lastWritten is the last paper that is not the blank back of a sheet; nil if there is none.
func lastWritten(papers []*paper) *paper {
	for _, p := range slices.Backward(papers) {
		if p.kind != claim.Blank {
			return p
		}
	}
	return nil
}

// joinLast adds a page that goes on with the paper just before it.
func joinLast(papers []*paper, p *paper) bool {
	before := lastWritten(papers)
	if before == nil || !before.goesOn(p) {
		return false
	}
	before.take(p)
	return true
}

// take makes the pages of another paper its own.
func (p *paper) take(other *paper) {
	p.pages, p.read, p.doubtful = append(p.pages, other.pages...), nil, p.doubtful || other.doubtful
	if other.expense && !p.expense {
		p.kind, p.confidence, p.expense = other.kind, other.confidence, true
	}
}

// goesOn tells whether next, of one page, is the next page of p: by the sum handed on, by its page number, by a sum carried over, by
// the same number of an account that neither page closes, or because it has the total that p lacks.
func (p *paper) goesOn(next *paper) bool {
	if !p.sort(next) {
		return false
	}
	last, page := p.last(), next.pages[0]
	before, here := last.place(), page.place()
	if before.handsOn(here) {
		return true
	}
	if here.number == 1 || before.of > 0 && before.number == before.of && here.number != before.number+1 || p.contradicts(next) {
		return false
	}
	follows := here.number > 1 && before.number == here.number-1 && (before.of == here.of || before.of == 0 || here.of == 0)
	if follows || !p.expense && !next.expense {
		return follows
	}
	if here.number > 1 && before.number > 0 {
		return false // another page of another paper, or of this one in other order
	}
	read, first := page.invoice(), last.invoice()
	switch number := read.Fields["/number"].Value; {
	case here.number == 2, here.carriedFrom, before.carriedTo && number == "":
		return true
	case number != "":
		issuer := read.Fields["/issuer/vat_number"].Value // a later page may lack the letterhead
		return number == first.Fields["/number"].Value && (issuer == "" || issuer == first.Fields["/issuer/vat_number"].Value) && !first.Balanced && !read.Balanced
	}
	return p.expense && !statesTotal(first) && (statesTotal(read) || read.Fields["/lines/1/amount"].Value != "")
}

// statesTotal tells that a total was read and not taken for one only because it is the greatest amount.
func statesTotal(i extract.Invoice) bool {
	const guessed = 0.55
	total := i.Fields["/total"]
	return total.Value != "" && total.From.Confidence > guessed
}

// sort tells whether two papers may be parts of one by their kinds: both expense documents, both of one other
// kind, or one of them not understood. A letter of ours is known whatever it is beside: its numbers and days are no other paper's.
func (p *paper) sort(other *paper) bool {
	if p.last().reading.Answers != other.pages[0].reading.Answers {
		return false
	}
	for _, page := range []*paperPage{p.last(), other.pages[0]} {
		if page.reading.KindOfPage != textPage {
			return false
		}
	}
	if isForm(p.kind) || isForm(other.kind) {
		return false
	}
	return p.expense && other.expense || p.kind == other.kind || p.kind == claim.Other || other.kind == claim.Other
}

// contradicts tells that two papers bear different numbers, or, where one bears none, name different issuers, both
// read well, or so different that no misreading explains it. Of one number they are one document, whatever else looks like an issuer's on a
// later page.
func (p *paper) contradicts(other *paper) bool {
	const (
		mostMisread = 4   // signs of an issuer's number
		someOther   = 0.6 // confidence
	)
	a, b := p.pages[0].invoice(), other.pages[0].invoice()
	for _, key := range []string{"/number", "/issuer/vat_number"} {
		x, y := a.Fields[key], b.Fields[key]
		same := claim.CompactIdentifier(x.Value) == claim.CompactIdentifier(y.Value)
		switch {
		case x.Value == "" || y.Value == "":
		case same && key == "/number":
			return false
		case !same && x.From.Confidence >= legibleFrom && y.From.Confidence >= legibleFrom:
			return true
		case key == "/issuer/vat_number" && min(x.From.Confidence, y.From.Confidence) >= someOther:
			if n := claim.Replaced(x.Value, y.Value); n < 0 || n > mostMisread {
				return true
			}
		}
	}
	return false
}

// joinApart joins papers that do not lie one behind the other by their page numbers: page 2 of 2 before page 1,
// the pages of two accounts in turn.
func joinApart(papers []*paper) []*paper {
	for i := 0; i < len(papers); i++ {
		part := papers[i]
		here := part.pages[0].place()
		if here.number < 2 || here.of == 0 || isForm(part.kind) {
			continue
		}
		best, most := -1, 0
		for j, p := range papers {
			if j == i {
				continue
			}
			if weight := p.weighPart(part, behind(papers, i) == j, j == i+1); weight > most {
				best, most = j, weight
			}
		}
		if best < 0 {
			continue
		}
		papers[best].doubtful = papers[best].doubtful || most == doubtfulPart
		papers[best].take(part)
		papers = slices.Delete(papers, i, i+1)
		i = -1 // the paper that grew may be a part itself
	}
	return papers
}

// behind is the index of the paper that another one follows, blank backs apart; -1 for the first.
func behind(papers []*paper, i int) int {
	for i--; i >= 0 && papers[i].kind == claim.Blank; i-- {
	}
	return i
}

// How much speaks for a paper to go on with a part that has the next page number.
const (
	doubtfulPart = iota + 1 // it lies before the part, which nothing else goes on with, though they contradict each other
	nearPart
	sameNumber
	handedOn = 8
)

// weighPart tells how much speaks for part being the next page of the paper, 0 if it is not. follows and precedes
// tell that the part lies right behind or before it.
func (p *paper) weighPart(part *paper, follows, precedes bool) int {
	end, here := p.last().place(), part.pages[0].place()
	if end.number != here.number-1 || end.of != here.of || !p.sort(part) {
		return 0
	}
	weight := 0
	if end.handsOn(here) {
		weight += handedOn
	} else if p.contradicts(part) {
		if !follows || p.invoice().Balanced {
			return 0
		}
		return doubtfulPart
	}
	if follows || precedes {
		weight += nearPart
	}
	if p.sharesNumber(part) {
		weight += sameNumber
	}
	return weight
}

// sharesNumber tells whether both name the same document or the same issuer.
func (p *paper) sharesNumber(other *paper) bool {
	a, b := p.pages[0].invoice(), other.pages[0].invoice()
	for _, key := range []string{"/number", "/issuer/vat_number"} {
		if v := a.Fields[key].Value; v != "" && v == b.Fields[key].Value {
			return true
		}
	}
	return false
}

// sortPages puts the pages in the order of their numbers, if all have one.
func (p *paper) sortPages() {
	number := func(page *paperPage) int { return cmp.Or(page.reading.FormPage, page.place().number) }
	if slices.ContainsFunc(p.pages, func(page *paperPage) bool { return number(page) == 0 }) {
		return
	}
	slices.SortStableFunc(p.pages, func(a, b *paperPage) int { return cmp.Compare(number(a), number(b)) })
}
