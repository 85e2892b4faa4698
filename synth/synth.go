// Package synth draws labelled papers: envelopes as members of the fund send them, with the truth about
// each. Everything in them is invented: persons, providers, identifiers and amounts come from a seed, and
// the same seed gives the same papers: the same truth and pictures on every run (but letters of the
// system's fonts where those are installed, and the clock in the fonts of digital PDFs). What is drawn and what the truth says come from the same values.
//
// The package shares no word list and no geometry with the reader but the definitions of the forms.
package synth

import (
	"cmp"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"

	"github.com/tdewolff/canvas"

	"pratica/claim"
	"pratica/extract/forms"
)

// The qualities of a picture.
const (
	Clean = "clean" // digital PDFs: vectors with a text layer
	Scan  = "scan"  // a sheet-fed scanner: 200 to 300 dpi, grey or bilevel, PDF or TIFF
)

// The kinds of case.
const (
	FormKind    = "R01"     // a filled form R01 with one to five expense documents
	InvoiceKind = "invoice" // one or two expense documents without a form
)

// Options say what to draw. The zero value is one case of any kind and quality.
type Options struct {
	// Count is the number of cases; 0 means 1.
	Count int
	Seed  uint64
	// Kinds are FormKind and InvoiceKind; empty means both.
	Kinds []string
	// Quality is Clean, Scan or Photo; empty means all by turns of chance.
	Quality string
	// Filling is how forms are filled: Typed, Printed or Handprint; empty means any of them.
	Filling string
	// Writers is the set of hands, TrainingWriters or EvaluationWriters; empty means the latter.
	Writers string
	// Fault makes every case one on which the checks should find that code (see Faults); empty means none.
	Fault claim.Code
}

// Write draws cases into dir, one folder each, as `pratica eval` reads them: the files of a submission in
// name order and truth.json. Progress may be nil; it is called after every case. Options that name
// something unknown are an error with code claim.EINVALID.
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
	for _, kind := range o.Kinds {
		if kind != FormKind && kind != InvoiceKind {
			return claim.Errorf(claim.EINVALID, "Tipo di documento sconosciuto: %s. Sono disponibili %s e %s.", kind, FormKind, InvoiceKind)
		}
	}
	if o.Quality != "" && !slices.Contains([]string{Clean, Scan, Photo}, o.Quality) {
		return claim.Errorf(claim.EINVALID, "Qualità non disponibile: %s. Sono disponibili %s, %s e %s.", o.Quality, Clean, Scan, Photo)
	}
	if o.Filling != "" && o.Filling != Typed && o.Filling != Printed && o.Filling != Handprint {
		return claim.Errorf(claim.EINVALID, "Compilazione non disponibile: %s. Sono disponibili %s, %s e %s.", o.Filling, Typed, Printed, Handprint)
	}
	if o.Writers != "" && o.Writers != TrainingWriters && o.Writers != EvaluationWriters {
		return claim.Errorf(claim.EINVALID, "Gruppo di grafie sconosciuto: %s. Sono disponibili %s e %s.", o.Writers, TrainingWriters, EvaluationWriters)
	}
	if _, ok := faults[o.Fault]; o.Fault != "" && !ok {
		return claim.Errorf(claim.EINVALID, "Difetto non disponibile: %s. Sono disponibili %v.", o.Fault, Faults())
	}
	if o.Fault != "" && len(o.Kinds) > 0 && !slices.Contains(o.Kinds, FormKind) {
		return claim.Errorf(claim.EINVALID, "I difetti si disegnano solo con il modulo %s.", FormKind)
	}
	return nil
}

// draw makes the n-th case, independent of all others.
func (o Options) draw(n int) (*labelled, error) {
	seed := o.Seed*1_000_003 + uint64(n)
	d := newDice(seed, "case")
	quality := o.Quality
	if quality == "" {
		quality = pick(d, Clean, Scan, Scan, Photo)
	}
	channel := claim.Online
	if quality == Scan {
		channel = claim.Post
	}
	kind := FormKind
	if len(o.Kinds) > 0 {
		kind = pick(d, o.Kinds...)
	} else if d.chance(0.25) {
		kind = InvoiceKind
	}

	people := newDice(seed, "envelope")
	var e *envelope
	if o.Fault != "" {
		kind = FormKind
		e = faultyEnvelope(people, o.Fault, d.whole(2, 4), channel)
	} else if kind == FormKind {
		e = someEnvelope(people, pick(d, 1, 2, 2, 3, 3, 4, 5), channel)
		if len(e.Invoices) > 1 && people.chance(0.1) {
			e.settle(people)
		}
		if people.chance(0.06) {
			faults["liability.third_party"](people, e)
			e.Findings = append(e.Findings, "liability.third_party")
		}
	} else {
		e = someLooseInvoices(people, pick(d, 1, 1, 1, 2), channel)
	}
	e.writers, e.filling = o.Writers, o.Filling
	if e.filling == "" {
		e.filling = pick(d, Typed, Printed, Handprint, Handprint)
		if quality == Clean {
			e.filling = pick(d, Typed, Printed)
		}
	}
	name := fmt.Sprintf("%s-%06d", kind, n)
	if quality == Clean {
		return digitalCase(name, e, newDice(seed, "draw"))
	}
	if quality == Photo {
		photos := newDice(seed, "photo")
		return photographedCase(name, e, photos.between(0.15, 1), photos)
	}
	scans := newDice(seed, "scan")
	s := batch{scanner: someScanner(scans, scans.between(0.15, 1)), turned: 0.08, backs: scans.chance(0.15)}
	s.store = pick(scans, pdfFile, pdfFile, tiffFile)
	if s.store == tiffFile && !s.Bilevel {
		s.Bilevel, s.Toner = true, s.Toner/2
	}
	return scannedCase(name, e, s, newDice(seed, "draw"))
}

