package forms

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// acroForm adds an AcroForm (ISO 32000-1, 12.7) to the PDF of a blank form: a field for every zone but the
// signatures, in reading order, with the zone's label as its tooltip.
type acroForm struct {
	d   *Definition
	ctx *model.Context
	// nodes are the fields by fully qualified name, those that only hold others included.
	nodes map[string]*acroNode
	roots []*acroNode
	// helvetica and dingbats are the fonts that viewers write values with; every viewer has them.
	helvetica, dingbats types.IndirectRef
}

// acroNode is a field, or a name that several fields begin with.
type acroNode struct {
	dict types.Dict
	ref  types.IndirectRef
	kids types.Array
}

// The flags of a field (ISO 32000-1, tables 221, 226 and 228).
const (
	flagRequired    = 1 << 1
	flagMultiline   = 1 << 12
	flagRadio       = 1 << 15
	flagDoNotScroll = 1 << 23 // what the paper would not hold cannot be typed
	flagComb        = 1 << 24
	flagPrint       = 1 << 2 // of an annotation, table 165
)

// points per mm
const perMM = 72 / 25.4

func addAcroForm(d *Definition, ctx *model.Context) error {
	a := &acroForm{d: d, ctx: ctx, nodes: map[string]*acroNode{}}
	var err error
	if a.helvetica, err = a.font("Helvetica", "WinAnsiEncoding"); err != nil {
		return err
	}
	if a.dingbats, err = a.font("ZapfDingbats", ""); err != nil {
		return err
	}
	for n := range d.Pages {
		if err := a.page(n + 1); err != nil {
			return fmt.Errorf("fields of page %d: %w", n+1, err)
		}
	}
	roots := types.Array{}
	for _, node := range a.roots {
		roots = append(roots, node.ref)
	}
	for _, node := range a.nodes {
		if len(node.kids) > 0 {
			node.dict["Kids"] = node.kids
		}
	}
	catalog, err := ctx.Catalog()
	if err != nil {
		return err
	}
	catalog["AcroForm"] = types.Dict{
		"Fields": roots,
		"DA":     types.StringLiteral("/Helv 10 Tf 0 g"),
		"DR":     types.Dict{"Font": types.Dict{"Helv": a.helvetica, "ZaDb": a.dingbats}},
	}
	catalog["ViewerPreferences"] = types.Dict{"DisplayDocTitle": types.Boolean(true)}
	return nil
}

func (a *acroForm) font(name, encoding string) (types.IndirectRef, error) {
	font := types.Dict{"Type": types.Name("Font"), "Subtype": types.Name("Type1"), "BaseFont": types.Name(name)}
	if encoding != "" {
		font["Encoding"] = types.Name(encoding)
	}
	ref, err := a.ctx.IndRefForNewObject(font)
	if err != nil {
		return types.IndirectRef{}, err
	}
	return *ref, nil
}

// page adds the widgets of a page (from 1) and has the tabulator go through them row by row.
func (a *acroForm) page(n int) error {
	page, pageRef, _, err := a.ctx.PageDict(n, false)
	if err != nil {
		return err
	}
	annotations := types.Array{}
	for _, f := range a.d.Pages[n-1].Fields {
		if f.Type == Signature {
			continue
		}
		ref, err := a.widget(f, *pageRef)
		if err != nil {
			return fmt.Errorf("field %q: %w", f.ID, err)
		}
		annotations = append(annotations, ref)
	}
	page["Tabs"] = types.Name("R")
	if len(annotations) > 0 {
		page["Annots"] = annotations
	}
	return nil
}

// widget makes the annotation of a zone and its field; a radio button's field has an annotation for each
// choice.
func (a *acroForm) widget(f Field, page types.IndirectRef) (types.IndirectRef, error) {
	name, state := a.d.AcroName(f)
	r := f.Rect
	height := a.d.Pages[f.Page-1].Height
	widget := types.Dict{
		"Type": types.Name("Annot"), "Subtype": types.Name("Widget"), "P": page, "F": types.Integer(flagPrint),
		"Rect": types.Array{types.Float(r.X * perMM), types.Float((height - r.Bottom()) * perMM), types.Float(r.Right() * perMM), types.Float((height - r.Y) * perMM)},
	}
	flags := 0
	if f.Required && f.Row == 0 {
		flags |= flagRequired
	}
	var err error
	if f.Type == Mark {
		err = a.button(widget, f, state)
	} else {
		flags |= a.text(widget, f)
		widget["AP"], err = a.appearance(f, "N", "/Tx BMC EMC")
	}
	if err != nil {
		return types.IndirectRef{}, err
	}
	if a.d.inChoice(f) {
		group, err := a.node(name, types.Dict{"FT": types.Name("Btn"), "TU": text(f.choiceLabel())})
		if err != nil {
			return types.IndirectRef{}, err
		}
		group.dict["Ff"] = types.Integer(flags | flagRadio)
		delete(widget, "FT") // it is the group's
		widget["Parent"], widget["TU"] = group.ref, text(f.tooltip())
		ref, err := a.ctx.IndRefForNewObject(widget)
		if err != nil {
			return types.IndirectRef{}, err
		}
		group.kids = append(group.kids, *ref)
		return *ref, nil
	}
	widget["TU"] = text(f.tooltip())
	if flags != 0 {
		widget["Ff"] = types.Integer(flags)
	}
	field, err := a.node(name, widget)
	if err != nil {
		return types.IndirectRef{}, err
	}
	return field.ref, nil
}

