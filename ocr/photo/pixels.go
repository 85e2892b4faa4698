package photo

import (
	"image"
	"image/draw"

	"pratica/ocr"
)

// canvas is a white picture of the kind of img.
func canvas(img image.Image, size image.Point) image.Image {
	area := image.Rectangle{Max: size}
	switch img := img.(type) {
	case *image.Gray:
		g := image.NewGray(area)
		whiten(g.Pix, 255)
		return g
	case *image.YCbCr:
		c := image.NewYCbCr(area, img.SubsampleRatio)
		whiten(c.Y, 255)
		whiten(c.Cb, 128)
		whiten(c.Cr, 128)
		return c
	}
	c := image.NewRGBA(area)
	draw.Draw(c, area, image.White, image.Point{}, draw.Src)
	return c
}

func whiten(pix []uint8, v uint8) {
	for i := range pix {
		pix[i] = v
	}
}

// plane is one channel of a picture: every step-th byte, from x0, y0 on; shrunk by fx and fy against the picture.
type plane struct {
	pix          []uint8
	stride, step int
	w, h         int
	fx, fy       int
}

func planes(img image.Image) []plane {
	b := img.Bounds()
	switch img := img.(type) {
	case *image.Gray:
		return []plane{{img.Pix, img.Stride, 1, b.Dx(), b.Dy(), 1, 1}}
	case *image.YCbCr:
		fx, fy := ocr.ChromaSteps(img.SubsampleRatio)
		w, h := (b.Dx()+fx-1)/fx, (b.Dy()+fy-1)/fy
		return []plane{{img.Y, img.YStride, 1, b.Dx(), b.Dy(), 1, 1}, {img.Cb, img.CStride, 1, w, h, fx, fy}, {img.Cr, img.CStride, 1, w, h, fx, fy}}
	case *image.RGBA:
		return []plane{{img.Pix, img.Stride, 4, b.Dx(), b.Dy(), 1, 1}, {img.Pix[1:], img.Stride, 4, b.Dx(), b.Dy(), 1, 1}, {img.Pix[2:], img.Stride, 4, b.Dx(), b.Dy(), 1, 1}}
	}
	return nil
}

// fill draws an area whose corners, upper left, upper right, lower left and lower right of a whole cell, are seen at
// those points of img. Both pictures start at 0, 0 and are of one kind.
func fill(out, img image.Image, area image.Rectangle, corners [4]Point) {
	to, from := planes(out), planes(img)
	for i := range to {
		to[i].fill(from[i], area, corners)
	}
}

// fill interpolates the places in the cell and the pixels around them (bilinear).
func (p plane) fill(from plane, area image.Rectangle, corners [4]Point) {
	const one = 1 << 16
	x0, y0 := area.Min.X, area.Min.Y
	maxX, maxY := (from.w-1)<<16, (from.h-1)<<16
	for y := (y0 + p.fy - 1) / p.fy; y*p.fy < area.Max.Y; y++ {
		t := (float64(y*p.fy-y0) + float64(p.fy)/2) / cell
		left, right := between(corners[0], corners[2], t), between(corners[1], corners[3], t)
		step := right.sub(left).times(1 / float64(cell))
		first := (x0 + p.fx - 1) / p.fx
		at := left.add(step.times(float64(first*p.fx-x0) + float64(p.fx)/2))
		u, v := int((at.X/float64(from.fx)-0.5)*one), int((at.Y/float64(from.fy)-0.5)*one)
		du, dv := int(step.X*float64(p.fx)/float64(from.fx)*one), int(step.Y*float64(p.fx)/float64(from.fy)*one)
		n := (area.Max.X-1)/p.fx - first + 1
		to := p.pix[y*p.stride+first*p.step:]
		if ends := [2]int{u + (n-1)*du, v + (n-1)*dv}; min(u, v, ends[0], ends[1]) >= 0 && max(u, ends[0]) < maxX && max(v, ends[1]) < maxY {
			for i := range n {
				at := (v>>16*from.stride + u>>16*from.step)
				to[i*p.step] = mixed(from.pix[at:], from.step, from.stride, u, v)
				u, v = u+du, v+dv
			}
			continue
		}
		for i := range n {
			cu, cv := min(max(u, 0), maxX-1), min(max(v, 0), maxY-1)
			to[i*p.step] = mixed(from.pix[cv>>16*from.stride+cu>>16*from.step:], from.step, from.stride, cu, cv)
			u, v = u+du, v+dv
		}
	}
}

// mixed is the value between four pixels, of which pix starts with the upper left; u and v are in parts of 1<<16.
func mixed(pix []uint8, step, stride, u, v int) uint8 {
	fu, fv := u>>8&255, v>>8&255
	_ = pix[stride+step]
	a := int(pix[0])<<8 + fu*(int(pix[step])-int(pix[0]))
	b := int(pix[stride])<<8 + fu*(int(pix[stride+step])-int(pix[stride]))
	return uint8((a<<8 + fv*(b-a)) >> 16)
}
