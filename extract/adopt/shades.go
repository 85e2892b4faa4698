package adopt

import (
	"slices"

	"pratica/extract/forms"
)

const (
	shadePerMM = 3   // resolution at which shades are sought; each point is the mean of its surroundings
	leastShade = 9   // grey levels by which a shade is darker than the paper
	fullShade  = 0.9 // least share of a rectangle that is shaded
)

// shades finds rectangles that only a shade marks, with nothing printed in them or around them.
func (s *sheet) shades(found []shape) []shape {
	var list []shape
	for _, p := range whitePieces(s.unshaded()) {
		w, h := float64(p.x1-p.x0)/shadePerMM, float64(p.y1-p.y0)/shadePerMM
		if w < 10 || h < 3.8 || h > 40 || float64(p.area) < fullShade*float64((p.x1-p.x0)*(p.y1-p.y0)) {
			continue
		}
		r := s.shadeEdges(forms.Rect{X: float64(p.x0) / shadePerMM, Y: float64(p.y0) / shadePerMM, W: w, H: h})
		if s.printed(r) || slices.ContainsFunc(found, func(o shape) bool { return o.rect.Overlaps(r) }) ||
			slices.ContainsFunc(s.faces, func(f face) bool { return f.Inset(-0.5).Overlaps(r) && f.W < 1.5*r.W && f.H < 3*r.H }) {
			continue
		}
		list = append(list, shape{kind: boxShape, rect: r})
	}
	return list
}

// unshaded marks what is neither shaded nor printed on a shade.
func (s *sheet) unshaded() *bitmap {
	w, h := int(s.width*shadePerMM), int(s.height*shadePerMM)
	b := &bitmap{w, h, make([]bool, w*h)}
	ink := inkLevel(s.ink.paper, s.ink.dark)
	for y := range h {
		for x := range w {
			v := s.mean(forms.Rect{X: float64(x) / shadePerMM, Y: float64(y) / shadePerMM, W: 1.0 / shadePerMM, H: 1.0 / shadePerMM})
			b.ink[y*w+x] = v > float64(s.ink.paper)-leastShade || v < float64(ink)
		}
	}
	return b
}

// mean is the mean level of a rectangle; white outside of the picture.
func (s *sheet) mean(r forms.Rect) float64 {
	sum, n := 0, 0
	for y := int(r.Y * s.ink.perMM); y < min(int(r.Bottom()*s.ink.perMM), s.grey.Rect.Dy()); y++ {
		for x := int(r.X * s.ink.perMM); x < min(int(r.Right()*s.ink.perMM), s.grey.Rect.Dx()); x++ {
			sum += int(s.grey.Pix[y*s.grey.Stride+x])
			n++
		}
	}
	if n == 0 {
		return 255
	}
	return float64(sum) / float64(n)
}

// shadeEdges moves the edges of a shade, true to a third of a mm, to where half of the shade is reached.
func (s *sheet) shadeEdges(r forms.Rect) forms.Rect {
	inner := r.Inset(0.8)
	half := (float64(s.ink.paper) + s.mean(inner)) / 2
	step := 1 / s.ink.perMM
	grow := func(strip func(d float64) forms.Rect) float64 {
		d := -0.6
		for d < 0.6 && s.mean(strip(d)) < half {
			d += step
		}
		return d
	}
	top := grow(func(d float64) forms.Rect {
		return forms.Rect{X: inner.X, Y: r.Y - d - step, W: inner.W, H: step * 1.01}
	})
	bottom := grow(func(d float64) forms.Rect {
		return forms.Rect{X: inner.X, Y: r.Bottom() + d, W: inner.W, H: step * 1.01}
	})
	left := grow(func(d float64) forms.Rect {
		return forms.Rect{X: r.X - d - step, Y: inner.Y, W: step * 1.01, H: inner.H}
	})
	right := grow(func(d float64) forms.Rect {
		return forms.Rect{X: r.Right() + d, Y: inner.Y, W: step * 1.01, H: inner.H}
	})
	return forms.Rect{X: r.X - left, Y: r.Y - top, W: r.W + left + right, H: r.H + top + bottom}
}
