package extract

import (
	"image"
	"math"
)

// A scanner's streak may be too pale to be taken for ink and still make the recogniser read the figure under
// it as another, and be sure of it. It is a straight line through the whole zone that takes the same share of
// the light all along.

const (
	// streakReach is how far, in pixels of the zone, a streak and its soft borders reach from its middle.
	streakReach = 4
	// leastStreak is how much darker than the paper, in grey levels, a streak is; noise averages out below.
	leastStreak = 8
	// streakSlope is the most a streak leans against the form: a page lies skewed in the scanner by up to 3°.
	streakSlope = 0.06
	// seenThrough is the share of the light that a streak must leave for ink under it to be told from it
	seenThrough = 0.5
)

// paleStreak is a line x = at + slope·y through a zone, in its pixels. inked tells that it is as dark as ink,
// so that it may have been a stroke of the writing.
type paleStreak struct {
	at, slope float64
	inked     bool
}

func (s paleStreak) x(y int) int { return int(math.Round(s.at + s.slope*float64(y))) }

// crosses reports whether the streak runs through a box or close by.
func (s paleStreak) crosses(b image.Rectangle) bool {
	x := s.x((b.Min.Y + b.Max.Y) / 2)
	return x > b.Min.X-streakReach && x < b.Max.X+streakReach
}

// lightenStreaks finds pale streaks and takes them off the picture, as long as they leave at least a share of the
// paper's light.
func (z *zone) lightenStreaks(leastLight float64) []paleStreak {
	w, h := z.clean.Rect.Dx(), z.clean.Rect.Dy()
	if w < 4*streakReach || h < 4*streakReach {
		return nil
	}
	paper := medianLevel(z.clean)
	var found []paleStreak
	for range 3 { // a zone is seldom wider than two streaks lie apart
		s, depth := z.deepestLine(paper)
		if depth < leastStreak || float64(paper-depth) < leastLight*float64(paper) {
			break
		}
		s.inked = paper-depth < int(z.threshold)
		found = append(found, s)
		z.lighten(s, paper)
	}
	return found
}

// deepestLine is the straight line through the zone whose pixels are darkest against the paper, by their
// median. Most writing covers less than half of a line through a zone, but not all: pixels that are quite white
// are left out of the median, since erased print is, and then an upright stroke of 4.4 mm is enough in a zone
// of 10 mm. What is as dark as ink may therefore be a stroke.
func (z *zone) deepestLine(paper int) (best paleStreak, depth int) {
	w, h := z.clean.Rect.Dx(), z.clean.Rect.Dy()
	lean := int(math.Ceil(streakSlope * float64(h)))
	for _, x := range z.shaded(paper, lean) {
		for shift := -lean; shift <= lean; shift++ {
			s := paleStreak{at: float64(x), slope: float64(shift) / float64(h)}
			if end := s.x(h - 1); end < streakReach || end >= w-streakReach {
				continue
			}
			if d := paper - z.levelAlong(s, 0); d > depth {
				best, depth = s, d
			}
		}
	}
	if depth < leastStreak {
		return best, 0
	}
	// a stain or the shadow of the sheet's edge is broad: paper must lie on both sides
	if sides := paper - min(z.levelAlong(best, -2*streakReach), z.levelAlong(best, 2*streakReach)); 2*sides > depth {
		return best, 0
	}
	return best, depth
}

// shaded lists the columns near which most rows hold something darker than the paper, within the lean of
// a streak: only there is it worth while to look for one.
func (z *zone) shaded(paper, lean int) []int {
	w, h := z.clean.Rect.Dx(), z.clean.Rect.Dy()
	rows := make([]int, w)
	for y := range h {
		last := -w
		row := z.clean.Pix[y*z.clean.Stride:][:w]
		for x := range w + lean { // x runs ahead of the column by the lean
			if x < w && int(row[x]) <= paper-leastStreak {
				last = x
			}
			if column := x - lean; column >= 0 && last >= column-lean {
				rows[column]++
			}
		}
	}
	var columns []int
	for x := streakReach; x < w-streakReach; x++ {
		if 5*rows[x] > 3*h {
			columns = append(columns, x)
		}
	}
	return columns
}

// levelAlong is the median level of the pixels beside a line, by as many pixels to the right; print that
// was erased is left out.
func (z *zone) levelAlong(s paleStreak, beside int) int {
	h := z.clean.Rect.Dy()
	var histogram [256]int
	n := 0
	for y := range h {
		x := s.x(y) + beside
		if x < 0 || x >= z.clean.Rect.Dx() {
			continue
		}
		if v := z.clean.Pix[y*z.clean.Stride+x]; v < 255 {
			histogram[v]++
			n++
		}
	}
	if 2*n < h {
		return 255
	}
	level := 0
	for seen := histogram[0]; seen <= n/2; seen += histogram[level] {
		level++
	}
	return level
}

// lighten evens the light under a streak out: what takes a share of the light from the paper takes the same
// share from the ink.
func (z *zone) lighten(s paleStreak, paper int) {
	for beside := -streakReach; beside <= streakReach; beside++ {
		level := z.levelAlong(s, beside)
		if level <= 0 || level >= paper {
			continue
		}
		for y := range z.clean.Rect.Dy() {
			if x := s.x(y) + beside; x >= 0 && x < z.clean.Rect.Dx() {
				v := &z.clean.Pix[y*z.clean.Stride+x]
				*v = uint8(min(int(*v)*paper/level, max(paper, int(*v))))
			}
		}
	}
}

// medianLevel is the level of the paper of a picture that is mostly paper.
func medianLevel(g *image.Gray) int {
	var histogram [256]int
	for y := range g.Rect.Dy() {
		for _, v := range g.Pix[y*g.Stride:][:g.Rect.Dx()] {
			histogram[v]++
		}
	}
	half, level := g.Rect.Dx()*g.Rect.Dy()/2, 0
	for seen := histogram[0]; seen <= half; seen += histogram[level] {
		level++
	}
	return level
}
