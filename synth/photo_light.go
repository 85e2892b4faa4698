package synth

import (
	"image"
	"math"
)

// light falls on the table; 1 is the light in the middle of the papers.
type light struct {
	// lamp is above the table in mm; fall is how fast its light fades with the distance, 0 not at all.
	lamp vector3
	fall float64
	// slope is how much light a window adds per metre to the right and downwards.
	slope [2]float64
	// vignette is the loss in the picture's corners.
	vignette float64
	// Shadow is of a hand or the telephone itself.
	Shadow shadow
}

// shadow is a soft-edged blob: a rounded oblong (the telephone) and the arm that holds it.
type shadow struct {
	depth         float64 // share of the light it takes; 0 is none
	x, y          float64 // the telephone's middle in mm
	cos, sin      float64 // its long side
	length, width float64 // half of its sides, mm
	arm           [2]float64
	thick         float64 // half of the arm's width, mm
	soft          float64 // width of its edge, mm
}

func someLight(d dice, strength float64) light {
	l := light{
		lamp: vector3{d.between(-350, 350), d.between(-450, 250), d.between(300, 900)}, fall: strength * d.between(0, 1),
		slope: [2]float64{strength * d.between(-1.1, 1.1), strength * d.between(-1.1, 1.1)}, vignette: strength * d.between(0, 0.25),
	}
	if d.chance(0.45 * strength) {
		s := shadow{depth: strength * d.between(0.2, 0.6), x: d.between(-120, 120), y: d.between(-60, 150),
			length: d.between(55, 85), width: d.between(28, 45), thick: d.between(22, 38), soft: d.between(14, 60)}
		s.cos, s.sin = polar(d.between(50, 130))
		side := pick(d, -1.0, 1)
		s.arm = [2]float64{s.x + side*d.between(60, 200), s.y + d.between(200, 400)}
		l.Shadow = s
	}
	return l
}

// someCast is the tint of the light: a warm bulb, a cold tube, the shade of a window.
func someCast(d dice, strength float64) [3]float64 {
	cast := pick(d, [3]float64{1, 0.94, 0.8}, [3]float64{1, 0.97, 0.9}, [3]float64{0.9, 0.96, 1}, [3]float64{0.95, 1, 0.93}, [3]float64{1, 1, 1})
	for i, v := range cast {
		cast[i] = 1 - (1-v)*strength
	}
	return cast
}

// at is the light on a point of the table, about 0.2 to 1.1.
func (l light) at(x, y float64) float64 {
	dx, dy := x-l.lamp.x, y-l.lamp.y
	high := l.lamp.z * l.lamp.z
	middle := high + l.lamp.x*l.lamp.x + l.lamp.y*l.lamp.y
	v := math.Pow(middle/(high+dx*dx+dy*dy), l.fall)
	v *= 1 + (l.slope[0]*x+l.slope[1]*y)/1000
	v = min(max(v, 0.25), 1.12)
	if l.Shadow.depth > 0 {
		v *= 1 - l.Shadow.depth*l.Shadow.cover(x, y)
	}
	return v
}

// cover is 1 in the core of the shadow and 0 outside.
func (s shadow) cover(x, y float64) float64 {
	dx, dy := x-s.x, y-s.y
	along, across := math.Abs(s.cos*dx+s.sin*dy), math.Abs(s.cos*dy-s.sin*dx)
	const round = 14
	phone := math.Hypot(max(along-s.length+round, 0), max(across-s.width+round, 0)) - round
	ax, ay := s.arm[0]-s.x, s.arm[1]-s.y
	t := min(max((dx*ax+dy*ay)/(ax*ax+ay*ay), 0), 1)
	arm := math.Hypot(dx-t*ax, dy-t*ay) - s.thick*(0.8+0.5*t)
	// a smooth union, for the hand is where they meet
	near := -20 * math.Log(math.Exp(-phone/20)+math.Exp(-arm/20))
	e := min(max(near/s.soft+0.5, 0), 1)
	return 1 - e*e*(3-2*e)
}

// lean is how much more or less light a slope of the paper gets than the flat table: its rise per mm in the
// direction it bends.
func (l light) lean(c curl, slope, x, y float64) float64 {
	if slope == 0 {
		return 1
	}
	to := vector3{l.lamp.x - x, l.lamp.y - y, l.lamp.z}.unit()
	normal := vector3{-slope * c.cos, -slope * c.sin, 1}.unit()
	return min(max(1+0.8*(normal.dot(to)/to.z-1), 0.5), 1.3)
}

