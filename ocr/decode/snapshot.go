package decode

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math"

	"pratica/ocr"
)

// Snapshot is a page as its picture is judged, without its text.
type Snapshot struct {
	// Luma is the brightness of every pixel, upright (0 black … 255 white); nil if Drawn.
	Luma *image.Gray
	// Small is a photo upright in its colours, its longer side as asked or a little less; nil for a scan.
	Small image.Image
	// Drawn reports a page made of text and lines rather than of a picture: it is as sharp as it is shown.
	Drawn bool
}

// Snapshot decodes page n, from 0, for a look at its picture: long is the longer side of Small in pixels. A photo is
// not converted to RGB and turned at full size for it, which takes longer than decoding it. Its errors are those of Page.
func (s *Source) Snapshot(ctx context.Context, n, long int) (shot *Snapshot, err error) {
	if one, ok := s.pages.(*single); ok {
		_, err = s.decoded(ctx, n, func() (*Page, error) {
			shot, err = one.snapshot(long)
			return nil, err
		})
		return shot, err
	}
	page, err := s.Glance(ctx, n)
	switch {
	case err != nil:
		return nil, err
	case page.Rendered && page.DPI == glanceDPI:
		return &Snapshot{Drawn: true}, nil
	}
	return &Snapshot{Luma: ocr.Grey(page.Image)}, nil
}

func (s *single) snapshot(long int) (*Snapshot, error) {
	data := make([]byte, s.bytes)
	if _, err := s.file.ReadAt(data, 0); err != nil {
		return nil, fmt.Errorf("read the picture: %w", readErr(err))
	}
	img, err := s.decodeData(data)
	if err != nil {
		return nil, err
	}
	img = plain(img)
	// what a decoder made may differ from what the header said
	if err := s.limits.checkPixels(img.Bounds().Dx(), img.Bounds().Dy()); err != nil {
		return nil, fileError(CodeUnreadable, err)
	}
	shot := &Snapshot{Luma: orient(ocr.Grey(img), s.orientation).(*image.Gray)}
	if b := img.Bounds(); !s.scanned(b.Dx(), b.Dy()) {
		shot.Small = orient(shrink(img, long), s.orientation)
	}
	return shot, nil
}

// scanned tells the file of a scanner, which says how large the paper was, from that of a camera, which cannot know.
func (s *single) scanned(w, h int) bool {
	_, estimated := believe(math.Max(s.xdpi, s.ydpi), w, h)
	return !estimated
}

// shrink is a picture whose longer side has long pixels at most: each pixel the mean of those it stands for, because
// fine print must become grey and not a pattern.
func shrink(img image.Image, long int) *image.RGBA {
	b := img.Bounds()
	step := max(1, (max(b.Dx(), b.Dy())+long-1)/long)
	out := image.NewRGBA(image.Rect(0, 0, max(1, b.Dx()/step), max(1, b.Dy()/step)))
	mean := meanOf(img)
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			r, g, blue := mean(image.Rect(x*step, y*step, min((x+1)*step, b.Dx()), min((y+1)*step, b.Dy())))
			p := out.Pix[y*out.Stride+4*x:][:4]
			p[0], p[1], p[2], p[3] = r, g, blue, 255
		}
	}
	return out
}

// meanOf gives the mean colour of squares of a picture of one of the kinds of Page.Image, counted from its corner.
func meanOf(img image.Image) func(image.Rectangle) (r, g, b uint8) {
	switch img := img.(type) {
	case *image.Gray:
		return func(cell image.Rectangle) (r, g, b uint8) {
			v := meanByte(img.Pix, img.Stride, 1, cell)
			return v, v, v
		}
	case *image.YCbCr:
		across, down := ocr.ChromaSteps(img.SubsampleRatio)
		return func(cell image.Rectangle) (r, g, b uint8) {
			chroma := image.Rect(cell.Min.X/across, cell.Min.Y/down, max(cell.Max.X/across, cell.Min.X/across+1), max(cell.Max.Y/down, cell.Min.Y/down+1))
			return color.YCbCrToRGB(meanByte(img.Y, img.YStride, 1, cell), meanByte(img.Cb, img.CStride, 1, chroma), meanByte(img.Cr, img.CStride, 1, chroma))
		}
	}
	rgba := img.(*image.RGBA)
	return func(cell image.Rectangle) (r, g, b uint8) {
		return meanByte(rgba.Pix, rgba.Stride, 4, cell), meanByte(rgba.Pix[1:], rgba.Stride, 4, cell), meanByte(rgba.Pix[2:], rgba.Stride, 4, cell)
	}
}

// meanByte is the mean of a square of a plane whose values are each bytes apart.
func meanByte(plane []uint8, stride, each int, cell image.Rectangle) uint8 {
	sum := 0
	for y := cell.Min.Y; y < cell.Max.Y; y++ {
		for i := y*stride + cell.Min.X*each; i < y*stride+cell.Max.X*each; i += each {
			sum += int(plane[i])
		}
	}
	return uint8(sum / max(1, cell.Dx()*cell.Dy()))
}
