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
	Kind    []string `help:"R01 or invoice; default both."`
	Quality string   `help:"clean, scan or photo; default all."`
	Filling string   `help:"typed."`
	Fault   string   `help:"Plant the fault with this finding code into every case."`
}

// Run draws labelled papers.
func (c *corpusCommand) Run() error {
	for _, note := range synth.Notes() {
		fmt.Fprintln(os.Stderr, note)
	}
	bar := newProgress("Drawing")
	defer bar.finish()
	return synth.Write(c.Out, synth.Options{Count: c.Count, Seed: c.Seed, Kinds: c.Kind, Quality: c.Quality, Filling: c.Filling, Fault: claim.Code(c.Fault)}, bar.show)
}
