package photo

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"
)

// table is a picture of papers: what stands at a pixel says paint.
func table(w, h int, paint func(x, y float64) color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, paint(float64(x)+0.5, float64(y)+0.5))
		}
	}
	return img
}

// sheetAt paints a white sheet with lines of print over what is behind it.
func sheetAt(q [4]Point, behind func(x, y float64) color.RGBA) func(x, y float64) color.RGBA {
	inverse := inverted(ofSquare(q))
	return func(x, y float64) color.RGBA {
		p := inverse.At(Point{x, y})
		if p.X < 0 || p.Y < 0 || p.X > 1 || p.Y > 1 {
			return behind(x, y)
		}
		if printed(p) {
			return color.RGBA{30, 30, 40, 255}
		}
		return color.RGBA{236, 234, 230, 255}
	}
}

// printed tells where the sheets here have print: lines of words, from 0.1 to 0.9 across, at every 0.04 down.
func printed(p Point) bool {
	if p.X < 0.1 || p.X > 0.9 || p.Y < 0.08 || p.Y > 0.92 {
		return false
	}
	word := math.Mod(p.X, 0.09) < 0.075 && math.Mod(p.X*97, 1) < 0.6
	return word && math.Mod(p.Y, 0.04) < 0.009
}

func inverted(m Matrix) Matrix {
	return Matrix{
		m[4]*m[8] - m[5]*m[7], m[2]*m[7] - m[1]*m[8], m[1]*m[5] - m[2]*m[4],
		m[5]*m[6] - m[3]*m[8], m[0]*m[8] - m[2]*m[6], m[2]*m[3] - m[0]*m[5],
		m[3]*m[7] - m[4]*m[6], m[1]*m[6] - m[0]*m[7], m[0]*m[4] - m[1]*m[3],
	}
}

func plain(r, g, b uint8) func(x, y float64) color.RGBA {
	return func(x, y float64) color.RGBA { return color.RGBA{r, g, b, 255} }
}

func boards(x, y float64) color.RGBA {
	v := uint8(14 * math.Sin(y*0.4+3*math.Sin(x/90)))
	if math.Mod(y, 160) < 3 {
		return color.RGBA{80, 56, 34, 255}
	}
	return color.RGBA{150 + v, 105 + v, 62 + v, 255}
}

func checks(x, y float64) color.RGBA {
	x, y = 0.96*x+0.28*y, 0.96*y-0.28*x
	if math.Mod(math.Abs(x)+900, 60) < 30 != (math.Mod(math.Abs(y)+900, 60) < 30) {
		return color.RGBA{170, 50, 50, 255}
	}
	return color.RGBA{232, 228, 224, 255}
}

// gingham is a cloth woven of red and white threads, seen a little from the side, in light that falls off.
func gingham(x, y float64) color.RGBA {
	u, v := x+0.03*y, y-0.02*x+0.00002*x*y
	red := 0
	for _, at := range [2]float64{u + 17, v + 9} {
		if math.Mod(at+900, 79) < 39.5 {
			red++
		}
	}
	c := [3]color.RGBA{{222, 226, 222, 255}, {196, 128, 132, 255}, {164, 32, 36, 255}}[red]
	light := 1 - 0.15*x/900
	return color.RGBA{uint8(light * float64(c.R)), uint8(light * float64(c.G)), uint8(light * float64(c.B)), 255}
}

var leaningSheet = [4]Point{{160, 120}, {760, 150}, {800, 1010}, {110, 960}}

