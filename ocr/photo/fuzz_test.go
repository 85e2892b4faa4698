package photo_test

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"pratica/ocr/photo"
)

// FuzzAssess judges pictures of anything: no panic, measures that are numbers within their ranges, words for each problem.
// The bytes are the rows of letters, printed in lines over paper whose light falls off, or patches of brightness.
func FuzzAssess(f *testing.F) {
	f.Add(uint16(400), uint16(500), uint8(0), uint8(230), []byte("\x3e\x02\x3e\x22\x3e\x00\x38\x10\x1c\x12\x1c\x00"))
	f.Add(uint16(300), uint16(300), uint8(7), uint8(120), []byte("\x7f\x41\x41\x7f\x01\x03\x0e\x18\x70\x40\x00\x00"))
	f.Add(uint16(500), uint16(90), uint8(0x80), uint8(255), []byte{255, 0, 0, 255, 9})
	f.Add(uint16(0), uint16(0), uint8(0x40), uint8(0), []byte{0})
	f.Fuzz(func(t *testing.T, w, h uint16, look, paper uint8, data []byte) {
		if len(data) == 0 {
			return
		}
		luma := image.NewGray(image.Rect(0, 0, int(w)%600+1, int(h)%600+1))
		size, fall := 1+int(look&3), int(look>>2&7)
		for y := range luma.Rect.Dy() {
			for x := range luma.Rect.Dx() {
				v := max(0, int(paper)-fall*x/16)
				if look&0x80 != 0 {
					v = int(data[(x*7/luma.Rect.Dx()+y*5/luma.Rect.Dy()*7)%len(data)])
				} else if row := y / size % 14; row < 8 && data[(x/size+y/size/14*31)%len(data)]>>row&1 != 0 {
					v /= 5
				}
				luma.Pix[luma.PixOffset(x, y)] = uint8(v)
			}
		}
		var small image.Image
		if look&0x40 == 0 {
			small = halved(luma)
		}
		measures, problems := photo.Assess(luma, small)
		for name, m := range map[string]struct{ value, most float64 }{
			"letter height": {measures.LetterHeight, 600}, "edge width": {measures.EdgeWidth, 600}, "blurred": {measures.Blurred, 1},
			"paper": {measures.Paper, 255}, "contrast": {measures.Contrast, 1}, "glare": {measures.Glare, 1},
			"papers": {float64(measures.Papers), 20}, "text tiles": {float64(measures.TextTiles), 600},
		} {
			if math.IsNaN(m.value) || m.value < 0 || m.value > m.most {
				t.Errorf("%s is %v", name, m.value)
			}
		}
		for _, p := range problems {
			if !strings.HasPrefix(string(p.Code), "photo.") || p.Message == "" {
				t.Errorf("%+v", p)
			}
		}
	})
}

// halved is every second pixel of a picture, in colours.
func halved(luma *image.Gray) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, (luma.Rect.Dx()+1)/2, (luma.Rect.Dy()+1)/2))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			v := luma.GrayAt(2*x, 2*y).Y
			out.SetRGBA(x, y, color.RGBA{v, v, v / 2, 255})
		}
	}
	return out
}
