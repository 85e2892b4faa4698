package extract

import (
	"image"
	"math"
	"math/rand/v2"
)

// fault is what happens to a sheet between the pen and the reader: it is laid askew, photographed from the side,
// curled, torn, stamped.
type fault struct {
	skew  float64 // degrees, clockwise
	scale float64 // relative to the resolution that the picture claims; 0 means 1
	// tilt moves the corners, from the top left clockwise, in mm.
	tilt [4][2]float64
	// curl is the most, in mm, by which the paper bulges between its left and right edge.
	curl float64
	// torn counts the missing corner from the top left clockwise, 1 to 4, with what lies behind it in tornTo.
	torn   int
	tornTo uint8
	// stampX and stampY are the middle of a round stamp, in mm; none at 0, 0.
	stampX, stampY float64
	stampTo        float64 // how much of the light the stamp's ink lets through
	turn           int     // degrees clockwise
}

// tilted moves each corner by up to share of the paper's width, alike for a seed.
func tilted(share float64, seed uint64) (corners [4][2]float64) {
	random := rand.New(rand.NewPCG(seed, 35101))
	for i := range corners {
		for k := range 2 {
			corners[i][k] = (2*random.Float64() - 1) * share * 210
		}
	}
	return corners
}

// flat is the map from mm of the form to pixels at dpi, but for the curl.
func (f fault) flat(wMM, hMM, dpi float64) Homography {
	flat := damage{skew: f.skew, scale: f.scale}.warp(wMM, hMM, 25.4)
	var pairs []pair
	for i, c := range [4][2]float64{{0, 0}, {wMM, 0}, {wMM, hMM}, {0, hMM}} {
		x, y := flat.Apply(c[0], c[1])
		pairs = append(pairs, pair{c[0], c[1], x + f.tilt[i][0], y + f.tilt[i][1], 1})
	}
	h, _ := fitProjective(pairs)
	return h.Then(scaling(dpi / 25.4))
}

// bulge is by how many mm curled paper hides a point: across most, and a little down.
func (f fault) bulge(x, y, wMM, hMM float64) (dx, dy float64) {
	if f.curl == 0 {
		return 0, 0
	}
	u, v := x/wMM, y/hMM
	return f.curl * 0.4 * math.Sin(2*math.Pi*u), f.curl * math.Sin(math.Pi*u) * (0.5 + v/2)
}

// suffered does to a drawn page what the fault says. at tells where a point of the form, in mm,
// lies on the picture.
func (f fault) suffered(drawn *image.Gray, dpi float64, seed uint64) (picture *image.Gray, at func(x, y float64) (float64, float64)) {
	wMM, hMM := 25.4/dpi*float64(drawn.Rect.Dx()), 25.4/dpi*float64(drawn.Rect.Dy())
	f.damagePaper(drawn, dpi)
	flat := f.flat(wMM, hMM, dpi)
	back := flat.Inverse()
	w, h := f.sheet(wMM, hMM, dpi)
	move := Homography{1, 0, (float64(w) - wMM*dpi/25.4) / 2, 0, 1, (float64(h) - hMM*dpi/25.4) / 2, 0, 0, 1}
	flat, back = flat.Then(move), move.Inverse().Then(back)
	out := image.NewGray(image.Rect(0, 0, w, h))
	random := rand.New(rand.NewPCG(seed, 7))
	noise := make([]float64, 1<<14)
	for i := range noise {
		noise[i] = 6 * random.NormFloat64()
	}
	for y := range h {
		from := random.IntN(len(noise) - w)
		for x := range w {
			mx, my := back.Apply(float64(x)+0.5, float64(y)+0.5)
			dx, dy := f.bulge(mx, my, wMM, hMM)
			v := 225.0
			if mx > 0 && my > 0 && mx < wMM && my < hMM {
				v = 0.85*bilinear(drawn, (mx-dx)*dpi/25.4, (my-dy)*dpi/25.4) + 15
			}
			out.Pix[y*out.Stride+x] = uint8(max(0, min(255, v+noise[from+x])))
		}
	}
	turn := turning(f.turn, float64(w), float64(h))
	return turned(out, f.turn), func(x, y float64) (float64, float64) {
		qx, qy := x, y
		for range 8 {
			dx, dy := f.bulge(qx, qy, wMM, hMM)
			qx, qy = x+dx, y+dy
		}
		return flat.Then(turn).Apply(qx, qy)
	}
}

// sheet is the size of the picture: the paper's, or more where all of it would not fit.
func (f fault) sheet(wMM, hMM, dpi float64) (w, h int) {
	grow := math.Max(1, f.scale)
	return int(wMM*grow*dpi/25.4 + 0.5), int(hMM*grow*dpi/25.4 + 0.5)
}

// damagePaper tears off a corner of 30 by 40 mm and stamps.
func (f fault) damagePaper(g *image.Gray, dpi float64) {
	const across, down = 30.0, 40.0
	k := dpi / 25.4
	w, h := float64(g.Rect.Dx())/k, float64(g.Rect.Dy())/k
	if f.torn == 0 && f.stampX == 0 {
		return
	}
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			i := y*g.Stride + x
			mx, my := float64(x)/k, float64(y)/k
			u, v := mx, my
			if f.torn == 2 || f.torn == 3 {
				u = w - mx
			}
			if f.torn >= 3 {
				v = h - my
			}
			if f.torn > 0 && u/across+v/down < 1 {
				g.Pix[i] = f.tornTo
			}
			if f.stampX > 0 && stamped(mx-f.stampX, my-f.stampY) {
				g.Pix[i] = uint8(float64(g.Pix[i]) * f.stampTo)
			}
		}
	}
}

// stamped reports whether a round stamp of 34 mm has ink at a place beside its middle: two rings, and bars and gaps
// as of letters.
func stamped(x, y float64) bool {
	r := math.Hypot(x, y)
	switch {
	case r > 17:
		return false
	case r > 16.3, r > 10.5 && r < 11:
		return true
	case r > 12 && r < 15:
		return math.Mod(math.Atan2(y, x)*30+100, 3) < 1
	}
	return r < 9 && math.Mod(y+20, 4) < 2.4 && math.Mod(x*1.3+20+math.Floor(y/4), 2) < 0.7
}
