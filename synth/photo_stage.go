package synth

import (
	"image"
	"math"
)

// cell is the size in pixels of the squares in which the way of a ray is interpolated.
const cell = 16

// stage is a photo with everything put in place.
type stage struct {
	photo
	camera
	papers []standing
	soft   float64 // half the width of a paper's edge in the picture, pixels
}

// standing is a paper with its picture at the photo's resolution.
type standing struct {
	laid
	turnCos, turnSin float64
	dpmm             float64
	y                *image.Gray
	cb, cr           *image.Gray // half as wide and high
	nodes            []node      // of one row of cells and the next
	limit            [2]float64  // the paper's size in pixels of its picture
}

// node is what a corner of a cell sees: the pixel of the paper's picture and the light on it.
type node struct{ u, v, light float64 }

func (p photo) stage() *stage {
	s := &stage{photo: p, soft: 0.6 + 0.5*max(p.Defocus[0], p.Defocus[1])}
	var points []vector3
	for _, l := range p.Papers {
		st := standing{laid: l}
		st.turnCos, st.turnSin = polar(l.Turn)
		for i := range 25 { // the corners, and what lies between them, for a bent paper
			x, y := (float64(i%5)/4-0.5)*l.sheet.W, (float64(i/5)/4-0.5)*l.sheet.H
			points = append(points, st.stand(x, y))
		}
		s.papers = append(s.papers, st)
	}
	s.camera = p.aim(points)
	for i := range s.papers {
		st := &s.papers[i]
		// the nearest side is the largest: its resolution, but no more than is seen
		nearest := 0.0
		for j := range 9 {
			x, y := (float64(j%3)/2-0.5)*l2(st.sheet.W), (float64(j/3)/2-0.5)*l2(st.sheet.H)
			x0, y0 := s.project(st.stand(x, y))
			x1, y1 := s.project(st.stand(x+1, y))
			x2, y2 := s.project(st.stand(x, y+1))
			nearest = max(nearest, math.Hypot(x1-x0, y1-y0), math.Hypot(x2-x0, y2-y0))
		}
		st.picture(min(0.85*nearest*25.4, 420), p) // a lens is no sharper than that
	}
	return s
}

// l2 leaves room for the step to the neighbour point.
func l2(v float64) float64 { return v - 2 }

// stand puts a point of the paper, mm from its middle, into space.
func (st *standing) stand(x, y float64) vector3 {
	p := st.Curl.lift(x, y)
	return vector3{st.X + st.turnCos*p.x - st.turnSin*p.y, st.Y + st.turnSin*p.x + st.turnCos*p.y, p.z}
}

// seen is the point of the paper that a ray meets, in mm from its middle, and the slope there.
func (st *standing) seen(c camera, x, y float64) (px, py, slope, tableX, tableY float64) {
	z := 0.0
	for range 5 {
		tableX, tableY = c.hit(x, y, z)
		dx, dy := tableX-st.X, tableY-st.Y
		px, py, z, slope = st.Curl.flat(st.turnCos*dx+st.turnSin*dy, st.turnCos*dy-st.turnSin*dx)
		if st.Curl.height == 0 {
			break
		}
	}
	return px, py, slope, tableX, tableY
}

