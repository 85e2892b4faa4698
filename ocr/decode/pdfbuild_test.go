package decode

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A pdfDraft is a PDF being written for a test; object 1 is the catalogue, 2 the page tree.
type pdfDraft struct {
	objects [][]byte
	pages   []int
	media   string
	trailer string
}

func newPDF() *pdfDraft { return &pdfDraft{objects: make([][]byte, 2), media: "[0 0 200 120]"} }

func (p *pdfDraft) add(body string) int {
	p.objects = append(p.objects, []byte(body))
	return len(p.objects)
}

// stream adds a stream object; dict is what its dictionary holds besides the length.
func (p *pdfDraft) stream(dict string, data []byte) int {
	return p.add(fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(data), data))
}

// page adds a page; resources and more are what the dictionaries hold.
func (p *pdfDraft) page(content, resources, more string) {
	c := p.stream("", []byte(content))
	p.pages = append(p.pages, p.add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox%s/Contents %d 0 R/Resources<<%s>>%s>>", p.media, c, resources, more)))
}

// scan adds a page that shows an image all over.
func (p *pdfDraft) scan(dict string, data []byte, more string) {
	image := p.stream("/Type/XObject/Subtype/Image/Width 100/Height 60"+dict, data)
	p.page("q 200 0 0 120 0 0 cm /Im0 Do Q", fmt.Sprintf("/XObject<</Im0 %d 0 R>>", image), more)
}

func (p *pdfDraft) tree() {
	var kids strings.Builder
	for _, k := range p.pages {
		fmt.Fprintf(&kids, "%d 0 R ", k)
	}
	if p.objects[0] == nil {
		p.objects[0] = []byte("<</Type/Catalog/Pages 2 0 R>>")
	}
	if p.objects[1] == nil {
		p.objects[1] = fmt.Appendf(nil, "<</Type/Pages/Count %d/Kids[%s]>>", len(p.pages), kids.String())
	}
}

// bytes writes the file with a cross-reference table.
func (p *pdfDraft) bytes() []byte {
	p.tree()
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(p.objects))
	for i, body := range p.objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, p.trailer, start)
	return out.Bytes()
}

// compact writes the file as PDF 1.5 can: objects without streams inside an object stream, and a
// cross-reference stream with the predictor that most writers use.
func (p *pdfDraft) compact() []byte {
	p.tree()
	var out, packed, index bytes.Buffer
	out.WriteString("%PDF-1.5\n")
	type place struct{ kind, a, b int }
	places := make([]place, len(p.objects)+3)
	holder, xref := len(p.objects)+1, len(p.objects)+2
	n := 0
	for i, body := range p.objects {
		if bytes.Contains(body, []byte("stream\n")) {
			places[i+1] = place{1, out.Len(), 0}
			fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, body)
			continue
		}
		fmt.Fprintf(&index, "%d %d ", i+1, packed.Len())
		packed.Write(body)
		packed.WriteByte(' ')
		places[i+1] = place{2, holder, n}
		n++
	}
	data := deflate(append(index.Bytes(), packed.Bytes()...))
	places[holder] = place{1, out.Len(), 0}
	fmt.Fprintf(&out, "%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n", holder, n, index.Len(), len(data), data)
	places[xref] = place{1, out.Len(), 0}
	start := out.Len()
	var rows bytes.Buffer
	above := make([]byte, 6)
	for _, at := range places {
		row := []byte{byte(at.kind), byte(at.a >> 16), byte(at.a >> 8), byte(at.a), byte(at.b >> 8), byte(at.b)}
		rows.WriteByte(2) // PNG Up
		for i := range row {
			rows.WriteByte(row[i] - above[i])
		}
		above = row
	}
	data = deflate(rows.Bytes())
	fmt.Fprintf(&out, "%d 0 obj\n<</Type/XRef/Size %d/W[1 3 2]/Root 1 0 R/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 6>>/Length %d>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", xref, len(places), len(data), data, start)
	return out.Bytes()
}

func deflate(data []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(data)
	_ = w.Close()
	return out.Bytes()
}

func writeTemp(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
