package recognise

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"
	"strings"
)

// Comb reads one character from each cell of a comb (a row of boxes, or of strokes between the
// places for characters). cells are the cells from left to right, in the coordinates of g, true to
// about a sixth of their width; g may be a part of a page with some millimetres around the comb.
//
// The lines of the comb are taken out, the characters are set side by side at the distance of print
// with their height in the cell kept, and read as one line: set apart they would be read as
// "1|0/4|7". Symbols of the answer has one entry for each cell; its Text is empty where the cell is
// blank. Text has one space for blank cells between characters.
func (e *Engine) Comb(ctx context.Context, g *image.Gray, dpi float64, cells []image.Rectangle, o ZoneOptions) (Reading, error) {
	if len(cells) == 0 {
		return Reading{Blank: true, Confidence: 1}, nil
	}
	c := cutComb(g, dpi, cells)
	out := Reading{Symbols: make([]Symbol, len(cells)), Blank: c.filled() == 0, Confidence: 0.99}
	for i, cell := range cells {
		out.Symbols[i] = Symbol{Box: cell, Confidence: 0.99}
	}
	if out.Blank {
		return out, nil
	}
	if err := e.readComposed(ctx, c, dpi, o, out.Symbols); err != nil {
		return Reading{}, err
	}
	sum := 0.0
	for i, glyph := range c.glyphs {
		if glyph.box.Empty() {
			continue
		}
		s := &out.Symbols[i]
		if i < len(o.Cells) {
			hold(s, o.Cells[i])
		}
		if s.Box = glyph.box; s.Text == "" {
			if err := e.readGlyph(ctx, c, i, dpi, o, s); err != nil {
				return Reading{}, err
			}
		}
		sum += s.Confidence
		out.Box = out.Box.Union(s.Box)
	}
	out.Confidence = sum / float64(c.filled())
	out.Text = spelled(out.Symbols)
	return out, nil
}

// Cells reads cells of a comb each for itself, those of which, counted in cells, to compare with what Comb read of the
// line; the answer has one symbol for each of which. A lone character is read worse than one in a line: its confidence
// is lower.
func (e *Engine) Cells(ctx context.Context, g *image.Gray, dpi float64, cells []image.Rectangle, which []int, o ZoneOptions) ([]Symbol, error) {
	c := cutComb(g, dpi, cells)
	out := make([]Symbol, len(which))
	for i, cell := range which {
		if c.glyphs[cell].box.Empty() {
			continue
		}
		if err := e.readGlyph(ctx, c, cell, dpi, o, &out[i]); err != nil {
			return nil, err
		}
		out[i].Box = c.glyphs[cell].box
	}
	return out, nil
}

// readComposed reads the glyphs set side by side, and if their number differs from the number of
// symbols read, again
// set closer and wider: beside a T an I is sometimes overlooked.
func (e *Engine) readComposed(ctx context.Context, c comb, dpi float64, o ZoneOptions, cells []Symbol) error {
	for _, gap := range []float64{0.2, 0.12, 0.4} {
		line, spans := c.composed(gap)
		r, err := e.readMode(ctx, line, dpi, psmLine, ZoneOptions{Whitelist: o.Whitelist, SingleWord: true})
		if err != nil {
			return err
		}
		if len(r.Symbols) == c.filled() || gap == 0.4 {
			assign(cells, r.Symbols, spans)
			return nil
		}
	}
	return nil
}

// comb is a comb without its lines: the ink of each cell.
type comb struct {
	clean  *image.Gray
	glyphs []glyph
	mm     float64 // pixels
}

// glyph is what stands in a cell; an empty box if nothing does.
type glyph struct {
	box   image.Rectangle
	parts []image.Rectangle
}

func (c comb) filled() int {
	n := 0
	for _, g := range c.glyphs {
		if !g.box.Empty() {
			n++
		}
	}
	return n
}

