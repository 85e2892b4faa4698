package extract

import (
	"image"
	"math"
	"slices"
	"sort"
	"sync"

	"pratica/extract/forms"
)

const (
	anchorDPI = 100
	// anchorWidth and anchorHeight are the size of an anchor in mm: a few printed words, or the corner
	// of a bar.
	anchorWidth, anchorHeight = 22.0, 8.0
	// anchorColumns and anchorRows spread the anchors over the page: the best of each cell is taken.
	anchorColumns, anchorRows = 4, 11
)

// printedPage is what the search for a form needs of one of its pages.
type printedPage struct {
	form *forms.Definition
	page int
	// rows and columns are the high-passed profiles of the blank at coarseDPI.
	rows, columns []float64
	// marks gives what only pages need that may well be this one; it is made when first needed.
	marks func() *printedMarks
}

// printedMarks is what registration on a page needs.
type printedMarks struct {
	// coarse and fine are the blank at coarseDPI and anchorDPI.
	coarse, fine *image.Gray
	anchors      []forms.Rect
	titles       []forms.Rect
}

// printedPages gives the pages of all known forms.
var printedPages = sync.OnceValue(func() []*printedPage {
	kept := keptProfiles()
	var list []*printedPage
	for _, form := range forms.All() {
		for page := range form.Pages {
			p := &printedPage{form: form, page: page + 1, marks: sync.OnceValue(func() *printedMarks { return newPrintedMarks(form, page+1) })}
			if k, ok := kept[profileKey(form, page+1)]; ok {
				p.rows, p.columns = k.Rows, k.Columns
			} else {
				p.rows, p.columns = blankProfiles(form, page+1)
			}
			list = append(list, p)
		}
	}
	return list
})

// blankProfiles measures the profiles of a blank page.
func blankProfiles(form *forms.Definition, page int) (rows, columns []float64) {
	coarse := reduced(form.Raster(page, anchorDPI), anchorDPI/coarseDPI)
	return highPassed(rowProfiles(coarse).at(0)), highPassed(columnProfiles(coarse).at(0))
}

func newPrintedMarks(form *forms.Definition, page int) *printedMarks {
	fine := form.Raster(page, anchorDPI)
	return &printedMarks{coarse: reduced(fine, anchorDPI/coarseDPI), fine: fine,
		anchors: chooseAnchors(form.Pages[page-1], fine), titles: form.Titles(page)}
}

// chooseAnchors takes, in each cell of a grid, the printed place with the strongest corners (the smaller
// eigenvalue of the structure tensor, after Shi and Tomasi 1994) that no zone to fill touches.
func chooseAnchors(page forms.Page, blank *image.Gray) []forms.Rect {
	const step = 2.0 // mm
	const perMM = anchorDPI / 25.4
	best := map[[2]int]forms.Rect{}
	strength := map[[2]int]float64{}
	tensor := newStructureTensor(blank)
	for y := 3.0; y+anchorHeight < page.Height-3; y += step {
		for x := 3.0; x+anchorWidth < page.Width-3; x += step {
			r := forms.Rect{X: x, Y: y, W: anchorWidth, H: anchorHeight}
			if slices.ContainsFunc(page.Fields, func(f forms.Field) bool { return f.Rect.Inset(-1).Overlaps(r) }) {
				continue
			}
			s := tensor.cornerness(int(x*perMM), int(y*perMM), int(r.Right()*perMM), int(r.Bottom()*perMM))
			cell := [2]int{int((x + anchorWidth/2) / page.Width * anchorColumns), int((y + anchorHeight/2) / page.Height * anchorRows)}
			if s > strength[cell] {
				strength[cell], best[cell] = s, r
			}
		}
	}
	var list []forms.Rect
	weakest := 0.15 * median(valuesOf(strength))
	for cell, r := range best {
		if strength[cell] > weakest {
			list = append(list, r)
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Y < list[j].Y || list[i].Y == list[j].Y && list[i].X < list[j].X })
	return list
}

func valuesOf[K comparable](m map[K]float64) []float64 {
	var list []float64
	for _, v := range m {
		list = append(list, v)
	}
	return list
}

// structureTensor holds running sums of gradient products, so that any rectangle costs four look-ups.
type structureTensor struct {
	w          int
	xx, yy, xy []float64
}

func newStructureTensor(g *image.Gray) structureTensor {
	w, h := g.Bounds().Dx(), g.Bounds().Dy()
	t := structureTensor{w, make([]float64, w*h), make([]float64, w*h), make([]float64, w*h)}
	for y := 1; y < h; y++ {
		var xx, yy, xy float64
		for x := 1; x < w; x++ {
			dx := float64(g.Pix[y*g.Stride+x]) - float64(g.Pix[y*g.Stride+x-1])
			dy := float64(g.Pix[y*g.Stride+x]) - float64(g.Pix[(y-1)*g.Stride+x])
			xx, yy, xy = xx+dx*dx, yy+dy*dy, xy+dx*dy
			i := y*w + x
			t.xx[i], t.yy[i], t.xy[i] = t.xx[i-w]+xx, t.yy[i-w]+yy, t.xy[i-w]+xy
		}
	}
	return t
}

