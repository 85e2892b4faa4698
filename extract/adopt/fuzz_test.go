package adopt

import (
	"bytes"
	"strings"
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
)

// FuzzYAML writes a draft with any texts, as papers and recognition give them: it is read as a definition that says
// the same, and no text becomes anything else.
func FuzzYAML(f *testing.F) {
	f.Add("MODULO R01", "Cognome: \"x\", y", "# nota", "modulo.pdf", "la casella \"IBAN\"", 20.0)
	f.Add("a\nb: [c]", "}\u0085- {id: x}", "%TAG ! x", "x\ny.pdf", "due\rcode: R02\u2028edition: x", 1e300)
	f.Add("\xff\x00\u2028", "null", "~", "\ufeff", "\x0b", 0.0)
	f.Fuzz(func(t *testing.T, title, label, text, file, doubt string, x float64) {
		if !(x >= 1 && x <= 100) {
			x = 20
		}
		zone := func(id string, y float64) Zone {
			return Zone{Field: forms.Field{ID: id, Label: "è " + label, Type: forms.Line, Content: forms.Words, Frame: forms.Box, Rect: forms.Rect{X: x, Y: y, W: 40, H: 6}}, Doubts: []string{doubt}}
		}
		d := Draft{Code: claim.R01Document, Edition: "2031-01", Title: title, Pages: []Page{{Width: 210, Height: 297, Recognised: true,
			Print:  []forms.Print{{Text: "T" + text, At: [2]float64{x, 20}, Size: 10, Role: forms.TitleRole}},
			Zones:  []Zone{zone("one", 40), zone("two", 50)},
			Tables: []Table{{Count: 2, Pitch: 8, Zones: []Zone{zone("row{n}.x", 60)}}}}}}
		var out bytes.Buffer
		if err := d.YAML(&out, Note{File: file, Pictures: []string{"modulo-1.png"}}); err != nil {
			t.Fatal(err)
		}
		read, err := forms.Parse(out.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, out.Bytes())
		}
		if read.Code != d.Code || read.Edition != d.Edition || len(read.Fields()) != 4 || len(read.Pages) != 1 || len(read.Pages[0].Print) != 1 {
			t.Fatalf("%d zones of %s in\n%s", len(read.Fields()), read.Name(), out.Bytes())
		}
		for _, got := range []struct{ text, want string }{{read.Fields()[0].Label, "è " + label}, {read.Pages[0].Print[0].Text, "T" + text}} {
			if plain(got.want) && got.text != got.want {
				t.Errorf("%q is read as %q", got.want, got.text)
			}
		}
	})
}

// plain tells a text that is kept as it is: others lose what cannot be printed.
func plain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' && r != 'è' })
}
