package extract

import (
	"image"
	"math"
	"sort"

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

// candidates compares the profiles of the picture in every turn with those of all forms: the few that may be
// it, best first.
func (v view) candidates(turns []int) []candidate {
	nominal := v.dpi / 2 / coarseDPI
	var list []candidate
	upright := turned(v.coarse, turns[0])
	rows, columns := rowProfiles(upright), columnProfiles(upright)
	slope := rows.skew()
	w, h := float64(upright.Bounds().Dx()), float64(upright.Bounds().Dy())
	for i, turn := range turns {
		r, c := rows, columns
		if i == 1 {
			r, c = rows.reversed(), columns.reversed()
		}
		down := highPassed(resample(nil, r.at(slope), 1/nominal))
		across := highPassed(resample(nil, c.at(-slope), 1/nominal))
		for _, p := range printedPages() {
			const maxShift = maxShiftMM * coarseDPI / 25.4
			y := align(p.rows, down, 1-maxScale, 1+maxScale, maxShift)
			if y.score < leastProfile {
				continue
			}
			x := align(p.columns, across, y.scale*0.985, y.scale*1.015, maxShift)
			// profiles were summed along lines through the middle of the picture
			unskew := Homography{1, -slope, slope * h / 2, slope, 1, -slope * w / 2, 0, 0, 1}
			place := Homography{x.scale * coarseDPI / 25.4, 0, x.shift, 0, y.scale * coarseDPI / 25.4, y.shift, 0, 0, 1}.Then(scaling(nominal))
			list = append(list, candidate{p, turn, place.Then(unskew), y.score})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].score > list[j].score })
	return list[:min(len(list), mostLooks)]
}

// register places the anchors of a candidate, coarse to fine, and decides whether it is that page. The
// match maps to pixels of the turned fine picture.
func (v view) register(c candidate) (*FormMatch, bool) {
	coarse, fine := turned(v.coarse, c.turn), turned(v.fine, c.turn)
	p := c.printed.marks()
	near := v.dpi / 25.4 * anchorNear
	to := c.to
	var ok bool
	pairs, _ := placeAnchors(p.anchors, p.coarse, coarseDPI, coarse, to, 3.0)
	if to, _, ok = fitRobust(pairs, fitAffine, near/2); !ok {
		return nil, false
	}
	to = to.Then(scaling(2))
	if pairs, _ = placeAnchors(p.anchors, p.fine, anchorDPI, fine, to, 1.2); len(pairs) < 4 {
		return nil, false
	}
	if to, _, ok = fitRobust(pairs, fitAffine, near/2); !ok {
		return nil, false
	}
	pairs, alike := placeAnchors(p.anchors, p.fine, anchorDPI, fine, to, 0.8)
	to, residuals, ok := fitRobust(pairs, fitAffine, near/2)
	if !ok {
		return nil, false
	}
	// a homography fits noise as well: it must be clearly better, as on a photo it is
	if bent, rest, ok := fitRobust(pairs, fitProjective, near/2); ok && len(pairs) >= 12 &&
		median(rest) < 0.6*median(residuals) && median(residuals) > near/10 {
		to, residuals = bent, rest
	}
	m := &FormMatch{Form: c.printed.form, Page: c.printed.page, Turn: c.turn, ToPicture: to, Title: 1}
	var distances []float64
	for i, r := range residuals {
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
func placeAnchors(anchors []forms.Rect, blank *image.Gray, dpi float64, picture *image.Gray, to Homography, reach float64) ([]pair, []float64) {
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
