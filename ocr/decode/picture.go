package decode

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/draw"

	xdraw "golang.org/x/image/draw"

	"pratica/ocr"
)

// EncodeBitonal writes a picture of black and white as a PNG with 1 bit a pixel, light is 1 (ISO/IEC 15948,
// colour type 0). image/png does that for pictures of two colours only and asks for each pixel: five times
// the time.
func EncodeBitonal(gray *image.Gray) ([]byte, error) {
	w, h := gray.Rect.Dx(), gray.Rect.Dy()
	var rows bytes.Buffer
	packer, err := zlib.NewWriterLevel(&rows, zlib.BestSpeed)
	if err != nil {
		return nil, err
	}
	line := make([]byte, 1+(w+7)/8) // a row starts with its filter: 0, none
	for y := range h {
		clear(line)
		for x, v := range gray.Pix[y*gray.Stride:][:w] {
			line[1+x>>3] |= v >> 7 << (7 - x&7)
		}
		if _, err := packer.Write(line); err != nil {
			return nil, err
		}
	}
	if err := packer.Close(); err != nil {
		return nil, err
	}
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(w)), uint32(h))
	out := []byte("\x89PNG\r\n\x1a\n")
	out = appendChunk(out, "IHDR", append(header, 1, 0, 0, 0, 0)) // bits, colour type, compression, filter, interlace
	out = appendChunk(out, "IDAT", rows.Bytes())
	return appendChunk(out, "IEND", nil), nil
}

func appendChunk(out []byte, kind string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	start := len(out)
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
}

// Upright turns a picture clockwise by quarter turns (any whole number). Gray stays Gray and YCbCr YCbCr; others become
// RGBA.
// Without a turn the picture itself is given back.
func Upright(img image.Image, quarterTurns int) image.Image {
	return orient(img, [4]int{1, 6, 3, 8}[((quarterTurns%4)+4)%4])
}

// orient gives the picture upright according to an EXIF orientation: 1 as it is, 2 mirrored left to right,
// 3 turned by 180°, 4 mirrored top to bottom, 5 transposed, 6 turned clockwise, 7 transversed, 8 turned
// counter-clockwise (EXIF 2.3, tag 274).
func orient(img image.Image, orientation int) image.Image {
	if orientation <= 1 || orientation > 8 {
		return img
	}
	if gray, ok := img.(*image.Gray); ok {
		b := gray.Bounds()
		out := image.NewGray(orientedRect(b, orientation))
		turn(out.Pix, out.Stride, gray.Pix, gray.Stride, b.Dx(), b.Dy(), 1, orientation)
		return out
	}
	if p, ok := img.(*image.YCbCr); ok {
		if out := orientPlanes(p, orientation); out != nil {
			return out
		}
	}
	rgba, ok := img.(*image.RGBA)
	if !ok {
		rgba = overWhite(img)
	}
	b := rgba.Bounds()
	out := image.NewRGBA(orientedRect(b, orientation))
	turn(out.Pix, out.Stride, rgba.Pix, rgba.Stride, b.Dx(), b.Dy(), 4, orientation)
	return out
}

// orientPlanes turns luma and chroma each for itself; nil for kinds of subsampling that have no turned counterpart.
func orientPlanes(p *image.YCbCr, orientation int) *image.YCbCr {
	ratio := p.SubsampleRatio
	fx, fy := ocr.ChromaSteps(ratio)
	if fx > 2 {
		return nil
	}
	if orientation >= 5 {
		switch ratio {
		case image.YCbCrSubsampleRatio422:
			ratio = image.YCbCrSubsampleRatio440
		case image.YCbCrSubsampleRatio440:
			ratio = image.YCbCrSubsampleRatio422
		}
	}
	b := p.Rect
	out := image.NewYCbCr(orientedRect(b, orientation), ratio)
	w, h := (b.Dx()+fx-1)/fx, (b.Dy()+fy-1)/fy
	turn(out.Y, out.YStride, p.Y[p.YOffset(b.Min.X, b.Min.Y):], p.YStride, b.Dx(), b.Dy(), 1, orientation)
	at := p.COffset(b.Min.X, b.Min.Y)
	turn(out.Cb, out.CStride, p.Cb[at:], p.CStride, w, h, 1, orientation)
	turn(out.Cr, out.CStride, p.Cr[at:], p.CStride, w, h, 1, orientation)
	return out
}

func orientedRect(b image.Rectangle, orientation int) image.Rectangle {
	if orientation >= 5 {
		return image.Rect(0, 0, b.Dy(), b.Dx())
	}
	return image.Rect(0, 0, b.Dx(), b.Dy())
}

