package photo

import (
	"image"
	"slices"

	"pratica/claim"
)

// AssessSide is how long in pixels the longer side of the small picture of Assess should be.
const AssessSide = 1000

// Assess judges whether a picture of papers is good enough to be read: sharp where there is text, large enough, lit, and
// whole. Luma is the upright picture at full size, small the same in colours, its longer side about AssessSide; nil for a
// scan, which shows no table around its paper.
func Assess(luma *image.Gray, small image.Image) (claim.LegibilityMeasures, []claim.LegibilityProblem) {
	v := look(luma, small)
	measures := v.measures()
	if problem, ok := v.hopeless(measures); ok {
		return measures, []claim.LegibilityProblem{problem}
	}
	var problems []claim.LegibilityProblem
	for _, judge := range []func(claim.LegibilityMeasures) []claim.LegibilityProblem{
		v.smallness, v.blur, v.paleness, v.glare, v.shadow, v.cuts,
	} {
		problems = append(problems, judge(measures)...)
	}
	return measures, problems
}

// view is a picture measured.
type view struct {
	size    image.Point
	papers  []Paper // in pixels of the full picture; none for a picture filled by its paper
	tiles   []tile
	across  int          // tiles in a row
	sheet   []int        // the tiles on paper
	text    []int        // those of them with text
	blurred map[int]bool // tiles with blurred text
	burnt   map[int]bool // tiles of a reflection
}

func look(luma *image.Gray, small image.Image) *view {
	v := &view{size: luma.Rect.Size(), tiles: tilesOf(luma)}
	if small != nil {
		scale := float64(v.size.X) / float64(max(1, small.Bounds().Dx()))
		for _, p := range Find(small) {
			v.papers = append(v.papers, p.scaled(scale))
		}
	}
	for v.across < len(v.tiles) && v.tiles[v.across].area.Min.Y == luma.Rect.Min.Y {
		v.across++
	}
	v.chooseTiles()
	v.blurred, v.burnt = v.blurredTiles(), v.reflections()
	return v
}

// chooseTiles takes the tiles that lie on a paper; where no paper was found, those as bright as paper.
func (v *view) chooseTiles() {
	var levels []float64
	for _, t := range v.tiles {
		levels = append(levels, t.paper)
	}
	bright := quantile(levels, 0.9)
	for i, t := range v.tiles {
		if v.onPaper(t) && (len(v.papers) > 0 || t.paper >= leastPaper*bright) {
			v.sheet = append(v.sheet, i)
			if t.text() && (!t.smeared || t.paper >= leastLit*bright) {
				v.text = append(v.text, i)
			}
		}
	}
}

// leastPaper is the share of the brightest tiles' brightness that paper has at least, also in a shadow.
const leastPaper = 0.45

// leastLit is the share of the brightest tiles' brightness that paper has at least where it bears blurred lines of text:
// what is darker and soft is a shadow, or an X-ray.
const leastLit = 0.6

func (v *view) onPaper(t tile) bool {
	if len(v.papers) == 0 {
		return true
	}
	a := t.area
	return slices.ContainsFunc(v.papers, func(p Paper) bool {
		for _, corner := range []image.Point{a.Min, {X: a.Max.X, Y: a.Min.Y}, a.Max, {X: a.Min.X, Y: a.Max.Y}} {
			if !inside(p.Corners, Point{float64(corner.X), float64(corner.Y)}) {
				return false
			}
		}
		return true
	})
}

func (v *view) measures() claim.LegibilityMeasures {
	m := claim.LegibilityMeasures{Width: v.size.X, Height: v.size.Y, Papers: len(v.papers), TextTiles: len(v.text)}
	m.Paper = quantile(v.of(v.sheet, func(t *tile) float64 { return t.paper }), 0.5)
	if len(v.sheet) > 0 {
		m.Glare = float64(len(v.burnt)) / float64(len(v.sheet))
	}
	if len(v.text) == 0 {
		return m
	}
	m.LetterHeight = quantile(v.of(v.lettered(), func(t *tile) float64 { return t.height }), 0.5)
	m.EdgeWidth = quantile(v.of(v.text, (*tile).width), 0.5)
	m.Contrast = quantile(v.of(v.text, func(t *tile) float64 { return (t.paper - t.ink) / max(1, t.paper) }), 0.5)
	m.Blurred = v.share(v.text, v.blurred)
	return m
}

// lettered are the tiles with whole letters.
func (v *view) lettered() []int {
	return slices.DeleteFunc(slices.Clone(v.text), func(i int) bool { return v.tiles[i].letters < leastLetters })
}

func (v *view) of(tiles []int, value func(*tile) float64) []float64 {
	values := make([]float64, len(tiles))
	for n, i := range tiles {
		values[n] = value(&v.tiles[i])
	}
	return values
}

func (v *view) share(tiles []int, of map[int]bool) float64 {
	n := 0
	for _, i := range tiles {
		if of[i] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(tiles)))
}

// quantile is the value below which a share of the values lie, 0 if there are none.
func quantile(values []float64, share float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}
