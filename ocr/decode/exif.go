package decode

import (
	"bytes"
	"encoding/binary"
)

// A jpegHead is what the markers before the first scan of a JPEG say (ITU-T T.81 annex B, JFIF 1.02, EXIF 2.3).
type jpegHead struct {
	width, height int
	components    int
	baseline      bool // SOF0, SOF1 or SOF2 with 8 bits: what browsers show
	orientation   int  // EXIF 1–8, 1 when not told
	xdpi, ydpi    float64
	adobe         int  // transform flag of an Adobe marker, -1 without one
	camera        bool // EXIF tells an exposure: a photo, of which no resolution is true
}

// parseJPEGHead reads the markers up to the frame header; data may be only the start of the file. ok is false
// when no frame header was found.
func parseJPEGHead(data []byte) (h jpegHead, ok bool) {
	h.orientation, h.adobe = 1, -1
	for i := 2; i+4 <= len(data); {
		if data[i] != 0xff {
			return h, false
		}
		marker := data[i+1]
		if marker == 0xff { // fill byte
			i++
			continue
		}
		if marker == 0x01 || marker >= 0xd0 && marker <= 0xd8 {
			i += 2
			continue
		}
		n := int(binary.BigEndian.Uint16(data[i+2:]))
		end := i + 2 + n
		if n < 2 || marker == 0xda || marker == 0xd9 {
			return h, false
		}
		body := data[i+4 : min(end, len(data))]
		switch {
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
			if len(body) < 6 {
				return h, false
			}
			h.height, h.width = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
			h.components = int(body[5])
			h.baseline = marker <= 0xc2 && body[0] == 8
			return h, true
		case marker == 0xe0 && len(body) >= 12 && string(body[:5]) == "JFIF\x00":
			unit := map[byte]float64{1: 1, 2: 2.54}[body[7]]
			if h.xdpi == 0 {
				h.xdpi = unit * float64(binary.BigEndian.Uint16(body[8:]))
				h.ydpi = unit * float64(binary.BigEndian.Uint16(body[10:]))
			}
		case marker == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")):
			h.readEXIF(body[6:])
		case marker == 0xee && len(body) >= 12 && string(body[:5]) == "Adobe":
			h.adobe = int(body[11])
		}
		i = end
	}
	return h, false
}

func (h *jpegHead) readEXIF(block []byte) {
	r := bytes.NewReader(block)
	order, offset, err := tiffHeader(r)
	if err != nil {
		return
	}
	d, err := readIFD(r, order, offset)
	if err != nil {
		return
	}
	if o := d.int(tagOrientation, 1); o >= 1 && o <= 8 {
		h.orientation = int(o)
	}
	if x, y := d.resolution(); x > 0 && y > 0 {
		h.xdpi, h.ydpi = x, y
	}
	if photo, err := readIFD(r, order, d.int(tagEXIF, 0)); err == nil && d.has(tagEXIF) {
		h.camera = photo.has(tagExposureTime)
	}
}
