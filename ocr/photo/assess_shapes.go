package photo

import "image"

// shape is a connected dark spot of a tile.
type shape struct {
	w, h, ink int     // breadth, height and dark pixels
	cut       bool    // it touches a border of the tile, so nobody knows how large it is
	at        [4]bool // which border: above, right, below, left
}

// leastShape is in pixels: what is smaller is a speck.
const leastShape = 8

// shapeFinder finds connected spots row by row, by their runs (A. Rosenfeld and J. Pfaltz, Sequential Operations in
// Digital Picture Processing, J. ACM 13, 1966); spots that touch at a corner are one.
type shapeFinder struct {
	above, here []darkRun
	spots       []spot
}

type darkRun struct{ from, to, spot int } // to is the first pixel that is not dark

type spot struct {
	box    image.Rectangle
	ink    int
	parent int // itself, unless it was joined to another
}

// find gives the spots darker than a threshold; the list is the caller's.
func (f *shapeFinder) find(g *image.Gray, area image.Rectangle, middle uint8) []shape {
	f.spots, f.above = f.spots[:0], f.above[:0]
	for y := area.Min.Y; y < area.Max.Y; y++ {
		f.row(g.Pix[g.PixOffset(area.Min.X, y):][:area.Dx()], y-area.Min.Y, middle)
	}
	var shapes []shape
	for i, s := range f.spots {
		if s.parent == i && s.ink >= leastShape {
			at := [4]bool{s.box.Min.Y == 0, s.box.Max.X == area.Dx(), s.box.Max.Y == area.Dy(), s.box.Min.X == 0}
			shapes = append(shapes, shape{w: s.box.Dx(), h: s.box.Dy(), ink: s.ink, at: at, cut: at != [4]bool{}})
		}
	}
	return shapes
}

func (f *shapeFinder) row(row []uint8, y int, middle uint8) {
	f.here = f.here[:0]
	next := 0 // the first run above that may touch
	for x := 0; x < len(row); x++ {
		if row[x] >= middle {
			continue
		}
		run := darkRun{from: x, spot: -1}
		for x < len(row) && row[x] < middle {
			x++
		}
		run.to = x
		for next < len(f.above) && f.above[next].to < run.from {
			next++
		}
		for i := next; i < len(f.above) && f.above[i].from <= run.to; i++ {
			run.spot = f.join(run.spot, f.above[i].spot)
		}
		f.here = append(f.here, f.add(run, y))
	}
	f.above, f.here = f.here, f.above
}

// add counts a run to its spot, a new one if it has none.
func (f *shapeFinder) add(run darkRun, y int) darkRun {
	box := image.Rect(run.from, y, run.to, y+1)
	if run.spot < 0 {
		run.spot = len(f.spots)
		f.spots = append(f.spots, spot{box: box, parent: run.spot})
	}
	s := &f.spots[run.spot]
	s.box, s.ink = s.box.Union(box), s.ink+run.to-run.from
	return run
}

// join makes two spots one, and gives its number; -1 is none.
func (f *shapeFinder) join(a, b int) int {
	b = f.root(b)
	if a < 0 || a == b {
		return b
	}
	into, from := &f.spots[a], &f.spots[b]
	into.box, into.ink = into.box.Union(from.box), into.ink+from.ink
	from.parent = a
	return a
}

func (f *shapeFinder) root(i int) int {
	for f.spots[i].parent != i {
		f.spots[i].parent = f.spots[f.spots[i].parent].parent
		i = f.spots[i].parent
	}
	return i
}
