package claim

import (
	"fmt"
	"strings"
	"time"
)

// Document is one paper: its kind and its pages in order.
type Document struct {
	// ID is unique in the claim: d1, d2, ….
	ID    string       `json:"id"`
	Kind  DocumentKind `json:"kind"`
	Pages []Page       `json:"pages"`
}

// Page is one page of a document. Boxes, Width and Height are pixels of the upright page picture:
// flattened if the page was a photo, otherwise uncleaned and at full resolution.
type Page struct {
	// File is the name the file was sent under, FilePage its page there, from 1.
	File     string `json:"file"`
	FilePage int    `json:"file_page"`

	// Object is "sha256:" and the hexadecimal hash of the upright picture as stored; null when the page
	// could not be read.
	Object Text `json:"object"`
	Width  int  `json:"width"`
	Height int  `json:"height"`
	// DPI is the resolution of the picture, estimated when the file does not say.
	DPI int `json:"dpi"`

	// Rotation is the clockwise turn in degrees, 0, 90, 180 or 270, that made the received page upright.
	Rotation int `json:"rotation"`

	// Transform is the homography, row by row, from the upright picture to the page as received.
	Transform [9]float64 `json:"transform"`
}

// IssuedOnPointer names the day on which document i was issued, the one value of a claim that its provenance alone states:
// claim/v1 has no member for it. The entry's text is the day as YYYY-MM-DD; a day without an entry was not read.
func IssuedOnPointer(i int) string { return fmt.Sprintf("/documents/%d/issued_on", i) }

// issuedOn is the document whose day a pointer names.
func issuedOn(pointer string) (document int, ok bool) {
	if !strings.HasSuffix(pointer, "/issued_on") {
		return 0, false
	}
	n, err := fmt.Sscanf(pointer, "/documents/%d/issued_on", &document)
	return document, n == 1 && err == nil && document >= 0 && pointer == IssuedOnPointer(document)
}

// IssuedOn is the day on which document i was issued, as it was read; zero when it was not.
func (c *Claim) IssuedOn(i int) Date {
	day, err := ParseDate(string(c.Provenance[IssuedOnPointer(i)].Text))
	if err != nil {
		return Date{}
	}
	return day
}

// Identity is the homography of a page that was received upright.
var Identity = [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1}

// Box is a rectangle in pixels of an upright page picture: left, top, width, height. In JSON it is an
// array of four numbers.
type Box struct{ X, Y, W, H int }

// Empty reports whether the box covers nothing.
func (b Box) Empty() bool { return b.W <= 0 || b.H <= 0 }

// Union is the smallest box around both; an empty box adds nothing.
func (b Box) Union(o Box) Box {
	if b.Empty() {
		return o
	}
	if o.Empty() {
		return b
	}
	x, y := min(b.X, o.X), min(b.Y, o.Y)
	return Box{x, y, max(b.X+b.W, o.X+o.W) - x, max(b.Y+b.H, o.Y+o.H) - y}
}

// Provenance says where a value comes from.
type Provenance struct {
	// Document is the id of one of Claim.Documents, Page the page in it from 1. Both are null for a value
	// that a rule derived from others.
	Document Text  `json:"document"`
	Page     Count `json:"page"`
	Box      Box   `json:"box"`

	// Text is what was read, before any correction or normalising.
	Text   Text   `json:"text"`
	Method Method `json:"method"`

	// Confidence is the calibrated probability, 0 to 1, that the value is right.
	Confidence float64 `json:"confidence"`

	// Accepted says who stands for the value: "auto" when the confidence reaches the threshold of its
	// field type, a person, or nobody yet (null).
	Accepted Acceptance `json:"accepted"`
	By       Text       `json:"by"`
	At       *time.Time `json:"at" jsonschema:"nullable"`
}

// Field is one value on its way from a page into a claim: the value in the form the claim wants it
// (dates YYYY-MM-DD, money "87.50", identifiers without spaces) and where it was read. Its Provenance
// names no document yet while the page belongs to none.
type Field struct {
	Value string     `json:"value"`
	From  Provenance `json:"from"`
}

// Known reports whether anything was read.
func (f Field) Known() bool { return f.Value != "" }
