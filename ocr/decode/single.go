package decode

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"
)

// maxSingleBytes bounds an encoded single picture; 100 megapixels of noise in a JPEG stay below it.
const maxSingleBytes = 256 << 20

// maxJPEGHead bounds what may stand before a JPEG's frame header: profiles, previews and depth maps of phones.
const maxJPEGHead = 16 << 20

// single is a file of one picture: JPEG, PNG, WebP, BMP or HEIC.
type single struct {
	file   *os.File
	bytes  int64
	format string
	limits Limits

	width, height int // as stored
	orientation   int
	xdpi, ydpi    float64
	jpeg          jpegHead
}

// openSingle reads the header and refuses a picture that is too large.
func openSingle(file *os.File, size int64, format string, limits Limits) (pageSource, error) {
	s := &single{file: file, bytes: size, format: format, limits: limits, orientation: 1}
	if size > maxSingleBytes {
		return nil, fileError(CodeTooLarge, fmt.Errorf("a %s file of %d bytes", format, size))
	}
	if err := s.readHead(); err != nil {
		var fe *FileError
		if errors.As(err, &fe) {
			return nil, fe
		}
		return nil, truncatedOr(CodeUnsupported, err)
	}
	if err := limits.checkPixels(s.width, s.height); err != nil {
		return nil, fileError(CodeTooLarge, err)
	}
	return s, nil
}

func (s *single) readHead() error {
	r := io.NewSectionReader(s.file, 0, s.bytes)
	switch s.format {
	case "jpeg":
		return s.readJPEGHead(r)
	case "png":
		return s.readPNGHead(r)
	case "webp":
		c, err := webp.DecodeConfig(r)
		s.width, s.height = c.Width, c.Height
		return err
	case "heic":
		var err error
		s.width, s.height, err = heicSize(r, s.bytes)
		return err
	default:
		c, err := bmp.DecodeConfig(r)
		s.width, s.height = c.Width, c.Height
		return err
	}
}

func (s *single) readJPEGHead(r io.ReaderAt) error {
	for size := int64(64 << 10); ; size *= 16 {
		head := make([]byte, min(size, s.bytes, maxJPEGHead))
		if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		h, ok := parseJPEGHead(head)
		if !ok && int64(len(head)) < min(s.bytes, maxJPEGHead) {
			continue
		}
		if !ok {
			return io.ErrUnexpectedEOF
		}
		s.jpeg, s.width, s.height, s.orientation = h, h.width, h.height, h.orientation
		if !h.camera {
			s.xdpi, s.ydpi = h.xdpi, h.ydpi
		}
		return nil
	}
}

// readPNGHead walks the chunks before the picture data (PNG 1.2): IHDR and pHYs.
func (s *single) readPNGHead(r io.ReaderAt) error {
	for at := int64(8); ; {
		var chunk [8 + 13]byte
		if n, err := r.ReadAt(chunk[:], at); n < 12 {
			return readErr(err)
		}
		size, body := int64(binary.BigEndian.Uint32(chunk[:])), chunk[8:]
		switch string(chunk[4:8]) {
		case "IHDR":
			s.width, s.height = int(binary.BigEndian.Uint32(body)), int(binary.BigEndian.Uint32(body[4:]))
			// image/png needs up to 8 bytes a pixel for 16-bit colour: no more memory than for 8 bits.
			if depth, kind := body[8], body[9]; depth == 16 && kind != 0 {
				if err := s.limits.checkPixels(s.width, 2*s.height); err != nil {
					return fileError(CodeTooLarge, err)
				}
			}
		case "pHYs":
			if body[8] == 1 { // per metre
				s.xdpi = float64(binary.BigEndian.Uint32(body)) * 0.0254
				s.ydpi = float64(binary.BigEndian.Uint32(body[4:])) * 0.0254
			}
		case "IDAT", "IEND":
			return nil
		}
		at += 12 + size
	}
}

func (s *single) count() int { return 1 }

func (s *single) size(context.Context, int) (PageSize, error) {
	w, h, dpi := squareSize(s.width, s.height, s.xdpi, s.ydpi)
	if s.orientation >= 5 {
		w, h = h, w
	}
	dpi, _ = believe(dpi, w, h)
	return PageSize{Width: w, Height: h, DPI: dpi}, nil
}

