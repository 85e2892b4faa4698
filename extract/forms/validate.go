package forms

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"pratica/claim"
)

// Validate reports everything wrong with a definition: zones off the paper or over each other, ids used
// twice, types and inks nobody knows, combs without cells, pointers that name no value of claim/v1,
// pages without a title patch.
func (d *Definition) Validate() error {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }

	if !slices.Contains(claim.DocumentKinds, d.Code) {
		fault("code %q is no document kind", d.Code)
	}
	if len(d.Pages) == 0 || len(d.Pages) > maxPages {
		fault("%d pages", len(d.Pages))
	}
	ids := map[string]bool{}
	for n, p := range d.Pages {
		paper := Rect{0, 0, p.Width, p.Height}
		if !between(p.Width, minPaper, maxPaper) || !between(p.Height, minPaper, maxPaper) {
			fault("page %d: %v by %v mm are no paper", n+1, p.Width, p.Height)
			continue
		}
		if p.Picture != "" && p.Picture != filepath.Base(p.Picture) {
			fault("page %d: the picture must lie beside the definition", n+1)
		}
		titles := 0
		for i, pr := range p.Print {
			if err := pr.validate(paper); err != nil {
				fault("page %d, print %d %q: %w", n+1, i+1, pr.Text, err)
			}
			if pr.Role == TitleRole {
				titles++
			}
		}
		if titles == 0 {
			fault("page %d has no title patch", n+1)
		}
		for _, r := range []*Rect{p.Code, p.Values} {
			if r == nil {
				continue
			}
			if !r.Within(paper) || r.W != r.H {
				fault("page %d: the place of a code is no square on the paper", n+1)
			}
			for _, f := range p.Fields {
				if f.Rect.Inset(-quietZone).Overlaps(*r) {
					fault("page %d: a code stands on field %q", n+1, f.ID)
				}
			}
		}
		for i, f := range p.Fields {
			if err := f.validate(paper); err != nil {
				fault("field %q: %w", f.ID, err)
			}
			if ids[f.ID] {
				fault("field %q: the id is used twice", f.ID)
			}
			ids[f.ID] = true
			for _, o := range p.Fields[:i] {
				if f.Rect.Overlaps(o.Rect) {
					fault("fields %q and %q overlap", o.ID, f.ID)
				}
			}
		}
	}
	return errors.Join(errs...)
}

// The bounds of a form, so that a slip of the keyboard in a definition is told and not drawn. Lengths in mm, the
// size of letters in points.
const (
	maxPages    = 50
	minPaper    = 20
	maxPaper    = 1500 // a little more than A0
	maxCells    = 200
	maxTextSize = 200
)

// between is false for what is no number.
func between(v, least, most float64) bool { return v >= least && v <= most }

func (f Field) validate(paper Rect) error {
	types := []FieldType{Line, Comb, Date, Amount, Mark, Signature, Multiline}
	contents := []Content{Words, Name, Issuer, Number, Digits, Phone, IBAN, Email, Count, Tooth, Arch}
	needsContent := f.Type == Line || f.Type == Comb || f.Type == Multiline
	switch {
	case f.ID == "" || f.Label == "":
		return errors.New("id and label are needed")
	case !slices.Contains(types, f.Type):
		return fmt.Errorf("unknown type %q", f.Type)
	case needsContent && !slices.Contains(contents, f.Content):
		return fmt.Errorf("unknown content %q", f.Content)
	case !needsContent && f.Content != "":
		return fmt.Errorf("a field of type %s has no content", f.Type)
	case f.Frame != Box && f.Frame != Dots && f.Frame != None:
		return fmt.Errorf("unknown frame %q", f.Frame)
	case f.Rect.W <= 0 || f.Rect.H <= 0 || !f.Rect.Within(paper):
		return errors.New("its zone lies off the paper")
	case (f.Type == Comb) != (f.Cells > 0):
		return errors.New("a comb, and only a comb, has cells")
	case f.Cells > maxCells || f.Lines > maxCells:
		return fmt.Errorf("%d cells or %d lines", f.Cells, f.Lines)
	case len(f.Preprinted) > f.Cells:
		return errors.New("more is preprinted than there are cells")
	case (f.Type == Multiline) != (f.Lines > 0):
		return errors.New("a multiline zone, and only it, has lines")
	case f.Value != "" && (f.Type != Mark || f.Pointer == ""):
		return errors.New("only a mark with a pointer has a value")
	case f.Pointer != "":
		t, ok := pointed(f.Pointer)
		if !ok {
			return fmt.Errorf("pointer %q names no value of %s", f.Pointer, claim.SchemaV1)
		}
		if f.Type == Mark && !takes(t, f.Value) {
			return fmt.Errorf("%s does not take the value %q", f.Pointer, f.Value)
		}
	}
	return nil
}

