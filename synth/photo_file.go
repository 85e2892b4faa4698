package synth

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"pratica/claim"
)

// photoFormat is the format of a photo's file.
type photoFormat int

const (
	jpegPhoto photoFormat = iota
	pngPhoto
	heicPhoto
)

func (f photoFormat) extension() string { return [...]string{".jpg", ".png", ".heic"}[f] }

// available is the format itself, or JPEG where the program that writes it is not installed.
func (f photoFormat) available() photoFormat {
	if f == heicPhoto && heicEncoder() == "" {
		return jpegPhoto
	}
	return f
}

func (f photoFormat) encode(picture *image.YCbCr, p photo) ([]byte, error) {
	switch f {
	case pngPhoto:
		var out bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, opaque(picture)); err != nil {
			return nil, fmt.Errorf("encode png: %w", err)
		}
		return out.Bytes(), nil
	case heicPhoto:
		return encodeHEIC(picture, p.Quality)
	}
	return encodePhoto(picture, p)
}

// opaque is the picture in RGB: the PNG encoder asks any other kind pixel by pixel.
func opaque(picture *image.YCbCr) *image.RGBA {
	out := image.NewRGBA(picture.Rect)
	for y := range picture.Rect.Dy() {
		row := out.Pix[y*out.Stride:]
		for x := range picture.Rect.Dx() {
			c := picture.YCbCrAt(x, y)
			r, g, b, _ := c.RGBA()
			row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = uint8(r>>8), uint8(g>>8), uint8(b>>8), 255
		}
	}
	return out
}

// encodePhoto writes a JPEG with the Exif block of a telephone.
func encodePhoto(picture *image.YCbCr, p photo) ([]byte, error) {
	var body bytes.Buffer
	if err := jpeg.Encode(&body, picture, &jpeg.Options{Quality: p.Quality}); err != nil {
		return nil, fmt.Errorf("encode jpeg: %w", err)
	}
	exif := exifBlock(p, picture.Rect.Dx(), picture.Rect.Dy())
	out := make([]byte, 0, body.Len()+len(exif)+4)
	out = append(out, body.Bytes()[:2]...) // SOI
	out = append(out, 0xff, 0xe1)          // APP1
	out = binary.BigEndian.AppendUint16(out, uint16(len(exif)+2))
	out = append(out, exif...)
	return append(out, body.Bytes()[2:]...), nil
}

// exifBlock is an Exif 2.32 header: the orientation and what a telephone writes beside it. No camera of
// that name exists, and there is no position.
func exifBlock(p photo, w, h int) []byte {
	const (
		ascii, short, long, rational, undefined = 2, 3, 4, 5, 7
	)
	type entry struct {
		tag, kind uint16
		count     uint32
		data      []byte
	}
	le := binary.LittleEndian
	text := func(tag uint16, s string) entry { return entry{tag, ascii, uint32(len(s) + 1), append([]byte(s), 0)} }
	number := func(tag, kind uint16, v uint32) entry {
		if kind == short {
			return entry{tag, kind, 1, le.AppendUint16(nil, uint16(v))}
		}
		return entry{tag, kind, 1, le.AppendUint32(nil, v)}
	}
	ratio := func(tag uint16, a, b uint32) entry {
		return entry{tag, rational, 1, le.AppendUint32(le.AppendUint32(nil, a), b)}
	}
	d := newDice(p.Seed, "exif")
	taken := claim.NewDate(2026, 1, 1).AddDays(d.IntN(180))
	when := fmt.Sprintf("%04d:%02d:%02d %02d:%02d:%02d", taken.Year, taken.Month, taken.Day, d.whole(7, 22), d.whole(0, 59), d.whole(0, 59))
	main := []entry{
		text(0x010f, "Fotelia"), text(0x0110, pick(d, "F12", "F9 Lite", "Uno Plus")), number(0x0112, short, uint32(p.Orientation)),
		ratio(0x011a, 72, 1), ratio(0x011b, 72, 1), number(0x0128, short, 2), text(0x0131, "14.0.1"), text(0x0132, when),
		number(0x8769, long, 0), // the offset of the second directory, below
	}
	second := []entry{
		ratio(0x829a, 1, uint32(pick(d, 25, 33, 50, 60, 100))), ratio(0x829d, 18, 10), number(0x8827, short, uint32(d.whole(1, 32)*50)),
		{0x9000, undefined, 4, []byte("0232")}, text(0x9003, when), text(0x9004, when), number(0x9209, short, 16), ratio(0x920a, 54, 10),
		number(0xa001, short, 1), number(0xa002, long, uint32(w)), number(0xa003, long, uint32(h)), number(0xa405, short, 26),
	}
	out := append([]byte("Exif\x00\x00"), 'I', 'I', 42, 0, 8, 0, 0, 0)
	const base = 6 // offsets count from the byte order
	write := func(list []entry) {
		at := len(out)
		out = append(out, make([]byte, 2+12*len(list)+4)...)
		le.PutUint16(out[at:], uint16(len(list)))
		for i, e := range list {
			field := at + 2 + 12*i
			le.PutUint16(out[field:], e.tag)
			le.PutUint16(out[field+2:], e.kind)
			le.PutUint32(out[field+4:], e.count)
			if len(e.data) <= 4 {
				copy(out[field+8:], e.data)
				continue
			}
			le.PutUint32(out[field+8:], uint32(len(out)-base))
			out = append(out, e.data...)
			if len(out)%2 == 1 {
				out = append(out, 0)
			}
		}
	}
	write(main)
	le.PutUint32(out[base+8+2+12*(len(main)-1)+8:], uint32(len(out)-base))
	write(second)
	return out
}