// cutComb removes the lines and gives each piece of ink to the cell where its middle lies.
func cutComb(g *image.Gray, dpi float64, cells []image.Rectangle) comb {
	mm := dpi / 25.4
	var all image.Rectangle
	for _, cell := range cells {
		all = all.Union(cell)
	}
	width, height := float64(all.Dx())/float64(len(cells)), float64(all.Dy())
	part := crop(g, all.Inset(-int(1.5*mm)))
	l := measure(part, dpi)
	// A letter's strokes are shorter than 0.8 of its cell; a wall is as high as the cell.
	clean := cleanZone(part, l, dpi, RuleOptions{
		Horizontal: 0.8 * width / mm, Vertical: math.Max(0.8*height/mm, 3), Thickness: 0.9,
	})
	c := comb{darkened(clean, l), make([]glyph, len(cells)), mm}
	for _, piece := range components(clean, l.threshold(), 1, 1) {
		if c.belongsToFrame(piece.Rectangle, all, cells, width) {
			continue
		}
		for _, r := range parted(piece.Rectangle, cells, width) {
			if i := cellOf(r, cells); i >= 0 {
				c.glyphs[i].parts = append(c.glyphs[i].parts, r)
				c.glyphs[i].box = c.glyphs[i].box.Union(r)
			}
		}
	}
	for i := range c.glyphs {
		// No character is smaller than 0.9 mm both ways but for marks that a comb does not hold.
		if b := c.glyphs[i].box; float64(max(b.Dx(), b.Dy())) < 0.9*mm {
			c.glyphs[i] = glyph{}
		}
	}
	return c
}

// belongsToFrame: specks, pieces of the outer lines, and slim pieces on the border of two cells.
func (c comb) belongsToFrame(r, all image.Rectangle, cells []image.Rectangle, width float64) bool {
	long, thin := float64(max(r.Dx(), r.Dy())), float64(min(r.Dx(), r.Dy()))
	middle := image.Pt((r.Min.X+r.Max.X)/2, (r.Min.Y+r.Max.Y)/2)
	if long < 0.4*c.mm || !middle.In(all.Inset(-int(0.5*c.mm))) {
		return true
	}
	if r.Dx() > r.Dy() && thin < 0.5*c.mm && (middle.Y < all.Min.Y+all.Dy()/8 || middle.Y > all.Max.Y-all.Dy()/8) {
		return true
	}
	if float64(r.Dx()) > 0.2*width {
		return false
	}
	for i, cell := range cells {
		if math.Abs(float64(middle.X-cell.Max.X)) < 0.13*width || i == 0 && math.Abs(float64(middle.X-cell.Min.X)) < 0.13*width {
			return true
		}
	}
	return false
}

// parted cuts at the cells' borders what is wider than one cell: characters that touch.
func parted(r image.Rectangle, cells []image.Rectangle, width float64) []image.Rectangle {
	if float64(r.Dx()) < 1.3*width {
		return []image.Rectangle{r}
	}
	var out []image.Rectangle
	for _, cell := range cells {
		if cut := r.Intersect(image.Rect(cell.Min.X, r.Min.Y, cell.Max.X, r.Max.Y)); float64(cut.Dx()) > 0.15*width {
			out = append(out, cut)
		}
	}
	return out
}

func cellOf(r image.Rectangle, cells []image.Rectangle) int {
	x := (r.Min.X + r.Max.X) / 2
	return slices.IndexFunc(cells, func(c image.Rectangle) bool { return x >= c.Min.X && x < c.Max.X })
}

// composed sets the glyphs side by side, parted by a share of their height; spans says where each
// cell's glyph came to stand.
func (c comb) composed(apart float64) (line *image.Gray, spans []image.Rectangle) {
	var heights []int
	top, bottom, total := math.MaxInt, 0, 0
	for _, g := range c.glyphs {
		if !g.box.Empty() {
			heights = append(heights, g.box.Dy())
			top, bottom = min(top, g.box.Min.Y), max(bottom, g.box.Max.Y)
		}
		total += g.box.Dx()
	}
	slices.Sort(heights)
	h := heights[len(heights)/2]
	gap, margin := max(int(apart*float64(h)), 2), h
	line = image.NewGray(image.Rect(0, 0, total+len(c.glyphs)*gap+2*margin, bottom-top+2*margin))
	for i := range line.Pix {
		line.Pix[i] = 255
	}
	spans = make([]image.Rectangle, len(c.glyphs))
	x := margin
	for i, g := range c.glyphs {
		if g.box.Empty() {
			continue
		}
		spans[i] = image.Rect(x, margin+g.box.Min.Y-top, x+g.box.Dx(), margin+g.box.Max.Y-top)
		for _, p := range g.parts {
			c.copyPart(line, p, spans[i].Min.Add(p.Min.Sub(g.box.Min)))
		}
		x += g.box.Dx() + gap
	}
	return line.SubImage(image.Rect(0, 0, x-gap+margin, line.Rect.Max.Y)).(*image.Gray), spans
}

