package synth

import (
	"fmt"
	"image/color"
	"strings"

	"pratica/extract/forms"
)

// foreign draws a form that somebody else made up for the same purpose: a works council, an older edition,
// a copy typed anew. It flows down the page; a style decides how labels, zones and headings look. The zones
// have the ids of the fund's own form, so that the same hands fill them.
type foreign struct {
	dice
	foreignStyle
	pages []blankPage
	y     float64
}

// foreignStyle is how one such form is set; all its parts share it.
type foreignStyle struct {
	face     typeface
	size     float64 // points, of labels
	accent   color.RGBA
	zone     zoneStyle
	label    labelStyle
	heading  headingStyle
	left     float64 // margin in mm
	row      float64 // height of a zone in mm
	capitals bool    // labels in capitals
	colon    string
	section  int
}

type zoneStyle int

const (
	ruledZone zoneStyle = iota // a thin line under it
	dottedZone
	boxedZone
	shadedZone
)

type labelStyle int

const (
	labelLeft labelStyle = iota
	labelAbove
	labelBelow
)

type headingStyle int

const (
	plainHeading headingStyle = iota
	numberedHeading
	underlinedHeading
	barHeading
	letteredHeading
)

func newForeign(d dice) *foreign {
	f := &foreign{dice: d}
	f.foreignStyle = foreignStyle{
		face: pick(d, serif, serif, slab, lucid, verdana, narrow, mono, sans), size: d.between(8.5, 10.5),
		accent: pick(d, black, black, color.RGBA{120, 20, 30, 255}, color.RGBA{0, 90, 60, 255}, color.RGBA{70, 70, 70, 255}),
		zone:   zoneStyle(d.IntN(4)), label: pick(d, labelLeft, labelLeft, labelAbove, labelBelow), heading: headingStyle(d.IntN(5)),
		left: d.between(14, 22), row: d.between(6.5, 8.5), capitals: d.chance(0.25),
	}
	f.colon = pick(d, "", ":", ":")
	if f.face == verdana || f.face == slab {
		f.size -= 1
	}
	f.turn()
	return f
}

// turn begins a page.
func (f *foreign) turn() {
	f.pages = append(f.pages, blankPage{newSheet(210, 297, f.dice), nil})
	f.y = 16
}

func (f *foreign) page() *blankPage { return &f.pages[len(f.pages)-1] }
func (f *foreign) right() float64   { return 210 - f.left }
func (f *foreign) ink() ink         { return ink{face: f.face, size: f.size, color: black} }

// need turns the page if h mm do not fit any more.
func (f *foreign) need(h float64) {
	if f.y+h > 282 {
		f.turn()
	}
}

func (f *foreign) text(s string) string {
	if f.capitals {
		return strings.ToUpper(s)
	}
	return s
}

// title heads the form.
func (f *foreign) title(lines ...string) {
	p := f.page()
	at, a := 105.0, centre
	if f.chance(0.35) {
		at, a = f.left, left
	}
	f.y += 4
	if f.chance(0.7) {
		p.print(at, f.y, f.ink().strong().times(pick(f.dice, 1.3, 1.8)).in(f.accent), a, pick(f.dice, "FASCHIM", "Fondo FASCHIM", "FASCHIM - Fondo di assistenza sanitaria", "Al FASCHIM"))
		f.y += 9
	}
	for _, line := range lines {
		i := f.ink().strong().times(1.45).in(f.accent)
		p.print(at, f.y, i.fits(line, f.right()-f.left), a, line)
		f.y += 7.5
	}
	if f.chance(0.4) {
		p.rule(f.left, f.y-2, f.right(), f.y-2, 0.4, f.accent)
	}
	f.y += 3
}

