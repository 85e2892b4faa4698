package photo

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"
)

// page300 is a white page of 120 by 90 mm at 300 dpi with rows of black words, lit from the left.
func page300() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 1417, 1063))
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			c := color.RGBA{232, 230, 222, 255}
			if blackAt(x, y) {
				c = color.RGBA{34, 32, 36, 255}
			}
			light := 1 - 0.5*float64(x)/1417
			img.SetRGBA(x, y, color.RGBA{uint8(light * float64(c.R)), uint8(light * float64(c.G)), uint8(light * float64(c.B)), 255})
		}
	}
	return img
}

func blackAt(x, y int) bool {
	return x > 100 && x < 1300 && y > 80 && y < 980 && y%60 < 28 && x%22 < 7
}

// tint lays ink over what is there: it takes light away as a filter does.
func tint(img *image.RGBA, x, y int, ink color.RGBA) {
	c := img.RGBAAt(x, y)
	img.SetRGBA(x, y, color.RGBA{uint8(int(c.R) * int(ink.R) / 255), uint8(int(c.G) * int(ink.G) / 255), uint8(int(c.B) * int(ink.B) / 255), 255})
}

func ring(img *image.RGBA, at image.Point, radius float64, ink color.RGBA) {
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			d := math.Hypot(float64(x-at.X), float64(y-at.Y))
			letters := d < 0.6*radius && (y-at.Y)/30%2 == 0 && (x/9)%3 == 0
			if math.Abs(d-radius) < 5 || letters {
				tint(img, x, y, ink)
			}
		}
	}
}

func TestTheInkOfAStampIsTakenOffPrint(t *testing.T) {
	violet := color.RGBA{130, 100, 190, 255}
	for name, ink := range map[string]color.RGBA{"violet": violet, "blue": {90, 110, 220, 255}, "red": {230, 90, 90, 255}} {
		t.Run(name, func(t *testing.T) {
			plainPage, stamped := page300(), page300()
			ring(stamped, image.Pt(700, 500), 260, ink)
			without, stamps := WithoutStamps(stamped, 300)
			if len(stamps) != 1 || !image.Rect(450, 250, 950, 750).In(stamps[0]) {
				t.Fatalf("stamps are seen at %v", stamps)
			}
			ringed, wrong := 0, 0
			for y := range 1063 {
				for x := range 1417 {
					if stamped.RGBAAt(x, y) == plainPage.RGBAAt(x, y) {
						continue
					}
					ringed++
					dark := int(without.GrayAt(x, y).Y) < int(plainPage.RGBAAt(100, y).G)*int(1000-x*500/1417)/1000*6/10
					if dark != blackAt(x, y) {
						wrong++
					}
				}
			}
			if ringed == 0 || float64(wrong) > 0.03*float64(ringed) {
				t.Errorf("%d of %d points of the stamp are not as below it", wrong, ringed)
			}
		})
	}
}

func TestWhatIsNoStampOverPrintStays(t *testing.T) {
	green := color.RGBA{90, 170, 120, 255}
	beside := page300()
	draw.Draw(beside, image.Rect(0, 0, 1417, 1063), image.NewUniform(color.RGBA{232, 230, 222, 255}), image.Point{}, draw.Src)
	ring(beside, image.Pt(700, 500), 260, green) // on paper without print
	small, band := page300(), page300()
	ring(small, image.Pt(700, 500), 60, green)
	draw.Draw(band, image.Rect(0, 0, 1417, 120), image.NewUniform(color.RGBA{60, 30, 110, 255}), image.Point{}, draw.Src)
	grey := image.NewGray(image.Rect(0, 0, 1417, 1063))
	for name, img := range map[string]image.Image{"plain": page300(), "a ring beside print": beside, "a small mark": small, "a letterhead's band": band, "grey": grey} {
		if _, stamps := WithoutStamps(img, 300); stamps != nil {
			t.Errorf("%s: ink was taken away at %v", name, stamps)
		}
	}
}