// copyPart copies one piece with its anti-aliased border of one pixel, the darker pixel winning.
func (c comb) copyPart(to *image.Gray, part image.Rectangle, at image.Point) {
	r := part.Inset(-1).Intersect(c.clean.Rect)
	shift := at.Sub(part.Min)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			v := c.clean.Pix[c.clean.PixOffset(x, y)]
			if i := to.PixOffset(x+shift.X, y+shift.Y); v < to.Pix[i] {
				to.Pix[i] = v
			}
		}
	}
}

// assign gives the symbols read to the cells: one by one in order if there are as many as glyphs,
// else to the glyph under the symbol's middle. Where two claim a glyph (an S is read as 5S), the
// surer has it and the other becomes an alternative; cells beside an unclaimed one stay open.
func assign(cells, read []Symbol, spans []image.Rectangle) {
	var filled []int
	for i, s := range spans {
		if !s.Empty() {
			filled = append(filled, i)
		}
	}
	if len(read) == len(filled) {
		for k, i := range filled {
			cells[i] = read[k]
		}
		return
	}
	claims := map[int][]Symbol{}
	for _, s := range read {
		x := (s.Box.Min.X + s.Box.Max.X) / 2
		nearest := slices.MinFunc(filled, func(a, b int) int {
			return cmp.Compare(distance(x, spans[a]), distance(x, spans[b]))
		})
		claims[nearest] = append(claims[nearest], s)
	}
	for k, i := range filled {
		sure := true
		for _, beside := range filled[max(k-1, 0):min(k+2, len(filled))] {
			sure = sure && len(claims[beside]) > 0
		}
		if sure {
			cells[i] = surest(claims[i])
		}
	}
}

func surest(claims []Symbol) Symbol {
	slices.SortStableFunc(claims, func(a, b Symbol) int { return cmp.Compare(b.Confidence, a.Confidence) })
	best := claims[0]
	if len(claims) > 1 {
		best.Confidence /= 2
	}
	for _, other := range claims[1:] {
		if other.Text != best.Text {
			best.Alternatives = append([]Alternative{{other.Text, other.Confidence / 2}}, best.Alternatives...)
		}
	}
	return best
}

func distance(x int, r image.Rectangle) int {
	d := x - (r.Min.X+r.Max.X)/2
	return max(d, -d)
}

// hold keeps a symbol to the characters allowed: another is replaced by its best allowed alternative,
// or emptied if it has none.
func hold(s *Symbol, allowed string) {
	if allowed == "" || s.Text == "" || strings.Contains(allowed, s.Text) {
		return
	}
	was := *s
	s.Text = ""
	for _, a := range was.Alternatives {
		if strings.Contains(allowed, a.Text) {
			s.Text, s.Confidence = a.Text, a.Confidence
			s.Alternatives = append([]Alternative{{was.Text, was.Confidence}}, was.Alternatives...)
			return
		}
	}
}

// readGlyph reads one cell alone, with a lowered confidence: a lone character has no neighbours to
// tell capitals from small letters by.
func (e *Engine) readGlyph(ctx context.Context, c comb, i int, dpi float64, o ZoneOptions, s *Symbol) error {
	alone := comb{c.clean, []glyph{c.glyphs[i]}, c.mm}
	picture, _ := alone.composed(0)
	s.Confidence = 0
	allowed := o.Whitelist
	if i < len(o.Cells) && o.Cells[i] != "" {
		allowed = o.Cells[i]
	}
	for _, mode := range []int{psmLine, psmGlyph} {
		r, err := e.readMode(ctx, picture, dpi, mode, ZoneOptions{Whitelist: allowed, SingleWord: true})
		if err != nil {
			return err
		}
		if len(r.Symbols) == 1 && r.Confidence*0.8 > s.Confidence {
			s.Text, s.Confidence, s.Alternatives = r.Symbols[0].Text, r.Confidence*0.8, r.Symbols[0].Alternatives
		}
		if s.Confidence > 0.6 {
			break
		}
	}
	return nil
}

// spelled joins the cells' texts. A filled cell that could not be read gives U+FFFD.
func spelled(cells []Symbol) string {
	text, blanks := "", false
	for _, s := range cells {
		switch {
		case s.Text != "":
			if blanks && text != "" {
				text += " "
			}
			text, blanks = text+s.Text, false
		case s.Confidence == 0:
			text, blanks = text+"\uFFFD", false
		default:
			blanks = true
		}
	}
	return text
}
