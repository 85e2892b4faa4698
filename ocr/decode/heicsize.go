package decode

import (
	"encoding/binary"
	"errors"
	"io"
)

// maxHEICMeta bounds the boxes that describe the pictures of a HEIC file; a phone's take some kilobytes.
const maxHEICMeta = 4 << 20

var errNoHEICSize = errors.New("a HEIC file that does not say how large its picture is")

// heicSize is the size of the largest picture that a HEIC file describes (ISO/IEC 23008-12: the spatial extents
// in meta/iprp/ipco/ispe), which bounds what decoding it takes. The tiles and previews are smaller.
func heicSize(r io.ReaderAt, size int64) (width, height int, err error) {
	for at := int64(0); at < size; {
		var head [16]byte
		if n, err := r.ReadAt(head[:], at); n < 8 {
			return 0, 0, readErr(err)
		}
		length, body := int64(binary.BigEndian.Uint32(head[:])), at+8
		switch length {
		case 0: // to the end of the file
			length = size - at
		case 1:
			length, body = int64(binary.BigEndian.Uint64(head[8:])), at+16
		}
		if length < body-at || length > size-at {
			return 0, 0, io.ErrUnexpectedEOF
		}
		if string(head[4:8]) == "meta" {
			if at+length-body > maxHEICMeta {
				return 0, 0, errNoHEICSize
			}
			meta := make([]byte, at+length-body)
			if _, err := r.ReadAt(meta, body); err != nil && !errors.Is(err, io.EOF) {
				return 0, 0, readErr(err)
			}
			return largestExtent(meta)
		}
		at += length
	}
	return 0, 0, io.ErrUnexpectedEOF
}

// largestExtent looks for the spatial extents in the body of a meta box.
func largestExtent(meta []byte) (width, height int, err error) {
	if len(meta) < 4 {
		return 0, 0, io.ErrUnexpectedEOF
	}
	for _, iprp := range boxes(meta[4:], "iprp") { // 4 bytes of version and flags
		for _, ipco := range boxes(iprp, "ipco") {
			for _, ispe := range boxes(ipco, "ispe") {
				if len(ispe) < 12 {
					continue
				}
				w, h := int(binary.BigEndian.Uint32(ispe[4:])), int(binary.BigEndian.Uint32(ispe[8:]))
				if uint64(w)*uint64(h) > uint64(width)*uint64(height) {
					width, height = w, h
				}
			}
		}
	}
	if width == 0 || height == 0 {
		return 0, 0, errNoHEICSize
	}
	return width, height, nil
}

// boxes are the bodies of the boxes of one kind that stand one after the other.
func boxes(data []byte, kind string) (found [][]byte) {
	for len(data) >= 8 {
		length := int(binary.BigEndian.Uint32(data))
		if length < 8 || length > len(data) {
			return found
		}
		if string(data[4:8]) == kind {
			found = append(found, data[8:length])
		}
		data = data[length:]
	}
	return found
}

// isHEIC tells by the brands of the first box whether a file holds pictures coded with HEVC (ISO/IEC 23008-12,
// annex B); AVIF and films have others.
func isHEIC(head []byte) bool {
	if len(head) < 16 || string(head[4:8]) != "ftyp" {
		return false
	}
	end := min(int(binary.BigEndian.Uint32(head)), len(head))
	for at := 8; at+4 <= end; at += 4 {
		switch string(head[at : at+4]) {
		case "heic", "heix", "heim", "heis":
			return true
		}
	}
	return false
}
