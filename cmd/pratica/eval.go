package main

import (
	"context"
	"fmt"
	"os"

	"pratica/eval"
	"pratica/pipeline"
)

type evalCommand struct {
	Dir     string `arg:"" help:"A corpus: folders with papers and truth.json." type:"existingdir"`
	Verbose bool   `short:"v" help:"Print every value that is not exact."`
}

// Run processes every case and prints the score.
func (c *evalCommand) Run(ctx context.Context) error {
	results, err := runCases(ctx, c.Dir, pipeline.Config{Software: version})
	if err != nil {
		return err
	}
	eval.Summarise(results).Print(os.Stdout)
	if c.Verbose {
		for _, r := range results {
			for _, v := range r.Values {
				if v.Verdict != eval.Exact {
					fmt.Printf("%s\t%s\t%s\ttruth %q\tread %q\t%.4f\taccepted %v\n", r.Case.Name, v.Verdict, v.Pointer, v.Truth, v.Read, v.Confidence, v.Accepted)
				}
			}
			if len(r.MissingFindings)+len(r.ExtraFindings) > 0 {
				fmt.Printf("%s\tfindings missing %v\textra %v\n", r.Case.Name, r.MissingFindings, r.ExtraFindings)
			}
		}
	}
	return nil
}

// runCases processes every case of a corpus, showing progress.
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
	var results []eval.Result
	bar := newProgress("Reading")
	defer bar.finish()
	for i, one := range cases {
		r, err := eval.Run(ctx, p, one)
		if err != nil {
			return nil, err
		}
		results = append(results, r)
		bar.show(i+1, len(cases))
	}
	return results, nil
}
