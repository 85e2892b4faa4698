package photo

import (
	"image"
	"math"
	"slices"
)

// leaning is how the lines of print of a paper lean, by the place on it: what is left of its bend once the sides are
// straight. The slope at x, y, both from -1 to 1, is the sum of slope[3*i+j]·xⁱ·yʲ, in pixels down for each to the right.
type leaning struct {
	slope [9]float64
	size  image.Point
}

const (
	levelWidth = 800 // pixels across a paper at which lines are seen: 100 dpi of A4
	// mostLean is the steepest line that is looked for, in steps of leanStep.
	mostLean, leanStep = 0.04, 0.002
	tileWide, tileHigh = 120, 64
)

// leaningOf sees how the lines of a paper run that starts at 0, 0. ok is false where too few can be seen.
func leaningOf(g *image.Gray) (l leaning, ok bool) {
	ink := printOf(g)
	w, h := g.Rect.Dx(), g.Rect.Dy()
	var seen []leanTile
	for y := 0; y+tileHigh <= h; y += tileHigh / 2 {
		for x := 0; x+tileWide <= w; x += tileWide / 2 {
			if slope, weight := leanIn(ink, w, image.Rect(x, y, x+tileWide, y+tileHigh)); weight > 0 {
				seen = append(seen, leanTile{(float64(x) + tileWide/2) / float64(w) * 2, (float64(y) + tileHigh/2) / float64(h) * 2, slope, weight})
			}
		}
	}
	for i := range seen {
		seen[i].x--
		seen[i].y--
	}
	l.size = g.Rect.Size()
	l.slope, ok = fitLeaning(seen)
	return l, ok
}

type leanTile struct{ x, y, slope, weight float64 }

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
	const steps = int(mostLean / leanStep)
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
	const margin = tileWide/2*4/100 + 2 // mostLean
	var score [2*steps + 1]float64
	for i := range score {
		lean := int(float64(i-steps) * leanStep * (1 << 16))
		var rows [tileHigh + 2*margin + 1]int
		for _, p := range points {
			rows[p.Y+margin-p.X*lean>>16]++
		}
		for j := 1; j < len(rows); j++ {
			d := float64(rows[j] - rows[j-1])
			score[i] += d * d
		}
	}
	best := 0
	for i, v := range score {
		if v > score[best] {
			best = i
		}
	}
	sorted := slices.Clone(score[:])
	slices.Sort(sorted)
	contrast := score[best] / max(sorted[len(sorted)/2], 1)
	if contrast < 1.5 || best == 0 || best == len(score)-1 {
		return 0, 0
	}
	at := float64(best)
	if a, b, c := score[best-1], score[best], score[best+1]; a+c < 2*b {
		at += 0.5 * (a - c) / (a - 2*b + c)
	}
	return (at - float64(steps)) * leanStep, min(contrast-1, 4)
}

// fitLeaning is the smooth slope through what the tiles show, those that disagree left out by and by.
func fitLeaning(tiles []leanTile) (slope [9]float64, ok bool) {
	weights := make([]float64, len(tiles))
	for i, t := range tiles {
		weights[i] = t.weight
	}
	order := 9
	if len(tiles) < 30 {
		order = 4
	}
	for range 6 {
		slope, ok = solveLeaning(tiles, weights, order)
		if !ok {
			return slope, false
		}
		for i, t := range tiles {
			off := (t.slope - polynomial(slope, t.x, t.y)) / 0.004
			weights[i] = t.weight / (1 + off*off)
		}
	}
	return slope, true
}

// terms are the powers of x and y, the first four those of a plane and its twist.
var terms = [9][2]int{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {2, 0}, {0, 2}, {2, 1}, {1, 2}, {2, 2}}

func polynomial(c [9]float64, x, y float64) float64 {
	sum := 0.0
	for i, t := range terms {
		sum += c[i] * power(x, t[0]) * power(y, t[1])
	}
	return sum
}

func power(x float64, n int) float64 {
	p := 1.0
	for range n {
		p *= x
	}
	return p
}

// solveLeaning is the weighted least squares fit of the first terms, drawn a little to zero where nothing is seen.
func solveLeaning(tiles []leanTile, weights []float64, order int) (slope [9]float64, ok bool) {
	if len(tiles) < 6 {
		return slope, false
	}
	var m [9][10]float64
	total := 0.0
	for i, t := range tiles {
		var f [9]float64
		for k := range order {
			f[k] = power(t.x, terms[k][0]) * power(t.y, terms[k][1])
		}
		for a := range order {
			for b := range order {
				m[a][b] += weights[i] * f[a] * f[b]
			}
			m[a][9] += weights[i] * f[a] * t.slope
		}
		total += weights[i]
	}
	for a := range order {
		m[a][a] += 0.01 * total
	}
	for a := range order {
		for b := range order {
			if b == a || m[a][a] == 0 {
				continue
			}
			k := m[b][a] / m[a][a]
			for c := a; c < 10; c++ {
				m[b][c] -= k * m[a][c]
			}
		}
	}
	for a := range order {
		if m[a][a] != 0 {
			slope[a] = m[a][9] / m[a][a]
		}
	}
	return slope, true
}

// below is how far, of the paper's height, a line that is level at u = ½ lies lower at u, v.
func (l leaning) below(u, v float64) float64 {
	x, y := 2*u-1, 2*v-1
	sum := 0.0
	for i, t := range terms {
		sum += l.slope[i] * power(x, t[0]+1) / float64(t[0]+1) * power(y, t[1])
	}
	// x runs over half the width
	return sum * float64(l.size.X) / 2 / float64(l.size.Y)
}

// mostBelow is the largest shift that straightening makes, of the height.
func (l leaning) mostBelow() float64 {
	most := 0.0
	for i := range 5 {
		v := float64(i) / 4
		most = max(most, math.Abs(l.below(0, v)), math.Abs(l.below(1, v)))
	}
	return most
}
