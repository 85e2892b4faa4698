package pen

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

const dpi = 300

// sheet is a page with an amount printed on it, and the box of that.
func sheet(t *testing.T, text string, points float64) (*image.Gray, image.Rectangle) {
	t.Helper()
	page := image.NewGray(image.Rect(0, 0, 1600, 300))
	draw.Draw(page, page.Rect, image.NewUniform(color.Gray{235}), image.Point{}, draw.Src)
	parsed, err := opentype.Parse(liberationsansregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: points, DPI: dpi})
	if err != nil {
		t.Fatal(err)
	}
	d := font.Drawer{Dst: page, Src: image.NewUniform(color.Gray{30}), Face: face, Dot: fixed.P(700, 160)}
	bounds, _ := d.BoundString(text)
	d.DrawString(text)
	return page, image.Rect(bounds.Min.X.Floor(), bounds.Min.Y.Floor(), bounds.Max.X.Ceil(), bounds.Max.Y.Ceil())
}

// line draws a stroke, width pixels wide.
func line(page *image.Gray, x0, y0, x1, y1, width float64, grey uint8) {
	n := int(4 * math.Hypot(x1-x0, y1-y0))
	for i := range n + 1 {
		x, y := x0+(x1-x0)*float64(i)/float64(n), y0+(y1-y0)*float64(i)/float64(n)
		for v := -width / 2; v <= width/2; v += 0.5 {
			for u := -width / 2; u <= width/2; u += 0.5 {
				page.SetGray(int(x+u), int(y+v), color.Gray{grey})
			}
		}
	}
}

func TestAStrokeAlongAWordThatCrossesItsFiguresStrikesItOut(t *testing.T) {
	for _, c := range []struct {
		name string
		draw func(page *image.Gray, b image.Rectangle)
		want bool
	}{
		{"once", func(p *image.Gray, b image.Rectangle) { across(p, b, 0.5, 0.5, 8, 5, 30) }, true},
		{"with another pen", func(p *image.Gray, b image.Rectangle) { across(p, b, 0.5, 0.5, 8, 4, 90) }, true},
		{"aslant", func(p *image.Gray, b image.Rectangle) { across(p, b, 0.65, 0.35, 10, 5, 40) }, true},
		{"twice", func(p *image.Gray, b image.Rectangle) {
			across(p, b, 0.35, 0.3, 10, 5, 40)
			across(p, b, 0.7, 0.65, 8, 5, 40)
		}, true},
		{"not at all", func(*image.Gray, image.Rectangle) {}, false},
		{"underlined", func(p *image.Gray, b image.Rectangle) { across(p, b, 1.15, 1.15, 8, 5, 30) }, false},
		{"underlined close to the figures", func(p *image.Gray, b image.Rectangle) { across(p, b, 1, 1, 8, 5, 30) }, false},
		{"a rule of a table misprinted over it", func(p *image.Gray, b image.Rectangle) { line(p, 20, 145, 1580, 145, 4, 30) }, false},
		{"in a box", func(p *image.Gray, b image.Rectangle) {
			for _, y := range []float64{-0.3, 1.3} {
				across(p, b, y, y, 15, 4, 30)
			}
			line(p, float64(b.Min.X-15), float64(b.Min.Y-10), float64(b.Min.X-15), float64(b.Max.Y+10), 4, 30)
		}, false},
		{"a line that stands after it", func(p *image.Gray, b image.Rectangle) {
			line(p, float64(b.Max.X+20), 145, float64(b.Max.X+160), 145, 5, 30)
		}, false},
		{"marked with a highlighter", func(p *image.Gray, b image.Rectangle) {
			for y := b.Min.Y - 4; y < b.Max.Y+4; y++ {
				for x := b.Min.X - 20; x < b.Max.X+20; x++ {
					p.SetGray(x, y, color.Gray{min(p.GrayAt(x, y).Y, 190)})
				}
			}
		}, false},
		{"white on black", func(p *image.Gray, b image.Rectangle) {
			for i := range p.Pix {
				p.Pix[i] = 255 - p.Pix[i]
			}
		}, false},
		{"a stroke down through it", func(p *image.Gray, b image.Rectangle) {
			line(p, float64(b.Min.X+60), float64(b.Min.Y-30), float64(b.Min.X+40), float64(b.Max.Y+30), 5, 30)
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, points := range []float64{9, 11, 13} {
				page, box := sheet(t, "1.457,00", points)
				c.draw(page, box)
				if got := Struck(page, box, dpi); got != c.want {
					t.Errorf("%v points: struck out: %t", points, got)
				}
			}
		})
	}
}

// across draws a stroke along a box, at shares of its height, and so many pixels beyond it.
func across(page *image.Gray, b image.Rectangle, from, to, beyond, width float64, grey uint8) {
	at := func(share float64) float64 { return float64(b.Min.Y) + share*float64(b.Dy()) }
	line(page, float64(b.Min.X)-beyond, at(from), float64(b.Max.X)+beyond, at(to), width, grey)
}

// zigzag draws strokes to and fro over a box, one every step.
func zigzag(page *image.Gray, b image.Rectangle, step float64) {
	x, up := float64(b.Min.X)-6, true
	for ; x < float64(b.Max.X); x, up = x+step, !up {
		from, to := float64(b.Max.Y), float64(b.Min.Y)
		if !up {
			from, to = to, from
		}
		line(page, x, from, x+step, to, 5, 50)
	}
}

func TestStrokesToAndFroAreAScribble(t *testing.T) {
	for _, text := range []string{"1.457,00", "12/05/2026", "2026/781"} {
		page, box := sheet(t, text, 10)
		if Scribbled(page, box, dpi) {
			t.Errorf("%s as printed is scribbled over", text)
		}
		zigzag(page, box, 12)
		if !Scribbled(page, box.Inset(-3), dpi) {
			t.Errorf("%s is not scribbled over", text)
		}
	}
	page, box := sheet(t, "NAVE WALMA", 10)
	if Scribbled(page, box, dpi) {
		t.Error("capitals are scribbled over")
	}
}

func TestABarcodeIsNoScribble(t *testing.T) {
	bars, _ := sheet(t, "", 11)
	box := image.Rect(600, 100, 900, 150)
	for x, width := box.Min.X, 12; x < box.Max.X-16; x, width = x+width+6, 8+(width+5)%12 {
		draw.Draw(bars, image.Rect(x, box.Min.Y-10, x+width, box.Max.Y+10), image.NewUniform(color.Gray{20}), image.Point{}, draw.Src)
	}
	if Struck(bars, box, dpi) || Scribbled(bars, box, dpi) {
		t.Error("a barcode is no word that was struck out")
	}
}

func TestWrittenIsWhereInkIs(t *testing.T) {
	page, box := sheet(t, "87,50", 10)
	if got := Written(page, box.Inset(-30)); !got.In(box.Inset(-3)) || !box.Inset(3).In(got) {
		t.Errorf("%v, want about %v", got, box)
	}
	if got := Written(page, image.Rect(0, 0, 300, 60)); !got.Empty() {
		t.Errorf("%v on blank paper", got)
	}
}

func BenchmarkStruck(b *testing.B) {
	page, box := sheet(&testing.T{}, "1.457,00", 10)
	for b.Loop() {
		Struck(page, box, dpi)
	}
}
