package synth

import (
	"image"
	"strings"
)

// encodeG4 compresses a bilevel picture as ITU-T T.6 (Group 4): pixels below 128 are black. The stream is
// MSB first and ends with the end-of-block code.
func encodeG4(picture *image.Gray) []byte {
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	var out bitWriter
	above := []int{w} // the changing elements of the line above: a white line before the first
	for y := range h {
		line := changes(picture.Pix[y*picture.Stride : y*picture.Stride+w])
		encodeLine(&out, line, above, w)
		above = line
	}
	endOfLine := bits("000000000001")
	out.write(endOfLine)
	out.write(endOfLine)
	return out.close()
}

// changes lists the columns where the colour changes, from a white pixel before the line, and ends with
// its width. Even entries begin black runs.
func changes(row []uint8) []int {
	list := make([]int, 0, 64)
	dark := false
	for x, v := range row {
		if (v < 128) != dark {
			dark = !dark
			list = append(list, x)
		}
	}
	return append(list, len(row))
}

// encodeLine is the coding procedure of T.6, 2.2.5: a0 is the start of what is left to code, a1 and a2 the
// next changes on this line, b1 the first change above right of a0 to the colour opposite a0's, b2 the one
// after b1.
func encodeLine(out *bitWriter, line, above []int, w int) {
	at := func(list []int, i int) int {
		if i < len(list) {
			return list[i]
		}
		return w
	}
	a0, i, j := -1, 0, 0 // i: index of a1, whose parity is a0's colour; j: search position above
	for a0 < w {
		for j > 0 && at(above, j-1) > a0 {
			j--
		}
		for j < len(above) && at(above, j) <= a0 {
			j++
		}
		k := j
		if k%2 != i%2 {
			k++
		}
		a1, b1, b2 := at(line, i), at(above, k), at(above, k+1)
		switch {
		case b2 < a1:
			out.write(passMode)
			a0 = b2
		case a1-b1 >= -3 && a1-b1 <= 3:
			out.write(verticalModes[a1-b1+3])
			a0 = a1
			i++
		default:
			a2 := at(line, i+1)
			start := max(a0, 0)
			out.write(horizontalMode)
			out.run(a1-start, i%2 == 1)
			out.run(a2-a1, i%2 == 0)
			a0 = a2
			i += 2
		}
	}
}

// code is a bit string of at most 16 bits.
type code struct{ value, length uint }

func bits(s string) code {
	c := code{length: uint(len(s))}
	for _, r := range s {
		c.value = c.value<<1 | uint(r-'0')
	}
	return c
}

// The modes of T.6, table 1; verticalModes from VL(3) over V(0) to VR(3).
var (
	passMode       = bits("0001")
	horizontalMode = bits("001")
	verticalModes  = [7]code{bits("0000010"), bits("000010"), bits("010"), bits("1"), bits("011"), bits("000011"), bits("0000011")}
)

type bitWriter struct {
	bytes []byte
	buf   uint64
	n     uint
}

func (b *bitWriter) write(c code) {
	b.buf = b.buf<<c.length | uint64(c.value)
	b.n += c.length
	for b.n >= 8 {
		b.n -= 8
		b.bytes = append(b.bytes, byte(b.buf>>b.n))
	}
}

// run writes a run length: as many make-up codes of 2560 as it takes, one smaller, one terminating code.
func (b *bitWriter) run(length int, dark bool) {
	table := &whiteRuns
	if dark {
		table = &blackRuns
	}
	for length >= 2560 {
		b.write(longRuns[12])
		length -= 2560
	}
	switch {
	case length >= 1792:
		b.write(longRuns[(length-1792)/64])
	case length >= 64:
		b.write(table.makeUp[length/64-1])
	}
	b.write(table.terminating[length%64])
}

func (b *bitWriter) close() []byte {
	if b.n > 0 {
		b.bytes = append(b.bytes, byte(b.buf<<(8-b.n)))
		b.n = 0
	}
	return b.bytes
}

// runTable has the codes of runs of 0 to 63 and of 64, 128, … 1728 pixels.
type runTable struct {
	terminating [64]code
	makeUp      [27]code
}

func runCodes(terminating, makeUp string) runTable {
	var t runTable
	for i, s := range strings.Fields(terminating) {
		t.terminating[i] = bits(s)
	}
	for i, s := range strings.Fields(makeUp) {
		t.makeUp[i] = bits(s)
	}
	return t
}

// longRuns are the make-up codes of 1792, 1856, … 2560 pixels of either colour (T.6, table 3b).
var longRuns = func() (codes [13]code) {
	for i, s := range strings.Fields(`
00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 000000010110 000000010111
000000011100 000000011101 000000011110 000000011111`) {
		codes[i] = bits(s)
	}
	return codes
}()

// The run lengths of T.6, tables 2 and 3a.
var whiteRuns = runCodes(`
00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101 101010 101011
0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000 00000010 00000011 00011010
00011011 00010010 00010011 00010100 00010101 00010110 00010111 00101000 00101001 00101010 00101011 00101100 00101101
00000100 00000101 00001010 00001011 01010010 01010011 01010100 01010101 00100100 00100101 01011000 01011001 01011010
01011011 01001010 01001011 00110010 00110011 00110100`, `
11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 011001101 011010010
011010011 011010100 011010101 011010110 011010111 011011000 011011001 011011010 011011011 010011000 010011001
010011010 011000 010011011`)

var blackRuns = runCodes(`
0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111 000011000 0000010111
0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000 00000010111 00000011000 000011001010
000011001011 000011001100 000011001101 000001101000 000001101001 000001101010 000001101011 000011010010 000011010011
000011010100 000011010101 000011010110 000011010111 000001101100 000001101101 000011011010 000011011011 000001010100
000001010101 000001010110 000001010111 000001100100 000001100101 000001010010 000001010011 000000100100 000000110111
000000111000 000000100111 000000101000 000001011000 000001011001 000000101011 000000101100 000001011010 000001100110
000001100111`, `
0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 0000001101100 0000001101101
0000001001010 0000001001011 0000001001100 0000001001101 0000001110010 0000001110011 0000001110100 0000001110101
0000001110110 0000001110111 0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 0000001011011
0000001100100 0000001100101`)
