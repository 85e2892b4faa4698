package decode

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"pratica/ocr/decode/internal/pdf"
)

// FormField is a field of a PDF's form (AcroForm, ISO 32000-1, 12.7) that stands on a page.
type FormField struct {
	// Name is the fully qualified name: the partial names joined by points.
	Name string
	// Value is what the file holds as its value, whatever the page shows: a text with its line ends as \n,
	// the state of a check box or group of radio buttons ("" when off), the choices of a list one a line. It is never
	// longer than 4 000 bytes.
	Value string
	// Button reports a check box or a group of radio buttons.
	Button bool
}

// The bounds of a form.
const (
	maxFields     = 2000 // on a page
	maxFieldDepth = 16   // of fields in fields
	maxFieldText  = 4000 // bytes
)

// fields lists the fields of page n, each once, in the order of the page's annotations. What cannot be read
// of them is left out: the page shows their values all the same.
func (p *pdfFile) fields(n int) (list []FormField) {
	defer func() {
		if recover() != nil {
			list = nil
		}
	}()
	if p.scans == nil || n >= len(p.pages) {
		return nil
	}
	page, err := p.scans.Dict(p.pages[n].Ref)
	if err != nil {
		return nil
	}
	annotations, err := p.scans.Array(page["Annots"])
	if err != nil {
		return nil
	}
	seen := map[string]bool{}
	for _, o := range annotations[:min(len(annotations), maxFields)] {
		f, ok := p.field(o)
		if ok && !seen[f.Name] {
			seen[f.Name] = true
			list = append(list, f)
		}
	}
	return list
}

// field reads the field a widget belongs to: itself, or one above it.
func (p *pdfFile) field(widget any) (FormField, bool) {
	d, err := p.scans.Dict(widget)
	if err != nil {
		return FormField{}, false
	}
	if kind, err := p.scans.Name(d["Subtype"]); err != nil || kind != "Widget" {
		return FormField{}, false
	}
	var names []string
	var kind pdf.Name
	var value any
	for node, depth := d, 0; node != nil && depth < maxFieldDepth; depth++ {
		if part := p.fieldText(node["T"]); part != "" {
			names = append(names, part)
		}
		if kind == "" { // FT and V are inherited (12.7.3.1)
			kind, _ = p.scans.Name(node["FT"])
		}
		if value == nil {
			value, _ = p.scans.Get(node["V"])
		}
		node, err = p.scans.Dict(node["Parent"])
		if err != nil {
			return FormField{}, false
		}
	}
	slices.Reverse(names)
	f := FormField{Name: strings.Join(names, "."), Button: kind == "Btn"}
	switch kind {
	case "Tx", "Ch":
		f.Value = p.fieldText(value)
	case "Btn":
		state, ok := value.(pdf.Name)
		if !ok {
			state, _ = p.scans.Name(d["AS"])
		}
		if state != "Off" {
			f.Value = clipped(string(state))
		}
	default:
		return FormField{}, false
	}
	return f, f.Name != ""
}

// fieldText is a text of a form: a string, a stream, or several strings.
func (p *pdfFile) fieldText(o any) string {
	o, err := p.scans.Get(o)
	if err != nil {
		return ""
	}
	switch o := o.(type) {
	case pdf.String:
		return clipped(textString(string(o)))
	case *pdf.Stream:
		data, err := o.Decode(2 * maxFieldText)
		if err != nil {
			return ""
		}
		return clipped(textString(string(data)))
	case pdf.Array:
		var lines []string
		for _, e := range o[:min(len(o), 100)] {
			if s, ok := e.(pdf.String); ok {
				lines = append(lines, textString(string(s)))
			}
		}
		return clipped(strings.Join(lines, "\n"))
	}
	return ""
}

// clipped is a text without what nobody sees, of bounded length, with \n for every line end.
func clipped(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == utf8.RuneError || r == '\uFEFF' {
			return -1
		}
		return r
	}, s)
	if len(s) > maxFieldText {
		s = strings.ToValidUTF8(s[:maxFieldText], "")
	}
	return s
}

// textString decodes a text string (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 with a byte order mark, else
// PDFDocEncoding.
func textString(s string) string {
	switch {
	case strings.HasPrefix(s, "\xfe\xff"):
		return fromUTF16(s[2:], 0)
	case strings.HasPrefix(s, "\xff\xfe"): // not of the standard, but written
		return fromUTF16(s[2:], 1)
	case strings.HasPrefix(s, "\xef\xbb\xbf"):
		return strings.ToValidUTF8(s[3:], "")
	}
	var out strings.Builder
	for i := range len(s) {
		b := s[i]
		if b >= 0x80 && b <= 0xa0 {
			out.WriteRune(docEncoding[b-0x80])
		} else {
			out.WriteRune(rune(b))
		}
	}
	return out.String()
}

// docEncoding is where PDFDocEncoding differs from Latin-1 (ISO 32000-1, annex D.2), but for some accents
// below 0x20.
var docEncoding = [...]rune{'•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š',
	'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', utf8.RuneError, '€'}

func fromUTF16(s string, low int) string {
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = uint16(s[2*i+low])*256 + uint16(s[2*i+1-low])
	}
	return string(utf16.Decode(units))
}
