package decode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"sync"

	library "github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
)

// pdfium is one file opened in a PDFium of its own: a WebAssembly instance that has no file system and at most
// 768 MB, started when first needed and thrown away with the file, so that no file can disturb another.
type pdfium struct {
	file   *os.File
	bytes  int64
	limits Limits

	instance library.Pdfium
	document references.FPDF_DOCUMENT
	n        int
	// refs counts the object references go-pdfium has made and keeps until the instance is closed.
	refs int
}

// maxRefs bounds the references of an instance: about 20 MB.
const maxRefs = 100_000

// maxWasmPages is 768 MB in pages of 64 KiB.
const maxWasmPages = 768 << 20 >> 16

// engine is the compiled PDFium. It belongs to the process as a loaded library does: compiling takes seconds,
// loading the compiled code 0.1 s, an instance of it some milliseconds.
var engine struct {
	sync.Mutex
	pool library.Pool
}

// Warm compiles PDFium and stores the compiled code in the cache folder, $PRATICA_CACHE or else pratica in the
// user's cache folder, so that no page waits for it. It takes seconds the first time.
func Warm(context.Context) error {
	_, err := startEngine()
	return err
}

func startEngine() (library.Pool, error) {
	engine.Lock()
	defer engine.Unlock()
	if engine.pool != nil {
		return engine.pool, nil
	}
	config := wazero.NewRuntimeConfigCompiler().WithMemoryLimitPages(maxWasmPages)
	if dir := cacheDir(); dir != "" {
		if cache, err := wazero.NewCompilationCacheWithDir(dir); err == nil { // else compiled anew, in seconds
			config = config.WithCompilationCache(cache)
		}
	}
	const instances = 16 // far more than a process opens files at once
	pool, err := webassembly.Init(webassembly.Config{
		MaxIdle: 0, MaxTotal: instances, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), // by default it would see the whole disk
		// Nothing of it may get into the output of the process, which can be a pipe to its parent.
		Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	engine.pool = pool
	return pool, nil
}

// cacheDir gives the folder of compiled code, "" when there is none to write to and to trust: what lies
// there is run.
func cacheDir() string {
	dir := os.Getenv("PRATICA_CACHE")
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(base, "pratica")
	}
	dir = filepath.Join(dir, "wasm")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return ""
	}
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() || info.Mode().Perm()&0o022 != 0 {
		return ""
	}
	probe, err := os.CreateTemp(dir, "probe-")
	if err != nil {
		return "" // a folder that cannot be written to would fail every page
	}
	probe.Close()
	os.Remove(probe.Name())
	return dir
}

// open opens the file and counts its pages; a second call does nothing.
func (p *pdfium) open(ctx context.Context) (int, error) {
	if p.instance != nil {
		return p.n, nil
	}
	pool, err := startEngine()
	if err != nil {
		return 0, err
	}
	p.instance, err = pool.GetInstanceWithContext(ctx)
	if err != nil {
		return 0, fmt.Errorf("start PDFium: %w", err)
	}
	document, err := p.instance.OpenDocument(&requests.OpenDocument{FileReader: p.file, FileReaderSize: p.bytes})
	if err != nil {
		return 0, errors.Join(pdfiumError(err), p.close())
	}
	p.document = document.Document
	count, err := p.instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: p.document})
	if err != nil {
		return 0, errors.Join(fileError(CodeUnsupported, err), p.close())
	}
	p.n = count.PageCount
	return p.n, nil
}

func pdfiumError(err error) error {
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return fileError(CodeEncrypted, err)
	case errors.Is(err, pdfiumerrors.ErrSecurity):
		return fileError(CodeEncrypted, err)
	}
	return fileError(CodeUnsupported, fmt.Errorf("PDFium cannot open the file: %w", err))
}

// close throws the instance away with all that it holds.
func (p *pdfium) close() error {
	if p.instance == nil {
		return nil
	}
	err := p.instance.Close()
	p.instance, p.document, p.refs = nil, "", 0
	return err
}

// A drawnPage is a page loaded in PDFium.
type drawnPage struct {
	*pdfium
	page requests.Page
	ref  references.FPDF_PAGE
	w, h float64                  // in points, as seen: turned, cropped, in user units
	text references.FPDF_TEXTPAGE // "" until loaded
	done []func()
}

