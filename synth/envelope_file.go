package synth

import (
	"fmt"
	"image"
	"slices"

	"github.com/tdewolff/canvas"

	"pratica/claim"
)

// digitalCase is a case of vector PDFs, one a document.
func digitalCase(name string, m *mail, d dice) (*labelled, error) {
	c := &labelled{name: name, files: map[string]func() ([]byte, error){}}
	var documents []truthDocument
	for n, p := range m.papers(d) {
		var pages []*canvas.Canvas
		doc := truthDocument{File: fmt.Sprintf("%02d.pdf", n+1), Kind: p.kind, Claim: p.claim, IssuedOn: p.issuedOn}
		for k, s := range p.pages {
			pages = append(pages, s.c)
			doc.Pages = append(doc.Pages, k+1)
		}
		c.files[doc.File] = func() ([]byte, error) { return writeDigitalPDF(pages) }
		documents = append(documents, doc)
	}
	return c.label(m, Clean, documents)
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
func scannedCase(name string, m *mail, b batch, d dice) (*labelled, error) {
	c := &labelled{name: name, files: map[string]func() ([]byte, error){}}
	file := "envelope.pdf"
	if b.store == tiffFile {
		file = "envelope.tif"
	}
	var fed []func() image.Image
	var documents []truthDocument
	var last *sheet // what may be printed on the back of the next
	tags := b.tags()
	feed := func(p paper) {
		doc := truthDocument{File: file, Kind: p.kind, Claim: p.claim, IssuedOn: p.issuedOn}
		for _, s := range p.pages {
			upsideDown := d.chance(b.turned) || slices.Contains(b.turnedPages, len(fed)+1)
			h := b.handle(d, s, last)
			if upsideDown {
				h.Quarters = 2
			}
			tags = append(tags, h.tags()...)
			fed = append(fed, func() image.Image { return b.scanSheet(s, h) })
			doc.Pages = append(doc.Pages, len(fed))
			last = s
		}
		documents = append(documents, doc)
	}
	for _, p := range m.papers(newDice(d.Uint64(), "papers")) {
		feed(p)
		if b.backs && len(p.pages)%2 == 1 {
			feed(paper{kind: claim.Blank, pages: []*sheet{newSheet(210, 297, d)}}) // blank pages are the first claim's (claim/v1)
		}
	}
	c.files[file] = func() ([]byte, error) {
		var pages []image.Image
		for _, scan := range fed {
			pages = append(pages, scan())
		}
		return b.encode(pages)
	}
	return c.label(m, Scan, documents, tags...)
}

func (b batch) encode(pages []image.Image) ([]byte, error) {
	switch {
	case b.store == tiffFile:
		return writeTIFF(pages, b.DPI)
	case b.Bilevel:
		return writeScanPDF(pages, b.DPI, g4Pages, 0)
	}
	return writeScanPDF(pages, b.DPI, jpegPages, b.JPEG)
}

// label writes the truth of a case. Its tags name what makes it hard: how the forms were filled, what is
// foreign about them, the planted faults, what is unusual about the invoices, and those of the pictures.
func (c *labelled) label(m *mail, quality string, documents []truthDocument, pictures ...string) (*labelled, error) {
	tags, claims := []string{}, []map[string]any{}
	tag := func(name string) {
		if name != "" && !slices.Contains(tags, name) {
			tags = append(tags, name)
		}
	}
	for _, e := range m.claims {
		out, err := truthOf(e)
		if err != nil {
			return nil, err
		}
		claims = append(claims, out)
		for _, name := range e.tags() {
			tag(name)
		}
	}
	if m.postmarked {
		tag("envelope")
	}
	if len(m.claims) > 1 {
		tag("two_claims")
	}
	slices.Sort(pictures)
	for _, name := range pictures {
		tag(name)
	}
	e := m.first()
	c.truth = truth{Channel: e.Channel, SentOn: e.SentOn, ReceivedOn: e.ReceivedOn, Quality: quality, Tags: tags,
		Documents: documents, Claims: claims, Findings: m.findings()}
	return c, nil
}

// tags of one claim.
func (e *envelope) tags() []string {
	var list []string
	if e.Form != "" || e.Dental != nil && !e.Dental.Missing {
		filling := e.filling
		if filling == "" {
			filling = Typed
		}
		list = append(list, filling)
		switch {
		case e.Foreign:
			list = append(list, "foreign_edition", "without_code")
		case e.Coded:
			list = append(list, "values_code")
		case e.Codeless:
			list = append(list, "without_code")
		}
		if len(e.Corrected) > 0 {
			list = append(list, "corrected")
		}
	}
	for _, inv := range e.Invoices {
		list = append(list, inv.tags()...)
	}
	for _, code := range e.Findings {
		list = append(list, string(code))
	}
	return list
}
