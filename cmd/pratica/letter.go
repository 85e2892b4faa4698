package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/term"

	"pratica/claim"
	"pratica/letters"
)

type letterCommand struct {
	Claim  string   `arg:"" optional:"" help:"A claim as JSON, or what process prints; - is standard input." type:"existingfile"`
	Output string   `short:"o" help:"Write a file if this has an extension (lettera.pdf), else one file for each letter into this folder; default stdout." type:"path" placeholder:"FILE|DIR"`
	Email  bool     `help:"The text of an e-mail instead of the PDF." xor:"form"`
	JSON   bool     `name:"json" help:"The letter as JSON, to be edited, instead of the PDF." xor:"form"`
	Config string   `help:"The fund's letterhead, letters.yaml." type:"existingfile" env:"PRATICA_LETTERS" placeholder:"FILE"`
	To     []string `help:"A line of the addressee, the name first; repeat it. Default the member's name." placeholder:"LINE" sep:"none"`
	Edited string   `help:"Print this letter, that --json wrote and somebody edited." type:"existingfile" placeholder:"LETTER.json"`
}

// mostJSON bounds what is read, in bytes: claims of some thousand pages.
const mostJSON = 256 << 20

// Run writes the letters that claims need.
func (c *letterCommand) Run() error {
	if (c.Claim == "") == (c.Edited == "") {
		return claim.Errorf(claim.EINVALID, "give a claim, or a letter with --edited")
	}
	config, err := letterConfig(c.Config)
	if err != nil {
		return err
	}
	if config.Neutral() {
		fmt.Fprintln(os.Stderr, "There is no letterhead: the fund's name and address stand in brackets. Give a letters.yaml with --config (see docs/letters.md).")
	}
	list, failed, err := c.letters(config)
	if err != nil {
		return err
	}
	if err := c.write(list, config); err != nil {
		return err
	}
	if failed {
		return errReported
	}
	return nil
}

// letterConfig is the letterhead of a file, a neutral one without a name.
func letterConfig(path string) (letters.Config, error) {
	if path == "" {
		return letters.Config{}, nil
	}
	return letters.LoadConfig(path)
}

// letters are the edited letter, or those of the claims. A claim that needs none is said on stderr, and so is one for which none
// can be written; that is told by failed.
func (c *letterCommand) letters(config letters.Config) (list []letters.Letter, failed bool, err error) {
	if c.Edited != "" {
		list, err = readJSONs[letters.Letter](c.Edited)
		return list, false, err
	}
	claims, err := readJSONs[claim.Claim](c.Claim)
	if err != nil {
		return nil, false, err
	}
	today := claim.DateIn(time.Now())
	for _, one := range claims {
		if one.Outcome != claim.Suspended && one.Outcome != claim.Inadmissible {
			fmt.Fprintf(os.Stderr, "claim %s needs no letter: it is %s\n", one.ID, one.Outcome)
			continue
		}
		letter, err := letters.Compose(one, config, today, letters.Recipient{Lines: c.To})
		if err != nil {
			fmt.Fprintf(os.Stderr, "claim %s: %v\n", one.ID, err)
			failed = true
			continue
		}
		list = append(list, letter)
	}
	if len(list) > 1 && len(c.To) > 0 {
		return nil, false, claim.Errorf(claim.EINVALID, "--to is for one letter, and there are %d", len(list))
	}
	return list, failed, nil
}

// write writes letters to where they are wanted.
func (c *letterCommand) write(list []letters.Letter, config letters.Config) error {
	extension := map[[2]bool]string{{false, false}: ".pdf", {true, false}: ".txt", {false, true}: ".json"}[[2]bool{c.Email, c.JSON}]
	oneFile := filepath.Ext(c.Output) != ""
	switch {
	case len(list) == 0:
		return nil
	case len(list) > 1 && (c.Output == "" || oneFile):
		return claim.Errorf(claim.EINVALID, "there are %d letters: give a folder with -o", len(list))
	case c.Output == "" && extension == ".pdf" && term.IsTerminal(int(os.Stdout.Fd())):
		return claim.Errorf(claim.EINVALID, "a PDF is not for a terminal: give a file with -o")
	case c.Output != "" && !oneFile:
		if err := os.MkdirAll(c.Output, 0o700); err != nil {
			return err
		}
	}
	for _, letter := range list {
		var out bytes.Buffer
		if err := c.encode(&out, letter, config); err != nil {
			return fmt.Errorf("letter of claim %s: %w", letter.Claim, err)
		}
		path := c.Output
		if !oneFile {
			path = filepath.Join(c.Output, "lettera-"+letter.Claim+extension)
		}
		if c.Output == "" {
			if _, err := out.WriteTo(os.Stdout); err != nil {
				return err
			}
			continue
		}
		if err := writeWhole(path, 0o600, func(w io.Writer) error { _, err := out.WriteTo(w); return err }); err != nil {
			return err
		}
		fmt.Fprintln(os.Stderr, path)
	}
	return nil
}

// encode writes a letter in the form that was asked for. What nobody could send is refused, save as JSON, where it may still be
// edited.
func (c *letterCommand) encode(w io.Writer, letter letters.Letter, config letters.Config) error {
	if c.JSON {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(letter)
	}
	if !c.Email {
		return letters.WritePDF(w, letter, config)
	}
	if err := letter.Check(); err != nil {
		return err
	}
	subject, body := letters.Email(letter, config)
	to := ""
	if letter.Email != "" {
		to = "A: " + string(letter.Email) + "\n"
	}
	_, err := fmt.Fprintf(w, "%sOggetto: %s\n\n%s", to, subject, body)
	return err
}

// readJSONs reads what a file holds: one object, an array of them, or one a line.
func readJSONs[T any](path string) ([]T, error) {
	var in io.Reader = os.Stdin
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	var list []T
	decoder := json.NewDecoder(io.LimitReader(in, mostJSON))
	for {
		var raw json.RawMessage
		err := decoder.Decode(&raw)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if raw = bytes.TrimSpace(raw); len(raw) > 0 && raw[0] != '[' {
			raw = slices.Concat(json.RawMessage("["), raw, json.RawMessage("]"))
		}
		var more []T
		if err := json.Unmarshal(raw, &more); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		list = append(list, more...)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s holds nothing", path)
	}
	return list, nil
}

// lettersFile is where a data folder keeps the letterhead; "" if it has none.
func lettersFile(data string) string {
	path := filepath.Join(data, "letters.yaml")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	return path
}
