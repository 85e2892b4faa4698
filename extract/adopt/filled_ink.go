package adopt

import (
	"bytes"
	"image"

	"pratica/extract/forms"
)

// Lengths in mm by which rules are told from writing.
const (
	dotInk      = 0.7  // a dot of a leader is not larger
	letterInk   = 7.0  // nor a letter, a check box or a cell of a comb
	longRun     = 3.0  // a straight run in something larger belongs to a rule
	tallRun     = 1.9  // and an upright one: strokes that part the cells of a comb
	boxRun      = 1.8  // side of a check box
	letterBox   = 3.2  // a box that is no larger may be a letter in a word
	sureRule    = 15.0 // a straight run that no pen draws
	signatureIn = 0.3  // share of straight runs below which a large piece is writing alone
)

// inkPiece is a connected piece of ink: its box in pixels (x1 and y1 outside) and its pixels.
type inkPiece struct {
	x0, y0, x1, y1 int
	pixels         []int32
}

// withoutWriting is a page of which only rules, boxes, dots and shades are left, and its ink.
func withoutWriting(g *image.Gray, dpi float64, words []word) (*image.Gray, *bitmap) {
	k := dpi / 25.4
	w, h := g.Rect.Dx(), g.Rect.Dy()
	paper, dark := levelsOf(g)
	threshold := inkLevel(paper, dark)
	b := &bitmap{w, h, make([]bool, w*h)}
	for y := range h {
		for x, v := range g.Pix[y*g.Stride:][:w] {
			b.ink[y*w+x] = v < threshold
		}
	}
	inWord, inText := make([]bool, w*h), make([]bool, w*h)
	for _, o := range words {
		mark(inWord, w, h, o.box, k)
		if len([]rune(o.text)) > 1 && o.box.W > 1.5*o.box.H && legible(o.text) {
			mark(inText, w, h, o.box, k)
		}
	}
	across := runs(b.ink, w, h, 1, w)
	down := runs(b.ink, h, w, w, 1)
	keep := make([]bool, w*h)
	var boxes []image.Rectangle
	var other []inkPiece
	for _, p := range piecesOf(b) {
		box, ok := p.keepRules(keep, across, down, inWord, w, k)
		switch size := float64(max(p.x1-p.x0, p.y1-p.y0)) / k; {
		case ok && size < letterBox && inText[(p.y0+p.y1)/2*w+(p.x0+p.x1)/2]: // a D or a 0
			for _, i := range p.pixels {
				keep[i] = false
			}
		case ok:
			boxes = append(boxes, box)
		case size > 2 && size < 12 && (size > letterBox || !inText[(p.y0+p.y1)/2*w+(p.x0+p.x1)/2]):
			other = append(other, p)
		}
	}
	b.keepCrossed(keep, boxes, other)
	out := &image.Gray{Pix: bytes.Clone(g.Pix), Stride: g.Stride, Rect: g.Rect}
	b.erase(out, keep, paper)
	return out, b
}

func mark(set []bool, w, h int, r forms.Rect, k float64) {
	for y := max(0, int(r.Y*k)); y < min(h, int(r.Bottom()*k)+1); y++ {
		for x := max(0, int(r.X*k)); x < min(w, int(r.Right()*k)+1); x++ {
			set[y*w+x] = true
		}
	}
}

// runs gives for each pixel of ink the length of the run along a lane that it lies in. There are so many
// lanes of so many pixels as h and w say, pixels of a lane at step and lanes at stride.
func runs(ink []bool, w, h, step, stride int) []uint16 {
	out := make([]uint16, len(ink))
	for lane := range h {
		start := lane * stride
		for i := 0; i < w; i++ {
			if !ink[start+i*step] {
				continue
			}
			end := i
			for end < w && ink[start+end*step] {
				end++
			}
			for j := i; j < end; j++ {
				out[start+j*step] = uint16(min(end-i, 65535))
			}
			i = end
		}
	}
	return out
}

// keepRules marks the pixels of a piece that are print without words, and gives its outline if it is a small box.
func (p inkPiece) keepRules(keep []bool, across, down []uint16, inWord []bool, w int, k float64) (image.Rectangle, bool) {
	none := image.Rectangle{}
	width, height := float64(p.x1-p.x0)/k, float64(p.y1-p.y0)/k
	middle := (p.y0+p.y1)/2*w + (p.x0+p.x1)/2
	all := func() {
		for _, i := range p.pixels {
			keep[i] = true
		}
	}
	long, tall := longRun, tallRun
	switch {
	case max(width, height) < dotInk:
		if !inWord[middle] {
			all()
		}
		return none, false
	case min(width, height) < dotInk && max(width, height) >= boxRun:
		if !inWord[middle] || max(width, height) > letterInk {
			all()
		}
		return none, false
	case max(width, height) < letterInk:
		long, tall = boxRun, boxRun
	}
	var straight []int32
	box := image.Rectangle{}
	for _, i := range p.pixels {
		if float64(across[i]) >= long*k || float64(down[i]) >= tall*k {
			straight = append(straight, i)
			box = box.Union(image.Rect(int(i)%w, int(i)/w, int(i)%w+1, int(i)/w+1))
		}
	}
	if max(width, height) < letterInk {
		return box, p.keepBox(keep, across, down, straight, box, w, k)
	}
	longest, lettered := 0, 0
	for _, i := range p.pixels {
		longest = max(longest, int(across[i]))
		if inWord[i] {
			lettered++
		}
	}
	if height < letterInk && 5*lettered > 4*len(p.pixels) { // letters that touch
		return none, false
	}
	if float64(len(straight)) < signatureIn*float64(len(p.pixels)) && float64(longest) < sureRule*k {
		return none, false
	}
	keepSure(keep, straight, across, down, w, k)
	return none, false
}

