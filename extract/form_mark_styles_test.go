package extract

import (
	"context"
	"math"
	"testing"

	"github.com/tdewolff/canvas"

	"pratica/extract/forms"
)

// lightly is a way that a thick pen makes a mark and a thin one a scribble.
const lightly = "filled lightly"

// markStyles are how people mark a box, drawn in one of side 1 at 0, 0 (downwards): lines that a pen draws.
var markStyles = []struct {
	name   string
	lines  [][][2]float64
	filled bool // blackened: taken back where another box is crossed
	sure   bool // as a mark that nobody took back can be
}{
	{"a cross", [][][2]float64{{{0.1, 0.1}, {0.9, 0.9}}, {{0.9, 0.1}, {0.1, 0.9}}}, false, true},
	{"a large cross", [][][2]float64{{{-0.3, -0.3}, {1.3, 1.3}}, {{1.3, -0.3}, {-0.3, 1.3}}}, false, true},
	{"a tick", [][][2]float64{{{0.1, 0.5}, {0.4, 0.9}, {1.1, -0.1}}}, false, true},
	{"a circle in the box", [][][2]float64{{{0.5, 0.1}, {0.85, 0.3}, {0.85, 0.7}, {0.5, 0.9}, {0.15, 0.7}, {0.15, 0.3}, {0.5, 0.1}}}, false, true},
	{"a scribble", [][][2]float64{{{0.1, 0.2}, {0.9, 0.2}, {0.1, 0.4}, {0.9, 0.4}, {0.1, 0.6}, {0.9, 0.6}, {0.1, 0.8}, {0.9, 0.8}}}, true, false},
	{"blackened", [][][2]float64{{{0, 0.05}, {1, 0.05}}, {{0, 0.15}, {1, 0.15}}, {{0, 0.25}, {1, 0.25}}, {{0, 0.35}, {1, 0.35}}, {{0, 0.45}, {1, 0.45}}, {{0, 0.55}, {1, 0.55}}, {{0, 0.65}, {1, 0.65}}, {{0, 0.75}, {1, 0.75}}, {{0, 0.85}, {1, 0.85}}, {{0, 0.95}, {1, 0.95}}}, true, false},
	{"a stroke", [][][2]float64{{{0.1, 0.9}, {0.9, 0.1}}}, false, true},
	{"a dot", [][][2]float64{{{0.42, 0.5}, {0.58, 0.5}}, {{0.42, 0.58}, {0.58, 0.58}}, {{0.42, 0.42}, {0.58, 0.42}}}, false, false},
	{lightly, [][][2]float64{{{0.1, 0.15}, {0.9, 0.2}, {0.1, 0.35}, {0.9, 0.5}, {0.1, 0.65}, {0.9, 0.8}}}, false, false},
	{"crossed and ringed closely", crossAnd(ring(0.7)), true, false},
	{"crossed and ringed", crossAnd(ring(0.9)), true, false},
	{"crossed and ringed widely", crossAnd(ring(1.1)), true, false},
	{"crossed and struck out", crossAnd([][2]float64{{-0.5, 0.55}, {1.5, 0.45}}), true, false},
	{"crossed and struck out twice", crossAnd([][2]float64{{-0.3, 0.4}, {1.3, 0.35}}, [][2]float64{{-0.3, 0.6}, {1.3, 0.65}}), true, false},
	{"crossed and struck out within the box", crossAnd([][2]float64{{0, 0.35}, {1, 0.35}}, [][2]float64{{0, 0.65}, {1, 0.65}}), true, false},
	{"crossed and scribbled over", crossAnd([][2]float64{{-0.3, 0.1}, {0, 0.9}, {0.2, 0.1}, {0.4, 0.9}, {0.6, 0.1}, {0.8, 0.9}, {1, 0.1}, {1.3, 0.9}}), true, false},
}

func crossAnd(more ...[][2]float64) [][][2]float64 {
	return append([][][2]float64{{{0.1, 0.1}, {0.9, 0.9}}, {{0.9, 0.1}, {0.1, 0.9}}}, more...)
}

// ring is a line around the box, drawn by hand: not quite round.
func ring(radius float64) (line [][2]float64) {
	for i := range 25 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 12)
		line = append(line, [2]float64{0.5 + radius*cos, 0.5 + 0.9*radius*sin})
	}
	return line
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
			if read.Value != "true" && style.name != "a dot" || read.Filled && !style.filled ||
				style.name != lightly && style.sure != (read.From.Confidence == 0.98) || read.From.Confidence < 0.98 && read.From.Confidence > doubtfulMark {
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
