// Package decode turns an untrusted file into page pictures: PDF, TIFF, JPEG, PNG, WebP, BMP and HEIC, in Go and
// WebAssembly only. It bounds what a file may ask for from its headers, before decoding: bytes, pages, pixels
// and inflated bytes. What cannot be bounded so (a hostile decoder loop) is the business of the child process
// this package runs in.
package decode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"runtime/debug"

	"pratica/claim"
)

// Limits bound what a file may ask for. A zero field means the value of DefaultLimits.
type Limits struct {
	MaxBytes  int64 // of the file
	MaxPages  int   // in the file
	MaxPixels int   // on one page
}

// DefaultLimits are those of the post channel: 2 GB, 2 000 pages, 100 megapixels a page.
var DefaultLimits = Limits{MaxBytes: 2e9, MaxPages: 2000, MaxPixels: 100e6}

// Page is one decoded page.
type Page struct {
	// Image is the page upright as the file says (EXIF orientation, TIFF orientation, PDF /Rotate), with
	// square pixels. It is an *image.Gray (0 black … 255 white) whenever the page holds no colour, else an
	// *image.RGBA (opaque) or *image.YCbCr. Its bounds start at 0,0.
	Image image.Image

	// DPI is the resolution of Image in dots per inch, always above 0. Estimated says that the file did not
	// tell, or told nonsense, and the usual size of such papers was assumed.
	DPI       float64
	Estimated bool

	// Bitonal reports that Image is an *image.Gray of black (0) and white (255) only.
	Bitonal bool

	// Encoded is the original stream when it can be served unchanged as the picture of the page, and
	// MediaType its type; else nil and "".
	Encoded   []byte
	MediaType string

	// Text is the visible text layer of a PDF page, in reading order of the file; nil if there is none.
	Text []Word
	// TextHolds reports that Text is what the page says where its words stand. The page may show more: a
	// stamp, a logo, handwriting. TextCovers reports that it does not, so that recognition is unnecessary.
	TextHolds, TextCovers bool

	// Rendered reports that PDFium drew the page; else it was decoded from a stream of its own.
	Rendered bool

	// Fields are the fields of the PDF's form on this page; nil if there are none, and where only PDFium can
	// read the file.
	Fields []FormField
}

// Word is one visible word of a text layer.
type Word struct {
	Text string
	// Box is in pixels of Page.Image and lies inside it.
	Box claim.Box
	// FontSize is in points of 1/72 inch as drawn.
	FontSize float64
	// Line numbers the lines of the page from 0: words of one line have the same number.
	Line int
}

// PageSize is what a header says about a page, before decoding.
type PageSize struct {
	// Width and Height are the pixels of the upright picture; for a PDF page that must be drawn, the pixels
	// it would be drawn with.
	Width, Height int
	DPI           float64
}

// A pageSource is one format's way to its pages, numbered from 0.
type pageSource interface {
	count() int
	// size looks at headers only.
	size(ctx context.Context, n int) (PageSize, error)
	decode(ctx context.Context, n int) (*Page, error)
	close() error
}

// Source is an opened file. It is not safe for concurrent use.
type Source struct {
	file   *os.File
	format string
	limits Limits
	pages  pageSource
}

// Open looks at the file's content, whatever its name says, and prepares its pages without decoding them.
// Its errors are *FileError with one of the file codes, or the context's error.
func Open(ctx context.Context, path string, limits Limits) (_ *Source, err error) {
	limits = limits.orDefault()
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open for decoding: %w", err)
	}
	s := &Source{file: file, limits: limits}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	defer recovered(&err, CodeUnsupported, 0)

	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("open for decoding: %w", err)
	}
	switch {
	case !info.Mode().IsRegular():
		return nil, fileError(CodeUnsupported, errors.New("not a regular file"))
	case info.Size() == 0:
		return nil, fileError(CodeEmpty, nil)
	case info.Size() > limits.MaxBytes:
		return nil, fileError(CodeTooLarge, fmt.Errorf("%d bytes; at most %d are read", info.Size(), limits.MaxBytes))
	}
	if err := s.openFormat(ctx, info.Size()); err != nil {
		return nil, err
	}
	switch n := s.pages.count(); {
	case n == 0:
		return nil, fileError(CodeUnsupported, errors.New("no pages"))
	case n > limits.MaxPages:
		return nil, fileError(CodeTooManyPages, fmt.Errorf("%d pages; at most %d are read", n, limits.MaxPages))
	}
	return s, nil
}

func (s *Source) openFormat(ctx context.Context, size int64) (err error) {
	head := make([]byte, 1024)
	n, err := io.ReadFull(s.file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("read the head of the file: %w", err)
	}
	s.format = sniff(head[:n])
	switch s.format {
	case "pdf":
		s.pages, err = openPDF(ctx, s.file, size, s.limits)
	case "tiff":
		s.pages, err = openTIFF(ctx, s.file, size, s.limits)
	case "jpeg", "png", "webp", "bmp", "heic":
		s.pages, err = openSingle(s.file, size, s.format, s.limits)
	case "bigtiff":
		err = fileError(CodeUnsupported, errors.New("BigTIFF is not read; save as classic TIFF"))
	default:
		err = fileError(CodeUnsupported, errors.New("not a PDF, TIFF, JPEG, PNG, WebP, BMP or HEIC file"))
	}
	return err
}

