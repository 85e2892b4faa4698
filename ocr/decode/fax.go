package decode

import (
	"errors"
	"fmt"
	"io"
	"math/bits"
)

// A fax is a picture in one of the CCITT codings: Modified Huffman and Group 3 (ITU-T T.4), Group 4 (T.6).
type fax struct {
	width, rows int
	// k as in PDF's CCITTFaxDecode: below 0 Group 4, 0 one-dimensional, above 0 mixed.
	k int
	// align says that every row begins on a byte.
	align bool
	// lsb says that the first pixel of a byte is its lowest bit (TIFF FillOrder 2).
	lsb bool
}

// maxBadRows is how many of a hundred rows of a Group 3 picture may be damaged: such a row is replaced by the
// one above, as fax machines do (T.4 leaves the choice to the receiver).
const maxBadRows = 5

var errFaxCode = errors.New("a code that T.4 does not know")

// decode gives rows × ⌈width/8⌉ bytes, the highest bit leftmost, 1 is black. When the data end early, the
// rows so far come with io.ErrUnexpectedEOF; the others are white.
func (f fax) decode(data []byte) ([]byte, error) {
	if f.lsb {
		flipped := make([]byte, len(data))
		for i, b := range data {
			flipped[i] = bits.Reverse8(b)
		}
		data = flipped
	}
	d := faxReader{fax: f, data: data, tables: runTables()}
	d.row, d.above = make([]int, 0, f.width+4), []int{f.width, f.width, f.width, f.width}
	stride := (f.width + 7) / 8
	out := make([]byte, stride*f.rows)
	for y := range f.rows {
		if err := d.readRow(); err != nil {
			return out, fmt.Errorf("fax row %d of %d: %w", y+1, f.rows, err)
		}
		paint(out[y*stride:(y+1)*stride], d.row, f.width)
		d.row, d.above = d.above[:0], append(d.row, f.width, f.width, f.width, f.width)
	}
	if d.bad*100 > f.rows*maxBadRows {
		return out, fmt.Errorf("%d of %d fax rows are damaged", d.bad, f.rows)
	}
	return out, nil
}

// A faxReader reads rows as lists of the columns where the colour changes, the first change being to black.
type faxReader struct {
	fax
	data   []byte
	at     int // in bits
	tables *[2][1 << runBits]runCode

	row   []int
	above []int // ended by four times the width
	bad   int
}

// peek gives the next n ≤ 24 bits, zeros after the end.
func (d *faxReader) peek(n int) int {
	var v uint32
	i := d.at >> 3
	if i+4 <= len(d.data) {
		b := d.data[i : i+4]
		v = uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	} else {
		for k := range 4 {
			v <<= 8
			if i+k < len(d.data) {
				v |= uint32(d.data[i+k])
			}
		}
	}
	return int(v << (d.at & 7) >> (32 - n))
}

func (d *faxReader) ended() bool { return d.at >= 8*len(d.data) }

func (d *faxReader) readRow() error {
	if d.align && d.k < 0 {
		d.at = (d.at + 7) &^ 7
	}
	if d.k < 0 {
		return d.read2D()
	}
	twoD, err := d.startRow()
	if err != nil {
		return err
	}
	if twoD {
		err = d.read2D()
	} else {
		err = d.read1D()
	}
	if !errors.Is(err, errFaxCode) {
		return err
	}
	return d.skipRow(err)
}

// startRow passes the end-of-line code (eleven or more zeros and a one) if there is one, and reads the tag bit
// of the mixed coding. Two of them in a row are the end of the page (RTC).
func (d *faxReader) startRow() (twoD bool, err error) {
	if d.align {
		d.at = (d.at + 7) &^ 7
	}
	eols := 0
	for ; d.peek(11) == 0; eols++ {
		for d.peek(1) == 0 {
			if d.ended() {
				return false, io.ErrUnexpectedEOF
			}
			d.at++
		}
		d.at++
		twoD = d.readTag()
		if eols == 1 {
			return false, io.ErrUnexpectedEOF
		}
	}
	if d.ended() {
		return false, io.ErrUnexpectedEOF
	}
	if eols == 0 {
		twoD = d.readTag()
	}
	return twoD, nil
}

// readTag reads whether the row is coded by the one above.
func (d *faxReader) readTag() bool {
	if d.k <= 0 {
		return false
	}
	d.at++
	i := d.at - 1
	return i < 8*len(d.data) && d.data[i>>3]>>(7-i&7)&1 == 0
}

