package recognise

// #include "leptonica.h"
// #include "product.h"
import "C"

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"image"
	"math"
	"runtime"
	"slices"
	"sync"
	"unsafe"
)

// The line network reads what Tesseract cannot: hand-print, handwriting and the dots of needle printers. It is
// a small convolutional network with connectionist temporal classification (Graves et al. 2006), which gives,
// for every four columns of a line 32 pixels high, how likely each character is; training/README.md tells what
// it was trained on and how.

//go:embed line_network.bin
var lineWeights []byte

const (
	lineHeight = 32   // of a line, in pixels
	lineStep   = 4    // columns of the line for each column of the answer
	lineWidest = 1600 // what is longer is made narrower
	// lineNarrowed is how much narrower at most: the letters of a longer line would run into each other.
	lineNarrowed = 1.3
)

// Manner is how a line was put on paper.
type Manner int

const (
	Handwritten Manner = iota
	NeedlePrinted
	Typed
	manners
)

// layer is a convolution (out, in, rows, columns) with the normalisation behind it folded in.
type layer struct {
	out, in, rows, columns int
	weights, bias          []float32
}

// lineNet is the network. It is not changed once it is loaded.
type lineNet struct {
	alphabet []rune // of the classes from 1 on; 0 is the blank of the classification
	layers   []layer
}

// lineLayers is how many layers the file must have: five convolutions of the picture, three of the line, the
// characters, the manner.
const lineLayers = 10

var theLineNet = sync.OnceValue(func() *lineNet {
	n, err := parseLineNet(lineWeights)
	if err != nil {
		panic("recognise: the embedded line network: " + err.Error())
	}
	return n
})

// parseLineNet reads what training/train.py writes.
func parseLineNet(data []byte) (*lineNet, error) {
	bad := func() (*lineNet, error) { return nil, fmt.Errorf("%d bytes left where more were expected", len(data)) }
	take := func(n int) []byte {
		if n > len(data) {
			return nil
		}
		part := data[:n]
		data = data[n:]
		return part
	}
	short := func() int {
		if b := take(2); b != nil {
			return int(binary.LittleEndian.Uint16(b))
		}
		return 0
	}
	floats := func(n int) []float32 {
		b := take(2 * n)
		if b == nil {
			return nil
		}
		out := make([]float32, n)
		for i := range out {
			out[i] = half(binary.LittleEndian.Uint16(b[2*i:]))
		}
		return out
	}
	if string(take(4)) != "PRL1" {
		return nil, fmt.Errorf("not the weights of a line network")
	}
	net := &lineNet{alphabet: []rune(string(take(short())))}
	if count := short(); count != lineLayers {
		return nil, fmt.Errorf("%d layers instead of %d", count, lineLayers)
	}
	for range lineLayers {
		l := layer{out: short(), in: short(), rows: short(), columns: short()}
		if l.weights, l.bias = floats(l.out*l.in*l.rows*l.columns), floats(l.out); l.weights == nil || l.bias == nil {
			return bad()
		}
		net.layers = append(net.layers, l)
	}
	if len(data) != 0 || net.layers[8].out != len(net.alphabet)+1 || net.layers[9].out != int(manners) {
		return bad()
	}
	return net, nil
}

// half is a number of IEEE 754's binary16; the weights have no infinities.
func half(b uint16) float32 {
	sign, exponent, fraction := uint32(b>>15)<<31, uint32(b>>10)&31, uint32(b)&1023
	if exponent == 0 {
		f := float32(fraction) / (1 << 24)
		return math.Float32frombits(math.Float32bits(f) | sign)
	}
	return math.Float32frombits(sign | (exponent+112)<<23 | fraction<<13)
}

// planes are numbers in channels of rows and columns.
type planes struct {
	channels, rows, columns int
	v                       []float32
}