func TestPapersAreFoundByTheirSides(t *testing.T) {
	near := func(t *testing.T, got Paper, want [4]Point) {
		t.Helper()
		for i := range want {
			if d := got.Corners[i].sub(want[i]).length(); d > 8 {
				t.Errorf("corner %d is at %.0f, want %.0f", i, got.Corners[i], want[i])
			}
		}
	}
	seam := func(x, y float64) color.RGBA { // white on white, with the shadow a sheet throws on a table
		inside := inverted(ofSquare(leaningSheet)).At(Point{x - 4, y - 4})
		if inside.X > 0 && inside.Y > 0 && inside.X < 1 && inside.Y < 1 {
			return color.RGBA{196, 195, 192, 255}
		}
		return color.RGBA{226, 225, 222, 255}
	}
	torn := func(paint func(x, y float64) color.RGBA) func(x, y float64) color.RGBA {
		return func(x, y float64) color.RGBA {
			if (x-160)+(y-120) < 130 {
				return boards(x, y)
			}
			return paint(x, y)
		}
	}
	band := func(x, y float64) color.RGBA { // a dark letterhead and foot on a table between them and the paper
		p := inverted(ofSquare(leaningSheet)).At(Point{x, y})
		if p.X > 0 && p.X < 1 && (p.Y > 0 && p.Y < 0.09 || p.Y > 0.95 && p.Y < 1) {
			return color.RGBA{90, 40, 110, 255}
		}
		return sheetAt(leaningSheet, plain(196, 205, 200))(x, y)
	}
	for name, paint := range map[string]func(x, y float64) color.RGBA{
		"with coloured bands":        band,
		"on a dark table":            sheetAt(leaningSheet, plain(60, 58, 62)),
		"on boards":                  sheetAt(leaningSheet, boards),
		"on a checked cloth":         sheetAt(leaningSheet, checks),
		"on a white table":           sheetAt(leaningSheet, seam),
		"with a corner torn off":     torn(sheetAt(leaningSheet, boards)),
		"lighter than a light cloth": sheetAt(leaningSheet, plain(216, 210, 198)),
	} {
		t.Run(name, func(t *testing.T) {
			papers := Find(table(900, 1200, paint))
			if len(papers) != 1 {
				t.Fatalf("%d papers", len(papers))
			}
			near(t, papers[0], leaningSheet)
			if papers[0].Open != [4]bool{} {
				t.Errorf("open sides: %v", papers[0].Open)
			}
		})
	}
	t.Run("white on white, half in the shade of a hand", func(t *testing.T) {
		sheet := [4]Point{{215, 110}, {832, 130}, {838, 1091}, {64, 1008}}
		inverse := inverted(ofSquare(sheet))
		paper := sheetAt(sheet, plain(232, 231, 227))
		papers := Find(table(900, 1200, func(x, y float64) color.RGBA {
			p := inverse.At(Point{x, y})
			c := paper(x, y)
			if beside := max(-p.X, -p.Y, p.X-1, p.Y-1); beside > 0 && beside < 0.016 { // the narrow shadow of its edge
				c = color.RGBA{150, 149, 147, 255}
			}
			light := 1 - 0.55/(1+math.Exp(-(x+0.8*y-1230)/60))
			return color.RGBA{uint8(light * float64(c.R)), uint8(light * float64(c.G)), uint8(light * float64(c.B)), 255}
		}))
		if len(papers) != 1 {
			t.Fatalf("%d papers", len(papers))
		}
		near(t, papers[0], sheet)
	})
	t.Run("turned on gingham", func(t *testing.T) {
		turned := [4]Point{{184, 81}, {829, 145}, {845, 1120}, {56, 1086}}
		papers := Find(table(900, 1200, sheetAt(turned, gingham)))
		if len(papers) != 1 {
			t.Fatalf("%d papers", len(papers))
		}
		near(t, papers[0], turned)
	})
	t.Run("two receipts", func(t *testing.T) {
		left := [4]Point{{90, 130}, {390, 110}, {410, 1040}, {80, 1060}}
		right := [4]Point{{500, 160}, {830, 180}, {810, 990}, {490, 970}}
		papers := Find(table(900, 1200, sheetAt(left, sheetAt(right, boards))))
		if len(papers) != 2 {
			t.Fatalf("%d papers", len(papers))
		}
		papers = fromLeft(papers)
		near(t, papers[0], left)
		near(t, papers[1], right)
	})
	t.Run("cut off below", func(t *testing.T) {
		papers := Find(table(900, 1200, sheetAt([4]Point{{160, 320}, {760, 340}, {800, 1500}, {110, 1480}}, boards)))
		if len(papers) != 1 || papers[0].Open != [4]bool{false, false, true, false} {
			t.Errorf("%+v", papers)
		}
	})
	for name, paint := range map[string]func(x, y float64) color.RGBA{
		"a picture filled by its paper": sheetAt([4]Point{{-9, -9}, {909, -9}, {909, 1209}, {-9, 1209}}, boards),
		"a page with a table, a band and a code": func(x, y float64) color.RGBA {
			whole := sheetAt([4]Point{{-9, -9}, {909, -9}, {909, 1209}, {-9, 1209}}, boards)
			switch {
			case x > 60 && x < 840 && y > 260 && y < 620 && (y < 300 || math.Mod(y, 40) < 3 || x < 64 || x > 836):
				return color.RGBA{40, 60, 110, 255}
			case x > 60 && x < 300 && y > 900 && y < 1140:
				if (int(x)/8*7+int(y)/8*5)%3 == 0 {
					return color.RGBA{20, 20, 20, 255}
				}
				return color.RGBA{236, 234, 230, 255}
			case x > 500 && x < 840 && y > 700 && y < 1100:
				return color.RGBA{206, 206, 202, 255}
			}
			return whole(x, y)
		},
		"an empty table": boards,
		"a blank wall":   plain(200, 200, 200),
	} {
		t.Run(name, func(t *testing.T) {
			if papers := Find(table(900, 1200, paint)); len(papers) > 0 {
				t.Errorf("papers: %+v", papers)
			}
		})
	}
}

