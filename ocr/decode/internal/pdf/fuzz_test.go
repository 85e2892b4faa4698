package pdf

import (
	"bytes"
	"compress/lzw"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// FuzzLexer reads objects from any bytes: it always goes on, and what it read is read again as the same when written.
func FuzzLexer(f *testing.F) {
	for _, s := range []string{"<</A 1/B[<<>>(a(b)c\\)\\101)]/C 4 0 R/#20x<48 656>>> ", "-.5 +7. true null /A#20B 12 0 R ", "[[[[[", "q 1 0 0 1 0 0 cm /Im0 Do Q % x\n", "1e999 --1 0x ", "(\\"} {
		f.Add([]byte(s), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, content bool) {
		l := Lexer{Data: data, NoRefs: content}
		for n := 0; !l.Ended(); n++ {
			before := l.At
			o, err := l.Next()
			if err != nil {
				return
			}
			if l.At <= before || l.At > len(data) {
				t.Fatalf("stands at %d of %d after %d", l.At, len(data), before)
			}
			text := written(o)
			again := Lexer{Data: []byte(text + " endobj "), NoRefs: content}
			if got, err := again.Next(); err != nil || !reflect.DeepEqual(got, o) {
				t.Fatalf("%#v is written %q and read %#v, %v", o, text, got, err)
			}
		}
	})
}

// written is an object as a file holds it.
func written(o any) string {
	switch o := o.(type) {
	case nil:
		return "null"
	case Name:
		var b strings.Builder
		b.WriteByte('/')
		for _, c := range []byte(o) {
			if classes[c] != 0 || c == '#' {
				fmt.Fprintf(&b, "#%02x", c)
			} else {
				b.WriteByte(c)
			}
		}
		return b.String()
	case String:
		return "<" + hex.EncodeToString([]byte(o)) + ">"
	case Array:
		var parts []string
		for _, e := range o {
			parts = append(parts, written(e))
		}
		return "[" + strings.Join(parts, " ") + " ]"
	case Dict:
		var b strings.Builder
		for k, v := range o {
			b.WriteString(written(k) + " " + written(v) + " ")
		}
		return "<<" + b.String() + ">>"
	case Ref:
		return fmt.Sprintf("%d %d R", o.Num, o.Gen)
	case float64:
		return fmt.Sprintf("%.400f", o)
	}
	return fmt.Sprint(o)
}

// FuzzFilters undoes the filters of streams on any bytes, within the limit; what was coded comes back.
func FuzzFilters(f *testing.F) {
	for i := range uint8(6) {
		f.Add([]byte("una riga, una riga, una riga"), i, int64(12), int64(1), int64(8), int64(5))
	}
	f.Add([]byte{0xff, 0, 0x80, 0xff, 1}, uint8(4), int64(15), int64(3), int64(16), int64(1<<20))
	names := []Name{"FlateDecode", "LZWDecode", "ASCII85Decode", "ASCIIHexDecode", "RunLengthDecode", "LZW"}
	f.Fuzz(func(t *testing.T, data []byte, which uint8, predictor, colours, bits, columns int64) {
		const limit = 1 << 16
		name := names[int(which)%len(names)]
		s := &Stream{file: &File{}}
		parms := Dict{"Predictor": predictor, "Colors": colours, "BitsPerComponent": bits, "Columns": columns}
		out, err := s.Apply([]Filter{{Name: name, Parms: parms}}, bytes.Clone(data), limit)
		if len(out) > limit && name != "ASCIIHexDecode" || len(out) > limit+len(data) {
			t.Fatalf("%d bytes, %v", len(out), err)
		}
		if len(data) == 0 && strings.HasPrefix(string(name), "LZW") {
			return // the writer gives no end for nothing
		}
		coded, parms := encode(t, name, data)
		out, err = s.Apply([]Filter{{Name: name, Parms: parms}}, coded, limit)
		if len(data) > limit {
			if !errors.Is(err, ErrBomb) && name != "ASCIIHexDecode" {
				t.Fatalf("%d bytes of %s: %v", len(out), name, err)
			}
			return
		}
		if err != nil || !bytes.Equal(out, data) {
			t.Fatalf("%s of %x gives %x, %v", name, data, out, err)
		}
		if name == "FlateDecode" && len(data) > 0 {
			pngRows(t, s, data, int(columns&0xff)+1, limit)
		}
	})
}

func encode(t *testing.T, name Name, data []byte) ([]byte, Dict) {
	var out bytes.Buffer
	switch name {
	case "FlateDecode":
		return flated(t, data), nil
	case "LZWDecode":
		w := lzw.NewWriter(&out, lzw.MSB, 8)
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if len(data) == 0 { // the writer leaves out the code that clears
			return nil, nil
		}
		return out.Bytes(), Dict{"EarlyChange": int64(0)}
	case "LZW": // of TIFF and PDF: codes grow one earlier; no writer is at hand, so every code is cleared
		return clearedLZW(data), nil
	case "ASCII85Decode":
		w := ascii85.NewEncoder(&out)
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return append(out.Bytes(), "~>"...), nil
	case "ASCIIHexDecode":
		return []byte(hex.EncodeToString(data) + ">"), nil
	}
	for i := 0; i < len(data); { // runs where there are some, else single bytes
		n := 1
		for i+n < len(data) && n < 128 && data[i+n] == data[i] {
			n++
		}
		if n > 1 {
			out.Write([]byte{byte(257 - n), data[i]})
		} else {
			out.Write([]byte{0, data[i]})
		}
		i += n
	}
	return append(out.Bytes(), 128), nil
}

func flated(t *testing.T, data []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// clearedLZW writes each byte as a code of nine bits behind a code that clears.
func clearedLZW(data []byte) []byte {
	var out []byte
	var held, n uint
	put := func(code uint) {
		held, n = held<<9|code, n+9
		for ; n >= 8; n -= 8 {
			out = append(out, byte(held>>(n-8)))
		}
	}
	for _, b := range data {
		put(256)
		put(uint(b))
	}
	put(257)
	return append(out, byte(held<<(8-n)), 0)
}

// pngRows filters rows as PNG writers do, by each of the five kinds in turn, and undoes it.
func pngRows(t *testing.T, s *Stream, data []byte, columns, limit int) {
	var coded []byte
	above := make([]byte, columns)
	for n := 0; n < len(data); n += columns {
		row := data[n:min(len(data), n+columns)]
		kind := byte(n / columns % 5)
		coded = append(coded, kind)
		for i, v := range row {
			var left, corner byte
			if i > 0 {
				left, corner = row[i-1], above[i-1]
			}
			coded = append(coded, v-[]byte{0, left, above[i], byte((int(left) + int(above[i])) / 2), paeth(int(left), int(above[i]), int(corner))}[kind])
		}
		above = row
	}
	parms := Dict{"Predictor": int64(15), "Columns": int64(columns)}
	out, err := s.Apply([]Filter{{Name: "FlateDecode", Parms: parms}}, flated(t, coded), int64(2*limit))
	if err != nil || !bytes.Equal(out, data) {
		t.Fatalf("rows of %d bytes: %x gives %x, %v", columns, data, out, err)
	}
}
