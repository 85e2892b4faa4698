package decode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"math"
	"os"

	"pratica/ocr/decode/internal/pdf"
)

// pdfFile is a PDF. Two readers share the work. Scanned pages are decoded from their own streams with the
// structure that internal/pdf reads; it is lazy, so that a page of a file of 2 GB costs no more than one of a
// small file. Whatever it refuses (damage, encryption) or cannot show (text, drawings, JBIG2 …) is PDFium's.
type pdfFile struct {
	file   *os.File
	bytes  int64
	limits Limits

	scans *pdf.File  // nil when only PDFium reads the file
	pages []pdf.Page // of scans
	drawn *pdfium    // nil until needed
	n     int
}

func openPDF(ctx context.Context, file *os.File, size int64, limits Limits) (pageSource, error) {
	p := &pdfFile{file: file, bytes: size, limits: limits}
	strict := p.openStrict(ctx)
	if strict == nil {
		p.n = len(p.pages)
		return p, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// A file whose end is missing has lost pages, whatever can still be found in it.
	if errors.Is(strict, pdf.ErrNoXref) && !p.endsWell() {
		return nil, fileError(CodeTruncated, strict)
	}
	n, err := p.pdfium().open(ctx)
	if err != nil {
		return nil, errors.Join(err, p.close())
	}
	p.n = n
	return p, nil
}

func (p *pdfFile) openStrict(ctx context.Context) (err error) {
	defer recovered(&err, CodeUnsupported, 0)
	f, err := pdf.Open(p.file, p.bytes)
	if err != nil {
		return err
	}
	if p.pages, err = f.Pages(ctx, p.limits.MaxPages); err != nil {
		return err
	}
	p.scans = f
	return nil
}

// endsWell looks for the end mark of a PDF.
func (p *pdfFile) endsWell() bool {
	tail := make([]byte, min(p.bytes, 2048))
	if _, err := p.file.ReadAt(tail, p.bytes-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	return bytes.Contains(tail, []byte("%%EOF"))
}

func (p *pdfFile) pdfium() *pdfium {
	if p.drawn == nil {
		p.drawn = &pdfium{file: p.file, bytes: p.bytes, limits: p.limits}
	}
	return p.drawn
}

func (p *pdfFile) count() int { return p.n }

func (p *pdfFile) close() error {
	if p.drawn == nil {
		return nil
	}
	return p.drawn.close()
}

func (p *pdfFile) size(ctx context.Context, n int) (PageSize, error) {
	if s, err := p.scanned(n); err == nil {
		if err := p.limits.checkPixels(s.image.width, s.image.height); err != nil {
			return PageSize{}, fileError(CodeUnreadable, err)
		}
		w, h, dpi := squareSize(s.visible.Dx(), s.visible.Dy(), s.xdpi, s.ydpi)
		if s.orientation >= 5 {
			w, h = h, w
		}
		dpi, _ = believe(dpi, w, h)
		return PageSize{Width: w, Height: h, DPI: dpi}, nil
	}
	return p.pdfium().size(ctx, n)
}

func (p *pdfFile) decode(ctx context.Context, n int) (*Page, error) { return p.decodeAs(ctx, n, false) }

// decodeAs decodes a page; one that is drawn is drawn large if its picture is wanted as much as its text.
func (p *pdfFile) decodeAs(ctx context.Context, n int, large bool) (*Page, error) {
	page, err := p.decodeScan(n)
	if err == nil {
		return page, nil
	}
	var fe *FileError
	if errors.As(err, &fe) {
		return nil, err // too large: PDFium would not make it smaller
	}
	fields := p.fields(n)
	page, drawErr := p.pdfium().page(ctx, n, large || len(fields) > 0)
	if drawErr != nil {
		return nil, fmt.Errorf("%w (before: %w)", drawErr, err)
	}
	page.Fields = fields
	return page, nil
}

// glance draws a page small if no scanner can have made it.
func (p *pdfFile) glance(ctx context.Context, n int) (*Page, error) {
	if _, err := p.scanned(n); err != nil {
		if page, err := p.pdfium().glance(ctx, n); page != nil || err != nil {
			return page, err
		}
	}
	return p.decode(ctx, n)
}

// damaged says that the one picture of a page is broken. PDFium would draw the page without it, or half of
// it, and nobody would know that something is missing.
func damaged(err error) error {
	var why notScan
	var file *FileError
	var unsupported jpeg.UnsupportedError
	if errors.As(err, &why) || errors.As(err, &file) || errors.As(err, &unsupported) {
		return err
	}
	return fileError(CodeUnreadable, err)
}

// A scannedPage is a scan with all that is needed to decode it.
type scannedPage struct {
	image       *pdfImage
	visible     image.Rectangle // of the stored picture
	orientation int
	xdpi, ydpi  float64
}

func (p *pdfFile) decodeScan(n int) (_ *Page, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("decode the scan: panic: %v", r)
		}
	}()
	s, err := p.scanned(n)
	if err != nil {
		return nil, err
	}
	img, encoded, err := s.image.decode(p.limits)
	if err != nil {
		return nil, damaged(err)
	}
	whole := img.Bounds()
	if s.visible != image.Rect(0, 0, s.image.width, s.image.height) {
		img = cut(img, s.visible)
	}
	page, err := finish(img, s.orientation, s.xdpi, s.ydpi, p.limits)
	if err != nil {
		return nil, err
	}
	if encoded != nil && s.orientation == 1 && page.Image.Bounds() == whole {
		page.Encoded, page.MediaType = encoded, "image/jpeg"
	}
	return page, nil
}