func TestAPaperIsFlattenedToItsShape(t *testing.T) {
	// A4 seen by a telephone that leans: the corners in mm, 400 mm below the lens
	const f = focal * 1200
	var seen [4]Point
	for i, p := range [4]Point{{-105, -148.5}, {105, -148.5}, {105, 148.5}, {-105, 148.5}} {
		y, depth := p.Y*math.Cos(0.3), 400+p.Y*math.Sin(0.3)
		seen[i] = Point{450 + f*p.X/depth, 600 + f*y/depth}
	}
	if a := Aspect(seen, image.Pt(900, 1200), focal); math.Abs(a-math.Sqrt2) > 0.002 {
		t.Errorf("aspect %.3f, want that of A4", a)
	}
	img := table(900, 1200, sheetAt(seen, plain(70, 60, 60)))
	flat := Flatten(img, Find(img))
	if flat.Image == nil || !flat.Sized {
		t.Fatalf("not of the size of A4: %+v", flat)
	}
	size := flat.Image.Bounds().Size()
	if got := float64(size.Y) / float64(size.X); math.Abs(got-math.Sqrt2) > 0.003 {
		t.Errorf("flattened to %v", size)
	}
	if want := float64(size.X) / 210 * 25.4; math.Abs(flat.DPI-want) > 1 {
		t.Errorf("%.1f dpi, want %.1f", flat.DPI, want)
	}
	wrong := 0
	for i := range 60 * 80 {
		p := Point{(float64(i%60) + 0.5) / 60, (float64(i/60) + 0.5) / 80}
		x, y := p.X*float64(size.X), p.Y*float64(size.Y)
		dark := flat.Image.(*image.RGBA).RGBAAt(int(x), int(y)).R < 130
		if dark != printed(p) {
			wrong++
		}
		if at := flat.Back.At(Point{x, y}); at.sub(ofSquare(seen).At(p)).length() > 4 {
			t.Fatalf("%.2f of the paper is at %.0f of the picture, want %.0f", p, at, ofSquare(seen).At(p))
		}
	}
	if wrong > 60*80/12 { // edges of letters
		t.Errorf("%d of %d places are not as on the paper", wrong, 60*80)
	}
}

func TestASlipThatFillsThePictureIsNoSheet(t *testing.T) {
	// 36 lines of 2.3 mm: on A4 the letters would be 6 mm high
	const w, h = 1200, 1600
	slip := [4]Point{{90, 60}, {1110, 60}, {1110, 1502}, {90, 1502}}
	inverse := inverted(ofSquare(slip))
	letters := func(x, y float64) color.RGBA {
		p := inverse.At(Point{x, y})
		if p.X < 0 || p.Y < 0 || p.X > 1 || p.Y > 1 {
			return color.RGBA{60, 70, 80, 255}
		}
		column, row := math.Mod(p.X*30, 1), math.Mod(p.Y*24, 1)
		if p.X > 0.06 && p.X < 0.94 && p.Y > 0.06 && p.Y < 0.94 && column < 0.55 && row < 0.45 && (column < 0.15 || row < 0.1 || row > 0.35) {
			return color.RGBA{50, 50, 50, 255}
		}
		return color.RGBA{238, 238, 236, 255}
	}
	img := table(w, h, letters)
	flat := Flatten(img, Find(img))
	if flat.Image == nil {
		t.Fatal("no paper")
	}
	if flat.Sized || flat.DPI < 250 || flat.DPI > 420 {
		t.Errorf("%.0f dpi, of a known size: %v; the paper is 80 mm wide: 324 dpi", flat.DPI, flat.Sized)
	}
	filled := table(1000, 1414, func(x, y float64) color.RGBA { return letters(90+x*1.02, 60+y*1.02) })
	if dpi := Resolution(filled, 1000/210.0*25.4); dpi < 250 || dpi > 420 {
		t.Errorf("of a picture of nothing but the slip: %.0f dpi", dpi)
	}
	sheet := table(900, 1273, sheetAt([4]Point{{0, 0}, {900, 0}, {900, 1273}, {0, 1273}}, boards))
	if dpi := Resolution(sheet, 109); dpi != 109 {
		t.Errorf("print of a usual size changed the resolution to %.0f", dpi)
	}
}

