package photo

import (
	"slices"

	"pratica/claim"
)

// What a picture must have. Measured on drawn photos against what the engine reads of them (docs/performance.md, Checking a photo).
const (
	leastText   = 3    // tiles with letters; fewer are a logo, or the pattern of a table
	leastHeight = 8.5  // pixels of a small letter
	mostWidth   = 0.30 // of an edge, as a share of the height of a small letter, beside
	lensWidth   = 1.5  // pixels, which any lens takes
	mostShare   = 0.6  // of the text in a part of the picture, from which that part is called blurred
	mostAnyhow  = 0.35
	leastPart   = 4   // tiles with text from which a part of the picture is judged
	shakenRatio = 1.7 // of the widths of edges across the two directions
	darkPaper   = 60  // grey levels
	palePrint   = 0.2 // share of the paper's brightness
	shadowPaper = 0.35
	leastShadow = 0.1 // share of the paper
)

// blurred reports whether the edges are too wide for the letters.
func (t *tile) blurred() bool { return t.smeared || t.width() > mostWidth*t.height+lensWidth }

// blurredTiles are those that are blurred like most of their neighbours with text: blur comes and goes slowly, and one
// tile alone is a stamp, a shadow or a picture.
func (v *view) blurredTiles() map[int]bool {
	own := map[int]bool{}
	for _, i := range v.text {
		own[i] = v.tiles[i].blurred()
	}
	agreed := map[int]bool{}
	for i, blurred := range own {
		same, all := 0, 0
		for _, j := range v.ring(i, 1) {
			if other, text := own[j]; text {
				all++
				if other {
					same++
				}
			}
		}
		agreed[i] = blurred && 2*same >= all
	}
	return agreed
}

// hopeless tells a picture of which nothing else can be said: too dark, or without text.
func (v *view) hopeless(m claim.LegibilityMeasures) (claim.LegibilityProblem, bool) {
	switch {
	case len(v.sheet) > 0 && m.Paper < darkPaper:
		return problem(claim.PhotoDark, ""), true
	case len(v.text) < leastText:
		return problem(claim.PhotoNoText, ""), true
	}
	return claim.LegibilityProblem{}, false
}

func (v *view) smallness(m claim.LegibilityMeasures) []claim.LegibilityProblem {
	if m.LetterHeight == 0 || m.LetterHeight >= leastHeight {
		return nil
	}
	return []claim.LegibilityProblem{problem(claim.PhotoSmall, "")}
}

// blur says where the text is blurred; of letters that are too small nothing more is said.
func (v *view) blur(m claim.LegibilityMeasures) []claim.LegibilityProblem {
	if m.LetterHeight > 0 && m.LetterHeight < leastHeight {
		return nil
	}
	code := claim.PhotoBlurred
	if v.shaken() {
		code = claim.PhotoShaken
	}
	if m.Blurred >= mostShare {
		return []claim.LegibilityProblem{problem(code, "")}
	}
	var problems []claim.LegibilityProblem
	for _, side := range v.worst(v.text, v.blurred) {
		problems = append(problems, problem(code, side))
	}
	if len(problems) == 0 && m.Blurred >= mostAnyhow && len(v.text) >= 2*leastPart {
		problems = append(problems, problem(code, ""))
	}
	return problems
}

// shaken tells the blur of a moved hand, which is along one direction, from that of a lens.
func (v *view) shaken() bool {
	var ratios [2][]float64
	for _, i := range v.text {
		if t := &v.tiles[i]; v.blurred[i] && t.edge[0] > 0 && t.edge[1] > 0 {
			ratios[0] = append(ratios[0], t.edge[0]/t.edge[1])
			ratios[1] = append(ratios[1], t.edge[1]/t.edge[0])
		}
	}
	return quantile(ratios[0], 0.5) > shakenRatio || quantile(ratios[1], 0.5) > shakenRatio
}

func (v *view) paleness(m claim.LegibilityMeasures) []claim.LegibilityProblem {
	if m.Contrast >= palePrint {
		return nil
	}
	return []claim.LegibilityProblem{problem(claim.PhotoPale, "")}
}

// shadow says where paper is so dark that print on it is lost.
func (v *view) shadow(m claim.LegibilityMeasures) []claim.LegibilityProblem {
	bright := quantile(v.of(v.sheet, func(t *tile) float64 { return t.paper }), 0.9)
	dark := map[int]bool{}
	for _, i := range v.sheet {
		dark[i] = v.tiles[i].paper < min(shadowPaper*bright, darkPaper)
	}
	if v.share(v.sheet, dark) < leastShadow {
		return nil
	}
	sides := v.worst(v.sheet, dark)
	if len(sides) == 0 {
		sides = []claim.Side{""}
	}
	return []claim.LegibilityProblem{problem(claim.PhotoShadow, sides[0])}
}

// worst are the parts of the picture most of whose tiles are bad, the worst first, two at most and the middle only
// where no side is.
func (v *view) worst(tiles []int, bad map[int]bool) []claim.Side {
	type part struct {
		side  claim.Side
		share float64
	}
	var parts []part
	for _, side := range []claim.Side{claim.SideBottom, claim.SideTop, claim.SideLeft, claim.SideRight, claim.SideMiddle} {
		if side == claim.SideMiddle && len(parts) > 0 {
			break
		}
		if in := v.in(side, tiles); len(in) >= leastPart {
			if share := v.share(in, bad); share >= mostShare {
				parts = append(parts, part{side, share})
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int {
		switch {
		case a.share > b.share:
			return -1
		case a.share < b.share:
			return 1
		}
		return 0
	})
	var sides []claim.Side
	for _, p := range parts[:min(2, len(parts))] {
		sides = append(sides, p.side)
	}
	return sides
}

// in are those of the tiles that lie in the outer third of a side, or in the middle, of what the tiles take up.
func (v *view) in(side claim.Side, tiles []int) []int {
	if len(tiles) == 0 {
		return nil
	}
	box := v.tiles[tiles[0]].area
	for _, i := range tiles {
		box = box.Union(v.tiles[i].area)
	}
	var in []int
	for _, i := range tiles {
		a := v.tiles[i].area
		x := (float64(a.Min.X+a.Max.X)/2 - float64(box.Min.X)) / float64(box.Dx())
		y := (float64(a.Min.Y+a.Max.Y)/2 - float64(box.Min.Y)) / float64(box.Dy())
		if within(side, x, y) {
			in = append(in, i)
		}
	}
	return in
}

// within tells whether a place, from 0 to 1 to the right and down, belongs to a part of the picture.
func within(side claim.Side, x, y float64) bool {
	const third = 1.0 / 3
	switch side {
	case claim.SideTop:
		return y < third
	case claim.SideBottom:
		return y > 1-third
	case claim.SideLeft:
		return x < third
	case claim.SideRight:
		return x > 1-third
	}
	return x >= third && x <= 1-third && y >= third && y <= 1-third
}
