package photo

import (
	"image"
	"math"
)

// Point is a place in a picture in pixels; whole numbers are the corners of pixels, x to the right, y down.
type Point struct{ X, Y float64 }

func (p Point) add(q Point) Point         { return Point{p.X + q.X, p.Y + q.Y} }
func (p Point) sub(q Point) Point         { return Point{p.X - q.X, p.Y - q.Y} }
func (p Point) times(k float64) Point     { return Point{p.X * k, p.Y * k} }
func (p Point) dot(q Point) float64       { return p.X*q.X + p.Y*q.Y }
func (p Point) cross(q Point) float64     { return p.X*q.Y - p.Y*q.X }
func (p Point) length() float64           { return math.Hypot(p.X, p.Y) }
func between(p, q Point, t float64) Point { return p.add(q.sub(p).times(t)) }

// Matrix is a homography, row by row.
type Matrix [9]float64

// At maps a point.
func (m Matrix) At(p Point) Point {
	w := m[6]*p.X + m[7]*p.Y + m[8]
	return Point{(m[0]*p.X + m[1]*p.Y + m[2]) / w, (m[3]*p.X + m[4]*p.Y + m[5]) / w}
}

// Times is the map that applies n first.
func (m Matrix) Times(n Matrix) Matrix {
	var p Matrix
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				p[3*i+j] += m[3*i+k] * n[3*k+j]
			}
		}
	}
	return p
}

// ofSquare maps the unit square to a quadrilateral, its corners clockwise from (0, 0) (P. Heckbert, Fundamentals of
// Texture Mapping and Image Warping, 1989, section 2.2.3).
func ofSquare(q [4]Point) Matrix {
	d1, d2 := q[1].sub(q[2]), q[3].sub(q[2])
	s := q[0].sub(q[1]).add(q[2]).sub(q[3])
	det := d1.cross(d2)
	g, h := s.cross(d2)/det, d1.cross(s)/det
	return Matrix{
		q[1].X - q[0].X + g*q[1].X, q[3].X - q[0].X + h*q[3].X, q[0].X,
		q[1].Y - q[0].Y + g*q[1].Y, q[3].Y - q[0].Y + h*q[3].Y, q[0].Y,
		g, h, 1,
	}
}

// area is that of a polygon, positive when it runs clockwise on the screen.
func area(points []Point) float64 {
	sum := 0.0
	for i, p := range points {
		sum += p.cross(points[(i+1)%len(points)])
	}
	return sum / 2
}

func convex(q [4]Point) bool {
	for i := range q {
		a, b, c := q[i], q[(i+1)%4], q[(i+2)%4]
		if b.sub(a).cross(c.sub(b)) <= 0 {
			return false
		}
	}
	return true
}

// inside tells whether a point lies in a convex quadrilateral that runs clockwise.
func inside(q [4]Point, p Point) bool {
	for i := range q {
		if q[(i+1)%4].sub(q[i]).cross(p.sub(q[i])) < 0 {
			return false
		}
	}
	return true
}

// Aspect is the height of a rectangular paper for a width of one, from its corners in a picture of a camera of which
// only the usual field of view of a telephone is known: the focal length is focal times the longer side of the picture
// (EXIF's 35 mm equivalent over 36 mm; 0.74 where nothing is known: 26.5 mm). The directions of two sides of a
// rectangle are those to their vanishing points, and their lengths follow (Z. Zhang and L. He, Whiteboard Scanning,
// MSR-TR-2003-39, section 4).
func Aspect(corners [4]Point, picture image.Point, focal float64) float64 {
	f := focal * float64(max(picture.X, picture.Y))
	middle := Point{float64(picture.X) / 2, float64(picture.Y) / 2}
	var centred [4]Point
	for i, c := range corners {
		centred[i] = c.sub(middle)
	}
	m := ofSquare(centred)
	side := func(i int) float64 { return math.Sqrt((m[i]*m[i]+m[i+3]*m[i+3])/(f*f) + m[i+6]*m[i+6]) }
	return side(1) / side(0)
}
