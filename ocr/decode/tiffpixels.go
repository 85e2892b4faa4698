package decode

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io"
	"math/bits"

	"golang.org/x/image/tiff/lzw"
)

// decode gives the stored picture: Gray for one sample a pixel, else RGBA over white. fileSize bounds the
// strips and tiles.
func (h *tiffHead) decode(fileSize int64) (image.Image, error) {
	switch h.compression {
	case tiffOldJPEG:
		return h.decodeOldJPEG(fileSize)
	case tiffJPEG:
		return h.decodeJPEG(fileSize)
	}
	rect := image.Rect(0, 0, h.width, h.height)
	var gray *image.Gray
	var rgba *image.RGBA
	if h.photometric <= blackIsZero {
		gray = image.NewGray(rect)
	} else {
		rgba = image.NewRGBA(rect)
	}
	planes := 1
	if h.planar {
		planes = h.samples
	}
	for i := range h.across * h.down {
		chunks := make([][]byte, planes)
		for p := range planes {
			data, err := h.chunk(p*h.across*h.down+i, fileSize)
			if err != nil {
				return nil, fmt.Errorf("strip or tile %d: %w", i+1, err)
			}
			chunks[p] = data
		}
		x0, y0 := i%h.across*h.chunkW, i/h.across*h.chunkH
		if gray != nil {
			h.placeGray(gray, chunks[0], x0, y0)
		} else {
			h.placeColour(rgba, chunks, x0, y0)
		}
	}
	if gray != nil {
		return gray, nil
	}
	return rgba, nil
}

// raw reads the stored bytes of a strip or tile.
func (h *tiffHead) raw(i int, fileSize int64) ([]byte, error) {
	offset := h.offsets[i]
	count := fileSize - offset
	if i < len(h.counts) {
		count = h.counts[i]
	} else if len(h.counts) > 0 || len(h.offsets) > 1 {
		return nil, errors.New("no byte count")
	}
	if most := 4*int64(h.chunkH)*int64(h.chunkW)*int64(h.samples) + 1<<20; count > most && i < len(h.counts) {
		return nil, fmt.Errorf("%d bytes; a chunk of its size has at most %d", count, most)
	}
	if offset <= 0 || count < 0 || offset+count > fileSize {
		return nil, fmt.Errorf("bytes %d to %d of %d: %w", offset, offset+count, fileSize, io.ErrUnexpectedEOF)
	}
	data := make([]byte, count)
	if _, err := h.dir.r.ReadAt(data, offset); err != nil {
		return nil, readErr(err)
	}
	return data, nil
}

// rowBytes is the length of an unpacked row of a chunk.
func (h *tiffHead) rowBytes() int {
	samples := h.samples
	if h.planar {
		samples = 1
	}
	return (h.chunkW*samples*h.bits + 7) / 8
}

// chunk gives the unpacked samples of a strip or tile, never more than its header says.
func (h *tiffHead) chunk(i int, fileSize int64) ([]byte, error) {
	data, err := h.raw(i, fileSize)
	if err != nil {
		return nil, err
	}
	rows := h.chunkH
	if !h.dir.has(tagTileWidth) {
		rows = min(h.chunkH, h.height-i%(h.across*h.down)*h.chunkH)
	}
	size := rows * h.rowBytes()
	lsb := h.dir.int(tagFillOrder, 1) == 2
	isFax := h.compression == tiffHuffman || h.compression == tiffG3 || h.compression == tiffG4
	if lsb && !isFax { // as libtiff does: before any decompression
		for i, b := range data {
			data[i] = bits.Reverse8(b)
		}
	}
	var out []byte
	switch h.compression {
	case tiffNone:
		out = data[:min(len(data), size)]
	case tiffHuffman, tiffG3, tiffG4:
		return h.fax(rows).decode(data)
	case tiffLZW:
		r := lzw.NewReader(bytes.NewReader(data), lzw.MSB, 8)
		out, err = readUpTo(r, size)
	case tiffDeflate, tiffOldDeflate:
		var r io.ReadCloser
		if r, err = zlib.NewReader(bytes.NewReader(data)); err == nil {
			out, err = readUpTo(r, size)
		}
	case tiffPackBits:
		out = unpackBits(data, size)
	default:
		return nil, fileError(CodeUnsupported, fmt.Errorf("the TIFF compression %d", h.compression))
	}
	if err == nil && len(out) < size {
		err = fmt.Errorf("%d of %d bytes: %w", len(out), size, io.ErrUnexpectedEOF)
	}
	if err != nil {
		return nil, err
	}
	if h.predictor {
		h.undoPredictor(out)
	}
	return out, nil
}

