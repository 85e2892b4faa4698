package main

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What follows writes the files that nobody should send.

// draft is a PDF being written; object 1 is the catalogue, 2 the page tree.
type draft struct {
	objects []string
	kids    []int
	catalog string
}

func newDraft() *draft { return &draft{objects: make([]string, 2)} }

func (d *draft) add(body string) int {
	d.objects = append(d.objects, body)
	return len(d.objects)
}

func (d *draft) stream(dict string, data []byte) int {
	return d.add(fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(data), data))
}

// page adds a page of w×h points.
func (d *draft) page(w, h int, content, resources, more string) *draft {
	c := d.stream("", []byte(content))
	d.kids = append(d.kids, d.add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources<<%s>>%s>>", w, h, c, resources, more)))
	return d
}

// scan adds an A4 page that shows an image all over.
func (d *draft) scan(dict string, data []byte) *draft {
	i := d.stream("/Type/XObject/Subtype/Image"+dict, data)
	return d.page(595, 842, "q 595 0 0 842 0 0 cm /Im Do Q", fmt.Sprintf("/XObject<</Im %d 0 R>>", i), "")
}

func (d *draft) body() (bytes.Buffer, []int) {
	var kids strings.Builder
	for _, k := range d.kids {
		fmt.Fprintf(&kids, "%d 0 R ", k)
	}
	d.objects[0] = "<</Type/Catalog/Pages 2 0 R" + d.catalog + ">>"
	d.objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(d.kids), kids.String())
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(d.objects))
	for i, body := range d.objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	return out, offsets
}

func (d *draft) bytes() []byte {
	out, offsets := d.body()
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return out.Bytes()
}

// packed is a PDF whose catalogue lies in an object stream, or says so: the stream inflates to data, and
// the cross-reference stream has the rows given.
func packed(objectStream, crossReferences []byte, index string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.5\n")
	first := out.Len()
	fmt.Fprintf(&out, "4 0 obj\n<</Type/ObjStm/N 1000000000/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n", len(objectStream), objectStream)
	start := out.Len()
	if crossReferences == nil { // 1 to 3 lie in object stream 4
		crossReferences = deflated([]byte{0, 0, 0, 0, 2, 0, 4, 0, 2, 0, 4, 1, 2, 0, 4, 2, 1, byte(first >> 8), byte(first), 0, 1, byte(start >> 8), byte(start), 0})
	}
	fmt.Fprintf(&out, "5 0 obj\n<</Type/XRef/Size 2000000000/W[1 2 1]%s/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n",
		index, len(crossReferences), crossReferences, start)
	return out.Bytes()
}

func deflated(data []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// zeros is a zlib stream that inflates to that many 64 MB of zeros after the prefix, without its checksum.
func zeros(prefix string, times int) []byte {
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, flate.BestCompression)
	out.Write([]byte{0x78, 0xda})
	_, _ = w.Write([]byte(prefix))
	chunk := make([]byte, 64<<20)
	_, _ = w.Write(chunk)
	_ = w.Flush()
	before := out.Len()
	_, _ = w.Write(chunk)
	_ = w.Flush()
	again := bytes.Clone(out.Bytes()[before:])
	for range times - 2 {
		out.Write(again)
	}
	return out.Bytes()
}

func pngOf(w, h uint32, pixels []byte) []byte {
	var out bytes.Buffer
	out.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(name string, body []byte) {
		out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(body))))
		body = append([]byte(name), body...)
		out.Write(binary.BigEndian.AppendUint32(body, crc32.ChecksumIEEE(body)))
	}
	chunk("IHDR", append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h), 8, 0, 0, 0, 0))
	chunk("IDAT", pixels)
	chunk("IEND", nil)
	return out.Bytes()
}

// tiffOf is an 8-bit grey TIFF of one strip.
func tiffOf(w, h uint32, compression uint16, strip []byte) []byte {
	entries := []struct {
		tag, kind uint16
		value     uint32
	}{{256, 4, w}, {257, 4, h}, {258, 3, 8}, {259, 3, uint32(compression)}, {262, 3, 1}, {273, 4, 8}, {277, 3, 1}, {278, 4, h}, {279, 4, uint32(len(strip))}}
	out := binary.LittleEndian.AppendUint32([]byte("II*\x00"), uint32(8+len(strip)))
	out = append(out, strip...)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(entries)))
	for _, e := range entries {
		out = binary.LittleEndian.AppendUint16(out, e.tag)
		out = binary.LittleEndian.AppendUint16(out, e.kind)
		out = binary.LittleEndian.AppendUint32(out, 1)
		out = binary.LittleEndian.AppendUint32(out, e.value)
	}
	return append(out, 0, 0, 0, 0)
}

// jpegHead is the head of a JPEG of w×h pixels without a picture.
func jpegHead(w, h uint16) []byte {
	head := []byte{0xff, 0xd8, 0xff, 0xc0, 0, 11, 8}
	head = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(head, h), w)
	return append(head, 1, 1, 0x11, 0, 0xff, 0xd9)
}

// stripes is a picture that is neither blank nor text.
func stripes(w, h int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			g.SetGray(x, y, color.Gray{Y: uint8(x*y*7) | 128})
		}
	}
	return g
}

func asJPEG(img image.Image) []byte {
	var out bytes.Buffer
	_ = jpeg.Encode(&out, img, nil) // a buffer takes everything
	return out.Bytes()
}

func asPNG(img image.Image) []byte {
	var out bytes.Buffer
	_ = png.Encode(&out, img) // as above
	return out.Bytes()
}

// manyPages is a PDF of n pages.
func manyPages(n int) []byte {
	d := newDraft()
	for range n {
		d.page(100, 100, "", "", "")
	}
	return d.bytes()
}

// endless is a page that shows a picture of 36 megapixels a hundred thousand times, each turned a little.
func endless() []byte {
	d := newDraft()
	i := d.stream("/Type/XObject/Subtype/Image/Width 6000/Height 6000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode", deflated(make([]byte, 750*6000)))
	return d.page(595, 842, strings.Repeat("q 500 100 -100 700 90 9 cm /Im Do Q ", 100_000), fmt.Sprintf("/XObject<</Im %d 0 R>>", i), "").bytes()
}

// hostileActions has a PDF start a program and a script when it is opened.
func hostileActions(pdf []byte) []byte {
	return bytes.Replace(pdf, []byte("/Type/Catalog/Pages 3 0 R"), []byte("/Type/Catalog/Pages 3 0 R/OpenAction<</S/Launch/F(/bin/sh)/Next<</S/JavaScript/JS(for\\(;;\\);)>>>>"), 1)
}

// put writes a file below a folder of the test.
func put(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func fetch(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
