package photo

import (
	"cmp"
	"image"
	"slices"
)

// tile is a square of a picture at full size, and the print in it.
type tile struct {
	area image.Rectangle
	// paper and ink are the brightness of ground and print, 0 to 255; alike where nothing is printed.
	paper, ink float64
	// letters is how many shapes like letters lie whole in the tile; 0 means that no text was seen.
	letters int
	// height is that of a small letter in pixels.
	height float64
	// edge is how wide the edge of a stroke is in pixels, from paper to ink, across upright and level strokes: its
	// contrast over its steepest slope.
	edge [2]float64
	// smeared says that there are bands as of lines of text, but no letters any more.
	smeared bool
	// cut is how many shapes like letters the border of the tile cuts through: above, right, below, left.
	cut [4]int
}

// text reports whether there is print by which sharpness can be told; blank paper is neither sharp nor blurred.
func (t *tile) text() bool { return t.letters >= leastLetters || t.smeared }

// width is that of the blurrier edges.
func (t *tile) width() float64 { return max(t.edge[0], t.edge[1]) }

const (
	tilesAlong   = 20 // along the longer side of the picture
	lettersAlong = 5  // small letters that a tile must be able to hold side by side
	leastTile    = 48 // pixels; smaller ones hold no whole letters
	leastLetters = 4
	// leastContrast is in grey levels; what differs less from its ground cannot be told from the grain of paper.
	leastContrast = 18
	// aboveNoise is how many times the differences of neighbours the contrast of print must be.
	aboveNoise = 7
)

// tilesOf measures a picture in squares, row by row. Where the letters are too large for them, as on a receipt that fills
// the picture, the squares are twice as large.
func tilesOf(g *image.Gray) []tile {
	side := max(leastTile, max(g.Rect.Dx(), g.Rect.Dy())/tilesAlong)
	tiles := tilesOfSide(g, side)
	var heights []float64
	for _, t := range tiles {
		if t.letters >= leastLetters {
			heights = append(heights, t.height)
		}
	}
	if quantile(heights, 0.5) > float64(side)/lettersAlong {
		return tilesOfSide(g, 2*side)
	}
	return tiles
}

func tilesOfSide(g *image.Gray, side int) []tile {
	m := tileMeter{picture: g}
	var tiles []tile
	for y := g.Rect.Min.Y; y+side/2 < g.Rect.Max.Y; y += side {
		for x := g.Rect.Min.X; x+side/2 < g.Rect.Max.X; x += side {
			tiles = append(tiles, m.measure(image.Rect(x, y, x+side, y+side).Intersect(g.Rect)))
		}
	}
	return tiles
}

// tileMeter measures tiles one after the other; its lists are used again.
type tileMeter struct {
	picture *image.Gray
	shapes  shapeFinder
	slopes  [2][256]int // how many edges have which slope, across upright and level strokes
}

func (m *tileMeter) measure(area image.Rectangle) tile {
	t := tile{area: area}
	t.ink, t.paper = m.levels(area)
	contrast := t.paper - t.ink
	if contrast < leastContrast || contrast < aboveNoise*m.grain(area) {
		t.ink = t.paper
		return t
	}
	shapes := m.shapes.find(m.picture, area, uint8((t.ink+t.paper)/2))
	t.edge = m.edges(area, uint8((t.ink+t.paper)/2), contrast)
	t.letters, t.height = letters(shapes)
	if t.letters >= leastLetters && t.height < leastHeight {
		if joined := m.joined(area, uint8((t.ink+t.paper)/2)); joined >= 2*t.height {
			t.height = joined
		}
	}
	t.cut = cutLetters(shapes, t.height)
	if t.letters < leastLetters || t.width() > widestEdge*t.height {
		t.letters = 0
		t.smeared = t.width() >= smearWidth && bands(shapes, area.Dx()) >= 2
	}
	return t
}

// levels are the brightness of the darkest hundredth, which is ink where there is any, and of the ground.
func (m *tileMeter) levels(area image.Rectangle) (ink, paper float64) {
	var count [256]int
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for _, v := range m.row(area, y) {
			count[v]++
		}
	}
	return percentile(&count, 0.01), percentile(&count, 0.75)
}

func (m *tileMeter) row(area image.Rectangle, y int) []uint8 {
	return m.picture.Pix[m.picture.PixOffset(area.Min.X, y):][:area.Dx()]
}

// grain is the median difference of neighbours, in grey levels: most pixels are of blank paper.
func (m *tileMeter) grain(area image.Rectangle) float64 {
	var count [256]int
	for y := area.Min.Y; y < area.Max.Y; y += 2 {
		row := m.row(area, y)
		for x := 1; x < len(row); x++ {
			count[distance(row[x], row[x-1])]++
		}
	}
	return percentile(&count, 0.5)
}

