package synth

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"math"
)

// writeTIFF gives the pages as one little-endian multi-page TIFF 6.0, each compressed with Group 4.
// Pixels below 128 are black; a page that is no *image.Gray is an error.
func writeTIFF[P image.Image](pages []P, dpi float64) ([]byte, error) {
	const (
		short, long, rational = 3, 4, 5 // field types
	)
	type entry struct {
		tag, kind    uint16
		count, value uint32
	}
	var out bytes.Buffer
	out.WriteString("II*\x00")
	link := out.Len() // where the offset of the next directory goes
	out.Write(make([]byte, 4))
	for n, picture := range pages {
		page, ok := any(picture).(*image.Gray)
		if !ok {
			return nil, fmt.Errorf("encode page %d: Group 4 takes no colours", n+1)
		}
		strip := encodeG4(page)
		stripAt := uint32(out.Len())
		out.Write(strip)
		if out.Len()%2 == 1 {
			out.WriteByte(0) // directories begin on a word boundary
		}
		resolutionAt := uint32(out.Len())
		var resolution [8]byte
		binary.LittleEndian.PutUint32(resolution[:], uint32(math.Round(dpi)))
		binary.LittleEndian.PutUint32(resolution[4:], 1)
		out.Write(resolution[:])

		directory := []entry{
			{254, long, 1, 2}, // NewSubfileType: one page of several
			{256, long, 1, uint32(page.Rect.Dx())},
			{257, long, 1, uint32(page.Rect.Dy())},
			{258, short, 1, 1}, // BitsPerSample
			{259, short, 1, 4}, // Compression: T.6
			{262, short, 1, 0}, // PhotometricInterpretation: white is zero
			{273, long, 1, stripAt},
			{277, short, 1, 1}, // SamplesPerPixel
			{278, long, 1, uint32(page.Rect.Dy())},
			{279, long, 1, uint32(len(strip))},
			{282, rational, 1, resolutionAt},
			{283, rational, 1, resolutionAt},
			{293, long, 1, 0},  // T6Options
			{296, short, 1, 2}, // ResolutionUnit: inch
			{297, short, 2, uint32(n) | uint32(len(pages))<<16},
		}
		binary.LittleEndian.PutUint32(out.Bytes()[link:], uint32(out.Len()))
		binary.Write(&out, binary.LittleEndian, uint16(len(directory)))
		for _, e := range directory {
			binary.Write(&out, binary.LittleEndian, e)
		}
		link = out.Len()
		out.Write(make([]byte, 4))
	}
	return out.Bytes(), nil
}
