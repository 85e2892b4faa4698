package pipeline

import (
	"image"
	"image/color"
	"image/draw"
	"testing"
)

func TestOnlyPaperWithoutPrintIsBlank(t *testing.T) {
	const width, height, dpi = 1654, 2339, 200
	sheet := func(ground, paper uint8, fill image.Rectangle, ink uint8, lines int) *image.Gray {
		g := image.NewGray(image.Rect(0, 0, width, height))
		draw.Draw(g, g.Bounds(), image.NewUniform(color.Gray{Y: ground}), image.Point{}, draw.Src)
		draw.Draw(g, fill, image.NewUniform(color.Gray{Y: paper}), image.Point{}, draw.Src)
		for n := range lines {
			for x := fill.Min.X + 150; x < fill.Max.X-150; x += 12 { // strokes 4 pixels wide
				letter := image.Rect(x, fill.Min.Y+200+60*n, x+4, fill.Min.Y+225+60*n)
				draw.Draw(g, letter, image.NewUniform(color.Gray{Y: ink}), image.Point{}, draw.Src)
			}
		}
		return g
	}
	page, slip := image.Rect(0, 0, width, height), image.Rect(500, 500, 1100, 1500)
	for _, c := range []struct {
		name  string
		sheet *image.Gray
		blank bool
	}{
		{"white paper", sheet(255, 255, page, 0, 0), true},
		{"grey recycled paper", sheet(190, 190, page, 0, 0), true},
		{"print shining through", sheet(250, 250, page, 200, 20), true},
		{"a printed page", sheet(250, 250, page, 20, 20), false},
		{"two lines", sheet(250, 250, page, 20, 2), false},
		{"a slip photographed on a dark table", sheet(40, 240, slip, 20, 12), false},
		{"white print on black", sheet(10, 10, page, 250, 20), false},
		{"a picture of the dark", sheet(5, 5, page, 0, 0), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := blank(c.sheet, dpi); got != c.blank {
				t.Errorf("blank is %v", got)
			}
		})
	}
}
