package codes

import "image"

// smallDPI is about the resolution at which large marks are sought: modules of a separator's code are then
// some ten pixels, bars of a patch five.
const smallDPI = 75

// Small makes a page small for PatchT and LargeQR, by averaging squares of pixels, and tells the resolution it
// then has. A page that is small already is given back.
func Small(g *image.Gray, dpi float64) (*image.Gray, float64) { return reduced(g, dpi, smallDPI) }

// reduced is a page at about another resolution, a whole fraction of its own.
func reduced(g *image.Gray, dpi, to float64) (*image.Gray, float64) {
	factor := int(dpi/to + 0.5)
	if factor < 2 {
		return g, dpi
	}
	b := g.Bounds()
	w, h := b.Dx()/factor, b.Dy()/factor
	if w == 0 || h == 0 {
		return g, dpi
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	sums := make([]uint32, w)
	every := 1 + factor/4 // of four rows, two tell enough
	for y := range h {
		clear(sums)
		rows := uint32(0)
		for i := 0; i < factor; i += every {
			addRow(sums, g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y*factor+i):][:w*factor], factor)
			rows++
		}
		line := out.Pix[y*out.Stride:][:w]
		n := uint32(factor) * rows
		for x, sum := range sums {
			line[x] = uint8(sum / n)
		}
	}
	return out, dpi / float64(factor)
}

// addRow adds the pixels of a row to the sums of those made of them; two, three and four are the usual scans'.
func addRow(sums []uint32, line []uint8, factor int) {
	switch factor {
	case 2:
		for x := range sums {
			sums[x] += uint32(line[2*x]) + uint32(line[2*x+1])
		}
	case 3:
		for x := range sums {
			p := line[3*x : 3*x+3 : 3*x+3]
			sums[x] += uint32(p[0]) + uint32(p[1]) + uint32(p[2])
		}
	case 4:
		for x := range sums {
			p := line[4*x : 4*x+4 : 4*x+4]
			sums[x] += uint32(p[0]) + uint32(p[1]) + uint32(p[2]) + uint32(p[3])
		}
	default:
		for x := range sums {
			for _, v := range line[x*factor : (x+1)*factor] {
				sums[x] += uint32(v)
			}
		}
	}
}

// bitmap is a picture in black and white, row by row.
type bitmap struct {
	w, h int
	dark []bool
}

// The ink of what is sought covers at least one pixel of a page in so many: the least Patch T twice as much as a
// five-hundredth, the least label as much as a five-thousandth.
const (
	inkOfSheet = 500
	inkOfLabel = 5000
)

// inked takes for ink what is darker than halfway between the paper and the darkest of the page, one pixel in so
// many. It gives nil for a page without contrast.
func inked(g *image.Gray, oneIn int) *bitmap {
	b := g.Bounds()
	var histogram [256]int
	for y := range b.Dy() {
		for _, v := range g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y):][:b.Dx()] {
			histogram[v]++
		}
	}
	dark, n := 0, histogram[0]
	for n*oneIn < b.Dx()*b.Dy() && dark < 255 {
		dark++
		n += histogram[dark]
	}
	light, n := 255, histogram[255]
	for n*2 < b.Dx()*b.Dy() && light > 0 {
		light--
		n += histogram[light]
	}
	if light-dark < minContrast {
		return nil
	}
	limit := uint8((light + dark) / 2)
	out := &bitmap{b.Dx(), b.Dy(), make([]bool, b.Dx()*b.Dy())}
	for y := range out.h {
		row := out.dark[y*out.w:][:out.w]
		for x, v := range g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y):][:out.w] {
			row[x] = v < limit
		}
	}
	return out
}

// edges appends where the colour of a row changes, from 0 where white begins (maybe for no pixel) to the width:
// odd entries begin black runs.
func (k *bitmap) edges(y int, list []int) []int {
	list = append(list, 0)
	black := false
	for x, v := range k.dark[y*k.w:][:k.w] {
		if v != black {
			black = v
			list = append(list, x)
		}
	}
	return append(list, k.w)
}

func (k *bitmap) transposed() *bitmap {
	out := &bitmap{k.h, k.w, make([]bool, len(k.dark))}
	for y := range k.h {
		for x := range k.w {
			out.dark[x*k.h+y] = k.dark[y*k.w+x]
		}
	}
	return out
}
