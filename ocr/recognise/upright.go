package recognise

// #include "leptonica.h"
import "C"

import (
	"context"
	"image"
	"math"
)

// Orientation finds how many quarter turns clockwise (0 to 3) make the text of a page upright, and
// how sure that is, from 0 to 1; 0 and 0 for a page without text. Skew up to 3° does not matter.
//
// Three looks, each only when the one before cannot tell: whether lines of text run across or down
// (where the longer runs of print are, 30 ms for A4 at 300 dpi); which side of the lines has
// the ascenders (Leptonica's pixUpDownDetect, Bloomberg's hit-miss counts, 20 ms); and for pages of
// capitals and digits, a strip with much text is read both ways and the better reading wins
// (about 0.3 s). Tesseract's own detection needs 50 letters and takes longer than the last look.
func (e *Engine) Orientation(ctx context.Context, g *image.Gray, dpi float64) (quarterTurns int, confidence float64, err error) {
	small, at := shrunk(g, dpi, 150)
	l := measure(small, at)
	ink := removeRules(removeSpecks(small, l.threshold(), at), l.threshold(), at, RuleOptions{Horizontal: 12, Vertical: 12, Thickness: 1})
	across, sure := linesRunAcross(ink, l.threshold(), at)
	if sure == 0 {
		return 0, 0, nil
	}
	turns := 0
	if !across {
		turns = 1
		ink = Turn(ink, 1)
	}
	up := C.float(0)
	withGrey(ink, func(from C.rec_grey) C.int { return C.rec_upright(from, C.int(l.threshold()), &up) })
	confidence = math.Min(sure, 1-math.Exp(-math.Abs(float64(up))/2))
	if math.Abs(float64(up)) < trustedUp && !e.TrustGuess || math.Abs(float64(up)) < guessedUp {
		var better bool
		if better, confidence, err = e.readsBetterTurned(ctx, ink, l, at); err != nil {
			return 0, 0, err
		}
		if confidence = math.Min(sure, confidence); better {
			up = -1
		} else {
			up = 1
		}
	}
	if up < 0 {
		turns += 2
	}
	return turns, confidence, nil
}

// trustedUp is how many standard deviations of ascenders over descenders are believed; guessedUp how many
// with Engine.TrustGuess.
const (
	trustedUp = 4
	guessedUp = 1
)

// linesRunAcross compares how long the runs of print are that form when gaps of a word space are
// closed along the rows and along the columns. sure runs from 0 (no print) to 1.
func linesRunAcross(ink *image.Gray, threshold int, dpi float64) (across bool, sure float64) {
	small, at := shrunk(ink, dpi, 100)
	gap := max(int(1.3/25.4*at+0.5), 2)
	rows, columns := 0.0, 0.0
	for _, c := range components(small, threshold, gap, 1) {
		rows += runLength(c.Dx(), c.Dy(), at)
	}
	for _, c := range components(small, threshold, 1, gap) {
		columns += runLength(c.Dy(), c.Dx(), at)
	}
	if rows+columns == 0 {
		return true, 0
	}
	return rows >= columns, math.Abs(rows-columns) / (rows + columns)
}

// runLength is the length in mm of what may be a run of print, else 0: print is at most 9 mm high
// (a line 150 mm long that leans by 2° is), and a run of it four times as long as high.
func runLength(long, short int, dpi float64) float64 {
	l, s := float64(long)*25.4/dpi, float64(short)*25.4/dpi
	if s < 1 || s > 9 || l < 4*s {
		return 0
	}
	return l
}

// readsBetterTurned reads the strip of the page with the most strokes as it stands and upside down.
func (e *Engine) readsBetterTurned(ctx context.Context, ink *image.Gray, l levels, dpi float64) (better bool, confidence float64, err error) {
	page := darkened(crop(ink, busiest(ink, l.threshold(), int(30/25.4*dpi))), l)
	var score [2]float64
	for i := range score {
		words, err := e.read(ctx, page, dpi, psmBlock, false)
		if err != nil {
			return false, 0, err
		}
		for _, w := range words {
			if w.Confidence > 0.5 {
				score[i] += w.Confidence * float64(len([]rune(w.Text)))
			}
		}
		page = Turn(page, 2)
	}
	best := math.Max(score[0], score[1])
	return score[1] > score[0], (best - math.Min(score[0], score[1])) / (best + 3), nil
}

// busiest is the band of rows, height high, that the most strokes cross.
func busiest(g *image.Gray, threshold, height int) image.Rectangle {
	b := g.Bounds()
	if b.Dy() <= height {
		return b
	}
	sums := make([]int, b.Dy()+1)
	for y := range b.Dy() {
		line := g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y):][:b.Dx()]
		n := 0
		for x := 1; x < len(line); x++ {
			if int(line[x]) < threshold && int(line[x-1]) >= threshold {
				n++
			}
		}
		sums[y+1] = sums[y] + n
	}
	best := 0
	for y := range b.Dy() - height {
		if sums[y+height]-sums[y] > sums[best+height]-sums[best] {
			best = y
		}
	}
	return image.Rect(b.Min.X, b.Min.Y+best, b.Max.X, b.Min.Y+best+height)
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

// Skew finds by how many degrees clockwise, from -7 to 7, a page must be rotated so that its lines
// are level: Rotate(g, degrees) levels it. confidence runs from 0 to 1; below 0.5 the answer is
// better not used (Leptonica's pixFindSkew at 150 dpi; 20 ms for A4). Turning costs about 0.1 s, and
// Tesseract does not mind a few tenths of a degree: turn from 0.2° on.
func Skew(g *image.Gray, dpi float64) (degrees, confidence float64) {
	small, at := shrunk(g, dpi, 150)
	l := measure(small, at)
	var d, c C.float
	if !withGrey(small, func(from C.rec_grey) C.int { return C.rec_skew(from, C.int(l.threshold()), &d, &c) }) {
		return 0, 0
	}
	// Leptonica trusts a ratio of 3 and more between the best and the worst angle's score.
	return float64(d), math.Max(0, 1-1.5/math.Max(float64(c), 1.5))
}

// Matrix maps points as homogeneous coordinates, row by row.
type Matrix [9]float64

// Rotate turns a picture about its middle by degrees clockwise, with its size kept and white where
// nothing was (Leptonica's area mapping). back maps a point of the result to the point of g.
func Rotate(g *image.Gray, degrees float64) (turned *image.Gray, back Matrix) {
	b := g.Bounds()
	turned = made(g, func(from C.rec_grey, out *C.uint8_t) C.int { return C.rec_rotate(from, C.float(degrees), out) })
	if turned == g {
		return g, Matrix{1, 0, 0, 0, 1, 0, 0, 0, 1}
	}
	cx, cy := float64(b.Min.X)+float64(b.Dx()/2), float64(b.Min.Y)+float64(b.Dy()/2)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return turned, Matrix{
		cos, sin, cx - cos*cx - sin*cy,
		-sin, cos, cy + sin*cx - cos*cy,
		0, 0, 1,
	}
}
