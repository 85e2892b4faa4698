// Package forms holds the fund's forms as data: one YAML file per edition with every printed line and
// every zone to fill, in millimetres. The same definition draws the blank form (vector PDF and raster)
// and tells the reader and the synthesiser where the zones are.
package forms

import (
	"fmt"
	"image"

	"pratica/claim"
)

// Definition is one edition of one form. Definitions are shared and must not be changed.
type Definition struct {
	// Code is the form's printed code ("R01"), Edition the month it was published ("2012-06").
	Code    claim.DocumentKind `yaml:"code"`
	Edition string             `yaml:"edition"`
	// Title is the Italian title, Subject a sentence for the metadata of the PDF.
	Title   string `yaml:"title"`
	Subject string `yaml:"subject"`
	Pages   []Page `yaml:"pages"`

	digest  [32]byte
	foreign bool
	rasters rasterCache
}

// Page is one printed page.
type Page struct {
	// Width and Height of the paper in mm; A4 is 210 by 297.
	Width  float64 `yaml:"width"`
	Height float64 `yaml:"height"`
	// Print is what is printed, in drawing order; Fields are the zones to fill, in reading order.
	Print  []Print `yaml:"print"`
	Fields []Field `yaml:"fields"`
	// Picture is the name of a PNG of the whole blank page, in the definition's folder (Add); the reader
	// then compares scans with it instead of with what Print draws. Forms of others have it.
	Picture string `yaml:"picture"`
	// Rows repeat fields down a table; loading expands them into Fields.
	Rows []Rows `yaml:"rows"`
	// Code is where the page code stands in the forms that carry one (PageCode), Values where the code of
	// the values stands in a form that was filled in by the program, usually on the last page. Nil: nowhere.
	Code   *Rect `yaml:"code"`
	Values *Rect `yaml:"values"`

	picture *image.Gray // Picture, at its own resolution; nil if there is none
}

// Rows is a table: its Print and Fields are repeated Count times, or once for each of Of, each Pitch mm
// below the one before. In texts, ids, labels and pointers, {n} stands for the row from 1, {i} for its
// index from 0, {key} and {words} for those of the row.
type Rows struct {
	Count  int     `yaml:"count"`
	Of     []Row   `yaml:"of"`
	Pitch  float64 `yaml:"pitch"`
	Print  []Print `yaml:"print"`
	Fields []Field `yaml:"fields"`
}

// Row is what tells one row of a printed list from the others: the code of a treatment and its name.
type Row struct {
	Key   string `yaml:"key"`
	Words string `yaml:"words"`
}

// FieldType says how a zone is filled, and so with which recogniser it is read.
type FieldType string

// The types of field.
const (
	Line      FieldType = "line"      // one line of text
	Comb      FieldType = "comb"      // one character in each cell
	Date      FieldType = "date"      // a civil date, day first
	Amount    FieldType = "amount"    // an amount in euro, comma before the cents
	Mark      FieldType = "mark"      // a cross
	Signature FieldType = "signature" // somebody's hand; only its presence is read
	Multiline FieldType = "multiline" // several lines of text
)

// Content says what a line or comb holds, for the recogniser's alphabet and the value's normal form.
type Content string

// The contents of lines and combs.
const (
	Words  Content = "words"  // free text
	Name   Content = "name"   // a person's surname or name
	Issuer Content = "issuer" // a provider's name
	Number Content = "number" // the number of an invoice: letters, digits, / - .
	Digits Content = "digits" // digits only
	Phone  Content = "phone"  // a telephone number
	IBAN   Content = "iban"   // ISO 13616
	Email  Content = "email"  // an e-mail address
	Count  Content = "count"  // a small whole number: pieces, sessions, a score
	Tooth  Content = "tooth"  // teeth in FDI notation (ISO 3950), two digits each
	Arch   Content = "arch"   // an arch or a quadrant of the jaw, in words or abbreviated
)

// Frame says what is printed around a zone.
type Frame string

// The frames. A comb has a box with a stroke between its cells, whatever its frame.
const (
	Box  Frame = "box"  // a rectangle around the zone
	Dots Frame = "dots" // a dotted line under the zone
	None Frame = "none" // nothing: Print draws it
)

