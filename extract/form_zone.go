package extract

import (
	"image"
	"math"
	"slices"
	"strconv"

	"pratica/claim"
	"pratica/extract/forms"
	"pratica/ocr/recognise"
)

const (
	// zoneDPI is the resolution zones are cut out at, whatever that of the scan.
	zoneDPI   = 300.0
	zonePerMM = zoneDPI / 25.4
	// zoneMargin is how far around a zone is looked, in mm: writing runs over its frame.
	zoneMargin = 1.2
)

// sheet is a registered page with its blank.
type sheet struct {
	page  *image.Gray
	blank *image.Gray
	match *FormMatch
	slack int // of its print
	// hand is what the zones read so far say of who filled the form: above nothing a hand, below a machine (logarithms
	// of odds).
	hand float64
}

func newSheet(page *image.Gray, match *FormMatch) *sheet {
	page = atOrigin(page)
	return &sheet{page: page, blank: match.Form.Raster(match.Page, zoneDPI), match: match, slack: match.slack()}
}

// zone is one field cut out of a page, upright and at zoneDPI; its pixels are those of the blank's raster
// at zoneDPI, moved by origin.
type zone struct {
	field  forms.Field
	origin image.Point
	// clean is the picture without what the form prints and without what belongs to neighbours.
	clean *image.Gray
	// threshold parts ink from paper.
	threshold uint8
	// writing is the box around the ink, empty for a blank zone; ink its area in mm².
	writing image.Rectangle
	ink     float64
	pieces  []piece // of the writing
	// touched is the length in mm along which writing touches what the form prints.
	touched float64
	// inked tells that something as dark as ink was taken out for a streak though it was seen in a part of the
	// zone only, and streaked that a scanner's streak, or what may be one, runs through the writing and was
	// taken out.
	inked, streaked bool
	// lost tells that what the form prints in the zone is not to be seen there: a missing corner, a fold, a page
	// that lies otherwise than was thought.
	lost bool
	// off is by how many mm the anchors near the zone lie from where they should.
	off float64
}

// withoutForm cuts a field out of the page with so many mm around it and takes out what the form prints there.
func (s *sheet) withoutForm(f forms.Field, margin float64) (zone, *printed) {
	region := f.Rect.Inset(-margin)
	z := zone{field: f, origin: image.Pt(int(region.X*zonePerMM), int(region.Y*zonePerMM))}
	w, h := int(region.W*zonePerMM), int(region.H*zonePerMM)
	z.clean = s.match.placing().sampled(s.page, zoneDPI, z.origin, w, h)
	form := newPrint(s.blank, z.origin, w, h, s.slack)
	z.threshold = form.threshold(z.clean)
	form.erase(z.clean, z.threshold)
	return z, form
}

// cut takes a field's zone out of the page.
func (s *sheet) cut(f forms.Field) zone {
	z, form := s.withoutForm(f, zoneMargin)
	z.lost, z.off = form.lost, s.match.residualNear(centre(f.Rect))
	z.touched = float64(form.touched) / zonePerMM
	if f.Frame == forms.Dots {
		z.touched /= 2 // a dot takes less away than a line
	}
	var pale []paleStreak
	through := z.darkColumn()
	switch {
	case f.Type == forms.Signature: // strokes of a pen are darker
		z.lightenStreaks(seenThrough)
	case through:
		pale = z.lightenStreaks(seenThrough)
		z.eraseStreaks()
		fallthrough
	default:
		pale = append(pale, z.lightenStreaks(0)...)
	}
	z.keepOwn()
	for _, streak := range pale {
		// of a stroke that went with it nothing is left to cross
		z.inked = z.inked || streak.inked && !through
		z.streaked = z.streaked || streak.inked && !through
		for _, p := range z.pieces {
			z.streaked = z.streaked || streak.crosses(p.box)
		}
	}
	return z
}

// eraseStreaks takes out the lines that dust on a scanner's glass draws down a page, where they are too dark
// for what lies under them to be seen. What crosses them stays.
func (z *zone) eraseStreaks() {
	if z.darkColumn() {
		// Where the form's own lines were, the streak is gone with them.
		z.streaked = true
		z.clean = recognise.RemoveLines(z.clean, zoneDPI, recognise.RuleOptions{Vertical: 0.45 * float64(z.clean.Rect.Dy()) / zonePerMM})
	}
}

// darkColumn reports whether a line as dark as ink runs down through the whole zone.
func (z *zone) darkColumn() bool {
	const breadth = 5 // pixels a streak may lean in a zone
	b := z.clean.Rect
	for left := 0; left+breadth <= b.Dx(); left += 2 {
		rows := 0
		for y := range b.Dy() {
			for _, v := range z.clean.Pix[y*z.clean.Stride+left:][:breadth] {
				if v < z.threshold {
					rows++
					break
				}
			}
		}
		if 10*rows > 7*b.Dy() {
			return true
		}
	}
	return false
}

