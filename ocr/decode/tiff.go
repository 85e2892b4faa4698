package decode

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// tiffFile is a classic TIFF file: a chain of directories, one a page.
type tiffFile struct {
	r      io.ReaderAt
	bytes  int64
	limits Limits
	pages  []*ifd
	// broken says why the chain ended early; it stands for one more page, so that the loss is noticed.
	broken error
}

// openTIFF follows the chain of directories; thumbnails and masks are no pages.
func openTIFF(ctx context.Context, file *os.File, size int64, limits Limits) (pageSource, error) {
	t := &tiffFile{r: file, bytes: size, limits: limits}
	order, offset, err := tiffHeader(file)
	if err != nil {
		return nil, truncatedOr(CodeUnsupported, err)
	}
	t.broken = t.readChain(ctx, order, offset)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(t.pages) == 0 && t.broken != nil {
		return nil, truncatedOr(CodeUnsupported, t.broken)
	}
	return t, nil
}

func (t *tiffFile) readChain(ctx context.Context, order binary.ByteOrder, offset int64) error {
	const reducedOrMask = 1 | 4 // NewSubfileType bits
	seen := map[int64]bool{}
	for offset != 0 && len(t.pages) <= t.limits.MaxPages {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case seen[offset]:
			return errors.New("the chain of TIFF directories is a loop")
		case len(seen) > 2*t.limits.MaxPages+16:
			return errors.New("too many TIFF directories that are no pages")
		case offset >= t.bytes:
			return fmt.Errorf("a TIFF directory at %d of %d bytes: %w", offset, t.bytes, io.ErrUnexpectedEOF)
		}
		seen[offset] = true
		d, err := readIFD(t.r, order, offset)
		if err != nil {
			return fmt.Errorf("TIFF directory %d: %w", len(seen), err)
		}
		if d.int(254, 0)&reducedOrMask == 0 && d.has(tagWidth) {
			t.pages = append(t.pages, d)
		}
		offset = d.next
	}
	return nil
}

func (t *tiffFile) count() int {
	if t.broken != nil {
		return len(t.pages) + 1
	}
	return len(t.pages)
}

func (t *tiffFile) size(_ context.Context, n int) (PageSize, error) {
	if n == len(t.pages) {
		return PageSize{}, truncatedOr(CodeUnreadable, t.broken)
	}
	h, err := readTIFFHead(t.pages[n], t.limits)
	if err != nil {
		return PageSize{}, err
	}
	x, y := t.pages[n].resolution()
	w, ht, dpi := squareSize(h.width, h.height, x, y)
	if h.orientation >= 5 {
		w, ht = ht, w
	}
	dpi, _ = believe(dpi, w, ht)
	return PageSize{Width: w, Height: ht, DPI: dpi}, nil
}

func (t *tiffFile) decode(_ context.Context, n int) (*Page, error) {
	if n == len(t.pages) {
		return nil, truncatedOr(CodeUnreadable, t.broken)
	}
	h, err := readTIFFHead(t.pages[n], t.limits)
	if err != nil {
		return nil, err
	}
	img, err := h.decode(t.bytes)
	if err != nil {
		return nil, truncatedOr(CodeUnreadable, err)
	}
	x, y := t.pages[n].resolution()
	return finish(img, h.orientation, x, y, t.limits)
}

func (t *tiffFile) close() error { return nil }

func (s *single) close() error { return nil }

// The TIFF compressions and colour spaces read here.
const (
	tiffNone       = 1
	tiffHuffman    = 2 // CCITT modified Huffman
	tiffG3         = 3
	tiffG4         = 4
	tiffLZW        = 5
	tiffOldJPEG    = 6
	tiffJPEG       = 7
	tiffDeflate    = 8
	tiffPackBits   = 32773
	tiffOldDeflate = 32946

	whiteIsZero = 0
	blackIsZero = 1
	tiffRGB     = 2
	tiffPalette = 3
	tiffCMYK    = 5
	tiffYCbCr   = 6
)

// A tiffHead is what a directory says about its picture, checked against the limits.
type tiffHead struct {
	dir           *ifd
	width, height int
	orientation   int
	bits          int // of a sample
	samples       int // of a pixel, extra ones included
	alpha         int // ExtraSamples of the first extra one: 1 associated, 2 unassociated, else none
	compression   int
	photometric   int
	planar        bool // every sample in chunks of its own
	predictor     bool
	chunkW        int // a strip or tile
	chunkH        int
	across, down  int // chunks of one plane
	offsets       []int64
	counts        []int64
	palette       []int64
}

// maxSamples bounds the samples of a pixel: CMYK and a few extra ones.
const maxSamples = 8

