package extract

import (
	"image"
	"math"
	"slices"
)

// Look is what the picture of a page shows before anything is read: its size, and the pictures on it (an X-ray, a
// photo, the face of a card). Shares are from 0 to 1.
type Look struct {
	// Width and Height are of the page, in mm; 0 when not looked at.
	Width  float64 `json:"width_mm,omitempty"`
	Height float64 `json:"height_mm,omitempty"`
	// Pictured is the share of the page that pictures cover.
	Pictured float64 `json:"pictured,omitempty"`
	// Of the area of the pictures: Colour is the share that is neither grey nor tinted paper, Mean the grey from 0
	// (black) to 1, Light the share as light as paper, Mid that is neither nearly black nor nearly white, and Rough
	// that has sharp edges, as print does.
	Colour float64 `json:"colour,omitempty"`
	Mean   float64 `json:"mean,omitempty"`
	Light  float64 `json:"light,omitempty"`
	Mid    float64 `json:"mid,omitempty"`
	Rough  float64 `json:"rough,omitempty"`
	// Rim is the share of the pictures' lightest tenth that lies at their rims, and Spread the standard deviation
	// of their grey: an X-ray goes on beyond its rim, what is photographed stands in the middle.
	Rim    float64 `json:"rim,omitempty"`
	Spread float64 `json:"spread,omitempty"`
	// Ink is the area outside of the pictures that has strokes on it, in cm².
	Ink float64 `json:"ink,omitempty"`
	// Fine is the share of the pictures that has thin strokes darker than what is around them, however dim.
	Fine float64 `json:"fine,omitempty"`
}

// cellMM is the side in mm of the squares in which a page is looked at: less than a line of print.
const cellMM = 2.0

// Pictures have at least this area and these sides; print, rules and bars have not.
const (
	leastPicture     = 5.0  // cm²
	leastPictureSide = 14.0 // mm
	leastFill        = 0.62 // of the box around it: less is the table around a photographed paper
)

// Deeper than the paper by this much is no paper any more, in grey levels.
const toneDepth = 45

// lookCell is one square of the page.
type lookCell struct {
	tone, ink, fine bool
	darkest         uint8
	lightest        uint8
	mean            uint8
}

// LookAt looks at a page, made small: g has some 75 dpi, dpi says how many. Colour, of the same size in cells of
// cellMM, tells whether the page has colour there; nil for a grey page. It takes some milliseconds.
func LookAt(g *image.Gray, dpi float64, colour func(x, y float64) bool) Look {
	b := g.Bounds()
	mm := dpi / 25.4
	look := Look{Width: float64(b.Dx()) / mm, Height: float64(b.Dy()) / mm}
	step := max(3, int(math.Round(cellMM*mm)))
	w, h := b.Dx()/step, b.Dy()/step
	if w < 4 || h < 4 {
		return look
	}
	paper := paperTone(g)
	cells := make([]lookCell, w*h)
	for y := range h {
		for x := range w {
			cells[y*w+x] = lookInto(g, b.Min.X+x*step, b.Min.Y+y*step, step, paper)
		}
	}
	boxes := picturesOf(cells, w, h, float64(step)/mm)
	inside, pictures := make([]bool, w*h), 0
	for _, box := range boxes {
		for y := box.Min.Y; y < box.Max.Y; y++ {
			for x := box.Min.X; x < box.Max.X; x++ {
				if !inside[y*w+x] {
					inside[y*w+x] = true
					pictures++
				}
			}
		}
	}
	look.Rim, look.Spread = rims(cells, w, boxes)
	beside := func(x, y int) bool { // the edge of a picture that lies askew
		return slices.ContainsFunc(boxes, func(b image.Rectangle) bool { return image.Pt(x, y).In(b.Inset(-2)) })
	}
	side := float64(step) / mm / 10 // cm
	look.Pictured = float64(pictures) / float64(w*h)
	n, colours, sum, light, mid, rough, fine := 0, 0, 0, 0, 0, 0, 0
	margin := func(x, y int) bool { return x*20 < w || (w-1-x)*20 < w || y*24 < h || (h-1-y)*24 < h }
	for y := range h {
		for x := range w {
			c := cells[y*w+x]
			if !inside[y*w+x] {
				if c.ink && !margin(x, y) && !beside(x, y) {
					look.Ink += side * side
				}
				continue
			}
			n++
			sum += int(c.mean)
			if c.mean > 200 {
				light++
			}
			if c.mean > 50 && c.mean < 205 {
				mid++
			}
			if c.lightest-c.darkest > 90 {
				rough++
			}
			if c.fine {
				fine++
			}
			if colour != nil && colour((float64(x)+0.5)/float64(w), (float64(y)+0.5)/float64(h)) {
				colours++
			}
		}
	}
	if n > 0 {
		of := func(k int) float64 { return float64(k) / float64(n) }
		look.Colour, look.Mean, look.Light, look.Mid, look.Rough, look.Fine = of(colours), of(sum)/255, of(light), of(mid), of(rough), of(fine)
	}
	return look
}