// sniff tells the format from the first bytes. PDF readers accept anything before "%PDF-" in the first
// 1024 bytes (ISO 32000-1, annex H.3, note 13).
func sniff(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return "jpeg"
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return "png"
	case bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return "tiff"
	case bytes.HasPrefix(head, []byte("II+\x00")), bytes.HasPrefix(head, []byte("MM\x00+")):
		return "bigtiff"
	case len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return "webp"
	case len(head) >= 26 && string(head[:2]) == "BM" && bytes.Equal(head[6:10], []byte{0, 0, 0, 0}):
		return "bmp"
	case isHEIC(head):
		return "heic"
	case bytes.Contains(head, []byte("%PDF-")):
		return "pdf"
	}
	return ""
}

// Format is "pdf", "tiff", "jpeg", "png", "webp", "bmp" or "heic".
func (s *Source) Format() string { return s.format }

// PageCount is at least 1 and at most Limits.MaxPages.
func (s *Source) PageCount() int { return s.pages.count() }

// PageSize says how large page n (from 0) will be, from headers alone.
func (s *Source) PageSize(ctx context.Context, n int) (size PageSize, err error) {
	defer s.inPage(&err, n)
	defer recovered(&err, CodeUnreadable, n+1)
	if err := s.check(ctx, n); err != nil {
		return PageSize{}, err
	}
	return s.pages.size(ctx, n)
}

// Page decodes page n, from 0. Its errors are *FileError about this page only (the others can still be
// read), or the context's error.
func (s *Source) Page(ctx context.Context, n int) (*Page, error) {
	return s.decoded(ctx, n, func() (*Page, error) { return s.pages.decode(ctx, n) })
}

// Large decodes page n as Page does, except that a page of a PDF whose text is known is drawn no smaller than one
// whose text must be recognised: for finding rules and boxes.
func (s *Source) Large(ctx context.Context, n int) (*Page, error) {
	pdf, ok := s.pages.(*pdfFile)
	if !ok {
		return s.Page(ctx, n)
	}
	return s.decoded(ctx, n, func() (*Page, error) { return pdf.decodeAs(ctx, n, true) })
}

// Glance decodes page n as Page does, except that a page of a PDF without a picture large enough to be a scan is
// drawn small, at glanceDPI, and its text is not read. One with more text than a separator sheet has no Image at all.
func (s *Source) Glance(ctx context.Context, n int) (*Page, error) {
	pdf, ok := s.pages.(*pdfFile)
	if !ok {
		return s.Page(ctx, n)
	}
	return s.decoded(ctx, n, func() (*Page, error) { return pdf.glance(ctx, n) })
}

// decoded is a page with its errors made the caller's: of this page, or the context's.
func (s *Source) decoded(ctx context.Context, n int, decode func() (*Page, error)) (page *Page, err error) {
	defer s.inPage(&err, n)
	defer recovered(&err, CodeUnreadable, n+1)
	if err := s.check(ctx, n); err != nil {
		return nil, err
	}
	page, err = decode()
	if err != nil {
		return nil, err
	}
	return page, nil
}

// Close ends the use of the file; further calls do nothing.
func (s *Source) Close() error {
	var err error
	if s.pages != nil {
		err = s.pages.close()
		s.pages = nil
	}
	if s.file != nil {
		err = errors.Join(err, s.file.Close())
		s.file = nil
	}
	return err
}

func (s *Source) check(ctx context.Context, n int) error {
	if s.pages == nil {
		return errors.New("decode: the source is closed")
	}
	if n < 0 || n >= s.pages.count() {
		return fmt.Errorf("decode: page %d of %d", n+1, s.pages.count())
	}
	return ctx.Err()
}

// inPage gives an error of a page its code and number. What a single-page file lacks, the file lacks.
func (s *Source) inPage(err *error, n int) {
	if *err == nil || errors.Is(*err, context.Canceled) || errors.Is(*err, context.DeadlineExceeded) {
		return
	}
	var fe *FileError
	if errors.As(*err, &fe) {
		fe.Page = n + 1
		return
	}
	*err = &FileError{Code: CodeUnreadable, Page: n + 1, Err: *err}
}

// recovered turns a panic of a decoder into an error: a decoder must never bring the process down.
func recovered(err *error, code claim.Code, page int) {
	if r := recover(); r != nil {
		*err = &FileError{Code: code, Page: page, Err: fmt.Errorf("the decoder panicked: %v\n%s", r, debug.Stack())}
	}
}

func (l Limits) orDefault() Limits {
	if l.MaxBytes == 0 {
		l.MaxBytes = DefaultLimits.MaxBytes
	}
	if l.MaxPages == 0 {
		l.MaxPages = DefaultLimits.MaxPages
	}
	if l.MaxPixels == 0 {
		l.MaxPixels = DefaultLimits.MaxPixels
	}
	return l
}

// maxSide bounds the sides of a page: Tesseract counts pixels in 16 bits, and margins are added. At 300 dpi
// it is 2.7 m.
const maxSide = 32000

// checkPixels refuses a picture by its header.
func (l Limits) checkPixels(w, h int) error {
	if w <= 0 || h <= 0 {
		return fmt.Errorf("the header says %d × %d pixels", w, h)
	}
	if max(w, h) > maxSide {
		return fmt.Errorf("the header says %d × %d pixels; at most %d a side are read", w, h, maxSide)
	}
	if w > l.MaxPixels/h {
		return fmt.Errorf("the header says %d × %d pixels; at most %d megapixels are read", w, h, l.MaxPixels/1e6)
	}
	return nil
}
