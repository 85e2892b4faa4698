package photo

import (
	"image"
	"image/color"
	"math"
)

// small is a picture reduced for finding papers: red, green and blue, each from 0 to 255.
type small struct {
	w, h  int
	scale float64 // pixels of the picture for each of small
	plane [3][]uint8
}

// reduce averages a picture that starts at 0, 0 down to a longer side of long pixels at most.
func reduce(img image.Image, long int) *small {
	b := img.Bounds()
	step := max(float64(max(b.Dx(), b.Dy()))/float64(long), 1)
	s := &small{w: max(int(float64(b.Dx())/step), 1), h: max(int(float64(b.Dy())/step), 1), scale: step}
	channels := planes(img)
	for c := range s.plane {
		s.plane[c] = channels[min(c, len(channels)-1)].averaged(step, s.w, s.h)
	}
	if _, ok := img.(*image.YCbCr); ok {
		for i := range s.plane[0] {
			s.plane[0][i], s.plane[1][i], s.plane[2][i] = color.YCbCrToRGB(s.plane[0][i], s.plane[1][i], s.plane[2][i])
		}
	}
	return s
}

// averaged is the plane at one pixel for step of its picture; a few samples of each cell are enough.
func (p plane) averaged(step float64, w, h int) []uint8 {
	n := min(max(int(step/float64(max(p.fx, p.fy))), 1), 3)
	out := make([]uint8, w*h)
	columns := make([]int, w*n)
	for i := range columns {
		x := (float64(i) + 0.5) / float64(n) * step / float64(p.fx)
		columns[i] = min(int(x), p.w-1) * p.step
	}
	for y := range h {
		to := out[y*w:][:w]
		var rows [3][]uint8
		for j := range n {
			at := (float64(y*n+j) + 0.5) / float64(n) * step / float64(p.fy)
			rows[j] = p.pix[min(int(at), p.h-1)*p.stride:]
		}
		for x := range to {
			sum := 0
			for _, row := range rows[:n] {
				for _, c := range columns[x*n:][:n] {
					sum += int(row[c])
				}
			}
			to[x] = uint8(sum / (n * n))
		}
	}
	return out
}

// withoutPrint closes what is dark and thinner than 2r pixels: the print of a paper, and the seams of a table.
func (s *small) withoutPrint(r int) *small {
	out := *s
	for c := range s.plane {
		out.plane[c] = extreme(extreme(s.plane[c], s.w, s.h, r, true), s.w, s.h, r, false)
	}
	return &out
}

// extreme is the largest or the smallest value in the square of 2r+1 pixels around each.
func extreme(in []uint8, w, h, r int, largest bool) []uint8 {
	// around stands r rows and columns of what counts for nothing; the smallest is the largest of what is missing to white
	wide, high := w+2*r, h+2*r
	out, turned := make([]uint8, wide*high), uint8(0)
	if !largest {
		turned = 255
	}
	for y := range h {
		to := out[(y+r)*wide+r:][:w]
		for x, v := range in[y*w:][:w] {
			to[x] = v ^ turned
		}
	}
	for _, step := range [2]int{1, wide} {
		spread := func(by int) {
			from := out[by*step:]
			to := out[:len(from)]
			for i, v := range from {
				to[i] = max(to[i], v)
			}
		}
		n := 1 // each place has the largest of so many from it on
		for ; 2*n <= 2*r+1; n *= 2 {
			spread(n)
		}
		if more := 2*r + 1 - n; more > 0 {
			spread(more)
		}
	}
	result := make([]uint8, len(in))
	for y := range h {
		to := result[y*w:][:w]
		for x, v := range out[y*wide:][:w] {
			to[x] = v ^ turned
		}
	}
	return result
}

// at is the colour at a point, interpolated; beyond the picture that of its edge.
func (s *small) at(p Point) [3]float64 {
	var out [3]float64
	for c, plane := range s.plane {
		out[c] = interpolated(plane, s.w, s.h, p)
	}
	return out
}

func interpolated(plane []uint8, w, h int, p Point) float64 {
	x, y := min(max(p.X-0.5, 0), float64(w-1)), min(max(p.Y-0.5, 0), float64(h-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, w-1), min(y0+1, h-1)
	u, v := x-float64(x0), y-float64(y0)
	a := float64(plane[y0*w+x0])*(1-u) + float64(plane[y0*w+x1])*u
	b := float64(plane[y1*w+x0])*(1-u) + float64(plane[y1*w+x1])*u
	return a*(1-v) + b*v
}

// step is how the colour changes across a line at a point: the mean on the side of the normal less that on the other,
// each from near to far pixels away.
func (s *small) step(p, normal Point, near, far float64) [3]float64 {
	const samples = 3
	var d [3]float64
	for i := range samples {
		at := near + (far-near)*float64(i)/(samples-1)
		a, b := s.at(p.add(normal.times(at))), s.at(p.sub(normal.times(at)))
		for c := range d {
			d[c] += (a[c] - b[c]) / samples
		}
	}
	return d
}

func difference(a, b [3]float64) [3]float64 { return [3]float64{a[0] - b[0], a[1] - b[1], a[2] - b[2]} }

func norm(v [3]float64) float64 { return math.Sqrt(v[0]*v[0] + v[1]*v[1] + v[2]*v[2]) }