// load loads page n; release must be called.
func (p *pdfium) load(ctx context.Context, n int) (*drawnPage, error) {
	count, err := p.open(ctx)
	if err != nil {
		return nil, err
	}
	if n >= count {
		return nil, fmt.Errorf("PDFium finds %d pages", count)
	}
	d := &drawnPage{pdfium: p}
	if err := d.loadPage(n); err != nil {
		return nil, err
	}
	if err := d.flatten(n); err != nil {
		return nil, err
	}
	size, err := p.instance.GetPageSize(&requests.GetPageSize{Page: d.page})
	if err != nil {
		d.release()
		return nil, fmt.Errorf("PDFium: measure the page: %w", err)
	}
	d.w, d.h = size.Width, size.Height
	if !(d.w > 0 && d.h > 0 && d.w < 1e7 && d.h < 1e7) {
		d.release()
		return nil, fmt.Errorf("a page of %g × %g points", d.w, d.h)
	}
	return d, nil
}

func (d *drawnPage) loadPage(n int) error {
	loaded, err := d.instance.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.document, Index: n})
	if err != nil {
		return fmt.Errorf("PDFium: load the page: %w", err)
	}
	d.ref, d.page = loaded.Page, requests.Page{ByReference: &loaded.Page}
	return nil
}

// flatten makes the stamps, notes and filled fields that can be seen part of the page, so that they are drawn
// and their text is found with the other text.
func (d *drawnPage) flatten(n int) error {
	count, err := d.instance.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: d.page})
	if err != nil || count.Count == 0 {
		return err
	}
	done, err := d.instance.FPDFPage_Flatten(&requests.FPDFPage_Flatten{Page: d.page, Usage: requests.FPDFPage_FlattenUsageNormalDisplay})
	if err != nil {
		return fmt.Errorf("PDFium: flatten the page: %w", err)
	}
	if done.Result != responses.FPDFPage_FlattenResultSuccess {
		return nil // there was nothing to see; or it failed, and the page is drawn without
	}
	d.release()
	return d.loadPage(n)
}

func (d *drawnPage) release() {
	for i := len(d.done) - 1; i >= 0; i-- {
		d.done[i]()
	}
	// An error here cannot matter: the instance goes with the file.
	_, _ = d.instance.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: d.ref})
}

// The resolutions of drawing, in dots per inch. Print of 6 points and more is recognised at 300; a page whose
// text need not be recognised is drawn for the eye, and for comparing its deciding values with what is seen: at 150
// figures of 7 points are misread.
const (
	drawDPI    = 300
	textDPI    = 170
	drawMin    = 150 // of a picture's own resolution
	drawMax    = 400
	drawNeeded = 100 // a page too large to be drawn with this is not read

	// maxDrawn bounds the pixels drawn, whatever the limit for decoding: 32 bits each in PDFium's memory.
	maxDrawn = 60e6
)

// fit lowers a resolution until the page has few enough pixels.
func (d *drawnPage) fit(dpi float64) (float64, error) {
	most := math.Min(float64(d.limits.MaxPixels), maxDrawn)
	dpi = math.Min(dpi, 72*math.Sqrt(most/(d.w*d.h)))
	// One narrow side must not make the other longer than PDFium's bitmaps can be.
	dpi = math.Min(dpi, 72*32000/math.Max(d.w, d.h))
	if dpi < drawNeeded {
		return 0, fileError(CodeUnreadable, fmt.Errorf("a page of %.0f × %.0f mm is too large to be drawn", d.w/72*25.4, d.h/72*25.4))
	}
	return dpi, nil
}

func (d *drawnPage) pixels(dpi float64) (w, h int) {
	return max(1, int(math.Round(d.w*dpi/72))), max(1, int(math.Round(d.h*dpi/72)))
}

// size says with how many pixels the page would be drawn.
func (p *pdfium) size(ctx context.Context, n int) (PageSize, error) {
	d, err := p.load(ctx, n)
	if err != nil {
		return PageSize{}, err
	}
	defer d.release()
	found, err := d.look()
	if err != nil {
		return PageSize{}, err
	}
	dpi, err := d.fit(found.dpi(d))
	if err != nil {
		return PageSize{}, err
	}
	w, h := d.pixels(dpi)
	return PageSize{Width: w, Height: h, DPI: dpi}, nil
}