// paperTone is the grey of the paper, if most of the page is paper; else white.
func paperTone(g *image.Gray) int {
	var histogram [256]int
	b := g.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for _, v := range g.Pix[g.PixOffset(b.Min.X, y):][:b.Dx()] {
			histogram[v]++
		}
	}
	mode := 255
	for v, n := range histogram {
		if n > histogram[mode] {
			mode = v
		}
	}
	near := 0
	for v := max(0, mode-12); v <= min(255, mode+12); v++ {
		near += histogram[v]
	}
	share := float64(near) / float64(b.Dx()*b.Dy())
	if share < 0.4 || mode < 165 && share < 0.75 || mode < 110 { // brown envelopes have some 170
		return 255
	}
	return mode
}

func lookInto(g *image.Gray, x0, y0, step, paper int) lookCell {
	c := lookCell{darkest: 255}
	sum, deep, dark := 0, 0, 0
	for y := range step {
		for _, v := range g.Pix[g.PixOffset(x0, y0+y):][:step] {
			sum += int(v)
			c.darkest, c.lightest = min(c.darkest, v), max(c.lightest, v)
			if int(v) < paper-toneDepth {
				deep++
			}
			if int(v) < paper-70 {
				dark++
			}
		}
	}
	all := step * step
	c.mean = uint8(sum / all)
	c.tone = 10*deep >= 7*all
	c.ink = dark >= max(2, all/14)
	c.fine = fineStrokes(g, x0, y0, step, int(c.lightest)-max(18, int(c.lightest)/5))
	return c
}

// fineStrokes reports that a cell has several strokes: rows of it that go from light to below the limit and
// back. The edge of a thing goes one way.
func fineStrokes(g *image.Gray, x0, y0, step, limit int) bool {
	strokes := 0
	for y := range step {
		row := g.Pix[g.PixOffset(x0, y0+y):][:step]
		for x := 1; x+1 < step; x++ {
			if int(row[x]) < limit && row[x] < row[x-1] && row[x] <= row[x+1] && lightBeside(row, x, limit) {
				strokes++
			}
		}
	}
	return strokes*3 >= step
}

func lightBeside(row []byte, x, limit int) bool {
	left, right := false, false
	for _, v := range row[:x] {
		left = left || int(v) > limit+6
	}
	for _, v := range row[x+1:] {
		right = right || int(v) > limit+6
	}
	return left && right
}

// picturesOf finds the areas of tone that are large and solid: the boxes around them. side is that of a cell in mm.
func picturesOf(cells []lookCell, w, h int, side float64) (boxes []image.Rectangle) {
	solid := closed(cells, w, h)
	label := make([]bool, w*h)
	for start := range solid {
		if !solid[start] || label[start] {
			continue
		}
		box, n := flood(solid, label, w, h, start)
		area := float64(n) * side * side / 100
		if area < leastPicture || float64(min(box.Dx(), box.Dy()))*side < leastPictureSide ||
			float64(n) < leastFill*float64(box.Dx()*box.Dy()) {
			continue
		}
		boxes = append(boxes, box)
	}
	return boxes
}

