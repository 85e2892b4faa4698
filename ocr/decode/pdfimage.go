package decode

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"pratica/ocr/decode/internal/pdf"
)

// A pdfImage is an image XObject that is decoded here; whatever else an image may be is notScan.
type pdfImage struct {
	stream        *pdf.Stream
	width, height int
	bits          int
	components    int // of a stored pixel: 1 grey or index, 3 RGB
	palette       color.Palette
	inverted      bool // a Decode array of 1 to 0
	before        []pdf.Filter
	last          pdf.Filter // the picture's own coding; no name for raw samples
}

// maxEncoded bounds the stored bytes of a page's picture.
const maxEncoded = 256 << 20

func readPDFImage(file *pdf.File, s *pdf.Stream) (*pdfImage, error) {
	p := &pdfImage{stream: s}
	for key, to := range map[pdf.Name]*int{"Width": &p.width, "Height": &p.height, "BitsPerComponent": &p.bits} {
		v, err := file.Number(s.Dict[key], 0)
		if err != nil {
			return nil, err
		}
		if v < 0 || v > 1<<30 || v != float64(int(v)) {
			return nil, notScan(fmt.Sprintf("a picture with %s %v", key, v))
		}
		*to = int(v)
	}
	if mask, _ := file.Get(s.Dict["ImageMask"]); mask == true {
		return nil, notScan("a stencil")
	}
	for _, key := range []pdf.Name{"SMask", "Mask"} {
		if m, err := file.Get(s.Dict[key]); m != nil || err != nil {
			return nil, notScan("a masked picture")
		}
	}
	if err := p.readFilters(file); err != nil {
		return nil, err
	}
	if err := p.readColours(file); err != nil {
		return nil, err
	}
	return p, p.readDecode(file)
}

func (p *pdfImage) readFilters(file *pdf.File) error {
	filters, err := p.stream.Filters()
	if err != nil {
		return err
	}
	p.before = filters
	if n := len(filters); n > 0 {
		switch filters[n-1].Name {
		case "DCTDecode", "DCT", "CCITTFaxDecode", "CCF":
			p.before, p.last = filters[:n-1], filters[n-1]
		}
	}
	for _, f := range p.before {
		switch f.Name {
		case "FlateDecode", "Fl", "LZWDecode", "LZW", "RunLengthDecode", "RL", "ASCII85Decode", "A85", "ASCIIHexDecode", "AHx":
		default:
			return notScan("the filter " + string(f.Name))
		}
	}
	return nil
}

func (p *pdfImage) jpeg() bool { return p.last.Name == "DCTDecode" || p.last.Name == "DCT" }
func (p *pdfImage) fax() bool  { return p.last.Name == "CCITTFaxDecode" || p.last.Name == "CCF" }

func (p *pdfImage) readColours(file *pdf.File) error {
	n, err := components(file, p.stream.Dict["ColorSpace"])
	if err != nil {
		return err
	}
	p.components = n
	switch {
	case p.fax() && (n == 1 || p.stream.Dict["ColorSpace"] == nil):
		p.components, p.bits = 1, 1
	case n == 3 && p.bits == 8 || n == 1 && (p.bits == 1 || p.bits == 2 || p.bits == 4 || p.bits == 8):
	case n == 0 && !p.jpeg() && (p.bits == 1 || p.bits == 2 || p.bits == 4 || p.bits == 8):
		p.palette, err = palette(file, p.stream.Dict["ColorSpace"], 1<<p.bits)
		p.components = 1
	default:
		return notScan("an uncommon colour space")
	}
	return err
}

// components gives the number of components of the grey and RGB colour spaces, 0 for the others. Profiles are
// not applied: what is read does not hang on a shade.
func components(file *pdf.File, o any) (int, error) {
	o, err := file.Get(o)
	if err != nil {
		return 0, err
	}
	name, _ := o.(pdf.Name)
	if list, ok := o.(pdf.Array); ok && len(list) > 0 {
		if name, err = file.Name(list[0]); err != nil {
			return 0, err
		}
		if name == "ICCBased" && len(list) > 1 {
			profile, err := file.Get(list[1])
			if s, ok := profile.(*pdf.Stream); ok {
				n, err := file.Number(s.Dict["N"], 0)
				return map[float64]int{1: 1, 3: 3}[n], err
			}
			return 0, err
		}
	}
	return map[pdf.Name]int{"DeviceGray": 1, "G": 1, "CalGray": 1, "DeviceRGB": 3, "RGB": 3, "CalRGB": 3}[name], nil
}

// palette reads an Indexed colour space (ISO 32000-1, 8.6.6.3) on grey or RGB.
func palette(file *pdf.File, o any, size int) (color.Palette, error) {
	list, err := file.Array(o)
	if err != nil {
		return nil, err
	}
	if len(list) != 4 || list[0] != pdf.Name("Indexed") && list[0] != pdf.Name("I") {
		return nil, notScan("an uncommon colour space")
	}
	n, err := components(file, list[1])
	if err != nil || n == 0 {
		return nil, notScan("an uncommon colour space")
	}
	table, err := file.Get(list[3])
	if err != nil {
		return nil, err
	}
	var data []byte
	switch t := table.(type) {
	case pdf.String:
		data = []byte(t)
	case *pdf.Stream:
		if data, err = t.Decode(1 << 12); err != nil {
			return nil, err
		}
	}
	colours := make(color.Palette, size)
	for i := range colours {
		c := color.RGBA{A: 255}
		if at := i * n; at+n <= len(data) {
			c = color.RGBA{data[at], data[at+n/2], data[at+n-1], 255}
		}
		colours[i] = c
	}
	return colours, nil
}