// run gives the logarithms of the probabilities of each class in each column, and of each manner. in has one
// channel of lineHeight rows, 0 for paper to 1 for ink.
func (n *lineNet) run(in planes, s *scratch) (classes planes, manner [manners]float64) {
	x := s.convolved(n.layers[0], in, 2, true)
	x = pooled(s.convolved(n.layers[1], x, 1, true), 2, 2)
	x = pooled(s.convolved(n.layers[2], x, 1, true), 2, 1)
	x = s.convolved(n.layers[3], x, 1, true)
	x = s.convolved(n.layers[4], x, 1, true)
	for _, l := range n.layers[5:8] {
		more := s.convolved(l, x, 1, true)
		for i, v := range more.v {
			x.v[i] += v
		}
	}
	classes = s.convolved(n.layers[8], x, 1, false)
	mean := planes{x.channels, 1, 1, make([]float32, x.channels)}
	for c := range x.channels {
		for _, v := range x.v[c*x.columns:][:x.columns] {
			mean.v[c] += v / float32(x.columns)
		}
	}
	kinds := s.convolved(n.layers[9], mean, 1, false)
	copy(manner[:], logSoftmax([]float64{float64(kinds.v[0]), float64(kinds.v[1]), float64(kinds.v[2])}))
	return classes, manner
}

// scratch is the memory of one network at work, kept from line to line.
type scratch struct{ columns []float32 }

// convolved is a convolution, as a product of matrices; rectified drops what is below nothing. What lies outside
// the picture counts as 0, so that it stays as wide (and for three rows as high) as it was.
func (s *scratch) convolved(l layer, in planes, stride int, rectified bool) planes {
	above, left := (l.rows-1)/2, (l.columns-1)/2
	if l.rows == 4 {
		above = 0 // all four rows become one
	}
	rows, columns := (in.rows+2*above-l.rows)/stride+1, (in.columns+2*left-l.columns)/stride+1
	n, k := rows*columns, l.in*l.rows*l.columns
	b := in.v
	if l.rows*l.columns > 1 || stride > 1 {
		if cap(s.columns) < n*k {
			s.columns = make([]float32, n*k)
		}
		b = s.columns[:n*k]
		spread(b, l, in, stride, above, left, rows, columns)
	}
	out := planes{l.out, rows, columns, make([]float32, l.out*n)}
	product(l.weights, b, l.bias, l.out, n, k, out.v)
	if rectified {
		for i, v := range out.v {
			out.v[i] = max(v, 0)
		}
	}
	return out
}

// spread lays out for each weight of a kernel what it meets at each place of the answer.
func spread(b []float32, l layer, in planes, stride, above, left, rows, columns int) {
	for c := range l.in {
		for dy := range l.rows {
			for dx := range l.columns {
				for y := range rows {
					to := b[:columns]
					b = b[columns:]
					from := y*stride + dy - above
					if from < 0 || from >= in.rows {
						clear(to)
						continue
					}
					row := in.v[(c*in.rows+from)*in.columns:][:in.columns]
					at := dx - left
					if stride == 1 {
						first, last := max(0, -at), min(columns, in.columns-at)
						clear(to[:min(first, columns)])
						if last > first {
							copy(to[first:last], row[first+at:])
						}
						clear(to[max(last, 0):])
						continue
					}
					for x := range to {
						if i := x*stride + at; i >= 0 && i < len(row) {
							to[x] = row[i]
						} else {
							to[x] = 0
						}
					}
				}
			}
		}
	}
}

func product(a, b, bias []float32, m, n, k int, c []float32) {
	var pinned runtime.Pinner
	defer pinned.Unpin()
	lent := func(v []float32) *C.float {
		p := unsafe.SliceData(v)
		pinned.Pin(p)
		return (*C.float)(unsafe.Pointer(p))
	}
	C.rec_product(lent(a), lent(b), lent(bias), C.int(m), C.int(n), C.int(k), lent(c))
}

// pooled is the greatest of each so many rows and columns.
func pooled(in planes, high, wide int) planes {
	out := planes{in.channels, in.rows / high, in.columns / wide, nil}
	out.v = make([]float32, out.channels*out.rows*out.columns)
	i := 0
	for c := range out.channels {
		for y := range out.rows {
			for x := range out.columns {
				best := float32(math.Inf(-1))
				for dy := range high {
					for _, v := range in.v[(c*in.rows+y*high+dy)*in.columns+x*wide:][:wide] {
						best = max(best, v)
					}
				}
				out.v[i] = best
				i++
			}
		}
	}
	return out
}

func logSoftmax(v []float64) []float64 {
	most, sum := math.Inf(-1), 0.0
	for _, x := range v {
		most = max(most, x)
	}
	for _, x := range v {
		sum += math.Exp(x - most)
	}
	for i := range v {
		v[i] -= most + math.Log(sum)
	}
	return v
}