// rims gives Look.Rim and Look.Spread.
func rims(cells []lookCell, w int, boxes []image.Rectangle) (rim, spread float64) {
	area := 0
	for _, box := range boxes {
		var histogram [256]int
		n, sum, squares := box.Dx()*box.Dy(), 0.0, 0.0
		each := func(do func(x, y int, mean uint8)) {
			for y := box.Min.Y; y < box.Max.Y; y++ {
				for x := box.Min.X; x < box.Max.X; x++ {
					do(x, y, cells[y*w+x].mean)
				}
			}
		}
		each(func(_, _ int, mean uint8) {
			histogram[mean]++
			sum += float64(mean)
			squares += float64(mean) * float64(mean)
		})
		lightest := 255
		for k := histogram[255]; 10*k < n && lightest > 0; k += histogram[lightest] {
			lightest--
		}
		// the outermost cells may be half paper
		inner, core := box.Inset(1), image.Rect(box.Min.X+1+box.Dx()/7, box.Min.Y+1+box.Dy()/7, box.Max.X-1-box.Dx()/7, box.Max.Y-1-box.Dy()/7)
		at, all := 0, 0
		each(func(x, y int, mean uint8) {
			if p := image.Pt(x, y); int(mean) >= lightest && p.In(inner) {
				if all++; !p.In(core) {
					at++
				}
			}
		})
		area += n
		rim += float64(n) * float64(at) / float64(max(1, all))
		m := sum / float64(n)
		spread += float64(n) * math.Sqrt(max(0, squares/float64(n)-m*m)) / 255
	}
	return rim / float64(max(1, area)), spread / float64(max(1, area))
}

// closed is the cells of tone, with gaps of two cells between them filled along rows and columns.
func closed(cells []lookCell, w, h int) []bool {
	const gap = 2
	solid := make([]bool, w*h)
	for i, c := range cells {
		solid[i] = c.tone
	}
	fill := func(from, n, stride int) {
		last := -1
		for k := range n {
			if !cells[from+k*stride].tone {
				continue
			}
			if last >= 0 && k-last <= gap+1 {
				for j := last + 1; j < k; j++ {
					solid[from+j*stride] = true
				}
			}
			last = k
		}
	}
	for y := range h {
		fill(y*w, w, 1)
	}
	for x := range w {
		fill(x, h, w)
	}
	return solid
}

// flood marks the cells that hang together with one and gives the box around them and their number.
func flood(solid, label []bool, w, h, start int) (image.Rectangle, int) {
	box := image.Rectangle{}
	open := []int{start}
	label[start] = true
	n := 0
	for len(open) > 0 {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		n++
		x, y := at%w, at/w
		box = box.Union(image.Rect(x, y, x+1, y+1))
		for _, next := range [][2]int{{x - 1, y}, {x + 1, y}, {x, y - 1}, {x, y + 1}} {
			if next[0] < 0 || next[0] >= w || next[1] < 0 || next[1] >= h {
				continue
			}
			if i := next[1]*w + next[0]; solid[i] && !label[i] {
				label[i] = true
				open = append(open, i)
			}
		}
	}
	return box, n
}

// The sizes of envelopes in mm (ISO 269, and DL and C6/5 of the trade), the longer side first.
var envelopeSizes = [][2]float64{{220, 110}, {229, 114}, {235, 120}, {162, 114}, {229, 162}, {324, 229}, {250, 176}, {353, 250}, {230, 160}, {360, 260}, {400, 300}}

// EnvelopeSize reports a page as large as an envelope, within 3 mm.
func (k Look) EnvelopeSize() bool {
	long, short := max(k.Width, k.Height), min(k.Width, k.Height)
	return slices.ContainsFunc(envelopeSizes, func(s [2]float64) bool {
		return math.Abs(long-s[0]) <= 3 && math.Abs(short-s[1]) <= 3
	})
}

// cardSize reports a page as large as a card (ISO/IEC 7810, ID-1: 85.6 × 54 mm), within 4 mm.
func (k Look) cardSize() bool {
	long, short := max(k.Width, k.Height), min(k.Width, k.Height)
	return math.Abs(long-85.6) <= 4 && math.Abs(short-54) <= 4
}