func readTIFFHead(d *ifd, limits Limits) (*tiffHead, error) {
	h := &tiffHead{
		dir: d, width: int(d.int(tagWidth, 0)), height: int(d.int(tagLength, 0)),
		orientation: int(d.int(tagOrientation, 1)),
		samples:     int(d.int(tagSamplesPerPixel, 1)),
		alpha:       int(d.int(tagExtraSamples, 0)),
		compression: int(d.int(tagCompression, tiffNone)),
		photometric: int(d.int(tagPhotometric, whiteIsZero)),
		planar:      d.int(tagPlanar, 1) == 2,
		predictor:   d.int(tagPredictor, 1) == 2,
	}
	if h.orientation < 1 || h.orientation > 8 {
		h.orientation = 1
	}
	if err := limits.checkPixels(h.width, h.height); err != nil {
		return nil, fileError(CodeUnreadable, err)
	}
	if err := h.checkSamples(); err != nil {
		return nil, fileError(CodeUnsupported, err)
	}
	if err := h.readChunks(limits); err != nil {
		return nil, truncatedOr(CodeUnreadable, err)
	}
	return h, nil
}

func (h *tiffHead) checkSamples() error {
	if h.samples < 1 || h.samples > maxSamples {
		return fmt.Errorf("%d samples a pixel", h.samples)
	}
	depths, err := h.dir.ints(tagBitsPerSample, maxSamples)
	if err != nil {
		return err
	}
	h.bits = 1
	for i, b := range depths {
		if i > 0 && int(b) != h.bits {
			return errors.New("samples of different depths")
		}
		h.bits = int(b)
	}
	switch h.bits {
	case 1, 2, 4, 8, 16:
	default:
		return fmt.Errorf("%d bits a sample", h.bits)
	}
	if h.dir.int(tagSampleFormat, 1) != 1 && h.dir.int(tagSampleFormat, 1) != 4 {
		return errors.New("samples that are no whole numbers")
	}
	need, ok := map[int]int{whiteIsZero: 1, blackIsZero: 1, tiffRGB: 3, tiffPalette: 1, tiffCMYK: 4, tiffYCbCr: 3}[h.photometric]
	jpeg := h.compression == tiffJPEG || h.compression == tiffOldJPEG
	switch {
	case !ok, h.photometric == tiffYCbCr && !jpeg:
		return fmt.Errorf("the TIFF colour space %d", h.photometric)
	case h.samples < need:
		return fmt.Errorf("%d samples a pixel for the colour space %d", h.samples, h.photometric)
	case need > 1 && h.bits < 8, h.photometric == tiffPalette && h.bits > 8:
		return fmt.Errorf("%d bits a sample for the colour space %d", h.bits, h.photometric)
	case (h.compression == tiffHuffman || h.compression == tiffG3 || h.compression == tiffG4) && (h.bits != 1 || h.samples != 1):
		return errors.New("a fax coding of more than one bit a pixel")
	case h.predictor && h.bits < 8:
		return fmt.Errorf("a predictor on %d bits a sample", h.bits)
	}
	if h.samples == need {
		h.alpha = 0
	}
	if h.photometric == tiffPalette {
		h.palette, err = h.dir.ints(tagColorMap, 3<<h.bits)
		if err == nil && len(h.palette) < 3<<h.bits {
			err = errors.New("the colour map is too short")
		}
	}
	return err
}

func (h *tiffHead) readChunks(limits Limits) error {
	offsets, counts := tagStripOffsets, tagStripByteCounts
	if h.dir.has(tagTileWidth) {
		offsets, counts = tagTileOffsets, tagTileByteCounts
		h.chunkW, h.chunkH = int(h.dir.int(tagTileWidth, 0)), int(h.dir.int(tagTileLength, 0))
		if err := limits.checkPixels(h.chunkW, h.chunkH); err != nil {
			return fmt.Errorf("TIFF tile: %w", err)
		}
	} else {
		h.chunkW, h.chunkH = h.width, int(min(h.dir.int(tagRowsPerStrip, int64(h.height)), int64(h.height)))
		if h.chunkH <= 0 {
			h.chunkH = h.height
		}
	}
	h.across, h.down = (h.width+h.chunkW-1)/h.chunkW, (h.height+h.chunkH-1)/h.chunkH
	n := h.across * h.down
	if h.planar {
		n *= h.samples
	}
	const maxChunks = 1 << 20
	if n > maxChunks {
		return fmt.Errorf("%d strips or tiles", n)
	}
	var err error
	if h.compression == tiffOldJPEG && h.dir.has(tagOldJPEGOffset) {
		return nil // one JPEG stream of its own, not in strips
	}
	if h.offsets, err = h.dir.ints(offsets, maxChunks); err != nil {
		return err
	}
	if h.counts, err = h.dir.ints(counts, maxChunks); err != nil {
		return err
	}
	if len(h.offsets) < n {
		return fmt.Errorf("%d strips or tiles of %d", len(h.offsets), n)
	}
	return nil
}