// picture draws the paper at a resolution, as ink and paper look in this light, blurred by the lens.
func (st *standing) picture(dpi float64, p photo) {
	st.dpmm = dpi / 25.4
	drawn := st.sheet.colour(dpi)
	w, h := drawn.Rect.Dx(), drawn.Rect.Dy()
	st.limit = [2]float64{float64(w), float64(h)}
	var tone [3][256]int
	for c := range tone {
		for v := range tone[c] {
			tone[c][v] = int(math.Round(st.Black[c] + (st.White[c]-st.Black[c])*float64(v)/255))
		}
	}
	st.y = image.NewGray(drawn.Rect)
	half := image.Rect(0, 0, (w+1)/2, (h+1)/2)
	st.cb, st.cr = image.NewGray(half), image.NewGray(half)
	for y := range h {
		in, out := drawn.Pix[y*drawn.Stride:], st.y.Pix[y*st.y.Stride:][:w]
		cb, cr := st.cb.Pix[y/2*st.cb.Stride:], st.cr.Pix[y/2*st.cr.Stride:]
		for x := range out {
			r, g, b := tone[0][in[4*x]], tone[1][in[4*x+1]], tone[2][in[4*x+2]]
			out[x] = uint8((19595*r + 38470*g + 7471*b + 1<<15) >> 16) // JFIF 1.02
			if x&1 == 0 && y&1 == 0 {
				cb[x/2] = uint8(min((-11056*r-21712*g+32768*b+257<<15)>>16, 255))
				cr[x/2] = uint8(min((32768*r-27440*g-5328*b+257<<15)>>16, 255))
			}
		}
	}
	if p.Defocus != [2]float64{} {
		defocus(st.y, p.Defocus[0], p.Defocus[1])
	}
	shake(st.y, p.Motion[0], p.Motion[1])
}

// expose fills the picture cell by cell.
func (s *stage) expose(picture *image.YCbCr) {
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	columns := (w + cell - 1) / cell
	for i := range s.papers {
		s.papers[i].nodes = make([]node, 2*(columns+1))
		s.row(&s.papers[i], 0, columns)
	}
	for row := range (h + cell - 1) / cell {
		for i := range s.papers {
			st := &s.papers[i]
			s.row(st, row+1, columns)
		}
		for column := range columns {
			area := image.Rect(column*cell, row*cell, column*cell+cell, row*cell+cell).Intersect(picture.Rect)
			s.fill(picture, area, row, column, columns)
		}
	}
}

// row computes the nodes above a row of cells; even and odd rows take turns.
func (s *stage) row(st *standing, row, columns int) {
	nodes := st.nodes[row%2*(columns+1):]
	for i := range columns + 1 {
		x, y := s.upright(float64(i*cell), float64(row*cell))
		px, py, slope, tx, ty := st.seen(s.camera, x, y)
		lit := s.lit(x, y, tx, ty) * s.Light.lean(st.Curl, slope, tx, ty)
		nodes[i] = node{(px + st.sheet.W/2) * st.dpmm, (py + st.sheet.H/2) * st.dpmm, lit}
	}
}

// lit is the light that reaches the sensor at a pixel from a point of the table.
func (s *stage) lit(x, y, tableX, tableY float64) float64 {
	dx, dy := (x-s.cx)/s.focal, (y-s.cy)/s.focal
	return s.Light.at(tableX, tableY) * (1 - s.Light.vignette*(dx*dx+dy*dy))
}

// fill draws one cell: the table where a paper does not hide it all, then the papers.
func (s *stage) fill(picture *image.YCbCr, area image.Rectangle, row, column, columns int) {
	type part struct {
		st             *standing
		a, b, c, d     node
		inside, beside bool
	}
	var parts [2]part
	hidden := false
	for i := range s.papers {
		st := &s.papers[i]
		top, bottom := row%2*(columns+1)+column, (row+1)%2*(columns+1)+column
		q := part{st: st, a: st.nodes[top], b: st.nodes[top+1], c: st.nodes[bottom], d: st.nodes[bottom+1]}
		u0, u1 := min(q.a.u, q.b.u, q.c.u, q.d.u), max(q.a.u, q.b.u, q.c.u, q.d.u)
		v0, v1 := min(q.a.v, q.b.v, q.c.v, q.d.v), max(q.a.v, q.b.v, q.c.v, q.d.v)
		m := s.soft + 2
		q.beside = u1 < -m || v1 < -m || u0 > st.limit[0]+m || v0 > st.limit[1]+m
		q.inside = u0 > m && v0 > m && u1 < st.limit[0]-m && v1 < st.limit[1]-m &&
			(st.Missing == 0 || min(st.torn(u0, v0), st.torn(u1, v0), st.torn(u0, v1), st.torn(u1, v1)) > 4*m)
		hidden = hidden || q.inside
		parts[i] = q
	}
	if !hidden {
		s.table(picture, area)
	}
	for _, q := range parts[:len(s.papers)] {
		if !q.beside {
			q.st.print(picture, area, q.a, q.b, q.c, q.d, q.inside, s.soft)
		}
	}
}

