package photo

import (
	"image"
	"math"
	"slices"
)

// leaning is how far the lines of print of a paper run beside level ones, by the place on it: what is left of its bend
// once the sides are straight.
type leaning struct {
	columns, rows int
	// shift is, at the middle of each tile, row by row, how far of the paper's height a line lies lower than at the middle
	// of the paper.
	shift []float64
	// x0, dx, y0 and dy are where the tiles' middles are, in parts of the paper's width and height.
	x0, dx, y0, dy float64
}

const (
	levelWidth = 800 // pixels across a paper at which lines are seen: 100 dpi of A4
	// tiles overlap by half
	tileWide, tileHigh = 120, 64
	// lines lean by mostLean of their length at most, seen first in steps of coarseLean, then of fineLean
	mostLean, coarseLean, fineLean = 0.12, 0.01, 0.002
	leastTiles                     = 6
)

// leaningOf sees how the lines of a paper run, of which ink is 1 where there is print. ok is false where too few can be seen.
func leaningOf(ink []uint8, size image.Point) (l leaning, ok bool) {
	w, h := size.X, size.Y
	l.columns, l.rows = 2*w/tileWide-1, 2*h/tileHigh-1
	if l.columns < 3 || l.rows < 3 {
		return l, false
	}
	l.x0, l.dx = tileWide/2/float64(w), tileWide/2/float64(w)
	l.y0, l.dy = tileHigh/2/float64(h), tileHigh/2/float64(h)
	slopes, weights := make([]float64, l.columns*l.rows), make([]float64, l.columns*l.rows)
	seen := 0
	for i := range slopes {
		x, y := i%l.columns*tileWide/2, i/l.columns*tileHigh/2
		slopes[i], weights[i] = leanIn(ink, w, image.Rect(x, y, x+tileWide, y+tileHigh))
		if weights[i] > 0 {
			seen++
		}
	}
	if seen < leastTiles {
		return l, false
	}
	l.add(l.smooth(slopes, weights), float64(w)/float64(h))
	return l, true
}

// smooth is the field of slopes that follows what tiles show and changes little from one to the next. Tiles that
// disagree with those around them count less, round by round.
func (l leaning) smooth(seen, weights []float64) []float64 {
	const stiff, rounds, sweeps = 1.5, 4, 60
	field := make([]float64, len(seen))
	trust := append([]float64(nil), weights...)
	for range rounds {
		for range sweeps {
			for i := range field {
				x, y := i%l.columns, i/l.columns
				sum, total := trust[i]*seen[i], trust[i]
				near := func(j int, ok bool) {
					if ok {
						sum, total = sum+stiff*field[j], total+stiff
					}
				}
				near(i-1, x > 0)
				near(i+1, x+1 < l.columns)
				near(i-l.columns, y > 0)
				near(i+l.columns, y+1 < l.rows)
				field[i] = sum / total
			}
		}
		for i := range trust {
			off := (seen[i] - field[i]) / 0.008
			trust[i] = weights[i] / (1 + off*off)
		}
	}
	return field
}

// add adds up the slopes from the middle of the paper to both sides; aspect is its width for a height of one.
func (l *leaning) add(slopes []float64, aspect float64) {
	l.shift = make([]float64, len(slopes))
	middle := l.columns / 2
	step := l.dx * aspect
	for y := range l.rows {
		row, out := slopes[y*l.columns:][:l.columns], l.shift[y*l.columns:][:l.columns]
		for x := middle + 1; x < l.columns; x++ {
			out[x] = out[x-1] + step*(row[x-1]+row[x])/2
		}
		for x := middle - 1; x >= 0; x-- {
			out[x] = out[x+1] - step*(row[x+1]+row[x])/2
		}
	}
}

