package extract

import (
	"context"
	"testing"

	"github.com/tdewolff/canvas"

	"pratica/extract/forms"
)

// markStyles are how people mark a box, drawn in one of side 1 at 0, 0 (downwards): lines that a pen draws.
var markStyles = []struct {
	name   string
	lines  [][][2]float64
	filled bool // blackened: taken back where another box is crossed
	sure   bool // may be accepted without a human
}{
	{"a cross", [][][2]float64{{{0.1, 0.1}, {0.9, 0.9}}, {{0.9, 0.1}, {0.1, 0.9}}}, false, true},
	{"a large cross", [][][2]float64{{{-0.3, -0.3}, {1.3, 1.3}}, {{1.3, -0.3}, {-0.3, 1.3}}}, false, true},
	{"a tick", [][][2]float64{{{0.1, 0.5}, {0.4, 0.9}, {1.1, -0.1}}}, false, true},
	{"a circle in the box", [][][2]float64{{{0.5, 0.1}, {0.85, 0.3}, {0.85, 0.7}, {0.5, 0.9}, {0.15, 0.7}, {0.15, 0.3}, {0.5, 0.1}}}, false, true},
	{"a scribble", [][][2]float64{{{0.1, 0.2}, {0.9, 0.2}, {0.1, 0.4}, {0.9, 0.4}, {0.1, 0.6}, {0.9, 0.6}, {0.1, 0.8}, {0.9, 0.8}}}, true, true},
	{"blackened", [][][2]float64{{{0, 0.05}, {1, 0.05}}, {{0, 0.15}, {1, 0.15}}, {{0, 0.25}, {1, 0.25}}, {{0, 0.35}, {1, 0.35}}, {{0, 0.45}, {1, 0.45}}, {{0, 0.55}, {1, 0.55}}, {{0, 0.65}, {1, 0.65}}, {{0, 0.75}, {1, 0.75}}, {{0, 0.85}, {1, 0.85}}, {{0, 0.95}, {1, 0.95}}}, true, true},
	{"a stroke", [][][2]float64{{{0.1, 0.9}, {0.9, 0.1}}}, false, true},
}

func TestEveryWayToMarkABoxIsSeen(t *testing.T) {
	d := r01(t)
	f, _ := d.Field("return_record")
	for _, style := range markStyles {
		for _, width := range []float64{0.35, 0.6} {
			page := d.Draw(1)
			pen := canvas.NewContext(page)
			pen.SetCoordSystem(canvas.CartesianIV)
			drawMark(pen, f.Rect, style.lines, width)
			picture, _ := scanned(page, 200, damage{skew: 0.8, noise: 8, blur: 0.5})
			match, ok := RecogniseForm(picture, 200)
			if !ok {
				t.Fatal("not recognised")
			}
			read, err := newSheet(picture, match).read(context.Background(), nil, f)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%s, pen of %.2f mm: %s, filled %v, ink %.2f of %.2f mm², %.3f", style.name, width, read.Value, read.Filled, read.Features["ink"], f.Rect.W*f.Rect.H, read.From.Confidence)
			if read.Value != "true" || read.Filled && !style.filled {
				t.Errorf("%s, pen of %.2f mm: %q, filled %v, with %.3f", style.name, width, read.Value, read.Filled, read.From.Confidence)
			}
		}
	}
}

func drawMark(pen *canvas.Context, r forms.Rect, lines [][][2]float64, width float64) {
	pen.SetFill(canvas.Transparent)
	pen.SetStroke(canvas.Black)
	pen.SetStrokeWidth(width)
	for _, line := range lines {
		p := &canvas.Path{}
		for i, c := range line {
			if i == 0 {
				p.MoveTo(c[0]*r.W, c[1]*r.H)
			} else {
				p.LineTo(c[0]*r.W, c[1]*r.H)
			}
		}
		pen.DrawPath(r.X, r.Y, p)
	}
}
