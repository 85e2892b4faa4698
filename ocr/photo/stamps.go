package photo

import (
	"image"
	"image/color"
	"math"
	"slices"

	"pratica/ocr"
)

// What a rubber stamp is: a frame or ring of coloured ink, at least so large, that is not filled, and has black print in it.
const (
	stampWide, stampHigh = 17.0, 7.0 // mm
	stampGap             = 22.0      // mm between what is left of one
	stampFill            = 0.4       // of its box at most
	stampOfPage          = 0.4       // of the page at most
	leastUnder           = 0.004     // of its box, black print
	// Lightness is a share of the paper's in the light that falls on it there, colour a share of that.
	inked, tinted, black = 0.2, 0.1, 0.45
	blackest             = 0.25 // print
	stampDPI             = 100
)

// WithoutStamps is a page in grey without the ink of coloured stamps that lie over black print, and where they lie in the picture,
// which starts at 0, 0; nil where there are none. Blue handwriting in a blue frame is taken away with it: whoever reads the page
// must compare. dpi is that of the picture.
func WithoutStamps(img image.Image, dpi float64) (without *image.Gray, stamps []image.Rectangle) {
	c := coloursOf(img)
	if c == nil || dpi < stampDPI/2 {
		return nil, nil
	}
	if stamps = c.stamps(dpi); len(stamps) == 0 {
		return nil, nil
	}
	grey := ocr.Grey(img)
	without = image.NewGray(image.Rectangle{Max: grey.Rect.Size()})
	for y := range without.Rect.Dy() {
		copy(without.Pix[y*without.Stride:][:without.Rect.Dx()], grey.Pix[y*grey.Stride:])
	}
	for _, box := range stamps {
		c.liftInk(without, box)
	}
	return without, stamps
}

// colours are those of a picture as shares of its paper's.
type colours struct {
	w, h  int
	at    func(x, y int) (r, g, b uint8)
	paper [3]float64
	light [lightTiles * lightTiles]float64 // of the paper, tile by tile
}

const lightTiles = 24

// coloursOf is nil for a picture without colour.
func coloursOf(img image.Image) *colours {
	b := img.Bounds()
	c := &colours{w: b.Dx(), h: b.Dy()}
	switch img := img.(type) {
	case *image.YCbCr:
		c.at = func(x, y int) (uint8, uint8, uint8) {
			i, j := img.YOffset(b.Min.X+x, b.Min.Y+y), img.COffset(b.Min.X+x, b.Min.Y+y)
			return color.YCbCrToRGB(img.Y[i], img.Cb[j], img.Cr[j])
		}
	case *image.RGBA:
		c.at = func(x, y int) (uint8, uint8, uint8) {
			p := img.Pix[img.PixOffset(b.Min.X+x, b.Min.Y+y):]
			return p[0], p[1], p[2]
		}
	default:
		return nil
	}
	// what is lighter than most is paper
	var all [3][]float64
	const n = 64
	for i := range n * n {
		r, g, b := c.at((2*(i%n)+1)*c.w/(2*n), (2*(i/n)+1)*c.h/(2*n))
		for k, v := range [3]uint8{r, g, b} {
			all[k] = append(all[k], float64(v))
		}
	}
	for k := range all {
		slices.Sort(all[k])
		c.paper[k] = max(all[k][len(all[k])*3/4], 1)
	}
	c.seeLight()
	return c
}

// seeLight takes the lightest of some points of each tile for paper.
func (c *colours) seeLight() {
	const n = 7
	for i := range c.light {
		c.light[i] = 1
	}
	var seen [lightTiles * lightTiles]float64
	for i := range seen {
		for k := range n * n {
			x := ((i%lightTiles)*n + k%n) * c.w / (lightTiles * n)
			y := ((i/lightTiles)*n + k/n) * c.h / (lightTiles * n)
			light, _ := c.share(x, y)
			seen[i] = max(seen[i], light)
		}
	}
	for i := range seen {
		c.light[i] = min(max(seen[i], 0.2), 1.2)
	}
}

func (c *colours) lightAt(x, y int) float64 {
	return c.light[y*lightTiles/c.h*lightTiles+x*lightTiles/c.w]
}

// share is how light the lightest channel is beside paper, and by how much it differs from the darkest.
func (c *colours) share(x, y int) (light, tint float64) {
	r, g, b := c.at(x, y)
	here := c.lightAt(x, y)
	u, v, w := float64(r)/(c.paper[0]*here), float64(g)/(c.paper[1]*here), float64(b)/(c.paper[2]*here)
	light = max(u, v, w)
	return light, (light - min(u, v, w)) / max(light, black)
}

// stampTile is the side of the tiles that are looked through for coloured ink, in cells of a hundredth of an inch.
const stampTile = 16