// edges are the widths of the edges in pixels, across upright strokes and across level ones, the median of each; 0 for a
// direction with too few edges. An edge counts for the direction across it: along a rule that is not quite level, the
// brightness changes slowly however sharp it is.
func (m *tileMeter) edges(area image.Rectangle, middle uint8, contrast float64) (widths [2]float64) {
	clear(m.slopes[0][:])
	clear(m.slopes[1][:])
	stride := m.picture.Stride
	for y := area.Min.Y + 2; y < area.Max.Y-2; y++ {
		at := m.picture.PixOffset(area.Min.X, y)
		pix := m.picture.Pix
		for i := at + 2; i < at+area.Dx()-2; i++ {
			dark := pix[i] < middle
			if dark != (pix[i+1] < middle) {
				if v := slope(pix[i-1], pix[i], pix[i+1], pix[i+2]); v >= distance(pix[i-stride], pix[i+stride])/2 {
					m.slopes[0][v]++
				}
			}
			if dark != (pix[i+stride] < middle) {
				if v := slope(pix[i-stride], pix[i], pix[i+stride], pix[i+2*stride]); v >= distance(pix[i-1], pix[i+1])/2 {
					m.slopes[1][v]++
				}
			}
		}
	}
	const least = 40 // edges
	for way := range widths {
		if n := total(&m.slopes[way]); n >= least {
			widths[way] = contrast / max(1, percentile(&m.slopes[way], 0.5))
		}
	}
	return widths
}

// slope is how steep an edge is between its second and third pixel, in levels a pixel. Over three pixels noise counts
// less; an edge narrower than that is told by two.
func slope(a, b, c, d uint8) uint8 { return max(distance(b, c), distance(a, d)/3) }

func distance(a, b uint8) uint8 { return max(a, b) - min(a, b) }

func total(count *[256]int) int {
	sum := 0
	for _, n := range count {
		sum += n
	}
	return sum
}

// percentile is the value below which a share of the counted ones lie.
func percentile(count *[256]int, share float64) float64 {
	left := int(share * float64(total(count)))
	for v, n := range count {
		if left -= n; left < 0 {
			return float64(v)
		}
	}
	return 255
}

// letters counts the shapes that may be letters, and gives the height in pixels of a small one. The smaller side of a
// shape counts, because a word whose letters run together is still as high as they are; points, dashes and rules are no letters.
func letters(shapes []shape) (count int, height float64) {
	var sides, whole []int
	for _, s := range shapes {
		if !s.cut {
			sides = append(sides, max(s.w, s.h))
		}
	}
	if len(sides) < leastLetters {
		return 0, 0
	}
	slices.Sort(sides)
	usual := sides[len(sides)*4/5]
	for _, s := range shapes {
		short, long := min(s.w, s.h), max(s.w, s.h)
		if !s.cut && long >= usual/3 && short >= max(usual/6, 3) && long <= 12*short && s.ink*10 < s.w*s.h*9+40 {
			whole = append(whole, short)
		}
	}
	if len(whole) < leastLetters {
		return 0, 0
	}
	slices.Sort(whole)
	return len(whole), float64(whole[len(whole)*3/5])
}

// joinDots is by how many pixels the spots of a dot printer are made larger so that they touch.
const joinDots = 2

// joined is the height of small letters once spots nearer than 2·joinDots are one: a letter of a dot printer grows
// manifold, a word of tiny letters remains as high as they were.
func (m *tileMeter) joined(area image.Rectangle, middle uint8) float64 {
	spread := image.NewGray(image.Rectangle{Max: area.Size()})
	for y := range area.Dy() {
		copy(spread.Pix[y*spread.Stride:], m.row(area, area.Min.Y+y))
	}
	spread.Pix = extreme(spread.Pix, area.Dx(), area.Dy(), joinDots, false)
	var shapes []shape
	ink, below := 0, 0
	for _, s := range m.shapes.find(spread, spread.Rect, middle) {
		if short := min(s.w, s.h); short <= area.Dx()/3 { // not a frame
			shapes = append(shapes, s)
			ink += s.ink
		}
	}
	slices.SortFunc(shapes, func(a, b shape) int { return cmp.Compare(min(a.w, a.h), min(b.w, b.h)) })
	for _, s := range shapes { // half of the ink is in shapes that are higher
		if below += s.ink; 2*below >= ink {
			return float64(min(s.w, s.h) - 2*joinDots)
		}
	}
	return 0
}

// widestEdge is how wide the edges of a shape can be, as a share of its height: what is blurred more widely is a shadow
// broken up by the grain of the paper.
const widestEdge = 1.25

// smearWidth is the width in pixels from which an edge is no longer that of a stroke, but of a line of text.
const smearWidth = 10

// bands counts long dark shapes that are not as broad as the tile: lines of text without letters.
func bands(shapes []shape, side int) int {
	n := 0
	for _, s := range shapes {
		if short, long := min(s.w, s.h), max(s.w, s.h); short <= side/2 && long >= side/4 {
			n++
		}
	}
	return n
}

// cutLetters counts the shapes that may be letters cut through by a border: above, right, below, left.
func cutLetters(shapes []shape, height float64) (count [4]int) {
	for _, s := range shapes {
		along := [4]int{s.w, s.h, s.w, s.h}
		through := [4]int{s.h, s.w, s.h, s.w}
		for n, touches := range s.at {
			if touches && float64(along[n]) > 0.4*height && float64(along[n]) < 2*height && float64(through[n]) > 0.3*height && float64(through[n]) < 2*height {
				count[n]++
			}
		}
	}
	return count
}
