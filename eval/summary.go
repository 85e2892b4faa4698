package eval

import (
	"encoding/json"
	"slices"

	"pratica/claim"
)

// Summary is the score of a corpus and of its parts.
type Summary struct {
	All Tally
	// The parts: of cases (quality, tag), of claims (form) and of values (field, document kind).
	ByQuality, ByField, ByTag, ByDocumentKind, ByForm map[string]*Tally
	// Errors are the values read from paper that are wrong, missing or invented, in the order of the cases.
	Errors []Value
	// ByFinding counts each code of a finding.
	ByFinding map[claim.Code]*FindingTally
	// Failed are the cases at which the pipeline gave nothing.
	Failed []string
}

// FindingTally counts the cases that should have a finding, and of those and the others the ones that had.
// Unread are those that said rightly that values could not be read, which the truth does not list.
type FindingTally struct{ Wanted, Found, Extra, Unread int }

type part map[string]*Tally

func (p part) of(name string) *Tally {
	if p[name] == nil {
		p[name] = &Tally{}
	}
	return p[name]
}

// Summarise adds up results.
func Summarise(results []Result) Summary {
	s := Summary{ByQuality: part{}, ByField: part{}, ByTag: part{}, ByDocumentKind: part{}, ByForm: part{}, ByFinding: map[claim.Code]*FindingTally{}}
	for _, r := range results {
		s.add(r)
	}
	return s
}

func (s *Summary) add(r Result) {
	if r.Failure != "" {
		s.Failed = append(s.Failed, r.Case.Name)
	}
	whole := []*Tally{&s.All, part(s.ByQuality).of(qualityName(r.Case.Truth.Quality))}
	for _, tag := range distinct(r.Case.Truth.Tags) {
		whole = append(whole, part(s.ByTag).of(tag))
	}
	for _, form := range distinct(r.Forms) {
		part(s.ByForm).of(form).addCase(r)
	}
	for _, t := range whole {
		t.addCase(r)
	}
	for i, p := range r.Partner {
		done := p >= 0 && straight(r.Claims[p])
		for _, t := range append(whole, part(s.ByForm).of(r.Forms[i])) {
			t.addClaim(done)
		}
	}
	for _, d := range r.Documents {
		kind := part(s.ByDocumentKind).of(string(d.Kind))
		kind.Pages += d.Pages()
		for _, t := range append(whole, kind, part(s.ByForm).of(d.Form)) {
			t.addDocument(d)
		}
	}
	for _, kind := range distinct(kindsOf(r)) {
		part(s.ByDocumentKind).of(kind).Cases++
	}
	s.addValues(r, whole)
	s.addFindings(r)
}

func (s *Summary) addFindings(r Result) {
	of := func(code claim.Code) *FindingTally {
		if s.ByFinding[code] == nil {
			s.ByFinding[code] = &FindingTally{}
		}
		return s.ByFinding[code]
	}
	for _, code := range r.RightFindings {
		of(code).Wanted++
		of(code).Found++
	}
	for _, code := range r.MissingFindings {
		of(code).Wanted++
	}
	for _, code := range r.ExtraFindings {
		of(code).Extra++
	}
	if r.Unread {
		of(unreadable).Unread++
	}
}

func (s *Summary) addValues(r Result, whole []*Tally) {
	var inCase []string
	for _, v := range r.Values {
		if v.Class == Blank {
			continue
		}
		inCase = append(inCase, v.Field())
		for _, t := range append(whole, part(s.ByField).of(v.Field()), part(s.ByDocumentKind).of(v.Document), part(s.ByForm).of(v.Form)) {
			t.addValue(v)
		}
		if v.Class == Paper && v.Verdict != Exact {
			s.Errors = append(s.Errors, v)
		}
	}
	for _, f := range distinct(inCase) {
		part(s.ByField).of(f).Cases++
	}
}

func kindsOf(r Result) []string {
	var kinds []string
	for _, d := range r.Documents {
		kinds = append(kinds, string(d.Kind))
	}
	return kinds
}

func qualityName(q string) string {
	if q == "" {
		return "unknown"
	}
	return q
}

// distinct leaves each name once, sorted.
func distinct(names []string) []string {
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

// MarshalJSON is what `pratica eval --json` prints.
func (s Summary) MarshalJSON() ([]byte, error) {
	out := struct {
		Measures
		ByQuality      map[string]Measures `json:"by_quality"`
		ByField        map[string]Measures `json:"by_field"`
		ByTag          map[string]Measures `json:"by_tag"`
		ByDocumentKind map[string]Measures `json:"by_document_kind"`
		ByForm         map[string]Measures `json:"by_form"`
		Errors         []jsonError         `json:"errors"`
	}{s.All.Measures(), measures(s.ByQuality), measures(s.ByField), measures(s.ByTag), measures(s.ByDocumentKind), measures(s.ByForm), []jsonError{}}
	for _, v := range s.Errors {
		out.Errors = append(out.Errors, jsonError{v.Case, v.pointerForPeople(), claim.Text(v.Truth), claim.Text(v.Read), v.Confidence(), v.Accepted()})
	}
	return json.Marshal(out)
}

// pointerForPeople is the pointer in the truth, or in the claim read for what the truth does not have.
func (v Value) pointerForPeople() string {
	if v.Pointer == "" {
		return v.ReadPointer
	}
	return v.Pointer
}

// jsonError is one value that is not right; null is no value.
type jsonError struct {
	Case       string     `json:"case"`
	Pointer    string     `json:"pointer"`
	Truth      claim.Text `json:"truth"`
	Read       claim.Text `json:"read"`
	Confidence float64    `json:"confidence"`
	Accepted   bool       `json:"accepted"`
}

func measures(parts map[string]*Tally) map[string]Measures {
	out := map[string]Measures{}
	for name, t := range parts {
		out[name] = t.Measures()
	}
	return out
}