func (p Print) validate(paper Rect) error {
	known := func(i Ink) bool { return i == "" || inks[i] != nil }
	switch {
	case p.Text == "" && p.Box == nil && p.Rule == nil:
		return errors.New("nothing to print")
	case p.Text != "" && (p.Size <= 0 || !between(p.Size, 0, maxTextSize)):
		return errors.New("a text needs a size")
	case !between(p.Leading, 0, maxTextSize) || !between(p.Height, 0, maxPaper) || !between(p.Width, 0, maxPaper) || !between(p.Line, 0, maxPaper):
		return errors.New("a leading, height, width or line that cannot be")
	case p.Text != "" && !(Rect{p.At[0], p.At[1], p.Width, 0}).Within(paper):
		return errors.New("the text lies off the paper")
	case p.Box != nil && (!p.Box.Within(paper) || p.Box.W < 0 || p.Box.H < 0):
		return errors.New("the box lies off the paper")
	case p.Rule != nil && (!(Rect{X: p.Rule[0], Y: p.Rule[1]}).Within(paper) || !(Rect{X: p.Rule[2], Y: p.Rule[3]}).Within(paper)):
		return errors.New("the rule lies off the paper")
	case !known(p.Ink) || !known(p.Fill):
		return errors.New("unknown ink")
	case p.Role != "" && (p.Role != TitleRole || p.Text == ""):
		return errors.New("the only role is title, and a text has it")
	}
	if _, ok := styles[p.Style]; !ok {
		return fmt.Errorf("unknown style %q", p.Style)
	}
	if _, ok := aligns[p.Align]; !ok {
		return fmt.Errorf("unknown align %q", p.Align)
	}
	return nil
}

// pointed walks the JSON names of claim.Claim along an RFC 6901 pointer and gives the type of the value there.
func pointed(pointer string) (reflect.Type, bool) {
	t := reflect.TypeFor[claim.Claim]()
	for _, step := range strings.Split(pointer, "/")[1:] {
		switch t = behind(t); t.Kind() {
		case reflect.Slice:
			if _, err := strconv.ParseUint(step, 10, 16); err != nil {
				return nil, false
			}
			t = t.Elem()
		case reflect.Struct:
			field, ok := fieldByJSON(t, step)
			if !ok {
				return nil, false
			}
			t = field
		default:
			return nil, false
		}
	}
	return behind(t), strings.HasPrefix(pointer, "/")
}

func behind(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// takes reports whether a value of a type can be what a cross stands for: true, or the text given.
func takes(t reflect.Type, value string) bool {
	switch t.Kind() {
	case reflect.Bool:
		return value == "" || value == "true" || value == "false"
	case reflect.Int:
		_, err := strconv.Atoi(value)
		return err == nil
	case reflect.String:
		return value != ""
	}
	return false
}

func fieldByJSON(t reflect.Type, name string) (reflect.Type, bool) {
	for i := range t.NumField() {
		tag, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if tag == name {
			return t.Field(i).Type, true
		}
	}
	return nil, false
}
