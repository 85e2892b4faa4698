package recognise

import (
	"bytes"
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"testing"
)

// dirt is a picture of random ink whose pieces are of all shapes, as wide as the words of a row and wider.
func dirt(seed uint64, w, h int, share float64) *image.Gray {
	random := rand.New(rand.NewPCG(seed, 1))
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		if g.Pix[i] = 255; random.Float64() < share {
			g.Pix[i] = uint8(random.IntN(100))
		}
	}
	return g
}

// piece is a piece of ink with the places of its pixels.
type piece struct {
	component
	at []int
}

// flooded are the pieces of ink, found one after the other in reading order by filling them.
func flooded(g *image.Gray, threshold uint8) []piece {
	left := slices.Clone(g.Pix)
	w, h := g.Rect.Dx(), g.Rect.Dy()
	var out []piece
	for i := range left {
		if left[i] >= threshold {
			continue
		}
		c := piece{}
		for open := []int{i}; len(open) > 0; {
			at := open[len(open)-1]
			open = open[:len(open)-1]
			if left[at] >= threshold {
				continue
			}
			left[at] = 255
			x, y := at%w, at/w
			c.Rectangle = c.Union(image.Rect(x, y, x+1, y+1))
			c.ink++
			c.at = append(c.at, at)
			for _, n := range []image.Point{{-1, -1}, {0, -1}, {1, -1}, {-1, 0}, {1, 0}, {-1, 1}, {0, 1}, {1, 1}} {
				if u, v := x+n.X, y+n.Y; u >= 0 && v >= 0 && u < w && v < h {
					open = append(open, v*w+u)
				}
			}
		}
		out = append(out, c)
	}
	return out
}

func TestPiecesOfInkAreThoseThatFillingFinds(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {31, 9}, {32, 9}, {33, 40}, {64, 64}, {200, 77}} {
		for seed, share := range []float64{0, 0.02, 0.2, 0.4, 0.7, 1} {
			g := dirt(uint64(seed), size.X, size.Y, share)
			same := func(a component, b piece) bool { return a == b.component }
			if got, want := components(g, 128, 1, 1), flooded(g, 128); !slices.EqualFunc(got, want, same) {
				t.Errorf("%v, %v inked: %d pieces, filling finds %d", size, share, len(got), len(want))
			}
		}
	}
}

func TestSpecksAreWhatIsSmallBothWays(t *testing.T) {
	g := dirt(3, 150, 90, 0.15)
	got := removeSpecks(g, 128, 260) // specks of 2 pixels
	for _, c := range flooded(g, 128) {
		small := c.Dx() <= 2 && c.Dy() <= 2
		white := 0
		for _, at := range c.at {
			if got.Pix[at] == 255 {
				white++
			}
		}
		if small && white != c.ink || !small && white != 0 {
			t.Errorf("a piece of %v and %d pixels lost %d", c.Rectangle, c.ink, white)
		}
	}
}

func TestCleaningInPlaceIsCleaningACopy(t *testing.T) {
	sheet, _ := invoice(t, 200)
	g := sheet.scanned(0.4, 5, 200, 1).Gray
	l := measure(g, 200)
	for name, clean := range map[string]cleaning{
		"areas": levelAreas(l, 200), "rules": rules(l, 200, PageRules), "leaders": leaders(l.threshold(), 200), "zeros": zeros(128, 200),
	} {
		t.Run(name, func(t *testing.T) {
			copy := made(g, clean)
			own := copied(g)
			change(own, clean)
			if !bytes.Equal(copy.Pix, own.Pix) {
				t.Error("differs")
			}
		})
	}
	t.Run("darkening", func(t *testing.T) {
		own := copied(g)
		darken(own, l)
		if !bytes.Equal(darkened(g, l).Pix, own.Pix) {
			t.Error("differs")
		}
	})
	t.Run("a part", func(t *testing.T) {
		part := crop(g, image.Rect(100, 100, 400, 300))
		if got := copied(part); got.Stride != 300 || got.Rect != part.Rect || fmt.Sprint(got.At(150, 160)) != fmt.Sprint(part.At(150, 160)) {
			t.Error("the copy of a part is not the part")
		}
	})
}

func TestIllegiblePagesAreNotReadTwiceThroughout(t *testing.T) {
	for _, c := range []struct {
		again, better int
		want          bool
	}{{0, 0, true}, {15, 0, true}, {16, 0, false}, {16, 1, false}, {16, 2, true}, {40, 5, true}, {41, 5, false}} {
		if p := (&page{again: c.again, better: c.better}); p.readingAgainHelps() != c.want {
			t.Errorf("after %d readings, %d of them legible: helps %v, want %v", c.again, c.better, !c.want, c.want)
		}
	}
}