func (h *tiffHead) fax(rows int) fax {
	f := fax{width: h.chunkW, rows: rows, lsb: h.dir.int(tagFillOrder, 1) == 2}
	switch {
	case h.compression == tiffG4:
		f.k = -1
	case h.compression == tiffHuffman:
		f.align = true
	case h.dir.int(tagT4Options, 0)&1 != 0:
		f.k = 1
	}
	return f
}

func readUpTo(r io.Reader, size int) ([]byte, error) {
	out := make([]byte, size)
	n, err := io.ReadFull(r, out)
	return out[:n], err
}

// unpackBits undoes PackBits (TIFF 6.0, section 9).
func unpackBits(data []byte, size int) []byte {
	out := make([]byte, 0, size)
	for len(data) > 1 && len(out) < size {
		n := int(int8(data[0]))
		data = data[1:]
		switch {
		case n >= 0:
			n = min(n+1, len(data))
			out, data = append(out, data[:n]...), data[n:]
		case n > -128:
			for range 1 - n {
				out = append(out, data[0])
			}
			data = data[1:]
		}
	}
	return out[:min(len(out), size)]
}

// undoPredictor adds up the horizontal differences (TIFF 6.0, section 14).
func (h *tiffHead) undoPredictor(data []byte) {
	step := h.samples
	if h.planar {
		step = 1
	}
	n := h.rowBytes()
	for ; len(data) >= n; data = data[n:] {
		row := data[:n]
		if h.bits == 8 {
			for i := step; i < n; i++ {
				row[i] += row[i-step]
			}
			continue
		}
		for i := 2 * step; i+1 < n; i += 2 {
			h.dir.order.PutUint16(row[i:], h.dir.order.Uint16(row[i:])+h.dir.order.Uint16(row[i-2*step:]))
		}
	}
}

// placeGray copies a chunk into the picture, black 0 and white 255.
func (h *tiffHead) placeGray(img *image.Gray, data []byte, x0, y0 int) {
	// A fax decoder gives 1 for black runs; what that means says the photometric, as for any other coding.
	invert := byte(0)
	if h.photometric == whiteIsZero {
		invert = 0xff
	}
	n, stride := min(h.chunkW, h.width-x0), h.rowBytes()
	for y := y0; y < min(y0+h.chunkH, h.height) && len(data) >= stride; y++ {
		dst := img.Pix[y*img.Stride+x0:][:n]
		if h.bits == 1 && h.samples == 1 {
			expandBits(dst, data, invert)
		} else {
			step := h.samples
			if h.planar {
				step = 1
			}
			for x := range dst {
				dst[x] = h.sample(data, x*step) ^ invert
			}
		}
		data = data[stride:]
	}
}

// sample gives the i-th sample of a row in 8 bits.
func (h *tiffHead) sample(row []byte, i int) byte {
	switch h.bits {
	case 8:
		return row[i]
	case 16:
		return byte(h.dir.order.Uint16(row[2*i:]) >> 8)
	}
	return h.index(row, i) * byte(255/(1<<h.bits-1))
}

// index gives the i-th sample of a row as it is, of at most 8 bits.
func (h *tiffHead) index(row []byte, i int) byte {
	at := i * h.bits
	return row[at>>3] >> (8 - h.bits - at&7) & (1<<h.bits - 1)
}

func (h *tiffHead) placeColour(img *image.RGBA, chunks [][]byte, x0, y0 int) {
	n, stride := min(h.chunkW, h.width-x0), h.rowBytes()
	for y := y0; y < min(y0+h.chunkH, h.height); y++ {
		dst := img.Pix[y*img.Stride+4*x0:][:4*n]
		at := (y - y0) * stride
		var s [maxSamples]byte
		for x := range n {
			for k := range h.samples {
				switch {
				case h.photometric == tiffPalette:
					s[k] = h.index(chunks[0][at:], x*h.samples)
				case h.planar:
					s[k] = h.sample(chunks[k][at:], x)
				default:
					s[k] = h.sample(chunks[0][at:], x*h.samples+k)
				}
			}
			dst[4*x], dst[4*x+1], dst[4*x+2] = h.colour(&s)
			dst[4*x+3] = 0xff
		}
	}
}

func (h *tiffHead) colour(s *[maxSamples]byte) (r, g, b byte) {
	switch h.photometric {
	case tiffPalette:
		size := 1 << h.bits
		return byte(h.palette[s[0]] >> 8), byte(h.palette[int(s[0])+size] >> 8), byte(h.palette[int(s[0])+2*size] >> 8)
	case tiffCMYK:
		return color.CMYKToRGB(s[0], s[1], s[2], s[3])
	}
	switch a := uint16(s[3]); h.alpha {
	case 1:
		white := 255 - s[3]
		return addUp(s[0], white), addUp(s[1], white), addUp(s[2], white)
	case 2:
		over := func(v byte) byte { return byte((uint16(v)*a + 255*(255-a)) / 255) }
		return over(s[0]), over(s[1]), over(s[2])
	}
	return s[0], s[1], s[2]
}

