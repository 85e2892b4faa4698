package recognise

// #cgo CFLAGS: -O3
// #cgo pkg-config: tesseract lept
// #include <stdlib.h>
// #include "leptonica.h"
// #include "tesseract.h"
import "C"

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"sync/atomic"
	"unsafe"

	"github.com/otiai10/gosseract/v2"
)

// ErrMissingLanguage is wrapped by NewEngine when Tesseract has no data for a language.
var ErrMissingLanguage = errors.New("language data of Tesseract missing")

// Engine reads pictures with Tesseract. It holds about 40 MB and is to be kept for the life of a
// process; it is not for concurrent use. Close frees it.
type Engine struct {
	// Codes are looked for on pages: words that nearly are one are read again.
	Codes []Code
	// Values tells of the words of a page, which has that size, those that a value is made of and no check sign or sum confirms.
	Values func(words []Word, page image.Point) []bool

	language  string
	zones     *C.rec_engine // without word lists
	free      *C.rec_engine // with word lists, made when first wanted
	network   *C.rec_engine // that sees orientation, made when first wanted
	pages     *gosseract.Client
	pageDPI   string // what pages was last told
	whitelist map[*C.rec_engine]string

	account  Account
	budgeted bool // second readings are bounded
	scratch  scratch
}

// NewEngine loads a language such as "ita" (about 0.1 s). The error says what to install if its data
// is not there.
func NewEngine(language string) (*Engine, error) {
	e := &Engine{language: language, whitelist: map[*C.rec_engine]string{}}
	var err error
	if e.zones, err = load(language, false); err != nil {
		return nil, err
	}
	return e, nil
}

func load(language string, dictionary bool) (*C.rec_engine, error) {
	name := C.CString(language)
	defer C.free(unsafe.Pointer(name))
	words := C.int(0)
	if dictionary {
		words = 1
	}
	made := C.rec_engine_new(name, words)
	if made == nil {
		return nil, fmt.Errorf("load %q: %w; on Debian and Ubuntu install the package tesseract-ocr-%s", language, ErrMissingLanguage, language)
	}
	return made, nil
}

// Close frees the engine; it cannot be used any more.
func (e *Engine) Close() error {
	C.rec_engine_free(e.zones)
	C.rec_engine_free(e.free)
	C.rec_engine_free(e.network)
	e.zones, e.free, e.network = nil, nil, nil
	if e.pages == nil {
		return nil
	}
	err := e.pages.Close()
	e.pages = nil
	return err
}

// Word is one word on a page.
type Word struct {
	Text       string
	Box        image.Rectangle
	Confidence float64 // Tesseract's, 0 to 1; not calibrated
	Block      int     // counted from 0 in reading order
	Line       int     // counted from 0 over the whole page; words of one line stand on one base line
	Checked    bool    // a code that was chosen because its check characters hold
	// Seconded is how likely the line network finds what Tesseract read, beside what it would read itself, 0 to 1; 0 where it was
	// not asked, because the word is part of no value, or the network read it alone.
	Seconded float64
	network  bool // it was read by the line network
}

// Symbol is one character.
type Symbol struct {
	Text         string
	Box          image.Rectangle
	Confidence   float64       // 0 to 1; not calibrated
	Alternatives []Alternative // other readings, best first
}

// Alternative is what a symbol may be instead.
type Alternative struct {
	Text       string
	Confidence float64
}

// Page segmentation modes of Tesseract (capi.h, TessPageSegMode).
const (
	psmBlock = 6
	psmLine  = 7 // 8 (a word) and 10 (a character) look at the whole picture as it is, and see bars at its ends
	psmGlyph = 10
	psmRaw   = 13 // a line, whatever is in the picture
)

// reading is a word with its symbols, as Tesseract gave it.
type reading struct {
	Word
	symbols []Symbol
}

// read recognises a whole picture with the zone engine.
func (e *Engine) read(ctx context.Context, g *image.Gray, dpi float64, mode int, symbols bool) ([]reading, error) {
	defer e.clock()()
	return recognise(ctx, e.zones, g, dpi, mode, symbols)
}

// restrict sets the characters that engine may answer; "" allows all.
func (e *Engine) restrict(engine *C.rec_engine, whitelist string) {
	if e.whitelist[engine] != whitelist {
		set(engine, "tessedit_char_whitelist", whitelist)
		e.whitelist[engine] = whitelist
	}
}

func set(engine *C.rec_engine, name, value string) {
	n, v := C.CString(name), C.CString(value)
	defer C.free(unsafe.Pointer(n))
	defer C.free(unsafe.Pointer(v))
	if C.rec_engine_set(engine, n, v) != 0 {
		panic("recognise: Tesseract knows no variable " + name)
	}
}

// recognise hands a picture to Tesseract and waits, until ctx ends at the latest (to the word).
func recognise(ctx context.Context, engine *C.rec_engine, g *image.Gray, dpi float64, mode int, symbols bool) ([]reading, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b := g.Bounds()
	if b.Dx() < 3 || b.Dy() < 3 {
		return nil, nil
	}
	check(b)
	withGrey(g, func(from C.rec_grey) C.int {
		C.rec_engine_picture(engine, from.data, from.w, from.h, from.stride, C.int(dpi+0.5))
		return 0
	})
	defer C.rec_engine_clear(engine)

	cancel := new(int32)
	var pinned runtime.Pinner
	pinned.Pin(cancel)
	defer pinned.Unpin()
	stop := context.AfterFunc(ctx, func() { atomic.StoreInt32(cancel, 1) })
	defer stop()

	var out C.rec_result
	want := C.int(0)
	if symbols {
		want = 1
	}
	rc := C.rec_engine_read(engine, 0, 0, C.int(b.Dx()), C.int(b.Dy()), C.int(mode), want, (*C.int)(unsafe.Pointer(cancel)), &out)
	defer C.rec_result_free(&out)
	switch rc {
	case 1:
		return nil, fmt.Errorf("recognise a picture of %d by %d pixels: Tesseract failed", b.Dx(), b.Dy())
	case 2:
		return nil, fmt.Errorf("recognise a picture: %w", context.Cause(ctx))
	}
	return collect(out, b.Min), nil
}

// collect copies Tesseract's flat list of words, symbols and alternatives.
func collect(out C.rec_result, origin image.Point) []reading {
	var words []reading
	for _, item := range unsafe.Slice(out.items, int(out.count)) {
		text := C.GoString((*C.char)(unsafe.Add(unsafe.Pointer(out.text), int(item.text))))
		box := image.Rect(int(item.x0), int(item.y0), int(item.x1), int(item.y1)).Add(origin)
		confidence := max(0, min(1, float64(item.confidence)/100))
		last := len(words) - 1
		switch item.level {
		case 0:
			words = append(words, reading{Word: Word{text, box, confidence, int(item.block), int(item.line), false, 0, false}})
		case 1:
			words[last].symbols = append(words[last].symbols, Symbol{Text: text, Box: box, Confidence: confidence})
		case 2:
			if n := len(words[last].symbols); n > 0 {
				s := &words[last].symbols[n-1]
				s.Alternatives = append(s.Alternatives, Alternative{text, confidence})
			}
		}
	}
	return words
}
