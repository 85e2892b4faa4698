package main

import (
	"fmt"
	"os"

	"pratica/claim"
	"pratica/synth"
)

type corpusCommand struct {
	Out     string   `short:"o" required:"" help:"Folder to write to." type:"path"`
	Count   int      `help:"Number of cases." default:"20"`
	Seed    uint64   `help:"The same seed draws the same papers." default:"1"`
	Kind    []string `help:"R01, R02, D01, NA1, GM01, invoice, papers, allowance or envelope, repeatable; default a mix of all but allowance."`
	Quality string   `help:"clean, scan or photo; default all."`
	Filling string   `help:"typed, printed or handprint; default all."`
	Writers string   `help:"Whose hands write: training, calibration or evaluation." default:"evaluation"`
	Edition string   `help:"own or foreign: the fund's forms, or forms that no definition knows; default mostly own."`
	Fault   []string `help:"Plant the fault with this finding code, repeatable: every case gets one of them."`
}

// Run draws labelled papers.
func (c *corpusCommand) Run() error {
	o := synth.Options{Count: c.Count, Seed: c.Seed, Kinds: c.Kind, Quality: c.Quality, Filling: c.Filling, Writers: c.Writers, Edition: c.Edition}
	for _, code := range c.Fault {
		o.Faults = append(o.Faults, claim.Code(code))
	}
	if c.Quality == "" || c.Quality == synth.Photo {
		for _, note := range synth.Notes() {
			fmt.Fprintln(os.Stderr, "pratica:", note)
		}
	}
	bar := newProgress("Drawing")
	defer bar.finish()
	return synth.Write(c.Out, o, bar.show)
}
