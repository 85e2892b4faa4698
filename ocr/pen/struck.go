// Package pen finds what somebody did with a pen to the print of a page: words that are struck out.
package pen

import (
	"image"
	"slices"
)

// What a stroke through a word is, in heights of its letters.
const (
	beyondGlyph = 0.75 // a run of ink this long is no part of a figure
	longEnough  = 2.2  // four figures
	thick       = 0.38 // at most: a bar is no stroke
	perCrossing = 0.95 // a stroke crosses print at least this often
	fewestCross = 4
	mostDark    = 0.9 // of its columns are darker than what merely counts as ink
	goesOn      = 0.1 // so far print goes on beside a stroke that crosses it
)

// Struck tells whether a word of a grey page (0 black … 255 white, from 0, 0) is crossed out by one or more strokes of a pen that
// run along it. Rules that are printed under or around words cross none of their letters, those of a table go on beyond them. box is the
// word's, in pixels.
func Struck(page *image.Gray, box image.Rectangle, dpi float64) bool {
	const overshoot = 25.0 // mm beyond a word, which may be a part of what is struck; rules of tables go on there
	h, ok := heightOf(box, dpi)
	if !ok {
		return false
	}
	near := func(beyond int) (window, image.Rectangle, bool) {
		around := image.Rect(box.Min.X-beyond, box.Min.Y-int(0.4*h), box.Max.X+beyond, box.Max.Y+int(0.4*h)).Intersect(page.Rect)
		w, ok := inkIn(page, around)
		return w, box.Sub(around.Min), ok
	}
	w, _, ok := near(0)
	if !ok || w.onBlack() || w.bars() || !slices.ContainsFunc(w.strokes(h), func(s *stroke) bool { return float64(s.Dx()) > 0.7*float64(box.Dx()) || float64(s.Dx()) > longEnough*h }) {
		return false
	}
	w, word, ok := near(int(overshoot / 25.4 * dpi))
	return ok && slices.ContainsFunc(w.strokes(h), func(s *stroke) bool { return s.Min.X < word.Max.X && s.Max.X > word.Min.X && w.crosses(s, h) })
}

// heightOf is that of the letters in a box; false where it can hold no figures.
func heightOf(box image.Rectangle, dpi float64) (float64, bool) {
	const least, most = 1.1, 5.5 // mm
	h := min(float64(box.Dy()), most/25.4*dpi)
	return h, h >= least/25.4*dpi && float64(box.Dx()) >= 1.5*h
}

// window is a part of a page in ink and paper.
type window struct {
	w, h int
	ink  []bool
	dark []bool // surely ink
}

// inkIn parts ink from paper at the middle between them; false where there is hardly any contrast.
func inkIn(page *image.Gray, r image.Rectangle) (window, bool) {
	const least = 50 // grey levels
	w := window{w: r.Dx(), h: r.Dy()}
	if w.w == 0 || w.h == 0 {
		return w, false
	}
	var count [256]int
	for y := range w.h {
		for _, v := range page.Pix[page.PixOffset(r.Min.X, r.Min.Y+y):][:w.w] {
			count[v]++
		}
	}
	share := func(part float64) int {
		left := int(part * float64(w.w*w.h))
		for v, n := range count {
			if left -= n; left < 0 {
				return v
			}
		}
		return 255
	}
	dark, light := share(0.03), share(0.8)
	if light-dark < least {
		return w, false
	}
	middle := uint8((dark + light) / 2)
	surely := middle - uint8((light-dark)/7)
	w.ink, w.dark = make([]bool, w.w*w.h), make([]bool, w.w*w.h)
	for y := range w.h {
		for x, v := range page.Pix[page.PixOffset(r.Min.X, r.Min.Y+y):][:w.w] {
			w.ink[y*w.w+x], w.dark[y*w.w+x] = v <= middle, v <= surely
		}
	}
	return w, true
}

// inked is the share of ink.
func (w window) inked() float64 {
	inked := 0
	for _, ink := range w.ink {
		if ink {
			inked++
		}
	}
	return float64(inked) / float64(len(w.ink))
}

// onBlack tells whether the print is white on black: what lies above and below it is ink.
func (w window) onBlack() bool {
	above, below := window{w: w.w, h: 1, ink: w.ink[:w.w]}, window{w: w.w, h: 1, ink: w.ink[(w.h-1)*w.w:]}
	return above.inked()+below.inked() > 0.7
}

