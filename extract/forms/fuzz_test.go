package forms

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pratica/claim"
)

// FuzzParseCode reads any text as a code of ours: its values are the form's own, and make a code that says the same.
func FuzzParseCode(f *testing.F) {
	d, _ := Find(claim.R01Document, "")
	text, err := d.ValuesCode(filledR01())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(PageCode(d, 2))
	f.Add("F:R01:2012-06:99")
	f.Add("V:R01:2012-06:" + encodeBase45([]byte{0, 1, 2, 3, 4, 5, 6}))
	f.Add("V:R01:2012-06:" + encodeBase45([]byte{1, 0xed, 0xc0, 1, 1, 0, 0, 0, 0x80}))
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParseCode(text)
		switch {
		case err != nil && (p.Form != "" || p.Page != 0 || p.Values != nil):
			t.Fatalf("%v, but %+v", err, p)
		case err != nil, p.ValuesError != nil && p.Values == nil:
			return
		case p.Page < 0 || p.Page > 99 || (p.Page > 0) == (p.Values != nil):
			t.Fatalf("%q is %+v", text, p)
		case p.Page > 0:
			if text != PageCode(&Definition{Code: p.Form, Edition: p.Edition}, p.Page) {
				t.Fatalf("%q is %+v", text, p)
			}
			return
		}
		d, ok := Find(p.Form, p.Edition)
		if !ok {
			t.Fatalf("values of an unknown form %+v", p)
		}
		again, err := d.ValuesCode(p.Values)
		if err != nil {
			t.Fatalf("%q gives values that the form does not have: %v", text, err)
		}
		sameValues(t, again, p.Values)
	})
}

func sameValues(t *testing.T, code string, want map[string]string) {
	t.Helper()
	got, err := ParseCode(code)
	if err != nil || got.ValuesError != nil {
		t.Fatalf("%q: %v, %v", code, err, got.ValuesError)
	}
	for id, text := range want {
		if got.Values[id] != text {
			t.Errorf("%s was %q and is %q", id, text, got.Values[id])
		}
	}
	for id, text := range got.Values {
		if want[id] != text {
			t.Errorf("%s was %q and is %q", id, want[id], text)
		}
	}
}

// FuzzValuesCode packs any texts into the code of each form; one changed character of the code gives no other values.
func FuzzValuesCode(f *testing.F) {
	f.Add(uint8(0), "BERTOLINI", "X", "12/03/2026", uint16(20))
	f.Add(uint8(3), strings.Repeat("à€😀", 60), "", "\x00\xff", uint16(3))
	f.Fuzz(func(t *testing.T, form uint8, a, b, c string, at uint16) {
		d := All()[int(form)%len(All())]
		values := map[string]string{}
		for i, id := range d.valueIDs() {
			if text := []string{a, b, c, ""}[(i+len(a))%4]; len(text) < 100 || i < 4 {
				values[id] = text
			}
		}
		code, err := d.ValuesCode(values)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseCode(code)
		if err != nil {
			t.Fatal(err)
		}
		if unpacked := len(a) + len(b) + len(c); got.ValuesError != nil && unpacked < 3000 {
			t.Fatalf("%d bytes: %v", unpacked, got.ValuesError)
		}
		if got.ValuesError == nil {
			sameValues(t, code, values)
		}
		damaged := []byte(code)
		i := len("V:R01:2012-06:") + int(at)%(len(code)-len("V:R01:2012-06:"))
		damaged[i] = base45[(strings.IndexByte(base45, damaged[i])+1)%45]
		if p, err := ParseCode(string(damaged)); err == nil && p.ValuesError == nil { // bits of the packing that say nothing
			sameValues(t, code, p.Values)
		}
	})
}

