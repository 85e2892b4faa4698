package main

import (
	"fmt"
	"os"
	"path/filepath"

	"pratica/claim"
	"pratica/extract/forms"
)

type formsCommand struct {
	Out   string   `short:"o" help:"Folder to write to." default:"." type:"path"`
	Codes []string `arg:"" optional:"" name:"form" help:"Forms to write (R01 …); default all."`
}

// Run writes each form as CODE_EDITION.pdf.
func (c *formsCommand) Run() error {
	definitions := forms.All()
	if len(c.Codes) > 0 {
		definitions = nil
		for _, code := range c.Codes {
			d, ok := forms.Find(claim.DocumentKind(code), "")
			if !ok {
				return claim.Errorf(claim.EINVALID, "there is no form %q", code)
			}
			definitions = append(definitions, d)
		}
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	for _, d := range definitions {
		path := filepath.Join(c.Out, fmt.Sprintf("%s_%s.pdf", d.Code, d.Edition))
		if err := writeForm(path, d); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
		fmt.Println(path)
	}
	return nil
}

func writeForm(path string, d *forms.Definition) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := d.WritePDF(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
