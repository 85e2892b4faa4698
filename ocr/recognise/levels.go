package recognise

import "image"

// levels says how a picture's grey is spread: where its paper and its ink lie, and how even the paper is.
type levels struct {
	paper  uint8 // median over the tiles of each tile's background
	ink    uint8 // darkness that 0.5 % of the pixels reach
	spread int   // between the lightest and the darkest tile background, without the outermost twentieths
	noise  int   // how far the background of a tile reaches below its median, in grey levels
}

// threshold parts ink from paper so that grey print counts: text printed at 60 % black is ink, noise
// is not. Otsu's threshold lies at half way and loses what is lighter.
func (l levels) threshold() int {
	// A blank zone has no ink to go by: then 26 levels below the paper.
	reach := max(int(l.paper)-int(l.ink), 120)
	t := int(l.paper) - max(reach*22/100, 4*l.noise)
	return max(t, int(l.paper)-reach*2/3, 1)
}

// white is the level from which on a pixel is paper: what is darker is more than its noise.
func (l levels) white() int { return max(int(l.paper)-2*l.noise, l.threshold()+1) }

// measure samples every fourth pixel of every fourth row in tiles of about 8 mm.
func measure(g *image.Gray, dpi float64) levels {
	const step = 4
	b := g.Bounds()
	tile := max(int(dpi*8/25.4), 16)
	var all [256]int
	var backgrounds, noises [256]int
	tiles := 0
	for y0 := b.Min.Y; y0 < b.Max.Y; y0 += tile {
		for x0 := b.Min.X; x0 < b.Max.X; x0 += tile {
			var h [256]int
			n := 0
			for y := y0; y < min(y0+tile, b.Max.Y); y += step {
				row := g.Pix[g.PixOffset(x0, y):]
				for x := 0; x < min(tile, b.Max.X-x0); x += step {
					h[row[x]]++
					n++
				}
			}
			for v, k := range h {
				all[v] += k
			}
			// Paper is the larger, lighter part of a tile: its median is near the 60th percentile of
			// all, its lower reach near the 30th of a tile with text.
			bg := quantile(h[:], n, 0.6)
			backgrounds[bg]++
			noises[max(int(bg)-int(quantile(h[:], n, 0.3)), 0)]++
			tiles++
		}
	}
	total := 0
	for _, k := range all {
		total += k
	}
	return levels{
		paper:  quantile(backgrounds[:], tiles, 0.5),
		ink:    quantile(all[:], total, 0.005),
		spread: int(quantile(backgrounds[:], tiles, 0.95)) - int(quantile(backgrounds[:], tiles, 0.05)),
		noise:  int(quantile(noises[:], tiles, 0.5)),
	}
}

func quantile(h []int, n int, q float64) uint8 {
	want, seen := int(float64(n)*q), 0
	for v, k := range h {
		if seen += k; seen > want {
			return uint8(v)
		}
	}
	return 255
}
