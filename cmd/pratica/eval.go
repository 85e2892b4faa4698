package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"pratica/eval"
	"pratica/pipeline"
)

type evalCommand struct {
	Dir     string `arg:"" help:"A corpus: folders with papers and truth.json." type:"existingdir"`
	JSON    bool   `name:"json" help:"Print the score as one JSON object."`
	Verbose bool   `short:"v" help:"Print every value that is not exact."`
}

// Run processes every case and prints the score. It ends with code 1 if a case failed.
func (c *evalCommand) Run(ctx context.Context) error {
	results, err := runCases(ctx, c.Dir, pipeline.Config{Software: version})
	if err != nil {
		return err
	}
	s := eval.Summarise(results)
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", " ")
		err = out.Encode(s)
	} else {
		s.Print(os.Stdout)
		if c.Verbose {
			printErrors(results)
		}
	}
	if err == nil && len(s.Failed) > 0 {
		err = errReported
	}
	return err
}

// printErrors tells every value and finding that is not as the truth has it.
func printErrors(results []eval.Result) {
	fmt.Println()
	for _, r := range results {
		for _, v := range r.Values {
			if v.Verdict != eval.Exact {
				fmt.Printf("%s\t%s\t%s\t%s\ttruth %q\tread %q\t%.4f\taccepted %v\n", r.Case.Name, v.Class, v.Verdict, v.Pointer, v.Truth, v.Read, v.Confidence(), v.Accepted())
			}
		}
		for _, d := range r.Documents {
			if !d.KindRight() || d.Grouped < len(d.Pages) {
				fmt.Printf("%s\t%s pages %v\t%s taken for %q, %d pages in their place\n", r.Case.Name, d.File, d.Pages, d.Kind, d.ReadKind, d.Grouped)
			}
		}
		if len(r.MissingFindings)+len(r.ExtraFindings) > 0 {
			fmt.Printf("%s\tfindings missing %v\textra %v\n", r.Case.Name, r.MissingFindings, r.ExtraFindings)
		}
	}
}

// runCases processes every case of a corpus, one after the other so that its time can be told, and shows
// progress. What fails is told and does not stop the others.
func runCases(ctx context.Context, dir string, config pipeline.Config) ([]eval.Result, error) {
	cases, err := eval.Cases(dir)
	if err != nil {
		return nil, err
	}
	p, err := pipeline.New(config)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	if err := p.Warm(ctx); err != nil {
		return nil, err
	}
	var results []eval.Result
	bar := newProgress("Reading")
	defer bar.finish()
	for i, one := range cases {
		r, err := eval.Run(ctx, p, one, nil)
		if err != nil {
			return nil, err
		}
		if r.Failure != "" {
			fmt.Fprintf(os.Stderr, "pratica: %s: %s\n", one.Name, r.Failure)
		}
		results = append(results, r)
		bar.show(i+1, len(cases))
	}
	return results, nil
}
