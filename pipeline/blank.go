package pipeline

import "image"

// blank reports whether a page carries nothing but paper, dust, punch holes and the shadow of its edges:
// hardly any cell of 2 mm in its inner part has a dark stroke in it. Print shining through from the
// other side is lighter than strokes and does not count.
func blank(g *image.Gray, dpi float64) bool {
	step := max(4, int(dpi*2/25.4))
	b := g.Bounds()
	marginX, marginY := b.Dx()/16, b.Dy()/20
	inner := image.Rect(b.Min.X+marginX, b.Min.Y+marginY, b.Max.X-marginX, b.Max.Y-marginY)
	if inner.Dx() < step || inner.Dy() < step {
		return false
	}
	paper := paperLevel(g, inner)
	if paper < darkest {
		return false
	}
	limit := paper - 70
	// 10 of some 10 000 cells: less than two words
	inked, most := 0, (inner.Dy()/step)*(inner.Dx()/step)/1000
	for y := inner.Min.Y; y+step <= inner.Max.Y; y += step {
		for x := inner.Min.X; x+step <= inner.Max.X; x += step {
			if inkedCell(g, x, y, step, limit) {
				if inked++; inked > most {
					return false
				}
			}
		}
	}
	return true
}

// darkest is the least grey that may be paper: a picture with more table, lid or night in it than paper says
// nothing about what lies there.
const darkest = 128

func inkedCell(g *image.Gray, x, y, step int, limit uint8) bool {
	dark, need := 0, max(3, step*step/40)
	for row := range step {
		line := g.Pix[g.PixOffset(x, y+row) : g.PixOffset(x, y+row)+step]
		for _, v := range line {
			if v < limit {
				dark++
			}
		}
	}
	return dark >= need
}

// paperLevel is the grey that most of the page has.
func paperLevel(g *image.Gray, r image.Rectangle) uint8 {
	var histogram [256]int
	for y := r.Min.Y; y < r.Max.Y; y += 4 {
		line := g.Pix[g.PixOffset(r.Min.X, y):g.PixOffset(r.Max.X-1, y)]
		for x := 0; x < len(line); x += 4 {
			histogram[line[x]]++
		}
	}
	level, most := 255, 0
	for v, n := range histogram {
		if n > most {
			level, most = v, n
		}
	}
	return uint8(level)
}
