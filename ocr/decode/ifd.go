package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// The TIFF tags read here (TIFF 6.0; supplement 2 for Deflate; JPEGTables from TIFF technical note 2).
const (
	tagWidth           = 256
	tagLength          = 257
	tagBitsPerSample   = 258
	tagCompression     = 259
	tagPhotometric     = 262
	tagFillOrder       = 266
	tagStripOffsets    = 273
	tagOrientation     = 274
	tagSamplesPerPixel = 277
	tagRowsPerStrip    = 278
	tagStripByteCounts = 279
	tagXResolution     = 282
	tagYResolution     = 283
	tagPlanar          = 284
	tagT4Options       = 292
	tagResolutionUnit  = 296
	tagPredictor       = 317
	tagColorMap        = 320
	tagTileWidth       = 322
	tagTileLength      = 323
	tagTileOffsets     = 324
	tagTileByteCounts  = 325
	tagExtraSamples    = 338
	tagSampleFormat    = 339
	tagJPEGTables      = 347
	tagOldJPEGOffset   = 513
	tagOldJPEGLength   = 514
	tagExposureTime    = 33434 // EXIF 2.3, in the directory that tagEXIF points to
	tagEXIF            = 34665
)

// maxIFDEntries bounds one directory; real files have about twenty.
const maxIFDEntries = 512

// An ifdEntry is one field of a TIFF directory. Its values are read only when asked for.
type ifdEntry struct {
	kind  uint16
	count uint32
	raw   [4]byte // the value, or its offset when it does not fit
}

// An ifd is one directory of a TIFF file or of an EXIF block.
type ifd struct {
	r       io.ReaderAt
	order   binary.ByteOrder
	entries map[int]ifdEntry
	next    int64 // offset of the next directory, 0 at the end
}

// tiffHeader gives the byte order and the offset of the first directory.
func tiffHeader(r io.ReaderAt) (binary.ByteOrder, int64, error) {
	var head [8]byte
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return nil, 0, readErr(err)
	}
	var order binary.ByteOrder = binary.LittleEndian
	if head[0] == 'M' {
		order = binary.BigEndian
	}
	if order.Uint16(head[2:]) != 42 {
		return nil, 0, errors.New("not a TIFF header")
	}
	return order, int64(order.Uint32(head[4:])), nil
}

func readIFD(r io.ReaderAt, order binary.ByteOrder, offset int64) (*ifd, error) {
	var two [2]byte
	if _, err := r.ReadAt(two[:], offset); err != nil {
		return nil, readErr(err)
	}
	n := int(order.Uint16(two[:]))
	if n == 0 || n > maxIFDEntries {
		return nil, fmt.Errorf("a TIFF directory of %d entries", n)
	}
	buf := make([]byte, 12*n+4)
	got, err := r.ReadAt(buf, offset+2)
	if got < 12*n {
		return nil, readErr(err)
	}
	d := &ifd{r: r, order: order, entries: make(map[int]ifdEntry, n)}
	for i := range n {
		b := buf[12*i:]
		e := ifdEntry{kind: order.Uint16(b[2:]), count: order.Uint32(b[4:])}
		copy(e.raw[:], b[8:12])
		d.entries[int(order.Uint16(b))] = e
	}
	if got == len(buf) { // writers that forget the last link exist
		d.next = int64(order.Uint32(buf[12*n:]))
	}
	return d, nil
}

func (d *ifd) has(tag int) bool { _, ok := d.entries[tag]; return ok }

// bytes reads at most limit bytes of the value of a tag; nil if it is absent.
func (d *ifd) bytes(tag, limit int) ([]byte, error) {
	e, ok := d.entries[tag]
	if !ok {
		return nil, nil
	}
	width := map[uint16]int{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8}[e.kind]
	if width == 0 {
		return nil, fmt.Errorf("tag %d has the unknown type %d", tag, e.kind)
	}
	if int64(e.count)*int64(width) > int64(limit) {
		return nil, fmt.Errorf("tag %d holds %d values", tag, e.count)
	}
	n := int(e.count) * width
	if n <= 4 {
		return append([]byte(nil), e.raw[:n]...), nil
	}
	buf := make([]byte, n)
	if _, err := d.r.ReadAt(buf, int64(d.order.Uint32(e.raw[:]))); err != nil {
		return nil, fmt.Errorf("tag %d: %w", tag, readErr(err))
	}
	return buf, nil
}

// ints reads at most limit whole numbers of a tag; nil if it is absent.
func (d *ifd) ints(tag, limit int) ([]int64, error) {
	e := d.entries[tag]
	raw, err := d.bytes(tag, limit*4)
	if err != nil || raw == nil {
		return nil, err
	}
	var list []int64
	switch e.kind {
	case 1, 7:
		for _, b := range raw {
			list = append(list, int64(b))
		}
	case 3:
		for i := 0; i+2 <= len(raw); i += 2 {
			list = append(list, int64(d.order.Uint16(raw[i:])))
		}
	case 4:
		for i := 0; i+4 <= len(raw); i += 4 {
			list = append(list, int64(d.order.Uint32(raw[i:])))
		}
	default:
		return nil, fmt.Errorf("tag %d is not a whole number", tag)
	}
	if len(list) > limit {
		return nil, fmt.Errorf("tag %d holds %d values", tag, len(list))
	}
	return list, nil
}

// int reads one whole number, or gives otherwise when the tag is absent or unreadable.
func (d *ifd) int(tag int, otherwise int64) int64 {
	list, err := d.ints(tag, 64)
	if err != nil || len(list) == 0 {
		return otherwise
	}
	return list[0]
}

// rational reads one fraction; 0 when it is absent or no finite number.
func (d *ifd) rational(tag int) float64 {
	raw, err := d.bytes(tag, 64)
	if err != nil || len(raw) < 8 || d.entries[tag].kind != 5 {
		return 0
	}
	v := float64(d.order.Uint32(raw)) / float64(d.order.Uint32(raw[4:]))
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// resolution gives the dots per inch along x and y of the stored picture, 0 when unknown.
func (d *ifd) resolution() (x, y float64) {
	unit := 1.0
	switch d.int(tagResolutionUnit, 2) {
	case 2:
	case 3:
		unit = 2.54
	default:
		return 0, 0
	}
	return d.rational(tagXResolution) * unit, d.rational(tagYResolution) * unit
}

func readErr(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
