package photo

import (
	"image"
	"slices"
)

const (
	mostOthers = 4
	leastOther = 0.3  // as leastSure, of what is only tried
	sameCorner = 0.03 // of the longer side of the picture: nearer corners are one
	otherShare = 0.4  // of what was found: a box on the paper is not the paper
)

// Others finds what the paper on a picture may be instead of what Find takes it for, likeliest first: where the seam of a table or the
// border of a shadow passes for a side, the paper's own sides are among the next best. Each is to be tried, and believed only
// where what must be on the paper is then found.
func Others(img image.Image, found []Paper) []Paper {
	if !searchable(img) {
		return nil
	}
	fine := reduce(img, refineSide)
	coarse := fine.reduced(findSide)
	print := coarse.print(coarse.withoutPrint(3))
	var all []quad
	for _, radius := range []int{3, 1} {
		quads := coarse.likely(coarse.withoutPrint(radius), print)
		all = append(all, quads[:min(len(quads), mostLikely)]...)
	}
	slices.SortStableFunc(all, byScore)
	least := 0.0
	for _, p := range found {
		least = max(least, otherShare*area(p.Corners[:]))
	}
	b := img.Bounds()
	reach := sameCorner * float64(max(b.Dx(), b.Dy()))
	known := slices.Clone(found)
	var papers []Paper
	for _, q := range all {
		if len(papers) == mostOthers {
			break
		}
		if q.sure < leastOther {
			continue
		}
		p := fine.refine(q, coarse.scale/fine.scale).scaled(fine.scale)
		if area(p.Corners[:]) >= least && !slices.ContainsFunc(known, func(k Paper) bool { return near(k.Corners, p.Corners, reach) }) {
			known, papers = append(known, p), append(papers, p)
		}
	}
	return papers
}

// near tells that two quadrilaterals have their corners in the same places.
func near(a, b [4]Point, reach float64) bool {
	for i := range a {
		if a[i].sub(b[i]).length() > reach {
			return false
		}
	}
	return true
}
