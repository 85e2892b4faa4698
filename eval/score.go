package eval

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pratica/claim"
)

// Result is what the pipeline made of a case.
type Result struct {
	Case   Case
	Claims []claim.Claim
	// Failure says why the pipeline gave nothing; "" when it did.
	Failure string
	Values  []Value
	// Partner is the index of the claim read for each claim of the truth; -1 for none.
	Partner   []int
	Documents []DocumentScore
	// Findings by code, without what speaks about the set-up and not the papers (check.not_run).
	RightFindings, MissingFindings, ExtraFindings []claim.Code
	// Unread tells that value.unreadable was given, which the truth does not list, of nothing but values that stand on the papers
	// and that the claims indeed lack.
	Unread bool
	// Forms are the forms of the truth's claims, by index; "none" for one without.
	Forms []string
	// Pages counts the pages of the truth and of the claims read, each once.
	Pages     int
	CPU, Wall time.Duration
}

// Score compares what was read of a case with its truth. The error is about a truth that is no claim.
func Score(c Case, claims []claim.Claim) (Result, error) {
	r := Result{Case: c, Claims: claims}
	truths, reads := make([]any, len(c.Truth.Claims)), make([]any, len(claims))
	for i, data := range c.Truth.Claims {
		node, err := tree(data)
		if err != nil {
			return Result{}, fmt.Errorf("case %s: claim %d of the truth: %w", c.Name, i, err)
		}
		truths[i] = node
		r.Forms = append(r.Forms, formName(r.formOf(i, node)))
	}
	for i, one := range claims {
		node, err := readTree(one)
		if err != nil {
			return Result{}, fmt.Errorf("case %s: %w", c.Name, err)
		}
		reads[i] = node
	}
	r.matchClaims(truths, reads)
	r.compareValues(truths, reads)
	r.comparePages()
	r.compareFindings()
	return r, nil
}

// formOf is the form of a claim of the truth, or the form among its documents when it does not say.
func (r *Result) formOf(i int, node any) string {
	if object, ok := node.(map[string]any); ok {
		if _, says := object["form"]; says {
			return formOf(node)
		}
	}
	for _, d := range r.Case.Truth.Documents {
		if d.Claim == i && opensClaim(d.Kind) {
			return string(d.Kind)
		}
	}
	return ""
}

func opensClaim(k claim.DocumentKind) bool {
	switch k {
	case claim.R01Document, claim.R02Document, claim.NA1Document, claim.GM01Document, claim.RGM01Document, claim.I07Document:
		return true
	}
	return false
}

// matchClaims pairs the claims so that most values agree, and among equals most pages.
func (r *Result) matchClaims(truths, reads []any) {
	weights := make([][]int, len(truths))
	for i, t := range truths {
		weights[i] = make([]int, len(reads))
		pages := map[pageKey]bool{}
		for _, d := range r.Case.Truth.Documents {
			for _, n := range d.Pages {
				pages[pageKey{d.File, n}] = pages[pageKey{d.File, n}] || d.Claim == i
			}
		}
		for j, read := range reads {
			weight := 10 * agreement(compareClaims(t, read, &r.Claims[j]))
			for key := range pagesOf(r.Claims[j]) {
				if pages[key] {
					weight += 10
				}
			}
			if i == j {
				weight++
			}
			weights[i][j] = weight
		}
	}
	r.Partner = assign(weights)
}

// compareValues scores each claim of the truth against its partner. What a claim without a partner was
// read to hold is invented, as far as the truth's claims hold such values.
func (r *Result) compareValues(truths, reads []any) {
	members := map[string]bool{}
	for i, t := range truths {
		read, of := any(nil), &claim.Claim{}
		if p := r.Partner[i]; p >= 0 {
			read, of = reads[p], &r.Claims[p]
		}
		r.add(i, r.Partner[i], compareClaims(t, read, of))
		collectMembers(members, "", t)
	}
	for j, read := range reads {
		if len(truths) > 0 && !slices.Contains(r.Partner, j) {
			c := comparison{claim: &r.Claims[j], form: formOf(read)}
			c.beyond(place{absent: true}, place{}, read, members)
			r.add(-1, j, c.values)
		}
	}
}

