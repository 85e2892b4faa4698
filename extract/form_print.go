package extract

import "image"

// printed is what the blank form prints in a zone: which pixels, and those near enough that a scan may show
// the print there.
type printed struct {
	w, h int
	// core marks printed pixels of the blank, wide those up to slack pixels from them: how far, at zoneDPI, print may be
	// from its place after the zone was aligned, or be blurred.
	slack      int
	core, wide []bool
	points     []image.Point // of core
	// touched counts the lanes where writing touches the print from one side, and so may be cut.
	touched int
	// lost tells that most of the print is not on the picture.
	lost bool
}

const (
	// the slack of scans, of photographs, and of what has few pixels
	scanSlack, photoSlack, coarseSlack = 2, 3, 4
	// coarsePrintDPI is the resolution below which a line of the form is as wide as a pixel
	coarsePrintDPI = 180.0
	// drift is how far a zone is moved, in pixels, to lie on its print.
	drift = 4
	// a printed line is at most this thick in pixels, beside the slack; what is thicker is erased whole
	thickest = 10
)

func newPrint(blank *image.Gray, origin image.Point, w, h, slack int) *printed {
	p := &printed{slack: slack, w: w, h: h, core: make([]bool, w*h)}
	for y := range h {
		if by := y + origin.Y; by < 0 || by >= blank.Rect.Dy() {
			continue
		}
		for x := range w {
			if bx := x + origin.X; bx >= 0 && bx < blank.Rect.Dx() && blank.Pix[(y+origin.Y)*blank.Stride+bx] < 150 {
				p.core[y*w+x] = true
				p.points = append(p.points, image.Pt(x, y))
			}
		}
	}
	return p
}

// threshold parts ink from paper: paper is the commonest level of the zone, ink what the print shows.
func (p *printed) threshold(g *image.Gray) uint8 {
	var histogram [256]int
	for y := range p.h {
		for _, v := range g.Pix[y*g.Stride:][:p.w] {
			histogram[v]++
		}
	}
	// a zone is mostly paper: its level is the median of the lighter nine tenths
	paper, seen := 255, 0
	for ; paper > 0 && seen < p.w*p.h*45/100; paper-- {
		seen += histogram[paper]
	}
	ink, n := 0, 0
	for _, q := range p.points {
		ink += int(g.Pix[q.Y*g.Stride+q.X])
		n++
	}
	dark := 0
	if n > 0 {
		dark = ink / n
	}
	return uint8(max(20, paper-max(30, (paper-dark)*4/10)))
}

// erase makes the print white where it lies on the picture, and keeps the strokes that cross it: where ink
// goes on at both sides of a line, the crossing stays; where it touches from one side, only the line's own
// pixels go.
func (p *printed) erase(g *image.Gray, threshold uint8) {
	dx, dy := p.align(g)
	p.lost = p.missing(g, dx, dy)
	p.spread(dx, dy)
	ink := make([]bool, p.w*p.h)
	for y := range p.h {
		for x, v := range g.Pix[y*g.Stride:][:p.w] {
			ink[y*p.w+x] = v < threshold
		}
	}
	keep := make([]bool, p.w*p.h)
	p.keepCrossing(ink, keep, p.w, p.h, p.w, 1) // columns: strokes across horizontal lines
	p.keepCrossing(ink, keep, p.h, p.w, 1, p.w) // rows: strokes across vertical lines
	for y := range p.h {
		row := g.Pix[y*g.Stride:][:p.w]
		for x := range row {
			if i := y*p.w + x; p.wide[i] && !keep[i] {
				row[x] = 255
			}
		}
	}
}

// align finds the shift, of up to drift pixels, at which the print lies darkest on the picture.
func (p *printed) align(g *image.Gray) (dx, dy int) {
	best := -1
	step := 1 + len(p.points)/3000
	for y := -drift; y <= drift; y++ {
		for x := -drift; x <= drift; x++ {
			sum := 0
			for i := 0; i < len(p.points); i += step {
				px, py := p.points[i].X+x, p.points[i].Y+y
				if uint(px) < uint(p.w) && uint(py) < uint(p.h) {
					sum += 255 - int(g.Pix[py*g.Stride+px])
				}
			}
			// the registered place wins unless another is clearly better
			if score := sum*100 - sum*(x*x+y*y)/4; score > best {
				best, dx, dy = score, x, y
			}
		}
	}
	return dx, dy
}

