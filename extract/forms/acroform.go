package forms

import (
	"strings"

	"pratica/claim"
)

// AcroName gives a zone's fully qualified name in the AcroForm of the PDF, and for a mark the state of its
// button when crossed. The name is the id, but: marks that are a choice of one are radio buttons of one
// field, named by what their ids have in common, and their state is the rest ("score.bathing", "10"); and
// where another id goes on after a mark's ("attachment.opt.pieces"), the mark's name ends in ".mark", because
// a field of an AcroForm cannot have fields below it. A signature is no field.
func (d *Definition) AcroName(f Field) (name, state string) {
	switch {
	case f.Type != Mark:
		return f.ID, ""
	case d.inChoice(f):
		return f.group(), strings.TrimPrefix(f.ID, f.group()+".")
	case d.goesOn(f.ID):
		return f.ID + ".mark", crossed
	}
	return f.ID, crossed
}

// FromAcro finds the zone that a field of an AcroForm with this fully qualified name and value fills, and the
// text that stands in it ("X" for a mark). It gives false for a name that the form does not have and for a
// button that is off (empty or "Off").
func (d *Definition) FromAcro(name, value string) (f Field, text string, ok bool) {
	for _, f := range d.Fields() {
		acro, state := d.AcroName(f)
		switch {
		case acro != name || f.Type == Signature:
		case f.Type != Mark:
			return f, value, true
		case value == state:
			return f, crossed, true
		}
	}
	return Field{}, "", false
}

// crossed is the state of a check box that is crossed, and the text that stands for a cross.
const crossed = "X"

// inChoice reports that a mark is one of several for one value: they share their pointer and, but for the
// last part, their ids.
func (d *Definition) inChoice(f Field) bool { return len(d.choice(f)) > 1 }

// choice lists the marks for one value of which this is one, itself too; nil for what is no mark with a pointer.
func (d *Definition) choice(f Field) []string {
	if f.Type != Mark || f.Pointer == "" {
		return nil
	}
	var ids []string
	for _, o := range d.Fields() {
		if o.Type == Mark && o.Pointer == f.Pointer && o.group() == f.group() {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// group is what the id of a choice has in common with the others'; its own when it has no parts.
func (f Field) group() string {
	if i := strings.LastIndexByte(f.ID, '.'); i > 0 {
		return f.ID[:i]
	}
	return f.ID
}

func (d *Definition) goesOn(id string) bool {
	for _, o := range d.Fields() {
		if strings.HasPrefix(o.ID, id+".") {
			return true
		}
	}
	return false
}

// tooltip is what a viewer shows, and a screen reader says, of a zone: its label and how to write.
func (f Field) tooltip() string {
	switch {
	case f.Type == Date:
		return f.Label + " (gg/mm/aaaa)"
	case f.Type == Amount:
		return f.Label + " (euro, con la virgola: 85,50)"
	case f.Content == IBAN:
		return f.Label + " (tutti i 27 caratteri, IT compreso)"
	case f.Content == Tooth:
		return f.Label + " (due cifre, notazione FDI: 36)"
	}
	return f.Label
}

// maxLength is the most characters that fit a zone, 0 for what the viewer lets in.
func (f Field) maxLength() int {
	switch {
	case f.Type == Comb:
		return f.Cells
	case f.Type == Date:
		return len("31/12/2026")
	case f.Content == Count:
		return 3
	}
	return 0
}

// keywords are for the PDF's metadata.
func (d *Definition) keywords() string {
	words := []string{"FASCHIM", "modulo " + string(d.Code), "edizione " + d.Edition}
	switch d.Code {
	case claim.R01Document:
		words = append(words, "rimborso", "ticket", "diaria", "spese sanitarie")
	case claim.R02Document, claim.D01Document:
		words = append(words, "rimborso", "odontoiatria", "dentista")
	case claim.NA1Document:
		words = append(words, "sussidio", "non autosufficienza")
	case claim.GM01Document:
		words = append(words, "gravi malattie", "assistenza")
	}
	return strings.Join(words, ", ")
}
