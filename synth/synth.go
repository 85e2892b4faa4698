// Package synth draws labelled papers: envelopes as members of the fund send them, with the truth about
// each. Everything in them is invented: persons, providers, identifiers and amounts come from a seed, and
// the same seed gives the same papers: the same truth and files, byte for byte, on every run (but letters
// of the system's fonts where those are installed, and HEIC files of another heif-enc). What is drawn and
// what the truth says come from the same values.
//
// The package shares no word list and no geometry with the reader but the definitions of the forms.
package synth

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"pratica/claim"
)

// The qualities of a picture.
const (
	Clean = "clean" // digital PDFs: vectors with a text layer
	Scan  = "scan"  // a sheet-fed scanner: 200 to 300 dpi, grey or bilevel, PDF or TIFF
)

// The kinds of case.
const (
	FormKind       = "R01"       // a filled form R01 with one to five expense documents
	DentalKind     = "R02"       // a filled form R02 with D01 and the dentist's invoices
	DentistKind    = "D01"       // D01 and the dentist's invoices alone
	DependencyKind = "NA1"       // a filled form NA1 with medical papers
	IllnessKind    = "GM01"      // a filled form GM01 with medical papers
	InvoiceKind    = "invoice"   // one or two expense documents without a form
	PapersKind     = "papers"    // a form with more papers than it asks for, one of every kind by turns
	AllowanceKind  = "allowance" // a form R01 that asks for a daily allowance, with a discharge letter or certificate; only where it is asked for
	EnvelopeKind   = "envelope"  // a posted envelope with all that was in it, often with faults, sometimes of two patients
)

var kinds = []string{FormKind, DentalKind, DentistKind, DependencyKind, IllnessKind, InvoiceKind, PapersKind, AllowanceKind, EnvelopeKind}

// Options say what to draw. The zero value is one case of any kind, quality and filling.
type Options struct {
	// Count is the number of cases; 0 means 1.
	Count int
	Seed  uint64
	// Kinds are any of the kinds of case; empty means all but allowances, by how often they come.
	Kinds []string
	// Quality is Clean, Scan or Photo; empty means all by turns of chance. An envelope is never Clean.
	Quality string
	// Filling is how forms are filled: Typed, Printed or Handprint; empty means any of them.
	Filling string
	// Writers is the set of hands, TrainingWriters, CalibrationWriters or EvaluationWriters; empty means the last.
	Writers string
	// Edition is ForeignEdition for forms that nobody has a definition of, OwnEdition for the fund's; empty
	// means the fund's but for one in twelve.
	Edition string
	// Faults makes every case one on which the checks should find one of these codes (see Faults); empty
	// plants none, save in envelopes.
	Faults []claim.Code
}

// The editions of forms.
const (
	OwnEdition     = "own"
	ForeignEdition = "foreign"
)

// Write draws cases into dir, one folder each, as `pratica eval` reads them: the files of a submission in
// name order and truth.json. Progress may be nil; it is called after every case. Options that name
// something unknown, or a fault that the kinds cannot have, are an error with code claim.EINVALID.
func Write(dir string, o Options, progress func(done, total int)) error {
	if err := o.check(); err != nil {
		return err
	}
	total := max(o.Count, 1)
	for n := range total {
		c, err := o.draw(n)
		if err != nil {
			return fmt.Errorf("draw case %d: %w", n, err)
		}
		if err := c.write(filepath.Join(dir, c.name)); err != nil {
			return err
		}
		if progress != nil {
			progress(n+1, total)
		}
	}
	return nil
}

func (o Options) check() error {
	known := func(what, value string, all ...string) error {
		if value == "" || slices.Contains(all, value) {
			return nil
		}
		return claim.Errorf(claim.EINVALID, "%s: %s non esiste. Sono disponibili: %s.", what, value, strings.Join(all, ", "))
	}
	errs := []error{known("Qualità", o.Quality, Clean, Scan, Photo), known("Compilazione", o.Filling, Typed, Printed, Handprint),
		known("Grafie", o.Writers, TrainingWriters, CalibrationWriters, EvaluationWriters), known("Edizione", o.Edition, OwnEdition, ForeignEdition)}
	for _, kind := range o.Kinds {
		errs = append(errs, known("Tipo di documento", kind, kinds...))
	}
	for _, code := range o.Faults {
		f, ok := faults[code]
		if !ok {
			errs = append(errs, claim.Errorf(claim.EINVALID, "Difetto: %s non si può disegnare. Sono disponibili: %v.", code, Faults()))
		} else if len(o.Kinds) > 0 && !slices.ContainsFunc(o.Kinds, f.suits) {
			errs = append(errs, claim.Errorf(claim.EINVALID, "Il difetto %s si disegna solo con: %s.", code, strings.Join(f.kinds(), ", ")))
		}
	}
	if o.Quality == Clean && len(o.Kinds) == 1 && o.Kinds[0] == EnvelopeKind {
		errs = append(errs, claim.Errorf(claim.EINVALID, "Una busta spedita per posta non è un file digitale: scegliere la qualità %s o %s.", Scan, Photo))
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// labelled is a case ready to be written.
type labelled struct {
	name string
	// files are the contents by name, made when they are written: a picture takes far longer than its truth.
	files map[string]func() ([]byte, error)
	truth truth
}

func (c *labelled) write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("create case: %w", err)
	}
	data, err := json.MarshalIndent(c.truth, "", " ")
	if err != nil {
		return fmt.Errorf("encode truth: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "truth.json"), append(data, '\n'), 0o644); err != nil {
		return fmt.Errorf("write case: %w", err)
	}
	for name, content := range c.files {
		data, err := content()
		if err != nil {
			return fmt.Errorf("make %s of case %s: %w", name, c.name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return fmt.Errorf("write case: %w", err)
		}
	}
	return nil
}