func TestEveryKindOfPictureIsFlattenedAlike(t *testing.T) {
	rgba := table(450, 600, sheetAt([4]Point{{80, 60}, {380, 75}, {400, 505}, {55, 480}}, plain(60, 70, 90)))
	grey := image.NewGray(rgba.Rect)
	ycbcr := image.NewYCbCr(rgba.Rect, image.YCbCrSubsampleRatio420)
	for y := range 600 {
		for x := range 450 {
			c := rgba.RGBAAt(x, y)
			grey.Set(x, y, c)
			ycbcr.Y[ycbcr.YOffset(x, y)], ycbcr.Cb[ycbcr.COffset(x, y)], ycbcr.Cr[ycbcr.COffset(x, y)] = color.RGBToYCbCr(c.R, c.G, c.B)
		}
	}
	papers := Find(rgba)
	want := Flatten(rgba, papers).Image
	for _, img := range []image.Image{grey, ycbcr} {
		got := Flatten(img, papers).Image
		if got.Bounds() != want.Bounds() {
			t.Fatalf("%T: %v, want %v", img, got.Bounds(), want.Bounds())
		}
		sum := 0
		for y := range want.Bounds().Dy() {
			for x := range want.Bounds().Dx() {
				a, b := color.GrayModel.Convert(got.At(x, y)).(color.Gray).Y, color.GrayModel.Convert(want.At(x, y)).(color.Gray).Y
				sum += max(int(a)-int(b), int(b)-int(a))
			}
		}
		if mean := float64(sum) / float64(want.Bounds().Dx()*want.Bounds().Dy()); mean > 2 {
			t.Errorf("%T differs by %.1f levels a pixel", img, mean)
		}
	}
	if flat := Flatten(rgba, nil); flat.Image != nil {
		t.Error("a picture of no papers")
	}
}

func TestBentLinesAreSeen(t *testing.T) {
	// lines that sink towards both sides, more at the top than at the bottom, as on an arched sheet
	bend := func(u, v float64) float64 { return 0.025 * (2*u - 1) * (2*u - 1) * (1 - 0.6*v) }
	const w, h = 800, 1131
	g := image.NewGray(image.Rect(0, 0, w, h))
	noise := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			u, v := float64(x)/w, float64(y)/h
			level := v - bend(u, v)
			g.Pix[y*g.Stride+x] = uint8(220 + noise.IntN(12))
			if printed(Point{u, level}) {
				g.Pix[y*g.Stride+x] = 60
			}
		}
	}
	l, ok := leaningOf(printOf(g), g.Rect.Size())
	if !ok {
		t.Fatal("no lines seen")
	}
	for _, p := range []Point{{0.15, 0.2}, {0.85, 0.2}, {0.3, 0.5}, {0.7, 0.5}, {0.15, 0.8}, {0.85, 0.8}} {
		// the middle of the field is a tile's middle, near the middle of the paper
		want := bend(p.X, p.Y) - bend(0.5, p.Y)
		if got := l.below(p.X, p.Y) - l.below(0.5, p.Y); math.Abs(got-want) > 0.003 {
			t.Errorf("at %.2f a line lies %.4f of the height lower, want %.4f", p, got, want)
		}
	}
	if _, ok := leaningOf(make([]uint8, w*h), image.Pt(w, h)); ok {
		t.Error("lines on a black picture")
	}
}

// FuzzFind finds and flattens papers on pictures of anything: no panic, corners that are numbers, a picture of sane size.
func FuzzFind(f *testing.F) {
	f.Add(uint16(90), uint16(120), []byte{255, 0, 0, 255})
	f.Add(uint16(64), uint16(300), []byte("a table of some kind and a paper"))
	f.Fuzz(func(t *testing.T, w, h uint16, data []byte) {
		if len(data) == 0 {
			return
		}
		width, height := int(w)%400+1, int(h)%400+1
		img := image.NewRGBA(image.Rect(0, 0, width, height))
		for i := range img.Pix {
			// patches of one colour, whose borders may be those of papers
			x, y := i/4%width, i/4/width
			img.Pix[i] = data[(x*7/width+y*5/height*7+i%4*3)%len(data)]
		}
		papers := Find(img)
		for _, p := range papers {
			for _, c := range p.Corners {
				if math.IsNaN(c.X+c.Y) || math.Abs(c.X) > 2000 || math.Abs(c.Y) > 2000 {
					t.Fatalf("corner %v", c)
				}
			}
		}
		if flat := Flatten(img, papers); flat.Image != nil {
			if s := flat.Image.Bounds().Size(); s.X*s.Y > mostFlatPixels || !(flat.DPI > 0) {
				t.Errorf("%v at %v dpi", s, flat.DPI)
			}
		}
	})
}