func addUp(v, w byte) byte { return byte(min(255, int(v)+int(w))) }

// bitPixels holds the eight grey pixels of a byte: 1 becomes 255.
var bitPixels = func() (pixels [256]uint64) {
	for b := range 256 {
		for k := range 8 {
			if b>>(7-k)&1 == 1 {
				pixels[b] |= 0xff << (8 * k)
			}
		}
	}
	return pixels
}()

// expandBits turns a row of bits into grey pixels; invert 0xff makes 1 black.
func expandBits(dst, src []byte, invert byte) {
	x := 0
	for ; x+8 <= len(dst); x += 8 {
		binary.LittleEndian.PutUint64(dst[x:], bitPixels[src[x>>3]^invert])
	}
	for ; x < len(dst); x++ {
		dst[x] = byte(bitPixels[src[x>>3]^invert] >> (8 * (x & 7)))
	}
}

// decodeJPEG decodes the strips or tiles of JPEG-in-TIFF (TIFF technical note 2): abbreviated streams whose
// tables stand in the directory.
func (h *tiffHead) decodeJPEG(fileSize int64) (image.Image, error) {
	tables, err := h.dir.bytes(tagJPEGTables, 1<<16)
	if err != nil {
		return nil, err
	}
	if h.planar && h.samples > 1 {
		return nil, fileError(CodeUnsupported, errors.New("JPEG-in-TIFF with separate planes"))
	}
	var img draw.Image = image.NewRGBA(image.Rect(0, 0, h.width, h.height))
	if h.photometric <= blackIsZero {
		img = image.NewGray(img.Bounds())
	}
	for i := range h.across * h.down {
		data, err := h.raw(i, fileSize)
		if err != nil {
			return nil, err
		}
		part, err := h.decodeJPEGChunk(joinTables(tables, data, h.photometric == tiffRGB))
		if err != nil {
			return nil, fmt.Errorf("JPEG strip or tile %d: %w", i+1, err)
		}
		at := image.Pt(i%h.across*h.chunkW, i/h.across*h.chunkH)
		draw.Draw(img, image.Rectangle{at, at.Add(image.Pt(h.chunkW, h.chunkH))}, part, image.Point{}, draw.Src)
	}
	if gray, ok := img.(*image.Gray); ok && h.photometric == whiteIsZero {
		for i := range gray.Pix {
			gray.Pix[i] ^= 0xff
		}
	}
	return img, nil
}

func (h *tiffHead) decodeJPEGChunk(data []byte) (image.Image, error) {
	head, ok := parseJPEGHead(data)
	if !ok {
		return nil, errors.New("no JPEG frame header")
	}
	// A strip may be coded in whole blocks of 16 pixels.
	if head.width > h.chunkW+16 || head.height > h.chunkH+16 {
		return nil, fmt.Errorf("a JPEG of %d × %d pixels in a chunk of %d × %d", head.width, head.height, h.chunkW, h.chunkH)
	}
	return jpeg.Decode(bytes.NewReader(data))
}

// joinTables makes a whole JPEG stream of the shared tables and an abbreviated one. An Adobe marker tells the
// decoder that the components are RGB.
func joinTables(tables, data []byte, rgb bool) []byte {
	if len(data) < 2 {
		return data
	}
	out := append([]byte(nil), data[:2]...)
	if rgb {
		out = append(out, "\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"...)
	}
	if len(tables) > 4 {
		out = append(out, tables[2:len(tables)-2]...)
	}
	return append(out, data[2:]...)
}

// decodeOldJPEG decodes the JPEG of TIFF 6.0 section 22 where it is one whole stream, as nearly all writers
// left it.
func (h *tiffHead) decodeOldJPEG(fileSize int64) (image.Image, error) {
	var data []byte
	if h.dir.has(tagOldJPEGOffset) {
		offset := h.dir.int(tagOldJPEGOffset, 0)
		length := h.dir.int(tagOldJPEGLength, fileSize-offset)
		if offset <= 0 || length <= 0 || offset+length > fileSize {
			return nil, io.ErrUnexpectedEOF
		}
		data = make([]byte, length)
		if _, err := h.dir.r.ReadAt(data, offset); err != nil {
			return nil, readErr(err)
		}
	} else if len(h.offsets) == 1 {
		var err error
		if data, err = h.raw(0, fileSize); err != nil {
			return nil, err
		}
	}
	if !bytes.HasPrefix(data, []byte("\xff\xd8\xff")) {
		return nil, fileError(CodeUnsupported, errors.New("old-style JPEG in strips"))
	}
	h.chunkW, h.chunkH = h.width, h.height
	return h.decodeJPEGChunk(data)
}