// turn copies w × h pixels of size bytes. It goes through the source in tiles, so that both pictures stay in
// the cache when rows become columns.
func turn(dst []byte, dstStride int, src []byte, srcStride, w, h, size, orientation int) {
	// The destination of source pixel (x, y) is origin + x·dx + y·dy.
	var origin, dx, dy int
	right, down := size, dstStride
	switch orientation {
	case 2:
		origin, dx, dy = (w-1)*right, -right, down
	case 3:
		origin, dx, dy = (w-1)*right+(h-1)*down, -right, -down
	case 4:
		origin, dx, dy = (h-1)*down, right, -down
	case 5:
		origin, dx, dy = 0, down, right
	case 6:
		origin, dx, dy = (h-1)*right, down, -right
	case 7:
		origin, dx, dy = (w-1)*down+(h-1)*right, -down, -right
	case 8:
		origin, dx, dy = (w-1)*down, -down, right
	}
	const tile = 64
	for y0 := 0; y0 < h; y0 += tile {
		for x0 := 0; x0 < w; x0 += tile {
			for y := y0; y < min(y0+tile, h); y++ {
				s := y*srcStride + x0*size
				d := origin + x0*dx + y*dy
				for x := x0; x < min(x0+tile, w); x++ {
					if size == 1 {
						dst[d] = src[s]
					} else {
						copy(dst[d:d+size], src[s:s+size])
					}
					s += size
					d += dx
				}
			}
		}
	}
}

// overWhite gives the picture as seen on white paper.
func overWhite(img image.Image) *image.RGBA {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	if o, ok := img.(interface{ Opaque() bool }); ok && o.Opaque() {
		draw.Draw(out, out.Bounds(), img, b.Min, draw.Src)
		return out
	}
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Bounds(), img, b.Min, draw.Over)
	return out
}

// greyTolerance is how far apart the channels of a grey pixel may be: JPEG rounding makes 2 of nothing.
const greyTolerance = 2

// plain gives the picture in one of the kinds that Page.Image promises: Gray when there is no colour, else
// YCbCr as it is or RGBA on white. Its bounds start at 0,0.
func plain(img image.Image) image.Image {
	switch p := img.(type) {
	case *image.Gray:
		if p.Rect.Min == (image.Point{}) {
			return p
		}
		return &image.Gray{Pix: p.Pix[p.PixOffset(p.Rect.Min.X, p.Rect.Min.Y):], Stride: p.Stride, Rect: image.Rect(0, 0, p.Rect.Dx(), p.Rect.Dy())}
	case *image.Gray16:
		return gray16(p)
	case *image.YCbCr:
		if neutral(p.Cb, 128) && neutral(p.Cr, 128) {
			return &image.Gray{Pix: p.Y, Stride: p.YStride, Rect: image.Rect(0, 0, p.Rect.Dx(), p.Rect.Dy())}
		}
		return p
	case *image.RGBA:
		return greyIfGrey(p)
	}
	return greyIfGrey(overWhite(img))
}

// cut gives a part of a picture. The part starts at 0,0 once it is made plain.
func cut(img image.Image, part image.Rectangle) image.Image {
	if p, ok := img.(interface {
		SubImage(image.Rectangle) image.Image
	}); ok {
		img = p.SubImage(part)
	}
	if gray, ok := img.(*image.Gray); ok {
		return gray
	}
	return overWhite(img)
}

func neutral(plane []byte, middle int) bool {
	for _, v := range plane {
		if d := int(v) - middle; d > greyTolerance || d < -greyTolerance {
			return false
		}
	}
	return true
}

func gray16(p *image.Gray16) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, p.Rect.Dx(), p.Rect.Dy()))
	for y := range out.Rect.Dy() {
		src, dst := p.Pix[y*p.Stride:], out.Pix[y*out.Stride:][:out.Rect.Dx()]
		for x := range dst {
			dst[x] = src[2*x]
		}
	}
	return out
}

// greyIfGrey gives an opaque picture as Gray if no pixel has a colour.
func greyIfGrey(p *image.RGBA) image.Image {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	for y := range h {
		row := p.Pix[y*p.Stride:][:4*w]
		for i := 0; i+3 < len(row); i += 4 {
			r, g, b := int(row[i]), int(row[i+1]), int(row[i+2])
			if max(r, g, b)-min(r, g, b) > greyTolerance {
				return p
			}
		}
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		row, dst := p.Pix[y*p.Stride:][:4*w], out.Pix[y*out.Stride:][:w]
		for x := range dst {
			dst[x] = row[4*x+1]
		}
	}
	return out
}

// isBitonal reports that a grey picture is black and white only.
func isBitonal(img image.Image) bool {
	gray, ok := img.(*image.Gray)
	if !ok {
		return false
	}
	for y := range gray.Rect.Dy() {
		for _, v := range gray.Pix[y*gray.Stride:][:gray.Rect.Dx()] {
			if v != 0 && v != 255 {
				return false
			}
		}
	}
	return true
}

// stretch scales a picture to square pixels; a bitonal one stays bitonal.
func stretch(img image.Image, w, h int) image.Image {
	rect := image.Rect(0, 0, w, h)
	if img.Bounds() == rect {
		return img
	}
	gray, ok := img.(*image.Gray)
	if !ok {
		out := image.NewRGBA(rect)
		xdraw.ApproxBiLinear.Scale(out, rect, img, img.Bounds(), draw.Src, nil)
		return out
	}
	out := image.NewGray(rect)
	if !isBitonal(gray) {
		xdraw.ApproxBiLinear.Scale(out, rect, gray, gray.Bounds(), draw.Src, nil)
		return out
	}
	sw, sh := gray.Rect.Dx(), gray.Rect.Dy()
	for y := range h {
		src, dst := gray.Pix[y*sh/h*gray.Stride:][:sw], out.Pix[y*out.Stride:][:w]
		if w == sw {
			copy(dst, src)
			continue
		}
		for x := range dst {
			dst[x] = src[x*sw/w]
		}
	}
	return out
}