// missing reports whether most of the print is not there, moved by a shift: paper is where it should be, or one
// darkness over all of the zone. Dots of grey are seen only by half.
func (p *printed) missing(g *image.Gray, dx, dy int) bool {
	const fewest = 60 // pixels of print that say something
	if len(p.points) < fewest {
		return false
	}
	paper, ink := 0, 0
	for y := 0; y < p.h; y += 2 {
		for x := 0; x < p.w; x += 2 {
			if !p.core[y*p.w+x] {
				paper += int(g.Pix[y*g.Stride+x])
				ink++
			}
		}
	}
	if ink == 0 {
		return false
	}
	paper /= ink
	darker := 0
	for _, q := range p.points {
		if q = q.Add(image.Pt(dx, dy)); uint(q.X) < uint(p.w) && uint(q.Y) < uint(p.h) && int(g.Pix[q.Y*g.Stride+q.X]) < paper-12 {
			darker++
		}
	}
	return 4*darker < len(p.points)
}

// spread moves core by a shift and makes wide.
func (p *printed) spread(dx, dy int) {
	core := make([]bool, p.w*p.h)
	p.wide = make([]bool, p.w*p.h)
	for _, q := range p.points {
		x, y := q.X+dx, q.Y+dy
		if uint(x) < uint(p.w) && uint(y) < uint(p.h) {
			core[y*p.w+x] = true
		}
		for v := max(0, y-p.slack); v <= min(p.h-1, y+p.slack); v++ {
			for u := max(0, x-p.slack); u <= min(p.w-1, x+p.slack); u++ {
				p.wide[v*p.w+u] = true
			}
		}
	}
	p.core = core
}

// keepCrossing walks lanes (columns or rows; lane i starts at i·laneStep, and its pixels follow each other
// at pixelStep) and marks the inked pixels of print that belong to strokes across it.
func (p *printed) keepCrossing(ink, keep []bool, lanes, length, pixelStep, laneStep int) {
	for lane := range lanes {
		at := func(i int) int { return lane*laneStep + i*pixelStep }
		for i := 0; i < length; i++ {
			if !p.wide[at(i)] {
				continue
			}
			end := i
			for end < length && p.wide[at(end)] {
				end++
			}
			if end-i <= thickest+2*p.slack {
				p.keepRun(ink, keep, at, i, end, length)
			}
			i = end
		}
	}
}

// keepRun decides over the print from i to end on one lane. To keep the line's own pixels where a stroke
// only touches it was tried: the rests under the letters confuse the recogniser more than what is cut.
func (p *printed) keepRun(ink, keep []bool, at func(int) int, i, end, length int) {
	before := i > 0 && ink[at(i-1)]
	after := end < length && ink[at(end)]
	switch {
	case before && after:
		for j := i; j < end; j++ {
			keep[at(j)] = true
		}
	case before:
		p.touched++
		for j := i; j < end && ink[at(j)] && !p.core[at(j)]; j++ {
			keep[at(j)] = true
		}
	case after:
		p.touched++
		for j := end - 1; j >= i && ink[at(j)] && !p.core[at(j)]; j-- {
			keep[at(j)] = true
		}
	}
}

// piece is a connected piece of ink.
type piece struct {
	box    image.Rectangle
	ink    int // pixels
	pixels []int32
}

// long is the longer side of the piece in pixels.
func (p piece) long() float64 { return float64(max(p.box.Dx(), p.box.Dy())) }

// erase makes the piece white, with its soft border of one pixel.
func (p piece) erase(g *image.Gray) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	for _, i := range p.pixels {
		x, y := int(i)%w, int(i)/w
		for v := max(0, y-1); v <= min(h-1, y+1); v++ {
			for u := max(0, x-1); u <= min(w-1, x+1); u++ {
				g.Pix[v*w+u] = 255
			}
		}
	}
}

// inkPieces finds the 8-connected pieces of what is darker than a threshold.
func inkPieces(g *image.Gray, threshold uint8) []piece {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	seen := make([]bool, w*h)
	var list []piece
	var stack []int32
	for start := range seen {
		if seen[start] || g.Pix[start] >= threshold {
			continue
		}
		p := piece{box: image.Rect(start%w, start/w, start%w+1, start/w+1)}
		stack = append(stack[:0], int32(start))
		seen[start] = true
		for len(stack) > 0 {
			i := int(stack[len(stack)-1])
			stack = stack[:len(stack)-1]
			x, y := i%w, i/w
			p.pixels = append(p.pixels, int32(i))
			p.box.Min.X, p.box.Max.X = min(p.box.Min.X, x), max(p.box.Max.X, x+1)
			p.box.Min.Y, p.box.Max.Y = min(p.box.Min.Y, y), max(p.box.Max.Y, y+1)
			for v := max(0, y-1); v <= min(h-1, y+1); v++ {
				for u := max(0, x-1); u <= min(w-1, x+1); u++ {
					if j := v*w + u; !seen[j] && g.Pix[j] < threshold {
						seen[j] = true
						stack = append(stack, int32(j))
					}
				}
			}
		}
		p.ink = len(p.pixels)
		list = append(list, p)
	}
	return list
}
