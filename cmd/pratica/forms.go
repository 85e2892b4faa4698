package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"pratica/claim"
	"pratica/extract/forms"
)

type formsCommand struct {
	Out        string   `short:"o" help:"Folder to write to." default:"." type:"path"`
	Fill       string   `help:"JSON file with the values of one form: it is written filled in, to print and sign." type:"existingfile" placeholder:"DATA.json" xor:"what"`
	Definition bool     `help:"Print where the zones of the forms are, as JSON." xor:"what"`
	Codes      []string `arg:"" optional:"" name:"form" help:"Forms to write (R01 …); default all."`
}

// Run writes each form as CODE_EDITION.pdf and prints the files' names, or prints the definitions.
func (c *formsCommand) Run() error {
	definitions, err := c.definitions()
	switch {
	case err != nil:
		return err
	case c.Definition:
		return printDefinitions(os.Stdout, definitions)
	case c.Fill != "":
		return c.fill(definitions)
	}
	for _, d := range definitions {
		if err := c.write(fmt.Sprintf("%s_%s.pdf", d.Code, d.Edition), d.WritePDF); err != nil {
			return err
		}
	}
	return nil
}

func (c *formsCommand) definitions() ([]*forms.Definition, error) {
	if len(c.Codes) == 0 {
		ours := slices.Clone(forms.All())
		return slices.DeleteFunc(ours, (*forms.Definition).Foreign), nil
	}
	var list []*forms.Definition
	for _, code := range c.Codes {
		d, ok := forms.Find(claim.DocumentKind(code), "")
		if !ok {
			return nil, claim.Errorf(claim.EINVALID, "there is no form %q", code)
		}
		list = append(list, d)
	}
	return list, nil
}

func printDefinitions(w io.Writer, definitions []*forms.Definition) error {
	list := []forms.Geometry{}
	for _, d := range definitions {
		list = append(list, d.Geometry())
	}
	data, err := json.MarshalIndent(list, "", " ")
	if err != nil {
		return err
	}
	data = places.ReplaceAllFunc(data, func(place []byte) []byte {
		return bytes.ReplaceAll(bytes.Join(bytes.Fields(place), nil), []byte(","), []byte(", "))
	})
	_, err = w.Write(append(data, '\n'))
	return err
}

// places are the arrays of numbers in indented JSON: they read better on one line.
var places = regexp.MustCompile(`\[[\s0-9.,]+\]`)

// fill writes one form with the values of a file.
func (c *formsCommand) fill(definitions []*forms.Definition) error {
	if len(definitions) != 1 {
		return claim.Errorf(claim.EINVALID, "--fill needs the one form to fill: pratica forms --fill %s R01", c.Fill)
	}
	data, err := os.ReadFile(c.Fill)
	if err != nil {
		return err
	}
	values, err := forms.ParseValues(data)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Fill, err)
	}
	filled, err := definitions[0].Fill(values)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Fill, err)
	}
	if filled.Code == "" && len(filled.Values) > 0 {
		fmt.Fprintln(os.Stderr, "pratica: the values are too many for a code: the form is printed without")
	}
	return c.write(fmt.Sprintf("%s_%s_compilato.pdf", filled.Form.Code, filled.Form.Edition), filled.WritePDF)
}

type separatorCommand struct {
	Out string `short:"o" help:"Folder to write to." default:"." type:"path"`
}

// Run writes separatore.pdf, front and back of a sheet, and prints its name.
func (c *separatorCommand) Run() error {
	return (&formsCommand{Out: c.Out}).write("separatore.pdf", forms.WriteSeparator)
}

// write makes a file in the folder, whole or not at all, and prints its name.
func (c *formsCommand) write(name string, content func(io.Writer) error) error {
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	path := filepath.Join(c.Out, name)
	if err := writeWhole(path, 0o644, content); err != nil {
		return err
	}
	fmt.Println(path)
	return nil
}

// writeWhole makes or replaces a file, whole or not at all.
func writeWhole(path string, mode os.FileMode, content func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // in vain once it has its name
	if err := errors.Join(content(f), f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.Rename(f.Name(), path)
}