// choiceLabel is what the marks of a choice have in common: "Bagno o doccia: punteggio 5" is about the first
// part.
func (f Field) choiceLabel() string {
	if label, _, ok := strings.Cut(f.Label, ":"); ok {
		return label
	}
	return "Segnare una sola casella"
}

// node finds or makes the field of a fully qualified name, and those it lies below.
func (a *acroForm) node(name string, dict types.Dict) (*acroNode, error) {
	if n, ok := a.nodes[name]; ok {
		return n, nil
	}
	above, last := "", name
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		above, last = name[:i], name[i+1:]
	}
	dict["T"] = text(last)
	var parent *acroNode
	if above != "" {
		var err error
		if parent, err = a.node(above, types.Dict{}); err != nil {
			return nil, err
		}
		dict["Parent"] = parent.ref
	}
	ref, err := a.ctx.IndRefForNewObject(dict)
	if err != nil {
		return nil, err
	}
	n := &acroNode{dict: dict, ref: *ref}
	a.nodes[name] = n
	if parent != nil {
		parent.kids = append(parent.kids, n.ref)
	} else {
		a.roots = append(a.roots, n)
	}
	return n, nil
}

// text makes a widget a text field and gives its flags.
func (a *acroForm) text(widget types.Dict, f Field) (flags int) {
	widget["FT"] = types.Name("Tx")
	size := 10.0
	switch {
	case f.Type == Comb:
		size, flags = 11, flagComb
	case f.Type == Multiline:
		flags = flagMultiline | flagDoNotScroll
	default:
		size, flags = min(size, f.Rect.H*perMM*0.6), flagDoNotScroll
	}
	if f.Type == Amount {
		widget["Q"] = types.Integer(2) // right
	}
	if n := f.maxLength(); n > 0 {
		widget["MaxLen"] = types.Integer(n)
	}
	widget["DA"] = types.StringLiteral(fmt.Sprintf("/Helv %.1f Tf 0 g", size))
	return flags
}

// button makes a widget a button: nothing when off, a cross over its zone when on.
func (a *acroForm) button(widget types.Dict, f Field, state string) error {
	const margin = 0.9 // mm from the frame
	w, h := f.Rect.W*perMM, f.Rect.H*perMM
	side := min(w, h) - 2*margin*perMM
	x, y := (w-side)/2, (h-side)/2
	cross := fmt.Sprintf("q 1.2 w 1 J %.2f %.2f m %.2f %.2f l %.2f %.2f m %.2f %.2f l S Q", x, y, x+side, y+side, x, y+side, x+side, y)
	on, err := a.appearance(f, state, cross)
	if err != nil {
		return err
	}
	off, err := a.appearance(f, "Off", "")
	if err != nil {
		return err
	}
	on["Off"] = off["Off"]
	widget["FT"] = types.Name("Btn")
	widget["AP"] = types.Dict{"N": on}
	widget["AS"] = types.Name("Off")
	widget["MK"] = types.Dict{"CA": types.StringLiteral("8")} // a cross of ZapfDingbats
	widget["DA"] = types.StringLiteral("/ZaDb 0 Tf 0 g")
	return nil
}

// appearance is a dictionary with one appearance stream as large as the zone.
func (a *acroForm) appearance(f Field, key, content string) (types.Dict, error) {
	stream, err := a.ctx.NewStreamDictForBuf([]byte(content))
	if err != nil {
		return nil, err
	}
	stream.Dict["Type"], stream.Dict["Subtype"] = types.Name("XObject"), types.Name("Form")
	stream.Dict["BBox"] = types.Array{types.Integer(0), types.Integer(0), types.Float(f.Rect.W * perMM), types.Float(f.Rect.H * perMM)}
	stream.Dict["Resources"] = types.Dict{"Font": types.Dict{"Helv": a.helvetica}}
	if err := stream.Encode(); err != nil {
		return nil, err
	}
	ref, err := a.ctx.IndRefForNewObject(*stream)
	if err != nil {
		return nil, err
	}
	return types.Dict{key: *ref}, nil
}

// text is a text string of a PDF: UTF-16 with a byte order mark (ISO 32000-1, 7.9.2.2), in hexadecimal.
func text(s string) types.HexLiteral {
	out := bytes.NewBuffer([]byte{0xfe, 0xff})
	for _, u := range utf16.Encode([]rune(s)) {
		out.Write([]byte{byte(u >> 8), byte(u)})
	}
	return types.HexLiteral(strings.ToUpper(hex.EncodeToString(out.Bytes())))
}