// scanned finds out whether page n is a scan; its error says why not.
func (p *pdfFile) scanned(n int) (_ *scannedPage, err error) {
	if p.scans == nil {
		return nil, notScan("a file for PDFium alone")
	}
	page := p.pages[n]
	d, err := p.scans.Dict(page.Ref)
	if err != nil {
		return nil, err
	}
	if d == nil {
		return nil, notScan("a page that is missing")
	}
	if err := p.plainPage(d); err != nil {
		return nil, err
	}
	box, rotate, unit, err := p.geometry(d, page.Inherited)
	if err != nil {
		return nil, err
	}
	resources, err := p.scans.Dict(either(d["Resources"], page.Inherited.Resources))
	if err != nil {
		return nil, err
	}
	content, err := p.content(d["Contents"])
	if err != nil {
		return nil, err
	}
	found, err := readScan(p.scans, content, resources, box)
	if err != nil {
		return nil, err
	}
	s := &scannedPage{}
	if s.orientation, err = found.orientation(box, rotate); err != nil {
		return nil, err
	}
	if s.image, err = readPDFImage(p.scans, found.image); err != nil {
		return nil, err
	}
	s.visible = found.visible(box, s.image.width, s.image.height)
	s.xdpi, s.ydpi = found.resolution(s.image.width, s.image.height, unit)
	return s, nil
}

// plainPage refuses pages with annotations that can be seen: stamps, notes, form fields.
func (p *pdfFile) plainPage(d pdf.Dict) error {
	annotations, err := p.scans.Array(d["Annots"])
	if err != nil {
		return err
	}
	for _, o := range annotations {
		a, err := p.scans.Dict(o)
		if err != nil {
			return err
		}
		kind, err := p.scans.Name(a["Subtype"])
		if err != nil {
			return err
		}
		const hiddenOrNoView = 2 | 32
		if flags, _ := a["F"].(int64); a != nil && kind != "Link" && kind != "Popup" && flags&hiddenOrNoView == 0 {
			return notScan("an annotation")
		}
	}
	return nil
}

// geometry gives the visible box in units of the page, its rotation in degrees clockwise, and the unit in
// points.
func (p *pdfFile) geometry(d pdf.Dict, above *pdf.Inherited) (box rect, rotate int, unit float64, err error) {
	media, err := p.scans.Numbers(either(d["MediaBox"], above.MediaBox))
	if err != nil {
		return rect{}, 0, 0, err
	}
	crop, err := p.scans.Numbers(either(d["CropBox"], above.CropBox))
	if err != nil {
		return rect{}, 0, 0, err
	}
	if len(media) != 4 {
		return rect{}, 0, 0, notScan("a page without size")
	}
	box = ordered(media)
	if len(crop) == 4 {
		box = box.cut(ordered(crop))
	}
	turn, err := p.scans.Number(either(d["Rotate"], above.Rotate), 0)
	if err != nil {
		return rect{}, 0, 0, err
	}
	unit, err = p.scans.Number(d["UserUnit"], 1)
	if err != nil {
		return rect{}, 0, 0, err
	}
	if box.area() <= 0 || math.Mod(turn, 90) != 0 || math.Abs(turn) > 3600 || unit <= 0 {
		return rect{}, 0, 0, notScan("an impossible page size")
	}
	return box, int(turn), unit, nil
}

func ordered(v []float64) rect {
	return rect{math.Min(v[0], v[2]), math.Min(v[1], v[3]), math.Max(v[0], v[2]), math.Max(v[1], v[3])}
}

func either(own, inherited any) any {
	if own != nil {
		return own
	}
	return inherited
}

// content joins the content streams of a page (ISO 32000-1, 7.8.2).
func (p *pdfFile) content(o any) ([]byte, error) {
	o, err := p.scans.Get(o)
	if err != nil {
		return nil, err
	}
	parts, ok := o.(pdf.Array)
	if !ok {
		parts = pdf.Array{o}
	}
	var all []byte
	for _, part := range parts {
		part, err := p.scans.Get(part)
		if err != nil {
			return nil, err
		}
		s, ok := part.(*pdf.Stream)
		if !ok {
			return nil, notScan("no content")
		}
		data, err := s.Decode(maxContent - int64(len(all)))
		if err != nil {
			return nil, err
		}
		all = append(append(all, data...), '\n')
	}
	return all, nil
}
