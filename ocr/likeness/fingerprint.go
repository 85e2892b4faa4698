// Package likeness knows a paper again that was scanned once more, or photographed, also years later.
//
// A hash of the picture cannot do it: two invoices of one issuer, which differ in number, date and amount alone, look
// more alike than two pictures of one invoice (docs/accuracy.md). So a fingerprint is of what was read: the figures of
// the page, and some of its words, each as a hash of 16 bits with its place and how surely it was read. Two pictures of a
// paper say the same at the same places; two papers of a template do not, somewhere.
//
// What to compare is found by bands, which go into an index: hashes of a date of the page with an amount or a long figure
// of it, so that two papers share one only if they are of one day.
//
// Fingerprints are stored for years: what a hash is of, and the hash itself, change only with the version.
package likeness

import (
	"encoding/base64"
	"fmt"

	"pratica/ocr"
)

// version begins every stored fingerprint.
const version = '1'

// fewestFigures is how many different figures, of three signs or more, make a page one of its kind. An envelope has a
// postmark and a postal code or two.
const fewestFigures = 6

// Fingerprint is of one page. The zero value is that of a page with too little on it, which is like nothing.
//
// It holds hashes only. They name no word, as many words share one, but whoever has a fingerprint can test a guess: it
// is to be kept as the page is.
type Fingerprint struct {
	bands []uint64
	marks []mark
}

// Of makes the fingerprint of an upright page from the words read on it, in reading order, and its size in pixels, on
// which the boxes of the words lie. A page without a date, and one with fewer than six figures, has none.
func Of(words []ocr.Word, width, height int) Fingerprint {
	marks := marksOf(words, width, height)
	seen := map[uint16]bool{}
	for _, m := range marks {
		if m.sort >= long {
			seen[m.hash] = true
		}
	}
	bands := tellingOf(words).bands()
	if len(seen) < fewestFigures || len(bands) == 0 {
		return Fingerprint{}
	}
	return Fingerprint{bands, marks}
}

// IsZero tells that the page had too little on it.
func (f Fingerprint) IsZero() bool { return len(f.marks) == 0 }

// Bands are at most six numbers below 2⁴⁸ to look for in an index: pictures of one paper nearly always share one.
func (f Fingerprint) Bands() []uint64 { return f.bands }

// A stored fingerprint is the version, the number of bands, the bands in six bytes each and the marks in five, in
// base64 (RFC 4648, URL alphabet without padding), big endian.
const bandBytes, markBytes = 6, 5

// MarshalText writes a fingerprint in some 300 to 1 100 signs of ASCII; the zero value as an empty text.
func (f Fingerprint) MarshalText() ([]byte, error) {
	if f.IsZero() {
		return nil, nil
	}
	data := []byte{version, byte(len(f.bands))}
	for _, b := range f.bands {
		data = appendBytes(data, b, bandBytes)
	}
	for _, m := range f.marks {
		data = appendBytes(data, uint64(m.hash)<<24|uint64(m.x)<<14|uint64(m.y)<<4|uint64(m.sort)<<2|uint64(m.sure), markBytes)
	}
	return base64.RawURLEncoding.AppendEncode(nil, data), nil
}

// UnmarshalText reads what MarshalText wrote. What is none, or of another version, is an error.
func (f *Fingerprint) UnmarshalText(text []byte) error {
	*f = Fingerprint{}
	if len(text) == 0 {
		return nil
	}
	data, err := base64.RawURLEncoding.AppendDecode(nil, text)
	if err != nil {
		return fmt.Errorf("fingerprint: %w", err)
	}
	if len(data) < 2 || data[0] != version {
		return fmt.Errorf("fingerprint: it is not of version %c", version)
	}
	bands, rest := int(data[1]), data[2:]
	if len(rest) < bands*bandBytes || (len(rest)-bands*bandBytes)%markBytes != 0 {
		return fmt.Errorf("fingerprint: it is cut short")
	}
	for range bands {
		f.bands, rest = append(f.bands, number(rest[:bandBytes])), rest[bandBytes:]
	}
	for len(rest) > 0 {
		v := number(rest[:markBytes])
		f.marks, rest = append(f.marks, mark{hash: uint16(v >> 24), x: int(v >> 14 & side), y: int(v >> 4 & side), sort: sort(v >> 2 & 3), sure: uint8(v & 3)}), rest[markBytes:]
	}
	return nil
}

func appendBytes(data []byte, v uint64, n int) []byte {
	for n--; n >= 0; n-- {
		data = append(data, byte(v>>(8*n)))
	}
	return data
}

func number(data []byte) (v uint64) {
	for _, b := range data {
		v = v<<8 | uint64(b)
	}
	return v
}
