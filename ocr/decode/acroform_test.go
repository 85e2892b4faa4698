package decode

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// formPage writes a page with a widget for each body, all of them terminal fields unless they name a parent.
func formPage(t testing.TB, widgets ...string) []FormField {
	t.Helper()
	p := newPDF()
	p.media = "[0 0 595 842]"
	var refs strings.Builder
	for i, w := range widgets {
		fmt.Fprintf(&refs, "%d 0 R ", p.add(fmt.Sprintf("<</Type/Annot/Subtype/Widget/F 4/Rect[50 %d 200 %d]%s>>", 700-30*i, 720-30*i, w)))
	}
	p.page("BT /F1 12 Tf 72 800 Td (Modulo) Tj ET", helvetica, "/Annots["+refs.String()+"]")
	return decodePage(t, open(t, writeTemp(t, p.bytes())), 0).Fields
}

func TestFieldsOfAFormAreRead(t *testing.T) {
	for _, c := range []struct {
		name   string
		widget string
		want   FormField
	}{
		{"a text", "/FT/Tx/T(total)/V(87,50)", FormField{Name: "total", Value: "87,50"}},
		{"an empty text", "/FT/Tx/T(total)", FormField{Name: "total"}},
		{"letters of PDFDocEncoding", "/FT/Tx/T(n)/V(Citt\\340 \\240 5)", FormField{Name: "n", Value: "Città € 5"}},
		{"UTF-16", "/FT/Tx/T(n)/V<FEFF004C00F9D83DDE00>", FormField{Name: "n", Value: "Lù😀"}},
		{"UTF-16 the other way round", "/FT/Tx/T(n)/V<FFFE4C00F900>", FormField{Name: "n", Value: "Lù"}},
		{"UTF-8", "/FT/Tx/T(n)/V<EFBBBF4CC3B9>", FormField{Name: "n", Value: "Lù"}},
		{"half a letter of UTF-16", "/FT/Tx/T(n)/V<FEFF004CD83D>", FormField{Name: "n", Value: "L"}},
		{"several lines", "/FT/Tx/T(n)/V(una\\r\\ndue\\rtre)", FormField{Name: "n", Value: "una\ndue\ntre"}},
		{"a box with a cross", "/FT/Btn/T(b)/V/Yes/AS/Yes", FormField{Name: "b", Value: "Yes", Button: true}},
		{"a box without", "/FT/Btn/T(b)/V/Off/AS/Off", FormField{Name: "b", Button: true}},
		{"a box that was never touched", "/FT/Btn/T(b)/AS/Off", FormField{Name: "b", Button: true}},
		{"a choice", "/FT/Ch/T(c)/V(ictus)", FormField{Name: "c", Value: "ictus"}},
		{"several choices", "/FT/Ch/T(c)/V[(a)(b)]", FormField{Name: "c", Value: "a\nb"}},
		{"a point in a name", "/FT/Tx/T(member.code)/V(1)", FormField{Name: "member.code", Value: "1"}},
		{"a very long text", "/FT/Tx/T(n)/V(" + strings.Repeat("x", 9000) + ")", FormField{Name: "n", Value: strings.Repeat("x", maxFieldText)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := formPage(t, c.widget); !reflect.DeepEqual(got, []FormField{c.want}) {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestNamesAndValuesComeFromTheFieldsAbove(t *testing.T) {
	p := newPDF()
	p.media = "[0 0 595 842]"
	group := p.add("<</T(member)>>")
	score := p.add("<</T(score)/FT/Btn/Ff 32768/V/10>>")
	widget := func(body string) int {
		return p.add("<</Type/Annot/Subtype/Widget/F 4/Rect[50 700 200 720]" + body + ">>")
	}
	a := widget(fmt.Sprintf("/FT/Tx/T(code)/V(1047823)/Parent %d 0 R", group))
	b := widget(fmt.Sprintf("/AS/Off/Parent %d 0 R", score))
	c := widget(fmt.Sprintf("/AS/10/Parent %d 0 R", score))
	p.page("BT /F1 12 Tf 72 800 Td (Modulo) Tj ET", helvetica, fmt.Sprintf("/Annots[%d 0 R %d 0 R %d 0 R]", a, b, c))
	got := decodePage(t, open(t, writeTemp(t, p.bytes())), 0).Fields
	want := []FormField{{Name: "member.code", Value: "1047823"}, {Name: "score", Value: "10", Button: true}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestNoFieldHarms(t *testing.T) {
	for name, widget := range map[string]string{
		"a field above itself":             "/FT/Tx/T(n)/V(x)/Parent 3 0 R",
		"a name that is a number":          "/FT/Tx/T 5/V(x)",
		"a value that is a dictionary":     "/FT/Tx/T(n)/V<</A/B>>",
		"a value that is missing":          "/FT/Tx/T(n)/V 999 0 R",
		"a value that leads to the widget": "/FT/Tx/T(n)/V 3 0 R",
		"no kind":                          "/T(n)/V(x)",
		"no name":                          "/FT/Tx/V(x)",
		"a signature":                      "/FT/Sig/T(n)/V<</Type/Sig>>",
		"a parent that is a number":        "/FT/Tx/T(n)/V(x)/Parent 5",
	} {
		t.Run(name, func(t *testing.T) {
			for _, f := range formPage(t, widget) {
				if f.Value != "" && f.Value != "x" || len(f.Name) > 2*maxFieldDepth {
					t.Errorf("%+v", f)
				}
			}
		})
	}
	widgets := make([]string, maxFields+50)
	for i := range widgets {
		widgets[i] = fmt.Sprintf("/FT/Tx/T(f%d)", i)
	}
	if got := formPage(t, widgets...); len(got) != maxFields {
		t.Errorf("%d fields of %d were read", len(got), len(widgets))
	}
}
