package recognise

import (
	"image"
	"slices"
)

// dashConfidence is that of a stroke which its shape and place alone say to be a dash.
const dashConfidence = 0.9

// addDashes puts back the dashes between words that were not read: one with wide spaces around it is a run by
// itself, too low for print, and the engine leaves out others. They part the words of a description. A dash is a
// flat stroke of 0.7 to 2.6 mm, halfway up a run of print that begins close behind it, or between two of its words.
func (p *page) addDashes() {
	mm := p.dpi / 25.4
	for _, c := range p.letters {
		w, h := float64(c.Dx()), float64(c.Dy())
		if w < 0.7*mm || w > 2.6*mm || h > 0.6*mm || w < 2*h || float64(c.ink) < 0.6*w*h {
			continue
		}
		p.addDash(c.Rectangle, int(3.2*mm))
	}
}

func (p *page) addDash(dash image.Rectangle, reach int) {
	for i, r := range p.runs {
		y := (dash.Min.Y+dash.Max.Y)/2 - r.Min.Y
		if len(r.words) == 0 || 10*y < 3*r.Dy() || 10*y > 8*r.Dy() || r.Dy() > 3*reach {
			continue
		}
		gap := r.Min.X - dash.Max.X
		inside := dash.In(r.Rectangle)
		if !inside && (gap <= 0 || gap > reach) {
			continue
		}
		if slices.ContainsFunc(p.runs, func(o run) bool {
			return slices.ContainsFunc(o.words, func(w Word) bool { return w.Box.Inset(-1).Overlaps(dash) })
		}) {
			return
		}
		word := Word{Text: "-", Box: dash, Confidence: dashConfidence}
		at := slices.IndexFunc(r.words, func(w Word) bool { return w.Box.Min.X >= dash.Max.X })
		if at < 0 {
			return
		}
		p.runs[i].words = slices.Insert(slices.Clone(r.words), at, word)
		if !inside {
			p.runs[i].Rectangle.Min.X = dash.Min.X
		}
		return
	}
}
