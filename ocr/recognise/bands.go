package recognise

import (
	"image"
)

const (
	// bandTile is the side in mm of the squares in which dark bands are looked for; leastBand and mostBand are how
	// wide one is at least along its longer side and at most along its shorter.
	bandTile, leastBand, mostBand = 2.0, 14.0, 70.0
	// darkBand is how light a band's ground is at most, for a paper of 1; sharpBand how many times lighter the paper
	// right beside it is at least: the border of a shadow is soft.
	darkBand, sharpBand = 0.66, 1.45
	fullBand            = 0.75 // of its box
)

// darkBands are the upright rectangles of a page that are printed dark: bands and bars of letterheads and tables, with
// light print. They are no shadow, though they lower the light of a whole area.
func darkBands(g *image.Gray, l levels, dpi float64) []image.Rectangle {
	tile := max(int(bandTile*dpi/25.4), 6)
	w, h := g.Rect.Dx()/tile, g.Rect.Dy()/tile
	if w < 3 || h < 3 {
		return nil
	}
	grounds := make([]uint8, w*h)
	dark := image.NewGray(image.Rect(0, 0, w, h))
	for i := range grounds {
		grounds[i] = ground(g, image.Rect(0, 0, tile, tile).Add(image.Pt(i%w*tile, i/w*tile)).Add(g.Rect.Min))
		dark.Pix[i] = 255
		if float64(grounds[i]) < darkBand*float64(l.paper) {
			dark.Pix[i] = 0
		}
	}
	mm := dpi / 25.4 / float64(tile)
	var bands []image.Rectangle
	// what hangs on to a band is often a strip of the table beside the paper
	for _, c := range append(components(dark, 128, 1, 1), components(withoutStrips(dark), 128, 1, 1)...) {
		long, short := float64(max(c.Dx(), c.Dy())), float64(min(c.Dx(), c.Dy()))
		if long < leastBand*mm || short < 2 || short > mostBand*mm || float64(c.ink) < fullBand*long*short || !sharplyEnds(grounds, w, c.Rectangle) {
			continue
		}
		box := image.Rect(c.Min.X*tile, c.Min.Y*tile, c.Max.X*tile, c.Max.Y*tile)
		bands = append(bands, box.Inset(-tile).Intersect(image.Rect(0, 0, g.Rect.Dx(), g.Rect.Dy())))
	}
	return bands
}

// withoutStrips is dark without what is less than three squares wide.
func withoutStrips(dark *image.Gray) *image.Gray {
	out := image.NewGray(dark.Rect)
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	w, h := dark.Rect.Dx(), dark.Rect.Dy()
	for y := range h - 2 {
		for x := range w - 2 {
			lightest := uint8(0)
			for i := range 9 {
				lightest = max(lightest, dark.Pix[(y+i/3)*w+x+i%3])
			}
			for i := range 9 {
				if lightest == 0 {
					out.Pix[(y+i/3)*w+x+i%3] = 0
				}
			}
		}
	}
	return out
}

// ground is the light of the larger, lighter part of a square.
func ground(g *image.Gray, square image.Rectangle) uint8 {
	var h [256]int
	n := 0
	for y := square.Min.Y; y < square.Max.Y; y += 3 {
		row := g.Pix[g.PixOffset(square.Min.X, y):]
		for x := 0; x < square.Dx(); x += 3 {
			h[row[x]]++
			n++
		}
	}
	return quantile(h[:], n, 0.6)
}

// sharplyEnds tells that at both long sides of a rectangle of squares it is light at once, or the picture ends; not both.
func sharplyEnds(grounds []uint8, w int, r image.Rectangle) bool {
	from, to, end := r.Min.Y, r.Max.Y, len(grounds)/w
	light := func(y int) float64 {
		sum := 0
		for _, v := range grounds[y*w:][r.Min.X:r.Max.X] {
			sum += int(v)
		}
		return float64(sum)
	}
	if r.Dy() > r.Dx() { // it lies on its side
		from, to, end = r.Min.X, r.Max.X, w
		light = func(x int) float64 {
			sum := 0
			for y := r.Min.Y; y < r.Max.Y; y++ {
				sum += int(grounds[y*w+x])
			}
			return float64(sum)
		}
	}
	inside := (light(from) + light(to-1)) / 2
	if to-from > 2 {
		inside = (light(from+1) + light(to-2)) / 2
	}
	atStart, atEnd := from < 2, to > end-2
	return !(atStart && atEnd) && (atStart || light(from-2) > sharpBand*inside) && (atEnd || light(to+1) > sharpBand*inside)
}