// head begins a section.
func (f *foreign) head(text string) {
	f.need(26)
	p := f.page()
	f.section++
	i := f.ink().strong().times(1.1)
	f.y += 3.5
	switch f.heading {
	case numberedHeading:
		text = fmt.Sprintf("%d. %s", f.section, text)
	case letteredHeading:
		text = fmt.Sprintf("%c) %s", 'A'+f.section-1, text)
	case barHeading:
		p.fill(f.left, f.y-4, f.right()-f.left, 5.6, greyInk(215))
	}
	w := p.print(f.left+1, f.y, i.in(f.accent), left, text)
	if f.heading == underlinedHeading {
		p.rule(f.left+1, f.y+1, f.left+1+w, f.y+1, 0.3, f.accent)
	}
	f.y += 5
}

// zone is a place to be filled; share is how much of its line it takes. Without an id it is left empty.
type zone struct {
	id, label string
	kind      forms.FieldType
	content   forms.Content
	share     float64
	cells     int
	first     string // what the first cells of a comb carry
}

// line sets zones side by side.
func (f *foreign) line(zones ...zone) {
	height := f.row
	switch f.label {
	case labelAbove, labelBelow:
		height += f.size * 0.42
	}
	f.need(height + 2)
	sum := 0.0
	for _, z := range zones {
		sum += z.share
	}
	const gap = 4.0
	free := f.right() - f.left - gap*float64(len(zones)-1)
	x := f.left
	for _, z := range zones {
		w := free * z.share / sum
		if z.id != "" {
			f.set(z, x, f.y, w)
		}
		x += w + gap
	}
	f.y += height + 2
}

// set draws a zone and its label into the place at x, y that is w mm wide.
func (f *foreign) set(z zone, x, y, w float64) {
	p := f.page()
	label := f.text(z.label) + f.colon
	i := f.ink()
	r := forms.Rect{X: x, Y: y, W: w, H: f.row}
	switch {
	case f.label == labelAbove:
		p.print(x, y+f.size*0.3, i.times(0.85).fits(label, w), left, label)
		r.Y += f.size * 0.42
	case f.label == labelBelow && z.kind != forms.Comb:
		p.print(x, y+f.row+f.size*0.34, i.times(0.8).fits(label, w), left, label)
	default:
		i = i.fits(label, w*0.55)
		r.X += p.print(x, y+f.row*0.72, i, left, label) + 2
		r.W = x + w - r.X
	}
	f.add(z, r)
}

// add draws the frame of a zone.
func (f *foreign) add(z zone, r forms.Rect) {
	p := f.page()
	field := forms.Field{ID: z.id, Label: z.label, Type: z.kind, Content: z.content, Rect: r, Frame: forms.Box, Page: len(f.pages), Cells: z.cells, Preprinted: z.first}
	switch {
	case z.kind == forms.Comb && f.zone != dottedZone:
		cell := min(r.W/float64(z.cells), r.H*0.95)
		field.Rect.W = cell * float64(z.cells)
		for n := range z.cells {
			c := field.Cell(n)
			p.box(c.X, c.Y, c.W, c.H, 0, 0.2, black)
			if n < len(z.first) {
				p.print(c.X+c.W/2, c.Y+c.H*0.72, f.ink().strong(), centre, z.first[n:n+1])
			}
		}
	case z.kind == forms.Comb: // teeth without a lid
		cell := min(r.W/float64(z.cells), r.H*0.95)
		field.Rect.W = cell * float64(z.cells)
		p.rule(r.X, r.Bottom(), r.X+field.Rect.W, r.Bottom(), 0.25, black)
		for n := range z.cells + 1 {
			p.rule(r.X+cell*float64(n), r.Bottom()-r.H*0.4, r.X+cell*float64(n), r.Bottom(), 0.2, black)
			if n < len(z.first) {
				p.print(r.X+cell*(float64(n)+0.5), r.Bottom()-1, f.ink().strong(), centre, z.first[n:n+1])
			}
		}
	case f.zone == boxedZone:
		p.box(r.X, r.Y, r.W, r.H, 0, 0.25, black)
	case f.zone == shadedZone:
		p.fill(r.X, r.Y, r.W, r.H, greyInk(232))
	case f.zone == dottedZone:
		field.Frame = forms.Dots
		p.dots(r.X, r.Bottom()-0.5, r.Right(), 0.3, black)
	default:
		field.Frame = forms.Dots
		p.rule(r.X, r.Bottom()-0.5, r.Right(), r.Bottom()-0.5, 0.25, black)
	}
	p.fields = append(p.fields, field)
}