// torn is the distance in pixels from the edge of the missing corner, positive on the paper.
func (st *standing) torn(u, v float64) float64 {
	if st.Missing == 2 || st.Missing == 3 {
		u = st.limit[0] - u
	}
	if st.Missing >= 3 {
		v = st.limit[1] - v
	}
	a, b := st.Tear[0]*st.dpmm, st.Tear[1]*st.dpmm
	ragged := 0.35 * st.dpmm * (math.Sin(u*0.11) + math.Sin(v*0.17+1) + math.Sin((u-v)*0.041))
	return (u/a+v/b-1)*a*b/math.Hypot(a, b) + ragged
}

// print draws the paper into a cell whose corners see a, b (above) and c, d.
func (st *standing) print(picture *image.YCbCr, area image.Rectangle, a, b, c, d node, inside bool, soft float64) {
	const one = 1 << 16
	w, h := st.y.Rect.Dx(), st.y.Rect.Dy()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		t := (float64(y%cell) + 0.5) / cell
		u0, u1 := a.u+(c.u-a.u)*t, b.u+(d.u-b.u)*t
		v0, v1 := a.v+(c.v-a.v)*t, b.v+(d.v-b.v)*t
		l0, l1 := a.light+(c.light-a.light)*t, b.light+(d.light-b.light)*t
		du, dv, dl := (u1-u0)/cell, (v1-v0)/cell, (l1-l0)/cell
		// from the middle of the first pixel, minus the half pixel of the source's own middle
		u, v := int((u0+du/2-0.5)*one), int((v0+dv/2-0.5)*one)
		light := int((l0 + dl/2) * one)
		stepU, stepV, stepL := int(du*one), int(dv*one), int(dl*one)
		out := picture.Y[y*picture.YStride+area.Min.X:][:area.Dx()]
		blue, red := picture.Cb[y/2*picture.CStride+area.Min.X/2:], picture.Cr[y/2*picture.CStride+area.Min.X/2:]
		for x := range out {
			iu, iv := u>>16, v>>16
			cover := 256
			if !inside {
				cover = st.cover(float64(u)/one+0.5, float64(v)/one+0.5, soft)
				iu, iv = min(max(iu, 0), w-2), min(max(iv, 0), h-2)
			}
			if cover > 0 {
				p := st.y.Pix[iv*st.y.Stride+iu:]
				q := st.y.Pix[(iv+1)*st.y.Stride+iu:]
				fu, fv := u>>8&255, v>>8&255
				tone := (int(p[0])*(256-fu)+int(p[1])*fu)*(256-fv) + (int(q[0])*(256-fu)+int(q[1])*fu)*fv
				value := (tone>>8*light + 1<<23) >> 24
				if cover < 256 {
					value = (int(out[x])*(256-cover) + value*cover) >> 8
				}
				out[x] = uint8(min(value, 255))
				if x&1 == 0 && y&1 == 0 {
					at := min(iv/2, (h-1)/2)*st.cb.Stride + min(iu/2, (w-1)/2)
					cb := min(max(128+(int(st.cb.Pix[at])-128)*light>>16, 0), 255)
					cr := min(max(128+(int(st.cr.Pix[at])-128)*light>>16, 0), 255)
					blue[x/2] = uint8((int(blue[x/2])*(256-cover) + cb*cover) >> 8)
					red[x/2] = uint8((int(red[x/2])*(256-cover) + cr*cover) >> 8)
				}
			}
			u, v, light = u+stepU, v+stepV, light+stepL
		}
	}
}

