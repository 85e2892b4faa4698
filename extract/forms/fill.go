package forms

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/tdewolff/canvas"

	"pratica/claim"
)

// Filled is a form with checked values, ready to print and sign.
type Filled struct {
	Form *Definition
	// Values are the texts as they are printed, by field id: "12/03/2026", "1.234,50", "X".
	Values map[string]string
	// Code is the text of the QR code that carries the values (ValuesCode); empty when they are too many for
	// a code that a scanner can read, and the form must be read from its print.
	Code string
}

// Fill checks values by field id and writes them as they are printed. An empty value leaves its zone blank. The
// error joins one for each value that is refused, in reading order: an EINVALID that says in Italian what to
// do about it. Nothing is required: a form may be finished by hand.
func (d *Definition) Fill(values map[string]string) (*Filled, error) {
	f := &Filled{Form: d, Values: map[string]string{}}
	var errs []error
	choices := map[string]string{}
	for _, field := range d.Fields() {
		value := strings.TrimSpace(values[field.ID])
		if value == "" {
			continue
		}
		printed, err := field.printed(value)
		if err != nil {
			errs = append(errs, claim.Errorf(claim.EINVALID, "%s (%s): %s", field.ID, field.Label, err))
			continue
		}
		if printed == "" {
			continue
		}
		if d.inChoice(field) {
			if other := choices[field.Pointer]; other != "" {
				errs = append(errs, claim.Errorf(claim.EINVALID, "%s (%s): si può segnare una sola casella ed è già segnata %s", field.ID, field.Label, other))
				continue
			}
			choices[field.Pointer] = field.ID
		}
		f.Values[field.ID] = printed
	}
	for _, id := range sortedKeys(values) {
		if _, ok := d.Field(id); !ok {
			errs = append(errs, claim.Errorf(claim.EINVALID, "il modulo %s non ha un campo %q: i nomi dei campi sono nella definizione (pratica forms --definition %s)", d.Code, id, d.Code))
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	var err error
	f.Code, err = d.codeThatFits(f.Values)
	return f, err
}

// codeThatFits is the code of the values; empty without values, or if the form has no place large enough.
func (d *Definition) codeThatFits(values map[string]string) (string, error) {
	if len(values) == 0 {
		return "", nil
	}
	code, err := d.ValuesCode(values)
	if err != nil {
		return "", err
	}
	for _, p := range d.Pages {
		if p.Values == nil {
			continue
		}
		if _, ok := qr(code, maxModules(*p.Values)); ok {
			return code, nil
		}
	}
	return "", nil
}

// WritePDF writes the filled form. Its values are print, no fields: they cannot be changed without the code
// of the values noticing.
func (f *Filled) WritePDF(w io.Writer) error {
	draw := func(page int) *canvas.Canvas { return f.Form.drawFilled(page, f.Values, f.Code) }
	return f.Form.write(w, draw, func(*Definition, *model.Context) error { return nil })
}

// Draw gives a page (from 1) of the filled form as vectors.
func (f *Filled) Draw(page int) *canvas.Canvas { return f.Form.drawFilled(page, f.Values, f.Code) }

// ParseValues reads values from JSON: an object with a text, a number, true, false or null for each field id.
// The error is an EINVALID.
func ParseValues(data []byte) (map[string]string, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return nil, claim.WrapError(claim.EINVALID, err, "i valori devono essere un oggetto JSON, per esempio {\"member.code\": \"1047823\"}")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, claim.Errorf(claim.EINVALID, "dopo l’oggetto JSON con i valori c’è dell’altro")
	}
	values := map[string]string{}
	for id, v := range object {
		switch v := v.(type) {
		case nil:
			values[id] = ""
		case bool:
			values[id] = fmt.Sprint(v)
		case json.Number:
			values[id] = v.String()
		case string:
			values[id] = v
		default:
			return nil, claim.Errorf(claim.EINVALID, "%s: il valore deve essere un testo, un numero, true, false o null", id)
		}
	}
	return values, nil
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