// readDecode allows the plain Decode array, and the inverted one on grey samples.
func (p *pdfImage) readDecode(file *pdf.File) error {
	d, err := file.Numbers(p.stream.Dict["Decode"])
	if err != nil || d == nil {
		return err
	}
	top := 1.0
	if p.palette != nil {
		top = float64(int(1)<<p.bits - 1)
	}
	plain, inverted := true, p.components == 1 && p.palette == nil && !p.jpeg()
	for i, v := range d {
		plain = plain && v == float64(i%2)*top
		inverted = inverted && v == float64(1-i%2)
	}
	p.inverted = inverted && !plain
	if !plain && !inverted {
		return notScan("an uncommon Decode array")
	}
	return nil
}

// decode gives the stored picture, and its stream if a browser shows it unchanged.
func (p *pdfImage) decode(limits Limits) (img image.Image, encoded []byte, err error) {
	if err := limits.checkPixels(p.width, p.height); err != nil {
		return nil, nil, fileError(CodeUnreadable, err)
	}
	data, err := p.stream.Raw(maxEncoded)
	if err != nil {
		return nil, nil, err
	}
	row := (p.width*p.components*p.bits + 7) / 8
	most := int64(row)*int64(p.height) + 1<<16
	if p.last.Name != "" {
		most = maxEncoded
	}
	if data, err = p.stream.Apply(p.before, data, most); err != nil {
		return nil, nil, err
	}
	switch {
	case p.jpeg():
		return p.decodeJPEG(data)
	case p.fax():
		img, err := p.decodeFax(data)
		return img, nil, err
	}
	if len(data) < row*p.height {
		return nil, nil, fmt.Errorf("%d of %d bytes of samples", len(data), row*p.height)
	}
	return p.place(data, row), nil, nil
}

func (p *pdfImage) decodeJPEG(data []byte) (image.Image, []byte, error) {
	head, ok := parseJPEGHead(data)
	switch {
	case !ok || !near(head.width, p.width) || !near(head.height, p.height):
		return nil, nil, notScan("a JPEG of another size than the picture")
	case head.components != p.components:
		return nil, nil, notScan("a JPEG of another colour space than the picture")
	case p.last.Parms["ColorTransform"] != nil:
		return nil, nil, notScan("a JPEG with a colour transform of its own")
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, nil, err
	}
	if !head.baseline || head.orientation != 1 {
		data = nil // viewers of PDF ignore EXIF, browsers do not
	}
	return img, data, nil
}

// near allows the slips of writers that round; the size in the stream counts, as for other viewers.
func near(a, b int) bool { return abs(a-b) <= 2+b/500 }

func abs(v int) int { return max(v, -v) }

// decodeFax decodes CCITTFaxDecode (ISO 32000-1, table 11).
func (p *pdfImage) decodeFax(data []byte) (image.Image, error) {
	f := fax{width: p.width, rows: p.height}
	parms := p.last.Parms
	if columns, ok := parms["Columns"].(int64); (ok || p.width != 1728) && columns != int64(p.width) {
		return nil, notScan("a fax of another width than the picture")
	}
	if k, ok := parms["K"].(int64); ok {
		f.k = int(k)
	}
	f.align, _ = parms["EncodedByteAlign"].(bool)
	rows, err := f.decode(data)
	if err != nil {
		return nil, err
	}
	// A black run is 0, which is black in DeviceGray, unless BlackIs1.
	if one, _ := parms["BlackIs1"].(bool); !one {
		for i := 0; i+8 <= len(rows); i += 8 {
			binary.LittleEndian.PutUint64(rows[i:], ^binary.LittleEndian.Uint64(rows[i:]))
		}
		for i := len(rows) &^ 7; i < len(rows); i++ {
			rows[i] = ^rows[i]
		}
	}
	return p.place(rows, (p.width+7)/8), nil
}

// place makes a picture of raw samples.
func (p *pdfImage) place(data []byte, row int) image.Image {
	rect := image.Rect(0, 0, p.width, p.height)
	invert := byte(0)
	if p.inverted {
		invert = 0xff
	}
	if p.components == 3 {
		img := image.NewRGBA(rect)
		for y := range p.height {
			src, dst := data[y*row:], img.Pix[y*img.Stride:][:4*p.width]
			for x := range p.width {
				dst[4*x], dst[4*x+1], dst[4*x+2], dst[4*x+3] = src[3*x], src[3*x+1], src[3*x+2], 0xff
			}
		}
		return img
	}
	samples := &tiffHead{bits: p.bits}
	if p.palette != nil {
		img := image.NewPaletted(rect, p.palette)
		for y := range p.height {
			src, dst := data[y*row:(y+1)*row], img.Pix[y*img.Stride:][:p.width]
			for x := range dst {
				dst[x] = samples.index(src, x)
			}
		}
		return img
	}
	img := image.NewGray(rect)
	for y := range p.height {
		src, dst := data[y*row:(y+1)*row], img.Pix[y*img.Stride:][:p.width]
		switch p.bits {
		case 1:
			expandBits(dst, src, invert)
		default:
			for x := range dst {
				dst[x] = samples.sample(src, x) ^ invert
			}
		}
	}
	return img
}
