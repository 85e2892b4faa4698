package pipeline

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"pratica/claim"
	"pratica/extract"
	"pratica/extract/pattern"
	"pratica/ocr"
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

// fewWords is how many words the back of an envelope has at most: a sender, dust.
const fewWords = 20

// a4Width is in inches.
const a4Width = 210 / 25.4

// joinBack adds the back of an envelope, of its size and with hardly a word, to its front.
func joinBack(papers []*paper, p *paper) bool {
	if len(papers) == 0 {
		return false
	}
	before, back := papers[len(papers)-1], p.pages[0].reading
	if before.kind != claim.Envelope || len(before.pages) > 1 || isForm(p.kind) || p.expense || len(back.Words) > fewWords {
		return false
	}
	front := before.pages[0].reading
	if sheet := a4Width * float64(front.DPI); front.Width == 0 || math.Abs(float64(min(front.Width, front.Height))-sheet) < sheet/20 {
		return false // a page of A4 behind one is another sheet's
	}
	same := near(front.Width, back.Width) && near(front.Height, back.Height)
	if turned := near(front.Width, back.Height) && near(front.Height, back.Width); !same && !turned {
		return false
	}
	before.pages = append(before.pages, p.pages...)
	return true
}

// near reports lengths that differ by less than a twelfth.
func near(a, b int) bool { return math.Abs(float64(a-b))*12 < float64(max(a, b)) }

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
	p.pages, p.read = append(p.pages, other.pages...), nil
	if other.expense && !p.expense {
		p.kind, p.confidence, p.expense = other.kind, other.confidence, true
	}
}

