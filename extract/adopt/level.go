package adopt

import (
	"context"
	"image"
	"math"
	"strings"

	"pratica/extract/forms"
	"pratica/ocr"
	"pratica/ocr/decode"
	"pratica/ocr/recognise"
)

// level lays a page upright and level and reads its words.
func level(ctx context.Context, page *decode.Page, engine func() (*recognise.Engine, error)) (*sheet, error) {
	s := &sheet{grey: ocr.Grey(page.Image), dpi: page.DPI}
	if page.TextHolds {
		mm := 25.4 / page.DPI
		for _, w := range page.Text {
			b := w.Box
			s.words = append(s.words, word{w.Text, forms.Rect{X: float64(b.X) * mm, Y: float64(b.Y) * mm, W: float64(b.W) * mm, H: float64(b.H) * mm}, w.FontSize})
		}
	} else if err := s.recognise(ctx, engine); err != nil {
		return nil, err
	}
	s.width, s.height = paper(s.grey.Rect.Dx(), s.grey.Rect.Dy(), s.dpi)
	return s, nil
}

// recognise turns and levels a scan: first as its lines of print lie, then, finer, as its rules do.
func (s *sheet) recognise(ctx context.Context, engine func() (*recognise.Engine, error)) error {
	e, err := engine()
	if err != nil {
		return err
	}
	text, err := e.Page(ctx, s.grey, s.dpi)
	if err != nil {
		return err
	}
	s.recognised, s.turned = true, 90*text.Turns
	upright := recognise.Turn(s.grey, text.Turns)
	coarse := math.Atan2(text.Level[3], text.Level[0])
	angle := coarse + findInk(rotated(upright, coarse), s.dpi).lean()
	s.skew = -angle * 180 / math.Pi
	s.grey = rotated(upright, angle)

	// words lie on the engine's levelled page; Level leads to the upright one, and from there back by angle
	mm := 25.4 / s.dpi
	cx, cy := float64(upright.Rect.Dx())/2, float64(upright.Rect.Dy())/2
	sin, cos := math.Sincos(-angle)
	place := func(x, y float64) (float64, float64) {
		m := text.Level
		px, py := m[0]*x+m[1]*y+m[2]-cx, m[3]*x+m[4]*y+m[5]-cy
		return (cos*px - sin*py + cx) * mm, (sin*px + cos*py + cy) * mm
	}
	for _, w := range text.Words {
		b := w.Box
		x, y := place(float64(b.Min.X+b.Max.X)/2-0.5, float64(b.Min.Y+b.Max.Y)/2-0.5)
		scale := math.Hypot(text.Level[0], text.Level[3]) * mm
		width, height := float64(b.Dx())*scale, float64(b.Dy())*scale
		if strings.Contains("OoDQU0□☐■[]", w.Text) && width > 2.7 && height > 2.7 && width < 1.4*height && height < 1.4*width {
			continue // a check box
		}
		s.words = append(s.words, word{w.Text, forms.Rect{X: x - width/2, Y: y - height/2, W: width, H: height}, 0})
	}
	return nil
}

// rotated is a picture whose point at an angle (radians, clockwise, about the middle) comes to lie level.
func rotated(g *image.Gray, angle float64) *image.Gray {
	if math.Abs(angle) < 0.0002 { // 0.06 mm over the width of a page
		return g
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	sin, cos := math.Sincos(angle)
	cx, cy := float64(w)/2, float64(h)/2
	for y := range h {
		dy := float64(y) + 0.5 - cy
		row := out.Pix[y*out.Stride:][:w]
		for x := range row {
			dx := float64(x) + 0.5 - cx
			row[x] = sampleAt(g, cos*dx-sin*dy+cx-0.5, sin*dx+cos*dy+cy-0.5)
		}
	}
	return out
}

func sampleAt(g *image.Gray, x, y float64) uint8 {
	ix, iy := int(math.Floor(x)), int(math.Floor(y))
	if ix < 0 || iy < 0 || ix+1 >= g.Rect.Dx() || iy+1 >= g.Rect.Dy() {
		return 255
	}
	fx, fy := x-float64(ix), y-float64(iy)
	p, q := g.Pix[iy*g.Stride+ix:], g.Pix[(iy+1)*g.Stride+ix:]
	v := (float64(p[0])*(1-fx)+float64(p[1])*fx)*(1-fy) + (float64(q[0])*(1-fx)+float64(q[1])*fx)*fy
	return uint8(v + 0.5)
}
