package pipeline

import (
	"regexp"
	"strconv"

	"pratica/claim"
	"pratica/extract"
)

// paper is one document: the pages that belong together.
type paper struct {
	kind       claim.DocumentKind
	confidence float64
	pages      []paperPage
	// form is the reading of the form's first page; nil for other papers.
	form *Reading
	// expense tells that it may be an expense document.
	expense bool
}

type paperPage struct {
	ref     PageRef
	reading *Reading
}

func (p paper) differentText() []string {
	var list []string
	for _, page := range p.pages {
		list = append(list, page.reading.DifferentText...)
	}
	return list
}

// groupPages joins pages into documents: the pages of a form, and the pages of an invoice.
func groupPages(pages []ReadPage) ([]paper, error) {
	var papers []paper
	for _, page := range pages {
		reading, err := parseReading(page.Reading)
		if err != nil {
			return nil, err
		}
		next := paperPage{page.PageRef, &reading}
		if joinForm(papers, next) || joinInvoice(papers, next) {
			continue
		}
		p, later := newPaper(next)
		if later && joinTitled(papers, p) {
			continue
		}
		papers = append(papers, p)
	}
	return papers, nil
}

// newPaper is a paper of one page; later tells that it is not the first page of a form that is known by its
// heading alone.
func newPaper(page paperPage) (p paper, later bool) {
	r := page.reading
	p = paper{kind: claim.Other, confidence: 0.5, pages: []paperPage{page}}
	switch {
	case r.Problem != "":
		p.confidence = 0
	case r.KindOfPage == formPage:
		p.kind, p.confidence, p.form = claim.DocumentKind(r.FormCode), 0.9995, r
	case r.KindOfPage == separatorPage:
		p.kind, p.confidence = claim.Separator, 0.9995
	case r.KindOfPage == blankPage:
		p.kind, p.confidence = claim.Blank, 0.998
	default:
		kind := extract.ClassifyText(r.invoicePage())
		p.kind, p.confidence, p.expense, later = kind.Kind, kind.Confidence, kind.Expense, kind.Later
	}
	return p, later
}

// joinTitled adds a later page of a form to the last form of its kind.
func joinTitled(papers []paper, later paper) bool {
	for i := len(papers) - 1; i >= 0; i-- {
		if papers[i].kind == later.kind {
			papers[i].pages = append(papers[i].pages, later.pages...)
			return true
		}
	}
	return false
}

// joinForm adds a later page of a form to the last form that lacks it.
func joinForm(papers []paper, page paperPage) bool {
	r := page.reading
	if r.KindOfPage != formPage {
		return false
	}
	for i := len(papers) - 1; i >= 0; i-- {
		form := papers[i].form
		if form == nil {
			continue
		}
		if form.FormCode != r.FormCode || hasFormPage(papers[i], r.FormPage) {
			continue
		}
		papers[i].pages = append(papers[i].pages, page)
		return true
	}
	return false
}

func hasFormPage(p paper, number int) bool {
	for _, page := range p.pages {
		if page.reading.FormPage == number {
			return true
		}
	}
	return false
}

// joinInvoice adds a page to the invoice just before it when it says that it is a later page, or when the
// one before has no total and this one no number of its own.
func joinInvoice(papers []paper, page paperPage) bool {
	if page.reading.KindOfPage != textPage {
		return false
	}
	at := len(papers) - 1
	for at >= 0 && papers[at].kind == claim.Blank {
		at-- // the blank back of a sheet scanned on both sides
	}
	if at < 0 || !papers[at].expense {
		return false
	}
	last := &papers[at]
	before := last.pages[len(last.pages)-1].reading
	if n := pageOf(page.reading); n > 1 {
		if m := pageOf(before); m == n-1 || m == 0 && n == 2 {
			last.pages = append(last.pages, page)
			return true
		}
	}
	here := extract.ReadInvoice([]extract.InvoicePage{page.reading.invoicePage()}, extract.Hints{})
	earlier := extract.ReadInvoice([]extract.InvoicePage{before.invoicePage()}, extract.Hints{})
	sameNumber := here.Fields["/number"].Value != "" && here.Fields["/number"].Value == earlier.Fields["/number"].Value &&
		here.Fields["/issuer/vat_number"].Value == earlier.Fields["/issuer/vat_number"].Value
	continued := earlier.Fields["/total"].Value == "" && here.Fields["/number"].Value == "" && here.Fields["/total"].Value != ""
	if sameNumber && !earlier.Balanced && !here.Balanced || continued {
		last.pages = append(last.pages, page)
		return true
	}
	return false
}

var pageMark = regexp.MustCompile(`(?i)\b(?:pag(?:ina|\.)?|foglio|page)\s*:?\s*(\d{1,2})\s*(?:/|di|of|-)\s*(\d{1,2})\b`)

// pageOf reads the 2 of "pag. 2 di 3"; 0 when the page does not say.
func pageOf(r *Reading) int {
	text := ""
	for _, w := range r.Words {
		text += w.Text + " "
	}
	m := pageMark.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	of, ofErr := strconv.Atoi(m[2])
	if err != nil || ofErr != nil || n > of {
		return 0
	}
	return n
}

// splitClaims makes one batch of papers for each form: papers before the first form go with it, the
// others with the form they follow; blank pages, separators and envelopes belong to the first (claim/v1).
func splitClaims(papers []paper) [][]paper {
	batches := [][]paper{nil}
	forms := 0
	for _, p := range papers {
		if opensClaim(p.kind) {
			if forms++; forms > 1 {
				batches = append(batches, nil)
			}
		}
		batch := len(batches) - 1
		switch p.kind {
		case claim.Blank, claim.Separator, claim.Envelope:
			batch = 0
		}
		batches[batch] = append(batches[batch], p)
	}
	return batches
}

func opensClaim(k claim.DocumentKind) bool {
	switch claim.Form(k) {
	case claim.R01, claim.R02, claim.NA1, claim.GM01, claim.RGM01, claim.I07:
		return true
	}
	return false
}