// formColumn is one of a table.
type formColumn struct {
	id, head string
	kind     forms.FieldType
	content  forms.Content
	share    float64
}

// table draws n rows; in the ids of the columns {n} stands for the row from 1.
func (f *foreign) table(n int, pitch float64, columns ...formColumn) (xs []float64) {
	f.need(pitch*float64(min(n, 8)) + 10)
	p := f.page()
	sum := 0.0
	for _, c := range columns {
		sum += c.share
	}
	x := f.left
	for _, c := range columns {
		xs = append(xs, x)
		w := (f.right() - f.left) * c.share / sum
		i := f.ink().strong().times(0.9)
		p.print(x+w/2, f.y+4.5, i.fits(f.text(c.head), w-1.5), centre, f.text(c.head))
		x += w
	}
	xs = append(xs, x)
	top := f.y
	f.y += 6.5
	grid := f.chance(0.6)
	for row := range n {
		for k, c := range columns {
			id := strings.ReplaceAll(c.id, "{n}", fmt.Sprint(row+1))
			if id == "#" {
				p.print(xs[k]+(xs[k+1]-xs[k])/2, f.y+pitch*0.65, f.ink(), centre, fmt.Sprint(row+1))
				continue
			}
			r := forms.Rect{X: xs[k], Y: f.y, W: xs[k+1] - xs[k], H: pitch}
			frame := forms.Box
			p.fields = append(p.fields, forms.Field{ID: id, Label: c.head, Type: c.kind, Content: c.content, Rect: r, Frame: frame, Page: len(f.pages)})
		}
		f.y += pitch
		p.rule(f.left, f.y, f.right(), f.y, 0.2, black)
	}
	p.rule(f.left, top, f.right(), top, 0.3, black)
	p.rule(f.left, top+6.5, f.right(), top+6.5, 0.3, black)
	if grid {
		for _, x := range xs {
			p.rule(x, top, x, f.y, 0.2, black)
		}
	}
	return xs
}

// option is a box to cross.
type option struct{ id, label string }

// options sets boxes with their words, in columns.
func (f *foreign) options(columns int, list ...option) {
	w := (f.right() - f.left) / float64(columns)
	side := f.between(3.2, 4.6)
	for n, o := range list {
		if n%columns == 0 {
			f.need(7)
		}
		x := f.left + w*float64(n%columns)
		f.box(o.id, x, f.y, side)
		i := f.ink()
		f.page().print(x+side+2, f.y+side*0.85, i.fits(o.label, w-side-3), left, o.label)
		if n%columns == columns-1 || n == len(list)-1 {
			f.y += 6.5
		}
	}
}

// box draws one box to cross.
func (f *foreign) box(id string, x, y, side float64) {
	p := f.page()
	if f.zone == dottedZone || f.zone == ruledZone && f.section%2 == 1 {
		p.pen.SetFill(greyInk(255))
	}
	p.sheet.box(x, y, side, side, 0, 0.3, black)
	p.fields = append(p.fields, forms.Field{ID: id, Label: id, Type: forms.Mark, Frame: forms.Box, Rect: forms.Rect{X: x, Y: y, W: side, H: side}, Page: len(f.pages)})
}

// words sets a paragraph.
func (f *foreign) words(text string) {
	i := f.ink().times(0.88)
	f.need(float64(len(i.lines(text, f.right()-f.left)))*i.leading() + 3)
	f.y = f.page().wrap(f.left, f.y+3, f.right()-f.left, i, text)
}
