package extract

import (
	"image"
	"slices"
)

// reduced makes a picture smaller by a whole factor: each pixel is the mean of factor² pixels. Rows and
// columns that do not fill a pixel are left out.
func reduced(g *image.Gray, factor int) *image.Gray {
	b := g.Bounds()
	w, h := b.Dx()/factor, b.Dy()/factor
	out := image.NewGray(image.Rect(0, 0, w, h))
	sums := make([]uint32, w)
	half := uint32(factor*factor) / 2
	reciprocal := (1<<24)/uint32(factor*factor) + 1
	for y := range h {
		clear(sums)
		for dy := range factor {
			row := g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y*factor+dy):][:w*factor]
			addRuns(sums, row, factor)
		}
		line := out.Pix[y*out.Stride:][:w]
		for x, s := range sums {
			line[x] = uint8(((s + half) * reciprocal) >> 24)
		}
	}
	return out
}

// addRuns adds to each sum the next factor pixels of a row.
func addRuns(sums []uint32, row []uint8, factor int) {
	switch factor {
	case 1:
		for x := range sums {
			sums[x] += uint32(row[x])
		}
	case 2:
		for x := range sums {
			p := row[2*x : 2*x+2 : 2*x+2]
			sums[x] += uint32(p[0]) + uint32(p[1])
		}
	case 3:
		for x := range sums {
			p := row[3*x : 3*x+3 : 3*x+3]
			sums[x] += uint32(p[0]) + uint32(p[1]) + uint32(p[2])
		}
	default:
		for x := range sums {
			var s uint32
			for _, v := range row[factor*x : factor*x+factor] {
				s += uint32(v)
			}
			sums[x] += s
		}
	}
}

// turned gives a picture turned clockwise by 0, 90, 180 or 270 degrees.
func turned(g *image.Gray, degrees int) *image.Gray {
	b := g.Bounds()
	w, h := b.Dx(), b.Dy()
	if degrees == 0 {
		return g
	}
	size := image.Rect(0, 0, w, h)
	if degrees != 180 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewGray(size)
	for y := range h {
		row := g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y):][:w]
		switch degrees {
		case 90:
			for x, v := range row {
				out.Pix[x*out.Stride+h-1-y] = v
			}
		case 180:
			line := out.Pix[(h-1-y)*out.Stride:][:w]
			for x, v := range row {
				line[w-1-x] = v
			}
		case 270:
			for x, v := range row {
				out.Pix[(w-1-x)*out.Stride+y] = v
			}
		}
	}
	return out
}

// sampled reads a w by h window of a picture, bilinearly, at the places to which the map sends the window's
// pixels; to is treated as affine over the window. Outside the picture it is white.
func sampled(g *image.Gray, to Homography, x0, y0, w, h int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, w, h))
	gw, gh := g.Rect.Dx(), g.Rect.Dy()
	mx, my := float64(x0)+float64(w)/2, float64(y0)+float64(h)/2
	cx, cy := to.Apply(mx, my)
	ax, ay := to.Apply(mx+1, my)
	bx, by := to.Apply(mx, my+1)
	ax, ay, bx, by = ax-cx, ay-cy, bx-cx, by-cy
	const one = 1 << 16
	for v := range h {
		dv := float64(v) + 0.5 - float64(h)/2
		du := 0.5 - float64(w)/2
		px := int((cx + ax*du + bx*dv - 0.5) * one)
		py := int((cy + ay*du + by*dv - 0.5) * one)
		sx, sy := int(ax*one), int(ay*one)
		line := out.Pix[v*out.Stride:][:w]
		for u := range line {
			ix, iy := px>>16, py>>16
			if uint(ix) < uint(gw-1) && uint(iy) < uint(gh-1) {
				fx, fy := uint32(px>>8&255), uint32(py>>8&255)
				i := iy*g.Stride + ix
				top := uint32(g.Pix[i])*(256-fx) + uint32(g.Pix[i+1])*fx
				i += g.Stride
				bottom := uint32(g.Pix[i])*(256-fx) + uint32(g.Pix[i+1])*fx
				line[u] = uint8((top*(256-fy) + bottom*fy + 1<<15) >> 16)
			} else {
				line[u] = 255
			}
			px += sx
			py += sy
		}
	}
	return out
}

// floats are the grey levels of a picture, row by row, ready for arithmetic.
func floats(g *image.Gray) []float32 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := make([]float32, 0, w*h)
	for y := range h {
		for _, v := range g.Pix[y*g.Stride:][:w] {
			out = append(out, float32(v))
		}
	}
	return out
}

// atOrigin is the same picture, its pixels shared, with its corner at 0, 0.
func atOrigin(g *image.Gray) *image.Gray {
	b := g.Bounds()
	if b.Min == (image.Point{}) || b.Empty() {
		return g
	}
	return &image.Gray{Pix: g.Pix[g.PixOffset(b.Min.X, b.Min.Y):], Stride: g.Stride, Rect: image.Rect(0, 0, b.Dx(), b.Dy())}
}

// median of a list, the upper one of two; 0 of none. The list keeps its order.
func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
