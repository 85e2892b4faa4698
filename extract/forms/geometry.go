package forms

import (
	"math"

	"pratica/claim"
)

// Geometry says where the zones of a form are, for whoever wants to write on the blank: what `pratica forms
// --definition` prints as JSON. Lengths are in mm, places from the top left corner of the page.
type Geometry struct {
	Form    claim.DocumentKind `json:"form"`
	Edition string             `json:"edition"`
	Title   string             `json:"title"`
	Pages   []PageGeometry     `json:"pages"`
}

// PageGeometry is one page and its zones in reading order.
type PageGeometry struct {
	Page   int     `json:"page"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	// Code is where the page code stands and what it says, Values where the code of the values goes; null where
	// there is none. Both are squares without their quiet zone.
	Code   *CodeGeometry   `json:"code"`
	Values *Place          `json:"values"`
	Fields []FieldGeometry `json:"fields"`
}

// Place is [x, y, width, height].
type Place [4]float64

// CodeGeometry is a page code.
type CodeGeometry struct {
	Place Place  `json:"place"`
	Text  string `json:"text"`
}

// FieldGeometry is one zone.
type FieldGeometry struct {
	// Name is the field id: the key of the values for --fill.
	Name    string    `json:"name"`
	Label   string    `json:"label"`
	Type    FieldType `json:"type"`
	Content *Content  `json:"content"`
	Place   Place     `json:"place"`
	// Cells is the number of equal cells of a comb, Preprinted what the first of them carry; Lines the number of
	// equal lines of a multiline zone. Null for other types.
	Cells      *int    `json:"cells"`
	Preprinted *string `json:"preprinted"`
	Lines      *int    `json:"lines"`
	// Pointer is where the value goes in claim/v1; Value what a cross there means, true or a text.
	Pointer *string `json:"pointer"`
	Value   any     `json:"value"`
	// Choice lists the marks, this one too, of which only one may be crossed.
	Choice []string `json:"choice"`
	// Row is the row of a table, counted through the form; a required field of a row is required if the row is
	// used.
	Row      *int `json:"row"`
	Required bool `json:"required"`
	// Acro is the field of the PDF, null for a signature.
	Acro *AcroGeometry `json:"acroform"`
}

// AcroGeometry is a field of the blank's AcroForm; State is the button's when crossed, null for texts.
type AcroGeometry struct {
	Name  string  `json:"name"`
	State *string `json:"state"`
}

// Geometry gives the geometry of a form.
func (d *Definition) Geometry() Geometry {
	g := Geometry{Form: d.Code, Edition: d.Edition, Title: d.Title}
	for i, p := range d.Pages {
		page := PageGeometry{Page: i + 1, Width: p.Width, Height: p.Height, Fields: []FieldGeometry{}}
		if p.Code != nil {
			page.Code = &CodeGeometry{p.Code.place(), PageCode(d, i+1)}
		}
		if p.Values != nil {
			place := p.Values.place()
			page.Values = &place
		}
		for _, f := range p.Fields {
			page.Fields = append(page.Fields, d.fieldGeometry(f))
		}
		g.Pages = append(g.Pages, page)
	}
	return g
}

func (d *Definition) fieldGeometry(f Field) FieldGeometry {
	g := FieldGeometry{
		Name: f.ID, Label: f.Label, Type: f.Type, Content: orNull(f.Content), Place: f.Rect.place(), Cells: orNull(f.Cells),
		Preprinted: orNull(f.Preprinted), Lines: orNull(f.Lines), Pointer: orNull(f.Pointer), Row: orNull(f.Row), Required: f.Required,
	}
	if d.inChoice(f) {
		g.Choice = d.choice(f)
	}
	if f.Type == Mark && f.Pointer != "" {
		g.Value = true
		if f.Value != "" {
			g.Value = f.Value
		}
	}
	if f.Type != Signature {
		name, state := d.AcroName(f)
		g.Acro = &AcroGeometry{name, orNull(state)}
	}
	return g
}

// place rounds to the hundredth of a mm, finer than any printer.
func (r Rect) place() Place {
	mm := func(v float64) float64 { return math.Round(100*v) / 100 }
	return Place{mm(r.X), mm(r.Y), mm(r.W), mm(r.H)}
}

// orNull is nil for a zero value.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