// keepSure keeps of the straight runs of a large piece those that hang together with a rule: of a signature on
// a line, the line.
func keepSure(keep []bool, straight []int32, across, down []uint16, w int, k float64) {
	rest := make(map[int32]bool, len(straight))
	for _, i := range straight {
		rest[i] = true
	}
	for _, start := range straight {
		if !rest[start] {
			continue
		}
		delete(rest, start)
		part := []int32{start}
		wide, tall := 0, 0
		for at := 0; at < len(part); at++ {
			i := part[at]
			wide, tall = max(wide, int(across[i])), max(tall, int(down[i]))
			for _, d := range [8]int32{-1, 1, int32(-w), int32(w), int32(-w - 1), int32(-w + 1), int32(w - 1), int32(w + 1)} {
				if rest[i+d] {
					delete(rest, i+d)
					part = append(part, i+d)
				}
			}
		}
		if sure := sureRule * k; float64(wide) < sure && float64(tall) < sure && (float64(wide) < longRun*k || float64(tall) < longRun*k) {
			continue
		}
		for _, i := range part {
			keep[i] = true
		}
	}
}

// piecesOf finds the 8-connected pieces of ink.
func piecesOf(b *bitmap) []inkPiece {
	seen := make([]bool, len(b.ink))
	var list []inkPiece
	for start, ink := range b.ink {
		if !ink || seen[start] {
			continue
		}
		p := inkPiece{start % b.w, start / b.w, start%b.w + 1, start/b.w + 1, []int32{int32(start)}}
		seen[start] = true
		for at := 0; at < len(p.pixels); at++ {
			x, y := int(p.pixels[at])%b.w, int(p.pixels[at])/b.w
			p.x0, p.y0, p.x1, p.y1 = min(p.x0, x), min(p.y0, y), max(p.x1, x+1), max(p.y1, y+1)
			for v := max(0, y-1); v <= min(b.h-1, y+1); v++ {
				for u := max(0, x-1); u <= min(b.w-1, x+1); u++ {
					if i := v*b.w + u; b.ink[i] && !seen[i] {
						seen[i] = true
						p.pixels = append(p.pixels, int32(i))
					}
				}
			}
		}
		list = append(list, p)
	}
	return list
}

// erase paints over the ink that is not kept, and its soft border, with the paper left of it.
func (b *bitmap) erase(g *image.Gray, keep []bool, paper uint8) {
	const border = 2
	gone := make([]bool, len(b.ink))
	for y := range b.h {
		for x := range b.w {
			i := y*b.w + x
			if !b.ink[i] || keep[i] {
				continue
			}
			for v := max(0, y-border); v <= min(b.h-1, y+border); v++ {
				for u := max(0, x-border); u <= min(b.w-1, x+border); u++ {
					gone[v*b.w+u] = true
				}
			}
		}
	}
	for y := range b.h {
		last := paper
		for x := range b.w {
			i, at := y*b.w+x, y*g.Stride+x
			switch {
			case keep[i]:
			case !gone[i]:
				if !b.ink[i] && g.Pix[at] > paper-60 {
					last = g.Pix[at]
				}
			default:
				g.Pix[at] = last
			}
		}
	}
}

// withWords is the ruled page with the ink of the printed words put back.
func withWords(ruled, full *image.Gray, ink *bitmap, words []word, dpi float64) *image.Gray {
	k := dpi / 25.4
	out := &image.Gray{Pix: bytes.Clone(ruled.Pix), Stride: ruled.Stride, Rect: ruled.Rect}
	for _, o := range words {
		r := o.box.Inset(-0.25)
		for y := max(0, int(r.Y*k)); y < min(ink.h, int(r.Bottom()*k)+1); y++ {
			x0, x1 := max(0, int(r.X*k)), min(ink.w, int(r.Right()*k)+1)
			if x0 < x1 {
				copy(out.Pix[y*out.Stride+x0:y*out.Stride+x1], full.Pix[y*full.Stride+x0:y*full.Stride+x1])
			}
		}
	}
	return out
}
