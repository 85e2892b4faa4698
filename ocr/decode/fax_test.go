package decode

import (
	"bytes"
	"errors"
	"image"
	"io"
	"strings"
	"testing"
)

// encode1D writes rows in the one-dimensional coding. eol puts an end of line before each row; align starts
// each on a byte, as Modified Huffman in TIFF does.
func encode1D(img *image.Gray, eol, align bool) []byte {
	var out strings.Builder // of '0' and '1'
	codes := [2][]string{strings.Fields(whiteCodes + longCodes), strings.Fields(blackCodes + longCodes)}
	for y := range img.Rect.Dy() {
		if eol {
			out.WriteString("000000000001")
		}
		row := img.Pix[y*img.Stride:][:img.Rect.Dx()]
		for x, colour := 0, 0; x < len(row); colour ^= 1 {
			run := 0
			for x+run < len(row) && (row[x+run] == 0) == (colour == 1) {
				run++
			}
			x += run
			if run >= 64 {
				out.WriteString(codes[colour][63+run/64])
			}
			out.WriteString(codes[colour][run%64])
		}
		for align && out.Len()%8 != 0 {
			out.WriteByte('0')
		}
	}
	bits := out.String() + "0000000"
	data := make([]byte, len(bits)/8)
	for i := range data {
		for _, b := range bits[8*i : 8*i+8] {
			data[i] = data[i]<<1 | byte(b-'0')
		}
	}
	return data
}

// unpack makes a picture of fax rows, 1 being black.
func unpack(data []byte, w, h int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		expandBits(img.Pix[y*img.Stride:][:w], data[y*((w+7)/8):], 0xff)
	}
	return img
}

func TestOneDimensionalCodings(t *testing.T) {
	bw := truth(t, "bw").(*image.Gray)
	for name, c := range map[string]struct{ eol, align bool }{"Modified Huffman": {false, true}, "rows without ends": {false, false}, "Group 3": {true, false}} {
		t.Run(name, func(t *testing.T) {
			got, err := fax{width: 100, rows: 60, align: c.align}.decode(encode1D(bw, c.eol, c.align))
			if err != nil {
				t.Fatal(err)
			}
			if d := difference(t, unpack(got, 100, 60), bw); d != 0 {
				t.Errorf("differs by %.2f", d)
			}
		})
	}
}

func TestLongRunsOfEveryLength(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 2600, 40))
	for y := range 40 {
		for x := range 2600 {
			if x >= y && x < y+64*y+y%7 {
				continue
			}
			img.Pix[y*img.Stride+x] = 255
		}
	}
	got, err := fax{width: 2600, rows: 40}.decode(encode1D(img, true, false))
	if err != nil {
		t.Fatal(err)
	}
	if d := difference(t, unpack(got, 2600, 40), img); d != 0 {
		t.Errorf("differs by %.2f", d)
	}
}

func TestDamagedFaxRowIsTheRowAbove(t *testing.T) {
	bw := truth(t, "bw").(*image.Gray)
	data := encode1D(bw, true, false)
	// Seven ones after the end of line of row 30 are no white code.
	at := 0
	for n := 0; n < 31; at++ {
		d := faxReader{data: data, at: at}
		if d.peek(12) == 1 {
			n++
		}
	}
	at += 11
	for i := at; i < at+9; i++ {
		data[i>>3] &^= 0x80 >> (i & 7)
	}
	got, err := fax{width: 100, rows: 60}.decode(data)
	if err != nil {
		t.Fatal(err)
	}
	img := unpack(got, 100, 60)
	if !bytes.Equal(img.Pix[30*100:31*100], bw.Pix[29*100:30*100]) {
		t.Error("row 31 is not row 30 again")
	}
	copy(img.Pix[30*100:31*100], bw.Pix[30*100:31*100])
	if d := difference(t, img, bw); d != 0 {
		t.Errorf("the other rows differ by %.2f", d)
	}
}

func TestFaxCutShortIsTold(t *testing.T) {
	data := g4(t, "bw_g4.tif")
	if _, err := (fax{width: 100, rows: 60, k: -1}).decode(data[:len(data)/2]); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
	if _, err := (fax{width: 100, rows: 61, k: -1}).decode(data); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a row more than there is gives %v", err)
	}
}

// FuzzFax decodes anything, in every coding: it must end with all rows, white where nothing was read. What the
// data say as a picture must come back from the one-dimensional coding.
func FuzzFax(f *testing.F) {
	for _, file := range []string{"bw_g4.tif", "bw_g3_1d.tif", "bw_g3_2d.tif"} {
		f.Add(g4(f, file), 100)
	}
	f.Fuzz(func(t *testing.T, data []byte, width int) {
		width = 1 + (width&0x7fffffff)%400
		const rows = 40
		for _, k := range []int{-1, 0, 1} {
			out, _ := fax{width: width, rows: rows, k: k, align: len(data)%2 == 0, lsb: len(data)%3 == 0}.decode(data)
			if len(out) != rows*((width+7)/8) {
				t.Fatalf("%d bytes", len(out))
			}
		}
		picture := unpack(append(data, make([]byte, rows*((width+7)/8))...), width, rows)
		got, err := fax{width: width, rows: rows}.decode(encode1D(picture, true, false))
		if err != nil {
			t.Fatal(err)
		}
		if d := difference(t, unpack(got, width, rows), picture); d != 0 {
			t.Errorf("differs by %.2f", d)
		}
	})
}
