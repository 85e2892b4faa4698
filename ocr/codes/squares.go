package codes

import (
	"image"
	"math"
	"slices"
)

// Codes made of squares are sought at about squaresDPI, where a module of a label has two or three pixels, and read
// at full resolution. leastModule, in mm, is less than printers of labels make them.
const (
	squaresDPI  = 150
	leastModule = 0.3
)

// The sides of a code on a label, in mm, and the white around it that is cut out with it: what Read asks for.
const (
	leastSide = 4.0
	mostSide  = 40.0
	squareRim = 1.0
)

// mostPixels bounds the sides of a page made small: 500 mm.
const mostPixels = 3000

// mostSquares bounds how many places of a page are decoded for each format.
const mostSquares = 12

// Squares reads the QR and Data Matrix codes of labels on a page at full resolution, upright, upside down or turned,
// and gives each text once: codes of up to 40 mm, with modules from 0.35 mm on. Where none stands is told by the
// lack of finder patterns and of solid corners, in some 20 ms for A4.
func Squares(g *image.Gray, dpi float64) []Code {
	small, smallDPI := reduced(g, dpi, squaresDPI)
	if max(small.Rect.Dx(), small.Rect.Dy()) > mostPixels {
		return nil
	}
	ink := inked(small, inkOfLabel)
	if ink == nil {
		return nil
	}
	perMM, factor := smallDPI/25.4, dpi/smallDPI
	var found []Code
	read := func(places []image.Rectangle, format Format) {
		for _, r := range places[:min(len(places), mostSquares)] {
			place := image.Rect(int(float64(r.Min.X)*factor), int(float64(r.Min.Y)*factor), int(float64(r.Max.X)*factor), int(float64(r.Max.Y)*factor))
			place = place.Inset(-int(math.Ceil(squareRim * dpi / 25.4))).Add(g.Rect.Min).Intersect(g.Rect)
			if code, ok := Read(g.SubImage(place).(*image.Gray), format); ok && !slices.Contains(found, code) {
				found = append(found, code)
			}
		}
	}
	read(finderSquares(ink.finders(leastModule*perMM), mostSide*perMM), QR)
	read(ink.corners(leastSide*perMM, mostSide*perMM), DataMatrix)
	return found
}

// finderSquares are the places of QR codes: of three finder patterns of one size two lie equally far from the third,
// at a right angle.
func finderSquares(list []finder, most float64) (places []image.Rectangle) {
	const alike = 1.4 // sizes and distances of one code, as far as they can be measured
	for i, corner := range list {
		for j, a := range list {
			for _, b := range list[j+1:] {
				ax, ay, bx, by := a.x-corner.x, a.y-corner.y, b.x-corner.x, b.y-corner.y
				la, lb := math.Hypot(ax, ay), math.Hypot(bx, by)
				least, greatest := min(a.module, b.module, corner.module), max(a.module, b.module, corner.module)
				switch {
				case i == j || la == 0 || lb == 0 || greatest > alike*least || max(la, lb) > most || max(la, lb) > alike*min(la, lb):
				case math.Abs(ax*bx+ay*by) > 0.25*la*lb || la < 10*least: // version 1 has 14 modules from middle to middle
				default:
					rim := int(math.Ceil(4.5 * greatest)) // a finder's half and its quiet zone
					xs, ys := []float64{a.x, b.x, corner.x, corner.x + ax + bx}, []float64{a.y, b.y, corner.y, corner.y + ay + by}
					r := image.Rect(int(slices.Min(xs)), int(slices.Min(ys)), int(slices.Max(xs)), int(slices.Max(ys))).Inset(-rim)
					if places = append(places, r); len(places) == mostSquares {
						return places
					}
				}
			}
		}
	}
	return places
}

// blob is ink that hangs together: where it lies, and its outermost pixels towards the four corners, clockwise from
// the upper left.
type blob struct {
	parent int // itself, or a blob that it hangs together with
	box    image.Rectangle
	corner [4]image.Point
}

