package synth

import (
	"image/color"
	"math"
)

// cover is what a table is made of.
type cover int

const (
	woodCover cover = iota
	clothCover
	tileCover
	whiteCover // a white table: white on white
	stoneCover // a speckled worktop
	darkCover  // a dark desk
	checkCover // a checked table-cloth
	coverCount
)

func (c cover) String() string {
	return [coverCount]string{"wood", "cloth", "tiles", "white_table", "stone", "dark_desk", "checked_cloth"}[c]
}

// desk is the table under the papers.
type desk struct {
	Cover    cover
	cos, sin float64 // how it lies
	scale    float64 // of its pattern
	// first and second are its colours, red, green and blue.
	first, second [3]float64
	seed          uint32
}

func someDesk(d dice) desk {
	k := desk{Cover: cover(d.IntN(int(coverCount))), scale: d.between(0.75, 1.4), seed: d.Uint32()}
	k.cos, k.sin = polar(pick(d, 0.0, 90) + d.between(-12, 12))
	tones := map[cover][][2]color.RGBA{
		woodCover:  {{rgb(196, 150, 98), rgb(150, 104, 60)}, {rgb(122, 82, 52), rgb(84, 54, 34)}, {rgb(214, 184, 142), rgb(186, 150, 106)}, {rgb(92, 58, 40), rgb(60, 36, 26)}},
		clothCover: {{rgb(176, 160, 132), rgb(150, 134, 108)}, {rgb(90, 110, 140), rgb(74, 92, 120)}, {rgb(170, 60, 55), rgb(146, 48, 46)}, {rgb(216, 210, 198), rgb(196, 190, 178)}},
		tileCover:  {{rgb(206, 200, 190), rgb(150, 144, 136)}, {rgb(178, 120, 88), rgb(200, 190, 176)}, {rgb(222, 224, 226), rgb(170, 170, 170)}},
		whiteCover: {{rgb(240, 240, 238), rgb(232, 232, 230)}, {rgb(236, 232, 224), rgb(230, 226, 216)}},
		stoneCover: {{rgb(150, 146, 142), rgb(70, 66, 64)}, {rgb(206, 200, 194), rgb(120, 112, 106)}, {rgb(62, 62, 66), rgb(130, 130, 136)}},
		darkCover:  {{rgb(48, 46, 46), rgb(38, 36, 36)}, {rgb(66, 60, 58), rgb(52, 48, 46)}, {rgb(30, 34, 44), rgb(24, 28, 36)}},
		checkCover: {{rgb(236, 232, 226), rgb(176, 40, 44)}, {rgb(234, 234, 230), rgb(60, 96, 160)}, {rgb(240, 238, 226), rgb(84, 128, 76)}},
	}
	pair := pick(d, tones[k.Cover]...)
	k.first, k.second = channels(pair[0]), channels(pair[1])
	return k
}

func rgb(r, g, b uint8) color.RGBA { return color.RGBA{r, g, b, 255} }

func channels(c color.RGBA) [3]float64 { return [3]float64{float64(c.R), float64(c.G), float64(c.B)} }

// at is the colour of the table at a point in mm.
func (k desk) at(x, y float64) [3]float64 {
	x, y = k.cos*x+k.sin*y, k.cos*y-k.sin*x
	x, y = x/k.scale, y/k.scale
	mix, shade := 0.0, 1.0
	switch k.Cover {
	case woodCover: // boards of 90 to 140 mm with rings cut lengthwise
		board := math.Floor(y / 118)
		in := y/118 - board
		offset := 97 * board
		warp := 26*k.noise(x/260+offset, y/70) + 7*k.noise(x/60+offset, y/22)
		ring := math.Sin((y+warp)*0.55 + 4*k.noise(x/400, board*3.7))
		pores := k.noise(x/14, y*1.9)
		mix = 0.45 + 0.3*ring*ring*ring + 0.3*(pores-0.5)
		shade = 0.9 + 0.2*k.noise(board*7.3, offset) - 0.06*k.noise(x/5, y*2.4)
		if in < 0.009 {
			shade *= 0.55
		}
	case clothCover:
		mix = 0.5 + 0.25*(math.Sin(x*4.1)+math.Sin(y*4.1))*0.8
		shade = 0.94 + 0.12*k.noise(x/3, y/3) + 0.1*(k.noise(x/80, y/110)-0.5)
	case tileCover:
		const tile = 150
		tx, ty := math.Floor(x/tile), math.Floor(y/tile)
		dx, dy := x-tx*tile, y-ty*tile
		joint := min(dx, tile-dx, dy, tile-dy)
		mix = min(max(2.2-joint, 0), 1)
		shade = 0.93 + 0.09*k.noise(tx*5.1, ty*9.7) + 0.06*k.noise(x/25, y/25) + 0.03*k.noise(x/3, y/3)
	case whiteCover:
		mix = k.noise(x/120, y/120)
		shade = 0.995 + 0.01*k.noise(x/2, y/2)
	case stoneCover:
		v := k.noise(x/2.2, y/2.2)*0.6 + k.noise(x/0.9, y/0.9)*0.4
		mix = min(max((v-0.52)*5, 0), 1)
		shade = 0.9 + 0.2*k.noise(x/9, y/9)
	case darkCover:
		mix = k.noise(x/3, y/90)
		shade = 0.92 + 0.16*k.noise(x/1.5, y/1.5)
	case checkCover: // the threads of both directions add
		const check = 22
		a, b := 0.0, 0.0
		if math.Mod(math.Abs(x+1e5), 2*check) < check {
			a = 0.5
		}
		if math.Mod(math.Abs(y+1e5), 2*check) < check {
			b = 0.5
		}
		mix = a + b
		shade = 0.93 + 0.05*(math.Sin(x*3.7)+math.Sin(y*3.7)) + 0.08*(k.noise(x/70, y/90)-0.5)
	}
	var out [3]float64
	for c := range out {
		out[c] = shade * (k.first[c] + mix*(k.second[c]-k.first[c]))
	}
	return out
}

// noise is smooth value noise, 0 to 1, of one cell a unit.
func (k desk) noise(x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	u, v := x-fx, y-fy
	u, v = u*u*(3-2*u), v*v*(3-2*v)
	ix, iy := uint32(int32(fx)), uint32(int32(fy))
	a, b := scatter(k.seed, ix, iy), scatter(k.seed, ix+1, iy)
	c, e := scatter(k.seed, ix, iy+1), scatter(k.seed, ix+1, iy+1)
	return (a*(1-u)+b*u)*(1-v) + (c*(1-u)+e*u)*v
}

// scatter gives each cell of a grid a fixed number from 0 to 1 (the finisher of MurmurHash3).
func scatter(seed, x, y uint32) float64 {
	h := seed ^ x*0x9e3779b1 ^ y*0x85ebca77
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	h ^= h >> 16
	return float64(h) / (1 << 32)
}