func (s *single) decode(_ context.Context, _ int) (*Page, error) {
	data := make([]byte, s.bytes)
	if _, err := s.file.ReadAt(data, 0); err != nil {
		return nil, fmt.Errorf("read the picture: %w", readErr(err))
	}
	img, err := s.decodeData(data)
	if err != nil {
		return nil, err
	}
	page, err := finish(img, s.orientation, s.xdpi, s.ydpi, s.limits)
	if err != nil {
		return nil, err
	}
	b := page.Image.Bounds()
	if s.format == "jpeg" && s.jpeg.baseline && s.jpeg.components != 4 && s.orientation == 1 && b.Dx() == s.width && b.Dy() == s.height {
		page.Encoded, page.MediaType = data, "image/jpeg"
	}
	return page, nil
}

func (s *single) decodeData(data []byte) (image.Image, error) {
	var img image.Image
	var err error
	switch s.format {
	case "jpeg":
		img, err = decodeJPEG(data)
	case "png":
		img, err = png.Decode(bytes.NewReader(data))
	case "webp":
		img, err = webp.Decode(bytes.NewReader(data))
		widen(img)
	case "heic":
		img, err = decodeHEIC(data)
	default:
		img, err = bmp.Decode(bytes.NewReader(data))
	}
	var unsupportedJPEG jpeg.UnsupportedError
	var unsupportedPNG png.UnsupportedError
	switch {
	case err == nil:
		return img, nil
	case errors.As(err, &unsupportedJPEG), errors.As(err, &unsupportedPNG), errors.Is(err, bmp.ErrUnsupported):
		return nil, fileError(CodeUnsupported, err)
	case s.endsEarly(data):
		return nil, fileError(CodeTruncated, err)
	}
	return nil, truncatedOr(CodeUnreadable, err)
}

// endsEarly looks for the end of a picture that could not be decoded: the decoders do not always tell a missing
// rest from a damaged one. Junk of some kilobytes after the end is common.
func (s *single) endsEarly(data []byte) bool {
	tail := data[max(len(data)/2, len(data)-8<<10):]
	switch s.format {
	case "jpeg":
		return !bytes.Contains(tail, []byte{0xff, 0xd9})
	case "png":
		return !bytes.Contains(tail, []byte("IEND"))
	case "webp":
		return int64(binary.LittleEndian.Uint32(data[4:]))+8 > s.bytes
	}
	return false
}

// decodeJPEG decodes a JPEG; one that lacks nothing but its end marker is complete.
func decodeJPEG(data []byte) (image.Image, error) {
	img, err := jpeg.Decode(bytes.NewReader(data))
	if errors.Is(err, io.ErrUnexpectedEOF) && !bytes.HasSuffix(data, []byte{0xff, 0xd9}) {
		if whole, again := jpeg.Decode(io.MultiReader(bytes.NewReader(data), bytes.NewReader([]byte{0xff, 0xd9}))); again == nil {
			return whole, nil
		}
	}
	return img, err
}

// widen gives a lossy WebP the range of a JPEG: its luma runs from 16 to 235 and its chroma from 16 to 240
// (ITU-R BT.601), which x/image/webp leaves as it is.
func widen(img image.Image) {
	p, ok := img.(*image.YCbCr)
	if !ok {
		return
	}
	var luma, chroma [256]byte
	for v := range 256 {
		luma[v] = byte(min(255, max(0, (v-16)*255/219)))
		chroma[v] = byte(min(255, max(0, 128+(v-128)*255/224)))
	}
	for i, v := range p.Y {
		p.Y[i] = luma[v]
	}
	for i := range p.Cb {
		p.Cb[i], p.Cr[i] = chroma[p.Cb[i]], chroma[p.Cr[i]]
	}
}

// finish makes a page of a decoded picture: plain kinds, square pixels, upright, resolution.
func finish(img image.Image, orientation int, xdpi, ydpi float64, limits Limits) (*Page, error) {
	img = plain(img)
	b := img.Bounds()
	w, h, dpi := squareSize(b.Dx(), b.Dy(), xdpi, ydpi)
	if err := limits.checkPixels(w, h); err != nil {
		return nil, fileError(CodeUnreadable, err)
	}
	img = orient(stretch(img, w, h), orientation)
	page := &Page{Image: img, Bitonal: isBitonal(img)}
	page.DPI, page.Estimated = believe(dpi, w, h)
	return page, nil
}