// cover is how much of a pixel the paper covers, of 256.
func (st *standing) cover(u, v, soft float64) int {
	edge := min(u, v, st.limit[0]-u, st.limit[1]-v)
	if st.Missing > 0 {
		edge = min(edge, st.torn(u, v))
	}
	return int(256 * min(max(0.5+edge/(2*soft), 0), 1))
}

// table draws the table into a cell, four pixels at a time, with the shadow that the papers throw on it.
func (s *stage) table(picture *image.YCbCr, area image.Rectangle) {
	const step = 4
	var tones [cell/step + 1][cell/step + 1][3]float64
	var lights [2][2]float64 // in the cell's corners: light changes slowly
	for j := range lights {
		for i := range lights[j] {
			x, y := s.upright(float64(area.Min.X+i*cell), float64(area.Min.Y+j*cell))
			tx, ty := s.hit(x, y, 0)
			lights[j][i] = s.lit(x, y, tx, ty)
		}
	}
	for j := range tones {
		for i := range tones[j] {
			x, y := s.upright(float64(area.Min.X+i*step), float64(area.Min.Y+j*step))
			tx, ty := s.hit(x, y, 0)
			u, v := float64(i)*step/cell, float64(j)*step/cell
			lit := (lights[0][0]*(1-u)+lights[0][1]*u)*(1-v) + (lights[1][0]*(1-u)+lights[1][1]*u)*v
			for k := range s.papers {
				lit *= s.papers[k].shade(tx, ty, s.Light.lamp)
			}
			c := s.Desk.at(tx, ty)
			white := s.papers[0].White // the same light falls on the table
			r, g, b := c[0]*lit*white[0]/255, c[1]*lit*white[1]/255, c[2]*lit*white[2]/255
			tones[j][i] = [3]float64{0.299*r + 0.587*g + 0.114*b, 128 - 0.168736*r - 0.331264*g + 0.5*b, 128 + 0.5*r - 0.418688*g - 0.081312*b}
		}
	}
	clip := func(v float64) uint8 { return uint8(min(max(v+0.5, 0), 255)) }
	for y := area.Min.Y; y < area.Max.Y; y++ {
		j, v := y%cell/step, float64(y%step)/step
		for x := area.Min.X; x < area.Max.X; x++ {
			i, u := x%cell/step, float64(x%step)/step
			p, q, r, t := &tones[j][i], &tones[j][i+1], &tones[j+1][i], &tones[j+1][i+1]
			mix := func(c int) float64 { return (p[c]*(1-u)+q[c]*u)*(1-v) + (r[c]*(1-u)+t[c]*u)*v }
			picture.Y[y*picture.YStride+x] = clip(mix(0))
			if x&1 == 0 && y&1 == 0 {
				at := y/2*picture.CStride + x/2
				picture.Cb[at], picture.Cr[at] = clip(mix(1)), clip(mix(2))
			}
		}
	}
}

// shade is the light that the paper leaves on a point of the table beside it: a narrow dark seam, and on the
// side away from the lamp a wider one.
func (st *standing) shade(x, y float64, lamp vector3) float64 {
	away := 2 + st.Curl.height*0.8
	outside := func(x, y float64) float64 {
		dx, dy := x-st.X, y-st.Y
		px, py := st.turnCos*dx+st.turnSin*dy, st.turnCos*dy-st.turnSin*dx
		return math.Hypot(max(math.Abs(px)-st.sheet.W/2, 0), max(math.Abs(py)-st.sheet.H/2, 0))
	}
	seam := outside(x, y)
	if seam > 3*away+8 { // beyond any shadow
		return 1
	}
	slant := math.Hypot(lamp.x, lamp.y) + 1
	wide := outside(x+lamp.x/slant*away, y+lamp.y/slant*away)
	return (1 - 0.3*max(1-seam/1.6, 0)) * (1 - 0.35*max(1-wide/(1.5+away), 0))
}