// defocus blurs the rows of a picture, from the first to the last by a growing or shrinking radius in pixels.
func defocus(g *image.Gray, first, last float64) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	radius := func(y int) (n int, edge, norm int) { // whole steps to each side, the weight of one more of 256
		r := max(first+(last-first)*float64(y)/float64(h), 0)
		n = int(r)
		edge = int((r - float64(n)) * 256)
		return n, edge, (1 << 24) / (256*(2*n+1) + 2*edge)
	}
	line := make([]uint8, w)
	for y := range h {
		n, edge, norm := radius(y)
		row := g.Pix[y*g.Stride:][:w]
		copy(line, row)
		sum := 0
		for x := -n; x <= n; x++ {
			sum += int(line[min(max(x, 0), w-1)])
		}
		for x := range row {
			before, after := int(line[max(x-n-1, 0)]), int(line[min(x+n+1, w-1)])
			row[x] = uint8(((sum*256+(before+after)*edge)*norm + 1<<23) >> 24)
			sum += after - int(line[max(x-n, 0)])
		}
	}
	source := append([]uint8(nil), g.Pix...)
	sums := make([]int32, w)
	for y := range h {
		n, edge, norm := radius(y)
		if n == 0 && edge < 8 {
			continue
		}
		clear(sums)
		for k := -n - 1; k <= n+1; k++ {
			weight := int32(256)
			if k == -n-1 || k == n+1 {
				weight = int32(edge)
			}
			at := min(max(y+k, 0), h-1) * g.Stride
			for x, v := range source[at : at+w] {
				sums[x] += int32(v) * weight
			}
		}
		row := g.Pix[y*g.Stride:][:w]
		for x := range row {
			row[x] = uint8((int(sums[x])*norm + 1<<23) >> 24)
		}
	}
}

// shake blurs along a straight path of dx, dy pixels.
func shake(g *image.Gray, dx, dy float64) {
	steps := int(math.Ceil(math.Hypot(dx, dy)))
	if steps == 0 {
		return
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	source := append([]uint8(nil), g.Pix...)
	sums := make([]int32, w)
	for y := range h {
		clear(sums)
		for k := 0; k <= steps; k++ {
			t := float64(k)/float64(steps) - 0.5
			ox, oy := int(math.Round(t*dx)), int(math.Round(t*dy))
			row := source[min(max(y+oy, 0), h-1)*g.Stride:][:w]
			from, to := max(0, -ox), min(w, w-ox)
			for x := range from {
				sums[x] += int32(row[0])
			}
			for x := from; x < to; x++ {
				sums[x] += int32(row[x+ox])
			}
			for x := to; x < w; x++ {
				sums[x] += int32(row[w-1])
			}
		}
		row := g.Pix[y*g.Stride:][:w]
		for x := range row {
			row[x] = uint8(sums[x] / int32(steps+1))
		}
	}
}

// sensor adds the noise of a small sensor: grains of about two pixels, more in the shadows, and a little
// in colour.
func (p photo) sensor(picture *image.YCbCr) {
	if p.Noise == 0 {
		return
	}
	d := newDice(p.Seed, "sensor")
	var table [1 << 15]int32
	last := 0.0
	for i := range table {
		v := d.NormFloat64()
		table[i] = int32(math.Round((v + 0.6*last) / 1.17 * p.Noise * 256))
		last = v
	}
	var gain [256]int32 // of 256
	for v := range gain {
		gain[v] = int32(256 * (1.35 - 0.8*float64(v)/255))
	}
	add := func(plane []uint8, stride, w, h int, chroma bool) {
		for y := range h {
			at := d.IntN(len(table))
			row := plane[y*stride:][:w]
			for x, v := range row {
				n := table[(at+x)&(len(table)-1)]
				if chroma {
					n /= 3
				} else {
					n = n * gain[v] >> 8
				}
				row[x] = uint8(min(max(int32(v)+(n+128)>>8, 0), 255))
			}
		}
	}
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	add(picture.Y, picture.YStride, w, h, false)
	add(picture.Cb, picture.CStride, (w+1)/2, (h+1)/2, true)
	add(picture.Cr, picture.CStride, (w+1)/2, (h+1)/2, true)
}
