package synth

import (
	"fmt"
	"image"
	"math"

	"pratica/claim"
)

// PhotoFaults are what goes wrong with one photo of Photograph. The zero value is a good photo.
type PhotoFaults struct {
	// Defocus is the radius in pixels of the circle of confusion at the top of the paper and at its bottom, Motion the
	// path of the hand in pixels, to the right and down.
	Defocus, Motion [2]float64
	// Dark is the share of the light that is missing, 0 to 1.
	Dark float64
	// Pale is how much of the difference between print and paper is missing, 0 to 1.
	Pale float64
	// Glare is the radius of a reflection as a share of the picture's shorter side, in the middle of its upper half.
	Glare float64
	// Beyond is the share of the picture's height by which the paper is moved down, out of the frame.
	Beyond float64
	// Far is how many times farther away the camera is; 0 counts as 1.
	Far float64
	// HEIC asks for a HEIC file instead of a JPEG; it needs the encoder that Notes speaks of.
	HEIC bool
}

// Photograph draws an expense document as a telephone with 12 megapixels takes it, stored turned as telephones do, and
// gives the file. The same seed gives the same paper on the same table.
func Photograph(seed uint64, f PhotoFaults) ([]byte, error) {
	d := newDice(seed, "photograph")
	const strength = 0.3
	m := Options{}.someMail(newDice(seed, "envelope"), InvoiceKind, "", claim.Online)
	page := m.papers(newDice(seed, "papers"))[0].pages[0]
	p := someRoom(d, strength).photo(d, strength, page)
	p.W, p.H, p.Orientation, p.Store, p.Quality = 3024, 4032, 6, jpegPhoto, 85
	if f.HEIC {
		if p.Store = heicPhoto.available(); p.Store != heicPhoto {
			return nil, fmt.Errorf("photograph: no program writes HEIC here")
		}
		p.Orientation = 1
	}
	p.Papers[0].Turn, p.Papers[0].Missing = 0, 0
	p.Light.Shadow = shadow{}
	p.Defocus, p.Motion, p.Fill = f.Defocus, f.Motion, 0.92/max(1, f.Far)
	for c := range 3 {
		l := &p.Papers[0]
		l.White[c] *= 1 - f.Dark
		l.Black[c] = l.White[c]*f.Pale + l.Black[c]*(1-f.Dark)*(1-f.Pale)
	}
	picture := p.take()
	if f.Beyond > 0 {
		picture = p.moved(picture, f.Beyond)
	}
	if f.Glare > 0 {
		p.reflect(picture, f.Glare)
	}
	return p.Store.encode(picture, p)
}

// moved is the picture with what it shows moved down; its uppermost row is repeated above.
func (p photo) moved(picture *image.YCbCr, share float64) *image.YCbCr {
	out := image.NewYCbCr(picture.Rect, picture.SubsampleRatio)
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			sx, sy := x, y
			switch p.Orientation {
			case 1:
				sy = max(0, y-int(share*float64(p.H)))
			case 6: // down is to the right
				sx = max(0, x-int(share*float64(p.H)))
			}
			out.Y[out.YOffset(x, y)] = picture.Y[picture.YOffset(sx, sy)]
			out.Cb[out.COffset(x, y)], out.Cr[out.COffset(x, y)] = picture.Cb[picture.COffset(sx, sy)], picture.Cr[picture.COffset(sx, sy)]
		}
	}
	return out
}

// reflect burns out a round spot, with a rim of some pixels as of a lamp or a flash.
func (p photo) reflect(picture *image.YCbCr, share float64) {
	radius := share * float64(min(p.W, p.H))
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			ux, uy := p.upright(float64(x), float64(y))
			from := math.Hypot(ux-float64(p.W)/2, uy-0.33*float64(p.H))
			if from > 1.5*radius {
				continue
			}
			burnt := min(max(3-2*from/radius, 0), 1)
			at, colour := picture.YOffset(x, y), picture.COffset(x, y)
			picture.Y[at] = uint8(min(255, float64(picture.Y[at])+burnt*255))
			picture.Cb[colour] = uint8(128 + (float64(picture.Cb[colour])-128)*(1-burnt))
			picture.Cr[colour] = uint8(128 + (float64(picture.Cr[colour])-128)*(1-burnt))
		}
	}
}
