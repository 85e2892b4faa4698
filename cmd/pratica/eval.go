package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"pratica/claim"
	"pratica/eval"
	"pratica/pipeline"
)

type evalCommand struct {
	Dir     string `arg:"" help:"A corpus: folders with papers and truth.json." type:"existingdir"`
	JSON    bool   `name:"json" help:"Print the score as one JSON object."`
	HTML    string `name:"html" placeholder:"FOLDER" help:"Write a report to browse, with pictures of the worst values." type:"path"`
	Issuers string `help:"What is known of issuers: CSV lines VAT_NUMBER,NAME, or what issuers list --json prints." type:"existingfile" placeholder:"FILE"`
	targetOption
	Readings string `help:"Keep what is read of each page there, and take it from there the next time: for trying what follows the reading. Whoever changes the reader takes another folder." placeholder:"FOLDER" type:"path"`
	Verbose  bool   `short:"v" help:"Print every value that is not exact."`
}

// targetOption is the operator's promise, for every command that accepts values.
type targetOption struct {
	TargetAccuracy float64 `help:"Share of the values accepted without a human that is to be right, 0.995 to 0.9995." env:"PRATICA_TARGET_ACCURACY" default:"0.995"`
}

// Run processes every case and prints the score. It ends with code 1 if a case failed.
func (c *evalCommand) Run(ctx context.Context) error {
	issuers, err := readIssuers(c.Issuers)
	if err != nil {
		return err
	}
	run := labelledRun{dir: c.Dir, config: pipeline.Config{Software: version, Issuers: issuers, TargetAccuracy: c.TargetAccuracy, Readings: c.Readings}}
	if c.HTML != "" && c.Readings != "" {
		return claim.Errorf(claim.EINVALID, "a report shows pictures, which --readings does not keep: leave out one of the two")
	}
	if c.HTML != "" {
		report, err := eval.NewReport(c.HTML)
		if err != nil {
			return err
		}
		run.report = report
	}
	results, err := run.all(ctx)
	if err != nil {
		return err
	}
	s := eval.Summarise(results)
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", " ")
		if err := out.Encode(s); err != nil {
			return err
		}
	} else {
		s.Print(os.Stdout)
		if c.Verbose {
			printErrors(results)
		}
	}
	if len(s.Failed) > 0 {
		return errReported
	}
	return nil
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
			if !d.KindRight() || d.Grouped < d.Pages() {
				fmt.Printf("%s\t%s\t%s taken for %q, %d of %d pages in their place\n", r.Case.Name, d.TruthPaper, d.Kind, d.ReadKind, d.Grouped, d.Pages())
			}
		}
		if len(r.MissingFindings)+len(r.ExtraFindings) > 0 {
			fmt.Printf("%s\tfindings missing %v\textra %v\n", r.Case.Name, r.MissingFindings, r.ExtraFindings)
		}
	}
}

// labelledRun leads every case of a corpus through the pipeline.
type labelledRun struct {
	dir    string
	config pipeline.Config
	// report may be nil.
	report *eval.Report
}

// all processes the cases one after the other, so that the time of each can be told, and shows progress.
// A case that fails is told and does not stop the others.
func (r labelledRun) all(ctx context.Context) ([]eval.Result, error) {
	cases, err := eval.Cases(r.dir)
	if err != nil {
		return nil, err
	}
	p, err := pipeline.New(r.config)
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
		result, err := r.one(ctx, p, one)
		if err != nil {
			return nil, err
		}
		if result.Failure != "" {
			fmt.Fprintf(os.Stderr, "pratica: %s: %s\n", one.Name, result.Failure)
		}
		results = append(results, result)
		bar.show(i+1, len(cases))
	}
	if r.report != nil {
		err = r.report.Finish()
	}
	return results, err
}

func (r labelledRun) one(ctx context.Context, p *pipeline.Pipeline, c eval.Case) (eval.Result, error) {
	if r.report == nil {
		return eval.Run(ctx, p, c, nil)
	}
	pages := eval.NewPageSet()
	result, err := eval.Run(ctx, p, c, pages.Keep)
	if err != nil {
		return result, err
	}
	return result, r.report.Add(result, pages)
}