// below is how far, of the paper's height, a line that is level in the middle lies lower at u, v.
func (l leaning) below(u, v float64) float64 {
	x, y := (u-l.x0)/l.dx, (v-l.y0)/l.dy
	i, j := min(max(int(x), 0), l.columns-2), min(max(int(y), 0), l.rows-2)
	// on goes the slope beside the outer tiles, but not what is above and below
	fx, fy := min(max(x-float64(i), -1.2), 2.2), min(max(y-float64(j), 0), 1)
	at := func(j int) float64 {
		a, b := l.shift[j*l.columns+i], l.shift[j*l.columns+i+1]
		return a + fx*(b-a)
	}
	a, b := at(j), at(j+1)
	return a + fy*(b-a)
}

// mostBelow is the largest shift that straightening makes, of the height.
func (l leaning) mostBelow() float64 {
	most := 0.0
	for _, v := range l.shift {
		most = max(most, math.Abs(v))
	}
	return most
}

// printOf is 1 where a pixel is darker than what is around it.
func printOf(g *image.Gray) []uint8 {
	const reach = 9
	const darker = 14
	w, h := g.Rect.Dx(), g.Rect.Dy()
	sums := make([]int32, (w+1)*(h+1))
	for y := range h {
		row := int32(0)
		for x, v := range g.Pix[y*g.Stride:][:w] {
			row += int32(v)
			sums[(y+1)*(w+1)+x+1] = sums[y*(w+1)+x+1] + row
		}
	}
	ink := make([]uint8, w*h)
	for y := range h {
		y0, y1 := max(y-reach, 0), min(y+reach+1, h)
		for x := range w {
			x0, x1 := max(x-reach, 0), min(x+reach+1, w)
			around := sums[y1*(w+1)+x1] - sums[y0*(w+1)+x1] - sums[y1*(w+1)+x0] + sums[y0*(w+1)+x0]
			if int32(g.Pix[y*g.Stride+x]+darker)*int32((x1-x0)*(y1-y0)) < around && g.Pix[y*g.Stride+x] < 255-darker {
				ink[y*w+x] = 1
			}
		}
	}
	return ink
}

// leanIn is the slope at which the rows of a tile part best into print and white (Postl's projection profile), and how
// much that says; 0 for a tile without lines.
func leanIn(ink []uint8, w int, tile image.Rectangle) (slope, weight float64) {
	var points []image.Point
	for y := tile.Min.Y; y < tile.Max.Y; y++ {
		for x := tile.Min.X; x < tile.Max.X; x++ {
			if ink[y*w+x] != 0 {
				points = append(points, image.Pt(x-(tile.Min.X+tile.Max.X)/2, y-tile.Min.Y))
			}
		}
	}
	if n := len(points); n < 150 || n > tileWide*tileHigh/3 {
		return 0, 0
	}
	all := []float64{}
	best, top := 0.0, 0.0
	for lean := -mostLean; lean <= mostLean+1e-9; lean += coarseLean {
		v := profile(points, lean)
		all = append(all, v)
		if v > top {
			best, top = lean, v
		}
	}
	middle := best
	for lean := middle - coarseLean; lean <= middle+coarseLean+1e-9; lean += fineLean {
		if v := profile(points, lean); v > top {
			best, top = lean, v
		}
	}
	slices.Sort(all)
	contrast := top / max(all[len(all)/2], 1)
	if contrast < 1.6 || math.Abs(best) > mostLean {
		return 0, 0
	}
	return best, min(contrast-1, 4)
}

// profile is how strongly the rows differ from one to the next when they lean.
func profile(points []image.Point, lean float64) (score float64) {
	const margin = tileWide/2*13/100 + 2 // mostLean and a step
	k := int(lean * (1 << 16))
	var rows [tileHigh + 2*margin + 1]int
	for _, p := range points {
		rows[p.Y+margin-p.X*k>>16]++
	}
	for j := 1; j < len(rows); j++ {
		d := float64(rows[j] - rows[j-1])
		score += d * d
	}
	return score
}
