package adopt

import (
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"pratica/claim"
	"pratica/extract/forms"
)

// Note says what else stands in a draft's YAML.
type Note struct {
	// File is the name of the blank form, Pictures the names of the files with its pages, for the key
	// picture; none if they were not written.
	File     string
	Pictures []string
}

// YAML writes the draft as a definition that forms.Parse reads, with a comment "controllare" wherever a
// person should look.
func (d *Draft) YAML(out io.Writer, note Note) error {
	w := &writer{out: out}
	w.line("# Bozza ricavata da %s con \"pratica forms adopt\".", quoted(note.File))
	w.line("# Le righe con \"controllare\" vanno confrontate con il modulo; misure in millimetri dall'angolo in alto a")
	w.line("# sinistra, corpi dei caratteri in punti. Una zona senza pointer si vede ma non entra nella pratica.")
	code, edition := d.Code, d.Edition
	if code == "" {
		code = claim.Other
		w.line("# controllare: il codice del modulo non si legge; other non viene letto come modulo (R01, R02, D01, NA1, GM01)")
	}
	w.line("code: %s", code)
	if edition == "" {
		edition = "0000-00"
		w.line("# controllare: mese di pubblicazione non trovato")
	}
	w.line("edition: %s", strconv.Quote(edition))
	w.line("title: %s", quoted(orElse(d.Title, string(code))))
	w.line("subject: %s", quoted("Modulo stampato da altri, adottato da "+note.File))
	w.line("pages:")
	for i, p := range d.Pages {
		w.page(p)
		if i < len(note.Pictures) {
			w.line("    picture: %s", quoted(note.Pictures[i]))
		}
		w.print(p)
		w.fields(p)
	}
	return w.err
}

type writer struct {
	out io.Writer
	err error
}

func (w *writer) line(format string, args ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.out, format+"\n", args...)
	}
}

func (w *writer) page(p Page) {
	w.line("  - width: %s", number(p.Width))
	w.line("    height: %s", number(p.Height))
}

func (w *writer) print(p Page) {
	w.line("    print:")
	if p.Recognised {
		w.line("      # controllare: i testi sono stati riconosciuti dall'immagine")
	}
	for _, pr := range p.Print {
		var parts []string
		add := func(key, value string) { parts = append(parts, key+": "+value) }
		if pr.Text != "" {
			add("text", quoted(pr.Text))
			add("at", list(pr.At[:]...))
			add("size", number(pr.Size))
		}
		if pr.Style != "" {
			add("style", pr.Style)
		}
		if pr.Ink != "" {
			add("ink", string(pr.Ink))
		}
		if pr.Box != nil {
			add("box", list(pr.Box.X, pr.Box.Y, pr.Box.W, pr.Box.H))
		}
		if pr.Fill != "" {
			add("fill", string(pr.Fill))
		}
		if pr.Rule != nil {
			add("rule", list(pr.Rule[:]...))
		}
		if pr.Line != 0 {
			add("line", number(pr.Line))
		}
		if pr.Dotted {
			add("dotted", "true")
		}
		if pr.Role != "" {
			add("role", pr.Role)
		}
		comment := ""
		if pr.Role != "" {
			comment = " # controllare: distingue questo modulo dagli altri?"
		}
		w.line("      - {%s}%s", strings.Join(parts, ", "), comment)
	}
}

func (w *writer) fields(p Page) {
	if len(p.Zones) > 0 {
		w.line("    fields:")
	}
	zones := append([]Zone(nil), p.Zones...)
	sort.SliceStable(zones, func(i, j int) bool { return zones[i].Rect.Y < zones[j].Rect.Y-2 })
	for _, z := range zones {
		w.field("      ", z)
	}
	if len(p.Tables) > 0 {
		w.line("    rows:")
	}
	for _, t := range p.Tables {
		w.line("      # controllare: %d righe", t.Count)
		w.line("      - count: %d", t.Count)
		w.line("        pitch: %s", strconv.FormatFloat(t.Pitch, 'f', -1, 64))
		w.line("        fields:")
		for _, z := range t.Zones {
			w.field("          ", z)
		}
	}
}

func (w *writer) field(indent string, z Zone) {
	for _, doubt := range z.Doubts {
		w.line("%s# controllare: %s", indent, printable(doubt))
	}
	f := z.Field
	parts := []string{"id: " + quoted(f.ID), "label: " + quoted(f.Label), "type: " + string(f.Type)}
	add := func(key, value string) { parts = append(parts, key+": "+value) }
	if f.Content != "" {
		add("content", string(f.Content))
	}
	if f.Frame != "" {
		add("frame", string(f.Frame))
	}
	add("rect", list(f.Rect.X, f.Rect.Y, f.Rect.W, f.Rect.H))
	if f.Cells > 0 {
		add("cells", strconv.Itoa(f.Cells))
	}
	if f.Lines > 0 {
		add("lines", strconv.Itoa(f.Lines))
	}
	if f.Preprinted != "" {
		add("preprinted", quoted(f.Preprinted))
	}
	if f.Pointer != "" {
		add("pointer", quoted(f.Pointer))
	}
	if f.Value != "" {
		add("value", strconv.Quote(f.Value))
	}
	if Required(f.ID) {
		add("required", "true")
	}
	w.line("%s- {%s}", indent, strings.Join(parts, ", "))
}

// Required tells the ids of what must always be filled (Reg. 17.1 and the forms of the Guide 2012).
func Required(id string) bool {
	switch id {
	case "member.code", "member.surname", "member.name", "total", "signature.date", "signature.member",
		"row{n}.number", "row{n}.issuer", "row{n}.date", "row{n}.amount":
		return true
	}
	return false
}

// quoted is a text as a YAML scalar within a flow mapping: JSON strings are YAML, printable text stays as it is.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(printable(text)) + `"`
}

// printable is a text on one line, with a space for whatever YAML does not take as it is.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r == '\u2028' || r == '\u2029' || r == '\ufeff' || !strconv.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
}

func number(v float64) string { return strconv.FormatFloat(round2(v), 'f', -1, 64) }

func list(values ...float64) string {
	var parts []string
	for _, v := range values {
		parts = append(parts, number(v))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func orElse(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// Definition is the draft as forms.Parse reads its YAML.
func (d *Draft) Definition() (*forms.Definition, error) {
	var b strings.Builder
	if err := d.YAML(&b, Note{File: "blank.pdf"}); err != nil {
		return nil, err
	}
	return forms.Parse([]byte(b.String()))
}
