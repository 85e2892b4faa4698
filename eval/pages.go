package eval

import (
	"fmt"
	"maps"
	"strings"

	"pratica/claim"
)

// DocumentScore is what became of a paper of the truth.
type DocumentScore struct {
	TruthPaper
	Form string
	// ReadKind is the kind of its partner, "" when no document holds any of its pages.
	ReadKind claim.DocumentKind
	// Confidence is that of ReadKind, 0 to 1.
	Confidence float64
	// Grouped counts its pages that lie in its partner, in the right claim.
	Grouped int
}

// TruthPaper is a document of the truth with its pages in all files.
type TruthPaper struct {
	Kind  claim.DocumentKind
	Claim int
	Parts []TruthDocument
}

// Pages is the number of its pages.
func (p TruthPaper) Pages() int {
	n := 0
	for _, part := range p.Parts {
		n += len(part.Pages)
	}
	return n
}

// String names files and pages: "01.jpg 1, 02.jpg 1".
func (p TruthPaper) String() string {
	var names []string
	for _, part := range p.Parts {
		names = append(names, part.File+" "+strings.Trim(fmt.Sprint(part.Pages), "[]"))
	}
	return strings.Join(names, ", ")
}

func (p TruthPaper) keys() map[pageKey]bool {
	keys := map[pageKey]bool{}
	for _, part := range p.Parts {
		for _, n := range part.Pages {
			keys[pageKey{part.File, n}] = true
		}
	}
	return keys
}

// papers joins the documents of a truth that are one paper in several files.
func (t Truth) papers() []TruthPaper {
	type name struct {
		paper, claim int
		kind         claim.DocumentKind
	}
	at := map[name]int{}
	var list []TruthPaper
	for _, d := range t.Documents {
		n := name{d.Paper, d.Claim, d.Kind}
		if i, known := at[n]; known && (d.Paper > 0 || opensClaim(d.Kind)) {
			list[i].Parts = append(list[i].Parts, d)
			continue
		}
		at[n] = len(list)
		list = append(list, TruthPaper{d.Kind, d.Claim, []TruthDocument{d}})
	}
	return list
}

// KindRight reports whether the paper was recognised as what it is.
func (d DocumentScore) KindRight() bool { return d.Kind == d.ReadKind }

type pageKey struct {
	file string
	page int
}

func pagesOf(c claim.Claim) map[pageKey]bool {
	pages := map[pageKey]bool{}
	for _, d := range c.Documents {
		maps.Copy(pages, documentPages(d))
	}
	return pages
}

func documentPages(d claim.Document) map[pageKey]bool {
	pages := map[pageKey]bool{}
	for _, p := range d.Pages {
		pages[pageKey{p.File, p.FilePage}] = true
	}
	return pages
}

// comparePages pairs the documents of the truth with those read so that most pages are shared. A page is
// joined and assigned right if it lies in the partner of its document, and that in the partner of its
// claim.
func (r *Result) comparePages() {
	type readDocument struct {
		claim.Document
		claim      int
		confidence float64 // of its kind
	}
	var read []readDocument
	all := map[pageKey]bool{}
	for i, c := range r.Claims {
		for n, d := range c.Documents {
			read = append(read, readDocument{d, i, c.Provenance[fmt.Sprintf("/documents/%d/kind", n)].Confidence})
		}
		for key := range pagesOf(c) {
			all[key] = true
		}
	}
	truths := r.Case.Truth.papers()
	shared := make([][]int, len(truths))
	weights := make([][]int, len(truths))
	for i, t := range truths {
		shared[i], weights[i] = make([]int, len(read)), make([]int, len(read))
		pages := t.keys()
		maps.Copy(all, pages)
		for j, d := range read {
			for key := range documentPages(d.Document) {
				if pages[key] {
					shared[i][j]++
				}
			}
			weights[i][j] = 1000 * shared[i][j]
			if shared[i][j] > 0 && d.Kind == t.Kind {
				weights[i][j] += 2
			}
			if shared[i][j] > 0 && r.inRightClaim(t.Claim, d.claim) {
				weights[i][j]++
			}
		}
	}
	for i, j := range assign(weights) {
		score := DocumentScore{TruthPaper: truths[i], Form: "none"}
		if c := truths[i].Claim; c >= 0 && c < len(r.Forms) {
			score.Form = r.Forms[c]
		}
		if j >= 0 && shared[i][j] > 0 {
			score.ReadKind, score.Confidence = read[j].Kind, read[j].confidence
			if r.inRightClaim(truths[i].Claim, read[j].claim) {
				score.Grouped = shared[i][j]
			}
		}
		r.Documents = append(r.Documents, score)
	}
	r.Pages = len(all)
}

// inRightClaim holds too where the truth has no claims to be right about.
func (r *Result) inRightClaim(truth, read int) bool {
	return truth < 0 || truth >= len(r.Partner) || r.Partner[truth] == read
}
