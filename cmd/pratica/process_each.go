package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"pratica/claim"
	"pratica/pipeline"
)

// processEach reads submissions side by side and prints the claims of each as soon as it is its turn. A failure is named and
// the others go on, unless something is missing on this machine that all need.
func (c *processCommand) processEach(ctx context.Context, p *pipeline.Pipeline, sendings []pipeline.Sending, out *claimPrinter) error {
	bar := newProgress("Reading")
	defer bar.finish()
	bar.show(0, len(sendings))
	finished := 0
	err := p.ProcessEach(ctx, sendings, bar.page, func(_ int, claims []claim.Claim, err error) error {
		switch {
		case err == nil:
			err = out.print(claims)
		case exitCode(err) != exitMissing:
			out.problems = append(out.problems, err.Error())
			err = nil
		}
		finished++
		bar.show(finished, len(sendings))
		return err
	})
	if ctx.Err() != nil {
		return fmt.Errorf("stopped after %d of %d submissions: %w", finished, len(sendings), err)
	}
	return err
}

// claimPrinter prints claims one after the other, as an array or a line each, so that they need not be kept, and remembers
// what could not be read.
type claimPrinter struct {
	to      io.Writer
	lines   bool // one claim a line
	printed int
	// problems are in words for stderr; skipped tells of others, already said.
	problems []string
	skipped  bool
}

func (p *claimPrinter) print(claims []claim.Claim) error {
	for _, c := range claims {
		if err := p.one(c); err != nil {
			return err
		}
		for _, f := range c.Findings {
			if strings.HasPrefix(string(f.Code), "file.") || f.Code == "page.unreadable" {
				p.problems = append(p.problems, f.Message)
			}
		}
	}
	return nil
}

func (p *claimPrinter) one(c claim.Claim) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if !p.lines {
		separator := ",\n  "
		if p.printed == 0 {
			separator = "[\n  "
		}
		text.WriteString(separator)
		encoder.SetIndent("  ", "  ")
	}
	if err := encoder.Encode(c); err != nil {
		return err
	}
	if !p.lines {
		text.Truncate(text.Len() - 1) // Encode ends the line
	}
	p.printed++
	_, err := p.to.Write(text.Bytes())
	return err
}

// end closes the array, also one that is cut short: what was read stays readable.
func (p *claimPrinter) end() error {
	if p.lines {
		return nil
	}
	if p.printed == 0 {
		_, err := io.WriteString(p.to, "[]\n")
		return err
	}
	_, err := io.WriteString(p.to, "\n]\n")
	return err
}

// report tells on stderr what could not be read; the error gives the exit code.
func (p *claimPrinter) report() error {
	for _, problem := range p.problems {
		fmt.Fprintln(os.Stderr, "pratica:", problem)
	}
	if p.skipped || len(p.problems) > 0 {
		return errReported
	}
	return nil
}
