package eval

import "pratica/claim"

// DocumentScore is what became of a paper of the truth.
type DocumentScore struct {
	TruthDocument
	Form string
	// ReadKind is the kind of its partner, "" when no document holds any of its pages.
	ReadKind claim.DocumentKind
	// Grouped counts its pages that lie in its partner, in the right claim.
	Grouped int
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
		for _, p := range d.Pages {
			pages[pageKey{p.File, p.FilePage}] = true
		}
	}
	return pages
}

// comparePages pairs the documents of the truth with those read so that most pages are shared. A page is
// joined and assigned right if it lies in the partner of its document, and that in the partner of its
// claim.
func (r *Result) comparePages() {
	type readDocument struct {
		claim.Document
		claim int
	}
	var read []readDocument
	all := map[pageKey]bool{}
	for i, c := range r.Claims {
		for _, d := range c.Documents {
			read = append(read, readDocument{d, i})
		}
		for key := range pagesOf(c) {
			all[key] = true
		}
	}
	truths := r.Case.Truth.Documents
	shared := make([][]int, len(truths))
	weights := make([][]int, len(truths))
	for i, t := range truths {
		shared[i], weights[i] = make([]int, len(read)), make([]int, len(read))
		pages := map[pageKey]bool{}
		for _, n := range t.Pages {
			pages[pageKey{t.File, n}], all[pageKey{t.File, n}] = true, true
		}
		for j, d := range read {
			for _, p := range d.Pages {
				if key := (pageKey{p.File, p.FilePage}); pages[key] {
					shared[i][j]++
					delete(pages, key) // a page listed twice counts once
				}
			}
			for _, n := range t.Pages {
				pages[pageKey{t.File, n}] = true
			}
			weights[i][j] = 1000 * shared[i][j]
			if shared[i][j] > 0 && d.Kind == t.Kind {
				weights[i][j] += 2
			}
			if shared[i][j] > 0 && r.inRightClaim(t, d.claim) {
				weights[i][j]++
			}
		}
	}
	for i, j := range assign(weights) {
		score := DocumentScore{TruthDocument: truths[i], Form: "none"}
		if c := truths[i].Claim; c >= 0 && c < len(r.Forms) {
			score.Form = r.Forms[c]
		}
		if j >= 0 && shared[i][j] > 0 {
			score.ReadKind = read[j].Kind
			if r.inRightClaim(truths[i], read[j].claim) {
				score.Grouped = shared[i][j]
			}
		}
		r.Documents = append(r.Documents, score)
	}
	r.Pages = len(all)
}

// inRightClaim holds too where the truth has no claims to be right about.
func (r *Result) inRightClaim(d TruthDocument, read int) bool {
	return d.Claim < 0 || d.Claim >= len(r.Partner) || r.Partner[d.Claim] == read
}