// page draws a page and reads its visible text. A form is drawn to be recognised, whatever text it has: what
// its fields hold is compared with what they show.
func (p *pdfium) page(ctx context.Context, n int, form bool) (*Page, error) {
	page, err := p.tryPage(ctx, n, form)
	var fe *FileError
	if err != nil && !errors.As(err, &fe) && ctx.Err() == nil {
		// The instance may be broken (out of memory, a trap): the next page gets a new one.
		err = errors.Join(err, p.close())
	}
	if p.refs > maxRefs && err == nil {
		err = p.close()
	}
	return page, err
}

// glanceDPI is enough for marks of some centimetres; leastScan the share of a page that a picture covers, if it
// may be a scan.
const (
	glanceDPI = 75
	leastScan = 0.25
)

// glance draws a page small, or not at all if it is full of text; nil if it holds a picture that may be a scan, or is too
// large or too full to tell.
func (p *pdfium) glance(ctx context.Context, n int) (*Page, error) {
	d, err := p.load(ctx, n)
	if err != nil {
		return nil, err
	}
	defer d.release()
	found, err := d.look()
	if err != nil {
		return nil, err
	}
	if found.many {
		return nil, nil
	}
	for _, picture := range found.pictures {
		if picture.box.area() >= leastScan*d.w*d.h {
			return nil, nil
		}
	}
	full, err := d.fullOfText(found)
	switch {
	case err != nil:
		return nil, err
	case full:
		return &Page{DPI: glanceDPI, Rendered: true}, nil
	}
	if w, h := d.pixels(glanceDPI); d.limits.checkPixels(w, h) != nil || w*h > maxDrawn {
		return nil, nil // decoding it says that it is too large
	}
	img, err := d.render(glanceDPI, false)
	if err != nil {
		return nil, err
	}
	return &Page{Image: img, DPI: glanceDPI, Rendered: true}, nil
}

// mostOnSheet is how many characters a separator sheet or the back of one has at most.
const mostOnSheet = 1200

func (d *drawnPage) fullOfText(found *contents) (bool, error) {
	if !found.texts {
		return false, nil
	}
	text, err := d.textPage()
	if err != nil {
		return false, err
	}
	count, err := d.instance.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return false, fmt.Errorf("PDFium: count the characters: %w", err)
	}
	return count.Count > mostOnSheet, nil
}

func (p *pdfium) tryPage(ctx context.Context, n int, form bool) (*Page, error) {
	d, err := p.load(ctx, n)
	if err != nil {
		return nil, err
	}
	defer d.release()
	found, err := d.look()
	if err != nil {
		return nil, err
	}
	chars, err := d.readChars(found)
	if err != nil {
		return nil, err
	}
	want := found.dpi(d)
	covered := len(chars) >= minTextChars && found.mayBeCovered(d)
	if covered && !form {
		want = textDPI
	}
	page, err := d.draw(want, chars, found)
	if err == nil && covered && !form && !page.TextHolds {
		page, err = d.draw(found.dpi(d), chars, found)
	}
	if err != nil {
		return nil, err
	}
	if !covered { // text on a picture of the page is a stamp on a scan, or what somebody else recognised
		page.TextHolds, page.TextCovers = false, page.TextCovers && page.TextHolds
	}
	return page, nil
}

// draw draws the page and places the text on it.
func (d *drawnPage) draw(dpi float64, chars []char, found *contents) (*Page, error) {
	dpi, err := d.fit(dpi)
	if err != nil {
		return nil, err
	}
	img, err := d.render(dpi, math.Abs(dpi-found.ownDPI(d)) < 0.01*dpi)
	if err != nil {
		return nil, err
	}
	page := &Page{Image: img, DPI: dpi, Bitonal: isBitonal(img), Rendered: true}
	if len(chars) == 0 {
		return page, nil
	}
	text, err := d.place(chars, found, img, dpi)
	if err != nil {
		return nil, err
	}
	page.Text = text.words
	page.TextHolds, page.TextCovers = text.judge(found)
	return page, nil
}
