package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"pratica/claim"
	"pratica/validate"
)

type ratesCommands struct {
	Import ratesImportCommand `cmd:"" help:"Take the ECB's euro reference rates from its CSV file; a running server uses them at once."`
}

type ratesImportCommand struct {
	Data string `help:"Data folder." env:"PRATICA_DATA" default:"./data" type:"path"`
	File string `arg:"" help:"eurofxref-hist.csv (all days) or eurofxref.csv (the last one) from https://www.ecb.europa.eu/stats/eurofxref/." type:"existingfile"`
}

// ratesFile is where a data folder keeps the rates.
func ratesFile(data string) string { return filepath.Join(data, "rates.csv") }

// Run adds the rates of the file to those known; on a day that both have the file's count. Importing twice changes nothing.
func (c *ratesImportCommand) Run() error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	fresh, err := validate.ParseRates(data)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	if info, err := os.Stat(c.Data); err != nil || !info.IsDir() {
		return claim.Errorf(claim.EINVALID, "there is no folder %s: give the one that `pratica serve` uses with --data or PRATICA_DATA", c.Data)
	}
	known := validate.RateTable{}
	switch before, err := os.ReadFile(ratesFile(c.Data)); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if known, err = validate.ParseRates(before); err != nil {
			return fmt.Errorf("%s: %w", ratesFile(c.Data), err)
		}
	}
	added, changed := known.Merge(fresh)
	if err := writeWhole(ratesFile(c.Data), 0o600, known.Write); err != nil {
		return err
	}
	_, first, last := known.Days()
	fmt.Fprintf(os.Stderr, "%d rates are new, %d changed; known are %d currencies from %s to %s\n", added, changed, len(known), first, last)
	return nil
}

// rates are those of --rates, nil without a file.
func rates(path string) validate.Rates {
	if path == "" {
		return nil
	}
	return validate.RateFile(path)
}
