package adopt

import (
	"image"
	"slices"
)

// keepBox keeps the outline of a small box, whatever is in it.
func (p inkPiece) keepBox(keep []bool, across, down []uint16, straight []int32, box image.Rectangle, w int, k float64) bool {
	width, height := float64(box.Dx()), float64(box.Dy())
	if width < 2*k || height < 2*k || width > 1.9*height || height > 3*width {
		return false
	}
	edge := max(2, int(0.45*k))
	var sides [4]int
	for _, i := range straight {
		x, y := int(i)%w, int(i)/w
		if float64(across[i]) >= 0.8*width {
			if y < box.Min.Y+edge {
				sides[0] = max(sides[0], int(across[i]))
			}
			if y >= box.Max.Y-edge {
				sides[1] = max(sides[1], int(across[i]))
			}
		}
		if float64(down[i]) >= 0.8*height {
			if x < box.Min.X+edge {
				sides[2] = max(sides[2], int(down[i]))
			}
			if x >= box.Max.X-edge {
				sides[3] = max(sides[3], int(down[i]))
			}
		}
	}
	for _, side := range sides {
		if side == 0 {
			return false
		}
	}
	corners := [4]bool{}
	for _, i := range p.pixels {
		x, y := int(i)%w, int(i)/w
		for c, at := range [4]image.Point{box.Min, {X: box.Max.X - 1, Y: box.Min.Y}, {X: box.Min.X, Y: box.Max.Y - 1}, {X: box.Max.X - 1, Y: box.Max.Y - 1}} {
			corners[c] = corners[c] || max(x-at.X, at.X-x, y-at.Y, at.Y-y) <= max(1, int(0.12*k))
		}
	}
	if corners != [4]bool{true, true, true, true} { // an O
		return false
	}
	thin := max(2, int(0.3*k))
	inner := image.Rect(box.Min.X+thin, box.Min.Y+thin, box.Max.X-thin, box.Max.Y-thin)
	for _, i := range straight {
		if !image.Pt(int(i)%w, int(i)/w).In(inner) {
			keep[i] = true
		}
	}
	return true
}

// crossedSide is the least share of the side of a box that is inked though it was crossed or blackened.
const crossedSide = 0.8

// keepCrossed finds in the other pieces boxes as large as those that were found whole: a cross or a scribble runs
// over their sides.
func (b *bitmap) keepCrossed(keep []bool, boxes []image.Rectangle, other []inkPiece) {
	if len(boxes) == 0 {
		return
	}
	sizes := sizesOf(boxes)
	for _, p := range other {
		best, at, w, h := 0.0, image.Point{}, 0, 0
		for _, size := range sizes {
			for y := p.y0 - 1; y+size.Y <= p.y1+1; y++ {
				for x := p.x0 - 1; x+size.X <= p.x1+1; x++ {
					if side := b.leastSide(image.Rect(x, y, x+size.X, y+size.Y)); side > best {
						best, at, w, h = side, image.Pt(x, y), size.X, size.Y
					}
				}
			}
		}
		if best < crossedSide {
			continue
		}
		for x := range w {
			for _, y := range []int{0, 1, h - 2, h - 1} {
				b.keepAt(keep, at.X+x, at.Y+y)
			}
		}
		for y := range h {
			for _, x := range []int{0, 1, w - 2, w - 1} {
				b.keepAt(keep, at.X+x, at.Y+y)
			}
		}
	}
}

// sizesOf are the sizes of boxes, the commonest first, that differ by more than the noise of a scan; four at most.
func sizesOf(boxes []image.Rectangle) []image.Point {
	const noise, most = 2, 4 // pixels, sizes
	boxes = slices.Clone(boxes)
	slices.SortFunc(boxes, func(a, b image.Rectangle) int { return a.Dx() + a.Dy() - b.Dx() - b.Dy() })
	type class struct{ boxes []image.Rectangle }
	var classes []class
next:
	for _, r := range boxes {
		for i := range classes {
			if first := classes[i].boxes[0]; r.Dx()-first.Dx() <= 2*noise && r.Dy()-first.Dy() <= 2*noise {
				classes[i].boxes = append(classes[i].boxes, r)
				continue next
			}
		}
		classes = append(classes, class{[]image.Rectangle{r}})
	}
	slices.SortStableFunc(classes, func(a, b class) int { return len(b.boxes) - len(a.boxes) })
	var sizes []image.Point
	for _, c := range classes[:min(len(classes), most)] {
		sizes = append(sizes, c.boxes[len(c.boxes)/2].Size())
	}
	return sizes
}

func (b *bitmap) keepAt(keep []bool, x, y int) {
	if x >= 0 && y >= 0 && x < b.w && y < b.h && b.ink[y*b.w+x] {
		keep[y*b.w+x] = true
	}
}

// leastSide is the share of ink along the side of a box that has the least.
func (b *bitmap) leastSide(r image.Rectangle) float64 {
	if r.Min.X < 0 || r.Min.Y < 0 || r.Max.X > b.w || r.Max.Y > b.h {
		return 0
	}
	var sides [4]int
	count := func(side, x, y, dx, dy int) {
		if b.ink[y*b.w+x] || b.ink[(y+dy)*b.w+x+dx] {
			sides[side]++
		}
	}
	for x := r.Min.X; x < r.Max.X; x++ {
		count(0, x, r.Min.Y, 0, 1)
		count(1, x, r.Max.Y-1, 0, -1)
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		count(2, r.Min.X, y, 1, 0)
		count(3, r.Max.X-1, y, -1, 0)
	}
	across, down := min(sides[0], sides[1]), min(sides[2], sides[3])
	return min(float64(across)/float64(r.Dx()), float64(down)/float64(r.Dy()))
}
