package extract

import (
	"cmp"
	"image"
	"math"
	"slices"

	"pratica/extract/forms"
)

// view is a page at the resolutions registration works on: fine at dpi (about anchorDPI), coarse at half
// of it.
type view struct {
	fine, coarse *image.Gray
	dpi          float64
}

// candidate is a page of a form that the profiles of a picture, turned by turn, may show.
type candidate struct {
	printed *printedPage
	turn    int
	to      Homography // mm to pixels of the turned coarse picture
	score   float64
}

// mostRefined is how many pages of forms, in one turn or the other, are compared closely.
const mostRefined = 10

// search is how far a form is looked for.
type search bool

const (
	// scanned forms are level lines, skewed by a few degrees, of about the size they claim.
	scannedForm search = false
	// any form may be much smaller or larger, bowed, and seen from the side.
	anyForm search = true
)

// candidates compares the profiles of the picture in every turn with those of all forms: the few that may be
// it, best first.
func (v view) candidates(turns []int, how search) []candidate {
	upright := turned(v.coarse, turns[0])
	rows, columns := rowProfiles(upright), columnProfiles(upright)
	w, h := float64(upright.Bounds().Dx()), float64(upright.Bounds().Dy())
	var l lie
	if how == anyForm {
		l = lies(rows, columns)
	} else {
		skew := rows.skew()
		l = lie{across: skew, down: -skew}
	}
	slope := l.across
	// profiles are summed along lines through the middle of the picture
	straight := Homography{1, -slope, slope * h / 2, slope, 1, -slope * w / 2, 0, 0, 1}
	aspect := 0.015
	if l.fanned(w, h) {
		straight, slope, aspect = l.straight(w, h), 0, maxAspect
		level := straightened(upright, straight)
		rows, columns = rowProfiles(level), columnProfiles(level)
	}
	if how == anyForm {
		rows.bow = rows.bowed(slope)
	}
	nominal := v.dpi / 2 / coarseDPI
	var looks []look
	for i, turn := range turns {
		r, c, to := rows, columns, straight
		if i == 1 {
			r, c = rows.reversed(), columns.reversed()
			back := turning(180, w, h)
			to = back.Then(straight).Then(back)
		}
		looks = append(looks, look{turn: turn, aspect: aspect, to: scaling(nominal).Then(to),
			down: highPassed(resample(nil, r.at(slope), 1/nominal)), across: highPassed(resample(nil, c.at(-slope), 1/nominal))})
	}
	return compared(looks, how)
}

// look is a picture in one turn, its lines level: its profiles down and across at coarseDPI, and the map to the
// pixels of the turned coarse picture.
type look struct {
	turn         int
	down, across []float64
	aspect       float64 // how far scales across and down may differ
	to           Homography
}

// compared finds the pages of forms that looks may show, best first.
func compared(looks []look, how search) []candidate {
	type guess struct {
		look
		printed *printedPage
		rough   alignment
	}
	const maxShift = maxShiftMM * coarseDPI / 25.4
	var guesses []guess
	for _, l := range looks {
		for _, p := range printedPages() {
			rough := usually
			if how == anyForm {
				rough = roughly
			}
			guesses = append(guesses, guess{l, p, rough(p.rows, l.down, maxShift)})
		}
	}
	slices.SortStableFunc(guesses, func(a, b guess) int { return cmp.Compare(b.rough.score, a.rough.score) })
	var list []candidate
	for _, g := range guesses[:min(len(guesses), mostRefined)] {
		y := align(g.printed.rows, g.down, g.rough)
		if y.score < leastProfile {
			continue
		}
		x := align(g.printed.columns, g.across, within(g.printed.columns, g.across, y.scale-g.aspect, y.scale+g.aspect, maxShift))
		place := Homography{x.scale * coarseDPI / 25.4, 0, x.shift, 0, y.scale * coarseDPI / 25.4, y.shift, 0, 0, 1}
		list = append(list, candidate{g.printed, g.turn, place.Then(g.to), y.score})
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return list[:min(len(list), mostLooks)]
}

// register places the anchors of a candidate, coarse to fine, and decides whether it is that page. The
// match maps to pixels of the turned fine picture.
func (v view) register(c candidate) (*FormMatch, bool) {
	coarse, fine := turned(v.coarse, c.turn), turned(v.fine, c.turn)
	p := c.printed.marks()
	near := v.dpi / 25.4 * anchorNear
	to := placing{seen: c.to}
	var pairs []pair
	var alike, residuals []float64
	for _, step := range []struct {
		blank, picture *image.Gray
		dpi, reach     float64
		then           float64 // the scale of the next picture
	}{{p.coarse, coarse, coarseDPI, 3.0, 2}, {p.fine, fine, anchorDPI, 1.2, 1}, {p.fine, fine, anchorDPI, 0.8, 1}} {
		var ok bool
		pairs, alike = placeAnchors(p.anchors, step.blank, step.dpi, step.picture, to, step.reach)
		if len(pairs) < 4 {
			return nil, false
		}
		if to, residuals, ok = place(pairs, near); !ok {
			return nil, false
		}
		to = to.then(scaling(step.then))
	}
	m := &FormMatch{Form: c.printed.form, Page: c.printed.page, Turn: c.turn, ToPicture: to.seen, bend: to.bend, Title: 1}
	var distances []float64
	for i, r := range residuals {
		m.residuals = append(m.residuals, residual{pairs[i].fx, pairs[i].fy, r / (v.dpi / 25.4)})
		if r < near {
			distances = append(distances, r/(v.dpi/25.4))
			m.Correlation += alike[i]
		}
	}
	m.Found = float64(len(distances)) / float64(len(p.anchors))
	m.Correlation /= math.Max(1, float64(len(distances)))
	m.Residual = median(distances)
	for _, title := range p.titles {
		m.Title = math.Min(m.Title, leastLetter(p.fine, title, fine, to))
	}
	return m, m.Found >= leastFound && m.Title >= leastTitle
}

// placeAnchors looks for each anchor around the place where to puts it and gives those that are alike
// enough, weighted by how alike, with their correlations.
func placeAnchors(anchors []forms.Rect, blank *image.Gray, dpi float64, picture *image.Gray, to placing, reach float64) ([]pair, []float64) {
	var pairs []pair
	var alike []float64
	for _, r := range anchors {
		x, y, score := find(blank, dpi, r, picture, to, reach)
		if score < anchorAlike {
			continue
		}
		// the patch was cut at whole pixels of the blank
		perMM := dpi / 25.4
		cx := (math.Floor(r.X*perMM) + math.Floor(r.W*perMM)/2) / perMM
		cy := (math.Floor(r.Y*perMM) + math.Floor(r.H*perMM)/2) / perMM
		pairs = append(pairs, pair{cx, cy, x, y, score})
		alike = append(alike, score)
	}
	return pairs, alike
}
