package synth

import (
	"image"
	"math"
)

// handled is what happened to a sheet of paper before it lay on the scanner, and how it lies there.
type handled struct {
	// Quarters is how often the sheet is turned by 90 degrees clockwise, 0 to 3.
	Quarters int
	// Back is what is printed on the other side, shining through by Through (0 to about 0.3); nil for an
	// empty back.
	Back    *sheet
	Through float64
	// Holes are punched along the left edge: 0, 2 or 4 of them, 80 mm apart (ISO 838); HoleShift is by how
	// many mm they are off their place.
	Holes     int
	HoleShift float64
	// Staple is in the upper left corner, or its two holes are.
	Staple stapleKind
	// Folds are creases across the sheet.
	Folds []crease
	// Ear is the corner that is folded over, 1 to 4 from upper left clockwise, 0 for none; EarSize its two
	// sides in mm; EarBehind if it is folded to the back.
	Ear       int
	EarSize   [2]float64
	EarBehind bool
	// Seed is of dust and noise.
	Seed uint64
}

type stapleKind int

const (
	noStaple stapleKind = iota
	wireStaple
	pulledStaple // only its holes
)

// crease is a fold of the paper that was flattened again: at so many mm from the left or the upper edge,
// level grey levels deep.
type crease struct {
	at       float64
	vertical bool
	level    float64 // negative: light
	width    float64 // of the shadow, mm
}

// handle draws what happens to a sheet. Other is another sheet whose print may be on its back; nil for none.
// A hole, a staple or a folded corner never hides print.
func (s scanner) handle(d dice, page, other *sheet) handled {
	h := handled{Seed: d.Uint64()}
	d = newDice(h.Seed, "hands")
	k := s.Handling
	if k == 0 {
		return h
	}
	if d.chance(0.05 * k) {
		h.Quarters = pick(d, 1, 3)
	}
	if other != nil && d.chance(0.25*k) {
		h.Back, h.Through = other, k*d.between(0.06, 0.3)
	}
	var ink *image.Gray // a pixel is a millimetre
	clear := func(x0, y0, x1, y1 float64) bool {
		if ink == nil {
			ink = page.picture(25.4)
		}
		for y := max(int(y0), 0); y < min(int(y1)+1, ink.Rect.Dy()); y++ {
			for x := max(int(x0), 0); x < min(int(x1)+1, ink.Rect.Dx()); x++ {
				if ink.Pix[y*ink.Stride+x] < 235 {
					return false
				}
			}
		}
		return true
	}
	if page.W > 140 && d.chance(0.25*k) {
		holes, shift := pick(d, 2, 2, 4), d.between(-6, 6)
		free := true
		for _, y := range holePlaces(page.H, holes, shift) {
			free = free && clear(7, y-5, 16, y+5)
		}
		if free {
			h.Holes, h.HoleShift = holes, shift
		}
	}
	if d.chance(0.2*k) && clear(2, 2, 20, 16) {
		h.Staple = pick(d, wireStaple, wireStaple, pulledStaple)
	}
	if page.H > 140 && d.chance(0.4*k) {
		h.Folds = someCreases(d, page, k)
	}
	if d.chance(0.12 * k) {
		corner, a, b := d.whole(1, 4), d.between(7, 20), d.between(7, 20)
		// the flap may reach a little farther than the corner did
		wide, high := max(a, 2*a*b*b/(a*a+b*b))+1, max(b, 2*a*a*b/(a*a+b*b))+1
		x, y := 0.0, 0.0
		if corner == 2 || corner == 3 {
			x = page.W - wide
		}
		if corner >= 3 {
			y = page.H - high
		}
		if clear(x, y, x+wide, y+high) {
			h.Ear, h.EarSize, h.EarBehind = corner, [2]float64{a, b}, d.chance(0.4)
		}
	}
	return h
}

// holePlaces are the distances of the holes from the upper edge in mm.
func holePlaces(height float64, holes int, shift float64) []float64 {
	var list []float64
	for n := range holes {
		list = append(list, height/2+shift+80*(float64(n)-float64(holes-1)/2))
	}
	return list
}

// someCreases folds a sheet in three for a long envelope, in two, or in four.
func someCreases(d dice, page *sheet, k float64) []crease {
	places := pick(d, []float64{1.0 / 3, 2.0 / 3}, []float64{1.0 / 3, 2.0 / 3}, []float64{0.5}, []float64{0.5, -0.5})
	var list []crease
	for _, share := range places {
		c := crease{at: share*page.H + d.between(-4, 4), level: k * d.between(14, 55) * pick(d, 1.0, 1, -0.5), width: d.between(1, 5)}
		if share < 0 {
			c.at, c.vertical = -share*page.W+d.between(-3, 3), true
		}
		list = append(list, c)
	}
	return list
}

// tags say what happened to the sheet.
func (h handled) tags() []string {
	var list []string
	tag := func(yes bool, name string) {
		if yes {
			list = append(list, "scan:"+name)
		}
	}
	tag(h.Quarters == 2, "upside_down")
	tag(h.Quarters%2 == 1, "sideways")
	tag(h.Through > 0.12, "bleed_through")
	tag(h.Holes > 0, "punch_holes")
	tag(h.Staple == wireStaple, "staple")
	tag(len(h.Folds) > 0, "folds")
	tag(h.Ear > 0, "dog_ear")
	return list
}

