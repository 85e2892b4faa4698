package photo

import (
	"image"
	"math"

	"pratica/ocr"
)

// Flat is a paper, or several side by side, as if scanned.
type Flat struct {
	// Image is in the colours of the picture, Gray where that is.
	Image image.Image
	// DPI is estimated from the shape of the paper, A4 where that fits and its letters are not too large for it.
	DPI float64
	// Sized tells that the paper has the shape of A4; else the resolution is a guess.
	Sized bool
	// Back maps points of Image to points of the picture it was taken from; of several papers those of the first. What
	// the paper bends beside a plane is not in it.
	Back Matrix
}

const (
	// focal is the usual focal length of a telephone over the longer side of its picture.
	focal = 0.74
	// sheetAspect is that of the ISO 216 series, shapeTolerance how far from it an estimate may be.
	sheetAspect, shapeTolerance = math.Sqrt2, 0.09
	sheetShort                  = 210 / 25.4 // inches
	slipWide                    = 80 / 25.4  // the roll of a till
	mostFlatPixels              = 40_000_000
)

// Flatten takes the papers out of a picture as if they had been scanned, side by side from left to right, at about the
// resolution that they have there. It makes no picture of no papers.
func Flatten(img image.Image, papers []Paper) Flat {
	if len(papers) == 0 {
		return Flat{}
	}
	papers = fromLeft(papers)
	size := img.Bounds().Size()
	parts := make([]part, len(papers))
	var whole image.Point
	for i, p := range papers {
		parts[i] = p.part(size)
		parts[i].at = image.Pt(whole.X, 0)
		whole.X += parts[i].size.X
		whole.Y = max(whole.Y, parts[i].size.Y)
	}
	if whole.X*whole.Y > mostFlatPixels {
		return Flat{}
	}
	out := canvas(img, whole)
	for i := range parts {
		parts[i].look(img)
		parts[i].draw(out, img)
	}
	first := parts[0]
	back := first.plane.Times(Matrix{1 / float64(first.size.X), 0, 0, 0, 1 / float64(first.size.Y), 0, 0, 0, 1})
	return Flat{Image: out, DPI: first.dpi, Sized: first.sized && len(parts) == 1, Back: back}
}

// fromLeft sorts papers by their middle.
func fromLeft(papers []Paper) []Paper {
	sorted := append([]Paper(nil), papers...)
	middle := func(p Paper) float64 { return p.Corners[0].X + p.Corners[1].X + p.Corners[2].X + p.Corners[3].X }
	for i := range sorted {
		for j := i; j > 0 && middle(sorted[j]) < middle(sorted[j-1]); j-- {
			sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
		}
	}
	return sorted
}

// part is a paper and where its flat picture goes.
type part struct {
	Paper
	plane Matrix // of the unit square
	size  image.Point
	at    image.Point
	dpi   float64
	sized bool
	lean  leaning
}

// look sees at a low resolution how the lines of print run on the paper, and how large its letters are.
func (p *part) look(img image.Image) {
	look := *p
	k := min(levelWidth/float64(p.size.X), 1)
	look.size = image.Pt(max(int(k*float64(p.size.X)), 1), max(int(k*float64(p.size.Y)), 1))
	look.at = image.Point{}
	g := image.NewGray(image.Rectangle{Max: look.size})
	look.draw(g, ocr.Grey(img))
	ink := printOf(g)
	if dpi := byLetters(p.dpi, letterHeight(ink, look.size.X)/k); dpi != p.dpi {
		p.dpi, p.sized = dpi, false
	}
	if lean, ok := leaningOf(ink, look.size); ok && lean.mostBelow() < 0.06 {
		p.lean = lean
	}
}

func (p Paper) part(picture image.Point) part {
	length := func(i int) float64 { return p.Corners[(i+1)%4].sub(p.Corners[i]).length() }
	wide, high := max(length(0), length(2)), max(length(1), length(3))
	aspect := Aspect(p.Corners, picture, focal)
	if seen := high / wide; math.IsNaN(aspect) || aspect > 1.5*seen || seen > 1.5*aspect {
		aspect = seen // no rectangle in any perspective
	}
	out := part{Paper: p, plane: ofSquare(p.Corners)}
	switch closed := p.Open == [4]bool{}; {
	case closed && math.Abs(aspect/sheetAspect-1) < shapeTolerance:
		aspect, out.sized = sheetAspect, true
	case closed && math.Abs(aspect*sheetAspect-1) < shapeTolerance:
		aspect, out.sized = 1/sheetAspect, true
	}
	// as many pixels as the better resolved direction has
	if high > wide*aspect {
		wide = high / aspect
	}
	out.size = image.Pt(max(int(wide+0.5), 16), max(int(wide*aspect+0.5), 16))
	short := float64(min(out.size.X, out.size.Y))
	out.dpi = short / sheetShort
	if !out.sized && (aspect > 2 || aspect < 0.5) {
		out.dpi = short / slipWide
	}
	return out
}

// where is the point of the picture that a point of the paper is seen at; u and v run from 0 to 1 along the upper and
// the left side. The sides bend as they were seen, what is between them in proportion.
func (p *part) where(u, v float64) Point {
	if p.lean.shift != nil {
		v += p.lean.below(u, v)
	}
	at := p.plane.At(Point{u, v})
	for i, weight := range [4]float64{1 - v, u, v, 1 - u} {
		if weight <= 0 {
			continue
		}
		edge := [4]Point{{u, 0}, {1, v}, {u, 1}, {0, v}}[i]
		at = at.add(p.beside(i, p.plane.At(edge)).times(weight))
	}
	return at
}

// beside is how far a side runs beside a point of the straight line between its corners.
func (p *part) beside(side int, at Point) Point {
	a, b := p.Corners[side], p.Corners[(side+1)%4]
	along := b.sub(a)
	t := min(max(at.sub(a).dot(along)/along.dot(along), 0), 1) * sidePoints
	i := min(int(t), sidePoints-1)
	return between(p.sides[side][i], p.sides[side][i+1], t-float64(i)).sub(at)
}

// cell is the size in pixels of the squares in which the way back to the picture is interpolated.
const cell = 32

// draw fills the part's place.
func (p *part) draw(out, img image.Image) {
	columns, rows := (p.size.X+cell-1)/cell, (p.size.Y+cell-1)/cell
	line := func(row int) []Point {
		nodes := make([]Point, columns+1)
		for i := range nodes {
			nodes[i] = p.where(float64(i*cell)/float64(p.size.X), float64(row*cell)/float64(p.size.Y))
		}
		return nodes
	}
	above := line(0)
	for row := range rows {
		below := line(row + 1)
		for column := range columns {
			area := image.Rect(column*cell, row*cell, column*cell+cell, row*cell+cell).Intersect(image.Rectangle{Max: p.size})
			corners := [4]Point{above[column], above[column+1], below[column], below[column+1]}
			fill(out, img, area.Add(p.at), corners)
		}
		above = below
	}
}