// faultyEnvelope draws a form with n invoices and spoils it.
func faultyEnvelope(d dice, fault claim.Code, n int, channel claim.Channel) *envelope {
	e := someEnvelope(d, n, channel)
	if trades, ok := faultTrades[fault]; ok {
		e.Invoices[0] = e.someInvoice(d, trades)
		e.fillRows(d)
	}
	faults[fault](d, e)
	e.Findings = append(e.Findings, fault)
	return e
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

// paper is one document of a case on its pages.
type paper struct {
	kind  claim.DocumentKind
	pages []*sheet
}

// papers draws the form, if there is one, and the invoices.
func (e *envelope) papers(d dice) []paper {
	var list []paper
	if e.Form != "" {
		definition, ok := forms.Find(claim.DocumentKind(e.Form), "")
		if !ok {
			panic("synth: no definition of form " + string(e.Form))
		}
		e.Edition = definition.Edition
		pen := newDice(d.Uint64(), "form")
		by := someFiller(pen, e.filling, someWriter(pen, e.writers))
		list = append(list, paper{definition.Code, e.drawForm(blankOf(definition, pen), by)})
	}
	list = append(list, drawInvoices(e.Invoices, newDice(d.Uint64(), "invoices"))...)
	return list
}

// digitalCase is a case of vector PDFs, one a document.
func digitalCase(name string, e *envelope, d dice) (*labelled, error) {
	c := &labelled{name: name, files: map[string]func() ([]byte, error){}}
	var documents []truthDocument
	for n, p := range e.papers(d) {
		var pages []*canvas.Canvas
		doc := truthDocument{File: fmt.Sprintf("%02d.pdf", n+1), Kind: p.kind}
		for k, s := range p.pages {
			pages = append(pages, s.c)
			doc.Pages = append(doc.Pages, k+1)
		}
		c.files[doc.File] = func() ([]byte, error) { return writeDigitalPDF(pages) }
		documents = append(documents, doc)
	}
	return c.label(e, Clean, documents)
}

// fileType is how a scanner stores a batch.
type fileType int

const (
	pdfFile fileType = iota
	tiffFile
)

// batch is a run of the scanner over the papers of an envelope.
type batch struct {
	scanner
	store fileType
	// turned is the chance that a page lies upside down; turnedPages are pages, from 1, that surely do.
	turned      float64
	turnedPages []int
	// backs scans the blank backs of single-sided papers too.
	backs bool
}

// scannedCase is a case of one file with all pages as pictures.
func scannedCase(name string, e *envelope, b batch, d dice) (*labelled, error) {
	c := &labelled{name: name, files: map[string]func() ([]byte, error){}}
	file := "envelope.pdf"
	if b.store == tiffFile {
		file = "envelope.tif"
	}
	var fed []func() *image.Gray
	var documents []truthDocument
	feed := func(kind claim.DocumentKind, sheets ...*sheet) {
		doc := truthDocument{File: file, Kind: kind}
		for _, s := range sheets {
			upsideDown := d.chance(b.turned) || slices.Contains(b.turnedPages, len(fed)+1)
			dust := newDice(d.Uint64(), "scan")
			fed = append(fed, func() *image.Gray { return b.scan(s.picture(b.DPI), dust, upsideDown) })
			doc.Pages = append(doc.Pages, len(fed))
		}
		documents = append(documents, doc)
	}
	for _, p := range e.papers(newDice(d.Uint64(), "papers")) {
		feed(p.kind, p.pages...)
		if b.backs && len(p.pages)%2 == 1 {
			feed(claim.Blank, newSheet(210, 297, d))
		}
	}
	c.files[file] = func() ([]byte, error) {
		var pages []*image.Gray
		for _, scan := range fed {
			pages = append(pages, scan())
		}
		return b.encode(pages)
	}
	return c.label(e, Scan, documents)
}

func (b batch) encode(pages []*image.Gray) ([]byte, error) {
	switch {
	case b.store == tiffFile:
		return writeTIFF(pages, b.DPI), nil
	case b.Bilevel:
		return writeScanPDF(pages, b.DPI, g4Pages, 0)
	}
	return writeScanPDF(pages, b.DPI, jpegPages, b.JPEG)
}

func (c *labelled) label(e *envelope, quality string, documents []truthDocument) (*labelled, error) {
	claims, err := truthOf(e)
	if err != nil {
		return nil, err
	}
	tags := []string{}
	if e.Form != "" {
		tags = append(tags, cmp.Or(e.filling, Typed))
	}
	for _, code := range e.Findings {
		tags = append(tags, string(code))
	}
	c.truth = truth{Channel: e.Channel, SentOn: e.SentOn, ReceivedOn: e.ReceivedOn, Quality: quality, Tags: tags,
		Documents: documents, Claims: []map[string]any{claims}, Findings: e.findings()}
	return c, nil
}