func (b *blob) include(o blob) {
	b.box = b.box.Union(o.box)
	for i, towards := range [4]image.Point{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		if p, q := o.corner[i], b.corner[i]; p.X*towards.X+p.Y*towards.Y > q.X*towards.X+q.Y*towards.Y {
			b.corner[i] = p
		}
	}
}

// mostBlobs bounds the list: ten times what a page of small print has.
const mostBlobs = 50_000

// blobs parts the ink into what hangs together, also by corners of pixels; nil of a page of specks.
func (k *bitmap) blobs() []blob {
	type run struct{ from, to, blob int }
	var list []blob
	root := func(i int) int {
		for list[i].parent != i {
			list[i].parent = list[list[i].parent].parent
			i = list[i].parent
		}
		return i
	}
	var above, row []run
	var edges []int
	for y := range k.h {
		edges, row = k.edges(y, edges[:0]), row[:0]
		next := 0
		for i := 1; i+1 < len(edges); i += 2 {
			r := run{edges[i], edges[i+1], len(list)}
			left, right := image.Pt(r.from, y), image.Pt(r.to-1, y)
			one := blob{box: image.Rect(r.from, y, r.to, y+1), corner: [4]image.Point{left, right, right, left}}
			for next < len(above) && above[next].to < r.from {
				next++
			}
			joined := -1
			for n := next; n < len(above) && above[n].from <= r.to; n++ {
				other := root(above[n].blob)
				switch {
				case joined < 0:
					joined = other
				case joined != other:
					list[joined].include(list[other])
					list[other].parent = joined
				}
			}
			if joined < 0 && len(list) == mostBlobs {
				return nil
			}
			if joined < 0 {
				one.parent = len(list)
				list = append(list, one)
			} else {
				r.blob = joined
				list[joined].include(one)
			}
			row = append(row, r)
		}
		above, row = row, above
	}
	var whole []blob
	for i, b := range list {
		if b.parent == i {
			whole = append(whole, b)
		}
	}
	return whole
}

// corners are the places of Data Matrix codes: of the four sides of their ink two that meet are solid, and the other
// two, which alternate (ISO/IEC 16022, 5.1), are not.
func (k *bitmap) corners(least, most float64) (places []image.Rectangle) {
	for _, b := range k.blobs() {
		w, h := float64(b.box.Dx()), float64(b.box.Dy())
		if min(w, h) < least || max(w, h) > most {
			continue
		}
		for i := range 4 {
			before, corner, behind := b.corner[(i+3)%4], b.corner[i], b.corner[(i+1)%4]
			across := before.Add(behind).Sub(corner)
			share := func(from, to, inner image.Point) float64 { return k.darkAlong(from, to, inner.Sub(from)) }
			if share(corner, before, behind) > solid && share(corner, behind, before) > solid &&
				share(before, across, corner) < broken && share(behind, across, corner) < broken {
				places = append(places, b.box)
				break
			}
		}
		if len(places) == mostSquares {
			break
		}
	}
	return places
}

// solid is the least share of ink along a solid side, broken the greatest along one that alternates.
const (
	solid  = 0.9
	broken = 0.85
)

// darkAlong is the greatest share of ink along a side, a little within the code.
func (k *bitmap) darkAlong(from, to, inwards image.Point) float64 {
	long, deep := math.Hypot(float64(to.X-from.X), float64(to.Y-from.Y)), math.Hypot(float64(inwards.X), float64(inwards.Y))
	n, most := int(long), 0
	if n == 0 || deep == 0 {
		return 0
	}
	for _, within := range []float64{0.5, 1, 1.5} { // px
		dx, dy, dark := float64(inwards.X)/deep*within, float64(inwards.Y)/deep*within, 0
		for i := range n {
			at := (float64(i) + 0.5) / float64(n)
			x, y := int(float64(from.X)+at*float64(to.X-from.X)+dx+0.5), int(float64(from.Y)+at*float64(to.Y-from.Y)+dy+0.5)
			if x >= 0 && y >= 0 && x < k.w && y < k.h && k.dark[y*k.w+x] {
				dark++
			}
		}
		most = max(most, dark)
	}
	return float64(most) / float64(n)
}