// asLine is the part of a picture inside box as the network wants it: lineHeight rows, a whole number of steps
// wide, 0 for paper to 1 for ink. It is made wider by a factor.
func asLine(g *image.Gray, box image.Rectangle, wider float64) (planes, bool) {
	part := crop(g, box)
	b := part.Rect
	if b.Dx() < 2 || b.Dy() < 2 {
		return planes{}, false
	}
	width := float64(b.Dx()*lineHeight) / float64(b.Dy())
	if width < 1 {
		return planes{}, false
	}
	width *= stretch(resized(part, min(int(width), lineWidest))) * wider
	if width > lineNarrowed*lineWidest {
		return planes{}, false
	}
	whole := min(max(int(width), lineStep), lineWidest)
	whole += (lineStep - whole%lineStep) % lineStep
	small := resized(part, whole)
	out := planes{1, lineHeight, whole, make([]float32, lineHeight*whole)}
	for i, v := range small.Pix {
		out.v[i] = float32(255-int(v)) / 255
	}
	return out, true
}

// resized is a picture in so many columns and lineHeight rows.
func resized(from *image.Gray, width int) *image.Gray {
	small := image.NewGray(image.Rect(0, 0, width, lineHeight))
	b := from.Rect
	if b.Dx() < width || b.Dy() < lineHeight || !withGrey(from, func(g C.rec_grey) C.int { return C.rec_shrink(g, C.int(width), lineHeight, pixels(small)) }) {
		enlarge(small, from)
	}
	return small
}

// stretch is by how much a line must be wider for its strokes to stand as close as those the network was trained on: people
// press letters together. The strokes are counted along the rows that cross most of them, in a picture of lineHeight rows,
// where the dots of a needle printer are none.
func stretch(g *image.Gray) float64 {
	const usual, least, most = 2.2, 0.75, 3.0 // strokes in a length of the line's height
	b := g.Rect
	threshold := middleLevel(g)
	strokes := make([]int, b.Dy())
	left, right := b.Max.X, b.Min.X
	for y := range strokes {
		row := g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y):][:b.Dx()]
		ink := false
		for x, v := range row {
			if v >= threshold {
				ink = false
				continue
			}
			if !ink {
				strokes[y]++
			}
			ink = true
			left, right = min(left, b.Min.X+x), max(right, b.Min.X+x+1)
		}
	}
	if right-left < b.Dy() { // of a character or two
		return 1
	}
	slices.Sort(strokes)
	sum := 0
	for _, n := range strokes[len(strokes)/2:] {
		sum += n
	}
	density := float64(sum) / float64(len(strokes)-len(strokes)/2) * float64(b.Dy()) / float64(right-left)
	return max(least, min(density/usual, most))
}

// middleLevel is halfway between the paper and the ink of a line.
func middleLevel(g *image.Gray) uint8 {
	var histogram [256]int
	b := g.Rect
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for _, v := range g.Pix[g.PixOffset(b.Min.X, y):][:b.Dx()] {
			histogram[v]++
		}
	}
	n := b.Dx() * b.Dy()
	return uint8((int(quantile(histogram[:], n, 0.03)) + int(quantile(histogram[:], n, 0.9))) / 2)
}

// enlarge fills to with from, between whose pixels it interpolates.
func enlarge(to, from *image.Gray) {
	at := func(i, n, of int) (int, int, float64) {
		x := max((float64(i)+0.5)*float64(of)/float64(n)-0.5, 0)
		first := min(int(x), of-1)
		return first, min(first+1, of-1), x - float64(first)
	}
	w, h := to.Rect.Dx(), to.Rect.Dy()
	b := from.Rect
	for y := range h {
		above, below, down := at(y, h, b.Dy())
		upper, lower := from.Pix[from.PixOffset(b.Min.X, b.Min.Y+above):], from.Pix[from.PixOffset(b.Min.X, b.Min.Y+below):]
		for x := range w {
			left, right, across := at(x, w, b.Dx())
			mix := func(row []uint8) float64 { return float64(row[left])*(1-across) + float64(row[right])*across }
			to.Pix[y*to.Stride+x] = uint8(mix(upper)*(1-down) + mix(lower)*down + 0.5)
		}
	}
}
