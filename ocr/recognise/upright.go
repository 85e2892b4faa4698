package recognise

// #include "leptonica.h"
import "C"

import (
	"image"
	"math"
)

// lie finds how many quarter turns clockwise (0 to 3) make the text of a page upright; sure, from 0 to 1,
// is about across or down only, and 0 for a page without text. Skew up to 3° does not matter. g is at
// about 150 dpi.
//
// Two looks: whether lines of text run across or down (where the longer runs of print are, 15 ms for
// A4), and which side of the lines has the ascenders (Leptonica's pixUpDownDetect, Bloomberg's hit-miss
// counts, 15 ms). Capitals and digits have none: page.upsideDown looks again when it reads.
func lie(g *image.Gray, l levels, dpi float64) (quarterTurns int, sure float64) {
	ink := removeRules(removeSpecks(g, l.threshold(), dpi), l, dpi, RuleOptions{Horizontal: 12, Vertical: 12, Thickness: 1})
	across, sure := linesRunAcross(ink, l.threshold(), dpi)
	if sure == 0 {
		return 0, 0
	}
	if !across {
		quarterTurns = 1
		ink = Turn(ink, 1)
	}
	up := C.float(0)
	withGrey(ink, func(from C.rec_grey) C.int { return C.rec_upright(from, C.int(l.threshold()), &up) })
	if up < 0 {
		quarterTurns += 2
	}
	return quarterTurns, sure
}

// linesRunAcross compares how long the runs of print are that form when gaps of a word space are
// closed along the rows and along the columns. sure runs from 0 (no print) to 1.
func linesRunAcross(ink *image.Gray, threshold int, dpi float64) (across bool, sure float64) {
	small, at := shrunk(ink, dpi, 100)
	gap := max(int(1.3/25.4*at+0.5), 2)
	rows, columns := 0.0, 0.0
	for _, r := range withoutBarcodes(printRuns(components(small, threshold, gap, 1), at, false)) {
		rows += r.to - r.from
	}
	for _, r := range withoutBarcodes(printRuns(components(small, threshold, 1, gap), at, true)) {
		columns += r.to - r.from
	}
	if rows+columns == 0 {
		return true, 0
	}
	return rows >= columns, math.Abs(rows-columns) / (rows + columns)
}

// printRun is a run of ink in mm, from and to along it; middle lies across.
type printRun struct{ from, to, middle float64 }

// printRuns are the components that may be runs of print, along the rows or along the columns: print is at most 9 mm high
// (a line 150 mm long that leans by 2° is), and a run of it four times as long as high.
func printRuns(ink []component, dpi float64, down bool) []printRun {
	mm := 25.4 / dpi
	var runs []printRun
	for _, c := range ink {
		x0, x1, y0, y1 := float64(c.Min.X)*mm, float64(c.Max.X)*mm, float64(c.Min.Y)*mm, float64(c.Max.Y)*mm
		if down {
			x0, x1, y0, y1 = y0, y1, x0, x1
		}
		if high := y1 - y0; high >= 1 && high <= 9 && x1-x0 >= 4*high {
			runs = append(runs, printRun{x0, x1, (y0 + y1) / 2})
		}
	}
	return runs
}

// withoutBarcodes leaves out the bars of barcodes: short runs beside which three others lie near, from the same place to the
// same. Of print that is a column of days or codes; its page has longer lines.
func withoutBarcodes(runs []printRun) []printRun {
	const short, near, ends = 25, 12, 1.2 // mm
	var print []printRun
	for _, r := range runs {
		if r.to-r.from > short {
			print = append(print, r)
			continue
		}
		beside := 0
		for _, other := range runs {
			if apart := math.Abs(other.middle - r.middle); apart > 0 && apart < near && math.Abs(other.from-r.from) < ends && math.Abs(other.to-r.to) < ends {
				beside++
			}
		}
		if beside < 3 {
			print = append(print, r)
		}
	}
	return print
}

// Turn turns a picture by quarter turns clockwise; the result starts at 0, 0. A picture turned 0
// times is returned as it is.
func Turn(g *image.Gray, quarterTurns int) *image.Gray {
	b := g.Bounds()
	w, h := b.Dx(), b.Dy()
	at := func(x, y int) int { return g.PixOffset(b.Min.X+x, b.Min.Y+y) }
	switch quarterTurns & 3 {
	case 1, 3:
		out := image.NewGray(image.Rect(0, 0, h, w))
		// In squares of 32 pixels, which stay in the processor's cache.
		for y0 := 0; y0 < h; y0 += 32 {
			for x0 := 0; x0 < w; x0 += 32 {
				for y := y0; y < min(y0+32, h); y++ {
					for x := x0; x < min(x0+32, w); x++ {
						if quarterTurns&3 == 1 {
							out.Pix[x*out.Stride+h-1-y] = g.Pix[at(x, y)]
						} else {
							out.Pix[(w-1-x)*out.Stride+y] = g.Pix[at(x, y)]
						}
					}
				}
			}
		}
		return out
	case 2:
		out := image.NewGray(image.Rect(0, 0, w, h))
		for y := range h {
			from, to := g.Pix[at(0, y):][:w], out.Pix[(h-1-y)*out.Stride:][:w]
			for x, v := range from {
				to[w-1-x] = v
			}
		}
		return out
	}
	return g
}

// skew finds by how many degrees clockwise, from -8 to 8, a page must be rotated so that its lines
// are level. confidence runs from 0 to 1; below 0.5 the answer is better not used (Leptonica's
// pixFindSkew; 20 ms for A4). g is at about 150 dpi.
func skew(g *image.Gray, l levels) (degrees, confidence float64) {
	var d, c C.float
	if !withGrey(g, func(from C.rec_grey) C.int { return C.rec_skew(from, C.int(l.threshold()), &d, &c) }) {
		return 0, 0
	}
	// Leptonica trusts a ratio of 3 and more between the best and the worst angle's score.
	return float64(d), math.Max(0, 1-1.5/math.Max(float64(c), 1.5))
}
