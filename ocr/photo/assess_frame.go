package photo

import (
	"slices"

	"pratica/claim"
)

// sidesInOrder are those of Paper.Open.
var sidesInOrder = [4]claim.Side{claim.SideTop, claim.SideRight, claim.SideBottom, claim.SideLeft}

// cuts says where a paper goes on beyond the picture. Where no border of a paper is seen, as in a scan, only letters cut
// through tell.
func (v *view) cuts(claim.LegibilityMeasures) []claim.LegibilityProblem {
	var problems []claim.LegibilityProblem
	for n, side := range sidesInOrder {
		open := slices.ContainsFunc(v.papers, func(p Paper) bool { return p.Open[n] })
		if open && v.printed(side) || v.cutLetters(side) >= leastCut {
			problems = append(problems, problem(claim.PhotoCut, side))
		}
	}
	return problems
}

// printed tells whether there is text in the third of the picture along a border: a paper that ends there in blank, or a
// table taken for one, loses nothing.
func (v *view) printed(side claim.Side) bool {
	return slices.ContainsFunc(v.text, func(i int) bool {
		a := v.tiles[i].area
		x, y := float64(a.Min.X+a.Max.X)/2, float64(a.Min.Y+a.Max.Y)/2
		return within(side, x/float64(v.size.X), y/float64(v.size.Y))
	})
}

// leastCut is how many letters must be cut through at a border of the picture; one may be a streak of the scanner.
const leastCut = 6

// cutLetters counts the shapes like letters that a border of the picture cuts through.
func (v *view) cutLetters(side claim.Side) int {
	n := 0
	for _, i := range v.text {
		t := &v.tiles[i]
		switch {
		case side == claim.SideTop && t.area.Min.Y == 0:
			n += t.cut[0]
		case side == claim.SideRight && t.area.Max.X == v.size.X:
			n += t.cut[1]
		case side == claim.SideBottom && t.area.Max.Y == v.size.Y:
			n += t.cut[2]
		case side == claim.SideLeft && t.area.Min.X == 0:
			n += t.cut[3]
		}
	}
	return n
}

const (
	burntLevel  = 252  // of paper: the sensor has no more to say
	litPaper    = 235  // of paper around a reflection, at most: light that fades slowly is a lamp, and hides nothing
	glareRim    = 2    // tiles from a reflection to paper that is not as bright
	mostBurnt   = 0.5  // of the paper; more is a picture that is too bright as a whole
	leastAround = 5    // tiles
	mostAround  = 0.75 // of the tiles around that must be darker
)

// reflections are the tiles burnt out by a reflection: spots without text, and much brighter than the paper around.
func (v *view) reflections() map[int]bool {
	bright := map[int]bool{}
	for _, i := range v.sheet {
		if t := &v.tiles[i]; t.paper >= burntLevel && !t.text() {
			bright[i] = true
		}
	}
	burnt := map[int]bool{}
	seen := map[int]bool{}
	for _, i := range v.sheet {
		if !bright[i] || seen[i] {
			continue
		}
		spot := v.spot(i, bright, seen)
		if float64(len(spot)) < mostBurnt*float64(len(v.sheet)) && v.standsOut(spot) {
			for _, j := range spot {
				burnt[j] = true
			}
		}
	}
	return burnt
}

// spot are the tiles that hang together with one.
func (v *view) spot(i int, of, seen map[int]bool) []int {
	spot := []int{i}
	seen[i] = true
	for n := 0; n < len(spot); n++ {
		for _, j := range v.ring(spot[n], 1) {
			if of[j] && !seen[j] {
				seen[j] = true
				spot = append(spot, j)
			}
		}
	}
	return spot
}

// standsOut tells whether the paper at some distance around a spot is not as bright.
func (v *view) standsOut(spot []int) bool {
	near, around := map[int]bool{}, map[int]bool{}
	for _, i := range spot {
		near[i] = true
		for reach := 1; reach < glareRim; reach++ {
			for _, j := range v.ring(i, reach) {
				near[j] = true
			}
		}
	}
	for _, i := range spot {
		for _, j := range v.ring(i, glareRim) {
			around[j] = true
		}
	}
	all, darker := 0, 0
	for _, j := range v.sheet {
		if around[j] && !near[j] {
			all++
			if v.tiles[j].paper <= litPaper {
				darker++
			}
		}
	}
	return all >= leastAround && float64(darker) >= mostAround*float64(all)
}

// ring are the tiles at a distance of n from one.
func (v *view) ring(i, n int) []int {
	var ring []int
	x, y := i%v.across, i/v.across
	for dy := -n; dy <= n; dy++ {
		for dx := -n; dx <= n; dx++ {
			j := (y+dy)*v.across + x + dx
			if max(dx, -dx, dy, -dy) == n && x+dx >= 0 && x+dx < v.across && j >= 0 && j < len(v.tiles) {
				ring = append(ring, j)
			}
		}
	}
	return ring
}

func (v *view) glare(claim.LegibilityMeasures) []claim.LegibilityProblem {
	if len(v.burnt) == 0 {
		return nil
	}
	for _, side := range []claim.Side{claim.SideTop, claim.SideBottom, claim.SideLeft, claim.SideRight, claim.SideMiddle} {
		in := 0
		for _, i := range v.in(side, v.sheet) {
			if v.burnt[i] {
				in++
			}
		}
		if 2*in > len(v.burnt) {
			return []claim.LegibilityProblem{problem(claim.PhotoGlare, side)}
		}
	}
	return []claim.LegibilityProblem{problem(claim.PhotoGlare, "")}
}
