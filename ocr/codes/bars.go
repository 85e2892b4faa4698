package codes

import (
	"image"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
)

// The formats made of bars (ISO/IEC 16388 and 15417).
const (
	Code39  Format = "code_39"
	Code128 Format = "code_128"
)

// barsEvery is the distance of the rows and columns looked at, in mm: a label's bars are 6 mm high or more,
// so that two of them cross it. steady is how far apart two rows of one look must show the same bars.
const (
	barsEvery = 2.2
	steady    = 0.7
)

// The runs of a code in bars: the widest in mm, the fewest, and the least white before and after in mm.
const (
	widestBar  = 2.2
	fewestRuns = 24
	leastQuiet = 1.8
)

// Bars reads the codes in bars on a page at full resolution, upright, upside down or turned, and gives each
// text once, in the order met. A text counts when two rows two millimetres apart give it. Text and tables cost
// little: their rows do not show the same bars a little further down.
func Bars(g *image.Gray, dpi float64) []Code {
	b := g.Bounds()
	limit, ok := inkLimit(g)
	if !ok || min(b.Dx(), b.Dy()) < 32 {
		return nil
	}
	s := barSearch{perMM: dpi / 25.4, seen: map[Code]int{}}
	step, apart := max(1, int(barsEvery*s.perMM)), max(1, int(steady*s.perMM))
	row := func(line []bool, y int) []bool {
		line = line[:b.Dx()]
		for x, v := range g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y):][:len(line)] {
			line[x] = v < limit
		}
		return line
	}
	column := func(line []bool, x int) []bool {
		line = line[:b.Dy()]
		for y := range line {
			line[y] = g.Pix[g.PixOffset(b.Min.X+x, b.Min.Y+y)] < limit
		}
		return line
	}
	long := max(b.Dx(), b.Dy())
	one, other := make([]bool, long), make([]bool, long)
	for y := 0; y+apart < b.Dy(); y += step {
		s.look(row(one, y), row(other, y+apart))
	}
	for x := 0; x+apart < b.Dx(); x += step {
		s.look(column(one, x), column(other, x+apart))
	}
	return s.found
}

// inkLimit is the grey below which a pixel is ink, from a sample of the page: halfway between the paper and the
// darkest two-hundredth of it, or, on a sheet with a label and hardly anything else, less of it.
func inkLimit(g *image.Gray) (uint8, bool) {
	var histogram [256]int
	b, n := g.Bounds(), 0
	for y := b.Min.Y; y < b.Max.Y; y += 5 {
		line := g.Pix[g.PixOffset(b.Min.X, y):][:b.Dx()]
		for x := y % 7; x < len(line); x += 7 {
			histogram[line[x]]++
			n++
		}
	}
	light := 255
	for sum := histogram[255]; sum*2 < n && light > 0; sum += histogram[light] {
		light--
	}
	for _, oneIn := range []int{200, inkOfLabel} {
		dark := 0
		for sum := histogram[0]; sum*oneIn < n && dark < 255; sum += histogram[dark] {
			dark++
		}
		if light-dark >= minContrast {
			return uint8((light + dark) / 2), true
		}
	}
	return 0, false
}

type barSearch struct {
	perMM float64
	seen  map[Code]int
	found []Code
}

// look decodes the stretches of a line that may be a code and that a second line shows as well.
func (s *barSearch) look(line, beside []bool) {
	widest, quiet := int(widestBar*s.perMM)+1, int(leastQuiet*s.perMM)
	for from := 0; from < len(line); {
		if !line[from] {
			from++
			continue
		}
		to, runs := stretch(line, from, widest)
		if runs >= fewestRuns && same(line[from:to], beside[from:to]) && white(line, to, to+quiet) && white(line, from-quiet, from) {
			s.decode(line[from:to], quiet)
		}
		from = to + 1
	}
}

// white reports whether a part of a line, as far as it lies on the page, is white.
func white(line []bool, from, to int) bool {
	return !slices.Contains(line[max(0, from):min(len(line), to)], true)
}

// stretch is how far runs of not more than widest go on from a black pixel; it ends with a black one.
func stretch(line []bool, from, widest int) (to, runs int) {
	to, runs = from, 0
	for at := from; at < len(line); {
		end := at
		for end < len(line) && line[end] == line[at] {
			end++
		}
		if end-at > widest {
			if line[at] {
				return end, 0 // a rule or a filled area is no bar
			}
			break
		}
		if runs++; line[at] {
			to = end
		}
		at = end
	}
	return to, runs
}

// same reports whether two lines show the same bars but for their edges.
func same(a, b []bool) bool {
	differ, edges := 0, 0
	for i := range a {
		if a[i] != b[i] {
			differ++
		}
		if i > 0 && a[i] != a[i-1] {
			edges++
		}
	}
	return differ <= edges*3/5
}

func (s *barSearch) decode(bars []bool, quiet int) {
	array := gozxing.NewBitArray(len(bars) + 2*quiet)
	for i, black := range bars {
		if black {
			array.Set(quiet + i)
		}
	}
	for range 2 {
		for format, reader := range map[Format]gozxing.Reader{Code128: oned.NewCode128Reader(), Code39: oned.NewCode39Reader()} {
			text, ok := decodeRow(reader, array)
			if !ok {
				continue
			}
			code := Code{format, text}
			if s.seen[code]++; s.seen[code] == 2 {
				s.found = append(s.found, code)
			}
			return
		}
		array.Reverse()
	}
}

// decodeRow runs one decoder; see decode for its panics.
func decodeRow(reader gozxing.Reader, row *gozxing.BitArray) (text string, ok bool) {
	defer func() {
		if recover() != nil {
			text, ok = "", false
		}
	}()
	result, err := reader.(oned.RowDecoder).DecodeRow(0, row, nil)
	if err != nil || len(result.GetText()) < 3 {
		return "", false
	}
	return result.GetText(), true
}