func (t structureTensor) cornerness(x0, y0, x1, y1 int) float64 {
	area := func(sum []float64) float64 {
		return sum[y1*t.w+x1] - sum[y0*t.w+x1] - sum[y1*t.w+x0] + sum[y0*t.w+x0]
	}
	xx, yy, xy := area(t.xx), area(t.yy), area(t.xy)
	return (xx+yy)/2 - math.Sqrt((xx-yy)*(xx-yy)/4+xy*xy)
}

// patch is a piece of a blank page ready for correlation: zero mean, unit length. Its contrast is the
// standard deviation it had in grey levels.
type patch struct {
	w, h     int
	values   []float32
	contrast float64
}

func newPatch(g *image.Gray, x0, y0, w, h int) patch {
	p := patch{w: w, h: h, values: make([]float32, 0, w*h)}
	mean := 0.0
	for y := y0; y < y0+h; y++ {
		for x := x0; x < x0+w; x++ {
			v := float64(g.GrayAt(x, y).Y)
			mean += v
			p.values = append(p.values, float32(v))
		}
	}
	mean /= float64(w * h)
	length := 0.0
	for _, v := range p.values {
		length += (float64(v) - mean) * (float64(v) - mean)
	}
	length = math.Sqrt(length) + 1e-6
	p.contrast = length / math.Sqrt(float64(w*h))
	for i, v := range p.values {
		p.values[i] = float32((float64(v) - mean) / length)
	}
	return p
}

// find looks for a rectangle of the blank on a picture, where to maps millimetres to its pixels, within
// reach mm around the place where to puts it. blank and picture have about the same resolution. It gives
// the place of the rectangle's centre in pixels and the normalised correlation there, -1 to 1.
func find(blank *image.Gray, blankDPI float64, r forms.Rect, picture *image.Gray, to placing, reach float64) (x, y, score float64) {
	perMM := blankDPI / 25.4
	x0, y0 := int(r.X*perMM), int(r.Y*perMM)
	w, h := int(r.W*perMM), int(r.H*perMM)
	n := int(math.Ceil(reach * perMM))
	template := newPatch(blank, x0, y0, w, h)

	// the surroundings as the blank would see them: skew and scale taken out
	window := floats(to.sampled(picture, blankDPI, image.Pt(x0-n, y0-n), w+2*n, h+2*n))
	scores := template.correlate(window, w+2*n, h+2*n)
	side := 2*n + 1
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	bx, by := best%side, best/side
	dx, dy := peak(scores, side, bx, by)
	cx := float64(x0) + float64(w)/2 + float64(bx-n) + dx
	cy := float64(y0) + float64(h)/2 + float64(by-n) + dy
	x, y = to.at(cx/perMM, cy/perMM)
	return x, y, float64(scores[best])
}

// correlate slides the patch over a window and gives the normalised correlation of every place, row by
// row.
func (p patch) correlate(window []float32, w, h int) []float32 {
	cols, rows := w-p.w+1, h-p.h+1
	out := make([]float32, cols*rows)
	// sums of the window and of its squares down to each pixel, for the mean and length under the patch
	sum, square := make([]float64, (w+1)*(h+1)), make([]float64, (w+1)*(h+1))
	for y := range h {
		var s, q float64
		for x := range w {
			v := float64(window[y*w+x])
			s += v
			q += v * v
			sum[(y+1)*(w+1)+x+1] = sum[y*(w+1)+x+1] + s
			square[(y+1)*(w+1)+x+1] = square[y*(w+1)+x+1] + q
		}
	}
	area := func(t []float64, x, y int) float64 {
		return t[(y+p.h)*(w+1)+x+p.w] - t[y*(w+1)+x+p.w] - t[(y+p.h)*(w+1)+x] + t[y*(w+1)+x]
	}
	n := float64(p.w * p.h)
	for y := range rows {
		for x := range cols {
			var dot float32
			for v := range p.h {
				dot += dotProduct(p.values[v*p.w:][:p.w], window[(y+v)*w+x:][:p.w])
			}
			s, q := area(sum, x, y), area(square, x, y)
			if variance := q - s*s/n; variance > n*4 { // flatter than 2 grey levels: nothing is printed there
				out[y*cols+x] = dot / float32(math.Sqrt(variance))
			}
		}
	}
	return out
}

func dotProduct(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	n := len(a) &^ 3
	b = b[:len(a)]
	for i := 0; i < n; i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for i := n; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}

// peak refines the best place to a part of a pixel with a parabola through it and its neighbours.
func peak(scores []float32, side, x, y int) (dx, dy float64) {
	parabola := func(a, b, c float32) float64 {
		if d := a - 2*b + c; d < 0 {
			return max(-0.5, min(0.5, float64(a-c)/float64(2*d)))
		}
		return 0
	}
	i := y*side + x
	if x > 0 && x < side-1 {
		dx = parabola(scores[i-1], scores[i], scores[i+1])
	}
	if y > 0 && y < side-1 {
		dy = parabola(scores[i-side], scores[i], scores[i+side])
	}
	return dx, dy
}