// tags say what the scanner does to all sheets of a batch.
func (s scanner) tags() []string {
	var list []string
	tag := func(yes bool, name string) {
		if yes {
			list = append(list, "scan:"+name)
		}
	}
	tag(s.Bilevel, "bilevel")
	tag(s.Colour && !s.Bilevel, "colour")
	tag(s.DPI < 220, "200dpi")
	tag(s.Toner > 45, "low_toner")
	tag(len(s.Streaks) > 0, "streaks")
	tag(s.Noise > 5, "noise")
	tag(s.Skew > 2, "skew")
	tag(s.Border, "black_border")
	tag(!s.Bilevel && s.JPEG < 40, "strong_jpeg")
	return list
}

// scanSheet gives the sheet as the scanner stores it: *image.Gray, or *image.RGBA if it scans in colour (never
// if it is bilevel).
// The same handling gives the same picture.
func (s scanner) scanSheet(page *sheet, h handled) image.Image {
	var back *image.Gray
	if h.Back != nil && h.Through > 0 {
		back = h.Back.picture(s.DPI / 3)
		defocus(back, 1, 1)
	}
	if !s.Colour || s.Bilevel {
		return s.plane(page.picture(s.DPI), back, h)
	}
	drawn := page.colour(s.DPI)
	var merged *image.RGBA
	for c := range 3 { // every channel sees the same dust and noise
		one := image.NewGray(drawn.Rect)
		for i := range one.Pix {
			one.Pix[i] = drawn.Pix[4*i+c]
		}
		scanner := s
		scanner.Paper = s.Paper * []float64{1, 0.99, 0.965}[c]
		done := scanner.plane(one, back, h)
		if merged == nil {
			merged = image.NewRGBA(done.Rect)
		}
		for i, v := range done.Pix {
			merged.Pix[4*i+c], merged.Pix[4*i+3] = v, 255
		}
	}
	return merged
}

// plane scans one channel.
func (s scanner) plane(page, back *image.Gray, h handled) *image.Gray {
	d := newDice(h.Seed, "paper")
	marks := paperMarks{Gray: page, dpmm: s.DPI / 25.4, lid: 238}
	if s.Border {
		marks.lid = 40
	}
	if back != nil {
		marks.shine(back, h.Through)
	}
	for _, c := range h.Folds {
		marks.crease(c, newDice(h.Seed, "crease"))
	}
	for _, y := range holePlaces(float64(page.Rect.Dy())/marks.dpmm, h.Holes, h.HoleShift) {
		marks.disc(12, y, 3)
	}
	marks.staple(h.Staple, d)
	if h.Ear > 0 {
		marks.ear(h)
	}
	return quarterTurns(s.scan(page, newDice(h.Seed, "scan"), false), h.Quarters)
}

// quarterTurns turns a picture clockwise n times by 90 degrees.
func quarterTurns(g *image.Gray, n int) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	switch n % 4 {
	case 2:
		turn(g)
		return g
	case 0:
		return g
	}
	out := image.NewGray(image.Rect(0, 0, h, w))
	for y := range h {
		row := g.Pix[y*g.Stride:][:w]
		for x, v := range row {
			if n%4 == 1 {
				out.Pix[x*out.Stride+h-1-y] = v
			} else {
				out.Pix[(w-1-x)*out.Stride+y] = v
			}
		}
	}
	return out
}

// paperMarks draws the traces of handling on a page's picture.
type paperMarks struct {
	*image.Gray
	dpmm float64
	lid  uint8 // what shows where there is no paper
}

// shine lets the mirrored print of the back through.
func (p paperMarks) shine(back *image.Gray, share float64) {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	bw, bh := back.Rect.Dx(), back.Rect.Dy()
	through := int(share * 256)
	for y := range h {
		row := p.Pix[y*p.Stride:][:w]
		// a third of the resolution is enough for a shadow; the steps are smoothed
		fy := float64(y)*float64(bh-1)/float64(h) - 0.5
		y0 := min(max(int(fy), 0), bh-2)
		v := int(min(max(fy-float64(y0), 0), 1) * 256)
		a, b := back.Pix[y0*back.Stride:][:bw], back.Pix[(y0+1)*back.Stride:][:bw]
		step := (bw - 1) << 16 / w
		at := (bw-1)<<16 - 1
		for x := range row {
			i, u := max(at>>16, 0), at>>8&255
			j := min(i+1, bw-1)
			top, bottom := int(a[i])*(256-u)+int(a[j])*u, int(b[i])*(256-u)+int(b[j])*u
			ink := 255 - (top*(256-v)+bottom*v)>>16
			row[x] = uint8(max(int(row[x])-ink*through>>8, 0))
			at -= step
		}
	}
}

