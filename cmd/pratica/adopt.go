package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"pratica/claim"
	"pratica/extract/adopt"
	"pratica/extract/forms"
	"pratica/pipeline"
)

type formsCommands struct {
	Write     formsCommand     `cmd:"" default:"withargs" help:"Write the blank forms as PDF (this is what forms alone does)."`
	Separator separatorCommand `cmd:"" help:"Write the sheet that separates the envelopes of a batch, as PDF."`
	Adopt     adoptCommand     `cmd:"" help:"Draft a definition from a blank form that somebody else printed."`
}

type adoptCommand struct {
	Blank   string `arg:"" help:"The blank form: a PDF, a scan or a picture." type:"existingfile"`
	Out     string `short:"o" help:"YAML file to write; the pictures of the pages are written beside it. Default: to stdout, without pictures." type:"path" placeholder:"DRAFT.yaml"`
	Preview string `help:"Write the pages with the zones drawn over them; further pages get a number." type:"path" placeholder:"PREVIEW.png"`
	Code    string `help:"Which form it is, if it does not say so (R01, R02, D01, NA1, GM01)." enum:",R01,R02,D01,NA1,GM01" default:""`
	Edition string `help:"Its edition, for example 2018-03; default: as printed."`
}

// Run drafts a definition for a person to correct; what was found is told on stderr.
func (c *adoptCommand) Run(ctx context.Context) error {
	path, err := filepath.Abs(c.Blank)
	if err != nil {
		return err
	}
	p, err := pipeline.New(pipeline.Config{Concurrency: 1, Software: version})
	if err != nil {
		return err
	}
	defer p.Close()
	draft, pictures, err := p.AdoptForm(ctx, path, claim.DocumentKind(c.Code))
	if err != nil {
		return err
	}
	if c.Edition != "" {
		draft.Edition = c.Edition
	}
	if err := c.write(draft, pictures); err != nil {
		return err
	}
	fmt.Fprint(os.Stderr, draft.Summary())
	return nil
}

// write writes the YAML and, if they are wanted, the pictures and previews that alternate in pictures.
func (c *adoptCommand) write(draft *adopt.Draft, pictures [][]byte) error {
	note := adopt.Note{File: filepath.Base(c.Blank)}
	for i := range draft.Pages {
		if c.Out != "" {
			name := fmt.Sprintf("%s-%d.png", strings.TrimSuffix(filepath.Base(c.Out), filepath.Ext(c.Out)), i+1)
			note.Pictures = append(note.Pictures, name)
			if err := os.WriteFile(filepath.Join(filepath.Dir(c.Out), name), pictures[2*i], 0o644); err != nil {
				return err
			}
		}
		if c.Preview == "" {
			continue
		}
		name := c.Preview
		if i > 0 {
			ending := filepath.Ext(name)
			name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ending), i+1, ending)
		}
		if err := os.WriteFile(name, pictures[2*i+1], 0o644); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	if err := draft.YAML(&b, note); err != nil {
		return err
	}
	if _, err := forms.Parse(b.Bytes()); err != nil {
		fmt.Fprintln(os.Stderr, "pratica: the draft must be corrected before it can be used:", err)
	}
	if c.Out == "" {
		_, err := os.Stdout.Write(b.Bytes())
		return err
	}
	return os.WriteFile(c.Out, b.Bytes(), 0o644)
}

// addForms makes the definitions in the folder of foreign forms known; the children do the same.
func addForms() error {
	folder := os.Getenv(forms.FolderVariable)
	if folder == "" {
		return nil
	}
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	if err := os.Setenv(forms.FolderVariable, absolute); err != nil {
		return err
	}
	if err := forms.Add(absolute); err != nil {
		return claim.WrapError(claim.EINVALID, err, "%s", forms.FolderVariable)
	}
	return nil
}
