package pipeline

import (
	"encoding/json"
	"errors"
	"fmt"

	"pratica/claim"
	"pratica/extract"
	"pratica/ocr"
	"pratica/ocr/likeness"
	"pratica/ocr/recognise"
)

// readingVersion changes whenever a stored reading of an earlier reader must not be used any more.
const readingVersion = 10

// Reading is all that one page gave, before it is known which document and claim it belongs to. It is
// stored as JSON and opaque to everything but this package.
type Reading struct {
	Version int `json:"version"`

	// Problem is the finding code when the page could not be read; the other members are then empty.
	Problem claim.Code `json:"problem,omitempty"`

	// Object is "sha256:" and the hash of the upright picture, Width and Height its pixels.
	Object        string     `json:"object,omitempty"`
	Width         int        `json:"width,omitempty"`
	Height        int        `json:"height,omitempty"`
	DPI           int        `json:"dpi,omitempty"`
	Rotation      int        `json:"rotation,omitempty"`
	Transform     [9]float64 `json:"transform"`
	KindOfPage    pageKind   `json:"kind,omitempty"`
	FormCode      string     `json:"form,omitempty"`
	FormEdition   string     `json:"form_edition,omitempty"`
	FormPage      int        `json:"form_page,omitempty"`
	Registration  float64    `json:"registration_mm,omitempty"`
	Fields        []field    `json:"fields,omitempty"`
	Held          []held     `json:"held,omitempty"` // of this page, or of the whole form
	Words         []ocr.Word `json:"words,omitempty"`
	Method        string     `json:"method,omitempty"`
	Level         [9]float64 `json:"level"` // levelled page, on which Words lie → upright picture
	LevelWidth    int        `json:"level_width,omitempty"`
	LevelHeight   int        `json:"level_height,omitempty"`
	DifferentText []string   `json:"different_text,omitempty"`

	// Corrected are the boxes of words that somebody crossed out with a pen, on the upright picture.
	Corrected []claim.Box `json:"corrected,omitempty"`

	// Look is what the picture shows before anything is read.
	Look extract.Look `json:"look"`
	// Answers is the claim whose letter this page is, by its code; null for all other pages.
	Answers claim.Text `json:"answers,omitzero"`
	// Again are the second readings of the page.
	Again recognise.Again `json:"again"`
	// CardCodes are the codici fiscali on a health card.
	CardCodes []cardCode `json:"card_codes,omitempty"`
	// Postmarks are the dates on an envelope, their boxes on the upright picture.
	Postmarks []extract.Dated `json:"postmarks,omitempty"`
	// Likeness is what the paper is known by when it comes again; zero for forms, and pages with too little on them.
	Likeness likeness.Fingerprint `json:"likeness,omitzero"`
}

type pageKind string

const (
	formPage  pageKind = "form"
	blankPage pageKind = "blank"
	textPage  pageKind = "text"
	// separatorPage carries the mark of a separator sheet.
	separatorPage pageKind = "separator"
)

// field is a zone of a form as read; Box in From lies on the upright picture.
type field struct {
	ID      string `json:"id"`
	Pointer string `json:"pointer"`
	Row     int    `json:"row,omitempty"`
	Blank   bool   `json:"blank,omitempty"`
	Filled  bool   `json:"filled,omitempty"`
	// Choice is what the pointer's value is if the box is crossed, on a form without a definition.
	Choice string      `json:"choice,omitempty"`
	Field  claim.Field `json:"field"`

	// contested is set when the form holds something else for the zone than it shows.
	contested bool
}

// held is what a form holds for a zone beside its print, as a person types it: in a field of the PDF, or in a
// printed code.
type held struct {
	ID     string       `json:"id"`
	Text   string       `json:"text"`
	Method claim.Method `json:"method"`
}

// ErrOldReading is of readings that another version of this program made: their pages must be read again.
var ErrOldReading = errors.New("the reading is of another version")

func parseReading(data json.RawMessage) (Reading, error) {
	var r Reading
	if err := json.Unmarshal(data, &r); err != nil {
		return r, fmt.Errorf("stored reading: %w", err)
	}
	if r.Version != readingVersion {
		return r, fmt.Errorf("stored reading is of version %d, this reader's is %d: %w", r.Version, readingVersion, ErrOldReading)
	}
	return r, nil
}

// invoicePage is the page as the reader of expense documents wants it.
func (r Reading) invoicePage() extract.InvoicePage {
	return extract.InvoicePage{Words: r.Words, Width: r.LevelWidth, Height: r.LevelHeight, Method: claim.Method(r.Method)}
}

// onPicture maps a box of the levelled page to the box around it on the upright picture.
func (r Reading) onPicture(b claim.Box) claim.Box {
	if b.Empty() || r.Level == claim.Identity {
		return b
	}
	x0, y0, x1, y1 := 1e9, 1e9, -1e9, -1e9
	for _, corner := range [4][2]int{{b.X, b.Y}, {b.X + b.W, b.Y}, {b.X, b.Y + b.H}, {b.X + b.W, b.Y + b.H}} {
		x, y := project(r.Level, float64(corner[0]), float64(corner[1]))
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
	}
	left, top := max(0, int(x0)), max(0, int(y0))
	right, bottom := min(r.Width, int(x1+0.999)), min(r.Height, int(y1+0.999))
	return claim.Box{X: left, Y: top, W: max(0, right-left), H: max(0, bottom-top)}
}

func project(m [9]float64, x, y float64) (float64, float64) {
	w := m[6]*x + m[7]*y + m[8]
	return (m[0]*x + m[1]*y + m[2]) / w, (m[3]*x + m[4]*y + m[5]) / w
}

// turned is the homography from a picture turned clockwise by quarter turns back to the w×h page.
func turned(quarterTurns, w, h int) [9]float64 {
	switch quarterTurns & 3 {
	case 1: // the turned x runs up the page, the turned y along it
		return [9]float64{0, 1, 0, -1, 0, float64(h), 0, 0, 1}
	case 2:
		return [9]float64{-1, 0, float64(w), 0, -1, float64(h), 0, 0, 1}
	case 3:
		return [9]float64{0, -1, float64(w), 1, 0, 0, 0, 0, 1}
	}
	return claim.Identity
}