// bars tells a barcode: upright bars that are the same at every height.
func (w window) bars() bool {
	const (
		heights = 5
		alike   = 0.85 // of the columns
		fewest  = 14   // edges
	)
	same, edges := 0, 0
	for x := range w.w {
		at := func(n int) bool { return w.ink[(w.h/4+n*w.h/(2*(heights-1)))*w.w+x] }
		equal := true
		for n := 1; n < heights; n++ {
			equal = equal && at(n) == at(0)
		}
		if equal {
			same++
		}
		if middle := (w.h / 2) * w.w; x > 0 && w.ink[middle+x] != w.ink[middle+x-1] {
			edges++
		}
	}
	return float64(same) >= alike*float64(w.w) && edges >= fewest
}

// Written is the box around the ink in a place where no word was read; empty where there is hardly any, or where it goes on beyond
// the place upwards and downwards, as lines and pictures do.
func Written(page *image.Gray, place image.Rectangle) image.Rectangle {
	place = place.Intersect(page.Rect)
	w, ok := inkIn(page, place)
	if !ok || w.onBlack() {
		return image.Rectangle{}
	}
	var box image.Rectangle
	for y := range w.h {
		for x, ink := range w.ink[y*w.w:][:w.w] {
			if ink {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box.Add(place.Min)
}

// stroke is a line along a word: for every column from Min.X on, the rows it covers.
type stroke struct {
	image.Rectangle
	top, bottom []int // of each column, bottom exclusive; equal where it has a gap
}

// strokes are the lines along the window, longer than its letters are wide and thinner than a bar.
func (w window) strokes(h float64) []*stroke {
	least := int(beyondGlyph * h)
	type run struct{ y, from, to int }
	var open []*stroke
	var done []*stroke
	for y := range w.h {
		row := w.ink[y*w.w:][:w.w]
		for x := 0; x < w.w; x++ {
			if !row[x] {
				continue
			}
			from := x
			for x < w.w && row[x] {
				x++
			}
			if x-from < least {
				continue
			}
			r := run{y, from, x}
			var into *stroke
			for i := 0; i < len(open); i++ {
				s := open[i]
				if s.Max.Y < y || r.from > s.Max.X+1 || r.to < s.Min.X-1 || !s.touches(r.y, r.from, r.to) {
					continue
				}
				if into == nil {
					into = s
				} else {
					into.take(s)
					open = slices.Delete(open, i, i+1)
					i--
				}
			}
			if into == nil {
				into = &stroke{Rectangle: image.Rect(r.from, y, r.to, y+1), top: make([]int, w.w), bottom: make([]int, w.w)}
				open = append(open, into)
			}
			into.add(y, r.from, r.to)
		}
		open = slices.DeleteFunc(open, func(s *stroke) bool {
			if s.Max.Y > y {
				return false
			}
			done = append(done, s)
			return true
		})
	}
	return append(done, open...)
}

// touches tells whether a run lies just below what the stroke covers.
func (s *stroke) touches(y, from, to int) bool {
	for x := max(from-1, 0); x < min(to+1, len(s.bottom)); x++ {
		if s.bottom[x] == y && s.top[x] < y {
			return true
		}
	}
	return false
}

func (s *stroke) add(y, from, to int) {
	for x := from; x < to; x++ {
		if s.top[x] == s.bottom[x] {
			s.top[x] = y
		}
		s.bottom[x] = y + 1
	}
	s.Rectangle = s.Union(image.Rect(from, y, to, y+1))
}

func (s *stroke) take(o *stroke) {
	for x := range s.top {
		switch {
		case o.top[x] == o.bottom[x]:
		case s.top[x] == s.bottom[x]:
			s.top[x], s.bottom[x] = o.top[x], o.bottom[x]
		default:
			s.top[x], s.bottom[x] = min(s.top[x], o.top[x]), max(s.bottom[x], o.bottom[x])
		}
	}
	s.Rectangle = s.Union(o.Rectangle)
}

// crosses tells whether a line crosses letters, and ends with them.
func (w window) crosses(s *stroke, h float64) bool {
	length := float64(s.Dx())
	if length < longEnough*h || s.Min.X <= 1 || s.Max.X >= w.w-1 {
		return false
	}
	var heights []int
	for x := s.Min.X; x < s.Max.X; x++ {
		if n := s.bottom[x] - s.top[x]; n > 0 {
			heights = append(heights, n)
		}
	}
	slices.Sort(heights)
	if float64(len(heights)) < 0.9*length || float64(heights[len(heights)/2]) > thick*h {
		return false
	}
	// print that comes to the line from above and goes on below it
	reach := max(int(goesOn*h+0.5), 2)
	crossings, last := 0, -10
	for x := s.Min.X; x < s.Max.X; x++ {
		if s.top[x] == s.bottom[x] || !w.inkBeside(x, s.top[x]-1, -1, reach) || !w.inkBeside(x, s.bottom[x], 1, reach) {
			continue
		}
		if x-last > 2 {
			crossings++
		}
		last = x
	}
	return crossings >= fewestCross && float64(crossings)*perCrossing*h >= length && (w.overshoots(s, h, 1) || w.overshoots(s, h, -1))
}

// overshoots tells whether a stroke begins (1) or ends (-1) where there is no print, as dark as a pen's: where blur joins letters, what lies
// between them is lighter, and ends with them.
func (w window) overshoots(s *stroke, h float64, way int) bool {
	const (
		beyond = 0.15 // heights
		others = 0.2  // heights of other ink in a column: a second stroke
	)
	x := s.Min.X
	if way < 0 {
		x = s.Max.X - 1
	}
	columns := max(int(beyond*h), 2)
	for range columns {
		other := 0
		for y := max(s.top[x]-int(0.5*h), 0); y < min(s.bottom[x]+int(0.5*h), w.h); y++ {
			if w.ink[y*w.w+x] && (y < s.top[x]-1 || y > s.bottom[x]) {
				other++
			}
		}
		if float64(other) > others*h {
			return false
		}
		x += way
	}
	dark := 0
	for x := s.Min.X; x < s.Max.X; x++ {
		for y := s.top[x]; y < s.bottom[x]; y++ {
			if w.dark[y*w.w+x] {
				dark++
				break
			}
		}
	}
	return float64(dark) >= mostDark*float64(s.Dx())
}

// inkBeside tells whether ink goes on from a point upwards or downwards, straight or aslant, for so many pixels.
func (w window) inkBeside(x, y, step, reach int) bool {
	for n := range reach {
		at := y + n*step
		if at < 0 || at >= w.h {
			return false
		}
		switch row := w.ink[at*w.w:]; {
		case row[x]:
		case x > 0 && row[x-1]:
			x--
		case x+1 < w.w && row[x+1]:
			x++
		default:
			return false
		}
	}
	return true
}

// Scribbled tells whether a word is crossed out, in part at least, by strokes to and fro, which leave little of it to be read: figures have
// no strokes that fall from left to right over their whole height. Whoever asks has not been able to read it.
func Scribbled(page *image.Gray, box image.Rectangle, dpi float64) bool {
	const (
		fewest       = 3   // strokes of each way
		perHeight    = 0.9 // of the letters, along the strokes
		dense, solid = 0.5, 0.85
		lowest       = 20 // pixels: in smaller print strokes run into each other
	)
	h, ok := heightOf(box, dpi)
	if !ok || h < lowest {
		return false
	}
	w, ok := inkIn(page, box.Intersect(page.Rect))
	if !ok || w.bars() {
		return false
	}
	falling, rising := w.slants(1), w.slants(-1)
	if len(falling) < fewest || len(rising) < fewest {
		return false
	}
	from, to := max(falling[0], rising[0]), min(falling[len(falling)-1], rising[len(rising)-1])
	least := perHeight * float64(to-from) / h
	if float64(to-from) < h || float64(len(falling)) < least || float64(len(rising)) < least {
		return false
	}
	share := w.part(from, to).inked()
	return share >= dense && share <= solid
}

// part is the window between two columns.
func (w window) part(from, to int) window {
	p := window{w: to - from, h: w.h}
	for y := range w.h {
		p.ink = append(p.ink, w.ink[y*w.w+from:y*w.w+to]...)
	}
	return p
}

// slants are where strokes cross the middle of the window that run aslant over it, to the right (1) or left (-1) downwards.
func (w window) slants(way float64) (columns []int) {
	top, bottom := w.h/6, w.h-w.h/6
	last := -w.w
	apart := max(w.h/5, 2)
	for x := range w.w {
		for _, slope := range []float64{0.3, 0.4, 0.5, 0.65, 0.85, 1.1} {
			whole := true
			for y := top; y < bottom && whole; y++ {
				at := x + int(way*slope*float64(y-(top+bottom)/2))
				whole = at >= 0 && at < w.w && w.ink[y*w.w+at]
			}
			if whole {
				if x-last > apart {
					columns = append(columns, x)
				}
				last = x
				break
			}
		}
	}
	return columns
}
