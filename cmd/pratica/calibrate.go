package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"pratica/claim"
	"pratica/eval"
	"pratica/pipeline"
)

type calibrateCommand struct {
	Dir      string   `arg:"" help:"A corpus that no reported number rests on." type:"existingdir"`
	Readings string   `help:"As for eval." placeholder:"FOLDER" type:"path"`
	Only     []string `help:"Fit only values that were read in these ways, such as text_layer, and keep the other curves of the present fit." placeholder:"METHOD" enum:"text_layer,form_field,code,line,comb,mark,rule"`
	Out      string   `short:"o" help:"Where to write the fit." default:"pipeline/calibration.json" type:"path"`
}

// Run fits the confidences on a corpus and writes the fit, which the next build uses.
func (c *calibrateCommand) Run(ctx context.Context) error {
	results, err := labelledRun{dir: c.Dir, config: pipeline.Config{Software: version, RawConfidence: true, Readings: c.Readings}}.all(ctx)
	if err != nil {
		return err
	}
	seen := eval.Observe(results)
	fit := c.fit(seen)
	tellFit(os.Stderr, fit, eval.Unfitted(seen))
	tellCrossValidation(os.Stderr, seen)
	data, err := json.MarshalIndent(fit, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(c.Out, append(data, '\n'), 0o644)
}

// fit makes the curves, of the chosen ways of reading or of all.
func (c *calibrateCommand) fit(seen []eval.Observation) pipeline.Calibration {
	fit := pipeline.Calibration{Name: time.Now().Format(time.DateOnly), Corpus: c.Dir, Curves: eval.Fit(seen)}
	if len(c.Only) == 0 {
		return fit
	}
	present := pipeline.PresentCalibration()
	fit.Corpus = present.Corpus + "; " + strings.Join(c.Only, ", ") + ": " + c.Dir
	curves := maps.Clone(present.Curves)
	for fieldType, curve := range fit.Curves {
		if slices.ContainsFunc(c.Only, func(method string) bool { return pipeline.ReadBy(fieldType, claim.Method(method)) }) {
			curves[fieldType] = curve
		}
	}
	fit.Curves = curves
	return fit
}

// tellCrossValidation says what a fit like this accepts of papers that it does not know.
func tellCrossValidation(w io.Writer, seen []eval.Observation) {
	const parts = 5
	tell := func(what string, list []eval.Observation) {
		if v := eval.CrossValidate(list, parts); v.Accepted > 0 {
			fmt.Fprintf(w, "cross-validated by case in %d parts, %s: %.1f %% of %d values accepted, %.2f %% of them wrong\n",
				parts, what, 100*float64(v.Accepted)/float64(v.Values), v.Values, 100*float64(v.Wrong)/float64(v.Accepted))
		}
	}
	tell("all", seen)
	tell("lines of pictures", slices.DeleteFunc(slices.Clone(seen), func(o eval.Observation) bool { return !pipeline.ReadBy(o.FieldType, claim.FromLine) }))
}

// tellFit says what the corpus was too small for.
func tellFit(w io.Writer, fit pipeline.Calibration, unfitted map[string]int) {
	fmt.Fprintf(w, "%d field types are fitted\n", len(fit.Curves))
	if len(unfitted) > 0 {
		fmt.Fprintf(w, "%d had too few readings and keep their raw confidence:\n", len(unfitted))
		for _, fieldType := range slices.Sorted(maps.Keys(unfitted)) {
			fmt.Fprintf(w, "  %s  %d\n", fieldType, unfitted[fieldType])
		}
	}
	if thin := fit.Thin(pipeline.EnoughReadings); len(thin) > 0 {
		fmt.Fprintf(w, "%d steps accept values on fewer than %d readings, mostly on the reader's own word:\n", len(thin), pipeline.EnoughReadings)
		for _, step := range thin {
			fmt.Fprintf(w, "  %s  from %.4f on  p %.4f  %d\n", step.FieldType, step.Raw, step.Probability, step.Values)
		}
	}
}