// skipRow passes a damaged row: it goes to the next end of line that one-dimensional coding follows, and
// repeats the row above. Without any end of line the picture ends there.
func (d *faxReader) skipRow(cause error) error {
	for ; !d.ended(); d.at++ {
		if d.peek(12) == 1 && (d.k == 0 || d.peek(13)&1 == 1) {
			d.bad++
			d.row = append(d.row[:0], d.above[:len(d.above)-4]...)
			return nil
		}
	}
	return cause
}

func (d *faxReader) run(colour int) (int, error) {
	total := 0
	for {
		code := d.tables[colour][d.peek(runBits)]
		if code.bits == 0 {
			if d.ended() {
				return 0, io.ErrUnexpectedEOF
			}
			return 0, errFaxCode
		}
		d.at += int(code.bits)
		total += int(code.run)
		if code.run < 64 {
			return total, nil
		}
		if total > d.width {
			return 0, errFaxCode
		}
	}
}

func (d *faxReader) read1D() error {
	d.row = d.row[:0]
	for x, colour := 0, 0; x < d.width; colour ^= 1 {
		run, err := d.run(colour)
		if err != nil {
			return err
		}
		if x += run; x > d.width {
			return errFaxCode
		}
		d.row = append(d.row, x)
	}
	return nil
}

// The vertical modes of T.4 table 4 by the next 7 bits: the offset of a1 from b1, and the bits of the code.
var verticalModes = func() (modes [128]struct{ offset, bits int8 }) {
	for _, m := range []struct{ code, bits, offset int }{{0b1, 1, 0}, {0b011, 3, 1}, {0b010, 3, -1}, {0b000011, 6, 2}, {0b000010, 6, -2}, {0b0000011, 7, 3}, {0b0000010, 7, -3}} {
		for k := range 1 << (7 - m.bits) {
			modes[m.code<<(7-m.bits)|k] = struct{ offset, bits int8 }{int8(m.offset), int8(m.bits)}
		}
	}
	return modes
}()

func (d *faxReader) read2D() error {
	d.row = d.row[:0]
	above := d.above
	// a0 is the column reached, -1 before the first pixel; b the index in above of the next change.
	for a0, colour, b := -1, 0, 0; a0 < d.width; {
		if b >= 2 {
			b -= 2 // a vertical mode to the left may make an earlier change the next again
		}
		for b = b&^1 | colour; above[b] <= a0 && above[b] < d.width; b += 2 {
		}
		next := d.peek(7)
		mode := verticalModes[next]
		switch {
		case mode.bits > 0:
			d.at += int(mode.bits)
			a1 := above[b] + int(mode.offset)
			if a1 < max(a0, 0) || a1 > d.width {
				return errFaxCode
			}
			d.row = append(d.row, a1)
			a0, colour = a1, colour^1
		case next>>4 == 0b001: // horizontal
			d.at += 3
			first, err := d.run(colour)
			if err != nil {
				return err
			}
			second, err := d.run(colour ^ 1)
			if err != nil {
				return err
			}
			a1 := max(a0, 0) + first
			a2 := a1 + second
			if a2 > d.width {
				return errFaxCode
			}
			d.row = append(d.row, a1, a2)
			a0 = a2
		case next>>3 == 0b0001: // pass
			d.at += 4
			a0 = above[b+1]
		case d.ended() || d.k < 0 && d.peek(12) == 1: // the end, or EOFB
			return io.ErrUnexpectedEOF
		default:
			return errFaxCode
		}
		if len(d.row) > d.width+1 {
			return errFaxCode
		}
	}
	return nil
}

// paint sets the black runs between changes.
func paint(row []byte, changes []int, width int) {
	for i := 0; i < len(changes); i += 2 {
		from, to := changes[i], width
		if i+1 < len(changes) {
			to = changes[i+1]
		}
		if from >= to {
			continue
		}
		first, last := from>>3, (to-1)>>3
		head, tail := byte(0xff)>>(from&7), byte(0xff)<<(7-(to-1)&7)
		if first == last {
			row[first] |= head & tail
			continue
		}
		row[first] |= head
		for k := first + 1; k < last; k++ {
			row[k] = 0xff
		}
		row[last] |= tail
	}
}
