package synth

import "math"

// camera is a pinhole above the table. The table is the plane z = 0 in mm, x to the right, y downwards as
// on the papers, z towards the camera.
type camera struct {
	eye            vector3
	right, down, n vector3 // the picture's axes and the way the camera looks
	focal          float64 // pixels
	cx, cy         float64
}

type vector3 struct{ x, y, z float64 }

func (a vector3) add(b vector3) vector3   { return vector3{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vector3) times(k float64) vector3 { return vector3{a.x * k, a.y * k, a.z * k} }
func (a vector3) dot(b vector3) float64   { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vector3) minus(b vector3) vector3 { return a.add(b.times(-1)) }
func (a vector3) cross(b vector3) vector3 {
	return vector3{a.y*b.z - a.z*b.y, a.z*b.x - a.x*b.z, a.x*b.y - a.y*b.x}
}
func (a vector3) unit() vector3 { return a.times(1 / math.Sqrt(a.dot(a))) }
func polar(degrees float64) (cos, sin float64) {
	s, c := math.Sincos(degrees * math.Pi / 180)
	return c, s
}

// aim places the camera so that all points are in the frame and take as much of it as the photo says.
func (p photo) aim(points []vector3) camera {
	c := camera{focal: 0.8 * float64(max(p.W, p.H)), cx: float64(p.W) / 2, cy: float64(p.H) / 2}
	tiltCos, tiltSin := polar(p.Tilt)
	sideCos, sideSin := polar(p.Azimuth)
	lean := vector3{tiltSin * sideCos, tiltSin * sideSin, tiltCos}
	c.n = lean.times(-1)
	rollCos, rollSin := polar(p.Roll)
	across := vector3{rollCos, rollSin, 0}
	c.down = across.cross(c.n).unit() // the table's axes are left-handed
	c.right = c.n.cross(c.down).unit()

	var target vector3
	distance := 400.0
	for range 12 {
		c.eye = target.add(lean.times(distance))
		x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for _, point := range points {
			x, y := c.project(point)
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
		}
		mmPerPixel := distance / c.focal
		target = target.add(c.right.times(((x0+x1)/2 - c.cx) * mmPerPixel)).add(c.down.times(((y0+y1)/2 - c.cy) * mmPerPixel))
		distance *= max((x1-x0)/float64(p.W), (y1-y0)/float64(p.H)) / p.Fill
	}
	c.eye = target.add(lean.times(distance))
	return c
}

// project is the pixel of a point.
func (c camera) project(point vector3) (x, y float64) {
	ray := point.minus(c.eye)
	depth := ray.dot(c.n)
	return c.cx + c.focal*ray.dot(c.right)/depth, c.cy + c.focal*ray.dot(c.down)/depth
}

// hit is where the ray of a pixel meets the plane of height z.
func (c camera) hit(x, y, z float64) (float64, float64) {
	ray := c.n.add(c.right.times((x - c.cx) / c.focal)).add(c.down.times((y - c.cy) / c.focal))
	t := (z - c.eye.z) / ray.z
	return c.eye.x + t*ray.x, c.eye.y + t*ray.y
}

// curl is the shape of a paper that does not lie flat: a curve swept across it. Along the curve the paper
// keeps its length.
type curl struct {
	height float64 // mm, how far it rises; 0 is flat
	// cos and sin give the direction along which the paper bends.
	cos, sin float64
	// along and above are the curve: where on the table, and how high, the paper is at i mm from -reach on.
	along, above []float64
	reach        float64
}

// someCurl bends a paper: an arch, an edge that lifts, a corner that lifts, or the creases of a letter
// folded in three.
func someCurl(d dice, s *sheet, strength float64) curl {
	size := math.Hypot(s.W, s.H)
	height := strength * d.between(0, 0.05) * size
	kind, angle := d.IntN(5), pick(d, 0.0, 90, d.between(20, 70))
	return bend(s, height, kind, angle, d.between(-0.3, 0.3))
}

// bend makes the curve of a kind; skew from -0.5 to 0.5 moves its middle.
func bend(s *sheet, height float64, kind int, angle, skew float64) curl {
	if height < 0.3 {
		return curl{}
	}
	c := curl{height: height, reach: math.Hypot(s.W, s.H)/2 + 2}
	c.cos, c.sin = polar(angle)
	half := (math.Abs(c.cos)*s.W + math.Abs(c.sin)*s.H) / 2
	shape := func(t float64) float64 { // t is -1 and 1 at the paper's edges
		t = min(max(t, -1.2), 1.2)
		switch kind {
		case 0: // an arch
			return 1 - (t-skew)*(t-skew)
		case 1: // hollow
			return (t - skew) * (t - skew)
		case 2: // one edge lifts
			return math.Pow(max(t-skew, 0), 2) * 1.2
		case 3: // folded in three, and opened again; the creases are a few mm round
			t += skew / 4
			return 0.5 * (math.Sqrt((t-0.33)*(t-0.33)+0.0004) + 0.7*math.Sqrt((t+0.33)*(t+0.33)+0.0004))
		}
		return 0.4 + 0.4*math.Sin(3.6*t+6*skew) // a wave
	}
	n := int(2*c.reach) + 2
	c.along, c.above = make([]float64, n), make([]float64, n)
	x := -c.reach
	for i := range n {
		at := (float64(i) - c.reach) / half
		c.above[i] = height * shape(at)
		if i > 0 {
			rise := min(max(c.above[i]-c.above[i-1], -0.9), 0.9)
			x += math.Sqrt(1 - rise*rise)
		}
		c.along[i] = x
	}
	middle, low := c.along[int(c.reach)], math.Inf(1)
	for i := range n {
		c.along[i] -= middle
		if math.Abs(float64(i)-c.reach) <= half {
			low = min(low, c.above[i])
		}
	}
	for i := range n {
		c.above[i] -= low
	}
	return c
}

// lift puts a point of the paper, mm from its middle, into space.
func (c curl) lift(x, y float64) vector3 {
	if c.height == 0 {
		return vector3{x, y, 0}
	}
	along, across := c.cos*x+c.sin*y, c.cos*y-c.sin*x
	i, f := c.step(along + c.reach)
	at := c.along[i] + f*(c.along[i+1]-c.along[i])
	return vector3{c.cos*at - c.sin*across, c.sin*at + c.cos*across, c.above[i] + f*(c.above[i+1]-c.above[i])}
}

// flat is the point of the paper above a point of the table, its height in mm and its slope there.
func (c curl) flat(x, y float64) (px, py, z, slope float64) {
	if c.height == 0 {
		return x, y, 0, 0
	}
	at, across := c.cos*x+c.sin*y, c.cos*y-c.sin*x
	s := at // along is nearly its argument, so a few steps find its inverse
	for range 4 {
		i, f := c.step(s + c.reach)
		s += at - (c.along[i] + f*(c.along[i+1]-c.along[i]))
	}
	i, f := c.step(s + c.reach)
	rise := c.above[i+1] - c.above[i]
	return c.cos*s - c.sin*across, c.sin*s + c.cos*across, c.above[i] + f*rise, rise
}

func (c curl) step(s float64) (int, float64) {
	i := min(max(int(math.Floor(s)), 0), len(c.along)-2)
	return i, s - float64(i)
}