// pixels is a rectangle of the form in pixels of the zone.
func (z zone) pixels(r forms.Rect) image.Rectangle {
	px := func(mm float64) int { return int(math.Round(mm * zonePerMM)) }
	return image.Rect(px(r.X), px(r.Y), px(r.Right()), px(r.Bottom())).Sub(z.origin)
}

// inner is the field's own rectangle, shrunk by mm on each side, in pixels of the zone.
func (z zone) inner(mm float64) image.Rectangle { return z.pixels(z.field.Rect.Inset(mm)) }

// around is the picture of the writing with white around it.
func (z zone) around(writing image.Rectangle) *image.Gray {
	const margin = 24 // pixels, 2 mm
	box := writing.Inset(-margin)
	out := image.NewGray(box)
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	b := box.Intersect(z.clean.Rect)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		copy(out.Pix[out.PixOffset(b.Min.X, y):][:b.Dx()], z.clean.Pix[z.clean.PixOffset(b.Min.X, y):][:b.Dx()])
	}
	return out
}

const (
	// least ink, in mm², and least height, in mm, of writing: a typed 1 has 0.7 mm² and 2 mm. What is
	// lower is a dash or a line that says that the zone is left blank.
	leastInk     = 0.25
	leastWriting = 0.8
	// pieces of ink smaller than this (mm) are dust as long as nothing else is in the zone
	dust = 0.3
)

// keepOwn makes white what belongs to the zones around (its middle lies outside the field's rectangle),
// and finds the box and area of the rest.
func (z *zone) keepOwn() {
	own := z.inner(-0.3)
	var mine []piece
	for _, p := range inkPieces(z.clean, z.threshold) {
		middle := image.Pt((p.box.Min.X+p.box.Max.X)/2, (p.box.Min.Y+p.box.Max.Y)/2)
		switch {
		case !middle.In(own):
			p.erase(z.clean)
		case p.long() >= dust*zonePerMM:
			mine = append(mine, p)
		}
	}
	var all image.Rectangle
	area := 0
	mine = z.withoutHints(mine, own)
	line := z.line(mine)
	for i, p := range mine {
		if speck(mine, i) || off(p, line) {
			p.erase(z.clean)
			continue
		}
		all = all.Union(p.box)
		area += p.ink
		z.pieces = append(z.pieces, p)
	}
	z.ink = float64(area) / (zonePerMM * zonePerMM)
	if z.ink >= leastInk && float64(all.Dy()) >= leastWriting*zonePerMM {
		z.writing = all
	}
}

// withoutHints takes out the letters of small print that stands at the upper or lower edge of a zone, off the line of what was
// written in it: on a bent photograph the form's own hint below a box ("cognome e nome del paziente") lies inside.
func (z *zone) withoutHints(pieces []piece, own image.Rectangle) []piece {
	const letter, edge = 1.4, 1.2 // mm
	switch z.field.Type {
	case forms.Mark, forms.Signature, forms.Multiline:
		return pieces
	}
	var written []piece
	for _, p := range pieces {
		if float64(p.box.Dy()) >= letter*zonePerMM {
			written = append(written, p)
		}
	}
	if len(written) < 2 {
		return pieces
	}
	// The line is that of the tallest letter.
	tallest := slices.MaxFunc(written, func(a, b piece) int { return a.box.Dy() - b.box.Dy() }).box
	return slices.DeleteFunc(pieces, func(p piece) bool {
		middle, line := p.box.Min.Y+p.box.Max.Y, tallest.Min.Y+tallest.Max.Y
		nearEdge := float64(min(p.box.Min.Y-own.Min.Y, own.Max.Y-p.box.Max.Y)) < edge*zonePerMM
		hint := nearEdge && 10*p.box.Dy() < 8*tallest.Dy() && 10*abs(middle-line) > 12*tallest.Dy()
		if hint {
			p.erase(z.clean)
		}
		return hint
	})
}

// speck reports whether a piece is dirt: smaller than any letter, and neither beside one, as a full stop
// or the dot of an i is, nor among others, as the dots of a needle printer are.
func speck(pieces []piece, i int) bool {
	const letter, beside, among = 1.0, 2.5, 0.5 // mm
	p := pieces[i]
	if p.long() >= letter*zonePerMM {
		return false
	}
	neighbours := 0
	for k, q := range pieces {
		apart := float64(max(q.box.Min.X-p.box.Max.X, p.box.Min.X-q.box.Max.X, q.box.Min.Y-p.box.Max.Y, p.box.Min.Y-q.box.Max.Y))
		switch {
		case k == i:
		case q.long() >= letter*zonePerMM && apart < beside*zonePerMM:
			return false
		case apart < among*zonePerMM:
			neighbours++
		}
	}
	return neighbours < 2
}

