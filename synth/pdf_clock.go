package synth

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
)

var (
	creationDate = regexp.MustCompile(`\(D:\d{14}[Z+-]\d{0,4}\)`)
	xrefEntry    = regexp.MustCompile(`(\d{10}) 00000 n \n`)
	packedStream = regexp.MustCompile(`^\d+ 0 obj\n<</Filter/FlateDecode/Length (\d+)>>stream\n`)
)

// withoutClock gives a PDF as canvas writes it without what canvas takes from the clock, the date of the document and
// that of every embedded font: the same seed must give the same bytes.
func withoutClock(file []byte) ([]byte, error) {
	xref := bytes.LastIndex(file, []byte("\nxref\n")) + 1
	trailer := bytes.LastIndex(file, []byte("trailer\n"))
	end := bytes.LastIndex(file, []byte("startxref\n"))
	if xref == 0 || trailer < xref || end < trailer {
		return nil, fmt.Errorf("no cross-reference table at the end of the PDF")
	}
	numberAt := map[int]int{} // place of an object → its number, from 0
	for n, entry := range xrefEntry.FindAllSubmatch(file[xref:trailer], -1) {
		at, err := strconv.Atoi(string(entry[1]))
		if err != nil {
			return nil, err
		}
		numberAt[at] = n
	}
	places := append(slices.Sorted(maps.Keys(numberAt)), xref)
	var out bytes.Buffer
	out.Write(file[:places[0]])
	offsets := make([]int, len(numberAt))
	for i, at := range places[:len(numberAt)] {
		n := numberAt[at]
		object, err := undated(file[at:places[i+1]])
		if err != nil {
			return nil, fmt.Errorf("object %d: %w", n+1, err)
		}
		offsets[n] = out.Len()
		out.Write(object)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	out.Write(file[trailer:end])
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", table)
	return out.Bytes(), nil
}

// undated gives an object with a fixed date if it is a font, or the document's properties.
func undated(object []byte) ([]byte, error) {
	head := packedStream.FindSubmatch(object)
	if head == nil {
		return creationDate.ReplaceAllLiteral(object, []byte("(D:20260101120000Z)")), nil
	}
	packed, err := zlib.NewReader(bytes.NewReader(object[len(head[0]):]))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(packed)
	if err != nil {
		return nil, err
	}
	if !undateFont(data) {
		return object, nil
	}
	var again bytes.Buffer
	w := zlib.NewWriter(&again)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	length, err := strconv.Atoi(string(head[1]))
	if err != nil {
		return nil, err
	}
	start := bytes.Replace(head[0], head[1], strconv.AppendInt(nil, int64(again.Len()), 10), 1)
	return bytes.Join([][]byte{start, again.Bytes(), object[len(head[0])+length:]}, nil), nil
}

// undateFont gives a TrueType font its day of creation for that of its last change, and the checksums that follow from it
// (OpenType 1.9, "head"). It tells whether the data is such a font.
func undateFont(font []byte) bool {
	if len(font) < 12 || binary.BigEndian.Uint32(font) != 0x00010000 {
		return false
	}
	for record := 12; record+16 <= len(font) && record < 12+16*int(binary.BigEndian.Uint16(font[4:])); record += 16 {
		if string(font[record:record+4]) != "head" {
			continue
		}
		start, length := binary.BigEndian.Uint32(font[record+8:]), binary.BigEndian.Uint32(font[record+12:])
		head := font[start : start+length]
		copy(head[28:36], head[20:28])
		binary.BigEndian.PutUint32(head[8:], 0)
		binary.BigEndian.PutUint32(font[record+4:], fontChecksum(head))
		binary.BigEndian.PutUint32(head[8:], 0xB1B0AFBA-fontChecksum(font))
		return true
	}
	return false
}

// fontChecksum is the sum of the 32-bit words of a table or a font, the last filled up with zeros.
func fontChecksum(data []byte) (sum uint32) {
	for ; len(data) >= 4; data = data[4:] {
		sum += binary.BigEndian.Uint32(data)
	}
	var rest [4]byte
	copy(rest[:], data)
	return sum + binary.BigEndian.Uint32(rest[:])
}
