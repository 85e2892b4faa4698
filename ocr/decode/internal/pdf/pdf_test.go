package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestObjectsAreRead(t *testing.T) {
	for _, c := range []struct {
		text string
		want any
	}{
		{"12 ", int64(12)},
		{"-.5 ", -0.5},
		{"+7. ", 7.0},
		{"true ", true},
		{"null ", nil},
		{"/Name ", Name("Name")},
		{"/A#20B ", Name("A B")},
		{"(a(b)c\\)\\n\\101\\\r\nd)", String("a(b)c)\nAd")},
		{"<48 656C6C 6F7>", String("Hellop")},
		{"[1 2 R/X]", Array{Ref{1, 2}, Name("X")}},
		{"[1 2 R /X 3 0 R]", Array{Ref{1, 2}, Name("X"), Ref{3, 0}}},
		{"<</A 1/B[<<>>]/C 4 0 R>>", Dict{"A": int64(1), "B": Array{Dict{}}, "C": Ref{4, 0}}},
		{"% comment\n5 ", int64(5)},
		{"obj ", Keyword("obj")},
	} {
		t.Run(c.text, func(t *testing.T) {
			l := Lexer{Data: []byte(c.text + " endobj ")}
			got, err := l.Next()
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %#v, %v; want %#v", got, err, c.want)
			}
		})
	}
}

func TestObjectsThatAreNone(t *testing.T) {
	for text, want := range map[string]error{
		"<</A 1":                  errShort,
		"(abc":                    errShort,
		"12":                      errShort,
		strings.Repeat("[", 1000): errNesting,
		"<</A>>":                  nil,
		"[>>]":                    nil,
		"<4x>":                    nil,
		"1-2 ":                    nil,
	} {
		l := Lexer{Data: []byte(text)}
		if got, err := l.Next(); err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%.20q gives %v, %v", text, got, err)
		}
	}
}

// file writes objects 1, 2, … with a cross-reference table.
func file(objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(objects))
	for i, body := range objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return out.Bytes()
}

func TestPagesInheritAndStopAtTheLimit(t *testing.T) {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Pages/Rotate 90/Kids[5 0 R 6 0 R]>>", "<</Type/Page>>"}
	var kids strings.Builder
	kids.WriteString("4 0 R 3 0 R ")
	for n := 5; n < 500; n++ {
		objects = append(objects, "<</Type/Page/N "+fmt.Sprint(n)+">>")
		if n > 6 {
			fmt.Fprintf(&kids, "%d 0 R ", n)
		}
	}
	objects[1] = "<</Type/Pages/MediaBox[0 0 1 1]/Kids[" + kids.String() + "]>>"
	data := file(objects...)
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := f.Pages(context.Background(), 10)
	if err != nil || len(pages) != 11 {
		t.Fatalf("%d pages, %v; want one more than the limit", len(pages), err)
	}
	if pages[0].Ref.Num != 4 || pages[1].Ref.Num != 5 || pages[3].Ref.Num != 7 {
		t.Errorf("the order is %v", pages)
	}
	if pages[0].Inherited.Rotate != nil || pages[1].Inherited.Rotate != int64(90) || pages[1].Inherited.MediaBox == nil || pages[3].Inherited.Rotate != nil {
		t.Errorf("inherited are %+v, %+v, %+v", pages[0].Inherited, pages[1].Inherited, pages[3].Inherited)
	}
}

func TestNewestRevisionCounts(t *testing.T) {
	old := file("<</Type/Catalog/Pages 2 0 R>>", "(old)", "(same)")
	prev := bytes.LastIndex(old, []byte("xref\n0"))
	at := len(old)
	update := fmt.Sprintf("2 0 obj\n(new)\nendobj\nxref\n2 1\n%010d 00000 n \ntrailer\n<</Size 4/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", at, prev, at+len("2 0 obj\n(new)\nendobj\n"))
	data := append(old, update...)
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for num, want := range map[int]String{2: "new", 3: "same"} {
		if got, err := f.Get(Ref{num, 0}); err != nil || got != want {
			t.Errorf("object %d is %v, %v", num, got, err)
		}
	}
	if got, err := f.Get(Ref{9, 0}); got != nil || err != nil {
		t.Errorf("a missing object is %v, %v", got, err)
	}
}

func TestJunkBeforeTheHeaderIsPassedOver(t *testing.T) {
	data := append([]byte("MIME junk\r\n"), file("<</Type/Catalog/Pages 2 0 R>>", "(text)")...)
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := f.Get(Ref{2, 0}); err != nil || got != String("text") {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestFilesThatAreLeftToOthers(t *testing.T) {
	good := file("<</Type/Catalog/Pages 2 0 R>>", "null")
	for name, data := range map[string][]byte{
		"no header":     []byte("hello"),
		"no end":        good[:len(good)-30],
		"encrypted":     bytes.Replace(good, []byte("/Root"), []byte("/Encrypt 9 0 R/Root"), 1),
		"wrong table":   bytes.Replace(good, []byte(" n \n"), []byte(" x \n"), 1),
		"far startxref": bytes.Replace(good, []byte("startxref\n"), []byte("startxref\n9999"), 1),
	} {
		if _, err := Open(bytes.NewReader(data), int64(len(data))); err == nil {
			t.Errorf("%s: was opened", name)
		} else if name == "encrypted" && !errors.Is(err, ErrEncrypted) || name == "no end" && !errors.Is(err, ErrNoXref) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
