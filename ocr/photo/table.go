package photo

import (
	"image"
	"math"
	"slices"
)

// What a photo shows and a scan does not (docs/decisions.md): of 45 drawn photos 43 show it, of 380 drawn scans none.
const (
	clearSides  = 0.75
	leastTable  = 0.06 // of the picture
	leastTaken  = 0.25 // of the picture by the paper
	leastSlant  = 1.2  // degrees off a right angle
	leastNearer = 0.03 // by which one of two opposite sides is longer
	leastSpread = 10   // grey levels of the table, from its darkest to its lightest; the lid of a scanner has 3 or so
)

// Photographed tells that papers which Find found in a picture lie on a table before a camera, and are neither frames on
// a scanned page nor papers under the lid of a scanner: four clear sides, seen in perspective, on something that is not
// all of one colour. It may miss a photo; what is known to be one need not be asked about.
func Photographed(img image.Image, papers []Paper) bool {
	if len(papers) == 0 {
		return false
	}
	p, size := papers[0], img.Bounds().Size()
	if p.Sure < clearSides || p.Open != [4]bool{} || area(p.Corners[:]) < leastTaken*float64(size.X*size.Y) || !p.inPerspective() {
		return false
	}
	share, spread := around(img, papers)
	return share >= leastTable && spread >= leastSpread
}

// inPerspective tells that the corners are not those of a rectangle, however it is turned.
func (p Paper) inPerspective() bool {
	slant, nearer := 0.0, 0.0
	for i := range 4 {
		a, b, c, d := p.Corners[i], p.Corners[(i+1)%4], p.Corners[(i+2)%4], p.Corners[(i+3)%4]
		u, v := a.sub(b), c.sub(b)
		slant = max(slant, math.Abs(math.Asin(u.dot(v)/(u.length()*v.length())))*180/math.Pi)
		nearer = max(nearer, u.length()/c.sub(d).length()-1)
	}
	return slant >= leastSlant && nearer >= leastNearer
}

// around looks at what lies around the papers: which share of the picture it is, and how many grey levels it spans but
// for a twentieth at both ends.
func around(img image.Image, papers []Paper) (share float64, spread int) {
	s := reduce(img, findSide)
	var levels []int
	for y := range s.h {
		for x := range s.w {
			at := Point{(float64(x) + 0.5) * s.scale, (float64(y) + 0.5) * s.scale}
			if slices.ContainsFunc(papers, func(p Paper) bool { return quad{corners: p.Corners}.near(at, 4*s.scale) }) {
				continue
			}
			i := y*s.w + x
			levels = append(levels, (int(s.plane[0][i])+int(s.plane[1][i])+int(s.plane[2][i]))/3)
		}
	}
	if len(levels) == 0 {
		return 0, 0
	}
	slices.Sort(levels)
	last := len(levels) - 1
	return float64(len(levels)) / float64(s.w*s.h), levels[last*95/100] - levels[last*5/100]
}
