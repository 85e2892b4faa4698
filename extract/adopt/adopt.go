// Package adopt drafts a form definition from a blank form that somebody else printed: it finds the printed
// words, the boxes, combs, tables, check boxes and lines to write on, names them by their labels and writes
// a YAML which a person corrects. Everything here but YAML and Handler's types runs in a child process.
package adopt

import (
	"context"
	"fmt"
	"image"
	"math"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/ocr/decode"
	"pratica/ocr/recognise"
)

// Draft is what was found on a blank form.
type Draft struct {
	// Code and Edition are read from the title block; "" if it does not say.
	Code    claim.DocumentKind `json:"code"`
	Edition string             `json:"edition"`
	Title   string             `json:"title"`
	Pages   []Page             `json:"pages"`
}

// Page is one page of a draft, in mm from the top left corner of the levelled paper.
type Page struct {
	Width  float64       `json:"width"`
	Height float64       `json:"height"`
	Print  []forms.Print `json:"print"`
	Zones  []Zone        `json:"zones"`
	Tables []Table       `json:"tables"`
	// Recognised reports that the words were recognised in the picture, not taken from a text layer.
	Recognised bool `json:"recognised"`
	// Turned and Skew are by how many degrees clockwise the picture was turned and then levelled.
	Turned int     `json:"turned"`
	Skew   float64 `json:"skew"`
}

// Zone is a field found, with what a person should look at.
type Zone struct {
	forms.Field
	// Doubts are Italian remarks for the person who corrects the draft.
	Doubts []string `json:"doubts"`
}

// Table is a table found: its zones are repeated Count times, each Pitch mm below the one before.
type Table struct {
	Count int     `json:"count"`
	Pitch float64 `json:"pitch"`
	Zones []Zone  `json:"zones"`
}

// Document drafts a definition from the pages of a file. code is the form's, or "" to read it; engine is asked for only if a page has no text
// layer. It gives the levelled pages too, in grey, each pixel 25.4/dpi mm wide. Its errors are those of
// decode.Source.Page and of the engine.
func Document(ctx context.Context, source *decode.Source, code claim.DocumentKind, engine func() (*recognise.Engine, error)) (*Draft, []Picture, error) {
	d := &Draft{}
	var pictures []Picture
	var sheets []*sheet
	for n := range source.PageCount() {
		page, err := source.Large(ctx, n)
		if err != nil {
			return nil, nil, err
		}
		s, err := level(ctx, page, engine)
		if err != nil {
			return nil, nil, fmt.Errorf("page %d: %w", n+1, err)
		}
		sheets = append(sheets, s)
		pictures = append(pictures, Picture{s.grey, s.dpi})
	}
	d.Code, d.Edition, d.Title = identify(sheets)
	if code != "" {
		d.Code = code
	}
	names := newNames(d.Code)
	for _, s := range sheets {
		d.Pages = append(d.Pages, s.draft(names))
	}
	return d, pictures, nil
}

// Picture is a levelled page.
type Picture struct {
	Grey *image.Gray
	DPI  float64
}

// sheet is a levelled page and what is printed on it, in mm.
type sheet struct {
	grey  *image.Gray
	dpi   float64
	words []word
	// width and height of the paper
	width, height float64
	recognised    bool
	turned        int
	skew          float64

	ink     inkPage
	phrases []phrase
	faces   []face
}

// word is a printed word and the smallest rectangle around its ink.
type word struct {
	text string
	box  forms.Rect
	size float64 // points; 0 if the picture alone is known
}

// draft finds the zones of a page and names them.
func (s *sheet) draft(n *names) Page {
	s.ink = findInk(s.grey, s.dpi)
	s.dropLetters()
	s.phrases = phrasesOf(s.words)
	s.faces = s.findFaces()
	shapes := s.findShapes()
	zones, tables := s.nameShapes(shapes, n)
	p := Page{Width: s.width, Height: s.height, Recognised: s.recognised, Turned: s.turned, Skew: s.skew, Zones: zones, Tables: tables}
	p.Print = s.print(p)
	return p
}

// paper gives the size of the sheet in mm: A4 if it nearly is.
func paper(w, h int, dpi float64) (width, height float64) {
	width, height = float64(w)*25.4/dpi, float64(h)*25.4/dpi
	for _, a4 := range [][2]float64{{210, 297}, {297, 210}} {
		if math.Abs(width-a4[0]) < 6 && math.Abs(height-a4[1]) < 8 {
			return a4[0], a4[1]
		}
	}
	return math.Round(width*10) / 10, math.Round(height*10) / 10
}
