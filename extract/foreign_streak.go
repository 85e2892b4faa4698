package extract

import (
	"image"
)

const (
	besideStreak = 3    // pixels beside a streak in which it is lighter again
	streakDepth  = 14   // levels by which a streak differs from what is beside it
	streakLength = 0.55 // share of the height of a page that a streak runs along
)

// withoutStreaks takes out of an upright page, as it was scanned, the upright lines that dust on a scanner's glass
// draws down it: they cut the cells of tables in two. Rules of a form are seldom so long, and on a page that lies a
// little askew they run across columns. The page is given back as it is if it has none.
func withoutStreaks(page *image.Gray) *image.Gray {
	w, h := page.Rect.Dx(), page.Rect.Dy()
	dips := make([]int, w)
	dip := func(row []uint8, x int) int {
		a, b := int(row[x-besideStreak]), int(row[x+besideStreak])
		return min(a, b) - int(row[x])
	}
	for y := 0; y < h; y += 2 {
		row := page.Pix[y*page.Stride:][:w]
		for x := besideStreak; x < w-besideStreak; x++ {
			if dip(row, x) > streakDepth {
				dips[x]++
			}
		}
	}
	var columns []int
	for x, n := range dips {
		if float64(2*n) > streakLength*float64(h) {
			columns = append(columns, x)
		}
	}
	if len(columns) == 0 {
		return page
	}
	out := &image.Gray{Pix: append([]uint8(nil), page.Pix...), Stride: page.Stride, Rect: page.Rect}
	for y := range h {
		from, to := page.Pix[y*page.Stride:][:w], out.Pix[y*out.Stride:][:w]
		for _, c := range columns {
			for x := max(besideStreak, c-1); x <= min(w-besideStreak-1, c+1); x++ {
				if dip(from, x) > streakDepth/2 {
					to[x] = uint8((int(from[x-besideStreak]) + int(from[x+besideStreak])) / 2)
				}
			}
		}
	}
	return out
}
