package recognise

import (
	"image"
	"regexp"
	"slices"
)

// withoutBars makes lone upright strokes white that are half again as high as the print beside them
// and more: the ends of a box whose other lines are gone. Tesseract reads them as "|" and drops words
// between them. letters are the pieces of ink of clean; what is answered is those that stay.
func withoutBars(clean *image.Gray, letters []component, dpi float64) []component {
	mm := dpi / 25.4
	var kept []component
	for _, c := range letters {
		w, h := float64(c.Dx()), float64(c.Dy())
		if h < 3*mm || w > 0.9*mm || h < 5*w || besideHigh(c, letters, mm) {
			kept = append(kept, c)
			continue
		}
		paint(clean, c.Inset(-1))
	}
	return kept
}

// besideHigh says whether print nearly as high as a stroke stands within 10 mm beside it: then it may
// be a letter.
func besideHigh(bar component, letters []component, mm float64) bool {
	for _, c := range letters {
		apart := max(c.Min.X-bar.Max.X, bar.Min.X-c.Max.X)
		common := min(c.Max.Y, bar.Max.Y) - max(c.Min.Y, bar.Min.Y)
		if c.Rectangle != bar.Rectangle && float64(apart) < 10*mm && 2*common > c.Dy() &&
			3*c.Dy() > 2*bar.Dy() && float64(c.Dx()) > 0.9*mm && float64(c.Dx()) < 12*mm {
			return true
		}
	}
	return false
}

func paint(g *image.Gray, r image.Rectangle) {
	r = r.Intersect(g.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := g.Pix[g.PixOffset(r.Min.X, y):][:r.Dx()]
		for x := range row {
			row[x] = 255
		}
	}
}

// tightened gives a word the height of its letters: rows are built from the boxes, and Tesseract's
// reach over the whole line where anything else stands in it. Letters that touch those of the next
// line count not.
func tightened(w Word, line image.Rectangle, letters []component) Word {
	var all image.Rectangle
	for _, c := range letters {
		middle := image.Pt((c.Min.X+c.Max.X)/2, (c.Min.Y+c.Max.Y)/2)
		if middle.X >= w.Box.Min.X && middle.X < w.Box.Max.X && middle.In(line) && c.Min.Y >= w.Box.Min.Y-2 && c.Max.Y <= w.Box.Max.Y+2 {
			all = all.Union(c.Rectangle)
		}
	}
	if !all.Empty() {
		w.Box.Min.Y, w.Box.Max.Y = all.Min.Y, all.Max.Y
	}
	return w
}

// setApart cuts the box of a word that reaches over the next ones, or over the one before: Tesseract sometimes
// gives a word the box of its line.
func setApart(words []Word) {
	for i := range words {
		for _, next := range words[i+1:] {
			if a, b := &words[i].Box, next.Box; a.Max.X > (b.Min.X+b.Max.X)/2 && b.Min.X > a.Min.X+1 {
				a.Max.X = b.Min.X - 1
				break
			}
		}
		if i > 0 {
			if a, b := words[i-1].Box, &words[i].Box; b.Min.X < (a.Min.X+a.Max.X)/2 && a.Max.X+1 < b.Max.X {
				b.Min.X = a.Max.X + 1
			}
		}
	}
}

var (
	wholePart = regexp.MustCompile(`^[-€]?\d[\d.]*,$`)
	decimals  = regexp.MustCompile(`^\d\d€?$`)
	whole     = regexp.MustCompile(`^[-€]?\d[\d.]*$`)
	fraction  = regexp.MustCompile(`^,\d\d€?$`)
	// what may follow an amount in its line; a word says that it was a list or a date: "n. 0699, 13 aprile"
	behindAmount = regexp.MustCompile(`^(?i:[€\d%|]|eur\b|euro\b)`)
)

// rejoined puts a number together that was read as "215," and "60": typewriter faces leave much white
// behind a comma. Two amounts stand at least a digit's width apart, 0.6 of its height.
func rejoined(words []Word) []Word {
	var out []Word
	for i, w := range words {
		if n := len(out) - 1; n >= 0 && (i == len(words)-1 || behindAmount.MatchString(words[i+1].Text)) {
			last := &out[n]
			parted := wholePart.MatchString(last.Text) && decimals.MatchString(w.Text) || whole.MatchString(last.Text) && fraction.MatchString(w.Text)
			if gap := w.Box.Min.X - last.Box.Max.X; parted && 10*gap < 7*max(last.Box.Dy(), w.Box.Dy()) {
				last.Text += w.Text
				last.Box = last.Box.Union(w.Box)
				last.Confidence = min(last.Confidence, w.Confidence)
				continue
			}
		}
		out = append(out, w)
	}
	return out
}

// withoutDoubles keeps the better of two words of different areas that lie on each other. Runs
// without words go.
func withoutDoubles(runs []run) []run {
	worse := func(i, j int) bool { // than some word of another run over the same print
		w := runs[i].words[j]
		for k, other := range runs {
			if other.area == runs[i].area || !other.Overlaps(w.Box) {
				continue
			}
			for _, o := range other.words {
				common := w.Box.Intersect(o.Box)
				smaller := min(w.Box.Dx()*w.Box.Dy(), o.Box.Dx()*o.Box.Dy())
				if 10*common.Dx()*common.Dy() > 6*smaller && (o.Confidence > w.Confidence || o.Confidence == w.Confidence && k < i) {
					return true
				}
			}
		}
		return false
	}
	out := make([]run, 0, len(runs))
	for i, r := range runs {
		kept := run{Rectangle: r.Rectangle, area: r.area}
		for j, w := range r.words {
			if !worse(i, j) {
				kept.words = append(kept.words, w)
			}
		}
		if len(kept.words) > 0 {
			out = append(out, kept)
		}
	}
	return slices.Clip(out)
}