// crease draws a fold: a shadow on one side, a bright or broken line where the toner came off.
func (p paperMarks) crease(c crease, d dice) {
	grain := desk{seed: d.Uint32()}
	w, h := p.Rect.Dx(), p.Rect.Dy()
	length, across := w, h
	if c.vertical {
		length, across = h, w
	}
	centre := c.at * p.dpmm
	side := pick(d, -1.0, 1)
	lean := d.between(-0.006, 0.006)
	reach := int((c.width + 1) * p.dpmm)
	for i := range length {
		middle := centre + lean*(float64(i)-float64(length)/2) + p.dpmm*0.3*grain.noise(float64(i)/p.dpmm/6, 1)
		worn := grain.noise(float64(i)/p.dpmm/0.5, 7)
		for k := -reach; k <= reach; k++ {
			at := int(middle) + k
			if at < 0 || at >= across {
				continue
			}
			index := at*p.Stride + i
			if c.vertical {
				index = i*p.Stride + at
			}
			mm := (float64(at) - middle) / p.dpmm
			v := float64(p.Pix[index])
			if distance := mm * side; distance >= 0 {
				v -= c.level * math.Exp(-distance*2.2/c.width)
			}
			if math.Abs(mm) < 0.28 && worn > 0.35 { // the print is broken
				v += (250 - v) * 0.8 * worn
			}
			p.Pix[index] = uint8(min(max(v, 0), 255))
		}
	}
}

// disc is a hole of radius mm with a thin shadow on its edge.
func (p paperMarks) disc(x, y, radius float64) {
	cx, cy, r := x*p.dpmm, y*p.dpmm, radius*p.dpmm
	for py := int(cy - r - 3); py <= int(cy+r+3); py++ {
		for px := int(cx - r - 3); px <= int(cx+r+3); px++ {
			if !(image.Point{X: px, Y: py}).In(p.Rect) {
				continue
			}
			distance := math.Hypot(float64(px)-cx, float64(py)-cy) - r
			at := py*p.Stride + px
			if distance < 0 {
				p.Pix[at] = p.lid
			}
			if math.Abs(distance) < 0.15*p.dpmm {
				p.Pix[at] = uint8(int(p.Pix[at]) * 7 / 10)
			}
		}
	}
}

// staple draws the wire in the corner with its shadow, or the two holes it left.
func (p paperMarks) staple(kind stapleKind, d dice) {
	if kind == noStaple {
		return
	}
	cos, sin := polar(d.between(20, 70))
	x, y := d.between(8, 12), d.between(7, 9)
	for i := -60; i <= 60; i++ {
		along := float64(i) / 10 // 12 mm
		px, py := x+cos*along*0.95, y-sin*along*0.95
		if kind == pulledStaple {
			if i == -60 || i == 60 {
				p.disc(px, py, 0.4)
			}
			continue
		}
		for k := -4; k <= 6; k++ {
			off := float64(k) / 10
			at := image.Point{X: int((px + sin*off) * p.dpmm), Y: int((py + cos*off) * p.dpmm)}
			if !at.In(p.Rect) {
				continue
			}
			tone := uint8(70)
			switch {
			case k < -1:
				tone = 150 // the light on the wire
			case k > 3:
				tone = 175 // its shadow
			}
			index := at.Y*p.Stride + at.X
			p.Pix[index] = min(p.Pix[index], tone)
		}
	}
}

// ear folds a corner over: the lid shows where it was, and the empty back where it lies now.
func (p paperMarks) ear(h handled) {
	a, b := h.EarSize[0]*p.dpmm, h.EarSize[1]*p.dpmm
	// the corner's mirror image in the crease
	tipX, tipY := 2*a*b*b/(a*a+b*b), 2*a*a*b/(a*a+b*b)
	w, height := p.Rect.Dx(), p.Rect.Dy()
	edge := func(x, y, x0, y0, x1, y1 float64) float64 { // distance from a line, positive to its right
		return ((x-x0)*(y1-y0) - (y-y0)*(x1-x0)) / math.Hypot(x1-x0, y1-y0)
	}
	shadow := 0.4 * p.dpmm
	for y := range int(max(b, tipY)+shadow) + 1 {
		for x := range int(max(a, tipX)+shadow) + 1 {
			px, py := x, y
			if h.Ear == 2 || h.Ear == 3 {
				px = w - 1 - x
			}
			if h.Ear >= 3 {
				py = height - 1 - y
			}
			if px < 0 || py < 0 || px >= w || py >= height {
				continue
			}
			at, fx, fy := py*p.Stride+px, float64(x), float64(y)
			inside := fx/a + fy/b - 1                                                             // below 0 towards the corner
			switch free := max(edge(fx, fy, a, 0, tipX, tipY), edge(fx, fy, tipX, tipY, 0, b)); { // of the flap's two free edges
			case inside < 0:
				p.Pix[at] = p.lid
			case h.EarBehind || free > shadow:
			case free > 0:
				p.Pix[at] = uint8(int(p.Pix[at]) * 3 / 4)
			case inside < 0.04:
				p.Pix[at] = 205
			default:
				p.Pix[at] = uint8(max(int(p.Pix[at])-8, 0))
			}
		}
	}
}
