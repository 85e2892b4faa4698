package pipeline

import (
	"pratica/claim"
	"pratica/extract"
)

// paper is one document: the pages that belong together.
type paper struct {
	kind       claim.DocumentKind
	confidence float64
	pages      []*paperPage
	// form is the reading of the form's first page; nil for other papers.
	form *Reading
	// expense tells that it may be an expense document.
	expense bool
	// copyOf is the paper that this one shows once more; nil for most.
	copyOf *paper
	// superseded tells that copyOf is not in the same envelope: one of the two came later, in an answer.
	superseded bool
	// again tells that it came in an answer and supersedes a document that was sent in time.
	again bool
	// doubtful tells that its pages were joined although they contradict each other.
	doubtful bool
	// perhapsOthers tells that it was given to one of several forms, and that it may be another's.
	perhapsOthers bool
	// read is the whole paper read as an expense document, nil until asked for.
	read *extract.Invoice
}

// paperPage is a page with what was read of it.
type paperPage struct {
	ref     PageRef
	reading *Reading
	// alone is the page read as an expense document of its own, nil until asked for; mark what it says of its
	// place among others.
	alone *extract.Invoice
	mark  *pageMark
}

// invoice reads the page as if it were an expense document, once.
func (p *paperPage) invoice() extract.Invoice {
	if p.alone == nil {
		read := extract.ReadInvoice([]extract.InvoicePage{p.reading.invoicePage()}, extract.Hints{})
		p.alone = &read
	}
	return *p.alone
}

// invoice reads the whole paper as an expense document, without the hints of a form, once.
func (p *paper) invoice() extract.Invoice {
	if len(p.pages) == 1 {
		return p.pages[0].invoice()
	}
	if p.read == nil {
		read := extract.ReadInvoice(p.invoicePages(), extract.Hints{})
		p.read = &read
	}
	return *p.read
}

func (p *paper) invoicePages() []extract.InvoicePage {
	var pages []extract.InvoicePage
	for _, page := range p.pages {
		pages = append(pages, page.reading.invoicePage())
	}
	return pages
}

func (p *paper) last() *paperPage { return p.pages[len(p.pages)-1] }

func (p *paper) differentText() []string {
	var list []string
	for _, page := range p.pages {
		list = append(list, page.reading.DifferentText...)
	}
	return list
}

// groupPages joins pages into documents: the pages of a form, and those of any other paper that goes on. A paper
// that lies there twice is marked as a copy.
func groupPages(pages []ReadPage) ([]*paper, error) {
	var papers []*paper
	for _, page := range pages {
		reading, err := parseReading(page.Reading)
		if err != nil {
			return nil, err
		}
		next := &paperPage{ref: page.PageRef, reading: &reading}
		if joinForm(papers, next) {
			continue
		}
		p, later := newPaper(next)
		if later && joinTitled(papers, p) || joinUntitled(papers, p) || joinBack(papers, p) || joinCard(papers, p) || joinLast(papers, p) {
			continue
		}
		papers = append(papers, p)
	}
	papers = joinApart(papers)
	for _, p := range papers {
		p.sortPages()
	}
	markCopies(papers)
	return papers, nil
}

// newPaper is a paper of one page; later tells that it is not the first page of a form that is known by its
// heading alone.
func newPaper(page *paperPage) (p *paper, later bool) {
	r := page.reading
	p = &paper{kind: claim.Other, confidence: 0.5, pages: []*paperPage{page}}
	switch {
	case r.Problem != "":
		p.confidence = 0
	case r.KindOfPage == formPage:
		p.kind, p.confidence, p.form = claim.DocumentKind(r.FormCode), 0.9995, r
	case r.KindOfPage == separatorPage:
		p.kind, p.confidence = claim.Separator, 0.9995
	default:
		kind := kindOf(r)
		p.kind, p.confidence, p.expense, later = kind.Kind, kind.Confidence, kind.Expense, kind.Later
	}
	return p, later
}

func opensClaim(k claim.DocumentKind) bool {
	switch claim.Form(k) {
	case claim.R01, claim.R02, claim.NA1, claim.GM01, claim.RGM01, claim.I07:
		return true
	}
	return false
}

func isForm(k claim.DocumentKind) bool { return opensClaim(k) || k == claim.D01Document }