// goesOn tells whether next, of one page, is the next page of p: by its page number, by a sum carried over, by
// the same number of an account that neither page closes, or because it has the total that p lacks.
func (p *paper) goesOn(next *paper) bool {
	if !p.sort(next) {
		return false
	}
	last, page := p.last(), next.pages[0]
	before, here := last.place(), page.place()
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
		return number == first.Fields["/number"].Value && read.Fields["/issuer/vat_number"].Value == first.Fields["/issuer/vat_number"].Value &&
			!first.Balanced && !read.Balanced
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
// kind, or one of them not understood.
func (p *paper) sort(other *paper) bool {
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
// read well. Of one number they are one document, whatever else looks like an issuer's on a later page.
func (p *paper) contradicts(other *paper) bool {
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
			end := p.last().place()
			if j == i || end.number != here.number-1 || end.of != here.of || !p.sort(part) || p.contradicts(part) {
				continue
			}
			weight := 0
			if j == i+1 || j == i-1 {
				weight = 1
			}
			if p.sharesNumber(part) {
				weight += 2
			}
			if weight > most {
				best, most = j, weight
			}
		}
		if best < 0 {
			continue
		}
		papers[best].take(part)
		papers = slices.Delete(papers, i, i+1)
		i = -1 // the paper that grew may be a part itself
	}
	return papers
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

// pageMark is what a page says of its place among others: number and count, 0 if it does not say, and whether a
// sum is carried over from the page before or to the next.
type pageMark struct {
	number, of             int
	carriedFrom, carriedTo bool
}

var (
	numberedPage = pattern.Must(`(?i)\b(?:pag(?:ina|\.)?|foglio|page)\s*(?:n\.?)?\s*:?\s*(\d{1,2})\s*(?:/|di|of|-|\|)\s*(\d{1,2})\b`)
	// countedPage is the same without a word before it, alone on its line.
	countedPage = pattern.Must(`(?i)^-?\s*(\d{1,2})\s*(?:/|di|of)\s*(\d{1,2})\s*-?$`)
	loosePage   = pattern.Must(`(?i)^-?\s*(?:pag(?:ina|\.)|foglio|page)\s*(?:n\.?)?\s*:?\s*(\d{1,2})\s*-?$`)
	carriedFrom = pattern.Must(`(?i)^(?:(?:totale )?riport(?:o|ato|i)\b|segue (?:da|fattura|ricevuta|parcella|nota|documento|dett)|continua da|continued from|brought forward|carried over)`)
	carriedTo   = pattern.Must(`(?i)(?:\b(?:a|da) riportare\b|^\W*(?:segue|continua)(?: a| alla| su)?(?: pag\S*)?(?: \S{1,10})?\W*$|^\W*\./\.\W*$|continued (?:on|over)|carried forward|\bsegue\s*(?:>+|\.{2,}|→))`)
)

// place reads what the page says of its place, once.
func (p *paperPage) place() pageMark {
	if p.mark == nil {
		mark := pageMark{}
		if p.reading.KindOfPage == textPage {
			mark = placeOf(p.reading)
		}
		p.mark = &mark
	}
	return *p.mark
}

// placeOf looks for a page number on all lines, and for one without a word, and for what is carried over, where
// they stand: at the head and foot.
func placeOf(r *Reading) pageMark {
	var mark pageMark
	height := max(r.LevelHeight, 1)
	for _, line := range textLines(r.Words) {
		at := float64(line.box.Y) / float64(height)
		edge := at < 0.15 || at > 0.85
		for _, pattern := range []*pattern.Pattern{numberedPage, countedPage, loosePage} {
			if mark.number > 0 || pattern != numberedPage && !edge {
				continue
			}
			for _, text := range append([]string{line.text}, line.ends()...) {
				if m := pattern.FindStringSubmatch(text); m != nil && mark.number == 0 {
					mark.number, _ = strconv.Atoi(m[1])
					if len(m) > 2 {
						mark.of, _ = strconv.Atoi(m[2])
					}
					if mark.of > 0 && mark.number > mark.of || pattern == countedPage && mark.of < 2 {
						mark.number, mark.of = 0, 0
					}
				}
			}
		}
		if at < 0.6 {
			mark.carriedFrom = mark.carriedFrom || carriedFrom.MatchString(line.text)
		}
		if at > 0.4 {
			mark.carriedTo = mark.carriedTo || carriedTo.MatchString(line.text) || slices.ContainsFunc(line.ends(), carriedTo.MatchString)
		}
	}
	return mark
}

// textLine are words side by side.
type textLine struct {
	words []ocr.Word
	text  string
	box   claim.Box
}

// ends are the parts of the line before its widest gap and behind it: what stands in a corner of the page.
func (l textLine) ends() []string {
	at, widest := 0, 0
	for i := 1; i < len(l.words); i++ {
		if gap := l.words[i].Box.X - l.words[i-1].Box.X - l.words[i-1].Box.W; gap > widest {
			at, widest = i, gap
		}
	}
	if widest < l.box.H {
		return nil
	}
	return []string{joinedText(l.words[:at]), joinedText(l.words[at:])}
}

func joinedText(words []ocr.Word) string {
	var list []string
	for _, w := range words {
		list = append(list, w.Text)
	}
	return strings.Join(list, " ")
}

// textLines puts words whose middles lie within half a height of each other into a line, from top to bottom.
func textLines(words []ocr.Word) []textLine {
	sorted := slices.Clone(words)
	middle := func(w ocr.Word) int { return 2*w.Box.Y + w.Box.H }
	slices.SortStableFunc(sorted, func(a, b ocr.Word) int { return cmp.Compare(middle(a), middle(b)) })
	var lines []textLine
	for _, w := range sorted {
		if n := len(lines) - 1; n >= 0 {
			l := &lines[n]
			if first := l.words[0]; middle(w)-middle(first) < max(first.Box.H, w.Box.H) {
				l.words, l.box = append(l.words, w), l.box.Union(w.Box)
				continue
			}
		}
		lines = append(lines, textLine{words: []ocr.Word{w}, box: w.Box})
	}
	for i := range lines {
		l := &lines[i]
		slices.SortStableFunc(l.words, func(a, b ocr.Word) int { return cmp.Compare(a.Box.X, b.Box.X) })
		l.text = joinedText(l.words)
	}
	return lines
}