// line is the band, from top to bottom in pixels, that the letters of a zone with one line of them lie in,
// with room for accents and commas; empty where there is no such line.
func (z *zone) line(pieces []piece) (band image.Rectangle) {
	const letter = 1.4 // mm; capitals of 7 points are 1.7 mm high
	switch z.field.Type {
	case forms.Mark, forms.Signature, forms.Multiline:
		return band
	}
	for _, p := range pieces {
		if float64(p.box.Dy()) >= letter*zonePerMM {
			band = band.Union(p.box)
		}
	}
	if room := band.Dy() * 2 / 5; room > 0 {
		band.Min.Y, band.Max.Y = band.Min.Y-room, band.Max.Y+room
	}
	return band
}

// off reports whether a piece is dirt above or below a line of letters.
func off(p piece, line image.Rectangle) bool {
	const mark = 0.8 // mm
	return !line.Empty() && p.long() < mark*zonePerMM && (p.box.Max.Y <= line.Min.Y || p.box.Min.Y >= line.Max.Y)
}

// blankness is how sure it is that a zone without writing is blank: less the more ink was passed over.
// Specks count not: no writing is so small and so far from all other.
func (z zone) blankness() float64 {
	confidence := 0.998 - 0.4*math.Min(z.ink/leastInk, 1)
	if z.inked {
		confidence = math.Min(confidence, 0.9)
	}
	return z.misplaced(confidence)
}

// mostOff is how far, in mm, the anchors near a zone may be off before what is read there is doubted: scans reach
// 0.03, photographs that were flattened 0.15. Doubt grows up to off by doubtfulOff, where a zone holds a part of its
// neighbour.
const (
	mostOff     = 0.2
	doubtfulOff = 1.0
)

// misplaced is a confidence less the doubt that the zone lies where it was looked for.
func (z zone) misplaced(confidence float64) float64 {
	const lost = 0.5 // a corner that is gone was blank, or was not
	if z.lost {
		confidence = math.Min(confidence, lost)
	}
	if z.off > mostOff {
		confidence *= 1 - 0.5*math.Min(1, (z.off-mostOff)/(doubtfulOff-mostOff))
	}
	return confidence
}

// signature judges a zone that holds ink. Strokes that run on for a centimetre, reach over more than 15 mm
// and are not flat like a line are no dirt and no print.
func (z zone) signature() (present string, confidence float64) {
	signed, confidence := recognise.Signature(z.clean, z.inner(0), zoneDPI)
	stroke := 0.0
	for _, p := range z.pieces {
		if w, h := float64(p.box.Dx())/zonePerMM, float64(p.box.Dy())/zonePerMM; h > 2 {
			stroke = math.Max(stroke, w)
		}
	}
	if signed && stroke > 8 && float64(z.writing.Dx()) > 15*zonePerMM && z.ink > 20*leastInk {
		confidence = 0.998
	}
	return strconv.FormatBool(signed), math.Min(confidence, 0.998)
}

// mark judges a zone that holds ink: a cross is about as wide as high.
func (z zone) mark() (marked string, confidence float64) {
	w, h := float64(z.writing.Dx())/zonePerMM, float64(z.writing.Dy())/zonePerMM
	switch {
	case w < 1.2 && h < 1.2: // a dot
		return "false", 0.6
	case w < 1.8 && h < 1.8: // a large one
		return "true", 0.6
	case w > 2.2*h || h > 4*w: // a word, a dash, a stroke
		return "true", 0.6
	case z.ink < 0.8:
		return "true", 0.8
	}
	return "true", 0.98
}

// box is a rectangle of a zone in pixels of the page.
func (s *sheet) box(z zone, r image.Rectangle) claim.Box {
	r = r.Add(z.origin)
	return s.zoneBox(forms.Rect{X: float64(r.Min.X) / zonePerMM, Y: float64(r.Min.Y) / zonePerMM, W: float64(r.Dx()) / zonePerMM, H: float64(r.Dy()) / zonePerMM})
}

// zoneBox is a rectangle of the form in pixels of the page: the smallest upright box around it.
func (s *sheet) zoneBox(r forms.Rect) claim.Box {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range [4][2]float64{{r.X, r.Y}, {r.Right(), r.Y}, {r.X, r.Bottom()}, {r.Right(), r.Bottom()}} {
		x, y := s.match.At(c[0], c[1])
		x0, y0, x1, y1 = math.Min(x0, x), math.Min(y0, y), math.Max(x1, x), math.Max(y1, y)
	}
	size := s.page.Bounds()
	left, top := max(0, int(x0)), max(0, int(y0))
	right, bottom := min(size.Dx(), int(math.Ceil(x1))), min(size.Dy(), int(math.Ceil(y1)))
	return claim.Box{X: left, Y: top, W: max(0, right-left), H: max(0, bottom-top)}
}