// FuzzFromAcro finds the zone of a field of a PDF: every zone by its own name, none by another.
func FuzzFromAcro(f *testing.F) {
	f.Add("score.bathing", "10")
	f.Add("attachment.opt.mark", "X")
	f.Add("member.code", "1047823")
	f.Add("signature.member", "X")
	f.Fuzz(func(t *testing.T, name, value string) {
		for _, d := range All() {
			field, text, ok := d.FromAcro(name, value)
			if !ok {
				continue
			}
			acro, state := d.AcroName(field)
			if known, is := d.Field(field.ID); !is || known != field || acro != name || field.Type == Signature {
				t.Fatalf("%q of form %s is %+v", name, d.Name(), field)
			}
			if field.Type == Mark && (text != crossed || value != state) || field.Type != Mark && text != value {
				t.Errorf("%q = %q of form %s is %q", name, value, d.Name(), text)
			}
		}
	})
}

// The least definition that Parse takes.
const small = `code: R01
edition: "2031-01"
title: Modulo
pages:
  - width: 210
    height: 297
    print: [{text: MODULO, at: [20, 20], size: 12, role: title}, {box: [10, 40, 90, 60]}]
    fields: [{id: total, label: Totale, type: amount, rect: [20, 50, 40, 6], pointer: /declared_total}]
    rows: [{count: 3, pitch: 8, fields: [{id: "row{n}.date", label: Data, type: date, rect: [20, 70, 30, 6], pointer: "/expenses/{i}/date"}]}]
`

// FuzzParse reads any YAML as a definition: what it takes has a bounded number of zones, all on paper of a bounded
// size, can be described, and be drawn if it is not large.
func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(strings.Replace(small, "width: 210", "width: .inf", 1)))
	f.Add([]byte(strings.Replace(small, "count: 3", "count: 2000000000", 1)))
	f.Add([]byte(strings.Replace(small, "pitch: 8", "pitch: .nan", 1)))
	f.Add([]byte(strings.Replace(small, "size: 12", "size: 1e300", 1)))
	f.Add([]byte(strings.Replace(small, "[20, 20]", "[.nan, 20]", 1)))
	f.Add([]byte("a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\npages: [*c, *c]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 4000 {
			return
		}
		start := time.Now()
		d, err := Parse(data)
		if err == nil {
			described(t, d)
		}
		if took := time.Since(start); took > 10*time.Second { // some tens of milliseconds
			t.Errorf("took %v", took)
		}
	})
}

func described(t *testing.T, d *Definition) {
	text, err := json.Marshal(d.Geometry())
	if err != nil {
		t.Fatalf("cannot be described: %v", err)
	}
	if len(d.Fields()) > maxRows*100 || len(text) > 10<<20 {
		t.Fatalf("%d zones", len(d.Fields()))
	}
	for _, p := range d.Pages {
		for _, f := range p.Fields {
			if !f.Rect.Within(Rect{0, 0, p.Width, p.Height}) || math.IsNaN(f.Rect.X+f.Rect.Y+f.Rect.W+f.Rect.H) {
				t.Errorf("zone %s lies at %+v", f.ID, f.Rect)
			}
		}
	}
	if _, err := d.ValuesCode(nil); err != nil {
		t.Error(err)
	}
	if d.Pages[0].Width*d.Pages[0].Height <= 300*300 {
		if g := Rasterise(d.Draw(1), 10); g.Rect.Empty() {
			t.Errorf("drawn as %v", g.Rect)
		}
	}
}

// FuzzBase45 writes any bytes in base45 and reads them back, and reads any text as base45.
func FuzzBase45(f *testing.F) {
	f.Add([]byte("AB"), "BB8")
	f.Add([]byte{0xff, 0xff, 0xff}, ":::")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		code := encodeBase45(data)
		if got, err := decodeBase45(code); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%x is %q and that %x, %v", data, code, got, err)
		}
		if got, err := decodeBase45(text); err == nil && encodeBase45(got) != text || err == nil && !utf8.ValidString(text) {
			t.Errorf("%q is %x", text, got)
		}
	})
}
