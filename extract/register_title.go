package extract

import (
	"image"
	"math"
	"slices"

	"pratica/extract/forms"
)

const (
	// overprinted is what a letter under a stamp counts that shows all of its own ink.
	overprinted = 0.7
	// titleBand is how far, in mm, above and below a title ink is looked for that the form does not print.
	titleBand = 1.5
	// leastStrange is the least share of that white that a stamp or a note inks beside a letter it covers.
	leastStrange = 0.04
	// mostMissing is the most of a letter's ink that may be missing, besides a pixel: another letter lacks more somewhere.
	mostMissing = 0.1
)

// leastLetter is the least correlation between the blank and the picture over windows as wide as a letter
// that slide along a printed title: forms of one family differ by a letter or a digit of it. A letter that is alike
// but for a stamp over it counts as overprinted.
func leastLetter(blank *image.Gray, title forms.Rect, picture *image.Gray, to placing) float64 {
	const perMM = anchorDPI / 25.4
	title = title.Inset(-0.4)
	x0, y0 := int(title.X*perMM), int(title.Y*perMM)
	w, h := int(title.W*perMM), int(title.H*perMM)
	cx, cy := (float64(x0)+float64(w)/2)/perMM, (float64(y0)+float64(h)/2)/perMM
	fx, fy, score := find(blank, anchorDPI, title, picture, to, 0.5)
	if score < anchorAlike/2 {
		return max(0, score)
	}
	px, py := to.at(cx, cy)
	if score < anchorAlike {
		fx, fy = px, py // a stamp moves the best place
	}
	band := int(math.Round(titleBand * perMM))
	seen := to.then(Homography{1, 0, fx - px, 0, 1, fy - py, 0, 0, 1}).sampled(picture, anchorDPI, image.Pt(x0, y0-band), w, h+2*band)
	line := newTitleLine(blank, seen, image.Pt(x0, y0-band), band)

	least := 1.0
	side := h * 7 / 10
	for x := w - side; x >= 0; x -= max(1, side/3) {
		template := newPatch(blank, x0+x, y0, side, h)
		if template.contrast < 50 {
			continue // a gap between words
		}
		window := floats(seen.SubImage(image.Rect(x, band, x+side, band+h)).(*image.Gray))
		alike := float64(template.correlate(window, side, h)[0])
		if alike < leastTitle && line.overprinted(x, side) {
			alike = overprinted
		}
		least = math.Min(least, alike)
	}
	return least
}

// titleLine is a title as the blank has it and as the picture shows it, with a band above and below.
type titleLine struct {
	blank, seen *image.Gray
	origin      image.Point // of seen, on blank
	band        int
	ink, paper  uint8 // what is darker than ink is a letter's, what is darker than paper is no paper
}

func newTitleLine(blank, seen *image.Gray, origin image.Point, band int) titleLine {
	levels := slices.Sorted(slices.Values(seen.Pix))
	paper, ink := levels[len(levels)*9/10], levels[len(levels)/20]
	return titleLine{blank, seen, origin, band, uint8((int(paper) + int(ink)) / 2), uint8(max(0, int(paper)-40))}
}

// printed is the level of the blank at a place of seen; white outside of it.
func (t titleLine) printed(x, y int) uint8 {
	p := image.Pt(x, y).Add(t.origin)
	if !p.In(t.blank.Rect) {
		return 255
	}
	return t.blank.Pix[p.Y*t.blank.Stride+p.X]
}

// overprinted reports whether a window of the title, from x on, shows all ink of its letter and has, above or below,
// ink that the form does not print: a stamp or a note adds ink and takes none away.
func (t titleLine) overprinted(x, width int) bool {
	const core, white = 70, 230
	h := t.seen.Rect.Dy()
	letter, missing, bare, strange := 0, 0, 0, 0
	for y := range h {
		for u := x; u < x+width; u++ {
			seen, printed := t.seen.Pix[y*t.seen.Stride+u], t.printed(u, y)
			switch inside := y >= t.band && y < h-t.band; {
			case inside && printed < core:
				letter++
				if seen > t.ink {
					missing++
				}
			case !inside && printed > white:
				bare++
				if seen < t.paper {
					strange++
				}
			}
		}
	}
	return letter > 0 && float64(missing) <= 1+mostMissing*float64(letter) && float64(strange) >= leastStrange*float64(bare)
}