func (r *Result) add(truth, read int, values []Value) {
	for _, v := range values {
		v.Case, v.Quality, v.Claim, v.ReadClaim = r.Case.Name, r.Case.Truth.Quality, truth, read
		if truth >= 0 {
			v.Form = r.Forms[truth]
		}
		r.Values = append(r.Values, v)
	}
}

// compareFindings compares the sets of codes of a case.
func (r *Result) compareFindings() {
	if r.Case.Truth.Findings == nil {
		return
	}
	given := map[claim.Code]bool{}
	for _, c := range r.Claims {
		for _, f := range c.Findings {
			given[f.Code] = true
		}
	}
	delete(given, "check.not_run")
	wanted := map[claim.Code]bool{}
	for _, code := range r.Case.Truth.Findings {
		switch {
		case wanted[code]:
		case given[code]:
			r.RightFindings = append(r.RightFindings, code)
		default:
			r.MissingFindings = append(r.MissingFindings, code)
		}
		wanted[code] = true
	}
	for code := range given {
		switch {
		case wanted[code]:
		case code == unreadable && r.unreadRightly():
			r.Unread = true
		default:
			r.ExtraFindings = append(r.ExtraFindings, code)
		}
	}
	slices.Sort(r.ExtraFindings)
}

// unreadable says of a value that it is needed and was not read: a fact about the reading, not about the papers.
const unreadable claim.Code = "value.unreadable"

// unreadRightly reports that every finding of a value that was not read names one that the truth holds and the claim lacks.
func (r *Result) unreadRightly() bool {
	for i, c := range r.Claims {
		for _, f := range c.Findings {
			if f.Code == unreadable && !r.lacksDay(c, string(f.Pointer)) && !slices.ContainsFunc(alternatives(string(f.Pointer)), func(pointer string) bool { return r.lacks(i, pointer) }) {
				return false
			}
		}
	}
	return true
}

// lacks reports a value that the truth holds and the claim read does not.
func (r *Result) lacks(read int, pointer string) bool {
	return slices.ContainsFunc(r.Values, func(v Value) bool {
		return v.ReadClaim == read && v.ReadPointer == pointer && v.Class == Paper && (v.Verdict == Missing || v.Verdict == Wrong && silentAt(pattern(pointer), v.Read))
	})
}

// lacksDay reports a pointer to a document of a claim read that bears a day, another than was read of it.
func (r *Result) lacksDay(read claim.Claim, pointer string) bool {
	for n, d := range read.Documents {
		if pointer != fmt.Sprintf("/documents/%d", n) {
			continue
		}
		pages := documentPages(d)
		return slices.ContainsFunc(r.Case.Truth.Documents, func(t TruthDocument) bool {
			return !t.IssuedOn.IsZero() && t.IssuedOn != read.IssuedOn(n) && slices.ContainsFunc(t.Pages, func(page int) bool { return pages[pageKey{t.File, page}] })
		})
	}
	return false
}

// stopsWithoutGround reports a claim that a finding rejects or suspends which the truth of the case does not list.
func (r *Result) stopsWithoutGround() bool {
	stops := func(s claim.Severity) bool { return s == claim.Reject || s == claim.Suspend }
	return r.Case.Truth.Findings != nil && slices.ContainsFunc(r.Claims, func(c claim.Claim) bool {
		return slices.ContainsFunc(c.Findings, func(f claim.Finding) bool {
			return stops(f.Severity) && !slices.Contains(r.Case.Truth.Findings, f.Code)
		})
	})
}

// alternatives are a pointer and those that a finding at it speaks for too: either number names an issuer, surname and name a person.
func alternatives(pointer string) []string {
	for one, other := range map[string]string{"/issuer/vat_number": "/issuer/tax_code", "/patient/surname": "/patient/name"} {
		if head, ok := strings.CutSuffix(pointer, one); ok {
			return []string{pointer, head + other}
		}
	}
	return []string{pointer}
}

// straight reports whether no human is waited for: the claim goes to adjudication as it is (claim/v1,
// "outcome").
func straight(c claim.Claim) bool {
	return c.Outcome == claim.Admissible || c.Outcome == claim.Inadmissible
}
