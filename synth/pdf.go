package synth

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"

	"github.com/tdewolff/canvas"
	"github.com/tdewolff/canvas/renderers/pdf"
)

// compression is how a page picture is stored in a PDF.
type compression int

const (
	jpegPages compression = iota // DCTDecode, 8-bit grey or colour
	g4Pages                      // CCITTFaxDecode, bilevel
)

// writeScanPDF gives the pictures as a PDF of one image a page, as a scanner writes it: *image.Gray or, with
// jpegPages, *image.RGBA. Quality is that of JPEG, 1 to 100; with g4Pages pixels below 128 are black.
func writeScanPDF[P image.Image](pages []P, dpi float64, how compression, quality int) ([]byte, error) {
	var out bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n", len(offsets))
		fmt.Fprintf(&out, format, args...)
		out.WriteString("\nendobj\n")
	}
	stream := func(dictionary string, data []byte) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n<<%s /Length %d>>\nstream\n", len(offsets), dictionary, len(data))
		out.Write(data)
		out.WriteString("\nendstream\nendobj\n")
	}

	out.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	object("<</Type /Catalog /Pages 2 0 R>>")
	var kids bytes.Buffer
	for n := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 3+3*n)
	}
	object("<</Type /Pages /Count %d /Kids [%s]>>", len(pages), kids.Bytes())
	for n, page := range pages {
		w, h := page.Bounds().Dx(), page.Bounds().Dy()
		pointsWide, pointsHigh := float64(w)/dpi*72, float64(h)/dpi*72
		object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R /Resources <</XObject <</Im0 %d 0 R>>>>>>",
			pointsWide, pointsHigh, 4+3*n, 5+3*n)
		stream("", fmt.Appendf(nil, "q %.2f 0 0 %.2f 0 0 cm /Im0 Do Q", pointsWide, pointsHigh))
		var data []byte
		filter, space := fmt.Sprintf("/BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms <</K -1 /Columns %d /Rows %d>>", w, h), "DeviceGray"
		grey, isGrey := any(page).(*image.Gray)
		if how == g4Pages {
			if !isGrey {
				return nil, fmt.Errorf("encode page %d: Group 4 takes no colours", n+1)
			}
			data = encodeG4(grey)
		} else {
			var buf bytes.Buffer
			if err := jpeg.Encode(&buf, page, &jpeg.Options{Quality: quality}); err != nil {
				return nil, fmt.Errorf("encode page %d: %w", n+1, err)
			}
			data, filter = buf.Bytes(), "/BitsPerComponent 8 /Filter /DCTDecode"
			if !isGrey {
				space = "DeviceRGB"
			}
		}
		stream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s %s", w, h, space, filter), data)
	}

	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, table)
	return out.Bytes(), nil
}

// writeDigitalPDF gives the pages as vectors with a text layer, as an issuer's program writes them.
func writeDigitalPDF(pages []*canvas.Canvas) ([]byte, error) {
	var out bytes.Buffer
	w := pdf.New(&out, pages[0].W, pages[0].H, nil)
	for n, page := range pages {
		if n > 0 {
			w.NewPage(page.W, page.H)
		}
		page.RenderTo(w)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	return withoutClock(out.Bytes())
}