// Field is one zone to fill.
type Field struct {
	// ID is unique in the definition: "member.code", "row1.amount".
	ID    string    `yaml:"id"`
	Label string    `yaml:"label"`
	Type  FieldType `yaml:"type"`
	// Content is empty for types other than Line, Comb and Multiline.
	Content Content `yaml:"content"`
	Frame   Frame   `yaml:"frame"`
	// Page counts from 1.
	Page int `yaml:"-"`
	// Rect is the zone within its frame, in mm.
	Rect Rect `yaml:"rect"`
	// Cells is the number of cells of a comb; Preprinted what its first cells carry on the blank form.
	Cells      int    `yaml:"cells"`
	Preprinted string `yaml:"preprinted"`
	// Lines is how many lines a multiline zone has; with frame dots each has a dotted line under it.
	Lines int `yaml:"lines"`
	// Pointer is the JSON pointer of the value in claim/v1; empty if the claim does not hold it.
	Pointer string `yaml:"pointer"`
	// Value is what the pointer's value is when a mark is crossed; empty means true. Marks with one pointer
	// are a choice of one.
	Value string `yaml:"value"`
	// Required marks what must always be filled, of a row if the row is used at all.
	Required bool `yaml:"required"`
	// Row is the table row from 1, counted on through all tables of the form; 0 outside tables.
	Row int `yaml:"-"`
	// Words are those of the row in a printed list: the name of the treatment.
	Words string `yaml:"-"`
}

// Rect is a rectangle in mm from the top left corner of the page. In YAML it is [x, y, width, height].
type Rect struct{ X, Y, W, H float64 }

// Right is the x of the right edge.
func (r Rect) Right() float64 { return r.X + r.W }

// Bottom is the y of the bottom edge.
func (r Rect) Bottom() float64 { return r.Y + r.H }

// Inset shrinks the rectangle by d mm on every side; a negative d grows it.
func (r Rect) Inset(d float64) Rect { return Rect{r.X + d, r.Y + d, r.W - 2*d, r.H - 2*d} }

// Union is the smallest rectangle that holds both.
func (r Rect) Union(o Rect) Rect {
	x, y := min(r.X, o.X), min(r.Y, o.Y)
	return Rect{x, y, max(r.Right(), o.Right()) - x, max(r.Bottom(), o.Bottom()) - y}
}

// Overlaps reports a common area; rectangles that only touch, to a hundredth of a mm, do not overlap.
func (r Rect) Overlaps(o Rect) bool {
	const touch = 0.01
	return r.X+touch < o.Right() && o.X+touch < r.Right() && r.Y+touch < o.Bottom() && o.Y+touch < r.Bottom()
}

// Within reports whether r lies in o.
func (r Rect) Within(o Rect) bool {
	return r.X >= o.X && r.Y >= o.Y && r.Right() <= o.Right() && r.Bottom() <= o.Bottom()
}

// UnmarshalYAML reads [x, y, width, height].
func (r *Rect) UnmarshalYAML(unmarshal func(any) error) error {
	var a [4]float64
	if err := unmarshal(&a); err != nil {
		return err
	}
	*r = Rect{a[0], a[1], a[2], a[3]}
	return nil
}

// Cell is the i-th cell of a comb, from 0; the whole zone of any other field.
func (f Field) Cell(i int) Rect {
	if f.Cells == 0 {
		return f.Rect
	}
	w := f.Rect.W / float64(f.Cells)
	return Rect{f.Rect.X + float64(i)*w, f.Rect.Y, w, f.Rect.H}
}

// Line is the i-th line of a multiline zone, from 0; the whole zone of any other field.
func (f Field) Line(i int) Rect {
	if f.Lines == 0 {
		return f.Rect
	}
	h := f.Rect.H / float64(f.Lines)
	return Rect{f.Rect.X, f.Rect.Y + float64(i)*h, f.Rect.W, h}
}

// Fields are the zones of all pages in reading order.
func (d *Definition) Fields() []Field {
	var all []Field
	for _, p := range d.Pages {
		all = append(all, p.Fields...)
	}
	return all
}

// Field finds a zone by its id.
func (d *Definition) Field(id string) (Field, bool) {
	for _, p := range d.Pages {
		for _, f := range p.Fields {
			if f.ID == id {
				return f, true
			}
		}
	}
	return Field{}, false
}

// Name is the printed code and edition, "R01 2012-06".
func (d *Definition) Name() string { return fmt.Sprintf("%s %s", d.Code, d.Edition) }