// inkTiles looks at a point every half millimetre: the tiles, in rows of wide, that hold coloured ink or lie beside some. nil where
// there is less than the thinnest frame has.
func (c *colours) inkTiles(k float64, wide, high int) []uint8 {
	const fewest = 60
	tiles, seen := make([]uint8, wide*high), 0
	for y := k; int(y) < c.h; y += 2 * k {
		for x := k; int(x) < c.w; x += 2 * k {
			if _, tint := c.share(int(x), int(y)); tint > inked {
				tiles[min(int(y/k)/stampTile, high-1)*wide+min(int(x/k)/stampTile, wide-1)] = 1
				seen++
			}
		}
	}
	if seen < fewest {
		return nil
	}
	return extreme(tiles, wide, high, 1, true)
}

// stamps are the boxes of stamps, in pixels; what lies close together is one.
func (c *colours) stamps(dpi float64) (boxes []image.Rectangle) {
	const mostCells = 4_000_000
	k := max(dpi/stampDPI, 1, math.Sqrt(float64(c.w)*float64(c.h)/mostCells))
	w, h := int(float64(c.w)/k), int(float64(c.h)/k)
	wide, high := (w+stampTile-1)/stampTile, (h+stampTile-1)/stampTile
	tiles := c.inkTiles(k, wide, high)
	if tiles == nil {
		return nil
	}
	ink, dark := make([]uint8, w*h), make([]uint8, w*h)
	for y := range h {
		for x := range w {
			if tiles[y/stampTile*wide+x/stampTile] == 0 {
				continue
			}
			most, least := 0.0, 2.0
			for j := range 4 {
				light, tint := c.share(min(int((float64(x)+0.25+0.5*float64(j%2))*k), c.w-1), min(int((float64(y)+0.25+0.5*float64(j/2))*k), c.h-1))
				most, least = max(most, tint), min(least, light)
			}
			switch {
			case most > inked:
				ink[y*w+x] = 1
			case least < black:
				dark[y*w+x] = 1
			}
		}
	}
	mm := dpi / 25.4 / k
	closed := extreme(ink, w, h, 2, true) // black print parts the strokes that it crosses
	for _, box := range blobs(closed, w) {
		wide, high := float64(box.Dx()), float64(box.Dy())
		if max(wide, high) < stampWide*mm || min(wide, high) < stampHigh*mm || wide*high > stampOfPage*float64(w*h) {
			continue
		}
		filled, under := 0, 0
		for y := box.Min.Y; y < box.Max.Y; y++ {
			for x := box.Min.X; x < box.Max.X; x++ {
				filled += int(ink[y*w+x])
				under += int(dark[y*w+x])
			}
		}
		if float64(filled) > stampFill*wide*high || float64(under) < leastUnder*wide*high {
			continue
		}
		box = box.Inset(-2)
		boxes = joined(boxes, image.Rect(int(float64(box.Min.X)*k), int(float64(box.Min.Y)*k), int(float64(box.Max.X)*k), int(float64(box.Max.Y)*k)).
			Intersect(image.Rect(0, 0, c.w, c.h)), int(stampGap/25.4*dpi))
	}
	return slices.DeleteFunc(boxes, func(b image.Rectangle) bool { // frames all over a page are its print
		return float64(b.Dx())*float64(b.Dy()) > stampOfPage*float64(c.w)*float64(c.h)
	})
}

// joined are the boxes and one more, which takes in those that lie within the reach: print and shade part a frame.
func joined(boxes []image.Rectangle, box image.Rectangle, reach int) []image.Rectangle {
	for i := 0; i < len(boxes); i++ {
		if boxes[i].Inset(-reach).Overlaps(box) {
			box = box.Union(boxes[i])
			boxes = slices.Delete(boxes, i, i+1)
			i = -1
		}
	}
	return append(boxes, box)
}

// liftInk makes coloured ink in a box as light as paper; what is darker than it, the print below, stays.
func (c *colours) liftInk(grey *image.Gray, box image.Rectangle) {
	var inks []float64
	for y := box.Min.Y; y < box.Max.Y; y += 2 {
		for x := box.Min.X; x < box.Max.X; x += 2 {
			if light, tint := c.share(x, y); tint > inked {
				inks = append(inks, light)
			}
		}
	}
	if len(inks) == 0 {
		return
	}
	slices.Sort(inks)
	usual := max(inks[len(inks)/4], black) // lighter than print, darker than its own edges
	paper := 0.299*c.paper[0] + 0.587*c.paper[1] + 0.114*c.paper[2]
	w, h := box.Dx(), box.Dy()
	ink := make([]uint8, w*h)
	for i := range ink {
		if _, tint := c.share(box.Min.X+i%w, box.Min.Y+i/w); tint > tinted {
			ink[i] = 1
		}
	}
	ink = extreme(ink, w, h, 2, true) // its edges have less colour than they are dark
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if ink[(y-box.Min.Y)*w+x-box.Min.X] == 0 {
				continue
			}
			light, _ := c.share(x, y)
			at := grey.PixOffset(x, y)
			lifted := uint8(min(paper*c.lightAt(x, y)*min(max((light-blackest)/(usual-blackest), 0), 1), 255))
			grey.Pix[at] = max(grey.Pix[at], lifted)
		}
	}
}
