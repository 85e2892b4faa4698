package main

import (
	"context"
	"encoding/json"
	"os"
	"time"

	"pratica/eval"
	"pratica/pipeline"
)

type calibrateCommand struct {
	Dir string `arg:"" help:"A corpus that no reported number rests on." type:"existingdir"`
	Out string `short:"o" help:"Where to write the fit." default:"pipeline/calibration.json" type:"path"`
}

// Run fits the confidences on a corpus and writes the fit, which the next build uses.
func (c *calibrateCommand) Run(ctx context.Context) error {
	results, err := labelledRun{dir: c.Dir, config: pipeline.Config{Software: version, RawConfidence: true}}.all(ctx)
	if err != nil {
		return err
	}
	fit := pipeline.Calibration{Name: time.Now().Format(time.DateOnly), Corpus: c.Dir, Curves: eval.Fit(eval.Observe(results))}
	data, err := json.MarshalIndent(fit, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(c.Out, append(data, '\n'), 0o644)
}
