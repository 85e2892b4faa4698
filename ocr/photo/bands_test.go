package photo

import (
	"math"
	"testing"
)

// through is a line through two points that is an edge along all of its length.
func through(a, b Point) *line {
	d := b.sub(a)
	n := d.length()
	l := &line{cos: -d.Y / n, sin: d.X / n, start: a, dir: Point{d.X / n, d.Y / n}}
	l.rho = a.X*l.cos + a.Y*l.sin
	for i := range int(math.Ceil(n)) + 1 {
		l.sums = append(l.sums, [3]float64{float64(i), 0, 0})
	}
	return l
}

func quadOfLines(corners [4]Point) quad {
	q := quad{corners: corners}
	for i := range q.sides {
		q.sides[i] = through(corners[i], corners[(i+1)%4])
	}
	return q
}

// TestABandOfACurledSheetEndsClearly: the left side of the sheet with its letterhead is another line than that of the white
// below, which bends.
func TestABandOfACurledSheetEndsClearly(t *testing.T) {
	white := quadOfLines([4]Point{{30, 54}, {162, 54}, {194, 234}, {19, 252}})
	whole := quadOfLines([4]Point{{24, 39}, {159, 37}, {194, 234}, {20, 252}})
	whole.sides[2] = white.sides[2]
	if !whole.endsClearly(white) {
		t.Error("the band is not taken")
	}
	wide := quadOfLines([4]Point{{24, 39}, {199, 37}, {194, 234}, {20, 252}})
	if wide.endsClearly(white) {
		t.Error("a corner on no side of the white is taken")
	}
	if n := white.sideAlong(through(Point{120, 54}, Point{120, 252})); n >= 0 {
		t.Errorf("side %d lies along a line through its middle", n)
	}
}

// TestASheetAroundASheetEndsNowhere: all its sides lie along those of the sheet, and are no edges.
func TestASheetAroundASheetEndsNowhere(t *testing.T) {
	sheet := quadOfLines([4]Point{{30, 54}, {162, 54}, {194, 234}, {19, 252}})
	around := quadOfLines([4]Point{{25, 49}, {167, 49}, {199, 239}, {14, 257}})
	for _, side := range around.sides {
		clear(side.sums)
	}
	if around.endsClearly(sheet) {
		t.Error("a stripe of the table around the sheet is taken for its band")
	}
}
