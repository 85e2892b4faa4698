package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"

	"pratica/claim"
	"pratica/pipeline"
)

// Truth is what truth.json of a case states.
type Truth struct {
	Channel    claim.Channel     `json:"channel"`
	SentOn     claim.Date        `json:"sent_on"`
	ReceivedOn claim.Date        `json:"received_on"`
	Quality    string            `json:"quality"`
	Tags       []string          `json:"tags"`
	Claims     []json.RawMessage `json:"claims"`
	Findings   []claim.Code      `json:"findings"`
}

// Case is a labelled submission.
type Case struct {
	Name  string
	Files []pipeline.File
	Truth Truth
}

// Result is what the pipeline made of a case.
type Result struct {
	Case   Case
	Claims []claim.Claim
	Values []Value
	// MissingFindings and ExtraFindings compare the codes of the truth with those given.
	MissingFindings, ExtraFindings []claim.Code
}

// Cases lists the cases of a corpus in name order: every folder below dir with a truth.json.
func Cases(dir string) ([]Case, error) {
	var cases []Case
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.Name() != "truth.json" {
			return err
		}
		c, err := OpenCase(filepath.Dir(path))
		if err != nil {
			return err
		}
		cases = append(cases, c)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	if len(cases) == 0 {
		return nil, claim.Errorf(claim.ENOTFOUND, "Nessun caso con truth.json in %s.", dir)
	}
	return cases, nil
}

// OpenCase reads one case.
func OpenCase(dir string) (Case, error) {
	c := Case{Name: filepath.Base(dir)}
	data, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err != nil {
		return c, fmt.Errorf("open case: %w", err)
	}
	if err := json.Unmarshal(data, &c.Truth); err != nil {
		return c, fmt.Errorf("open case %s: %w", c.Name, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return c, fmt.Errorf("open case: %w", err)
	}
	for _, e := range entries {
		if e.Name() != "truth.json" && !e.IsDir() {
			c.Files = append(c.Files, pipeline.File{Name: e.Name(), Path: filepath.Join(dir, e.Name())})
		}
	}
	return c, nil
}

// Submission is the case as it was sent.
func (c Case) Submission() claim.Submission {
	s := claim.Submission{Channel: c.Truth.Channel, SentOn: c.Truth.SentOn}
	if s.Channel == "" {
		s.Channel = claim.Post
	}
	if !s.SentOn.IsZero() {
		s.SentEvidence = claim.Operator
	}
	if d := c.Truth.ReceivedOn; !d.IsZero() {
		s.ReceivedAt = d.Noon()
	}
	return s
}

// Run processes a case and scores it. Claims beyond those of the truth are compared with nothing.
func Run(ctx context.Context, p *pipeline.Pipeline, c Case) (Result, error) {
	claims, err := p.Process(ctx, c.Submission(), c.Files, nil, nil)
	if err != nil {
		return Result{}, fmt.Errorf("case %s: %w", c.Name, err)
	}
	r := Result{Case: c, Claims: claims}
	for i, truth := range c.Truth.Claims {
		read := claim.Claim{}
		if i < len(claims) {
			read = claims[i]
		}
		values, err := Compare(truth, read)
		if err != nil {
			return Result{}, fmt.Errorf("case %s: %w", c.Name, err)
		}
		for n := range values {
			values[n].Case = c.Name
		}
		r.Values = append(r.Values, values...)
	}
	r.compareFindings()
	return r, nil
}

// compareFindings leaves out what speaks about the set-up, not the papers.
func (r *Result) compareFindings() {
	given, wanted := map[claim.Code]bool{}, map[claim.Code]bool{}
	for _, c := range r.Claims {
		for _, f := range c.Findings {
			given[f.Code] = f.Code != "check.not_run"
		}
	}
	for _, code := range r.Case.Truth.Findings {
		wanted[code] = true
		if !given[code] {
			r.MissingFindings = append(r.MissingFindings, code)
		}
	}
	for code, counts := range given {
		if counts && !wanted[code] {
			r.ExtraFindings = append(r.ExtraFindings, code)
		}
	}
	sort.Slice(r.ExtraFindings, func(i, j int) bool { return r.ExtraFindings[i] < r.ExtraFindings[j] })
}
