// Package eval scores the pipeline on labelled papers: docs/eval.md says how every measure is counted.
package eval

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"pratica/claim"
	"pratica/pipeline"
)

// Truth is what truth.json of a case states. All but Claims may be absent.
type Truth struct {
	Channel    claim.Channel   `json:"channel"`
	SentOn     claim.Date      `json:"sent_on"`
	ReceivedOn claim.Date      `json:"received_on"`
	Quality    string          `json:"quality"`
	Tags       []string        `json:"tags"`
	Documents  []TruthDocument `json:"documents"`
	// Claims are claims as in claim/v1, any subset of their values.
	Claims []json.RawMessage `json:"claims"`
	// Findings are the codes that the checks should give; nil means that nobody labelled them.
	Findings []claim.Code `json:"findings"`
}

// TruthDocument is a paper, or the part of one that is in a file: its pages there, from 1, and the index of
// its claim. Entries with the same Paper, from 1, are one paper: a photo of each of its pages. So are those of
// a claim's own form, which it has once.
type TruthDocument struct {
	File  string             `json:"file"`
	Pages []int              `json:"pages"`
	Kind  claim.DocumentKind `json:"kind"`
	Claim int                `json:"claim"`
	Paper int                `json:"paper"`
	// IssuedOn is the day that a prescription bears; zero where nobody noted it.
	IssuedOn claim.Date `json:"issued_on"`
}

// Case is a labelled submission.
type Case struct {
	// Name is its folder, relative to the corpus.
	Name  string
	Files []pipeline.File
	Truth Truth
}

// Cases lists the cases of a corpus in name order: every folder below dir, and dir itself, with a
// truth.json. A truth that cannot be understood is an error with code claim.EINVALID.
func Cases(dir string) ([]Case, error) {
	var cases []Case
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.Name() != "truth.json" {
			return err
		}
		c, err := OpenCase(filepath.Dir(path))
		if name, relErr := filepath.Rel(dir, filepath.Dir(path)); relErr == nil && name != "." {
			c.Name = filepath.ToSlash(name)
		}
		cases = append(cases, c)
		return err
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
	path := filepath.Join(dir, "truth.json")
	data, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("open case: %w", err)
	}
	if err := json.Unmarshal(data, &c.Truth); err != nil {
		return c, claim.Errorf(claim.EINVALID, "%s non è una verità leggibile: %v.", path, err)
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

// Run processes a case and scores it. A case at which the pipeline fails is scored as one of which nothing
// was read, and says so in Failure; the error is for a cancelled context and for a truth that is no claim.
// Pictures, which may be nil, receives the upright picture of every page.
func Run(ctx context.Context, p *pipeline.Pipeline, c Case, pictures pipeline.PictureFunc) (Result, error) {
	cpu, start := cpuTime(p), time.Now()
	claims, failure := process(ctx, p, c, pictures)
	wall, spent := time.Since(start), cpuTime(p)-cpu
	if ctx.Err() != nil {
		return Result{}, fmt.Errorf("case %s: %w", c.Name, ctx.Err())
	}
	r, err := Score(c, claims)
	if err != nil {
		return Result{}, err
	}
	r.Wall, r.CPU = wall, spent
	if failure != nil {
		r.Failure = failure.Error()
	}
	return r, nil
}

// process is the pipeline with its panics made errors.
func process(ctx context.Context, p *pipeline.Pipeline, c Case, pictures pipeline.PictureFunc) (claims []claim.Claim, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			claims, err = nil, errors.Join(errors.New("the pipeline broke down"), fmt.Errorf("%v", cause))
		}
	}()
	return p.Process(ctx, c.Submission(), c.Files, nil, pictures)
}

// cpuTime is what this process and the children of the pipeline have used so far.
func cpuTime(p *pipeline.Pipeline) time.Duration {
	children, _ := p.Children()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return children
	}
	return children + time.Duration(usage.Utime.Nano()+usage.Stime.Nano())
}
